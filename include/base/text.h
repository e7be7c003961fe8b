/* Small helpers for plain bytes of text; what must know Unicode is in base/utf8.h. */
#ifndef BASE_TEXT_H
#define BASE_TEXT_H

#include <stdbool.h>
#include <stddef.h>

/* A piece of somebody else's text; not NUL-terminated. */
struct text_span {
    const char *data;
    size_t len;
};

bool text_starts_with(const char *text, const char *start);
bool text_ends_with(const char *text, const char *end);
/* NULL, empty, or only ASCII spaces and line ends. */
bool text_is_blank(const char *text);
/* NULL-safe strcmp() == 0: NULL equals only NULL. */
bool text_equal(const char *a, const char *b);
/* Equal but for the case of ASCII letters; NULL equals only NULL. */
bool text_equal_nocase(const char *a, const char *b);

/* The span without ASCII spaces, tabs and line ends at both ends. */
struct text_span text_trim(struct text_span span);
struct text_span text_span(const char *text);
bool text_span_equal(struct text_span span, const char *text);
/* A copy with a NUL; free() it. NULL when memory is short. */
char *text_span_dup(struct text_span span);

/* Goes through the pieces between separators, each trimmed; empty pieces are given too, and an
 * empty text has one:
 *
 *     const char *rest = "a; b;c";
 *     struct text_span piece;
 *     while (text_split(&rest, ';', &piece)) …
 *
 * *rest is NULL behind the last piece. */
bool text_split(const char **rest, char separator, struct text_span *out);

#endif
