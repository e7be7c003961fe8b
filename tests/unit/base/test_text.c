#include "base/http.h"
#include "base/text.h"

#include <limits.h>

#include "base/cleanup.h"
#include "base/err.h"
#include "base/parse.h"
#include "tests.h"

static void reads_integers_to_the_last_character(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        int64_t min, max;
        int err;
        int64_t wanted;
    } cases[] = {
        {"0", 0, 9, 0, 0},
        {"-7", -9, 9, 0, -7},
        {"+7", -9, 9, 0, 7},
        {"007", 0, 9, 0, 7},
        {"9223372036854775807", INT64_MIN, INT64_MAX, 0, INT64_MAX},
        {"-9223372036854775808", INT64_MIN, INT64_MAX, 0, INT64_MIN},
        {"9223372036854775808", INT64_MIN, INT64_MAX, ERR_RANGE, 0},
        {"-9223372036854775809", INT64_MIN, INT64_MAX, ERR_RANGE, 0},
        {"99999999999999999999999999999999", INT64_MIN, INT64_MAX, ERR_RANGE, 0},
        {"10", 0, 9, ERR_RANGE, 0},
        {"-1", 0, 9, ERR_RANGE, 0},
        {"", 0, 9, ERR_FORMAT, 0},
        {"-", 0, 9, ERR_FORMAT, 0},
        {"+-1", 0, 9, ERR_FORMAT, 0},
        {" 1", 0, 9, ERR_FORMAT, 0},
        {"1 ", 0, 9, ERR_FORMAT, 0},
        {"1.0", 0, 9, ERR_FORMAT, 0},
        {"0x1", 0, 9, ERR_FORMAT, 0},
        {"99999999999999999999x", 0, 9, ERR_FORMAT, 0},
        {"１", 0, 9, ERR_FORMAT, 0},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        int64_t value = 42;
        assert_int_equal(parse_int64(cases[i].text, cases[i].min, cases[i].max, &value),
                         cases[i].err);
        assert_int_equal(value, cases[i].err ? 42 : cases[i].wanted);
    }
    int value = 42;
    assert_int_equal(parse_int("2147483648", INT_MIN, INT_MAX, &value), ERR_RANGE);
    assert_int_equal(parse_int("-2147483648", INT_MIN, INT_MAX, &value), 0);
    assert_int_equal(value, INT_MIN);
    assert_int_equal(parse_int_span("2022-03", 4, 1900, 2199, &value), 0);
    assert_int_equal(value, 2022);
}

static void reads_yes_and_no(void **state)
{
    (void)state;
    bool value = false;
    assert_int_equal(parse_bool("TRUE", &value), 0);
    assert_true(value);
    assert_int_equal(parse_bool("không", &value), 0);
    assert_false(value);
    assert_int_equal(parse_bool("có", &value), 0);
    assert_true(value);
    assert_int_equal(parse_bool("", &value), ERR_FORMAT);
    assert_int_equal(parse_bool("truely", &value), ERR_FORMAT);
    assert_true(value);
}

static void splits_and_trims(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        const char *pieces[4];
    } cases[] = {
        {"a; b;c", {"a", "b", "c"}},   {"", {""}}, {";", {"", ""}}, {" a b \n", {"a b"}},
        {"a;;b;", {"a", "", "b", ""}},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        const char *rest = cases[i].text;
        struct text_span piece;
        size_t count = 0;
        while (text_split(&rest, ';', &piece)) {
            assert_true(count < 4 && cases[i].pieces[count]);
            assert_true(text_span_equal(piece, cases[i].pieces[count]));
            count++;
        }
        assert_true(count == 4 || !cases[i].pieces[count]);
        assert_false(text_split(&rest, ';', &piece));
    }
    _cleanup_free_ char *copy = text_span_dup(text_trim(text_span("\t đôn  đốc \r\n")));
    assert_string_equal(copy, "đôn  đốc");
    assert_int_equal(text_trim(text_span(" \n ")).len, 0);
}

static void compares(void **state)
{
    (void)state;
    assert_true(text_starts_with("whsec_abc", "whsec_") && text_starts_with("a", ""));
    assert_false(text_starts_with("whse", "whsec_"));
    assert_true(text_ends_with("a.csv", ".csv") && text_ends_with("a", ""));
    assert_false(text_ends_with("csv", ".csv"));
    assert_true(text_equal(NULL, NULL) && text_equal("a", "a"));
    assert_false(text_equal(NULL, "") || text_equal("", NULL) || text_equal("a", "A"));
    assert_true(text_equal_nocase("Ab", "aB") && text_equal_nocase(NULL, NULL));
    assert_false(text_equal_nocase("Ab", NULL) || text_equal_nocase("ab", "abc"));
    assert_true(text_is_blank(NULL) && text_is_blank("") && text_is_blank(" \t\r\n"));
    assert_false(text_is_blank(" a"));
}

static void takes_only_sound_headers(void **state)
{
    char name[8];
    const char *value;
    (void)state;
    assert_int_equal(http_check_header("X-A", "b \t c"), 0);
    assert_int_equal(http_check_header("X-A", ""), 0);
    static const char *const BAD[] = {
        "", "X A", "X:", "Đ", "Webhook-Id", "HOST", "content-length", "Expect"};
    for (size_t i = 0; i < COUNT(BAD); i++) {
        assert_int_equal(http_check_header(BAD[i], "b"), ERR_INVALID);
    }
    assert_int_equal(http_check_header("X-A", "b\r\nX-B: c"), ERR_INVALID);
    assert_int_equal(http_check_header("X-A", "b\x7f"), ERR_INVALID);

    assert_int_equal(http_split_header("X-A:  b: c", name, sizeof(name), &value), 0);
    assert_string_equal(name, "X-A");
    assert_string_equal(value, "b: c");
    assert_int_equal(http_split_header("X-A", name, sizeof(name), &value), ERR_FORMAT);
    assert_int_equal(http_split_header(": b", name, sizeof(name), &value), ERR_FORMAT);
    assert_int_equal(http_split_header("12345678: b", name, sizeof(name), &value), ERR_FORMAT);
    assert_int_equal(http_split_header("1234567:", name, sizeof(name), &value), 0);
    assert_string_equal(value, "");
}

int test_text(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_integers_to_the_last_character),
        cmocka_unit_test(reads_yes_and_no),
        cmocka_unit_test(splits_and_trims),
        cmocka_unit_test(compares),
        cmocka_unit_test(takes_only_sound_headers),
    };
    return cmocka_run_group_tests_name("text", tests, NULL, NULL);
}
