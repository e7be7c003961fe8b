/* Inside of engine: what is wrong, and telling the administrator. All run inside a transaction. */
#ifndef ENGINE_TROUBLES_H
#define ENGINE_TROUBLES_H

#include "lib/engine/internal.h"
#include "store/conditions.h"

#define JOB_ADMIN "admin" /* of the department "" */

/* It is so now. What is new is put into the ledger, and the administrator hears of it. */
int trouble_begin(struct store *store, const struct condition_row *row);
/* It is over, if it was so. */
int trouble_end(struct store *store, const char *kind, const char *subject, instant_t now);

/* The administrator's job: looks at what only a look can find, and writes the mail when there is
 * something new. *next: when to look again. *made is increased by each message. */
int admin_run(struct engine *engine, instant_t now, instant_t *next, size_t *made);
/* Plans it when it is not planned. */
int admin_watch(struct engine *engine, instant_t now);

/* An event with a text to every endpoint of the department (NULL: all) that is on: when mail is what
 * fails. *made is increased. */
int trouble_events(struct engine *engine, const char *department, const char *text, instant_t now,
                   size_t *made);

#endif
