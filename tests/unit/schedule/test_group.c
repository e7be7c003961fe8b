#include "tests/unit/schedule/test_schedule.h"

#include "schedule/group.h"
#include "schedule/next.h"

#define VIETNAM 420

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

static void test_decide(void **state)
{
    (void)state;
    static const struct {
        const char *day;
        int minute;
        bool made;
        const char *act_by;
        bool overdue;
        enum group_when when;
    } CASES[] = {
        {"2022-03-01", 450, false, "2022-03-18", false, GROUP_DAILY},
        {"2022-03-01", 449, false, "2022-03-18", false, GROUP_LATER},    /* too early */
        {"2022-03-05", 600, false, "2022-03-18", false, GROUP_LATER},    /* a Saturday */
        {"2022-02-01", 600, false, "2022-02-07", false, GROUP_LATER},    /* Tết */
        {"2022-03-01", 600, true, "2022-03-04", false, GROUP_IMMEDIATE}, /* 3 working days */
        {"2022-03-01", 600, true, "2022-03-07", false, GROUP_LATER},     /* 4 */
        {"2022-03-01", 600, true, "2022-03-01", false, GROUP_IMMEDIATE}, /* today */
        {"2022-03-01", 600, true, "2022-02-25", true, GROUP_LATER},
        {"2022-03-01", 600, true, NULL, false, GROUP_LATER},             /* a list */
        {"2022-01-28", 600, true, "2022-02-09", false, GROUP_IMMEDIATE}, /* Tết is not counted */
    };
    for (size_t i = 0; i < sizeof CASES / sizeof CASES[0]; i++) {
        assert_int_equal(CASES[i].when,
                         group_decide(&policy, &table, on(CASES[i].day), CASES[i].minute,
                                      CASES[i].made,
                                      CASES[i].act_by ? on(CASES[i].act_by) : DAY_NONE,
                                      CASES[i].overdue));
    }
}

static instant_t at(const char *day, int minute)
{
    return offset_instant(on(day), minute, VIETNAM);
}

static void test_next_daily(void **state)
{
    (void)state;
    static const struct {
        const char *day;
        int minute;
        bool made;
        const char *next_day;
        int next_minute;
    } CASES[] = {
        {"2022-03-01", 0, false, "2022-03-01", 450},
        {"2022-03-01", 600, false, "2022-03-01", 600}, /* now */
        {"2022-03-01", 600, true, "2022-03-02", 450},
        {"2022-03-04", 600, true, "2022-03-07", 450}, /* over the weekend */
        {"2022-01-28", 600, true, "2022-02-07", 450}, /* over Tết */
        {"2022-01-30", 600, false, "2022-02-07", 450},
    };
    for (size_t i = 0; i < sizeof CASES / sizeof CASES[0]; i++) {
        assert_int_equal(at(CASES[i].next_day, CASES[i].next_minute),
                         group_next_daily(&policy, &table, VIETNAM,
                                          at(CASES[i].day, CASES[i].minute), CASES[i].made));
    }
}

static void test_parts(void **state)
{
    (void)state;
    assert_int_equal(GROUP_PART_OVERDUE, group_part((struct stage){STAGE_OVERDUE, 1}));
    assert_int_equal(GROUP_PART_OVERDUE, group_part((struct stage){STAGE_OVERDUE_WEEK, 1}));
    assert_int_equal(GROUP_PART_DUE, group_part((struct stage){STAGE_DUE, 0}));
    assert_int_equal(GROUP_PART_UPCOMING, group_part((struct stage){STAGE_BEFORE, 7}));
    assert_int_equal(GROUP_PART_UPCOMING, group_part((struct stage){STAGE_COLLECT, 0}));
    assert_int_equal(GROUP_PART_OFFICE, group_part((struct stage){STAGE_MONTHLY, 0}));
}

static void test_next(void **state)
{
    (void)state;
    assert_int_equal(5, next_earlier(5, 7));
    assert_int_equal(5, next_earlier(7, 5));
    assert_int_equal(5, next_earlier(5, INSTANT_NONE));
    assert_int_equal(5, next_earlier(INSTANT_NONE, 5));
    assert_int_equal(INSTANT_NONE, next_earlier(INSTANT_NONE, INSTANT_NONE));
    assert_int_equal(at("2022-03-18", 450), next_stage(on("2022-03-18"), &policy, VIETNAM));
    assert_int_equal(INSTANT_NONE, next_stage(DAY_NONE, &policy, VIETNAM));
    assert_int_equal(on("2022-01-04"), next_month_first(on("2022-01-20"), &table));
    assert_int_equal(on("2022-02-07"), next_month_list(on("2022-01-31"), &table));
    assert_int_equal(on("2022-03-14"), next_week_first(on("2022-03-20"), &table));
    assert_int_equal(on("2022-04-12"),
                     next_week_first(on("2022-04-11"), &table)); /* Monday is off */
    assert_int_equal(on("2022-02-07"),
                     next_week_first(on("2022-02-01"), &table)); /* all of it is */
    assert_int_equal(on("2023-01-03"), next_month_list(on("2022-12-01"), &table));
}

#define GROUP_TEST(function) cmocka_unit_test_setup_teardown(function, set_up, tear_down)

int run_grouping_tests(void)
{
    const struct CMUnitTest tests[] = {
        GROUP_TEST(test_decide),
        GROUP_TEST(test_next_daily),
        GROUP_TEST(test_parts),
        GROUP_TEST(test_next),
    };
    return cmocka_run_group_tests_name("group", tests, NULL, NULL);
}
