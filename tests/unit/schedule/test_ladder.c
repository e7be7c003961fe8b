#include "tests/unit/schedule/test_schedule.h"

#include <stdio.h>
#include <string.h>

#include "model/occurrence.h"
#include "schedule/ladder.h"

static struct holidays table;
static struct policy policy;

static int set_up(void **state)
{
    (void)state;
    add_days_off(&table);
    return policy_init(&policy, "default");
}

static int tear_down(void **state)
{
    (void)state;
    holidays_clear(&table);
    policy_clear(&policy);
    return 0;
}

/* "before_15 02-25, before_7 03-09 …" without the year when it is that of the due day. */
static const char *print(const struct ladder_ask *ask)
{
    static char text[8192];
    struct staged staged[LADDER_MAX_STAGES];
    size_t count = ladder_build(ask, &policy, &table, staged);
    size_t len = 0;
    text[0] = '\0';
    for (size_t i = 0; i < count; i++) {
        char stage[STAGE_TEXT_SIZE];
        char day[CIVIL_TEXT_SIZE];
        civil_format_iso(staged[i].day, day);
        bool same = civil_from_day(staged[i].day).year == civil_from_day(ask->due).year;
        int wrote = snprintf(text + len, sizeof text - len, "%s%s %s", i > 0 ? ", " : "",
                             stage_format(staged[i].stage, stage), same ? day + 5 : day);
        assert_true(wrote > 0 && (size_t)wrote < sizeof text - len);
        len += (size_t)wrote;
    }
    return text;
}

static struct ladder_ask lead(const char *due)
{
    return (struct ladder_ask){.role = ROLE_LEAD,
                               .start = DAY_NONE,
                               .due = on(due),
                               .asked = DAY_NONE,
                               .closed = DAY_NONE};
}

/* Without the overdue stages, where they are not what a test is about. */
static void no_overdue(void)
{
    policy.overdue_days = 0;
    policy.overdue_weeks = 0;
}

static void test_quarter_on_a_friday(void **state)
{
    (void)state;
    struct ladder_ask ask = lead("2022-03-18");
    ask.every = PERIOD_QUARTER;
    assert_string_equal(
        "before_15 02-25, before_7 03-09, before_3 03-15, before_1 03-17, due 03-18, "
        "overdue_1 03-21, overdue_2 03-22, overdue_3 03-23, overdue_4 03-24, overdue_5 03-25, "
        "overdue_week_1 04-01, overdue_week_2 04-08, overdue_week_3 04-15, overdue_week_4 04-22, "
        "overdue_week_5 04-29, overdue_week_6 05-06, overdue_week_7 05-13, overdue_week_8 05-20",
        print(&ask));
}

static void test_due_on_a_saturday_leaves_on_friday(void **state)
{
    (void)state;
    struct ladder_ask ask = lead("2022-06-18");
    policy.overdue_days = 1;
    policy.overdue_weeks = 0;
    assert_string_equal("before_15 05-27, before_7 06-08, before_3 06-14, before_1 06-16, "
                        "due 06-17, overdue_1 06-20",
                        print(&ask));
    policy.roll = ROLL_NEXT; /* Monday the 20th still counts as in time */
    assert_string_equal("before_15 05-27, before_7 06-08, before_3 06-14, before_1 06-16, "
                        "due 06-17, overdue_1 06-21",
                        print(&ask));
}

static void test_tet_lies_between_due_and_overdue(void **state)
{
    (void)state;
    struct ladder_ask ask = lead("2022-01-30");
    policy.overdue_weeks = 2;
    assert_string_equal("before_15 01-07, before_7 01-19, before_3 01-25, before_1 01-27, "
                        "due 01-28, overdue_1 02-07, overdue_2 02-08, overdue_3 02-09, "
                        "overdue_4 02-10, overdue_5 02-11, overdue_week_1 02-18, "
                        "overdue_week_2 02-25",
                        print(&ask));
}

static void test_a_week_off_never_doubles_a_weekly_stage(void **state)
{
    (void)state;
    struct ladder_ask ask = lead("2022-01-10");
    policy.other = (struct ladder_steps){{0}, 1};
    policy.overdue_weeks = 4;
    /* 31/01 moves to 07/02, where the next one lies already: that goes to 08/02. */
    assert_string_equal("due 01-10, overdue_1 01-11, overdue_2 01-12, overdue_3 01-13, "
                        "overdue_4 01-14, overdue_5 01-17, overdue_week_1 01-24, "
                        "overdue_week_2 02-07, overdue_week_3 02-08, overdue_week_4 02-14",
                        print(&ask));
}

static void test_week_and_month(void **state)
{
    (void)state;
    no_overdue();
    struct ladder_ask ask = lead("2022-03-11");
    ask.every = PERIOD_WEEK;
    assert_string_equal("before_1 03-10, due 03-11", print(&ask));
    ask = lead("2022-09-05");
    ask.every = PERIOD_MONTH;
    assert_string_equal("before_5 08-25, before_1 08-31, due 09-05", print(&ask));
}

static void test_every_other_kind_has_the_long_ladder(void **state)
{
    (void)state;
    no_overdue();
    static const enum period_kind KINDS[] = {PERIOD_NONE, PERIOD_QUARTER, PERIOD_HALF,
                                             PERIOD_NINE_MONTHS, PERIOD_YEAR};
    for (size_t i = 0; i < sizeof KINDS / sizeof KINDS[0]; i++) {
        struct ladder_ask ask = lead("2022-12-18"); /* a Sunday */
        ask.every = KINDS[i];
        assert_string_equal("before_15 11-25, before_7 12-07, before_3 12-13, before_1 12-15, "
                            "due 12-16",
                            print(&ask));
    }
}

static void test_coordinating_units_hear_twice(void **state)
{
    (void)state;
    struct ladder_ask ask = lead("2022-03-18");
    ask.role = ROLE_COORDINATING;
    ask.every = PERIOD_QUARTER;
    assert_string_equal("before_7 03-09, due 03-18", print(&ask));
    ask.start = on("2022-01-01");
    assert_string_equal("before_7 03-09, due 03-18", print(&ask));
}

/* Friday 18/3: the first working day of being overdue is Monday; 11/4 is a day off. */
static void test_one_level_higher(void **state)
{
    (void)state;
    static const enum role ROLES[] = {ROLE_HEAD, ROLE_OFFICE, ROLE_DEPUTY, ROLE_DIRECTOR};
    static const char *const DEFAULTS[] = {"escalation_1 03-22", "escalation_2 03-25",
                                           "escalation_3 04-01", "escalation_4 04-08"};
    for (size_t i = 0; i < sizeof ROLES / sizeof ROLES[0]; i++) {
        struct ladder_ask ask = lead("2022-03-18");
        ask.role = ROLES[i];
        assert_string_equal(DEFAULTS[i], print(&ask));
        ask.collect = true;
        assert_string_equal(DEFAULTS[i], print(&ask));
    }
}

static void test_levels_follow_the_policy(void **state)
{
    (void)state;
    struct ladder_ask ask = lead("2022-03-19"); /* a Saturday */
    ask.role = ROLE_DIRECTOR;
    policy.escalate_director = 1;
    assert_string_equal("escalation_4 03-21", print(&ask));
    policy.roll = ROLL_NEXT;
    assert_string_equal("escalation_4 03-22", print(&ask));
    policy.escalate_director = 16; /* over the day off */
    assert_string_equal("escalation_4 04-13", print(&ask));
    ask.closed = on("2022-04-13");
    assert_string_equal("", print(&ask));
    policy.escalate_director = 0;
    ask.closed = DAY_NONE;
    assert_string_equal("", print(&ask));
}

static void test_short_window_opens(void **state)
{
    (void)state;
    no_overdue();
    struct ladder_ask ask = lead("2022-01-31");
    ask.start = on("2022-01-01"); /* a Saturday; Monday the 3rd is off */
    assert_string_equal("opening 01-04, before_15 01-07, before_7 01-19, before_3 01-25, "
                        "before_1 01-27, due 01-28",
                        print(&ask));
}

static void test_long_window_has_a_half_way(void **state)
{
    (void)state;
    struct ladder_ask ask = lead("2022-12-31");
    ask.start = on("2022-01-01");
    /* Half of 365 days is 2 July, a Saturday. Tết 2023 is 20 – 26 January. */
    assert_string_equal(
        "opening 01-04, half 07-04, before_15 12-09, before_7 12-21, before_3 12-27, "
        "before_1 12-29, due 12-30, overdue_1 2023-01-03, overdue_2 2023-01-04, "
        "overdue_3 2023-01-05, overdue_4 2023-01-06, overdue_5 2023-01-09, "
        "overdue_week_1 2023-01-16, overdue_week_2 2023-01-27, overdue_week_3 2023-01-30, "
        "overdue_week_4 2023-02-06, overdue_week_5 2023-02-13, overdue_week_6 2023-02-20, "
        "overdue_week_7 2023-02-27, overdue_week_8 2023-03-06",
        print(&ask));
}

static void test_sixty_days_are_not_long(void **state)
{
    (void)state;
    no_overdue();
    policy.other = (struct ladder_steps){{0}, 1};
    struct ladder_ask ask = lead("2022-04-29");
    ask.start = on("2022-03-01"); /* 60 days with both ends */
    assert_string_equal("opening 03-01, due 04-29", print(&ask));
    ask.start = on("2022-02-28"); /* 61 */
    assert_string_equal("opening 02-28, half 03-30, due 04-29", print(&ask));
}

static void test_window_within_tet_says_only_due(void **state)
{
    (void)state;
    no_overdue();
    policy.other = (struct ladder_steps){{0}, 1};
    struct ladder_ask ask = lead("2022-02-04");
    ask.start = on("2022-01-31");
    assert_string_equal("due 01-28", print(&ask));
}

static void test_plan_that_closes_ends_the_ladder(void **state)
{
    (void)state;
    struct ladder_ask ask = lead("2022-03-18");
    ask.closed = on("2022-03-22");
    assert_string_equal("before_15 02-25, before_7 03-09, before_3 03-15, before_1 03-17, "
                        "due 03-18, overdue_1 03-21",
                        print(&ask));
}

static void test_collecting_round(void **state)
{
    (void)state;
    day_t asked;
    day_t due;
    collect_dates(on("2022-03-18"), &policy, &table, &asked, &due);
    assert_int_equal(on("2022-03-11"), asked);
    assert_int_equal(on("2022-03-16"), due);
    collect_dates(on("2022-03-21"), &policy, &table, &asked, &due);
    assert_int_equal(on("2022-03-14"), asked); /* over a weekend */
    assert_int_equal(on("2022-03-17"), due);
    collect_dates(on("2022-03-18"), &policy, &table, &asked, &due);
    struct ladder_ask ask = lead("2022-03-16");
    ask.every = PERIOD_QUARTER;
    ask.collect = true;
    ask.asked = asked;
    policy.overdue_weeks = 1;
    assert_string_equal("collect 03-11, due 03-16, overdue_1 03-17, overdue_2 03-18, "
                        "overdue_3 03-21, overdue_4 03-22, overdue_5 03-23, overdue_week_1 03-30",
                        print(&ask));
    ask.role = ROLE_COORDINATING;
    assert_string_equal("", print(&ask));
}

static void test_no_due_no_ladder(void **state)
{
    (void)state;
    struct ladder_ask ask = lead("2022-03-18");
    struct staged staged[LADDER_MAX_STAGES];
    ask.due = DAY_NONE;
    assert_int_equal(0, ladder_build(&ask, &policy, &table, staged));
    assert_int_equal(DAY_NONE, ladder_next(&ask, &policy, &table, on("2022-01-01")));
}

/* For every due day of three years: sorted, each stage once, never on a day off, the first
 * before_n right by counting, and ladder_next agrees. */
static void check_ladder(const struct ladder_ask *ask)
{
    struct staged staged[LADDER_MAX_STAGES];
    size_t count = ladder_build(ask, &policy, &table, staged);
    day_t act_by = occurrence_act_by(ask->due, &table);
    day_t last = ask->due - 400;
    assert_true(count > 0);
    for (size_t i = 0; i < count; i++) {
        assert_true(workday_is(&table, staged[i].day));
        assert_true(i == 0 || staged[i].day >= staged[i - 1].day);
        for (size_t j = 0; j < i; j++) {
            assert_false(stage_equal(staged[i].stage, staged[j].stage));
        }
        if (staged[i].stage.kind == STAGE_BEFORE) {
            assert_int_equal(staged[i].stage.n, workday_count(&table, staged[i].day, act_by));
        }
        if (staged[i].stage.kind == STAGE_OVERDUE) {
            assert_int_equal(staged[i].stage.n, workday_count(&table, ask->due, staged[i].day));
        }
        if (staged[i].day > last) {
            assert_int_equal(staged[i].day, ladder_next(ask, &policy, &table, last));
            last = staged[i].day;
        }
    }
    assert_int_equal(DAY_NONE, ladder_next(ask, &policy, &table, last));
}

static void test_properties(void **state)
{
    (void)state;
    static const enum period_kind KINDS[] = {PERIOD_NONE, PERIOD_WEEK, PERIOD_MONTH};
    for (day_t due = on("2021-06-01"); due < on("2023-06-01"); due++) {
        for (size_t i = 0; i < sizeof KINDS / sizeof KINDS[0]; i++) {
            struct ladder_ask ask = lead("2022-01-01");
            ask.due = due;
            ask.every = KINDS[i];
            check_ladder(&ask);
            ask.start = due - 90;
            check_ladder(&ask);
            ask.role = ROLE_COORDINATING;
            check_ladder(&ask);
        }
    }
}

/* --- cutting ------------------------------------------------------------------------------------ */

static struct ladder_cut cut(const char *due, enum catch_up catch_up, const char *after,
                             const char *today)
{
    struct staged staged[LADDER_MAX_STAGES];
    struct ladder_ask ask = lead(due);
    size_t count = ladder_build(&ask, &policy, &table, staged);
    return ladder_cut(staged, count, catch_up, on(after), on(today));
}

static void test_cut_on_a_stage_day(void **state)
{
    (void)state;
    struct ladder_cut got = cut("2022-03-18", CATCH_UP_LATEST, "2022-03-08", "2022-03-09");
    assert_int_equal(1, got.first);
    assert_int_equal(2, got.end);
    assert_int_equal(1, got.say);
    assert_int_equal(on("2022-03-15"), got.next);
}

static void test_cut_after_a_long_sleep(void **state)
{
    (void)state;
    struct ladder_cut got = cut("2022-03-18", CATCH_UP_LATEST, "2022-02-01", "2022-03-16");
    assert_int_equal(0, got.first); /* before_15, before_7, before_3 */
    assert_int_equal(3, got.end);
    assert_int_equal(2, got.say); /* only the newest */
    assert_int_equal(on("2022-03-17"), got.next);
    got = cut("2022-03-18", CATCH_UP_ALL, "2022-02-01", "2022-03-16");
    assert_int_equal(0, got.say);
    got = cut("2022-03-18", CATCH_UP_NONE, "2022-02-01", "2022-03-16");
    assert_int_equal(3, got.say);
    got = cut("2022-03-18", CATCH_UP_NONE, "2022-02-01", "2022-03-15");
    assert_int_equal(2, got.say); /* today's own stage is not missed */
}

static void test_cut_of_nothing(void **state)
{
    (void)state;
    struct ladder_cut got = cut("2022-03-18", CATCH_UP_LATEST, "2022-03-09", "2022-03-10");
    assert_int_equal(got.first, got.end);
    assert_int_equal(got.end, got.say);
    assert_int_equal(on("2022-03-15"), got.next);
    got = cut("2022-03-18", CATCH_UP_LATEST, "2022-06-01", "2022-06-10");
    assert_int_equal(got.first, got.end);
    assert_int_equal(DAY_NONE, got.next);
}

#define LADDER_TEST(function) cmocka_unit_test_setup_teardown(function, set_up, tear_down)

int run_ladder_tests(void)
{
    const struct CMUnitTest tests[] = {
        LADDER_TEST(test_quarter_on_a_friday),
        LADDER_TEST(test_due_on_a_saturday_leaves_on_friday),
        LADDER_TEST(test_tet_lies_between_due_and_overdue),
        LADDER_TEST(test_a_week_off_never_doubles_a_weekly_stage),
        LADDER_TEST(test_week_and_month),
        LADDER_TEST(test_every_other_kind_has_the_long_ladder),
        LADDER_TEST(test_coordinating_units_hear_twice),
        LADDER_TEST(test_one_level_higher),
        LADDER_TEST(test_levels_follow_the_policy),
        LADDER_TEST(test_short_window_opens),
        LADDER_TEST(test_long_window_has_a_half_way),
        LADDER_TEST(test_sixty_days_are_not_long),
        LADDER_TEST(test_window_within_tet_says_only_due),
        LADDER_TEST(test_plan_that_closes_ends_the_ladder),
        LADDER_TEST(test_collecting_round),
        LADDER_TEST(test_no_due_no_ladder),
        LADDER_TEST(test_properties),
        LADDER_TEST(test_cut_on_a_stage_day),
        LADDER_TEST(test_cut_after_a_long_sleep),
        LADDER_TEST(test_cut_of_nothing),
    };
    return cmocka_run_group_tests_name("ladder", tests, NULL, NULL);
}
