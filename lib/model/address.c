#include <string.h>

#include "base/text.h"
#include "model/address.h"

#define LOCAL_MAX 64
#define LABEL_MAX 63

static bool is_alnum(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

/* atext of RFC 5322 §3.2.3. */
static bool is_atext(char c)
{
    return is_alnum(c) || (c != '\0' && strchr("!#$%&'*+-/=?^_`{|}~", c) != NULL);
}

static bool local_is_valid(const char *text, size_t len)
{
    if (len == 0 || len > LOCAL_MAX || text[0] == '.' || text[len - 1] == '.') {
        return false;
    }
    for (size_t i = 0; i < len; i++) {
        if (text[i] == '.' ? text[i + 1] == '.' : !is_atext(text[i])) {
            return false;
        }
    }
    return true;
}

static bool label_is_valid(const char *text, size_t len)
{
    if (len == 0 || len > LABEL_MAX || text[0] == '-' || text[len - 1] == '-') {
        return false;
    }
    for (size_t i = 0; i < len; i++) {
        if (!is_alnum(text[i]) && text[i] != '-') {
            return false;
        }
    }
    return true;
}

static bool domain_is_valid(const char *text)
{
    for (;;) {
        size_t len = strcspn(text, ".");
        if (!label_is_valid(text, len)) {
            return false;
        }
        if (text[len] == '\0') {
            return true;
        }
        text += len + 1;
    }
}

bool address_is_valid(const char *text)
{
    if (!text || strnlen(text, ADDRESS_MAX + 1) > ADDRESS_MAX) {
        return false;
    }
    const char *at = strchr(text, '@');
    return at && local_is_valid(text, (size_t)(at - text)) && domain_is_valid(at + 1);
}

bool address_equal(const char *a, const char *b)
{
    return text_equal_nocase(a, b);
}
