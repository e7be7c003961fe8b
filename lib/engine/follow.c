/* What follows from a measured value: what asked for it is discharged, and a change of state is told. */
#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/err.h"
#include "base/i18n.h"
#include "base/text.h"
#include "lib/engine/events.h"
#include "lib/engine/stages.h"
#include "lib/engine/targeting.h"

/* Begins the note of a deadline that a value discharged, so that a worse one opens it again. */
static const char reached_note[] = N_("Đã đạt chỉ tiêu: ");

/* --- ids ------------------------------------------------------------------------------------------ */

#define MARK "/target/"

int targeting_ask_id(const char *target, struct period period, char out[static OCCURRENCE_ID_MAX])
{
    char name[PERIOD_TEXT_SIZE];
    int wrote = snprintf(out, OCCURRENCE_ID_MAX, "%s/%s/%s", target, period_kind_name(period.kind),
                         period_format(period, name));
    return wrote > 0 && wrote < OCCURRENCE_ID_MAX ? 0 : ERR_LIMIT;
}

int targeting_deadline_id(const char *target, int year, char out[static OCCURRENCE_ID_MAX])
{
    int wrote = snprintf(out, OCCURRENCE_ID_MAX, "%s/once/%d", target, year);
    return wrote > 0 && wrote < OCCURRENCE_ID_MAX ? 0 : ERR_LIMIT;
}

bool engine_target_of(const char *occurrence, char target[static TARGET_ID_MAX])
{
    const char *mark = strstr(occurrence, MARK);
    const char *end = mark ? strchr(mark + strlen(MARK), '/') : NULL;
    if (!end || end - occurrence >= TARGET_ID_MAX) {
        return false;
    }
    snprintf(target, TARGET_ID_MAX, "%.*s", (int)(end - occurrence), occurrence);
    return true;
}

bool targeting_asks(const struct occurrence_row *row, char target[static TARGET_ID_MAX])
{
    return row->collect && engine_target_of(row->id, target);
}

/* --- one target ----------------------------------------------------------------------------------- */

struct following {
    struct acting *acting;
    struct target_view view;
    struct rhythm_ask asks[RHYTHM_MAX_ASKS];
    size_t ask_count;
};

static int begin(struct acting *acting, const char *target, struct following *this)
{
    const struct settings *settings = acting->engine->settings;
    *this = (struct following){.acting = acting};
    int err = targeting_look(acting->engine, target, acting->today, NULL, &this->view);
    const struct plan *section = err == 0 ? settings_plan(settings, this->view.row.plan) : NULL;
    return err == 0 ? rhythm_asks(&this->view.target,
                                  section ? settings_regime(settings, section) : NULL,
                                  &settings->holidays, this->asks, &this->ask_count)
                    : err;
}

/* What stands as the value of that day; NULL: nothing. */
static const struct measurement_row *value_of(const struct following *this, day_t day)
{
    for (size_t i = 0; i < this->view.all.count; i++) {
        const struct measurement_row *row = &this->view.all.items[i];
        if (!row->baseline && row->corrected_by == 0 && row->day == day) {
            return row;
        }
    }
    return NULL;
}

static int close_row(struct acting *acting, struct occurrence_row *row, day_t on,
                     const char *document, const char *note)
{
    struct detail detail;
    detail_init(&detail);
    detail_text(&detail, "document", document);
    detail_day(&detail, "on", on);
    detail_text(&detail, "note", note);
    row->dates.outcome = OUTCOME_DONE;
    row->dates.done_on = on;
    row->done_at = acting->action->now;
    row->document = document;
    row->note = note;
    row->returned = false;
    ack_forget(row);
    return acting_put(acting, row, "done", &detail);
}

/* --- asks ----------------------------------------------------------------------------------------- */

/* Of the values that answer it the one that was recorded first; not those that it was opened against. */
static const struct measurement_row *answer_of(const struct following *this,
                                               const struct rhythm_ask *ask, int64_t held)
{
    const struct measurement_row *first = NULL;
    for (size_t i = 0; i < this->view.all.count; i++) {
        const struct measurement_row *row = &this->view.all.items[i];
        if (!row->baseline && row->corrected_by == 0 && row->id > held &&
            rhythm_answered(this->asks, this->ask_count, row->day) == ask &&
            (!first || row->id < first->id)) {
            first = row;
        }
    }
    return first;
}

static int settle_ask(struct following *this, const struct rhythm_ask *ask)
{
    const struct engine *engine = this->acting->engine;
    _cleanup_(store_occurrence_clear) struct occurrence_row row = {0};
    char id[OCCURRENCE_ID_MAX];
    if (!answer_of(this, ask, 0)) {
        return 0;
    }
    store_occurrence_init(&row);
    int err = targeting_ask_id(this->view.row.id, ask->period, id);
    if (err == 0) {
        err = store_occurrence_get(engine->store, id, &row);
    }
    if (err < 0) {
        return err == ERR_NOT_FOUND ? 0 : err;
    }
    const struct measurement_row *answer = answer_of(this, ask, row.held_value);
    /* It was answered when the value came, also when it is asked for only since. */
    return answer && row.dates.outcome == OUTCOME_OPEN
               ? close_row(this->acting, &row, engine_day(engine, answer->recorded_at),
                           answer->document, NULL)
               : 0;
}

static int settle_asks(struct following *this)
{
    int err = 0;
    for (size_t i = 0; i<this->ask_count &&this->view.count> 0 && err == 0; i++) {
        err = settle_ask(this, &this->asks[i]);
    }
    return err;
}

int targeting_hold(struct engine *engine, struct occurrence_row *row)
{
    _cleanup_(store_measurement_rows_clear) struct measurement_rows all = {0};
    char target[TARGET_ID_MAX];
    if (!engine_target_of(row->id, target)) {
        return 0;
    }
    int err = store_measurements_list(engine->store, target, &all);
    for (size_t i = 0; i < all.count; i++) {
        row->held_value = all.items[i].id > row->held_value ? all.items[i].id : row->held_value;
    }
    return err;
}

/* --- deadlines ------------------------------------------------------------------------------------ */

/* The value by which a step is reached. */
static const struct measurement_row *latest_of(const struct following *this, day_t until)
{
    day_t latest = DAY_NONE;
    for (size_t i = 0; i < this->view.count && this->view.points[i].day <= until; i++) {
        latest = this->view.points[i].day;
    }
    return latest == DAY_NONE ? NULL : value_of(this, latest);
}

static int reach(struct following *this, struct occurrence_row *row,
                 const struct measurement_row *by)
{
    char day[CIVIL_TEXT_SIZE];
    _cleanup_buf_ struct buf note = {0};
    buf_init(&note, 500);
    int err = buf_puts(&note, _(reached_note));
    if (err == 0) {
        err = amount_print(by->value, this->view.row.unit, &note);
    }
    if (err == 0) {
        err = buf_printf(&note, _(" ngày %s."), civil_format_vn(by->day, day));
    }
    return err == 0 ? close_row(this->acting, row, by->day, by->document, buf_str(&note)) : err;
}

static int unreach(struct following *this, struct occurrence_row *row)
{
    struct acting *acting = this->acting;
    struct detail detail;
    detail_init(&detail);
    detail_text(&detail, "reason", "target_undone");
    detail_text(&detail, "discharged_by", row->document);
    detail_day(&detail, "discharged_on", row->dates.done_on);
    row->dates.outcome = OUTCOME_OPEN;
    row->dates.done_on = DAY_NONE;
    row->done_at = INSTANT_NONE;
    row->document = NULL;
    row->note = _("Số liệu mới không còn đạt chỉ tiêu.");
    day_t said = row->said_until;
    row->said_until = said > acting->today - 1 ? said : acting->today - 1;
    int err = acting_put(acting, row, "reopened", &detail);
    return err == 0 && said != DAY_NONE ? stages_note_span(acting->engine, acting->action->now, row,
                                                           said, acting->today - 1, "was_closed")
                                        : err;
}

static bool was_reached_by_value(const struct occurrence_row *row)
{
    return row->note && (text_starts_with(row->note, _(reached_note)) ||
                         text_starts_with(row->note, reached_note));
}

static int settle_step(struct following *this, const struct pace_step *asked)
{
    _cleanup_(store_occurrence_clear) struct occurrence_row row = {0};
    char id[OCCURRENCE_ID_MAX];
    const struct pace_ask pace = {&this->view.target, this->view.baseline, this->view.points,
                                  this->view.count, this->acting->today};
    struct pace_step step = *asked;
    store_occurrence_init(&row);
    int err = targeting_deadline_id(this->view.row.id, step.year, id);
    if (err == 0) {
        err = store_occurrence_get(this->acting->engine->store, id, &row);
    }
    if (err < 0) {
        return err == ERR_NOT_FOUND ? 0 : err;
    }
    if (row.dates.due > step.due) {
        step.due = row.dates.due; /* extended */
    }
    bool reached = rhythm_reaches(&pace, &step, this->asks, this->ask_count);
    if (reached && row.dates.outcome == OUTCOME_OPEN) {
        const struct measurement_row *by = latest_of(this, step.due);
        /* Whoever sent it back did not hold with the value: a person discharges it. Whoever opened it
         * again waits for another one. */
        return row.returned || !by || by->id <= row.held_value ? 0 : reach(this, &row, by);
    }
    return !reached && row.dates.outcome == OUTCOME_DONE && was_reached_by_value(&row)
               ? unreach(this, &row)
               : 0;
}

/* Growth without a baseline can still come to its end. */
static size_t steps_to_ceiling(const struct target *target, struct pace_step *steps)
{
    size_t count = 0;
    for (int year = target_is_stepped(target) ? target->from_year : target->to_year;
         year <= target->to_year && count < PACE_MAX_STEPS && target->ceiling != AMOUNT_NONE;
         year++) {
        day_t due = year == target->to_year ? target_last_day(target) : civil_to_day(year, 12, 31);
        steps[count++] = (struct pace_step){year, due, target->ceiling};
    }
    return count;
}

static int settle_steps(struct following *this)
{
    struct pace_step steps[PACE_MAX_STEPS];
    size_t count = pace_steps(&this->view.target, this->view.baseline, steps);
    int err = 0;
    if (count == 0) {
        count = steps_to_ceiling(&this->view.target, steps);
    }
    for (size_t i = 0; i < count && err == 0; i++) {
        err = settle_step(this, &steps[i]);
    }
    return err;
}

/* --- the state ------------------------------------------------------------------------------------ */

static int note_state(const struct following *this, const char *old)
{
    const struct pace *pace = &this->view.pace;
    struct detail detail;
    detail_init(&detail);
    detail_text(&detail, "old", old);
    detail_text(&detail, "state", pace_state_name(pace->state));
    detail_amount(&detail, "value", pace->latest.value);
    detail_day(&detail, "on", pace->latest.day);
    detail_amount(&detail, "required", pace->required_then);
    detail_amount(&detail, "projection", pace->projection);
    detail_amount(&detail, "gap", pace->gap);
    detail_amount(&detail, "weekly", pace->weekly);
    detail_day(&detail, "due", pace->step.due);
    const struct note note = {.at = this->acting->action->now,
                              .kind = "target_state",
                              .occurrence = this->view.row.id,
                              .author = this->acting->action->author};
    return note_write(this->acting->engine, &note, &detail);
}

/* Programs hear of it as an event of its own. */
static void keep_people(struct recipients *list)
{
    size_t kept = 0;
    for (size_t i = 0; i < list->count; i++) {
        if (events_is_endpoint(list->items[i].name)) {
            free(list->items[i].name);
            free(list->items[i].unit);
        } else {
            list->items[kept++] = list->items[i];
        }
    }
    list->count = kept;
}

static int tell_office(const struct following *this)
{
    _cleanup_(recipients_clear) struct recipients office = {0};
    size_t added = 0;
    int err = recipients_office(this->acting->engine, this->view.department, this->acting->today,
                                &office);
    keep_people(&office);
    const struct saying saying = {
        .occurrence = this->view.row.id,
        .department = this->view.department,
        .stage = {STAGE_TARGET, 0},
        .anchor = this->acting->today,
        .role = ROLE_OFFICE,
        .now = this->acting->action->now,
    };
    return err == 0 ? notices_say(this->acting->engine, &saying, &office, &added) : err;
}

/* Once for each change: what is behind or at risk to the office, each to endpoints. */
static int settle_state(struct following *this)
{
    const struct target_row *row = &this->view.row;
    enum pace_state state = this->view.pace.state;
    const char *old = row->state ? row->state : pace_state_name(PACE_NO_DATA);
    if (strcmp(old, pace_state_name(state)) == 0) {
        return 0;
    }
    int err = store_target_state(this->acting->engine->store, row->id, pace_state_name(state));
    if (err == 0) {
        err = note_state(this, old);
    }
    if (err == 0 && (state == PACE_BEHIND || state == PACE_AT_RISK)) {
        err = tell_office(this);
    }
    enum pace_state before;
    bool known = row->state && pace_state_parse(row->state, &before) == 0;
    return err == 0 ? events_target_changed(this->acting->engine, &this->view,
                                            known ? &before : NULL, this->acting->action->now)
                    : err;
}

int targeting_follow(struct acting *acting, const char *target)
{
    I18N_SPEAK(acting->engine->settings->language); /* notes stay with the occurrence */
    _cleanup_free_ struct following *this = malloc(sizeof *this);
    if (!this) {
        return ERR_NOMEM;
    }
    int err = begin(acting, target, this);
    if (err == 0) {
        err = settle_asks(this);
    }
    if (err == 0) {
        err = settle_steps(this);
    }
    if (err == 0) {
        err = settle_state(this);
    }
    target_view_clear(&this->view);
    return err;
}

int targeting_follow_plan(struct acting *acting, const char *plan)
{
    _cleanup_(store_target_rows_clear) struct target_rows rows = {0};
    int err = store_targets_list(acting->engine->store, plan, &rows);
    for (size_t i = 0; i < rows.count && err == 0; i++) {
        if (!rows.items[i].withdrawn) {
            err = targeting_follow(acting, rows.items[i].id);
        }
    }
    return err;
}

int targeting_follow_department(struct engine *engine, const char *department, instant_t now)
{
    const struct settings *settings = engine->settings;
    const struct action action = {now, AUTHOR_SELF};
    struct action_result result = {.due = DAY_NONE};
    struct acting acting = {
        .engine = engine,
        .action = &action,
        .today = engine_day(engine, now),
        .out = &result,
    };
    int err = 0;
    for (size_t i = 0; i < settings->plan_count && err == 0; i++) {
        if (strcmp(settings->plans[i].department, department) == 0) {
            err = targeting_follow_plan(&acting, settings->plans[i].id);
        }
    }
    action_result_clear(&result);
    return err;
}

/* --- in words ------------------------------------------------------------------------------------- */

static int put_value(struct buf *out, const struct target *target, amount_t value)
{
    return amount_print(value, target->unit, out);
}

static int write_latest(const struct target_view *view, struct buf *out)
{
    char day[CIVIL_TEXT_SIZE];
    const struct pace *pace = &view->pace;
    if (pace->latest.day == DAY_NONE) {
        return buf_puts(out, _("chưa có số liệu"));
    }
    int err = buf_puts(out, _("giá trị gần nhất "));
    err = err ? err : put_value(out, &view->target, pace->latest.value);
    return err ? err : buf_printf(out, " (%s)", civil_format_vn(pace->latest.day, day));
}

static int write_required(const struct target_view *view, struct buf *out)
{
    if (view->pace.required_then == AMOUNT_NONE) {
        return 0;
    }
    int err = buf_puts(out, _(", theo tiến độ phải là "));
    return err ? err : put_value(out, &view->target, view->pace.required_then);
}

static int write_projection(const struct target_view *view, struct buf *out)
{
    char day[CIVIL_TEXT_SIZE];
    const struct pace *pace = &view->pace;
    if (pace->projection == AMOUNT_NONE) {
        return 0;
    }
    int err = buf_printf(out, _("; với đà này đến %s là "), civil_format_vn(pace->step.due, day));
    return err ? err : put_value(out, &view->target, pace->projection);
}

static int write_goal(const struct target_view *view, struct buf *out)
{
    char day[CIVIL_TEXT_SIZE];
    const struct pace *pace = &view->pace;
    int err = buf_puts(out, _("; yêu cầu "));
    err = err ? err : target_print(&view->target, out);
    if (!err && view->target.comparator == TARGET_GROWTH && pace->step.goal != AMOUNT_NONE) {
        err = buf_puts(out, _(", tức là "));
        err = err ? err : put_value(out, &view->target, pace->step.goal);
    }
    return err ? err : buf_printf(out, _(" (hạn %s)"), civil_format_vn(pace->step.due, day));
}

static int write_gap(const struct target_view *view, struct buf *out)
{
    const struct pace *pace = &view->pace;
    bool down = target_goes_down(&view->target);
    if (pace->gap == AMOUNT_NONE || pace->gap == 0) {
        return 0;
    }
    int err = buf_puts(out, down ? _("; còn phải giảm ") : _("; còn thiếu "));
    err = err ? err : put_value(out, &view->target, pace->gap);
    if (!err && pace->days_left > 0) {
        err = buf_printf(out, _("; còn %d,%d tuần"), pace->weeks_left / 10, pace->weeks_left % 10);
    }
    if (!err && pace->weekly != AMOUNT_NONE) {
        err = buf_puts(out, down ? _(", mỗi tuần phải giảm ") : _(", mỗi tuần phải tăng "));
        err = err ? err : put_value(out, &view->target, pace->weekly);
    }
    return err;
}

int targeting_write_pace(const struct target_view *view, struct buf *out)
{
    int err = write_latest(view, out);
    err = err ? err : write_required(view, out);
    err = err ? err : write_projection(view, out);
    err = err ? err : write_goal(view, out);
    err = err ? err : write_gap(view, out);
    return err ? err : buf_putc(out, '.');
}

static int write_span(struct engine *engine, const struct target_view *view,
                      const struct occurrence_row *row, struct buf *out)
{
    const struct plan *section = settings_plan(engine->settings, row->plan);
    const struct regime *regime = section ? settings_regime(engine->settings, section) : NULL;
    struct period period;
    char first[CIVIL_TEXT_SIZE];
    char last[CIVIL_TEXT_SIZE];
    day_t from = DAY_NONE;
    day_t to = DAY_NONE;
    if (row->period && period_parse(row->period, &period) == 0) {
        rhythm_span(period, regime ? regime->cut_off : RHYTHM_CUT_OFF, &from, &to);
    }
    return to == DAY_NONE ? 0
                          : buf_printf(out, _("Số liệu từ %s, chốt đến %s (chỉ tiêu %s): "),
                                       civil_format_vn(from, first), civil_format_vn(to, last),
                                       view->row.code);
}

int targeting_write(struct engine *engine, const struct occurrence_row *row, day_t today,
                    struct buf *out)
{
    char target[TARGET_ID_MAX];
    struct target_view view = {0};
    if (!engine_target_of(row->id, target)) {
        return 0;
    }
    int err = targeting_look(engine, target, today, NULL, &view);
    if (err < 0) {
        return err == ERR_NOT_FOUND ? 0 : err;
    }
    if (row->collect) {
        err = write_span(engine, &view, row, out);
    }
    if (err == 0) {
        err = targeting_write_pace(&view, out);
    }
    target_view_clear(&view);
    return err;
}
