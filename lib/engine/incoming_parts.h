/* Inside of engine: what the files on incoming events share. */
#ifndef ENGINE_INCOMING_PARTS_H
#define ENGINE_INCOMING_PARTS_H

#include "engine/incoming.h"
#include "lib/engine/internal.h"
#include "store/incoming.h"

/* So long an id is known as one that was here. */
#define INCOMING_KEEP_MS ((instant_t)400 * 24 * 3600 * 1000)
/* A notice about one that waits for the office is about "@incoming/<number>": no plan has such an id. */
#define INCOMING_SUBJECT "@incoming/"
#define INCOMING_SUBJECT_SIZE 32

/* So many that wait are told one by one; the office has enough to do, and sees the rest in its list. */
#define INCOMING_TOLD_MAX 500

/* One event under way. */
struct applying {
    struct engine *engine;
    const struct incoming_event *event;
    const struct incoming_speaker *speaker;
    struct action action;
    const char *department; /* whose office has to know, as far as it is known; NULL */
    char *own_department;
    struct incoming_result *out;
};

/* The day on which a term begins to count; DAY_NONE: today. */
day_t incoming_received_on(const struct engine *engine, const struct incoming_event *event);
/* Does to an occurrence what the event says; errors as the actions'. */
int incoming_act(struct engine *engine, const struct action *action,
                 const struct incoming_event *event, const struct occurrence_row *row,
                 struct action_result *result, struct diag *diag);
/* Gives its unit the task; the same. */
int incoming_assign(struct engine *engine, const struct action *action,
                    const struct incoming_event *event, const char *department,
                    struct action_result *result, struct diag *diag);

/* Tells the department's office that it has to decide, unless INCOMING_TOLD_MAX wait already. */
int incoming_tell(struct engine *engine, int64_t number, const char *department, instant_t now);
/* The same code, static; "" for NULL or one that is not known. */
const char *incoming_code(const char *code);
/* The event that a row keeps. *out borrows the row's texts: it is not to be cleared. Returns 0 or
 * ERR_CORRUPT. */
int incoming_of_row(const struct incoming_row *row, struct incoming_event *out);
/* Appends what it says, for a person: "văn bản phát hành 12/BC-STNMT ngày 18/03/2022: …". */
int incoming_cite(const struct incoming_row *row, struct buf *out);

#endif
