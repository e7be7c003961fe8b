#include "schedule/next.h"

instant_t next_earlier(instant_t a, instant_t b)
{
    if (a == INSTANT_NONE)
        return b;
    if (b == INSTANT_NONE)
        return a;
    return a < b ? a : b;
}

instant_t next_stage(day_t day, const struct policy *policy, offset_t offset)
{
    return day == DAY_NONE ? INSTANT_NONE : offset_instant(day, policy->send_minute, offset);
}

day_t next_week_first(day_t day, const struct holidays *table)
{
    return workday_on_or_after(table, day - ((day_t)civil_weekday(day) - MONDAY));
}

day_t next_month_first(day_t day, const struct holidays *table)
{
    struct civil date = civil_from_day(day);
    day_t first = civil_to_day(date.year, date.month, 1);
    return first == DAY_NONE ? DAY_NONE : workday_on_or_after(table, first);
}

day_t next_month_list(day_t day, const struct holidays *table)
{
    struct civil date = civil_from_day(day);
    day_t first = civil_to_day(date.year, date.month, 1);
    day_t next = first == DAY_NONE ? DAY_NONE : civil_add_months(first, 1);
    return next == DAY_NONE ? DAY_NONE : workday_on_or_after(table, next);
}
