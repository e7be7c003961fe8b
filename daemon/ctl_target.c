/* The commands on targets: showing how they stand, recording what was measured. */
#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "base/i18n.h"
#include "daemon/ctl_commands.h"
#include "engine/targets.h"

/* --- as JSON ---------------------------------------------------------------------------------- */

static json_t *text_or_null(const char *text)
{
    return text && *text != '\0' ? json_string(text) : json_null();
}

/* Fifteen digits hold every amount exactly (JSON_REAL_PRECISION where JSON is written). */
static json_t *amount_json(amount_t amount)
{
    if (amount == AMOUNT_NONE) {
        return json_null();
    }
    return amount % AMOUNT_ONE == 0 ? json_integer(amount / AMOUNT_ONE)
                                    : json_real((double)amount / (double)AMOUNT_ONE);
}

static json_t *point_json(struct pace_point point)
{
    return point.day == DAY_NONE ? json_null()
                                 : json_pack("{s:o, s:o}", "day", ctl_day_json(point.day), "value",
                                             amount_json(point.value));
}

static json_t *line_json(const struct pace *pace)
{
    return pace->line == PACE_LINE_NONE
               ? json_null()
               : json_pack("{s:s, s:o, s:o}", "begins",
                           pace->line == PACE_LINE_BASELINE ? "baseline" : "first_measurement",
                           "from", point_json(pace->from), "to", point_json(pace->to));
}

static json_t *trend_json(const struct pace *pace)
{
    return pace->projection == AMOUNT_NONE
               ? json_null()
               : json_pack("{s:o, s:o, s:o}", "from", point_json(pace->trend_from), "to",
                           point_json(pace->trend_to), "through", point_json(pace->through));
}

static const char *lack_name(enum pace_lack lack)
{
    switch (lack) {
    case PACE_LACKS_NOTHING:
        return NULL;
    case PACE_LACKS_BASELINE:
        return "baseline";
    case PACE_LACKS_MEASUREMENT:
        return "measurement";
    }
    return NULL;
}

static void add_pace(json_t *item, const struct pace *pace)
{
    json_object_update_new(
        item,
        json_pack("{s:s, s:s, s:o, s:{s:i, s:o, s:o, s:b}, s:b, s:o, s:o, s:o, s:o, s:o, s:i, s:f, "
                  "s:o, s:o, s:o}",
                  "state", pace_state_name(pace->state), "state_label",
                  pace_state_label(pace->state), "lacks", text_or_null(lack_name(pace->lack)),
                  "step", "year", pace->step.year, "due", ctl_day_json(pace->step.due), "goal",
                  amount_json(pace->step.goal), "last", pace->last_step, "over", pace->over, "line",
                  line_json(pace), "required", amount_json(pace->required), "latest",
                  point_json(pace->latest), "required_then", amount_json(pace->required_then),
                  "gap", amount_json(pace->gap), "days_left", pace->days_left, "weeks_left",
                  pace->weeks_left / 10.0, "weekly", amount_json(pace->weekly), "trend",
                  trend_json(pace), "projection", amount_json(pace->projection)));
}

static json_t *units_json(const struct ctl_call *call, const struct target_view *view, bool names)
{
    json_t *list = json_array();
    for (size_t i = 0; i < view->units.count; i++) {
        const char *unit = view->units.items[i];
        json_array_append_new(list, json_string(names ? ctl_unit_name(call, view->department, unit)
                                                      : unit));
    }
    return list;
}

static json_t *view_json(const struct ctl_call *call, const struct target_view *view, day_t day)
{
    const struct target *target = &view->target;
    struct buf asks;
    buf_init(&asks, 1000);
    (void)target_print(target, &asks);
    json_t *item = json_pack(
        "{s:s, s:s, s:s, s:s, s:s, s:o, s:o, s:s, s:s, s:o, s:s, s:s, s:i, s:i, s:o, s:s, s:s, "
        "s:b, s:o, s:o}",
        "target", view->row.id, "code", target->code, "in", view->department, "plan", target->plan,
        "stt", target->stt, "units", units_json(call, view, false), "unit_names",
        units_json(call, view, true), "indicator", target->indicator, "comparator",
        comparator_name(target->comparator), "value", amount_json(target->value), "unit",
        target->unit, "per", target->per, "from_year", target->from_year, "to_year",
        target->to_year, "ceiling", amount_json(target->ceiling), "asks", buf_str(&asks),
        "verbatim", target->verbatim, "withdrawn", view->row.withdrawn, "day", ctl_day_json(day),
        "baseline", point_json(view->baseline));
    buf_clear(&asks);
    if (item != NULL) {
        add_pace(item, &view->pace);
    }
    return item;
}

static json_t *steps_json(const struct target_view *view)
{
    json_t *list = json_array();
    struct pace_step steps[PACE_MAX_STEPS];
    size_t count = pace_steps(&view->target, view->baseline, steps);
    for (size_t i = 0; i < count; i++) {
        json_array_append_new(list, json_pack("{s:i, s:o, s:o}", "year", steps[i].year, "due",
                                              ctl_day_json(steps[i].due), "goal",
                                              amount_json(steps[i].goal)));
    }
    return list;
}

static json_t *id_or_null(int64_t id)
{
    return id == 0 ? json_null() : json_integer(id);
}

static json_t *measurements_json(const struct ctl_call *call, const struct target_view *view)
{
    json_t *list = json_array();
    for (size_t i = 0; i < view->all.count; i++) {
        const struct measurement_row *row = &view->all.items[i];
        json_array_append_new(list, json_pack("{s:I, s:b, s:o, s:o, s:s, s:s, s:o, s:o, s:o}",
                                              "measurement", (json_int_t)row->id, "baseline",
                                              row->baseline, "day", ctl_day_json(row->day), "value",
                                              amount_json(row->value), "document", row->document,
                                              "author", row->author, "recorded",
                                              ctl_instant_json(call, row->recorded_at), "corrects",
                                              id_or_null(row->corrects), "corrected_by",
                                              id_or_null(row->corrected_by)));
    }
    return list;
}

/* --- showing ---------------------------------------------------------------------------------- */

static int read_state(struct ctl_call *call, struct target_filter *filter)
{
    const char *state = NULL;
    int err = ctl_text(call, "state", false, &state);
    if (err < 0 || state == NULL) {
        return err;
    }
    filter->has_state = true;
    if (pace_state_parse(state, &filter->state) < 0) {
        diag_addf(&call->diag, DIAG_ERROR, NULL, 0, 0,
                  _("Hãy dùng một trong: no_data, on_track, behind, at_risk, met, missed"),
                  _("không có trạng thái chỉ tiêu “%s”"), state);
        return ERR_INVALID;
    }
    return 0;
}

static int read_filter(struct ctl_call *call, struct target_filter *filter)
{
    struct occurrence_filter names = {0};
    int err = ctl_text(call, "department", false, &names.department);
    err = err ? err : ctl_text(call, "unit", false, &names.unit);
    err = err ? err : ctl_text(call, "plan", false, &names.plan);
    err = err ? err : ctl_names_check(call, &names);
    filter->department = names.department;
    filter->unit = names.unit;
    filter->plan = names.plan;
    filter->withdrawn = ctl_flag(call, "withdrawn");
    return err ? err : read_state(call, filter);
}

/* The day as of which things are shown: today, or an earlier one. */
static int read_day(struct ctl_call *call, day_t *day)
{
    *day = engine_day(&call->app->current->engine, call->now);
    return ctl_day(call, "on", false, day);
}

/* So many targets are looked at between two pieces of an answer. */
#define TARGET_PAGE 100

struct listing {
    struct target_filter filter; /* its texts are the request's, or kept */
    day_t day;
    struct target_rows rows;
    size_t at;
};

static void free_listing(void *arg)
{
    struct listing *listing = arg;
    store_target_rows_clear(&listing->rows);
    free(listing);
}

static int next_page(struct ctl_call *call)
{
    struct listing *listing = call->cursor;
    int err = 0;
    for (size_t i = 0; i < TARGET_PAGE && listing->at < listing->rows.count && err == 0; i++) {
        struct target_view view = {0};
        err = engine_target(&call->app->current->engine, listing->rows.items[listing->at++].id,
                            listing->day, &view, NULL);
        if (err == 0 && target_filter_fits(&listing->filter, &view)) {
            err = ctl_emit(call, view_json(call, &view, listing->day));
        }
        target_view_clear(&view);
    }
    return err < 0 ? err : listing->at < listing->rows.count;
}

int ctl_target_list(struct ctl_call *call)
{
    struct listing *listing = calloc(1, sizeof(*listing));
    if (listing == NULL) {
        return ERR_NOMEM;
    }
    call->cursor = listing;
    call->cursor_free = free_listing;
    call->more = next_page;
    int err = read_filter(call, &listing->filter);
    err = err ? err : read_day(call, &listing->day);
    return err ? err : store_targets_list(call->app->store, listing->filter.plan, &listing->rows);
}

int ctl_target_show(struct ctl_call *call)
{
    const char *key = NULL;
    day_t day = DAY_NONE;
    struct target_view view = {0};
    int err = ctl_text(call, "target", true, &key);
    err = err ? err : read_day(call, &day);
    err = err ? err : engine_target(&call->app->current->engine, key, day, &view, &call->diag);
    if (err < 0) {
        return err;
    }
    json_t *item = view_json(call, &view, day);
    if (item != NULL) {
        json_object_set_new(item, "steps", steps_json(&view));
        json_object_set_new(item, "measurements", measurements_json(call, &view));
    }
    target_view_clear(&view);
    return ctl_emit(call, item);
}

/* --- recording -------------------------------------------------------------------------------- */

static int read_record(struct ctl_call *call, struct target_record *ask)
{
    int err = ctl_text(call, "target", true, &ask->target);
    err = err ? err : ctl_text(call, "value", false, &ask->value);
    err = err ? err : ctl_text(call, "on", false, &ask->on);
    err = err ? err : ctl_text(call, "document", false, &ask->document);
    err = err ? err : ctl_text(call, "was", false, &ask->was);
    ask->correct = ctl_flag(call, "correct");
    return err;
}

static json_t *result_json(const struct target_result *result)
{
    json_t *value = json_pack("{s:s, s:s, s:o, s:o, s:o}", "target", result->target, "unit",
                              result->unit, "day", ctl_day_json(result->day), "value",
                              amount_json(result->value), "old", amount_json(result->old));
    if (value != NULL) {
        add_pace(value, &result->pace);
    }
    return value;
}

static int record(struct ctl_call *call,
                  int (*act)(struct engine *engine, const struct action *action,
                             const struct target_record *ask, struct target_result *out,
                             struct diag *diag))
{
    struct target_record ask = {0};
    struct target_result result = {0};
    const struct action action = {.now = call->now, .author = call->author};
    int err = read_record(call, &ask);
    if (err == 0) {
        err = act(&call->app->current->engine, &action, &ask, &result, &call->diag);
    }
    if (err == 0) {
        call->result = result_json(&result);
        call->changed = true;
    }
    target_result_clear(&result);
    return err;
}

int ctl_target_record(struct ctl_call *call)
{
    return record(call, action_target_record);
}

int ctl_target_baseline(struct ctl_call *call)
{
    return record(call, action_target_baseline);
}

/* The client sends the file's bytes: the daemon may not be allowed to read the officer's folder. */
int ctl_target_import(struct ctl_call *call)
{
    const char *data = NULL;
    struct target_import import = {.dry_run = ctl_flag(call, "dry_run"),
                                   .correct = ctl_flag(call, "correct")};
    const struct action action = {.now = call->now, .author = call->author};
    int err = ctl_text(call, "file", true, &import.file);
    err = err ? err : ctl_text(call, "data", true, &data);
    if (err == 0) {
        import.data = data;
        import.len = json_string_length(json_object_get(call->args, "data"));
        err = action_target_import(&call->app->current->engine, &action, &import, &call->diag);
    }
    if (err == 0) {
        call->result = json_pack("{s:I, s:I, s:b}", "done", (json_int_t)import.done, "same",
                                 (json_int_t)import.same, "dry_run", import.dry_run);
        call->changed = !import.dry_run;
    }
    return err;
}
