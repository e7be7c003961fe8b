#include "tests/unit/schedule/test_schedule.h"

#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "schedule/pace.h"

#define A(value) ((amount_t)((value)*10000 + 0.5))
#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static struct target level(enum comparator comparator, amount_t value, const char *unit, int from,
                           int to)
{
    return (struct target){
        .comparator = comparator,
        .value = value,
        .unit = (char *)(uintptr_t)unit,
        .per = (char *)(uintptr_t) "",
        .from_year = from,
        .to_year = to,
        .ceiling = AMOUNT_NONE,
    };
}

static struct target yearly(amount_t value, amount_t ceiling)
{
    struct target target = level(TARGET_GROWTH, value, "%", 2023, 2025);
    target.per = (char *)(uintptr_t) "năm";
    target.ceiling = ceiling;
    return target;
}

static struct pace_point at(const char *day, amount_t value)
{
    return (struct pace_point){on(day), value};
}

static const struct pace_point NOTHING = {DAY_NONE, AMOUNT_NONE};

static struct pace look(const struct target *target, struct pace_point baseline,
                        const struct pace_point *points, size_t count, const char *today)
{
    struct pace pace;
    const struct pace_ask ask = {target, baseline, points, count, on(today)};
    pace_compute(&ask, &pace);
    return pace;
}

/* 0 % on 31/12/2021 → 100 % on 31/12/2022, 365 days: worked out by hand. */
static void test_line(void **state)
{
    (void)state;
    const struct target target = level(TARGET_EQUAL, A(100), "%", 2022, 2022);
    const struct pace_ask ask = {&target, at("2021-12-31", 0), NULL, 0, on("2022-06-01")};
    static const struct {
        const char *day;
        double value;
    } TABLE[] = {
        {"2021-06-01", 0},     {"2021-12-31", 0},     {"2022-01-01", 0.27},  {"2022-03-14", 20},
        {"2022-05-17", 37.53}, {"2022-06-14", 45.21}, {"2022-09-14", 70.41}, {"2022-12-30", 99.73},
        {"2022-12-31", 100},   {"2023-02-01", 100},
    };
    for (size_t i = 0; i < COUNT(TABLE); i++) {
        assert_int_equal(pace_required(&ask, on(TABLE[i].day)),
                         (amount_t)(TABLE[i].value * 100 + 0.5) * 100);
    }
}

static void test_line_down(void **state)
{
    (void)state;
    /* 48 → 30 phút in 292 days (14/3 … 31/12/2022); after 92 days 18 x 92 / 292 = 5,671 less */
    const struct target target = level(TARGET_AT_MOST, A(30), "phút", 2022, 2022);
    const struct pace_point points[] = {at("2022-06-14", A(42))};
    struct pace pace = look(&target, at("2022-03-14", A(48)), points, 1, "2022-06-20");
    assert_int_equal(pace.required_then, A(42.33));
    assert_int_equal(pace.state, PACE_ON_TRACK);
    assert_int_equal(pace.gap, A(12));
    assert_int_equal(pace.days_left, 194);
    assert_int_equal(pace.weeks_left, 277);
    assert_int_equal(pace.weekly, A(0.44)); /* 12 x 7 / 194 = 0,433 */
    /* the trend: 6 less in 92 days; 200 days on: 42 − 13,043 */
    assert_int_equal(pace.projection, A(28.96));
    const struct pace_point slow[] = {at("2022-06-14", A(44))};
    pace = look(&target, at("2022-03-14", A(48)), slow, 1, "2022-06-20");
    assert_int_equal(pace.state, PACE_AT_RISK); /* 44 − 4 x 200 / 92 = 35,30 */
    assert_int_equal(pace.projection, A(35.3));
}

static void test_steps(void **state)
{
    (void)state;
    struct pace_step steps[PACE_MAX_STEPS];
    const struct target target = yearly(A(20), A(100));
    assert_int_equal(pace_steps(&target, at("2022-12-31", A(55)), steps), 3);
    assert_int_equal(steps[0].goal, A(75));
    assert_int_equal(steps[1].goal, A(95));
    assert_int_equal(steps[2].goal, A(100));
    assert_int_equal(steps[1].due, on("2024-12-31"));
    assert_int_equal(pace_steps(&target, NOTHING, steps), 0);

    const struct pace_ask ask = {&target, at("2022-12-31", A(55)), NULL, 0, on("2024-07-01")};
    assert_int_equal(pace_required(&ask, on("2023-12-31")), A(75));
    assert_int_equal(pace_required(&ask, on("2024-07-01")), A(85)); /* 183 of 366 days */
    assert_int_equal(pace_required(&ask, on("2025-12-31")), A(100));

    const struct pace_point points[] = {at("2023-12-14", A(76)), at("2024-06-14", A(80))};
    struct pace pace = look(&target, at("2022-12-31", A(55)), points, 1, "2023-12-20");
    assert_int_equal(pace.state, PACE_MET);
    assert_int_equal(pace.step.year, 2023);
    assert_false(pace.last_step);
    pace = look(&target, at("2022-12-31", A(55)), points, 2, "2024-07-01");
    assert_int_equal(pace.step.year, 2024);
    assert_int_equal(pace.step.goal, A(95));
    assert_int_equal(pace.from.value, A(75));
    assert_int_equal(pace.from.day, on("2023-12-31"));
    assert_int_equal(pace.required_then, A(84.07)); /* 75 + 20 x 166 / 366 */
    assert_int_equal(pace.gap, A(15));
    /* no baseline: nothing to ask for, but 100 % is the end */
    pace = look(&target, NOTHING, points, 2, "2024-07-01");
    assert_int_equal(pace.state, PACE_NO_DATA);
    assert_int_equal(pace.lack, PACE_LACKS_BASELINE);
    const struct pace_point full[] = {at("2023-12-14", A(100))};
    pace = look(&target, NOTHING, full, 1, "2024-07-01");
    assert_int_equal(pace.state, PACE_MET);
    /* reached before its last year: nothing more is asked for */
    pace = look(&target, at("2022-12-31", A(85)), full, 1, "2024-02-01");
    assert_int_equal(pace.step.goal, A(100));
    assert_true(pace.last_step);
    assert_int_equal(pace.state, PACE_MET);
}

static void test_level_without_baseline(void **state)
{
    (void)state;
    const struct target target = level(TARGET_EQUAL, A(100), "%", 2022, 2022);
    struct pace pace = look(&target, NOTHING, NULL, 0, "2022-03-01");
    assert_int_equal(pace.state, PACE_NO_DATA);
    assert_int_equal(pace.lack, PACE_LACKS_MEASUREMENT);
    assert_int_equal(pace.line, PACE_LINE_NONE);
    assert_true(pace.required == AMOUNT_NONE);

    const struct pace_point held[] = {at("2022-03-14", A(100)), at("2022-06-14", A(100)),
                                      at("2022-09-14", A(99)), at("2022-12-14", A(100))};
    pace = look(&target, NOTHING, held, 4, "2022-03-20");
    assert_int_equal(pace.state, PACE_ON_TRACK);
    assert_int_equal(pace.line, PACE_LINE_FIRST);
    assert_int_equal(pace.required, A(100));
    assert_int_equal(pace.gap, 0);
    assert_true(pace.weekly == AMOUNT_NONE);
    /* one slip is behind the level, but no trend: the median slope is 0 */
    pace = look(&target, NOTHING, held, 4, "2022-09-20");
    assert_int_equal(pace.state, PACE_AT_RISK); /* slopes 0, −1/184, −1/92: the median falls */
    pace = look(&target, NOTHING, held, 4, "2022-12-20");
    assert_int_equal(pace.state, PACE_ON_TRACK);
    pace = look(&target, NOTHING, held, 4, "2023-01-01");
    assert_int_equal(pace.state, PACE_MET);
    pace = look(&target, NOTHING, held, 3, "2023-01-01");
    assert_int_equal(pace.state, PACE_MISSED);
    /* had to be reached, and is: it says so before the year's end */
    const struct pace_point reached[] = {at("2022-03-14", A(60)), at("2022-06-14", A(100))};
    pace = look(&target, NOTHING, reached, 1, "2022-03-20");
    assert_int_equal(pace.state, PACE_ON_TRACK);
    pace = look(&target, NOTHING, reached, 2, "2022-06-20");
    assert_int_equal(pace.state, PACE_MET);
}

/* Eleven weeks of steady progress and one wrong value: the trend does not follow it. */
static void test_noise(void **state)
{
    (void)state;
    const struct target target = level(TARGET_AT_LEAST, A(50), "%", 2022, 2022);
    struct pace_point points[12];
    for (int i = 0; i < 12; i++) {
        points[i] = (struct pace_point){on("2022-01-07") + 7 * i, A(10 + i)};
    }
    struct pace pace = look(&target, at("2021-12-31", A(9)), points, 12, "2022-03-26");
    /* 1 a week; 281 days after 25/3: 21 + 40,143 */
    assert_int_equal(pace.projection, A(61.14));
    points[5].value = A(90);
    pace = look(&target, at("2021-12-31", A(9)), points, 12, "2022-03-26");
    assert_int_equal(pace.projection, A(61.14));
    assert_int_equal(pace.state, PACE_ON_TRACK);
}

static void test_no_trend_from_days(void **state)
{
    (void)state;
    const struct target target = level(TARGET_AT_LEAST, A(50), "%", 2022, 2022);
    const struct pace_point points[] = {at("2022-03-01", A(20)), at("2022-03-03", A(10))};
    struct pace pace = look(&target, NOTHING, points, 2, "2022-03-05");
    assert_true(pace.projection == AMOUNT_NONE);
    assert_int_equal(pace.trend_from.day, DAY_NONE);
    assert_int_equal(pace.state, PACE_BEHIND);
}

static void test_strict_and_nothing_allowed(void **state)
{
    (void)state;
    const struct target over = level(TARGET_OVER, A(99), "%", 2022, 2022);
    const struct pace_point points[] = {at("2022-03-14", A(99))};
    struct pace pace = look(&over, NOTHING, points, 1, "2023-01-02");
    assert_int_equal(pace.state, PACE_MISSED);
    assert_int_equal(pace.gap, 0);
    const struct target none = level(TARGET_EQUAL, 0, "hồ sơ", 2022, 2022);
    const struct pace_point late[] = {at("2022-03-14", A(4)), at("2022-09-14", A(1))};
    pace = look(&none, NOTHING, late, 1, "2022-05-01");
    assert_int_equal(pace.gap, A(4));
    pace = look(&none, NOTHING, late, 2, "2022-09-20");
    assert_int_equal(pace.projection, 0); /* never below 0 */
    assert_int_equal(pace.state, PACE_ON_TRACK);
}

/* --- properties over random cases --------------------------------------------------------------- */

static uint64_t seed = 1;

static int pick(int from, int to)
{
    seed = seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return from + (int)((seed >> 33) % (uint64_t)(to - from + 1));
}

struct case_ {
    struct target target;
    struct pace_point points[80];
    struct pace_ask ask;
};

static void make_case(struct case_ *out)
{
    static const enum comparator KINDS[] = {TARGET_OVER, TARGET_AT_LEAST, TARGET_AT_MOST,
                                            TARGET_EQUAL, TARGET_GROWTH};
    out->target =
        level(KINDS[pick(0, 4)], (amount_t)pick(1, 1000000), "%", 2023, 2023 + pick(0, 2));
    if (out->target.comparator == TARGET_GROWTH) {
        out->target.ceiling = A(100);
        out->target.per = (char *)(uintptr_t)(pick(0, 1) ? "năm" : "");
    }
    day_t first = on("2022-12-31");
    out->ask = (struct pace_ask){.target = &out->target, .baseline = NOTHING};
    if (pick(0, 3) > 0) {
        out->ask.baseline = (struct pace_point){first, (amount_t)pick(0, 1000000)};
    }
    size_t count = (size_t)pick(0, 79);
    day_t day = first;
    for (size_t i = 0; i < count; i++) {
        day += pick(1, 20);
        out->points[i] = (struct pace_point){day, (amount_t)pick(0, 1000000)};
    }
    out->ask.points = out->points;
    out->ask.count = count;
    out->ask.today = first + pick(0, 1500);
}

static void test_properties(void **state)
{
    (void)state;
    for (int i = 0; i < 3000; i++) {
        struct case_ one;
        struct pace pace;
        make_case(&one);
        pace_compute(&one.ask, &pace);
        bool down = target_goes_down(&one.target);
        amount_t before = pace_required(&one.ask, on("2022-12-31"));
        for (day_t day = on("2022-12-31"); before != AMOUNT_NONE && day < on("2026-02-01");
             day += 9) {
            amount_t now = pace_required(&one.ask, day);
            assert_true(down ? now <= before : now >= before); /* never the wrong way */
            before = now;
        }
        if (pace.projection != AMOUNT_NONE) {
            assert_in_range(pace.projection, 0, A(100));
            assert_true(pace.trend_to.day > pace.trend_from.day);
        }
        if (pace.weekly != AMOUNT_NONE) { /* that rate is enough, and 0,01 less is not */
            assert_true(pace.weekly * pace.days_left >= pace.gap * 7);
            assert_true((pace.weekly - 100) * pace.days_left < pace.gap * 7);
        }
        assert_int_equal(pace.state == PACE_NO_DATA, pace.lack != PACE_LACKS_NOTHING);
        assert_true(pace.state != PACE_MISSED || pace.over);
        assert_true(pace.latest.day == DAY_NONE || pace.latest.day <= one.ask.today);
    }
}

/* Best values at each day are never worse off than worst ones. */
static void test_better_is_never_worse(void **state)
{
    (void)state;
    for (int i = 0; i < 2000; i++) {
        struct case_ one;
        struct pace before;
        struct pace after;
        make_case(&one);
        if (one.ask.count == 0 || one.ask.baseline.day == DAY_NONE) {
            continue;
        }
        pace_compute(&one.ask, &before);
        one.points[one.ask.count - 1].value = target_goes_down(&one.target) ? 0 : A(100);
        pace_compute(&one.ask, &after);
        if (before.state == PACE_MET) {
            assert_int_equal(after.state, PACE_MET);
        }
        if (before.state == PACE_ON_TRACK) {
            assert_true(after.state == PACE_ON_TRACK || after.state == PACE_MET);
        }
    }
}

static void test_names(void **state)
{
    (void)state;
    for (int i = PACE_NO_DATA; i <= PACE_MISSED; i++) {
        enum pace_state back;
        assert_int_equal(pace_state_parse(pace_state_name((enum pace_state)i), &back), 0);
        assert_int_equal(back, i);
        assert_true(strlen(pace_state_label((enum pace_state)i)) > 0);
    }
    enum pace_state untouched;
    assert_int_equal(pace_state_parse("late", &untouched), ERR_FORMAT);
}

int run_pace_tests(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_line),
        cmocka_unit_test(test_line_down),
        cmocka_unit_test(test_steps),
        cmocka_unit_test(test_level_without_baseline),
        cmocka_unit_test(test_noise),
        cmocka_unit_test(test_no_trend_from_days),
        cmocka_unit_test(test_strict_and_nothing_allowed),
        cmocka_unit_test(test_properties),
        cmocka_unit_test(test_better_is_never_worse),
        cmocka_unit_test(test_names),
    };
    return cmocka_run_group_tests_name("pace", tests, NULL, NULL);
}
