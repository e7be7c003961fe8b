#include "daemon/args.h"

#include "base/cleanup.h"
#include "base/err.h"
#include "tests.h"

struct read {
    bool json;
    const char *document;
    day_t on;
    struct year_span years;
    const char *rest[3];
    size_t rest_count;
};

static int read_words(struct read *read, struct buf *complaint, int argc, const char **argv)
{
    *read = (struct read){.on = DAY_NONE};
    const struct arg table[] = {{"json", ARG_FLAG, &read->json, false},
                                {"document", ARG_TEXT, &read->document, true},
                                {"on", ARG_DATE, &read->on, false},
                                {"year", ARG_YEARS, &read->years, false}};
    buf_reset(complaint);
    return args_read(argc, (char **)argv, table, 4, read->rest, 1, 2, &read->rest_count, complaint);
}

#define READ(...)                                                                                  \
    read_words(&read, &complaint,                                                                  \
               (int)(sizeof((const char *[]){"x", __VA_ARGS__}) / sizeof(const char *)),           \
               (const char *[]){"x", __VA_ARGS__, NULL})

static void options_stand_anywhere(void **state)
{
    (void)state;
    struct read read;
    _cleanup_buf_ struct buf complaint = {.max = 1000};
    assert_int_equal(READ("OCC", "--document", "12/BC-STNMT", "--on=18/3/2022", "--json"), 0);
    assert_string_equal(read.document, "12/BC-STNMT");
    assert_int_equal(read.on, civil_to_day(2022, 3, 18));
    assert_true(read.json);
    assert_int_equal(read.rest_count, 1);
    assert_string_equal(read.rest[0], "OCC");
    assert_int_equal(READ("--document=", "--on", "2022-03-18", "A", "B"), 0);
    assert_string_equal(read.document, "");
    assert_int_equal(read.rest_count, 2);
    assert_int_equal(READ("--document", "x", "--", "--json"), 0);
    assert_false(read.json);
    assert_string_equal(read.rest[0], "--json");
}

static void years_are_one_or_a_span(void **state)
{
    (void)state;
    struct read read;
    _cleanup_buf_ struct buf complaint = {.max = 1000};
    assert_int_equal(READ("A", "--document=x", "--year", "2022"), 0);
    assert_int_equal(read.years.from, 2022);
    assert_int_equal(read.years.to, 2022);
    assert_int_equal(READ("A", "--document=x", "--year=2022-2025"), 0);
    assert_int_equal(read.years.to, 2025);
    assert_int_equal(READ("A", "--document=x", "--year=2025-2022"), ERR_INVALID);
    assert_int_equal(READ("A", "--document=x", "--year=22"), ERR_INVALID);
    assert_int_equal(READ("A", "--document=x", "--year=20222"), ERR_INVALID);
}

static void mistakes_are_named(void **state)
{
    (void)state;
    struct read read;
    _cleanup_buf_ struct buf complaint = {.max = 1000};
    assert_int_equal(READ("A", "--documnet", "x"), ERR_INVALID);
    assert_non_null(strstr(buf_str(&complaint), "--documnet"));
    assert_non_null(strstr(buf_str(&complaint), "--document"));
    assert_int_equal(READ("A"), ERR_INVALID);
    assert_non_null(strstr(buf_str(&complaint), "--document"));
    assert_int_equal(READ("A", "--document"), ERR_INVALID);
    assert_int_equal(READ("--document=x"), ERR_INVALID);
    assert_int_equal(READ("A", "B", "C", "--document=x"), ERR_INVALID);
    assert_non_null(strstr(buf_str(&complaint), "C"));
    assert_int_equal(READ("A", "--document=x", "--on=31/2/2022"), ERR_INVALID);
    assert_non_null(strstr(buf_str(&complaint), "31/2/2022"));
    assert_int_equal(READ("A", "--document=x", "--json=1"), ERR_INVALID);
}

int test_args(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(options_stand_anywhere),
        cmocka_unit_test(years_are_one_or_a_span),
        cmocka_unit_test(mistakes_are_named),
    };
    return cmocka_run_group_tests_name("args", tests, NULL, NULL);
}
