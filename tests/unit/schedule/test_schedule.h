/* Shared by the tests of lib/schedule. */
#ifndef TEST_SCHEDULE_H
#define TEST_SCHEDULE_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "cal/workday.h"

/* The days off of 2022 and of the first weeks of 2023 (notices 119/TB-LĐTBXH, 5034/TB-LĐTBXH). */
void add_days_off(struct holidays *table);
/* "2022-03-18" as a day. */
day_t on(const char *iso);

int run_expand_tests(void);
int run_ladder_tests(void);
int run_grouping_tests(void);
int run_retry_tests(void);
int run_pace_tests(void);
int run_rhythm_tests(void);

#endif
