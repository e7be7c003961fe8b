/* The table of a plan straight out of the department's own file: docx, xlsx, ods, csv. */
#ifndef IMPORT_DOCUMENT_H
#define IMPORT_DOCUMENT_H

#include "base/diag.h"
#include "model/plan.h"

#define DOCUMENT_MAX_FILE ((size_t)32 << 20) /* bytes of the file as it lies on the disk */

struct document_options {
    const char *sheet;                   /* only the sheet (table) of that name; NULL: any */
    int table;                           /* only the n-th table or sheet, from 1; 0: any */
    const struct department *department; /* whose names split a list of units; NULL: nobody's */
};

/* What was read, for the review. A zeroed struct is empty. */
struct document_info {
    const char *format; /* "docx", "xlsx", "ods", "odt", "csv"; static */
    char *table;        /* the sheet's name, or "Bảng 2" */
    int index;          /* of that table in the file, from 1 */
    int tables;         /* how many the file has */
    int header_row;     /* of the header in the table, from 1 */
    char *columns;      /* what was recognised: "TT → stt, Nội dung → noi_dung, …" */
};

/* Reads the rows of the plan that the file holds into a plan that has none yet (a zeroed one will
 * do); its other members stay. Each row's line is its row in the table or sheet. What the file is
 * is told from its content, not from its name.
 *
 * With several tables the one that looks most like a plan is taken, and those behind it that go on
 * with the same columns; which, and what was passed over, is said in diag. So is all that was not
 * certain: each finding has the row as line and the column, both from 1. Nothing is left out
 * without a finding.
 *
 * Memory and time are bounded whatever the file holds. Returns 0 or, with an error in diag:
 * ERR_NOT_FOUND (file, or the sheet or table that was asked for), ERR_REFUSED (permission, or a file
 * protected by a password), ERR_INVALID (a folder), ERR_FORMAT (damaged, another kind of file, or
 * no table with a plan's columns), ERR_LIMIT (too big, too deep, made to swell), ERR_IO,
 * ERR_NOMEM. plan and info are untouched then. */
int document_read(const char *path, const struct document_options *options, struct plan *plan,
                  struct document_info *info, struct diag *diag);

/* The same from bytes in memory; name is what findings carry. */
int document_read_memory(const char *name, const void *data, size_t len,
                         const struct document_options *options, struct plan *plan,
                         struct document_info *info, struct diag *diag);

/* Accepts NULL and zeroed. */
void document_info_clear(struct document_info *info);

#endif
