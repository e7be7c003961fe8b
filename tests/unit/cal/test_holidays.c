#include <string.h>

#include "base/err.h"
#include "cal/workday.h"
#include "tests/unit/cal/test_cal.h"

/* The days of 2021-2026 by the notices, month * 100 + day; each list ends at 0. */
struct announced_year {
    int year, working_days;
    short weekdays_off[16], in_lieu[8], swapped_off[4], worked[4];
};
static const struct announced_year announced[] = {
    {2021, 250, {101, 210, 211, 212, 215, 216, 421, 430, 503, 902, 903}, {215, 216, 503}, {0}, {0}},
    {2022,
     249,
     {103, 131, 201, 202, 203, 204, 411, 502, 503, 901, 902},
     {103, 411, 502, 503},
     {0},
     {0}},
    {2023,
     249,
     {102, 120, 123, 124, 125, 126, 501, 502, 503, 901, 904},
     {102, 125, 126, 502, 503, 904},
     {0},
     {0}},
    {2024,
     251,
     {101, 208, 209, 212, 213, 214, 418, 429, 430, 501, 902, 903},
     {213, 214},
     {429},
     {504}},
    {2025, 250, {101, 127, 128, 129, 130, 131, 407, 430, 501, 502, 901, 902}, {0}, {502}, {426}},
    {2026,
     249,
     {101, 102, 216, 217, 218, 219, 220, 427, 430, 501, 831, 901, 902, 1124},
     {427},
     {102, 831},
     {110, 822}},
};
#define ANNOUNCED (sizeof(announced) / sizeof(announced[0]))

static bool holds(const short *list, int code)
{
    for (; *list != 0; list++) {
        if (*list == code) {
            return true;
        }
    }
    return false;
}

static void the_file_is_what_the_notices_say(void **state)
{
    (void)state;
    struct holidays table = {0};
    load_holidays(&table);
    for (size_t i = 0; i < ANNOUNCED; i++) {
        const struct announced_year *want = &announced[i];
        int working = 0;
        assert_true(holidays_is_announced(&table, want->year));
        assert_int_equal(holidays_compute(&table, want->year, want->year), 0);
        for (day_t day = civil_to_day(want->year, 1, 1); day <= civil_to_day(want->year, 12, 31);
             day++) {
            const struct civil date = civil_from_day(day);
            const int code = date.month * 100 + date.day;
            const bool weekend = civil_weekday(day) >= SATURDAY;
            const struct holiday_entry *entry = holidays_find(&table, day);
            const enum day_mark mark = entry ? entry->mark : DAY_MARK_NONE;
            const bool is_working = workday_is(&table, day);
            working += is_working ? 1 : 0;
            assert_int_equal(!weekend && !is_working, holds(want->weekdays_off, code));
            assert_int_equal(weekend && is_working, holds(want->worked, code));
            assert_int_equal(mark == DAY_MARK_IN_LIEU, holds(want->in_lieu, code));
            assert_int_equal(mark == DAY_MARK_SWAPPED_OFF, holds(want->swapped_off, code));
            assert_int_equal(mark == DAY_MARK_WORKED, holds(want->worked, code));
            assert_false(entry && entry->provisional);
        }
        assert_int_equal(working, want->working_days);
    }
    holidays_clear(&table);
}

/* What is computed for a year is what its notice said, but for what was swapped. */
static void computing_gives_what_the_notices_gave(void **state)
{
    (void)state;
    struct holidays table = {0};
    assert_int_equal(holidays_compute(&table, 2021, 2026), 0);
    for (size_t i = 0; i < ANNOUNCED; i++) {
        const struct announced_year *want = &announced[i];
        assert_int_equal(holidays_year(&table, want->year), HOLIDAY_YEAR_PROVISIONAL);
        for (day_t day = civil_to_day(want->year, 1, 1); day <= civil_to_day(want->year, 12, 31);
             day++) {
            const struct civil date = civil_from_day(day);
            const int code = date.month * 100 + date.day;
            const bool off = holds(want->weekdays_off, code) && !holds(want->swapped_off, code);
            const struct holiday_entry *entry = holidays_find(&table, day);
            if (civil_weekday(day) < SATURDAY && workday_is(&table, day) == off) {
                fail_msg("%d-%04d", want->year, code);
            }
            assert_int_equal(entry && entry->mark == DAY_MARK_IN_LIEU, holds(want->in_lieu, code));
            assert_true(!entry || (entry->provisional && entry->reason));
        }
    }
    holidays_clear(&table);
}

static void reasons_of_the_file_and_of_the_computation(void **state)
{
    (void)state;
    static const struct {
        const char *day, *reason;
    } cases[] = {
        {"2022-01-01", "Tết Dương lịch"},
        {"2022-01-03", "Nghỉ bù Tết Dương lịch"},
        {"2022-02-01", "Tết Nguyên đán"},
        {"2023-01-26", "Nghỉ bù Tết Nguyên đán"},
        {"2022-04-10", "Giỗ Tổ Hùng Vương"},
        {"2022-04-11", "Nghỉ bù Giỗ Tổ Hùng Vương"},
        {"2022-04-30", "Ngày Chiến thắng"},
        {"2022-05-01", "Ngày Quốc tế lao động"},
        {"2022-05-02", "Nghỉ bù Ngày Chiến thắng"},
        {"2022-05-03", "Nghỉ bù Ngày Quốc tế lao động"},
        {"2022-09-01", "Quốc khánh"},
        {"2023-09-04", "Nghỉ bù Quốc khánh"},
        {"2026-11-24", "Ngày Văn hóa Việt Nam"},
    };
    struct holidays file = {0};
    struct holidays computed = {0};
    load_holidays(&file);
    assert_int_equal(holidays_compute(&computed, 2021, 2026), 0);
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        const day_t day = day_at(cases[i].day);
        assert_string_equal(workday_reason(&file, day), cases[i].reason);
        assert_string_equal(workday_reason(&computed, day), cases[i].reason);
    }
    assert_string_equal(workday_reason(&file, day_at("2024-05-04")),
                        "Làm bù cho thứ Hai 29/04/2024");
    assert_string_equal(workday_reason(&file, day_at("2022-03-19")), "Thứ Bảy");
    assert_string_equal(workday_reason(&file, day_at("2022-03-20")), "Chủ nhật");
    assert_null(workday_reason(&file, day_at("2022-03-18")));
    assert_null(workday_reason(NULL, day_at("2022-02-01")));
    holidays_clear(&file);
    holidays_clear(&computed);
}

static void years_to_come(void **state)
{
    (void)state;
    static const struct {
        const char *day;
        enum day_mark mark;
    } cases[] = {
        {"2027-01-01", DAY_MARK_OFF},
        {"2027-01-04", DAY_MARK_NONE},
        /* Tết 2027: Saturday 6 February */
        {"2027-02-03", DAY_MARK_NONE},
        {"2027-02-04", DAY_MARK_OFF},
        {"2027-02-08", DAY_MARK_OFF},
        {"2027-02-09", DAY_MARK_IN_LIEU},
        {"2027-02-10", DAY_MARK_IN_LIEU},
        {"2027-02-11", DAY_MARK_NONE},
        /* Giỗ Tổ: Friday 16 April; 1 May a Saturday */
        {"2027-04-16", DAY_MARK_OFF},
        {"2027-04-30", DAY_MARK_OFF},
        {"2027-05-01", DAY_MARK_OFF},
        {"2027-05-03", DAY_MARK_IN_LIEU},
        /* 2 September a Thursday */
        {"2027-09-01", DAY_MARK_NONE},
        {"2027-09-02", DAY_MARK_OFF},
        {"2027-09-03", DAY_MARK_OFF},
        {"2027-11-24", DAY_MARK_OFF},
        /* 24 November 2029 is a Saturday and not made up for; 2025 has none */
        {"2029-11-24", DAY_MARK_OFF},
        {"2029-11-26", DAY_MARK_NONE},
        {"2025-11-24", DAY_MARK_NONE},
        /* the regular month 3 of 2031 */
        {"2031-04-01", DAY_MARK_OFF},
    };
    struct holidays table = {0};
    assert_int_equal(holidays_compute(&table, 2025, 2031), 0);
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        const struct holiday_entry *entry = holidays_find(&table, day_at(cases[i].day));
        if ((entry ? entry->mark : DAY_MARK_NONE) != cases[i].mark) {
            fail_msg("%s: mark %d", cases[i].day, entry ? (int)entry->mark : 0);
        }
    }
    holidays_clear(&table);
}

/* Five days of Tết, two of the National Day, and as many days in lieu as fall on weekends. */
static void each_computed_year_has_all_its_days(void **state)
{
    (void)state;
    struct holidays table = {0};
    assert_int_equal(holidays_compute(&table, CIVIL_MIN_YEAR, CIVIL_MAX_YEAR), 0);
    for (int year = CIVIL_MIN_YEAR; year <= CIVIL_MAX_YEAR; year++) {
        int off = 0;
        int weekend = 0;
        int in_lieu = 0;
        const day_t culture_day = year >= 2026 ? civil_to_day(year, 11, 24) : DAY_NONE;
        for (day_t day = civil_to_day(year, 1, 1); day <= civil_to_day(year, 12, 31); day++) {
            const struct holiday_entry *entry = holidays_find(&table, day);
            if (!entry || day == culture_day) {
                continue;
            }
            off += entry->mark == DAY_MARK_OFF;
            weekend += entry->mark == DAY_MARK_OFF && civil_weekday(day) >= SATURDAY;
            in_lieu += entry->mark == DAY_MARK_IN_LIEU;
        }
        /* In 1947 Giỗ Tổ was 30 April. */
        assert_int_equal(off, year == 1947 ? 10 : 11);
        assert_int_equal(in_lieu, weekend);
        if (year >= 2026) {
            assert_non_null(holidays_find(&table, culture_day));
        }
    }
    assert_true(table.count < HOLIDAYS_MAX_DAYS);
    assert_int_equal(holidays_year(&table, CIVIL_MIN_YEAR), HOLIDAY_YEAR_PROVISIONAL);
    assert_int_equal(holidays_year(&table, CIVIL_MAX_YEAR), HOLIDAY_YEAR_PROVISIONAL);
    holidays_clear(&table);
}

static void computing_again_changes_nothing(void **state)
{
    (void)state;
    struct holidays table = {0};
    load_holidays(&table);
    assert_int_equal(holidays_year(&table, 2027), HOLIDAY_YEAR_UNKNOWN);
    assert_int_equal(holidays_compute(&table, 2020, 2030), 0);
    const size_t count = table.count;
    assert_int_equal(holidays_compute(&table, 2020, 2030), 0);
    assert_int_equal(table.count, count);
    assert_int_equal(holidays_compute(&table, 2027, 2027), 0);
    assert_int_equal(table.count, count);
    assert_int_equal(holidays_year(&table, 2026), HOLIDAY_YEAR_ANNOUNCED);
    assert_int_equal(holidays_year(&table, 2027), HOLIDAY_YEAR_PROVISIONAL);
    assert_int_equal(holidays_year(&table, 2031), HOLIDAY_YEAR_UNKNOWN);
    assert_int_equal(holidays_announce(&table, 2027), ERR_REFUSED);
    assert_int_equal(holidays_announce(&table, 2026), 0);
    assert_false(holidays_is_announced(&table, 2027));
    holidays_clear(&table);
}

static void marks_by_hand_stay(void **state)
{
    (void)state;
    struct holidays table = {0};
    /* A local day off on the day that would make up for 1 May 2027. */
    assert_int_equal(holidays_add(&table, day_at("2027-05-03"), DAY_MARK_OFF, "Lễ hội"), 0);
    assert_int_equal(holidays_add(&table, day_at("2027-01-09"), DAY_MARK_WORKED, NULL), 0);
    assert_int_equal(holidays_compute(&table, 2027, 2027), 0);
    assert_string_equal(holidays_find(&table, day_at("2027-05-03"))->reason, "Lễ hội");
    assert_int_equal(holidays_find(&table, day_at("2027-05-04"))->mark, DAY_MARK_IN_LIEU);
    assert_true(workday_is(&table, day_at("2027-01-09")));
    assert_string_equal(workday_reason(&table, day_at("2027-01-09")), "Thứ Bảy");
    holidays_clear(&table);
}

static void a_worked_saturday_makes_up_for_nothing(void **state)
{
    (void)state;
    struct holidays table = {0};
    /* 1 May 2027 is a Saturday; the week after it is off, the Saturday after that is worked. */
    for (int i = 0; i < 5; i++) {
        assert_int_equal(holidays_add(&table, day_at("2027-05-03") + i, DAY_MARK_OFF, NULL), 0);
    }
    assert_int_equal(holidays_add(&table, day_at("2027-05-08"), DAY_MARK_WORKED, NULL), 0);
    assert_int_equal(holidays_compute(&table, 2027, 2027), 0);
    assert_true(workday_is(&table, day_at("2027-05-08")));
    assert_int_equal(holidays_find(&table, day_at("2027-05-10"))->mark, DAY_MARK_IN_LIEU);
    holidays_clear(&table);
}

static void entries_that_are_refused(void **state)
{
    (void)state;
    struct holidays table = {0};
    char reason[HOLIDAYS_MAX_REASON + 1];
    const day_t friday = day_at("2022-03-18");
    const day_t saturday = friday + 1;
    memset(reason, 'x', sizeof(reason) - 1);
    reason[HOLIDAYS_MAX_REASON] = '\0';
    assert_int_equal(holidays_add(&table, friday, DAY_MARK_OFF, reason), ERR_LIMIT);
    assert_int_equal(holidays_add(&table, friday, DAY_MARK_OFF, reason + 1), 0);
    assert_int_equal(holidays_add(&table, friday, DAY_MARK_OFF, "again"), ERR_EXISTS);
    assert_int_equal(holidays_add(&table, friday + 3, DAY_MARK_WORKED, NULL), ERR_INVALID);
    assert_int_equal(holidays_add(&table, saturday, DAY_MARK_IN_LIEU, NULL), ERR_INVALID);
    assert_int_equal(holidays_add(&table, saturday + 1, DAY_MARK_SWAPPED_OFF, NULL), ERR_INVALID);
    assert_int_equal(holidays_add(&table, saturday, DAY_MARK_NONE, NULL), ERR_INVALID);
    assert_int_equal(holidays_add(&table, DAY_NONE, DAY_MARK_OFF, NULL), ERR_RANGE);
    assert_int_equal(holidays_add(&table, CIVIL_MAX_DAY + 1, DAY_MARK_OFF, NULL), ERR_RANGE);
    assert_int_equal(table.count, 1);
    assert_int_equal(holidays_announce(&table, 1899), ERR_RANGE);
    assert_int_equal(holidays_announce(&table, 2200), ERR_RANGE);
    assert_int_equal(holidays_compute(&table, 2023, 2022), ERR_RANGE);
    assert_int_equal(holidays_compute(&table, 1899, 2022), ERR_RANGE);
    assert_int_equal(holidays_compute(&table, 2022, 2200), ERR_RANGE);
    assert_int_equal(holidays_year(NULL, 2022), HOLIDAY_YEAR_UNKNOWN);
    assert_int_equal(holidays_year(&table, 2200), HOLIDAY_YEAR_UNKNOWN);
    assert_int_equal(table.count, 1);
    holidays_clear(&table);
}

static void the_table_is_sorted_and_has_a_ceiling(void **state)
{
    (void)state;
    struct holidays table;
    holidays_init(&table);
    uint32_t seed = 3;
    while (table.count < HOLIDAYS_MAX_DAYS) {
        const day_t day =
            CIVIL_MIN_DAY + (day_t)next_number(&seed, CIVIL_MAX_DAY - CIVIL_MIN_DAY + 1);
        const bool there = holidays_find(&table, day) != NULL;
        assert_int_equal(holidays_add(&table, day, DAY_MARK_OFF, "x"), there ? ERR_EXISTS : 0);
        assert_int_equal(holidays_find(&table, day)->day, day);
    }
    for (size_t i = 1; i < table.count; i++) {
        assert_true(table.entries[i - 1].day < table.entries[i].day);
    }
    day_t unmarked = CIVIL_MIN_DAY;
    while (holidays_find(&table, unmarked)) {
        unmarked++;
    }
    assert_int_equal(holidays_add(&table, unmarked, DAY_MARK_OFF, NULL), ERR_LIMIT);
    assert_int_equal(holidays_compute(&table, 2022, 2022), ERR_LIMIT);
    assert_int_equal(holidays_year(&table, 2022), HOLIDAY_YEAR_UNKNOWN);
    holidays_clear(&table);
    holidays_clear(&table);
    holidays_clear(NULL);
    assert_int_equal(table.count, 0);
    assert_null(holidays_find(&table, 0));
    assert_null(holidays_find(NULL, 0));
}

int test_holidays(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_file_is_what_the_notices_say),
        cmocka_unit_test(computing_gives_what_the_notices_gave),
        cmocka_unit_test(reasons_of_the_file_and_of_the_computation),
        cmocka_unit_test(years_to_come),
        cmocka_unit_test(each_computed_year_has_all_its_days),
        cmocka_unit_test(computing_again_changes_nothing),
        cmocka_unit_test(marks_by_hand_stay),
        cmocka_unit_test(a_worked_saturday_makes_up_for_nothing),
        cmocka_unit_test(entries_that_are_refused),
        cmocka_unit_test(the_table_is_sorted_and_has_a_ceiling),
    };
    return cmocka_run_group_tests_name("holidays", tests, NULL, NULL);
}
