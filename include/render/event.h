/* What leaves as a webhook: a CloudEvents 1.0 event in the structured JSON mode. */
#ifndef RENDER_EVENT_H
#define RENDER_EVENT_H

#include "base/buf.h"
#include "cal/offset.h"
#include "model/occurrence.h"
#include "model/stage.h"

enum event_type {
    EVENT_OPENED, /* a window opens */
    EVENT_HALF_WAY,
    EVENT_DUE_SOON,  /* before_n */
    EVENT_DUE_TODAY, /* due */
    EVENT_OVERDUE,   /* overdue_n, overdue_week_n */
    EVENT_ESCALATED,
    EVENT_COLLECTING, /* figures are asked for */
    EVENT_LISTED,     /* on the office's monthly or past-due list */
    EVENT_NEEDS_PERSON,
    EVENT_DISCHARGED,
    EVENT_REOPENED, /* reopened, or its result was returned */
    EVENT_EXTENDED,
    EVENT_TRIGGERED,
    EVENT_WITHDRAWN,
    EVENT_EXEMPTED,
    EVENT_TROUBLE, /* something is wrong with dondoc itself; `remark` says what */
    EVENT_TEST, /* dondoc test-notify */
};

/* "vn.dondoc.occurrence.due_soon" …; static. */
const char *event_type_name(enum event_type type);
/* The event that tells of a stage. */
enum event_type event_type_of(struct stage stage);

struct event {
    const char *id;     /* the message's id: also webhook-id, stable over retries */
    const char *source; /* a URI reference: the public URL, or "urn:dondoc:<department>" */
    enum event_type type;
    instant_t time;
    offset_t offset;
    /* data; NULL or "" leaves a text out */
    const char *occurrence; /* also `subject` of the event; NULL only for the last two types */
    const char *code;       /* NULL: id_code(occurrence) */
    const char *department, *department_name;
    const char *unit, *unit_name; /* the recipient's id and name */
    enum role role;
    const struct stage *stage; /* NULL: not from a ladder */
    const enum occurrence_state *state;
    const char *plan, *plan_number, *plan_title;
    day_t plan_issued;
    const char *stt, *group, *content, *product, *label, *time_phrase;
    const char *const *lead;
    size_t lead_count;
    const char *const *coordinating;
    size_t coordinating_count;
    struct period period;
    day_t start, due, act_by;
    int days_left;        /* as struct daily_item; written when there is a due day */
    const char *document; /* discharge, extension: its document */
    day_t document_day;
    const char *remark;
};

/* Appends the event as JSON on one line, keys always in the same order, UTF-8 as it is. Media type:
 * application/cloudevents+json; charset=utf-8. Instants RFC 3339, days YYYY-MM-DD.
 * Returns 0, ERR_INVALID (no id, source or occurrence; text that is not UTF-8), ERR_LIMIT,
 * ERR_NOMEM. */
int event_json(const struct event *event, struct buf *out);

#endif
