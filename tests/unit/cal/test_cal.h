/* The groups of this program; each returns the number of its failures. */
#ifndef TESTS_UNIT_CAL_TEST_CAL_H
#define TESTS_UNIT_CAL_TEST_CAL_H

// clang-format off
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
// clang-format on

#include "cal/civil.h"
#include "cal/holidays.h"

int test_civil(void);
int test_offset(void);
int test_period(void);
int test_lunar(void);
int test_holidays(void);
int test_workday(void);

/* "2022-03-18" → its day; a text that is none fails the test. */
day_t day_at(const char *iso);
/* Fails with both dates in the message. */
void assert_day(day_t found, const char *iso);
/* Reads conf/holidays.conf of the tree, announces its years; as lenient as a test may be. */
void load_holidays(struct holidays *table);
/* The next of a fixed series of numbers, 0 … limit - 1. */
uint32_t next_number(uint32_t *state, uint32_t limit);

#endif
