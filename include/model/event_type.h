/* What can be told to an endpoint: the types of events, by the names that the outside knows. */
#ifndef MODEL_EVENT_TYPE_H
#define MODEL_EVENT_TYPE_H

#include <stdbool.h>
#include <stdint.h>

#include "model/stage.h"

enum event_type {
    EVENT_OPENED, /* an occurrence became current: its first stage is there, or it was triggered */
    EVENT_HALF_WAY,
    EVENT_DUE_SOON,  /* before_n */
    EVENT_DUE_TODAY, /* due */
    EVENT_OVERDUE,   /* overdue_n, overdue_week_n */
    EVENT_ESCALATED,
    EVENT_COLLECTING, /* figures are asked for */
    EVENT_LISTED,     /* on the office's monthly or past-due list */
    EVENT_NEEDS_PERSON,
    EVENT_DISCHARGED,
    EVENT_REOPENED,    /* its discharge was a mistake; or it is back in its plan */
    EVENT_RETURNED,    /* its result was sent back by a document */
    EVENT_EXTENDED,    /* a document gave it more time */
    EVENT_RESCHEDULED, /* it got its date, or its plan moved it */
    EVENT_TRIGGERED,   /* told as opened too */
    EVENT_WITHDRAWN,
    EVENT_EXEMPTED,
    EVENT_TARGET_CHANGED,  /* a target is in another state */
    EVENT_DELIVERY_FAILED, /* a mail or an event will not arrive */
    EVENT_TROUBLE,         /* something is wrong with dondoc itself; `remark` says what */
    EVENT_TEST,            /* dondoc test-notify */
};
#define EVENT_TYPES 21

/* "vn.dondoc.occurrence.due_soon" …; static. */
const char *event_type_name(enum event_type type);
/* "due_soon", "target_state_changed" …: what the config calls it; static. */
const char *event_type_word(enum event_type type);
/* All of them in order, NULL-terminated; static. */
extern const char *const event_type_words[EVENT_TYPES + 1];
/* The reverse. Returns 0 or ERR_FORMAT. */
int event_type_parse(const char *word, enum event_type *out);

/* Whether it urges somebody, as a mail does, and so keeps to working hours. The others tell another
 * system what was done, or that something is wrong, at any hour. */
bool event_type_urges(enum event_type type);

/* A set of types. */
#define EVENT_BIT(type) (UINT32_C(1) << (type))
/* What an endpoint hears that does not say otherwise: all that a list of tasks on the other side has
 * to know to stay true, and alarms. Not the office's lists, nor what is told by another type too. */
#define EVENTS_DEFAULT                                                                             \
    (EVENT_BIT(EVENT_OPENED) | EVENT_BIT(EVENT_DUE_SOON) | EVENT_BIT(EVENT_DUE_TODAY) |            \
     EVENT_BIT(EVENT_OVERDUE) | EVENT_BIT(EVENT_ESCALATED) | EVENT_BIT(EVENT_DISCHARGED) |         \
     EVENT_BIT(EVENT_REOPENED) | EVENT_BIT(EVENT_RETURNED) | EVENT_BIT(EVENT_EXTENDED) |           \
     EVENT_BIT(EVENT_RESCHEDULED) | EVENT_BIT(EVENT_WITHDRAWN) | EVENT_BIT(EVENT_EXEMPTED) |       \
     EVENT_BIT(EVENT_TARGET_CHANGED) | EVENT_BIT(EVENT_DELIVERY_FAILED) |                          \
     EVENT_BIT(EVENT_TROUBLE) | EVENT_BIT(EVENT_TEST))

/* The event that tells of a stage. */
enum event_type event_type_of(struct stage stage);

#endif
