/* A clock that was wrong and is mended (design.md §3): no stage twice, none silently missing. */
#include "base/err.h"
#include "lib/engine/internal.h"
#include "lib/engine/stages.h"
#include "schedule/group.h"
#include "store/outbox.h"

#define LAST "last_change"
#define HIGH "clock_was_ahead_at" /* what the clock read before it was set back */
#define BACK "clock_was_set_back_to"
#define SLEW 60000 /* ms that time servers may take back without anything being planned anew */

#define PAGE 500
int clock_note(struct engine *engine, instant_t now)
{
    return store_meta_put_int(engine->store, LAST, now);
}

/* What was settled for days that are still to come is open again: notices are never given twice, so
 * those that were said then are not said again. */
static int replan(struct engine *engine, struct occurrence_row *row, instant_t now)
{
    day_t today = engine_day(engine, now);
    instant_t before = row->next_at;
    bool future = row->said_until != DAY_NONE && row->said_until > today;
    if (future) {
        row->said_until = today - 1;
    }
    if (row->silenced_since != DAY_NONE && row->silenced_since >= today) {
        row->silenced_since = today - 1;
    }
    bool recreated = row->dates.created > today;
    if (recreated) {
        row->created_was = row->created_was != DAY_NONE ? row->created_was : row->dates.created;
        row->dates.created = today;
        future = true;
    }
    planning_replan(engine, row);
    int err = future || before != row->next_at ? store_occurrence_put(engine->store, row) : 0;
    return err == 0 && recreated ? stages_note_before(engine, now, row, "before_created") : err;
}

struct replanning {
    struct engine *engine;
    instant_t now;
};

static int replan_one(struct occurrence_row *row, void *arg)
{
    const struct replanning *this = arg;
    return replan(this->engine, row, this->now);
}

static int replan_all(struct engine *engine, instant_t now)
{
    struct replanning this = {engine, now};
    struct occurrence_filter filter;
    occurrence_filter_init(&filter);
    filter.outcomes = 1u << OUTCOME_OPEN;
    filter.due = DUE_DATED;
    return engine_occurrences_each(engine, &filter, replan_one, &this);
}

static int note_back(struct engine *engine, instant_t last, instant_t now)
{
    char text[OFFSET_TEXT_SIZE];
    struct detail detail;
    detail_init(&detail);
    detail_text(&detail, "from", offset_format(last, engine->settings->utc_offset, text));
    detail_text(&detail, "to", offset_format(now, engine->settings->utc_offset, text));
    const struct note note = {.at = now, .kind = "clock_set_back"};
    return note_write(engine, &note, &detail);
}

/* The clock is set back: that may be the mending of it, or the mistake (a machine whose battery is
 * empty wakes in 1970). */
static int remember(struct engine *engine, instant_t last, instant_t now)
{
    int64_t high = 0;
    int err = store_meta_get_int(engine->store, HIGH, &high);
    if (err < 0 && err != ERR_NOT_FOUND) {
        return err;
    }
    err = store_meta_put_int(engine->store, HIGH, high > last ? high : last);
    return err == 0 ? store_meta_put_int(engine->store, BACK, now) : err;
}

static int restore_all(struct engine *engine)
{
    struct occurrence_rows last = {0};
    int err = 0;
    for (size_t count = PAGE; err == 0 && count == PAGE;) {
        struct occurrence_rows page = {0};
        const char *after = last.count > 0 ? last.items[last.count - 1].id : "";
        err = store_occurrences_recreated(engine->store, after, PAGE, &page);
        for (size_t i = 0; i < page.count && err == 0; i++) {
            struct occurrence_row *row = &page.items[i];
            row->dates.created = row->created_was;
            row->created_was = DAY_NONE;
            planning_replan(engine, row);
            err = store_occurrence_put(engine->store, row);
        }
        store_occurrence_rows_clear(&last);
        last = page;
        count = page.count;
    }
    store_occurrence_rows_clear(&last);
    return err;
}

/* When the clock leaps over most of the way to where it was, the setting back was the mistake: what was
 * made in the meantime of its mistake is as old as it was. */
static int mend(struct engine *engine, instant_t last, instant_t now)
{
    int64_t high = 0;
    int64_t back = 0;
    int err = store_meta_get_int(engine->store, HIGH, &high);
    if (err == 0) {
        err = store_meta_get_int(engine->store, BACK, &back);
    }
    if (err < 0 || high == 0 || now < high - SLEW) {
        return err == ERR_NOT_FOUND ? 0 : err;
    }
    if (last - back < (high - back) / 2) {
        err = restore_all(engine);
    }
    return err == 0 ? store_meta_put_int(engine->store, HIGH, 0) : err;
}

int clock_last(struct engine *engine, instant_t *out)
{
    int64_t last = INSTANT_NONE;
    int err = store_meta_get_int(engine->store, LAST, &last);
    *out = last;
    return err == ERR_NOT_FOUND ? 0 : err;
}

/* A daily mail of a day that is still to come may not be today's second. */
static int put_off_dailies(struct engine *engine, instant_t now)
{
    const struct settings *settings = engine->settings;
    instant_t later = planning_open_at(engine, NULL, now);
    if (later == now) {
        later = group_next_daily(&settings->policies[0], &settings->holidays, settings->utc_offset,
                                 now, true);
    }
    return store_outbox_put_off_dailies(engine->store, engine_day(engine, now), later);
}

int clock_check(struct engine *engine, instant_t now)
{
    int64_t last;
    int err = store_meta_get_int(engine->store, LAST, &last);
    if (err < 0) {
        return err == ERR_NOT_FOUND ? 0 : err;
    }
    if (last - now <= SLEW) {
        return mend(engine, last, now);
    }
    err = replan_all(engine, now);
    if (err == 0) {
        err = remember(engine, last, now);
    }
    if (err == 0) {
        err = store_notices_bring_back(engine->store, now);
    }
    if (err == 0) {
        err = store_outbox_bring_back(engine->store, CHANNEL_MAIL, now);
    }
    if (err == 0) {
        err = store_outbox_bring_back(engine->store, CHANNEL_WEBHOOK, now);
    }
    if (err == 0) {
        err = put_off_dailies(engine, now);
    }
    if (err == 0) {
        err = jobs_plan(engine, now);
    }
    if (err == 0) {
        err = note_back(engine, last, now);
    }
    return err == 0 ? clock_note(engine, now) : err;
}
