/* The figures of a span: one item for each unit, one for each department's sum, one for each extension. */
#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "base/i18n.h"
#include "daemon/ctl_commands.h"
#include "engine/report.h"
#include "engine/targets.h"

struct span {
    day_t from, to;
    enum period_kind by; /* PERIOD_NONE: the span as one */
};

static json_t *counts_json(const struct report_counts *counts)
{
    return json_pack("{s:I, s:I, s:I, s:I, s:I, s:I, s:I, s:I}", "total", (json_int_t)counts->total,
                     "done_on_time", (json_int_t)counts->done_on_time, "done_late",
                     (json_int_t)counts->done_late, "open_in_time",
                     (json_int_t)counts->open_in_time, "open_overdue",
                     (json_int_t)counts->open_overdue, "returned", (json_int_t)counts->returned,
                     "extended", (json_int_t)counts->extended, "exempt",
                     (json_int_t)counts->exempt);
}

static int emit_line(struct ctl_call *call, const struct span *span, const char *department,
                     const char *unit, const struct report_counts *counts,
                     const struct report_counts *assigned)
{
    const struct department *found =
        roster_department(&call->app->current->settings.roster, department);
    json_t *value = counts_json(counts);
    if (value != NULL) {
        json_object_set_new(value, "from", ctl_day_json(span->from));
        json_object_set_new(value, "to", ctl_day_json(span->to));
        json_object_set_new(value, "department", json_string(department));
        json_object_set_new(value, "department_name",
                            json_string(found != NULL ? found->name : department));
        json_object_set_new(value, "unit", unit != NULL ? json_string(unit) : json_null());
        if (assigned->total + assigned->exempt > 0) {
            json_object_set_new(value, "assigned", counts_json(assigned));
        }
        if (unit != NULL) {
            json_object_set_new(value, "unit_name",
                                json_string(ctl_unit_name(call, department, unit)));
        }
    }
    return ctl_emit(call, value);
}

/* times: 1, or -1 to take it off again. */
static void add(struct report_counts *sum, const struct report_counts *one, int times)
{
    sum->total += times * one->total;
    sum->done_on_time += times * one->done_on_time;
    sum->done_late += times * one->done_late;
    sum->open_in_time += times * one->open_in_time;
    sum->open_overdue += times * one->open_overdue;
    sum->returned += times * one->returned;
    sum->extended += times * one->extended;
    sum->exempt += times * one->exempt;
}

static int emit_lines(struct ctl_call *call, const struct span *span, const struct report *report)
{
    struct report_counts sum = {0};
    struct report_counts assigned = {0};
    int err = 0;
    for (size_t i = 0; i < report->count && err == 0; i++) {
        const struct report_line *line = &report->items[i];
        err = emit_line(call, span, line->department, line->unit, &line->counts, &line->assigned);
        add(&sum, &line->counts, 1);
        add(&sum, &line->joint, -1);
        add(&assigned, &line->assigned, 1);
        add(&assigned, &line->joint_assigned, -1);
        bool last = i + 1 == report->count ||
                    strcmp(report->items[i + 1].department, line->department) != 0;
        if (err == 0 && last) {
            err = emit_line(call, span, line->department, NULL, &sum, &assigned);
            sum = (struct report_counts){0};
            assigned = (struct report_counts){0};
        }
    }
    for (size_t i = 0; i < report->extension_count && err == 0; i++) {
        const struct report_extension *one = &report->extensions[i];
        json_t *value = json_loads(one->detail, 0, NULL);
        if (value != NULL) {
            json_object_set_new(value, "extension", json_string(one->occurrence));
            json_object_set_new(value, "unit", json_string(one->unit));
            json_object_set_new(value, "at", ctl_instant_json(call, one->at));
            json_object_set_new(value, "from", ctl_day_json(span->from));
            json_object_set_new(value, "to", ctl_day_json(span->to));
            err = ctl_emit(call, value);
        }
    }
    return err;
}

/* The part of the span that begins at `from` and lies in one month or quarter. */
static day_t end_of_part(const struct span *span, day_t from)
{
    if (span->by == PERIOD_NONE) {
        return span->to;
    }
    struct civil civil = civil_from_day(from);
    int months = span->by == PERIOD_MONTH ? 1 : 3;
    int month = (civil.month - 1) / months * months + months; /* the last of it */
    int year = month == 12 ? civil.year + 1 : civil.year;
    day_t next = civil_to_day(year, month == 12 ? 1 : month + 1, 1);
    return next - 1 < span->to ? next - 1 : span->to;
}

static int read_span(struct ctl_call *call, struct span *out)
{
    const char *by = NULL;
    *out = (struct span){.from = DAY_NONE, .to = DAY_NONE, .by = PERIOD_NONE};
    int err = ctl_day(call, "from", true, &out->from);
    if (err == 0) {
        err = ctl_day(call, "to", true, &out->to);
    }
    if (err == 0) {
        err = ctl_text(call, "by", false, &by);
    }
    if (err == 0 && by != NULL) {
        out->by = strcmp(by, "quarter") == 0 ? PERIOD_QUARTER : PERIOD_MONTH;
        if (strcmp(by, "month") != 0 && strcmp(by, "quarter") != 0) {
            diag_addf(&call->diag, DIAG_ERROR, NULL, 0, 0, _("Hãy dùng một trong: month, quarter"),
                      _("không chia được theo “%s”"), by);
            err = ERR_INVALID;
        }
    }
    if (err == 0 && out->to < out->from) {
        diag_add(&call->diag, DIAG_ERROR, NULL, 0, 0, _("ngày cuối ở trước ngày đầu"), NULL);
        err = ERR_INVALID;
    }
    return err;
}

/* --- targets ------------------------------------------------------------------------------------- */

struct target_counts {
    day_t from, to;
    size_t states[PACE_STATES];
    size_t all;
};

static int count_target(const struct target_view *view, void *arg)
{
    struct target_counts *counts = arg;
    if (target_first_day(&view->target) <= counts->to &&
        target_last_day(&view->target) >= counts->from) {
        counts->states[view->pace.state]++;
        counts->all++;
    }
    return 0;
}

/* How the targets of those years stand at the end of the span, or today: the answer's result. */
static int count_targets(struct ctl_call *call, const struct span *span,
                         const struct occurrence_filter *names)
{
    struct engine *engine = &call->app->current->engine;
    const struct target_filter filter = {.department = names->department, .unit = names->unit};
    struct target_counts counts = {.from = span->from, .to = span->to};
    day_t today = engine_day(engine, call->now);
    day_t day = span->to < today ? span->to : today;
    int err = engine_targets_each(engine, &filter, day, count_target, &counts);
    if (err < 0 || counts.all == 0) {
        return err;
    }
    json_t *states = json_object();
    for (int i = 0; i < PACE_STATES; i++) {
        json_object_set_new(states, pace_state_name((enum pace_state)i),
                            json_integer((json_int_t)counts.states[i]));
    }
    call->result =
        json_pack("{s:{s:o, s:o}}", "targets", "day", ctl_day_json(day), "states", states);
    return call->result != NULL ? 0 : ERR_NOMEM;
}

/* --- by and by ------------------------------------------------------------------------------------ */

#define REPORT_PIECE 100

struct report_cursor {
    struct span span;
    struct occurrence_filter names; /* its texts are the call's */
    struct span part;               /* of the span, the one that is looked at */
    struct report_walk walk;
};

static void free_cursor(void *arg)
{
    struct report_cursor *cursor = arg;
    report_walk_clear(&cursor->walk);
    free(cursor);
}

static int begin_part(struct ctl_call *call, struct report_cursor *cursor, day_t from)
{
    report_walk_clear(&cursor->walk);
    cursor->part = (struct span){.from = from, .to = end_of_part(&cursor->span, from)};
    return report_begin(&call->app->current->engine, from, cursor->part.to,
                        cursor->names.department, cursor->names.unit, &cursor->walk);
}

static int next_piece(struct ctl_call *call)
{
    struct report_cursor *cursor = call->cursor;
    int more = report_go_on(&call->app->current->engine, call->now, &cursor->walk, REPORT_PIECE);
    if (more != 0) {
        return more;
    }
    int err = emit_lines(call, &cursor->part, &cursor->walk.report);
    if (err == 0 && cursor->part.to < cursor->span.to) {
        err = begin_part(call, cursor, cursor->part.to + 1);
        return err < 0 ? err : 1;
    }
    return err == 0 ? count_targets(call, &cursor->span, &cursor->names) : err;
}

int ctl_report(struct ctl_call *call)
{
    struct report_cursor *cursor = calloc(1, sizeof(*cursor));
    if (cursor == NULL) {
        return ERR_NOMEM;
    }
    call->cursor = cursor;
    call->cursor_free = free_cursor;
    call->more = next_piece;
    occurrence_filter_init(&cursor->names);
    int err = read_span(call, &cursor->span);
    if (err == 0) {
        err = ctl_text(call, "department", false, &cursor->names.department);
    }
    if (err == 0) {
        err = ctl_text(call, "unit", false, &cursor->names.unit);
    }
    if (err == 0) {
        err = ctl_names_check(call, &cursor->names);
    }
    return err == 0 ? begin_part(call, cursor, cursor->span.from) : err;
}
