/* What another system tells us about a paper, whatever way it came: a webhook, an edXML file. Neutral:
 * the producer fills it, engine/incoming acts on it. */
#ifndef MODEL_INCOMING_H
#define MODEL_INCOMING_H

#include "base/clock.h"
#include "base/diag.h"
#include "cal/civil.h"

enum incoming_type {
    INCOMING_RECEIVED, /* a paper came: starts an on_event row, or gives a unit a task with a due day */
    INCOMING_ISSUED,      /* a paper left (or work is said to be finished): discharges */
    INCOMING_RETURNED,    /* a result was sent back: opens again */
    INCOMING_DUE_CHANGED, /* a paper sets a later due day */
    INCOMING_CANCELLED,   /* a paper that gave work was taken back: the work need not be done */
};
#define INCOMING_TYPES 5

/* Longest texts, in bytes. */
#define INCOMING_MAX_ID 200
#define INCOMING_MAX_NAME 500 /* of an organ, a unit, a document's number, a reference */
#define INCOMING_MAX_SUBJECT 4000

/* A paper as papers quote one another. */
struct incoming_document {
    char *number; /* number and notation, "12/BC-STNMT"; NULL none */
    day_t day;    /* of promulgation; DAY_NONE */
    char *organ;  /* who issued it, name or organ id; NULL none */
    char *ident;  /* its id in the e-office (edXML DocumentId); NULL none */
};

/* Texts are owned, NFC, trimmed; NULL where there is none. */
struct incoming_event {
    char *source; /* who says so: the name of an `incoming` section, or "edxml" */
    char *id;     /* unique with the source: a repeat is told by it */
    enum incoming_type type;
    instant_t time;                    /* when the source says it happened; INSTANT_NONE */
    char *department;                  /* id; NULL: the only one the source may speak for */
    struct incoming_document document; /* the paper that came, left, sent back, sets the due day */
    char *subject;                     /* "V/v …": the content of a task that it gives */
    day_t received; /* a term counts from this day; DAY_NONE: that of `time`, else today */
    day_t due;      /* DAY_NONE none */
    char *unit;     /* id or any name of a unit or post */
    /* What it is about, as far as the source knows; what is given must all agree. */
    char *task;   /* id of an occurrence or share, short code, or "<plan id>/<stt>" */
    char *plan;   /* number of a plan, "93/KH-STNMT", or its id */
    char *stt;    /* row of that plan */
    char *period; /* "2022-Q1" */
    struct incoming_document response_for; /* the paper that this one answers, changes or cancels */
};

/* All NULL, days DAY_NONE, instants INSTANT_NONE. */
void incoming_event_init(struct incoming_event *event);
/* Accepts NULL and zeroed. */
void incoming_event_clear(struct incoming_event *event);

/* Replaces a text of an event by a tidied copy (NFC, trimmed, spaces made one); NULL or blank: none.
 * Returns 0, ERR_FORMAT (not UTF-8, or with control characters), ERR_LIMIT (longer than max bytes),
 * ERR_NOMEM; *to is untouched then. */
int incoming_set_text(char **to, const char *text, size_t max);

/* "vn.dondoc.document.received" …: the `type` of a CloudEvent; static. */
const char *incoming_type_name(enum incoming_type type);
/* A short word for tables and the store: "received" "issued" "returned" "due_changed" "cancelled". */
const char *incoming_type_word(enum incoming_type type);
/* Either of them. Returns 0 or ERR_NOT_FOUND. */
int incoming_type_parse(const char *text, enum incoming_type *out);
/* In the user's language. */
const char *incoming_type_label(enum incoming_type type);

/* Whether it holds what its type needs, whatever the store has: an id and a source, for a document
 * issued or returned or changing a due day its number, a due day that is changed, something that says
 * what it is about. What is missing goes to diag. Returns 0 or ERR_INVALID. */
int incoming_check(const struct incoming_event *event, struct diag *diag);

#endif
