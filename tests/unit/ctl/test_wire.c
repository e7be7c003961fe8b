/* The codec: every boundary of every buffer, and nothing believed that is not right. */
#include "tests.h"

#include <stdio.h>
#include <string.h>

#include "base/err.h"
#include "ctl/wire.h"

/* --- lines --------------------------------------------------------------------------------------- */

static const char *const lines_in[] = {"một", "", "hai ba", "{\"x\":1}"};
static const char stream[] = "một\n\nhai ba\n{\"x\":1}\n";

/* Feeds the stream in pieces of `size` bytes, and checks each line as it comes. */
static void feed_in_pieces(size_t size)
{
    struct wire_lines lines;
    wire_lines_init(&lines, 20);
    size_t seen = 0;
    for (size_t at = 0; at < sizeof(stream) - 1;) {
        size_t piece = sizeof(stream) - 1 - at < size ? sizeof(stream) - 1 - at : size;
        size_t used = 0;
        assert_int_equal(wire_lines_feed(&lines, stream + at, piece, &used), 0);
        assert_true(used > 0 && used <= piece);
        at += used;
        if (lines.whole) {
            assert_true(seen < COUNT(lines_in));
            assert_string_equal(buf_str(&lines.line), lines_in[seen]);
            seen++;
        }
    }
    assert_int_equal(seen, COUNT(lines_in));
    wire_lines_clear(&lines);
}

static void lines_come_in_any_pieces(void **state)
{
    (void)state;
    for (size_t size = 1; size <= sizeof(stream); size++) {
        feed_in_pieces(size);
    }
}

static void lines_have_a_ceiling(void **state)
{
    (void)state;
    static const char line[] = "0123456789\nx\n";
    for (size_t max = 0; max <= 12; max++) {
        struct wire_lines lines;
        wire_lines_init(&lines, max);
        size_t used = 99;
        int err = wire_lines_feed(&lines, line, sizeof(line) - 1, &used);
        assert_int_equal(err, max < 10 ? ERR_LIMIT : 0);
        assert_int_equal(used, max < 10 ? 99 : 11);
        wire_lines_clear(&lines);
    }
    /* a line without an end is refused as soon as it is too long, not when it ends */
    struct wire_lines lines;
    wire_lines_init(&lines, 3);
    size_t used = 0;
    assert_int_equal(wire_lines_feed(&lines, "abc", 3, &used), 0);
    assert_false(lines.whole);
    assert_int_equal(wire_lines_feed(&lines, "d", 1, &used), ERR_LIMIT);
    wire_lines_clear(&lines);
}

/* --- requests ------------------------------------------------------------------------------------ */

static void request_goes_round(void **state)
{
    (void)state;
    json_t *args =
        json_pack("{s:s, s:i, s:b}", "occurrence", "kstthc-2022/IX.1/quý", "n", 7, "dry_run", 1);
    struct buf line;
    buf_init(&line, 1000);
    assert_int_equal(wire_write_request("done", args, "en", &line), 0);
    assert_int_equal(line.data[line.len - 1], '\n');
    assert_null(memchr(line.data, '\n', line.len - 1));
    struct wire_request request = {0};
    assert_int_equal(wire_read_request(line.data, line.len - 1, &request, NULL), 0);
    assert_string_equal(request.cmd, "done");
    assert_true(json_equal(request.args, args));
    assert_string_equal(request.lang, "en");
    wire_request_clear(&request);
    assert_null(request.lang);
    buf_reset(&line);
    assert_int_equal(wire_write_request("status", NULL, NULL, &line), 0);
    assert_string_equal(line.data, "{\"cmd\":\"status\",\"args\":{}}\n");
    static const char bare[] = "{\"cmd\":\"x\"}";
    assert_int_equal(wire_read_request(bare, sizeof(bare) - 1, &request, NULL), 0);
    assert_int_equal(json_object_size(request.args), 0);
    assert_null(request.lang);
    wire_request_clear(&request);
    wire_request_clear(NULL);
    buf_clear(&line);
    json_decref(args);
}

static void requests_that_are_none(void **state)
{
    (void)state;
    static const char *const bad[] = {
        "",
        " ",
        "x",
        "[]",
        "null",
        "\"cmd\"",
        "{}",
        "{\"cmd\":1}",
        "{\"cmd\":null}",
        "{\"cmd\":\"x\",\"args\":[]}",
        "{\"cmd\":\"x\",\"args\":null}",
        "{\"cmd\":\"x\"",
        "{\"cmd\":\"x\"} {}",
        "{\"cmd\":\"x\",\"cmd\":\"y\"}",
        "{\"cmd\":\"x\\u0000y\"}",
        "{\"cmd\":\"\xff\"}",
    };
    for (size_t i = 0; i < COUNT(bad); i++) {
        struct wire_request request = {0};
        struct diag diag = {0};
        assert_int_equal(wire_read_request(bad[i], strlen(bad[i]), &request, &diag), ERR_FORMAT);
        assert_null(request.cmd);
        assert_null(request.args);
        assert_int_equal(diag.count, 1);
        assert_non_null(diag.items[0].remedy);
        diag_clear(&diag);
    }
}

/* {"cmd":"x","args":{"a":[[…]]}} with brackets `depth` deep in all. */
static int read_nested(int depth, const char *inside)
{
    struct buf line;
    buf_init(&line, 100000);
    assert_int_equal(buf_puts(&line, "{\"cmd\":\"x\",\"args\":{\"a\":"), 0);
    for (int i = 2; i < depth; i++) {
        assert_int_equal(buf_putc(&line, '['), 0);
    }
    assert_int_equal(buf_puts(&line, inside), 0);
    for (int i = 2; i < depth; i++) {
        assert_int_equal(buf_putc(&line, ']'), 0);
    }
    assert_int_equal(buf_puts(&line, "}}"), 0);
    struct wire_request request = {0};
    int err = wire_read_request(line.data, line.len, &request, NULL);
    wire_request_clear(&request);
    buf_clear(&line);
    return err;
}

static void depth_has_a_ceiling(void **state)
{
    (void)state;
    assert_int_equal(read_nested(WIRE_MAX_DEPTH, "1"), 0);
    assert_int_equal(read_nested(WIRE_MAX_DEPTH + 1, "1"), ERR_FORMAT);
    assert_int_equal(read_nested(20000, "1"), ERR_FORMAT);
    assert_int_equal(read_nested(3, "\"[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[\""), 0);
    assert_int_equal(read_nested(3, "\"\\\"[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[\""), 0);
    assert_int_equal(read_nested(WIRE_MAX_DEPTH + 1, "\"\\\\\""), ERR_FORMAT);
}

/* --- answers ------------------------------------------------------------------------------------- */

static void item_goes_round(void **state)
{
    (void)state;
    json_t *item = json_pack("[s, i, n]", "Sở \n\"TN&MT\"", -1);
    struct buf line;
    buf_init(&line, 1000);
    assert_int_equal(wire_write_item(item, &line), 0);
    assert_null(memchr(line.data, '\n', line.len - 1));
    struct wire_answer answer = {0};
    assert_int_equal(wire_read_answer(line.data, line.len - 1, &answer, NULL), 0);
    assert_int_equal(answer.kind, WIRE_ITEM);
    assert_true(json_equal(answer.value, item));
    wire_answer_clear(&answer);
    wire_answer_clear(NULL);
    buf_clear(&line);
    json_decref(item);
}

static void end_goes_round(void **state)
{
    (void)state;
    struct diag findings = {0};
    diag_add(&findings, DIAG_WARNING, "kế hoạch.csv", 3, 7, "sai", "sửa");
    diag_add(&findings, DIAG_NOTE, NULL, 0, 0, "ghi chú", NULL);
    diag_add(&findings, DIAG_ERROR, "tệp-\xff\xfe.csv", 1, 0, "lỗi", NULL);
    json_t *result = json_pack("{s:i}", "changed", 4);
    struct buf line;
    buf_init(&line, 1000);
    assert_int_equal(wire_write_end(ERR_REFUSED, result, &findings, &line), 0);
    struct wire_answer answer = {0};
    struct diag diag = {0};
    assert_int_equal(wire_read_answer(line.data, line.len - 1, &answer, &diag), 0);
    assert_int_equal(answer.kind, WIRE_END);
    assert_int_equal(answer.err, ERR_REFUSED);
    assert_true(json_equal(answer.value, result));
    assert_int_equal(diag.count, 3);
    assert_int_equal(diag.items[0].severity, DIAG_WARNING);
    assert_string_equal(diag.items[0].file, "kế hoạch.csv");
    assert_int_equal(diag.items[0].line, 3);
    assert_int_equal(diag.items[0].column, 7);
    assert_string_equal(diag.items[0].remedy, "sửa");
    assert_int_equal(diag.items[1].severity, DIAG_NOTE);
    assert_null(diag.items[1].file);
    assert_null(diag.items[1].remedy);
    assert_string_equal(diag.items[2].file, "tệp-");
    wire_answer_clear(&answer);
    buf_reset(&line);
    assert_int_equal(wire_write_end(0, NULL, NULL, &line), 0);
    assert_int_equal(wire_read_answer(line.data, line.len - 1, &answer, NULL), 0);
    assert_int_equal(answer.err, 0);
    assert_null(answer.value);
    wire_answer_clear(&answer);
    diag_clear(&diag);
    diag_clear(&findings);
    buf_clear(&line);
    json_decref(result);
}

static void answers_that_are_none(void **state)
{
    (void)state;
    static const char *const bad[] = {
        "",
        "{}",
        "[]",
        "{\"end\":null}",
        "{\"end\":{}}",
        "{\"end\":{\"err\":\"0\"}}",
        "{\"end\":{\"err\":1}}",
        "{\"end\":{\"err\":-99999999999}}",
        "{\"end\":{\"err\":0.5}}",
    };
    for (size_t i = 0; i < COUNT(bad); i++) {
        struct wire_answer answer = {0};
        struct diag diag = {0};
        assert_int_equal(wire_read_answer(bad[i], strlen(bad[i]), &answer, &diag), ERR_FORMAT);
        assert_null(answer.value);
        assert_int_equal(diag.count, 1);
        diag_clear(&diag);
    }
    /* findings with numbers out of range are shown without them */
    static const char odd[] = "{\"end\":{\"err\":-2,\"findings\":[{\"line\":99999999999,"
                              "\"column\":-5,\"message\":7},3]}}";
    struct wire_answer answer = {0};
    struct diag diag = {0};
    assert_int_equal(wire_read_answer(odd, sizeof(odd) - 1, &answer, &diag), 0);
    assert_int_equal(answer.err, -2);
    assert_int_equal(diag.count, 2);
    assert_int_equal(diag.items[0].line, 0);
    assert_int_equal(diag.items[0].column, 0);
    wire_answer_clear(&answer);
    diag_clear(&diag);
}

/* Writers leave a buffer that is too small as it was, at every size. */
static void writing_is_all_or_nothing(void **state)
{
    (void)state;
    json_t *value = json_pack("{s:s, s:[i, i]}", "a", "Văn phòng Sở", "b", 1, 2);
    struct diag findings = {0};
    diag_add(&findings, DIAG_ERROR, "f", 1, 2, "m", "r");
    struct buf whole;
    buf_init(&whole, 10000);
    for (int kind = 0; kind < 3; kind++) {
        size_t needed = 0;
        for (size_t max = 4; needed == 0; max++) {
            struct buf out;
            buf_init(&out, max);
            assert_int_equal(buf_puts(&out, "cũ"), 0);
            size_t before = out.len;
            int err = kind == 0   ? wire_write_request("x", value, NULL, &out)
                      : kind == 1 ? wire_write_item(value, &out)
                                  : wire_write_end(-3, value, &findings, &out);
            if (err == 0) {
                needed = max;
                assert_int_equal(out.len, max);
                assert_int_equal(out.data[max - 1], '\n');
            } else {
                assert_int_equal(err, ERR_LIMIT);
                assert_int_equal(out.len, before);
                assert_string_equal(out.data, "cũ");
            }
            buf_clear(&out);
        }
    }
    buf_clear(&whole);
    diag_clear(&findings);
    json_decref(value);
}

int test_wire(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lines_come_in_any_pieces),
        cmocka_unit_test(lines_have_a_ceiling),
        cmocka_unit_test(request_goes_round),
        cmocka_unit_test(requests_that_are_none),
        cmocka_unit_test(depth_has_a_ceiling),
        cmocka_unit_test(item_goes_round),
        cmocka_unit_test(end_goes_round),
        cmocka_unit_test(answers_that_are_none),
        cmocka_unit_test(writing_is_all_or_nothing),
    };
    return cmocka_run_group_tests_name("wire", tests, NULL, NULL);
}
