#include "daemon/sender.h"

#include <event2/event.h>
#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "base/file.h"
#include "base/i18n.h"
#include "base/text.h"
#include "daemon/channels.h"
#include "daemon/destinations.h"
#include "engine/delivery.h"
#include "schedule/next.h"

/* The most of each in one transaction. */
#define TURN_ENDED 1024
#define TURN_RELEASED 256
#define TURN_LEARNT 64
#define TURN_CLAIMS 64
/* In memory at once, whatever the number of destinations. */
#define FLIGHTS_MAX 4096
#define BYTES_MAX ((size_t)64 << 20)
#define SPARE_KEPT 64

/* Results wait so long for others, to be committed with them, unless it is time to claim; longer when so
 * many came meanwhile that as many more will. What has ended and is not committed leaves again after a
 * crash. */
#define GATHER_US 3000
#define GATHER_MANY 16
#define GATHER_MANY_US 20000

#define RETRY_BUSY_MS 250    /* the database was busy: results wait in memory so long */
#define RETRY_FAILED_MS 5000 /* a full disk, a read-only file system */

/* One message: held, then under way, then ended, and freed once that is recorded. */
struct flight {
    TAILQ_ENTRY(flight)
    link; /* in its destination's held, or the sender's flying, ended, released */
    struct sender *sender;
    struct destination *destination;
    struct message_row row; /* owns its texts */
    struct send_request request;
    struct channel *channel;
    struct send_job *job;
    struct send_result result;
    instant_t ended_at;
};

struct sender {
    struct sender_setup setup;
    struct channels *channels;
    struct destinations destinations;
    struct destination_list touched; /* may have room, or something learnt */
    struct flight_list flying;
    struct flight_list ended; /* to be recorded */
    size_t ended_count;
    struct flight_list released; /* to be given back */
    struct flight_list spare;    /* made before a claim: none is claimed without a place to be */
    size_t count;                /* of flights that hold a message */
    size_t spare_count;
    size_t bytes;
    struct event *again; /* active or pending when a turn is to be taken */
    bool stale;          /* what is known of the outbox has to be read again */
    bool fresh;
    bool failing; /* the last turn could not be committed */
    bool retired;
};

/* --- flights ------------------------------------------------------------------------------------ */

static void flight_free(struct flight *flight)
{
    struct sender *sender = flight->sender;
    sender->count--;
    sender->bytes -= flight->row.body_len;
    store_message_clear(&flight->row);
    free(flight);
}

static void touch(struct sender *sender, struct destination *destination)
{
    if (!destination->touched) {
        destination->touched = true;
        TAILQ_INSERT_TAIL(&sender->touched, destination, link);
    }
}

/* Makes places for so many messages. Returns how many there are. */
static size_t make_spare(struct sender *sender, size_t wanted)
{
    while (sender->spare_count < wanted) {
        struct flight *flight = calloc(1, sizeof(*flight));
        if (flight == NULL) {
            break;
        }
        TAILQ_INSERT_TAIL(&sender->spare, flight, link);
        sender->spare_count++;
    }
    return sender->spare_count < wanted ? sender->spare_count : wanted;
}

static void drop_spare(struct sender *sender)
{
    while (sender->spare_count > SPARE_KEPT) {
        struct flight *flight = TAILQ_FIRST(&sender->spare);
        TAILQ_REMOVE(&sender->spare, flight, link);
        sender->spare_count--;
        free(flight);
    }
}

static void hold(struct sender *sender, struct destination *destination, struct message_row *row)
{
    struct flight *flight = TAILQ_FIRST(&sender->spare);
    TAILQ_REMOVE(&sender->spare, flight, link);
    sender->spare_count--;
    flight->sender = sender;
    flight->destination = destination;
    flight->row = *row;
    *row = (struct message_row){0};
    sender->count++;
    sender->bytes += flight->row.body_len;
    destination->held_count++;
    TAILQ_INSERT_TAIL(&destination->held, flight, link);
}

static void release_held(struct sender *sender, struct destination *destination)
{
    TAILQ_CONCAT(&sender->released, &destination->held, link);
    destination->held_count = 0;
}

/* --- results ------------------------------------------------------------------------------------ */

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
        log_error(
            log,
            _("nơi nhận %s trả lời 410 (không còn): ngừng gửi tới đó cho đến khi được bật lại"),
            flight->row.recipient);
        break;
    }
}

static struct delivery delivery_of(const struct flight *flight)
{
    return (struct delivery){.message = flight->row.id,
                             .ident = flight->row.ident,
                             .recipient = flight->row.recipient,
                             .channel = flight->row.channel,
                             .attempts = flight->row.attempts,
                             .undelivered_since = flight->row.undelivered_since,
                             .at = flight->ended_at,
                             .result = &flight->result};
}

static void learn(struct sender *sender, const struct flight *flight)
{
    struct destination *destination = flight->destination;
    const struct delivery_standing before = destination->standing;
    const struct delivery item = delivery_of(flight);
    delivery_learn(&destination->standing, &item);
    if (destination->standing.failures != before.failures ||
        destination->standing.paused_until != before.paused_until) {
        destination->learnt = destination->configured;
    }
    if (delivery_is_paused(&destination->standing, flight->ended_at) &&
        !delivery_is_paused(&before, flight->ended_at)) {
        log_warning(sender->setup.log, _("tạm ngừng gửi tới %s trong %lld giây"),
                    destination->standing.name,
                    (long long)(destination->standing.paused_until - flight->ended_at) / 1000);
    }
    destination->disabled = destination->disabled || flight->result.outcome == SEND_GONE;
    destination->proven = destination->standing.failures == 0 && !flight->result.unreachable;
    if (destination->disabled || destination->standing.failures > 0 ||
        destination->standing.paused_until != INSTANT_NONE) {
        release_held(sender, destination);
    }
}

/* A turn is taken at once when a destination has room again, nothing else is under way or a transaction is
 * full; else shortly, with what ends until then. */
static void turn_soon(struct sender *sender, const struct destination *destination, instant_t now)
{
    const struct timeval gather = {.tv_usec = GATHER_US};
    const struct timeval gather_many = {.tv_usec = GATHER_MANY_US};
    if (sender->failing) {
        return;
    }
    if (TAILQ_EMPTY(&sender->flying) || sender->ended_count >= TURN_ENDED ||
        destination_wants(destination, now) > 0) {
        event_active(sender->again, EV_TIMEOUT, 0);
    } else if (!event_pending(sender->again, EV_TIMEOUT, NULL)) {
        event_add(sender->again, &gather);
    } else if (sender->ended_count == GATHER_MANY) {
        event_add(sender->again, &gather_many);
    }
}

static void end_flight(struct flight *flight, const struct send_result *result)
{
    struct sender *sender = flight->sender;
    TAILQ_REMOVE(&sender->flying, flight, link);
    flight->destination->busy--;
    flight->job = NULL;
    flight->result = *result;
    flight->ended_at = clock_now(sender->setup.clock);
    touch(sender, flight->destination);
    TAILQ_INSERT_TAIL(&sender->ended, flight, link);
    sender->ended_count++;
    turn_soon(sender, flight->destination, flight->ended_at);
}

/* --- starting ----------------------------------------------------------------------------------- */

/* We ourselves did not try: that says nothing of the destination. */
static void refuse(struct flight *flight, enum send_outcome outcome, const char *why)
{
    struct send_result result = {.outcome = outcome, .retry_after_ms = -1};
    snprintf(result.text, sizeof(result.text), "%s", why);
    end_flight(flight, &result);
}

static void on_done(const struct send_result *result, void *arg);

static void start(struct sender *sender, struct flight *flight)
{
    TAILQ_INSERT_TAIL(&sender->flying, flight, link);
    flight->destination->busy++;
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

/* Gives the channel as much as the destination takes at once. */
static void give(struct sender *sender, struct destination *destination)
{
    while (destination->busy < destination->concurrency && destination->held_count > 0) {
        struct flight *flight = TAILQ_FIRST(&destination->held);
        TAILQ_REMOVE(&destination->held, flight, link);
        destination->held_count--;
        start(sender, flight);
    }
}

static void on_done(const struct send_result *result, void *arg)
{
    struct flight *flight = arg;
    struct sender *sender = flight->sender;
    struct destination *destination = flight->destination;
    end_flight(flight, result);
    learn(sender, flight);
    give(sender, destination);
}

/* --- a turn: one transaction of results and claims -------------------------------------------------- */

struct turn {
    struct delivery_turn all;
    struct delivery ended[TURN_ENDED];
    int64_t released[TURN_RELEASED];
    const struct delivery_standing *learnt[TURN_LEARNT];
    struct destination *learners[TURN_LEARNT];
    struct delivery_claim claims[TURN_CLAIMS];
    struct destination *claimers[TURN_CLAIMS];
};

static void gather_results(const struct sender *sender, struct turn *turn)
{
    const struct flight *flight;
    TAILQ_FOREACH(flight, &sender->ended, link)
    {
        if (turn->all.ended_count == TURN_ENDED) {
            break;
        }
        turn->ended[turn->all.ended_count++] = delivery_of(flight);
    }
    TAILQ_FOREACH(flight, &sender->released, link)
    {
        if (turn->all.released_count == TURN_RELEASED) {
            break;
        }
        turn->released[turn->all.released_count++] = flight->row.id;
    }
}

static bool is_full(const struct turn *turn)
{
    return turn->all.claim_count == TURN_CLAIMS || turn->all.learnt_count == TURN_LEARNT;
}

/* Goes through the destinations that something happened to, as far as one transaction may hold. */
static void gather_destinations(struct sender *sender, struct turn *turn)
{
    size_t free_places = sender->count < FLIGHTS_MAX ? FLIGHTS_MAX - sender->count : 0;
    size_t promised = 0;
    struct destination *destination;
    if (sender->bytes >= BYTES_MAX || sender->retired) {
        free_places = 0;
    }
    while (!is_full(turn) && (destination = TAILQ_FIRST(&sender->touched)) != NULL) {
        TAILQ_REMOVE(&sender->touched, destination, link);
        destination->touched = false;
        if (destination->learnt) {
            turn->learners[turn->all.learnt_count] = destination;
            turn->learnt[turn->all.learnt_count++] = &destination->standing;
        }
        size_t wanted = destination_wants(destination, turn->all.now);
        wanted = wanted < free_places - promised ? wanted : free_places - promised;
        wanted = make_spare(sender, promised + wanted) - promised;
        if (wanted > 0) {
            turn->claimers[turn->all.claim_count] = destination;
            turn->claims[turn->all.claim_count++] =
                (struct delivery_claim){.channel = destination->channel,
                                        .recipient = destination->recipient,
                                        .limit = wanted};
            promised += wanted;
        }
    }
}

static void forget_first(struct sender *sender, struct flight_list *list, size_t count, bool tell)
{
    for (size_t i = 0; i < count; i++) {
        struct flight *flight = TAILQ_FIRST(list);
        if (tell) {
            log_result(sender, flight);
        }
        TAILQ_REMOVE(list, flight, link);
        flight_free(flight);
    }
}

/* Recorded and given back: when their destination has something to send again. A claim of the same turn
 * knows it of its own. */
static void look_ahead(struct sender *sender, const struct turn *turn)
{
    const struct flight *flight = TAILQ_FIRST(&sender->ended);
    for (size_t i = 0; i < turn->all.ended_count; i++) {
        struct destination *destination = flight->destination;
        destination->next = next_earlier(destination->next, delivery_again(&turn->ended[i]));
        flight = TAILQ_NEXT(flight, link);
    }
    flight = TAILQ_FIRST(&sender->released);
    for (size_t i = 0; i < turn->all.released_count; i++) {
        flight->destination->next = next_earlier(flight->destination->next, turn->all.now);
        flight = TAILQ_NEXT(flight, link);
    }
}

static void take_claim(struct sender *sender, struct destination *destination,
                       struct delivery_claim *claim)
{
    destination_claimed(destination, claim->rows.count >= claim->limit,
                        clock_now(sender->setup.clock));
    for (size_t i = 0; i < claim->rows.count; i++) {
        hold(sender, destination, &claim->rows.items[i]);
    }
    store_message_rows_clear(&claim->rows);
    destination->next = claim->next;
    give(sender, destination);
}

/* What was taken off the list comes on again, for the next try. */
static void undo(struct sender *sender, struct turn *turn)
{
    for (size_t i = 0; i < turn->all.learnt_count; i++) {
        touch(sender, turn->learners[i]);
    }
    for (size_t i = 0; i < turn->all.claim_count; i++) {
        touch(sender, turn->claimers[i]);
    }
}

/* Returns 1 when it did something, 0 when there was nothing to do, or what the store returns. */
static int take_turn(struct sender *sender)
{
    struct turn turn;
    turn.all = (struct delivery_turn){.now = clock_now(sender->setup.clock),
                                      .settings = sender->setup.settings,
                                      .engine = sender->setup.engine,
                                      .ended = turn.ended,
                                      .released = turn.released,
                                      .learnt = turn.learnt,
                                      .claims = turn.claims};
    gather_destinations(sender, &turn);
    gather_results(sender, &turn);
    if (turn.all.ended_count + turn.all.released_count + turn.all.learnt_count +
            turn.all.claim_count ==
        0) {
        return 0;
    }
    int err = delivery_turn(sender->setup.store, &turn.all);
    if (err < 0) {
        undo(sender, &turn);
        return err;
    }
    for (size_t i = 0; i < turn.all.learnt_count; i++) {
        turn.learners[i]->learnt = false;
    }
    look_ahead(sender, &turn);
    sender->stale = sender->stale || turn.all.told > 0;
    forget_first(sender, &sender->ended, turn.all.ended_count, true);
    sender->ended_count -= turn.all.ended_count;
    forget_first(sender, &sender->released, turn.all.released_count, false);
    for (size_t i = 0; i < turn.all.claim_count; i++) {
        take_claim(sender, turn.claimers[i], &turn.claims[i]);
    }
    return 1;
}

/* Takes turns until nothing is left to do. Returns 0 or what the store returns. */
static int take_turns(struct sender *sender)
{
    int more = 1;
    while (more > 0) {
        more = take_turn(sender);
    }
    if (more == 0) {
        sender->failing = false;
        drop_spare(sender);
        return 0;
    }
    int ms = more == ERR_BUSY ? RETRY_BUSY_MS : RETRY_FAILED_MS;
    struct timeval pause = {.tv_sec = ms / 1000, .tv_usec = (ms % 1000) * 1000};
    if (!sender->failing) {
        log_warning(sender->setup.log,
                    _("chưa ghi được kết quả gửi hoặc chưa lấy được thư chờ gửi: "
                      "%s; sẽ thử lại"),
                    err_text(more));
    }
    sender->failing = true;
    event_add(sender->again, &pause);
    return more;
}

static void on_again(evutil_socket_t fd, short events, void *arg)
{
    struct sender *sender = arg;
    (void)fd;
    (void)events;
    if (take_turns(sender) == 0) {
        sender->setup.moved(sender->setup.arg);
    }
}

/* --- for the daemon --------------------------------------------------------------------------------- */

void sender_stir(struct sender *sender)
{
    sender->stale = true;
}

static int read_again(struct sender *sender)
{
    /* What has ended and is not recorded is newer than the store. */
    int err = take_turns(sender);
    if (err == 0) {
        err = destinations_read(&sender->destinations, sender->setup.store, sender->fresh);
    }
    sender->stale = err < 0;
    sender->fresh = sender->fresh && err < 0;
    return err;
}

void sender_run(struct sender *sender)
{
    if (sender->retired || (sender->stale && read_again(sender) < 0)) {
        return;
    }
    instant_t now = clock_now(sender->setup.clock);
    for (size_t i = 0; i < sender->destinations.count; i++) {
        if (destination_wants(sender->destinations.items[i], now) > 0) {
            touch(sender, sender->destinations.items[i]);
        }
    }
    take_turns(sender);
}

instant_t sender_next(struct sender *sender)
{
    instant_t now = clock_now(sender->setup.clock);
    instant_t earliest = INSTANT_NONE;
    if (sender->retired || sender->failing) {
        return INSTANT_NONE;
    }
    if (sender->stale) {
        return now + RETRY_BUSY_MS;
    }
    if (sender->count >= FLIGHTS_MAX || sender->bytes >= BYTES_MAX) {
        return INSTANT_NONE;
    }
    for (size_t i = 0; i < sender->destinations.count; i++) {
        earliest = next_earlier(earliest, destination_next(sender->destinations.items[i], now));
    }
    return earliest;
}

void sender_retire(struct sender *sender)
{
    sender->retired = true;
    for (size_t i = 0; i < sender->destinations.count; i++) {
        release_held(sender, sender->destinations.items[i]);
    }
    take_turns(sender);
}

size_t sender_busy(const struct sender *sender)
{
    return sender->count;
}

int sender_new(const struct sender_setup *setup, struct diag *diag, struct sender **out)
{
    struct sender *sender = calloc(1, sizeof(*sender));
    if (sender == NULL) {
        return ERR_NOMEM;
    }
    sender->setup = *setup;
    sender->stale = true;
    sender->fresh = setup->fresh;
    TAILQ_INIT(&sender->touched);
    TAILQ_INIT(&sender->flying);
    TAILQ_INIT(&sender->ended);
    TAILQ_INIT(&sender->released);
    TAILQ_INIT(&sender->spare);
    int err = destinations_init(&sender->destinations, setup->settings);
    if (err == 0) {
        err = channels_new(setup->base, setup->settings, setup->clock, diag, &sender->channels);
    }
    if (err == 0) {
        sender->again = event_new(setup->base, -1, 0, on_again, sender);
        err = sender->again == NULL ? ERR_NOMEM : 0;
    }
    if (err < 0) {
        sender_free(sender);
        return err;
    }
    *out = sender;
    return 0;
}

static void break_off(struct sender *sender)
{
    struct flight *flight;
    while ((flight = TAILQ_FIRST(&sender->flying)) != NULL) {
        if (flight->job != NULL) {
            channel_cancel(flight->channel, flight->job);
        }
        refuse(flight, SEND_RETRY, _("bị ngắt giữa chừng: dondocd dừng hoặc nạp lại cấu hình"));
    }
}

static void free_list(struct flight_list *list)
{
    struct flight *flight;
    while ((flight = TAILQ_FIRST(list)) != NULL) {
        TAILQ_REMOVE(list, flight, link);
        store_message_clear(&flight->row);
        free(flight);
    }
}

void sender_free(struct sender *sender)
{
    if (sender == NULL) {
        return;
    }
    if (sender->again != NULL) {
        sender_retire(sender);
        break_off(sender);
        take_turns(sender);
        event_free(sender->again);
    }
    free_list(&sender->ended);
    free_list(&sender->released);
    free_list(&sender->spare);
    destinations_clear(&sender->destinations);
    channels_free(sender->channels);
    free(sender);
}
