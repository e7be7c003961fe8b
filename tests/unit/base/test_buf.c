#include "base/buf.h"

#include "base/cleanup.h"
#include "base/clock.h"
#include "base/err.h"
#include "base/vec.h"
#include "tests.h"

static void appends_and_stays_terminated(void **state)
{
    (void)state;
    _cleanup_buf_ struct buf buf = {0};
    buf_init(&buf, 1000);
    assert_string_equal(buf_str(&buf), "");
    for (int i = 0; i < 100; i++) {
        assert_int_equal(buf_puts(&buf, "một"), 0);
        assert_int_equal(strlen(buf_str(&buf)), buf.len);
    }
    assert_int_equal(buf.len, 500);
    buf_reset(&buf);
    assert_string_equal(buf_str(&buf), "");
    assert_int_equal(buf_printf(&buf, "%s-%d", "kỳ", 3), 0);
    assert_string_equal(buf_str(&buf), "kỳ-3");
}

static void ceiling_holds_and_changes_nothing(void **state)
{
    (void)state;
    _cleanup_buf_ struct buf buf = {0};
    buf_init(&buf, 5);
    assert_int_equal(buf_puts(&buf, "abc"), 0);
    assert_int_equal(buf_puts(&buf, "def"), ERR_LIMIT);
    assert_int_equal(buf_printf(&buf, "%d", 1234), ERR_LIMIT);
    assert_int_equal(buf_append(&buf, "", SIZE_MAX), ERR_LIMIT);
    assert_string_equal(buf_str(&buf), "abc");
    assert_int_equal(buf_puts(&buf, "de"), 0);
    assert_int_equal(buf_putc(&buf, 'f'), ERR_LIMIT);
    assert_string_equal(buf_str(&buf), "abcde");
    assert_int_equal(buf_puts(&buf, ""), 0);
    assert_true(buf.capacity <= 6);
}

static void a_zeroed_buffer_takes_nothing(void **state)
{
    (void)state;
    struct buf buf = {0};
    assert_int_equal(buf_putc(&buf, 'a'), ERR_LIMIT);
    buf_clear(&buf);
    buf_clear(NULL);
}

static void steal_hands_over(void **state)
{
    (void)state;
    struct buf buf;
    buf_init(&buf, 10);
    _cleanup_free_ char *empty = buf_steal(&buf);
    assert_string_equal(empty, "");
    assert_int_equal(buf_puts(&buf, "abc"), 0);
    _cleanup_free_ char *text = buf_steal(&buf);
    assert_string_equal(text, "abc");
    assert_null(buf.data);
    assert_int_equal(buf.max, 10);
    assert_int_equal(buf_puts(&buf, "0123456789"), 0);
    buf_clear(&buf);
}

struct numbers {
    VEC_MEMBERS(int);
};

static void vector_grows_to_its_ceiling(void **state)
{
    (void)state;
    struct numbers numbers = {0};
    for (int i = 0; i < 100; i++) {
        assert_int_equal(vec_push(&numbers, 100, i), 0);
    }
    int calls = 0;
    assert_int_equal(vec_push(&numbers, 100, ++calls), ERR_LIMIT);
    assert_int_equal(calls, 0);
    assert_int_equal(numbers.count, 100);
    assert_true(numbers.capacity <= 100);
    assert_int_equal(numbers.items[99], 99);
    vec_remove(&numbers, 0);
    vec_remove(&numbers, 98);
    assert_int_equal(numbers.count, 98);
    assert_int_equal(numbers.items[0], 1);
    assert_int_equal(numbers.items[97], 98);
    assert_int_equal(vec_reserve(&numbers, 100, 3), ERR_LIMIT);
    assert_int_equal(vec_reserve(&numbers, 100, SIZE_MAX), ERR_LIMIT);
    vec_free(&numbers);
    assert_null(numbers.items);
    assert_int_equal(vec_push(&numbers, 0, 1), ERR_LIMIT);
}

static void free_text(char **text)
{
    free(*text);
}

static void vector_frees_what_its_items_own(void **state)
{
    (void)state;
    struct {
        VEC_MEMBERS(char *);
    } texts = {0};
    assert_int_equal(vec_push(&texts, 3, strdup("a")), 0);
    assert_int_equal(vec_push(&texts, 3, strdup("b")), 0);
    vec_clear(&texts, free_text);
    assert_int_equal(texts.count, 0);
    assert_int_equal(texts.capacity, 0);
}

static void clock_stands_runs_and_shifts(void **state)
{
    (void)state;
    struct clock clock;
    clock_init_fixed(&clock, 1647586800000);
    assert_int_equal(clock_now(&clock), 1647586800000);
    clock_set(&clock, 1647586800001);
    assert_int_equal(clock_now(&clock), 1647586800001);

    int64_t before = clock_monotonic();
    clock_init_from(&clock, 1000000);
    instant_t now = clock_now(&clock);
    int64_t after = clock_monotonic();
    /* A step of the system's clock right here would be the only other cause. */
    assert_in_range(now, 999000, 1000000 + (uintmax_t)(after - before) + 1000);

    struct clock real;
    clock_init_real(&real);
    assert_true(clock_now(&real) > 1640995200000); /* 2022: any machine that runs this */
}

int test_buf(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(appends_and_stays_terminated),
        cmocka_unit_test(ceiling_holds_and_changes_nothing),
        cmocka_unit_test(a_zeroed_buffer_takes_nothing),
        cmocka_unit_test(steal_hands_over),
        cmocka_unit_test(vector_grows_to_its_ceiling),
        cmocka_unit_test(vector_frees_what_its_items_own),
        cmocka_unit_test(clock_stands_runs_and_shifts),
    };
    return cmocka_run_group_tests_name("buf", tests, NULL, NULL);
}
