#include "base/log.h"

#include "base/buf.h"
#include "base/cleanup.h"
#include "base/err.h"
#include "base/utf8.h"
#include "tests.h"

static void keep(void *context, enum log_level level, const char *line)
{
    (void)buf_printf(context, "%d:%s\n", (int)level, line);
}

static void keeps_to_its_level(void **state)
{
    (void)state;
    _cleanup_buf_ struct buf out = {.max = 1000};
    struct log log;
    log_init_sink(&log, keep, &out, LOG_LEVEL_NOTICE);
    log_error(&log, "a %d", 1);
    log_warning(&log, "b");
    log_notice(&log, "c");
    log_info(&log, "d");
    log_debug(&log, "e");
    assert_string_equal(buf_str(&out), "3:a 1\n4:b\n5:c\n");
    log_error(NULL, "nobody listens");
    log = (struct log){0};
    log_error(&log, "nobody listens");
}

static void what_comes_from_outside_cannot_forge(void **state)
{
    (void)state;
    _cleanup_buf_ struct buf out = {.max = 1000};
    struct log log;
    log_init_sink(&log, keep, &out, LOG_LEVEL_INFO);
    log_info(&log, "%s",
             "a\x1B[2Jb\rc\td\xFF"
             "e\u202Ef\xC2\x85"
             "g");
    log_info(&log, "%s", "một\n\nhai\n");
    assert_string_equal(buf_str(&out), "6:a?[2Jb?c?d?e?f?g\n6:một\n6:hai\n");
}

static void long_lines_are_cut_between_characters(void **state)
{
    (void)state;
    _cleanup_buf_ struct buf text = {.max = 10000};
    for (int i = 0; i < 2000; i++) {
        assert_int_equal(buf_puts(&text, "ố"), 0);
    }
    _cleanup_buf_ struct buf out = {.max = 10000};
    struct log log;
    log_init_sink(&log, keep, &out, LOG_LEVEL_INFO);
    log_info(&log, "%s", buf_str(&text));
    assert_true(out.len > LOG_MAX_LENGTH - 20 && out.len <= LOG_MAX_LENGTH + 3);
    assert_true(utf8_is_valid(out.data, out.len));
    assert_null(strchr(out.data, '?'));
}

/* What a function wrote to a file, as text. */
static void written(void (*init)(struct log *, FILE *, enum log_level), struct buf *out)
{
    char *data = NULL;
    size_t len = 0;
    FILE *file = open_memstream(&data, &len);
    assert_non_null(file);
    struct log log;
    init(&log, file, LOG_LEVEL_INFO);
    log_error(&log, "hỏng");
    log_warning(&log, "sắp hỏng");
    log_info(&log, "được\nrồi");
    assert_int_equal(fclose(file), 0);
    int err = buf_append(out, data, len);
    free(data);
    assert_int_equal(err, 0);
}

static void sinks_have_their_form(void **state)
{
    (void)state;
    _cleanup_buf_ struct buf journal = {.max = 1000};
    written(log_init_journal, &journal);
    assert_string_equal(buf_str(&journal), "<3>hỏng\n<4>sắp hỏng\n<6>được\n<6>rồi\n");
    _cleanup_buf_ struct buf plain = {.max = 1000};
    written(log_init_plain, &plain);
    assert_string_equal(buf_str(&plain), "lỗi: hỏng\ncảnh báo: sắp hỏng\nđược\nrồi\n");
}

static void levels_have_names(void **state)
{
    (void)state;
    for (enum log_level level = LOG_LEVEL_ERROR; level <= LOG_LEVEL_DEBUG; level++) {
        enum log_level back = LOG_LEVEL_ERROR;
        assert_int_equal(log_level_parse(log_level_name(level), &back), 0);
        assert_int_equal(back, level);
    }
    enum log_level level = LOG_LEVEL_INFO;
    assert_int_equal(log_level_parse("loud", &level), ERR_INVALID);
    assert_int_equal(log_level_parse("", &level), ERR_INVALID);
    assert_int_equal(level, LOG_LEVEL_INFO);
}

int test_log(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(keeps_to_its_level),
        cmocka_unit_test(what_comes_from_outside_cannot_forge),
        cmocka_unit_test(long_lines_are_cut_between_characters),
        cmocka_unit_test(sinks_have_their_form),
        cmocka_unit_test(levels_have_names),
    };
    return cmocka_run_group_tests_name("log", tests, NULL, NULL);
}
