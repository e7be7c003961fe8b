/* One instance of an obligation: its id, its days, its state. */
#ifndef MODEL_OCCURRENCE_H
#define MODEL_OCCURRENCE_H

#include "cal/workday.h"
#include "model/rule.h"

enum due_source {
    DUE_FROM_TEXT,      /* the phrase holds it */
    DUE_FROM_REPORTING, /* the reporting regime gives it */
    DUE_FROM_TRIGGER,   /* an event and its term */
    DUE_FROM_PERSON,    /* an officer set or extended it, with a document */
};

/* What is stored of its fate; the rest is computed from dates. */
enum outcome { OUTCOME_OPEN, OUTCOME_DONE, OUTCOME_WITHDRAWN, OUTCOME_EXEMPT };

enum occurrence_state {
    STATE_WAITING, /* on_event, not triggered */
    STATE_UNDATED, /* by_reference, or a trigger without a term */
    STATE_UPCOMING,
    STATE_DUE_SOON, /* sắp đến hạn */
    STATE_OVERDUE,  /* quá hạn */
    STATE_DONE_ON_TIME,
    STATE_DONE_LATE,
    STATE_WITHDRAWN,
    STATE_EXEMPT,
};

/* The dates and fate of an occurrence or share, without its texts. */
struct occurrence_dates {
    enum rule_kind kind;
    enum period_kind every; /* PERIOD_NONE unless a cycle */
    day_t start;            /* window: opens; else DAY_NONE */
    day_t due;              /* DAY_NONE: undated or waiting */
    day_t created;          /* when it became known to dondoc */
    enum outcome outcome;
    bool waiting;  /* on_event: no trigger yet */
    bool rolls;    /* due is the end of a term: already moved by law, never again */
    day_t done_on; /* DONE: the day of the discharge */
};

/* The last working day on or before due (design.md §3); DAY_NONE for DAY_NONE. */
day_t occurrence_act_by(day_t due, const struct holidays *table);
/* First day of being overdue: the day after due; with roll_next, the day after the first working
 * day on or after due. */
day_t occurrence_overdue_from(day_t due, bool roll_next, const struct holidays *table);
/* The state on `today`. due_soon is in working days (1 … 60). */
enum occurrence_state occurrence_state(const struct occurrence_dates *dates, day_t today,
                                       int due_soon, bool roll_next, const struct holidays *table);
/* "waiting" "undated" "upcoming" "due_soon" "overdue" "done_on_time" "done_late" "withdrawn"
 * "exempt"; and their Vietnamese labels ("sắp đến hạn"), static. */
const char *occurrence_state_name(enum occurrence_state state);
const char *occurrence_state_label(enum occurrence_state state);
int occurrence_state_parse(const char *name, enum occurrence_state *out);
const char *due_source_name(enum due_source source); /* "text" "reporting" "trigger" "person" */

#define OCCURRENCE_ID_MAX 200

/* Builds "<plan>/<stt>/<rule>[.<nth>][/<period or number>][@<unit>]" (design.md §5).
 * nth: 1 for the first rule of that name in the row (not written), 2 …; period: kind PERIOD_NONE
 * when there is none; number: of a trigger, 0 none; unit: of a share, NULL none.
 * Returns 0, or ERR_LIMIT when it would exceed OCCURRENCE_ID_MAX - 1 bytes. */
int occurrence_id_format(const char *plan, const char *stt, const char *rule, int nth,
                         struct period period, int number, const char *unit,
                         char out[static OCCURRENCE_ID_MAX]);

#endif
