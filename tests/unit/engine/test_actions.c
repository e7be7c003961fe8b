#include "tests/unit/engine/tests.h"

#include <stdio.h>
#include <string.h>

#include "base/err.h"
#include "engine/actions.h"
#include "import/results.h"
#include "store/ledger.h"

#define HEADER "stt,nhom,noi_dung,san_pham,chu_tri,phoi_hop,thoi_gian\n"

static struct action by(const struct office *office)
{
    return (struct action){office->now, "officer"};
}

static void load_three(struct office *office)
{
    office_write(office, "p.csv",
                 HEADER "1,,A,,Phòng TC,,chậm nhất ngày 18/3/2022\n"
                        "2,,B,,Thanh tra Sở,,Trước ngày 15/6 và 15/12\n"
                        "3,,C,,Các phòng,,chậm nhất ngày 18/3/2022\n");
    office_load(office);
}

static void test_find(void **state)
{
    struct office *office = *state;
    struct occurrence_row row;
    struct occurrence_row again;
    char spaced[32];
    load_three(office);
    assert_int_equal(0, action_find(&office->engine, "p/1/once", NULL, &row));
    assert_non_null(row.code);
    /* As people type codes. */
    snprintf(spaced, sizeof spaced, "%.4s-%s", row.code, row.code + 4);
    for (char *p = spaced; *p; p++) {
        *p = (char)(*p >= 'A' && *p <= 'Z' ? *p + 32 : *p);
    }
    assert_int_equal(0, action_find(&office->engine, spaced, NULL, &again));
    assert_string_equal(row.id, again.id);
    store_occurrence_clear(&again);
    assert_int_equal(0, action_find(&office->engine, "p/1", NULL, &again));
    assert_string_equal(row.id, again.id);
    store_occurrence_clear(&again);
    store_occurrence_clear(&row);
    /* A row with shares is found as a whole, one with two dates by neither. */
    assert_int_equal(0, action_find(&office->engine, "p/3", NULL, &row));
    assert_string_equal("p/3/once", row.id);
    store_occurrence_clear(&row);
    assert_int_equal(ERR_EXISTS, action_find(&office->engine, "p/2", &office->diag, &row));
    assert_int_equal(ERR_NOT_FOUND, action_find(&office->engine, "p/9", &office->diag, &row));
    assert_int_equal(ERR_NOT_FOUND, action_find(&office->engine, "", &office->diag, &row));
    assert_int_equal(3, office->diag.errors);
}

static void test_result_says_what_came_of_it(void **state)
{
    struct office *office = *state;
    struct action_result result = {0};
    const struct action action = by(office);
    load_three(office);
    assert_int_equal(0, action_done(&office->engine, &action, "p/3/once@tc", "1/BC", DAY_NONE, NULL,
                                    &result, NULL));
    assert_string_equal("p/3/once@tc", result.occurrence);
    assert_int_equal(STATE_DONE_ON_TIME, result.state);
    assert_false(result.parent_done);
    action_result_clear(&result);
    assert_int_equal(0, action_done(&office->engine, &action, "p/3/once@tt", "2/BC",
                                    on("2022-03-11"), "đã gửi", &result, NULL));
    assert_true(result.parent_done);
    assert_int_equal(2, result.affected);
    action_result_clear(&result);
    assert_int_equal(0, action_extend(&office->engine, &action, "p/1", on("2022-04-01"), "3/CV",
                                      &result, NULL));
    assert_int_equal(on("2022-04-01"), result.due);
    assert_int_equal(STATE_UPCOMING, result.state);
    action_result_clear(&result);
}

static int each_author(const struct ledger_row *row, void *arg)
{
    int *found = arg;
    *found += strcmp(row->kind, "done") == 0 && strcmp(row->author, "officer") == 0;
    return 0;
}

static int count_done(struct office *office)
{
    struct ledger_filter filter;
    int found = 0;
    ledger_filter_init(&filter);
    assert_int_equal(0, store_ledger_each(office->store, &filter, each_author, &found));
    return found;
}

static void read_results(const char *text, struct results *out)
{
    assert_int_equal(0, import_results_text("KQ.csv", text, strlen(text), out, NULL));
}

static void test_many_all_or_none(void **state)
{
    struct office *office = *state;
    const struct action action = by(office);
    size_t done = 0;
    struct results results = {0};
    load_three(office);
    read_results("ma,so_ky_hieu,ngay\np/1/once,1/BC,14/03/2022\np/9/once,2/BC,14/03/2022\n"
                 "p/2/once,3/BC,15/03/2022\n",
                 &results);
    assert_int_equal(ERR_INVALID, action_done_many(&office->engine, &action, &results, "KQ.csv",
                                                   false, &done, &office->diag));
    assert_int_equal(0, count_done(office));
    /* Both faulty lines are told, each with its line. */
    assert_int_equal(2, office->diag.errors);
    assert_int_equal(3, office->diag.items[0].line);
    assert_int_equal(4, office->diag.items[1].line);
    assert_string_equal("KQ.csv", office->diag.items[0].file);
    results_clear(&results);
    read_results("ma,so_ky_hieu,ngay\np/1/once,1/BC,14/03/2022\np/3/once@tc,2/BC,11/03/2022\n",
                 &results);
    assert_int_equal(0, action_done_many(&office->engine, &action, &results, "KQ.csv", true, &done,
                                         NULL));
    assert_int_equal(2, done);
    assert_int_equal(0, count_done(office));
    assert_int_equal(0, action_done_many(&office->engine, &action, &results, "KQ.csv", false, &done,
                                         NULL));
    assert_int_equal(2, count_done(office));
    results_clear(&results);
}

static void test_a_failed_action_leaves_nothing(void **state)
{
    struct office *office = *state;
    const struct action action = by(office);
    struct action_result result = {.affected = 77};
    load_three(office);
    assert_int_equal(ERR_INVALID, action_done(&office->engine, &action, "p/1", "1/BC",
                                              on("2022-03-15"), NULL, &result, NULL));
    assert_int_equal(77, result.affected);
    assert_false(store_in_txn(office->store));
    assert_int_equal(0, count_done(office));
}

#define OFFICE_TEST(function) cmocka_unit_test_setup_teardown(function, office_open, office_close)

int test_actions(void)
{
    const struct CMUnitTest tests[] = {
        OFFICE_TEST(test_find),
        OFFICE_TEST(test_result_says_what_came_of_it),
        OFFICE_TEST(test_many_all_or_none),
        OFFICE_TEST(test_a_failed_action_leaves_nothing),
    };
    return cmocka_run_group_tests_name("actions", tests, NULL, NULL);
}
