/* Plan files: CSV rows into tasks (design.md §5). */
#ifndef IMPORT_PLAN_H
#define IMPORT_PLAN_H

#include "base/buf.h"
#include "base/diag.h"
#include "model/plan.h"

/* Reads the rows of a plan's file (section->file) into a plan that begins as a copy of the section.
 * `out` must be empty and is untouched on failure. Every faulty row is told in diag (file, line,
 * column, what is wrong, what would be right), not only the first.
 *
 * Errors, all of which leave the plan as it was: a missing, empty or unreadable file; a header
 * without the columns of the contract; a cell or row that is not UTF-8, not closed, too big or has
 * the wrong number of fields; a row without stt or with one that stood before; an stt that cannot
 * stand in an occurrence id. A row with no content is a warning.
 * Returns 0, ERR_NOT_FOUND, ERR_REFUSED, ERR_INVALID, ERR_IO, ERR_FORMAT, ERR_LIMIT, ERR_NOMEM. */
int import_plan(const struct plan *section, struct plan *out, struct diag *diag);

/* The same from bytes in memory; section->file is only the name that findings carry. */
int import_plan_text(const struct plan *section, const void *data, size_t len, struct plan *out,
                     struct diag *diag);

/* Appends the rows as a plan CSV (CRLF, the contract's columns, thoi_gian_sua and sua_doi when a row
 * has them). Returns 0, ERR_NOMEM, ERR_LIMIT. */
int import_plan_write(const struct plan *plan, struct buf *out);

#endif
