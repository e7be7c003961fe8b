/* One plan into the store, in parts: its rows (load_rows.c), their occurrences and the whole
 * (load_plan.c), its collecting rounds (load_rounds.c). */
#ifndef ENGINE_LOAD_PLAN_H
#define ENGINE_LOAD_PLAN_H

#include "lib/engine/loading.h"

/* A row as stored. */
struct stored_task {
    char *stt;
    char *hash;
    int position;
    bool withdrawn;
    bool seen;
};

struct stored_tasks {
    struct stored_task *items; /* sorted by stt */
    size_t count, capacity;
};

/* A report occurrence that asks the units for their part. */
struct round {
    char *occurrence;
    char *stt;
    day_t act_by;
    struct period period;
    enum period_kind every;
    enum due_source source;
};

struct rounds {
    struct round *items;
    size_t count, capacity;
};

/* What a unit leads in the plan, reports aside. */
struct leads {
    bool always;  /* something continuous, undated or waiting */
    day_t latest; /* due day of the last dated one; DAY_NONE: none */
};

/* One plan under way. */
struct plan_load {
    struct loading *loading;
    const struct plan *plan;
    const struct department *department;
    struct load_plan *result;
    struct known_list known;
    struct stored_tasks tasks;
    struct rounds rounds;
    struct leads *leads; /* by index of the party in its department */
    struct recipients office;
    size_t noticed;
    bool row_changed; /* the row whose occurrences are under way is not as it was stored */
};

/* --- rows (load_rows.c) ------------------------------------------------------------------------- */

void stored_tasks_clear(struct stored_tasks *tasks);
/* The plan's rows as stored, into tasks. */
int load_stored_rows(struct plan_load *this);
/* One row: *withdrawn when another plan withdraws it. */
int load_row(struct plan_load *this, const struct row_review *review, bool *withdrawn);
/* Withdraws stored rows that the plan does not have any more. */
int load_sweep_rows(struct plan_load *this);
/* Whether the plan has the row, and nothing withdraws it. arg: the plan_load. */
bool load_row_is_live(const char *stt, void *arg);

/* --- occurrences (load_plan.c) ------------------------------------------------------------------ */

/* The office is told once of what was past due when it was loaded. */
int load_list_past_due(struct plan_load *this, const char *occurrence);

/* --- targets (load_asks.c) ---------------------------------------------------------------------- */

/* The occurrences that ask for the plan's targets, as they are stored by now. */
int load_asks(struct plan_load *this);
/* What the values that were recorded before make of them. */
int load_follow_targets(struct plan_load *this);

/* The unit that holds a unit's duties today. */
const char *load_unit_today(const struct plan_load *this, const struct party *party);

/* --- collecting rounds (load_rounds.c) ---------------------------------------------------------- */

void rounds_clear(struct rounds *rounds);
/* The rounds that a report row makes. */
int load_note_rounds(struct plan_load *this, const struct row_review *review);
/* Who leads another row, and until when. */
void load_note_leads(struct plan_load *this, const struct row_review *review);
/* A share for each unit that leads anything in the round's time. */
int load_rounds(struct plan_load *this);

#endif
