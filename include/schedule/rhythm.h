/* The rhythm of a target: for which periods its value is asked for, and when it must be reached. */
#ifndef SCHEDULE_RHYTHM_H
#define SCHEDULE_RHYTHM_H

#include "cal/workday.h"
#include "model/policy.h"
#include "model/target.h"
#include "schedule/pace.h"

/* Data are cut off on that day of a period's last month (Decree 09/2019/NĐ-CP Art. 12); 0: on its last
 * day, as statistics have it. */
#define RHYTHM_CUT_OFF 14
#define RHYTHM_MAX_CUT_OFF 28

/* The data of a period: month M is 15 of M-1 … 14 of M, a quarter 15 of the month before it … 14 of its
 * last month, and so on. Not of weeks: DAY_NONE. cut_off: 0 … RHYTHM_MAX_CUT_OFF. */
void rhythm_span(struct period period, int cut_off, day_t *from, day_t *to);

/* One value that is asked for. */
struct rhythm_ask {
    struct period period;
    day_t from, to; /* the data that it is about */
    day_t report;   /* when the regime wants the report; DAY_NONE: it does not say */
};

#define RHYTHM_MAX_ASKS 400

/* By which kind of period a target is asked for: what the regime names, else the first of quarter,
 * half, year, month, nine months that it has a day for, else the quarter (regime may be NULL). The
 * coarser periods of a regime end with one of these: the same value serves them. */
enum period_kind rhythm_kind(const struct regime *regime);

/* The periods of a target's years, in order of time. *count asks, at most RHYTHM_MAX_ASKS; 0 for a
 * target without supported years. Returns 0, ERR_NOMEM, or what expand_rule returns. */
int rhythm_asks(const struct target *target, const struct regime *regime,
                const struct holidays *table, struct rhythm_ask out[static RHYTHM_MAX_ASKS],
                size_t *count);

/* The ask that a value of that day answers: each day belongs to one, from a month before its cut-off
 * (or the beginning of its data) until the same of the next one; before all of them to the first, when
 * its data have begun. NULL: to none. */
const struct rhythm_ask *rhythm_answered(const struct rhythm_ask *asks, size_t count, day_t day);

/* Whether a step is reached by what was measured up to its due day: the latest value meets the goal, and
 * either it had to be reached (the line began elsewhere), or the value is the year's last, measured for
 * the last of the year's asks or later. A later, worse value undoes it. */
bool rhythm_reaches(const struct pace_ask *pace, const struct pace_step *step,
                    const struct rhythm_ask *asks, size_t count);

#endif
