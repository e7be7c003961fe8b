#include "tests/unit/render/test_render.h"

#include <string.h>

#include "base/cleanup.h"
#include "base/err.h"
#include "base/utf8.h"
#include "render/words.h"

struct period_case {
    struct period period;
    const char *want;
};

static const struct period_case periods[] = {
    {{PERIOD_NONE, 0, 0}, ""},
    {{PERIOD_WEEK, 2022, 5}, "Tuần 05/2022"},
    {{PERIOD_MONTH, 2022, 3}, "Tháng 3/2022"},
    {{PERIOD_QUARTER, 2022, 1}, "Quý I/2022"},
    {{PERIOD_QUARTER, 2022, 4}, "Quý IV/2022"},
    {{PERIOD_HALF, 2022, 1}, "6 tháng đầu năm 2022"},
    {{PERIOD_HALF, 2022, 2}, "6 tháng cuối năm 2022"},
    {{PERIOD_NINE_MONTHS, 2022, 1}, "9 tháng năm 2022"},
    {{PERIOD_YEAR, 2022, 1}, "Năm 2022"},
};

static void names_periods(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof(periods) / sizeof(periods[0]); i++) {
        _cleanup_buf_ struct buf out = {0};

        buf_init(&out, 100);
        assert_int_equal(words_period(periods[i].period, &out), 0);
        assert_string_equal(buf_str(&out), periods[i].want);
    }
}

static void names_days(void **state)
{
    static const char *const week[] = {"thứ Hai, 14/03/2022", "thứ Ba, 15/03/2022",
                                       "thứ Tư, 16/03/2022",  "thứ Năm, 17/03/2022",
                                       "thứ Sáu, 18/03/2022", "thứ Bảy, 19/03/2022",
                                       "Chủ nhật, 20/03/2022"};
    day_t monday = civil_to_day(2022, 3, 14);

    (void)state;
    for (int i = 0; i < 7; i++) {
        _cleanup_buf_ struct buf out = {0};

        buf_init(&out, 100);
        assert_int_equal(words_day(monday + i, &out), 0);
        assert_string_equal(buf_str(&out), week[i]);
        assert_int_equal(words_day(DAY_NONE, &out), 0);
        assert_string_equal(buf_str(&out), week[i]);
    }
}

struct left_case {
    day_t due; /* today is 100 */
    int left;
    const char *want;
};

static const struct left_case lefts[] = {
    {DAY_NONE, 0, ""},
    {105, 5, "còn 5 ngày làm việc"},
    {101, 1, "còn 1 ngày làm việc"},
    {100, 0, "hôm nay"},
    {102, 0, "hôm nay là ngày làm việc cuối cùng trước hạn"},
    {99, 0, "đã quá hạn"},
    {99, -1, "quá hạn 1 ngày làm việc"},
    {90, -6, "quá hạn 6 ngày làm việc"},
};

static void says_how_long_is_left(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof(lefts) / sizeof(lefts[0]); i++) {
        _cleanup_buf_ struct buf out = {0};

        buf_init(&out, 100);
        assert_int_equal(words_days_left(100, lefts[i].due, lefts[i].left, &out), 0);
        assert_string_equal(buf_str(&out), lefts[i].want);
    }
}

static void counts_as_papers_do(void **state)
{
    _cleanup_buf_ struct buf out = {0};

    (void)state;
    buf_init(&out, 100);
    assert_int_equal(words_count(2, &out), 0);
    assert_int_equal(words_count(15, &out), 0);
    assert_int_equal(words_count(120, &out), 0);
    assert_string_equal(buf_str(&out), "0215120");
}

struct wrap_case {
    const char *text;
    const char *want; /* folded to 20 columns */
};

static const struct wrap_case wraps[] = {
    {"", ""},
    {"ngắn", "ngắn\n"},
    {"đúng hai mươi cột ạ.", "đúng hai mươi cột ạ.\n"},
    {"dài hơn hai mươi cột.", "dài hơn hai mươi\ncột.\n"},
    {"  dòng thụt vào hai dấu cách", "  dòng thụt vào hai\n  dấu cách\n"},
    {"- mục của một danh sách dài", "- mục của một danh\n  sách dài\n"},
    {"  - mục lồng trong danh sách", "  - mục lồng trong\n    danh sách\n"},
    {"12. mục có số của danh sách", "12. mục có số của\n    danh sách\n"},
    {"2022. năm không phải số mục dài", "2022. năm không phải\n      số mục dài\n"},
    {"20222 không phải số mục dài", "20222 không phải số\nmục dài\n"},
    {"một http://dài-hơn-một-dòng.example.org hai",
     "một\nhttp://dài-hơn-một-dòng.example.org\nhai\n"},
    {"cuối dòng   \nvà\r\nhết", "cuối dòng\nvà\nhết\n"},
    {"\n\na\n\n\n\nb\n\n", "a\n\nb\n\n"},
    {"               thụt quá sâu nên giữ nguyên", "               thụt quá sâu nên giữ nguyên\n"},
    /* the same word composed and decomposed takes the same columns */
    {"a\xCC\x81 a\xCC\x81 a\xCC\x81 a\xCC\x81 a\xCC\x81 a\xCC\x81 a\xCC\x81 a\xCC\x81 a\xCC\x81 "
     "a\xCC\x81z",
     "a\xCC\x81 a\xCC\x81 a\xCC\x81 a\xCC\x81 a\xCC\x81 a\xCC\x81 a\xCC\x81 a\xCC\x81 a\xCC\x81 "
     "a\xCC\x81z\n"},
};

static void folds_lines_at_spaces(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof(wraps) / sizeof(wraps[0]); i++) {
        _cleanup_buf_ struct buf out = {0};

        buf_init(&out, 1000);
        assert_int_equal(words_wrap(wraps[i].text, 20, &out), 0);
        assert_string_equal(buf_str(&out), wraps[i].want);
    }
}

static void folding_keeps_to_the_ceiling(void **state)
{
    _cleanup_buf_ struct buf out = {0};

    (void)state;
    buf_init(&out, 10);
    assert_int_equal(buf_puts(&out, "x"), 0);
    assert_int_equal(words_wrap("một hai ba bốn năm sáu", 5, &out), ERR_LIMIT);
    assert_string_equal(buf_str(&out), "x");
}

static void every_role_has_words(void **state)
{
    (void)state;
    for (int role = ROLE_LEAD; role <= ROLE_DIRECTOR; role++) {
        assert_true(strlen(words_role((enum role)role)) > 0);
    }
}

int test_words(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(names_periods),         cmocka_unit_test(names_days),
        cmocka_unit_test(says_how_long_is_left), cmocka_unit_test(counts_as_papers_do),
        cmocka_unit_test(folds_lines_at_spaces), cmocka_unit_test(folding_keeps_to_the_ceiling),
        cmocka_unit_test(every_role_has_words),
    };

    return cmocka_run_group_tests_name("words", tests, NULL, NULL);
}
