#include "base/http.h"

#include <string.h>

#include "base/err.h"
#include "base/text.h"

bool http_is_token(const char *text)
{
    size_t len = strspn(text, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
                              "!#$%&'*+-.^_`|~0123456789");
    return len > 0 && text[len] == '\0';
}

static bool has_control(const char *text)
{
    for (; *text; text++) {
        unsigned char c = (unsigned char)*text;
        if ((c < 0x20 && c != '\t') || c == 0x7f) {
            return true;
        }
    }
    return false;
}

int http_check_header(const char *name, const char *value)
{
    static const char *const ours[] = {"content-type",      "content-length", "host",
                                       "transfer-encoding", "connection",     "expect"};
    if (!http_is_token(name) || has_control(value) || strncasecmp(name, "webhook-", 8) == 0) {
        return ERR_INVALID;
    }
    for (size_t i = 0; i < sizeof(ours) / sizeof(ours[0]); i++) {
        if (text_equal_nocase(name, ours[i])) {
            return ERR_INVALID;
        }
    }
    return 0;
}

int http_split_header(const char *line, char *name, size_t size, const char **value)
{
    const char *colon = strchr(line, ':');
    size_t len = colon ? (size_t)(colon - line) : 0;
    if (len == 0 || len >= size) {
        return ERR_FORMAT;
    }
    memcpy(name, line, len);
    name[len] = '\0';
    *value = colon + 1 + strspn(colon + 1, " \t");
    return 0;
}
