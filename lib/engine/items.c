#include "lib/engine/items.h"
#include "lib/engine/targeting.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/err.h"
#include "base/i18n.h"
#include "base/parse.h"
#include "base/text.h"
#include "base/vec.h"
#include "lib/engine/incoming_parts.h"
#include "schedule/next.h"

#define ITEMS_MAX 200000

void subject_clear(struct subject *subject)
{
    if (!subject) {
        return;
    }
    store_occurrence_clear(&subject->row);
    store_task_clear(&subject->task);
    store_origin_clear(&subject->origin);
    free(subject->citation);
    free(subject->answer);
    free(subject->figures);
    free(subject->standing);
    free(subject->done_url);
    free(subject->ack_url);
    *subject = (struct subject){0};
}

static int read_task(struct engine *engine, const char *plan, const char *stt,
                     struct subject *subject)
{
    int err = store_task_get(engine->store, plan, stt, &subject->task);
    subject->has_task = err == 0;
    return err == ERR_NOT_FOUND ? 0 : err;
}

/* A notice about a row of a plan: "<plan>/<stt>". */
static int read_row(struct engine *engine, const struct notice_row *notice, struct subject *subject)
{
    const char *slash = strchr(notice->occurrence, '/');
    if (!slash) {
        return 0;
    }
    _cleanup_free_ char *plan = strndup(notice->occurrence, (size_t)(slash - notice->occurrence));
    return plan ? read_task(engine, plan, slash + 1, subject) : ERR_NOMEM;
}

static int read_occurrence(struct engine *engine, const struct notice_row *notice,
                           struct subject *subject)
{
    int err = store_occurrence_get(engine->store, notice->occurrence, &subject->row);
    if (err < 0) {
        return err == ERR_NOT_FOUND ? 0 : err;
    }
    subject->has_row = true;
    if (subject->row.period) {
        (void)period_parse(subject->row.period, &subject->period);
    }
    return subject->row.stt ? read_task(engine, subject->row.plan, subject->row.stt, subject) : 0;
}

static const char *unit_name(const struct department *department, const char *id)
{
    const struct party *party = department && id ? department_party(department, id) : NULL;
    return party && party->names.count > 0 ? party->names.items[0] : NULL;
}

/* What the mail names as the basis: the plan, or the paper of an assigned task. */
static int cite(struct engine *engine, struct subject *subject)
{
    _cleanup_buf_ struct buf citation = {0};
    bool found = false;
    buf_init(&citation, 8192);
    int err = 0;
    if (subject->assigned) {
        err = origin_of(engine, &subject->row, &subject->origin, &found);
        if (err == 0 && found) {
            err = origin_cite(&subject->origin, &citation);
        }
    } else if (subject->section) {
        err = plan_citation(subject->section, &citation);
    }
    if (err == 0 && citation.len > 0) {
        subject->citation = buf_steal(&citation);
    }
    return err == ERR_LIMIT ? 0 : err;
}

static int read_names(struct engine *engine, const struct notice_row *notice,
                      struct subject *subject)
{
    const char *plan = subject->has_row ? subject->row.plan : subject->task.plan;
    const char *unit = subject->has_row && subject->row.unit ? subject->row.unit : notice->unit;
    subject->section = plan ? settings_plan(engine->settings, plan) : NULL;
    subject->department = roster_department(&engine->settings->roster, notice->department);
    subject->unit = unit_name(subject->department, unit);
    subject->assigned = subject->has_row && occurrence_is_assigned(&subject->row);
    return cite(engine, subject);
}

static bool is_list(enum stage_kind kind)
{
    return kind == STAGE_MONTHLY || kind == STAGE_PAST_DUE || kind == STAGE_NEEDS_PERSON ||
           kind == STAGE_DIGEST || kind == STAGE_INCOMING || kind == STAGE_TARGET;
}

static bool is_fit(const struct notice_row *notice, const struct subject *subject)
{
    if (notice->stage.kind == STAGE_DIGEST) {
        return true;
    }
    if (notice->stage.kind == STAGE_INCOMING || notice->stage.kind == STAGE_TARGET) {
        return subject->waits;
    }
    if (notice->stage.kind == STAGE_NEEDS_PERSON) {
        return subject->has_task && !subject->task.withdrawn &&
               subject->task.status != TASK_UNDERSTOOD;
    }
    if (!subject->has_row || subject->row.dates.outcome != OUTCOME_OPEN) {
        return false;
    }
    if (notice->stage.kind == STAGE_MONTHLY) {
        /* Undated or overdue on the day of the list, and not given a day since. */
        return subject->row.dates.due == DAY_NONE || subject->row.dates.due < notice->anchor;
    }
    return is_list(notice->stage.kind) || (notice->anchor == subject->row.dates.due &&
                                           !ack_stops(&subject->row, notice->role, notice->stage));
}

/* Those above the unit hear what it answered. */
static int read_answer(struct engine *engine, struct subject *subject)
{
    char day[CIVIL_TEXT_SIZE];
    const struct occurrence_row *row = &subject->row;
    if (!subject->has_row || row->acked_at == INSTANT_NONE) {
        return 0;
    }
    _cleanup_buf_ struct buf text = {0};
    buf_init(&text, 8192);
    int err = buf_printf(&text, _("Đơn vị đã phản hồi ngày %s: %s"),
                         civil_format_vn(engine_day(engine, row->acked_at), day),
                         row->acked_note ? row->acked_note : "");
    if (err == 0 && row->note) {
        err = buf_printf(&text, " (%s)", row->note);
    }
    if (err == 0) {
        subject->answer = buf_steal(&text);
    }
    return err == ERR_LIMIT ? 0 : err;
}

/* It began and has no term: whoever reads it is asked to find the day. */
static int read_undated(const struct notice_row *notice, struct subject *subject)
{
    const struct occurrence_row *row = &subject->row;
    if (notice->stage.kind != STAGE_MONTHLY || !subject->has_row || subject->answer ||
        row->dates.due != DAY_NONE || row->due_source != DUE_FROM_TRIGGER) {
        return 0;
    }
    _cleanup_buf_ struct buf text = {0};
    buf_init(&text, 8192);
    int err = row->note ? buf_printf(&text, "%s ", row->note) : 0;
    if (err == 0) {
        err =
            buf_printf(&text,
                       _("Chưa có hạn: đề nghị xác định hạn bằng lệnh dondoc date %s --due <ngày> "
                         "--document <số văn bản>."),
                       row->parent ? row->parent : row->id);
    }
    if (err == 0) {
        subject->answer = buf_steal(&text);
    }
    return err == ERR_LIMIT ? 0 : err;
}

static int read_digest(struct engine *engine, const struct notice_row *notice,
                       struct subject *subject)
{
    _cleanup_buf_ struct buf text = {0};
    buf_init(&text, 8192);
    int err = digest_write(engine, notice, &text);
    if (err == 0) {
        subject->figures = buf_steal(&text);
    }
    return err;
}

/* What another system told, and why it is put before the office. */
static int read_incoming(struct engine *engine, const struct notice_row *notice,
                         struct subject *subject)
{
    _cleanup_(store_incoming_clear) struct incoming_row row = {0};
    _cleanup_buf_ struct buf text = {0};
    _cleanup_buf_ struct buf why = {0};
    int64_t number;
    buf_init(&text, 16384);
    buf_init(&why, 16384);
    store_incoming_init(&row);
    if (!text_starts_with(notice->occurrence, INCOMING_SUBJECT) ||
        parse_int64(notice->occurrence + strlen(INCOMING_SUBJECT), 1, INT64_MAX, &number) < 0) {
        return 0;
    }
    int err = store_incoming_get(engine->store, number, &row);
    if (err < 0) {
        return err == ERR_NOT_FOUND ? 0 : err;
    }
    subject->waits = !row.settled;
    err = buf_printf(&text, _("Tin số %" PRId64 " (%s), "), row.number, row.source);
    if (err == 0) {
        err = incoming_cite(&row, &text);
    }
    if (err == 0) {
        err = buf_printf(&why, "%s%s%s", row.reason ? row.reason : "",
                         row.reason && row.remedy ? ". " : "", row.remedy ? row.remedy : "");
    }
    if (err == 0) {
        subject->figures = buf_steal(&text);
        subject->answer = buf_steal(&why);
        err = subject->figures && subject->answer ? 0 : ERR_NOMEM;
    }
    return err;
}

/* How a target stood on the day on which its state changed; its state now says whether that is still to
 * be told. */
static int read_target(struct engine *engine, const struct notice_row *notice,
                       struct subject *subject)
{
    struct target_view view = {0};
    _cleanup_buf_ struct buf text = {0};
    buf_init(&text, 16384);
    int err = targeting_look(engine, notice->occurrence, notice->anchor, NULL, &view);
    if (err < 0) {
        return err == ERR_NOT_FOUND ? 0 : err;
    }
    const char *state = view.row.state ? view.row.state : "";
    subject->waits = !view.row.withdrawn && (strcmp(state, pace_state_name(PACE_BEHIND)) == 0 ||
                                             strcmp(state, pace_state_name(PACE_AT_RISK)) == 0);
    err = read_task(engine, view.row.plan, view.row.stt, subject);
    if (err == 0) {
        err = buf_printf(&text, "%s: ", pace_state_label(view.pace.state));
    }
    if (err == 0) {
        err = targeting_write_pace(&view, &text);
    }
    if (err == 0) {
        subject->figures = strdup(view.row.indicator);
        subject->answer = buf_steal(&text);
        err = subject->figures && subject->answer ? 0 : ERR_NOMEM;
    }
    target_view_clear(&view);
    return err;
}

/* Of an occurrence that asks for a value or a goal: how its target stands. */
static int read_standing(struct engine *engine, const struct notice_row *notice,
                         struct subject *subject)
{
    _cleanup_buf_ struct buf text = {0};
    buf_init(&text, 16384);
    if (!subject->has_row) {
        return 0;
    }
    int err = targeting_write(engine, &subject->row, notice->day, &text);
    if (err == 0 && text.len > 0 && subject->row.note) {
        err = buf_printf(&text, " %s", subject->row.note);
    }
    if (err == 0 && text.len > 0) {
        subject->standing = buf_steal(&text);
    }
    return err == ERR_LIMIT ? 0 : err;
}

int subject_read(struct engine *engine, const struct notice_row *notice, struct subject *out,
                 bool *fit)
{
    struct subject subject = {0};
    int err = notice->stage.kind == STAGE_DIGEST     ? read_digest(engine, notice, &subject)
              : notice->stage.kind == STAGE_INCOMING ? read_incoming(engine, notice, &subject)
              : notice->stage.kind == STAGE_TARGET   ? read_target(engine, notice, &subject)
              : notice->stage.kind == STAGE_NEEDS_PERSON
                  ? read_row(engine, notice, &subject)
                  : read_occurrence(engine, notice, &subject);
    if (err == 0) {
        err = read_names(engine, notice, &subject);
    }
    if (err == 0) {
        err = read_answer(engine, &subject);
    }
    if (err == 0) {
        err = read_undated(notice, &subject);
    }
    if (err == 0) {
        err = read_standing(engine, notice, &subject);
    }
    if (err < 0) {
        subject_clear(&subject);
        return err;
    }
    *fit = is_fit(notice, &subject);
    *out = subject;
    return 0;
}

int quiet_until(struct engine *engine, const struct notice_row *notice,
                const struct subject *subject, instant_t now, instant_t *out)
{
    const struct settings *settings = engine->settings;
    /* What several do as one is quiet for the one that is silenced. */
    bool own = !subject->row.has_shares && notice->role != ROLE_COORDINATING &&
               !text_starts_with(notice->recipient, "endpoint:");
    const char *unit = own ? notice->unit : NULL;
    const struct silenced what = {
        .department = notice->department,
        .unit = !subject->has_row   ? NULL
                : subject->row.unit ? subject->row.unit
                                    : unit,
        .plan = subject->has_row ? subject->row.plan : subject->task.plan,
        .stt = subject->has_row ? subject->row.stt : subject->task.stt,
    };
    day_t until;
    int err = silences_cover(engine, &what, engine_day(engine, now), &until);
    if (err == 0) {
        day_t day =
            until == DAY_NONE ? DAY_NONE : workday_on_or_after(&settings->holidays, until + 1);
        *out = next_stage(day, engine_department_policy(settings, notice->department),
                          settings->utc_offset);
    }
    return err;
}

static void task_rows_clear(struct task_rows *rows)
{
    vec_clear(rows, store_task_clear);
}

void items_clear(struct items *items)
{
    if (!items) {
        return;
    }
    for (size_t i = 0; i < items->count; i++) {
        subject_clear(&items->subjects[i]);
        free(items->rows[i]);
        task_rows_clear(&items->tasks[i]);
    }
    free(items->items);
    free(items->subjects);
    free(items->rows);
    free(items->tasks);
    *items = (struct items){0};
}

static int grow(struct items *items)
{
    if (items->count < items->capacity) {
        return 0;
    }
    if (items->capacity >= ITEMS_MAX) {
        return ERR_LIMIT;
    }
    size_t capacity = items->capacity ? items->capacity * 2 : 16;
    void *grown = reallocarray(items->items, capacity, sizeof items->items[0]);
    if (!grown) {
        return ERR_NOMEM;
    }
    items->items = grown;
    grown = reallocarray(items->subjects, capacity, sizeof items->subjects[0]);
    if (!grown) {
        return ERR_NOMEM;
    }
    items->subjects = grown;
    grown = reallocarray(items->rows, capacity, sizeof items->rows[0]);
    if (!grown) {
        return ERR_NOMEM;
    }
    items->rows = grown;
    grown = reallocarray(items->tasks, capacity, sizeof items->tasks[0]);
    if (!grown) {
        return ERR_NOMEM;
    }
    items->tasks = grown;
    items->capacity = capacity;
    return 0;
}

/* --- the rows of a collecting round ------------------------------------------------------------- */

struct led {
    struct engine *engine;
    struct task_rows *out;
    const char *report; /* the row of the report: no part of itself */
};

static int each_led(const struct task_row *row, void *arg)
{
    struct led *led = arg;
    if (text_equal(row->stt, led->report) || led->out->count > DAILY_SHOW_ROWS) {
        return 0;
    }
    struct task_row copy = {0};
    int err = store_task_get(led->engine->store, row->plan, row->stt, &copy);
    if (err < 0) {
        return err;
    }
    err = vec_push(led->out, DAILY_SHOW_ROWS + 1, copy);
    if (err < 0) {
        store_task_clear(&copy);
    }
    return err;
}

static bool is_part_of_report(const struct subject *subject)
{
    return subject->has_row && subject->row.collect && subject->row.parent;
}

/* The day of the report that a share is a part of. */
static int read_report_due(struct engine *engine, const struct subject *subject, day_t *out)
{
    struct occurrence_row report = {0};
    if (!is_part_of_report(subject)) {
        return 0;
    }
    int err = store_occurrence_get(engine->store, subject->row.parent, &report);
    if (err == 0) {
        *out = report.dates.due;
    }
    store_occurrence_clear(&report);
    return err == ERR_NOT_FOUND ? 0 : err;
}

static int add_rows(struct engine *engine, const struct subject *subject, struct task_rows *tasks,
                    struct daily_row **rows)
{
    if (!is_part_of_report(subject) || !subject->row.unit) {
        return 0;
    }
    /* Shares keep the id of the unit that the plan named; the id says which. */
    const char *at = strrchr(subject->row.id, '@');
    const char *unit = at ? at + 1 : subject->row.unit;
    struct led led = {engine, tasks, subject->row.stt};
    int err = store_tasks_led_each(engine->store, subject->row.plan, unit, each_led, &led);
    if (err < 0 || tasks->count == 0) {
        return err;
    }
    struct daily_row *list = calloc(tasks->count, sizeof *list);
    if (!list) {
        return ERR_NOMEM;
    }
    for (size_t i = 0; i < tasks->count; i++) {
        list[i] = (struct daily_row){tasks->items[i].stt, tasks->items[i].content,
                                     tasks->items[i].product};
    }
    *rows = list;
    return 0;
}

/* --- items -------------------------------------------------------------------------------------- */

static enum daily_section section_of(const struct engine *engine, const struct notice_row *notice,
                                     const struct subject *subject, enum mail_class class,
                                     day_t today)
{
    enum occurrence_state state =
        subject->has_row ? engine_state(engine, &subject->row, today) : STATE_UNDATED;
    enum daily_section section = daily_section_of(notice->stage, state);
    bool coming = section == DAILY_COMING || section == DAILY_OPENING || section == DAILY_HALF;
    bool opening = notice->stage.kind == STAGE_OPENING;
    if (subject->assigned && (opening || (subject->fresh && coming && class == MAIL_CLASS_DAILY))) {
        return DAILY_ASSIGNED; /* however near its day: nobody has heard of it yet */
    }
    return class == MAIL_CLASS_IMMEDIATE && coming ? DAILY_NEW : section;
}

static const char *remark_of(const struct notice_row *notice, const struct subject *subject)
{
    if (notice->stage.kind == STAGE_DIGEST) {
        return NULL;
    }
    if (notice->stage.kind == STAGE_NEEDS_PERSON) {
        return subject->task.reason;
    }
    const char *stands = subject->standing ? subject->standing : subject->row.note;
    return subject->answer ? subject->answer : stands;
}

/* Where the reader of a notice can answer it. */
static int add_links(struct engine *engine, const struct notice_row *notice,
                     struct subject *subject, day_t today)
{
    const struct occurrence_row *row = &subject->row;
    if (!subject->has_row || row->dates.outcome != OUTCOME_OPEN || row->dates.waiting) {
        return 0;
    }
    /* What asks for a value wants one: no paper alone does it. */
    int err = subject->standing
                  ? 0
                  : link_write(engine, row, notice, ANSWER_DONE, today, &subject->done_url);
    return err == 0 ? link_write(engine, row, notice, ANSWER_ACK, today, &subject->ack_url) : err;
}

int items_add(struct engine *engine, const struct notice_row *notice, struct subject *subject,
              enum mail_class class, day_t today, struct items *out)
{
    struct task_rows tasks = {0};
    struct daily_row *rows = NULL;
    day_t report_due = DAY_NONE;
    int err = grow(out);
    if (err == 0) {
        err = read_report_due(engine, subject, &report_due);
    }
    if (err == 0) {
        err = add_rows(engine, subject, &tasks, &rows);
    }
    if (err == 0) {
        err = add_links(engine, notice, subject, today);
    }
    if (err < 0) {
        task_rows_clear(&tasks);
        subject_clear(subject);
        return err;
    }
    const struct occurrence_row *row = &subject->row;
    const struct task_row *task = &subject->task;
    day_t due = subject->has_row ? row->dates.due : DAY_NONE;
    out->items[out->count] = (struct daily_item){
        .section = section_of(engine, notice, subject, class, today),
        .role = notice->role,
        .occurrence = subject->has_row ? row->id : NULL,
        .code = row->code,
        .unit = subject->figures ? NULL : subject->unit,
        .plan = subject->citation,
        .assigned = subject->assigned,
        .of_target = subject->standing != NULL,
        .stt = subject->assigned   ? NULL
               : subject->has_task ? task->stt
                                   : row->stt,
        .group = task->group,
        .content = subject->figures    ? subject->figures
                   : subject->has_task ? task->content
                                       : row->label,
        .product = task->product,
        .label = subject->has_task ? row->label : NULL,
        .lead = task->lead,
        .coordinating = task->coordinating,
        .time = task->time,
        .time_fix = task->time_fix,
        .period = subject->period,
        .start = subject->has_row && !row->collect ? row->dates.start : DAY_NONE,
        .due = due,
        .act_by = subject->has_row ? row->act_by : DAY_NONE,
        .days_left = due == DAY_NONE ? 0 : workday_count(&engine->settings->holidays, today, due),
        .due_from = subject->has_row ? row->due_source : DUE_FROM_TEXT,
        .done_url = subject->done_url,
        .ack_url = subject->ack_url,
        .remark = remark_of(notice, subject),
        .collect = is_part_of_report(subject),
        .report_due = report_due,
        .rows = rows,
        .row_count = tasks.count,
    };
    out->subjects[out->count] = *subject;
    out->rows[out->count] = rows;
    out->tasks[out->count] = tasks;
    out->count++;
    *subject = (struct subject){0};
    return 0;
}
