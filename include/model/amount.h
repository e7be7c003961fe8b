/* Measured values: decimals that are kept exactly, as whole ten-thousandths. */
#ifndef MODEL_AMOUNT_H
#define MODEL_AMOUNT_H

#include <stdint.h>

#include "base/buf.h"

/* Ten-thousandths: 12,5 is 125000. What is printed is what was written: no binary fractions. */
typedef int64_t amount_t;
#define AMOUNT_ONE INT64_C(10000)
#define AMOUNT_NONE INT64_MIN
/* No value is larger than this either way; 15 digits in all, so a JSON reader's double holds it. */
#define AMOUNT_MAX (INT64_C(100000000000) * AMOUNT_ONE - 1)

/* Reads what a person or a spreadsheet writes: "12,5", "12.5", "-3", "1.600,5", "+20"; blanks
 * before and after do no harm. A sign between thousands and one before decimals look alike: a
 * single "." or "," with exactly three digits behind it and one to three, not "0", before it
 * ("1.600", "1,600") is not guessed.
 * Returns 0, ERR_FORMAT (not a number), ERR_INVALID (could be read in two ways), ERR_LIMIT (more
 * than four decimals), ERR_RANGE (beyond AMOUNT_MAX). */
int amount_parse(const char *text, amount_t *out);

#define AMOUNT_TEXT_SIZE 32
/* "12,5", "1600", "-0,25": with a decimal comma, without thousands' signs and idle zeros; what
 * amount_parse reads back. "" for AMOUNT_NONE. Returns out. */
char *amount_format_vn(amount_t amount, char out[static AMOUNT_TEXT_SIZE]);
/* The same with a decimal point: a JSON number. */
char *amount_format(amount_t amount, char out[static AMOUNT_TEXT_SIZE]);
/* Appends the Vietnamese text and the unit, if any: "12,5 %", "30 phút". Returns 0, ERR_NOMEM,
 * ERR_LIMIT. */
int amount_print(amount_t amount, const char *unit, struct buf *out);

#endif
