/* What leaves as a webhook: a CloudEvents 1.0 event in the structured JSON mode. */
#ifndef RENDER_EVENT_H
#define RENDER_EVENT_H

#include <jansson.h>

#include "base/buf.h"
#include "cal/offset.h"
#include "model/event_type.h"
#include "model/occurrence.h"

/* A target's standing, for EVENT_TARGET_CHANGED; texts as the engine has them, numbers as JSON numbers
 * ("12.5"; NULL or "": not known). */
struct event_target {
    const char *id, *indicator;
    const char *comparator;      /* ">" ">=" "<=" "=" "+" */
    const char *value, *measure; /* what the plan asks for, in which unit of measure */
    const char *goal;            /* what counts at `due`: of growth what it makes of the baseline */
    const char *state, *old_state; /* names that do not change with the language */
    const char *latest;            /* the value measured last */
    day_t latest_day;
    const char *required;     /* what would be on pace today */
    const char *projected;    /* where it leads to at the end */
    const char *gap, *weekly; /* what is missing, and what each week must bring now */
    const char *weeks_left;   /* to `due` */
    day_t due;
};

/* A message that will not arrive, for EVENT_DELIVERY_FAILED. */
struct event_delivery {
    const char *message;   /* its Message-ID or webhook-id */
    const char *channel;   /* "email", "webhook" */
    const char *recipient; /* address, or the endpoint's name */
    const char *subject;   /* of the mail, or the type of the event */
    const char *outcome;   /* "failed", "gone", "bounced" */
    int attempts;
    int code;          /* SMTP reply or HTTP status; 0: none */
    const char *reply; /* what the other side said; NULL */
    instant_t since;   /* undelivered since */
};

/* Days are DAY_NONE where there is none: see event_init. */
struct event {
    const char *id;     /* the message's id: also webhook-id, stable over retries */
    const char *source; /* a URI reference: the public URL, or "urn:dondoc:<department>" */
    enum event_type type;
    instant_t time;
    offset_t offset;
    /* data; NULL or "" leaves a text out */
    const char *occurrence; /* also `subject` of the event; NULL only for the last four types */
    const char *parent;     /* the occurrence that it is a part of */
    const char *code;       /* NULL: id_code(occurrence) */
    const char *department, *department_name;
    const char *unit,
        *unit_name; /* who must do it, else the recipient: id and name; NULL or "": none */
    enum role role;
    const struct stage *stage; /* NULL: not from a ladder */
    const enum occurrence_state *state;
    const char *plan, *plan_number, *plan_title;
    day_t plan_issued;
    const char *stt, *group, *content, *product, *label, *time_phrase;
    const char *const *lead; /* each may hold several names, "A; B" */
    size_t lead_count;
    const char *const *coordinating;
    size_t coordinating_count;
    struct period period;
    day_t start, due, act_by;
    int days_left;        /* as struct daily_item; written when there is a due day */
    const char *document; /* that discharged, returned, extended, triggered it */
    day_t document_day;
    day_t old_due;      /* extended, rescheduled: the due day before */
    const char *author; /* who did it */
    const char *remark;
    const struct event_target *target;     /* EVENT_TARGET_CHANGED */
    const struct event_delivery *delivery; /* EVENT_DELIVERY_FAILED */
};

/* Nothing at all, and no days. */
void event_init(struct event *event);

/* Appends the event as JSON on one line, keys always in the same order, UTF-8 as it is. Media type:
 * application/cloudevents+json; charset=utf-8. Instants RFC 3339, days YYYY-MM-DD.
 * Returns 0, ERR_INVALID (no id, source or occurrence; text that is not UTF-8), ERR_LIMIT,
 * ERR_NOMEM. */
int event_json(const struct event *event, struct buf *out);
/* Its two halves: the value, for templates too (json_decref it), and its text. */
int event_build(const struct event *event, json_t **out);
int event_write(const json_t *json, struct buf *out);

/* An invented event of a type, with all that one can hold, or with what each of them has. Static texts;
 * id, source, time and offset are set. */
void event_sample(enum event_type type, bool full, struct event *out);

#endif
