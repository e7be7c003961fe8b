/* A clock that was wrong and is mended (design.md §3): no stage twice, none silently missing. */
#include "base/err.h"
#include "lib/engine/internal.h"
#include "store/outbox.h"

#define LAST "last_change"
#define SLEW 60000 /* ms that time servers may take back without anything being planned anew */
#define PAGE 500

int clock_note(struct engine *engine, instant_t now)
{
    return store_meta_put_int(engine->store, LAST, now);
}

/* What was settled for days that are still to come is open again: notices are never given twice, so
 * those that were said then are not said again. */
static int replan(struct engine *engine, struct occurrence_row *row, day_t today)
{
    instant_t before = row->next_at;
    bool future = row->said_until != DAY_NONE && row->said_until > today;
    if (future) {
        row->said_until = today - 1;
    }
    if (row->dates.created > today) {
        row->dates.created = today;
        future = true;
    }
    planning_replan(engine, row);
    return future || before != row->next_at ? store_occurrence_put(engine->store, row) : 0;
}

static int replan_all(struct engine *engine, day_t today)
{
    struct occurrence_filter filter;
    occurrence_filter_init(&filter);
    filter.outcomes = 1u << OUTCOME_OPEN;
    filter.due = DUE_DATED;
    struct occurrence_rows last = {0};
    int err = 0;
    for (size_t count = PAGE; err == 0 && count == PAGE;) {
        struct occurrence_rows page = {0};
        err = store_occurrences_list(engine->store, &filter, PAGE, &page);
        for (size_t i = 0; i < page.count && err == 0; i++) {
            err = replan(engine, &page.items[i], today);
        }
        store_occurrence_rows_clear(&last);
        last = page;
        count = page.count;
        if (count > 0) {
            filter.after_due = page.items[count - 1].dates.due;
            filter.after_id = page.items[count - 1].id;
        }
    }
    store_occurrence_rows_clear(&last);
    return err;
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

int clock_check(struct engine *engine, instant_t now)
{
    int64_t last;
    int err = store_meta_get_int(engine->store, LAST, &last);
    if (err < 0 || last - now <= SLEW) {
        return err == ERR_NOT_FOUND ? 0 : err;
    }
    err = replan_all(engine, engine_day(engine, now));
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
        err = jobs_plan(engine, now);
    }
    if (err == 0) {
        err = note_back(engine, last, now);
    }
    return err == 0 ? clock_note(engine, now) : err;
}
