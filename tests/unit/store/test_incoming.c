/* What other systems told: kept once, settled once, forgotten in time; parts of a transaction. */
#include "tests.h"

#include <string.h>

#include "store/incoming.h"
#include "store/ledger.h"

static struct incoming_row row_of(const char *id, const char *outcome)
{
    struct incoming_row row;
    store_incoming_init(&row);
    row.source = "eoffice";
    row.id = id;
    row.fingerprint = "f";
    row.author = "webhook:eoffice";
    row.at = 1000;
    row.type = "issued";
    row.department = "so";
    row.document_number = "12/BC";
    row.document_day = 19000;
    row.outcome = outcome;
    return row;
}

static int64_t add(struct store *store, const char *id, const char *outcome)
{
    const struct incoming_row row = row_of(id, outcome);
    int64_t number = 0;
    assert_int_equal(0, store_incoming_add(store, &row, &number));
    return number;
}

static void keeps_each_once(void **state)
{
    struct place *place = *state;
    struct incoming_row row = {0};
    int64_t number;
    assert_int_equal(0, store_txn_begin(place->store));
    assert_int_equal(1, add(place->store, "a", "applied"));
    const struct incoming_row again = row_of("a", "pending");
    assert_int_equal(ERR_EXISTS, store_incoming_add(place->store, &again, &number));
    struct incoming_row other = row_of("a", "pending");
    other.source = "edxml";
    assert_int_equal(0, store_incoming_add(place->store, &other, &number));
    const struct incoming_row bad = row_of("b", "refused");
    assert_int_equal(ERR_INVALID, store_incoming_add(place->store, &bad, &number));
    assert_int_equal(0, store_txn_commit(place->store));
    assert_int_equal(0, store_incoming_find(place->store, "eoffice", "a", &row));
    assert_string_equal("applied", row.outcome);
    assert_int_equal(19000, row.document_day);
    assert_int_equal(DAY_NONE, row.due);
    assert_null(row.settled);
    store_incoming_clear(&row);
    assert_int_equal(ERR_NOT_FOUND, store_incoming_find(place->store, "eoffice", "z", &row));
}

static void settles_once(void **state)
{
    struct place *place = *state;
    struct incoming_rows rows = {0};
    int64_t pending = -1;
    assert_int_equal(0, store_txn_begin(place->store));
    add(place->store, "a", "applied");
    struct incoming_row row = row_of("x", "pending");
    row.number = add(place->store, "b", "pending");
    row.settled = "rejected";
    row.settled_at = 5;
    row.settled_by = "officer";
    assert_int_equal(0, store_incoming_count(place->store, 100, &pending));
    assert_int_equal(1, pending);
    assert_int_equal(0, store_incoming_pending(place->store, "khac", 0, 10, &rows));
    assert_int_equal(0, rows.count);
    assert_int_equal(0, store_incoming_pending(place->store, "so", 0, 10, &rows));
    assert_int_equal(1, rows.count);
    assert_int_equal(0, store_incoming_settle(place->store, &row));
    assert_int_equal(ERR_NOT_FOUND, store_incoming_settle(place->store, &row));
    row.number = 1;
    assert_int_equal(ERR_NOT_FOUND, store_incoming_settle(place->store, &row));
    assert_int_equal(0, store_incoming_pending(place->store, NULL, 0, 10, &rows));
    assert_int_equal(0, rows.count);
    assert_int_equal(0, store_txn_commit(place->store));
    store_incoming_rows_clear(&rows);
}

static void forgets_the_old_that_wait_for_nobody(void **state)
{
    struct place *place = *state;
    struct incoming_rows rows = {0};
    assert_int_equal(0, store_txn_begin(place->store));
    add(place->store, "a", "applied");
    add(place->store, "b", "pending");
    add(place->store, "c", "applied");
    add(place->store, "d", "applied");
    assert_int_equal(0, store_incoming_forget(place->store, 1000, 10));
    assert_int_equal(0, store_incoming_list(place->store, 0, 10, &rows));
    assert_int_equal(4, rows.count);
    assert_int_equal(0, store_incoming_forget(place->store, 1001, 2));
    assert_int_equal(0, store_incoming_list(place->store, 0, 10, &rows));
    assert_int_equal(2, rows.count);
    assert_string_equal("d", rows.items[0].id);
    assert_string_equal("b", rows.items[1].id);
    assert_int_equal(0, store_incoming_list(place->store, 4, 10, &rows));
    assert_int_equal(1, rows.count);
    store_incoming_rows_clear(&rows);
    assert_int_equal(0, store_txn_commit(place->store));
}

static void append(struct store *store, const char *kind)
{
    const struct ledger_row row = {.at = 1, .kind = kind};
    assert_int_equal(0, store_ledger_append(store, &row));
}

/* What a part wrote goes alone, and the ledger's chain holds. */
static void forgets_a_part(void **state)
{
    struct place *place = *state;
    int64_t entries;
    assert_int_equal(ERR_REFUSED, store_part_begin(place->store));
    assert_int_equal(0, store_txn_begin(place->store));
    append(place->store, "one");
    assert_int_equal(0, store_part_begin(place->store));
    append(place->store, "lost");
    assert_int_equal(0, store_part_begin(place->store));
    append(place->store, "lost too");
    assert_int_equal(0, store_part_keep(place->store));
    store_part_forget(place->store);
    append(place->store, "two");
    assert_int_equal(0, store_part_begin(place->store));
    append(place->store, "three");
    assert_int_equal(0, store_part_keep(place->store));
    assert_int_equal(0, store_txn_commit(place->store));
    assert_int_equal(0, store_ledger_verify(place->store, &entries, NULL, NULL));
    assert_int_equal(3, entries);
    store_part_forget(place->store);
}

int test_incoming(void)
{
#define T(test) cmocka_unit_test_setup_teardown(test, store_setup, place_teardown)
    const struct CMUnitTest tests[] = {
        T(keeps_each_once),
        T(settles_once),
        T(forgets_the_old_that_wait_for_nobody),
        T(forgets_a_part),
    };
    return cmocka_run_group_tests_name("store/incoming", tests, NULL, NULL);
}
