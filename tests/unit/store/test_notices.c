/* Notices: each once, ever; gathered by recipient; moved when a mail is superseded. */
#include "tests.h"

#include <stdio.h>
#include <string.h>

#include "store/notices.h"
#include "store/outbox.h"

static struct notice_row make_notice(const char *occurrence, const char *recipient)
{
    return (struct notice_row){.occurrence = occurrence,
                               .stage = {STAGE_BEFORE, 3},
                               .anchor = 19000,
                               .role = ROLE_LEAD,
                               .unit = "u",
                               .department = "d",
                               .recipient = recipient,
                               .day = 18995,
                               .created_at = NOW,
                               .next_at = NOW};
}

static bool add(struct store *store, const struct notice_row *row)
{
    bool added = false;
    assert_int_equal(store_notice_add(store, row, &added), 0);
    return added;
}

static int64_t add_message(struct store *store, const char *ident)
{
    struct message_row row;
    store_message_init(&row);
    row.ident = ident;
    row.class = MESSAGE_IMMEDIATE;
    row.department = "d";
    row.recipient = "a@example.org";
    row.day = 19000;
    row.subject = "s";
    row.created_at = NOW;
    int64_t id = 0;
    assert_int_equal(store_message_add(store, &row, &id), 0);
    return id;
}

static void none_twice(void **state)
{
    const struct place *place = *state;
    struct store *store = place->store;
    struct notice_row row = make_notice("o", "a@example.org");
    begin(store);
    assert_true(add(store, &row));
    assert_false(add(store, &row));
    struct notice_row other = row;
    other.stage.n = 1;
    assert_true(add(store, &other));
    other = row;
    other.anchor++;
    assert_true(add(store, &other));
    other = row;
    other.role = ROLE_HEAD;
    assert_true(add(store, &other));
    other = row;
    other.recipient = "b@example.org";
    assert_true(add(store, &other));
    other = row;
    other.occurrence = "o2";
    assert_true(add(store, &other));
    /* another day, another unit: still the same notice */
    other = row;
    other.day++;
    other.unit = "v";
    assert_false(add(store, &other));
    commit(store);
    begin(store);
    assert_int_equal(store_notice_add(store, &row, NULL), 0);
    commit(store);
    struct notice_rows rows = {0};
    assert_int_equal(store_notices_of_occurrence(store, "o", 0, &rows), 0);
    assert_int_equal(rows.count, 5);
    assert_int_equal(rows.items[0].stage.kind, STAGE_BEFORE);
    assert_int_equal(rows.items[0].stage.n, 3);
    assert_int_equal(rows.items[0].role, ROLE_LEAD);
    assert_int_equal(rows.items[0].anchor, 19000);
    assert_int_equal(rows.items[0].day, 18995);
    assert_string_equal(rows.items[0].unit, "u");
    assert_int_equal(rows.items[0].message, 0);
    assert_true(rows.items[0].created_at == NOW);
    store_notice_rows_clear(&rows);
}

static void every_stage_and_role_comes_back(void **state)
{
    const struct place *place = *state;
    struct store *store = place->store;
    begin(store);
    for (int kind = 0; kind <= STAGE_NEEDS_PERSON; kind++) {
        struct notice_row row = make_notice("o", "a@example.org");
        bool counted = kind == STAGE_BEFORE || kind == STAGE_OVERDUE ||
                       kind == STAGE_OVERDUE_WEEK || kind == STAGE_ESCALATION;
        row.stage = (struct stage){(enum stage_kind)kind, counted ? 2 : 0};
        row.role = (enum role)(kind % (ROLE_DIRECTOR + 1));
        assert_true(add(store, &row));
    }
    commit(store);
    struct notice_rows rows = {0};
    assert_int_equal(store_notices_of_occurrence(store, "o", 0, &rows), 0);
    assert_int_equal(rows.count, STAGE_NEEDS_PERSON + 1);
    for (size_t i = 0; i < rows.count; i++) {
        assert_int_equal(rows.items[i].stage.kind, i);
        assert_int_equal(rows.items[i].role, i % (ROLE_DIRECTOR + 1));
    }
    store_notice_rows_clear(&rows);
}

struct pairs {
    struct store *store;
    char text[200];
};

/* Notes who, and takes what is due for it out of the way. */
static int take(const char *department, const char *recipient, void *arg)
{
    struct pairs *pairs = arg;
    size_t len = strlen(pairs->text);
    struct notice_rows rows = {0};
    assert_int_equal(store_notices_due(pairs->store, department, recipient, NOW, 100, &rows), 0);
    (void)snprintf(pairs->text + len, sizeof(pairs->text) - len, "%s/%s=%zu ", department,
                   recipient, rows.count);
    for (size_t i = 0; i < rows.count; i++) {
        assert_int_equal(store_notice_attach(pairs->store, rows.items[i].id, 1), 0);
    }
    store_notice_rows_clear(&rows);
    return 0;
}

static void gathered_by_recipient(void **state)
{
    const struct place *place = *state;
    struct pairs pairs = {place->store, ""};
    begin(place->store);
    assert_int_equal(add_message(place->store, "m1"), 1);
    for (int i = 0; i < 3; i++) {
        char id[16];
        (void)snprintf(id, sizeof(id), "o%d", i);
        struct notice_row row = make_notice(id, "b@example.org");
        assert_true(add(place->store, &row));
        row.recipient = i == 0 ? "a@example.org" : "c@example.org";
        row.next_at = i == 2 ? NOW + 1 : NOW - 1;
        assert_true(add(place->store, &row));
    }
    struct notice_row endpoint = make_notice("o0", "endpoint:e");
    endpoint.department = "c";
    assert_true(add(place->store, &endpoint));
    struct store_waiting waiting;
    assert_int_equal(store_waiting(place->store, &waiting), 0);
    assert_true(waiting.notice == NOW - 1);
    assert_int_equal(store_notices_due_recipients(place->store, NOW, 2, take, &pairs), 0);
    assert_string_equal(pairs.text, "c/endpoint:e=1 d/a@example.org=1 ");
    pairs.text[0] = '\0';
    assert_int_equal(store_notices_due_recipients(place->store, NOW, 100, take, &pairs), 0);
    assert_string_equal(pairs.text, "d/b@example.org=3 d/c@example.org=1 ");
    commit(place->store);
    assert_int_equal(store_waiting(place->store, &waiting), 0);
    assert_true(waiting.notice == NOW + 1);
}

static void deferred_dropped_moved(void **state)
{
    const struct place *place = *state;
    struct store *store = place->store;
    struct notice_row a = make_notice("o1", "a@example.org");
    struct notice_row b = make_notice("o2", "a@example.org");
    struct notice_rows rows = {0};
    begin(store);
    int64_t old = add_message(store, "old");
    int64_t new = add_message(store, "new");
    assert_true(add(store, &a));
    assert_true(add(store, &b));
    assert_int_equal(store_notice_defer(store, 1, NOW + 50), 0);
    assert_int_equal(store_notice_drop(store, 2), 0);
    assert_int_equal(store_notices_due(store, "d", "a@example.org", NOW + 100, 10, &rows), 0);
    assert_int_equal(rows.count, 1);
    assert_int_equal(rows.items[0].id, 1);
    assert_false(add(store, &b));
    assert_int_equal(store_notice_attach(store, 1, old), 0);
    assert_int_equal(store_notice_attach(store, 99, old), ERR_NOT_FOUND);
    assert_int_equal(store_notice_attach(store, 1, 99), ERR_NOT_FOUND);
    assert_int_equal(store_notice_defer(store, 1, NOW), ERR_NOT_FOUND);
    assert_int_equal(store_notices_move(store, old, new), 0);
    commit(store);
    assert_int_equal(store_notices_of_message(store, old, 0, &rows), 0);
    assert_int_equal(rows.count, 0);
    assert_int_equal(store_notices_of_message(store, new, 0, &rows), 0);
    assert_int_equal(rows.count, 1);
    assert_int_equal(rows.items[0].message, new);
    store_notice_rows_clear(&rows);
    store_notice_rows_clear(NULL);
}

int test_notices(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(none_twice, memory_setup, place_teardown),
        cmocka_unit_test_setup_teardown(every_stage_and_role_comes_back, memory_setup,
                                        place_teardown),
        cmocka_unit_test_setup_teardown(gathered_by_recipient, memory_setup, place_teardown),
        cmocka_unit_test_setup_teardown(deferred_dropped_moved, memory_setup, place_teardown),
    };
    return cmocka_run_group_tests_name("notices", tests, NULL, NULL);
}
