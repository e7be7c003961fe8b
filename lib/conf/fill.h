/* Values of a section into a struct, by the schema's types. */
#ifndef CONF_FILL_H
#define CONF_FILL_H

#include "lib/conf/tree.h"

/* Reads every key of the kind that has an offset into the struct at target: what is written, else
 * (when complete) the fallback, else nothing. What cannot be read is told and stays as it was;
 * required keys that are missing are told at place, when complete. section may be NULL: all fallbacks.
 * Returns 0 (findings are in diag) or ERR_NOMEM. */
int conf_fill(cfg_t *section, const struct conf_kind *kind, const struct conf_value *place,
              bool complete, void *target);

/* One value into the field at `to`. Returns 0, ERR_FORMAT (told) or ERR_NOMEM. */
int conf_read_value(const struct conf_value *value, const struct conf_key *key, void *to);

/* The due day of a period from a Vietnamese phrase. Same returns. */
struct cycle;
int conf_read_cycle(const struct conf_value *value, const struct conf_key *key, struct cycle *out);

#endif
