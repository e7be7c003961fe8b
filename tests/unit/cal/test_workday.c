#include <limits.h>
#include <stdlib.h>

#include "base/err.h"
#include "cal/workday.h"
#include "tests/unit/cal/test_cal.h"

/* --- the slow and obvious way --- */

static int count_by_walking(const struct holidays *table, day_t from, day_t to)
{
    int count = 0;
    for (day_t day = from + 1; day <= to; day++) {
        count += workday_is(table, day) ? 1 : 0;
    }
    for (day_t day = to + 1; day <= from; day++) {
        count -= workday_is(table, day) ? 1 : 0;
    }
    return count;
}

static day_t shift_by_walking(const struct holidays *table, day_t day, int n)
{
    const int step = n < 0 ? -1 : 1;
    int left = abs(n);
    while (left > 0) {
        day += step;
        if (!civil_has_day(day)) {
            return DAY_NONE;
        }
        left -= workday_is(table, day) ? 1 : 0;
    }
    return day;
}

static void random_table(struct holidays *table, uint32_t *seed)
{
    const day_t around = day_at("2022-06-30") - 500;
    for (int i = 0; i < 300; i++) {
        const day_t day = around + (day_t)next_number(seed, 1000);
        const bool worked = civil_weekday(day) >= SATURDAY && next_number(seed, 2) == 0;
        (void)holidays_add(table, day, worked ? DAY_MARK_WORKED : DAY_MARK_OFF, NULL);
    }
}

static void check_against_walking(const struct holidays *table, uint32_t *seed)
{
    const day_t around = day_at("2022-06-30") - 600;
    for (int i = 0; i < 4000; i++) {
        const day_t from = around + (day_t)next_number(seed, 1200);
        const day_t to = around + (day_t)next_number(seed, 1200);
        const int n = (int)next_number(seed, 601) - 300;
        const int count = workday_count(table, from, to);
        assert_int_equal(count, count_by_walking(table, from, to));
        assert_int_equal(workday_count(table, to, from), -count);
        const day_t shifted = workday_shift(table, from, n);
        assert_int_equal(shifted, shift_by_walking(table, from, n));
        if (n != 0) {
            assert_true(workday_is(table, shifted));
        }
        if (n > 0) {
            assert_int_equal(workday_count(table, from, shifted), n);
        } else if (workday_is(table, from)) {
            /* From a working day the way back is as long. */
            assert_int_equal(workday_count(table, shifted, from), -n);
            assert_int_equal(workday_shift(table, shifted, -n), from);
        }
    }
}

static void counting_and_shifting_equal_walking(void **state)
{
    (void)state;
    uint32_t seed = 11;
    struct holidays notices = {0};
    load_holidays(&notices);
    check_against_walking(NULL, &seed);
    check_against_walking(&notices, &seed);
    holidays_clear(&notices);
    for (int i = 0; i < 8; i++) {
        struct holidays table = {0};
        random_table(&table, &seed);
        check_against_walking(&table, &seed);
        holidays_clear(&table);
    }
}

/* --- by the notices --- */

static void terms_by_the_notices(void **state)
{
    (void)state;
    static const struct {
        const char *from;
        int n;
        const char *to;
    } cases[] = {
        {"2022-03-18", 0, "2022-03-18"},   {"2022-03-19", 0, "2022-03-19"},
        {"2022-03-18", 1, "2022-03-21"},   {"2022-03-18", -1, "2022-03-17"},
        {"2022-03-19", 1, "2022-03-21"},   {"2022-03-20", -1, "2022-03-18"},
        {"2022-01-28", 1, "2022-02-07"}, /* over Tết */
        {"2022-02-07", -1, "2022-01-28"},  {"2022-02-01", 5, "2022-02-11"},
        {"2022-04-29", 1, "2022-05-04"},   {"2022-04-29", 5, "2022-05-10"},
        {"2024-05-03", 1, "2024-05-04"}, /* a worked Saturday */
        {"2024-05-06", -1, "2024-05-04"},  {"2024-04-26", 1, "2024-05-02"},
        {"2026-08-21", 1, "2026-08-22"},   {"2026-08-28", 1, "2026-09-03"},
        {"2022-01-01", 249, "2022-12-30"}, {"2023-01-01", -249, "2022-01-04"},
    };
    struct holidays table = {0};
    load_holidays(&table);
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        assert_day(workday_shift(&table, day_at(cases[i].from), cases[i].n), cases[i].to);
    }
    holidays_clear(&table);
}

static void working_days_of_the_years(void **state)
{
    (void)state;
    static const int want[] = {250, 249, 249, 251, 250, 249};
    struct holidays table = {0};
    load_holidays(&table);
    int sum = 0;
    for (int i = 0; i < 6; i++) {
        const day_t before = civil_to_day(2020 + i, 12, 31);
        assert_int_equal(workday_count(&table, before, civil_to_day(2021 + i, 12, 31)), want[i]);
        sum += want[i];
    }
    assert_int_equal(workday_count(&table, day_at("2020-12-31"), day_at("2026-12-31")), sum);
    assert_int_equal(workday_count(NULL, day_at("2021-12-31"), day_at("2022-12-31")), 260);
    holidays_clear(&table);
}

static void the_nearest_working_day(void **state)
{
    (void)state;
    static const struct {
        const char *day, *before, *after;
    } cases[] = {
        {"2022-03-18", "2022-03-18", "2022-03-18"}, {"2022-03-19", "2022-03-18", "2022-03-21"},
        {"2022-02-02", "2022-01-28", "2022-02-07"}, {"2022-01-01", "2021-12-31", "2022-01-04"},
        {"2024-05-04", "2024-05-04", "2024-05-04"}, {"2024-05-05", "2024-05-04", "2024-05-06"},
        {"2025-05-02", "2025-04-29", "2025-05-05"}, {"2023-04-29", "2023-04-28", "2023-05-04"},
    };
    struct holidays table = {0};
    load_holidays(&table);
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        const day_t day = day_at(cases[i].day);
        assert_day(workday_on_or_before(&table, day), cases[i].before);
        assert_day(workday_on_or_after(&table, day), cases[i].after);
    }
    holidays_clear(&table);
}

/* --- the edges --- */

static void nothing_near_is_told(void **state)
{
    (void)state;
    struct holidays table = {0};
    const day_t from = day_at("2022-06-01");
    for (day_t day = from; day < from + 61; day++) {
        assert_int_equal(holidays_add(&table, day, DAY_MARK_OFF, NULL), 0);
    }
    assert_int_equal(workday_on_or_after(&table, from), DAY_NONE);
    assert_int_equal(workday_on_or_after(&table, from + 1), from + 61);
    assert_int_equal(workday_on_or_before(&table, from + 60), DAY_NONE);
    assert_int_equal(workday_on_or_before(&table, from + 59), from - 1);
    assert_int_equal(workday_shift(&table, from - 1, 1), from + 61);
    holidays_clear(&table);
}

static void the_ends_of_the_supported_years(void **state)
{
    (void)state;
    static const day_t outside[] = {DAY_NONE, CIVIL_MIN_DAY - 1, CIVIL_MAX_DAY + 1, INT32_MAX};
    for (size_t i = 0; i < sizeof(outside) / sizeof(outside[0]); i++) {
        assert_int_equal(workday_on_or_before(NULL, outside[i]), DAY_NONE);
        assert_int_equal(workday_on_or_after(NULL, outside[i]), DAY_NONE);
        assert_int_equal(workday_shift(NULL, outside[i], 1), DAY_NONE);
        assert_int_equal(workday_shift(NULL, outside[i], 0), DAY_NONE);
        assert_int_equal(workday_count(NULL, outside[i], 0), 0);
        assert_int_equal(workday_count(NULL, 0, outside[i]), 0);
    }
    assert_int_equal(workday_shift(NULL, 0, 10001), DAY_NONE);
    assert_int_equal(workday_shift(NULL, 0, -10001), DAY_NONE);
    assert_int_equal(workday_shift(NULL, 0, INT_MIN), DAY_NONE);
    assert_int_equal(workday_shift(NULL, 0, INT_MAX), DAY_NONE);
    assert_int_equal(workday_shift(NULL, 0, 10000), 14000);
    assert_int_equal(workday_shift(NULL, 0, -10000), -14000);
    assert_int_equal(workday_shift(NULL, CIVIL_MAX_DAY, 1), DAY_NONE);
    assert_int_equal(workday_shift(NULL, CIVIL_MIN_DAY, -1), DAY_NONE);
    assert_int_equal(workday_shift(NULL, CIVIL_MAX_DAY - 1, 1), CIVIL_MAX_DAY);
    assert_int_equal(workday_shift(NULL, CIVIL_MIN_DAY + 1, -1), CIVIL_MIN_DAY);
    /* 15,653 weeks and two days, of which the first day is not counted */
    assert_int_equal(workday_count(NULL, CIVIL_MIN_DAY, CIVIL_MAX_DAY), 15653 * 5 + 1);
    struct holidays table = {0};
    assert_int_equal(holidays_add(&table, CIVIL_MAX_DAY, DAY_MARK_OFF, NULL), 0);
    assert_int_equal(holidays_add(&table, CIVIL_MIN_DAY, DAY_MARK_OFF, NULL), 0);
    assert_int_equal(workday_on_or_after(&table, CIVIL_MAX_DAY), DAY_NONE);
    assert_int_equal(workday_on_or_before(&table, CIVIL_MIN_DAY), DAY_NONE);
    assert_int_equal(workday_count(&table, CIVIL_MIN_DAY, CIVIL_MAX_DAY), 15653 * 5);
    holidays_clear(&table);
}

int test_workday(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(counting_and_shifting_equal_walking),
        cmocka_unit_test(terms_by_the_notices),
        cmocka_unit_test(working_days_of_the_years),
        cmocka_unit_test(the_nearest_working_day),
        cmocka_unit_test(nothing_near_is_told),
        cmocka_unit_test(the_ends_of_the_supported_years),
    };
    return cmocka_run_group_tests_name("workday", tests, NULL, NULL);
}
