#include "lib/send/smtp_session.h"

#include <event2/event.h>
#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "base/i18n.h"
#include "lib/send/job.h"
#include "lib/send/smtp_text.h"

#define COMMANDS_MAX ((size_t)4 << 10)
#define MESSAGE_MAX ((size_t)64 << 20)
/* A buffer that grew beyond this is not kept for the next message. */
#define MESSAGE_KEPT ((size_t)256 << 10)

enum state { OPENING, AT_REST, IN_TRANSACTION };
enum step { STEP_RSET, STEP_MAIL, STEP_RCPT, STEP_DATA, STEP_END };

struct smtp_session {
    struct transfer_job transfer;
    struct transfer *on;
    const struct smtp_options *options;
    const struct smtp_session_events *events;
    void *owner;
    struct event *readable;
    struct event *writable;
    struct event *deadline;
    char error[CURL_ERROR_SIZE];
    char last_line[SMTP_TEXT_KEPT]; /* while opening: what the server said last */
    struct smtp_offer offer;
    enum state state;
    bool used;  /* a transaction has ended on it */
    bool dirty; /* the server may hold half a transaction: RSET first */

    /* Of the transaction: */
    const struct send_mail *mail;
    enum step step;
    bool pipelined;
    bool judged; /* result holds the verdict; what follows is only tidying up */
    struct send_result result;
    struct smtp_reply reply;
    struct buf commands;
    struct buf message;
    const struct buf *out; /* which of the two is being written; NULL: none */
    size_t written;
};

/* --- the end of things
 * ------------------------------------------------------------------------------ */

static void watch_deadline(struct smtp_session *session, int64_t ms)
{
    struct timeval wait = {.tv_sec = (time_t)(ms / 1000),
                           .tv_usec = (suseconds_t)(ms % 1000 * 1000)};
    (void)event_add(session->deadline, &wait);
}

static void end_transaction(struct smtp_session *session, bool alive, bool again)
{
    struct send_result result = session->result;
    session->state = AT_REST;
    session->used = true;
    session->mail = NULL;
    session->out = NULL;
    (void)event_del(session->writable);
    if (session->message.capacity > MESSAGE_KEPT) {
        buf_clear(&session->message);
    }
    watch_deadline(session, session->options->idle_ms);
    session->events->ended(session, &result, alive, again, session->owner);
}

/* The session broke; reason is ours, in the user's language. */
static void lose(struct smtp_session *session, const char *reason)
{
    static const char *const names[] = {"RSET", "MAIL", "RCPT", "DATA", "."};
    if (session->state == AT_REST) {
        session->events->closed(session, session->owner);
        return;
    }
    if (!session->judged) {
        result_format(&session->result, SEND_RETRY, 0, "%s (%s)", reason, names[session->step]);
        session->result.unreachable = true;
    }
    bool again = !session->judged && session->used && session->step <= STEP_DATA;
    end_transaction(session, false, again);
}

/* --- writing
 * ---------------------------------------------------------------------------------------- */

/* Returns 0 (all written, or curl wants to wait) or ERR_IO. */
static int write_some(struct smtp_session *session)
{
    while (session->out) {
        size_t left = session->out->len - session->written;
        size_t done = 0;
        CURLcode code = curl_easy_send(session->transfer.easy,
                                       session->out->data + session->written, left, &done);
        if (code == CURLE_AGAIN) {
            return event_add(session->writable, NULL) == 0 ? 0 : ERR_IO;
        }
        if (code != CURLE_OK) {
            return ERR_IO;
        }
        session->written += done;
        if (session->written == session->out->len) {
            session->out = NULL;
        }
    }
    return 0;
}

static int write_begin(struct smtp_session *session, const struct buf *out)
{
    session->out = out;
    session->written = 0;
    return write_some(session);
}

static int put_mail(struct smtp_session *session)
{
    int err = buf_printf(&session->commands, "MAIL FROM:<%s>", session->mail->sender);
    if (err == 0 && session->offer.size) {
        err = buf_printf(&session->commands, " SIZE=%zu", session->message.len);
    }
    return err == 0 ? buf_puts(&session->commands, "\r\n") : err;
}

static int put_command(struct smtp_session *session, enum step step)
{
    switch (step) {
    case STEP_RSET:
        return buf_puts(&session->commands, "RSET\r\n");
    case STEP_MAIL:
        return put_mail(session);
    case STEP_RCPT:
        return buf_printf(&session->commands, "RCPT TO:<%s>\r\n", session->mail->recipient);
    case STEP_DATA:
        return buf_puts(&session->commands, "DATA\r\n");
    case STEP_END:
        return buf_puts(&session->commands, ".\r\n");
    }
    return ERR_INTERNAL;
}

/* Moves on to the step, and writes its command unless it went out with the others. */
static int go_to(struct smtp_session *session, enum step step)
{
    session->step = step;
    smtp_reply_reset(&session->reply);
    watch_deadline(session, session->options->reply_ms);
    if (session->pipelined) {
        return 0;
    }
    buf_reset(&session->commands);
    int err = put_command(session, step);
    return err == 0 ? write_begin(session, &session->commands) : err;
}

/* --- replies
 * ---------------------------------------------------------------------------------------- */

static void judge(struct smtp_session *session, enum smtp_stage stage)
{
    static const char *const names[] = {"", "MAIL FROM: ", "RCPT TO: ", "DATA: ", ""};
    if (session->judged) {
        return;
    }
    const struct smtp_reply *reply = &session->reply;
    result_format(&session->result, smtp_judge(stage, reply->code), reply->code, "%s%d %s",
                  names[stage], reply->code, reply->text);
    session->judged = true;
}

/* A reply that no server may give here. */
static bool is_out_of_place(const struct smtp_session *session)
{
    int kind = session->reply.code / 100;
    if (session->step == STEP_DATA) {
        return kind == 2;
    }
    return kind == 3;
}

/* After a refusal the others of a pipelined group still have to be read. */
static int refuse(struct smtp_session *session, enum smtp_stage stage, enum step next)
{
    judge(session, stage);
    session->dirty = true;
    return session->pipelined ? go_to(session, next) : 1;
}

static int begin_message(struct smtp_session *session)
{
    session->step = STEP_END;
    session->pipelined = false;
    smtp_reply_reset(&session->reply);
    if (session->judged) {
        /* DATA was granted though we were refused before: an empty message, and we are out. */
        return go_to(session, STEP_END);
    }
    /* One limit for handing it over and for the reply: no byte moves it. */
    watch_deadline(session, session->options->final_ms);
    return write_begin(session, &session->message);
}

/* Acts on a whole reply. Returns 0 (goes on), 1 (the transaction has ended), or ERR_IO, ERR_FORMAT
 * (the session is of no use). */
static int take_reply(struct smtp_session *session)
{
    bool accepted = session->reply.code / 100 == 2;
    if (is_out_of_place(session)) {
        return ERR_FORMAT;
    }
    switch (session->step) {
    case STEP_RSET:
        return accepted ? go_to(session, STEP_MAIL) : ERR_FORMAT;
    case STEP_MAIL:
        return accepted ? go_to(session, STEP_RCPT) : refuse(session, SMTP_MAIL, STEP_RCPT);
    case STEP_RCPT:
        return accepted ? go_to(session, STEP_DATA) : refuse(session, SMTP_RCPT, STEP_DATA);
    case STEP_DATA:
        if (session->reply.code / 100 == 3) {
            return begin_message(session);
        }
        session->pipelined = false;
        return refuse(session, SMTP_DATA, STEP_END);
    case STEP_END:
        judge(session, SMTP_END);
        return 1;
    }
    return ERR_INTERNAL;
}

/* The server says that it will close (RFC 5321 §3.8). */
static void take_farewell(struct smtp_session *session)
{
    static const enum smtp_stage stages[] = {SMTP_SESSION, SMTP_MAIL, SMTP_RCPT, SMTP_DATA,
                                             SMTP_END};
    bool again = !session->judged && session->used && session->step <= STEP_DATA;
    judge(session, stages[session->step]);
    end_transaction(session, false, again);
}

/* Takes what was read. Returns false when the session was given to its owner. */
static bool take_bytes(struct smtp_session *session, const char *data, size_t len)
{
    while (len > 0) {
        size_t used = 0;
        int got = smtp_reply_feed(&session->reply, data, len, &used);
        if (got < 0) {
            lose(session, _("máy chủ thư trả lời không đúng giao thức SMTP"));
            return false;
        }
        data += used;
        len -= used;
        if (got == 0) {
            continue;
        }
        if (session->reply.code == 421) {
            take_farewell(session);
            return false;
        }
        bool early = session->out != NULL; /* it answers before it has heard us out */
        bool ending = session->step == STEP_END;
        int next = take_reply(session);
        if (next < 0) {
            lose(session, next == ERR_IO ? _("kết nối với máy chủ thư bị cắt giữa chừng")
                                         : _("máy chủ thư trả lời không đúng giao thức SMTP"));
            return false;
        }
        if (next == 1) {
            session->dirty = !ending || session->result.outcome != SEND_DELIVERED;
            end_transaction(session, len == 0 && !early, false);
            return false;
        }
    }
    return true;
}

/* Reads until there is no more. Returns false when the session was given to its owner. */
static bool read_all(struct smtp_session *session)
{
    char data[4096];
    for (;;) {
        size_t len = 0;
        CURLcode code = curl_easy_recv(session->transfer.easy, data, sizeof(data), &len);
        if (code == CURLE_AGAIN) {
            return true;
        }
        if (code != CURLE_OK || len == 0 || session->state == AT_REST) {
            lose(session, _("kết nối với máy chủ thư bị cắt giữa chừng"));
            return false;
        }
        if (!take_bytes(session, data, len)) {
            return false;
        }
    }
}

/* --- events
 * ----------------------------------------------------------------------------------------- */

static void on_readable(evutil_socket_t fd, short what, void *arg)
{
    (void)fd;
    (void)what;
    (void)read_all(arg);
}

static void on_writable(evutil_socket_t fd, short what, void *arg)
{
    (void)fd;
    (void)what;
    struct smtp_session *session = arg;
    /* A server that closes on us may have said why. */
    if (write_some(session) != 0 && read_all(session)) {
        lose(session, _("kết nối với máy chủ thư bị cắt giữa chừng"));
    }
}

static void on_deadline(evutil_socket_t fd, short what, void *arg)
{
    (void)fd;
    (void)what;
    lose(arg, _("máy chủ thư không trả lời trong thời gian cho phép"));
}

int smtp_session_start(struct smtp_session *session, const struct send_mail *mail)
{
    buf_reset(&session->message);
    buf_reset(&session->commands);
    int err = smtp_payload(mail->data, mail->len, &session->message);
    if (err != 0) {
        return err;
    }
    session->mail = mail;
    session->pipelined = session->offer.pipelining;
    enum step first = session->dirty ? STEP_RSET : STEP_MAIL;
    for (enum step step = first; session->pipelined && step <= STEP_DATA; step++) {
        err = put_command(session, step);
        if (err != 0) {
            return err;
        }
    }
    session->state = IN_TRANSACTION;
    session->judged = false;
    session->dirty = true;
    err = go_to(session, first);
    if (err == 0 && session->pipelined) {
        err = write_begin(session, &session->commands);
    }
    if (err != 0) {
        /* Broken while at rest: let the loop find out, not our caller. */
        session->out = NULL;
        event_active(session->readable, EV_READ, 0);
    }
    return 0;
}

/* --- opening and closing
 * ------------------------------------------------------------------------------ */

static size_t take_line(char *data, size_t size, size_t count, void *arg)
{
    struct smtp_session *session = arg;
    size_t len = size * count;
    size_t keep = len < sizeof(session->last_line) ? len : sizeof(session->last_line) - 1;
    memcpy(session->last_line, data, keep);
    session->last_line[keep] = '\0';
    smtp_offer_line(&session->offer, data, len);
    return len;
}

static size_t drop_body(char *data, size_t size, size_t count, void *arg)
{
    (void)data;
    (void)arg;
    return size * count;
}

static void describe_failure(const struct smtp_session *session, CURLcode code,
                             struct send_result *result)
{
    long reply = 0;
    (void)curl_easy_getinfo(session->transfer.easy, CURLINFO_RESPONSE_CODE, &reply);
    const char *detail = session->error[0] ? session->error : curl_easy_strerror(code);
    bool refused = reply >= 400 && reply <= 599;
    result_format(result, SEND_RETRY, refused ? (int)reply : 0, "%s (%s)",
                  transfer_error_text(code), refused ? session->last_line : detail);
    result->unreachable = true;
}

static int watch_session(struct smtp_session *session)
{
    curl_socket_t fd = CURL_SOCKET_BAD;
    if (curl_easy_getinfo(session->transfer.easy, CURLINFO_ACTIVESOCKET, &fd) != CURLE_OK ||
        fd == CURL_SOCKET_BAD) {
        return ERR_IO;
    }
    struct event_base *base = transfer_base(session->on);
    session->readable = event_new(base, fd, EV_READ | EV_PERSIST, on_readable, session);
    session->writable = event_new(base, fd, EV_WRITE, on_writable, session);
    session->deadline = evtimer_new(base, on_deadline, session);
    if (!session->readable || !session->writable || !session->deadline ||
        event_add(session->readable, NULL) != 0) {
        return ERR_NOMEM;
    }
    return 0;
}

static void on_opened(struct transfer_job *transfer, CURLcode code)
{
    struct smtp_session *session = (struct smtp_session *)transfer;
    struct send_result result;
    if (code != CURLE_OK) {
        describe_failure(session, code, &result);
        session->events->opened(session, &result, session->owner);
        return;
    }
    int err = watch_session(session);
    if (err != 0) {
        result_set(&result, SEND_RETRY, 0, err_text(err));
        session->events->opened(session, &result, session->owner);
        return;
    }
    session->state = AT_REST;
    watch_deadline(session, session->options->idle_ms);
    session->events->opened(session, NULL, session->owner);
}

static int set_url(struct smtp_session *session)
{
    const struct smtp_options *options = session->options;
    struct buf url;
    buf_init(&url, 4096);
    bool ipv6 = strchr(options->host, ':') != NULL;
    int err = buf_printf(&url, "%s://%s%s%s:%u", options->security == SMTP_TLS ? "smtps" : "smtp",
                         ipv6 ? "[" : "", options->host, ipv6 ? "]" : "", options->port);
    if (err == 0 && options->ehlo) {
        char *name = curl_easy_escape(session->transfer.easy, options->ehlo, 0);
        err = name ? buf_printf(&url, "/%s", name) : ERR_NOMEM;
        curl_free(name);
    }
    if (err == 0 &&
        curl_easy_setopt(session->transfer.easy, CURLOPT_URL, buf_str(&url)) != CURLE_OK) {
        err = ERR_NOMEM;
    }
    buf_clear(&url);
    return err;
}

static int set_up(struct smtp_session *session)
{
    const struct smtp_options *options = session->options;
    CURL *easy = session->transfer.easy;
    int err = transfer_set_up(session->on, easy, "smtp,smtps", options->ca_file);
    if (err == 0) {
        err = set_url(session);
    }
    if (err != 0) {
        return err;
    }
    long ssl = options->security == SMTP_STARTTLS ? CURLUSESSL_ALL : CURLUSESSL_NONE;
    if (curl_easy_setopt(easy, CURLOPT_CONNECT_ONLY, 1L) != CURLE_OK ||
        curl_easy_setopt(easy, CURLOPT_USE_SSL, ssl) != CURLE_OK ||
        curl_easy_setopt(easy, CURLOPT_CONNECTTIMEOUT_MS, (long)options->connect_ms) != CURLE_OK ||
        curl_easy_setopt(easy, CURLOPT_TIMEOUT_MS, 0L) != CURLE_OK ||
        curl_easy_setopt(easy, CURLOPT_LOW_SPEED_TIME, 0L) != CURLE_OK ||
        curl_easy_setopt(easy, CURLOPT_ERRORBUFFER, session->error) != CURLE_OK ||
        curl_easy_setopt(easy, CURLOPT_HEADERFUNCTION, take_line) != CURLE_OK ||
        curl_easy_setopt(easy, CURLOPT_HEADERDATA, session) != CURLE_OK ||
        curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, drop_body) != CURLE_OK ||
        curl_easy_setopt(easy, CURLOPT_USERNAME, options->user) != CURLE_OK ||
        curl_easy_setopt(easy, CURLOPT_PASSWORD, options->password) != CURLE_OK) {
        return ERR_NOMEM;
    }
    return 0;
}

int smtp_session_open(struct transfer *transfer, const struct smtp_options *options,
                      const struct smtp_session_events *events, void *owner,
                      struct smtp_session **out)
{
    struct smtp_session *session = calloc(1, sizeof(*session));
    if (!session) {
        return ERR_NOMEM;
    }
    session->on = transfer;
    session->options = options;
    session->events = events;
    session->owner = owner;
    session->transfer.done = on_opened;
    buf_init(&session->commands, COMMANDS_MAX);
    buf_init(&session->message, MESSAGE_MAX);
    session->transfer.easy = curl_easy_init();
    int err = session->transfer.easy ? set_up(session) : ERR_NOMEM;
    if (err == 0) {
        err = transfer_add(transfer, &session->transfer);
    }
    if (err != 0) {
        smtp_session_free(session);
        return err;
    }
    *out = session;
    return 0;
}

/* Says goodbye without waiting for the answer; libcurl closes a connect-only session silently. */
static void say_quit(struct smtp_session *session)
{
    size_t sent;
    (void)curl_easy_send(session->transfer.easy, "QUIT\r\n", 6, &sent);
}

static void event_drop(struct event *event)
{
    if (event) {
        event_free(event);
    }
}

void smtp_session_free(struct smtp_session *session)
{
    if (!session) {
        return;
    }
    event_drop(session->readable);
    event_drop(session->writable);
    event_drop(session->deadline);
    if (session->transfer.easy) {
        if (session->state == AT_REST) {
            say_quit(session);
        }
        transfer_drop(session->on, &session->transfer);
        curl_easy_cleanup(session->transfer.easy);
    }
    buf_clear(&session->commands);
    buf_clear(&session->message);
    free(session);
}
