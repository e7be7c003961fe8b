/* Reading config and plans again while running: all of it counts, or nothing. */
#ifndef DAEMON_RELOAD_H
#define DAEMON_RELOAD_H

#include "daemon/generation.h"
#include "engine/load.h"

/* What else has to be in order, before the plans are loaded. Returns 0 or an enum err. */
struct reload_check {
    int (*run)(const struct generation *next, void *arg, struct diag *diag);
    void *arg;
};

/* Makes the generation that follows `current` on the same store: config, templates, secrets and
 * plans must all be in order, else nothing changes (the store neither) and diag says why. A changed
 * path of the database or the control socket is told as needing a restart, and the old one serves.
 * difference may be NULL; else it must be zeroed. The caller frees *out.
 * Returns 0, or what conf_load, engine_open, sender_new, engine_load return; ERR_FORMAT when a plan
 * is faulty. */
int reload_prepare(const char *config, const struct generation *current,
                   const struct sender_setup *setup, instant_t now, const char *author,
                   const struct reload_check *check, struct load_difference *difference,
                   struct diag *diag, struct generation **out);

/* After a load: moves what it wrote from the -wal file into the database, and gives the memory that
 * plans took while they were read back to the system. */
void reload_tidy(struct store *store);

/* Writes every finding to the log. */
void reload_log_diag(const struct log *log, const struct diag *diag);

#endif
