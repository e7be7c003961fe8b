#include "tests.h"

#include "model/policy.h"

static void test_defaults(void **state)
{
    (void)state;
    struct policy policy;
    assert_int_equal(0, policy_init(&policy, "default"));
    static const int OTHER[] = {15, 7, 3, 1, 0};
    assert_string_equal("default", policy.name);
    assert_int_equal(COUNT(OTHER), policy.other.count);
    assert_memory_equal(OTHER, policy.other.before, sizeof OTHER);
    assert_int_equal(5, policy.overdue_days);
    assert_int_equal(8, policy.overdue_weeks);
    assert_int_equal(450, policy.send_minute);
    assert_int_equal(ROLL_NONE, policy.roll);
    assert_int_equal(CATCH_UP_LATEST, policy.catch_up);
    policy_clear(&policy);
    assert_null(policy.name);
    policy_clear(&policy);
    policy_clear(NULL);
}

static void test_steps(void **state)
{
    (void)state;
    struct policy policy;
    assert_int_equal(0, policy_init(&policy, "p"));
    assert_ptr_equal(&policy.week, policy_steps(&policy, PERIOD_WEEK));
    assert_ptr_equal(&policy.month, policy_steps(&policy, PERIOD_MONTH));
    static const enum period_kind OTHERS[] = {PERIOD_NONE, PERIOD_QUARTER, PERIOD_HALF,
                                              PERIOD_NINE_MONTHS, PERIOD_YEAR};
    for (size_t i = 0; i < COUNT(OTHERS); i++) {
        assert_ptr_equal(&policy.other, policy_steps(&policy, OTHERS[i]));
    }
    policy_clear(&policy);
}

static void test_regime(void **state)
{
    (void)state;
    struct regime regime = {0};
    regime.quarter.anchor_count = 1;
    regime.nine_months.anchor_count = 2;
    assert_ptr_equal(&regime.quarter, regime_cycle(&regime, PERIOD_QUARTER));
    assert_ptr_equal(&regime.nine_months, regime_cycle(&regime, PERIOD_NINE_MONTHS));
    assert_null(regime_cycle(&regime, PERIOD_YEAR)); /* not set */
    assert_null(regime_cycle(&regime, PERIOD_NONE));
    assert_null(regime_cycle(NULL, PERIOD_QUARTER));
    regime_clear(&regime);
    regime_clear(NULL);
}

int test_policy(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_defaults),
        cmocka_unit_test(test_steps),
        cmocka_unit_test(test_regime),
    };
    return cmocka_run_group_tests_name("policy", tests, NULL, NULL);
}
