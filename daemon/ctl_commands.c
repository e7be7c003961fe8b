#include "daemon/ctl_commands.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "base/err.h"
#include "base/i18n.h"
#include "base/text.h"
#include "base/utf8.h"
#include "ctl/wire.h"
#include "daemon/link_keys.h"
#include "engine/assign.h"
#include "engine/delivery.h"
#include "engine/load.h"
#include "engine/silences.h"
#include "import/results.h"
#include "store/ledger.h"
#include "store/outbox.h"

#define BACKUP_PATH_MAX 8192

/* --- arguments ------------------------------------------------------------------------------------ */

int ctl_emit(struct ctl_call *call, json_t *item)
{
    struct buf line;
    buf_init(&line, WIRE_MAX_ANSWER);
    int err = item == NULL ? ERR_NOMEM : wire_write_item(item, &line);
    json_decref(item);
    if (err == 0) {
        err = call->peer->write(&line, call->peer->arg);
    }
    buf_clear(&line);
    return err;
}

int ctl_keep(struct ctl_call *call, const char **text)
{
    if (*text == NULL) {
        return 0;
    }
    json_t *copy = json_string(*text);
    if (call->kept == NULL) {
        call->kept = json_array();
    }
    if (copy == NULL || json_array_append_new(call->kept, copy) < 0) {
        return ERR_NOMEM;
    }
    *text = json_string_value(copy);
    return 0;
}

int ctl_text(struct ctl_call *call, const char *name, bool required, const char **out)
{
    const json_t *value = json_object_get(call->args, name);
    if (value == NULL || json_is_null(value)) {
        if (required) {
            diag_addf(&call->diag, DIAG_ERROR, NULL, 0, 0, NULL, _("thiếu “%s”"), name);
        }
        return required ? ERR_INVALID : 0;
    }
    if (!json_is_string(value)) {
        diag_addf(&call->diag, DIAG_ERROR, NULL, 0, 0, NULL, _("“%s” phải là văn bản"), name);
        return ERR_INVALID;
    }
    *out = json_string_value(value);
    return 0;
}

int ctl_day(struct ctl_call *call, const char *name, bool required, day_t *out)
{
    const char *text = NULL;
    int err = ctl_text(call, name, required, &text);
    if (err == 0 && text != NULL && civil_parse_any(text, out) < 0) {
        diag_addf(&call->diag, DIAG_ERROR, NULL, 0, 0, _("viết như 18/03/2022 hoặc 2022-03-18"),
                  _("“%s”: “%s” không phải là ngày"), name, text);
        err = ERR_INVALID;
    }
    return err;
}

bool ctl_flag(const struct ctl_call *call, const char *name)
{
    return json_is_true(json_object_get(call->args, name));
}

/* --- changes -------------------------------------------------------------------------------------- */

json_t *ctl_result_json(const struct action_result *result)
{
    char due[CIVIL_TEXT_SIZE];
    json_t *value = json_pack("{s:s?, s:s, s:s, s:I, s:b}", "occurrence", result->occurrence,
                              "state", occurrence_state_name(result->state), "state_label",
                              occurrence_state_label(result->state), "affected",
                              (json_int_t)result->affected, "parent_done", result->parent_done);
    if (value != NULL && result->due != DAY_NONE) {
        json_object_set_new(value, "due", json_string(civil_format_iso(result->due, due)));
    }
    return value;
}

/* Of a document's number, of a note. */
#define WORDS_MAX_DOCUMENT 500
#define WORDS_MAX_NOTE 4000
#define WORDS_MAX_BY 200

static int check_text(struct ctl_call *call, const char *name, const char *text, size_t max)
{
    if (text == NULL) {
        return 0;
    }
    if (utf8_has_control(text, strlen(text)) || strchr(text, '\r') != NULL) {
        diag_addf(&call->diag, DIAG_ERROR, NULL, 0, 0, _("Hãy gõ lại"),
                  _("“%s” có ký tự điều khiển"), name);
        return ERR_INVALID;
    }
    if (strlen(text) <= max) {
        return 0;
    }
    diag_addf(&call->diag, DIAG_ERROR, NULL, 0, 0, _("Hãy viết ngắn lại"),
              _("“%s” dài quá %zu byte"), name, max);
    return ERR_INVALID;
}

/* What a command on one occurrence may carry. */
struct words {
    const char *key, *document, *note;
    day_t on, due;
};

static int read_words(struct ctl_call *call, const char *need_text, const char *need_day,
                      struct words *out)
{
    *out = (struct words){.on = DAY_NONE, .due = DAY_NONE};
    const bool text = need_text != NULL;
    const bool day = need_day != NULL;
    int err = ctl_text(call, "key", true, &out->key);
    if (err == 0) {
        err =
            ctl_text(call, "document", text && strcmp(need_text, "document") == 0, &out->document);
    }
    if (err == 0) {
        err = ctl_text(call, "note", text && strcmp(need_text, "note") == 0, &out->note);
    }
    if (err == 0) {
        err = check_text(call, "document", out->document, WORDS_MAX_DOCUMENT);
    }
    if (err == 0) {
        err = check_text(call, "note", out->note, WORDS_MAX_NOTE);
    }
    if (err == 0) {
        err = ctl_day(call, "on", day && strcmp(need_day, "on") == 0, &out->on);
    }
    return err == 0 ? ctl_day(call, "due", day && strcmp(need_day, "due") == 0, &out->due) : err;
}

enum change { ACK, DONE, REOPEN, RETURNED, EXTEND, EXEMPT, TRIGGER, DATE };

static int trigger(struct ctl_call *call, const struct action *action, const struct words *words,
                   struct action_result *result)
{
    const struct trigger_ask ask = {.key = words->key,
                                    .on = words->on,
                                    .document = words->document != NULL ? words->document : "",
                                    .due = words->due,
                                    .again = ctl_flag(call, "again")};
    return action_trigger_by(&call->app->current->engine, action, &ask, result, &call->diag);
}

static int change(struct ctl_call *call, enum change what, const char *need_text,
                  const char *need_day)
{
    struct words words;
    struct action_result result = {0};
    struct engine *engine = &call->app->current->engine;
    const struct action action = {.now = call->now, .author = call->author};
    int err = read_words(call, need_text, need_day, &words);
    if (err < 0) {
        return err;
    }
    const char *document = words.document != NULL ? words.document : "";
    if (what == DONE && text_is_blank(document)) {
        diag_add(&call->diag, DIAG_ERROR, NULL, 0, 0, _("Thiếu văn bản kết quả"),
                 _("Ghi số, ký hiệu, ví dụ 12/BC-STNMT."));
        return ERR_INVALID;
    }
    switch (what) {
    case DONE:
        err = action_done(engine, &action, words.key, document, words.on, words.note, &result,
                          &call->diag);
        break;
    case ACK:
        err = action_ack(engine, &action, words.key, words.note, &result, &call->diag);
        break;
    case REOPEN:
        err = action_reopen(engine, &action, words.key, words.note, &result, &call->diag);
        break;
    case RETURNED:
        err = action_returned(engine, &action, words.key, document, words.on, &result, &call->diag);
        break;
    case EXTEND:
        err = action_extend(engine, &action, words.key, words.due, document, &result, &call->diag);
        break;
    case EXEMPT:
        err = action_exempt(engine, &action, words.key, words.note, &result, &call->diag);
        break;
    case TRIGGER:
        err = trigger(call, &action, &words, &result);
        break;
    case DATE:
        err = action_date(engine, &action, words.key, words.due, document, &result, &call->diag);
        break;
    }
    if (err == 0) {
        call->result = ctl_result_json(&result);
        call->changed = true;
    }
    action_result_clear(&result);
    return err;
}

static int on_done(struct ctl_call *call)
{
    return change(call, DONE, NULL, NULL);
}

static int on_ack(struct ctl_call *call)
{
    return change(call, ACK, "note", NULL);
}

static int on_reopen(struct ctl_call *call)
{
    return change(call, REOPEN, NULL, NULL);
}

static int on_returned(struct ctl_call *call)
{
    return change(call, RETURNED, "document", "on");
}

static int on_extend(struct ctl_call *call)
{
    return change(call, EXTEND, "document", "due");
}

static int on_exempt(struct ctl_call *call)
{
    return change(call, EXEMPT, "note", NULL);
}

static int on_trigger(struct ctl_call *call)
{
    return change(call, TRIGGER, "document", "on");
}

static int on_date(struct ctl_call *call)
{
    return change(call, DATE, "document", "due");
}

static int read_assign(struct ctl_call *call, struct assign_ask *out)
{
    const struct {
        const char *name;
        const char **text;
        bool required;
    } texts[] = {
        {"unit", &out->unit, true},        {"coordinating", &out->coordinating, false},
        {"content", &out->content, true},  {"department", &out->department, false},
        {"product", &out->product, false}, {"document", &out->document, true},
        {"sender", &out->sender, false},   {"note", &out->note, false},
    };
    int err = 0;
    for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]) && err == 0; i++) {
        err = ctl_text(call, texts[i].name, texts[i].required, texts[i].text);
    }
    if (err == 0) {
        err = ctl_day(call, "due", true, &out->due);
    }
    out->joint = ctl_flag(call, "joint");
    out->again = ctl_flag(call, "again");
    return err == 0 ? ctl_day(call, "on", false, &out->on) : err;
}

static int on_assign(struct ctl_call *call)
{
    struct assign_ask ask = {.due = DAY_NONE, .on = DAY_NONE};
    struct action_result result = {0};
    const struct action action = {.now = call->now, .author = call->author};
    int err = read_assign(call, &ask);
    if (err == 0) {
        err = action_assign(&call->app->current->engine, &action, &ask, &result, &call->diag);
    }
    if (err == 0) {
        call->result = ctl_result_json(&result);
        call->changed = true;
    }
    action_result_clear(&result);
    return err;
}

/* The client sends the file's bytes: the daemon may not be allowed to read the officer's folder. */
static int on_done_many(struct ctl_call *call)
{
    const char *file = NULL;
    const char *data = NULL;
    size_t done = 0;
    struct results results = {0};
    const struct action action = {.now = call->now, .author = call->author};
    bool dry_run = ctl_flag(call, "dry_run");
    int err = ctl_text(call, "file", true, &file);
    if (err == 0) {
        err = ctl_text(call, "data", true, &data);
    }
    if (err == 0) {
        err =
            import_results_text(file, data, json_string_length(json_object_get(call->args, "data")),
                                &results, &call->diag);
    }
    if (err == 0) {
        err = action_done_many(&call->app->current->engine, &action, &results, file, dry_run, &done,
                               &call->diag);
    }
    if (err == 0) {
        call->result = json_pack("{s:I, s:b}", "done", (json_int_t)done, "dry_run", dry_run);
        call->changed = !dry_run;
    }
    results_clear(&results);
    return err;
}

/* --- loading, sending ----------------------------------------------------------------------------- */

static json_t *counts_json(const struct load_counts *counts)
{
    return json_pack("{s:I, s:I, s:I, s:I}", "added", (json_int_t)counts->added, "changed",
                     (json_int_t)counts->changed, "withdrawn", (json_int_t)counts->withdrawn,
                     "unchanged", (json_int_t)counts->unchanged);
}

static json_t *day_or_null(day_t day)
{
    char text[CIVIL_TEXT_SIZE];
    return day == DAY_NONE ? json_null() : json_string(civil_format_iso(day, text));
}

static int emit_difference(struct ctl_call *call, const struct load_difference *difference)
{
    int err = 0;
    for (size_t i = 0; i < difference->plan_count && err == 0; i++) {
        const struct load_plan *plan = &difference->plans[i];
        err = ctl_emit(call, json_pack("{s:s, s:b, s:b, s:b, s:b, s:b, s:I, s:I, s:o, s:o, s:o}",
                                       "plan", plan->id, "faulty", plan->faulty, "targets_faulty",
                                       plan->targets_faulty, "first", plan->first, "gone",
                                       plan->gone, "same", plan->same, "needs_person",
                                       (json_int_t)plan->needs_person, "past_due",
                                       (json_int_t)plan->past_due, "rows", counts_json(&plan->rows),
                                       "occurrences", counts_json(&plan->occurrences), "targets",
                                       counts_json(&plan->targets)));
    }
    for (size_t i = 0; i < difference->count && err == 0; i++) {
        const struct load_item *item = &difference->items[i];
        err = ctl_emit(call, json_pack("{s:s, s:s, s:s, s:s?, s:s?, s:o, s:o}", "change",
                                       load_kind_name(item->kind), "in", item->plan, "stt",
                                       item->stt, "occurrence", item->occurrence, "content",
                                       item->content, "old_due", day_or_null(item->old_due),
                                       "new_due", day_or_null(item->new_due)));
    }
    if (err == 0) {
        call->result =
            json_pack("{s:o, s:o, s:o, s:I, s:I}", "rows", counts_json(&difference->rows),
                      "occurrences", counts_json(&difference->occurrences), "targets",
                      counts_json(&difference->targets), "faulty", (json_int_t)difference->faulty,
                      "left_out", (json_int_t)difference->left_out);
    }
    return err;
}

/* A dry run reads the config on disk too, on a generation that is thrown away. */
static int try_load(struct ctl_call *call, struct load_difference *difference)
{
    struct generation *trial = NULL;
    struct app *app = call->app;
    int err = generation_load(app->options.config, &call->diag, &trial);
    if (err == 0) {
        err = engine_open(&trial->settings, app->store, &call->diag, &trial->engine);
    }
    if (err == 0) {
        err = engine_load(&trial->engine, call->now, call->author, true, difference, &call->diag);
    }
    generation_free(trial);
    return err;
}

static int on_load(struct ctl_call *call)
{
    struct load_difference difference = {0};
    int err = ctl_flag(call, "dry_run")
                  ? try_load(call, &difference)
                  : app_reload(call->app, call->author, &difference, &call->diag);
    if (err == 0) {
        err = emit_difference(call, &difference);
    }
    load_difference_clear(&difference);
    return err;
}

static int note_outbox(struct ctl_call *call, const char *kind, int64_t id)
{
    const struct ledger_row row = {.at = call->now,
                                   .kind = kind,
                                   .message = id,
                                   .author = call->author};
    return store_ledger_append(call->app->store, &row);
}

/* Who has a message tried again by hand does not want to wait for the end of a pause. */
static int lift_pause(struct store *store, int64_t id)
{
    struct message_row message;
    struct endpoint_row row = {0};
    store_message_init(&message);
    int err = store_message_get(store, id, &message);
    const char *colon = err == 0 ? strchr(message.recipient, ':') : NULL;
    if (err == 0) {
        err = store_endpoint_get(store,
                                 message.channel == CHANNEL_MAIL || colon == NULL ? DELIVERY_MAIL
                                                                                  : colon + 1,
                                 &row);
    }
    if (err == 0 && row.paused_until != INSTANT_NONE) {
        row.paused_until = INSTANT_NONE;
        err = store_endpoint_standing(store, &row);
    }
    store_endpoint_clear(&row);
    store_message_clear(&message);
    return err == ERR_NOT_FOUND ? 0 : err;
}

static int drop_message(struct ctl_call *call, int64_t id)
{
    I18N_SPEAK(call->app->current->settings.language);
    return store_message_cancel(call->app->store, id, call->now, _("hủy bằng tay"));
}

/* Why a message can be neither sent again nor dropped. */
static void say_unfit(struct ctl_call *call, int64_t id)
{
    struct message_row message;
    store_message_init(&message);
    bool none = store_message_get(call->app->store, id, &message) == ERR_NOT_FOUND;
    store_message_clear(&message);
    diag_addf(&call->diag, DIAG_ERROR, NULL, 0, 0, _("Hãy xem: dondoc outbox"),
              none ? _("không có thư %lld")
                   : _("thư %lld không ở trạng thái chờ gửi hoặc thất bại"),
              (long long)id);
}

static int on_outbox_change(struct ctl_call *call, bool drop)
{
    struct store *store = call->app->store;
    json_int_t id = json_integer_value(json_object_get(call->args, "id"));
    int err = store_txn_begin(store);
    if (err < 0) {
        return err;
    }
    err = drop ? drop_message(call, id) : store_message_retry(store, id, call->now);
    if (err == 0 && !drop) {
        err = lift_pause(store, id);
    }
    if (err == 0) {
        err = note_outbox(call, drop ? "dropped" : "retried", id);
    }
    if (err < 0) {
        store_txn_rollback(store);
        if (err == ERR_NOT_FOUND) {
            say_unfit(call, id);
        }
        return err;
    }
    call->changed = true;
    return store_txn_commit(store);
}

static int on_outbox_retry(struct ctl_call *call)
{
    return on_outbox_change(call, false);
}

static int on_outbox_drop(struct ctl_call *call)
{
    return on_outbox_change(call, true);
}

/* A backup under way; between two pieces the daemon does what else there is to do. */
#define BACKUP_PIECE 250 /* pages */

struct backup_cursor {
    const char *file; /* the request's */
    struct store_copy *copy;
    struct buf secret; /* the copy of the links' key beside it; empty: there is none */
    bool whole;
};

static void backup_free(void *arg)
{
    struct backup_cursor *cursor = arg;
    store_copy_end(cursor->copy);
    if (!cursor->whole && cursor->secret.len > 0) {
        (void)unlink(buf_str(&cursor->secret));
    }
    buf_clear(&cursor->secret);
    free(cursor);
}

static int backup_more(struct ctl_call *call)
{
    struct backup_cursor *cursor = call->cursor;
    int more = store_copy_step(cursor->copy, BACKUP_PIECE, &call->diag);
    call->later = true;
    if (more == 0) {
        cursor->whole = true;
        call->result = json_pack("{s:s, s:s?}", "file", cursor->file, "link_secret",
                                 cursor->secret.len > 0 ? buf_str(&cursor->secret) : NULL);
    }
    return more;
}

static int backup_secret(struct ctl_call *call, struct backup_cursor *cursor)
{
    bool has_secret = false;
    int err = buf_printf(&cursor->secret, "%s." LINK_KEYS_FILE, cursor->file);
    if (err == 0) {
        err = link_keys_backup(store_path(call->app->store), buf_str(&cursor->secret), &call->diag,
                               &has_secret);
    }
    if (err < 0 || !has_secret) {
        buf_reset(&cursor->secret);
    }
    return err;
}

static int on_backup(struct ctl_call *call)
{
    struct backup_cursor *cursor = calloc(1, sizeof(*cursor));
    if (cursor == NULL) {
        return ERR_NOMEM;
    }
    buf_init(&cursor->secret, BACKUP_PATH_MAX);
    call->cursor = cursor;
    call->cursor_free = backup_free;
    call->more = backup_more;
    int err = ctl_text(call, "file", true, &cursor->file);
    if (err == 0) {
        err = backup_secret(call, cursor);
    }
    return err == 0 ? store_copy_begin(call->app->store, cursor->file, &call->diag, &cursor->copy)
                    : err;
}

/* --- the table ------------------------------------------------------------------------------------ */

static const struct {
    const char *name;
    int (*run)(struct ctl_call *call);
} commands[] = {
    {"list", ctl_list},
    {"show", ctl_show},
    {"status", ctl_status},
    {"ledger", ctl_ledger},
    {"ledger-verify", ctl_ledger_verify},
    {"bounce", ctl_bounce},
    {"report", ctl_report},
    {"outbox", ctl_outbox_list},
    {"outbox-retry", on_outbox_retry},
    {"outbox-drop", on_outbox_drop},
    {"endpoint", ctl_endpoint_list},
    {"endpoint-enable", ctl_endpoint_enable},
    {"endpoint-disable", ctl_endpoint_disable},
    {"incoming", ctl_incoming_list},
    {"incoming-show", ctl_incoming_show},
    {"incoming-accept", ctl_incoming_accept},
    {"incoming-reject", ctl_incoming_reject},
    {"test-notify", ctl_test_notify},
    {"load", on_load},
    {"done", on_done},
    {"done-many", on_done_many},
    {"ack", on_ack},
    {"silence", ctl_silence_list},
    {"silence-add", ctl_silence_add},
    {"silence-end", ctl_silence_end},
    {"reopen", on_reopen},
    {"returned", on_returned},
    {"extend", on_extend},
    {"exempt", on_exempt},
    {"trigger", on_trigger},
    {"date", on_date},
    {"assign", on_assign},
    {"target", ctl_target_list},
    {"target-show", ctl_target_show},
    {"target-record", ctl_target_record},
    {"target-baseline", ctl_target_baseline},
    {"target-import", ctl_target_import},
    {"import-edxml", ctl_import_edxml},
    {"backup", on_backup},
};

static int dispatch(struct ctl_call *call, const char *cmd)
{
    for (size_t i = 0; i < sizeof(commands) / sizeof(commands[0]); i++) {
        if (strcmp(commands[i].name, cmd) == 0) {
            return commands[i].run(call);
        }
    }
    diag_addf(&call->diag, DIAG_ERROR, NULL, 0, 0, NULL, _("dondocd không biết lệnh “%s”"), cmd);
    return ERR_NOT_FOUND;
}

/* "login", or "name (login)" when the officer says who asked for it. */
static char *make_author(const struct ctl_peer *peer, const char *by)
{
    struct buf text;
    buf_init(&text, 1024);
    if (by != NULL && *by != '\0') {
        buf_printf(&text, "%s (%s)", by, peer->author);
    } else {
        buf_puts(&text, peer->author);
    }
    return buf_steal(&text);
}

static void explain(struct ctl_call *call, int err)
{
    if (err == 0 || diag_has_errors(&call->diag)) {
        return;
    }
    if (err == ERR_BUSY || err == ERR_IO || err == ERR_NO_SPACE || err == ERR_READ_ONLY ||
        err == ERR_CORRUPT) {
        store_explain(call->app->store, err, &call->diag);
    }
    if (!diag_has_errors(&call->diag)) {
        diag_add(&call->diag, DIAG_ERROR, NULL, 0, 0, err_text(err), NULL);
    }
}

void ctl_commands_drop(struct ctl_call *call)
{
    if (call == NULL) {
        return;
    }
    if (call->cursor != NULL) {
        call->cursor_free(call->cursor);
    }
    json_decref(call->kept);
    json_decref(call->result);
    free(call->author);
    diag_clear(&call->diag);
    wire_request_clear(&call->request);
    free(call);
}

static void write_end(struct ctl_call *call, int err)
{
    I18N_SPEAK(call->request.lang);
    struct buf line;
    buf_init(&line, WIRE_MAX_ANSWER);
    explain(call, err);
    if (wire_write_end(err, call->result, &call->diag, &line) == 0) {
        call->peer->write(&line, call->peer->arg);
    }
    buf_clear(&line);
}

/* Writes the end line and, when the call changed something, turns: in the office's language again. */
static void end(struct ctl_call *call, int err)
{
    struct app *app = call->app;
    bool changed = call->changed;
    write_end(call, err);
    ctl_commands_drop(call);
    if (changed) {
        app_stir(app);
        app_turn(app);
    }
}

/* In the language of who asks; what is kept or sent meanwhile the engine words in the office's. */
static int begin(struct ctl_call *call)
{
    I18N_SPEAK(call->request.lang);
    call->args = call->request.args;
    const char *by = json_string_value(json_object_get(call->args, "by"));
    int err = check_text(call, "by", by, WORDS_MAX_BY);
    call->author = err == 0 ? make_author(call->peer, by) : NULL;
    if (err == 0) {
        err = call->author == NULL ? ERR_NOMEM : dispatch(call, call->request.cmd);
    }
    return err;
}

static int go_on(struct ctl_call *call)
{
    I18N_SPEAK(call->request.lang);
    return call->more(call);
}

struct ctl_call *ctl_commands_begin(struct app *app, const struct ctl_peer *peer, const char *line,
                                    size_t len)
{
    struct ctl_call *call = calloc(1, sizeof(*call));
    if (call == NULL) {
        return NULL;
    }
    *call = (struct ctl_call){.app = app, .peer = peer, .now = clock_now(&app->clock)};
    int err = wire_read_request(line, len, &call->request, &call->diag);
    if (err == 0) {
        err = begin(call);
    }
    if (err == 0 && call->more != NULL) {
        return call;
    }
    end(call, err);
    return NULL;
}

struct ctl_call *ctl_commands_go_on(struct ctl_call *call, bool *later)
{
    call->later = false;
    int more = go_on(call);
    *later = more > 0 && call->later;
    if (more > 0) {
        return call;
    }
    end(call, more);
    return NULL;
}
