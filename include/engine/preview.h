/* What would leave to an endpoint, for the eyes of who writes its template. */
#ifndef ENGINE_PREVIEW_H
#define ENGINE_PREVIEW_H

#include "engine/engine.h"
#include "model/event_type.h"

struct preview {
    struct buf url;  /* with its path */
    struct buf body; /* as it would leave */
    const char *method;
    const char *content_type;
};
/* An invented event of that type, in the endpoint's shape: with all that such an event can hold (full), or
 * with what each of them has. Clear *out also on failure. Returns 0, ERR_LIMIT, ERR_NOMEM. */
int engine_preview(const struct engine *engine, const struct endpoint *endpoint,
                   enum event_type type, bool full, struct preview *out);
void preview_clear(struct preview *preview);

#endif
