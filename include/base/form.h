/* Forms as browsers send them: application/x-www-form-urlencoded (WHATWG URL §5). */
#ifndef BASE_FORM_H
#define BASE_FORM_H

#include <stddef.h>

#include "base/buf.h"

/* Appends the value of a field as one line of NFC text: "+" and %XX decoded, every run of spaces and
 * line ends made one space, none at the ends. A field that is not there gives nothing.
 * Returns 0, ERR_FORMAT (a broken %XX, a control character, text that is not UTF-8, the field twice),
 * ERR_LIMIT (the ceiling of out), ERR_NOMEM; out is unchanged then. */
int form_field(const char *body, size_t len, const char *name, struct buf *out);

#endif
