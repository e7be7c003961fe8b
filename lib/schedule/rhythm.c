#include "schedule/rhythm.h"

#include "base/err.h"
#include "schedule/expand.h"

/* A value that is measured so many days before the cut-off is one of the period that ends there. */
#define EARLY_DAYS 30

static day_t cut(struct period period, int months_on, int cut_off)
{
    day_t first = civil_add_months(period_first(period), months_on);
    if (first == DAY_NONE) {
        return DAY_NONE;
    }
    struct civil civil = civil_from_day(first);
    if (cut_off > 0) {
        return civil_to_day(civil.year, civil.month, cut_off);
    }
    day_t next = civil_add_months(first, 1);
    return next == DAY_NONE ? DAY_NONE : next - 1;
}

void rhythm_span(struct period period, int cut_off, day_t *from, day_t *to)
{
    int months = period_months(period.kind);
    *from = DAY_NONE;
    *to = DAY_NONE;
    if (months == 0 || !period_is_valid(period)) {
        return;
    }
    day_t before = cut(period, -1, cut_off);
    day_t last = cut(period, months - 1, cut_off);
    if (before != DAY_NONE && last != DAY_NONE) {
        *from = before + 1;
        *to = last;
    }
}

enum period_kind rhythm_kind(const struct regime *regime)
{
    static const enum period_kind KINDS[] = {PERIOD_QUARTER, PERIOD_HALF, PERIOD_YEAR, PERIOD_MONTH,
                                             PERIOD_NINE_MONTHS};
    if (regime && regime->targets) {
        return period_kind_from_name(regime->targets);
    }
    for (size_t i = 0; i < sizeof KINDS / sizeof KINDS[0]; i++) {
        if (regime_cycle(regime, KINDS[i])) {
            return KINDS[i];
        }
    }
    return PERIOD_QUARTER;
}

int rhythm_asks(const struct target *target, const struct regime *regime,
                const struct holidays *table, struct rhythm_ask out[static RHYTHM_MAX_ASKS],
                size_t *count)
{
    struct instances list = {0};
    struct rule rule;
    size_t made = 0;
    rule_init(&rule, RULE_CYCLE);
    rule.cycle.every = rhythm_kind(regime);
    int err = expand_rule(&rule, target->from_year, target->to_year, regime, table, &list);
    for (size_t i = 0; i < list.count && made < RHYTHM_MAX_ASKS && err == 0; i++) {
        const struct instance *one = &list.items[i];
        struct rhythm_ask ask = {.period = one->period, .report = one->due};
        rhythm_span(one->period, regime ? regime->cut_off : RHYTHM_CUT_OFF, &ask.from, &ask.to);
        if (one->slot == 1 && ask.to != DAY_NONE) {
            out[made++] = ask;
        }
    }
    instances_clear(&list);
    if (err == 0) {
        *count = made;
    }
    return err;
}

/* The first day that counts for an ask. */
static day_t begins(const struct rhythm_ask *ask)
{
    return ask->to - EARLY_DAYS > ask->from ? ask->to - EARLY_DAYS : ask->from;
}

const struct rhythm_ask *rhythm_answered(const struct rhythm_ask *asks, size_t count, day_t day)
{
    const struct rhythm_ask *found = NULL;
    for (size_t i = 0; i < count && begins(&asks[i]) <= day; i++) {
        found = &asks[i];
    }
    return found;
}

/* The last ask whose data end in the year of the step, however far that was extended. */
static const struct rhythm_ask *last_ask(const struct pace_step *step,
                                         const struct rhythm_ask *asks, size_t count)
{
    const struct rhythm_ask *last = NULL;
    day_t year_end = civil_to_day(step->year, 12, 31);
    for (size_t i = 0; i < count && asks[i].to <= year_end; i++) {
        last = &asks[i];
    }
    return last;
}

bool rhythm_reaches(const struct pace_ask *pace, const struct pace_step *step,
                    const struct rhythm_ask *asks, size_t count)
{
    const struct pace_point *latest = NULL;
    for (size_t i = 0;
         i < pace->count && pace->points[i].day <= step->due && pace->points[i].day <= pace->today;
         i++) {
        latest = &pace->points[i];
    }
    if (!latest || step->goal == AMOUNT_NONE ||
        !target_meets(pace->target, latest->value, step->goal)) {
        return false;
    }
    amount_t start = pace->baseline.day != DAY_NONE ? pace->baseline.value : pace->points[0].value;
    const struct rhythm_ask *last = last_ask(step, asks, count);
    return !target_meets(pace->target, start, step->goal) || !last || latest->day >= begins(last);
}
