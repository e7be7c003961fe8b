/* An occurrence whose next stage has come. */
#ifndef ENGINE_STAGES_H
#define ENGINE_STAGES_H

#include "lib/engine/internal.h"

/* Says what of its ladder is to be said, settles the rest, and plans the next stage. Outside the
 * hours it only waits for them. *notices and *skipped are increased. */
int stages_process(struct engine *engine, const struct occurrence_row *row, instant_t now,
                   size_t *notices, size_t *skipped);

/* Writes into the ledger which stages of a new or replanned ladder lie before the day of `now`, and so
 * are never said: reason "before_created" or "replanned". */
int stages_note_before(struct engine *engine, instant_t now, const struct occurrence_row *row,
                       const char *reason);
/* The same of those with after < day <= until (after DAY_NONE: from the first). */
int stages_note_span(struct engine *engine, instant_t now, const struct occurrence_row *row,
                     day_t after, day_t until, const char *reason);

/* After a change of the calendar or the policy: a stage that moved to a day which is settled already was
 * never said. Those of the last STAGES_MEND_DAYS working days are opened again (row->said_until goes
 * back, the caller stores it), the others are noted as skipped, "replanned". */
#define STAGES_MEND_DAYS 5
int stages_mend(struct engine *engine, instant_t now, struct occurrence_row *row);

#endif
