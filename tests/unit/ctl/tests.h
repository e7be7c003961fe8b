/* The groups of tests of lib/ctl; each returns how many of its cases failed. */
#ifndef TESTS_UNIT_CTL_TESTS_H
#define TESTS_UNIT_CTL_TESTS_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

int test_wire(void);
int test_client(void);

#endif
