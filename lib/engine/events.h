/* Notices for endpoints: one event each. */
#ifndef ENGINE_EVENTS_H
#define ENGINE_EVENTS_H

#include "lib/engine/internal.h"

/* Makes an event of each notice that is still to be said. *made is increased. */
int events_make(struct engine *engine, const struct notice_rows *notices, instant_t now,
                size_t *made);

#endif
