#include "lib/engine/stages.h"

#include "base/cleanup.h"
#include "base/err.h"
#include "base/text.h"
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

static bool is_endpoint(const struct recipient *recipient)
{
    return text_starts_with(recipient->name, "endpoint:");
}

/* In whose name: those who lead do not hear of it a second time in another role. *all counts those
 * who have the role. */
static int find_recipients(const struct work *work, enum role role, struct recipients *out,
                           size_t *all)
{
    int err = recipients_of(work->engine, work->row, work->task, role, work->today, out);
    *all = out->count;
    if (err < 0 || role == ROLE_LEAD) {
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
        /* To a program a stage is an event of its own, whoever led. */
        leads_too = leads_too && !(role != ROLE_COORDINATING && is_endpoint(&out->items[i]));
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
    size_t all;
    int err = find_recipients(work, role, &recipients, &all);
    if (err < 0 || (all == 0 && role == ROLE_COORDINATING)) {
        return err; /* nobody coordinates */
    }
    err = note_skipped(work, role, staged + cut.first, cut.say - cut.first, "catch_up");
    if (err == 0 && recipients.count == 0) {
        return note_skipped(work, role, staged + cut.say, cut.end - cut.say,
                            all > 0 ? "hears_as_lead" : "no_recipient");
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
        for (size_t i = 0; i < PLANNING_ROLES && err == 0; i++) {
            if (planning_has_role(engine, row, planning_roles[i])) {
                err = say_role(&work, planning_roles[i]);
            }
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

static int each_party(const struct party_row *party, void *arg)
{
    bool *found = arg;
    *found = *found || party->role == ROLE_COORDINATING;
    return 0;
}

/* Whether units coordinate at all. */
static int has_coordinating(struct engine *engine, const struct occurrence_row *row, bool *out)
{
    *out = false;
    return row->plan && row->stt
               ? store_parties_each(engine->store, row->plan, row->stt, each_party, out)
               : 0;
}

int stages_note_before(struct engine *engine, instant_t now, const struct occurrence_row *row,
                       const char *reason)
{
    size_t skipped = 0;
    const struct work work = {
        .engine = engine,
        .row = row,
        .policy = engine_policy(engine->settings, row->plan, row->department),
        .now = now,
        .skipped = &skipped,
    };
    day_t today = engine_day(engine, now);
    int err = 0;
    for (size_t i = 0; i < PLANNING_ROLES && err == 0; i++) {
        enum role role = planning_roles[i];
        struct staged staged[LADDER_MAX_STAGES];
        size_t before = 0;
        bool told = planning_has_role(engine, row, role);
        if (told) {
            struct ladder_ask ask = planning_ask(engine, row, role);
            size_t count = ladder_build(&ask, work.policy, &engine->settings->holidays, staged);
            while (before < count && staged[before].day < today) {
                before++;
            }
        }
        if (before > 0 && role == ROLE_COORDINATING) {
            err = has_coordinating(engine, row, &told);
        }
        if (err == 0 && told) {
            err = note_skipped(&work, role, staged, before, reason);
        }
    }
    return err;
}
