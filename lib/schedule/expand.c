#include "schedule/expand.h"

#include <stdlib.h>

#include "base/err.h"
#include "base/vec.h"

void instances_clear(struct instances *list)
{
    if (list)
        vec_free(list);
}

static int add(struct instances *list, struct instance instance)
{
    return vec_push(list, EXPAND_MAX_INSTANCES, instance);
}

static struct instance undated(enum undated_reason reason)
{
    return (struct instance){
        .slot = 1, .start = DAY_NONE, .due = DAY_NONE, .source = DUE_FROM_TEXT, .reason = reason};
}

/* Whether any part of the period lies within the cycle's from … until. */
static bool counts(const struct cycle *cycle, struct period period)
{
    return (cycle->from == DAY_NONE || period_last(period) >= cycle->from) &&
           (cycle->until == DAY_NONE || period_first(period) <= cycle->until);
}

static day_t due_day(const struct anchor *anchor, struct period period,
                     const struct holidays *table)
{
    struct anchor last = *anchor;
    if (anchor->kind != ANCHOR_LAST_WORKDAY)
        return anchor_day(anchor, period);
    last.shift = 0;
    day_t day = anchor_day(&last, period);
    day = day == DAY_NONE ? DAY_NONE : workday_on_or_before(table, day);
    return day == DAY_NONE ? DAY_NONE : day + anchor->shift;
}

/* from: nothing is due before that day, however early its period begins; DAY_NONE: no such day. */
static int expand_period(const struct cycle *days, bool from_regime, struct period period,
                         day_t from, const struct holidays *table, struct instances *list)
{
    int slot = 0;
    for (int i = 0; i < days->anchor_count; i++) {
        day_t due = due_day(&days->anchors[i], period, table);
        if (due == DAY_NONE)
            continue;
        slot++;
        if (from != DAY_NONE && due < from)
            continue;
        struct instance instance = {
            .period = period,
            .slot = slot,
            .start = DAY_NONE,
            .due = due,
            .source = from_regime ? DUE_FROM_REPORTING : DUE_FROM_TEXT,
        };
        if (days->has_start) {
            day_t start = anchor_day(&days->start, period);
            if (start != DAY_NONE && start <= due)
                instance.start = start;
        }
        int err = add(list, instance);
        if (err)
            return err;
    }
    return 0;
}

static int expand_cycle(const struct cycle *cycle, int from_year, int to_year,
                        const struct regime *regime, const struct holidays *table,
                        struct instances *list)
{
    if (cycle->every == PERIOD_NONE)
        return add(list, undated(UNDATED_NO_PERIOD));
    const struct cycle *days = cycle->anchor_count ? cycle : regime_cycle(regime, cycle->every);
    for (int year = from_year; year <= to_year; year++) {
        int periods = period_count(cycle->every, year);
        for (int index = 1; index <= periods; index++) {
            struct period period = {cycle->every, year, index};
            if (!counts(cycle, period))
                continue;
            int err;
            if (days) {
                err = expand_period(days, days != cycle, period, cycle->from, table, list);
            } else {
                struct instance instance = undated(UNDATED_NO_DAY);
                instance.period = period;
                err = add(list, instance);
            }
            if (err)
                return err;
        }
    }
    return 0;
}

static int expand_kind(const struct rule *rule, int from_year, int to_year,
                       const struct regime *regime, const struct holidays *table,
                       struct instances *list)
{
    struct instance one = undated(UNDATED_NOT);
    switch (rule->kind) {
    case RULE_ONCE:
        one.due = rule->once.due;
        if (rule->once.within.unit != TERM_NONE &&
            expand_term(rule->once.since, rule->once.within, table, &one.due, NULL))
            one = undated(UNDATED_NO_DAY);
        return add(list, one);
    case RULE_WINDOW:
        one.start = rule->window.start;
        one.due = rule->window.end;
        return add(list, one);
    case RULE_CYCLE:
        return expand_cycle(&rule->cycle, from_year, to_year, regime, table, list);
    case RULE_CONTINUOUS:
        return 0;
    case RULE_ON_EVENT:
        one = undated(UNDATED_WAITING);
        one.waiting = true;
        one.start = rule->event.start;
        return add(list, one);
    case RULE_BY_REFERENCE:
        return add(list, undated(UNDATED_BY_REFERENCE));
    }
    return ERR_INVALID;
}

int expand_rule(const struct rule *rule, int from_year, int to_year, const struct regime *regime,
                const struct holidays *table, struct instances *list)
{
    if (from_year > to_year || to_year - from_year >= EXPAND_MAX_YEARS ||
        from_year < CIVIL_MIN_YEAR || to_year > CIVIL_MAX_YEAR)
        return ERR_RANGE;
    size_t held = list->count;
    int err = expand_kind(rule, from_year, to_year, regime, table, list);
    if (err)
        list->count = held;
    return err;
}

int expand_slots(const struct rule *rule, const struct regime *regime)
{
    if (rule->kind != RULE_CYCLE || rule->cycle.every == PERIOD_NONE)
        return 1;
    const struct cycle *days =
        rule->cycle.anchor_count ? &rule->cycle : regime_cycle(regime, rule->cycle.every);
    if (!days)
        return 1;
    int of_all = 0;
    int most = 0;
    int of_one[64] = {0};
    for (int i = 0; i < days->anchor_count; i++) {
        int only = days->anchors[i].only;
        if (only == 0)
            of_all++;
        else if (only > 0 && only < 64 && ++of_one[only] > most)
            most = of_one[only];
    }
    int slots = of_all + most;
    return slots > 0 ? slots : 1;
}

int expand_term(day_t event, struct term term, const struct holidays *table, day_t *due,
                bool *moved)
{
    day_t end = DAY_NONE;
    day_t last = DAY_NONE;
    switch (term.unit) {
    case TERM_NONE:
        *due = DAY_NONE;
        if (moved)
            *moved = false;
        return 0;
    case TERM_WORKING_DAY:
        end = last = workday_shift(table, event, term.n);
        break;
    case TERM_DAY:
        end = event + term.n;
        last = workday_on_or_after(table, end);
        break;
    case TERM_MONTH:
        end = civil_add_months(event, term.n);
        last = end == DAY_NONE ? DAY_NONE : workday_on_or_after(table, end);
        break;
    }
    if (last == DAY_NONE)
        return ERR_RANGE;
    *due = last;
    if (moved)
        *moved = last != end;
    return 0;
}
