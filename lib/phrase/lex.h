/* Tokens of a phrase: words of time by class, numbers, punctuation, each with its bytes. */
#ifndef LIB_PHRASE_LEX_H
#define LIB_PHRASE_LEX_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "lib/phrase/words.h"

enum token_kind {
    TOKEN_WORD,
    TOKEN_NUMBER,
    TOKEN_PUNCT, /* one of , ; . : / - + & ( ) " % * ~ < > ? */
    TOKEN_BAD,   /* bytes that are not UTF-8 */
};

struct token {
    uint32_t begin, end; /* bytes of the phrase as given */
    int32_t value;       /* NUMBER: its value, at most 99,999,999; ROMAN words: 1 … 20 */
    uint8_t kind;        /* enum token_kind */
    uint8_t word;        /* enum word; W_NONE when the word is not one of time */
    uint8_t digits;      /* NUMBER: how many */
    char punct;          /* PUNCT */
    bool space;          /* white space before it */
    bool line;           /* a line end before it */
    bool capital;        /* its first letter is a capital */
    bool upper;          /* all its letters are capitals */
    bool bare;           /* its letters carry no mark */
    bool stuck;          /* NUMBER: letters of no word of time stand right before or after it */
    bool used;           /* consumed: read as time, or known not to be time */
};

struct lexed {
    const char *text;
    struct token *tokens;
    size_t count;
    bool marked; /* some word carries a Vietnamese mark */
};

/* At most this many tokens come out of len bytes. */
size_t lex_max_tokens(size_t len);
/* Cuts the text into tokens; tokens has room for lex_max_tokens(len). */
void lex_run(const char *text, size_t len, struct token *tokens, struct lexed *out);

#endif
