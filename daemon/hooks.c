#include "daemon/hooks.h"

#include <event2/event.h>
#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "base/i18n.h"
#include "base/vec.h"
#include "daemon/app.h"
#include "daemon/hook_event.h"
#include "daemon/hook_keys.h"
#include "daemon/hook_refusals.h"
#include "daemon/http.h"
#include "engine/incoming.h"
#include "store/ledger.h"

#define AUTHOR_SIZE 64
#define NOBODY "?" /* the source of what came to a name that is not there */
#define RETRY_AFTER "2"
#define WAITING_MAX 8192 /* each has a connection of its own: never reached */

/* One request that waits for the end of the turn: an event, or a refusal to be noted. */
struct waiting {
    struct http_call *call;
    char *source;
    struct incoming_event event;
    char fingerprint[SIGN_HEX_SIZE];
    int status; /* of the answer; 0: an event */
    const char *code;
    char *text;
    char *id;                      /* of what was refused; NULL */
    struct incoming_result result; /* of an event */
    bool failed;                   /* the event could not be acted on, by our fault */
};

struct hooks {
    struct app *app;
    struct hook_refusals *refusals;
    struct event *flush;
    struct event *minute;
    struct {
        struct waiting *items;
        size_t count, capacity;
    } queue;
};

static void waiting_clear(struct waiting *waiting)
{
    free(waiting->source);
    free(waiting->text);
    free(waiting->id);
    incoming_event_clear(&waiting->event);
    incoming_result_clear(&waiting->result);
}

/* --- answers -------------------------------------------------------------------------------------- */

static void answer_problem(struct http_call *call, int status, const char *code, const char *text)
{
    if (status == 503) {
        http_add_header(call, "Retry-After", RETRY_AFTER);
    }
    http_problem(call, status, code,
                 status >= 500 ? _("Chưa nhận được, hãy gửi lại") : _("Tin bị từ chối"), text);
}

static int status_of(const char *code)
{
    static const struct {
        const char *code;
        int status;
    } STATUSES[] = {
        {"id_reused", 409}, {"withdrawn", 409},   {"state", 409},
        {"exists", 409},    {"not_allowed", 403},
    };
    for (size_t i = 0; i < sizeof(STATUSES) / sizeof(STATUSES[0]); i++) {
        if (strcmp(STATUSES[i].code, code) == 0) {
            return STATUSES[i].status;
        }
    }
    return 422;
}

static void put(json_t *object, const char *key, const char *text)
{
    if (text != NULL && *text != '\0') {
        json_object_set_new(object, key, json_string(text));
    }
}

static void answer_taken(const struct waiting *item)
{
    const struct incoming_result *result = &item->result;
    char due[CIVIL_TEXT_SIZE];
    json_t *body = json_object();
    put(body, "id", item->event.id);
    put(body, "outcome", incoming_outcome_name(result->outcome));
    json_object_set_new(body, "number", json_integer((json_int_t)result->number));
    put(body, "occurrence", result->occurrence);
    put(body, "due", civil_format_iso(result->due, due));
    put(body, "code", result->code);
    put(body, "reason", result->reason);
    put(body, "remedy", result->remedy);
    char *text = json_dumps(body, JSON_COMPACT);
    http_reply(item->call, 202, "application/json", text != NULL ? text : "{}",
               text != NULL ? strlen(text) : 2);
    free(text);
    json_decref(body);
}

static void answer_refused(const struct waiting *item)
{
    const struct incoming_result *result = &item->result;
    struct buf text;
    buf_init(&text, 16384);
    (void)buf_printf(&text, "%s%s%s", result->reason != NULL ? result->reason : "",
                     result->remedy != NULL ? ". " : "",
                     result->remedy != NULL ? result->remedy : "");
    answer_problem(item->call, status_of(result->code), result->code, buf_str(&text));
    buf_clear(&text);
}

static void answer(struct waiting *item, int err)
{
    if (item->status != 0) {
        answer_problem(item->call, item->status, item->code, item->text);
    } else if (err < 0) {
        answer_problem(item->call, 503, "store", _("chưa lưu được, hãy gửi lại sau"));
    } else if (item->failed) {
        answer_problem(item->call, 500, "internal", NULL);
    } else if (item->result.outcome == INCOMING_REFUSED) {
        answer_refused(item);
    } else {
        answer_taken(item);
    }
}

/* --- the end of a turn ---------------------------------------------------------------------------- */

static const char *author_of(const char *source, char out[static AUTHOR_SIZE])
{
    snprintf(out, AUTHOR_SIZE, "webhook:%s", source);
    return out;
}

static int note(struct hooks *hooks, const char *kind, const char *source, json_t *detail)
{
    char author[AUTHOR_SIZE];
    char *text = detail != NULL ? json_dumps(detail, JSON_COMPACT) : NULL;
    const struct ledger_row row = {.at = clock_now(&hooks->app->clock),
                                   .kind = kind,
                                   .author = author_of(source, author),
                                   .detail = text};
    int err = text != NULL ? store_ledger_append(hooks->app->store, &row) : ERR_NOMEM;
    free(text);
    json_decref(detail);
    return err;
}

static int note_refusal(struct hooks *hooks, const struct waiting *item)
{
    json_t *detail = json_pack("{s:s, s:s, s:i, s:s*}", "source", item->source, "code", item->code,
                               "status", item->status, "reason", item->text);
    if (item->id != NULL) {
        json_object_set_new(detail, "id", json_string(item->id));
    }
    return note(hooks, "incoming_refused", item->source, detail);
}

/* The config may have been loaded anew since it came. */
static int act(struct hooks *hooks, struct waiting *item)
{
    struct app *app = hooks->app;
    char author[AUTHOR_SIZE];
    const struct incoming_source *source = settings_incoming(&app->current->settings, item->source);
    const int64_t now = clock_monotonic();
    struct incoming_speaker speaker = {
        .author = author_of(item->source, author),
        .departments = source != NULL ? &source->departments : NULL,
        .quiet = !hook_refusals_has_room(hooks->refusals, item->source, true, now),
    };
    if (source == NULL || !source->enabled) {
        item->failed = true;
        return 0;
    }
    int err = incoming_apply(&app->current->engine, &item->event, &speaker, item->fingerprint,
                             clock_now(&app->clock), &item->result);
    if (err == 0 && item->result.outcome == INCOMING_REFUSED) {
        (void)hook_refusals_count(hooks->refusals, item->source, true, item->result.code, now);
    }
    if (err == ERR_NOMEM || err == ERR_INTERNAL || err == ERR_LIMIT || err == ERR_INVALID ||
        err == ERR_FORMAT || err == ERR_RANGE) {
        log_error(&app->log, _("không xử lý được tin %s của %s: %s"), item->event.id, item->source,
                  err_text(err));
        item->failed = true; /* it alone: the others are good */
        err = 0;
    }
    return err;
}

static int work(struct hooks *hooks)
{
    int err = store_txn_begin(hooks->app->store);
    if (err < 0) {
        return err;
    }
    for (size_t i = 0; i < hooks->queue.count && err == 0; i++) {
        struct waiting *item = &hooks->queue.items[i];
        err = item->status != 0 ? note_refusal(hooks, item) : act(hooks, item);
    }
    if (err < 0) {
        store_txn_rollback(hooks->app->store);
        return err;
    }
    return store_txn_commit(hooks->app->store);
}

static void arm_minute(struct hooks *hooks)
{
    int64_t wait = hook_refusals_wait(hooks->refusals, clock_monotonic());
    if (wait >= 0 && !event_pending(hooks->minute, EV_TIMEOUT, NULL)) {
        const struct timeval time = {.tv_sec = (time_t)(wait / 1000) + 1};
        event_add(hooks->minute, &time);
    }
}

static void flush(struct hooks *hooks)
{
    struct app *app = hooks->app;
    bool changed = false;
    if (hooks->queue.count == 0) {
        return;
    }
    int err = work(hooks);
    if (err < 0) {
        log_error(&app->log, _("chưa lưu được %zu tin đến, bên gửi phải gửi lại: %s"),
                  hooks->queue.count, err_text(err));
    }
    for (size_t i = 0; i < hooks->queue.count; i++) {
        struct waiting *item = &hooks->queue.items[i];
        changed = changed || (item->status == 0 && item->result.number > 0);
        answer(item, err);
        waiting_clear(item);
    }
    hooks->queue.count = 0;
    if (err == 0 && changed && !app->stopping) {
        app_stir(app);
        event_active(app->retry, EV_TIMEOUT, 0);
    }
    arm_minute(hooks);
}

static void on_flush(evutil_socket_t fd, short events, void *arg)
{
    (void)fd;
    (void)events;
    flush(arg);
}

/* --- what was only counted ------------------------------------------------------------------------ */

static int note_sum(const struct hook_refusals_sum *sum, void *arg)
{
    struct hooks *hooks = arg;
    log_warning(&hooks->app->log, _("%s: từ chối thêm %llu tin trong một phút (%s)"), sum->source,
                (unsigned long long)sum->count, sum->last_code);
    return note(hooks, "incoming_refused_more", sum->source,
                json_pack("{s:s, s:I, s:b, s:s}", "source", sum->source, "count",
                          (json_int_t)sum->count, "signed", sum->proven, "last_code",
                          sum->last_code));
}

static void note_sums(struct hooks *hooks, bool all)
{
    struct store *store = hooks->app->store;
    if (store == NULL || hook_refusals_wait(hooks->refusals, clock_monotonic()) < 0 ||
        store_txn_begin(store) < 0) {
        return;
    }
    int err = hook_refusals_sum(hooks->refusals, clock_monotonic(), all, note_sum, hooks);
    if (err < 0) {
        store_txn_rollback(store);
    } else {
        (void)store_txn_commit(store);
    }
}

static void on_minute(evutil_socket_t fd, short events, void *arg)
{
    struct hooks *hooks = arg;
    (void)fd;
    (void)events;
    note_sums(hooks, false);
    arm_minute(hooks);
}

/* --- a request ------------------------------------------------------------------------------------ */

/* Takes it into the turn. Without memory it is told so at once. */
static void enqueue(struct hooks *hooks, struct waiting *item)
{
    if (item->source == NULL || vec_push(&hooks->queue, WAITING_MAX, *item) < 0) {
        answer_problem(item->call, 503, "memory", NULL);
        waiting_clear(item);
        return;
    }
    event_active(hooks->flush, EV_TIMEOUT, 0);
}

/* What is noted in the ledger is answered with it; what is only counted, at once. */
static void refuse(struct hooks *hooks, struct http_call *call, const char *source, bool proven,
                   int status, const char *code, const char *text, const char *id)
{
    if (!hook_refusals_count(hooks->refusals, source, proven, code, clock_monotonic())) {
        answer_problem(call, status, code, text);
        arm_minute(hooks);
        return;
    }
    log_notice(&hooks->app->log, _("từ chối một tin đến %s: %s"), source, code);
    struct waiting item = {.call = call,
                           .source = strdup(source),
                           .status = status,
                           .code = code,
                           .text = text != NULL ? strdup(text) : NULL,
                           .id = id != NULL ? strdup(id) : NULL};
    incoming_event_init(&item.event);
    enqueue(hooks, &item);
}

static void refuse_verdict(struct hooks *hooks, struct http_call *call, const char *source,
                           enum hook_verdict verdict)
{
    const char *code = "signature_wrong";
    const char *text = _("chữ ký không đúng với khóa nào");
    switch (verdict) {
    case HOOK_MISSING:
        code = "signature_missing";
        text = _("thiếu webhook-id, webhook-timestamp hoặc webhook-signature");
        break;
    case HOOK_RETIRED:
        code = "secret_retired";
        text = _("ký bằng khóa đã thôi dùng; hãy dùng khóa mới");
        break;
    case HOOK_TOO_OLD:
        code = "timestamp_old";
        text = _("webhook-timestamp đã quá 5 phút");
        break;
    case HOOK_TOO_EARLY:
        code = "timestamp_future";
        text = _("webhook-timestamp ở phía trước quá 5 phút");
        break;
    case HOOK_GOOD:
    case HOOK_WRONG:
        break;
    }
    /* Who signed with a key that was good once is known, but may be anybody by now. */
    refuse(hooks, call, source, false, 401, code, text, NULL);
}

static void take_event(struct hooks *hooks, struct http_call *call, const char *source,
                       const char *id)
{
    struct hook_fault fault;
    struct waiting item = {.call = call, .source = strdup(source)};
    hook_fault_init(&fault);
    incoming_event_init(&item.event);
    int err = hook_event_read(call, id, &item.event, item.fingerprint, &fault);
    if (err == 0) {
        err = incoming_set_text(&item.event.source, source, INCOMING_MAX_NAME);
    }
    if (err == 0) {
        enqueue(hooks, &item);
    } else {
        waiting_clear(&item);
        if (err == ERR_FORMAT) {
            refuse(hooks, call, source, true, fault.status, fault.code, buf_str(&fault.text), id);
        } else {
            answer_problem(call, 503, "memory", NULL);
        }
    }
    hook_fault_clear(&fault);
}

void hooks_receive(struct http_call *call)
{
    struct app *app = call->app;
    struct hooks *hooks = app->hooks;
    const struct incoming_source *source =
        settings_incoming(&app->current->settings, call->params[0]);
    if (source == NULL || !source->enabled) {
        refuse(hooks, call, NOBODY, false, 404, "unknown_source",
               _("không có nơi gửi nào mang tên này"), NULL);
        return;
    }
    if (call->body_len > HTTP_MAX_BODY) {
        refuse(hooks, call, source->name, false, 413, "too_large", _("nội dung lớn hơn 1 MiB"),
               NULL);
        return;
    }
    bool twice[3];
    const struct hook_message message = {
        .id = http_header(call, "webhook-id", &twice[0]),
        .timestamp = http_header(call, "webhook-timestamp", &twice[1]),
        .signatures = http_header(call, "webhook-signature", &twice[2]),
        .body = call->body,
        .body_len = call->body_len,
    };
    enum hook_verdict verdict = HOOK_WRONG;
    if (!twice[0] && !twice[1] && !twice[2]) {
        verdict = hook_keys_judge(app->current->hook_keys, source->name, &message,
                                  clock_now(&app->clock));
    }
    if (verdict != HOOK_GOOD) {
        refuse_verdict(hooks, call, source->name, verdict);
        return;
    }
    take_event(hooks, call, source->name, message.id);
}

/* --- life ----------------------------------------------------------------------------------------- */

int hooks_new(struct app *app, struct hooks **out)
{
    struct hooks *hooks = calloc(1, sizeof(*hooks));
    if (hooks == NULL) {
        return ERR_NOMEM;
    }
    hooks->app = app;
    hooks->flush = event_new(app->base, -1, 0, on_flush, hooks);
    hooks->minute = evtimer_new(app->base, on_minute, hooks);
    if (hooks->flush == NULL || hooks->minute == NULL || hook_refusals_new(&hooks->refusals) < 0) {
        hooks_free(hooks);
        return ERR_NOMEM;
    }
    *out = hooks;
    return 0;
}

void hooks_free(struct hooks *hooks)
{
    if (hooks == NULL) {
        return;
    }
    if (hooks->refusals != NULL) {
        flush(hooks);
        note_sums(hooks, true);
    }
    vec_clear(&hooks->queue, waiting_clear);
    hook_refusals_free(hooks->refusals);
    if (hooks->flush != NULL) {
        event_free(hooks->flush);
    }
    if (hooks->minute != NULL) {
        event_free(hooks->minute);
    }
    free(hooks);
}
