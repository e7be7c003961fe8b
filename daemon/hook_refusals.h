/* Which refusals have a ledger entry of their own: the ledger never shrinks, so whoever can reach the
 * socket must not be able to fill it. Of each source so many a minute are noted one by one, the rest
 * are counted and noted as one entry when the minute is over. */
#ifndef DAEMON_HOOK_REFUSALS_H
#define DAEMON_HOOK_REFUSALS_H

#include <stdbool.h>
#include <stdint.h>

struct hook_refusals;

/* A minute of one source: of those who could not prove who they are, and of those who could. */
#define HOOK_REFUSALS_UNPROVEN 10
#define HOOK_REFUSALS_PROVEN 60
#define HOOK_REFUSALS_MS 60000
#define HOOK_REFUSALS_SOURCES 256

int hook_refusals_new(struct hook_refusals **out);
/* Accepts NULL. */
void hook_refusals_free(struct hook_refusals *refusals);

/* Whether another refusal of the source would be noted by itself at `now` (clock_monotonic). */
bool hook_refusals_has_room(struct hook_refusals *refusals, const char *source, bool proven,
                            int64_t now);
/* Counts a refusal; true: it is noted by itself. code is static. */
bool hook_refusals_count(struct hook_refusals *refusals, const char *source, bool proven,
                         const char *code, int64_t now);

/* What was only counted. Lasts as long as the callback. */
struct hook_refusals_sum {
    const char *source;
    bool proven;
    uint64_t count;
    const char *last_code;
};
/* Calls back for each source whose minute is over (all: for every one) and that was not noted; what
 * `each` returned 0 for begins anew. Returns the first other value, or 0. */
int hook_refusals_sum(struct hook_refusals *refusals, int64_t now, bool all,
                      int (*each)(const struct hook_refusals_sum *sum, void *arg), void *arg);
/* Milliseconds until a minute with something that was only counted is over; -1: there is none. */
int64_t hook_refusals_wait(const struct hook_refusals *refusals, int64_t now);

#endif
