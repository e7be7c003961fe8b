#include "tests.h"

#include "base/err.h"
#include "import/results.h"

static int read_text(const char *text, struct results *out, struct diag *diag)
{
    *out = (struct results){0};
    return import_results_text("KQ.csv", text, strlen(text), out, diag);
}

static void test_reads(void **state)
{
    (void)state;
    struct results results;
    struct diag diag = {0};
    assert_int_equal(read_text("Số ký hiệu;Mã;Ngày;Ghi chú\r\n"
                               "12/BC-STNMT;K7QD;18/3/2022;gửi kèm công văn\r\n"
                               "9/BC;kstthc-2022/IX.1/quarter/2022-Q1;;\r\n"
                               "13/BC;K7QE;2022-06-18;\r\n",
                               &results, &diag),
                     0);
    assert_int_equal(diag.count, 0);
    assert_int_equal(results.count, 3);
    assert_string_equal(results.items[0].key, "K7QD");
    assert_string_equal(results.items[0].document, "12/BC-STNMT");
    assert_int_equal(results.items[0].on, civil_to_day(2022, 3, 18));
    assert_string_equal(results.items[0].note, "gửi kèm công văn");
    assert_int_equal(results.items[0].line, 2);
    assert_string_equal(results.items[1].document, "9/BC");
    assert_int_equal(results.items[1].on, DAY_NONE);
    assert_int_equal(results.items[2].on, civil_to_day(2022, 6, 18));
    results_clear(&results);
    results_clear(&results);
    results_clear(NULL);
}

static void test_no_note(void **state)
{
    (void)state;
    struct results results;
    assert_int_equal(read_text("ma,so_ky_hieu,ngay\nK7QD,1/BC,01/02/2022\n", &results, NULL), 0);
    assert_string_equal(results.items[0].note, "");
    results_clear(&results);
}

static void test_refuses(void **state)
{
    (void)state;
    static const struct {
        const char *csv;
        int line, column;
        const char *word;
        size_t good; /* rows */
    } CASES[] = {
        {"", 1, 1, "trống", 0},
        {"ma,ngay\nK,1/1/2022\n", 1, 1, "so_ky_hieu", 0},
        {"ma,so_ky_hieu,ngay\n,1/BC,1/1/2022\n", 2, 1, "không có mã", 0},
        {"ma,so_ky_hieu,ngay\nK,,16/6/2022\nL,2/BC,\n", 2, 3, "Thiếu văn bản kết quả", 1},
        {"ma,so_ky_hieu,ngay\nK,1/BC,\nL, \u00a0,\n", 3, 3, "Thiếu văn bản kết quả", 1},
        {"ma,so_ky_hieu,ngay\nK,1/BC,hôm qua\n", 2, 8, "không phải là ngày", 0},
        {"ma,so_ky_hieu,ngay\nK,1/BC,31/6/2022\n", 2, 8, "không có ngày", 0},
        {"ma,so_ky_hieu,ngay\nK,1/BC,\nL,2/BC,\nK,3/BC,\n", 4, 1, "đã có ở dòng 2", 2},
        {"ma,so_ky_hieu,ngay\nK,1/BC\n", 2, 1, "2 cột", 0},
    };
    for (size_t i = 0; i < COUNT(CASES); i++) {
        struct results results;
        struct diag diag = {0};
        assert_int_equal(read_text(CASES[i].csv, &results, &diag),
                         CASES[i].line == 1 ? ERR_FORMAT : 0);
        finds(&diag, CASES[i].line, CASES[i].column, CASES[i].word);
        assert_string_equal(diag.items[0].file, "KQ.csv");
        assert_true(CASES[i].line == 1 || results.faulty);
        assert_int_equal(results.count, CASES[i].good);
        results_clear(&results);
        diag_clear(&diag);
    }
}

static void test_all_findings(void **state)
{
    (void)state;
    struct results results;
    struct diag diag = {0};
    assert_int_equal(
        read_text("ma,so_ky_hieu,ngay\nK,1/BC,x\nL,\"2\"/BC,\nM,3/BC,30/2/2022\nN,4/BC,1/3/2022\n",
                  &results, &diag),
        0);
    assert_int_equal(diag.errors, 3);
    assert_int_equal(results.count, 1);
    assert_string_equal(results.items[0].key, "N");
    results_clear(&results);
    diag_clear(&diag);
}

static void test_missing_file(void **state)
{
    (void)state;
    struct results results = {0};
    struct diag diag = {0};
    assert_int_equal(import_results(DD_SRCDIR "/no-such-file.csv", &results, &diag), ERR_NOT_FOUND);
    assert_int_equal(diag.errors, 1);
    diag_clear(&diag);
}

int test_results(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_reads),        cmocka_unit_test(test_no_note),
        cmocka_unit_test(test_refuses),      cmocka_unit_test(test_all_findings),
        cmocka_unit_test(test_missing_file),
    };
    return cmocka_run_group_tests_name("results", tests, NULL, NULL);
}
