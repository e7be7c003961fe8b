/* Files of targets: what a plan's rows must reach (`targets = "…"` of its config section), and what
 * was measured (`dondoc target import FILE.csv`). */
#ifndef IMPORT_TARGETS_H
#define IMPORT_TARGETS_H

#include "base/diag.h"
#include "model/plan.h"
#include "model/target.h"

/* Reads the targets of a plan that import_plan has read, from plan->targets. Columns: stt, indicator,
 * comparator, value, unit, per, from_year, to_year (empty: as from_year), verbatim; at will `file`
 * (a file of several plans: rows with another file name than the plan's are passed over) and `ma`
 * (the target's code; else target_make_code's). Ceilings are set (targets_link).
 * Every faulty row is told in diag with file, line and column, and then nothing is given: a value that
 * is no number or could be two, above 100 for a "%" that is no growth, an unknown comparator, years
 * that are none, reversed or not the plan's, an stt that the plan does not have, a target that stood
 * before, a missing indicator, a code that is none. A plan with `targets` whose file has no row for
 * it is an error too: a file cut short must not withdraw them all.
 * Returns 0, ERR_NOT_FOUND, ERR_REFUSED, ERR_INVALID, ERR_IO, ERR_FORMAT, ERR_LIMIT, ERR_NOMEM; out
 * is untouched then. */
int import_targets(const struct plan *plan, struct targets *out, struct diag *diag);
/* The same from bytes in memory; plan->targets is only the name that findings carry. */
int import_targets_text(const struct plan *plan, const void *data, size_t len, struct targets *out,
                        struct diag *diag);

#define MEASURES_MAX 100000

/* One measured value, as written: what it means depends on its target. Texts are owned, "" when the
 * cell is empty. */
struct measure {
    char *target; /* id, code or "plan/stt" */
    char *value;
    char *on;
    char *document;
    bool baseline;
    int line;
};

struct measures {
    struct measure *items;
    size_t count, capacity;
    bool faulty; /* there are rows that cannot be taken */
};

/* Reads a CSV with the columns ma, gia_tri, ngay, so_ky_hieu and, at will, loai ("mốc" or "baseline":
 * the row is a baseline; else "" or "số đo"); other columns are passed over. Faulty rows are told in
 * diag, and left out: the others are given, so that what is wrong with those is told too. Same errors. */
int import_measures(const char *path, struct measures *out, struct diag *diag);
int import_measures_text(const char *name, const void *data, size_t len, struct measures *out,
                         struct diag *diag);
/* Accepts NULL and zeroed. */
void measures_clear(struct measures *measures);

#endif
