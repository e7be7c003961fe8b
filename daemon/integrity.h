/* Looks through the whole database once a night (at 02:00 of the office), so that damage is heard of
 * before what is damaged is needed. A large one takes seconds, and the loop has milliseconds: a process of
 * its own does it, which only reads. What it finds is a condition of the administrator's. */
#ifndef DAEMON_INTEGRITY_H
#define DAEMON_INTEGRITY_H

#include "base/clock.h"

struct app;
struct integrity;

/* What the other process is started with: dondocd --look-through STATE LANGUAGE. */
#define INTEGRITY_SWITCH "--look-through"

/* One for the app, whose store is open; that outlives it. Returns 0, ERR_NOMEM or an error of the store. */
int integrity_new(struct app *app, struct integrity **out);

/* When the next look is due, or INSTANT_NONE while one is under way. */
instant_t integrity_next(const struct integrity *integrity);

/* Begins it when it is due. One that cannot look since the file is gone or cannot be read, or that dies of a
 * signal, is a condition like damage; what else fails is logged, tried again the next night, and a condition
 * when that fails too. */
void integrity_run(struct integrity *integrity);

/* Ends one that is under way; accepts NULL. */
void integrity_free(struct integrity *integrity);

/* The other process: prints what is damaged, or why it could not look, a whole sentence. Returns its exit code: 0 all is well, 1 there
 * is damage (or no file, or none that can be read), 2 it could not look. */
int integrity_look(const char *state);

#endif
