/* Working days: Monday to Friday, less days off, plus worked Saturdays. */
#ifndef CAL_WORKDAY_H
#define CAL_WORKDAY_H

#include "cal/holidays.h"

/* table may be NULL everywhere here: then only weekends are off. */
bool workday_is(const struct holidays *table, day_t day);
/* Why the day is not an ordinary one: the reason in the table (also that of a worked Saturday, and
 * of a day off that falls on a weekend), else "Thứ Bảy" or "Chủ nhật", else NULL. In the user's
 * language; valid until the table changes. */
const char *workday_reason(const struct holidays *table, day_t day);
/* The last working day on or before; the first on or after. DAY_NONE when none is within 60 days or
 * the day is out of range. */
day_t workday_on_or_before(const struct holidays *table, day_t day);
day_t workday_on_or_after(const struct holidays *table, day_t day);
/* The n-th working day after (n > 0) or before (n < 0) a day, which itself is not counted
 * (Civil Code 2015 Art. 147); n = 0 is the day itself. |n| <= 10,000. DAY_NONE when the day, n or
 * the result is out of range. */
day_t workday_shift(const struct holidays *table, day_t day, int n);
/* Working days after `from` up to and with `to`; negative when to < from. 0 when either is out of
 * range. */
int workday_count(const struct holidays *table, day_t from, day_t to);

#endif
