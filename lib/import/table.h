/* One CSV file with a header under way: what the readers of plans, targets, measures and results share. */
#ifndef IMPORT_TABLE_H
#define IMPORT_TABLE_H

#include "lib/import/header.h"

struct table {
    struct csv *csv;
    struct header header;
    struct diag *diag;
    bool faulty; /* some row is; each is told */
    size_t told; /* errors in diag before it */
    csv_row_fn each;
    void *arg;
};

/* The table takes csv over. */
void table_begin(struct table *table, struct csv *csv, struct diag *diag);
/* Reads the header, and gives each row that fits it to `each`; goes on behind faulty rows so that all
 * errors are told at once. Returns 0, ERR_FORMAT (faulty rows: table->faulty; or the header), what
 * csv_each returns or `each` did. */
int table_read(struct table *table, const struct header_column *columns, csv_row_fn each,
               void *arg);
/* Tells err in general words when nothing was told of it, and closes the file. Returns err. */
int table_end(struct table *table, int err);

struct csv_cell table_cell(const struct table *table, size_t column, const struct csv_cell *cells);
/* The cell as header_text gives it. */
char *table_text(const struct table *table, size_t column, const struct csv_cell *cells, bool tidy);
/* The row is faulty. */
void table_complain(struct table *table, const struct csv_cell *cell, const char *message,
                    const char *remedy);

#endif
