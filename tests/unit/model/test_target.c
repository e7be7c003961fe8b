#include "tests.h"

#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/err.h"
#include "base/vec.h"
#include "model/target.h"

/* --- amounts ---------------------------------------------------------------------------------- */

static void reads_numbers(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        amount_t amount;
    } CASES[] = {
        {"0", 0},
        {"12,5", 125000},
        {"12.5", 125000},
        {" 100 ", 1000000},
        {"-3", -30000},
        {"+20", 200000},
        {"1600", 16000000},
        {"1.600,5", 16005000},
        {"1,600.5", 16005000},
        {"1.234.567", INT64_C(12345670000)},
        {"0,125", 1250},
        {"1600,125", 16001250},
        {"99,99990", 999999},
        {"12,3450", 123450},
        {"99999999999", INT64_C(99999999999) * AMOUNT_ONE},
    };
    for (size_t i = 0; i < COUNT(CASES); i++) {
        amount_t amount = 7;
        assert_int_equal(amount_parse(CASES[i].text, &amount), 0);
        assert_int_equal(amount, CASES[i].amount);
    }
}

static void refuses_what_is_no_number(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        int err;
    } CASES[] = {
        {"", ERR_FORMAT},       {"-", ERR_FORMAT},           {"abc", ERR_FORMAT},
        {"12%", ERR_FORMAT},    {"1e3", ERR_FORMAT},         {"0x10", ERR_FORMAT},
        {"12,", ERR_FORMAT},    {",5", ERR_FORMAT},          {"1..5", ERR_FORMAT},
        {"1 600", ERR_FORMAT},  {"1.60.000", ERR_FORMAT},    {"--1", ERR_FORMAT},
        {"nan", ERR_FORMAT},    {"1.2,3.4", ERR_FORMAT},     {"1.600", ERR_INVALID},
        {"1,600", ERR_INVALID}, {"12.345", ERR_INVALID},     {"0,12345", ERR_LIMIT},
        {"1,00001", ERR_LIMIT}, {"100000000000", ERR_RANGE}, {"99999999999999999999", ERR_RANGE},
        {"1.600,", ERR_FORMAT}, {"1.6,5", ERR_FORMAT},
    };
    for (size_t i = 0; i < COUNT(CASES); i++) {
        amount_t amount = 7;
        assert_int_equal(amount_parse(CASES[i].text, &amount), CASES[i].err);
        assert_int_equal(amount, 7);
    }
}

/* Whatever is printed reads back as the same amount. */
static void prints_what_it_reads(void **state)
{
    (void)state;
    char text[AMOUNT_TEXT_SIZE];
    uint64_t seed = 20220318;
    for (int i = 0; i < 20000; i++) {
        seed = seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
        amount_t amount = (amount_t)(seed >> 14) % (AMOUNT_MAX >> (seed % 40));
        amount = i % 3 == 0 ? -amount : amount;
        amount_t back = 0;
        int err = amount_parse(amount_format_vn(amount, text), &back);
        /* "1,234" can be read in two ways, so it is not read at all. */
        if (err != ERR_INVALID) {
            assert_int_equal(err, 0);
            assert_int_equal(back, amount);
        }
    }
    assert_string_equal(amount_format_vn(125000, text), "12,5");
    assert_string_equal(amount_format_vn(-2500, text), "-0,25");
    assert_string_equal(amount_format(1, text), "0.0001");
    assert_string_equal(amount_format(16000000, text), "1600");
    assert_string_equal(amount_format_vn(0, text), "0");
    assert_string_equal(amount_format_vn(AMOUNT_NONE, text), "");
}

/* --- targets ---------------------------------------------------------------------------------- */

static struct target make(const char *stt, const char *indicator, enum comparator comparator,
                          amount_t value, const char *unit, const char *per, int from, int to)
{
    struct target target;
    char code[TARGET_CODE_MAX];
    target_init(&target);
    target.plan = strdup("motcua-2022");
    target.stt = strdup(stt);
    target.indicator = strdup(indicator);
    target.comparator = comparator;
    target.value = value * AMOUNT_ONE;
    target.unit = strdup(unit);
    target.per = strdup(per);
    target.from_year = from;
    target.to_year = to;
    target.verbatim = strdup("");
    assert_int_equal(target_make_code(&target, code), 0);
    target.code = strdup(code);
    return target;
}

static void code_is_of_row_indicator_and_years(void **state)
{
    (void)state;
    _cleanup_(target_clear) struct target one =
        make("2022.1", "Tỷ lệ hồ sơ số hóa", TARGET_AT_LEAST, 30, "%", "", 2022, 2022);
    _cleanup_(target_clear) struct target same =
        make("2022.1", "  TỶ LỆ  hồ sơ số hoá", TARGET_EQUAL, 90, "điểm", "năm", 2022, 2022);
    _cleanup_(target_clear) struct target row =
        make("2022.2", "Tỷ lệ hồ sơ số hóa", TARGET_AT_LEAST, 30, "%", "", 2022, 2022);
    _cleanup_(target_clear) struct target years =
        make("2022.1", "Tỷ lệ hồ sơ số hóa", TARGET_AT_LEAST, 30, "%", "", 2022, 2023);
    _cleanup_(target_clear) struct target tone =
        make("2022.1", "Tỷ lệ hồ sơ số hòa", TARGET_AT_LEAST, 30, "%", "", 2022, 2022);
    char id[TARGET_ID_MAX];
    assert_string_equal(one.code, same.code);
    assert_string_not_equal(one.code, row.code);
    assert_string_not_equal(one.code, years.code);
    assert_string_not_equal(one.code, tone.code);
    assert_int_equal(target_id_format(&one, id), 0);
    assert_int_equal(strncmp(id, "motcua-2022/2022.1/target/", 26), 0);
    assert_string_equal(id + 26, one.code);
    assert_false(target_code_is_valid(""));
    assert_false(target_code_is_valid("a/b"));
    assert_true(target_code_is_valid("cho-doi-1"));
}

static void validates(void **state)
{
    (void)state;
    _cleanup_(target_clear) struct target target =
        make("1", "Tỷ lệ", TARGET_EQUAL, 100, "%", "", 2022, 2025);
    assert_int_equal(target_validate(&target), 0);
    target.value = 1000001;
    assert_int_equal(target_validate(&target), ERR_RANGE);
    target.comparator = TARGET_GROWTH; /* tăng 150 % */
    target.value = 1500000;
    assert_int_equal(target_validate(&target), 0);
    assert_int_equal(target_check_value(&target, 2500000), 0);
    target.value = 0;
    assert_int_equal(target_validate(&target), ERR_RANGE);
    target.value = 200000;
    assert_int_equal(target_check_value(&target, 1000000), 0);
    assert_int_equal(target_check_value(&target, 1000001), ERR_RANGE);
    assert_int_equal(target_check_value(&target, -1), ERR_RANGE);
    target.to_year = 2021;
    assert_int_equal(target_validate(&target), ERR_RANGE);
    target.to_year = 2022;
    target.indicator[0] = '\0';
    assert_int_equal(target_validate(&target), ERR_INVALID);
    assert_true(target_covers(&target, civil_to_day(2022, 1, 1)));
    assert_true(target_covers(&target, civil_to_day(2022, 12, 31)));
    assert_false(target_covers(&target, civil_to_day(2021, 12, 31)));
    assert_false(target_covers(&target, civil_to_day(2023, 1, 1)));
}

static void compares(void **state)
{
    (void)state;
    struct target over = {.comparator = TARGET_OVER, .value = 990000};
    assert_false(target_meets(&over, 990000, over.value));
    assert_true(target_meets(&over, 990001, over.value));
    struct target most = {.comparator = TARGET_AT_MOST, .value = 300000};
    assert_true(target_meets(&most, 300000, most.value));
    assert_false(target_meets(&most, 300001, most.value));
    struct target equal = {.comparator = TARGET_EQUAL, .value = 500000};
    assert_true(target_meets(&equal, 600000, equal.value));
    assert_false(target_meets(&equal, 499999, equal.value));
    struct target none = {.comparator = TARGET_EQUAL, .value = 0};
    assert_true(target_goes_down(&none));
    assert_true(target_meets(&none, 0, none.value));
    assert_false(target_meets(&none, 1, none.value));
    static const char *const NAMES[] = {">", ">=", "<=", "=", "+"};
    for (size_t i = 0; i < COUNT(NAMES); i++) {
        enum comparator comparator;
        assert_int_equal(comparator_parse(NAMES[i], &comparator), 0);
        assert_string_equal(comparator_name(comparator), NAMES[i]);
    }
    enum comparator untouched = TARGET_GROWTH;
    assert_int_equal(comparator_parse("<", &untouched), ERR_FORMAT);
    assert_int_equal(comparator_parse("", &untouched), ERR_FORMAT);
    assert_int_equal(untouched, TARGET_GROWTH);
}

static void assert_printed(const struct target *target, const char *text)
{
    _cleanup_buf_ struct buf out = {0};
    buf_init(&out, 1000);
    assert_int_equal(target_print(target, &out), 0);
    assert_string_equal(buf_str(&out), text);
}

static void links_growth_to_its_end(void **state)
{
    (void)state;
    _cleanup_(targets_clear) struct targets list = {0};
    struct target items[] = {
        make("1", "Mức tăng số hồ sơ", TARGET_GROWTH, 200, "hồ sơ", "năm", 2023, 2025),
        make("1", "Số hồ sơ (mức đích)", TARGET_AT_LEAST, 1600, "hồ sơ", "", 2023, 2025),
        make("2", "Mức tăng tỷ lệ", TARGET_GROWTH, 20, "%", "năm", 2023, 2025),
        make("3", "Mức tăng số hồ sơ", TARGET_GROWTH, 200, "hồ sơ", "", 2023, 2025),
        make("4", "Thời gian chờ", TARGET_AT_MOST, 15, "phút", "lượt giao dịch", 2023, 2025),
    };
    for (size_t i = 0; i < COUNT(items); i++) {
        assert_int_equal(vec_push(&list, TARGETS_MAX, items[i]), 0);
    }
    targets_link(&list);
    assert_int_equal(list.items[0].ceiling, 1600 * AMOUNT_ONE);
    assert_true(list.items[1].ceiling == AMOUNT_NONE);
    assert_int_equal(list.items[2].ceiling, 100 * AMOUNT_ONE);
    assert_true(list.items[3].ceiling == AMOUNT_NONE);
    assert_true(target_is_stepped(&list.items[0]));
    assert_false(target_is_stepped(&list.items[3]));
    assert_printed(&list.items[0], "tăng thêm 200 hồ sơ mỗi năm, đến 1600 hồ sơ");
    assert_printed(&list.items[1], "≥ 1600 hồ sơ");
    assert_printed(&list.items[2], "tăng thêm 20 % mỗi năm, đến 100 %");
    assert_printed(&list.items[4], "≤ 15 phút/lượt giao dịch");
}

int test_target(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_numbers),
        cmocka_unit_test(refuses_what_is_no_number),
        cmocka_unit_test(prints_what_it_reads),
        cmocka_unit_test(code_is_of_row_indicator_and_years),
        cmocka_unit_test(validates),
        cmocka_unit_test(compares),
        cmocka_unit_test(links_growth_to_its_end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
