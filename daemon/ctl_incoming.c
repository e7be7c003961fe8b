/* The commands on what other systems tell: what waits for the office, and what it decides. */
#include <string.h>

#include "base/err.h"
#include "base/i18n.h"
#include "daemon/ctl_commands.h"
#include "engine/incoming.h"
#include "store/incoming.h"

#define PAGE 200

static json_t *document_json(const char *number, day_t day, const char *organ, const char *ident)
{
    if (number == NULL && day == DAY_NONE && organ == NULL && ident == NULL) {
        return json_null();
    }
    return json_pack("{s:s?, s:o, s:s?, s:s?}", "number", number, "date", ctl_day_json(day),
                     "organ", organ, "id", ident);
}

static json_t *row_json(const struct ctl_call *call, const struct incoming_row *row)
{
    enum incoming_type type;
    json_t *json =
        json_pack("{s:I, s:s, s:s, s:s, s:s?, s:o, s:s?, s:s, s:s?, s:s?, s:s?, s:s?}", "number",
                  (json_int_t)row->number, "source", row->source, "id", row->id, "type", row->type,
                  "type_label",
                  incoming_type_parse(row->type, &type) == 0 ? incoming_type_label(type) : NULL,
                  "at", ctl_instant_json(call, row->at), "in", row->department, "outcome",
                  row->outcome, "occurrence", row->occurrence, "code", row->code, "reason",
                  row->reason, "remedy", row->remedy);
    if (json == NULL) {
        return NULL;
    }
    json_object_set_new(json, "document",
                        document_json(row->document_number, row->document_day, row->document_organ,
                                      row->document_ident));
    json_object_set_new(json, "response_for",
                        document_json(row->response_number, row->response_day, row->response_organ,
                                      row->response_ident));
    json_t *more =
        json_pack("{s:s?, s:o, s:o, s:s?, s:s?, s:s?, s:s?, s:s?, s:s?, s:s?, s:s?, s:s?, s:o}",
                  "subject", row->subject, "received", ctl_day_json(row->received), "due",
                  ctl_day_json(row->due), "unit", row->unit, "task", row->task, "plan", row->plan,
                  "stt", row->stt, "period", row->period, "settled", row->settled, "settled_by",
                  row->settled_by, "settled_note", row->settled_note, "settled_occurrence",
                  row->settled_occurrence, "settled_at", ctl_instant_json(call, row->settled_at));
    json_object_update(json, more);
    json_decref(more);
    return json;
}

/* All: newest first. What waits: oldest first. */
static int each_page(struct ctl_call *call, bool all, int64_t *at, size_t *count)
{
    struct incoming_rows rows = {0};
    struct store *store = call->app->store;
    int err = all ? store_incoming_list(store, *at, PAGE, &rows)
                  : store_incoming_pending(store, NULL, *at, PAGE, &rows);
    for (size_t i = 0; i < rows.count && err == 0; i++) {
        err = ctl_emit(call, row_json(call, &rows.items[i]));
        *at = rows.items[i].number;
    }
    *count = rows.count;
    store_incoming_rows_clear(&rows);
    return err;
}

struct listing {
    bool all;
    int64_t at;
};

static int list_more(struct ctl_call *call)
{
    struct listing *listing = call->cursor;
    size_t count = 0;
    int err = each_page(call, listing->all, &listing->at, &count);
    return err < 0 ? err : count == PAGE;
}

int ctl_incoming_list(struct ctl_call *call)
{
    struct listing *listing = calloc(1, sizeof(*listing));
    if (listing == NULL) {
        return ERR_NOMEM;
    }
    listing->all = ctl_flag(call, "all");
    call->cursor = listing;
    call->cursor_free = free;
    call->more = list_more;
    return 0;
}

static int64_t number_of(const struct ctl_call *call)
{
    return json_integer_value(json_object_get(call->args, "number"));
}

int ctl_incoming_show(struct ctl_call *call)
{
    struct incoming_row row;
    store_incoming_init(&row);
    int err = store_incoming_get(call->app->store, number_of(call), &row);
    if (err == 0) {
        err = ctl_emit(call, row_json(call, &row));
    } else if (err == ERR_NOT_FOUND) {
        diag_addf(&call->diag, DIAG_ERROR, NULL, 0, 0, _("Xem: dondoc incoming list"),
                  _("Không có tin số %lld"), (long long)number_of(call));
    }
    store_incoming_clear(&row);
    return err;
}

int ctl_incoming_accept(struct ctl_call *call)
{
    struct incoming_choice choice = {.due = DAY_NONE};
    struct action_result result = {.due = DAY_NONE};
    const struct action action = {.now = call->now, .author = call->author};
    int err = ctl_text(call, "occurrence", false, &choice.occurrence);
    if (err == 0) {
        err = ctl_text(call, "unit", false, &choice.unit);
    }
    if (err == 0) {
        err = ctl_day(call, "due", false, &choice.due);
    }
    if (err == 0) {
        err = incoming_accept(&call->app->current->engine, &action, number_of(call), &choice,
                              &result, &call->diag);
    }
    if (err == 0) {
        call->result = ctl_result_json(&result);
        call->changed = true;
    }
    action_result_clear(&result);
    return err;
}

int ctl_incoming_reject(struct ctl_call *call)
{
    const char *reason = NULL;
    const struct action action = {.now = call->now, .author = call->author};
    int err = ctl_text(call, "reason", true, &reason);
    if (err == 0) {
        err = incoming_reject(&call->app->current->engine, &action, number_of(call), reason,
                              &call->diag);
    }
    call->changed = err == 0;
    return err;
}
