/* The Vietnamese lunar calendar at UTC+7, computed astronomically, 1900 … 2199. */
#ifndef CAL_LUNAR_H
#define CAL_LUNAR_H

#include "cal/civil.h"

struct lunar {
    int year;  /* the lunar year, named after the civil year in which it begins */
    int month; /* 1 … 12 */
    int day;   /* 1 … 30 */
    bool leap; /* the month is the leap one of that number */
};

/* The lunar date of a day; all zero when out of range. Month 11 holds the winter solstice; in a
 * year of 13 months the first without a principal term is the leap month (domain.md). */
struct lunar lunar_from_day(day_t day);
/* The day of a lunar date; DAY_NONE when it does not exist. */
day_t lunar_to_day(int year, int month, int day, bool leap);
/* First day of the lunar year (Tết), DAY_NONE out of range. */
day_t lunar_new_year(int year);

#endif
