/* What people do to keep dondoc quiet: answer a reminder, or ask for silence for a while. Both are one
 * transaction and leave a ledger entry with their author. */
#ifndef ENGINE_SILENCES_H
#define ENGINE_SILENCES_H

#include "engine/actions.h"
#include "store/silences.h"

#define QUIET_TEXT_MAX 1000 /* bytes of a note or reason */

/* The unit has answered (phản hồi) that it knows: the reminders of being overdue to it stop, the next
 * level still hears. key: as for actions; of an occurrence with shares each that is overdue. note is
 * required. Ends when the due day changes, or it is returned or reopened. Answering again replaces
 * the note. ERR_REFUSED: it is not overdue. */
int action_ack(struct engine *engine, const struct action *action, const char *key,
               const char *note, struct action_result *out, struct diag *diag);

/* The unit says that it has got the work (đã nhận việc): a ledger entry "received" and nothing else; it is
 * reminded as before. note may be NULL. ERR_REFUSED: it is not open. */
int action_received(struct engine *engine, const struct action *action, const char *key,
                    const char *note, struct action_result *out, struct diag *diag);

/* What is to be silent, all that is given together; at least one. */
struct silence_ask {
    const char *department; /* NULL: the plan's, or the only one there is */
    const char *unit;       /* work that it leads, its shares too; NULL any */
    const char *row;        /* "<plan>/<stt>", or "<plan>" alone; NULL any */
    day_t until;            /* the last day; today or later */
    const char *reason;     /* required */
};

/* Nothing is said about it until then: the stages that pass stand in the ledger as skipped ("silence"),
 * other notices wait. Afterwards the ladders go on, beginning with what the policy's catch_up says of
 * them. *id is its number. ERR_NOT_FOUND (no such unit, plan, row), ERR_INVALID. */
int action_silence(struct engine *engine, const struct action *action,
                   const struct silence_ask *ask, int64_t *id, struct diag *diag);
/* Ends one before its time. ERR_NOT_FOUND, ERR_REFUSED (it is over). */
int action_silence_end(struct engine *engine, const struct action *action, int64_t id,
                       struct diag *diag);
/* Whether it lasts on that day. */
bool silence_is_live(const struct silence_row *row, day_t day);

#endif
