#include <limits.h>

#include "base/err.h"
#include "tests/unit/cal/test_cal.h"

/* Days by Python's datetime.date. */
static void day_numbers_of_known_dates(void **state)
{
    (void)state;
    static const struct {
        int year, month, day;
        day_t number;
        enum weekday weekday;
    } cases[] = {
        {1970, 1, 1, 0, THURSDAY},      {1969, 12, 31, -1, WEDNESDAY},
        {1900, 1, 1, -25567, MONDAY},   {1900, 2, 28, -25509, WEDNESDAY},
        {1900, 3, 1, -25508, THURSDAY}, {2000, 2, 29, 11016, TUESDAY},
        {2000, 3, 1, 11017, WEDNESDAY}, {2022, 3, 18, 19069, FRIDAY},
        {2024, 2, 29, 19782, THURSDAY}, {2100, 2, 28, 47540, SUNDAY},
        {2100, 3, 1, 47541, MONDAY},    {2199, 12, 31, 84005, TUESDAY},
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        assert_int_equal(civil_to_day(cases[i].year, cases[i].month, cases[i].day),
                         cases[i].number);
        assert_int_equal(civil_weekday(cases[i].number), cases[i].weekday);
        const struct civil date = civil_from_day(cases[i].number);
        assert_int_equal(date.year, cases[i].year);
        assert_int_equal(date.month, cases[i].month);
        assert_int_equal(date.day, cases[i].day);
    }
}

static int length_by_rhyme(int year, int month)
{
    static const int lengths[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    const bool leap = (year % 4 == 0 && year % 100 != 0) || year == 2000;
    return lengths[month - 1] + (leap && month == 2 ? 1 : 0);
}

/* Walks all days with a counter of its own. */
static void every_day_follows_the_one_before(void **state)
{
    (void)state;
    day_t day = CIVIL_MIN_DAY;
    int weekday = MONDAY;
    for (int year = CIVIL_MIN_YEAR; year <= CIVIL_MAX_YEAR; year++) {
        for (int month = 1; month <= 12; month++) {
            assert_int_equal(civil_month_length(year, month), length_by_rhyme(year, month));
            for (int d = 1; d <= length_by_rhyme(year, month); d++, day++) {
                const struct civil date = civil_from_day(day);
                assert_true(date.year == year && date.month == month && date.day == d);
                assert_int_equal(civil_to_day(year, month, d), day);
                assert_int_equal(civil_weekday(day), weekday);
                weekday = weekday % 7 + 1;
            }
        }
    }
    assert_int_equal(day, CIVIL_MAX_DAY + 1);
}

static void dates_that_do_not_exist(void **state)
{
    (void)state;
    static const struct civil cases[] = {
        {1899, 12, 31},     {2200, 1, 1},
        {2022, 0, 1},       {2022, 13, 1},
        {2022, 1, 0},       {2022, 1, 32},
        {2022, 4, 31},      {2022, 2, 29},
        {1900, 2, 29},      {2100, 2, 29},
        {2024, 2, 30},      {0, 0, 0},
        {-2022, 1, 1},      {INT_MAX, INT_MAX, INT_MAX},
        {INT_MIN, 1, 1},    {2022, INT_MIN, 1},
        {2022, 1, INT_MIN}, {2022, -1, 5},
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        assert_false(civil_is_valid(cases[i].year, cases[i].month, cases[i].day));
        assert_int_equal(civil_to_day(cases[i].year, cases[i].month, cases[i].day), DAY_NONE);
    }
    assert_int_equal(civil_month_length(2022, 0), 0);
    assert_int_equal(civil_month_length(2022, 13), 0);
}

static void days_out_of_range(void **state)
{
    (void)state;
    static const day_t cases[] = {DAY_NONE, DAY_NONE + 1, CIVIL_MIN_DAY - 1, CIVIL_MAX_DAY + 1,
                                  INT32_MAX};
    char text[CIVIL_TEXT_SIZE];
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        const struct civil date = civil_from_day(cases[i]);
        assert_true(date.year == 0 && date.month == 0 && date.day == 0);
        assert_false(civil_has_day(cases[i]));
        assert_string_equal(civil_format_iso(cases[i], text), "");
        assert_string_equal(civil_format_vn(cases[i], text), "");
        assert_int_equal(civil_add_months(cases[i], 0), DAY_NONE);
        const int weekday = (int)civil_weekday(cases[i]);
        assert_in_range(weekday, MONDAY, SUNDAY);
    }
    assert_int_equal(civil_weekday(CIVIL_MIN_DAY - 1), SUNDAY);
    assert_int_equal(civil_weekday(CIVIL_MAX_DAY + 1), WEDNESDAY);
}

static void months_added(void **state)
{
    (void)state;
    static const struct {
        const char *from;
        int n;
        const char *to;
    } cases[] = {
        {"2022-01-31", 1, "2022-02-28"},
        {"2024-01-31", 1, "2024-02-29"},
        {"2022-03-31", -1, "2022-02-28"},
        {"2022-08-31", 1, "2022-09-30"},
        {"2022-12-15", 1, "2023-01-15"},
        {"2022-01-15", -1, "2021-12-15"},
        {"2024-02-29", 12, "2025-02-28"},
        {"2024-02-29", -48, "2020-02-29"},
        {"2022-05-10", 0, "2022-05-10"},
        {"1900-01-31", 3599, "2199-12-31"},
        {"2199-12-31", -3599, "1900-01-31"},
        {"2199-12-31", 1, ""},
        {"1900-01-01", -1, ""},
        {"2022-05-10", INT_MAX, ""},
        {"2022-05-10", INT_MIN, ""},
    };
    char text[CIVIL_TEXT_SIZE];
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        const day_t found = civil_add_months(day_at(cases[i].from), cases[i].n);
        assert_string_equal(civil_format_iso(found, text), cases[i].to);
    }
}

static void texts_of_every_day_read_back(void **state)
{
    (void)state;
    char text[CIVIL_TEXT_SIZE];
    for (day_t day = CIVIL_MIN_DAY; day <= CIVIL_MAX_DAY; day++) {
        day_t found = DAY_NONE;
        assert_int_equal(civil_parse_iso(civil_format_iso(day, text), &found), 0);
        assert_int_equal(found, day);
        found = DAY_NONE;
        assert_int_equal(civil_parse_any(civil_format_vn(day, text), &found), 0);
        assert_int_equal(found, day);
    }
    assert_string_equal(civil_format_vn(day_at("2022-03-08"), text), "08/03/2022");
}

struct text_case {
    const char *text;
    int err;
    const char *iso;
};

static void check_texts(const struct text_case *cases, size_t count,
                        int (*parse)(const char *, day_t *))
{
    for (size_t i = 0; i < count; i++) {
        day_t found = 12345;
        const int err = parse(cases[i].text, &found);
        if (err != cases[i].err) {
            fail_msg("\"%s\": %d, not %d", cases[i].text, err, cases[i].err);
        }
        if (err) {
            assert_int_equal(found, 12345);
        } else {
            assert_day(found, cases[i].iso);
        }
    }
}

static void iso_texts(void **state)
{
    (void)state;
    static const struct text_case cases[] = {
        {"2022-03-18", 0, "2022-03-18"},
        {"2022-3-18", ERR_FORMAT, NULL},
        {"2022-03-18 ", ERR_FORMAT, NULL},
        {" 2022-03-18", ERR_FORMAT, NULL},
        {"2022-03-181", ERR_FORMAT, NULL},
        {"22022-03-18", ERR_FORMAT, NULL},
        {"2022-003-18", ERR_FORMAT, NULL},
        {"2022/03/18", ERR_FORMAT, NULL},
        {"", ERR_FORMAT, NULL},
        {"2022", ERR_FORMAT, NULL},
        {"2022-", ERR_FORMAT, NULL},
        {"2022-03", ERR_FORMAT, NULL},
        {"2022-03-", ERR_FORMAT, NULL},
        {"2022-03-1", ERR_FORMAT, NULL},
        {"-022-03-18", ERR_FORMAT, NULL},
        {"+022-03-18", ERR_FORMAT, NULL},
        {"2022-0a-18", ERR_FORMAT, NULL},
        {"18/03/2022", ERR_FORMAT, NULL},
        {"2022-06-31", ERR_RANGE, NULL},
        {"2022-00-10", ERR_RANGE, NULL},
        {"2022-13-10", ERR_RANGE, NULL},
        {"1899-12-31", ERR_RANGE, NULL},
        {"2200-01-01", ERR_RANGE, NULL},
        {"2023-02-29", ERR_RANGE, NULL},
    };
    check_texts(cases, sizeof(cases) / sizeof(cases[0]), civil_parse_iso);
}

static void typed_texts(void **state)
{
    (void)state;
    static const struct text_case cases[] = {
        {"18/3/2022", 0, "2022-03-18"},
        {"18/03/2022", 0, "2022-03-18"},
        {"8/3/2022", 0, "2022-03-08"},
        {"18-3-2022", 0, "2022-03-18"},
        {"18.3.2022", 0, "2022-03-18"},
        {"2022-03-18", 0, "2022-03-18"},
        {" 18/3/2022 ", 0, "2022-03-18"},
        {"\t2022-03-18\t ", 0, "2022-03-18"},
        {"18/3-2022", ERR_FORMAT, NULL},
        {"18.3/2022", ERR_FORMAT, NULL},
        {"18/3/22", ERR_FORMAT, NULL},
        {"18/3/20222", ERR_FORMAT, NULL},
        {"018/3/2022", ERR_FORMAT, NULL},
        {"18/3", ERR_FORMAT, NULL},
        {"18//2022", ERR_FORMAT, NULL},
        {"18/3/2022x", ERR_FORMAT, NULL},
        {"18 / 3 / 2022", ERR_FORMAT, NULL},
        {"", ERR_FORMAT, NULL},
        {"   ", ERR_FORMAT, NULL},
        {"2022/03/18", ERR_FORMAT, NULL},
        {"ngày 18/3/2022", ERR_FORMAT, NULL},
        {"31/6/2022", ERR_RANGE, NULL},
        {"0/3/2022", ERR_RANGE, NULL},
        {"3/18/2022", ERR_RANGE, NULL},
        {"29/2/2023", ERR_RANGE, NULL},
        {"29/2/2024", 0, "2024-02-29"},
        {"1/1/1899", ERR_RANGE, NULL},
        {"2022-02-30", ERR_RANGE, NULL},
    };
    check_texts(cases, sizeof(cases) / sizeof(cases[0]), civil_parse_any);
}

int test_civil(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(day_numbers_of_known_dates),
        cmocka_unit_test(every_day_follows_the_one_before),
        cmocka_unit_test(dates_that_do_not_exist),
        cmocka_unit_test(days_out_of_range),
        cmocka_unit_test(months_added),
        cmocka_unit_test(texts_of_every_day_read_back),
        cmocka_unit_test(iso_texts),
        cmocka_unit_test(typed_texts),
    };
    return cmocka_run_group_tests_name("civil", tests, NULL, NULL);
}
