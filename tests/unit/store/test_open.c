/* Opening: what is there, what is not, what may not be touched. */
#include "tests.h"

#include <stdio.h>
#include <sys/stat.h>

#include <sqlite3.h>

#include "lib/store/statements.h"

#include "base/buf.h"
#include "base/file.h"

static int64_t ask(const char *path, const char *sql)
{
    sqlite3 *db = NULL;
    sqlite3_stmt *stmt = NULL;
    assert_int_equal(sqlite3_open_v2(path, &db, SQLITE_OPEN_READWRITE, NULL), SQLITE_OK);
    assert_int_equal(sqlite3_prepare_v2(db, sql, -1, &stmt, NULL), SQLITE_OK);
    assert_int_equal(sqlite3_step(stmt), SQLITE_ROW);
    int64_t value = sqlite3_column_int64(stmt, 0);
    (void)sqlite3_finalize(stmt);
    (void)sqlite3_close(db);
    return value;
}

static void write_file(const char *path, const void *data, size_t len)
{
    assert_int_equal(file_write(path, data, len, 0600), 0);
}

/* Expects this error, one finding that names the file and a mend, and the same bytes after. */
static void expect_refused(const char *path, int expected)
{
    struct buf before, after;
    buf_init(&before, (size_t)1 << 24);
    buf_init(&after, (size_t)1 << 24);
    assert_int_equal(file_read(path, (size_t)1 << 24, NULL, &before), 0);
    struct diag diag = {0};
    struct store *store = NULL;
    assert_int_equal(store_open(path, NOW, &diag, &store), expected);
    assert_null(store);
    assert_int_equal(diag.count, 1);
    assert_string_equal(diag.items[0].file, path);
    assert_non_null(diag.items[0].remedy);
    assert_int_equal(file_read(path, (size_t)1 << 24, NULL, &after), 0);
    assert_int_equal(before.len, after.len);
    assert_memory_equal(buf_str(&before), buf_str(&after), before.len);
    buf_clear(&before);
    buf_clear(&after);
    diag_clear(&diag);
}

/* A database with rows, closed, all in its one file. */
static void make_filled(const char *path)
{
    struct store *store = open_store(path);
    begin(store);
    assert_int_equal(add_numbered(store, 0, 2000), 0);
    commit(store);
    store_close(store);
}

static void makes_a_new_one(void **state)
{
    const struct place *place = *state;
    store_close(open_store(place->path));
    struct stat status;
    assert_int_equal(stat(place->path, &status), 0);
    assert_int_equal(status.st_mode & 0777, 0600);
    assert_int_equal(ask(place->path, "PRAGMA user_version"), MIGRATION_COUNT);
    assert_int_equal(ask(place->path, "PRAGMA application_id"), 0x646f6e64);
    assert_int_equal(ask(place->path, "SELECT count(*) FROM upgrade WHERE at = 1640995200000"),
                     MIGRATION_COUNT);
    assert_int_equal(ask(place->path, "SELECT journal_mode = 'wal' FROM pragma_journal_mode"), 1);
}

static void every_table_is_strict(void **state)
{
    const struct place *place = *state;
    store_close(open_store(place->path));
    assert_int_equal(ask(place->path, "SELECT count(*) FROM pragma_table_list WHERE schema = 'main'"
                                      " AND type = 'table' AND strict = 0"
                                      " AND name NOT LIKE 'sqlite_%'"),
                     0);
    assert_true(ask(place->path, "SELECT count(*) FROM pragma_table_list WHERE strict = 1") > 8);
}

static void opens_again(void **state)
{
    const struct place *place = *state;
    make_filled(place->path);
    struct store *store = open_store(place->path);
    assert_int_equal(count_occurrences(store), 2000);
    assert_string_equal(store_path(store), place->path);
    store_close(store);
    assert_int_equal(ask(place->path, "SELECT count(*) FROM upgrade"), MIGRATION_COUNT);
}

/* Version 14: what several units do as one had the first of them. */
static void several_as_one_lose_their_unit(void **state)
{
    const struct place *place = *state;
    make_filled(place->path);
    /* No foreign keys: the plan does not matter here. */
    run_sql(place->path,
            "INSERT INTO task(plan, stt, position, grp, content, product, lead, coordinating,"
            " time, time_fix, status, reason, unread, unknown_units, hash, joint, continuous,"
            " withdrawn) SELECT plan, 'j', 1, '', '', '', '', '', '', '', 'understood', '', '', '',"
            " '', 1, 0, 0 FROM occurrence ORDER BY seq LIMIT 1");
    run_sql(place->path, "UPDATE occurrence SET unit = 'a', parent = NULL, has_shares = 0");
    run_sql(place->path, "UPDATE occurrence SET stt = 'j' WHERE seq < 3");
    run_sql(place->path, "UPDATE occurrence SET parent = 'x' WHERE seq = 2");
    run_sql(place->path, "DELETE FROM upgrade WHERE version > 13; DROP INDEX message_told_still");
    run_sql(place->path, "PRAGMA user_version = 13");
    store_close(open_store(place->path));
    assert_int_equal(ask(place->path, "SELECT seq FROM occurrence WHERE unit IS NULL"), 1);
    assert_int_equal(ask(place->path, "SELECT count(*) FROM occurrence WHERE unit IS NULL"), 1);
}

static void refuses_a_newer_one(void **state)
{
    const struct place *place = *state;
    make_filled(place->path);
    run_sql(place->path, "PRAGMA user_version = 999");
    expect_refused(place->path, ERR_NEWER);
}

static void refuses_a_newer_one_in_the_wal(void **state)
{
    const struct place *place = *state;
    make_filled(place->path);
    sqlite3 *db = NULL;
    assert_int_equal(sqlite3_open_v2(place->path, &db, SQLITE_OPEN_READWRITE, NULL), SQLITE_OK);
    assert_int_equal(sqlite3_exec(db, "PRAGMA user_version = 999", NULL, NULL, NULL), SQLITE_OK);
    expect_refused(place->path, ERR_NEWER);
    (void)sqlite3_close(db);
}

static void refuses_garbage(void **state)
{
    const struct place *place = *state;
    static const char text[] = "Đây không phải là cơ sở dữ liệu. ";
    struct buf garbage;
    buf_init(&garbage, 1 << 16);
    for (int i = 0; i < 1000; i++) {
        assert_int_equal(buf_puts(&garbage, text), 0);
    }
    write_file(place->path, garbage.data, garbage.len);
    expect_refused(place->path, ERR_CORRUPT);
    write_file(place->path, "", 0);
    expect_refused(place->path, ERR_CORRUPT);
    write_file(place->path, "SQLite format 3", 16);
    expect_refused(place->path, ERR_CORRUPT);
    buf_clear(&garbage);
}

static void refuses_a_truncated_one(void **state)
{
    const struct place *place = *state;
    make_filled(place->path);
    struct stat status;
    assert_int_equal(stat(place->path, &status), 0);
    static const int parts[] = {9, 5, 2, 1};
    for (size_t i = 0; i < COUNT(parts); i++) {
        assert_int_equal(truncate(place->path, status.st_size * parts[i] / 10), 0);
        expect_refused(place->path, ERR_CORRUPT);
    }
    assert_int_equal(truncate(place->path, 50), 0);
    expect_refused(place->path, ERR_CORRUPT);
}

static void finds_a_damaged_page(void **state)
{
    const struct place *place = *state;
    make_filled(place->path);
    FILE *file = fopen(place->path, "r+b");
    assert_non_null(file);
    static const char junk[4096] = {1, 2, 3};
    assert_int_equal(fseek(file, 60 * 4096, SEEK_SET), 0);
    assert_int_equal(fwrite(junk, sizeof(junk), 1, file), 1);
    assert_int_equal(fclose(file), 0);
    expect_refused(place->path, ERR_CORRUPT);
}

static void refuses_another_programs(void **state)
{
    const struct place *place = *state;
    sqlite3 *db = NULL;
    assert_int_equal(sqlite3_open(place->path, &db), SQLITE_OK);
    assert_int_equal(sqlite3_exec(db, "CREATE TABLE t(x)", NULL, NULL, NULL), SQLITE_OK);
    (void)sqlite3_close(db);
    expect_refused(place->path, ERR_CORRUPT);
}

static void refuses_what_is_no_file(void **state)
{
    const struct place *place = *state;
    struct diag diag = {0};
    struct store *store = NULL;
    assert_int_equal(store_open(place->folder, NOW, &diag, &store), ERR_INVALID);
    assert_int_equal(diag.count, 1);
    diag_clear(&diag);
    char missing[128];
    (void)snprintf(missing, sizeof(missing), "%s/none/state.db", place->folder);
    assert_int_equal(store_open(missing, NOW, &diag, &store), ERR_NOT_FOUND);
    assert_int_equal(diag.count, 1);
    diag_clear(&diag);
    assert_null(store);
}

static void locked_while_it_is_upgraded(void **state)
{
    const struct place *place = *state;
    make_filled(place->path);
    sqlite3 *db = NULL;
    assert_int_equal(sqlite3_open_v2(place->path, &db, SQLITE_OPEN_READWRITE, NULL), SQLITE_OK);
    assert_int_equal(sqlite3_exec(db,
                                  "PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE;"
                                  "INSERT INTO meta VALUES('a', 'b')",
                                  NULL, NULL, NULL),
                     SQLITE_OK);
    struct diag diag = {0};
    struct store *store = NULL;
    assert_int_equal(store_open(place->path, NOW, &diag, &store), ERR_BUSY);
    assert_int_equal(diag.count, 1);
    diag_clear(&diag);
    (void)sqlite3_close(db);
    store_close(open_store(place->path));
}

static void memory_leaves_nothing(void **state)
{
    const struct place *place = *state;
    struct store *store = open_store(":memory:");
    begin(store);
    assert_int_equal(add_numbered(store, 0, 3), 0);
    commit(store);
    assert_int_equal(count_occurrences(store), 3);
    store_close(store);
    store_close(NULL);
    assert_int_equal(rmdir(place->folder), 0);
    assert_int_equal(mkdir(place->folder, 0700), 0);
}

int test_open(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(makes_a_new_one, place_setup, place_teardown),
        cmocka_unit_test_setup_teardown(every_table_is_strict, place_setup, place_teardown),
        cmocka_unit_test_setup_teardown(opens_again, place_setup, place_teardown),
        cmocka_unit_test_setup_teardown(several_as_one_lose_their_unit, place_setup,
                                        place_teardown),
        cmocka_unit_test_setup_teardown(refuses_a_newer_one, place_setup, place_teardown),
        cmocka_unit_test_setup_teardown(refuses_a_newer_one_in_the_wal, place_setup,
                                        place_teardown),
        cmocka_unit_test_setup_teardown(refuses_garbage, place_setup, place_teardown),
        cmocka_unit_test_setup_teardown(refuses_a_truncated_one, place_setup, place_teardown),
        cmocka_unit_test_setup_teardown(finds_a_damaged_page, place_setup, place_teardown),
        cmocka_unit_test_setup_teardown(refuses_another_programs, place_setup, place_teardown),
        cmocka_unit_test_setup_teardown(refuses_what_is_no_file, place_setup, place_teardown),
        cmocka_unit_test_setup_teardown(locked_while_it_is_upgraded, place_setup, place_teardown),
        cmocka_unit_test_setup_teardown(memory_leaves_nothing, place_setup, place_teardown),
    };
    return cmocka_run_group_tests_name("open", tests, NULL, NULL);
}
