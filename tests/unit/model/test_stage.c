#include "tests.h"

#include "base/err.h"
#include "model/stage.h"

static const struct {
    const char *text;
    struct stage stage;
} STAGES[] = {
    {"opening", {STAGE_OPENING, 0}},
    {"half", {STAGE_HALF, 0}},
    {"before_15", {STAGE_BEFORE, 15}},
    {"before_1", {STAGE_BEFORE, 1}},
    {"due", {STAGE_DUE, 0}},
    {"overdue_1", {STAGE_OVERDUE, 1}},
    {"overdue_week_8", {STAGE_OVERDUE_WEEK, 8}},
    {"escalation_2", {STAGE_ESCALATION, 2}},
    {"collect", {STAGE_COLLECT, 0}},
    {"monthly", {STAGE_MONTHLY, 0}},
    {"past_due", {STAGE_PAST_DUE, 0}},
    {"needs_person", {STAGE_NEEDS_PERSON, 0}},
};

static void test_names(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(STAGES); i++) {
        char text[STAGE_TEXT_SIZE];
        struct stage stage;
        assert_string_equal(STAGES[i].text, stage_format(STAGES[i].stage, text));
        assert_int_equal(0, stage_parse(STAGES[i].text, &stage));
        assert_true(stage_equal(STAGES[i].stage, stage));
    }
}

static void test_no_stage(void **state)
{
    (void)state;
    static const char *const WRONG[] = {
        "",          "before", "before_",      "before_0",      "before_01",    "before_-1",
        "before_1x", "due_1",  "overdue_week", "overdue_week_", "overdue_1000", "Due"};
    for (size_t i = 0; i < COUNT(WRONG); i++) {
        struct stage stage = {STAGE_HALF, 77};
        assert_int_equal(ERR_FORMAT, stage_parse(WRONG[i], &stage));
        assert_int_equal(77, stage.n);
    }
    assert_false(stage_equal((struct stage){STAGE_BEFORE, 1}, (struct stage){STAGE_BEFORE, 3}));
    assert_false(
        stage_equal((struct stage){STAGE_OVERDUE, 1}, (struct stage){STAGE_OVERDUE_WEEK, 1}));
}

static void test_roles(void **state)
{
    (void)state;
    static const char *const NAMES[] = {"lead", "coordinating", "office",
                                        "head", "deputy",       "director"};
    for (size_t i = 0; i < COUNT(NAMES); i++) {
        enum role role;
        assert_int_equal(0, role_parse(NAMES[i], &role));
        assert_int_equal(i, role);
        assert_string_equal(NAMES[i], role_name(role));
    }
    enum role role;
    assert_int_equal(ERR_FORMAT, role_parse("boss", &role));
}

int test_stage(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_names),
        cmocka_unit_test(test_no_stage),
        cmocka_unit_test(test_roles),
    };
    return cmocka_run_group_tests_name("stage", tests, NULL, NULL);
}
