#include "model/amount.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "base/err.h"
#include "base/text.h"

#define DECIMALS 4

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* The parts of a number's text: digits and signs before the decimal sign, digits behind it. */
struct parts {
    struct text_span whole, decimals;
};

/* Whether the text before the decimal sign is digits alone, or in threes between `sign`. */
static bool is_grouped(struct text_span whole, char sign)
{
    size_t run = 0;
    bool grouped = false;
    for (size_t i = 0; i < whole.len; i++) {
        if (whole.data[i] == sign) {
            if (run == 0 || run > 3 || (grouped && run != 3)) {
                return false;
            }
            grouped = true;
            run = 0;
        } else if (is_digit(whole.data[i])) {
            run++;
        } else {
            return false;
        }
    }
    return run > 0 && (!grouped || run == 3);
}

static bool is_digits(struct text_span span)
{
    for (size_t i = 0; i < span.len; i++) {
        if (!is_digit(span.data[i])) {
            return false;
        }
    }
    return true;
}

/* "1.600": thousands or decimals? "0,125" and "1600,125" can be one thing only. */
static bool is_ambiguous(const struct parts *parts)
{
    return parts->decimals.len == 3 && parts->whole.len <= 3 && parts->whole.data[0] != '0';
}

static int split(struct text_span text, struct parts *out)
{
    size_t dots = 0;
    size_t commas = 0;
    size_t last = text.len;
    for (size_t i = 0; i < text.len; i++) {
        if (text.data[i] == '.' || text.data[i] == ',') {
            dots += text.data[i] == '.';
            commas += text.data[i] == ',';
            last = i;
        }
    }
    struct parts parts = {.whole = {text.data, last}};
    if (dots + commas == 1 || (dots > 0 && commas > 0)) {
        parts.decimals = (struct text_span){text.data + last + 1, text.len - last - 1};
        char thousands = text.data[last] == '.' ? ',' : '.';
        if (parts.decimals.len == 0 || !is_digits(parts.decimals) ||
            !is_grouped(parts.whole, thousands)) {
            return ERR_FORMAT;
        }
        *out = parts;
        return dots + commas == 1 && is_ambiguous(&parts) ? ERR_INVALID : 0;
    }
    parts.whole.len = text.len;
    if (!is_grouped(parts.whole, dots > 0 ? '.' : ',')) {
        return ERR_FORMAT;
    }
    *out = parts;
    return 0;
}

static int whole_value(struct text_span whole, int64_t *out)
{
    int64_t value = 0;
    for (size_t i = 0; i < whole.len; i++) {
        if (is_digit(whole.data[i])) {
            value = value * 10 + (whole.data[i] - '0');
        }
        if (value > AMOUNT_MAX / AMOUNT_ONE) {
            return ERR_RANGE;
        }
    }
    *out = value;
    return 0;
}

static int decimal_value(struct text_span decimals, int64_t *out)
{
    int64_t value = 0;
    for (size_t i = 0; i < DECIMALS || i < decimals.len; i++) {
        int digit = i < decimals.len ? decimals.data[i] - '0' : 0;
        if (i >= DECIMALS && digit != 0) {
            return ERR_LIMIT;
        }
        if (i < DECIMALS) {
            value = value * 10 + digit;
        }
    }
    *out = value;
    return 0;
}

int amount_parse(const char *text, amount_t *out)
{
    struct text_span span = text_trim(text_span(text));
    bool negative = span.len > 0 && span.data[0] == '-';
    struct parts parts = {0};
    int64_t whole = 0;
    int64_t decimals = 0;
    if (span.len > 0 && (negative || span.data[0] == '+')) {
        span.data++;
        span.len--;
    }
    int err = split(span, &parts);
    err = err ? err : whole_value(parts.whole, &whole);
    err = err ? err : decimal_value(parts.decimals, &decimals);
    if (err) {
        return err;
    }
    *out = (negative ? -1 : 1) * (whole * AMOUNT_ONE + decimals);
    return 0;
}

static char *format(amount_t amount, char point, char out[static AMOUNT_TEXT_SIZE])
{
    out[0] = '\0';
    if (amount == AMOUNT_NONE) {
        return out;
    }
    uint64_t size = amount < 0 ? (uint64_t)0 - (uint64_t)amount : (uint64_t)amount;
    int wrote = snprintf(out, AMOUNT_TEXT_SIZE, "%s%llu%c%04llu", amount < 0 ? "-" : "",
                         (unsigned long long)(size / (uint64_t)AMOUNT_ONE), point,
                         (unsigned long long)(size % (uint64_t)AMOUNT_ONE));
    size_t len = wrote > 0 ? (size_t)wrote : 0;
    while (len > 0 && out[len - 1] == '0') {
        out[--len] = '\0';
    }
    if (len > 0 && out[len - 1] == point) {
        out[len - 1] = '\0';
    }
    return out;
}

char *amount_format_vn(amount_t amount, char out[static AMOUNT_TEXT_SIZE])
{
    return format(amount, ',', out);
}

char *amount_format(amount_t amount, char out[static AMOUNT_TEXT_SIZE])
{
    return format(amount, '.', out);
}

int amount_print(amount_t amount, const char *unit, struct buf *out)
{
    char text[AMOUNT_TEXT_SIZE];
    bool has_unit = unit && unit[0] != '\0';
    return buf_printf(out, "%s%s%s", amount_format_vn(amount, text), has_unit ? " " : "",
                      has_unit ? unit : "");
}
