/* The commands on silences: asking for one, ending it, showing them. */
#include <string.h>

#include "base/i18n.h"
#include "daemon/ctl_commands.h"
#include "engine/silences.h"

static json_t *silence_json(const struct ctl_call *call, const struct silence_row *row)
{
    const day_t today = engine_day(&call->app->current->engine, call->now);
    const char *state = row->ended_at != INSTANT_NONE ? "ended"
                        : silence_is_live(row, today) ? "live"
                                                      : "over";
    return json_pack("{s:I, s:s, s:s, s:s?, s:s?, s:s?, s:s?, s:o, s:s, s:s, s:o, s:o, s:s?}",
                     "silence", (json_int_t)row->id, "state", state, "in", row->department, "unit",
                     row->unit, "unit_name", ctl_unit_name(call, row->department, row->unit),
                     "plan", row->plan, "stt", row->stt, "until", ctl_day_json(row->until),
                     "reason", row->reason, "author", row->author, "created",
                     ctl_instant_json(call, row->created_at), "ended",
                     ctl_instant_json(call, row->ended_at), "ended_by", row->ended_by);
}

json_t *ctl_silences_json(const struct ctl_call *call, bool all)
{
    struct silence_rows rows = {0};
    const day_t today = engine_day(&call->app->current->engine, call->now);
    json_t *list = json_array();
    int err = store_silences_list(call->app->store, &rows);
    for (size_t i = 0; i < rows.count && err == 0; i++) {
        if (all || silence_is_live(&rows.items[i], today)) {
            err = json_array_append_new(list, silence_json(call, &rows.items[i]));
        }
    }
    store_silence_rows_clear(&rows);
    return list;
}

int ctl_silence_list(struct ctl_call *call)
{
    json_t *list = ctl_silences_json(call, ctl_flag(call, "all"));
    int err = 0;
    for (size_t i = 0; i < json_array_size(list) && err == 0; i++) {
        err = ctl_emit(call, json_incref(json_array_get(list, i)));
    }
    json_decref(list);
    return err;
}

int ctl_silence_add(struct ctl_call *call)
{
    struct silence_ask ask = {.until = DAY_NONE};
    const struct action action = {.now = call->now, .author = call->author};
    int64_t id = 0;
    int err = ctl_text(call, "department", false, &ask.department);
    if (err == 0) {
        err = ctl_text(call, "unit", false, &ask.unit);
    }
    if (err == 0) {
        err = ctl_text(call, "row", false, &ask.row);
    }
    if (err == 0) {
        err = ctl_text(call, "reason", true, &ask.reason);
    }
    if (err == 0) {
        err = ctl_day(call, "until", true, &ask.until);
    }
    if (err == 0) {
        err = action_silence(&call->app->current->engine, &action, &ask, &id, &call->diag);
    }
    if (err == 0) {
        call->result = json_pack("{s:I}", "silence", (json_int_t)id);
        call->changed = true;
    }
    return err;
}

int ctl_silence_end(struct ctl_call *call)
{
    const struct action action = {.now = call->now, .author = call->author};
    json_int_t id = json_integer_value(json_object_get(call->args, "id"));
    int err = action_silence_end(&call->app->current->engine, &action, id, &call->diag);
    call->changed = err == 0;
    return err;
}
