#include "daemon/table.h"

#include "base/cleanup.h"
#include "base/utf8.h"
#include "tests.h"

static struct table *make(size_t second_max)
{
    const struct table_column columns[] = {{"Mã", 6}, {"Nội dung", second_max}, {"Hạn", 10}};
    struct table *table = NULL;
    assert_int_equal(table_new(columns, 3, &table), 0);
    return table;
}

static void columns_line_up_with_vietnamese(void **state)
{
    (void)state;
    _cleanup_buf_ struct buf out = {.max = 10000};
    struct table *table = make(0);
    assert_int_equal(table_add(table, (const char *[]){"a1", "Đôn đốc", "18/03/2022"}), 0);
    /* The same words decomposed take as many columns. */
    assert_int_equal(table_add(table,
                               (const char *[]){"a2", "Đo\u0302n đo\u0302\u0301c", "19/03/2022"}),
                     0);
    assert_int_equal(table_rows(table), 2);
    assert_int_equal(table_print(table, 80, &out), 0);
    assert_string_equal(buf_str(&out), "Mã  Nội dung  Hạn\n"
                                       "──  ────────  ──────────\n"
                                       "a1  Đôn đốc   18/03/2022\n"
                                       "a2  Đo\u0302n đo\u0302\u0301c   19/03/2022\n");
    table_free(table);
}

static void cells_wrap_at_spaces_within_the_width(void **state)
{
    (void)state;
    _cleanup_buf_ struct buf out = {.max = 10000};
    struct table *table = make(0);
    assert_int_equal(
        table_add(table, (const char *[]){"a1",
                                          "Báo cáo kết quả thực hiện công tác kiểm soát\n- và "
                                          "một từdàikhôngcókhoảngtrắngnàocả",
                                          "18/03/2022"}),
        0);
    assert_int_equal(table_print(table, 40, &out), 0);
    const char *line = buf_str(&out);
    size_t lines = 0;
    while (*line != '\0') {
        size_t len = strcspn(line, "\n");
        assert_true(utf8_width(line, len) <= 40);
        assert_true(len == 0 || line[len - 1] != ' ');
        line += len + 1;
        lines++;
    }
    assert_true(lines > 5);
    assert_non_null(strstr(buf_str(&out), "Báo cáo kết quả"));
    table_free(table);
}

static void no_word_of_a_title_is_cut(void **state)
{
    (void)state;
    _cleanup_buf_ struct buf out = {.max = 10000};
    const struct table_column columns[] = {{"Number", 5}, {"Done in time", 3}, {"Đượcmiễn", 6}};
    struct table *table = NULL;
    assert_int_equal(table_new(columns, 3, &table), 0);
    assert_int_equal(table_add(table, (const char *[]){"1", "2", "3"}), 0);
    assert_int_equal(table_print(table, 80, &out), 0);
    assert_string_equal(buf_str(&out), "Number  Done  Đượcmiễn\n"
                                       "        in\n"
                                       "        time\n"
                                       "──────  ────  ────────\n"
                                       "1       2     3\n");
    table_free(table);
}

static void null_cells_and_null_tables_are_empty(void **state)
{
    (void)state;
    _cleanup_buf_ struct buf out = {.max = 10000};
    struct table *table = make(5);
    assert_int_equal(table_add(table, (const char *[]){NULL, "x", ""}), 0);
    assert_int_equal(table_print(table, 80, &out), 0);
    assert_non_null(strstr(buf_str(&out), "    x\n"));
    table_free(table);
    table_free(NULL);
}

int test_table(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(columns_line_up_with_vietnamese),
        cmocka_unit_test(cells_wrap_at_spaces_within_the_width),
        cmocka_unit_test(no_word_of_a_title_is_cut),
        cmocka_unit_test(null_cells_and_null_tables_are_empty),
    };
    return cmocka_run_group_tests_name("table", tests, NULL, NULL);
}
