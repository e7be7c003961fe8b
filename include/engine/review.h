/* What the rows of a plan mean: read, resolved, expanded. Both `dondoc check` and loading use it, so
 * that they can never differ. Writes nothing, reads no store. */
#ifndef ENGINE_REVIEW_H
#define ENGINE_REVIEW_H

#include "base/diag.h"
#include "model/reading.h"
#include "model/settings.h"
#include "schedule/expand.h"

#define REVIEW_NEAREST 3

/* One name of a lead or coordinating column. */
struct review_name {
    const char *name;                    /* as written; the task's */
    const struct party *party;           /* who that is; NULL: unknown */
    const char *nearest[REVIEW_NEAREST]; /* of an unknown name: known names near it, best first */
    size_t nearest_count;
};

struct review_names {
    struct review_name *items;
    size_t count, capacity;
};

/* Units and posts, groups expanded, each once; the roster's. */
struct review_units {
    const struct party **items;
    size_t count, capacity;
};

struct review_occurrence {
    char *id;          /* design.md §5 */
    size_t obligation; /* index into reading.obligations */
    const char *label; /* the obligation's; NULL */
    enum rule_kind kind;
    enum period_kind every;
    struct instance instance;
    day_t act_by; /* DAY_NONE when it has no due day */
};

struct review_occurrences {
    struct review_occurrence *items;
    size_t count, capacity;
};

struct row_review {
    const struct plan *plan;
    const struct task *task;
    size_t position;           /* in the plan, from 0 */
    const struct task *copied; /* the row above whose wording "như trên" takes; NULL */
    const char *text; /* the wording that was read (the copied row's, the clearer one …) */
    struct reading reading;
    enum reading_status status; /* worse than the reading's when a name is unknown */
    char *reason;               /* whole sentences for people; "" when understood */
    struct review_names lead, coordinating;
    struct review_units lead_units; /* who must do it; the office when nobody is named or known */
    struct review_units coordinating_units; /* without the leads */
    bool by_office;  /* the office stands in: no lead, only outside ones, or an unknown name */
    bool shares;     /* several leads, not joint: each has its share */
    bool joint;      /* several leads do it as one */
    bool report;     /* a report row: its act-by days make collecting rounds */
    bool continuous; /* holds a continuous obligation */
    bool withdraws;  /* a row of an amending plan that only withdraws others */
    const char *amended_by; /* "plan/stt" that withdraws or changes this row; NULL */
    struct review_occurrences occurrences;
};

/* "plan/stt" rows that other plans change or withdraw; strings are owned. */
struct amendments {
    struct amendment {
        char *target; /* "plan/stt" */
        char *by;     /* "plan/stt" */
    } * items;
    size_t count, capacity;
};

/* Accepts NULL and zeroed. */
void amendments_clear(struct amendments *list);
/* Adds what a plan with rows names in `sua_doi`. A target that is no "plan/stt" is a warning. */
int amendments_add(struct amendments *list, const struct plan *plan, struct diag *diag);
/* Ends the adding: sorts. */
void amendments_sort(struct amendments *list);
/* Who amends the row, or NULL. */
const char *amendments_by(const struct amendments *list, const char *plan, const char *stt);

/* Goes through the rows of a plan that import_plan has read. Each review lasts as long as the
 * callback, which returns 0 to go on, > 0 to stop quietly, < 0 to stop with that error.
 * amendments may be NULL. Returns 0, ERR_NOT_FOUND (no such department), ERR_NOMEM, ERR_RANGE. */
int review_plan(const struct settings *settings, const struct plan *plan,
                const struct amendments *amendments,
                int (*each)(const struct row_review *review, void *arg), void *arg);

/* Reads and reviews every plan of the settings (`only` NULL) or the one whose file or id is `only`.
 * A plan whose file is faulty is told in diag and passed over; *faulty (may be NULL) counts those.
 * Returns 0, ERR_NOT_FOUND (no such plan), ERR_NOMEM, or what `each` returned (< 0). */
int review_all(const struct settings *settings, const char *only, struct diag *diag,
               int (*each)(const struct row_review *review, void *arg), void *arg, size_t *faulty);

#endif
