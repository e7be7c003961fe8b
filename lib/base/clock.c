#include "base/clock.h"

#include <time.h>

/* The one exception from base/banned.h. */
#undef clock_gettime

static int64_t read_clock(clockid_t id)
{
    struct timespec now = {0};
    (void)clock_gettime(id, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

void clock_init_real(struct clock *clock)
{
    *clock = (struct clock){.fixed = INSTANT_NONE};
}

void clock_init_fixed(struct clock *clock, instant_t at)
{
    *clock = (struct clock){.fixed = at};
}

void clock_init_from(struct clock *clock, instant_t at)
{
    *clock = (struct clock){.fixed = INSTANT_NONE, .shift = at - read_clock(CLOCK_REALTIME)};
}

void clock_set(struct clock *clock, instant_t at)
{
    clock->fixed = at;
    clock->shift = 0;
}

instant_t clock_now(const struct clock *clock)
{
    if (clock->fixed != INSTANT_NONE) {
        return clock->fixed;
    }
    return read_clock(CLOCK_REALTIME) + clock->shift;
}

int64_t clock_monotonic_ns(void)
{
    struct timespec now = {0};
    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
}

int64_t clock_elapsed(void)
{
    return read_clock(CLOCK_BOOTTIME);
}

int64_t clock_monotonic(void)
{
    return read_clock(CLOCK_MONOTONIC);
}
