/* Replays a scenario in virtual time: a text file of what happens and what must leave. */
#ifndef TESTS_REPLAY_H
#define TESTS_REPLAY_H

#include "base/buf.h"
#include "engine/engine.h"
#include "store/notices.h"
#include "store/outbox.h"

/* The world of one scenario. Its files lie in a temporary folder. */
struct world {
    char folder[64];
    struct settings settings;
    struct store *store;
    struct engine engine;
    instant_t now;
    instant_t ticked; /* when a tick last ran in working hours; INSTANT_NONE */
    bool mail_is_down;
    struct buf sent;  /* a line for each message that left since the last EXPECT */
    struct buf heard; /* of all that left: a line for each notice, and for each daily mail */
    struct buf wrong; /* what left when it should not */
    struct diag diag;
};

int world_open(struct world *world);
void world_close(struct world *world);
/* Writes a file into the folder. */
int world_write(struct world *world, const char *name, const char *text, size_t len);
/* Reads the config again and puts engine and settings in the place of the old ones. */
int world_configure(struct world *world);
/* Closes the database and opens it again, as after kill -9. */
int world_restart(struct world *world);
/* Ticks at `now` until nothing is left to do, and sends. */
int world_tick(struct world *world);
/* Lets time run to `until`, ticking whenever there is work. */
int world_run(struct world *world, instant_t until);

/* A message leaves now, with those notices in it. */
int invariant_heard(struct world *world, const struct message_row *row,
                    const struct notice_rows *notices);
/* Of every open dated occurrence: each rung of its ladders up to the last tick is a notice or a skipped
 * entry with its reason. Of all that left: no notice twice, no second daily mail on a day, nothing that
 * urges outside working hours. Appends what is not so. Returns how many, or an error. */
int invariant_check(struct world *world, struct buf *out);

#endif
