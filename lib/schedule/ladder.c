#include "schedule/ladder.h"

#include "model/occurrence.h"

/* The stages under construction. */
struct rungs {
    struct staged *items;
    size_t count;
    day_t closed;
};

static void put(struct rungs *rungs, enum stage_kind kind, int n, day_t day)
{
    if (day == DAY_NONE || rungs->count == LADDER_MAX_STAGES)
        return;
    if (rungs->closed != DAY_NONE && day >= rungs->closed)
        return;
    /* Insertion keeps equal days in the order in which they are put. */
    size_t at = rungs->count++;
    while (at > 0 && rungs->items[at - 1].day > day) {
        rungs->items[at] = rungs->items[at - 1];
        at--;
    }
    rungs->items[at] = (struct staged){{kind, n}, day};
}

static void put_window(struct rungs *rungs, day_t start, day_t due, day_t act_by,
                       const struct policy *policy, const struct holidays *table)
{
    if (start == DAY_NONE || start > due)
        return;
    day_t opening = workday_on_or_after(table, start);
    if (opening != DAY_NONE && opening < act_by)
        put(rungs, STAGE_OPENING, 0, opening);
    if (due - start + 1 <= policy->half_way_over)
        return;
    day_t half = workday_on_or_after(table, start + (due - start) / 2);
    if (half != DAY_NONE && half < act_by)
        put(rungs, STAGE_HALF, 0, half);
}

static void put_before(struct rungs *rungs, const struct ladder_steps *steps, day_t act_by,
                       const struct holidays *table)
{
    for (size_t i = 0; i < steps->count; i++) {
        if (steps->before[i] > 0)
            put(rungs, STAGE_BEFORE, steps->before[i],
                workday_shift(table, act_by, -steps->before[i]));
    }
}

static bool has_step_zero(const struct ladder_steps *steps)
{
    for (size_t i = 0; i < steps->count; i++) {
        if (steps->before[i] == 0)
            return true;
    }
    return false;
}

static void put_overdue(struct rungs *rungs, day_t due, const struct policy *policy,
                        const struct holidays *table)
{
    day_t from = occurrence_overdue_from(due, policy->roll == ROLL_NEXT, table);
    if (from == DAY_NONE)
        return;
    day_t day = from - 1;
    for (int n = 1; n <= policy->overdue_days && day != DAY_NONE; n++) {
        day = workday_shift(table, day, 1);
        put(rungs, STAGE_OVERDUE, n, day);
    }
    day_t base = day;
    for (int week = 1; week <= policy->overdue_weeks && day != DAY_NONE; week++) {
        day_t next = workday_on_or_after(table, base + 7 * week);
        /* A week that is off as a whole (Tết) would move two of them to one day. */
        day = next != DAY_NONE && next <= day ? workday_shift(table, day, 1) : next;
        put(rungs, STAGE_OVERDUE_WEEK, week, day);
    }
}

/* A single rung: the n-th working day of being overdue. */
static void put_escalation(struct rungs *rungs, enum role role, day_t due,
                           const struct policy *policy, const struct holidays *table)
{
    int distance = policy_escalation(policy, role);
    day_t from = occurrence_overdue_from(due, policy->roll == ROLL_NEXT, table);
    if (distance > 0 && from != DAY_NONE)
        put(rungs, STAGE_ESCALATION, escalation_level(role),
            workday_shift(table, from - 1, distance));
}

size_t ladder_build(const struct ladder_ask *ask, const struct policy *policy,
                    const struct holidays *table, struct staged out[static LADDER_MAX_STAGES])
{
    struct rungs rungs = {out, 0, ask->closed};
    day_t act_by = occurrence_act_by(ask->due, table);
    if (act_by == DAY_NONE)
        return 0;
    if (escalation_level(ask->role) > 0) {
        put_escalation(&rungs, ask->role, ask->due, policy, table);
        return rungs.count;
    }
    bool lead = ask->role == ROLE_LEAD;
    const struct ladder_steps *steps =
        lead ? policy_steps(policy, ask->every) : &policy->coordinating;
    if (ask->collect) {
        if (!lead)
            return 0;
        if (ask->asked != DAY_NONE && ask->asked < act_by)
            put(&rungs, STAGE_COLLECT, 0, ask->asked);
    } else {
        if (lead)
            put_window(&rungs, ask->start, ask->due, act_by, policy, table);
        put_before(&rungs, steps, act_by, table);
    }
    if (ask->collect || has_step_zero(steps))
        put(&rungs, STAGE_DUE, 0, act_by);
    if (lead)
        put_overdue(&rungs, ask->due, policy, table);
    return rungs.count;
}

day_t ladder_next(const struct ladder_ask *ask, const struct policy *policy,
                  const struct holidays *table, day_t after)
{
    struct staged staged[LADDER_MAX_STAGES];
    size_t count = ladder_build(ask, policy, table, staged);
    for (size_t i = 0; i < count; i++) {
        if (staged[i].day > after)
            return staged[i].day;
    }
    return DAY_NONE;
}

struct ladder_cut ladder_cut(const struct staged *staged, size_t count, enum catch_up catch_up,
                             day_t after, day_t today)
{
    struct ladder_cut cut = {.next = DAY_NONE};
    while (cut.first < count && staged[cut.first].day <= after)
        cut.first++;
    cut.end = cut.first;
    while (cut.end < count && staged[cut.end].day <= today)
        cut.end++;
    if (cut.end < count)
        cut.next = staged[cut.end].day;
    cut.say = cut.first;
    if (cut.end > cut.first && catch_up != CATCH_UP_ALL) {
        day_t said = catch_up == CATCH_UP_NONE ? today : staged[cut.end - 1].day;
        while (cut.say < cut.end && staged[cut.say].day < said)
            cut.say++;
    }
    return cut;
}

void collect_dates(day_t act_by, const struct policy *policy, const struct holidays *table,
                   day_t *asked, day_t *due)
{
    *asked = workday_shift(table, act_by, -policy->collect_before);
    *due = workday_shift(table, act_by, -policy->collect_due);
}
