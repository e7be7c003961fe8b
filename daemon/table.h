/* Tables of text for a terminal: columns that line up with Vietnamese text, cells that wrap. */
#ifndef DAEMON_TABLE_H
#define DAEMON_TABLE_H

#include <stddef.h>

#include "base/buf.h"

#define TABLE_MAX_COLUMNS 12

struct table_column {
    const char *title; /* in the user's language */
    size_t max; /* widest it may get, in terminal columns, but for a longer word of its title;
                        * 0: shares what is left */
};

struct table;

/* A table with these columns (copied), 1 … TABLE_MAX_COLUMNS of them. Returns 0, ERR_INVALID, or
 * ERR_NOMEM. */
int table_new(const struct table_column *columns, size_t count, struct table **out);
/* Adds a row; cells are copied, NULL is an empty one. Returns 0, ERR_NOMEM, or ERR_LIMIT. */
int table_add(struct table *table, const char *const *cells);
size_t table_rows(const struct table *table);
/* Appends the table as lines of at most `width` terminal columns, cells wrapped at spaces, with a
 * heading and a rule under it. Returns 0, ERR_NOMEM, ERR_LIMIT. */
int table_print(const struct table *table, size_t width, struct buf *out);
/* Accepts NULL. */
void table_free(struct table *table);

#endif
