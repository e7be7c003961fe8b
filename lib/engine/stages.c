#include "lib/engine/stages.h"

#include "base/cleanup.h"
#include "base/err.h"
#include "schedule/ladder.h"
#include "schedule/next.h"

/* One occurrence at one instant. */
struct work {
    struct engine *engine;
    const struct occurrence_row *row;
    const struct task_row *task; /* NULL: assigned work */
    const struct policy *policy;
    instant_t now;
    day_t today, after;
    size_t *notices, *skipped;
};

/* In whose name: those who lead do not hear of it a second time as coordinating. */
static int find_recipients(const struct work *work, enum role role, struct recipients *out)
{
    int err = recipients_of(work->engine, work->row, work->task, role, work->today, out);
    if (err < 0 || role != ROLE_COORDINATING) {
        return err;
    }
    _cleanup_(recipients_clear) struct recipients leads = {0};
    struct occurrence_row whole = *work->row;
    whole.unit = work->row->has_shares ? NULL : work->row->unit;
    err = recipients_of(work->engine, &whole, work->task, ROLE_LEAD, work->today, &leads);
    size_t kept = 0;
    for (size_t i = 0; i < out->count; i++) {
        bool leads_too = false;
        for (size_t j = 0; j < leads.count; j++) {
            leads_too = leads_too || strcmp(leads.items[j].name, out->items[i].name) == 0;
        }
        if (leads_too) {
            free(out->items[i].name);
            free(out->items[i].unit);
        } else {
            out->items[kept++] = out->items[i];
        }
    }
    out->count = kept;
    return err;
}

static int note_skipped(const struct work *work, enum role role, const struct staged *staged,
                        size_t count, const char *reason)
{
    if (count == 0) {
        return 0;
    }
    *work->skipped += count;
    struct detail detail;
    detail_init(&detail);
    detail_stages(&detail, "stages", staged, count);
    detail_text(&detail, "role", role_name(role));
    detail_text(&detail, "reason", reason);
    detail_day(&detail, "due", work->row->dates.due);
    const struct note note = {.at = work->now, .kind = "skipped", .occurrence = work->row->id};
    return note_write(work->engine, &note, &detail);
}

static int say_role(const struct work *work, enum role role)
{
    struct staged staged[LADDER_MAX_STAGES];
    struct ladder_ask ask = planning_ask(work->engine, work->row, role);
    const struct holidays *table = &work->engine->settings->holidays;
    size_t count = ladder_build(&ask, work->policy, table, staged);
    struct ladder_cut cut =
        ladder_cut(staged, count, work->policy->catch_up, work->after, work->today);
    if (cut.first == cut.end) {
        return 0;
    }
    _cleanup_(recipients_clear) struct recipients recipients = {0};
    int err = find_recipients(work, role, &recipients);
    if (err < 0 || (recipients.count == 0 && role == ROLE_COORDINATING)) {
        return err;
    }
    err = note_skipped(work, role, staged + cut.first, cut.say - cut.first, "catch_up");
    if (err == 0 && recipients.count == 0) {
        return note_skipped(work, role, staged + cut.say, cut.end - cut.say, "no_recipient");
    }
    for (size_t i = cut.say; i < cut.end && err == 0; i++) {
        const struct saying saying = {
            .occurrence = work->row->id,
            .department = work->row->department,
            .stage = staged[i].stage,
            .anchor = work->row->dates.due,
            .role = role,
            .now = work->now,
        };
        err = notices_say(work->engine, &saying, &recipients, work->notices);
    }
    return err;
}

/* The row as stored; *found false for work that was assigned without one. */
static int read_task(const struct work *work, struct task_row *task, bool *found)
{
    *found = false;
    if (!work->row->plan || !work->row->stt) {
        return 0;
    }
    int err = store_task_get(work->engine->store, work->row->plan, work->row->stt, task);
    *found = err == 0;
    return err == ERR_NOT_FOUND ? 0 : err;
}

int stages_process(struct engine *engine, const struct occurrence_row *row, instant_t now,
                   size_t *notices, size_t *skipped)
{
    if (!planning_is_open(engine, row->department, now)) {
        return store_occurrence_said(engine->store, row->id, row->said_until,
                                     planning_open_at(engine, row->department, now));
    }
    struct work work = {
        .engine = engine,
        .row = row,
        .policy = engine_policy(engine->settings, row->plan, row->department),
        .now = now,
        .today = engine_day(engine, now),
        .after = row->said_until != DAY_NONE ? row->said_until : row->dates.created - 1,
        .notices = notices,
        .skipped = skipped,
    };
    day_t next = DAY_NONE;
    day_t said = work.today > work.after ? work.today : work.after;
    if (row->dates.outcome == OUTCOME_OPEN && row->dates.due != DAY_NONE &&
        !planning_was_past_due(engine, row)) {
        _cleanup_(store_task_clear) struct task_row task = {0};
        bool found;
        int err = read_task(&work, &task, &found);
        work.task = found ? &task : NULL;
        if (err == 0 && planning_has_role(row, ROLE_LEAD)) {
            err = say_role(&work, ROLE_LEAD);
        }
        if (err == 0 && planning_has_role(row, ROLE_COORDINATING)) {
            err = say_role(&work, ROLE_COORDINATING);
        }
        if (err < 0) {
            return err;
        }
        next = planning_next_day(engine, row, said);
    }
    const struct policy *department = engine_department_policy(engine->settings, row->department);
    return store_occurrence_said(engine->store, row->id, said,
                                 next_stage(next, department, engine->settings->utc_offset));
}

int stages_note_before(struct engine *engine, instant_t now, const struct occurrence_row *row,
                       const char *reason)
{
    const struct policy *policy = engine_policy(engine->settings, row->plan, row->department);
    day_t today = engine_day(engine, now);
    struct staged staged[LADDER_MAX_STAGES];
    enum role role = planning_has_role(row, ROLE_LEAD) ? ROLE_LEAD : ROLE_COORDINATING;
    struct ladder_ask ask = planning_ask(engine, row, role);
    size_t count = ladder_build(&ask, policy, &engine->settings->holidays, staged);
    size_t before = 0;
    size_t skipped = 0;
    while (before < count && staged[before].day < today) {
        before++;
    }
    const struct work work = {
        .engine = engine, .row = row, .policy = policy, .now = now, .skipped = &skipped};
    return note_skipped(&work, role, staged, before, reason);
}
