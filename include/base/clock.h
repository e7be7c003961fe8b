/* The only reader of the system's clocks. Everything else takes time as an argument. */
#ifndef BASE_CLOCK_H
#define BASE_CLOCK_H

#include <stdint.h>

/* Milliseconds since 1970-01-01T00:00:00Z (POSIX time, no leap seconds). */
typedef int64_t instant_t;
#define INSTANT_NONE INT64_MIN

struct clock {
    instant_t fixed; /* INSTANT_NONE: the system's clock */
    instant_t shift; /* added to the system's clock (a virtual date that runs) */
};

/* The system's real-time clock. */
void clock_init_real(struct clock *clock);
/* A clock that stands at `at` until it is set again. */
void clock_init_fixed(struct clock *clock, instant_t at);
/* A clock that reads `at` now and runs on with the system's. */
void clock_init_from(struct clock *clock, instant_t at);
/* Moves a fixed clock. */
void clock_set(struct clock *clock, instant_t at);
/* What the clock reads. */
instant_t clock_now(const struct clock *clock);
/* Milliseconds of a clock that never jumps and stops in suspend; only for durations. */
int64_t clock_monotonic(void);
/* The same in nanoseconds. */
int64_t clock_monotonic_ns(void);
/* Milliseconds, and goes on in suspend: what the wall clock should have gone by. */
int64_t clock_elapsed(void);

#endif
