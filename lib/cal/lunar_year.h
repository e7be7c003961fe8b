/* One lunar year in a word: bits 0-3 its leap month (0: none), bits 4-16 whether its 1st … 13th
 * month (the leap one counted where it stands) has 30 days, bits 17-22 the days from 1 January to
 * Tết. */
#ifndef LIB_CAL_LUNAR_YEAR_H
#define LIB_CAL_LUNAR_YEAR_H

#include <stdint.h>

#define LUNAR_FIRST_YEAR 1899
#define LUNAR_LAST_YEAR 2199

static inline int lunar_year_leap(uint32_t word)
{
    return (int)(word & 15U);
}

/* index 0 … 12; what stands for a 13th month in a year of twelve is not used. */
static inline int lunar_year_month_length(uint32_t word, int index)
{
    return 29 + (int)(word >> (4 + index) & 1U);
}

static inline int lunar_year_offset(uint32_t word)
{
    return (int)(word >> 17 & 63U);
}

#endif
