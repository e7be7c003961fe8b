#include "schedule/retry.h"

#include <stddef.h>

#define SECOND INT64_C(1000)
#define MINUTE (60 * SECOND)
#define HOUR (60 * MINUTE)
#define DAY (24 * HOUR)

static const int64_t WEBHOOK_GAPS[] = {
    5 * SECOND, 5 * MINUTE, 30 * MINUTE, 2 * HOUR,  5 * HOUR,
    10 * HOUR,  14 * HOUR,  20 * HOUR,   24 * HOUR,
};
#define WEBHOOK_GAP_COUNT ((int)(sizeof WEBHOOK_GAPS / sizeof WEBHOOK_GAPS[0]))

#define MAIL_FIRST (5 * MINUTE)
#define MAIL_LONGEST (4 * HOUR)
#define HINT_LONGEST (24 * HOUR)

static int64_t gap_after(enum retry_kind kind, int attempts)
{
    int failed = attempts < 1 ? 1 : attempts;
    if (kind == RETRY_WEBHOOK)
        return failed <= WEBHOOK_GAP_COUNT ? WEBHOOK_GAPS[failed - 1] : DAY;
    int64_t gap = MAIL_FIRST;
    for (int i = 1; i < failed && gap < MAIL_LONGEST; i++)
        gap *= 2;
    return gap < MAIL_LONGEST ? gap : MAIL_LONGEST;
}

instant_t retry_deadline(enum retry_kind kind, instant_t since)
{
    return since + (kind == RETRY_MAIL ? 5 * DAY : 10 * DAY);
}

instant_t retry_next(const struct retry_ask *ask)
{
    instant_t deadline = retry_deadline(ask->kind, ask->since);
    /* The span may have gone by while nothing was tried: the first failure is not the last. */
    bool over = ask->now >= deadline;
    if (over && ask->attempts > 1)
        return INSTANT_NONE;
    int64_t gap = gap_after(ask->kind, ask->attempts);
    gap += gap / 1000 * (int64_t)(ask->jitter % 101);
    if (ask->retry_after != RETRY_NO_HINT && ask->retry_after > gap)
        gap = ask->retry_after < HINT_LONGEST ? ask->retry_after : HINT_LONGEST;
    instant_t at = ask->now + gap;
    return over || at < deadline ? at : deadline;
}

#define PAUSE_AFTER 5
#define PAUSE_FIRST (30 * SECOND)
#define PAUSE_LONGEST HOUR

int64_t retry_pause(int failures, uint32_t jitter)
{
    if (failures < PAUSE_AFTER)
        return 0;
    int64_t pause = PAUSE_FIRST;
    for (int i = PAUSE_AFTER; i < failures && pause < PAUSE_LONGEST; i++)
        pause *= 2;
    if (pause > PAUSE_LONGEST)
        pause = PAUSE_LONGEST;
    return pause + pause / 1000 * (int64_t)(jitter % 251);
}
