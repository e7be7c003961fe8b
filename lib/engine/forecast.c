#include "engine/forecast.h"

#include <string.h>

#include "base/cleanup.h"
#include "base/err.h"
#include "engine/load.h"
#include "engine/tick.h"
#include "lib/engine/internal.h"
#include "schedule/next.h"

#define FORECAST_MAX_DAYS 3660
#define FORECAST_BATCH 500

/* One run. */
struct run {
    struct engine engine;
    int (*each)(const struct forecast_message *message, void *arg);
    void *arg;
    bool stopped;
};

static int join_units(const struct notice_rows *notices, struct buf *out)
{
    int err = 0;
    for (size_t i = 0; i < notices->count && err == 0; i++) {
        const char *unit = notices->items[i].unit;
        bool told = !unit || *unit == '\0';
        for (size_t j = 0; j < i && !told; j++) {
            told = notices->items[j].unit && strcmp(notices->items[j].unit, unit) == 0;
        }
        if (!told) {
            err = buf_printf(out, "%s%s", out->len > 0 ? "; " : "", unit);
        }
    }
    return err == ERR_LIMIT ? 0 : err;
}

static int report(struct run *run, const struct message_row *row)
{
    struct notice_rows notices = {0};
    _cleanup_buf_ struct buf units = {0};
    buf_init(&units, 4096);
    int err = store_notices_of_message(run->engine.store, row->id, 0, &notices);
    if (err == 0) {
        err = join_units(&notices, &units);
    }
    if (err == 0) {
        const struct forecast_message message = {
            .at = row->created_at,
            .message = row,
            .unit = buf_str(&units),
            .notices = &notices,
            .store = run->engine.store,
        };
        err = run->each(&message, run->arg);
    }
    store_notice_rows_clear(&notices);
    if (err > 0) {
        run->stopped = true;
        err = 0;
    }
    return err;
}

static int deliver(struct store *store, const struct message_row *row, instant_t now)
{
    const struct message_result result = {.state = MESSAGE_DELIVERED,
                                          .at = now,
                                          .next_at = INSTANT_NONE};
    int err = store_txn_begin(store);
    if (err < 0) {
        return err;
    }
    err = store_message_result(store, row->id, &result);
    if (err < 0) {
        store_txn_rollback(store);
        return err;
    }
    return store_txn_commit(store);
}

static int send_channel(struct run *run, enum message_channel channel, instant_t now)
{
    size_t count = FORECAST_BATCH;
    while (count == FORECAST_BATCH && !run->stopped) {
        struct message_rows rows = {0};
        int err = store_outbox_claim(run->engine.store, now, channel, NULL, FORECAST_BATCH, &rows);
        for (size_t i = 0; i < rows.count && err == 0 && !run->stopped; i++) {
            err = report(run, &rows.items[i]);
            if (err == 0) {
                err = deliver(run->engine.store, &rows.items[i], now);
            }
        }
        count = rows.count;
        store_message_rows_clear(&rows);
        if (err < 0) {
            return err;
        }
    }
    return 0;
}

static int send_all(struct run *run, instant_t now)
{
    int err = send_channel(run, CHANNEL_MAIL, now);
    return err == 0 ? send_channel(run, CHANNEL_WEBHOOK, now) : err;
}

static int go(struct run *run, instant_t from, instant_t end)
{
    instant_t now = from;
    while (now < end && !run->stopped) {
        struct tick_result result;
        int err = engine_tick(&run->engine, now, &result);
        if (err == 0 && !result.more) {
            err = send_all(run, now);
        }
        if (err < 0 || result.next == INSTANT_NONE) {
            return err;
        }
        /* What a tick leaves due at its own instant would never come: time moves on. */
        if (!result.more) {
            now = result.next > now ? result.next : now + 60 * 1000;
        }
    }
    return 0;
}

static int load(struct run *run, instant_t now, size_t *faulty, struct diag *diag)
{
    struct load_difference difference = {0};
    int err = engine_load(&run->engine, now, NULL, false, &difference, diag);
    if (err == 0 && faulty) {
        *faulty = difference.faulty;
    }
    load_difference_clear(&difference);
    return err;
}

/* Where time begins: not before what was done already. */
static int find_begin(struct run *run, instant_t from, instant_t *out)
{
    instant_t last;
    int err = clock_last(&run->engine, &last);
    *out = err == 0 && last != INSTANT_NONE && last >= from ? last + 1 : from;
    return err;
}

/* A mail that was under way when the copy was made leaves again. */
static int recover(struct store *store)
{
    int64_t count;
    int err = store_txn_begin(store);
    if (err == 0) {
        err = store_outbox_recover(store, &count);
    }
    if (err < 0) {
        store_txn_rollback(store);
        return err;
    }
    return store_txn_commit(store);
}

static int forecast(const struct settings *settings, const char *state, day_t from, day_t to,
                    struct run *run, size_t *faulty, struct diag *diag)
{
    if (from == DAY_NONE || to == DAY_NONE || to < from || to - from > FORECAST_MAX_DAYS) {
        return ERR_RANGE;
    }
    instant_t begin = offset_instant(from, 0, settings->utc_offset);
    instant_t end = offset_instant(to + 1, 0, settings->utc_offset);
    struct store *store = NULL;
    int err = state ? store_open_copy(state, begin, diag, &store)
                    : store_open(":memory:", begin, diag, &store);
    if (err == 0) {
        err = engine_open(settings, store, diag, &run->engine);
    }
    if (err == 0 && state) {
        err = recover(store);
    }
    if (err == 0) {
        err = find_begin(run, begin, &begin);
    }
    if (err == 0) {
        err = load(run, begin, faulty, diag);
    }
    if (err == 0) {
        err = go(run, begin, end);
    }
    engine_close(&run->engine);
    store_close(store);
    return err;
}

int engine_forecast(const struct settings *settings, day_t from, day_t to,
                    int (*each)(const struct forecast_message *message, void *arg), void *arg,
                    size_t *faulty, struct diag *diag)
{
    struct run run = {.each = each, .arg = arg};
    return forecast(settings, NULL, from, to, &run, faulty, diag);
}

int engine_forecast_live(const struct settings *settings, const char *state, day_t from, day_t to,
                         int (*each)(const struct forecast_message *message, void *arg), void *arg,
                         size_t *faulty, struct diag *diag)
{
    struct run run = {.each = each, .arg = arg};
    return forecast(settings, state, from, to, &run, faulty, diag);
}
