#include "engine/delivery.h"

#include <limits.h>
#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/i18n.h"
#include "base/text.h"
#include "engine/engine.h"
#include "lib/engine/events.h"
#include "lib/engine/internal.h"
#include "lib/engine/troubles.h"
#include "model/event_type.h"
#include "schedule/retry.h"
#include "store/ledger.h"

#define ENDPOINT_PREFIX "endpoint:"
#define DELIVERY_MAX_DETAIL 8192
#define HINT_LONGEST ((int64_t)24 * 3600 * 1000)

/* FNV-1a of the id and the attempt: spreads retries, and is the same each time it is asked. */
static uint32_t jitter(const struct delivery *item)
{
    uint32_t hash = 2166136261u;
    for (const char *p = item->ident; *p != '\0'; p++) {
        hash = (hash ^ (unsigned char)*p) * 16777619u;
    }
    return (hash ^ (uint32_t)item->attempts) * 16777619u;
}

static struct message_result judge(const struct delivery *item)
{
    const struct send_result *result = item->result;
    struct message_result out = {.state = MESSAGE_FAILED,
                                 .at = item->at,
                                 .next_at = INSTANT_NONE,
                                 .code = result->code,
                                 .reply = result->text};
    if (result->outcome == SEND_DELIVERED) {
        out.state = MESSAGE_DELIVERED;
    } else if (result->outcome == SEND_RETRY) {
        struct retry_ask ask = {
            .kind = item->channel == CHANNEL_MAIL ? RETRY_MAIL : RETRY_WEBHOOK,
            .since = item->undelivered_since,
            .now = item->at,
            .attempts = item->attempts,
            .retry_after = result->retry_after_ms < 0 ? RETRY_NO_HINT : result->retry_after_ms,
            .jitter = jitter(item),
        };
        out.next_at = retry_next(&ask);
        out.state = out.next_at == INSTANT_NONE ? MESSAGE_FAILED : MESSAGE_QUEUED;
    } else if (result->outcome == SEND_GONE) {
        /* Parked with the rest of the endpoint's queue, for the day it is enabled again. */
        out.state = MESSAGE_QUEUED;
        out.next_at = item->at;
    }
    return out;
}

instant_t delivery_again(const struct delivery *item)
{
    return judge(item).next_at;
}

static const char *outcome_name(const struct delivery *item, const struct message_result *judged)
{
    if (item->result->outcome == SEND_GONE) {
        return "gone";
    }
    switch (judged->state) {
    case MESSAGE_DELIVERED:
        return "delivered";
    case MESSAGE_QUEUED:
        return "retry";
    case MESSAGE_FAILED:
    case MESSAGE_SENDING:
    case MESSAGE_SUPERSEDED:
    case MESSAGE_CANCELLED:
        break;
    }
    return "failed";
}

/* Appends text as a JSON string, in runs of what stands for itself. */
static int put_json_string(struct buf *out, const char *text)
{
    int err = buf_putc(out, '"');
    const char *run = text;
    for (const char *p = text; err == 0; p++) {
        unsigned char c = (unsigned char)*p;
        if (c >= 0x20 && c != '"' && c != '\\') {
            continue;
        }
        err = buf_append(out, run, (size_t)(p - run));
        if (c == '\0') {
            break;
        }
        if (err == 0) {
            err = buf_printf(out, c < 0x20 ? "\\u%04x" : "\\%c", c);
        }
        run = p + 1;
    }
    return err == 0 ? buf_putc(out, '"') : err;
}

/* Entries of the ledger that are still to be written. */
#define NOTES_MAX 32
struct notes {
    struct ledger_row rows[NOTES_MAX];
    struct buf details[NOTES_MAX];
    size_t count;
};

static void notes_init(struct notes *notes)
{
    notes->count = 0;
    for (size_t i = 0; i < NOTES_MAX; i++) {
        buf_init(&notes->details[i], DELIVERY_MAX_DETAIL);
    }
}

static void notes_clear(struct notes *notes)
{
    for (size_t i = 0; i < NOTES_MAX; i++) {
        buf_clear(&notes->details[i]);
    }
}

static int notes_write(struct notes *notes, struct store *store)
{
    int err = store_ledger_append_all(store, notes->rows, notes->count);
    notes->count = 0;
    return err;
}

static int put_detail(struct buf *out, const struct delivery *item,
                      const struct message_result *judged)
{
    buf_reset(out);
    int err = buf_printf(out, "{\"outcome\":\"%s\",\"attempt\":%d,\"code\":%d,\"reply\":",
                         outcome_name(item, judged), item->attempts, judged->code);
    if (err == 0) {
        err = put_json_string(out, judged->reply);
    }
    return err == 0 ? buf_putc(out, '}') : err;
}

static int note(struct notes *notes, struct store *store, const struct delivery *item,
                const struct message_result *judged)
{
    struct buf *detail = &notes->details[notes->count];
    int err = put_detail(detail, item, judged);
    if (err < 0) {
        return err;
    }
    notes->rows[notes->count++] = (struct ledger_row){.at = item->at,
                                                      .kind = "attempt",
                                                      .message = item->message,
                                                      .recipient = item->recipient,
                                                      .author = "dondoc",
                                                      .detail = buf_str(detail)};
    return notes->count == NOTES_MAX ? notes_write(notes, store) : 0;
}

static int begin_gone(struct store *store, const struct delivery *item, const char *name)
{
    struct buf text;
    buf_init(&text, DELIVERY_MAX_DETAIL);
    int err =
        buf_printf(&text,
                   _("Nơi nhận webhook “%s” trả lời là không còn (%d): dondoc đã ngừng gửi tới "
                     "đó. Khi đã sửa xong: dondoc endpoint enable %s"),
                   name, item->result->code, name);
    const struct condition_row row = {.kind = "endpoint",
                                      .subject = name,
                                      .department = "",
                                      .detail = buf_str(&text),
                                      .last_seen = item->at,
                                      .ends_at = INSTANT_NONE};
    if (err == 0) {
        err = trouble_begin(store, &row);
    }
    buf_clear(&text);
    return err;
}

static int tell_endpoints(struct delivery_turn *turn, const struct delivery *item,
                          const struct message_row *row)
{
    const struct event_delivery what = {
        .message = item->ident,
        .channel = message_channel_word(item->channel),
        .recipient = item->recipient,
        .subject = row->subject,
        .outcome = item->result->outcome == SEND_GONE ? "gone" : "failed",
        .attempts = item->attempts,
        .code = item->result->code,
        .reply = item->result->text,
        .since = item->undelivered_since != INSTANT_NONE ? item->undelivered_since : item->at,
    };
    return turn->engine ? events_delivery_failed(turn->engine, row, &what, item->at, &turn->told)
                        : 0;
}

/* The office hears of what will never arrive, and of what waits for an endpoint that is gone; so do the
 * endpoints. */
static int hasten_telling(struct store *store, struct delivery_turn *turn,
                          const struct delivery *item)
{
    struct message_row row;
    store_message_init(&row);
    int err = store_message_head(store, item->message, &row);
    if (err == 0) {
        err = undelivered_hasten(store, row.department, item->at);
    }
    if (err == 0) {
        err = tell_endpoints(turn, item, &row);
    }
    store_message_clear(&row);
    return err == ERR_NOT_FOUND ? 0 : err;
}

/* 410: nothing more is sent there until an officer says so. */
static int disable_endpoint(struct store *store, const struct delivery *item)
{
    if (!text_starts_with(item->recipient, ENDPOINT_PREFIX)) {
        return 0;
    }
    struct endpoint_row row = {.name = item->recipient + strlen(ENDPOINT_PREFIX),
                               .disabled = true,
                               .reason = item->result->text,
                               .paused_until = INSTANT_NONE,
                               .changed_at = item->at};
    int err = store_endpoint_put(store, &row);
    if (err == 0) {
        err = begin_gone(store, item, row.name);
    }
    return err == 0 ? store_outbox_pause(store, CHANNEL_WEBHOOK, item->recipient, INSTANT_NONE)
                    : err;
}

/* What a mail says may have been settled while it was under way: then it need not leave again. */
static bool may_say_nothing(const struct delivery_turn *turn, const struct delivery *item,
                            const struct message_result *judged)
{
    return turn->engine && item->channel == CHANNEL_MAIL && judged->state == MESSAGE_QUEUED;
}

static int record_one(struct store *store, struct delivery_turn *turn, struct notes *notes,
                      const struct delivery *item)
{
    struct message_result judged = judge(item);
    bool gone = item->result->outcome == SEND_GONE;
    bool telling = gone || judged.state == MESSAGE_FAILED;
    int err = store_message_result(store, item->message, &judged);
    if (err == ERR_NOT_FOUND) {
        return 0;
    }
    if (err == 0) {
        err = note(notes, store, item, &judged);
    }
    /* What follows from it stands behind it. */
    if (err == 0 && (telling || may_say_nothing(turn, item, &judged))) {
        err = notes_write(notes, store);
    }
    if (err == 0 && gone) {
        err = disable_endpoint(store, item);
    }
    if (err == 0 && telling) {
        err = hasten_telling(store, turn, item);
    }
    if (err == 0 && may_say_nothing(turn, item, &judged)) {
        err = letters_review_message(turn->engine, item->message, item->at);
    }
    return err;
}

static int record_all(struct store *store, struct delivery_turn *turn)
{
    struct notes notes;
    int err = 0;
    notes_init(&notes);
    for (size_t i = 0; i < turn->ended_count && err == 0; i++) {
        err = record_one(store, turn, &notes, &turn->ended[i]);
    }
    if (err == 0) {
        err = notes_write(&notes, store);
    }
    notes_clear(&notes);
    return err;
}

/* --- standings ------------------------------------------------------------------------------------ */

static bool asks_for_time(const struct send_result *result)
{
    return result->retry_after_ms > 0 && (result->code == 429 || result->code == 503);
}

static bool is_at_fault(const struct delivery *item)
{
    const struct send_result *result = item->result;
    return result->unreachable || (item->channel == CHANNEL_WEBHOOK &&
                                   result->outcome == SEND_RETRY && result->code >= 500);
}

void delivery_learn(struct delivery_standing *standing, const struct delivery *item)
{
    int64_t pause = 0;
    standing->failures =
        is_at_fault(item) ? standing->failures + (standing->failures < INT_MAX) : 0;
    if (standing->failures > 0) {
        pause = retry_pause(standing->failures, jitter(item));
    }
    if (asks_for_time(item->result) && item->result->retry_after_ms > pause) {
        pause = item->result->retry_after_ms < HINT_LONGEST ? item->result->retry_after_ms
                                                            : HINT_LONGEST;
    }
    standing->paused_until = pause > 0 ? item->at + pause : INSTANT_NONE;
}

bool delivery_is_paused(const struct delivery_standing *standing, instant_t now)
{
    return standing->paused_until != INSTANT_NONE && standing->paused_until > now &&
           standing->paused_until - now <= RETRY_FURTHEST;
}

static int keep_standing(struct store *store, const struct delivery_standing *standing,
                         instant_t now)
{
    const struct endpoint_row row = {.name = standing->name,
                                     .failures = standing->failures,
                                     .paused_until = standing->paused_until,
                                     .changed_at = now};
    return store_endpoint_standing(store, &row);
}

/* --- a turn --------------------------------------------------------------------------------------- */

/* A mail, and an event that urges: a receiver may show it on somebody's telephone. */
static bool keeps_to_hours(const struct message_row *row)
{
    bool urges = row->channel == CHANNEL_MAIL;
    for (int i = 0; i < EVENT_TYPES && !urges; i++) {
        urges = event_type_urges((enum event_type)i) &&
                text_equal(row->subject, event_type_name((enum event_type)i));
    }
    return urges;
}

/* When a message may leave: INSTANT_NONE now. The administrator is written to at any hour. */
static instant_t waits_until(const struct settings *settings, const struct message_row *row,
                             instant_t now)
{
    bool alarm =
        settings && settings->admin_mail && strcmp(row->recipient, settings->admin_mail) == 0;
    if (!settings || !keeps_to_hours(row) || row->by_hand || alarm ||
        engine_is_open(settings, row->department, now)) {
        return INSTANT_NONE;
    }
    return engine_open_at(settings, row->department, now);
}

/* Keeps those that may leave. */
static int keep_hours(struct store *store, const struct settings *settings,
                      struct message_rows *rows, instant_t now)
{
    size_t kept = 0;
    int err = 0;
    for (size_t i = 0; i < rows->count; i++) {
        instant_t until = waits_until(settings, &rows->items[i], now);
        if (until == INSTANT_NONE || err < 0) {
            struct message_row row = rows->items[i];
            rows->items[i] = rows->items[kept];
            rows->items[kept++] = row;
        } else {
            err = store_outbox_put_back(store, rows->items[i].id, until);
        }
    }
    for (size_t i = kept; i < rows->count; i++) {
        store_message_clear(&rows->items[i]);
    }
    rows->count = kept;
    return err;
}

static int claim(struct store *store, const struct settings *settings, struct delivery_claim *claim,
                 instant_t now)
{
    int err =
        store_outbox_take(store, now, claim->channel, claim->recipient, claim->limit, &claim->rows);
    if (err == 0) {
        err = keep_hours(store, settings, &claim->rows, now);
    }
    if (err < 0) {
        return err;
    }
    claim->next = INSTANT_NONE;
    return claim->recipient != NULL
               ? store_outbox_recipient_next(store, claim->channel, claim->recipient, &claim->next)
               : store_outbox_next(store, claim->channel, &claim->next);
}

static int take_turn(struct store *store, void *arg)
{
    struct delivery_turn *turn = arg;
    int err = record_all(store, turn);
    for (size_t i = 0; i < turn->released_count && err == 0; i++) {
        err = store_outbox_release(store, turn->released[i]);
        err = err == ERR_NOT_FOUND ? 0 : err;
    }
    for (size_t i = 0; i < turn->learnt_count && err == 0; i++) {
        err = keep_standing(store, turn->learnt[i], turn->now);
    }
    for (size_t i = 0; i < turn->claim_count && err == 0; i++) {
        err = claim(store, turn->settings, &turn->claims[i], turn->now);
    }
    return err;
}

int delivery_turn(struct store *store, struct delivery_turn *turn)
{
    turn->told = 0;
    int err = store_run(store, take_turn, turn);
    for (size_t i = 0; i < turn->claim_count && err < 0; i++) {
        store_message_rows_clear(&turn->claims[i].rows);
    }
    return err;
}
