#include "send/smtp.h"

#include <event2/event.h>
#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "base/i18n.h"
#include "lib/send/job.h"
#include "lib/send/smtp_session.h"

#define SESSIONS_MAX 256
#define TIME_MAX_MS INT64_C(3600000)

struct smtp_job {
    struct send_job job;
    struct smtp_entry *entry; /* NULL: waiting */
    bool checked;
    size_t tried_again; /* how often a session that had served before was at its end */
};

/* A session and what it is doing for us. */
struct smtp_entry {
    TAILQ_ENTRY(smtp_entry) link;
    struct smtp_channel *owner;
    struct smtp_session *session;
    bool open;
    struct smtp_job *job; /* NULL: at rest */
};
TAILQ_HEAD(entry_list, smtp_entry);

struct smtp_channel {
    struct channel channel;
    struct transfer *transfer;
    struct smtp_options options; /* its strings are ours */
    struct job_list waiting;
    size_t waiting_count;
    struct entry_list entries; /* those at rest stand first */
    size_t entry_count;
    size_t opening;
    size_t limit; /* max_sessions, or fewer while the server takes no more */
    struct event *pump;
};

void smtp_options_init(struct smtp_options *options)
{
    *options = (struct smtp_options){
        .host = "localhost",
        .port = 25,
        .security = SMTP_PLAIN,
        .max_sessions = 8,
        .connect_ms = 30000,
        .reply_ms = 300000,
        .final_ms = 600000,
        .idle_ms = 10000,
    };
}

/* --- jobs
 * ------------------------------------------------------------------------------------------- */

static void answer(struct smtp_job *job, struct send_result *result)
{
    struct send_job head = job->job;
    free(job);
    job_answer(&head, result);
}

static void wait_in_line(struct smtp_channel *self, struct smtp_job *job, bool first)
{
    job->entry = NULL;
    if (first) {
        TAILQ_INSERT_HEAD(&self->waiting, &job->job, link);
    } else {
        TAILQ_INSERT_TAIL(&self->waiting, &job->job, link);
    }
    self->waiting_count++;
}

static struct smtp_job *take_waiting(struct smtp_channel *self, struct send_job *head)
{
    TAILQ_REMOVE(&self->waiting, head, link);
    self->waiting_count--;
    return (struct smtp_job *)head;
}

/* No session is left and none can be had: what waits is told so, not tried one by one. */
static void give_back_waiting(struct smtp_channel *self, const struct send_result *why)
{
    for (size_t left = self->waiting_count; left > 0 && !TAILQ_EMPTY(&self->waiting); left--) {
        struct send_result result = *why;
        answer(take_waiting(self, TAILQ_FIRST(&self->waiting)), &result);
    }
    self->limit = self->options.max_sessions;
}

static const char *mail_fault(const struct send_mail *mail)
{
    if (!mail->sender || (*mail->sender && smtp_check_address(mail->sender) != 0)) {
        return _("địa chỉ người gửi không hợp lệ");
    }
    if (smtp_check_address(mail->recipient) != 0) {
        return _("địa chỉ người nhận không hợp lệ");
    }
    if (smtp_check_data(mail->data, mail->len) != 0) {
        return _(
            "nội dung thư có byte 8 bit, NUL hoặc dấu CR đứng riêng; thư phải được mã hoá 7 bit");
    }
    return NULL;
}

/* --- sessions
 * --------------------------------------------------------------------------------------- */

static void entry_free(struct smtp_entry *entry)
{
    struct smtp_channel *self = entry->owner;
    TAILQ_REMOVE(&self->entries, entry, link);
    self->entry_count--;
    self->opening -= !entry->open;
    smtp_session_free(entry->session);
    free(entry);
}

static void put_first(struct smtp_entry *entry)
{
    TAILQ_REMOVE(&entry->owner->entries, entry, link);
    TAILQ_INSERT_HEAD(&entry->owner->entries, entry, link);
}

static void pump(struct smtp_channel *self);

static void on_opened(struct smtp_session *session, struct send_result *failure, void *owner)
{
    (void)session;
    struct smtp_entry *entry = owner;
    struct smtp_channel *self = entry->owner;
    if (!failure) {
        entry->open = true;
        self->opening--;
        put_first(entry);
        pump(self);
        return;
    }
    entry_free(entry);
    if (self->entry_count == 0) {
        give_back_waiting(self, failure);
    } else {
        /* The others go on; a server that takes only so many is not asked for more just now. */
        self->limit = self->entry_count;
    }
    pump(self);
}

static void on_ended(struct smtp_session *session, struct send_result *result, bool alive,
                     bool again, void *owner)
{
    (void)session;
    struct smtp_entry *entry = owner;
    struct smtp_channel *self = entry->owner;
    struct smtp_job *job = entry->job;
    entry->job = NULL;
    if (alive) {
        put_first(entry);
    } else {
        entry_free(entry);
    }
    /* Each session may be at its end, and a new one is not: that many are met at most. */
    if (again && job->tried_again < self->options.max_sessions) {
        job->tried_again++;
        wait_in_line(self, job, true);
        pump(self);
        return;
    }
    struct send_result why = *result;
    answer(job, result);
    if (why.unreachable && self->entry_count == 0) {
        give_back_waiting(self, &why);
    }
    pump(self);
}

static void on_closed(struct smtp_session *session, void *owner)
{
    (void)session;
    struct smtp_entry *entry = owner;
    struct smtp_channel *self = entry->owner;
    entry_free(entry);
    pump(self);
}

static int open_another(struct smtp_channel *self)
{
    static const struct smtp_session_events events = {on_opened, on_ended, on_closed};
    struct smtp_entry *entry = calloc(1, sizeof(*entry));
    if (!entry) {
        return ERR_NOMEM;
    }
    entry->owner = self;
    int err = smtp_session_open(self->transfer, &self->options, &events, entry, &entry->session);
    if (err != 0) {
        free(entry);
        return err;
    }
    TAILQ_INSERT_TAIL(&self->entries, entry, link);
    self->entry_count++;
    self->opening++;
    return 0;
}

static void start(struct smtp_job *job, struct smtp_entry *entry)
{
    job->job.started = clock_monotonic();
    int err = smtp_session_start(entry->session, &job->job.request->mail);
    if (err != 0) {
        struct send_result result;
        result_set(&result, err == ERR_LIMIT ? SEND_FINAL : SEND_RETRY, 0, err_text(err));
        answer(job, &result);
        return;
    }
    job->entry = entry;
    entry->job = job;
    TAILQ_REMOVE(&entry->owner->entries, entry, link);
    TAILQ_INSERT_TAIL(&entry->owner->entries, entry, link);
}

/* Answers the job and returns true when no server may ever see it. */
static bool turn_down(struct smtp_channel *self, struct smtp_job *job)
{
    const char *fault = job->checked ? NULL : mail_fault(&job->job.request->mail);
    job->checked = true;
    if (fault) {
        struct send_result result;
        result_set(&result, SEND_FINAL, 0, fault);
        answer(take_waiting(self, &job->job), &result);
    }
    return fault != NULL;
}

/* Gives what waits to the sessions at rest, and opens more as they are needed and allowed. */
static void pump(struct smtp_channel *self)
{
    while (!TAILQ_EMPTY(&self->waiting)) {
        struct send_job *first = TAILQ_FIRST(&self->waiting);
        if (turn_down(self, (struct smtp_job *)first)) {
            continue;
        }
        struct smtp_entry *entry = TAILQ_FIRST(&self->entries);
        if (!entry || !entry->open || entry->job) {
            break;
        }
        start(take_waiting(self, first), entry);
    }
    if (TAILQ_EMPTY(&self->waiting)) {
        self->limit = self->options.max_sessions;
        return;
    }
    int err = 0;
    while (err == 0 && self->entry_count < self->limit && self->opening < self->waiting_count) {
        err = open_another(self);
    }
    if (err != 0 && self->entry_count == 0) {
        struct send_result result;
        result_set(&result, SEND_RETRY, 0, err_text(err));
        give_back_waiting(self, &result);
    }
}

static void on_pump(evutil_socket_t fd, short what, void *arg)
{
    (void)fd;
    (void)what;
    pump(arg);
}

/* --- the channel
 * ------------------------------------------------------------------------------------ */

static int smtp_send(struct channel *channel, const struct send_request *request, send_done_fn done,
                     void *arg, struct send_job **out)
{
    struct smtp_channel *self = (struct smtp_channel *)channel;
    if (request->kind != SEND_MAIL) {
        return ERR_INVALID;
    }
    struct smtp_job *job = calloc(1, sizeof(*job));
    if (!job) {
        return ERR_NOMEM;
    }
    job_init(&job->job, request, done, arg);
    wait_in_line(self, job, false);
    event_active(self->pump, 0, 0);
    if (out) {
        *out = &job->job;
    }
    return 0;
}

static void smtp_cancel(struct channel *channel, struct send_job *head)
{
    struct smtp_channel *self = (struct smtp_channel *)channel;
    struct smtp_job *job = (struct smtp_job *)head;
    if (job->entry) {
        entry_free(job->entry);
        event_active(self->pump, 0, 0);
    } else {
        (void)take_waiting(self, head);
    }
    free(job);
}

static void smtp_destroy(struct channel *channel)
{
    struct smtp_channel *self = (struct smtp_channel *)channel;
    while (!TAILQ_EMPTY(&self->waiting)) {
        free(take_waiting(self, TAILQ_FIRST(&self->waiting)));
    }
    while (!TAILQ_EMPTY(&self->entries)) {
        struct smtp_entry *entry = TAILQ_FIRST(&self->entries);
        free(entry->job);
        entry_free(entry);
    }
    if (self->pump) {
        event_free(self->pump);
    }
    char *password = (char *)self->options.password;
    if (password) {
        explicit_bzero(password, strlen(password));
    }
    free((char *)self->options.host);
    free((char *)self->options.ehlo);
    free((char *)self->options.user);
    free(password);
    free((char *)self->options.ca_file);
    free(self);
}

static bool is_clean(const char *text)
{
    for (; text && *text; text++) {
        if ((unsigned char)*text <= 0x20 || *text == 0x7f) {
            return false;
        }
    }
    return true;
}

static bool has_line_end(const char *text)
{
    return text && text[strcspn(text, "\r\n")] != '\0';
}

static int check_options(const struct smtp_options *options)
{
    if (!options->host || !*options->host || !is_clean(options->host) ||
        strpbrk(options->host, "/@?#[]") || !is_clean(options->ehlo) ||
        (options->ehlo && !*options->ehlo) || has_line_end(options->user) ||
        has_line_end(options->password) || (options->password && !options->user)) {
        return ERR_INVALID;
    }
    const int64_t times[] = {options->connect_ms, options->reply_ms, options->final_ms,
                             options->idle_ms};
    for (size_t i = 0; i < sizeof(times) / sizeof(times[0]); i++) {
        if (times[i] < 1 || times[i] > TIME_MAX_MS) {
            return ERR_RANGE;
        }
    }
    bool in_range = options->port >= 1 && options->port <= 65535 && options->max_sessions >= 1 &&
                    options->max_sessions <= SESSIONS_MAX;
    return in_range ? 0 : ERR_RANGE;
}

/* Replaces a borrowed string by our own copy. */
static int own(const char **text)
{
    if (*text) {
        *text = strdup(*text);
        return *text ? 0 : ERR_NOMEM;
    }
    return 0;
}

static int own_strings(struct smtp_options *options)
{
    const char **strings[] = {&options->host, &options->ehlo, &options->user, &options->password,
                              &options->ca_file};
    int err = 0;
    for (size_t i = 0; i < sizeof(strings) / sizeof(strings[0]); i++) {
        if (err != 0) {
            *strings[i] = NULL;
        } else {
            err = own(strings[i]);
        }
    }
    return err;
}

int smtp_channel_new(struct transfer *transfer, const struct smtp_options *options,
                     struct channel **channel)
{
    static const struct channel_ops ops = {smtp_send, smtp_cancel, smtp_destroy};
    int err = check_options(options);
    if (err != 0) {
        return err;
    }
    struct smtp_channel *self = calloc(1, sizeof(*self));
    if (!self) {
        return ERR_NOMEM;
    }
    self->channel.ops = &ops;
    self->transfer = transfer;
    self->options = *options;
    self->limit = options->max_sessions;
    TAILQ_INIT(&self->waiting);
    TAILQ_INIT(&self->entries);
    err = own_strings(&self->options);
    self->pump = event_new(transfer_base(transfer), -1, 0, on_pump, self);
    if (err != 0 || !self->pump) {
        smtp_destroy(&self->channel);
        return ERR_NOMEM;
    }
    *channel = &self->channel;
    return 0;
}
