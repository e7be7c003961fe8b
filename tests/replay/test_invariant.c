/* The replay's invariants can fail: each is broken here behind the engine's back, and seen. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <sqlite3.h>
#include <stdio.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/err.h"
#include "engine/load.h"
#include "tests/replay/replay.h"

#define VIETNAM 420

static const char CONFIG[] =
    "include = \"" DD_SRCDIR "/conf/holidays.conf\"\nutc_offset = \"+07:00\"\n"
    "state = \"dondoc.db\"\ncontrol = \"control\"\n"
    "mail {\n method = \"maildir\"\n maildir = \"outbox\"\n from = \"d@example.org\"\n}\n"
    "department \"so\" {\n name = \"Sở\"\n office = \"vp\"\n"
    " unit \"vp\" {\n  names = {\"Văn phòng\"}\n  mail = \"vp@example.org\"\n }\n"
    " unit \"a\" {\n  names = {\"Phòng A\"}\n  mail = \"a@example.org\"\n"
    "  head_mail = \"truong-a@example.org\"\n }\n}\n"
    "plan \"p\" {\n file = \"p.csv\"\n department = \"so\"\n title = \"Thử\"\n from_year = "
    "2022\n}\n";
static const char PLAN[] = "stt,nhom,noi_dung,san_pham,chu_tri,phoi_hop,thoi_gian\n"
                           "1,,Việc một,,Phòng A,Văn phòng,chậm nhất ngày 18/3/2022\n"
                           "2,,Việc hai,,Phòng A; Văn phòng,,chậm nhất ngày 4/3/2022\n";

static instant_t at(int month, int day, int minute)
{
    return offset_instant(civil_to_day(2022, month, day), minute, VIETNAM);
}

/* Loaded on Monday 7/3, asleep from the 9th to the 16th, and run until Tuesday 22/3. */
static int open_world(void **state)
{
    static struct world world;
    struct load_difference difference = {0};
    assert_int_equal(0, world_open(&world));
    assert_int_equal(0, world_write(&world, "dondoc.conf", CONFIG, strlen(CONFIG)));
    assert_int_equal(0, world_write(&world, "p.csv", PLAN, strlen(PLAN)));
    assert_int_equal(0, world_configure(&world));
    world.now = at(3, 7, 360);
    assert_int_equal(0, engine_load(&world.engine, world.now, "test", false, &difference,
                                    &world.diag));
    load_difference_clear(&difference);
    assert_int_equal(0, world_run(&world, at(3, 9, 720)));
    world.now = at(3, 17, 480);
    assert_int_equal(0, world_run(&world, at(3, 22, 720)));
    *state = &world;
    return 0;
}

static int close_world(void **state)
{
    world_close(*state);
    return 0;
}

/* How many complaints, of which one holds the text (NULL: none need be there). */
static int complaints(struct world *world, const char *text)
{
    _cleanup_buf_ struct buf out = {0};
    buf_init(&out, (size_t)1 << 20);
    int found = invariant_check(world, &out);
    if (text && !strstr(buf_str(&out), text)) {
        fail_msg("no “%s” in:\n%s", text, buf_str(&out));
    }
    return found;
}

/* What the engine never does. Returns how many rows that concerned. */
static int break_in(struct world *world, const char *sql)
{
    char path[256];
    sqlite3 *db = NULL;
    snprintf(path, sizeof path, "%s/dondoc.db", world->folder);
    assert_int_equal(SQLITE_OK, sqlite3_open_v2(path, &db, SQLITE_OPEN_READWRITE, NULL));
    int err = sqlite3_exec(db, sql, NULL, NULL, NULL);
    if (err != SQLITE_OK) {
        fail_msg("%s: %s", sql, sqlite3_errmsg(db));
    }
    int changed = sqlite3_changes(db);
    (void)sqlite3_close(db);
    return changed;
}

static void test_all_is_well(void **state)
{
    assert_int_equal(0, complaints(*state, NULL));
}

static void test_a_stage_is_missing(void **state)
{
    struct world *world = *state;
    static const struct {
        const char *sql, *complaint;
    } CASES[] = {
        {"DELETE FROM notice WHERE occurrence = 'p/1/once' AND stage = 'before_1' AND role = "
         "'lead'",
         "p/1/once before_1 (lead): neither said nor skipped"},
        {"DELETE FROM notice WHERE stage = 'escalation_1' AND occurrence = 'p/1/once'",
         "p/1/once escalation_1 (head): neither said nor skipped"},
        {"UPDATE notice SET anchor = anchor + 1 WHERE stage = 'due' AND role = 'coordinating'",
         "p/1/once due (coordinating): neither said nor skipped"},
        {"UPDATE notice SET role = 'head' WHERE occurrence = 'p/1/once' AND stage = 'overdue_1'",
         "p/1/once overdue_1 (lead): neither said nor skipped"},
    };
    for (size_t i = 0; i < sizeof CASES / sizeof CASES[0]; i++) {
        assert_int_equal(1, break_in(world, CASES[i].sql));
        assert_int_equal((int)i + 1, complaints(world, CASES[i].complaint));
    }
}

static void test_a_skipped_one_is_missing(void **state)
{
    struct world *world = *state;
    assert_int_equal(1,
                     break_in(world, "DROP TRIGGER ledger_never_changes;"
                                     "UPDATE ledger SET kind = 'note' WHERE kind = 'skipped' AND "
                                     "occurrence = 'p/1/once' AND detail LIKE '%before_3%'"));
    assert_int_equal(1, complaints(world, "p/1/once before_3 (lead): neither said nor skipped"));
}

static void test_skipped_without_a_reason(void **state)
{
    struct world *world = *state;
    assert_int_equal(1, break_in(world, "DROP TRIGGER ledger_never_changes;"
                                        "UPDATE ledger SET detail = replace(detail, 'reason', 'x') "
                                        "WHERE kind = 'skipped' AND occurrence = 'p/1/once' AND "
                                        "detail LIKE '%before_3%'"));
    assert_int_equal(1, complaints(world, "p/1/once before_3 (lead): neither said nor skipped"));
}

/* Neither a ladder nor the office's list: of both parts of the row. */
static void test_past_due_and_not_listed(void **state)
{
    struct world *world = *state;
    assert_int_equal(1, break_in(world, "DELETE FROM notice WHERE stage = 'past_due'"));
    assert_true(complaints(world, "p/2/once@a before_15 (lead): neither said nor skipped") > 2);
    assert_true(complaints(world, "p/2/once@vp due (lead): neither said nor skipped") > 2);
}

/* The mail of a working day leaves once more, two working days later. */
static void test_said_twice(void **state)
{
    struct world *world = *state;
    assert_int_equal(1,
                     break_in(world, "UPDATE message SET state = 'queued', next_at = 0 WHERE id = "
                                     "(SELECT message FROM notice WHERE occurrence = 'p/1/once' "
                                     "AND stage = 'due' AND role = 'lead')"));
    world->now = at(3, 23, 600);
    assert_int_equal(0, world_tick(world));
    assert_true(complaints(world, "twice: p/1/once due (lead) of 2022-03-18 to a@example.org") > 0);
}

static void test_two_mails_a_day(void **state)
{
    struct world *world = *state;
    assert_int_equal(1,
                     break_in(world, "UPDATE message SET state = 'queued', next_at = 0 WHERE id = "
                                     "(SELECT message FROM notice WHERE occurrence = 'p/1/once' "
                                     "AND stage = 'due' AND role = 'lead')"));
    world->now = at(3, 22, 900);
    assert_int_equal(0, world_tick(world));
    assert_true(complaints(world, "twice: daily mail of so to a@example.org on 2022-03-22") > 0);
}

static void test_outside_working_hours(void **state)
{
    struct world *world = *state;
    const struct notice_rows none = {0};
    struct message_row row;
    static const struct {
        int day, minute, found;
    } CASES[] = {{23, 450, 0}, {23, 1019, 0}, {23, 449, 1}, {23, 1020, 1}, {26, 600, 1}};
    store_message_init(&row);
    row.ident = "a@example.org";
    row.recipient = "b@example.org";
    row.department = "so";
    row.class = MESSAGE_IMMEDIATE;
    row.channel = CHANNEL_MAIL;
    for (size_t i = 0; i < sizeof CASES / sizeof CASES[0]; i++) {
        world->now = at(3, CASES[i].day, CASES[i].minute);
        assert_int_equal(0, invariant_heard(world, &row, &none));
        assert_int_equal(CASES[i].found, complaints(world, CASES[i].found ? "outside" : NULL));
        buf_reset(&world->wrong);
    }
    row.by_hand = true;
    assert_int_equal(0, invariant_heard(world, &row, &none));
    assert_int_equal(0, complaints(world, NULL));
}

#define INVARIANT_TEST(function) cmocka_unit_test_setup_teardown(function, open_world, close_world)

int main(void)
{
    const struct CMUnitTest tests[] = {
        INVARIANT_TEST(test_all_is_well),
        INVARIANT_TEST(test_a_stage_is_missing),
        INVARIANT_TEST(test_a_skipped_one_is_missing),
        INVARIANT_TEST(test_skipped_without_a_reason),
        INVARIANT_TEST(test_past_due_and_not_listed),
        INVARIANT_TEST(test_said_twice),
        INVARIANT_TEST(test_two_mails_a_day),
        INVARIANT_TEST(test_outside_working_hours),
    };
    return cmocka_run_group_tests_name("invariant", tests, NULL, NULL);
}
