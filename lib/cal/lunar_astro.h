/* The astronomy behind lunar_table.h. Used by the generator and by the test that recomputes the
 * table; the library itself only reads the table. */
#ifndef LIB_CAL_LUNAR_ASTRO_H
#define LIB_CAL_LUNAR_ASTRO_H

#include <stdint.h>

/* The instant (Julian Ephemeris Day, terrestrial time) of the k-th new moon after that of
 * 2000-01-06; -1300 <= k <= 2500. Wrong by less than 20 s in 1899 … 2200. */
double lunar_astro_new_moon(int k);
/* The apparent geocentric longitude of the sun in degrees, 0 … 360, at a Julian Ephemeris Day.
 * Wrong by less than 0.0004° (30 s of time) in 1899 … 2200. */
double lunar_astro_sun(double jde);
/* Terrestrial time less universal time, in seconds, for a year with fraction 1890 … 2210. */
double lunar_astro_delta_t(double year);
/* The word of lunar_year.h for a lunar year 1899 … 2199. */
uint32_t lunar_astro_year(int year);

#endif
