/* Where an anchor lies in a period. */
#include "cal/lunar.h"
#include "model/rule.h"

/* The year and month that lie `months` after the period's first. */
static struct civil month_of(day_t first, int months)
{
    struct civil date = civil_from_day(first);
    int month = date.year * 12 + date.month - 1 + months;
    return (struct civil){.year = month / 12, .month = month % 12 + 1, .day = 1};
}

static day_t month_day(day_t first, int months, int day)
{
    struct civil month = month_of(first, months);
    int length = civil_month_length(month.year, month.month);
    return civil_to_day(month.year, month.month, day == 0 || day > length ? length : day);
}

static day_t month_weekday(day_t first, const struct anchor *anchor)
{
    struct civil month = month_of(first, anchor->month);
    int length = civil_month_length(month.year, month.month);
    day_t begin = civil_to_day(month.year, month.month, 1);
    if (begin == DAY_NONE)
        return DAY_NONE;
    int day = 1 + (anchor->weekday - (int)civil_weekday(begin) + 7) % 7;
    if (anchor->nth > 0)
        day += 7 * (anchor->nth - 1);
    else
        day += 7 * ((length - day) / 7);
    return day > length ? DAY_NONE : begin + day - 1;
}

static day_t unshifted(const struct anchor *anchor, struct period period, day_t first)
{
    switch (anchor->kind) {
    case ANCHOR_MONTH_DAY:
        if (period.kind == PERIOD_WEEK)
            return DAY_NONE;
        return month_day(first, anchor->month, anchor->day);
    case ANCHOR_MONTH_WEEKDAY:
        if (period.kind == PERIOD_WEEK)
            return DAY_NONE;
        return month_weekday(first, anchor);
    case ANCHOR_WEEK_DAY:
        if (period.kind != PERIOD_WEEK)
            return DAY_NONE;
        return first + anchor->weekday - 1;
    case ANCHOR_LAST_WORKDAY:
        return period.kind == PERIOD_WEEK ? DAY_NONE : month_day(first, anchor->month, 0);
    case ANCHOR_LUNAR:
        return lunar_to_day(period.year, anchor->month, anchor->day, false);
    }
    return DAY_NONE;
}

day_t anchor_day(const struct anchor *anchor, struct period period)
{
    if (!anchor_is_valid(anchor) || !period_is_valid(period))
        return DAY_NONE;
    if (anchor->only != 0 && anchor->only != period.index)
        return DAY_NONE;
    day_t first = period_first(period);
    if (first == DAY_NONE)
        return DAY_NONE;
    day_t day = unshifted(anchor, period, first);
    if (day == DAY_NONE)
        return DAY_NONE;
    day += anchor->shift;
    return civil_from_day(day).year == 0 ? DAY_NONE : day;
}
