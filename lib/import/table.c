#include "lib/import/table.h"

#include "base/err.h"

void table_begin(struct table *table, struct csv *csv, struct diag *diag)
{
    *table = (struct table){.csv = csv, .diag = diag, .told = diag ? diag->errors : 0};
}

static int take_row(void *arg, const struct csv_cell *cells, size_t count)
{
    struct table *table = arg;
    if (!header_fits(&table->header, table->csv, cells, count, table->diag)) {
        table->faulty = true;
        return 0;
    }
    return table->each(table->arg, cells, count);
}

int table_read(struct table *table, const struct header_column *columns, csv_row_fn each, void *arg)
{
    table->each = each;
    table->arg = arg;
    int err = header_read(table->csv, columns, table->diag, &table->header);
    if (err) {
        return err;
    }
    err = csv_each(table->csv, table->diag, take_row, table);
    table->faulty = table->faulty || err == ERR_FORMAT;
    return err == 0 && table->faulty ? ERR_FORMAT : err;
}

int table_end(struct table *table, int err)
{
    if (err && table->diag && table->diag->errors == table->told) {
        diag_add(table->diag, DIAG_ERROR, csv_name(table->csv), csv_line(table->csv), 0,
                 err_text(err), NULL);
    }
    csv_close(table->csv);
    table->csv = NULL;
    return err;
}

struct csv_cell table_cell(const struct table *table, size_t column, const struct csv_cell *cells)
{
    return header_cell(&table->header, column, cells);
}

char *table_text(const struct table *table, size_t column, const struct csv_cell *cells, bool tidy)
{
    struct csv_cell cell = table_cell(table, column, cells);
    return header_text(&cell, tidy);
}

void table_complain(struct table *table, const struct csv_cell *cell, const char *message,
                    const char *remedy)
{
    diag_add(table->diag, DIAG_ERROR, csv_name(table->csv), cell->line, cell->column, message,
             remedy);
    table->faulty = true;
}
