/* What is wrong with dondoc itself. */
#include "tests.h"

#include "store/conditions.h"
#include "store/jobs.h"
#include "store/outbox.h"

static struct condition_row disk(instant_t at)
{
    return (struct condition_row){.kind = "disk",
                                  .subject = "",
                                  .department = "",
                                  .detail = "full",
                                  .last_seen = at,
                                  .ends_at = INSTANT_NONE,
                                  .told_at = INSTANT_NONE};
}

static void lasts_and_ends(void **state)
{
    const struct place *place = *state;
    struct store *store = place->store;
    struct condition_row row = disk(NOW);
    struct condition_rows rows = {0};
    bool fresh = false;
    begin(store);
    assert_int_equal(store_condition_put(store, &row, &fresh), 0);
    assert_true(fresh);
    assert_int_equal(store_condition_told(store, "disk", "", NOW + 5), 0);
    row.last_seen = NOW + 100;
    assert_int_equal(store_condition_put(store, &row, &fresh), 0);
    assert_false(fresh);
    assert_int_equal(store_conditions_list(store, &rows), 0);
    assert_int_equal(rows.count, 1);
    assert_int_equal(rows.items[0].first_seen, NOW);
    assert_int_equal(rows.items[0].last_seen, NOW + 100);
    assert_int_equal(rows.items[0].told_at, NOW + 5);
    assert_int_equal(store_condition_end(store, "disk", ""), 0);
    assert_int_equal(store_condition_end(store, "disk", ""), ERR_NOT_FOUND);
    assert_int_equal(store_condition_told(store, "disk", "", NOW), ERR_NOT_FOUND);
    assert_int_equal(store_condition_put(store, &row, &fresh), 0);
    assert_true(fresh); /* and nobody was told of it this time */
    assert_int_equal(store_conditions_list(store, &rows), 0);
    assert_int_equal(rows.items[0].told_at, INSTANT_NONE);
    store_condition_rows_clear(&rows);
    commit(store);
}

static void is_over_by_itself(void **state)
{
    const struct place *place = *state;
    struct store *store = place->store;
    struct condition_row row = disk(NOW);
    struct condition_rows rows = {0};
    begin(store);
    assert_int_equal(store_condition_put(store, &row, NULL), 0);
    row.kind = "clock";
    row.ends_at = NOW + 10;
    assert_int_equal(store_condition_put(store, &row, NULL), 0);
    assert_int_equal(store_conditions_expire(store, NOW + 9), 0);
    assert_int_equal(store_conditions_list(store, &rows), 0);
    assert_int_equal(rows.count, 2);
    assert_int_equal(store_conditions_expire(store, NOW + 10), 0);
    assert_int_equal(store_conditions_list(store, &rows), 0);
    assert_int_equal(rows.count, 1);
    assert_string_equal(rows.items[0].kind, "disk");
    store_condition_rows_clear(&rows);
    commit(store);
}

static void hastened_never_later(void **state)
{
    const struct place *place = *state;
    struct store *store = place->store;
    struct job_rows rows = {0};
    struct job_row job = {.department = "d", .kind = "k", .subject = "", .next_at = NOW};
    begin(store);
    assert_int_equal(store_job_hasten(store, &job), 0);
    job.next_at = NOW + 9;
    assert_int_equal(store_job_hasten(store, &job), 0);
    assert_int_equal(store_jobs_list(store, "d", &rows), 0);
    assert_int_equal(rows.items[0].next_at, NOW);
    job.next_at = INSTANT_NONE; /* it rests, and is wanted again */
    assert_int_equal(store_job_put(store, &job), 0);
    job.next_at = NOW + 7;
    assert_int_equal(store_job_hasten(store, &job), 0);
    assert_int_equal(store_jobs_list(store, "d", &rows), 0);
    assert_int_equal(rows.items[0].next_at, NOW + 7);
    store_job_rows_clear(&rows);
    commit(store);
}

static int64_t add_message(struct store *store, const char *ident, enum message_state state)
{
    struct message_row row;
    int64_t id = 0;
    store_message_init(&row);
    row.ident = ident;
    row.class = MESSAGE_IMMEDIATE;
    row.channel = CHANNEL_MAIL;
    row.department = "d";
    row.recipient = "a@example.org";
    row.day = 19000;
    row.subject = "S";
    row.body = "B";
    row.body_len = 1;
    row.state = state;
    row.next_at = NOW;
    row.created_at = NOW;
    row.undelivered_since = state == MESSAGE_DELIVERED ? INSTANT_NONE : NOW;
    assert_int_equal(store_message_add(store, &row, &id), 0);
    return id;
}

static void bounced_after_all(void **state)
{
    const struct place *place = *state;
    struct store *store = place->store;
    struct message_row row;
    struct message_rows rows = {0};
    store_message_init(&row);
    begin(store);
    int64_t queued = add_message(store, "q@x", MESSAGE_QUEUED);
    int64_t there = add_message(store, "d@x", MESSAGE_DELIVERED);
    assert_int_equal(store_message_bounce(store, queued, NOW + 1, 550, "no"), ERR_NOT_FOUND);
    assert_int_equal(store_message_bounce(store, there, NOW + 1, 550, "no"), 0);
    assert_int_equal(store_message_bounce(store, there, NOW + 2, 551, "no"), ERR_NOT_FOUND);
    assert_int_equal(store_message_head(store, there, &row), 0);
    assert_int_equal(row.state, MESSAGE_FAILED);
    assert_int_equal(row.last_code, 550);
    assert_int_equal(row.delivered_at, INSTANT_NONE);
    assert_int_equal(row.undelivered_since, NOW);
    assert_int_equal(row.body_len, 0);
    assert_int_equal(store_messages_untold(store, NOW, 10, &rows), 0);
    assert_int_equal(rows.count, 1);
    assert_int_equal(rows.items[0].id, there);
    store_message_clear(&row);
    store_message_rows_clear(&rows);
    commit(store);
}

static void superseded_ones_are_found(void **state)
{
    const struct place *place = *state;
    struct store *store = place->store;
    struct message_rows rows = {0};
    begin(store);
    int64_t one = add_message(store, "1@x", MESSAGE_QUEUED);
    int64_t two = add_message(store, "2@x", MESSAGE_QUEUED);
    int64_t three = add_message(store, "3@x", MESSAGE_QUEUED);
    assert_int_equal(store_message_supersede(store, one, three, NOW), 0);
    assert_int_equal(store_message_supersede(store, two, three, NOW), 0);
    assert_int_equal(store_messages_superseded(store, three, &rows), 0);
    assert_int_equal(rows.count, 2);
    assert_int_equal(rows.items[0].id, one);
    assert_int_equal(store_messages_superseded(store, one, &rows), 0);
    assert_int_equal(rows.count, 0);
    store_message_rows_clear(&rows);
    commit(store);
}

int test_conditions(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(lasts_and_ends, memory_setup, place_teardown),
        cmocka_unit_test_setup_teardown(is_over_by_itself, memory_setup, place_teardown),
        cmocka_unit_test_setup_teardown(hastened_never_later, memory_setup, place_teardown),
        cmocka_unit_test_setup_teardown(bounced_after_all, memory_setup, place_teardown),
        cmocka_unit_test_setup_teardown(superseded_ones_are_found, memory_setup, place_teardown),
    };
    return cmocka_run_group_tests_name("conditions", tests, NULL, NULL);
}
