/* Who does it: the cells of units, split into names. */
#ifndef IMPORT_UNITS_H
#define IMPORT_UNITS_H

#include "base/diag.h"
#include "model/roster.h"

/* Where the cell stands, for findings. */
struct units_place {
    const char *file;
    int row, column; /* from 1 */
    struct diag *diag;
};

/* Splits a cell into names: at line ends, ";", bullets, and, when a department is given that knows
 * the pieces, at "," and "và". "A chủ trì, phối hợp với B", "Chủ trì: A; Phối hợp: B" and the like
 * part leading from coordinating units, whatever the column; what is marked as neither is of the
 * column's own kind (leading: false is coordinating), but in a cell that marks a leading unit
 * it is coordinating. Remarks in brackets and words behind a known name are left out of the name,
 * which is told. Returns 0, ERR_NOMEM, ERR_LIMIT. */
int units_split(const char *cell, bool leading, const struct department *department,
                const struct units_place *place, struct strings *lead,
                struct strings *coordinating);

#endif
