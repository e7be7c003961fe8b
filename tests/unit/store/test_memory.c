/* SQLite's memory fails at each point in turn: an error, and nothing half done. */
#include "tests.h"

#include <stdio.h>
#include <stdlib.h>

#include <sqlite3.h>

#include "store/ledger.h"
#include "store/notices.h"
#include "store/outbox.h"

static sqlite3_mem_methods real;
static int left = -1; /* allocations until one fails; -1: none does */

static bool fails_now(void)
{
    return left >= 0 && left-- == 0;
}

static void *failing_malloc(int size)
{
    return fails_now() ? NULL : real.xMalloc(size);
}

static void *failing_realloc(void *memory, int size)
{
    return fails_now() ? NULL : real.xRealloc(memory, size);
}

static bool install(void)
{
    if (sqlite3_shutdown() != SQLITE_OK ||
        sqlite3_config(SQLITE_CONFIG_GETMALLOC, &real) != SQLITE_OK) {
        return false;
    }
    sqlite3_mem_methods failing = real;
    failing.xMalloc = failing_malloc;
    failing.xRealloc = failing_realloc;
    return sqlite3_config(SQLITE_CONFIG_MALLOC, &failing) == SQLITE_OK &&
           sqlite3_config(SQLITE_CONFIG_LOOKASIDE, 0, 0) == SQLITE_OK &&
           sqlite3_initialize() == SQLITE_OK;
}

/* What a tick writes. */
static int write_some(struct store *store, void *arg)
{
    (void)arg;
    struct message_row message;
    store_message_init(&message);
    message.ident = "m";
    message.department = "d";
    message.recipient = "a@example.org";
    message.day = 1;
    message.subject = "s";
    message.body = "b";
    message.body_len = 1;
    message.created_at = NOW;
    const struct ledger_row entry = {.at = NOW, .kind = "notice", .detail = "{}"};
    int64_t id = 0;
    int err = add_numbered(store, 0, 10);
    if (err == 0) {
        err = store_message_add(store, &message, &id);
    }
    const struct notice_row notice = {.occurrence = "o",
                                      .stage = {STAGE_DUE, 0},
                                      .department = "d",
                                      .recipient = "a@example.org",
                                      .created_at = NOW};
    if (err == 0) {
        err = store_notice_add(store, &notice, NULL);
    }
    if (err == 0) {
        err = store_notice_attach(store, 1, id);
    }
    return err == 0 ? store_ledger_append(store, &entry) : err;
}

static int read_some(struct store *store, int64_t *entries)
{
    struct occurrence_filter filter;
    occurrence_filter_init(&filter);
    struct occurrence_rows rows = {0};
    int err = store_occurrences_list(store, &filter, 100, &rows);
    if (err == 0) {
        *entries = (int64_t)rows.count;
        int64_t checked = 0;
        err = store_ledger_verify(store, &checked, NULL, NULL);
        *entries += err == 0 ? checked : 0;
    }
    store_occurrence_rows_clear(&rows);
    return err;
}

/* One whole life of a store whose nth allocation fails. Returns how many allocations were left of
 * n, or -1 when something is wrong. */
static int live_with(const char *path, int n)
{
    struct store *store = NULL;
    struct diag diag = {0};
    int64_t entries = -1;
    left = n;
    int err = store_open(path, NOW, &diag, &store);
    int wrote = err == 0 ? store_run(store, write_some, NULL) : err;
    if (err == 0 && wrote == 0) {
        err = read_some(store, &entries);
    }
    store_close(store);
    int rest = left;
    left = -1;
    diag_clear(&diag);
    /* SQLite's json_valid says no when its memory fails: hence ERR_INVALID. */
    if ((err != 0 && err != ERR_NOMEM) ||
        (wrote != 0 && wrote != ERR_NOMEM && wrote != ERR_INVALID)) {
        (void)fprintf(stderr, "allocation %d: %d %d\n", n, err, wrote);
        return -1;
    }
    if (err == 0 && wrote == 0 && entries != 11) {
        return -1;
    }
    /* all or nothing */
    if (store_open(path, NOW, NULL, &store) != 0 || read_some(store, &entries) != 0 ||
        (entries != 0 && entries != 11) || (wrote == 0 && entries != 11)) {
        (void)fprintf(stderr, "allocation %d: %lld rows\n", n, (long long)entries);
        return -1;
    }
    store_close(store);
    return rest < 0 ? 0 : rest;
}

static int fail_in_turn(const char *path)
{
    if (!install()) {
        return 2;
    }
    /* Making a new store takes thousands of allocations; memcheck, 50 times slower, takes fewer of them. */
    const int step = getenv("DD_MEMCHECK") ? 401 : 31;
    int rest = 0;
    for (int n = 0; rest == 0; n += step) {
        char wal[128];
        (void)snprintf(wal, sizeof(wal), "%s-wal", path);
        (void)unlink(path);
        (void)unlink(wal);
        rest = live_with(path, n);
        if (rest < 0 || n > 100000) {
            return 1;
        }
    }
    return 0;
}

static void each_allocation_may_fail(void **state)
{
    const struct place *place = *state;
    assert_int_equal(in_child(fail_in_turn, place->path), 0);
}

int test_memory(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(each_allocation_may_fail, place_setup, place_teardown),
    };
    return cmocka_run_group_tests_name("memory", tests, NULL, NULL);
}
