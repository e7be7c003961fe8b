/* Which table holds the plan, where its header is, and which column is what. */
#ifndef IMPORT_COLUMNS_H
#define IMPORT_COLUMNS_H

#include "base/buf.h"
#include "lib/import/grid.h"

enum column {
    COLUMN_NONE,
    COLUMN_STT,
    COLUMN_GROUP,
    COLUMN_CONTENT,
    COLUMN_PRODUCT,
    COLUMN_LEAD,
    COLUMN_COORDINATING,
    COLUMN_ASSIGNMENT, /* lead and coordinating in one */
    COLUMN_TIME,
    COLUMN_TIME_FROM, /* sub-columns of the time */
    COLUMN_TIME_TO,
    COLUMN_TIME_FIX, /* thoi_gian_sua */
    COLUMN_AMENDS,   /* sua_doi */
    COLUMN_NOTE,     /* known, not wanted */
};

#define COLUMN_KINDS (COLUMN_NOTE + 1)

struct layout {
    size_t header; /* first row of the header, from 0 */
    size_t body;   /* first row behind it */
    enum column kinds[GRID_MAX_COLUMNS];
    int at[COLUMN_KINDS]; /* the first column of a kind; -1 none */
    int score;            /* how much like a plan; above 0 */
};

/* What a header cell names; COLUMN_NONE when nothing that is known. */
enum column column_of(const char *text);
/* The column's name in the contract ("thoi_gian"); static. */
const char *column_name(enum column column);

/* Finds the header; false when the table has none with a content column and a time or a unit. */
bool layout_find(const struct grid *grid, struct layout *out);
/* Whether a row of the body repeats the header (as on each page), or numbers the columns. */
bool layout_is_header(const struct grid *grid, const struct layout *layout, size_t row);
/* Whether two layouts have the same columns in the same places. */
bool layout_equal(const struct layout *a, const struct layout *b);
/* Appends "STT → stt, Nội dung → noi_dung". Returns 0, ERR_NOMEM, ERR_LIMIT. */
int layout_print(const struct grid *grid, const struct layout *layout, struct buf *out);

/* Appends the letters and digits of a text alone, plain and in lower case: "Số TT" → "sott". */
int column_key(const char *text, struct buf *out);

#endif
