#include "tests/unit/engine/tests.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "engine/forecast.h"
#include "engine/load.h"
#include "engine/status.h"
#include "engine/tick.h"
#include "store/ledger.h"
#include "store/plans.h"

#define HEADER "stt,nhom,noi_dung,san_pham,chu_tri,phoi_hop,thoi_gian\n"

static void load_two(struct office *office)
{
    office_write(office, "p.csv",
                 HEADER "1,,A,,Phòng TC,,chậm nhất ngày 14/3/2022\n"
                        "2,,B,,Phòng lạ,,Khi có yêu cầu\n");
    office_load(office);
}

/* A second connection that writes. */
static struct store *hold(struct office *office)
{
    char path[256];
    struct store *other = NULL;
    snprintf(path, sizeof path, "%s/dondoc.db", office->folder);
    assert_int_equal(0, store_open(path, office->now, NULL, &other));
    assert_int_equal(0, store_txn_begin(other));
    return other;
}

static void test_busy_is_tried_again(void **state)
{
    struct office *office = *state;
    struct tick_result result = {.messages = 77};
    struct load_difference difference = {0};
    load_two(office);
    office->now += 2 * 3600 * 1000;
    struct store *other = hold(office);
    assert_int_equal(ERR_BUSY, engine_tick(&office->engine, office->now, &result));
    assert_int_equal(77, result.messages);
    assert_int_equal(ERR_BUSY,
                     engine_load(&office->engine, office->now, NULL, false, &difference, NULL));
    assert_int_equal(0, difference.plan_count);
    store_close(other);
    assert_int_equal(0, engine_tick(&office->engine, office->now, &result));
    assert_int_equal(2, result.messages); /* the unit's, and the office's row to settle */
}

static void test_dry_run_writes_nothing(void **state)
{
    struct office *office = *state;
    struct load_difference difference = {0};
    int64_t live;
    int64_t unsettled;
    struct ledger_filter filter;
    ledger_filter_init(&filter);
    office_write(office, "p.csv", HEADER "1,,A,,Phòng TC,,chậm nhất ngày 14/3/2022\n");
    assert_int_equal(0, engine_load(&office->engine, office->now, NULL, true, &difference, NULL));
    assert_int_equal(2, difference.rows.added);
    assert_int_equal(1, difference.occurrences.added);
    assert_int_equal(3, difference.count);
    assert_int_equal(LOAD_ADDED, difference.items[0].kind);
    assert_string_equal("1", difference.items[0].stt);
    assert_string_equal("A", difference.items[0].content);
    assert_string_equal("p/1/once", difference.items[1].occurrence);
    assert_int_equal(on("2022-03-14"), difference.items[1].new_due);
    assert_true(difference.plans[0].first);
    load_difference_clear(&difference);
    assert_int_equal(0, store_tasks_count(office->store, "p", &live, &unsettled));
    assert_int_equal(0, live);
}

/* The plans are read once, and one that is faulty undoes what the others brought. */
static void test_all_or_nothing(void **state)
{
    struct office *office = *state;
    struct load_difference difference = {.faulty = 77};
    int64_t live;
    int64_t unsettled;
    office_write(office, "p.csv", HEADER "1,,A,,Phòng TC,,chậm nhất ngày 14/3/2022\n");
    office_write(office, "q.csv", HEADER "1,,B,,Phòng TC,,chậm nhất ngày 14/3/2022\n1,,C,,,,\n");
    assert_int_equal(ERR_FORMAT, engine_load_faultless(&office->engine, office->now, NULL,
                                                       &difference, &office->diag));
    assert_true(diag_has_errors(&office->diag));
    assert_int_equal(77, difference.faulty);
    assert_int_equal(0, store_tasks_count(office->store, "p", &live, &unsettled));
    assert_int_equal(0, live);
    office_write(office, "q.csv", HEADER "1,,B,,Phòng TC,,chậm nhất ngày 14/3/2022\n");
    difference = (struct load_difference){0};
    assert_int_equal(0, engine_load_faultless(&office->engine, office->now, NULL, &difference,
                                              &office->diag));
    assert_int_equal(2, difference.rows.added);
    assert_int_equal(0, store_tasks_count(office->store, "p", &live, &unsettled));
    assert_int_equal(1, live);
    load_difference_clear(&difference);
}

static void test_next_is_the_hour_of_the_mails(void **state)
{
    struct office *office = *state;
    instant_t next = 0;
    load_two(office);
    assert_int_equal(0, engine_next(&office->engine, &next));
    assert_int_equal(offset_instant(on("2022-03-14"), 450, 420), next);
    /* Before the hour a tick has nothing to do. */
    struct tick_result result;
    assert_int_equal(0, engine_tick(&office->engine, office->now, &result));
    assert_int_equal(0, result.occurrences + result.messages);
    assert_int_equal(next, result.next);
}

static void test_status(void **state)
{
    struct office *office = *state;
    struct engine_status status = {0};
    load_two(office);
    assert_int_equal(0, engine_status(&office->engine, office->now, &status));
    assert_int_equal(1, status.count);
    assert_string_equal("so", status.departments[0].id);
    assert_int_equal(2, status.departments[0].plans);
    assert_int_equal(3, status.departments[0].rows);
    assert_int_equal(1, status.departments[0].needs_person);
    assert_int_equal(1, status.departments[0].open.due_soon);
    assert_int_equal(1, status.departments[0].open.undated);
    assert_int_equal(0, status.outbox.queued);
    assert_int_equal(on("2022-03-14"), status.today);
    engine_status_clear(&status);
    engine_status_clear(&status);
}

/* A plan and a unit at a time, so that others have their turns in between. */
static void test_status_by_and_by(void **state)
{
    struct office *office = *state;
    struct engine_status whole = {0};
    struct status_walk walk = {0};
    int steps = 0;
    int more = 1;
    load_two(office);
    assert_int_equal(0, engine_status(&office->engine, office->now, &whole));
    assert_int_equal(0, status_begin(&office->engine, office->now, &walk));
    while (more > 0) {
        more = status_go_on(&office->engine, &walk);
        steps++;
    }
    assert_int_equal(0, more);
    assert_true(steps > 4); /* two plans, a unit, the last unit, the targets */
    assert_memory_equal(&whole.departments[0].open, &walk.status.departments[0].open,
                        sizeof whole.departments[0].open);
    assert_int_equal(whole.departments[0].rows, walk.status.departments[0].rows);
    engine_status_clear(&whole);
    status_walk_clear(&walk);
    status_walk_clear(NULL);
}

static void test_templates_that_are_missing(void **state)
{
    struct office *office = *state;
    struct engine engine = {0};
    free(office->settings.templates);
    office->settings.templates = strdup(office->folder);
    assert_int_equal(ERR_NOT_FOUND,
                     engine_open(&office->settings, office->store, &office->diag, &engine));
    assert_false(engine.open);
    assert_true(diag_has_errors(&office->diag));
    engine_close(&engine);
    engine_close(NULL);
}

static int each_message(const struct forecast_message *message, void *arg)
{
    struct buf *out = arg;
    char at[OFFSET_TEXT_SIZE];
    (void)buf_printf(out, "%s %s %s %zu\n", offset_format(message->at, 420, at),
                     message->message->recipient, message->unit, message->notices->count);
    return out->len > 130;
}

static void test_forecast(void **state)
{
    struct office *office = *state;
    struct buf out;
    size_t faulty;
    buf_init(&out, 10000);
    office_write(office, "p.csv", HEADER "1,,A,,Các phòng,,chậm nhất ngày 18/3/2022\n");
    assert_int_equal(0, engine_forecast(&office->settings, on("2022-03-16"), on("2022-03-17"),
                                        each_message, &out, &faulty, NULL));
    assert_string_equal("2022-03-17T07:30:00+07:00 tc@example.org tc 1\n"
                        "2022-03-17T07:30:00+07:00 tt@example.org tt 1\n",
                        buf_str(&out));
    /* It stops when it is told to, and never touches the real store. */
    buf_reset(&out);
    assert_int_equal(0, engine_forecast(&office->settings, on("2022-03-01"), on("2022-12-31"),
                                        each_message, &out, &faulty, NULL));
    assert_in_range(out.len, 131, 190);
    int64_t count = 99;
    struct occurrence_filter filter;
    occurrence_filter_init(&filter);
    assert_int_equal(0, store_occurrences_count(office->store, &filter, &count));
    assert_int_equal(0, count);
    assert_int_equal(ERR_RANGE, engine_forecast(&office->settings, on("2022-03-01"),
                                                on("2022-02-01"), each_message, &out, NULL, NULL));
    assert_int_equal(ERR_RANGE, engine_forecast(&office->settings, on("2000-03-01"),
                                                on("2022-02-01"), each_message, &out, NULL, NULL));
    buf_clear(&out);
}

static int each_entry(const struct ledger_row *row, void *arg)
{
    size_t *skipped = arg;
    *skipped += strcmp(row->kind, "skipped") == 0;
    return 0;
}

static void test_ledger_holds(void **state)
{
    struct office *office = *state;
    struct tick_result result;
    struct ledger_filter filter;
    size_t skipped = 0;
    int64_t entries;
    load_two(office);
    office->now += 2 * 3600 * 1000;
    assert_int_equal(0, engine_tick(&office->engine, office->now, &result));
    assert_int_equal(0, store_ledger_verify(office->store, &entries, NULL, NULL));
    assert_true(entries >= 5); /* skipped, needs_person, load, notice, two messages */
    ledger_filter_init(&filter);
    assert_int_equal(0, store_ledger_each(office->store, &filter, each_entry, &skipped));
    assert_int_equal(1, skipped); /* the four stages before it was loaded */
}

#define OFFICE_TEST(function) cmocka_unit_test_setup_teardown(function, office_open, office_close)

int test_engine(void)
{
    const struct CMUnitTest tests[] = {
        OFFICE_TEST(test_busy_is_tried_again),
        OFFICE_TEST(test_dry_run_writes_nothing),
        OFFICE_TEST(test_all_or_nothing),
        OFFICE_TEST(test_next_is_the_hour_of_the_mails),
        OFFICE_TEST(test_status),
        OFFICE_TEST(test_status_by_and_by),
        OFFICE_TEST(test_templates_that_are_missing),
        OFFICE_TEST(test_forecast),
        OFFICE_TEST(test_ledger_holds),
    };
    return cmocka_run_group_tests_name("engine", tests, NULL, NULL);
}
