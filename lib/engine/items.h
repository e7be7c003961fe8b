/* Notices as items of a mail: what each needs to be told in full. */
#ifndef ENGINE_ITEMS_H
#define ENGINE_ITEMS_H

#include "lib/engine/internal.h"
#include "lib/engine/origin.h"

/* What a notice is about, read from the store. */
struct subject {
    struct occurrence_row row; /* zeroed when the notice is about a row of a plan as such */
    struct task_row task;      /* zeroed for work assigned without a row */
    bool has_row, has_task;
    const struct plan *section; /* NULL: no longer in the config */
    const struct department *department;
    bool assigned;            /* a task that arrived during the year: `citation` is its paper's */
    bool fresh;               /* the recipient was told of it by no mail before */
    struct origin_row origin; /* zeroed when none is known */
    const char *unit;         /* name of the unit it is for; NULL */
    struct period period;
    char *citation;
    char *standing; /* how the target stands that it asks for, whole sentences; NULL */
    char *figures;  /* a unit's line of the weekly digest, or what another system told; NULL */
    bool waits;     /* the latter: it still waits for a decision */
    char *answer;   /* what the unit answered to reminders, a whole sentence; or why a person has to
                     decide; NULL */
    char *done_url, *ack_url; /* where the reader can answer; NULL */
};

/* Reads it; *fit says whether it is still to be said: the occurrence open, its due day still the
 * notice's, the row still unsettled. Clear *out. */
int subject_read(struct engine *engine, const struct notice_row *notice, struct subject *out,
                 bool *fit);
void subject_clear(struct subject *subject);

/* Items with all that they point to. */
struct items {
    struct daily_item *items; /* order of `subjects` */
    struct subject *subjects;
    struct daily_row **rows; /* of collecting rounds, by item */
    struct task_rows {
        struct task_row *items;
        size_t count, capacity;
    } * tasks; /* what rows point to, by item */
    size_t count, capacity;
};
void items_clear(struct items *items);
/* Adds an item for a notice; takes what subject owns (also on failure). */
int items_add(struct engine *engine, const struct notice_row *notice, struct subject *subject,
              enum mail_class class, day_t today, struct items *out);

/* When a notice may be said: after the silences that cover it; INSTANT_NONE: now. */
int quiet_until(struct engine *engine, const struct notice_row *notice,
                const struct subject *subject, instant_t now, instant_t *out);

#endif
