#include <inttypes.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/err.h"
#include "lib/engine/incoming_parts.h"
#include "lib/engine/internal.h"

/* One department's monthly list. */
struct monthly {
    struct engine *engine;
    const char *department;
    instant_t now;
    day_t today;
    struct recipients office;
    size_t *added;
};

static bool section_is_open(const struct plan *section, day_t today)
{
    return section && (section->closed == DAY_NONE || today < section->closed);
}

static bool within_years(const struct plan *section, day_t today)
{
    int year = civil_from_day(today).year;
    return year >= section->from_year && year <= section->to_year;
}

static int say(struct monthly *this, const char *occurrence, enum stage_kind kind)
{
    const struct saying saying = {
        .occurrence = occurrence,
        .department = this->department,
        .stage = {kind, 0},
        .anchor = this->today,
        .role = ROLE_OFFICE,
        .now = this->now,
    };
    return notices_say(this->engine, &saying, &this->office, this->added);
}

/* A row that needs a person is listed as such, not by its occurrences. */
static int is_unsettled(struct monthly *this, const struct occurrence_row *row, bool *out)
{
    _cleanup_(store_task_clear) struct task_row task = {0};
    *out = false;
    int err = store_task_get(this->engine->store, row->plan, row->stt, &task);
    if (err == 0) {
        *out = task.status != TASK_UNDERSTOOD;
    }
    return err == ERR_NOT_FOUND ? 0 : err;
}

static int list_undated(struct occurrence_row *row, void *arg)
{
    struct monthly *this = arg;
    const struct plan *section = settings_plan(this->engine->settings, row->plan);
    if (row->parent || (section && (!section_is_open(section, this->today) ||
                                    !within_years(section, this->today)))) {
        return 0;
    }
    bool unsettled;
    int err = is_unsettled(this, row, &unsettled);
    return err < 0 || unsettled ? err : say(this, row->id, STAGE_MONTHLY);
}

/* Past due when it was loaded, this very month: the office has that list already. */
static bool is_told(const struct monthly *this, const struct occurrence_row *row)
{
    struct civil created = civil_from_day(row->dates.created);
    struct civil today = civil_from_day(this->today);
    return planning_was_past_due(this->engine, row) && created.year == today.year &&
           created.month == today.month;
}

/* Overdue, and nothing more comes from its ladder. */
static int list_overdue(struct occurrence_row *row, void *arg)
{
    struct monthly *this = arg;
    const struct plan *section = settings_plan(this->engine->settings, row->plan);
    if (is_told(this, row) || (section && !section_is_open(section, this->today)) ||
        engine_state(this->engine, row, this->today) != STATE_OVERDUE ||
        planning_next_day(this->engine, row, this->today) != DAY_NONE) {
        return 0;
    }
    return say(this, row->id, STAGE_MONTHLY);
}

static int each_unsettled(const struct task_row *task, void *arg)
{
    char name[OCCURRENCE_ID_MAX];
    int wrote = snprintf(name, sizeof name, "%s/%s", task->plan, task->stt);
    return wrote > 0 && (size_t)wrote < sizeof name ? say(arg, name, STAGE_NEEDS_PERSON) : 0;
}

static int list_unsettled(struct monthly *this)
{
    const struct settings *settings = this->engine->settings;
    for (size_t i = 0; i < settings->plan_count; i++) {
        const struct plan *section = &settings->plans[i];
        if (strcmp(section->department, this->department) != 0 ||
            !section_is_open(section, this->today) || !within_years(section, this->today)) {
            continue;
        }
        int err =
            store_tasks_unsettled_each(this->engine->store, section->id, each_unsettled, this);
        if (err < 0) {
            return err;
        }
    }
    return 0;
}

/* What another system told and nobody has decided yet. */
static int list_incoming(struct monthly *this)
{
    struct incoming_rows rows = {0};
    int err =
        store_incoming_pending(this->engine->store, this->department, 0, INCOMING_TOLD_MAX, &rows);
    for (size_t i = 0; i < rows.count && err == 0; i++) {
        char subject[INCOMING_SUBJECT_SIZE];
        snprintf(subject, sizeof subject, INCOMING_SUBJECT "%" PRId64, rows.items[i].number);
        err = say(this, subject, STAGE_INCOMING);
    }
    store_incoming_rows_clear(&rows);
    return err;
}

static int list_all(struct monthly *this)
{
    struct occurrence_filter filter;
    occurrence_filter_init(&filter);
    filter.department = this->department;
    filter.outcomes = 1u << OUTCOME_OPEN;
    filter.due = DUE_UNDATED;
    int err = engine_occurrences_each(this->engine, &filter, list_undated, this);
    if (err == 0) {
        filter.due = DUE_DATED;
        filter.to = this->today;
        filter.leaves = true;
        err = engine_occurrences_each(this->engine, &filter, list_overdue, this);
    }
    if (err == 0) {
        err = list_incoming(this);
    }
    return err == 0 ? list_unsettled(this) : err;
}

int lists_monthly(struct engine *engine, const char *department, instant_t now, size_t *added)
{
    struct monthly this = {
        .engine = engine,
        .department = department,
        .now = now,
        .today = engine_day(engine, now),
        .added = added,
    };
    int err = recipients_office(engine, department, this.today, &this.office);
    if (err == 0) {
        err = list_all(&this);
    }
    recipients_clear(&this.office);
    return err;
}
