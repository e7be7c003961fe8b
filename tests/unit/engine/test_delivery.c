/* What comes of attempts: when the next is, how long a destination is left alone, what need not leave. */
#include "tests/unit/engine/tests.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "engine/actions.h"
#include "engine/delivery.h"
#include "engine/tick.h"
#include "store/ledger.h"

#define SECOND ((int64_t)1000)
#define HOUR (3600 * SECOND)
#define MESSAGES 1000

static struct delivery attempt(const char *ident, const struct send_result *result)
{
    return (struct delivery){.ident = ident,
                             .recipient = "endpoint:a",
                             .channel = CHANNEL_WEBHOOK,
                             .attempts = 3,
                             .undelivered_since = 0,
                             .at = HOUR,
                             .result = result};
}

/* What failed together is not tried again together. */
static void test_each_has_its_own_jitter(void **state)
{
    (void)state;
    const struct send_result later = {.outcome = SEND_RETRY, .code = 500, .retry_after_ms = -1};
    int places[10] = {0};
    for (int i = 0; i < MESSAGES; i++) {
        char ident[20];
        snprintf(ident, sizeof ident, "msg_%d", i);
        const struct delivery item = attempt(ident, &later);
        instant_t at = delivery_again(&item);
        assert_int_equal(at, delivery_again(&item)); /* a repeat decides the same */
        /* 30 minutes and up to a tenth of them */
        assert_in_range(at, HOUR + 1800 * SECOND, HOUR + 1980 * SECOND);
        int64_t place = (at - HOUR - 1800 * SECOND) / (18 * SECOND);
        places[place < 10 ? place : 9]++;
    }
    for (size_t i = 0; i < COUNT(places); i++) {
        assert_in_range(places[i], MESSAGES / 20, MESSAGES / 5);
    }
}

/* A mail that took over what waited for days has no five days of its own. */
static void test_fails_by_what_it_inherited(void **state)
{
    (void)state;
    const struct send_result later = {.outcome = SEND_RETRY, .code = 451, .retry_after_ms = -1};
    struct delivery item = attempt("mail@example.org", &later);
    item.channel = CHANNEL_MAIL;
    item.at = 120 * HOUR;
    assert_int_equal(INSTANT_NONE, delivery_again(&item));
    item.at -= 2 * HOUR;
    item.attempts = 20;
    assert_int_equal(120 * HOUR, delivery_again(&item));
}

static void expect_pause(int code, int64_t retry_after, int64_t want)
{
    const struct send_result result = {.outcome = SEND_RETRY,
                                       .code = code,
                                       .retry_after_ms = retry_after};
    const struct delivery item = attempt("msg_1", &result);
    struct delivery_standing standing = {.name = "a", .paused_until = INSTANT_NONE};
    delivery_learn(&standing, &item);
    assert_int_equal(want < 0 ? INSTANT_NONE : HOUR + want, standing.paused_until);
    assert_int_equal(want >= 0, delivery_is_paused(&standing, HOUR));
}

/* A receiver that asks for time has it, for all that waits; others only speak of one message. */
static void test_time_that_is_asked_for(void **state)
{
    (void)state;
    expect_pause(429, 7 * SECOND, 7 * SECOND);
    expect_pause(503, 7 * SECOND, 7 * SECOND);
    expect_pause(429, 400 * HOUR, 24 * HOUR);
    expect_pause(503, 0, -1);
    expect_pause(503, -1, -1);
    expect_pause(500, 7 * SECOND, -1);
    expect_pause(404, 7 * SECOND, -1);
}

static void test_pause_after_failures(void **state)
{
    (void)state;
    struct send_result result = {.outcome = SEND_RETRY, .code = 500, .retry_after_ms = -1};
    const struct delivery item = attempt("msg_1", &result);
    struct delivery_standing standing = {.name = "a", .paused_until = INSTANT_NONE};
    for (int i = 1; i <= 5; i++) {
        assert_false(delivery_is_paused(&standing, HOUR));
        delivery_learn(&standing, &item);
        assert_int_equal(i, standing.failures);
    }
    assert_true(delivery_is_paused(&standing, HOUR));
    /* One that refuses this message alone is not at fault. */
    result.code = 400;
    delivery_learn(&standing, &item);
    assert_int_equal(0, standing.failures);
    assert_false(delivery_is_paused(&standing, HOUR));
}

/* A pause that is longer than any was put there by a clock that was wrong. */
static void test_a_pause_of_a_wrong_clock(void **state)
{
    (void)state;
    struct delivery_standing standing = {.name = "a", .paused_until = 20 * HOUR};
    assert_true(delivery_is_paused(&standing, HOUR));
    assert_false(delivery_is_paused(&standing, 20 * HOUR));
    standing.paused_until = 32 * HOUR;
    assert_false(delivery_is_paused(&standing, HOUR));
    assert_true(delivery_is_paused(&standing, 31 * HOUR));
}

/* --- with an office ------------------------------------------------------------------------------- */

static int find_word(const struct ledger_row *row, void *arg)
{
    int *found = arg;
    *found += strcmp(row->kind, "cancelled") == 0 && strstr(row->detail, "\"settled\"") != NULL;
    return 0;
}

static void turn(struct office *office, const struct delivery *ended, struct delivery_claim *claim)
{
    struct delivery_turn all = {.now = office->now,
                                .ended = ended,
                                .ended_count = ended != NULL,
                                .settings = &office->settings,
                                .engine = &office->engine,
                                .claims = claim,
                                .claim_count = claim != NULL};
    assert_int_equal(0, delivery_turn(office->store, &all));
}

/* Claims all mails; the one to a recipient is the attempt, which ended so. */
static struct delivery claim_mail(struct office *office, struct delivery_claim *claim,
                                  const char *recipient, const struct send_result *result)
{
    struct delivery item = {.at = office->now, .result = result};
    *claim = (struct delivery_claim){.channel = CHANNEL_MAIL, .limit = 100};
    turn(office, NULL, claim);
    for (size_t i = 0; i < claim->rows.count; i++) {
        const struct message_row *one = &claim->rows.items[i];
        if (strcmp(one->recipient, recipient) == 0) {
            item.message = one->id;
            item.ident = one->ident;
            item.recipient = one->recipient;
            item.attempts = one->attempts;
            item.undelivered_since = one->undelivered_since;
        }
    }
    assert_true(item.message > 0);
    return item;
}

/* A row of that unit, due on Friday, and its mail of Tuesday. */
static void write_mail(struct office *office, const char *unit)
{
    struct tick_result ticked;
    char text[300];
    snprintf(text, sizeof text,
             "stt,nhom,noi_dung,san_pham,chu_tri,phoi_hop,thoi_gian\n"
             "1,,A,,%s,,chậm nhất ngày 18/3/2022\n",
             unit);
    office_write(office, "p.csv", text);
    office_load(office);
    office->now = offset_instant(on("2022-03-15"), 8 * 60, 420);
    assert_int_equal(0, engine_tick(&office->engine, office->now, &ticked));
}

/* Claims the mail of Phòng TC, has its only row done when done is set, and has the attempt fail for now.
 * Returns how the mail stands then. */
static enum message_state fail_in_flight(struct office *office, bool done)
{
    struct action_result result = {0};
    struct message_row row;
    struct delivery_claim claim;
    const struct send_result later = {.outcome = SEND_RETRY, .code = 451, .retry_after_ms = -1};
    write_mail(office, "Phòng TC");
    const struct delivery item = claim_mail(office, &claim, "tc@example.org", &later);
    if (done) {
        const struct action action = {office->now, "officer"};
        assert_int_equal(0, action_done(&office->engine, &action, "p/1", "1/BC", DAY_NONE, NULL,
                                        &result, NULL));
        action_result_clear(&result);
    }
    turn(office, &item, NULL);
    assert_int_equal(0, store_message_head(office->store, item.message, &row));
    enum message_state state = row.state;
    store_message_clear(&row);
    store_message_rows_clear(&claim.rows);
    return state;
}

static int count_settled(struct office *office)
{
    struct ledger_filter filter;
    int found = 0;
    ledger_filter_init(&filter);
    assert_int_equal(0, store_ledger_each(office->store, &filter, find_word, &found));
    return found;
}

static void test_in_flight_with_something_to_say(void **state)
{
    assert_int_equal(MESSAGE_QUEUED, fail_in_flight(*state, false));
    assert_int_equal(0, count_settled(*state));
}

static void test_in_flight_with_nothing_left_to_say(void **state)
{
    assert_int_equal(MESSAGE_CANCELLED, fail_in_flight(*state, true));
    assert_int_equal(1, count_settled(*state));
}

static size_t mails_to(struct office *office, const char *recipient)
{
    struct message_filter filter;
    struct message_rows rows = {0};
    message_filter_init(&filter);
    filter.recipient = recipient;
    assert_int_equal(0, store_messages_list(office->store, &filter, 100, &rows));
    size_t count = rows.count;
    store_message_rows_clear(&rows);
    return count;
}

/* One mail is refused for good. Who hears of it: not the one who does not get it. */
static void expect_told(struct office *office, const char *unit, const char *refused,
                        const char *told)
{
    struct delivery_claim claim;
    struct tick_result ticked;
    const struct send_result never = {.outcome = SEND_FINAL, .code = 550, .retry_after_ms = -1};
    free(office->settings.admin_mail);
    office->settings.admin_mail = strdup("admin@example.org");
    write_mail(office, unit);
    const struct delivery item = claim_mail(office, &claim, refused, &never);
    size_t before = mails_to(office, told);
    size_t dead = mails_to(office, refused);
    turn(office, &item, NULL);
    office->now += HOUR;
    assert_int_equal(0, engine_tick(&office->engine, office->now, &ticked));
    assert_true(mails_to(office, told) > before);
    assert_int_equal(dead, mails_to(office, refused));
    store_message_rows_clear(&claim.rows);
}

static void test_the_office_hears(void **state)
{
    expect_told(*state, "Phòng TC", "tc@example.org", "vp@example.org");
}

static void test_the_office_itself_is_not_reached(void **state)
{
    expect_told(*state, "Văn phòng Sở", "vp@example.org", "admin@example.org");
}

#define OFFICE_TEST(function) cmocka_unit_test_setup_teardown(function, office_open, office_close)

int test_delivery(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_each_has_its_own_jitter),
        cmocka_unit_test(test_fails_by_what_it_inherited),
        cmocka_unit_test(test_time_that_is_asked_for),
        cmocka_unit_test(test_pause_after_failures),
        cmocka_unit_test(test_a_pause_of_a_wrong_clock),
        OFFICE_TEST(test_in_flight_with_something_to_say),
        OFFICE_TEST(test_in_flight_with_nothing_left_to_say),
        OFFICE_TEST(test_the_office_hears),
        OFFICE_TEST(test_the_office_itself_is_not_reached),
    };
    return cmocka_run_group_tests_name("delivery", tests, NULL, NULL);
}
