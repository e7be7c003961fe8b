/* The groups of tests of lib/base; each returns how many of its cases failed. */
#ifndef TESTS_UNIT_BASE_TESTS_H
#define TESTS_UNIT_BASE_TESTS_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

int test_buf(void);
int test_diag(void);
int test_file(void);
int test_fold(void);
int test_form(void);
int test_i18n(void);
int test_id(void);
int test_log(void);
int test_sign(void);
int test_text(void);
int test_utf8(void);

#endif
