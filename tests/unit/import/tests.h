/* The groups of tests of lib/import; each returns how many of its cases failed. */
#ifndef TESTS_UNIT_IMPORT_TESTS_H
#define TESTS_UNIT_IMPORT_TESTS_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/buf.h"
#include "base/diag.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

int test_csv(void);
int test_plan(void);
int test_results(void);
int test_targets(void);
int test_document(void);
int test_edxml(void);

/* The text in UTF-16 with its BOM, appended to out. */
void to_utf16(const char *text, bool little, struct buf *out);

/* Checks that the first finding stands at that place and says that word. */
void finds(const struct diag *diag, int line, int column, const char *word);

#endif
