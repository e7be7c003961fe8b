/* Messages of the e-office as JSON: for --json, and on their way from `dondoc import-edxml`. */
#ifndef DAEMON_EDXML_JSON_H
#define DAEMON_EDXML_JSON_H

#include <jansson.h>

#include "engine/edxml.h"

/* All of a message; days are ISO 8601 or null. NULL when memory is short. */
json_t *edxml_json(const struct edxml *message);
/* Back again, checked: what a message cannot do without is there. Returns 0, ERR_INVALID, ERR_NOMEM;
 * *out is untouched then. */
int edxml_from_json(const json_t *json, struct edxml *out);

/* What follows from a message, and what came of it once it was acted upon. */
json_t *edxml_steps_json(const struct edxml_steps *steps);

#endif
