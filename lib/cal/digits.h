/* Fixed-form numbers in the texts of this folder. */
#ifndef LIB_CAL_DIGITS_H
#define LIB_CAL_DIGITS_H

#include <stdbool.h>

/* Reads at least min and at most max (<= 9) digits, no more standing behind them, and moves *at
 * past them. Returns false, with nothing moved or written, when the text is otherwise. */
static inline bool digits_read(const char **at, int min, int max, int *out)
{
    const char *p = *at;
    int value = 0;
    int count = 0;
    while (*p >= '0' && *p <= '9' && count < max) {
        value = value * 10 + (*p++ - '0');
        count++;
    }
    if (count < min || (*p >= '0' && *p <= '9')) {
        return false;
    }
    *at = p;
    *out = value;
    return true;
}

/* Moves *at past c when that stands there. */
static inline bool digits_skip(const char **at, char c)
{
    if (**at != c) {
        return false;
    }
    (*at)++;
    return true;
}

#endif
