/* Where messages go: the one way of all mail, and each endpoint. Every destination has room of its
 * own, so that a slow or dead one never takes that of others.
 *
 * What is known of the outbox here (when a destination's next message is due) is a hint that saves
 * looking; what is sent is claimed by rows. */
#ifndef DAEMON_DESTINATIONS_H
#define DAEMON_DESTINATIONS_H

#include <sys/queue.h>

#include "engine/delivery.h"
#include "model/settings.h"

struct flight;
TAILQ_HEAD(flight_list, flight);

struct destination {
    TAILQ_ENTRY(destination) link; /* among those to be looked at */
    char *recipient;               /* "endpoint:<name>"; NULL: all mail */
    enum message_channel channel;
    size_t concurrency; /* messages under way at once, from the settings */
    bool configured;    /* still in the settings, or else it is told so to each of its messages */
    bool off;           /* enabled = false in the settings */
    bool disabled;      /* it answered 410, or an officer switched it off */
    bool proven;        /* its last message was answered: worth more than one at a time */
    bool touched;       /* in the list */
    bool learnt;        /* its standing waits to be kept */
    struct delivery_standing standing;
    size_t busy; /* given to the channel */
    size_t held_count;
    struct flight_list held; /* claimed, not given yet */
    size_t ahead;            /* so many are claimed beyond those under way */
    instant_t claimed_at;
    instant_t next; /* when its earliest queued message is due; INSTANT_NONE */
};
TAILQ_HEAD(destination_list, destination);

struct destinations {
    struct destination **items; /* by recipient; mail first */
    size_t count, capacity;
};

/* Makes mail and an entry for each endpoint. Returns 0 or ERR_NOMEM. */
int destinations_init(struct destinations *self, const struct settings *settings);
/* The flights they hold are their owner's. Accepts zeroed. */
void destinations_clear(struct destinations *self);
/* Finds by recipient (NULL: mail), and adds one that is not configured. NULL: no memory. */
struct destination *destinations_of(struct destinations *self, const char *recipient);

/* Reads again when what is queued is due, who is disabled, and how each stands. A pause is left out
 * when `fresh`: somebody has just mended the config. Returns 0 or what the store returns. */
int destinations_read(struct destinations *self, struct store *store, bool fresh);

/* How many messages may be claimed for it now: 0 when nothing is due, it is paused or off, or its
 * room is taken; few are put off until it is worth a transaction. */
size_t destination_wants(const struct destination *self, instant_t now);
/* Something was claimed for it; full: as much as was asked for. One that takes all of it quickly gets more
 * the next time, so that a transaction does for many; a slow one holds few. */
void destination_claimed(struct destination *self, bool full, instant_t now);
/* The instant from which destination_wants is more than 0 if nothing else happens; INSTANT_NONE. */
instant_t destination_next(const struct destination *self, instant_t now);

#endif
