/* The groups of the one test program of this folder. Each returns the number of failed tests. */
#ifndef TESTS_UNIT_RENDER_TEST_RENDER_H
#define TESTS_UNIT_RENDER_TEST_RENDER_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

int test_template(void);
int test_template_spec(void);
int test_words(void);
int test_mail(void);
int test_daily(void);
int test_golden(void);
int test_event(void);
int test_shape(void);
int test_dsn(void);

#endif
