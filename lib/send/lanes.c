#include "lib/send/lanes.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/err.h"

#define BUCKETS 4096

TAILQ_HEAD(item_list, lane_item);
TAILQ_HEAD(lane_list, lane);

struct lane {
    struct lane *next_in_bucket;
    TAILQ_ENTRY(lane) link; /* in ready[proven] while it may start an item */
    struct item_list waiting;
    size_t active;
    bool proven;
    bool ready;
    uint32_t hash;
    size_t key_len;
    char key[];
};

struct lanes {
    struct lane *buckets[BUCKETS];
    struct lane_list ready[2]; /* by proven */
    size_t active;
    size_t active_unproven;
    size_t max_total;
    size_t max_per_lane;
    size_t max_unproven;
    bool turn; /* which of ready[] is asked first */
};

int lanes_new(size_t max_total, size_t max_per_lane, size_t max_unproven, struct lanes **lanes)
{
    struct lanes *made = calloc(1, sizeof(*made));
    if (!made) {
        return ERR_NOMEM;
    }
    TAILQ_INIT(&made->ready[0]);
    TAILQ_INIT(&made->ready[1]);
    made->max_total = max_total;
    made->max_per_lane = max_per_lane;
    made->max_unproven = max_unproven;
    *lanes = made;
    return 0;
}

void lanes_free(struct lanes *lanes)
{
    if (!lanes) {
        return;
    }
    for (size_t i = 0; i < BUCKETS; i++) {
        struct lane *lane = lanes->buckets[i];
        while (lane) {
            struct lane *next = lane->next_in_bucket;
            free(lane);
            lane = next;
        }
    }
    free(lanes);
}

/* FNV-1a. The keys are hosts of the config, not an adversary's. */
static uint32_t key_hash(const char *key, size_t len)
{
    uint32_t hash = 2166136261U;
    for (size_t i = 0; i < len; i++) {
        hash = (hash ^ (unsigned char)key[i]) * 16777619U;
    }
    return hash;
}

static struct lane *lane_find(const struct lanes *lanes, uint32_t hash, const char *key, size_t len)
{
    struct lane *lane = lanes->buckets[hash % BUCKETS];
    while (lane && (lane->hash != hash || lane->key_len != len || memcmp(lane->key, key, len))) {
        lane = lane->next_in_bucket;
    }
    return lane;
}

static struct lane *lane_make(struct lanes *lanes, uint32_t hash, const char *key, size_t len)
{
    struct lane *lane = calloc(1, sizeof(*lane) + len);
    if (!lane) {
        return NULL;
    }
    TAILQ_INIT(&lane->waiting);
    lane->hash = hash;
    lane->key_len = len;
    memcpy(lane->key, key, len);
    lane->next_in_bucket = lanes->buckets[hash % BUCKETS];
    lanes->buckets[hash % BUCKETS] = lane;
    return lane;
}

/* Puts the lane into the ready list it belongs in, or takes it out. */
static void lane_settle(struct lanes *lanes, struct lane *lane, bool was_proven)
{
    size_t ceiling = lane->proven ? lanes->max_per_lane : 1;
    bool ready = !TAILQ_EMPTY(&lane->waiting) && lane->active < ceiling;
    if (lane->ready && (!ready || was_proven != lane->proven)) {
        TAILQ_REMOVE(&lanes->ready[was_proven], lane, link);
        lane->ready = false;
    }
    if (ready && !lane->ready) {
        TAILQ_INSERT_TAIL(&lanes->ready[lane->proven], lane, link);
        lane->ready = true;
    }
}

int lanes_push(struct lanes *lanes, const char *key, size_t key_len, struct lane_item *item)
{
    uint32_t hash = key_hash(key, key_len);
    struct lane *lane = lane_find(lanes, hash, key, key_len);
    if (!lane) {
        lane = lane_make(lanes, hash, key, key_len);
    }
    if (!lane) {
        return ERR_NOMEM;
    }
    item->lane = lane;
    item->active = false;
    TAILQ_INSERT_TAIL(&lane->waiting, item, link);
    lane_settle(lanes, lane, lane->proven);
    return 0;
}

static struct lane *lane_choose(const struct lanes *lanes)
{
    for (size_t i = 0; i < 2; i++) {
        bool proven = (i == 0) == lanes->turn;
        if (proven || lanes->active_unproven < lanes->max_unproven) {
            struct lane *lane = TAILQ_FIRST(&lanes->ready[proven]);
            if (lane) {
                return lane;
            }
        }
    }
    return NULL;
}

struct lane_item *lanes_next(struct lanes *lanes)
{
    struct lane *lane = lanes->active < lanes->max_total ? lane_choose(lanes) : NULL;
    if (!lane) {
        return NULL;
    }
    lanes->turn = !lanes->turn;
    struct lane_item *item = TAILQ_FIRST(&lane->waiting);
    TAILQ_REMOVE(&lane->waiting, item, link);
    item->active = true;
    item->counted_unproven = !lane->proven;
    lane->active++;
    lanes->active++;
    lanes->active_unproven += item->counted_unproven;
    /* To the end of its list, so that every lane has its turn. */
    TAILQ_REMOVE(&lanes->ready[lane->proven], lane, link);
    lane->ready = false;
    lane_settle(lanes, lane, lane->proven);
    return item;
}

static void item_end(struct lanes *lanes, struct lane_item *item, bool proven)
{
    struct lane *lane = item->lane;
    bool was_proven = lane->proven;
    if (item->active) {
        lane->active--;
        lanes->active--;
        lanes->active_unproven -= item->counted_unproven;
    } else {
        TAILQ_REMOVE(&lane->waiting, item, link);
    }
    lane->proven = proven;
    lane_settle(lanes, lane, was_proven);
    *item = (struct lane_item){.lane = NULL};
}

void lanes_finish(struct lanes *lanes, struct lane_item *item, bool answered)
{
    item_end(lanes, item, answered);
}

struct lane_item *lanes_take(struct lanes *lanes, struct lane *lane)
{
    struct lane_item *item = lane->active == 0 ? TAILQ_FIRST(&lane->waiting) : NULL;
    if (item) {
        item_end(lanes, item, lane->proven);
    }
    return item;
}

void lanes_remove(struct lanes *lanes, struct lane_item *item)
{
    if (item->lane) {
        item_end(lanes, item, item->lane->proven);
    }
}
