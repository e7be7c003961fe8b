/* The groups of tests of lib/model; each returns how many of its cases failed. */
#ifndef TESTS_UNIT_MODEL_TESTS_H
#define TESTS_UNIT_MODEL_TESTS_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

int test_address(void);
int test_answer(void);
int test_incoming(void);
int test_occurrence(void);
int test_plan(void);
int test_policy(void);
int test_reading(void);
int test_roster(void);
int test_rule(void);
int test_stage(void);
int test_target(void);

#endif
