#include "base/diag.h"

#include "base/buf.h"
#include "base/cleanup.h"
#include "base/err.h"
#include "tests.h"

static void prints_place_message_and_remedy(void **state)
{
    (void)state;
    _cleanup_diag_ struct diag diag = {0};
    diag_add(&diag, DIAG_ERROR, "a.csv", 3, 7, "thừa dấu ngoặc kép", "Hãy bỏ bớt");
    diag_addf(&diag, DIAG_WARNING, "a.csv", 4, 0, NULL, "hàng %d trống", 4);
    diag_add(&diag, DIAG_NOTE, "a.csv", 0, 9, "tệp cũ", NULL);
    diag_add(&diag, DIAG_NOTE, NULL, 0, 0, "không có tệp", NULL);
    diag_add(&diag, DIAG_NOTE, NULL, 5, 2, "dòng lệnh", NULL);
    _cleanup_buf_ struct buf out = {.max = 1000};
    assert_int_equal(diag_print(&diag, &out), 0);
    assert_string_equal(buf_str(&out), "a.csv:3:7: lỗi: thừa dấu ngoặc kép. Hãy bỏ bớt\n"
                                       "a.csv:4: cảnh báo: hàng 4 trống\n"
                                       "a.csv: lưu ý: tệp cũ\n"
                                       "lưu ý: không có tệp\n"
                                       "dòng 5:2: lưu ý: dòng lệnh\n");
    assert_true(diag_has_errors(&diag));
    assert_int_equal(diag.errors, 1);
    assert_int_equal(diag.warnings, 1);
}

static void texts_are_copied(void **state)
{
    (void)state;
    _cleanup_diag_ struct diag diag = {0};
    char text[] = "abc";
    diag_add(&diag, DIAG_ERROR, text, 1, 1, text, text);
    text[0] = 'x';
    assert_string_equal(diag.items[0].file, "abc");
    assert_string_equal(diag.items[0].message, "abc");
    assert_string_equal(diag.items[0].remedy, "abc");
}

static void counts_beyond_the_ceiling(void **state)
{
    (void)state;
    _cleanup_diag_ struct diag diag = {0};
    diag_init(&diag);
    for (int i = 0; i < DIAG_MAX_ITEMS + 25; i++) {
        diag_add(&diag, DIAG_ERROR, "a", i + 1, 0, "sai", NULL);
    }
    assert_int_equal(diag.count, DIAG_MAX_ITEMS);
    assert_int_equal(diag.errors, DIAG_MAX_ITEMS + 25);
    assert_int_equal(diag.left_out, 25);
    _cleanup_buf_ struct buf out = {.max = 100000};
    assert_int_equal(diag_print(&diag, &out), 0);
    assert_non_null(strstr(buf_str(&out), "25"));
    _cleanup_buf_ struct buf small = {.max = 100};
    assert_int_equal(diag_print(&diag, &small), ERR_LIMIT);
}

static void nothing_may_be_null(void **state)
{
    (void)state;
    diag_add(NULL, DIAG_ERROR, NULL, 0, 0, "x", NULL);
    diag_addf(NULL, DIAG_ERROR, NULL, 0, 0, NULL, "%d", 1);
    diag_clear(NULL);
    assert_false(diag_has_errors(NULL));
}

static void every_code_has_a_text_of_its_own(void **state)
{
    (void)state;
    for (int a = 1; a >= ERR_INTERNAL - 1; a--) {
        const char *text = err_text(a);
        assert_true(strlen(text) > 3);
        for (int b = 0; b > a; b--) {
            assert_string_not_equal(text, err_text(b));
        }
    }
}

int test_diag(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(prints_place_message_and_remedy),  cmocka_unit_test(texts_are_copied),
        cmocka_unit_test(counts_beyond_the_ceiling),        cmocka_unit_test(nothing_may_be_null),
        cmocka_unit_test(every_code_has_a_text_of_its_own),
    };
    return cmocka_run_group_tests_name("diag", tests, NULL, NULL);
}
