/* The reader of the time column: Vietnamese text in, obligations and unread spans out. */
#ifndef PHRASE_PHRASE_H
#define PHRASE_PHRASE_H

#include "base/buf.h"
#include "model/reading.h"

/* Phrases longer than this many bytes are refused as READING_REASON_TOO_LONG. */
#define PHRASE_MAX_BYTES 65536

struct phrase_options {
    int from_year, to_year; /* the plan's years; a date without a year takes from_year. 0: none is
                               known, and no year is far */
    bool inclusive_before;  /* "trước ngày D" includes D (config truoc_ngay = "inclusive") */
};

/* Reads a phrase. text is UTF-8 in any normal form (invalid UTF-8 becomes an unread span); it need
 * not end in NUL. out must be empty; the caller clears it. Never invents a date: what is not
 * understood is in out->unread and the status says so (design.md §4). What contradicts itself, the
 * calendar (31/02, quý V) or the plan's years gives no obligation: a day more than 3 years before or
 * 10 after them, a period more than 3 before or 40 after.
 * Returns 0, ERR_NOMEM; the phrase itself can never make it fail. */
int phrase_read(const char *text, size_t len, const struct phrase_options *options,
                struct reading *out);

/* Appends the canonical Vietnamese wording of a rule; phrase_read of that wording gives an equal
 * rule again, whatever the years in the options (if its dates are not far from them, and with
 * inclusive_before unset: a shift of one day back is worded as "trước"). Returns 0, ERR_NOMEM, ERR_LIMIT, ERR_INVALID. */
int phrase_print(const struct obligation *obligation, struct buf *out);

#endif
