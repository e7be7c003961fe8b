/* Transactions: all or nothing, one at a time, writes nowhere else. */
#include "tests.h"

#include <sqlite3.h>

#include "base/buf.h"

static void nested_is_refused(void **state)
{
    const struct place *place = *state;
    struct store *store = place->store;
    assert_false(store_in_txn(store));
    begin(store);
    assert_true(store_in_txn(store));
    assert_int_equal(store_txn_begin(store), ERR_REFUSED);
    assert_int_equal(add_numbered(store, 0, 1), 0);
    commit(store);
    assert_int_equal(store_txn_commit(store), ERR_REFUSED);
    assert_int_equal(count_occurrences(store), 1);
}

static void writes_need_a_transaction(void **state)
{
    const struct place *place = *state;
    assert_int_equal(add_numbered(place->store, 0, 1), ERR_REFUSED);
    assert_int_equal(store_meta_put(place->store, "a", "b"), ERR_REFUSED);
    assert_int_equal(count_occurrences(place->store), 0);
}

static void rollback_forgets(void **state)
{
    const struct place *place = *state;
    begin(place->store);
    assert_int_equal(add_numbered(place->store, 0, 10), 0);
    assert_int_equal(count_occurrences(place->store), 10);
    store_txn_rollback(place->store);
    store_txn_rollback(place->store);
    store_txn_rollback(NULL);
    assert_int_equal(count_occurrences(place->store), 0);
}

static int add_and_return(struct store *store, void *arg)
{
    assert_int_equal(add_numbered(store, 0, 5), 0);
    return *(const int *)arg;
}

static void run_commits_or_not(void **state)
{
    const struct place *place = *state;
    int result = ERR_INVALID;
    assert_int_equal(store_run(place->store, add_and_return, &result), ERR_INVALID);
    assert_int_equal(count_occurrences(place->store), 0);
    result = 0;
    assert_int_equal(store_run(place->store, add_and_return, &result), 0);
    assert_int_equal(count_occurrences(place->store), 5);
    assert_false(store_in_txn(place->store));
}

static void closing_rolls_back(void **state)
{
    struct place *place = *state;
    begin(place->store);
    assert_int_equal(add_numbered(place->store, 0, 5), 0);
    store_close(place->store);
    place->store = open_store(place->path);
    assert_int_equal(count_occurrences(place->store), 0);
}

/* Another connection writes: busy at once, and the file is named. */
static void busy_says_who(void **state)
{
    const struct place *place = *state;
    sqlite3 *db = NULL;
    assert_int_equal(sqlite3_open_v2(place->path, &db, SQLITE_OPEN_READWRITE, NULL), SQLITE_OK);
    assert_int_equal(sqlite3_exec(db, "BEGIN IMMEDIATE", NULL, NULL, NULL), SQLITE_OK);
    assert_int_equal(store_txn_begin(place->store), ERR_BUSY);
    assert_false(store_in_txn(place->store));
    struct diag diag = {0};
    store_explain(place->store, ERR_BUSY, &diag);
    assert_int_equal(diag.count, 1);
    assert_string_equal(diag.items[0].file, place->path);
    assert_non_null(diag.items[0].remedy);
    diag_clear(&diag);
    assert_int_equal(count_occurrences(place->store), 0);
    assert_int_equal(sqlite3_exec(db, "ROLLBACK", NULL, NULL, NULL), SQLITE_OK);
    (void)sqlite3_close(db);
    begin(place->store);
    commit(place->store);
}

static int use_again(const struct occurrence_row *row, void *arg)
{
    (void)row;
    struct store *store = arg;
    return store_occurrences_of_plan_each(store, "p", use_again, store);
}

static void a_query_is_not_used_in_itself(void **state)
{
    const struct place *place = *state;
    begin(place->store);
    assert_int_equal(add_numbered(place->store, 0, 2), 0);
    assert_int_equal(store_occurrences_of_plan_each(place->store, "p", use_again, place->store),
                     ERR_REFUSED);
    commit(place->store);
}

static void keeps_small_values(void **state)
{
    const struct place *place = *state;
    struct buf value;
    buf_init(&value, 10);
    int64_t number = 7;
    assert_int_equal(store_meta_get(place->store, "a", &value), ERR_NOT_FOUND);
    assert_int_equal(store_meta_get_int(place->store, "a", &number), ERR_NOT_FOUND);
    assert_int_equal(number, 7);
    begin(place->store);
    assert_int_equal(store_meta_put(place->store, "a", "một"), 0);
    assert_int_equal(store_meta_put(place->store, "a", "hai"), 0);
    assert_int_equal(store_meta_put_int(place->store, "n", INT64_MIN), 0);
    assert_int_equal(store_meta_put(place->store, "long", "01234567890"), 0);
    commit(place->store);
    assert_int_equal(store_meta_get(place->store, "a", &value), 0);
    assert_string_equal(buf_str(&value), "hai");
    assert_int_equal(store_meta_get_int(place->store, "n", &number), 0);
    assert_true(number == INT64_MIN);
    assert_int_equal(store_meta_get_int(place->store, "a", &number), ERR_CORRUPT);
    assert_int_equal(store_meta_get(place->store, "long", &value), ERR_LIMIT);
    buf_clear(&value);
}

int test_txn(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(nested_is_refused, store_setup, place_teardown),
        cmocka_unit_test_setup_teardown(writes_need_a_transaction, store_setup, place_teardown),
        cmocka_unit_test_setup_teardown(rollback_forgets, store_setup, place_teardown),
        cmocka_unit_test_setup_teardown(run_commits_or_not, store_setup, place_teardown),
        cmocka_unit_test_setup_teardown(closing_rolls_back, store_setup, place_teardown),
        cmocka_unit_test_setup_teardown(busy_says_who, store_setup, place_teardown),
        cmocka_unit_test_setup_teardown(a_query_is_not_used_in_itself, memory_setup,
                                        place_teardown),
        cmocka_unit_test_setup_teardown(keeps_small_values, memory_setup, place_teardown),
    };
    return cmocka_run_group_tests_name("txn", tests, NULL, NULL);
}
