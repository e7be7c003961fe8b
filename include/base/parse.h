/* Numbers from outside, checked to the last character. */
#ifndef BASE_PARSE_H
#define BASE_PARSE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Each reads a decimal integer that fills the text: an optional "-" or "+", then digits, no spaces.
 * Returns 0, ERR_FORMAT (not a number) or ERR_RANGE (outside min … max, however long). */
int parse_int64(const char *text, int64_t min, int64_t max, int64_t *out);
int parse_int(const char *text, int min, int max, int *out);

/* As parse_int, from the len bytes at text (need not end in a NUL). */
int parse_int_span(const char *text, size_t len, int min, int max, int *out);

/* "true", "false", "yes", "no", "on", "off", "1", "0", "có", "không". Returns 0 or ERR_FORMAT. */
int parse_bool(const char *text, bool *out);

#endif
