#include "tests/unit/model/tests.h"

#include "model/rule.h"

static day_t day(int year, int month, int d)
{
    return civil_to_day(year, month, d);
}

struct anchor_case {
    struct anchor anchor;
    struct period period;
    struct {
        int year, month, day;
    } expected; /* all zero: none */
};

static void anchors(void **unused)
{
    (void)unused;
    static const struct anchor_case cases[] = {
        /* trước ngày 19 của tháng cuối quý */
        {{ANCHOR_MONTH_DAY, 0, 2, 19, 0, 0, -1}, {PERIOD_QUARTER, 2022, 1}, {2022, 3, 18}},
        {{ANCHOR_MONTH_DAY, 0, 2, 19, 0, 0, -1}, {PERIOD_QUARTER, 2022, 4}, {2022, 12, 18}},
        /* trước ngày 10 của tháng đầu quý sau: in the next year for the fourth */
        {{ANCHOR_MONTH_DAY, 0, 3, 10, 0, 0, -1}, {PERIOD_QUARTER, 2023, 4}, {2024, 1, 9}},
        /* a month without that day ends on its last */
        {{ANCHOR_MONTH_DAY, 0, 0, 31, 0, 0, 0}, {PERIOD_MONTH, 2024, 2}, {2024, 2, 29}},
        {{ANCHOR_MONTH_DAY, 0, 0, 0, 0, 0, 0}, {PERIOD_MONTH, 2023, 2}, {2023, 2, 28}},
        /* trước ngày 01 hằng tháng */
        {{ANCHOR_MONTH_DAY, 0, 0, 1, 0, 0, -1}, {PERIOD_MONTH, 2023, 1}, {2022, 12, 31}},
        /* only of the first half */
        {{ANCHOR_MONTH_DAY, 1, 6, 5, 0, 0, -1}, {PERIOD_HALF, 2025, 1}, {2025, 7, 4}},
        {{ANCHOR_MONTH_DAY, 1, 6, 5, 0, 0, -1}, {PERIOD_HALF, 2025, 2}, {0, 0, 0}},
        /* 31/01 năm sau */
        {{ANCHOR_MONTH_DAY, 0, 12, 31, 0, 0, 0}, {PERIOD_YEAR, 2025, 1}, {2026, 1, 31}},
        {{ANCHOR_MONTH_DAY, 0, 8, 15, 0, 0, 0}, {PERIOD_NINE_MONTHS, 2024, 1}, {2024, 9, 15}},
        /* weekdays */
        {{ANCHOR_WEEK_DAY, 0, 0, 0, 5, 0, 0}, {PERIOD_WEEK, 2024, 1}, {2024, 1, 5}},
        {{ANCHOR_WEEK_DAY, 0, 0, 0, 1, 0, 7}, {PERIOD_WEEK, 2024, 1}, {2024, 1, 8}},
        {{ANCHOR_MONTH_WEEKDAY, 0, 0, 0, 1, 1, 0}, {PERIOD_MONTH, 2024, 1}, {2024, 1, 1}},
        {{ANCHOR_MONTH_WEEKDAY, 0, 0, 0, 5, -1, 0}, {PERIOD_MONTH, 2024, 5}, {2024, 5, 31}},
        {{ANCHOR_MONTH_WEEKDAY, 0, 0, 0, 5, 5, 0}, {PERIOD_MONTH, 2024, 6}, {0, 0, 0}},
        /* Giỗ Tổ, and Tết of 2007 and 1985, which the Chinese calendar has on other days */
        {{ANCHOR_LUNAR, 0, 3, 10, 0, 0, 0}, {PERIOD_YEAR, 2025, 1}, {2025, 4, 7}},
        {{ANCHOR_LUNAR, 0, 1, 1, 0, 0, 0}, {PERIOD_YEAR, 2007, 1}, {2007, 2, 17}},
        {{ANCHOR_LUNAR, 0, 1, 1, 0, 0, 0}, {PERIOD_YEAR, 1985, 1}, {1985, 1, 21}},
        /* of another kind of period, or out of range */
        {{ANCHOR_WEEK_DAY, 0, 0, 0, 5, 0, 0}, {PERIOD_MONTH, 2024, 1}, {0, 0, 0}},
        {{ANCHOR_MONTH_DAY, 0, 0, 15, 0, 0, 0}, {PERIOD_WEEK, 2024, 1}, {0, 0, 0}},
        {{ANCHOR_MONTH_DAY, 0, 0, 32, 0, 0, 0}, {PERIOD_MONTH, 2024, 1}, {0, 0, 0}},
        {{ANCHOR_MONTH_DAY, 0, 23, 31, 0, 0, 31}, {PERIOD_YEAR, 2199, 1}, {0, 0, 0}},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        const struct anchor_case *c = &cases[i];
        day_t expected = c->expected.year == 0
                             ? DAY_NONE
                             : day(c->expected.year, c->expected.month, c->expected.day);
        if (anchor_day(&c->anchor, c->period) != expected)
            fail_msg("anchor case %zu", i);
    }
}

static struct rule cycle(enum period_kind every, struct anchor anchor)
{
    struct rule rule;
    rule_init(&rule, RULE_CYCLE);
    rule.cycle.every = every;
    rule.cycle.anchor_count = 1;
    rule.cycle.anchors[0] = anchor;
    return rule;
}

static bool fits(enum period_kind every, struct anchor anchor)
{
    struct rule rule = cycle(every, anchor);
    return rule_is_valid(&rule);
}

static struct anchor month_day(int only, int month, int d)
{
    return (struct anchor){.kind = ANCHOR_MONTH_DAY,
                           .only = (int8_t)only,
                           .month = (int8_t)month,
                           .day = (int8_t)d};
}

static void validity_of_cycles(void **unused)
{
    (void)unused;
    assert_true(fits(PERIOD_MONTH, month_day(0, 1, 31)));
    assert_false(fits(PERIOD_MONTH, month_day(0, 2, 31)));
    assert_true(fits(PERIOD_QUARTER, month_day(0, 5, 31)));
    assert_false(fits(PERIOD_QUARTER, month_day(0, 6, 1)));
    assert_true(fits(PERIOD_QUARTER, month_day(4, 2, 31)));
    assert_false(fits(PERIOD_QUARTER, month_day(5, 0, 1)));
    assert_true(fits(PERIOD_HALF, month_day(2, 11, 1)));
    assert_false(fits(PERIOD_HALF, month_day(3, 0, 1)));
    assert_true(fits(PERIOD_YEAR, month_day(0, 1, 29)));
    assert_false(fits(PERIOD_YEAR, month_day(0, 1, 30))); /* 30/02 */
    assert_false(fits(PERIOD_YEAR, month_day(0, 5, 31))); /* 31/6 */
    assert_false(fits(PERIOD_HALF, month_day(1, 5, 31))); /* 31/6 of the first half */
    assert_true(fits(PERIOD_HALF, month_day(0, 5, 31)));  /* the last of June, 31 December */
    assert_false(fits(PERIOD_YEAR, month_day(1, 0, 1)));
    assert_false(fits(PERIOD_WEEK, month_day(0, 0, 1)));
    struct rule rule = cycle(PERIOD_MONTH, month_day(0, 0, 10));
    rule.cycle.anchor_count = 2;
    rule.cycle.anchors[1] = month_day(0, 0, 10);
    assert_false(rule_is_valid(&rule)); /* twice the same */
    rule.cycle.anchors[1] = month_day(0, 0, 20);
    assert_true(rule_is_valid(&rule));
    rule.cycle.has_start = true;
    rule.cycle.start = month_day(0, 0, 1);
    assert_false(rule_is_valid(&rule)); /* a window has one end */
    rule.cycle.anchor_count = 1;
    assert_true(rule_is_valid(&rule));
    rule.cycle.start.day = 11;
    assert_false(rule_is_valid(&rule)); /* it would end before it starts */
    rule = cycle(PERIOD_NONE, month_day(0, 0, 1));
    assert_false(rule_is_valid(&rule));
    rule.cycle.anchor_count = 0;
    assert_true(rule_is_valid(&rule));
    rule.cycle.from = day(2024, 1, 2);
    rule.cycle.until = day(2024, 1, 1);
    assert_false(rule_is_valid(&rule));
}

static void validity_of_others(void **unused)
{
    (void)unused;
    struct rule rule;
    rule_init(&rule, RULE_ONCE);
    assert_false(rule_is_valid(&rule)); /* no date yet */
    rule.once.due = day(2024, 2, 29);
    assert_true(rule_is_valid(&rule));
    rule_init(&rule, RULE_WINDOW);
    rule.window.start = day(2024, 1, 2);
    rule.window.end = day(2024, 1, 1);
    assert_false(rule_is_valid(&rule));
    rule.window.end = rule.window.start;
    assert_true(rule_is_valid(&rule));
    rule_init(&rule, RULE_ON_EVENT);
    assert_true(rule_is_valid(&rule));
    rule.event.within = (struct term){TERM_DAY, 0};
    assert_false(rule_is_valid(&rule));
    rule.event.within.n = 3660;
    assert_true(rule_is_valid(&rule));
    rule.event.start = day(2024, 1, 1);
    assert_false(rule_is_valid(&rule)); /* a start and a term */
    rule_init(&rule, RULE_CONTINUOUS);
    assert_true(rule_is_valid(&rule));
    rule_init(&rule, RULE_BY_REFERENCE);
    assert_true(rule_is_valid(&rule));
    rule.kind = (enum rule_kind)17;
    assert_false(rule_is_valid(&rule));
}

static void equality_ignores_what_is_unused(void **unused)
{
    (void)unused;
    struct rule a = cycle(PERIOD_MONTH, month_day(0, 0, 10)), b = a;
    b.cycle.anchors[0].weekday = 3;
    b.cycle.anchors[5].day = 9;
    b.cycle.start.day = 4;
    assert_true(rule_equal(&a, &b));
    b.cycle.anchors[0].shift = -1;
    assert_false(rule_equal(&a, &b));
    rule_init(&a, RULE_ON_EVENT);
    b = a;
    b.event.within.n = 5;
    assert_true(rule_equal(&a, &b));
    b.event.within.unit = TERM_DAY;
    assert_false(rule_equal(&a, &b));
    rule_init(&a, RULE_ONCE);
    assert_false(rule_equal(&a, &b));
}

static void names(void **unused)
{
    (void)unused;
    struct rule rule = cycle(PERIOD_QUARTER, month_day(0, 2, 19));
    assert_string_equal(rule_id_name(&rule), "quarter");
    rule.cycle.every = PERIOD_NINE_MONTHS;
    assert_string_equal(rule_id_name(&rule), "nine_months");
    rule.cycle.every = PERIOD_NONE;
    assert_string_equal(rule_id_name(&rule), "cycle");
    rule_init(&rule, RULE_ON_EVENT);
    assert_string_equal(rule_id_name(&rule), "event");
    assert_string_equal(rule_kind_name(rule.kind), "on_event");
    rule_init(&rule, RULE_BY_REFERENCE);
    assert_string_equal(rule_id_name(&rule), "reference");
    assert_string_equal(term_unit_name(TERM_WORKING_DAY), "working_day");
    assert_null(term_unit_name(TERM_NONE));
}

int test_rule(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(anchors),
        cmocka_unit_test(validity_of_cycles),
        cmocka_unit_test(validity_of_others),
        cmocka_unit_test(equality_ignores_what_is_unused),
        cmocka_unit_test(names),
    };
    return cmocka_run_group_tests_name("rule", tests, NULL, NULL);
}
