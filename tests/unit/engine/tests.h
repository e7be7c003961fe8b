/* The groups of tests of lib/engine; each returns how many of its cases failed. */
#ifndef TESTS_UNIT_ENGINE_TESTS_H
#define TESTS_UNIT_ENGINE_TESTS_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "engine/engine.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

/* An office of three units and two plans in a temporary folder, nothing loaded yet. */
struct office {
    char folder[64];
    struct settings settings;
    struct store *store;
    struct engine engine;
    struct diag diag;
    instant_t now; /* 2022-03-14, 06:00 */
};
/* cmocka set-up and tear-down; *state is the office. */
int office_open(void **state);
int office_close(void **state);
/* Writes a file of the folder. */
void office_write(const struct office *office, const char *name, const char *text);
/* Reads the config again, and opens the engine anew. */
void office_configure(struct office *office);
/* Loads the plans. */
void office_load(struct office *office);

day_t on(const char *iso);

int test_actions(void);
int test_again(void);
int test_answer(void);
int test_assign(void);
int test_delivery(void);
int test_edxml(void);
int test_engine(void);
int test_incoming(void);
int test_review(void);
int test_targets(void);
int test_troubles(void);

#endif
