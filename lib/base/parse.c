#include "base/parse.h"

#include "base/err.h"
#include "base/text.h"

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* Adds a digit on the side of the sign, so that INT64_MIN can be reached. False: too far. */
static bool add_digit(int64_t *value, int digit, bool negative)
{
    return !__builtin_mul_overflow(*value, (int64_t)10, value) &&
           !__builtin_add_overflow(*value, (int64_t)(negative ? -digit : digit), value);
}

static int parse_span(const char *text, size_t len, int64_t min, int64_t max, int64_t *out)
{
    bool negative = len > 0 && text[0] == '-';
    size_t at = len > 0 && (text[0] == '-' || text[0] == '+') ? 1 : 0;
    if (at == len) {
        return ERR_FORMAT;
    }
    int64_t value = 0;
    bool too_far = false;
    for (; at < len; at++) {
        if (!is_digit(text[at])) {
            return ERR_FORMAT;
        }
        too_far = too_far || !add_digit(&value, text[at] - '0', negative);
    }
    if (too_far || value < min || value > max) {
        return ERR_RANGE;
    }
    *out = value;
    return 0;
}

int parse_int64(const char *text, int64_t min, int64_t max, int64_t *out)
{
    return parse_span(text, strlen(text), min, max, out);
}

int parse_int_span(const char *text, size_t len, int min, int max, int *out)
{
    int64_t value = 0;
    int err = parse_span(text, len, min, max, &value);
    if (!err) {
        *out = (int)value;
    }
    return err;
}

int parse_int(const char *text, int min, int max, int *out)
{
    return parse_int_span(text, strlen(text), min, max, out);
}

int parse_bool(const char *text, bool *out)
{
    static const struct {
        const char *word;
        bool value;
    } words[] = {
        {"true", true}, {"false", false}, {"yes", true}, {"no", false}, {"on", true},
        {"off", false}, {"1", true},      {"0", false},  {"có", true},  {"không", false},
    };
    for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
        if (text_equal_nocase(text, words[i].word)) {
            *out = words[i].value;
            return 0;
        }
    }
    return ERR_FORMAT;
}
