#ifndef TESTS_UNIT_DAEMON_TESTS_H
#define TESTS_UNIT_DAEMON_TESTS_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

int test_args(void);
int test_hooks(void);
int test_table(void);
int test_wake(void);

#endif
