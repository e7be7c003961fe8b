/* Phrases and their meaning, in files that an officer can read. See tests/corpus/phrase/README. */
#ifndef TESTS_CORPUS_GOLDEN_H
#define TESTS_CORPUS_GOLDEN_H

#include <stddef.h>

#include "base/buf.h"
#include "model/reading.h"

#define GOLDEN_MAX_TEXT 8192
#define GOLDEN_MAX_ALTERNATIVES 4

struct golden {
    const char *file;
    int line, from_year, to_year;
    char text[GOLDEN_MAX_TEXT]; /* the phrase, its escapes undone */
    size_t len;
    char meaning[GOLDEN_MAX_ALTERNATIVES][GOLDEN_MAX_TEXT]; /* accepted readings */
    size_t count;
};

/* Calls `check` with every phrase of the file. Returns how many there were, or -1 when the file
 * cannot be read or is not well formed (a line of why goes to stderr). */
int golden_read(const char *path, void (*check)(const struct golden *, void *), void *context);

/* Appends the reading as the files write it, one obligation a line. */
void golden_print(const struct reading *reading, int from_year, int to_year, struct buf *out);

#endif
