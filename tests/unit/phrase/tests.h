/* The tests of lib/phrase, one program. */
#ifndef TESTS_UNIT_PHRASE_TESTS_H
#define TESTS_UNIT_PHRASE_TESTS_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

void test_roundtrip(void **unused);
void test_print_refuses_invalid(void **unused);

#endif
