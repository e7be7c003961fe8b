#include "tests/unit/schedule/test_schedule.h"

#include <limits.h>

#include "schedule/retry.h"

#define MINUTE INT64_C(60000)
#define HOUR (60 * MINUTE)
#define DAY (24 * HOUR)

static struct retry_ask failed(enum retry_kind kind, int attempts, instant_t now)
{
    return (struct retry_ask){
        .kind = kind, .since = 0, .now = now, .attempts = attempts, .retry_after = RETRY_NO_HINT};
}

static void test_mail_gaps(void **state)
{
    (void)state;
    static const int64_t MINUTES[] = {5, 10, 20, 40, 80, 160, 240, 240, 240};
    for (int i = 0; i < (int)(sizeof MINUTES / sizeof MINUTES[0]); i++) {
        struct retry_ask ask = failed(RETRY_MAIL, i + 1, 1000);
        assert_int_equal(1000 + MINUTES[i] * MINUTE, retry_next(&ask));
    }
}

static void test_webhook_gaps(void **state)
{
    (void)state;
    static const int64_t SECONDS[] = {5,     300,   1800,  7200,  18000, 36000,
                                      50400, 72000, 86400, 86400, 86400};
    for (int i = 0; i < (int)(sizeof SECONDS / sizeof SECONDS[0]); i++) {
        struct retry_ask ask = failed(RETRY_WEBHOOK, i + 1, 1000);
        assert_int_equal(1000 + SECONDS[i] * 1000, retry_next(&ask));
    }
}

static void test_it_ends(void **state)
{
    (void)state;
    struct retry_ask ask = failed(RETRY_MAIL, 30, 5 * DAY - HOUR);
    assert_int_equal(5 * DAY, retry_next(&ask)); /* one last try at the end */
    ask.now = 5 * DAY;
    assert_int_equal(INSTANT_NONE, retry_next(&ask));
    ask.attempts = 1; /* nothing was tried in all that time */
    assert_int_equal(5 * DAY + 5 * MINUTE, retry_next(&ask));
    ask = failed(RETRY_WEBHOOK, 12, 10 * DAY - 1);
    assert_int_equal(10 * DAY, retry_next(&ask));
    ask.now = 10 * DAY + 1;
    assert_int_equal(INSTANT_NONE, retry_next(&ask));
}

/* From first to last of an endpoint that never answers: ten days, and not one try after them. */
static void test_whole_schedule(void **state)
{
    (void)state;
    struct retry_ask ask = failed(RETRY_WEBHOOK, 0, 0);
    int tries = 0;
    for (instant_t at = 0; at != INSTANT_NONE; at = retry_next(&ask)) {
        assert_true(at >= ask.now);
        ask.now = at;
        ask.attempts = ++tries;
        assert_true(tries < 50);
    }
    assert_int_equal(10 * DAY, ask.now);
    assert_int_equal(17, tries); /* the first, 9 gaps (75 h 35 min 5 s), 6 days, the end */
}

static void test_jitter_only_lengthens(void **state)
{
    (void)state;
    for (uint32_t jitter = 0; jitter < 1000; jitter += 7) {
        struct retry_ask ask = failed(RETRY_MAIL, 7, 0);
        ask.jitter = jitter;
        assert_in_range(retry_next(&ask), 4 * HOUR, 4 * HOUR + 24 * MINUTE);
    }
}

static void test_jitter_spreads(void **state)
{
    (void)state;
    bool seen[101] = {false};
    int different = 0;
    for (uint32_t jitter = 0; jitter < 1000; jitter++) {
        struct retry_ask ask = failed(RETRY_WEBHOOK, 2, 0);
        ask.jitter = jitter * 2654435761u;
        int64_t percent = (retry_next(&ask) - 5 * MINUTE) * 1000 / (5 * MINUTE);
        assert_in_range(percent, 0, 100);
        different += !seen[percent];
        seen[percent] = true;
    }
    assert_in_range(different, 90, 101);
}

static void test_hint_is_obeyed(void **state)
{
    (void)state;
    struct retry_ask ask = failed(RETRY_WEBHOOK, 1, 0);
    ask.retry_after = 2 * HOUR;
    assert_int_equal(2 * HOUR, retry_next(&ask));
    ask.retry_after = 1; /* sooner than the schedule: the schedule */
    assert_int_equal(5000, retry_next(&ask));
    ask.retry_after = 300 * DAY;
    assert_int_equal(DAY, retry_next(&ask));
}

static void test_pauses(void **state)
{
    (void)state;
    assert_int_equal(0, retry_pause(0, 0));
    assert_int_equal(0, retry_pause(4, 250));
    assert_int_equal(30000, retry_pause(5, 0));
    assert_int_equal(MINUTE, retry_pause(6, 0));
    assert_int_equal(32 * MINUTE, retry_pause(11, 0));
    assert_int_equal(HOUR, retry_pause(12, 0));
    assert_int_equal(HOUR, retry_pause(INT_MAX, 0));
    assert_int_equal(75 * MINUTE, retry_pause(INT_MAX, 250));
    assert_int_equal(HOUR, retry_pause(INT_MAX, 251));
    assert_true(retry_pause(INT_MAX, UINT32_MAX) < RETRY_FURTHEST);
}

int run_retry_tests(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_mail_gaps),
        cmocka_unit_test(test_webhook_gaps),
        cmocka_unit_test(test_it_ends),
        cmocka_unit_test(test_whole_schedule),
        cmocka_unit_test(test_jitter_only_lengthens),
        cmocka_unit_test(test_jitter_spreads),
        cmocka_unit_test(test_hint_is_obeyed),
        cmocka_unit_test(test_pauses),
    };
    return cmocka_run_group_tests_name("retry", tests, NULL, NULL);
}
