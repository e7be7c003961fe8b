#include "tests.h"

#include "base/err.h"
#include "import/csv.h"

/* Reads all records into "cell|cell\n"; an error becomes "!\n" and goes on. */
static void read_all(const void *data, size_t len, struct diag *diag, struct buf *out)
{
    struct csv *csv;
    const struct csv_cell *cells;
    size_t count;
    int got;
    buf_reset(out);
    assert_int_equal(csv_open_text("t.csv", data, len, &csv), 0);
    while ((got = csv_next(csv, diag, &cells, &count)) != 0) {
        if (got < 0) {
            assert_int_equal(buf_puts(out, "!\n"), 0);
            continue;
        }
        for (size_t i = 0; i < count; i++) {
            assert_int_equal(cells[i].len, strlen(cells[i].text));
            assert_int_equal(buf_printf(out, "%s%s", i > 0 ? "|" : "", cells[i].text), 0);
        }
        assert_int_equal(buf_putc(out, '\n'), 0);
    }
    csv_close(csv);
}

static void test_reads(void **state)
{
    (void)state;
    static const struct {
        const char *csv, *cells;
    } CASES[] = {
        {"", ""},
        {"\n\r\n", ""},
        {"a,b\n1,2\n", "a|b\n1|2\n"},
        {"a,b\r\n1,2\r\n", "a|b\n1|2\n"},
        {"a,b\r1,2\r", "a|b\n1|2\n"},
        {"a,b\n1,2", "a|b\n1|2\n"},
        {"\xEF\xBB\xBF"
         "a,b\n",
         "a|b\n"},
        {"a;b\n1;2,5\n", "a|b\n1|2,5\n"},
        {"a\tb\n1\t2;3\n", "a|b\n1|2;3\n"},
        {"sep=;\r\na;b,c\r\n", "a|b,c\n"},
        {"\"a,x\",b\n1,2\n", "a,x|b\n1|2\n"},
        {"a\n\"x\"\"y\"\n", "a\nx\"y\n"},
        {"a\n\"x\r\ny\"\n", "a\nx\ny\n"},
        {"a\n\"x\" \n", "a\nx\n"},
        {"a,b\n\"\",\"\"\n1,\n", "a|b\n1|\n"},
        {"a,b\n,\n \t,\n1,2\n", "a|b\n1|2\n"}, /* blank lines of a spreadsheet */
        {"a,b\n1,2\n,,,\n", "a|b\n1|2\n"},
        {"stt\nVăn phòng\n", "stt\nVăn phòng\n"},
    };
    struct buf out;
    buf_init(&out, 10000);
    for (size_t i = 0; i < COUNT(CASES); i++) {
        struct diag diag = {0};
        read_all(CASES[i].csv, strlen(CASES[i].csv), &diag, &out);
        assert_string_equal(buf_str(&out), CASES[i].cells);
        assert_int_equal(diag.count, 0);
    }
    buf_clear(&out);
}

/* What is wrong is told where it is, and what comes behind it is still read. */
static void test_refuses(void **state)
{
    (void)state;
    static const struct {
        const char *csv, *cells;
        size_t len; /* 0: strlen */
        int line, column;
        const char *word;
    } CASES[] = {
        {"a,b\n1,\"2\n3,4\n", "a|b\n!\n", 0, 2, 3, "không được đóng"},
        {"a,b\n1,\"2", "a|b\n!\n", 0, 2, 3, "không được đóng"},
        {"a,b\nx,y\"z\n3,4\n", "a|b\n!\n3|4\n", 0, 2, 4, "nháy"},
        {"a,b\nx,\"y\"z\n3,4\n", "a|b\n!\n3|4\n", 0, 2, 6, "nháy"},
        {"a,b\nđơn,\xFF\n3,4\n", "a|b\n!\n3|4\n", 0, 2, 5, "UTF-8"},
        {"a,b\n\"đ\nx\xC3\",2\n3,4\n", "a|b\n!\n3|4\n", 0, 3, 2, "UTF-8"},
        {"a,b\n1\0,2\n3,4\n", "a|b\n!\n3|4\n", 13, 2, 2, "UTF-8"},
        {"\xFF\xFE"
         "a\0b",
         "!\n", 5, 1, 2, "UTF-16"}, /* half a character */
        {"\xFF\xFE\x00\xD8"
         "a\0",
         "!\n", 6, 1, 1, "UTF-16"}, /* half a pair */
        {"\xFE\xFF\xDC\x00", "!\n", 4, 1, 1, "UTF-16"},
    };
    struct buf out;
    buf_init(&out, 10000);
    for (size_t i = 0; i < COUNT(CASES); i++) {
        struct diag diag = {0};
        size_t len = CASES[i].len ? CASES[i].len : strlen(CASES[i].csv);
        read_all(CASES[i].csv, len, &diag, &out);
        assert_string_equal(buf_str(&out), CASES[i].cells);
        finds(&diag, CASES[i].line, CASES[i].column, CASES[i].word);
        assert_int_equal(diag.count, 1);
        diag_clear(&diag);
    }
    buf_clear(&out);
}

static void test_utf16(void **state)
{
    (void)state;
    struct buf data, out;
    buf_init(&data, 1 << 20);
    buf_init(&out, 1 << 20);
    for (int little = 0; little < 2; little++) {
        struct diag diag = {0};
        buf_reset(&data);
        to_utf16("stt\tnội dung\r\n1\t\"Đơn, 𝄞 \"\"x\"\"\"\r\n", little == 1, &data);
        read_all(data.data, data.len, &diag, &out);
        assert_string_equal(buf_str(&out), "stt|nội dung\n1|Đơn, 𝄞 \"x\"\n");
        assert_int_equal(diag.count, 0);
    }
    buf_clear(&data);
    buf_clear(&out);
}

/* Cells cross the reader's own blocks at every offset. */
static void test_blocks(void **state)
{
    (void)state;
    struct buf data, out, want;
    buf_init(&data, 1 << 20);
    buf_init(&out, 1 << 20);
    buf_init(&want, 1 << 20);
    for (size_t shift = 0; shift < 12; shift++) {
        struct diag diag = {0};
        buf_reset(&data);
        buf_reset(&want);
        assert_int_equal(buf_puts(&data, "a,b\r\n"), 0);
        assert_int_equal(buf_puts(&want, "a|b\n"), 0);
        for (size_t i = 0; i < 65530 + shift - 5 - 4; i++) {
            assert_int_equal(buf_putc(&data, 'x'), 0);
            assert_int_equal(buf_putc(&want, 'x'), 0);
        }
        assert_int_equal(buf_puts(&data, ",\"ợ\"\"\r\ny\"\r\n1,2\r\n"), 0);
        assert_int_equal(buf_puts(&want, "|ợ\"\ny\n1|2\n"), 0);
        read_all(data.data, data.len, &diag, &out);
        assert_int_equal(diag.count, 0);
        assert_string_equal(buf_str(&out), buf_str(&want));
    }
    buf_clear(&data);
    buf_clear(&out);
    buf_clear(&want);
}

/* A cell of 2 MB is refused, in memory for one cell at most, and the next row is read. */
static void test_big_cell(void **state)
{
    (void)state;
    struct buf data, out;
    buf_init(&data, 8 << 20);
    buf_init(&out, 10000);
    for (int quoted = 0; quoted < 2; quoted++) {
        struct diag diag = {0};
        buf_reset(&data);
        assert_int_equal(buf_puts(&data, quoted ? "a,b\n1,\"" : "a,b\n1,"), 0);
        for (int i = 0; i < 2 << 20; i++) {
            assert_int_equal(buf_putc(&data, i % 80 == 79 && quoted ? '\n' : 'x'), 0);
        }
        assert_int_equal(buf_puts(&data, quoted ? "\"\n3,4\n" : "\n3,4\n"), 0);
        read_all(data.data, data.len, &diag, &out);
        assert_string_equal(buf_str(&out), "a|b\n!\n3|4\n");
        finds(&diag, 2, 3, "1 MB");
        assert_int_equal(diag.count, 1);
        diag_clear(&diag);
    }
    buf_clear(&data);
    buf_clear(&out);
}

static void test_many_fields(void **state)
{
    (void)state;
    struct buf data, out;
    struct diag diag = {0};
    buf_init(&data, 10000);
    buf_init(&out, 10000);
    assert_int_equal(buf_puts(&data, "a,b\n"), 0);
    for (int i = 0; i < CSV_MAX_FIELDS; i++) {
        assert_int_equal(buf_puts(&data, "1,"), 0);
    }
    assert_int_equal(buf_puts(&data, "1\n3,4\n"), 0);
    read_all(data.data, data.len, &diag, &out);
    assert_string_equal(buf_str(&out), "a|b\n!\n3|4\n");
    assert_int_equal(diag.items[0].line, 2);
    diag_clear(&diag);
    buf_clear(&data);
    buf_clear(&out);
}

static void test_places(void **state)
{
    (void)state;
    static const char TEXT[] = "stt,\"nội\ndung\",x\n\n1,\"a\",đ,e\n";
    struct csv *csv;
    const struct csv_cell *cells;
    size_t count;
    assert_int_equal(csv_open_text("t.csv", TEXT, strlen(TEXT), &csv), 0);
    assert_int_equal(csv_separator(csv), ',');
    assert_string_equal(csv_name(csv), "t.csv");
    assert_int_equal(csv_next(csv, NULL, &cells, &count), 1);
    assert_int_equal(csv_line(csv), 1);
    assert_int_equal(count, 3);
    assert_int_equal(cells[1].line, 1);
    assert_int_equal(cells[1].column, 5);
    assert_int_equal(cells[2].line, 2);
    assert_int_equal(cells[2].column, 7);
    assert_int_equal(csv_next(csv, NULL, &cells, &count), 1);
    assert_int_equal(csv_line(csv), 4);
    assert_int_equal(cells[3].column, 9);
    assert_int_equal(csv_next(csv, NULL, &cells, &count), 0);
    assert_int_equal(csv_next(csv, NULL, &cells, &count), 0);
    csv_close(csv);
    csv_close(NULL);
}

static void test_write_field(void **state)
{
    (void)state;
    static const struct {
        const char *text, *field;
    } CASES[] = {
        {"", ""},         {"a b", "a b"},         {"a,b", "\"a,b\""},
        {"a;b", "a;b"},   {"a\"b", "\"a\"\"b\""}, {"a\nb", "\"a\nb\""},
        {" a", "\" a\""}, {"a ", "\"a \""},
    };
    struct buf out;
    buf_init(&out, 100);
    for (size_t i = 0; i < COUNT(CASES); i++) {
        buf_reset(&out);
        assert_int_equal(csv_write_field(CASES[i].text, ',', &out), 0);
        assert_string_equal(buf_str(&out), CASES[i].field);
    }
    buf_clear(&out);
}

int test_csv(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_reads),    cmocka_unit_test(test_refuses),
        cmocka_unit_test(test_utf16),    cmocka_unit_test(test_blocks),
        cmocka_unit_test(test_big_cell), cmocka_unit_test(test_many_fields),
        cmocka_unit_test(test_places),   cmocka_unit_test(test_write_field),
    };
    return cmocka_run_group_tests_name("csv", tests, NULL, NULL);
}
