/* Numbers of a spreadsheet as its reader sees them: dates by their number format. */
#ifndef IMPORT_NUMBER_H
#define IMPORT_NUMBER_H

#include <stdbool.h>

#include "base/buf.h"

enum number_kind {
    NUMBER_GENERAL,
    NUMBER_PERCENT,
    NUMBER_DATE,      /* has a day */
    NUMBER_DATE_TIME, /* a day and hours */
    NUMBER_MONTH,     /* month and year only */
    NUMBER_YEAR,      /* year only */
    NUMBER_TIME,      /* hours only */
};

/* What a format code shows ("dd/mm/yyyy", "[$-42A]d mmmm yyyy;@", "0%"). */
enum number_kind number_kind_of(const char *code);
/* The same of a built-in id (ECMA-376 part 1, 18.8.30, with the ids that East Asian versions add);
 * ids from 164 are not built in: NUMBER_GENERAL. */
enum number_kind number_kind_built_in(int id);

/* Appends the number as text. Serials of dates count from 1900 with its 29 February that never was,
 * or from 1904. Dates are dd/mm/yyyy, with "HHhMM ngày " before when the format shows hours and the
 * cell has some; NUMBER_MONTH is "Tháng mm/yyyy", NUMBER_YEAR "Năm yyyy". *doubtful is set when the
 * number is no date that there is (out of range, or 29/02/1900), which is then shown as a number.
 * Returns 0, ERR_FORMAT (no number), ERR_NOMEM, ERR_LIMIT. */
int number_print(const char *text, enum number_kind kind, bool from_1904, bool *doubtful,
                 struct buf *out);

#endif
