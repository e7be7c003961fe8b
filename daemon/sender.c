#include "daemon/sender.h"

#include <event2/event.h>
#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "base/file.h"
#include "base/i18n.h"
#include "base/text.h"
#include "base/vec.h"
#include "daemon/channels.h"
#include "engine/delivery.h"
#include "model/settings.h"
#include "schedule/next.h"

#define SENDER_BATCH 64
#define SENDER_ENDPOINTS 10000 /* in one round */
#define SENDER_RETRY_MS 250 /* the database was busy: results wait in memory so long, */
#define SENDER_MAX_FAILURES 7 /* and each time twice as long, up to half a minute */

/* One message under way, or ended and not recorded yet. */
struct flight {
    struct sender *sender;
    struct flight *prev, *next;
    struct message_row row; /* owns its texts */
    struct send_request request;
    struct channel *channel;
    struct send_job *job; /* NULL: ended */
    struct send_result result;
    instant_t ended_at;
};

struct flights {
    VEC_MEMBERS(struct flight *);
};

struct sender {
    struct sender_setup setup;
    struct channels *channels;
    struct flight *flying; /* a list of all under way */
    size_t busy[2]; /* by channel: a slow webhook takes no room from mail */
    struct flights ended; /* to be recorded in one transaction */
    struct event *record; /* active when `ended` holds something */
    instant_t ran_at;     /* what was due then was taken, or has to wait for results */
    int failures;         /* to record, in a row, up to a limit */
    bool retired;
};

static void flight_free(struct flight *flight)
{
    if (flight != NULL) {
        store_message_clear(&flight->row);
        free(flight);
    }
}

static void flight_link(struct sender *sender, struct flight *flight)
{
    flight->next = sender->flying;
    if (sender->flying != NULL) {
        sender->flying->prev = flight;
    }
    sender->flying = flight;
    sender->busy[flight->row.channel]++;
}

static void flight_unlink(struct flight *flight)
{
    struct sender *sender = flight->sender;
    if (flight->prev != NULL) {
        flight->prev->next = flight->next;
    } else {
        sender->flying = flight->next;
    }
    if (flight->next != NULL) {
        flight->next->prev = flight->prev;
    }
    flight->prev = flight->next = NULL;
    sender->busy[flight->row.channel]--;
}

/* --- results ---------------------------------------------------------------------------------- */

static void log_result(const struct sender *sender, const struct flight *flight)
{
    const struct send_result *result = &flight->result;
    const struct log *log = sender->setup.log;
    switch (result->outcome) {
    case SEND_DELIVERED:
        log_info(log, _("đã gửi %s tới %s"), flight->row.ident, flight->row.recipient);
        break;
    case SEND_RETRY:
        log_warning(log, _("chưa gửi được %s tới %s (lần %d), sẽ thử lại: %s"), flight->row.ident,
                    flight->row.recipient, flight->row.attempts, result->text);
        break;
    case SEND_FINAL:
        log_error(log, _("không gửi được %s tới %s: %s"), flight->row.ident, flight->row.recipient,
                  result->text);
        break;
    case SEND_GONE:
        log_error(log, _("nơi nhận %s trả lời 410 (không còn): ngừng gửi tới đó cho đến khi được bật lại"),
                  flight->row.recipient);
        break;
    }
}

static int record_ended(struct sender *sender)
{
    struct delivery items[SENDER_BATCH] = {0};
    size_t count = sender->ended.count < SENDER_BATCH ? sender->ended.count : SENDER_BATCH;
    for (size_t i = 0; i < count; i++) {
        const struct flight *flight = sender->ended.items[i];
        items[i] = (struct delivery){.message = flight->row.id,
                                     .ident = flight->row.ident,
                                     .recipient = flight->row.recipient,
                                     .channel = flight->row.channel,
                                     .attempts = flight->row.attempts,
                                     .undelivered_since = flight->row.undelivered_since,
                                     .at = flight->ended_at,
                                     .result = &flight->result};
    }
    int err = delivery_record(sender->setup.store, items, count);
    if (err < 0) {
        return err;
    }
    for (size_t i = 0; i < count; i++) {
        log_result(sender, sender->ended.items[i]);
        flight_free(sender->ended.items[i]);
    }
    memmove(sender->ended.items, sender->ended.items + count,
            (sender->ended.count - count) * sizeof(sender->ended.items[0]));
    sender->ended.count -= count;
    return 0;
}

static void on_record(evutil_socket_t fd, short events, void *arg)
{
    struct sender *sender = arg;
    (void)fd;
    (void)events;
    while (sender->ended.count > 0) {
        int err = record_ended(sender);
        if (err < 0) {
            int ms = SENDER_RETRY_MS << sender->failures;
            struct timeval pause = {.tv_sec = ms / 1000, .tv_usec = (ms % 1000) * 1000};
            if (sender->failures < SENDER_MAX_FAILURES) {
                sender->failures++;
            }
            log_warning(sender->setup.log, _("chưa ghi được kết quả gửi: %s; sẽ ghi lại"),
                        err_text(err));
            event_add(sender->record, &pause);
            return;
        }
        sender->failures = 0;
    }
    sender_run(sender);
    sender->setup.moved(sender->setup.arg);
}

static void end_flight(struct flight *flight, const struct send_result *result)
{
    struct sender *sender = flight->sender;
    flight_unlink(flight);
    flight->job = NULL;
    flight->result = *result;
    flight->ended_at = clock_now(sender->setup.clock);
    if (vec_push(&sender->ended, SIZE_MAX / sizeof(flight), flight) < 0) {
        /* The row stays `sending`; the next start sends it again with the same id. */
        flight_free(flight);
        return;
    }
    event_active(sender->record, EV_TIMEOUT, 0);
}

static void on_done(const struct send_result *result, void *arg)
{
    end_flight(arg, result);
}

/* --- starting --------------------------------------------------------------------------------- */

static void refuse(struct flight *flight, enum send_outcome outcome, const char *why)
{
    struct send_result result = {.outcome = outcome, .retry_after_ms = -1};
    snprintf(result.text, sizeof(result.text), "%s", why);
    end_flight(flight, &result);
}

static void start(struct sender *sender, struct message_row *row)
{
    struct flight *flight = calloc(1, sizeof(*flight));
    if (flight == NULL) {
        return; /* stays `sending`, is recovered at the next start */
    }
    flight->sender = sender;
    flight->row = *row;
    *row = (struct message_row){0};
    flight_link(sender, flight);
    int err = channels_request(sender->channels, &flight->row, &flight->request, &flight->channel);
    if (err == ERR_NOT_FOUND) {
        refuse(flight, SEND_FINAL, _("nơi nhận này không còn trong cấu hình"));
        return;
    }
    if (err == 0) {
        err = channel_send(flight->channel, &flight->request, on_done, flight, &flight->job);
    }
    if (err < 0) {
        refuse(flight, SEND_RETRY, err_text(err));
    }
}

static size_t room(const struct sender *sender, enum message_channel channel)
{
    size_t taken = sender->busy[channel];
    size_t limit = sender->retired ? 0 : channels_capacity(sender->channels);
    return taken < limit ? limit - taken : 0;
}

/* Claims and starts up to `want` messages, of one recipient only unless that is NULL. */
static int send_due(struct sender *sender, enum message_channel channel, const char *recipient,
                    size_t want, size_t *started)
{
    struct message_rows rows = {0};
    int err = store_outbox_claim(sender->setup.store, sender->ran_at, channel, recipient,
                                 want < SENDER_BATCH ? want : SENDER_BATCH, &rows);
    *started = err < 0 ? 0 : rows.count;
    for (size_t i = 0; i < *started; i++) {
        start(sender, &rows.items[i]);
    }
    store_message_rows_clear(&rows);
    return err;
}

/* Mail goes through one server, or into one folder. */
static int run_mail(struct sender *sender)
{
    size_t started = 1;
    int err = 0;
    while (err == 0 && started > 0 && room(sender, CHANNEL_MAIL) > 0) {
        err = send_due(sender, CHANNEL_MAIL, NULL, room(sender, CHANNEL_MAIL), &started);
    }
    return err;
}

/* How many more may be sent to an endpoint now. */
static size_t room_of(const struct sender *sender, const char *recipient)
{
    size_t limit = channels_concurrency(sender->channels, recipient);
    size_t count = 0;
    for (const struct flight *flight = sender->flying; flight != NULL; flight = flight->next) {
        count += flight->row.channel == CHANNEL_WEBHOOK &&
                 strcmp(flight->row.recipient, recipient) == 0;
    }
    return count < limit ? limit - count : 0;
}

/* One round over the endpoints with something due. */
struct round {
    struct sender *sender;
    struct strings endpoints;
};

static int note_endpoint(const char *recipient, void *arg)
{
    struct round *round = arg;
    return room_of(round->sender, recipient) > 0 ? strings_add(&round->endpoints, recipient) : 0;
}

static int run_webhooks(struct sender *sender)
{
    size_t started = 1;
    int err = 0;
    while (err == 0 && started > 0 && room(sender, CHANNEL_WEBHOOK) > 0) {
        struct round round = {.sender = sender};
        started = 0;
        err = store_outbox_recipients(sender->setup.store, sender->ran_at, CHANNEL_WEBHOOK, NULL,
                                      SENDER_ENDPOINTS, note_endpoint, &round);
        for (size_t i = 0; i < round.endpoints.count && err == 0; i++) {
            const char *name = round.endpoints.items[i];
            size_t want = room_of(sender, name);
            size_t left = room(sender, CHANNEL_WEBHOOK);
            size_t got = 0;
            if (left > 0) {
                err = send_due(sender, CHANNEL_WEBHOOK, name, want < left ? want : left, &got);
            }
            started += got;
        }
        strings_clear(&round.endpoints);
    }
    return err;
}

int sender_run(struct sender *sender)
{
    sender->ran_at = clock_now(sender->setup.clock);
    int mail = run_mail(sender);
    int webhooks = run_webhooks(sender);
    return mail < 0 ? mail : webhooks;
}

instant_t sender_next(struct sender *sender)
{
    static const enum message_channel all[] = {CHANNEL_MAIL, CHANNEL_WEBHOOK};
    instant_t earliest = INSTANT_NONE;
    for (size_t i = 0; i < 2; i++) {
        instant_t next = INSTANT_NONE;
        if (room(sender, all[i]) > 0 &&
            store_outbox_next_after(sender->setup.store, all[i], sender->ran_at, &next) < 0) {
            next = clock_now(sender->setup.clock) + SENDER_RETRY_MS;
        }
        earliest = next_earlier(earliest, next);
    }
    return earliest;
}

void sender_retire(struct sender *sender)
{
    sender->retired = true;
}

size_t sender_busy(const struct sender *sender)
{
    return sender->busy[CHANNEL_MAIL] + sender->busy[CHANNEL_WEBHOOK] + sender->ended.count;
}

int sender_new(const struct sender_setup *setup, struct diag *diag, struct sender **out)
{
    struct sender *sender = calloc(1, sizeof(*sender));
    if (sender == NULL) {
        return ERR_NOMEM;
    }
    sender->setup = *setup;
    int err = channels_new(setup->base, setup->settings, setup->clock, diag, &sender->channels);
    if (err == 0) {
        sender->record = event_new(setup->base, -1, 0, on_record, sender);
        err = sender->record == NULL ? ERR_NOMEM : 0;
    }
    if (err < 0) {
        sender_free(sender);
        return err;
    }
    *out = sender;
    return 0;
}

void sender_free(struct sender *sender)
{
    if (sender == NULL) {
        return;
    }
    while (sender->ended.count > 0 && record_ended(sender) == 0) {
    }
    while (sender->flying != NULL) {
        struct flight *flight = sender->flying;
        flight_unlink(flight);
        if (flight->job != NULL) {
            channel_cancel(flight->channel, flight->job);
        }
        flight_free(flight);
    }
    for (size_t i = 0; i < sender->ended.count; i++) {
        flight_free(sender->ended.items[i]);
    }
    vec_free(&sender->ended);
    if (sender->record != NULL) {
        event_free(sender->record);
    }
    channels_free(sender->channels);
    free(sender);
}
