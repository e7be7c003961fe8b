/* Targets as they stand on a day. */
#include "engine/targets.h"

#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/err.h"
#include "base/i18n.h"
#include "base/id.h"
#include "base/text.h"
#include "lib/engine/targeting.h"

void target_view_clear(struct target_view *view)
{
    if (!view) {
        return;
    }
    store_target_clear(&view->row);
    free(view->department);
    strings_clear(&view->units);
    store_measurement_rows_clear(&view->all);
    free(view->points);
    *view = (struct target_view){0};
}

struct target targeting_model(const struct target_row *row)
{
    return (struct target){
        .plan = (char *)(uintptr_t)row->plan,
        .stt = (char *)(uintptr_t)row->stt,
        .code = (char *)(uintptr_t)row->code,
        .indicator = (char *)(uintptr_t)row->indicator,
        .comparator = row->comparator,
        .value = row->value,
        .unit = (char *)(uintptr_t)row->unit,
        .per = (char *)(uintptr_t)row->per,
        .from_year = row->from_year,
        .to_year = row->to_year,
        .verbatim = (char *)(uintptr_t)row->verbatim,
        .ceiling = row->ceiling,
        .extended = DAY_NONE,
    };
}

/* --- a view --------------------------------------------------------------------------------------- */

static int add_unit(const struct party_row *row, void *arg)
{
    return row->role == ROLE_LEAD ? strings_add(arg, row->unit) : 0;
}

/* What stands of the measurements. */
static int pick_points(struct target_view *view)
{
    size_t count = view->all.count ? view->all.count : 1;
    view->points = calloc(count, sizeof view->points[0]);
    if (!view->points) {
        return ERR_NOMEM;
    }
    view->baseline = (struct pace_point){DAY_NONE, AMOUNT_NONE};
    for (size_t i = 0; i < view->all.count; i++) {
        const struct measurement_row *row = &view->all.items[i];
        if (row->corrected_by != 0) {
            continue;
        }
        const struct pace_point point = {row->day, row->value};
        if (row->baseline) {
            view->baseline = point;
        } else {
            view->points[view->count++] = point;
        }
    }
    return 0;
}

/* Whether and how far its last deadline was put off. */
static int find_extension(struct engine *engine, struct target_view *view)
{
    _cleanup_(store_occurrence_clear) struct occurrence_row row = {0};
    char id[OCCURRENCE_ID_MAX];
    store_occurrence_init(&row);
    int err = targeting_deadline_id(view->row.id, view->target.to_year, id);
    if (err == 0) {
        err = store_occurrence_get(engine->store, id, &row);
    }
    if (err == 0 && row.dates.due > target_last_day(&view->target)) {
        view->target.extended = row.dates.due;
    }
    return err == ERR_NOT_FOUND ? 0 : err;
}

/* All but the row is filled; the row stays the view's in any case. */
static int look(struct engine *engine, day_t day, struct target_view *view)
{
    _cleanup_(store_plan_clear) struct plan_row plan = {0};
    view->target = targeting_model(&view->row);
    int err = store_plan_get(engine->store, view->row.plan, &plan);
    if (err < 0) {
        return err;
    }
    view->department = strdup(plan.department);
    if (!view->department) {
        return ERR_NOMEM;
    }
    err = find_extension(engine, view);
    if (err == 0) {
        err = store_parties_each(engine->store, view->row.plan, view->row.stt, add_unit,
                                 &view->units);
    }
    if (err == 0) {
        err = store_measurements_list(engine->store, view->row.id, &view->all);
    }
    if (err == 0) {
        err = pick_points(view);
    }
    if (err == 0) {
        const struct pace_ask ask = {&view->target, view->baseline, view->points, view->count, day};
        pace_compute(&ask, &view->pace);
    }
    return err;
}

/* --- one ------------------------------------------------------------------------------------------ */

static int refuse(struct diag *diag, int err, const char *remedy, const char *format,
                  const char *key)
{
    _cleanup_buf_ struct buf text = {0};
    buf_init(&text, 4096);
    const char *shown = strlen(key) > TARGET_ID_MAX ? "…" : key;
    /* NOLINTNEXTLINE(clang-diagnostic-format-nonliteral): the two formats below */
    (void)buf_printf(&text, format, shown);
    diag_add(diag, DIAG_ERROR, NULL, 0, 0, buf_str(&text), remedy);
    return err;
}

/* The only live one of the rows, else the only one. */
static int only_one(struct target_rows *rows, struct target_row *out)
{
    size_t live = 0;
    while (live < rows->count && !rows->items[live].withdrawn) {
        live++;
    }
    size_t fitting = live > 0 ? live : rows->count;
    if (fitting != 1) {
        return fitting == 0 ? ERR_NOT_FOUND : ERR_EXISTS;
    }
    *out = rows->items[0];
    store_target_init(&rows->items[0]);
    return 0;
}

static int find_by_code(struct engine *engine, const char *key, struct target_row *out)
{
    _cleanup_(store_target_rows_clear) struct target_rows rows = {0};
    char code[ID_CODE_SIZE];
    int err = store_targets_by_code(engine->store, key, &rows);
    if (err == 0 && rows.count == 0 && id_code_read(key, code) == 0) {
        err = store_targets_by_code(engine->store, code, &rows);
    }
    return err == 0 ? only_one(&rows, out) : err;
}

static int find_of_task(struct engine *engine, const char *key, struct target_row *out)
{
    const char *slash = strchr(key, '/');
    if (!slash || strchr(slash + 1, '/')) {
        return ERR_NOT_FOUND;
    }
    _cleanup_free_ char *plan = strndup(key, (size_t)(slash - key));
    _cleanup_(store_target_rows_clear) struct target_rows rows = {0};
    if (!plan) {
        return ERR_NOMEM;
    }
    int err = store_targets_of_task(engine->store, plan, slash + 1, &rows);
    return err == 0 ? only_one(&rows, out) : err;
}

/* A mail names what it asks for by the code of the ask. */
static int find_asked(struct engine *engine, const char *key, struct target_row *out)
{
    _cleanup_(store_occurrence_clear) struct occurrence_row ask = {0};
    char code[ID_CODE_SIZE];
    char target[TARGET_ID_MAX];
    store_occurrence_init(&ask);
    int err = store_occurrence_get(engine->store, key, &ask);
    if (err == ERR_NOT_FOUND && id_code_read(key, code) == 0) {
        err = store_occurrence_by_code(engine->store, code, &ask);
    }
    if (err == 0 && !engine_target_of(ask.id, target)) {
        err = ERR_NOT_FOUND;
    }
    return err == 0 ? store_target_get(engine->store, target, out) : err;
}

int targeting_find(struct engine *engine, const char *key, struct diag *diag,
                   struct target_row *out)
{
    store_target_init(out);
    int err = store_target_get(engine->store, key, out);
    if (err == ERR_NOT_FOUND) {
        err = find_by_code(engine, key, out);
    }
    if (err == ERR_NOT_FOUND) {
        err = find_of_task(engine, key, out);
    }
    if (err == ERR_NOT_FOUND) {
        err = find_asked(engine, key, out);
    }
    if (err == ERR_NOT_FOUND) {
        return refuse(diag, err, _("Xem mã các chỉ tiêu bằng “dondoc target list”."),
                      _("Không tìm thấy chỉ tiêu “%s”"), key);
    }
    if (err == ERR_EXISTS) {
        return refuse(diag, err, _("Ghi rõ mã của chỉ tiêu; xem bằng “dondoc target list”."),
                      _("“%s” có nhiều chỉ tiêu"), key);
    }
    return err;
}

int targeting_look(struct engine *engine, const char *key, day_t day, struct diag *diag,
                   struct target_view *out)
{
    struct target_view view = {0};
    int err = targeting_find(engine, key, diag, &view.row);
    if (err == 0) {
        err = look(engine, day, &view);
    }
    if (err < 0) {
        target_view_clear(&view);
        return err;
    }
    *out = view;
    return 0;
}

int engine_target(struct engine *engine, const char *key, day_t day, struct target_view *out,
                  struct diag *diag)
{
    return targeting_look(engine, key, day, diag, out);
}

/* --- all ------------------------------------------------------------------------------------------ */

static bool fits(const char *wanted, const char *given)
{
    return !wanted || text_equal(wanted, given);
}

/* What needs no measurements to be seen. */
static bool row_fits(const struct target_filter *filter, const struct target_row *row)
{
    return (filter->withdrawn || !row->withdrawn) && fits(filter->plan, row->plan) &&
           fits(filter->stt, row->stt);
}

bool target_filter_fits(const struct target_filter *filter, const struct target_view *view)
{
    return row_fits(filter, &view->row) && fits(filter->department, view->department) &&
           (!filter->unit || strings_find(&view->units, filter->unit) >= 0) &&
           (!filter->has_state || view->pace.state == filter->state);
}

int engine_targets_each(struct engine *engine, const struct target_filter *filter, day_t day,
                        int (*each)(const struct target_view *view, void *arg), void *arg)
{
    _cleanup_(store_target_rows_clear) struct target_rows rows = {0};
    int err = store_targets_list(engine->store, filter->plan, &rows);
    for (size_t i = 0; i < rows.count && err == 0; i++) {
        if (!row_fits(filter, &rows.items[i])) {
            continue;
        }
        struct target_view view = {.row = rows.items[i]};
        store_target_init(&rows.items[i]);
        err = look(engine, day, &view);
        if (err == 0 && target_filter_fits(filter, &view)) {
            err = each(&view, arg);
        }
        target_view_clear(&view);
    }
    return err > 0 ? 0 : err;
}
