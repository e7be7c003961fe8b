#include "daemon/http_match.h"

#include <string.h>

static bool is_param(struct text_span part)
{
    return part.len >= 2 && part.data[0] == '{' && part.data[part.len - 1] == '}';
}

bool http_match(const char *pattern, const char *path, struct text_span params[HTTP_MAX_PARAMS])
{
    const char *left = pattern;
    const char *right = path;
    struct text_span want;
    struct text_span got;
    size_t count = 0;
    for (size_t i = 0; i < HTTP_MAX_PARAMS; i++) {
        params[i] = (struct text_span){0};
    }
    for (;;) {
        bool more = text_split(&left, '/', &want);
        if (more != text_split(&right, '/', &got)) {
            return false;
        }
        if (!more) {
            return true;
        }
        if (is_param(want)) {
            if (got.len == 0 || count == HTTP_MAX_PARAMS) {
                return false;
            }
            params[count++] = got;
        } else if (want.len != got.len || memcmp(want.data, got.data, want.len) != 0) {
            return false;
        }
    }
}
