/* New moons and the sun's place, exact enough to say on which day at UTC+7 they fall.
 *
 * Sources: new moons by J. Meeus, Astronomical Algorithms (2nd ed. 1998), ch. 49; the sun by the
 * largest terms of VSOP87D (P. Bretagnon, G. Francou, 1988) with nutation and aberration of Meeus
 * ch. 22 and 25; delta T by F. Espenak and J. Meeus, Five Millennium Canon of Solar Eclipses
 * (NASA/TP-2006-214141), the values of most published calendars.
 *
 * Compared with JPL's DE431 for all 3,721 new moons and 3,612 principal terms of 1899 … 2200: at
 * most 19 s and 28 s off. That decides every day but one: the new moon of 1967-07-08 came 4 s after
 * midnight, which the series puts 4 s before (see decided_by_hand).
 *
 * What no series decides is how fast the earth will turn. Where a new moon falls within minutes of
 * midnight late in the span, another delta T moves a month's first day by one. With that of
 * Stephenson, Morrison, Hohenkerk (2016) these begin a day later: 2077-11-15, 2085-10-18,
 * 2130-05-07, 2150-05-26, 2159-05-17, 2175-01-22 (Tết) and 2199-01-26 (Tết). */
#include "lib/cal/lunar_astro.h"

#include <math.h>
#include <stdbool.h>
#include <stddef.h>

#include "cal/civil.h"
#include "lib/cal/lunar_year.h"

#define DEGREES_TO_RADIANS 0.017453292519943295
#define JD_OF_1970 2440587.5
#define JD_OF_2000 2451545.0
#define NEW_MOON_OF_2000 2451550.09766
#define SYNODIC_MONTH 29.530588861
#define UTC_PLUS_7 (7.0 / 24.0)
#define DAYS_PER_YEAR 365.25
#define WINTER_SOLSTICE 270.0

static double sin_degrees(double degrees)
{
    return sin(degrees * DEGREES_TO_RADIANS);
}

/* --- new moons --- */

/* coefficient (days) · E^e · sin(m·M + p·M' + f·F), Meeus p. 351. */
struct moon_term {
    double days;
    int e, m, p, f;
};
static const struct moon_term moon_terms[] = {
    {-0.40720, 0, 0, 1, 0},   {0.17241, 1, 1, 0, 0},   {0.01608, 0, 0, 2, 0},
    {0.01039, 0, 0, 0, 2},    {0.00739, 1, -1, 1, 0},  {-0.00514, 1, 1, 1, 0},
    {0.00208, 2, 2, 0, 0},    {-0.00111, 0, 0, 1, -2}, {-0.00057, 0, 0, 1, 2},
    {0.00056, 1, 1, 2, 0},    {-0.00042, 0, 0, 3, 0},  {0.00042, 1, 1, 0, 2},
    {0.00038, 1, 1, 0, -2},   {-0.00024, 1, -1, 2, 0}, {-0.00007, 0, 2, 1, 0},
    {0.00004, 0, 0, 2, -2},   {0.00004, 0, 3, 0, 0},   {0.00003, 0, 1, 1, -2},
    {0.00003, 0, 0, 2, 2},    {-0.00003, 0, 1, 1, 2},  {0.00003, 0, -1, 1, 2},
    {-0.00002, 0, -1, 1, -2}, {-0.00002, 0, 1, 3, 0},  {0.00002, 0, 0, 4, 0},
};

/* Planetary arguments: millionths of a day · sin(phase + rate·k), Meeus p. 351-352. */
static const struct {
    double phase, rate, amount;
} planet_terms[] = {
    {299.77, 0.107408, 325},  {251.88, 0.016321, 165}, {251.83, 26.651886, 164},
    {349.42, 36.412478, 126}, {84.66, 18.206239, 110}, {141.74, 53.303771, 62},
    {207.14, 2.453732, 60},   {154.84, 7.306860, 56},  {34.52, 27.261239, 47},
    {207.19, 0.121824, 42},   {291.34, 1.844379, 40},  {161.72, 24.198154, 37},
    {239.56, 25.513099, 35},  {331.55, 3.592518, 23},
};

double lunar_astro_new_moon(int k)
{
    const double n = k;
    const double t = n / 1236.85;
    const double eccentricity = 1.0 - t * (0.002516 + t * 0.0000074);
    const double sun = 2.5534 + 29.10535670 * n - t * t * (0.0000014 + t * 0.00000011);
    const double moon =
        201.5643 + 385.81693528 * n + t * t * (0.0107582 + t * (0.00001238 - t * 0.000000058));
    const double latitude =
        160.7108 + 390.67050284 * n - t * t * (0.0016118 + t * (0.00000227 - t * 0.000000011));
    const double node = 124.7746 - 1.56375588 * n + t * t * (0.0020672 + t * 0.00000215);
    double jde = NEW_MOON_OF_2000 + SYNODIC_MONTH * n +
                 t * t * (0.00015437 - t * (0.000000150 - t * 0.00000000073));
    for (size_t i = 0; i < sizeof(moon_terms) / sizeof(moon_terms[0]); i++) {
        const struct moon_term *term = &moon_terms[i];
        jde += term->days * pow(eccentricity, term->e) *
               sin_degrees(term->m * sun + term->p * moon + term->f * latitude);
    }
    jde -= 0.00017 * sin_degrees(node);
    for (size_t i = 0; i < sizeof(planet_terms) / sizeof(planet_terms[0]); i++) {
        const double bend = i == 0 ? 0.009173 * t * t : 0.0;
        jde += 1e-6 * planet_terms[i].amount *
               sin_degrees(planet_terms[i].phase + planet_terms[i].rate * n - bend);
    }
    return jde;
}

/* --- the sun --- */

/* amount (1e-8 radian) · cos(phase + rate·t), t in millennia from 2000. */
struct term {
    double amount, phase, rate;
};
/* clang-format off */
static const struct term sun_0[] = {
    {175347046, 0.0, 0.0}, {3341656, 4.66926, 6283.0758}, {34894, 4.62610, 12566.1517},
    {3497, 2.74412, 5753.3849}, {3418, 2.82887, 3.5231}, {3136, 3.62767, 77713.7715},
    {2676, 4.41808, 7860.4194}, {2343, 6.13516, 3930.2097}, {1324, 0.74246, 11506.7698},
    {1273, 2.03710, 529.6910}, {1199, 1.10963, 1577.3435}, {990, 5.23268, 5884.9268},
    {902, 2.04505, 26.2983}, {857, 3.50849, 398.1490}, {780, 1.17883, 5223.6939},
    {753, 2.53339, 5507.5532}, {505, 4.58293, 18849.2275}, {492, 4.20507, 775.5226},
    {357, 2.91954, 0.0673}, {317, 5.84902, 11790.6291}, {284, 1.89869, 796.2980},
    {271, 0.31489, 10977.0788}, {243, 0.34481, 5486.7778}, {206, 4.80647, 2544.3144},
    {205, 1.86948, 5573.1428}, {202, 2.45768, 6069.7768}, {156, 0.83306, 213.2991},
    {132, 3.41118, 2942.4634}, {126, 1.08303, 20.7754}, {115, 0.64545, 0.9803},
    {103, 0.63600, 4694.0030}, {102, 0.97569, 15720.8388}, {102, 4.26680, 7.1135},
    {99, 6.20993, 2146.1654}, {98, 0.68101, 155.4204}, {86, 5.98323, 161000.6857},
    {85, 1.29871, 6275.9623}, {85, 3.67080, 71430.6956}, {80, 1.80791, 17260.1547},
    {79, 3.03698, 12036.4607}, {75, 1.75509, 5088.6288}, {74, 3.50319, 3154.6871},
    {74, 4.67927, 801.8209}, {70, 0.83298, 9437.7629}, {62, 3.97764, 8827.3903},
    {61, 1.81840, 7084.8968}, {57, 2.78430, 6286.5990}, {56, 4.38695, 14143.4952},
    {56, 3.47006, 6279.5527}, {52, 0.18915, 12139.5535}, {52, 1.33283, 1748.0164},
    {51, 0.28307, 5856.4777}, {49, 0.48735, 1194.4470}, {41, 5.36817, 8429.2413},
    {41, 2.39851, 19651.0485}, {39, 6.16833, 10447.3878}, {37, 6.04134, 10213.2855},
    {37, 2.56955, 1059.3819}, {36, 1.70876, 2352.8662}, {36, 1.77597, 6812.7668},
    {33, 0.59309, 17789.8456}, {30, 0.44294, 83996.8473}, {30, 2.73975, 1349.8674},
    {25, 3.16471, 4690.4798},
};
static const struct term sun_1[] = {
    {628331966747, 0.0, 0.0}, {206059, 2.67823, 6283.0758}, {4303, 2.63513, 12566.1517},
    {425, 1.59047, 3.5231},
};
static const struct term sun_2[] = {
    {52919, 0.0, 0.0}, {8720, 1.07210, 6283.0758},
};
/* clang-format on */

static double sum_terms(const struct term *terms, size_t count, double t)
{
    double sum = 0.0;
    for (size_t i = 0; i < count; i++) {
        sum += terms[i].amount * cos(terms[i].phase + terms[i].rate * t);
    }
    return sum * 1e-8;
}

/* Nutation in longitude, in degrees; t in centuries from 2000. */
static double nutation(double t)
{
    const double node = 125.04452 - 1934.136261 * t;
    const double sun = 280.4665 + 36000.7698 * t;
    const double moon = 218.3165 + 481267.8813 * t;
    return (-17.20 * sin_degrees(node) - 1.32 * sin_degrees(2 * sun) -
            0.23 * sin_degrees(2 * moon) + 0.21 * sin_degrees(2 * node)) /
           3600.0;
}

/* The distance of the sun in astronomical units; t in centuries from 2000. */
static double sun_distance(double t)
{
    const double anomaly = 357.52911 + 35999.05029 * t;
    const double eccentricity = 0.016708634 - 0.000042037 * t;
    const double true_anomaly = anomaly + 1.9146 * sin_degrees(anomaly);
    return 1.000001018 * (1.0 - eccentricity * eccentricity) /
           (1.0 + eccentricity * cos(true_anomaly * DEGREES_TO_RADIANS));
}

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

double lunar_astro_sun(double jde)
{
    const double t = (jde - JD_OF_2000) / (1000.0 * DAYS_PER_YEAR);
    const double earth = sum_terms(sun_0, COUNT(sun_0), t) + t * sum_terms(sun_1, COUNT(sun_1), t) +
                         t * t * sum_terms(sun_2, COUNT(sun_2), t);
    const double to_fk5 = -0.09033 / 3600.0;
    const double aberration = -20.4898 / 3600.0 / sun_distance(10.0 * t);
    const double longitude =
        fmod(earth / DEGREES_TO_RADIANS + 180.0 + to_fk5 + aberration + nutation(10.0 * t), 360.0);
    return longitude < 0.0 ? longitude + 360.0 : longitude;
}

/* --- the earth's turning --- */

/* Until a year: a polynomial in (y - base) whose coefficients ascend. */
static const struct {
    double until, base;
    double c[6];
} delta_t_spans[] = {
    {1920, 1900, {-2.79, 1.494119, -0.0598939, 0.0061966, -0.000197, 0}},
    {1941, 1920, {21.20, 0.84493, -0.076100, 0.0020936, 0, 0}},
    {1961, 1950, {29.07, 0.407, -1.0 / 233, 1.0 / 2547, 0, 0}},
    {1986, 1975, {45.45, 1.067, -1.0 / 260, -1.0 / 718, 0, 0}},
    {2005, 2000, {63.86, 0.3345, -0.060374, 0.0017275, 0.000651814, 0.00002373599}},
    {2050, 2000, {62.92, 0.32217, 0.005589, 0, 0, 0}},
};

double lunar_astro_delta_t(double year)
{
    for (size_t i = 0; i < COUNT(delta_t_spans); i++) {
        if (year < delta_t_spans[i].until) {
            const double y = year - delta_t_spans[i].base;
            const double *c = delta_t_spans[i].c;
            return c[0] + y * (c[1] + y * (c[2] + y * (c[3] + y * (c[4] + y * c[5]))));
        }
    }
    const double centuries = (year - 1820.0) / 100.0;
    const double far = -20.0 + 32.0 * centuries * centuries;
    return year < 2150.0 ? far - 0.5628 * (2150.0 - year) : far;
}

static double delta_t_days(double jd)
{
    return lunar_astro_delta_t(2000.0 + (jd - JD_OF_2000) / DAYS_PER_YEAR) / 86400.0;
}

/* --- the calendar --- */

/* New moons nearer to midnight than the series is exact; days by DE431. */
static const struct {
    int k;
    day_t day;
} decided_by_hand[] = {
    {-402, -908}, /* 1967-07-08 */
};

/* The day at UTC+7 on which the k-th new moon falls. */
static day_t new_moon_day(int k)
{
    for (size_t i = 0; i < COUNT(decided_by_hand); i++) {
        if (decided_by_hand[i].k == k) {
            return decided_by_hand[i].day;
        }
    }
    const double jde = lunar_astro_new_moon(k);
    return (day_t)floor(jde - delta_t_days(jde) - JD_OF_1970 + UTC_PLUS_7);
}

/* The sun's longitude when a day begins at UTC+7. */
static double sun_at_midnight(day_t day)
{
    const double jd = JD_OF_1970 + day - UTC_PLUS_7;
    return lunar_astro_sun(jd + delta_t_days(jd));
}

/* 31 December of a year 1898 … 2200: also where civil.h has no days. */
static day_t year_end(int year)
{
    day_t day = CIVIL_MIN_DAY - 1;
    for (int y = CIVIL_MIN_YEAR; y <= year; y++) {
        day += civil_is_leap_year(y) ? 366 : 365;
    }
    return year < CIVIL_MIN_YEAR - 1 ? day - 365 : day;
}

/* The number of the new moon that begins month 11 of a year: the last one on or before the day of
 * the winter solstice. */
static int eleventh_month(int year)
{
    day_t solstice = year_end(year) - 15;
    while (sun_at_midnight(solstice + 1) < WINTER_SOLSTICE) {
        solstice++;
    }
    int k = (int)floor((solstice + JD_OF_1970 - NEW_MOON_OF_2000) / SYNODIC_MONTH) + 1;
    while (new_moon_day(k) > solstice) {
        k--;
    }
    return k;
}

/* Whether a principal term (the sun at a multiple of 30°) falls in the month of the k-th moon. */
static bool has_principal_term(int k)
{
    const double from = sun_at_midnight(new_moon_day(k));
    const double to = sun_at_midnight(new_moon_day(k + 1));
    return floor(from / 30.0) != floor(to / 30.0);
}

struct month {
    int number;
    bool leap;
    day_t start;
};
#define SPAN_MONTHS 13

/* The months from month 11 of a year to month 10 of the next; returns how many, 12 or 13. */
static int months_between_solstices(int year, struct month out[static SPAN_MONTHS])
{
    const int first = eleventh_month(year);
    const int count = eleventh_month(year + 1) - first;
    bool leap_to_come = count == SPAN_MONTHS;
    int number = 10;
    for (int i = 0; i < count && i < SPAN_MONTHS; i++) {
        const bool leap = leap_to_come && i > 0 && !has_principal_term(first + i);
        if (leap) {
            leap_to_come = false;
        } else {
            number = number % 12 + 1;
        }
        out[i] = (struct month){.number = number, .leap = leap, .start = new_moon_day(first + i)};
    }
    return count < SPAN_MONTHS ? count : SPAN_MONTHS;
}

/* The months of the lunar year and the first of the next one; returns the count of the former. */
static int months_of_year(int year, struct month out[static SPAN_MONTHS + 1])
{
    struct month before[SPAN_MONTHS];
    struct month after[SPAN_MONTHS];
    const int before_count = months_between_solstices(year - 1, before);
    const int after_count = months_between_solstices(year, after);
    int count = 0;
    for (int i = 0; i < before_count; i++) {
        if (before[i].number <= 10) {
            out[count++] = before[i];
        }
    }
    for (int i = 0; i < after_count && count <= SPAN_MONTHS; i++) {
        out[count++] = after[i];
        if (after[i].number == 1) {
            break;
        }
    }
    return count - 1;
}

uint32_t lunar_astro_year(int year)
{
    struct month months[SPAN_MONTHS + 1];
    const int count = months_of_year(year, months);
    uint32_t word = (uint32_t)(months[0].start - year_end(year - 1) - 1) << 17;
    for (int i = 0; i < count; i++) {
        if (months[i + 1].start - months[i].start == 30) {
            word |= 1U << (4 + i);
        }
        if (months[i].leap) {
            word |= (uint32_t)months[i].number;
        }
    }
    return word;
}
