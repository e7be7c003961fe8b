/* Letters of Vietnamese text, composed or not, taken apart. */
#ifndef LIB_PHRASE_LETTERS_H
#define LIB_PHRASE_LETTERS_H

#include <stddef.h>
#include <stdint.h>

enum letter_class {
    LETTER_LETTER, /* plain is a … z, or '?' for another script's */
    LETTER_DIGIT,  /* plain is 0 … 9 */
    LETTER_SPACE,  /* plain is '\n' for a line end, else ' ' */
    LETTER_PUNCT,  /* plain is an ASCII sign; kinds of dash, quote and bullet are one */
    LETTER_MARK,   /* a combining mark: belongs to the letter before */
    LETTER_SKIP,   /* zero width */
    LETTER_BAD,    /* not UTF-8 */
};

struct letter {
    uint8_t class; /* enum letter_class */
    char plain;
    uint8_t marks; /* words.h */
    uint8_t capital;
    uint8_t bytes; /* 1 … 4 */
};

/* The character at text[0], len > 0. */
struct letter letter_at(const char *text, size_t len);

#endif
