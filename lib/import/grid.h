/* What every format becomes: tables of text cells with their merges resolved. */
#ifndef IMPORT_GRID_H
#define IMPORT_GRID_H

#include <stdbool.h>
#include <stddef.h>

#include "base/diag.h"

#define GRID_MAX_ROWS 50000
#define GRID_MAX_COLUMNS 256
#define GRID_MAX_CELLS 2000000           /* of all tables, covered ones with them */
#define GRID_MAX_CELL ((size_t)131072)   /* bytes of one cell's text */
#define GRID_MAX_TEXT ((size_t)64 << 20) /* bytes of all texts */
#define GRID_MAX_TABLES 2000

struct grid_cell {
    const char *text; /* never NULL; of a covered cell that of the merged one; owned by grids */
    bool down;        /* goes on from the cell above (merged) */
    bool across;      /* goes on from the cell on the left (merged) */
};

struct grid_row {
    struct grid_cell *items;
    size_t count, capacity;
};

struct grid {
    char *name;    /* of the sheet; "" none */
    char *heading; /* the paragraph above a table; "" none */
    int depth;     /* of a table in a table: 1 …; 0 else */
    struct grid_row *items;
    size_t count, capacity;
    size_t columns; /* of the widest row */
};

struct text_block;

/* All tables of a file, and their texts. */
struct grids {
    struct grid **items;
    size_t count, capacity;
    struct text_block *texts;
    size_t text_len;  /* bytes in all */
    size_t cells;     /* in all */
    const char *file; /* for findings */
    struct diag *diag;
};

/* Sets up an empty collection for findings in that file. */
void grids_init(struct grids *grids, const char *file, struct diag *diag);
/* Accepts NULL and zeroed. */
void grids_clear(struct grids *grids);
/* Adds an empty table at the end; name and heading are copied, NULL is none. Valid until grids_clear.
 * Returns 0, ERR_LIMIT, ERR_NOMEM. */
int grids_add(struct grids *grids, const char *name, const char *heading, struct grid **out);
/* Keeps a copy of a text: line ends become "\n", soft hyphens, zero-width spaces and control
 * characters go, no-break spaces become spaces, both ends are trimmed; NFC.
 * Returns 0, ERR_LIMIT (with GRID_MAX_CELL or GRID_MAX_TEXT), ERR_FORMAT (not UTF-8), ERR_NOMEM. */
int grids_keep(struct grids *grids, const char *text, size_t len, const char **out);

/* Puts a kept text at a place (both from 0) that spans so many rows and columns, clipped to the
 * ceilings; what was there is replaced. Rows below are made only as far as they are covered.
 * Returns 0, or with a finding ERR_LIMIT; ERR_NOMEM. */
int grid_put(struct grids *grids, struct grid *grid, size_t row, size_t column, const char *text,
             size_t row_span, size_t column_span);
/* Joins an area after all cells were put; clipped to the rows that are there. Same errors. */
int grid_merge(struct grids *grids, struct grid *grid, size_t row, size_t column, size_t last_row,
               size_t last_column);
/* Marks a cell that goes on from the one above, spanning so many columns. Same errors. */
int grid_continue(struct grids *grids, struct grid *grid, size_t row, size_t column,
                  size_t column_span);

/* The cell; an empty one where there is none. */
const struct grid_cell *grid_at(const struct grid *grid, size_t row, size_t column);
/* Whether the row holds nothing but blank cells. */
bool grid_row_is_blank(const struct grid *grid, size_t row);
/* Takes blank rows off the end. */
void grid_trim(struct grid *grid);

/* Whether two names of sheets are the same, whatever their Unicode form, case and spacing. */
bool grid_same_name(const char *a, const char *b);

/* Tells that a ceiling was met at a cell (from 0). Returns ERR_LIMIT. */
int grid_too_big(const struct grids *grids, size_t row, size_t column, const char *what);

#endif
