/* A reading as JSON, the contract of `explain --json` and `check --json` (design.md §5). */
#ifndef DAEMON_READING_JSON_H
#define DAEMON_READING_JSON_H

#include <jansson.h>

#include "cal/workday.h"
#include "model/reading.h"

/* The obligations as an array: kind, label, due of the periods of those years, and what belongs to
 * the kind. NULL when memory is short. The caller owns it. */
json_t *reading_obligations_json(const struct reading *reading, int from_year, int to_year,
                                 const struct holidays *holidays);
/* The unread words as an array of strings, cut out of the phrase. */
json_t *reading_unread_json(const struct reading *reading, const char *text);

#endif
