#include "tests.h"

#include <string.h>

#include "base/utf8.h"
#include "lib/send/job.h"

static void check_cleaning(void **state)
{
    (void)state;
    static const struct {
        const char *given;
        const char *kept;
    } cases[] = {
        {"", ""},
        {"250 2.0.0 ok", "250 2.0.0 ok"},
        {"  a \t\r\n b\r\n", "a b"},
        {"\x1b[31mred\x07", "[31mred"},
        {"đã nhận", "đã nhận"},
        {"no\xc2\xa0"
         "break\xe2\x80\x83wide",
         "no break wide"},
        {"bad \xff\xfe end \xc3", "bad ?? end ?"},
        {"overlong \xc0\xaf", "overlong ??"},
        {"c1 \xc2\x85 next", "c1 next"},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct send_result result;
        result_set(&result, SEND_RETRY, 450, cases[i].given);
        assert_string_equal(result.text, cases[i].kept);
        assert_int_equal(result.code, 450);
        assert_int_equal(result.retry_after_ms, -1);
        assert_false(result.unreachable);
    }
}

static void check_length(void **state)
{
    (void)state;
    static const char *const letters[] = {"x", "đ", "ế", "\xf0\x9f\x93\xac", "x ", "đ\n"};
    for (size_t i = 0; i < COUNT(letters); i++) {
        char given[16000] = "";
        size_t size = strlen(letters[i]);
        for (size_t used = 0; used + size < sizeof(given); used += size) {
            memcpy(given + used, letters[i], size + 1);
        }
        struct send_result result;
        result_set(&result, SEND_RETRY, 0, given);
        size_t len = strlen(result.text);
        assert_true(len < SEND_TEXT_SIZE);
        assert_true(len > SEND_TEXT_CHARS / 2);
        assert_true(utf8_is_valid(result.text, len));
        assert_true(utf8_count(result.text, len) <= SEND_TEXT_CHARS);
    }
}

static void check_format(void **state)
{
    (void)state;
    struct send_result result;
    result_format(&result, SEND_FINAL, 550, "%s%d %s", "RCPT TO: ", 550, "no\r\nsuch user");
    assert_string_equal(result.text, "RCPT TO: 550 no such user");
    assert_int_equal(result.outcome, SEND_FINAL);
}

int test_result(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(check_cleaning),
        cmocka_unit_test(check_length),
        cmocka_unit_test(check_format),
    };
    return cmocka_run_group_tests_name("result", tests, NULL, NULL);
}
