/* The parts of a load. */
#ifndef ENGINE_LOADING_H
#define ENGINE_LOADING_H

#include "engine/load.h"
#include "lib/engine/internal.h"
#include "lib/engine/sources.h"
#include "model/target.h"

/* One load under way. */
struct loading {
    struct engine *engine;
    instant_t now;
    day_t today;
    const char *author;
    struct load_difference *out;
    struct diag *diag;
    const struct amendments *amendments;
    bool ladders_changed; /* calendar, policies or levels are not what they were at the last load */
    bool amendments_known; /* false: an amending plan is faulty, its withdrawals stand */
};

/* What is stored of an occurrence, as far as a load compares it. */
struct known {
    char *id;
    char *stt;
    struct occurrence_dates dates;
    bool has_shares, collect;
    bool seen; /* still wanted */
};

struct known_list {
    struct known *items; /* sorted by id */
    size_t count, capacity;
};
void known_list_clear(struct known_list *list);
int known_list_read(struct loading *loading, const char *plan, struct known_list *out);
struct known *known_list_find(const struct known_list *list, const char *id);

/* An occurrence or share as the plan wants it. */
struct wanted {
    const char *id;
    const char *department, *plan, *stt;
    const char *parent, *unit; /* NULL: none */
    bool has_shares, collect;
    enum rule_kind kind;
    enum period_kind every;
    struct period period;
    const char *label;
    day_t start, due;
    enum due_source source;
    bool waiting;
    enum undated_reason undated;
    bool row_changed; /* who leads or coordinates may be others than at the last load */
};

/* Brings the store up to it: adds it, or changes what differs. What was done stays.
 * *past_due (may be NULL) is set when it is new and was past due already. */
int loading_apply(struct loading *loading, struct known_list *known, const struct wanted *wanted,
                  struct load_plan *plan, bool *past_due);
/* Withdraws what is not wanted any more; triggered ones stay while their row does (is_live). */
int loading_sweep(struct loading *loading, struct known_list *known, struct load_plan *plan,
                  const char *plan_id, bool (*is_live)(const char *stt, void *arg), void *arg);

/* Adds to the difference; texts are copied. */
int loading_item(struct loading *loading, const struct load_item *item);
void loading_count(struct load_counts *counts, struct load_counts *sums, enum load_kind kind);

/* Adds an empty result of a plan to the difference; *out lasts until the next call. */
int loading_result(struct loading *loading, const char *id, struct load_plan **out);

/* Plans what no load makes (triggered by an event, assigned by a person) anew: its unit, its ladder, the
 * end of its term. */
int loading_replan(struct loading *loading, const struct occurrence_row *row);
/* The open tasks of an assigned plan ("<department>/giao"), when something they hang on has changed; no
 * load withdraws them. */
int loading_assigned(struct loading *loading, const char *plan);
/* Loads one plan whose rows were read, and remembers what that hung on. targets: what they are now;
 * NULL: their file is faulty. */
int loading_plan(struct loading *loading, const struct source *source,
                 const struct targets *targets);
/* Its targets, behind its rows: adds, changes, and withdraws what is not wanted any more. What was
 * measured stays. */
int loading_targets(struct loading *loading, const char *plan, const struct targets *targets,
                    struct load_plan *result);
/* Withdraws a plan that the config does not name any more. */
int loading_withdraw(struct loading *loading, const char *plan);

#endif
