/* Looks at the bytes of an XML document before the parser does: no document type, no monstrous tag, no
 * depth without end.
 *
 * An XML parser takes time that grows with the square of a tag's attributes, and with what a
 * document type declares; no office program writes either. */
#ifndef IMPORT_GUARD_H
#define IMPORT_GUARD_H

#include <stdbool.h>
#include <stddef.h>

#define GUARD_MAX_TAG 65536 /* bytes of one tag, its attributes with it */
#define GUARD_MAX_ATTRIBUTES 160
#define GUARD_MAX_DEPTH 200 /* elements in elements */

enum guard_state {
    GUARD_TEXT,
    GUARD_OPEN,  /* behind "<" */
    GUARD_TAG,   /* in a tag */
    GUARD_QUOTE, /* in the value of an attribute */
    GUARD_BANG,  /* behind "<!" */
    GUARD_COMMENT,
    GUARD_CDATA,
    GUARD_PI,
};

/* A zeroed struct is at the beginning of a document. */
struct guard {
    enum guard_state state;
    char quote;
    char last[2]; /* the two bytes before */
    bool closes;  /* the tag is "</…" */
    int depth;
    size_t tag, attributes;
    size_t bang; /* bytes of "[CDATA[" or "--" seen */
    char first;  /* behind "<!" */
};

/* Looks at the next bytes. Returns 0, ERR_FORMAT (a document type), or ERR_LIMIT (a tag, or too
 * deep). */
int guard_check(struct guard *guard, const char *data, size_t len);

#endif
