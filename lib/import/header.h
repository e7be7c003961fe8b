/* The first record of a file: which column stands where. */
#ifndef IMPORT_HEADER_H
#define IMPORT_HEADER_H

#include <stdbool.h>

#include "import/csv.h"

#define HEADER_MAX_COLUMNS 16

struct header_column {
    const char *name; /* as the contract writes it: "thoi_gian" */
    const char *const
        *other; /* further wordings, plain lower-case letters; NULL-terminated, or NULL */
    bool required;
};

struct header {
    int at[HEADER_MAX_COLUMNS]; /* of each column its index in a record; -1: not there */
    size_t fields;              /* how many fields a record has */
};

/* Reads the header: names in any order, whatever their case, diacritics, spaces and underscores.
 * Columns ends with a NULL name. Columns that are not known are passed over with a warning, empty ones
 * silently. Returns 0, ERR_FORMAT (told: expected, found) or what csv_next returns. */
int header_read(struct csv *csv, const struct header_column *columns, struct diag *diag,
                struct header *out);

/* Whether the record has the header's number of fields; more are fine while they are empty. */
bool header_fits(const struct header *header, const struct csv *csv, const struct csv_cell *cells,
                 size_t count, struct diag *diag);

/* The cell of a column; an empty one when the column is not there. */
struct csv_cell header_cell(const struct header *header, size_t column,
                            const struct csv_cell *cells);

/* Appends the cell as text: NFC, without spaces at its ends; tidy: each run of spaces and line ends is
 * one space. Returns a copy to free, NULL when memory is short. */
char *header_text(const struct csv_cell *cell, bool tidy);

#endif
