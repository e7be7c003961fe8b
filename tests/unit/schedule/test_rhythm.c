#include "tests/unit/schedule/test_schedule.h"

#include <stdio.h>
#include <string.h>

#include "schedule/rhythm.h"

/* Decree 09/2019/NĐ-CP Art. 12, as domain.md has it. */
static void test_spans(void **state)
{
    (void)state;
    static const struct {
        struct period period;
        int cut_off;
        const char *from, *to;
    } CASES[] = {
        {{PERIOD_MONTH, 2022, 1}, 14, "2021-12-15", "2022-01-14"},
        {{PERIOD_MONTH, 2022, 3}, 14, "2022-02-15", "2022-03-14"},
        {{PERIOD_QUARTER, 2022, 1}, 14, "2021-12-15", "2022-03-14"},
        {{PERIOD_QUARTER, 2022, 2}, 14, "2022-03-15", "2022-06-14"},
        {{PERIOD_QUARTER, 2022, 4}, 14, "2022-09-15", "2022-12-14"},
        {{PERIOD_HALF, 2022, 1}, 14, "2021-12-15", "2022-06-14"},
        {{PERIOD_HALF, 2022, 2}, 14, "2022-06-15", "2022-12-14"},
        {{PERIOD_NINE_MONTHS, 2022, 1}, 14, "2021-12-15", "2022-09-14"},
        {{PERIOD_YEAR, 2022, 1}, 14, "2021-12-15", "2022-12-14"},
        {{PERIOD_MONTH, 2024, 2}, 0, "2024-02-01", "2024-02-29"},
        {{PERIOD_QUARTER, 2022, 1}, 0, "2022-01-01", "2022-03-31"},
        {{PERIOD_YEAR, 2022, 1}, 20, "2021-12-21", "2022-12-20"},
    };
    for (size_t i = 0; i < sizeof CASES / sizeof CASES[0]; i++) {
        day_t from;
        day_t to;
        rhythm_span(CASES[i].period, CASES[i].cut_off, &from, &to);
        assert_int_equal(on(CASES[i].from), from);
        assert_int_equal(on(CASES[i].to), to);
    }
    day_t from;
    day_t to;
    rhythm_span((struct period){PERIOD_WEEK, 2022, 5}, 14, &from, &to);
    assert_int_equal(DAY_NONE, to);
}

/* The spans of each kind follow one another without a gap, whatever the cut-off. */
static void test_spans_leave_no_gap(void **state)
{
    (void)state;
    static const enum period_kind KINDS[] = {PERIOD_MONTH, PERIOD_QUARTER, PERIOD_HALF,
                                             PERIOD_YEAR};
    for (size_t k = 0; k < sizeof KINDS / sizeof KINDS[0]; k++) {
        for (int cut_off = 0; cut_off <= RHYTHM_MAX_CUT_OFF; cut_off++) {
            day_t before = DAY_NONE;
            for (int year = 2019; year <= 2028; year++) {
                for (int i = 1; i <= period_count(KINDS[k], year); i++) {
                    day_t from;
                    day_t to;
                    rhythm_span((struct period){KINDS[k], year, i}, cut_off, &from, &to);
                    assert_true(from <= to);
                    assert_true(before == DAY_NONE || from == before + 1);
                    before = to;
                }
            }
        }
    }
}

static struct target level(enum comparator comparator, const char *value, int from, int to)
{
    struct target target;
    target_init(&target);
    target.comparator = comparator;
    assert_int_equal(0, amount_parse(value, &target.value));
    target.ceiling = AMOUNT_NONE;
    target.from_year = from;
    target.to_year = to;
    target.unit = (char *)(uintptr_t) "%";
    target.per = (char *)(uintptr_t) "";
    return target;
}

static void set_day(struct cycle *cycle, enum period_kind every, int month, int day)
{
    cycle->every = every;
    cycle->anchor_count = 1;
    cycle->anchors[0] = (struct anchor){.kind = ANCHOR_MONTH_DAY,
                                        .month = (int8_t)month,
                                        .day = (int8_t)day,
                                        .shift = -1};
}

static void test_asks(void **state)
{
    (void)state;
    struct rhythm_ask asks[RHYTHM_MAX_ASKS];
    size_t count = 0;
    struct regime regime = {.cut_off = RHYTHM_CUT_OFF};
    struct target target = level(TARGET_AT_LEAST, "30", 2022, 2023);
    set_day(&regime.quarter, PERIOD_QUARTER, 2, 19);
    set_day(&regime.month, PERIOD_MONTH, 0, 19);
    assert_int_equal(0, rhythm_asks(&target, &regime, NULL, asks, &count));
    assert_int_equal(8, count);
    assert_int_equal(on("2022-03-18"), asks[0].report);
    assert_int_equal(on("2023-12-18"), asks[7].report);
    assert_int_equal(on("2023-12-14"), asks[7].to);
    regime.targets = (char *)(uintptr_t) "month";
    assert_int_equal(0, rhythm_asks(&target, &regime, NULL, asks, &count));
    assert_int_equal(24, count);
    /* Named, but without a day of its own; nothing at all. */
    regime.targets = (char *)(uintptr_t) "half";
    assert_int_equal(0, rhythm_asks(&target, &regime, NULL, asks, &count));
    assert_int_equal(4, count);
    assert_int_equal(DAY_NONE, asks[0].report);
    assert_int_equal(0, rhythm_asks(&target, NULL, NULL, asks, &count));
    assert_int_equal(8, count);
    assert_int_equal(PERIOD_QUARTER, asks[0].period.kind);
}

/* Each day answers one ask: the one whose data end then, early by a month at most, or late. */
static void test_answers(void **state)
{
    (void)state;
    static const struct {
        const char *day;
        int ask; /* 0: none */
    } CASES[] = {
        {"2021-12-31", 0}, {"2022-02-11", 0}, {"2022-02-12", 1}, {"2022-03-14", 1},
        {"2022-03-18", 1}, {"2022-04-20", 1}, {"2022-05-14", 1}, {"2022-05-15", 2},
        {"2022-06-14", 2}, {"2022-09-14", 3}, {"2022-12-14", 4}, {"2022-12-31", 4},
    };
    struct rhythm_ask asks[RHYTHM_MAX_ASKS];
    size_t count = 0;
    struct target target = level(TARGET_AT_LEAST, "30", 2022, 2022);
    assert_int_equal(0, rhythm_asks(&target, NULL, NULL, asks, &count));
    for (size_t i = 0; i < sizeof CASES / sizeof CASES[0]; i++) {
        const struct rhythm_ask *found = rhythm_answered(asks, count, on(CASES[i].day));
        assert_int_equal(CASES[i].ask, found ? found - asks + 1 : 0);
    }
}

static bool reaches(const struct target *target, const char *baseline, const char *day,
                    const char *value)
{
    struct rhythm_ask asks[RHYTHM_MAX_ASKS];
    struct pace_step steps[PACE_MAX_STEPS];
    struct pace_point point = {on(day), 0};
    struct pace_point base = {DAY_NONE, AMOUNT_NONE};
    size_t count = 0;
    assert_int_equal(0, amount_parse(value, &point.value));
    if (baseline) {
        base.day = on("2021-12-31");
        assert_int_equal(0, amount_parse(baseline, &base.value));
    }
    assert_int_equal(0, rhythm_asks(target, NULL, NULL, asks, &count));
    assert_true(pace_steps(target, base, steps) > 0);
    const struct pace_ask ask = {target, base, &point, 1, on("2026-01-01")};
    return rhythm_reaches(&ask, &steps[0], asks, count);
}

static void test_reaching(void **state)
{
    (void)state;
    struct target least = level(TARGET_AT_LEAST, "30", 2022, 2022);
    assert_false(reaches(&least, "10", "2022-06-14", "29,99"));
    assert_true(reaches(&least, "10", "2022-06-14", "30"));
    /* It was there from the start: to be held until the year's last value. */
    assert_false(reaches(&least, "40", "2022-06-14", "45"));
    assert_true(reaches(&least, "40", "2022-12-14", "45"));
    assert_false(reaches(&least, NULL, "2022-06-14", "45"));
    assert_true(reaches(&least, NULL, "2022-12-31", "45"));
    struct target most = level(TARGET_AT_MOST, "30", 2022, 2022);
    assert_true(reaches(&most, "45", "2022-06-14", "28"));
    assert_false(reaches(&most, "25", "2022-06-14", "28"));
    assert_false(reaches(&most, "45", "2022-12-14", "30,5"));
    /* The first of three yearly steps: 20 more than the baseline. */
    struct target step = level(TARGET_GROWTH, "20", 2022, 2024);
    step.per = (char *)(uintptr_t) "năm";
    assert_false(reaches(&step, "10", "2022-12-14", "29"));
    assert_true(reaches(&step, "10", "2022-12-14", "30"));
    assert_false(reaches(&step, "10", "2023-01-02", "30"));
}

int run_rhythm_tests(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_spans),    cmocka_unit_test(test_spans_leave_no_gap),
        cmocka_unit_test(test_asks),     cmocka_unit_test(test_answers),
        cmocka_unit_test(test_reaching),
    };
    return cmocka_run_group_tests_name("rhythm", tests, NULL, NULL);
}
