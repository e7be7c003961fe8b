/* The ledger: nothing changes, nothing goes, and who tries is found out. */
#include "tests.h"

#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <sqlite3.h>

#include "base/sign.h"
#include "store/ledger.h"

#define DROP_TRIGGERS                                                                              \
    "DROP TRIGGER ledger_never_changes; DROP TRIGGER ledger_never_shrinks;"                        \
    "DROP TRIGGER ledger_follows;"

static void append(struct store *store, int count)
{
    begin(store);
    for (int i = 0; i < count; i++) {
        char occurrence[32];
        (void)snprintf(occurrence, sizeof(occurrence), "p/1/once/%d", i % 3);
        const struct ledger_row row = {.at = NOW + i,
                                       .kind = i % 2 ? "attempt" : "notice",
                                       .occurrence = occurrence,
                                       .message = i % 4,
                                       .recipient = i % 5 ? "a@example.org" : NULL,
                                       .author = "clock",
                                       .detail = "{\"stage\":\"due\"}"};
        assert_int_equal(store_ledger_append(store, &row), 0);
    }
    commit(store);
}

static int64_t verify(struct store *store, int expected)
{
    struct diag diag = {0};
    int64_t entries = -1;
    char head[LEDGER_HASH_SIZE];
    assert_int_equal(store_ledger_verify(store, &entries, head, &diag), expected);
    assert_int_equal(diag.count, expected == 0 ? 0 : 1);
    diag_clear(&diag);
    return entries;
}

struct seen {
    int count;
    int64_t last;
    char prev[LEDGER_HASH_SIZE];
};

static int see(const struct ledger_row *row, void *arg)
{
    struct seen *seen = arg;
    assert_true(row->seq > seen->last);
    seen->last = row->seq;
    seen->count++;
    return 0;
}

static int count(struct store *store, const struct ledger_filter *filter)
{
    struct seen seen = {0};
    assert_int_equal(store_ledger_each(store, filter, see, &seen), 0);
    return seen.count;
}

static void chain_is_whole(void **state)
{
    const struct place *place = *state;
    assert_int_equal(verify(place->store, 0), 0);
    append(place->store, 5);
    append(place->store, 95);
    assert_int_equal(verify(place->store, 0), 100);
    begin(place->store);
    const struct ledger_row row = {.at = NOW, .kind = "x"};
    assert_int_equal(store_ledger_append(place->store, &row), 0);
    store_txn_rollback(place->store);
    append(place->store, 1);
    assert_int_equal(verify(place->store, 0), 101);
}

/* The hash of the first entry, reckoned by hand from what ledger.c promises. */
static int check_first(const struct ledger_row *row, void *arg)
{
    static const char bytes[] = "00000000000000000000000000000000"
                                "00000000000000000000000000000000\n1\n1640995200000\n0\n"
                                "6:notice\n10:p/1/once/0\n-\n5:clock\n15:{\"stage\":\"due\"}\n";
    char expected[SIGN_HEX_SIZE];
    sign_sha256_hex(bytes, sizeof(bytes) - 1, expected);
    assert_string_equal(row->hash, expected);
    *(bool *)arg = true;
    return 1;
}

static void hash_is_as_written_down(void **state)
{
    const struct place *place = *state;
    append(place->store, 1);
    struct ledger_filter filter;
    ledger_filter_init(&filter);
    bool checked = false;
    assert_int_equal(store_ledger_each(place->store, &filter, check_first, &checked), 0);
    assert_true(checked);
}

/* Whatever many come together, the entries and their hashes are those of one after the other. */
static void many_are_as_one_by_one(void **state)
{
    const struct place *place = *state;
    struct ledger_row rows[11];
    char one_by_one[LEDGER_HASH_SIZE];
    char head[LEDGER_HASH_SIZE];
    int64_t entries = 0;
    for (int i = 0; i < 11; i++) {
        rows[i] = (struct ledger_row){.at = NOW + i,
                                      .kind = i % 2 ? "attempt" : "notice",
                                      .occurrence = i % 3 ? NULL : "p/1/once",
                                      .message = i % 4,
                                      .recipient = i % 5 ? "a@example.org" : NULL,
                                      .author = "clock",
                                      .detail = i % 6 ? "{\"stage\":\"due\"}" : NULL};
    }
    begin(place->store);
    for (size_t i = 0; i < 11; i++) {
        assert_int_equal(store_ledger_append(place->store, &rows[i]), 0);
    }
    assert_int_equal(store_ledger_verify(place->store, &entries, one_by_one, NULL), 0);
    assert_int_equal(entries, 11);
    store_txn_rollback(place->store);
    for (size_t split = 0; split <= 11; split++) {
        begin(place->store);
        assert_int_equal(store_ledger_append_all(place->store, rows, split), 0);
        assert_int_equal(store_ledger_append_all(place->store, rows + split, 11 - split), 0);
        assert_int_equal(store_ledger_verify(place->store, &entries, head, NULL), 0);
        assert_int_equal(entries, 11);
        assert_string_equal(head, one_by_one);
        store_txn_rollback(place->store);
    }
    /* None of them when one is bad. */
    rows[9].detail = "{";
    begin(place->store);
    assert_int_equal(store_ledger_append_all(place->store, rows, 11), ERR_INVALID);
    store_txn_rollback(place->store);
    assert_int_equal(store_ledger_append_all(place->store, rows, 11), ERR_REFUSED);
    assert_int_equal(verify(place->store, 0), 0);
}

static void bad_entries_are_refused(void **state)
{
    const struct place *place = *state;
    const struct ledger_row row = {.at = NOW, .kind = "x", .detail = "{not json"};
    assert_int_equal(store_ledger_append(place->store, &row), ERR_REFUSED);
    begin(place->store);
    assert_int_equal(store_ledger_append(place->store, &row), ERR_INVALID);
    const struct ledger_row unnamed = {.at = NOW};
    assert_int_equal(store_ledger_append(place->store, &unnamed), ERR_INVALID);
    commit(place->store);
    append(place->store, 2);
    assert_int_equal(verify(place->store, 0), 2);
}

static void triggers_hold(void **state)
{
    const struct place *place = *state;
    append(place->store, 3);
    static const char *const attempts[] = {
        "UPDATE ledger SET author = 'x' WHERE seq = 2",
        "DELETE FROM ledger WHERE seq = 3",
        "INSERT OR REPLACE INTO ledger SELECT * FROM ledger WHERE seq = 2",
        "INSERT INTO ledger(seq, at, kind, prev_hash, hash)"
        " SELECT 9, 0, 'x', prev_hash, hash FROM ledger WHERE seq = 1",
    };
    sqlite3 *db = NULL;
    assert_int_equal(sqlite3_open_v2(place->path, &db, SQLITE_OPEN_READWRITE, NULL), SQLITE_OK);
    for (size_t i = 0; i < COUNT(attempts); i++) {
        assert_int_equal(sqlite3_exec(db, attempts[i], NULL, NULL, NULL), SQLITE_CONSTRAINT);
    }
    (void)sqlite3_close(db);
    assert_int_equal(verify(place->store, 0), 3);
}

static void tampering_is_found(void **state)
{
    struct place *place = *state;
    static const struct {
        const char *sql;
        int good;
    } cases[] = {
        {"UPDATE ledger SET recipient = 'b@example.org' WHERE seq = 7", 6},
        {"UPDATE ledger SET at = at + 1 WHERE seq = 7", 6},
        {"UPDATE ledger SET occurrence = NULL, author = occurrence WHERE seq = 7", 6},
        {"DELETE FROM ledger WHERE seq = 7", 6},
        {"DELETE FROM ledger WHERE seq > 7", 7},
        {"DELETE FROM ledger WHERE seq = 7; UPDATE ledger SET seq = seq - 1 WHERE seq > 7", 6},
        {"UPDATE ledger SET hash = replace(hash, substr(hash, 1, 1), 'x') WHERE seq = 20", 19},
        {"DELETE FROM ledger", 0},
        /* Put in between, with the numbers behind it moved up. */
        {"UPDATE ledger SET seq = seq + 1000 WHERE seq > 7; UPDATE ledger SET seq = seq - 999"
         " WHERE seq > 1000; INSERT INTO ledger SELECT 8, at, kind, occurrence, message,"
         " 'forged@example.org', author, detail, prev_hash, hash FROM ledger WHERE seq = 7",
         7},
        {"INSERT INTO ledger SELECT 21, at, kind, occurrence, message, recipient, author, detail,"
         " hash, prev_hash FROM ledger WHERE seq = 20",
         20},
        {"INSERT INTO ledger SELECT -4, at, kind, occurrence, message, recipient, author, detail,"
         " prev_hash, hash FROM ledger WHERE seq = 1",
         0},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        append(place->store, 20);
        assert_int_equal(verify(place->store, 0), 20);
        run_sql(place->path, DROP_TRIGGERS);
        run_sql(place->path, cases[i].sql);
        assert_int_equal(verify(place->store, ERR_CORRUPT), cases[i].good);
        store_close(place->store);
        assert_int_equal(unlink(place->path), 0);
        place->store = open_store(place->path);
    }
}

/* A copy on a disc where nothing can be written, made by an older version even. */
static void reads_what_cannot_be_written(void **state)
{
    struct place *place = *state;
    append(place->store, 5);
    store_close(place->store);
    place->store = NULL;
    run_sql(place->path, "PRAGMA journal_mode = DELETE; PRAGMA user_version = 1");
    assert_int_equal(chmod(place->path, 0400), 0);
    struct store *store = NULL;
    char hash[LEDGER_HASH_SIZE];
    assert_int_equal(store_open_reading(place->path, NULL, &store), 0);
    assert_int_equal(verify(store, 0), 5);
    assert_int_equal(store_ledger_hash(store, 5, hash), 0);
    assert_int_equal(store_ledger_hash(store, 6, hash), ERR_NOT_FOUND);
    assert_int_not_equal(store_meta_put(store, "a", "b"), 0);
    store_close(store);
    assert_int_equal(store_open_reading("/no/such/file.db", NULL, &store), ERR_NOT_FOUND);
}

/* While another one writes, what is committed is read. */
static void reads_beside_a_writer(void **state)
{
    const struct place *place = *state;
    append(place->store, 5);
    struct store *store = NULL;
    assert_int_equal(store_open_reading(place->path, NULL, &store), 0);
    assert_int_equal(verify(store, 0), 5);
    append(place->store, 2);
    assert_int_equal(verify(store, 0), 7);
    store_close(store);
}

static void filters_find(void **state)
{
    const struct place *place = *state;
    struct store *store = place->store;
    append(store, 60);
    struct ledger_filter filter;
    ledger_filter_init(&filter);
    assert_int_equal(count(store, &filter), 60);
    filter.limit = 7;
    assert_int_equal(count(store, &filter), 7);
    filter.after = 55;
    assert_int_equal(count(store, &filter), 5);
    ledger_filter_init(&filter);
    filter.to = NOW + 10;
    assert_int_equal(count(store, &filter), 10);
    filter.from = NOW + 4;
    assert_int_equal(count(store, &filter), 6);
    filter.occurrence = "p/1/once/0";
    assert_int_equal(count(store, &filter), 2);
    ledger_filter_init(&filter);
    filter.occurrence = "p/1/once/1";
    assert_int_equal(count(store, &filter), 20);
    filter.recipient = "a@example.org";
    assert_int_equal(count(store, &filter), 16);
    filter.message = 1;
    assert_int_equal(count(store, &filter), 4);
    filter.occurrence = NULL;
    assert_int_equal(count(store, &filter), 12);
    filter.recipient = NULL;
    assert_int_equal(count(store, &filter), 15);
    filter.message = 0;
    filter.recipient = "a@example.org";
    assert_int_equal(count(store, &filter), 48);
    filter.to = NOW + 6;
    assert_int_equal(count(store, &filter), 4);
}

int test_ledger(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(chain_is_whole, memory_setup, place_teardown),
        cmocka_unit_test_setup_teardown(hash_is_as_written_down, memory_setup, place_teardown),
        cmocka_unit_test_setup_teardown(many_are_as_one_by_one, memory_setup, place_teardown),
        cmocka_unit_test_setup_teardown(bad_entries_are_refused, memory_setup, place_teardown),
        cmocka_unit_test_setup_teardown(triggers_hold, store_setup, place_teardown),
        cmocka_unit_test_setup_teardown(tampering_is_found, store_setup, place_teardown),
        cmocka_unit_test_setup_teardown(reads_what_cannot_be_written, store_setup, place_teardown),
        cmocka_unit_test_setup_teardown(reads_beside_a_writer, store_setup, place_teardown),
        cmocka_unit_test_setup_teardown(filters_find, memory_setup, place_teardown),
    };
    return cmocka_run_group_tests_name("ledger", tests, NULL, NULL);
}
