#include "engine/report.h"

#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/err.h"
#include "base/text.h"
#include "base/vec.h"
#include "engine/assign.h"
#include "lib/engine/internal.h"
#include "store/ledger.h"

#define REPORT_MAX 1000000
#define REPORT_PAGE 500

static void line_clear(struct report_line *line)
{
    free(line->department);
    free(line->unit);
}

void report_clear(struct report *report)
{
    if (!report) {
        return;
    }
    for (size_t i = 0; i < report->extension_count; i++) {
        free(report->extensions[i].occurrence);
        free(report->extensions[i].unit);
        free(report->extensions[i].detail);
    }
    free(report->extensions);
    vec_clear(report, line_clear);
    *report = (struct report){0};
}

struct reporting {
    struct engine *engine;
    const char *department; /* its id */
    day_t today;
    struct report *out;
    const char *unit;                 /* NULL: all */
    const struct occurrence_row *row; /* whose ledger is being read */
    struct report_line *line;
    bool again; /* another line has it already */
    int err;
};

static int find_line(struct reporting *this, const char *unit, struct report_line **out)
{
    struct report *report = this->out;
    for (size_t i = report->count; i-- > 0;) {
        if (strcmp(report->items[i].department, this->department) == 0 &&
            strcmp(report->items[i].unit, unit) == 0) {
            *out = &report->items[i];
            return 0;
        }
    }
    struct report_line line = {.department = strdup(this->department), .unit = strdup(unit)};
    int err = line.department && line.unit ? vec_push(report, REPORT_MAX, line) : ERR_NOMEM;
    if (err < 0) {
        line_clear(&line);
        return err;
    }
    *out = &report->items[report->count - 1];
    return 0;
}

static int add_extension(struct reporting *this, const struct ledger_row *entry)
{
    struct report *report = this->out;
    int err = vec_grow(&report->extensions, sizeof report->extensions[0], report->extension_count,
                       1, REPORT_MAX, &report->extension_capacity);
    if (err < 0) {
        return err;
    }
    struct report_extension one = {
        .occurrence = strdup(this->row->id),
        .unit = strdup(this->line->unit),
        .detail = strdup(entry->detail ? entry->detail : "{}"),
        .at = entry->at,
    };
    report->extensions[report->extension_count++] = one;
    return one.occurrence && one.unit && one.detail ? 0 : ERR_NOMEM;
}

static int each_entry(const struct ledger_row *entry, void *arg)
{
    struct reporting *this = arg;
    bool assigned = occurrence_is_assigned(this->row);
    if (strcmp(entry->kind, "returned") == 0) {
        this->line->counts.returned++;
        this->line->joint.returned += this->again;
        this->line->assigned.returned += assigned;
        this->line->joint_assigned.returned += assigned && this->again;
    } else if (strcmp(entry->kind, "extended") == 0) {
        this->line->counts.extended++;
        this->line->joint.extended += this->again;
        this->line->assigned.extended += assigned;
        this->line->joint_assigned.extended += assigned && this->again;
        return add_extension(this, entry);
    }
    return 0;
}

static void count_state(struct report_counts *counts, enum occurrence_state state)
{
    int64_t *field = NULL;
    switch (state) {
    case STATE_UPCOMING:
    case STATE_DUE_SOON:
        field = &counts->open_in_time;
        break;
    case STATE_OVERDUE:
        field = &counts->open_overdue;
        break;
    case STATE_DONE_ON_TIME:
        field = &counts->done_on_time;
        break;
    case STATE_DONE_LATE:
        field = &counts->done_late;
        break;
    case STATE_EXEMPT:
        counts->exempt++;
        return;
    case STATE_WAITING:
    case STATE_UNDATED:
    case STATE_WITHDRAWN:
        return;
    }
    (*field)++;
    counts->total++;
}

static int count_for(struct reporting *this, const struct occurrence_row *row,
                     enum occurrence_state state, const char *unit)
{
    struct ledger_filter filter;
    ledger_filter_init(&filter);
    filter.occurrence = row->id;
    this->row = row;
    int err = find_line(this, unit, &this->line);
    if (err < 0) {
        return err;
    }
    count_state(&this->line->counts, state);
    if (this->again) {
        count_state(&this->line->joint, state);
    }
    if (occurrence_is_assigned(row)) {
        count_state(&this->line->assigned, state);
        if (this->again) {
            count_state(&this->line->joint_assigned, state);
        }
    }
    return store_ledger_each(this->engine->store, &filter, each_entry, this);
}

static int count_row(const struct occurrence_row *row, struct reporting *this)
{
    enum occurrence_state state = engine_state(this->engine, row, this->today);
    if ((row->collect && row->parent) || state == STATE_WITHDRAWN || state == STATE_WAITING ||
        state == STATE_UNDATED) {
        return 0;
    }
    struct strings units = {0};
    int err = engine_units(this->engine, row, this->today, &units);
    this->again = false;
    if (err == 0 && units.count == 0) {
        err = count_for(this, row, state, "");
    }
    for (size_t i = 0; i < units.count && err == 0; i++) {
        if (!this->unit || strcmp(this->unit, units.items[i]) == 0) {
            err = count_for(this, row, state, units.items[i]);
            this->again = true;
        }
    }
    strings_clear(&units);
    return err;
}

static int compare_units(const void *a, const void *b)
{
    const struct report_line *x = a;
    const struct report_line *y = b;
    return strcmp(x->unit, y->unit);
}

void report_walk_clear(struct report_walk *walk)
{
    if (!walk) {
        return;
    }
    strings_clear(&walk->departments);
    free(walk->after_id);
    report_clear(&walk->report);
    *walk = (struct report_walk){0};
}

int report_begin(const struct engine *engine, day_t from, day_t to, const char *department,
                 const char *unit, struct report_walk *out)
{
    const struct roster *roster = &engine->settings->roster;
    struct report_walk walk = {.from = from, .to = to, .unit = unit};
    int err = to < from ? ERR_INVALID : 0;
    for (size_t i = 0; i < roster->count && err == 0; i++) {
        const char *id = roster->departments[i].id;
        if (!department || strcmp(department, id) == 0) {
            err = strings_add(&walk.departments, id);
        }
    }
    if (err < 0) {
        report_walk_clear(&walk);
        return err;
    }
    *out = walk;
    return 0;
}

/* Behind the last row of a page, or at the next department. */
static int step(struct report_walk *walk, const struct occurrence_rows *page, size_t rows)
{
    const struct occurrence_row *last = page->count == rows ? &page->items[rows - 1] : NULL;
    free(walk->after_id);
    walk->after_id = last ? strdup(last->id) : NULL;
    if (last) {
        walk->after_due = last->dates.due;
        return walk->after_id ? 0 : ERR_NOMEM;
    }
    struct report *report = &walk->report;
    if (report->count > walk->first) {
        qsort(report->items + walk->first, report->count - walk->first, sizeof report->items[0],
              compare_units);
    }
    walk->first = report->count;
    walk->department++;
    return 0;
}

int report_go_on(struct engine *engine, instant_t now, struct report_walk *walk, size_t rows)
{
    if (walk->department >= walk->departments.count) {
        return 0;
    }
    struct reporting this = {.engine = engine,
                             .department = walk->departments.items[walk->department],
                             .today = engine_day(engine, now),
                             .out = &walk->report,
                             .unit = walk->unit};
    _cleanup_free_ char *former = NULL;
    struct occurrence_filter filter;
    struct occurrence_rows page = {0};
    int err =
        walk->unit ? engine_former(engine, this.department, walk->unit, this.today, &former) : 0;
    if (err < 0) {
        return err;
    }
    occurrence_filter_init(&filter);
    filter.department = this.department;
    filter.former = former;
    filter.from = walk->from;
    filter.to = walk->to;
    filter.unit = walk->unit;
    filter.jointly = true;
    filter.due = DUE_DATED;
    filter.leaves = true;
    filter.after_due = walk->after_due;
    filter.after_id = walk->after_id;
    err = store_occurrences_list(engine->store, &filter, rows, &page);
    for (size_t i = 0; i < page.count && err == 0; i++) {
        err = count_row(&page.items[i], &this);
    }
    if (err == 0) {
        err = step(walk, &page, rows);
    }
    store_occurrence_rows_clear(&page);
    return err < 0 ? err : walk->department < walk->departments.count;
}

int engine_report(struct engine *engine, instant_t now, day_t from, day_t to,
                  const char *department, const char *unit, struct report *out)
{
    struct report_walk walk = {0};
    int more = report_begin(engine, from, to, department, unit, &walk);
    if (more < 0) {
        return more;
    }
    do {
        more = report_go_on(engine, now, &walk, REPORT_PAGE);
    } while (more > 0);
    if (more == 0) {
        *out = walk.report;
        walk.report = (struct report){0};
    }
    report_walk_clear(&walk);
    return more;
}
