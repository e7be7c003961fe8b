/* When a failed attempt is tried again (design.md §6.2). */
#ifndef SCHEDULE_RETRY_H
#define SCHEDULE_RETRY_H

#include <stdbool.h>
#include <stdint.h>

#include "base/clock.h"

enum retry_kind { RETRY_MAIL, RETRY_WEBHOOK };

#define RETRY_NO_HINT INT64_MIN

struct retry_ask {
    enum retry_kind kind;
    instant_t since;     /* when the message (or the one it superseded) was first undelivered */
    instant_t now;       /* when the attempt failed */
    int attempts;        /* failed so far, from 1 */
    int64_t retry_after; /* ms from now that the other side asked for; RETRY_NO_HINT none */
    uint32_t jitter;     /* any random number */
};

/* The instant of the next attempt; INSTANT_NONE when it has finally failed: 5 days of mail, 10
 * days of webhook after `since`.
 * Mail: 5 minutes after the first failure, then doubling up to 4 hours. Webhook: 5 s, 5 m, 30 m,
 * 2 h, 5 h, 10 h, 14 h, 20 h, 24 h, then every 24 h. Each gap is lengthened by 0 … 10 % of itself
 * by jitter. A longer retry_after is obeyed, at most 24 hours. The last attempt falls on the end of the
 * span rather than after it; but one failure is never the last, however late it came. */
instant_t retry_next(const struct retry_ask *ask);

/* When the message finally fails, whatever was tried: since + 5 or 10 days. */
instant_t retry_deadline(enum retry_kind kind, instant_t since);

/* How long a destination is left alone after so many failures in a row, in ms: 0 for fewer than 5,
 * then 30 s, doubling up to an hour; lengthened by 0 … 25 % by jitter. */
int64_t retry_pause(int failures, uint32_t jitter);
/* No pause and no gap between two attempts is longer than this, in ms: an instant that lies further
 * off was put there by a clock that was wrong. */
#define RETRY_FURTHEST (INT64_C(30) * 3600 * 1000)

#endif
