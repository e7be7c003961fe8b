#include "base/utf8.h"

#include "base/cleanup.h"
#include "base/err.h"
#include "tests.h"

static void tells_valid_from_invalid(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        size_t len, valid;
    } cases[] = {
        {"", 0, 0},
        {"Đôn đốc", 12, 12},
        {"a\0b", 3, 3},
        {"\xF0\x9F\x98\x80", 4, 4},     /* U+1F600 */
        {"\xF4\x8F\xBF\xBF", 4, 4},     /* U+10FFFF */
        {"a\x80", 2, 1},                /* a continuation alone */
        {"\xC0\x80", 2, 0},             /* overlong NUL */
        {"\xE0\x80\x80", 3, 0},         /* overlong */
        {"\xED\xA0\x80", 3, 0},         /* surrogate */
        {"\xF4\x90\x80\x80", 4, 0},     /* above U+10FFFF */
        {"ab\xC4", 3, 2},               /* cut */
        {"a\xE1\xBB", 3, 1},            /* cut */
        {"\xFE\xFF\0a", 4, 0},          /* UTF-16 with its mark */
        {"\xF8\x88\x80\x80\x80", 5, 0}, /* five bytes */
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        assert_int_equal(utf8_valid_length(cases[i].text, cases[i].len), cases[i].valid);
        assert_int_equal(utf8_is_valid(cases[i].text, cases[i].len),
                         cases[i].valid == cases[i].len);
    }
}

static void encodes_and_decodes_every_character(void **state)
{
    (void)state;
    for (uint32_t code = 0; code <= 0x110000; code++) {
        char bytes[UTF8_CHAR_SIZE] = "";
        int len = utf8_encode(code, bytes);
        bool is_character = code < 0x110000 && (code < 0xD800 || code > 0xDFFF);
        assert_int_equal(len > 0, is_character);
        uint32_t back = 0;
        if (is_character) {
            assert_int_equal(utf8_decode(bytes, (size_t)len, &back), len);
            assert_int_equal(back, code);
            assert_true(len == 1 || utf8_decode(bytes, (size_t)len - 1, &back) == -1);
        }
    }
}

static void cuts_between_characters(void **state)
{
    (void)state;
    const char *text = "Đố\u0323c"; /* Đ 2, ố 3, a mark 2, c 1 */
    static const size_t wanted[] = {0, 0, 2, 2, 2, 2, 2, 7, 8, 8};
    for (size_t max = 0; max < COUNT(wanted); max++) {
        assert_int_equal(utf8_cut(text, strlen(text), max), wanted[max]);
    }
    assert_int_equal(utf8_cut("", 0, 0), 0);
    assert_int_equal(utf8_cut("a\xFF\xFF\xFF", 4, 2), 2);
}

static void counts_and_classes(void **state)
{
    (void)state;
    assert_int_equal(utf8_count("đôn đốc", strlen("đôn đốc")), 7);
    assert_int_equal(utf8_count("a\xFF\xC4", 3), 3);
    assert_true(utf8_is_letter(0x110) && utf8_is_letter('a') && !utf8_is_letter('1'));
    assert_true(utf8_is_upper(0x110) && !utf8_is_upper(0x111) && !utf8_is_upper('-'));
    assert_true(utf8_is_space(0xA0) && utf8_is_space('\n') && utf8_is_space(0x3000));
    assert_false(utf8_is_space('a') || utf8_is_space(0) || utf8_is_space(0x200B));
}

static void distances(void **state)
{
    (void)state;
    static const struct {
        const char *a, *b;
        int limit, wanted;
    } cases[] = {
        {"kitten", "sitting", 10, 3}, {"sunday", "saturday", 10, 3},
        {"", "abc", 10, 3},           {"abc", "", 10, 3},
        {"abc", "abc", 0, 0},         {"abc", "xyz", 1, 2},
        {"đốc", "độc", 10, 1},        {"", "", 5, 0},
        {"a", "bbbbbbbb", 2, 3},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        assert_int_equal(utf8_distance(cases[i].a, cases[i].b, cases[i].limit), cases[i].wanted);
        assert_int_equal(utf8_distance(cases[i].b, cases[i].a, cases[i].limit), cases[i].wanted);
    }
    char longer[1000];
    memset(longer, 'a', sizeof(longer) - 1);
    longer[sizeof(longer) - 1] = '\0';
    assert_int_equal(utf8_distance(longer, "", 1000), 256);
}

static void pads_to_columns(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        size_t columns;
        enum utf8_align align;
        const char *wanted;
    } cases[] = {
        {"đốc", 5, UTF8_LEFT, "đốc  "},
        {"đốc", 5, UTF8_RIGHT, "  đốc"},
        {"đo\u0302\u0301c", 4, UTF8_LEFT, "đo\u0302\u0301c "},
        {"đôn đốc", 5, UTF8_LEFT, "đôn …"},
        {"đôn đốc", 1, UTF8_RIGHT, "…"},
        {"đôn đốc", 0, UTF8_LEFT, ""},
        {"đôn đốc", 7, UTF8_LEFT, "đôn đốc"},
        {"漢字漢", 4, UTF8_LEFT, "漢… "},
        {"漢字", 4, UTF8_LEFT, "漢字"},
        {"a\nb\tc\x1B[0m", 8, UTF8_LEFT, "a b c […"},
        {"a\xFF", 4, UTF8_LEFT, "a?  "},
        {"", 2, UTF8_LEFT, "  "},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        _cleanup_buf_ struct buf out = {.max = 100};
        assert_int_equal(utf8_pad(cases[i].text, cases[i].columns, cases[i].align, &out), 0);
        assert_string_equal(buf_str(&out), cases[i].wanted);
        assert_int_equal(utf8_width(buf_str(&out), out.len), cases[i].columns);
    }
    _cleanup_buf_ struct buf small = {.max = 4};
    assert_int_equal(buf_puts(&small, "ab"), 0);
    assert_int_equal(utf8_pad("xyz", 3, UTF8_LEFT, &small), ERR_LIMIT);
    assert_string_equal(buf_str(&small), "ab");
}

static void finds_what_nobody_types(void **state)
{
    (void)state;
    static const char *const good[] = {
        "",     "12/BC-SYT ngày 1/3", "a\tb\r\nc", "Đã xong ắ a\u0306", "“x” – y…\u00A0z", "\xFF",
        "漢字",
    };
    static const char *const bad[] = {
        "a\x07",  "\x1B[2J", "a\x7F",  "\xC2\x9B", "\u202Ab", "a\u202E12", "\u2066", "a\u2069",
        "\u200E", "\u200F",  "\u200B", "a\uFEFF",  "\u00AD",  "\u061C",    "\u2060", "\U000E0041",
    };
    for (size_t i = 0; i < COUNT(good); i++) {
        assert_false(utf8_has_control(good[i], strlen(good[i])));
    }
    for (size_t i = 0; i < COUNT(bad); i++) {
        assert_true(utf8_has_control(bad[i], strlen(bad[i])));
    }
    assert_true(utf8_has_control("a\0b", 3));
    assert_false(utf8_has_control("a\x07", 1));
}

int test_utf8(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(tells_valid_from_invalid),
        cmocka_unit_test(encodes_and_decodes_every_character),
        cmocka_unit_test(cuts_between_characters),
        cmocka_unit_test(counts_and_classes),
        cmocka_unit_test(distances),
        cmocka_unit_test(pads_to_columns),
        cmocka_unit_test(finds_what_nobody_types),
    };
    return cmocka_run_group_tests_name("utf8", tests, NULL, NULL);
}
