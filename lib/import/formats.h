/* The readers of the formats: an archive becomes tables. */
#ifndef IMPORT_FORMATS_H
#define IMPORT_FORMATS_H

#include "lib/import/archive.h"
#include "lib/import/grid.h"

#define DOCX_MAX_NESTED 8 /* tables in tables */

/* Each adds every table of the document, in order, those inside others behind them. What was not
 * certain goes to the findings of grids. part is the main part ("word/document.xml").
 * Returns 0, or with a finding ERR_FORMAT, ERR_LIMIT, ERR_REFUSED; ERR_NOMEM. */
int docx_read(struct archive *archive, const char *part, struct grids *grids);
/* Every sheet; or with `only` that one alone, the others being there by name and empty. */
int xlsx_read(struct archive *archive, const char *part, const char *only, struct grids *grids);
/* Also the tables of a text document (odt). */
int ods_read(struct archive *archive, struct grids *grids);
/* One table, rows being lines. */
int csv_read_grid(const char *name, const void *data, size_t len, struct grids *grids);

#endif
