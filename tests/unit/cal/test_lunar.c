#include <limits.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/parse.h"
#include "cal/lunar.h"
#include "lib/cal/lunar_astro.h"
#include "lib/cal/lunar_table.h"
#include "tests/unit/cal/golden_lunar.h"
#include "tests/unit/cal/test_cal.h"

struct golden_year {
    char new_year[11];
    int leap;
    char lengths[14];
};

static struct golden_year golden(int year)
{
    struct golden_year found = {.leap = -1};
    char leap[3];
    assert_int_equal(sscanf(golden_lunar[year - CIVIL_MIN_YEAR], "%10s %2s %13[+-]", found.new_year,
                            leap, found.lengths),
                     3);
    assert_int_equal(parse_int(leap, 0, 12, &found.leap), 0);
    return found;
}

/* Walks all days with the golden table. */
static void every_day_is_the_golden_tables(void **state)
{
    (void)state;
    for (int year = CIVIL_MIN_YEAR; year <= CIVIL_MAX_YEAR; year++) {
        const struct golden_year want = golden(year);
        day_t day = day_at(want.new_year);
        assert_int_equal(lunar_new_year(year), day);
        assert_int_equal(lunar_leap_month(year), want.leap);
        assert_int_equal(strlen(want.lengths), want.leap ? 13 : 12);
        bool leap = false;
        int month = 1;
        for (const char *sign = want.lengths; *sign != '\0'; sign++) {
            const int length = *sign == '+' ? 30 : 29;
            assert_int_equal(lunar_month_length(year, month, leap), length);
            for (int d = 1; d <= length && day <= CIVIL_MAX_DAY; d++, day++) {
                const struct lunar found = lunar_from_day(day);
                if (found.year != year || found.month != month || found.day != d ||
                    found.leap != leap) {
                    fail_msg("day %d: %d/%d%s/%d", day, found.day, found.month,
                             found.leap ? " nhuận" : "", found.year);
                }
                assert_int_equal(lunar_to_day(year, month, d, leap), day);
            }
            const bool leap_next = !leap && month == want.leap;
            month += leap_next ? 0 : 1;
            leap = leap_next;
        }
        if (year < CIVIL_MAX_YEAR) {
            assert_day(day, golden(year + 1).new_year);
        }
    }
}

static void january_1900_lies_in_the_year_before(void **state)
{
    (void)state;
    const struct lunar first = lunar_from_day(day_at("1900-01-01"));
    assert_true(first.year == 1899 && first.month == 12 && first.day == 1 && !first.leap);
    for (day_t day = CIVIL_MIN_DAY; day < lunar_new_year(1900); day++) {
        const struct lunar lunar = lunar_from_day(day);
        assert_int_equal(lunar.year, 1899);
        assert_int_equal(lunar_to_day(1899, lunar.month, lunar.day, lunar.leap), day);
    }
    assert_int_equal(lunar_new_year(1899), DAY_NONE);
    assert_int_equal(lunar_to_day(1899, 11, 30, false), DAY_NONE);
}

static void days_that_tell_it_from_the_chinese(void **state)
{
    (void)state;
    static const struct {
        const char *day;
        struct lunar lunar;
    } cases[] = {
        {"1968-01-29", {1968, 1, 1, false}},  {"1969-02-16", {1969, 1, 1, false}},
        {"1985-01-21", {1985, 1, 1, false}},  {"2007-02-17", {2007, 1, 1, false}},
        {"2030-02-02", {2030, 1, 1, false}},  {"2053-02-18", {2053, 1, 1, false}},
        {"2021-02-12", {2021, 1, 1, false}},  {"2022-02-01", {2022, 1, 1, false}},
        {"2023-01-22", {2023, 1, 1, false}},  {"2024-02-10", {2024, 1, 1, false}},
        {"2025-01-29", {2025, 1, 1, false}},  {"2026-02-17", {2026, 1, 1, false}},
        {"2021-04-21", {2021, 3, 10, false}}, {"2022-04-10", {2022, 3, 10, false}},
        {"2023-04-29", {2023, 3, 10, false}}, {"2024-04-18", {2024, 3, 10, false}},
        {"2025-04-07", {2025, 3, 10, false}}, {"2026-04-26", {2026, 3, 10, false}},
        {"2031-04-01", {2031, 3, 10, false}}, {"2031-04-30", {2031, 3, 10, true}},
        {"2033-12-22", {2033, 11, 1, true}},  {"2034-02-19", {2034, 1, 1, false}},
        {"1984-12-22", {1984, 12, 1, false}}, {"1985-03-21", {1985, 2, 1, true}},
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        const struct lunar want = cases[i].lunar;
        const struct lunar found = lunar_from_day(day_at(cases[i].day));
        if (found.year != want.year || found.month != want.month || found.day != want.day ||
            found.leap != want.leap) {
            fail_msg("%s: %d/%d%s/%d", cases[i].day, found.day, found.month,
                     found.leap ? " nhuận" : "", found.year);
        }
        assert_day(lunar_to_day(want.year, want.month, want.day, want.leap), cases[i].day);
    }
    assert_int_equal(lunar_leap_month(2033), 11);
    assert_int_equal(lunar_leap_month(2034), 0);
    assert_int_equal(lunar_leap_month(1984), 0);
    assert_int_equal(lunar_leap_month(1985), 2);
}

static void lunar_dates_that_do_not_exist(void **state)
{
    (void)state;
    static const struct lunar cases[] = {
        {2022, 0, 1, false},      {2022, 13, 1, false},      {2022, 1, 0, false},
        {2022, 1, 31, false},     {2022, 3, 10, true},       {2023, 3, 1, true},
        {1898, 1, 1, false},      {2200, 1, 1, false},       {2022, 12, 31, false},
        {2022, -1, 1, false},     {INT_MAX, 1, 1, false},    {INT_MIN, 1, 1, false},
        {2022, INT_MAX, 1, true}, {2022, 1, INT_MAX, false}, {2199, 12, 30, false}, /* in 2200 */
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        assert_int_equal(lunar_to_day(cases[i].year, cases[i].month, cases[i].day, cases[i].leap),
                         DAY_NONE);
    }
    /* A month of 29 days has no 30th. */
    const int length = lunar_month_length(2022, 12, false);
    assert_int_equal(length, 30);
    assert_int_equal(lunar_month_length(2021, 12, false), 29);
    assert_int_equal(lunar_to_day(2021, 12, 30, false), DAY_NONE);
    assert_int_equal(lunar_month_length(2022, 13, false), 0);
    assert_int_equal(lunar_month_length(2022, 3, true), 0);
    assert_int_equal(lunar_leap_month(1898), 0);
    assert_int_equal(lunar_leap_month(2200), 0);
    static const day_t days[] = {DAY_NONE, CIVIL_MIN_DAY - 1, CIVIL_MAX_DAY + 1, INT32_MAX};
    for (size_t i = 0; i < sizeof(days) / sizeof(days[0]); i++) {
        const struct lunar found = lunar_from_day(days[i]);
        assert_true(found.year == 0 && found.month == 0 && found.day == 0 && !found.leap);
    }
}

static void the_table_is_what_the_astronomy_gives(void **state)
{
    (void)state;
    for (int year = LUNAR_FIRST_YEAR; year <= LUNAR_LAST_YEAR; year++) {
        if (lunar_astro_year(year) != lunar_years[year - LUNAR_FIRST_YEAR]) {
            fail_msg("year %d: 0x%06x", year, (unsigned)lunar_astro_year(year));
        }
    }
}

/* Instants (terrestrial time) by the Swiss Ephemeris from DE431. */
static void new_moons_and_solstices(void **state)
{
    (void)state;
    static const struct {
        int k;
        double jde;
    } moons[] = {
        {-1236, 2415050.55736}, {-1000, 2422019.96628}, {-700, 2430878.44005},
        {-402, 2439679.20881},  {-183, 2446145.99972},  {0, 2451550.26021},
        {86, 2454090.08463},    {319, 2460970.01828},   {666, 2471216.95617},
        {941, 2479338.37754},   {1400, 2492893.17283},  {1860, 2506477.21173},
        {2165, 2515484.21249},  {2460, 2524195.30577},
    };
    static const struct {
        double jde, longitude;
    } suns[] = {
        {2414981.00047, 240.0}, {2421766.74994, 90.0},  {2428553.95927, 300.0},
        {2435343.43014, 150.0}, {2442127.50511, 0.0},   {2448918.66535, 210.0},
        {2455702.89047, 60.0},  {2462492.09393, 270.0}, {2469279.61683, 120.0},
        {2476065.09666, 330.0}, {2482855.78198, 180.0}, {2489639.44237, 30.0},
        {2496430.09443, 240.0}, {2503215.63498, 90.0},  {2510003.09277, 300.0},
        {2516792.33632, 150.0}, {2523576.55509, 0.0},
    };
    for (size_t i = 0; i < sizeof(moons) / sizeof(moons[0]); i++) {
        assert_true(fabs(lunar_astro_new_moon(moons[i].k) - moons[i].jde) * 86400 < 20);
    }
    for (size_t i = 0; i < sizeof(suns) / sizeof(suns[0]); i++) {
        const double off = remainder(lunar_astro_sun(suns[i].jde) - suns[i].longitude, 360.0);
        assert_true(fabs(off) < 0.0004);
    }
    /* Seconds by the tables of Espenak and Meeus and, until 2020, as observed (IERS). */
    static const struct {
        double year, seconds, within;
    } delta_t[] = {
        {1900, -2.8, 0.3},  {1920, 21.2, 0.3},  {1950, 29.1, 0.3},  {1967.5, 37.9, 0.2},
        {1970, 40.2, 0.2},  {1985, 54.3, 0.3},  {2000, 63.8, 0.2},  {2005, 64.7, 0.3},
        {2010, 66.1, 1.0},  {2020, 69.4, 3.0},  {2050, 93.0, 0.5},  {2100, 202.7, 0.5},
        {2149.9, 328, 1.0}, {2150, 328.5, 1.0}, {2199, 439.6, 1.0},
    };
    for (size_t i = 0; i < sizeof(delta_t) / sizeof(delta_t[0]); i++) {
        const double found = lunar_astro_delta_t(delta_t[i].year);
        if (fabs(found - delta_t[i].seconds) > delta_t[i].within) {
            fail_msg("%.1f: %.2f s", delta_t[i].year, found);
        }
    }
}

int test_lunar(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_day_is_the_golden_tables),
        cmocka_unit_test(january_1900_lies_in_the_year_before),
        cmocka_unit_test(days_that_tell_it_from_the_chinese),
        cmocka_unit_test(lunar_dates_that_do_not_exist),
        cmocka_unit_test(the_table_is_what_the_astronomy_gives),
        cmocka_unit_test(new_moons_and_solstices),
    };
    return cmocka_run_group_tests_name("lunar", tests, NULL, NULL);
}
