/* The number in front of a row or of a group's heading: "1", "a)", "III", "B", "2.1", "TC.1". */
#ifndef IMPORT_ORDINAL_H
#define IMPORT_ORDINAL_H

#include <stdbool.h>
#include <stddef.h>

#define ORDINAL_SIZE 65

enum ordinal_kind {
    ORDINAL_NONE,
    ORDINAL_PART,    /* A, B, Đ */
    ORDINAL_ROMAN,   /* I … */
    ORDINAL_DECIMAL, /* 1, 1.2, 1a */
    ORDINAL_LETTER,  /* a, b, đ */
    ORDINAL_BULLET,  /* "-", "+", "*", "•" */
    ORDINAL_WHOLE,   /* "I.1", "TC.1", "2023-2025.1": names its group itself */
    ORDINAL_WORD,    /* "TC", "2022": other short words */
};

struct ordinal {
    enum ordinal_kind kind;
    char text[ORDINAL_SIZE]; /* without closing dots and brackets; fit for an occurrence id */
};

/* What a cell of the column STT holds. Text that is no number gives ORDINAL_NONE. */
struct ordinal ordinal_of(const char *text);

/* The number at the beginning of a text ("II. CẢI CÁCH", "1. Xây dựng", "a) Rà soát"), which must be
 * followed by a dot, bracket, colon or dash and a space, or, of a Roman number, by a space and a
 * capital. *rest is where the text goes on. ORDINAL_NONE and *rest = text when there is none. */
struct ordinal ordinal_in(const char *text, const char **rest);

/* Writes 1 … 99 as a Roman number. */
void ordinal_roman(int number, char out[static ORDINAL_SIZE]);
/* Writes 1 … 26 as a … z, beyond that as a number behind a dot. */
void ordinal_letter(int number, char out[static ORDINAL_SIZE]);

#endif
