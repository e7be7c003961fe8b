/* The groups of tests of lib/store, each returns how many of its cases failed, and what they share. */
#ifndef TESTS_UNIT_STORE_TESTS_H
#define TESTS_UNIT_STORE_TESTS_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "store/occurrences.h"
#include "store/store.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))
#define NOW ((instant_t)1640995200000) /* any instant */

int test_open(void);
int test_txn(void);
int test_faults(void);
int test_plans(void);
int test_occurrences(void);
int test_notices(void);
int test_outbox(void);
int test_ledger(void);
int test_statements(void);
int test_memory(void);
int test_conditions(void);
int test_targets(void);
int test_incoming(void);

/* A folder of its own with a path for a database in it; *state of a test. */
struct place {
    char folder[64];
    char path[96];
    struct store *store; /* open in tests with store_setup, else NULL */
};
int place_setup(void **state);    /* the folder alone */
int store_setup(void **state);    /* and an open store on disk */
int memory_setup(void **state);   /* an open store in memory */
int place_teardown(void **state); /* closes, and removes what is in the folder */

/* Opens or fails the test. */
struct store *open_store(const char *path);
void begin(struct store *store);
void commit(struct store *store);
/* An occurrence of plan "p", row "1", unit "u" of department "d". */
struct occurrence_row make_occurrence(const char *id, day_t due);
/* Adds such rows p/1/once/<from> …, each of half a kilobyte, in the open transaction; the first
 * error. */
int add_numbered(struct store *store, int from, int count);
/* How many occurrences there are. */
int64_t count_occurrences(struct store *store);
/* Runs SQL on the file through a connection of its own. */
void run_sql(const char *path, const char *sql);
/* Runs `child` in a process of its own and gives what it returned (0 … 255), or -signal. */
int in_child(int (*child)(const char *path), const char *path);

#endif
