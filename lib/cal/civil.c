#include "cal/civil.h"

#include <limits.h>
#include <stdio.h>

#include "base/err.h"

static const int cumulative[13] = {0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334, 365};

bool civil_is_leap_year(int year)
{
    return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

int civil_month_length(int year, int month)
{
    if (month < 1 || month > 12) {
        return 0;
    }
    return cumulative[month] - cumulative[month - 1] + (month == 2 && civil_is_leap_year(year));
}

bool civil_is_valid(int year, int month, int day)
{
    return year >= CIVIL_MIN_YEAR && year <= CIVIL_MAX_YEAR && day >= 1 &&
           day <= civil_month_length(year, month);
}

/* Leap days in the years 1 … year. */
static int leap_days(int year)
{
    return year / 4 - year / 100 + year / 400;
}

/* The day number of 1 January of a supported year or the one after. */
static day_t year_first(int year)
{
    return 365 * (year - 1970) + leap_days(year - 1) - leap_days(1969);
}

day_t civil_to_day(int year, int month, int day)
{
    if (!civil_is_valid(year, month, day)) {
        return DAY_NONE;
    }
    const int leap = month > 2 && civil_is_leap_year(year);
    return year_first(year) + cumulative[month - 1] + leap + day - 1;
}

bool civil_has_day(day_t day)
{
    return day >= CIVIL_MIN_DAY && day <= CIVIL_MAX_DAY;
}

struct civil civil_from_day(day_t day)
{
    if (!civil_has_day(day)) {
        return (struct civil){0};
    }
    /* 400 years are 146,097 days; the guess is right or one too large. */
    int year = CIVIL_MIN_YEAR + (int)((int64_t)(day - CIVIL_MIN_DAY) * 400 / 146097);
    if (year_first(year + 1) <= day) {
        year++;
    } else if (year_first(year) > day) {
        year--;
    }
    int rest = day - year_first(year);
    int month = rest / 31 + 1;
    const int leap = civil_is_leap_year(year);
    while (month < 12 && rest >= cumulative[month] + (month >= 2 ? leap : 0)) {
        month++;
    }
    rest -= cumulative[month - 1] + (month > 2 ? leap : 0);
    return (struct civil){.year = year, .month = month, .day = rest + 1};
}

enum weekday civil_weekday(day_t day)
{
    /* 1970-01-01 was a Thursday. */
    const int64_t since_monday = ((int64_t)day + 3) % 7;
    return (enum weekday)((since_monday + 7) % 7 + MONDAY);
}

day_t civil_add_months(day_t day, int n)
{
    const struct civil date = civil_from_day(day);
    if (date.year == 0) {
        return DAY_NONE;
    }
    const int64_t months = (int64_t)date.year * 12 + (date.month - 1) + n;
    if (months < (int64_t)CIVIL_MIN_YEAR * 12 || months > (int64_t)CIVIL_MAX_YEAR * 12 + 11) {
        return DAY_NONE;
    }
    const int year = (int)(months / 12);
    const int month = (int)(months % 12) + 1;
    const int length = civil_month_length(year, month);
    return civil_to_day(year, month, date.day < length ? date.day : length);
}
