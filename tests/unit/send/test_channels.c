#include "tests.h"

#include <event2/event.h>
#include <string.h>

#include "base/err.h"
#include "send/smtp.h"
#include "send/transfer.h"
#include "send/webhook.h"

struct world {
    struct event_base *base;
    struct transfer *transfer;
    struct clock clock;
};

static int set_up(void **state)
{
    static struct world world;
    world.base = event_base_new();
    assert_non_null(world.base);
    assert_int_equal(transfer_new(world.base, NULL, &world.transfer), 0);
    clock_init_fixed(&world.clock, 0);
    *state = &world;
    return 0;
}

static int tear_down(void **state)
{
    struct world *world = *state;
    transfer_free(world->transfer);
    event_base_free(world->base);
    return 0;
}

static void check_transfer_options(void **state)
{
    struct world *world = *state;
    struct transfer_options good;
    transfer_options_init(&good);
    struct transfer_options bad[10];
    for (size_t i = 0; i < COUNT(bad); i++) {
        bad[i] = good;
    }
    bad[0].max_total = 0;
    bad[1].max_total = 5000;
    bad[2].max_per_destination = 0;
    bad[3].max_per_destination = good.max_total + 1;
    bad[4].max_unproven = 0;
    bad[5].max_unproven = good.max_total + 1;
    bad[6].connect_ms = 0;
    bad[7].stall_ms = 999;
    bad[8].total_ms = 0;
    bad[9].total_ms = 3600001;
    for (size_t i = 0; i < COUNT(bad); i++) {
        struct transfer *transfer = NULL;
        assert_int_equal(transfer_new(world->base, &bad[i], &transfer), ERR_RANGE);
        assert_null(transfer);
    }
    transfer_free(NULL);
}

static void check_smtp_options(void **state)
{
    struct world *world = *state;
    struct smtp_options good;
    smtp_options_init(&good);
    struct channel *channel = NULL;
    assert_int_equal(smtp_channel_new(world->transfer, &good, &channel), 0);
    channel_free(channel);
    channel = NULL;
    static const char *const hosts[] = {NULL, "", "a b", "a/b", "a@b", "a\r\nb", "[::1]", "a#b"};
    for (size_t i = 0; i < COUNT(hosts); i++) {
        struct smtp_options bad = good;
        bad.host = hosts[i];
        assert_int_equal(smtp_channel_new(world->transfer, &bad, &channel), ERR_INVALID);
    }
    struct smtp_options bad[9];
    for (size_t i = 0; i < COUNT(bad); i++) {
        bad[i] = good;
    }
    bad[0].ehlo = "a\r\nMAIL";
    bad[1].ehlo = "";
    bad[2].user = "a\nb";
    bad[3].user = "a", bad[3].password = "x\r\ny";
    bad[4].password = "x";
    for (size_t i = 0; i < 5; i++) {
        assert_int_equal(smtp_channel_new(world->transfer, &bad[i], &channel), ERR_INVALID);
    }
    bad[5].port = 65536;
    bad[6].max_sessions = 0;
    bad[7].reply_ms = 0;
    bad[8].port = 0;
    for (size_t i = 5; i < COUNT(bad); i++) {
        assert_int_equal(smtp_channel_new(world->transfer, &bad[i], &channel), ERR_RANGE);
    }
    assert_null(channel);
}

static void check_webhook_options(void **state)
{
    struct world *world = *state;
    struct channel *channel = NULL;
    struct webhook_options options = {.clock = &world->clock};
    assert_int_equal(webhook_channel_new(world->transfer, &options, &channel), 0);
    channel_free(channel);
    channel = NULL;
    options.user_agent = "a\r\nb";
    assert_int_equal(webhook_channel_new(world->transfer, &options, &channel), ERR_INVALID);
    options = (struct webhook_options){.clock = NULL};
    assert_int_equal(webhook_channel_new(world->transfer, &options, &channel), ERR_INVALID);
    assert_null(channel);
}

struct answers {
    int count;
    struct send_result last;
    struct channel *channel;
    const struct send_request *more; /* sent from the callback, once */
};

static void on_done(const struct send_result *result, void *arg)
{
    struct answers *answers = arg;
    answers->count++;
    answers->last = *result;
    const struct send_request *more = answers->more;
    answers->more = NULL;
    if (more) {
        assert_int_equal(channel_send(answers->channel, more, on_done, answers, NULL), 0);
    }
}

/* What never reaches a server is answered all the same: through the callback, from the loop. */
static void check_refusals(struct world *world, struct channel *channel,
                           const struct send_request *bad)
{
    struct answers answers = {.channel = channel, .more = bad};
    struct send_job *jobs[2];
    assert_int_equal(channel_send(channel, bad, on_done, &answers, &jobs[0]), 0);
    assert_int_equal(channel_send(channel, bad, on_done, &answers, &jobs[1]), 0);
    assert_int_equal(answers.count, 0);
    channel_cancel(channel, jobs[0]);
    assert_true(event_base_dispatch(world->base) >= 0);
    assert_int_equal(answers.count, 2);
    assert_int_equal(answers.last.outcome, SEND_FINAL);
    assert_false(answers.last.unreachable);
    assert_true(strlen(answers.last.text) > 0);
    /* Waiting jobs go with the channel, without a word. */
    assert_int_equal(channel_send(channel, bad, on_done, &answers, NULL), 0);
    channel_free(channel);
    assert_int_equal(answers.count, 2);
}

static void check_smtp_refusal(void **state)
{
    struct world *world = *state;
    struct smtp_options options;
    struct channel *channel = NULL;
    smtp_options_init(&options);
    assert_int_equal(smtp_channel_new(world->transfer, &options, &channel), 0);
    struct send_request bad = {.kind = SEND_MAIL, .id = "x"};
    bad.mail = (struct send_mail){.sender = "", .recipient = "a>\r\nDATA", .data = ""};
    check_refusals(world, channel, &bad);
    struct send_request other = {.kind = SEND_WEBHOOK, .id = "x"};
    assert_int_equal(smtp_channel_new(world->transfer, &options, &channel), 0);
    assert_int_equal(channel_send(channel, &other, on_done, NULL, NULL), ERR_INVALID);
    channel_free(channel);
}

static void check_webhook_refusal(void **state)
{
    struct world *world = *state;
    struct webhook_options options = {.clock = &world->clock};
    struct channel *channel = NULL;
    assert_int_equal(webhook_channel_new(world->transfer, &options, &channel), 0);
    struct send_request bad = {.kind = SEND_WEBHOOK, .id = "x"};
    bad.webhook = (struct send_webhook){.url = "gopher://example.org/", .body = ""};
    check_refusals(world, channel, &bad);
    struct send_request other = {.kind = SEND_MAIL, .id = "x"};
    assert_int_equal(webhook_channel_new(world->transfer, &options, &channel), 0);
    assert_int_equal(channel_send(channel, &other, on_done, NULL, NULL), ERR_INVALID);
    channel_free(channel);
}

int test_channels(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(check_transfer_options, set_up, tear_down),
        cmocka_unit_test_setup_teardown(check_smtp_options, set_up, tear_down),
        cmocka_unit_test_setup_teardown(check_webhook_options, set_up, tear_down),
        cmocka_unit_test_setup_teardown(check_smtp_refusal, set_up, tear_down),
        cmocka_unit_test_setup_teardown(check_webhook_refusal, set_up, tear_down),
    };
    return cmocka_run_group_tests_name("channels", tests, NULL, NULL);
}
