/* The outbox: claimed by rows, results recorded, one daily mail per recipient and day. */
#include "tests.h"

#include <stdio.h>
#include <string.h>

#include "store/outbox.h"

static struct message_row make_message(const char *ident)
{
    struct message_row row;
    store_message_init(&row);
    row.ident = ident;
    row.class = MESSAGE_IMMEDIATE;
    row.department = "d";
    row.recipient = "a@example.org";
    row.day = 19000;
    row.subject = "Nhắc việc";
    row.body = "thân\0thư";
    row.body_len = 10;
    row.next_at = NOW;
    row.created_at = NOW;
    row.undelivered_since = NOW;
    return row;
}

static int64_t add(struct store *store, const struct message_row *row)
{
    int64_t id = 0;
    begin(store);
    assert_int_equal(store_message_add(store, row, &id), 0);
    commit(store);
    return id;
}

static enum message_state state_of(struct store *store, int64_t id)
{
    struct message_row row;
    assert_int_equal(store_message_get(store, id, &row), 0);
    enum message_state state = row.state;
    store_message_clear(&row);
    return state;
}

static int record(struct store *store, int64_t id, enum message_state state, instant_t next_at)
{
    const struct message_result result = {.state = state,
                                          .at = NOW + 1000,
                                          .next_at = next_at,
                                          .code = 250,
                                          .reply = "2.0.0 queued as 7"};
    begin(store);
    int err = store_message_result(store, id, &result);
    commit(store);
    return err;
}

static void message_comes_back(void **state)
{
    const struct place *place = *state;
    struct message_row in = make_message("x.1@example.org");
    in.class = MESSAGE_EVENT;
    in.channel = CHANNEL_WEBHOOK;
    in.thread = "root@example.org";
    int64_t id = add(place->store, &in);
    struct message_row out;
    assert_int_equal(store_message_by_ident(place->store, in.ident, &out), 0);
    assert_int_equal(out.id, id);
    assert_int_equal(out.class, MESSAGE_EVENT);
    assert_int_equal(out.channel, CHANNEL_WEBHOOK);
    assert_string_equal(out.department, "d");
    assert_string_equal(out.recipient, "a@example.org");
    assert_int_equal(out.day, 19000);
    assert_string_equal(out.subject, "Nhắc việc");
    assert_string_equal(out.thread, "root@example.org");
    assert_int_equal(out.body_len, 10);
    assert_memory_equal(out.body, in.body, 10);
    assert_int_equal(out.state, MESSAGE_QUEUED);
    assert_int_equal(out.attempts, 0);
    assert_int_equal(out.superseded_by, 0);
    assert_null(out.last_reply);
    assert_true(out.undelivered_since == NOW);
    assert_true(out.delivered_at == INSTANT_NONE);
    store_message_clear(&out);
    assert_int_equal(store_message_get(place->store, id + 1, &out), ERR_NOT_FOUND);
    in = make_message("empty@example.org");
    in.body = "";
    in.body_len = 0;
    id = add(place->store, &in);
    assert_int_equal(store_message_get(place->store, id, &out), 0);
    assert_non_null(out.body);
    assert_int_equal(out.body_len, 0);
    store_message_clear(&out);
}

static void one_daily_mail_a_day(void **state)
{
    const struct place *place = *state;
    struct store *store = place->store;
    struct message_row row = make_message("1");
    row.class = MESSAGE_DAILY;
    int64_t first = add(store, &row);
    int64_t id = 0;
    begin(store);
    row.ident = "2";
    assert_int_equal(store_message_add(store, &row, &id), ERR_EXISTS);
    row.class = MESSAGE_IMMEDIATE;
    assert_int_equal(store_message_add(store, &row, &id), 0);
    row.class = MESSAGE_DAILY;
    row.ident = "3";
    row.day++;
    assert_int_equal(store_message_add(store, &row, &id), 0);
    row.ident = "4";
    row.department = "other";
    assert_int_equal(store_message_add(store, &row, &id), 0);
    assert_int_equal(store_message_add(store, &row, &id), ERR_EXISTS);
    commit(store);
    struct message_row found;
    assert_int_equal(store_message_daily(store, "d", "a@example.org", 19000, &found), 0);
    assert_int_equal(found.id, first);
    assert_null(found.body);
    store_message_clear(&found);
    assert_int_equal(store_message_daily(store, "d", "a@example.org", 19009, &found),
                     ERR_NOT_FOUND);
}

static void claimed_once(void **state)
{
    const struct place *place = *state;
    struct store *store = place->store;
    for (int i = 0; i < 5; i++) {
        char ident[16];
        (void)snprintf(ident, sizeof(ident), "m%d", i);
        struct message_row row = make_message(ident);
        row.next_at = NOW - i;
        row.recipient = i % 2 ? "b@example.org" : "a@example.org";
        (void)add(store, &row);
    }
    struct message_row later = make_message("later");
    later.next_at = NOW + 1;
    (void)add(store, &later);
    struct message_rows rows = {0};
    begin(store);
    assert_int_equal(store_outbox_claim(store, NOW, CHANNEL_MAIL, NULL, 2, &rows), ERR_REFUSED);
    commit(store);
    assert_int_equal(store_outbox_claim(store, NOW, CHANNEL_WEBHOOK, NULL, 9, &rows), 0);
    assert_int_equal(rows.count, 0);
    assert_int_equal(store_outbox_claim(store, NOW, CHANNEL_MAIL, NULL, 2, &rows), 0);
    assert_int_equal(rows.count, 2);
    assert_string_equal(rows.items[0].ident, "m4");
    assert_int_equal(rows.items[0].state, MESSAGE_SENDING);
    assert_int_equal(rows.items[0].attempts, 1);
    assert_int_equal(rows.items[0].body_len, 10);
    assert_int_equal(store_outbox_claim(store, NOW, CHANNEL_MAIL, "b@example.org", 9, &rows), 0);
    assert_int_equal(rows.count, 1);
    assert_string_equal(rows.items[0].ident, "m1");
    assert_int_equal(store_outbox_claim(store, NOW, CHANNEL_MAIL, NULL, 9, &rows), 0);
    assert_int_equal(rows.count, 2);
    assert_int_equal(store_outbox_claim(store, NOW, CHANNEL_MAIL, NULL, 9, &rows), 0);
    assert_int_equal(rows.count, 0);
    instant_t next = 0;
    assert_int_equal(store_outbox_next(store, CHANNEL_MAIL, &next), 0);
    assert_true(next == NOW + 1);
    store_message_rows_clear(&rows);
}

static void a_claim_outlives_a_crash(void **state)
{
    struct place *place = *state;
    struct message_row row = make_message("kept@example.org");
    row.class = MESSAGE_DAILY;
    int64_t id = add(place->store, &row);
    struct message_rows rows = {0};
    assert_int_equal(store_outbox_claim(place->store, NOW, CHANNEL_MAIL, NULL, 9, &rows), 0);
    store_message_rows_clear(&rows);
    /* the database as the next start finds it, while this one still holds the message */
    struct store *next = open_store(place->path);
    assert_int_equal(state_of(next, id), MESSAGE_SENDING);
    int64_t count = 0;
    assert_int_equal(store_outbox_recover(next, &count), 0);
    assert_int_equal(count, 1);
    /* it may have left: nothing supersedes it before it was tried again */
    assert_int_equal(store_messages_stale(next, row.department, row.recipient, row.day + 1, &rows),
                     0);
    assert_int_equal(rows.count, 0);
    assert_int_equal(store_outbox_claim(next, NOW + 5, CHANNEL_MAIL, NULL, 9, &rows), 0);
    assert_int_equal(rows.count, 1);
    assert_string_equal(rows.items[0].ident, "kept@example.org");
    assert_int_equal(rows.items[0].attempts, 2);
    assert_int_equal(record(next, id, MESSAGE_QUEUED, NOW + 300000), 0);
    assert_int_equal(store_messages_stale(next, row.department, row.recipient, row.day + 1, &rows),
                     0);
    assert_int_equal(rows.count, 1);
    store_message_rows_clear(&rows);
    store_close(next);
}

static void results_are_recorded(void **state)
{
    const struct place *place = *state;
    struct store *store = place->store;
    struct message_row row = make_message("m");
    int64_t id = add(store, &row);
    struct message_rows rows = {0};
    assert_int_equal(record(store, id, MESSAGE_DELIVERED, INSTANT_NONE), ERR_NOT_FOUND);
    assert_int_equal(store_outbox_claim(store, NOW, CHANNEL_MAIL, NULL, 9, &rows), 0);
    assert_int_equal(record(store, id, MESSAGE_CANCELLED, INSTANT_NONE), ERR_INVALID);
    assert_int_equal(record(store, id, MESSAGE_QUEUED, NOW + 300000), 0);
    struct message_row out;
    assert_int_equal(store_message_get(store, id, &out), 0);
    assert_int_equal(out.state, MESSAGE_QUEUED);
    assert_true(out.next_at == NOW + 300000);
    assert_int_equal(out.last_code, 250);
    assert_string_equal(out.last_reply, "2.0.0 queued as 7");
    assert_true(out.last_at == NOW + 1000);
    assert_true(out.undelivered_since == NOW);
    store_message_clear(&out);
    assert_int_equal(store_outbox_claim(store, NOW + 299999, CHANNEL_MAIL, NULL, 9, &rows), 0);
    assert_int_equal(rows.count, 0);
    assert_int_equal(store_outbox_claim(store, NOW + 300000, CHANNEL_MAIL, NULL, 9, &rows), 0);
    assert_int_equal(rows.count, 1);
    assert_int_equal(record(store, id, MESSAGE_DELIVERED, INSTANT_NONE), 0);
    assert_int_equal(store_message_get(store, id, &out), 0);
    assert_int_equal(out.state, MESSAGE_DELIVERED);
    assert_int_equal(out.attempts, 2);
    assert_true(out.delivered_at == NOW + 1000);
    assert_true(out.undelivered_since == INSTANT_NONE);
    assert_true(out.next_at == INSTANT_NONE);
    store_message_clear(&out);
    assert_int_equal(record(store, id, MESSAGE_FAILED, INSTANT_NONE), ERR_NOT_FOUND);
    store_message_rows_clear(&rows);
}

static void superseded_unless_in_flight(void **state)
{
    const struct place *place = *state;
    struct store *store = place->store;
    struct message_row row = make_message("d1");
    row.class = MESSAGE_DAILY;
    int64_t flying = add(store, &row);
    row.ident = "d2";
    row.day++;
    row.next_at = NOW + 10;
    int64_t waiting = add(store, &row);
    row.ident = "d3";
    row.day++;
    int64_t new = add(store, &row);
    struct message_rows rows = {0};
    assert_int_equal(store_outbox_claim(store, NOW, CHANNEL_MAIL, NULL, 9, &rows), 0);
    assert_int_equal(rows.count, 1);
    assert_int_equal(store_messages_stale(store, "d", "a@example.org", row.day, &rows), 0);
    assert_int_equal(rows.count, 1);
    assert_int_equal(rows.items[0].id, waiting);
    begin(store);
    assert_int_equal(store_message_supersede(store, flying, new, NOW), ERR_NOT_FOUND);
    assert_int_equal(store_message_supersede(store, waiting, new, NOW), 0);
    assert_int_equal(store_message_cancel(store, flying, NOW, "x"), ERR_NOT_FOUND);
    assert_int_equal(store_message_cancel(store, new, NOW, "hết việc"), 0);
    commit(store);
    assert_int_equal(state_of(store, flying), MESSAGE_SENDING);
    assert_int_equal(state_of(store, waiting), MESSAGE_SUPERSEDED);
    assert_int_equal(state_of(store, new), MESSAGE_CANCELLED);
    struct outbox_counts counts;
    assert_int_equal(store_outbox_count(store, &counts), 0);
    assert_int_equal(counts.queued, 0);
    assert_int_equal(counts.sending, 1);
    assert_int_equal(counts.superseded, 1);
    assert_int_equal(counts.cancelled, 1);
    assert_int_equal(counts.delivered, 0);
    assert_int_equal(counts.failed, 0);
    store_message_rows_clear(&rows);
}

static bool waits(struct store *store)
{
    bool out = false;
    assert_int_equal(store_outbox_waits(store, &out), 0);
    return out;
}

static void waits_until_all_is_decided(void **state)
{
    const struct place *place = *state;
    struct store *store = place->store;
    struct message_row row = make_message("m1");
    struct message_rows rows = {0};
    assert_false(waits(store));
    add(store, &row);
    assert_true(waits(store));
    assert_int_equal(store_outbox_claim(store, NOW, CHANNEL_MAIL, NULL, 9, &rows), 0);
    assert_true(waits(store));
    assert_int_equal(record(store, rows.items[0].id, MESSAGE_FAILED, INSTANT_NONE), 0);
    assert_false(waits(store));
    store_message_rows_clear(&rows);
}

static void failed_is_told_and_retried(void **state)
{
    const struct place *place = *state;
    struct store *store = place->store;
    struct message_row row = make_message("m");
    int64_t id = add(store, &row);
    struct message_rows rows = {0};
    assert_int_equal(store_messages_untold(store, NOW, 9, &rows), 0);
    assert_int_equal(rows.count, 0);
    assert_int_equal(store_messages_untold(store, NOW + 1, 9, &rows), 0);
    assert_int_equal(rows.count, 1);
    assert_int_equal(store_outbox_claim(store, NOW, CHANNEL_MAIL, NULL, 9, &rows), 0);
    assert_int_equal(record(store, id, MESSAGE_FAILED, INSTANT_NONE), 0);
    assert_int_equal(store_messages_untold(store, NOW, 9, &rows), 0);
    assert_int_equal(rows.count, 1);
    begin(store);
    assert_int_equal(store_message_told(store, id, NOW + 7), 0);
    assert_int_equal(store_message_retry(store, id, NOW + 8), 0);
    assert_int_equal(store_message_retry(store, id + 1, NOW + 8), ERR_NOT_FOUND);
    commit(store);
    assert_int_equal(store_messages_untold(store, NOW + 9, 9, &rows), 0);
    assert_int_equal(rows.count, 0);
    assert_int_equal(store_outbox_claim(store, NOW + 8, CHANNEL_MAIL, NULL, 9, &rows), 0);
    assert_int_equal(rows.count, 1);
    store_message_rows_clear(&rows);
}

static int note(const char *recipient, instant_t next, void *arg)
{
    char *text = arg;
    size_t len = strlen(text);
    (void)snprintf(text + len, 200 - len, "%s+%d ", recipient, (int)(next - NOW));
    return 0;
}

static void destinations_pause_and_park(void **state)
{
    const struct place *place = *state;
    struct store *store = place->store;
    static const char *const names[] = {"endpoint:c", "endpoint:a", "endpoint:b", "endpoint:a"};
    for (size_t i = 0; i < COUNT(names); i++) {
        char ident[16];
        (void)snprintf(ident, sizeof(ident), "e%zu", i);
        struct message_row row = make_message(ident);
        row.class = MESSAGE_EVENT;
        row.channel = CHANNEL_WEBHOOK;
        row.recipient = names[i];
        (void)add(store, &row);
    }
    char text[200] = "";
    assert_int_equal(store_outbox_recipients(store, CHANNEL_WEBHOOK, note, text), 0);
    assert_string_equal(text, "endpoint:a+0 endpoint:b+0 endpoint:c+0 ");
    begin(store);
    assert_int_equal(store_outbox_pause(store, CHANNEL_WEBHOOK, "endpoint:a", NOW + 60), 0);
    assert_int_equal(store_outbox_pause(store, CHANNEL_WEBHOOK, "endpoint:b", INSTANT_NONE), 0);
    commit(store);
    text[0] = '\0';
    assert_int_equal(store_outbox_recipients(store, CHANNEL_WEBHOOK, note, text), 0);
    assert_string_equal(text, "endpoint:a+60 endpoint:c+0 ");
    text[0] = '\0';
    assert_int_equal(store_outbox_recipients(store, CHANNEL_MAIL, note, text), 0);
    assert_string_equal(text, "");
    instant_t next = 7;
    assert_int_equal(store_outbox_recipient_next(store, CHANNEL_WEBHOOK, "endpoint:a", &next), 0);
    assert_int_equal(next, NOW + 60);
    assert_int_equal(store_outbox_recipient_next(store, CHANNEL_WEBHOOK, "endpoint:b", &next), 0);
    assert_int_equal(next, INSTANT_NONE);
    struct message_rows rows = {0};
    assert_int_equal(store_outbox_claim(store, NOW + 60, CHANNEL_WEBHOOK, NULL, 9, &rows), 0);
    assert_int_equal(rows.count, 3);
    begin(store);
    assert_int_equal(store_outbox_unpark(store, CHANNEL_WEBHOOK, "endpoint:b", NOW + 70), 0);
    commit(store);
    assert_int_equal(store_outbox_claim(store, NOW + 70, CHANNEL_WEBHOOK, NULL, 9, &rows), 0);
    assert_int_equal(rows.count, 1);
    assert_string_equal(rows.items[0].recipient, "endpoint:b");
    store_message_rows_clear(&rows);
}

static void taken_and_given_back(void **state)
{
    const struct place *place = *state;
    struct store *store = place->store;
    struct message_row row = make_message("m1");
    int64_t id = add(store, &row);
    struct message_rows rows = {0};
    assert_int_equal(store_outbox_take(store, NOW, CHANNEL_MAIL, NULL, 9, &rows), ERR_REFUSED);
    begin(store);
    assert_int_equal(store_outbox_take(store, NOW, CHANNEL_MAIL, NULL, 9, &rows), 0);
    assert_int_equal(rows.count, 1);
    assert_int_equal(rows.items[0].attempts, 1);
    store_txn_rollback(store);
    begin(store);
    assert_int_equal(store_outbox_take(store, NOW, CHANNEL_MAIL, NULL, 9, &rows), 0);
    assert_int_equal(rows.count, 1);
    commit(store);
    begin(store);
    assert_int_equal(store_outbox_release(store, id), 0);
    assert_int_equal(store_outbox_release(store, id), ERR_NOT_FOUND);
    commit(store);
    struct message_row found;
    assert_int_equal(store_message_get(store, id, &found), 0);
    assert_int_equal(found.state, MESSAGE_QUEUED);
    assert_int_equal(found.attempts, 0);
    assert_int_equal(found.next_at, row.next_at);
    store_message_clear(&found);
    store_message_rows_clear(&rows);
}

static void a_standing_leaves_the_switch_alone(void **state)
{
    const struct place *place = *state;
    struct store *store = place->store;
    struct endpoint_row row = {.name = "a",
                               .disabled = true,
                               .reason = "410",
                               .paused_until = INSTANT_NONE,
                               .changed_at = NOW};
    begin(store);
    assert_int_equal(store_endpoint_put(store, &row), 0);
    row = (struct endpoint_row){.name = "a",
                                .paused_until = NOW + 5,
                                .failures = 3,
                                .changed_at = NOW + 1};
    assert_int_equal(store_endpoint_standing(store, &row), 0);
    commit(store);
    struct endpoint_row found;
    assert_int_equal(store_endpoint_get(store, "a", &found), 0);
    assert_true(found.disabled);
    assert_string_equal(found.reason, "410");
    assert_int_equal(found.paused_until, NOW + 5);
    assert_int_equal(found.failures, 3);
    assert_int_equal(found.changed_at, NOW);
    store_endpoint_clear(&found);
}

static void listed_newest_first(void **state)
{
    const struct place *place = *state;
    struct store *store = place->store;
    for (int i = 0; i < 10; i++) {
        char ident[16];
        (void)snprintf(ident, sizeof(ident), "m%d", i);
        struct message_row row = make_message(ident);
        row.created_at = NOW + i;
        row.department = i < 5 ? "d" : "e";
        row.state = i % 2 ? MESSAGE_DELIVERED : MESSAGE_FAILED;
        (void)add(store, &row);
    }
    struct message_filter filter;
    message_filter_init(&filter);
    struct message_rows rows = {0};
    assert_int_equal(store_messages_list(store, &filter, 3, &rows), 0);
    assert_int_equal(rows.count, 3);
    assert_string_equal(rows.items[0].ident, "m9");
    assert_null(rows.items[0].body);
    filter.before = rows.items[2].id;
    assert_int_equal(store_messages_list(store, &filter, 100, &rows), 0);
    assert_int_equal(rows.count, 7);
    message_filter_init(&filter);
    filter.by_state = true;
    filter.state = MESSAGE_FAILED;
    filter.department = "e";
    assert_int_equal(store_messages_list(store, &filter, 100, &rows), 0);
    assert_int_equal(rows.count, 2);
    filter.from = NOW + 6;
    filter.to = NOW + 8;
    assert_int_equal(store_messages_list(store, &filter, 100, &rows), 0);
    assert_int_equal(rows.count, 1);
    assert_string_equal(rows.items[0].ident, "m6");
    store_message_rows_clear(&rows);
    enum message_state parsed = MESSAGE_QUEUED;
    assert_int_equal(message_state_parse("cancelled", &parsed), 0);
    assert_int_equal(parsed, MESSAGE_CANCELLED);
    assert_int_equal(message_state_parse("Failed", &parsed), ERR_FORMAT);
    assert_string_equal(message_state_name(MESSAGE_SUPERSEDED), "superseded");
}

static void endpoints_are_remembered(void **state)
{
    const struct place *place = *state;
    struct endpoint_row row = {.name = "e",
                               .disabled = true,
                               .reason = "410 Gone",
                               .paused_until = NOW + 1,
                               .failures = 4,
                               .changed_at = NOW};
    struct endpoint_row out = {0};
    assert_int_equal(store_endpoint_get(place->store, "e", &out), ERR_NOT_FOUND);
    begin(place->store);
    assert_int_equal(store_endpoint_put(place->store, &row), 0);
    row.failures = 5;
    assert_int_equal(store_endpoint_put(place->store, &row), 0);
    commit(place->store);
    assert_int_equal(store_endpoint_get(place->store, "e", &out), 0);
    assert_true(out.disabled);
    assert_string_equal(out.reason, "410 Gone");
    assert_true(out.paused_until == NOW + 1);
    assert_int_equal(out.failures, 5);
    store_endpoint_clear(&out);
}

int test_outbox(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(message_comes_back, memory_setup, place_teardown),
        cmocka_unit_test_setup_teardown(one_daily_mail_a_day, memory_setup, place_teardown),
        cmocka_unit_test_setup_teardown(claimed_once, memory_setup, place_teardown),
        cmocka_unit_test_setup_teardown(a_claim_outlives_a_crash, store_setup, place_teardown),
        cmocka_unit_test_setup_teardown(results_are_recorded, memory_setup, place_teardown),
        cmocka_unit_test_setup_teardown(superseded_unless_in_flight, memory_setup, place_teardown),
        cmocka_unit_test_setup_teardown(waits_until_all_is_decided, memory_setup, place_teardown),
        cmocka_unit_test_setup_teardown(failed_is_told_and_retried, memory_setup, place_teardown),
        cmocka_unit_test_setup_teardown(destinations_pause_and_park, memory_setup, place_teardown),
        cmocka_unit_test_setup_teardown(taken_and_given_back, memory_setup, place_teardown),
        cmocka_unit_test_setup_teardown(a_standing_leaves_the_switch_alone, memory_setup,
                                        place_teardown),
        cmocka_unit_test_setup_teardown(listed_newest_first, memory_setup, place_teardown),
        cmocka_unit_test_setup_teardown(endpoints_are_remembered, memory_setup, place_teardown),
    };
    return cmocka_run_group_tests_name("outbox", tests, NULL, NULL);
}
