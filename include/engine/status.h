/* How things stand, for `dondoc status`. */
#ifndef ENGINE_STATUS_H
#define ENGINE_STATUS_H

#include "engine/engine.h"
#include "schedule/pace.h"
#include "store/outbox.h"

struct status_department {
    char *id, *name; /* owned */
    size_t plans;
    int64_t rows, needs_person; /* live rows; those of them to settle */
    struct open_counts open;
    size_t targets[PACE_STATES]; /* live targets in each enum pace_state */
};

struct engine_status {
    day_t today;
    struct status_department *departments;
    size_t count;
    struct outbox_counts outbox;
    struct store_waiting waiting;
};

/* Accepts NULL and zeroed. */
void engine_status_clear(struct engine_status *status);
/* out must be zeroed. Returns 0, ERR_NOMEM or an error of the store. */
int engine_status(struct engine *engine, instant_t now, struct engine_status *out);

/* The same by and by, a plan or a unit at a time: there may be many, of years. */
struct status_walk {
    struct engine_status status; /* whole when nothing more is to come */
    size_t department;           /* the one that is counted */
    size_t plan;                 /* of the settings, the next to be counted */
    char *unit;                  /* the last that was counted; NULL: none yet */
};
/* *out must be zeroed. Returns 0, ERR_NOMEM or an error of the store. */
int status_begin(struct engine *engine, instant_t now, struct status_walk *out);
/* Returns 1 (there may be more), 0, or an error. */
int status_go_on(struct engine *engine, struct status_walk *walk);
/* Accepts NULL and zeroed. */
void status_walk_clear(struct status_walk *walk);

#endif
