#include "daemon/generation.h"

#include <stdlib.h>

#include "base/err.h"
#include "daemon/config.h"
#include "daemon/hook_keys.h"
#include "daemon/link_keys.h"

int generation_load(const char *config, struct diag *diag, struct generation **out)
{
    struct generation *generation = calloc(1, sizeof(*generation));
    if (generation == NULL) {
        return ERR_NOMEM;
    }
    settings_init(&generation->settings);
    int err = config_load(config, &generation->settings, diag);
    if (err < 0) {
        generation_free(generation);
        return err;
    }
    *out = generation;
    return 0;
}

int generation_open(struct generation *generation, const struct sender_setup *setup,
                    struct diag *diag)
{
    struct sender_setup own = *setup;
    own.settings = &generation->settings;
    own.engine = &generation->engine;
    struct answer_keys keys = {.count = 0};
    int err = engine_open(&generation->settings, setup->store, diag, &generation->engine);
    if (err == 0) {
        err = link_keys_load(&generation->settings, diag, &keys);
    }
    if (err == 0) {
        engine_use_links(&generation->engine, &keys);
        answer_keys_clear(&keys);
    }
    if (err == 0) {
        err = hook_keys_read(&generation->settings, diag, &generation->hook_keys);
    }
    return err < 0 ? err : sender_new(&own, diag, &generation->sender);
}

void generation_free(struct generation *generation)
{
    if (generation == NULL) {
        return;
    }
    sender_free(generation->sender);
    hook_keys_free(generation->hook_keys);
    engine_close(&generation->engine);
    settings_clear(&generation->settings);
    free(generation);
}
