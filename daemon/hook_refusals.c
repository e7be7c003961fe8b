#include "daemon/hook_refusals.h"

#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "base/vec.h"

struct window {
    char *source;
    bool proven;
    int64_t since;
    int noted;
    uint64_t more;
    const char *last_code;
};

struct hook_refusals {
    struct window *items;
    size_t count, capacity;
};

int hook_refusals_new(struct hook_refusals **out)
{
    struct hook_refusals *refusals = calloc(1, sizeof(*refusals));
    if (refusals == NULL) {
        return ERR_NOMEM;
    }
    *out = refusals;
    return 0;
}

static void window_clear(struct window *window)
{
    free(window->source);
}

void hook_refusals_free(struct hook_refusals *refusals)
{
    if (refusals != NULL) {
        vec_clear(refusals, window_clear);
        free(refusals);
    }
}

/* NULL when there are too many, or memory is short: nothing is noted then. */
static struct window *find(struct hook_refusals *refusals, const char *source, bool proven,
                           int64_t now)
{
    for (size_t i = 0; i < refusals->count; i++) {
        struct window *window = &refusals->items[i];
        if (window->proven == proven && strcmp(window->source, source) == 0) {
            bool over = now - window->since >= HOOK_REFUSALS_MS && window->more == 0;
            if (over) {
                window->since = now;
                window->noted = 0;
            }
            return window;
        }
    }
    struct window fresh = {.source = strdup(source), .proven = proven, .since = now};
    if (fresh.source == NULL || vec_push(refusals, HOOK_REFUSALS_SOURCES, fresh) < 0) {
        free(fresh.source);
        return NULL;
    }
    return &refusals->items[refusals->count - 1];
}

static bool has_room(const struct window *window)
{
    return window != NULL && window->more == 0 &&
           window->noted < (window->proven ? HOOK_REFUSALS_PROVEN : HOOK_REFUSALS_UNPROVEN);
}

bool hook_refusals_has_room(struct hook_refusals *refusals, const char *source, bool proven,
                            int64_t now)
{
    return has_room(find(refusals, source, proven, now));
}

bool hook_refusals_count(struct hook_refusals *refusals, const char *source, bool proven,
                         const char *code, int64_t now)
{
    struct window *window = find(refusals, source, proven, now);
    if (has_room(window)) {
        window->noted++;
        return true;
    }
    if (window != NULL) {
        window->more++;
        window->last_code = code;
    }
    return false;
}

int hook_refusals_sum(struct hook_refusals *refusals, int64_t now, bool all,
                      int (*each)(const struct hook_refusals_sum *sum, void *arg), void *arg)
{
    for (size_t i = 0; i < refusals->count; i++) {
        struct window *window = &refusals->items[i];
        if (window->more == 0 || (!all && now - window->since < HOOK_REFUSALS_MS)) {
            continue;
        }
        const struct hook_refusals_sum sum = {.source = window->source,
                                              .proven = window->proven,
                                              .count = window->more,
                                              .last_code = window->last_code};
        int result = each(&sum, arg);
        if (result != 0) {
            return result;
        }
        window->since = now;
        window->noted = 0;
        window->more = 0;
    }
    return 0;
}

int64_t hook_refusals_wait(const struct hook_refusals *refusals, int64_t now)
{
    int64_t wait = -1;
    for (size_t i = 0; i < refusals->count; i++) {
        const struct window *window = &refusals->items[i];
        int64_t left = window->since + HOOK_REFUSALS_MS - now;
        left = left > 0 ? left : 0;
        if (window->more > 0 && (wait < 0 || left < wait)) {
            wait = left;
        }
    }
    return wait;
}
