/* Sends what its command line says through lib/send and prints how each delivery ended, so that
 * the channels can be tried against real servers without the daemon.
 *
 *   send-driver OPTION… REQUEST…
 *
 * REQUEST is mail:ID:RECIPIENT or hook:ID:URL; all are sent at once, and a line is printed for each
 * in the order they end: ID outcome code=N unreachable=B retry_after=MS text=… */
#include <errno.h>
#include <event2/event.h>
#include <getopt.h>
#include <signal.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/file.h"
#include "base/parse.h"
#include "send/maildir.h"
#include "send/smtp.h"
#include "send/transfer.h"
#include "send/webhook.h"

#define MANY 64

struct delivery {
    struct driver *driver;
    struct send_request request;
    struct send_job *job;
    char *id;
};

struct driver {
    struct event_base *base;
    struct transfer *transfer;
    struct transfer_options limits;
    struct clock clock;
    struct smtp_options smtp;
    struct webhook_options webhook;
    bool has_smtp;
    const char *maildir;
    const char *sender;
    struct buf data;
    const char *secrets[MANY];
    size_t secret_count;
    struct send_header headers[MANY];
    size_t header_count;
    int repeat;
    int stop_after_ms;
    int cancel_after_ms;
    bool one_by_one;
    bool quiet;
    struct channel *mail;
    struct channel *hook;
    struct delivery *deliveries;
    size_t count;
    size_t started;
    size_t ended;
    size_t delivered;
};

static const struct option options[] = {
    {"smtp", 1, NULL, 'S'},
    {"host", 1, NULL, 'H'},
    {"security", 1, NULL, 's'},
    {"user", 1, NULL, 'u'},
    {"password", 1, NULL, 'p'},
    {"ca", 1, NULL, 'c'},
    {"sessions", 1, NULL, 'n'},
    {"ehlo", 1, NULL, 'e'},
    {"reply-ms", 1, NULL, 'r'},
    {"final-ms", 1, NULL, 'F'},
    {"idle-ms", 1, NULL, 'i'},
    {"maildir", 1, NULL, 'M'},
    {"from", 1, NULL, 'f'},
    {"file", 1, NULL, 'D'},
    {"secret", 1, NULL, 'k'},
    {"header", 1, NULL, 'h'},
    {"connect-ms", 1, NULL, 'C'},
    {"stall-ms", 1, NULL, 'L'},
    {"total-ms", 1, NULL, 'T'},
    {"body-max", 1, NULL, 'B'},
    {"max-total", 1, NULL, 'a'},
    {"max-per-destination", 1, NULL, 'd'},
    {"max-unproven", 1, NULL, 'U'},
    {"now", 1, NULL, 'N'},
    {"repeat", 1, NULL, 'R'},
    {"stop-after-ms", 1, NULL, 'X'},
    {"cancel-after-ms", 1, NULL, 'x'},
    {"one-by-one", 0, NULL, '1'},
    {"quiet", 0, NULL, 'q'},
    {NULL, 0, NULL, 0},
};

static void die(const char *what)
{
    (void)fprintf(stderr, "send-driver: %s\n", what);
    exit(2);
}

static int64_t number(const char *text)
{
    int64_t value;
    if (parse_int64(text, 0, INT64_MAX, &value) != 0) {
        die("not a number");
    }
    return value;
}

static enum smtp_security security(const char *name)
{
    if (strcmp(name, "tls") == 0) {
        return SMTP_TLS;
    }
    return strcmp(name, "starttls") == 0 ? SMTP_STARTTLS : SMTP_PLAIN;
}

static void add_header(struct driver *driver, char *text)
{
    char *colon = strchr(text, ':');
    if (!colon || driver->header_count == MANY) {
        die("--header NAME:VALUE");
    }
    *colon = '\0';
    driver->headers[driver->header_count++] =
        (struct send_header){.name = text, .value = colon + 1};
}

static void take_smtp_option(struct driver *driver, int option, char *value)
{
    struct smtp_options *smtp = &driver->smtp;
    switch (option) {
    case 'S':
        smtp->port = (unsigned)number(value);
        driver->has_smtp = true;
        break;
    case 'H':
        smtp->host = value;
        break;
    case 's':
        smtp->security = security(value);
        break;
    case 'u':
        smtp->user = value;
        break;
    case 'p':
        smtp->password = value;
        break;
    case 'n':
        smtp->max_sessions = (size_t)number(value);
        break;
    case 'e':
        smtp->ehlo = value;
        break;
    case 'r':
        smtp->reply_ms = number(value);
        break;
    case 'F':
        smtp->final_ms = number(value);
        break;
    case 'i':
        smtp->idle_ms = number(value);
        break;
    default:
        die("unknown option");
    }
}

static void take_option(struct driver *driver, int option, char *value)
{
    switch (option) {
    case 'c':
        driver->smtp.ca_file = driver->webhook.ca_file = value;
        break;
    case 'C':
        driver->smtp.connect_ms = driver->limits.connect_ms = number(value);
        break;
    case 'L':
        driver->limits.stall_ms = number(value);
        break;
    case 'T':
        driver->limits.total_ms = number(value);
        break;
    case 'B':
        driver->limits.body_max = (size_t)number(value);
        break;
    case 'a':
        driver->limits.max_total = (size_t)number(value);
        break;
    case 'd':
        driver->limits.max_per_destination = (size_t)number(value);
        break;
    case 'U':
        driver->limits.max_unproven = (size_t)number(value);
        break;
    case 'N':
        clock_init_fixed(&driver->clock, number(value));
        break;
    case 'M':
        driver->maildir = value;
        break;
    case 'f':
        driver->sender = value;
        break;
    case 'k':
        driver->secrets[driver->secret_count++ % MANY] = value;
        break;
    case 'h':
        add_header(driver, value);
        break;
    case 'R':
        driver->repeat = (int)number(value);
        break;
    case 'X':
        driver->stop_after_ms = (int)number(value);
        break;
    case 'x':
        driver->cancel_after_ms = (int)number(value);
        break;
    case '1':
        driver->one_by_one = true;
        break;
    case 'q':
        driver->quiet = true;
        break;
    case 'D':
        if (file_read(value, (size_t)32 << 20, NULL, &driver->data) != 0) {
            die("cannot read the file");
        }
        break;
    default:
        take_smtp_option(driver, option, value);
    }
}

/* --- deliveries
 * ------------------------------------------------------------------------------------- */

static void add_delivery(struct driver *driver, const char *text, int round)
{
    const char *id = strchr(text, ':');
    const char *to = id ? strchr(id + 1, ':') : NULL;
    if (!to) {
        die("a request is mail:ID:RECIPIENT or hook:ID:URL");
    }
    struct delivery *delivery = &driver->deliveries[driver->count++];
    int len = (int)(to - id - 1);
    struct buf name;
    buf_init(&name, 4096);
    if ((driver->repeat > 1 ? buf_printf(&name, "%.*s-%d", len, id + 1, round)
                            : buf_printf(&name, "%.*s", len, id + 1)) != 0) {
        die("no memory");
    }
    delivery->driver = driver;
    delivery->id = buf_steal(&name);
    delivery->request.id = delivery->id;
    if (strncmp(text, "mail:", 5) == 0) {
        delivery->request.kind = SEND_MAIL;
        delivery->request.mail = (struct send_mail){.sender = driver->sender,
                                                    .recipient = to + 1,
                                                    .data = buf_str(&driver->data),
                                                    .len = driver->data.len};
    } else {
        delivery->request.kind = SEND_WEBHOOK;
        delivery->request.webhook = (struct send_webhook){.url = to + 1,
                                                          .headers = driver->headers,
                                                          .header_count = driver->header_count,
                                                          .body = buf_str(&driver->data),
                                                          .len = driver->data.len,
                                                          .secrets = driver->secrets,
                                                          .secret_count = driver->secret_count};
    }
}

static void on_done(const struct send_result *result, void *arg);

static void start_next(struct driver *driver)
{
    struct delivery *delivery = &driver->deliveries[driver->started++];
    struct channel *channel = delivery->request.kind == SEND_MAIL ? driver->mail : driver->hook;
    if (!channel ||
        channel_send(channel, &delivery->request, on_done, delivery, &delivery->job) != 0) {
        die("cannot send");
    }
}

static void on_done(const struct send_result *result, void *arg)
{
    static const char *const names[] = {"delivered", "retry", "final", "gone"};
    struct delivery *delivery = arg;
    struct driver *driver = delivery->driver;
    delivery->job = NULL;
    driver->ended++;
    driver->delivered += result->outcome == SEND_DELIVERED;
    if (!driver->quiet) {
        (void)printf("%s %s code=%d unreachable=%d retry_after=%lld text=%s\n", delivery->id,
                     names[result->outcome], result->code, result->unreachable,
                     (long long)result->retry_after_ms, result->text);
        (void)fflush(stdout);
    }
    if (driver->started < driver->count) {
        start_next(driver);
    } else if (driver->ended == driver->count) {
        (void)event_base_loopbreak(driver->base);
    }
}

static void on_stop(evutil_socket_t fd, short what, void *arg)
{
    (void)fd;
    (void)what;
    struct driver *driver = arg;
    (void)event_base_loopbreak(driver->base);
}

static void on_cancel(evutil_socket_t fd, short what, void *arg)
{
    (void)fd;
    (void)what;
    struct driver *driver = arg;
    for (size_t i = 0; i < driver->count; i++) {
        struct delivery *delivery = &driver->deliveries[i];
        if (delivery->job) {
            channel_cancel(delivery->request.kind == SEND_MAIL ? driver->mail : driver->hook,
                           delivery->job);
            delivery->job = NULL;
            (void)printf("%s cancelled\n", delivery->id);
        }
    }
    (void)event_base_loopbreak(driver->base);
}

static void after(struct driver *driver, int ms, event_callback_fn callback)
{
    struct timeval wait = {.tv_sec = ms / 1000, .tv_usec = ms % 1000 * 1000};
    if (ms > 0 && event_base_once(driver->base, -1, EV_TIMEOUT, callback, driver, &wait) != 0) {
        die("no timer");
    }
}

static void open_channels(struct driver *driver)
{
    int err = transfer_new(driver->base, &driver->limits, &driver->transfer);
    if (err == 0) {
        err = webhook_channel_new(driver->transfer, &driver->webhook, &driver->hook);
    }
    if (err == 0 && driver->maildir) {
        err = maildir_channel_new(driver->base, driver->maildir, &driver->mail);
    } else if (err == 0 && driver->has_smtp) {
        err = smtp_channel_new(driver->transfer, &driver->smtp, &driver->mail);
    }
    if (err != 0) {
        die(err_text(err));
    }
}

static void run(struct driver *driver)
{
    after(driver, driver->stop_after_ms, on_stop);
    after(driver, driver->cancel_after_ms, on_cancel);
    size_t first = driver->one_by_one ? 1 : driver->count;
    while (driver->started < first) {
        start_next(driver);
    }
    (void)event_base_dispatch(driver->base);
    (void)printf("ended=%zu delivered=%zu of=%zu\n", driver->ended, driver->delivered,
                 driver->count);
}

int main(int argc, char **argv)
{
    struct driver driver = {.sender = "dondoc@example.org", .repeat = 1};
    (void)signal(SIGPIPE, SIG_IGN);
    clock_init_real(&driver.clock);
    transfer_options_init(&driver.limits);
    smtp_options_init(&driver.smtp);
    driver.smtp.host = "127.0.0.1";
    driver.webhook.clock = &driver.clock;
    buf_init(&driver.data, (size_t)32 << 20);
    int option;
    while ((option = getopt_long(argc, argv, "", options, NULL)) != -1) {
        take_option(&driver, option, optarg);
    }
    size_t requests = (size_t)(argc - optind);
    if (requests == 0 || driver.repeat < 1) {
        die("nothing to send");
    }
    driver.deliveries = calloc(requests * (size_t)driver.repeat, sizeof(struct delivery));
    driver.base = event_base_new();
    if (!driver.deliveries || !driver.base) {
        die("no memory");
    }
    for (int round = 0; round < driver.repeat; round++) {
        for (int i = optind; i < argc; i++) {
            add_delivery(&driver, argv[i], round);
        }
    }
    open_channels(&driver);
    run(&driver);
    channel_free(driver.mail);
    channel_free(driver.hook);
    transfer_free(driver.transfer);
    event_base_free(driver.base);
    for (size_t i = 0; i < driver.count; i++) {
        free(driver.deliveries[i].id);
    }
    free(driver.deliveries);
    buf_clear(&driver.data);
    return driver.delivered == driver.count ? 0 : 1;
}
