#include "lib/import/ordinal.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "base/utf8.h"

#define CELL_MAX 48 /* bytes of a cell that can be a number */

static bool is_digits(const char *text, size_t len)
{
    return len > 0 && strspn(text, "0123456789") >= len;
}

/* A Roman number as people write them: I V X only (plans have no fifty parts). L, C, D and M alone
 * are letters of parts. */
static bool is_roman(const char *text, size_t len)
{
    static const char *const UNITS[] = {"", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX"};
    size_t tens = strspn(text, "X");
    if (len == 0 || tens > 3 || tens > len) {
        return false;
    }
    if (tens > 0 && len > tens && text[tens] != 'I' && text[tens] != 'V') {
        return false;
    }
    for (size_t i = 0; i < sizeof(UNITS) / sizeof(UNITS[0]); i++) {
        size_t size = strlen(UNITS[i]);
        if (size == len - tens && memcmp(text + tens, UNITS[i], size) == 0) {
            return true;
        }
    }
    return false;
}

/* Digits with dots between them, and letters behind: "1", "1.2", "10a". */
static bool is_decimal(const char *text)
{
    const char *at = text;
    for (;;) {
        size_t digits = strspn(at, "0123456789");
        if (digits == 0 || digits > 6) {
            return false;
        }
        at += digits;
        if (*at != '.' || !isdigit((unsigned char)at[1])) {
            break;
        }
        at++;
    }
    return *at == '\0' || (islower((unsigned char)*at) && at[1] == '\0') ||
           (*at == '.' && islower((unsigned char)at[1]) && at[2] == '\0');
}

/* "I.1", "TC.1", "2022.1" with a year, "2023-2025.6": pieces joined by dots, the first no plain
 * number. */
static bool is_whole(const char *text)
{
    const char *dot = strchr(text, '.');
    if (!dot || dot == text || dot[1] == '\0' || strlen(text) > CELL_MAX) {
        return false;
    }
    size_t first = (size_t)(dot - text);
    for (const char *at = text; *at; at++) {
        bool fits = isalnum((unsigned char)*at) || *at == '.' || *at == '-';
        if (!fits) {
            return false;
        }
    }
    bool year = first == 4 && is_digits(text, 4);
    return year || !is_digits(text, first);
}

static enum ordinal_kind kind_of(const char *text)
{
    size_t len = strlen(text);
    uint32_t code;
    bool one = utf8_decode(text, len, &code) == (int)len;
    if (len == 0) {
        return ORDINAL_NONE;
    }
    if (one && (strchr("-+*", text[0]) || code == 0x2013 || code == 0x2022 || code == 0x25CF)) {
        return ORDINAL_BULLET;
    }
    if (is_roman(text, len)) {
        return ORDINAL_ROMAN;
    }
    if (len == 4 && is_digits(text, 4) && (text[0] == '2' || text[0] == '1')) {
        return ORDINAL_WORD; /* a year: no group has a thousand rows */
    }
    if (is_whole(text)) {
        return ORDINAL_WHOLE;
    }
    if (is_decimal(text)) {
        return ORDINAL_DECIMAL;
    }
    if (one && utf8_is_letter(code)) {
        return utf8_is_upper(code) ? ORDINAL_PART : ORDINAL_LETTER;
    }
    for (size_t i = 0; i < len; i++) {
        if (!isalnum((unsigned char)text[i]) && text[i] != '-') {
            return ORDINAL_NONE;
        }
    }
    return len <= 16 ? ORDINAL_WORD : ORDINAL_NONE;
}

/* Copies without spaces, brackets and dots at the ends; "/" and "@" may not stand in an id. */
static void normalise(const char *text, size_t len, char out[static ORDINAL_SIZE])
{
    size_t used = 0;
    for (size_t i = 0; i < len && used < ORDINAL_SIZE - 1; i++) {
        if (!strchr(" \n()[]", text[i])) {
            out[used++] = text[i] == '/' || text[i] == '@' ? '-' : text[i];
        }
    }
    while (used > 0 && strchr(".:;,", out[used - 1])) {
        used--;
    }
    out[used] = '\0';
}

struct ordinal ordinal_of(const char *text)
{
    struct ordinal ordinal = {.kind = ORDINAL_NONE};
    size_t len = strlen(text);
    if (len > CELL_MAX) {
        return ordinal;
    }
    normalise(text, len, ordinal.text);
    ordinal.kind = kind_of(ordinal.text);
    /* "1." of a list is a number; "01" is 1. */
    if (ordinal.kind == ORDINAL_DECIMAL && ordinal.text[0] == '0' && ordinal.text[1] != '\0' &&
        isdigit((unsigned char)ordinal.text[1])) {
        memmove(ordinal.text, ordinal.text + 1, strlen(ordinal.text));
    }
    return ordinal;
}

struct ordinal ordinal_in(const char *text, const char **rest)
{
    struct ordinal none = {.kind = ORDINAL_NONE};
    *rest = text;
    size_t len = strcspn(text, " \n");
    if (len == 0 || len > 12 || text[len] == '\0') {
        return none;
    }
    char first[16];
    (void)snprintf(first, sizeof(first), "%.*s", (int)len, text);
    bool closed = strchr(".):-/", first[len - 1]) != NULL;
    struct ordinal found = ordinal_of(first);
    const char *next = text + len + strspn(text + len, " \n");
    uint32_t code;
    bool capital = utf8_decode(next, strlen(next), &code) > 0 && utf8_is_upper(code);
    bool taken = found.kind == ORDINAL_ROMAN ? closed || capital
                 : found.kind == ORDINAL_PART || found.kind == ORDINAL_DECIMAL ||
                         found.kind == ORDINAL_LETTER || found.kind == ORDINAL_WHOLE
                     ? closed
                     : false;
    if (!taken) {
        return none;
    }
    /* "II. - CẢI CÁCH" */
    next += strspn(next, "-:. ");
    *rest = next;
    return found;
}

void ordinal_roman(int number, char out[static ORDINAL_SIZE])
{
    static const char *const ONES[] = {"", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX"};
    static const char *const TENS[] = {"", "X", "XX", "XXX", "XL", "L", "LX", "LXX", "LXXX", "XC"};
    if (number < 1 || number > 99) {
        (void)snprintf(out, ORDINAL_SIZE, "%d", number);
        return;
    }
    (void)snprintf(out, ORDINAL_SIZE, "%s%s", TENS[number / 10], ONES[number % 10]);
}

void ordinal_letter(int number, char out[static ORDINAL_SIZE])
{
    if (number >= 1 && number <= 26) {
        (void)snprintf(out, ORDINAL_SIZE, "%c", 'a' + number - 1);
    } else {
        (void)snprintf(out, ORDINAL_SIZE, ".%d", number);
    }
}
