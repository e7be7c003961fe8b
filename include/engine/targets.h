/* Measured targets: how they stand on a day, and what is recorded of them. */
#ifndef ENGINE_TARGETS_H
#define ENGINE_TARGETS_H

#include "engine/actions.h"
#include "schedule/pace.h"
#include "store/targets.h"

/* A target as it stands on a day. */
struct target_view {
    struct target_row row;
    char *department;            /* id; of its plan */
    struct target target;        /* the row's, texts borrowed from it */
    struct strings units;        /* ids of who leads its plan row */
    struct measurement_rows all; /* corrected ones too: as store_measurements_list gives them */
    struct pace_point baseline;  /* day DAY_NONE: none */
    struct pace_point *points;   /* the measurements that stand, by day */
    size_t count;
    struct pace pace;
};
/* Accepts NULL and zeroed. */
void target_view_clear(struct target_view *view);

/* Which ones. NULL: any. */
struct target_filter {
    const char *department, *plan, *unit;
    const char *stt; /* only with plan */
    bool has_state;
    enum pace_state state;
    bool withdrawn; /* also those that their file no longer has */
};

bool target_filter_fits(const struct target_filter *filter, const struct target_view *view);

/* Every target that fits, by plan in the order of their files, as it stands on `day`. The view lasts
 * as long as the callback, which returns 0 to go on, > 0 to stop quietly, < 0 to stop with that error. */
int engine_targets_each(struct engine *engine, const struct target_filter *filter, day_t day,
                        int (*each)(const struct target_view *view, void *arg), void *arg);
/* One of them: by id, by code, "plan/stt" of a row that has one, or the id or code of what asks for its
 * values. Withdrawn ones too. Clear *out.
 * ERR_NOT_FOUND, ERR_EXISTS (several): told in diag. */
int engine_target(struct engine *engine, const char *key, day_t day, struct target_view *out,
                  struct diag *diag);

/* The target of an occurrence that asks for its value or its goal, by the occurrence's id; false: it is
 * of none. */
bool engine_target_of(const char *occurrence, char target[static TARGET_ID_MAX]);

/* A value to be recorded, in the words of whoever gives it. */
struct target_record {
    const char *target;   /* as engine_target takes it */
    const char *value;    /* "12,5", "12,5 %" */
    const char *on;       /* the day as of which it was measured: "14/3/2022" */
    const char *document; /* number of the paper that says so; NULL or "": none */
    bool correct;         /* a measurement of that day is wrong; it is kept beside this one */
    const char *was;      /* the same of one that stands under a wrong day: that day; NULL: none */
};

struct target_result {
    char *target; /* its id */
    char *unit;
    day_t day;
    amount_t value;
    amount_t old;     /* what it stands for now; AMOUNT_NONE: nothing */
    struct pace pace; /* on the day of the action */
};
/* Accepts NULL and zeroed. */
void target_result_clear(struct target_result *result);

/* A measured value: one transaction, with a ledger entry ("target_measured", "target_corrected") under
 * the target's id. Needs a document. Refused (ERR_INVALID, ERR_NOT_FOUND, ERR_REFUSED; ERR_EXISTS when
 * the day has a value and `correct` does not say that it is wrong) with what is wrong in diag: no
 * number, one that could be two, below 0, above 100 % of a part of a whole, no day, a day to come or
 * not in the target's years or not after the baseline's, no such target or a withdrawn one, no
 * document, nothing to correct, a day that has another value. What is refused stands in the ledger too ("target_refused") and
 * changes nothing else. out may be NULL. */
int action_target_record(struct engine *engine, const struct action *action,
                         const struct target_record *ask, struct target_result *out,
                         struct diag *diag);
/* The value that growth, or the way to the goal, begins at ("target_baseline"). Its day lies before
 * every measurement, before 31/12 of the first year, and at most 10 years before that year. Another
 * one takes the place of the first, which is kept. The document may be missing; `correct` is not
 * looked at. */
int action_target_baseline(struct engine *engine, const struct action *action,
                           const struct target_record *ask, struct target_result *out,
                           struct diag *diag);

/* A file of values (import_measures), its bytes. */
struct target_import {
    const char *file; /* its name, for findings */
    const void *data;
    size_t len;
    bool correct; /* where a day has another value already, that one is wrong */
    bool dry_run; /* checks, and writes nothing */
    size_t done;  /* comes out: how many were (or would be) recorded */
    size_t same;  /* comes out: how many stood already, by the same document */
};
/* All of them or none, baselines first. Findings carry file and line. A refused file has one entry in
 * the ledger. Errors as above, ERR_FORMAT too. */
int action_target_import(struct engine *engine, const struct action *action,
                         struct target_import *import, struct diag *diag);

#endif
