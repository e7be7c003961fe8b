/* The groups of tests of lib/send; each returns how many of its cases failed. */
#ifndef TESTS_UNIT_SEND_TESTS_H
#define TESTS_UNIT_SEND_TESTS_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

int test_channels(void);
int test_lanes(void);
int test_maildir(void);
int test_result(void);
int test_smtp_text(void);
int test_webhook(void);

#endif
