/* Targets and what was measured of them. A target that its file no longer has is withdrawn, never
 * removed; a measurement is never changed: a correction is a further row that names the old one. */
#ifndef STORE_TARGETS_H
#define STORE_TARGETS_H

#include "model/target.h"
#include "store/store.h"

struct target_row {
    const char *id;   /* "<plan>/<stt>/target/<code>" */
    const char *code; /* its last part */
    const char *plan;
    const char *stt;
    int position; /* order in the file, from 0 */
    const char *indicator;
    enum comparator comparator;
    amount_t value;
    const char *unit; /* this and the next: "" none */
    const char *per;
    int from_year, to_year;
    const char *verbatim;
    amount_t ceiling;  /* AMOUNT_NONE: none */
    day_t created;     /* when it became known to dondoc */
    bool withdrawn;    /* gone from its file, or its row from the plan */
    const char *state; /* name of its pace_state when that was last told; NULL never. Only
                          store_target_state writes it */
    void *owned;
};

struct target_rows {
    struct target_row *items;
    size_t count, capacity;
};

void store_target_init(struct target_row *row);
void store_target_clear(struct target_row *row);
void store_target_rows_clear(struct target_rows *rows);

/* Writes a target, new or not. ERR_NOT_FOUND: no such plan. */
int store_target_put(struct store *store, const struct target_row *row);
int store_target_state(struct store *store, const char *id, const char *state);
/* ERR_NOT_FOUND. Clear *out. */
int store_target_get(struct store *store, const char *id, struct target_row *out);
/* Those of a plan (NULL: of all, by plan) in the order of their file, withdrawn ones too. The list is
 * replaced. */
int store_targets_list(struct store *store, const char *plan, struct target_rows *out);
/* Those of a code; of a plan row. Withdrawn ones last. The list is replaced. */
int store_targets_by_code(struct store *store, const char *code, struct target_rows *out);
int store_targets_of_task(struct store *store, const char *plan, const char *stt,
                          struct target_rows *out);

struct measurement_row {
    int64_t id; /* from 1, in the order in which they were recorded; given by the store */
    const char *target;
    bool baseline; /* where growth, or the line to the goal, begins */
    day_t day;     /* as of which it was measured */
    amount_t value;
    const char *document; /* "" none */
    const char *author;
    instant_t recorded_at;
    int64_t corrects;     /* the one that it stands for now; 0 none */
    int64_t corrected_by; /* the one that stands for it; 0: it stands. Not written */
    void *owned;
};

struct measurement_rows {
    struct measurement_row *items;
    size_t count, capacity;
};

void store_measurement_init(struct measurement_row *row);
void store_measurement_rows_clear(struct measurement_rows *rows);

/* Adds one; id and corrected_by are ignored. ERR_NOT_FOUND: no such target. ERR_EXISTS: what it
 * corrects was corrected before. */
int store_measurement_add(struct store *store, const struct measurement_row *row, int64_t *id);
/* All of a target, corrected ones too: baselines first, by day, then in the order of recording. The
 * list is replaced. */
int store_measurements_list(struct store *store, const char *target, struct measurement_rows *out);

#endif
