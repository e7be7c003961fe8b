#include "tests/unit/model/tests.h"

#include "base/err.h"
#include "model/reading.h"

static void clearing_is_safe(void **unused)
{
    (void)unused;
    struct reading reading = {0};
    reading_clear(NULL);
    reading_clear(&reading);
    reading_clear(&reading);
    obligation_clear(NULL);
    reading_init(&reading);
    assert_int_equal(reading.status, READING_UNDERSTOOD);
    assert_int_equal(reading.count, 0);
}

static void copies_are_deep(void **unused)
{
    (void)unused;
    char label[] = "ban hành KH", event[] = "khi có yêu cầu";
    struct obligation from = {.label = label, .event = event, .span = {3, 9}}, to;
    rule_init(&from.rule, RULE_ON_EVENT);
    assert_int_equal(obligation_copy(&from, &to), 0);
    assert_string_equal(to.label, label);
    assert_string_equal(to.event, event);
    assert_null(to.reference);
    assert_ptr_not_equal(to.label, from.label);
    assert_int_equal(to.span.end, 9);
    assert_true(rule_equal(&from.rule, &to.rule));
    obligation_clear(&to);
    assert_null(to.label);
}

static void every_status_and_reason_has_words(void **unused)
{
    (void)unused;
    assert_string_equal(reading_status_name(READING_UNDERSTOOD), "understood");
    assert_string_equal(reading_status_name(READING_NEEDS_A_PERSON), "needs_a_person");
    assert_string_equal(reading_status_name(READING_CONTRADICTORY), "contradictory");
    assert_string_equal(reading_reason_text(READING_REASON_NONE), "");
    for (int i = READING_REASON_EMPTY; i <= READING_REASON_DOUBLE_MARKER; i++) {
        const char *text = reading_reason_text((enum reading_reason)i);
        size_t len = strlen(text);
        assert_true(len > 10);
        assert_int_equal(text[len - 1], '.');
        for (int j = READING_REASON_EMPTY; j < i; j++)
            assert_string_not_equal(text, reading_reason_text((enum reading_reason)j));
    }
}

int test_reading(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(clearing_is_safe),
        cmocka_unit_test(copies_are_deep),
        cmocka_unit_test(every_status_and_reason_has_words),
    };
    return cmocka_run_group_tests_name("reading", tests, NULL, NULL);
}
