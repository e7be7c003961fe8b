/* Automatic numbering of Word paragraphs: the number is not in the text, it is computed. */
#ifndef IMPORT_NUMBERING_H
#define IMPORT_NUMBERING_H

#include "base/buf.h"
#include "lib/import/archive.h"

#define NUMBERING_LEVELS 9
#define NUMBERING_MAX 2000 /* definitions, instances, styles each */

struct numbering;

/* Reads the numbering and the styles of a document; either part may be NULL or missing.
 * Returns 0, ERR_NOMEM, or what xml_next returns. */
int numbering_read(struct archive *archive, const char *numbering_part, const char *styles_part,
                   struct numbering **out);
/* Accepts NULL. */
void numbering_free(struct numbering *numbering);

/* What a paragraph's properties say; -1: not said. */
struct numbered {
    int list;  /* numId; 0 takes the numbering of the style off */
    int level; /* ilvl */
    char style[128];
};

/* Counts the paragraph and appends its label as Word shows it ("1.", "II.", "a)"; "-" for a bullet),
 * nothing when it has none. Returns 0, ERR_NOMEM, ERR_LIMIT. */
int numbering_label(struct numbering *numbering, const struct numbered *paragraph, struct buf *out);

/* Appends a number from 1 in a format's name ("upperRoman", "lowerLetter" …); unknown: decimal. */
int numbering_format(const char *format, int number, struct buf *out);

#endif
