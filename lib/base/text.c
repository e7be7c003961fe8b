#include "base/text.h"

#include <strings.h>

bool text_starts_with(const char *text, const char *start)
{
    return strncmp(text, start, strlen(start)) == 0;
}

bool text_ends_with(const char *text, const char *end)
{
    size_t len = strlen(text);
    size_t end_len = strlen(end);
    return len >= end_len && memcmp(text + len - end_len, end, end_len) == 0;
}

static bool is_blank(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

bool text_is_blank(const char *text)
{
    while (text && is_blank(*text)) {
        text++;
    }
    return !text || *text == '\0';
}

bool text_equal(const char *a, const char *b)
{
    return a && b ? strcmp(a, b) == 0 : a == b;
}

bool text_equal_nocase(const char *a, const char *b)
{
    return a && b ? strcasecmp(a, b) == 0 : a == b;
}

struct text_span text_trim(struct text_span span)
{
    while (span.len > 0 && is_blank(span.data[0])) {
        span.data++;
        span.len--;
    }
    while (span.len > 0 && is_blank(span.data[span.len - 1])) {
        span.len--;
    }
    return span;
}

struct text_span text_span(const char *text)
{
    return (struct text_span){.data = text, .len = strlen(text)};
}

bool text_span_equal(struct text_span span, const char *text)
{
    return span.len == strlen(text) && memcmp(span.data, text, span.len) == 0;
}

char *text_span_dup(struct text_span span)
{
    return strndup(span.data, span.len);
}

bool text_split(const char **rest, char separator, struct text_span *out)
{
    if (!*rest) {
        return false;
    }
    const char *end = strchr(*rest, separator);
    struct text_span piece = {.data = *rest, .len = end ? (size_t)(end - *rest) : strlen(*rest)};
    *rest = end ? end + 1 : NULL;
    *out = text_trim(piece);
    return true;
}
