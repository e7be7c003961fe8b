#include <string.h>

#include "base/err.h"
#include "cal/period.h"
#include "tests/unit/cal/golden_weeks.h"
#include "tests/unit/cal/test_cal.h"

static void known_periods(void **state)
{
    (void)state;
    static const struct {
        const char *text, *first, *last;
    } cases[] = {
        {"2022", "2022-01-01", "2022-12-31"},     {"2022-H1", "2022-01-01", "2022-06-30"},
        {"2022-H2", "2022-07-01", "2022-12-31"},  {"2022-9M", "2022-01-01", "2022-09-30"},
        {"2022-Q1", "2022-01-01", "2022-03-31"},  {"2022-Q2", "2022-04-01", "2022-06-30"},
        {"2022-Q3", "2022-07-01", "2022-09-30"},  {"2022-Q4", "2022-10-01", "2022-12-31"},
        {"2022-02", "2022-02-01", "2022-02-28"},  {"2024-02", "2024-02-01", "2024-02-29"},
        {"2022-12", "2022-12-01", "2022-12-31"},  {"2022-W01", "2022-01-03", "2022-01-09"},
        {"2022-W05", "2022-01-31", "2022-02-06"}, {"2020-W53", "2020-12-28", "2021-01-03"},
        {"2026-W01", "2025-12-29", "2026-01-04"}, {"1900-W01", "1900-01-01", "1900-01-07"},
        {"2199-W52", "2199-12-23", "2199-12-29"}, {"2199", "2199-01-01", "2199-12-31"},
    };
    char text[PERIOD_TEXT_SIZE];
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        struct period period = {0};
        assert_int_equal(period_parse(cases[i].text, &period), 0);
        assert_day(period_first(period), cases[i].first);
        assert_day(period_last(period), cases[i].last);
        assert_string_equal(period_format(period, text), cases[i].text);
    }
}

static void weeks_are_those_of_iso_8601(void **state)
{
    (void)state;
    day_t next = CIVIL_MIN_DAY;
    for (int year = CIVIL_MIN_YEAR; year <= CIVIL_MAX_YEAR; year++) {
        const int code = golden_weeks[year - CIVIL_MIN_YEAR];
        const day_t first = civil_to_day(code > 1200 ? year - 1 : year, code / 100, code % 100);
        assert_int_equal(first, next);
        const int weeks = period_count(PERIOD_WEEK, year);
        next = first + 7 * weeks;
        for (day_t day = first; day < next; day++) {
            const struct period period = period_of(PERIOD_WEEK, day);
            assert_int_equal(period.kind, PERIOD_WEEK);
            assert_int_equal(period.year, year);
            assert_int_equal(period.index, (day - first) / 7 + 1);
            assert_int_equal(period_first(period), first + 7 * (period.index - 1));
            assert_int_equal(period_last(period), period_first(period) + 6);
        }
    }
    /* The last days of 2199 lie in a week of 2200. */
    assert_day(next, "2199-12-30");
    assert_int_equal(period_of(PERIOD_WEEK, next).kind, PERIOD_NONE);
}

static void each_day_lies_in_its_period(void **state)
{
    (void)state;
    char text[PERIOD_TEXT_SIZE];
    for (day_t day = CIVIL_MIN_DAY; day <= CIVIL_MAX_DAY; day++) {
        const int year = civil_from_day(day).year;
        for (int kind = PERIOD_MONTH; kind <= PERIOD_YEAR; kind++) {
            const struct period period = period_of((enum period_kind)kind, day);
            struct period again = {0};
            assert_true(period_is_valid(period));
            assert_int_equal((int)period.kind, kind);
            assert_int_equal(period.year, year);
            assert_true(period_first(period) <= day);
            assert_true(day <= period_last(period) || kind == PERIOD_NINE_MONTHS);
            assert_int_equal(period_parse(period_format(period, text), &again), 0);
            assert_memory_equal(&again, &period, sizeof(period));
        }
    }
}

static void periods_of_a_year_follow_one_another(void **state)
{
    (void)state;
    static const int counts[] = {0, 0, 12, 4, 2, 1, 1};
    static const int months[] = {0, 0, 1, 3, 6, 9, 12};
    for (int kind = PERIOD_NONE; kind <= PERIOD_YEAR; kind++) {
        const enum period_kind k = (enum period_kind)kind;
        assert_int_equal(period_months(k), months[kind]);
        if (kind == PERIOD_WEEK) {
            continue;
        }
        assert_int_equal(period_count(k, 2022), counts[kind]);
        day_t next = day_at("2022-01-01");
        for (int i = 1; i <= counts[kind]; i++) {
            const struct period period = {.kind = k, .year = 2022, .index = i};
            assert_int_equal(period_first(period), next);
            next = period_last(period) + 1;
        }
        if (counts[kind] > 0) {
            assert_day(next - 1, kind == PERIOD_NINE_MONTHS ? "2022-09-30" : "2022-12-31");
        }
    }
}

static void periods_that_do_not_exist(void **state)
{
    (void)state;
    static const struct period cases[] = {
        {PERIOD_NONE, 2022, 1},    {PERIOD_WEEK, 2022, 0},         {PERIOD_WEEK, 2022, 53},
        {PERIOD_WEEK, 2020, 54},   {PERIOD_MONTH, 2022, 13},       {PERIOD_MONTH, 2022, 0},
        {PERIOD_QUARTER, 2022, 5}, {PERIOD_HALF, 2022, 3},         {PERIOD_NINE_MONTHS, 2022, 2},
        {PERIOD_YEAR, 2022, 2},    {PERIOD_YEAR, 1899, 1},         {PERIOD_YEAR, 2200, 1},
        {PERIOD_MONTH, 2022, -1},  {(enum period_kind)7, 2022, 1},
    };
    char text[PERIOD_TEXT_SIZE];
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        assert_false(period_is_valid(cases[i]));
        assert_int_equal(period_first(cases[i]), DAY_NONE);
        assert_int_equal(period_last(cases[i]), DAY_NONE);
        assert_string_equal(period_format(cases[i], text), "");
    }
    assert_int_equal(period_of(PERIOD_NONE, 0).kind, PERIOD_NONE);
    assert_int_equal(period_of(PERIOD_MONTH, DAY_NONE).kind, PERIOD_NONE);
    assert_int_equal(period_of(PERIOD_WEEK, CIVIL_MAX_DAY + 1).kind, PERIOD_NONE);
}

static void texts_that_name_no_period(void **state)
{
    (void)state;
    static const char *const cases[] = {
        "",         "22",       "20222",    "2022-",     "2022-0",  "2022-1",   "2022-00",
        "2022-13",  "2022-001", "2022-Q",   "2022-Q0",   "2022-Q5", "2022-Q01", "2022-q1",
        "2022-H3",  "2022-H0",  "2022-6M",  "2022-9M ",  "2022-9m", "2022-W",   "2022-W0",
        "2022-W00", "2022-W5",  "2022-W53", "2022-W054", "2022W05", "1899",     "2200",
        " 2022",    "2022 ",    "2022-Y",   "2022-Q1x",  "2022/03", "-2022",    "năm 2022",
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        struct period found = {.kind = PERIOD_HALF, .year = 1, .index = 2};
        if (period_parse(cases[i], &found) != ERR_FORMAT) {
            fail_msg("\"%s\" is read", cases[i]);
        }
        assert_true(found.kind == PERIOD_HALF && found.year == 1 && found.index == 2);
    }
}

static void names_of_kinds(void **state)
{
    (void)state;
    for (int kind = PERIOD_WEEK; kind <= PERIOD_YEAR; kind++) {
        const char *name = period_kind_name((enum period_kind)kind);
        assert_non_null(name);
        assert_int_equal((int)period_kind_from_name(name), kind);
    }
    assert_string_equal(period_kind_name(PERIOD_NINE_MONTHS), "nine_months");
    assert_null(period_kind_name(PERIOD_NONE));
    assert_null(period_kind_name((enum period_kind)99));
    assert_int_equal(period_kind_from_name(""), PERIOD_NONE);
    assert_int_equal(period_kind_from_name("Week"), PERIOD_NONE);
    assert_int_equal(period_kind_from_name("weeks"), PERIOD_NONE);
}

int test_period(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(known_periods),
        cmocka_unit_test(weeks_are_those_of_iso_8601),
        cmocka_unit_test(each_day_lies_in_its_period),
        cmocka_unit_test(periods_of_a_year_follow_one_another),
        cmocka_unit_test(periods_that_do_not_exist),
        cmocka_unit_test(texts_that_name_no_period),
        cmocka_unit_test(names_of_kinds),
    };
    return cmocka_run_group_tests_name("period", tests, NULL, NULL);
}
