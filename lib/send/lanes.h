/* Who may be served next: one queue (lane) per destination, with ceilings. Pure; knows no socket.
 *
 * A lane is proven once its destination has answered, and unproven again when it fails to. An
 * unproven lane has one delivery under way at most, and all unproven lanes together have a ceiling
 * of their own: so however many destinations hang, the proven ones go on. Lanes are kept for good:
 * there are as many as the config has destinations. */
#ifndef LIB_SEND_LANES_H
#define LIB_SEND_LANES_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/queue.h>

struct lane;

/* Part of whatever is queued. Zeroed: in no lane. */
struct lane_item {
    TAILQ_ENTRY(lane_item) link;
    struct lane *lane;
    bool active;
    bool counted_unproven; /* its lane was unproven when it started */
};

struct lanes;

/* Ceilings of at least 1 each. Returns 0 or ERR_NOMEM. */
int lanes_new(size_t max_total, size_t max_per_lane, size_t max_unproven, struct lanes **lanes);
/* Forgets all; the items are their owners'. Accepts NULL. */
void lanes_free(struct lanes *lanes);

/* Queues the item in the lane of that key (bytes). Returns 0 or ERR_NOMEM. */
int lanes_push(struct lanes *lanes, const char *key, size_t key_len, struct lane_item *item);

/* Takes the next item that may start, in turn over the lanes; it is active from now on. NULL when
 * none may. */
struct lane_item *lanes_next(struct lanes *lanes);

/* An active item has ended; answered: its destination spoke to us. */
void lanes_finish(struct lanes *lanes, struct lane_item *item, bool answered);

/* Takes out the first item that waits in a lane with nothing under way; NULL when there is none.
 * For giving back what waits behind a delivery that was not answered. */
struct lane_item *lanes_take(struct lanes *lanes, struct lane *lane);

/* Takes an item out, active or not, and learns nothing of its destination. */
void lanes_remove(struct lanes *lanes, struct lane_item *item);

#endif
