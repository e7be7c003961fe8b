#include "daemon/destinations.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/text.h"
#include "base/vec.h"

#define ENDPOINT_PREFIX "endpoint:"
#define DESTINATIONS_MAX 1000000
/* Claimed beyond what is under way, so that one transaction serves many. */
#define DESTINATION_AHEAD 32
#define DESTINATION_AHEAD_MAX 1024
#define DESTINATION_QUICK_MS 100 /* between two claims */

/* --- the table ---------------------------------------------------------------------------------- */

/* Orders NULL (mail) before all. */
static int compare(const char *a, const char *b)
{
    if (a == NULL || b == NULL) {
        return (a != NULL) - (b != NULL);
    }
    return strcmp(a, b);
}

/* The place of a recipient, or where it would be. */
static size_t find(const struct destinations *self, const char *recipient, bool *found)
{
    size_t low = 0;
    size_t high = self->count;
    *found = false;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int order = compare(self->items[middle]->recipient, recipient);
        if (order == 0) {
            *found = true;
            return middle;
        }
        if (order < 0) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}

static void destination_free(struct destination *self)
{
    free(self->recipient);
    free(self);
}

static struct destination *destination_make(const char *recipient)
{
    struct destination *made = calloc(1, sizeof(*made));
    if (made == NULL) {
        return NULL;
    }
    made->recipient = recipient != NULL ? strdup(recipient) : NULL;
    if (recipient != NULL && made->recipient == NULL) {
        free(made);
        return NULL;
    }
    made->channel = recipient != NULL ? CHANNEL_WEBHOOK : CHANNEL_MAIL;
    made->concurrency = DESTINATION_AHEAD;
    made->ahead = DESTINATION_AHEAD;
    made->claimed_at = INSTANT_NONE;
    made->next = INSTANT_NONE;
    made->standing =
        (struct delivery_standing){.name = DELIVERY_MAIL, .paused_until = INSTANT_NONE};
    if (recipient != NULL) {
        const char *colon = strchr(made->recipient, ':');
        made->standing.name = colon != NULL ? colon + 1 : made->recipient;
    }
    TAILQ_INIT(&made->held);
    return made;
}

struct destination *destinations_of(struct destinations *self, const char *recipient)
{
    bool found;
    size_t at = find(self, recipient, &found);
    if (found) {
        return self->items[at];
    }
    struct destination *made = destination_make(recipient);
    if (made == NULL || vec_push(self, DESTINATIONS_MAX, made) < 0) {
        if (made != NULL) {
            destination_free(made);
        }
        return NULL;
    }
    memmove(self->items + at + 1, self->items + at,
            (self->count - 1 - at) * sizeof(self->items[0]));
    self->items[at] = made;
    return made;
}

static struct destination *of_endpoint(struct destinations *self, const char *name)
{
    struct buf recipient;
    struct destination *found = NULL;
    buf_init(&recipient, 4096);
    if (buf_printf(&recipient, ENDPOINT_PREFIX "%s", name) == 0) {
        found = destinations_of(self, buf_str(&recipient));
    }
    buf_clear(&recipient);
    return found;
}

int destinations_init(struct destinations *self, const struct settings *settings)
{
    *self = (struct destinations){0};
    struct destination *mail = destinations_of(self, NULL);
    int err = mail == NULL ? ERR_NOMEM : 0;
    if (mail != NULL) {
        mail->configured = true;
        /* What a crash left in flight leaves again at once, before a newer mail supersedes it. */
        mail->proven = true;
        mail->concurrency = (size_t)settings->mail.concurrency;
    }
    for (size_t i = 0; i < settings->endpoint_count && err == 0; i++) {
        const struct endpoint *endpoint = &settings->endpoints[i];
        struct destination *made = of_endpoint(self, endpoint->name);
        if (made == NULL) {
            err = ERR_NOMEM;
            break;
        }
        made->configured = true;
        made->off = !endpoint->enabled;
        made->concurrency = (size_t)endpoint->concurrency;
    }
    if (err < 0) {
        destinations_clear(self);
    }
    return err;
}

void destinations_clear(struct destinations *self)
{
    for (size_t i = 0; i < self->count; i++) {
        destination_free(self->items[i]);
    }
    vec_free(self);
}

/* --- what the store knows of them ----------------------------------------------------------------- */

static int read_queue(const char *recipient, instant_t next, void *arg)
{
    struct destination *destination = destinations_of(arg, recipient);
    if (destination == NULL) {
        return ERR_NOMEM;
    }
    destination->next = next;
    return 0;
}

struct reading {
    struct destinations *destinations;
    bool fresh;
};

static int read_standing(const struct endpoint_row *row, void *arg)
{
    const struct reading *reading = arg;
    bool mail = strcmp(row->name, DELIVERY_MAIL) == 0;
    struct destination *found = mail ? destinations_of(reading->destinations, NULL)
                                     : of_endpoint(reading->destinations, row->name);
    if (found == NULL) {
        return ERR_NOMEM;
    }
    found->disabled = row->disabled;
    if (!found->learnt) {
        found->standing.failures = row->failures;
        found->standing.paused_until = reading->fresh ? INSTANT_NONE : row->paused_until;
    }
    return 0;
}

int destinations_read(struct destinations *self, struct store *store, bool fresh)
{
    struct reading reading = {.destinations = self, .fresh = fresh};
    int err = store_endpoints_each(store, read_standing, &reading);
    for (size_t i = 0; i < self->count; i++) {
        self->items[i]->next = INSTANT_NONE;
    }
    if (err == 0) {
        err = store_outbox_recipients(store, CHANNEL_WEBHOOK, read_queue, self);
    }
    return err == 0 ? store_outbox_next(store, CHANNEL_MAIL, &self->items[0]->next) : err;
}

/* --- room ----------------------------------------------------------------------------------------- */

static size_t room(const struct destination *self)
{
    /* One that failed, or was never tried, is asked with a single message. */
    bool trusted = self->proven && self->standing.failures == 0;
    size_t window = trusted ? self->concurrency + self->ahead : 1;
    size_t taken = self->busy + self->held_count;
    size_t left = taken < window ? window - taken : 0;
    return self->held_count > 0 && left < self->ahead / 2 ? 0 : left;
}

size_t destination_wants(const struct destination *self, instant_t now)
{
    bool closed = self->off || self->disabled || delivery_is_paused(&self->standing, now);
    bool due = self->next != INSTANT_NONE && self->next <= now;
    return due && !closed ? room(self) : 0;
}

void destination_claimed(struct destination *self, bool full, instant_t now)
{
    bool quick = self->claimed_at != INSTANT_NONE && now >= self->claimed_at &&
                 now - self->claimed_at <= DESTINATION_QUICK_MS;
    if (!quick) {
        self->ahead = DESTINATION_AHEAD;
    } else if (full && self->ahead < DESTINATION_AHEAD_MAX) {
        self->ahead *= 2;
    }
    self->claimed_at = now;
}

instant_t destination_next(const struct destination *self, instant_t now)
{
    if (self->off || self->disabled || self->next == INSTANT_NONE || room(self) == 0) {
        return INSTANT_NONE;
    }
    return delivery_is_paused(&self->standing, now) && self->standing.paused_until > self->next
               ? self->standing.paused_until
               : self->next;
}
