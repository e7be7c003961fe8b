/* CSV as RFC 4180 says and as Excel writes it: one record at a time, bounded memory. */
#ifndef IMPORT_CSV_H
#define IMPORT_CSV_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/diag.h"

#define CSV_MAX_CELL (1 << 20)   /* bytes of one cell */
#define CSV_MAX_RECORD (4 << 20) /* bytes of one record */
#define CSV_MAX_FIELDS 256
#define CSV_MAX_FILE ((size_t)256 << 20)

struct csv_cell {
    const char *text; /* UTF-8, NUL-terminated; valid until the next record */
    size_t len;
    int line;   /* where it begins, from 1 */
    int column; /* in characters, from 1 */
};

struct csv;

/* Opens a file. The encoding is UTF-8 (with or without BOM) or, by its BOM, UTF-16; the separator
 * (comma, semicolon, tab) is told from the first line. Findings go to diag.
 * Returns 0, ERR_NOT_FOUND, ERR_REFUSED, ERR_INVALID (a folder), ERR_LIMIT (too big), ERR_IO,
 * ERR_NOMEM. An empty file opens; its first record is already the end. */
int csv_open(const char *path, struct diag *diag, struct csv **out);
/* The same over bytes in memory, which must outlive the reader; name stands for the file. */
int csv_open_text(const char *name, const void *data, size_t len, struct csv **out);
/* Accepts NULL. */
void csv_close(struct csv *csv);

/* Reads the next record that is not wholly blank. Returns 1 (a record), 0 (the end), or, after one
 * error in diag: ERR_FORMAT (not UTF-8, a stray or unclosed quote, NUL), ERR_LIMIT (a cell, record
 * or number of fields above the ceiling), ERR_IO, ERR_NOMEM. After ERR_FORMAT and ERR_LIMIT
 * reading goes on behind the faulty record where its end can be told, else the next call
 * returns 0. */
int csv_next(struct csv *csv, struct diag *diag, const struct csv_cell **cells, size_t *count);

/* Takes one record; what it returns but 0 ends the reading. The cells are only lent. */
typedef int (*csv_row_fn)(void *arg, const struct csv_cell *cells, size_t count);
/* Reads every record to the end, going on behind faulty ones so that all errors are told at once.
 * Returns 0, ERR_FORMAT (some record was faulty; told), ERR_IO, ERR_NOMEM, or what each returned. */
int csv_each(struct csv *csv, struct diag *diag, csv_row_fn each, void *arg);

char csv_separator(const struct csv *csv);
const char *csv_name(const struct csv *csv);
/* Line on which the last record began. */
int csv_line(const struct csv *csv);

/* Appends one field as RFC 4180 wants it: quoted when it holds a separator, quote or line end. */
int csv_write_field(const char *text, char separator, struct buf *out);

#endif
