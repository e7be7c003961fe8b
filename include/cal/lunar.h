/* The Vietnamese lunar calendar at UTC+7, 1900 … 2199.
 *
 * A month begins on the day (at UTC+7) of its new moon; month 11 holds the winter solstice; in a
 * year of 13 months between two solstices the first without a principal term is the leap month. One
 * rule serves all years: what was printed before Viet Nam went to UTC+7 (1968) can differ by a day
 * or a leap month. The table is made by lib/cal/lunar_astro.c; that file tells how exact it is. */
#ifndef CAL_LUNAR_H
#define CAL_LUNAR_H

#include "cal/civil.h"

struct lunar {
    int year;  /* the lunar year, named after the civil year in which it begins */
    int month; /* 1 … 12 */
    int day;   /* 1 … 30 */
    bool leap; /* the month is the leap one of that number, which follows the regular one */
};

/* The lunar date of a day; all zero when out of range. January 1900 lies in the lunar year 1899. */
struct lunar lunar_from_day(day_t day);
/* The day of a lunar date; DAY_NONE when it does not exist or lies out of the supported years. */
day_t lunar_to_day(int year, int month, int day, bool leap);
/* First day of the lunar year (Tết), DAY_NONE out of range. */
day_t lunar_new_year(int year);
/* The number of the year's leap month; 0 when it has none or is out of range. */
int lunar_leap_month(int year);
/* 29 or 30; 0 when there is no such month. */
int lunar_month_length(int year, int month, bool leap);

#endif
