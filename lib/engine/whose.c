/* Whose work is this: the unit of an occurrence, or the leads of its row, and who has come after them. */
#include <string.h>

#include "base/cleanup.h"
#include "base/err.h"
#include "lib/engine/internal.h"
#include "store/plans.h"

#define FORMER_MAX ((size_t)64 << 10)
#define DONE_JOINTLY_MAX 100000

struct leads {
    const struct department *department;
    day_t day;
    struct strings *out;
};

/* Who holds the duties of that unit on that day; the unit itself when nobody does. */
static const char *current(const struct department *department, const char *unit, day_t day)
{
    const struct party *party = department ? department_party(department, unit) : NULL;
    const struct party *now = party ? department_current(department, party, day) : NULL;
    return now ? now->id : unit;
}

static int add_lead(const struct party_row *row, void *arg)
{
    const struct leads *this = arg;
    if (row->role != ROLE_LEAD) {
        return 0;
    }
    const char *unit = current(this->department, row->unit, this->day);
    return strings_find(this->out, unit) < 0 ? strings_add(this->out, unit) : 0;
}

int engine_units(const struct engine *engine, const struct occurrence_row *row, day_t day,
                 struct strings *out)
{
    const struct department *department =
        roster_department(&engine->settings->roster, row->department);
    bool open = row->dates.outcome == OUTCOME_OPEN;
    bool done = row->dates.outcome == OUTCOME_DONE && row->dates.done_on != DAY_NONE;
    struct leads leads = {department, done && row->dates.done_on < day ? row->dates.done_on : day,
                          out};
    if (row->unit) {
        return strings_add(out, open ? current(department, row->unit, day) : row->unit);
    }
    return row->has_shares
               ? 0
               : store_parties_each(engine->store, row->plan, row->stt, add_lead, &leads);
}

int engine_is_of(const struct engine *engine, const struct occurrence_row *row, const char *unit,
                 day_t day, bool *out)
{
    struct strings units = {0};
    int err = engine_units(engine, row, day, &units);
    *out = err == 0 && strings_find(&units, unit) >= 0;
    strings_clear(&units);
    return err;
}

static int add_former(const struct department *department, const char *unit, day_t day,
                      struct buf *out)
{
    int err = 0;
    for (size_t i = 0; i < department->count && err == 0; i++) {
        const struct party *party = &department->parties[i];
        if (strcmp(party->id, unit) != 0 &&
            strcmp(current(department, party->id, day), unit) == 0) {
            err = buf_printf(out, "%s%s|", out->len > 0 ? "" : "|", party->id);
        }
    }
    return err;
}

int engine_former(const struct engine *engine, const char *department, const char *unit, day_t day,
                  char **out)
{
    const struct roster *roster = &engine->settings->roster;
    _cleanup_buf_ struct buf text = {0};
    buf_init(&text, FORMER_MAX);
    int err = 0;
    for (size_t i = 0; i < roster->count && err == 0; i++) {
        if (!department || strcmp(department, roster->departments[i].id) == 0) {
            err = add_former(&roster->departments[i], unit, day, &text);
        }
    }
    if (err == 0) {
        *out = text.len > 0 ? buf_steal(&text) : NULL;
    }
    return err;
}

struct open_of {
    struct engine *engine;
    const char *unit;
    day_t day;
    int (*each)(struct occurrence_row *row, void *arg);
    void *arg;
};

static int each_open(struct occurrence_row *row, void *arg)
{
    const struct open_of *this = arg;
    bool its;
    int err = engine_is_of(this->engine, row, this->unit, this->day, &its);
    return err == 0 && its ? this->each(row, this->arg) : err;
}

int engine_open_each(struct engine *engine, const struct occurrence_filter *filter, day_t day,
                     int (*each)(struct occurrence_row *row, void *arg), void *arg)
{
    struct open_of this = {engine, filter->unit, day, each, arg};
    const struct department *department =
        roster_department(&engine->settings->roster, filter->department);
    struct occurrence_filter next = *filter;
    next.outcomes = 1u << OUTCOME_OPEN;
    next.leaves = true;
    int err = 0;
    for (size_t i = 0; department && i < department->count && err == 0; i++) {
        next.unit = department->parties[i].id;
        if (strcmp(current(department, next.unit, day), this.unit) == 0) {
            err = engine_occurrences_each(engine, &next, each_open, &this);
        }
    }
    next.unit = NULL;
    next.unitless = true;
    return err ? err : engine_occurrences_each(engine, &next, each_open, &this);
}

int engine_done_count(struct engine *engine, const char *department, const char *unit, day_t from,
                      day_t to, int64_t *out)
{
    _cleanup_(store_occurrence_rows_clear) struct occurrence_rows rows = {0};
    int64_t count = 0;
    int err = store_done_count(engine->store, department, unit, from, to, &count);
    if (err == 0) {
        err = store_done_jointly(engine->store, department, from, to, DONE_JOINTLY_MAX, &rows);
    }
    for (size_t i = 0; i < rows.count && err == 0; i++) {
        bool its;
        err = engine_is_of(engine, &rows.items[i], unit, to, &its);
        count += err == 0 && its;
    }
    if (err == 0) {
        *out = count;
    }
    return err;
}
