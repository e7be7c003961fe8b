#include "send/webhook.h"

#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "base/i18n.h"
#include "lib/send/job.h"
#include "lib/send/multi.h"
#include "lib/send/webhook_http.h"

/* Of an answer's body, so much is kept for the ledger. */
#define BODY_KEPT SEND_TEXT_SIZE
#define SECRET_LEAST ((size_t)6) /* shorter ones would be found everywhere */
#define LINES_MAX ((size_t)64 << 10)

/* What a request needs while it is under way. */
struct webhook_slot {
    CURL *easy;
    struct webhook_lines lines;
    char error[CURL_ERROR_SIZE];
    char body[BODY_KEPT];
    size_t kept;
    size_t received;
    bool whole; /* the transfer came to its end */
};

struct webhook_job {
    struct send_job job;
    struct transfer_job transfer;
    struct webhook_channel *owner;
    struct webhook_slot *slot; /* NULL: waiting */
};

struct webhook_channel {
    struct channel channel;
    struct transfer *transfer;
    const struct clock *clock;
    char *ca_file;
    char *user_agent;
    struct job_list jobs;
    struct webhook_known known;
};

static struct webhook_job *from_transfer(struct transfer_job *transfer)
{
    return (struct webhook_job *)((char *)transfer - offsetof(struct webhook_job, transfer));
}

/* --- requests under way
 * ----------------------------------------------------------------------------- */

static void slot_free(struct transfer *transfer, struct webhook_slot *slot)
{
    if (slot && !slot->whole) {
        /* libcurl leaves things in a handle whose transfer failed (its buffer, after a look-up), and
         * then takes no options for the next. */
        curl_easy_cleanup(slot->easy);
        slot->easy = NULL;
    }
    if (slot) {
        transfer_easy_give(transfer, slot->easy);
        buf_clear(&slot->lines.text);
        free(slot);
    }
}

static size_t take_body(char *data, size_t size, size_t count, void *arg)
{
    struct webhook_job *job = arg;
    struct webhook_slot *slot = job->slot;
    size_t len = size * count;
    size_t room = sizeof(slot->body) - slot->kept;
    size_t keep = len < room ? len : room;
    memcpy(slot->body + slot->kept, data, keep);
    slot->kept += keep;
    slot->received += len;
    return slot->received <= transfer_limits(job->owner->transfer)->body_max ? len : 0;
}

static int set_request(struct webhook_job *job)
{
    const struct webhook_channel *channel = job->owner;
    const struct send_webhook *webhook = &job->job.request->webhook;
    struct webhook_slot *slot = job->slot;
    CURL *easy = slot->easy;
    /* An empty body is "" and a length, or curl would read one from stdin. */
    const char *body = webhook->len > 0 ? webhook->body : "";
    if (transfer_set_up(channel->transfer, easy, "http,https", channel->ca_file) != 0 ||
        curl_easy_setopt(easy, CURLOPT_HTTP_VERSION, (long)CURL_HTTP_VERSION_1_1) != CURLE_OK ||
        curl_easy_setopt(easy, CURLOPT_URL, buf_str(&channel->known.url)) != CURLE_OK ||
        curl_easy_setopt(easy, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)webhook->len) != CURLE_OK ||
        curl_easy_setopt(easy, CURLOPT_POSTFIELDS, body) != CURLE_OK ||
        curl_easy_setopt(easy, CURLOPT_CUSTOMREQUEST, webhook->method) != CURLE_OK ||
        curl_easy_setopt(easy, CURLOPT_HTTPHEADER, slot->lines.nodes) != CURLE_OK ||
        curl_easy_setopt(easy, CURLOPT_USERAGENT, channel->user_agent) != CURLE_OK ||
        curl_easy_setopt(easy, CURLOPT_ERRORBUFFER, slot->error) != CURLE_OK ||
        curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, take_body) != CURLE_OK ||
        curl_easy_setopt(easy, CURLOPT_WRITEDATA, job) != CURLE_OK) {
        return ERR_NOMEM;
    }
    return 0;
}

/* Signs and sets up the request. On failure the slot is still the job's. */
static int slot_make(struct webhook_job *job)
{
    struct webhook_channel *channel = job->owner;
    /* Not zeroed: most of its kilobytes are written before they are read, if at all. */
    struct webhook_slot *slot = malloc(sizeof(*slot));
    if (!slot) {
        return ERR_NOMEM;
    }
    job->slot = slot;
    buf_init(&slot->lines.text, LINES_MAX);
    slot->error[0] = '\0';
    slot->kept = 0;
    slot->received = 0;
    slot->whole = false;
    slot->easy = transfer_easy_take(channel->transfer);
    int err = slot->easy ? 0 : ERR_NOMEM;
    if (err == 0) {
        err = webhook_lines_make(&slot->lines, job->job.request, &channel->known,
                                 clock_now(channel->clock));
    }
    return err == 0 ? set_request(job) : err;
}

/* --- answers
 * ---------------------------------------------------------------------------------------- */

/* Removes and frees the job before the callback, which may send the next. */
static void answer(struct webhook_job *job, struct send_result *result)
{
    struct send_job head = job->job;
    TAILQ_REMOVE(&job->owner->jobs, &job->job, link);
    slot_free(job->owner->transfer, job->slot);
    free(job);
    job_answer(&head, result);
}

static void read_retry_after(const struct webhook_job *job, struct send_result *result)
{
    struct curl_header *header;
    int64_t wait;
    if (curl_easy_header(job->slot->easy, "Retry-After", 0, CURLH_HEADER, -1, &header) ==
            CURLHE_OK &&
        webhook_retry_after(header->value, clock_now(job->owner->clock), &wait) == 0) {
        result->retry_after_ms = wait;
    }
}

/* A receiver may repeat in its answer what it was sent: what is secret of it is struck out. */
static void strike_out(const struct webhook_job *job)
{
    const struct send_webhook *webhook = &job->job.request->webhook;
    struct webhook_slot *slot = job->slot;
    for (size_t i = 0; i < webhook->header_count; i++) {
        const char *value = webhook->headers[i].value;
        /* "Bearer x": x alone is the secret. */
        const char *blank = strrchr(value, ' ');
        const char *core = blank && strlen(blank + 1) >= SECRET_LEAST ? blank + 1 : value;
        size_t len = strlen(core);
        char *hit = slot->body;
        while (webhook->headers[i].secret && len >= SECRET_LEAST &&
               (hit = memmem(hit, slot->kept - (size_t)(hit - slot->body), core, len))) {
            memset(hit, '*', len);
        }
        /* Its beginning may stand where the answer was cut off. */
        for (size_t cut = len - 1; webhook->headers[i].secret && len >= SECRET_LEAST &&
                                   slot->kept == sizeof(slot->body) && cut >= SECRET_LEAST;
             cut--) {
            if (memcmp(slot->body + slot->kept - cut, core, cut) == 0) {
                memset(slot->body + slot->kept - cut, '*', cut);
                break;
            }
        }
    }
}

static void describe_status(const struct webhook_job *job, int status, struct send_result *result)
{
    const struct webhook_slot *slot = job->slot;
    enum send_outcome outcome = webhook_judge(status);
    strike_out(job);
    char *location = NULL;
    if (status >= 300 && status < 400) {
        (void)curl_easy_getinfo(slot->easy, CURLINFO_REDIRECT_URL, &location);
    }
    if (location) {
        result_format(result, outcome, status, "HTTP %d → %s", status, location);
    } else if (slot->kept > 0) {
        result_format(result, outcome, status, "HTTP %d: %.*s", status, (int)slot->kept,
                      slot->body);
    } else {
        result_format(result, outcome, status, "HTTP %d", status);
    }
    if (outcome != SEND_DELIVERED) {
        read_retry_after(job, result);
    }
}

static void describe_failure(const struct webhook_job *job, CURLcode code,
                             struct send_result *result)
{
    const char *detail = job->slot->error[0] ? job->slot->error : curl_easy_strerror(code);
    result_format(result, SEND_RETRY, 0, "%s (%s)", transfer_error_text(code), detail);
    result->unreachable = code != CURLE_OUT_OF_MEMORY;
}

static void on_done(struct transfer_job *transfer, CURLcode code)
{
    struct webhook_job *job = from_transfer(transfer);
    struct send_result result;
    long status = 0;
    job->slot->whole = code == CURLE_OK;
    (void)curl_easy_getinfo(job->slot->easy, CURLINFO_RESPONSE_CODE, &status);
    /* Without memory the transfer may not have begun, and the status be that of the one before. */
    if (code != CURLE_OUT_OF_MEMORY && status >= 200 && status <= 999) {
        describe_status(job, (int)status, &result);
    } else {
        describe_failure(job, code, &result);
    }
    answer(job, &result);
}

static void on_passed_over(struct transfer_job *transfer)
{
    struct send_result result;
    result_set(&result, SEND_RETRY, 0,
               _("nơi nhận không trả lời thông báo gửi ngay trước đó nên chưa gửi"));
    result.unreachable = true;
    answer(from_transfer(transfer), &result);
}

/* --- the channel
 * ------------------------------------------------------------------------------------ */

static int on_start(struct transfer_job *transfer)
{
    struct webhook_job *job = from_transfer(transfer);
    const char *fault = NULL;
    struct send_result result;
    int err = webhook_check(&job->owner->known, job->job.request, &fault);
    if (err == 0) {
        err = slot_make(job);
    }
    if (err == 0) {
        job->job.started = clock_monotonic();
        transfer->easy = job->slot->easy;
        return 0;
    }
    result_set(&result, err == ERR_NOMEM ? SEND_RETRY : SEND_FINAL, 0,
               fault ? fault : err_text(err));
    transfer_drop(job->owner->transfer, transfer);
    answer(job, &result);
    return err;
}

static int webhook_send(struct channel *channel, const struct send_request *request,
                        send_done_fn done, void *arg, struct send_job **out)
{
    struct webhook_channel *self = (struct webhook_channel *)channel;
    if (request->kind != SEND_WEBHOOK) {
        return ERR_INVALID;
    }
    struct webhook_job *job = calloc(1, sizeof(*job));
    if (!job) {
        return ERR_NOMEM;
    }
    job_init(&job->job, request, done, arg);
    job->owner = self;
    job->transfer.start = on_start;
    job->transfer.done = on_done;
    job->transfer.passed_over = on_passed_over;
    size_t len;
    const char *key = webhook_authority(request->webhook.url ? request->webhook.url : "", &len);
    int err = transfer_queue(self->transfer, key, len, &job->transfer);
    if (err != 0) {
        free(job);
        return err;
    }
    TAILQ_INSERT_TAIL(&self->jobs, &job->job, link);
    if (out) {
        *out = &job->job;
    }
    return 0;
}

static void webhook_cancel(struct channel *channel, struct send_job *head)
{
    struct webhook_channel *self = (struct webhook_channel *)channel;
    struct webhook_job *job = (struct webhook_job *)head;
    TAILQ_REMOVE(&self->jobs, head, link);
    transfer_drop(self->transfer, &job->transfer);
    slot_free(self->transfer, job->slot);
    free(job);
}

static void webhook_destroy(struct channel *channel)
{
    struct webhook_channel *self = (struct webhook_channel *)channel;
    while (!TAILQ_EMPTY(&self->jobs)) {
        webhook_cancel(channel, TAILQ_FIRST(&self->jobs));
    }
    webhook_known_clear(&self->known);
    free(self->ca_file);
    free(self->user_agent);
    free(self);
}

int webhook_channel_new(struct transfer *transfer, const struct webhook_options *options,
                        struct channel **channel)
{
    static const struct channel_ops ops = {webhook_send, webhook_cancel, webhook_destroy};
    const char *agent = options->user_agent ? options->user_agent : "dondoc";
    if (!options->clock || webhook_check_header("User-Agent", agent) != 0) {
        return ERR_INVALID;
    }
    struct webhook_channel *self = calloc(1, sizeof(*self));
    if (!self) {
        return ERR_NOMEM;
    }
    self->channel.ops = &ops;
    self->transfer = transfer;
    self->clock = options->clock;
    TAILQ_INIT(&self->jobs);
    self->user_agent = strdup(agent);
    self->ca_file = options->ca_file ? strdup(options->ca_file) : NULL;
    if (!self->user_agent || (options->ca_file && !self->ca_file)) {
        webhook_destroy(&self->channel);
        return ERR_NOMEM;
    }
    *channel = &self->channel;
    return 0;
}
