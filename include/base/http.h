/* Header lines of HTTP requests that an administrator writes. */
#ifndef BASE_HTTP_H
#define BASE_HTTP_H

#include <stdbool.h>
#include <stddef.h>

/* A token of RFC 9110 §5.6.2. */
bool http_is_token(const char *text);
/* Whether a request of ours may carry that header: a token as name, no control character in the value,
 * none of the names that are set for it (webhook-*, content-type, content-length, host,
 * transfer-encoding, connection, expect). Returns 0 or ERR_INVALID. */
int http_check_header(const char *name, const char *value);
/* Parts "Name: value": the value begins at *value, without blanks before it. Returns 0, or ERR_FORMAT when
 * there is no colon, or no name, or a longer one than `size` - 1. */
int http_split_header(const char *line, char *name, size_t size, const char **value);

#endif
