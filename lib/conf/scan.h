/* A look over a config's bytes before libconfuse reads them. */
#ifndef CONF_SCAN_H
#define CONF_SCAN_H

#include <stddef.h>

#include "base/diag.h"

/* Checks what libconfuse 3.3 would get wrong or say badly, and makes comments spaces (it counts a
 * comment's line three times): UTF-8, control characters, strings, comments and braces that are not
 * closed (told where they open), escapes other than \" \' \\ \$ \n \t, and "${": the environment is
 * no part of a config. text is changed in place, its lines stay.
 * Returns 0, or ERR_FORMAT or ERR_LIMIT with the finding in diag. */
int conf_scan(const char *file, char *text, size_t len, struct diag *diag);

#endif
