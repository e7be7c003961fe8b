/* The earliest of what waits for time. */
#ifndef SCHEDULE_NEXT_H
#define SCHEDULE_NEXT_H

#include "cal/offset.h"
#include "cal/workday.h"
#include "model/policy.h"

/* The earlier; INSTANT_NONE is never. */
instant_t next_earlier(instant_t a, instant_t b);
/* The instant at which the stages of that day are said: its policy.send_minute; INSTANT_NONE for
 * DAY_NONE. */
instant_t next_stage(day_t day, const struct policy *policy, offset_t offset);
/* The first working day of the month after that in which `day` lies; DAY_NONE out of range. */
day_t next_month_list(day_t day, const struct holidays *table);
/* The first working day on or after the Monday of the week in which `day` lies. */
day_t next_week_first(day_t day, const struct holidays *table);
/* The first working day of the month in which `day` lies. */
day_t next_month_first(day_t day, const struct holidays *table);

#endif
