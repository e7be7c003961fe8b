/* Loading the plans: what is new, changed or gone against the store. */
#ifndef ENGINE_LOAD_H
#define ENGINE_LOAD_H

#include "engine/engine.h"

enum load_kind { LOAD_ADDED, LOAD_CHANGED, LOAD_WITHDRAWN };

/* A row, or (occurrence not NULL) an occurrence of an unchanged or changed row. */
struct load_item {
    enum load_kind kind;
    char *plan, *stt;
    char *occurrence;       /* NULL: the row as such */
    char *content;          /* of the row; "" for occurrences */
    day_t old_due, new_due; /* occurrences; DAY_NONE: undated */
};

#define LOAD_MAX_ITEMS 10000 /* more are only counted */

struct load_counts {
    size_t added, changed, withdrawn, unchanged;
};

struct load_plan {
    char *id;
    bool faulty;         /* its file could not be read (diag says why): it stays as it was stored */
    bool first;          /* loaded for the first time */
    bool gone;           /* no longer in the config: withdrawn */
    bool same;           /* nothing that it depends on has changed: not compared */
    size_t needs_person; /* rows to settle */
    size_t past_due;     /* first load: already past due, told to the office once */
    bool targets_faulty; /* its file of targets could not be read: they stay as they were stored */
    struct load_counts rows, occurrences, targets;
};

struct load_difference {
    struct load_plan *plans;
    size_t plan_count, plan_capacity;
    struct load_item *items;
    size_t count, capacity;
    size_t left_out;
    struct load_counts rows, occurrences, targets; /* sums */
    size_t faulty;                                 /* plans of which a file could not be read */
    size_t compared; /* occurrences that were compared with the store */
};

/* Accepts NULL and zeroed. */
void load_difference_clear(struct load_difference *difference);
const char *load_kind_name(enum load_kind kind); /* "added" "changed" "withdrawn" */

/* Reads all plans again and brings the store up to them, in one transaction; dry_run writes nothing
 * and gives the same difference. A faulty plan file changes nothing of that plan, a faulty file of
 * targets nothing of its targets, and the others are loaded. What was done and measured stays. Also
 * re-plans pending stages after a change of holidays, policies or units. A plan that nothing has
 * changed for since its last load (its files, the config, who holds which duties, the program) is not
 * compared: a start costs no more for a million occurrences. author: NULL or who asked for it. out
 * must be zeroed.
 * Returns 0 (look at out->faulty), or an error of the store, ERR_NOMEM. */
int engine_load(struct engine *engine, instant_t now, const char *author, bool dry_run,
                struct load_difference *out, struct diag *diag);
/* The same, but all or nothing: when a file is faulty the store stays as it was, *out untouched, and it
 * returns ERR_FORMAT. */
int engine_load_faultless(struct engine *engine, instant_t now, const char *author,
                          struct load_difference *out, struct diag *diag);

#endif
