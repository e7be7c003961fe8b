#include "daemon/wake.h"

#include <event2/event.h>

#include "base/err.h"
#include "tests.h"

struct calls {
    struct event_base *base;
    struct wake *wake;
    int due;
};

static void on_wake(enum wake_reason reason, void *arg)
{
    struct calls *calls = arg;
    calls->due += reason == WAKE_DUE;
    event_base_loopbreak(calls->base);
}

static void setup(struct calls *calls, const struct clock *clock)
{
    *calls = (struct calls){.base = event_base_new()};
    assert_non_null(calls->base);
    assert_int_equal(wake_new(calls->base, clock, on_wake, calls, &calls->wake), 0);
}

static void teardown(struct calls *calls)
{
    wake_free(calls->wake);
    event_base_free(calls->base);
}

static void an_instant_gone_by_fires_once(void **state)
{
    (void)state;
    struct calls calls;
    struct clock clock;
    clock_init_real(&clock);
    setup(&calls, &clock);
    assert_int_equal(wake_armed(calls.wake), INSTANT_NONE);
    assert_int_equal(wake_at(calls.wake, 0), 0);
    assert_int_equal(wake_armed(calls.wake), 0);
    event_base_dispatch(calls.base);
    assert_int_equal(calls.due, 1);
    assert_int_equal(wake_armed(calls.wake), INSTANT_NONE);
    event_base_loop(calls.base, EVLOOP_NONBLOCK);
    assert_int_equal(calls.due, 1);
    teardown(&calls);
}

static void instants_are_of_the_shifted_clock(void **state)
{
    (void)state;
    struct calls calls;
    struct clock clock;
    clock_init_from(&clock, 1647563390000); /* 2022-03-18T07:29:50+07:00 */
    setup(&calls, &clock);
    assert_int_equal(wake_at(calls.wake, clock_now(&clock) + 20), 0);
    event_base_dispatch(calls.base);
    assert_int_equal(calls.due, 1);
    assert_true(clock_now(&clock) >= 1647563390020);
    /* Far ahead on the shifted clock is not now. */
    assert_int_equal(wake_at(calls.wake, clock_now(&clock) + 3600000), 0);
    event_base_loop(calls.base, EVLOOP_NONBLOCK);
    assert_int_equal(calls.due, 1);
    teardown(&calls);
}

static void disarmed_does_not_fire(void **state)
{
    (void)state;
    struct calls calls;
    struct clock clock;
    clock_init_real(&clock);
    setup(&calls, &clock);
    assert_int_equal(wake_at(calls.wake, 0), 0);
    assert_int_equal(wake_at(calls.wake, INSTANT_NONE), 0);
    event_base_loop(calls.base, EVLOOP_NONBLOCK);
    assert_int_equal(calls.due, 0);
    teardown(&calls);
    wake_free(NULL);
}

int test_wake(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_instant_gone_by_fires_once),
        cmocka_unit_test(instants_are_of_the_shifted_clock),
        cmocka_unit_test(disarmed_does_not_fire),
    };
    return cmocka_run_group_tests_name("wake", tests, NULL, NULL);
}
