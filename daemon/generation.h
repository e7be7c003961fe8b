/* What a reload replaces as one: the settings, the engine on them, the sender on both. */
#ifndef DAEMON_GENERATION_H
#define DAEMON_GENERATION_H

#include "daemon/sender.h"
#include "engine/engine.h"

struct generation {
    struct settings settings;
    struct engine engine;
    struct sender *sender;
    struct hook_keys *hook_keys;
    struct generation *older; /* retired before this one; the app's */
};

/* Reads and checks the config; findings go to diag. Returns 0 or what conf_load returns. */
int generation_load(const char *config, struct diag *diag, struct generation **out);
/* Opens engine and sender on a store. The setup's settings are the generation's. Returns 0 or what
 * engine_open, sender_new and hook_keys_read return. */
int generation_open(struct generation *generation, const struct sender_setup *setup,
                    struct diag *diag);
/* Accepts NULL and one that is not open. */
void generation_free(struct generation *generation);

#endif
