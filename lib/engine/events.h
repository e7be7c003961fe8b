/* Events for endpoints: one for each notice, and one for each thing that happens to an occurrence. */
#ifndef ENGINE_EVENTS_H
#define ENGINE_EVENTS_H

#include "engine/targets.h"
#include "lib/engine/internal.h"
#include "lib/engine/items.h"
#include "model/event_type.h"
#include "render/event.h"
#include "store/outbox.h"

/* Makes an event of each notice that is still to be said. *made is increased. */
int events_make(struct engine *engine, const struct notice_rows *notices, instant_t now,
                size_t *made);

/* Whether a recipient of notices is an endpoint. */
bool events_is_endpoint(const char *recipient);
/* Whether it hears of that: a mail address of everything, an endpoint of the types that it names. */
bool events_wanted(const struct engine *engine, const char *recipient, enum event_type type);

#define EVENT_ID_SIZE 48
/* The id of what is said once, made of what it says: the same whatever happens in between. */
void events_name_once(const char *text, size_t len, char out[static EVENT_ID_SIZE]);
/* The same for "this occurrence is current": once for each endpoint, whatever made it so. Returns 0,
 * ERR_LIMIT, ERR_NOMEM. */
int events_name_opened(const char *occurrence, const char *recipient,
                       char out[static EVENT_ID_SIZE]);

/* What an event says of an occurrence as it stands. Points into all that it is given. */
void events_fill(const struct engine *engine, const struct notice_row *notice,
                 const struct subject *subject, day_t today, struct event *event);

/* Renders the event for an endpoint and puts it into the outbox, to leave at once, with its ledger
 * entry; event->source, time and offset are set here. *message receives its number. Returns 0,
 * ERR_EXISTS (its id is there already), an error of the store, or one of event_json. */
int events_post(struct engine *engine, const char *recipient, struct event *event, instant_t now,
                int64_t *message);

/* --- what happens (announce.c) ------------------------------------------------------------------- */

/* What happened, beside the row as it stands. */
struct occasion {
    enum event_type type;
    const char *document; /* NULL: the row's */
    day_t document_day;   /* DAY_NONE: the day of the discharge, if any */
    day_t old_due;        /* DAY_NONE: it did not move */
    const char *author;
    bool
        if_known; /* only to those who were told that it is current: a load is no news of the rest */
};
/* Tells each endpoint that hears of the row, as leading or coordinating, and wants the type; in the
 * transaction of what happened. EVENT_OPENED is told once to each, ever. */
int events_tell(struct engine *engine, const struct occurrence_row *row,
                const struct occasion *occasion, instant_t now);

/* Before the first stage is said to endpoints: tells those among the recipients, who hear in that
 * role, that the occurrence is current, unless they were told. */
int events_open(struct engine *engine, const struct occurrence_row *row,
                const struct recipients *recipients, enum role role, instant_t now);

/* --- what happens to other things (announce_others.c) -------------------------------------------- */

/* A target is in another state than `old` (NULL: in its first one): told to the endpoints of its
 * department and of the units that lead its row, in the transaction that remembers the state. The caller
 * sees to it that each change is told once. */
int events_target_changed(struct engine *engine, const struct target_view *view,
                          const enum pace_state *old, instant_t now);

/* A message will not arrive: told to the endpoints of its department and of its office, but not to the one
 * that failed, and never of such an event itself, or two that are gone would tell each other for ever.
 * The same failure is told once. *made (may be NULL) is increased. */
int events_delivery_failed(struct engine *engine, const struct message_row *message,
                           const struct event_delivery *what, instant_t now, size_t *made);

#endif
