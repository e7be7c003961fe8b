/* How things stand, for `dondoc status`. */
#ifndef ENGINE_STATUS_H
#define ENGINE_STATUS_H

#include "engine/engine.h"
#include "schedule/pace.h"
#include "store/outbox.h"

struct status_department {
    const char *id, *name; /* the settings' */
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

#endif
