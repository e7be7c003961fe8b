/* What is wrong with dondoc itself: begins, ends, and is told once. */
#include "tests/unit/engine/tests.h"

#include <stdlib.h>
#include <string.h>

#include "engine/conditions.h"
#include "engine/proof.h"
#include "engine/tick.h"

#define MIB ((int64_t)1 << 20)
#define MINUTE ((instant_t)60 * 1000)
#define DAY ((instant_t)86400 * 1000)

static size_t count_of(struct office *office, const char *kind)
{
    struct condition_rows rows = {0};
    size_t count = 0;
    assert_int_equal(0, store_conditions_list(office->store, &rows));
    for (size_t i = 0; i < rows.count; i++) {
        count += strcmp(rows.items[i].kind, kind) == 0;
    }
    store_condition_rows_clear(&rows);
    return count;
}

/* Ticks as the daemon does; how many mails went to the administrator so far. */
static size_t told(struct office *office, instant_t now)
{
    struct tick_result result;
    struct message_filter filter;
    struct message_rows rows = {0};
    assert_int_equal(0, engine_tick(&office->engine, now, &result));
    assert_true(result.next == INSTANT_NONE || result.next > now);
    message_filter_init(&filter);
    filter.recipient = "admin@example.org";
    assert_int_equal(0, store_messages_list(office->store, &filter, 100, &rows));
    size_t count = rows.count;
    store_message_rows_clear(&rows);
    return count;
}

static void name_admin(struct office *office)
{
    free(office->settings.admin_mail);
    office->settings.admin_mail = strdup("admin@example.org");
    assert_non_null(office->settings.admin_mail);
}

static void test_disk(void **state)
{
    struct office *office = *state;
    struct engine *engine = &office->engine;
    instant_t now = office->now;
    name_admin(office);
    /* Plenty, on small and on large disks. */
    assert_int_equal(0, conditions_disk(engine, now, 300 * MIB, 1000 * MIB));
    assert_int_equal(0, conditions_disk(engine, now, 3000 * MIB, 4000000 * MIB));
    assert_int_equal(0, count_of(office, "disk"));
    assert_int_equal(0, told(office, now));
    assert_int_equal(0, conditions_disk(engine, now, 255 * MIB, 1000 * MIB));
    assert_int_equal(1, count_of(office, "disk"));
    assert_int_equal(0, told(office, now)); /* what happens at once is told in one mail */
    assert_int_equal(1, told(office, now + 11 * MINUTE));
    /* Around the mark it does not come and go, and nobody hears of it again. */
    assert_int_equal(0, conditions_disk(engine, now, 257 * MIB, 1000 * MIB));
    assert_int_equal(1, count_of(office, "disk"));
    assert_int_equal(0, conditions_disk(engine, now, 330 * MIB, 1000 * MIB));
    assert_int_equal(0, count_of(office, "disk"));
    /* A second time on the same day: told the next working day. */
    assert_int_equal(0, conditions_disk(engine, now + 30 * MINUTE, 1000 * MIB, 100000 * MIB));
    assert_int_equal(1, count_of(office, "disk"));
    assert_int_equal(1, told(office, now + 41 * MINUTE));
    assert_int_equal(2, told(office, now + DAY + 120 * MINUTE));
    assert_int_equal(2, told(office, now + DAY + 180 * MINUTE));
    /* What lasts is told again after a week. */
    assert_int_equal(2, told(office, now + 7 * DAY));
    assert_int_equal(3, told(office, now + 8 * DAY + 120 * MINUTE));
}

static void test_clock(void **state)
{
    struct office *office = *state;
    struct engine *engine = &office->engine;
    assert_int_equal(0, conditions_clock(engine, office->now, 0));
    assert_int_equal(0, conditions_clock(engine, office->now, 4 * MINUTE));
    assert_int_equal(0, conditions_clock(engine, office->now, -4 * MINUTE));
    assert_int_equal(0, count_of(office, "clock"));
    assert_int_equal(0, conditions_clock(engine, office->now, -60 * MINUTE));
    assert_int_equal(1, count_of(office, "clock"));
    /* Without an administrator's address only the status shows it; it is over by itself. */
    assert_int_equal(0, told(office, office->now + 11 * MINUTE));
    assert_int_equal(1, count_of(office, "clock"));
    assert_int_equal(0, told(office, office->now + 20 * DAY));
    assert_int_equal(0, conditions_start(engine, office->now + 20 * DAY));
    assert_int_equal(0, told(office, office->now + 20 * DAY));
    assert_int_equal(0, count_of(office, "clock"));
}

/* What lasts for a while is over then, not when somebody happens to look. */
static void test_clock_is_over_in_time(void **state)
{
    struct office *office = *state;
    name_admin(office);
    assert_int_equal(0, conditions_clock(&office->engine, office->now, -60 * MINUTE));
    assert_int_equal(1, told(office, office->now + 11 * MINUTE));
    (void)told(office, office->now + 3 * DAY - MINUTE);
    assert_int_equal(1, count_of(office, "clock"));
    (void)told(office, office->now + 3 * DAY + MINUTE);
    assert_int_equal(0, count_of(office, "clock"));
}

static int stop_at_two(const struct proof_entry *entry, void *arg)
{
    size_t *seen = arg;
    (void)entry;
    return ++*seen == 2;
}

static void test_proof_stops(void **state)
{
    struct office *office = *state;
    struct proof_ask ask;
    size_t seen = 0;
    office_write(office, "p.csv",
                 "stt,nhom,noi_dung,san_pham,chu_tri,phoi_hop,thoi_gian\n"
                 "1,,A,,Các phòng,,chậm nhất ngày 18/3/2022\n");
    office_load(office);
    (void)told(office, office->now + 120 * MINUTE);
    proof_ask_init(&ask);
    assert_int_equal(0, proof_each(&office->engine, &ask, stop_at_two, &seen));
    assert_int_equal(2, seen);
    ask.occurrence = "p/1/once";
    seen = 0;
    assert_int_equal(0, proof_each(&office->engine, &ask, stop_at_two, &seen));
    assert_int_equal(2, seen);
}

#define OFFICE_TEST(function) cmocka_unit_test_setup_teardown(function, office_open, office_close)

int test_troubles(void)
{
    const struct CMUnitTest tests[] = {
        OFFICE_TEST(test_disk),
        OFFICE_TEST(test_clock),
        OFFICE_TEST(test_clock_is_over_in_time),
        OFFICE_TEST(test_proof_stops),
    };
    return cmocka_run_group_tests_name("troubles", tests, NULL, NULL);
}
