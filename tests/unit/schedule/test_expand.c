#include "tests/unit/schedule/test_schedule.h"

#include <stdio.h>

#include "base/err.h"
#include "schedule/expand.h"

/* Every Monday to Friday is worked. */
static const struct holidays NO_DAYS_OFF;
#define TABLE (&NO_DAYS_OFF)

/* "2022-Q1 2022-03-18, …"; a second slot as "#2", an undated one as "-". */
static const char *print(const struct rule *rule, int from, int to, const struct regime *regime)
{
    static char text[8192];
    struct instances list = {0};
    size_t len = 0;
    text[0] = '\0';
    assert_int_equal(0, expand_rule(rule, from, to, regime, TABLE, &list));
    for (size_t i = 0; i < list.count; i++) {
        const struct instance *one = &list.items[i];
        char period[PERIOD_TEXT_SIZE] = "";
        char due[CIVIL_TEXT_SIZE];
        char slot[16] = "";
        if (one->period.kind != PERIOD_NONE) {
            period_format(one->period, period);
        }
        if (one->slot > 1) {
            snprintf(slot, sizeof slot, "#%d", one->slot);
        }
        civil_format_iso(one->due, due);
        int wrote = snprintf(text + len, sizeof text - len, "%s%s%s%s%s", i > 0 ? ", " : "", period,
                             slot, *period ? " " : "", *due ? due : "-");
        assert_true(wrote > 0 && (size_t)wrote < sizeof text - len);
        len += (size_t)wrote;
    }
    instances_clear(&list);
    return text;
}

static struct rule cycle(enum period_kind every)
{
    struct rule rule;
    rule_init(&rule, RULE_CYCLE);
    rule.cycle.every = every;
    return rule;
}

static void add_day(struct cycle *cycle, int only, int month, int day, int shift)
{
    cycle->anchors[cycle->anchor_count++] = (struct anchor){.kind = ANCHOR_MONTH_DAY,
                                                            .only = (int8_t)only,
                                                            .month = (int8_t)month,
                                                            .day = (int8_t)day,
                                                            .shift = (int8_t)shift};
}

/* "trước ngày 19 của tháng cuối quý" */
static void test_quarters(void **state)
{
    (void)state;
    struct rule rule = cycle(PERIOD_QUARTER);
    add_day(&rule.cycle, 0, 2, 19, -1);
    assert_string_equal("2022-Q1 2022-03-18, 2022-Q2 2022-06-18, 2022-Q3 2022-09-18, "
                        "2022-Q4 2022-12-18",
                        print(&rule, 2022, 2022, NULL));
    rule.cycle.from = on("2022-04-01");
    rule.cycle.until = on("2022-09-30");
    assert_string_equal("2022-Q2 2022-06-18, 2022-Q3 2022-09-18", print(&rule, 2022, 2022, NULL));
}

/* The year's report of 2022 that is due in January 2023 belongs to 2022. */
static void test_year_due_in_the_next(void **state)
{
    (void)state;
    struct rule rule = cycle(PERIOD_YEAR);
    add_day(&rule.cycle, 0, 12, 5, 0);
    assert_string_equal("2022 2023-01-05, 2023 2024-01-05", print(&rule, 2022, 2023, NULL));
}

/* "15/6 và 15/12": one day for each half. */
static void test_only_of_one_period(void **state)
{
    (void)state;
    struct rule rule = cycle(PERIOD_HALF);
    add_day(&rule.cycle, 1, 5, 15, 0);
    add_day(&rule.cycle, 2, 5, 15, 0);
    assert_string_equal("2022-H1 2022-06-15, 2022-H2 2022-12-15", print(&rule, 2022, 2022, NULL));
    assert_int_equal(1, expand_slots(&rule, NULL));
}

/* "ngày 10 và ngày 25 hằng tháng": two of each month, with names of their own. */
static void test_two_days_of_a_month(void **state)
{
    (void)state;
    struct rule rule = cycle(PERIOD_MONTH);
    add_day(&rule.cycle, 0, 0, 10, 0);
    add_day(&rule.cycle, 0, 0, 0, 0); /* and the last */
    rule.cycle.until = on("2022-02-28");
    assert_string_equal("2022-01 2022-01-10, 2022-01#2 2022-01-31, 2022-02 2022-02-10, "
                        "2022-02#2 2022-02-28",
                        print(&rule, 2022, 2022, NULL));
    assert_int_equal(2, expand_slots(&rule, NULL));
}

/* 30/4/2022 is a Saturday and a holiday, 31/7 a Sunday; "trước" counts from the working day. */
static void test_last_working_day(void **state)
{
    (void)state;
    struct holidays table;
    struct instances list = {0};
    struct rule rule = cycle(PERIOD_MONTH);
    rule.cycle.anchors[0] = (struct anchor){.kind = ANCHOR_LAST_WORKDAY};
    rule.cycle.anchor_count = 1;
    assert_true(rule_is_valid(&rule));
    add_days_off(&table);
    assert_int_equal(0, expand_rule(&rule, 2022, 2022, NULL, &table, &list));
    assert_int_equal(12, list.count);
    assert_int_equal(on("2022-03-31"), list.items[2].due);
    assert_int_equal(on("2022-04-29"), list.items[3].due);
    assert_int_equal(on("2022-07-29"), list.items[6].due);
    list.count = 0;
    rule.cycle.anchors[0].shift = -1;
    assert_int_equal(0, expand_rule(&rule, 2022, 2022, NULL, &table, &list));
    assert_int_equal(on("2022-04-28"), list.items[3].due);
    instances_clear(&list);
    rule.cycle.every = PERIOD_YEAR;
    assert_false(rule_is_valid(&rule));
    holidays_clear(&table);
}

static void test_weeks(void **state)
{
    (void)state;
    struct rule rule = cycle(PERIOD_WEEK);
    rule.cycle.anchors[0] = (struct anchor){.kind = ANCHOR_WEEK_DAY, .weekday = FRIDAY};
    rule.cycle.anchor_count = 1;
    rule.cycle.from = on("2022-12-19");
    assert_string_equal("2022-W51 2022-12-23, 2022-W52 2022-12-30", print(&rule, 2022, 2022, NULL));
}

/* "Từ ngày 20/12 (thứ Ba), hằng tuần vào thứ Hai": its first Monday is the 26th. The names of the others
 * stay: a month that begins on the 15th has its second day as #2 all the same. */
static void test_nothing_is_due_before_it_begins(void **state)
{
    (void)state;
    struct rule rule = cycle(PERIOD_WEEK);
    rule.cycle.anchors[0] = (struct anchor){.kind = ANCHOR_WEEK_DAY, .weekday = MONDAY};
    rule.cycle.anchor_count = 1;
    rule.cycle.from = on("2022-12-20");
    assert_string_equal("2022-W52 2022-12-26", print(&rule, 2022, 2022, NULL));
    rule.cycle.from = on("2022-12-19");
    assert_string_equal("2022-W51 2022-12-19, 2022-W52 2022-12-26", print(&rule, 2022, 2022, NULL));
    struct rule month = cycle(PERIOD_MONTH);
    add_day(&month.cycle, 0, 0, 10, 0);
    add_day(&month.cycle, 0, 0, 25, 0);
    month.cycle.from = on("2022-11-15");
    assert_string_equal("2022-11#2 2022-11-25, 2022-12 2022-12-10, 2022-12#2 2022-12-25",
                        print(&month, 2022, 2022, NULL));
}

static void test_regime_gives_the_day(void **state)
{
    (void)state;
    struct rule rule = cycle(PERIOD_HALF);
    struct regime regime = {0};
    struct instances list = {0};
    add_day(&regime.half, 0, 5, 19, -1);
    regime.half.every = PERIOD_HALF;
    regime.half.from = regime.half.until = DAY_NONE;
    assert_int_equal(0, expand_rule(&rule, 2022, 2022, &regime, TABLE, &list));
    assert_int_equal(2, list.count);
    assert_int_equal(on("2022-06-18"), list.items[0].due);
    assert_int_equal(DUE_FROM_REPORTING, list.items[0].source);
    assert_int_equal(UNDATED_NOT, list.items[0].reason);
    instances_clear(&list);
}

static void test_no_day_anywhere(void **state)
{
    (void)state;
    struct rule rule = cycle(PERIOD_QUARTER);
    struct regime regime = {0};
    struct instances list = {0};
    assert_string_equal("2022-Q1 -, 2022-Q2 -, 2022-Q3 -, 2022-Q4 -",
                        print(&rule, 2022, 2022, &regime));
    assert_int_equal(0, expand_rule(&rule, 2022, 2022, NULL, TABLE, &list));
    assert_int_equal(UNDATED_NO_DAY, list.items[0].reason);
    instances_clear(&list);
}

static void test_no_period(void **state)
{
    (void)state;
    struct rule rule = cycle(PERIOD_NONE);
    struct instances list = {0};
    assert_int_equal(0, expand_rule(&rule, 2022, 2022, NULL, TABLE, &list));
    assert_int_equal(1, list.count);
    assert_int_equal(DAY_NONE, list.items[0].due);
    assert_int_equal(UNDATED_NO_PERIOD, list.items[0].reason);
    instances_clear(&list);
}

static void test_single_kinds(void **state)
{
    (void)state;
    struct rule rule;
    struct instances list = {0};
    rule_init(&rule, RULE_ONCE);
    rule.once.due = on("2022-01-30");
    assert_int_equal(0, expand_rule(&rule, 2022, 2022, NULL, TABLE, &list));
    rule_init(&rule, RULE_WINDOW);
    rule.window.start = on("2022-01-01");
    rule.window.end = on("2022-12-31");
    assert_int_equal(0, expand_rule(&rule, 2022, 2022, NULL, TABLE, &list));
    rule_init(&rule, RULE_CONTINUOUS);
    assert_int_equal(0, expand_rule(&rule, 2022, 2022, NULL, TABLE, &list));
    rule_init(&rule, RULE_ON_EVENT);
    assert_int_equal(0, expand_rule(&rule, 2022, 2022, NULL, TABLE, &list));
    rule_init(&rule, RULE_BY_REFERENCE);
    assert_int_equal(0, expand_rule(&rule, 2022, 2022, NULL, TABLE, &list));
    assert_int_equal(4, list.count);
    assert_int_equal(on("2022-01-30"), list.items[0].due);
    assert_int_equal(DAY_NONE, list.items[0].start);
    assert_int_equal(on("2022-01-01"), list.items[1].start);
    assert_int_equal(on("2022-12-31"), list.items[1].due);
    assert_true(list.items[2].waiting);
    assert_int_equal(UNDATED_WAITING, list.items[2].reason);
    assert_false(list.items[3].waiting);
    assert_int_equal(UNDATED_BY_REFERENCE, list.items[3].reason);
    instances_clear(&list);
}

static void test_years_out_of_range(void **state)
{
    (void)state;
    struct rule rule = cycle(PERIOD_YEAR);
    struct instances list = {0};
    assert_int_equal(ERR_RANGE, expand_rule(&rule, 2023, 2022, NULL, TABLE, &list));
    assert_int_equal(ERR_RANGE, expand_rule(&rule, 1800, 1801, NULL, TABLE, &list));
    assert_int_equal(ERR_RANGE, expand_rule(&rule, 2000, 2099, NULL, TABLE, &list));
    assert_int_equal(0, list.count);
}

static void test_terms(void **state)
{
    (void)state;
    static const struct {
        const char *event;
        struct term term;
        const char *due;
        bool moved;
    } CASES[] = {
        /* Friday; Tết follows: day 1 is Monday, 7 February */
        {"2022-01-28", {TERM_WORKING_DAY, 5}, "2022-02-11", false},
        {"2022-03-18", {TERM_WORKING_DAY, 1}, "2022-03-21", false},
        /* ends on a day off: the next working day */
        {"2022-01-20", {TERM_DAY, 15}, "2022-02-07", true},
        {"2022-03-01", {TERM_DAY, 15}, "2022-03-16", false},
        /* a month without that day ends on its last */
        {"2022-01-31", {TERM_MONTH, 1}, "2022-02-28", false},
        {"2022-01-29", {TERM_MONTH, 3}, "2022-04-29", false},
        {"2022-01-30", {TERM_MONTH, 3}, "2022-05-04", true},
    };
    struct holidays table;
    add_days_off(&table);
    for (size_t i = 0; i < sizeof CASES / sizeof CASES[0]; i++) {
        day_t due;
        bool moved;
        assert_int_equal(0, expand_term(on(CASES[i].event), CASES[i].term, &table, &due, &moved));
        assert_int_equal(on(CASES[i].due), due);
        assert_int_equal(CASES[i].moved, moved);
        /* The same from a day that the text names. */
        struct instances list = {0};
        struct rule rule;
        rule_init(&rule, RULE_ONCE);
        rule.once.within = CASES[i].term;
        rule.once.since = on(CASES[i].event);
        assert_true(rule_is_valid(&rule));
        assert_int_equal(0, expand_rule(&rule, 2022, 2022, NULL, &table, &list));
        assert_int_equal(1, list.count);
        assert_int_equal(due, list.items[0].due);
        rule.once.within = (struct term){TERM_MONTH, 3660};
        assert_int_equal(0, expand_rule(&rule, 2022, 2022, NULL, &table, &list));
        assert_int_equal(DAY_NONE, list.items[1].due);
        assert_int_equal(UNDATED_NO_DAY, list.items[1].reason);
        instances_clear(&list);
    }
    day_t none = 0;
    assert_int_equal(0, expand_term(on("2022-01-28"), (struct term){TERM_NONE, 0}, &table, &none,
                                    NULL));
    assert_int_equal(DAY_NONE, none);
    holidays_clear(&table);
}

int run_expand_tests(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_quarters),
        cmocka_unit_test(test_year_due_in_the_next),
        cmocka_unit_test(test_only_of_one_period),
        cmocka_unit_test(test_two_days_of_a_month),
        cmocka_unit_test(test_last_working_day),
        cmocka_unit_test(test_weeks),
        cmocka_unit_test(test_nothing_is_due_before_it_begins),
        cmocka_unit_test(test_regime_gives_the_day),
        cmocka_unit_test(test_no_day_anywhere),
        cmocka_unit_test(test_no_period),
        cmocka_unit_test(test_single_kinds),
        cmocka_unit_test(test_years_out_of_range),
        cmocka_unit_test(test_terms),
    };
    return cmocka_run_group_tests_name("expand", tests, NULL, NULL);
}
