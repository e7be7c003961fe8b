#include "lib/engine/internal.h"
#include "schedule/group.h"
#include "schedule/ladder.h"
#include "schedule/next.h"

const enum role planning_roles[PLANNING_ROLES] = {ROLE_LEAD,   ROLE_COORDINATING, ROLE_HEAD,
                                                  ROLE_OFFICE, ROLE_DEPUTY,       ROLE_DIRECTOR};

/* Whether any unit of the department has a deputy in charge. */
static bool has_deputies(const struct department *department)
{
    bool found = department->deputy.count > 0;
    for (size_t i = 0; i < department->count && !found; i++) {
        found = department->parties[i].deputy.count > 0;
    }
    return found;
}

bool planning_has_role(const struct engine *engine, const struct occurrence_row *row,
                       enum role role)
{
    const struct department *department =
        roster_department(&engine->settings->roster, row->department);
    switch (role) {
    case ROLE_LEAD:
    case ROLE_HEAD:
    case ROLE_OFFICE:
        return !row->has_shares;
    case ROLE_COORDINATING:
        return !row->parent;
    case ROLE_DEPUTY:
        return !row->has_shares && department && has_deputies(department);
    case ROLE_DIRECTOR:
        return !row->has_shares && department && department->director.count > 0;
    }
    return false;
}

struct ladder_ask planning_ask(const struct engine *engine, const struct occurrence_row *row,
                               enum role role)
{
    const struct plan *section = settings_plan(engine->settings, row->plan);
    return (struct ladder_ask){
        .every = row->dates.every,
        .role = role,
        .collect = row->collect,
        .start = row->collect ? DAY_NONE : row->dates.start,
        .due = row->dates.due,
        .asked = row->collect ? row->dates.start : DAY_NONE,
        .closed = section ? section->closed : DAY_NONE,
    };
}

bool planning_was_past_due(const struct engine *engine, const struct occurrence_row *row)
{
    if (row->dates.due == DAY_NONE || row->due_source == DUE_FROM_PERSON ||
        row->due_source == DUE_FROM_TRIGGER) {
        return false;
    }
    const struct policy *policy = engine_policy(engine->settings, row->plan, row->department);
    day_t overdue = occurrence_overdue_from(row->dates.due, policy->roll == ROLL_NEXT,
                                            &engine->settings->holidays);
    return overdue != DAY_NONE && overdue <= row->dates.created;
}

/* The first working day after `after` on which no silence covers what was kept silent; DAY_NONE when
 * nothing was. A silence that cannot be read is taken for none: the tick looks again. */
static day_t silence_ends(const struct engine *engine, const struct occurrence_row *row,
                          day_t after)
{
    day_t until;
    if (row->silenced_since == DAY_NONE) {
        return DAY_NONE;
    }
    int err = silences_cover_row(engine, row, after + 1, &until);
    day_t day = err < 0 || until == DAY_NONE ? after + 1 : until + 1;
    return workday_on_or_after(&engine->settings->holidays, day);
}

day_t planning_next_day(const struct engine *engine, const struct occurrence_row *row, day_t after)
{
    if (row->dates.outcome != OUTCOME_OPEN || row->dates.due == DAY_NONE ||
        planning_was_past_due(engine, row)) {
        return DAY_NONE;
    }
    const struct policy *policy = engine_policy(engine->settings, row->plan, row->department);
    day_t next = silence_ends(engine, row, after);
    for (size_t i = 0; i < PLANNING_ROLES; i++) {
        if (!planning_has_role(engine, row, planning_roles[i])) {
            continue;
        }
        struct ladder_ask ask = planning_ask(engine, row, planning_roles[i]);
        day_t day = ladder_next(&ask, policy, &engine->settings->holidays, after);
        if (day != DAY_NONE && (next == DAY_NONE || day < next)) {
            next = day;
        }
    }
    return next;
}

void planning_replan(const struct engine *engine, struct occurrence_row *row)
{
    row->act_by = occurrence_act_by(row->dates.due, &engine->settings->holidays);
    day_t after = row->said_until != DAY_NONE ? row->said_until : row->dates.created - 1;
    day_t day = planning_next_day(engine, row, after);
    row->next_at = next_stage(day, engine_department_policy(engine->settings, row->department),
                              engine->settings->utc_offset);
}

bool planning_is_open(const struct engine *engine, const char *department, instant_t now)
{
    return engine_is_open(engine->settings, department, now);
}

instant_t planning_open_at(const struct engine *engine, const char *department, instant_t now)
{
    return engine_open_at(engine->settings, department, now);
}
