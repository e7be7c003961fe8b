/* Tables for a spreadsheet: RFC 4180, UTF-8 with a byte order mark, without which Excel does not
 * read Vietnamese. */
#ifndef DAEMON_CSV_OUT_H
#define DAEMON_CSV_OUT_H

#include <stdio.h>

/* Begins a table with its heading (names joined by commas). */
void csv_begin(FILE *out, const char *heading);
/* Writes a text in quotation marks and then `end` ("," or "\r\n"). What a spreadsheet would take for
 * a formula gets an apostrophe before it: answers come from outside. */
void csv_field(FILE *out, const char *text, const char *end);

#endif
