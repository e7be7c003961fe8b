/* The commands that only show. */
#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "base/i18n.h"
#include "base/id.h"
#include "base/text.h"
#include "daemon/ctl_commands.h"
#include "daemon/http.h"
#include "engine/assign.h"
#include "engine/status.h"
#include "engine/targets.h"
#include "store/conditions.h"
#include "store/incoming.h"
#include "store/ledger.h"
#include "store/notices.h"
#include "store/plans.h"

#define UNIT_NAMES_MAX ((size_t)1 << 20)
#define SHOW_PAGE 500

json_t *ctl_day_json(day_t day)
{
    char text[CIVIL_TEXT_SIZE];
    return day == DAY_NONE ? json_null() : json_string(civil_format_iso(day, text));
}

json_t *ctl_instant_json(const struct ctl_call *call, instant_t at)
{
    char text[OFFSET_TEXT_SIZE];
    return at == INSTANT_NONE
               ? json_null()
               : json_string(offset_format(at, call->app->current->settings.utc_offset, text));
}

/* --- occurrences ---------------------------------------------------------------------------------- */

/* Lists show many occurrences of one row: the last one read is kept. */
struct task_cache {
    bool filled;
    struct task_row task;
};

static const struct task_row *find_task(struct ctl_call *call, struct task_cache *cache,
                                        const char *plan, const char *stt)
{
    if (cache->filled && strcmp(cache->task.plan, plan) == 0 && strcmp(cache->task.stt, stt) == 0) {
        return &cache->task;
    }
    if (cache->filled) {
        store_task_clear(&cache->task);
    }
    cache->filled = store_task_get(call->app->store, plan, stt, &cache->task) == 0;
    return cache->filled ? &cache->task : NULL;
}

static void cache_clear(struct task_cache *cache)
{
    if (cache->filled) {
        store_task_clear(&cache->task);
    }
}

const char *ctl_unit_name(const struct ctl_call *call, const char *department, const char *unit)
{
    const struct department *found =
        roster_department(&call->app->current->settings.roster, department);
    const struct party *party =
        found != NULL && unit != NULL ? department_party(found, unit) : NULL;
    return party != NULL && party->names.count > 0 ? party->names.items[0] : unit;
}

/* Of work that several units do as one: all of them. */
static int put_units(const struct ctl_call *call, const struct occurrence_row *row, day_t today,
                     json_t *value)
{
    struct strings units = {0};
    struct buf names;
    buf_init(&names, UNIT_NAMES_MAX);
    int err = engine_units(&call->app->current->engine, row, today, &units);
    json_t *ids = json_array();
    for (size_t i = 0; i < units.count && err == 0; i++) {
        json_array_append_new(ids, json_string(units.items[i]));
        err = buf_printf(&names, "%s%s", i > 0 ? "; " : "",
                         ctl_unit_name(call, row->department, units.items[i]));
    }
    if (err == 0 && units.count > 0) {
        json_object_set_new(value, "unit_name", json_string(buf_str(&names)));
        json_object_set(value, "units", ids);
    }
    json_decref(ids);
    buf_clear(&names);
    strings_clear(&units);
    return err;
}

static json_t *occurrence_json(struct ctl_call *call, const struct occurrence_row *row,
                               enum occurrence_state state, struct task_cache *cache)
{
    const struct settings *settings = &call->app->current->settings;
    const struct task_row *task = find_task(call, cache, row->plan, row->stt);
    const day_t today = engine_day(&call->app->current->engine, call->now);
    char target[TARGET_ID_MAX];
    json_t *value = json_pack(
        "{s:s, s:s?, s:s, s:s, s:s, s:s?, s:s?, s:s, s:s, s:s, s:s, s:s?, s:s?, s:b, s:b, s:b}",
        "occurrence", row->id, "code", row->code, "department", row->department, "plan", row->plan,
        "stt", row->stt, "unit", row->unit, "unit_name",
        ctl_unit_name(call, row->department, row->unit), "state", occurrence_state_name(state),
        "state_label", occurrence_state_label(state), "content", task != NULL ? task->content : "",
        "time", task != NULL ? task->time : "", "label", row->label, "period", row->period,
        "returned", row->returned, "has_shares", row->has_shares, "collect", row->collect);
    if (value == NULL) {
        return NULL;
    }
    if (row->unit == NULL && put_units(call, row, today, value) < 0) {
        json_decref(value);
        return NULL;
    }
    if (engine_target_of(row->id, target)) {
        json_object_set_new(value, "target", json_string(target));
    }
    if (occurrence_is_assigned(row)) {
        json_object_set_new(value, "assigned", json_true());
    }
    json_object_set_new(value, "start", ctl_day_json(row->dates.start));
    json_object_set_new(value, "due", ctl_day_json(row->dates.due));
    json_object_set_new(value, "act_by", ctl_day_json(row->act_by));
    json_object_set_new(value, "first_due", ctl_day_json(row->first_due));
    if (row->dates.due != DAY_NONE) {
        json_object_set_new(value, "due_from", json_string(due_source_name(row->due_source)));
        json_object_set_new(value, "days_left",
                            json_integer(
                                workday_count(&settings->holidays, today, row->dates.due)));
    }
    if (row->dates.outcome == OUTCOME_DONE) {
        json_object_set_new(value, "done_on", ctl_day_json(row->dates.done_on));
        json_object_set_new(value, "document",
                            json_string(row->document != NULL ? row->document : ""));
    }
    if (row->note != NULL) {
        json_object_set_new(value, "note", json_string(row->note));
    }
    if (row->reason != NULL) {
        json_object_set_new(value, "reason", json_string(_(row->reason)));
    }
    if (row->acked_at != INSTANT_NONE) {
        json_object_set_new(value, "acked",
                            json_pack("{s:o, s:s?, s:s?}", "at",
                                      ctl_instant_json(call, row->acked_at), "by", row->acked_by,
                                      "note", row->acked_note));
    }
    return value;
}

/* The stored part of a state, to let the store do most of the choosing. */
static unsigned outcomes_of(enum occurrence_state state)
{
    switch (state) {
    case STATE_WAITING:
    case STATE_UNDATED:
    case STATE_UPCOMING:
    case STATE_DUE_SOON:
    case STATE_OVERDUE:
        return 1u << OUTCOME_OPEN;
    case STATE_DONE_ON_TIME:
    case STATE_DONE_LATE:
        return 1u << OUTCOME_DONE;
    case STATE_WITHDRAWN:
        return 1u << OUTCOME_WITHDRAWN;
    case STATE_EXEMPT:
        return 1u << OUTCOME_EXEMPT;
    }
    return 0;
}

struct list_ask {
    struct occurrence_filter filter; /* its texts are the request's, but for after_id */
    bool by_state, assigned;
    enum occurrence_state state;
    char *after_id;
    size_t shown;
};

static void free_list_ask(void *cursor)
{
    struct list_ask *ask = cursor;
    free(ask->after_id);
    free(ask);
}

static int read_list(struct ctl_call *call, struct list_ask *out)
{
    const char *state = NULL;
    occurrence_filter_init(&out->filter);
    int err = ctl_text(call, "state", false, &state);
    if (err == 0 && state != NULL) {
        if (occurrence_state_parse(state, &out->state) < 0) {
            diag_addf(&call->diag, DIAG_ERROR, NULL, 0, 0,
                      _("Hãy dùng một trong: waiting, undated, upcoming, due_soon, overdue, "
                        "done_on_time, done_late, withdrawn, exempt"),
                      _("không có trạng thái “%s”"), state);
            return ERR_INVALID;
        }
        out->by_state = true;
        out->filter.outcomes = outcomes_of(out->state);
    }
    if (err == 0) {
        err = ctl_text(call, "department", false, &out->filter.department);
    }
    if (err == 0) {
        err = ctl_text(call, "unit", false, &out->filter.unit);
    }
    if (err == 0) {
        err = ctl_text(call, "plan", false, &out->filter.plan);
    }
    if (err == 0) {
        err = ctl_day(call, "from", false, &out->filter.from);
    }
    if (err == 0) {
        err = ctl_names_check(call, &out->filter);
    }
    out->assigned = ctl_flag(call, "assigned");
    out->filter.leaves = true;
    out->filter.jointly = true;
    return err == 0 ? ctl_day(call, "to", false, &out->filter.to) : err;
}

static int emit_page(struct ctl_call *call, struct list_ask *ask,
                     const struct occurrence_rows *rows)
{
    const struct engine *engine = &call->app->current->engine;
    const day_t today = engine_day(engine, call->now);
    struct task_cache cache = {0};
    int err = 0;
    for (size_t i = 0; i < rows->count && err == 0; i++) {
        enum occurrence_state state = engine_state(engine, &rows->items[i], today);
        bool fits = (!ask->by_state || state == ask->state) &&
                    (!ask->assigned || occurrence_is_assigned(&rows->items[i]));
        if (fits && ask->filter.unit != NULL) {
            err = engine_is_of(engine, &rows->items[i], ask->filter.unit, today, &fits);
        }
        if (err == 0 && fits) {
            err = ctl_emit(call, occurrence_json(call, &rows->items[i], state, &cache));
            ask->shown++;
        }
    }
    cache_clear(&cache);
    return err;
}

/* Anew for each page: the roster may have been read again. */
static int find_former(const struct ctl_call *call, const struct occurrence_filter *filter,
                       char **out)
{
    const struct engine *engine = &call->app->current->engine;
    return filter->unit == NULL ? 0
                                : engine_former(engine, filter->department, filter->unit,
                                                engine_day(engine, call->now), out);
}

static int next_page(struct ctl_call *call)
{
    struct list_ask *ask = call->cursor;
    struct occurrence_rows rows = {0};
    char *former = NULL;
    int err = find_former(call, &ask->filter, &former);
    if (err == 0) {
        ask->filter.former = former;
        err = store_occurrences_list(call->app->store, &ask->filter, SHOW_PAGE, &rows);
        ask->filter.former = NULL;
    }
    free(former);
    if (err == 0) {
        err = emit_page(call, ask, &rows);
    }
    bool more = err == 0 && rows.count == SHOW_PAGE;
    if (more) {
        const struct occurrence_row *last = &rows.items[rows.count - 1];
        free(ask->after_id);
        ask->after_id = strdup(last->id);
        err = ask->after_id == NULL ? ERR_NOMEM : 0;
        ask->filter.after_due = last->dates.due;
        ask->filter.after_id = ask->after_id;
    }
    store_occurrence_rows_clear(&rows);
    if (err == 0 && !more) {
        call->result = json_pack("{s:I}", "count", (json_int_t)ask->shown);
    }
    return err < 0 ? err : more;
}

int ctl_list(struct ctl_call *call)
{
    struct list_ask *ask = calloc(1, sizeof(*ask));
    if (ask == NULL) {
        return ERR_NOMEM;
    }
    call->cursor = ask;
    call->cursor_free = free_list_ask;
    call->more = next_page;
    return read_list(call, ask);
}

static json_t *notices_json(struct ctl_call *call, const char *id)
{
    json_t *list = json_array();
    struct notice_rows rows = {0};
    if (store_notices_of_occurrence(call->app->store, id, 0, &rows) == 0) {
        for (size_t i = 0; i < rows.count; i++) {
            char stage[STAGE_TEXT_SIZE];
            const struct notice_row *row = &rows.items[i];
            json_array_append_new(list, json_pack("{s:s, s:s, s:s, s:s, s:o, s:I}", "stage",
                                                  stage_format(row->stage, stage), "recipient",
                                                  row->recipient, "role", role_name(row->role),
                                                  "unit", row->unit != NULL ? row->unit : "", "day",
                                                  ctl_day_json(row->day), "message",
                                                  (json_int_t)row->message));
        }
    }
    store_notice_rows_clear(&rows);
    return list;
}

static json_t *shares_json(struct ctl_call *call, const char *id, struct task_cache *cache)
{
    json_t *list = json_array();
    struct occurrence_rows rows = {0};
    const struct engine *engine = &call->app->current->engine;
    if (store_occurrences_shares(call->app->store, id, &rows) == 0) {
        for (size_t i = 0; i < rows.count; i++) {
            enum occurrence_state state =
                engine_state(engine, &rows.items[i], engine_day(engine, call->now));
            json_array_append_new(list, occurrence_json(call, &rows.items[i], state, cache));
        }
    }
    store_occurrence_rows_clear(&rows);
    return list;
}

/* The paper that assigned it or started its term; NULL: none is known. */
static json_t *origin_json(struct ctl_call *call, const struct occurrence_row *row)
{
    struct origin_row origin;
    json_t *value = NULL;
    store_origin_init(&origin);
    if (store_origin_get(call->app->store, row->parent != NULL ? row->parent : row->id, &origin) ==
        0) {
        value = json_pack("{s:s, s:o, s:s?, s:s?}", "document", origin.document, "day",
                          ctl_day_json(origin.issued), "sender", origin.sender, "document_id",
                          origin.ident);
    }
    store_origin_clear(&origin);
    return value;
}

struct authors {
    char *done, *received; /* of the last entries; NULL: none */
};

static int each_entry(const struct ledger_row *row, void *arg)
{
    struct authors *authors = arg;
    char **author = strcmp(row->kind, "done") == 0       ? &authors->done
                    : strcmp(row->kind, "received") == 0 ? &authors->received
                                                         : NULL;
    if (author != NULL && row->author != NULL) {
        free(*author);
        *author = strdup(row->author);
    }
    return 0;
}

/* Who recorded the discharge, and that the unit has got the work. */
static void add_authors(struct ctl_call *call, const struct occurrence_row *row, json_t *value)
{
    struct ledger_filter filter;
    struct authors authors = {0};
    ledger_filter_init(&filter);
    filter.occurrence = row->id;
    (void)store_ledger_each(call->app->store, &filter, each_entry, &authors);
    if (authors.done != NULL && row->dates.outcome == OUTCOME_DONE) {
        json_object_set_new(value, "done_by", json_string(authors.done));
    }
    if (authors.received != NULL) {
        json_object_set_new(value, "received_by", json_string(authors.received));
    }
    free(authors.done);
    free(authors.received);
}

int ctl_show(struct ctl_call *call)
{
    const char *key = NULL;
    struct occurrence_row row;
    struct task_cache cache = {0};
    struct engine *engine = &call->app->current->engine;
    int err = ctl_text(call, "key", true, &key);
    if (err == 0) {
        err = action_find(engine, key, &call->diag, &row);
    }
    if (err < 0) {
        return err;
    }
    enum occurrence_state state = engine_state(engine, &row, engine_day(engine, call->now));
    json_t *value = occurrence_json(call, &row, state, &cache);
    const struct task_row *task = find_task(call, &cache, row.plan, row.stt);
    if (value != NULL && task != NULL) {
        json_object_set_new(value, "group", json_string(task->group));
        json_object_set_new(value, "product", json_string(task->product));
        json_object_set_new(value, "lead", json_string(task->lead));
        json_object_set_new(value, "coordinating", json_string(task->coordinating));
    }
    if (value != NULL) {
        json_object_set_new(value, "shares", shares_json(call, row.id, &cache));
        json_object_set_new(value, "notices", notices_json(call, row.id));
        json_t *origin = origin_json(call, &row);
        if (origin != NULL) {
            json_object_set_new(value, "origin", origin);
        }
        add_authors(call, &row, value);
    }
    err = ctl_emit(call, value);
    cache_clear(&cache);
    store_occurrence_clear(&row);
    return err;
}

/* --- status --------------------------------------------------------------------------------------- */

static json_t *conditions_json(struct ctl_call *call)
{
    struct condition_rows rows = {0};
    json_t *list = json_array();
    if (store_conditions_list(call->app->store, &rows) == 0) {
        for (size_t i = 0; i < rows.count; i++) {
            const struct condition_row *row = &rows.items[i];
            json_array_append_new(list, json_pack("{s:s, s:s, s:s, s:s, s:o, s:o, s:o}", "kind",
                                                  row->kind, "subject", row->subject, "department",
                                                  row->department, "text", row->detail, "since",
                                                  ctl_instant_json(call, row->first_seen), "seen",
                                                  ctl_instant_json(call, row->last_seen), "told",
                                                  ctl_instant_json(call, row->told_at)));
        }
    }
    store_condition_rows_clear(&rows);
    return list;
}

static json_t *target_counts_json(const struct status_department *department)
{
    json_t *counts = json_object();
    for (int i = 0; i < PACE_STATES; i++) {
        json_object_set_new(counts, pace_state_name((enum pace_state)i),
                            json_integer((json_int_t)department->targets[i]));
    }
    return counts;
}

/* Where it listens (NULL: nowhere), and where people reach its pages. */
static json_t *http_json(struct ctl_call *call)
{
    const struct generation *current = call->app->current;
    const char *url = current->settings.public_url;
    return json_pack("{s:s?, s:s?, s:b}", "listen", http_address(call->app->http), "public_url",
                     text_is_blank(url) ? NULL : url, "links", current->engine.link_keys.count > 0);
}

#define INCOMING_COUNTED 100000

static int emit_department(struct ctl_call *call, const struct status_department *item)
{
    return ctl_emit(call,
                    json_pack("{s:s, s:s, s:I, s:I, s:I, s:I, s:I, s:I, s:I, s:o}", "department",
                              item->id, "name", item->name, "plans", (json_int_t)item->plans,
                              "rows", (json_int_t)item->rows, "needs_person",
                              (json_int_t)item->needs_person, "overdue",
                              (json_int_t)item->open.overdue, "due_soon",
                              (json_int_t)item->open.due_soon, "later",
                              (json_int_t)item->open.later, "undated",
                              (json_int_t)item->open.undated, "targets", target_counts_json(item)));
}

/* Of the whole, behind the departments. */
static json_t *status_json(struct ctl_call *call, struct engine_status *status)
{
    const struct outbox_counts *outbox = &status->outbox;
    instant_t next = INSTANT_NONE;
    json_t *value =
        json_pack("{s:o, s:o, s:{s:I, s:I, s:I, s:I, s:I, s:I}, s:s, s:s}", "today",
                  ctl_day_json(status->today), "now", ctl_instant_json(call, call->now), "outbox",
                  "queued", (json_int_t)outbox->queued, "sending", (json_int_t)outbox->sending,
                  "failed", (json_int_t)outbox->failed, "delivered", (json_int_t)outbox->delivered,
                  "superseded", (json_int_t)outbox->superseded, "cancelled",
                  (json_int_t)outbox->cancelled, "state", store_path(call->app->store), "version",
                  PACKAGE_VERSION);
    if (store_waiting(call->app->store, &status->waiting) == 0) {
        const instant_t all[] = {status->waiting.occurrence, status->waiting.job,
                                 status->waiting.notice, status->waiting.message};
        for (size_t i = 0; i < 4; i++) {
            next =
                all[i] != INSTANT_NONE && (next == INSTANT_NONE || all[i] < next) ? all[i] : next;
        }
    }
    int64_t pending = 0;
    if (store_incoming_count(call->app->store, INCOMING_COUNTED, &pending) == 0) {
        json_object_set_new(value, "incoming", json_integer((json_int_t)pending));
    }
    json_object_set_new(value, "http", http_json(call));
    json_object_set_new(value, "silences", ctl_silences_json(call, false));
    json_object_set_new(value, "conditions", conditions_json(call));
    json_object_set_new(value, "next", ctl_instant_json(call, next));
    return value;
}

static void free_status(void *cursor)
{
    status_walk_clear(cursor);
    free(cursor);
}

static int next_count(struct ctl_call *call)
{
    struct status_walk *walk = call->cursor;
    int more = status_go_on(&call->app->current->engine, walk);
    if (more != 0) {
        return more;
    }
    int err = 0;
    for (size_t i = 0; i < walk->status.count && err == 0; i++) {
        err = emit_department(call, &walk->status.departments[i]);
    }
    if (err == 0) {
        call->result = status_json(call, &walk->status);
    }
    return err;
}

int ctl_status(struct ctl_call *call)
{
    struct status_walk *walk = calloc(1, sizeof(*walk));
    if (walk == NULL) {
        return ERR_NOMEM;
    }
    call->cursor = walk;
    call->cursor_free = free_status;
    call->more = next_count;
    return status_begin(&call->app->current->engine, call->now, walk);
}

/* --- outbox --------------------------------------------------------------------------------------- */

static json_t *message_json(struct ctl_call *call, const struct message_row *row)
{
    json_t *value =
        json_pack("{s:I, s:s, s:s, s:s, s:s, s:s, s:s?, s:s, s:i, s:i, s:s?}", "id",
                  (json_int_t)row->id, "ident", row->ident, "class", message_class_name(row->class),
                  "channel", message_channel_word(row->channel), "department", row->department,
                  "recipient", row->recipient, "subject", row->subject, "state",
                  message_state_name(row->state), "attempts", row->attempts, "code", row->last_code,
                  "reply", row->last_reply);
    if (value != NULL) {
        json_object_set_new(value, "day", ctl_day_json(row->day));
        json_object_set_new(value, "next",
                            ctl_instant_json(call, row->state == MESSAGE_QUEUED ? row->next_at
                                                                                : INSTANT_NONE));
        json_object_set_new(value, "created", ctl_instant_json(call, row->created_at));
        json_object_set_new(value, "delivered", ctl_instant_json(call, row->delivered_at));
    }
    return value;
}

static int next_messages(struct ctl_call *call)
{
    struct message_filter *filter = call->cursor;
    struct message_rows rows = {0};
    int err = store_messages_list(call->app->store, filter, SHOW_PAGE, &rows);
    for (size_t i = 0; i < rows.count && err == 0; i++) {
        err = ctl_emit(call, message_json(call, &rows.items[i]));
        filter->before = rows.items[i].id;
    }
    bool more = rows.count == SHOW_PAGE;
    store_message_rows_clear(&rows);
    return err < 0 ? err : more;
}

int ctl_outbox_list(struct ctl_call *call)
{
    const char *state = NULL;
    struct message_filter *filter = calloc(1, sizeof(*filter));
    if (filter == NULL) {
        return ERR_NOMEM;
    }
    message_filter_init(filter);
    call->cursor = filter;
    call->cursor_free = free;
    call->more = next_messages;
    int err = ctl_text(call, "state", false, &state);
    if (err == 0 && state != NULL) {
        filter->by_state = true;
        err = message_state_parse(state, &filter->state);
        if (err < 0) {
            diag_addf(&call->diag, DIAG_ERROR, NULL, 0, 0,
                      _("Hãy dùng một trong: queued, sending, delivered, failed, superseded, "
                        "cancelled"),
                      _("không có trạng thái “%s”"), state);
        }
    }
    return err;
}
