#include "cal/lunar.h"

#include <stdint.h>

#include "lib/cal/lunar_table.h"
#include "lib/cal/lunar_year.h"

static uint32_t year_word(int year)
{
    return lunar_years[year - LUNAR_FIRST_YEAR];
}

/* The day number of the first day of a lunar year in the table; LUNAR_FIRST_YEAR's lies before the
 * supported years. */
static day_t year_start(int year)
{
    const day_t january = year < CIVIL_MIN_YEAR ? CIVIL_MIN_DAY - 365 : civil_to_day(year, 1, 1);
    return january + lunar_year_offset(year_word(year));
}

struct lunar lunar_from_day(day_t day)
{
    int year = civil_from_day(day).year;
    if (year == 0) {
        return (struct lunar){0};
    }
    if (day < year_start(year)) {
        year--;
    }
    const uint32_t word = year_word(year);
    const int leap = lunar_year_leap(word);
    int rest = day - year_start(year);
    int index = 0;
    while (index < 12 && rest >= lunar_year_month_length(word, index)) {
        rest -= lunar_year_month_length(word, index++);
    }
    const bool after_leap = leap != 0 && index >= leap;
    return (struct lunar){
        .year = year,
        .month = index + (after_leap ? 0 : 1),
        .day = rest + 1,
        .leap = leap != 0 && index == leap,
    };
}

int lunar_leap_month(int year)
{
    return year >= LUNAR_FIRST_YEAR && year <= CIVIL_MAX_YEAR ? lunar_year_leap(year_word(year))
                                                              : 0;
}

/* The index of a month in its year, from 0; -1 when there is none. */
static int month_index(int year, int month, bool leap)
{
    if (year < LUNAR_FIRST_YEAR || year > CIVIL_MAX_YEAR || month < 1 || month > 12) {
        return -1;
    }
    const int leap_month = lunar_year_leap(year_word(year));
    if (leap) {
        return month == leap_month ? month : -1;
    }
    return leap_month != 0 && month > leap_month ? month : month - 1;
}

int lunar_month_length(int year, int month, bool leap)
{
    const int index = month_index(year, month, leap);
    return index < 0 ? 0 : lunar_year_month_length(year_word(year), index);
}

day_t lunar_to_day(int year, int month, int day, bool leap)
{
    const int index = month_index(year, month, leap);
    if (index < 0 || day < 1 || day > lunar_month_length(year, month, leap)) {
        return DAY_NONE;
    }
    day_t found = year_start(year) + day - 1;
    for (int i = 0; i < index; i++) {
        found += lunar_year_month_length(year_word(year), i);
    }
    return civil_has_day(found) ? found : DAY_NONE;
}

day_t lunar_new_year(int year)
{
    return lunar_to_day(year, 1, 1, false);
}
