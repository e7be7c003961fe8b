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
void test_labels(void **unused);
void test_event_words(void **unused);
void test_reasons(void **unused);
void test_unread_spans(void **unused);
void test_options(void **unused);
void test_too_long(void **unused);
void test_word_classes(void **unused);
void test_forms(void **unused);
void test_spacing(void **unused);
void test_spelling(void **unused);
void test_surroundings(void **unused);
void test_lost_diacritics(void **unused);

#endif
