/* From a rule to its instances: which periods and days an obligation asks for. */
#ifndef SCHEDULE_EXPAND_H
#define SCHEDULE_EXPAND_H

#include "cal/workday.h"
#include "model/occurrence.h"
#include "model/policy.h"

/* Why an instance has no due day. */
enum undated_reason {
    UNDATED_NOT,          /* it has one */
    UNDATED_WAITING,      /* on_event: no trigger yet */
    UNDATED_BY_REFERENCE, /* another paper sets it */
    UNDATED_NO_TERM,      /* triggered, but the phrase gives no term */
    UNDATED_NO_DAY,       /* a cycle whose text names no day and no regime gives one */
    UNDATED_NO_PERIOD,    /* a cycle without a period */
};

/* One instance of a rule, still without an id. */
struct instance {
    struct period period;   /* kind PERIOD_NONE unless the rule is a cycle with a period */
    int slot;               /* 1; 2 … for a further day of the same period ("ngày 10 và 25") */
    day_t start;            /* opens; DAY_NONE when it is no window */
    day_t due;              /* DAY_NONE: see reason */
    enum due_source source; /* of due; DUE_FROM_TEXT when there is none */
    bool waiting;
    enum undated_reason reason;
};

struct instances {
    struct instance *items;
    size_t count, capacity;
};

/* The most instances of one rule: 53 weeks x 12 days x the longest span of years is far above. */
#define EXPAND_MAX_INSTANCES 20000
#define EXPAND_MAX_YEARS 30

/* Accepts NULL and zeroed. */
void instances_clear(struct instances *list);

/* Appends the instances of a rule for the plan's years (from_year <= to_year, at most
 * EXPAND_MAX_YEARS), in time order of their periods:
 *  - once, window: one, whatever its year; a term from a day that is named ends by law (expand_term),
 *    and has no day (UNDATED_NO_DAY) when that lies beyond the supported years;
 *  - cycle: each period that belongs to the years and lies, at least in part, within the cycle's
 *    from … until; a day for each anchor that applies and is not before `from`. Without anchors the
 *    regime's (may be NULL);
 *    when that sets none, one undated instance a period (UNDATED_NO_DAY);
 *  - cycle without a period: one undated instance;
 *  - continuous: nothing;
 *  - on_event: one that waits; by_reference: one undated.
 * list must be zeroed or from an earlier call. Returns 0, ERR_NOMEM, ERR_LIMIT, ERR_RANGE (years).
 * On failure list holds what it held. */
int expand_rule(const struct rule *rule, int from_year, int to_year, const struct regime *regime,
                const struct holidays *table, struct instances *list);

/* How many names the rule takes in its row ("month", "month.2"): the most slots of one period. */
int expand_slots(const struct rule *rule, const struct regime *regime);

/* The last day of a term that begins with an event on that day (Civil Code 2015 Art. 147, 148):
 * working days are counted from the next one; days and months end at the next working day when
 * their last day is off. TERM_NONE gives DAY_NONE. *moved says whether the end was moved (may be
 * NULL). Returns 0 or ERR_RANGE. */
int expand_term(day_t event, struct term term, const struct holidays *table, day_t *due,
                bool *moved);

#endif
