/* Inside of engine: which occurrence an incoming event is about. */
#ifndef ENGINE_MATCHING_H
#define ENGINE_MATCHING_H

#include "engine/incoming.h"
#include "lib/engine/internal.h"

#define MATCHING_MAX_TEXT 4000

enum matching_verdict {
    MATCHING_CERTAIN,
    MATCHING_UNSURE, /* a person decides */
    MATCHING_NONE,   /* refused */
};

struct matching {
    enum matching_verdict verdict;
    struct occurrence_row row; /* certain: what to act on; unsure: the nearest, or zeroed */
    bool already;              /* certain, and the same paper did it before */
    const char *code;          /* unsure, refused: of engine/incoming.h */
    struct buf reason, remedy;
};
void matching_init(struct matching *matching);
void matching_clear(struct matching *matching);

/* Whether the speaker may speak for a department. */
bool matching_may_speak(const struct incoming_speaker *speaker, const char *department);
/* Whether the event says what it is about. */
bool matching_is_asked(const struct incoming_event *event);
/* Decides for an event of which matching_is_asked. Returns 0 or an error of the store. */
int matching_find(struct engine *engine, const struct incoming_event *event,
                  const struct incoming_speaker *speaker, struct matching *out);

#endif
