/* Targets and measurements: what goes in comes out, and nothing of it is ever changed. */
#include "tests.h"

#include <string.h>

#include "store/plans.h"
#include "store/targets.h"

#include <sqlite3.h>

static const struct target_row a_target = {
    .id = "p/1/target/KQD2BBBB",
    .code = "KQD2BBBB",
    .plan = "p",
    .stt = "1",
    .position = 3,
    .indicator = "Tỷ lệ \"số hóa\"",
    .comparator = TARGET_AT_MOST,
    .value = 125000,
    .unit = "%",
    .per = "",
    .from_year = 2022,
    .to_year = 2025,
    .verbatim = "giảm còn 12,5%",
    .ceiling = AMOUNT_NONE,
    .created = 19000,
};

static void put_plan(struct store *store)
{
    const struct plan_row plan = {.id = "p",
                                  .department = "d",
                                  .number = "",
                                  .issued = DAY_NONE,
                                  .title = "",
                                  .regime = "",
                                  .policy = "",
                                  .file = "",
                                  .content_hash = "",
                                  .closed = DAY_NONE,
                                  .first_loaded = 19000,
                                  .loaded_at = NOW};
    assert_int_equal(store_plan_put(store, &plan), 0);
}

static struct measurement_row measured(bool baseline, day_t day, amount_t value, int64_t corrects)
{
    return (struct measurement_row){.target = a_target.id,
                                    .baseline = baseline,
                                    .day = day,
                                    .value = value,
                                    .document = "12/BC-STNMT",
                                    .author = "lan",
                                    .recorded_at = NOW,
                                    .corrects = corrects};
}

static void target_comes_back(void **state)
{
    const struct place *place = *state;
    struct target_row row = {0};
    struct target_rows rows = {0};
    begin(place->store);
    assert_int_equal(store_target_put(place->store, &a_target), ERR_NOT_FOUND);
    store_txn_rollback(place->store);
    begin(place->store);
    put_plan(place->store);
    assert_int_equal(store_target_put(place->store, &a_target), 0);
    struct target_row growth = a_target;
    growth.id = "p/1/target/B2";
    growth.code = "B2";
    growth.position = 1;
    growth.comparator = TARGET_GROWTH;
    growth.ceiling = 1000000;
    growth.withdrawn = true;
    assert_int_equal(store_target_put(place->store, &growth), 0);
    commit(place->store);
    assert_int_equal(store_target_get(place->store, "p/2/target/x", &row), ERR_NOT_FOUND);
    assert_int_equal(store_target_get(place->store, a_target.id, &row), 0);
    assert_string_equal(row.indicator, a_target.indicator);
    assert_int_equal(row.comparator, TARGET_AT_MOST);
    assert_int_equal(row.value, 125000);
    assert_true(row.ceiling == AMOUNT_NONE);
    assert_int_equal(row.created, 19000);
    store_target_clear(&row);
    assert_int_equal(store_targets_list(place->store, "p", &rows), 0);
    assert_int_equal(rows.count, 2);
    assert_string_equal(rows.items[0].code, "B2");
    assert_int_equal(rows.items[0].ceiling, 1000000);
    assert_int_equal(rows.items[0].comparator, TARGET_GROWTH);
    assert_int_equal(store_targets_list(place->store, NULL, &rows), 0);
    assert_int_equal(rows.count, 2);
    assert_int_equal(store_targets_of_task(place->store, "p", "1", &rows), 0);
    assert_int_equal(rows.count, 2);
    assert_string_equal(rows.items[0].code, a_target.code); /* withdrawn ones last */
    assert_int_equal(store_targets_by_code(place->store, "B2", &rows), 0);
    assert_int_equal(rows.count, 1);
    assert_true(rows.items[0].withdrawn);
    store_target_rows_clear(&rows);
}

static void measurements_keep_what_was_corrected(void **state)
{
    const struct place *place = *state;
    struct measurement_rows rows = {0};
    int64_t first = 0;
    int64_t second = 0;
    int64_t base = 0;
    begin(place->store);
    put_plan(place->store);
    struct measurement_row row = measured(false, 19100, 150000, 0);
    assert_int_equal(store_measurement_add(place->store, &row, &first), ERR_NOT_FOUND);
    store_txn_rollback(place->store);
    begin(place->store);
    put_plan(place->store);
    assert_int_equal(store_target_put(place->store, &a_target), 0);
    assert_int_equal(store_measurement_add(place->store, &row, &first), 0);
    row = measured(false, 19100, 140000, first);
    assert_int_equal(store_measurement_add(place->store, &row, &second), 0);
    row = measured(true, 18990, 300000, 0);
    assert_int_equal(store_measurement_add(place->store, &row, &base), 0);
    commit(place->store);
    begin(place->store);
    row = measured(false, 19100, 1, first);
    assert_int_equal(store_measurement_add(place->store, &row, &base), ERR_EXISTS);
    store_txn_rollback(place->store);
    assert_int_equal(store_measurements_list(place->store, a_target.id, &rows), 0);
    assert_int_equal(rows.count, 3);
    assert_true(rows.items[0].baseline);
    assert_int_equal(rows.items[1].value, 150000);
    assert_int_equal(rows.items[1].corrected_by, second);
    assert_int_equal(rows.items[2].value, 140000);
    assert_int_equal(rows.items[2].corrects, first);
    assert_int_equal(rows.items[2].corrected_by, 0);
    assert_string_equal(rows.items[2].document, "12/BC-STNMT");
    assert_string_equal(rows.items[2].author, "lan");
    assert_int_equal(rows.items[2].recorded_at, NOW);
    store_measurement_rows_clear(&rows);
}

static int change(const char *path, const char *sql)
{
    sqlite3 *db = NULL;
    assert_int_equal(sqlite3_open_v2(path, &db, SQLITE_OPEN_READWRITE, NULL), SQLITE_OK);
    int rc = sqlite3_exec(db, sql, NULL, NULL, NULL);
    (void)sqlite3_close(db);
    return rc;
}

static void measurements_are_append_only(void **state)
{
    const struct place *place = *state;
    int64_t id = 0;
    begin(place->store);
    put_plan(place->store);
    assert_int_equal(store_target_put(place->store, &a_target), 0);
    struct measurement_row row = measured(false, 19100, 150000, 0);
    assert_int_equal(store_measurement_add(place->store, &row, &id), 0);
    commit(place->store);
    assert_int_not_equal(change(place->path, "UPDATE measurement SET value = 1"), SQLITE_OK);
    assert_int_not_equal(change(place->path, "DELETE FROM measurement"), SQLITE_OK);
    assert_int_equal(change(place->path, "SELECT count(*) FROM measurement"), SQLITE_OK);
}

int test_targets(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(target_comes_back, store_setup, place_teardown),
        cmocka_unit_test_setup_teardown(measurements_keep_what_was_corrected, store_setup,
                                        place_teardown),
        cmocka_unit_test_setup_teardown(measurements_are_append_only, store_setup, place_teardown),
    };
    return cmocka_run_group_tests_name("targets", tests, NULL, NULL);
}
