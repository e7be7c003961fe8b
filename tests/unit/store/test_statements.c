/* Every statement uses an index, but for those named here. */
#include "tests.h"

#include <stdio.h>
#include <string.h>

#include <sqlite3.h>

#include "lib/store/statements.h"

/* What reads a whole table on purpose. */
static const char *const may_scan[] = {
    "plan_all",          /* plans are few, and all are asked for */
    "endpoint_all",      /* the same */
    "condition_all",     /* the same */
    "silence_all",       /* the same */
    "target_all",        /* the list of all targets */
    "condition_expire",  /* a handful of rows, once a day */
    "outbox_recipients", /* the rows of its own recursion; each is found by a seek */
    "ledger_last_seq",   /* SQLite's own table, of one row */
};

static bool scan_is_allowed(const char *name)
{
    for (size_t i = 0; i < COUNT(may_scan); i++) {
        if (strcmp(may_scan[i], name) == 0) {
            return true;
        }
    }
    return false;
}

/* A line of a plan that reads rows nobody asked for: SCAN, or the SEARCH without an index that
 * SQLite calls a min() over everything. The rows of a subquery or of a VALUES list are no table. */
static bool is_scan(const char *line)
{
    bool table = strstr(line, " CONSTANT ROW") == NULL && strstr(line, "(subquery-") == NULL;
    return table && (strncmp(line, "SCAN ", 5) == 0 ||
                     (strncmp(line, "SEARCH ", 7) == 0 && strstr(line, " USING ") == NULL));
}

/* Whether the plan of a statement has a scan; its line is then put out. */
static bool scans(sqlite3 *db, const char *sql, char line[static 200])
{
    char explain[8192];
    (void)snprintf(explain, sizeof(explain), "EXPLAIN QUERY PLAN %s", sql);
    sqlite3_stmt *stmt = NULL;
    if (sqlite3_prepare_v2(db, explain, -1, &stmt, NULL) != SQLITE_OK) {
        fail_msg("%s: %s", sql, sqlite3_errmsg(db));
    }
    bool found = false;
    while (!found && sqlite3_step(stmt) == SQLITE_ROW) {
        (void)snprintf(line, 200, "%s", (const char *)sqlite3_column_text(stmt, 3));
        found = is_scan(line);
    }
    (void)sqlite3_finalize(stmt);
    return found;
}

static void every_statement_uses_an_index(void **state)
{
    const struct place *place = *state;
    sqlite3 *db = NULL;
    char line[200] = "";
    assert_int_equal(sqlite3_open_v2(place->path, &db, SQLITE_OPEN_READWRITE, NULL), SQLITE_OK);
    for (int i = 0; i < STMT_COUNT; i++) {
        if (scans(db, statement_texts[i], line) && !scan_is_allowed(statement_names[i])) {
            fail_msg("%s: %s", statement_names[i], line);
        }
    }
    (void)sqlite3_close(db);
}

/* The test above can fail: these have no index. */
static void a_statement_without_index_is_found(void **state)
{
    const struct place *place = *state;
    static const char *const bad[] = {
        "SELECT * FROM occurrence WHERE label = :label",
        "SELECT * FROM occurrence WHERE next_at <= :now OR note = :note",
        "UPDATE message SET state = 'queued' WHERE last_code = :code",
        "SELECT min(created_at) FROM message WHERE state <> 'queued'",
        "SELECT task.* FROM task JOIN plan ON plan.title = task.content WHERE task.plan = :plan",
        "DELETE FROM notice WHERE recipient = :recipient",
    };
    sqlite3 *db = NULL;
    char line[200] = "";
    assert_int_equal(sqlite3_open_v2(place->path, &db, SQLITE_OPEN_READWRITE, NULL), SQLITE_OK);
    for (size_t i = 0; i < COUNT(bad); i++) {
        if (!scans(db, bad[i], line)) {
            fail_msg("no scan found in: %s", bad[i]);
        }
    }
    (void)sqlite3_close(db);
}

/* A list entry that is not needed any more, or misspelt, hides the next one. */
static void allowed_ones_exist_and_scan(void **state)
{
    const struct place *place = *state;
    sqlite3 *db = NULL;
    char line[200] = "";
    assert_int_equal(sqlite3_open_v2(place->path, &db, SQLITE_OPEN_READWRITE, NULL), SQLITE_OK);
    size_t found = 0;
    for (int i = 0; i < STMT_COUNT; i++) {
        if (scan_is_allowed(statement_names[i])) {
            assert_true(scans(db, statement_texts[i], line));
            found++;
        }
    }
    assert_int_equal(found, COUNT(may_scan));
    (void)sqlite3_close(db);
}

/* Writes that go through many rows, and change what they find them by. */
static const char *const may_build[] = {
    "notice_bring_back", "notice_revive",          "notice_move",
    "outbox_recover",    "outbox_bring_back",      "outbox_put_off_dailies",
    "outbox_claim",      "outbox_claim_recipient", "ledger_add_four",
};

static bool builds_a_table(sqlite3 *db, const char *sql)
{
    char explain[8192];
    (void)snprintf(explain, sizeof(explain), "EXPLAIN %s", sql);
    sqlite3_stmt *stmt = NULL;
    assert_int_equal(sqlite3_prepare_v2(db, explain, -1, &stmt, NULL), SQLITE_OK);
    bool found = false;
    while (!found && sqlite3_step(stmt) == SQLITE_ROW) {
        found = strcmp((const char *)sqlite3_column_text(stmt, 1), "OpenEphemeral") == 0;
    }
    (void)sqlite3_finalize(stmt);
    return found;
}

static bool building_is_allowed(const char *name)
{
    for (size_t i = 0; i < COUNT(may_build); i++) {
        if (strcmp(may_build[i], name) == 0) {
            return true;
        }
    }
    return false;
}

/* A CHECK or the condition of an index with IN and more than two words makes SQLite build a table of its
 * own at each row that is written: a quarter of the time that a webhook takes. */
static void no_write_builds_a_table(void **state)
{
    const struct place *place = *state;
    sqlite3 *db = NULL;
    assert_int_equal(sqlite3_open_v2(place->path, &db, SQLITE_OPEN_READWRITE, NULL), SQLITE_OK);
    assert_int_equal(sqlite3_exec(db, "PRAGMA foreign_keys = ON", NULL, NULL, NULL), SQLITE_OK);
    size_t writes = 0;
    for (int i = 0; i < STMT_COUNT; i++) {
        const char *sql = statement_texts[i];
        bool write = strncmp(sql, "INSERT", 6) == 0 || strncmp(sql, "UPDATE", 6) == 0;
        writes += write;
        if (write && builds_a_table(db, sql) != building_is_allowed(statement_names[i])) {
            fail_msg("%s", statement_names[i]);
        }
    }
    assert_true(writes > 30);
    assert_true(builds_a_table(db, "UPDATE message SET state = 'queued' WHERE id = 1 AND "
                                   "state IN ('sending', 'failed', 'cancelled')"));
    (void)sqlite3_close(db);
}

#define ADD_MESSAGE                                                                                \
    "INSERT INTO message(ident, class, channel, department, recipient, day, subject, state, "      \
    "attempts, created_at, last_code) VALUES('i', 'event', 'webhook', 'so', 'r', 1, 's', "

/* The conditions hold however they are spelled, and every migration may spell them anew. */
static void checks_still_hold(void **state)
{
    const struct place *place = *state;
    sqlite3 *db = NULL;
    assert_int_equal(sqlite3_open_v2(place->path, &db, SQLITE_OPEN_READWRITE, NULL), SQLITE_OK);
    assert_int_equal(sqlite3_exec(db, ADD_MESSAGE "'lost', 0, 1, 0)", NULL, NULL, NULL),
                     SQLITE_CONSTRAINT);
    assert_int_equal(sqlite3_exec(db, ADD_MESSAGE "'cancelled', 0, 1, 0)", NULL, NULL, NULL),
                     SQLITE_OK);
    assert_int_equal(sqlite3_exec(db, "UPDATE message SET state = 'gone'", NULL, NULL, NULL),
                     SQLITE_CONSTRAINT);
    assert_int_equal(sqlite3_exec(db, "PRAGMA integrity_check", NULL, NULL, NULL), SQLITE_OK);
    (void)sqlite3_close(db);
}

int test_statements(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(every_statement_uses_an_index, store_setup, place_teardown),
        cmocka_unit_test_setup_teardown(no_write_builds_a_table, store_setup, place_teardown),
        cmocka_unit_test_setup_teardown(checks_still_hold, store_setup, place_teardown),
        cmocka_unit_test_setup_teardown(a_statement_without_index_is_found, store_setup,
                                        place_teardown),
        cmocka_unit_test_setup_teardown(allowed_ones_exist_and_scan, store_setup, place_teardown),
    };
    return cmocka_run_group_tests_name("statements", tests, NULL, NULL);
}
