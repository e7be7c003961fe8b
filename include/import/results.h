/* Result files: many discharges at once (`dondoc done --file KQ.csv`). */
#ifndef IMPORT_RESULTS_H
#define IMPORT_RESULTS_H

#include "base/diag.h"
#include "cal/civil.h"

#define RESULTS_MAX 100000

struct result {
    char *key;      /* the short code of a mail, or an occurrence id, as written */
    char *document; /* "12/BC-STNMT", never blank */
    day_t on;       /* DAY_NONE: not given */
    char *note;     /* "" none */
    int line;
};

struct results {
    struct result *items;
    size_t count, capacity;
    bool faulty; /* there are rows that cannot be taken */
};

/* Reads a CSV with the columns ma, so_ky_hieu, ngay and, at will, ghi_chu (in any order, other
 * columns are passed over). Dates as civil_parse_any takes them. Every faulty row is told in diag,
 * and left out: the others are given, so that what is wrong with those is told too. A key named twice,
 * and a row without a document, are errors of their rows.
 * Returns 0, ERR_NOT_FOUND, ERR_REFUSED, ERR_INVALID, ERR_IO, ERR_FORMAT, ERR_LIMIT, ERR_NOMEM. */
int import_results(const char *path, struct results *out, struct diag *diag);
int import_results_text(const char *name, const void *data, size_t len, struct results *out,
                        struct diag *diag);
/* Accepts NULL and zeroed. */
void results_clear(struct results *results);

#endif
