#include "tests.h"

#include "base/buf.h"
#include "base/err.h"
#include "model/plan.h"
#include "model/settings.h"

static const char *cite(const struct plan *plan, struct buf *out)
{
    buf_clear(out);
    assert_int_equal(plan_citation(plan, out), 0);
    return buf_str(out);
}

static void test_citation(void **state)
{
    (void)state;
    struct buf out;
    buf_init(&out, 1000);
    struct plan plan;
    plan_init(&plan);
    plan.title = strdup("Kế hoạch cải cách hành chính năm 2024");
    plan.number = strdup("");
    assert_string_equal(cite(&plan, &out), "Kế hoạch cải cách hành chính năm 2024");
    free(plan.number);
    plan.number = strdup("02/KH-STP");
    assert_string_equal(cite(&plan, &out), "Kế hoạch số 02/KH-STP");
    plan.issued = civil_to_day(2021, 1, 26);
    assert_string_equal(cite(&plan, &out), "Kế hoạch số 02/KH-STP ngày 26/01/2021");
    plan_clear(&plan);
    buf_clear(&out);
}

static void test_time(void **state)
{
    (void)state;
    char signed_text[] = "Quý I", fix[] = "Quý I/2022", blank[] = " \n", none[] = "";
    struct task task = {.time = signed_text, .time_fix = none};
    assert_string_equal(task_time(&task), "Quý I");
    task.time_fix = blank;
    assert_string_equal(task_time(&task), "Quý I");
    task.time_fix = fix;
    assert_string_equal(task_time(&task), "Quý I/2022");
}

static void test_copy(void **state)
{
    (void)state;
    struct plan plan, copy;
    plan_init(&plan);
    plan.id = strdup("a");
    plan.title = strdup("T");
    plan.from_year = 2022;
    plan.to_year = 2025;
    plan.closed = civil_to_day(2026, 1, 31);
    assert_int_equal(strings_add(&plan.joint, "II.1"), 0);
    assert_int_equal(plan_copy_section(&plan, &copy), 0);
    plan_clear(&plan);
    assert_string_equal(copy.id, "a");
    assert_null(copy.file);
    assert_int_equal(copy.to_year, 2025);
    assert_int_equal(copy.closed, civil_to_day(2026, 1, 31));
    assert_int_equal(strings_find(&copy.joint, "II.1"), 0);
    assert_int_equal(strings_find(&copy.joint, "II.2"), -1);
    plan_clear(&copy);
    plan_clear(&copy);
    plan_clear(NULL);
}

/* Plan before department before default. */
static void test_policy_of_plan(void **state)
{
    (void)state;
    struct settings settings;
    settings_init(&settings);
    struct department *department;
    assert_int_equal(roster_add_department(&settings.roster, "so", &department), 0);
    settings.policies = calloc(3, sizeof(struct policy));
    settings.regimes = calloc(2, sizeof(struct regime));
    assert_non_null(settings.policies);
    assert_non_null(settings.regimes);
    static const char *const NAMES[] = {"default", "own", "plan"};
    for (settings.policy_count = 0; settings.policy_count < 3; settings.policy_count++) {
        assert_int_equal(policy_init(&settings.policies[settings.policy_count],
                                     NAMES[settings.policy_count]),
                         0);
    }
    settings.regimes[0].name = strdup("kstthc");
    settings.regimes[1].name = strdup("cchc");
    settings.regime_count = 2;
    char so[] = "so", none[] = "", named[] = "plan", cchc[] = "cchc";
    struct plan plan = {.department = so, .policy = none, .regime = none};

    assert_string_equal(settings_policy(&settings, &plan)->name, "default");
    assert_null(settings_regime(&settings, &plan));
    department->policy = strdup("own");
    department->regime = strdup("kstthc");
    assert_string_equal(settings_policy(&settings, &plan)->name, "own");
    assert_string_equal(settings_regime(&settings, &plan)->name, "kstthc");
    plan.policy = named;
    plan.regime = cchc;
    assert_string_equal(settings_policy(&settings, &plan)->name, "plan");
    assert_string_equal(settings_regime(&settings, &plan)->name, "cchc");
    settings_clear(&settings);
    settings_clear(&settings);
}

int test_plan(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_citation),
        cmocka_unit_test(test_time),
        cmocka_unit_test(test_copy),
        cmocka_unit_test(test_policy_of_plan),
    };
    return cmocka_run_group_tests_name("plan", tests, NULL, NULL);
}
