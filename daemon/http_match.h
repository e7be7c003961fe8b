/* Whether a path is that of a route. */
#ifndef DAEMON_HTTP_MATCH_H
#define DAEMON_HTTP_MATCH_H

#include <stdbool.h>

#include "base/text.h"

#define HTTP_MAX_PARAMS 4

/* Whether a path fits a pattern, in which a whole component may be {…}; params receive what stands there,
 * as sent (the rest is zeroed). An empty component fits no {…}. */
bool http_match(const char *pattern, const char *path, struct text_span params[HTTP_MAX_PARAMS]);

#endif
