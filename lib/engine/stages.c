#include "lib/engine/stages.h"

#include "base/cleanup.h"
#include "base/err.h"
#include "lib/engine/events.h"
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
    bool silent;       /* nothing is said about it today */
    day_t missed;      /* stages after this day were passed over in silence, or `after` */
    bool *passed_over; /* out: some were, today */
    size_t *notices, *skipped;
};

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
        leads_too =
            leads_too && !(role != ROLE_COORDINATING && events_is_endpoint(out->items[i].name));
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

/* A ladder under way. */
struct rungs {
    enum role role;
    struct staged staged[LADDER_MAX_STAGES];
    size_t count;
    struct ladder_cut cut;
    struct settled settled; /* read when more than one rung is in question */
};

static void rungs_clear(struct rungs *rungs)
{
    settled_clear(&rungs->settled);
}

/* Which rungs it is about; without those that were settled before, on another calendar or clock. */
static int find_rungs(const struct work *work, struct rungs *out)
{
    struct ladder_ask ask = planning_ask(work->engine, work->row, out->role);
    enum catch_up catch_up = work->policy->catch_up;
    day_t after = work->silent ? work->after : work->missed;
    out->count = ladder_build(&ask, work->policy, &work->engine->settings->holidays, out->staged);
    out->cut = ladder_cut(out->staged, out->count, catch_up, after, work->today);
    if (out->cut.end - out->cut.first < 2 && after == work->after) {
        return 0;
    }
    int err = settled_read(work->engine, work->row, work->now, &out->settled);
    size_t kept = out->cut.first;
    for (size_t i = kept; i < out->count; i++) {
        if (i >= out->cut.end || !settled_has(&out->settled, out->role, out->staged[i].stage)) {
            out->staged[kept++] = out->staged[i];
        }
    }
    out->count = kept;
    out->cut = ladder_cut(out->staged, out->count, catch_up, after, work->today);
    return err;
}

/* Notes staged[first … end) as skipped, but for those that are noted. */
static int skip(const struct work *work, const struct rungs *rungs, size_t first, size_t end,
                const char *reason)
{
    struct staged fresh[LADDER_MAX_STAGES];
    size_t count = 0;
    for (size_t i = first; i < end; i++) {
        if (!settled_is_noted(&rungs->settled, rungs->role, rungs->staged[i].stage)) {
            fresh[count++] = rungs->staged[i];
        }
    }
    return note_skipped(work, rungs->role, fresh, count, reason);
}

/* Whether anybody among them hears of such a stage at all. */
static bool is_wanted(const struct work *work, const struct recipients *recipients,
                      struct stage stage)
{
    for (size_t i = 0; i < recipients->count; i++) {
        if (events_wanted(work->engine, recipients->items[i].name, event_type_of(stage))) {
            return true;
        }
    }
    return false;
}

static int say_stage(const struct work *work, const struct rungs *rungs, size_t index,
                     const struct recipients *recipients)
{
    const struct saying saying = {
        .occurrence = work->row->id,
        .department = work->row->department,
        .stage = rungs->staged[index].stage,
        .anchor = work->row->dates.due,
        .role = rungs->role,
        .now = work->now,
    };
    if (ack_stops(work->row, rungs->role, saying.stage)) {
        return skip(work, rungs, index, index + 1, "acknowledged");
    }
    if (!is_wanted(work, recipients, saying.stage)) {
        return skip(work, rungs, index, index + 1, "not_wanted");
    }
    bool opens = escalation_level(rungs->role) == 0 && saying.stage.kind != STAGE_OPENING;
    int err = opens ? events_open(work->engine, work->row, recipients, rungs->role, work->now) : 0;
    return err == 0 ? notices_say(work->engine, &saying, recipients, work->notices) : err;
}

static int say_role(const struct work *work, enum role role)
{
    _cleanup_(rungs_clear) struct rungs rungs = {.role = role};
    _cleanup_(recipients_clear) struct recipients recipients = {0};
    const struct ladder_cut *cut = &rungs.cut;
    size_t all;
    int err = find_rungs(work, &rungs);
    if (err < 0 || cut->first == cut->end) {
        return err;
    }
    err = find_recipients(work, role, &recipients, &all);
    if (err < 0 || (all == 0 && role == ROLE_COORDINATING)) {
        return err; /* nobody coordinates */
    }
    if (work->silent) {
        *work->passed_over = true;
        return skip(work, &rungs, cut->first, cut->end, "silence");
    }
    err = skip(work, &rungs, cut->first, cut->say, "catch_up");
    if (err == 0 && recipients.count == 0) {
        return skip(work, &rungs, cut->say, cut->end, all > 0 ? "hears_as_lead" : "no_recipient");
    }
    for (size_t i = cut->say; i < cut->end && err == 0; i++) {
        err = say_stage(work, &rungs, i, &recipients);
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

/* Says what is to be said of it in every role. */
static int say_all(struct work *work)
{
    _cleanup_(store_task_clear) struct task_row task = {0};
    bool found;
    day_t until;
    int err = read_task(work, &task, &found);
    work->task = err == 0 && found ? &task : NULL;
    if (err == 0) {
        err = silences_cover_row(work->engine, work->row, work->today, &until);
        work->silent = err == 0 && until != DAY_NONE;
    }
    for (size_t i = 0; i < PLANNING_ROLES && err == 0; i++) {
        if (planning_has_role(work->engine, work->row, planning_roles[i])) {
            err = say_role(work, planning_roles[i]);
        }
    }
    return err;
}

/* Since when stages are passed over in silence, after today. */
static day_t still_silenced(const struct work *work)
{
    if (!work->silent) {
        return DAY_NONE;
    }
    return *work->passed_over && work->row->silenced_since == DAY_NONE ? work->after
                                                                       : work->row->silenced_since;
}

int stages_process(struct engine *engine, const struct occurrence_row *row, instant_t now,
                   size_t *notices, size_t *skipped)
{
    if (!planning_is_open(engine, row->department, now)) {
        return store_occurrence_said(engine->store, row->id, row->said_until,
                                     planning_open_at(engine, row->department, now));
    }
    bool passed_over = false;
    struct work work = {
        .engine = engine,
        .row = row,
        .policy = engine_policy(engine->settings, row->plan, row->department),
        .now = now,
        .today = engine_day(engine, now),
        .after = row->said_until != DAY_NONE ? row->said_until : row->dates.created - 1,
        .passed_over = &passed_over,
        .notices = notices,
        .skipped = skipped,
    };
    work.missed = row->silenced_since != DAY_NONE ? row->silenced_since : work.after;
    day_t next = DAY_NONE;
    day_t said = work.today > work.after ? work.today : work.after;
    int err = 0;
    if (row->dates.outcome == OUTCOME_OPEN && row->dates.due != DAY_NONE &&
        !planning_was_past_due(engine, row)) {
        struct occurrence_row later = *row;
        err = say_all(&work);
        later.silenced_since = still_silenced(&work);
        if (err == 0 && later.silenced_since != row->silenced_since) {
            err = store_occurrence_silenced(engine->store, row->id, later.silenced_since);
        }
        next = planning_next_day(engine, &later, said);
    }
    const struct policy *department = engine_department_policy(engine->settings, row->department);
    return err < 0
               ? err
               : store_occurrence_said(engine->store, row->id, said,
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

int stages_note_span(struct engine *engine, instant_t now, const struct occurrence_row *row,
                     day_t after, day_t until, const char *reason)
{
    size_t skipped = 0;
    const struct work work = {
        .engine = engine,
        .row = row,
        .policy = engine_policy(engine->settings, row->plan, row->department),
        .now = now,
        .skipped = &skipped,
    };
    int err = 0;
    for (size_t i = 0; i < PLANNING_ROLES && err == 0; i++) {
        enum role role = planning_roles[i];
        struct staged staged[LADDER_MAX_STAGES];
        struct ladder_ask ask = planning_ask(engine, row, role);
        bool told = planning_has_role(engine, row, role);
        size_t count =
            told ? ladder_build(&ask, work.policy, &engine->settings->holidays, staged) : 0;
        struct ladder_cut cut = ladder_cut(staged, count, CATCH_UP_ALL, after, until);
        if (cut.end > cut.first && role == ROLE_COORDINATING) {
            err = has_coordinating(engine, row, &told);
        }
        if (err == 0 && told) {
            err = note_skipped(&work, role, staged + cut.first, cut.end - cut.first, reason);
        }
    }
    return err;
}

int stages_note_before(struct engine *engine, instant_t now, const struct occurrence_row *row,
                       const char *reason)
{
    return stages_note_span(engine, now, row, DAY_NONE, engine_day(engine, now) - 1, reason);
}

/* --- a changed calendar or policy ---------------------------------------------------------------- */

static int mend_role(struct work *work, enum role role, const struct settled *settled, day_t recent,
                     day_t *back)
{
    struct staged staged[LADDER_MAX_STAGES];
    struct staged passed[LADDER_MAX_STAGES];
    size_t count = 0;
    bool told = true;
    struct ladder_ask ask = planning_ask(work->engine, work->row, role);
    size_t all = ladder_build(&ask, work->policy, &work->engine->settings->holidays, staged);
    day_t open = work->after;
    for (size_t i = 0; i < all && staged[i].day <= work->after; i++) {
        if (settled_is_noted(settled, role, staged[i].stage)) {
            continue;
        }
        if (staged[i].day < recent) {
            passed[count++] = staged[i];
        } else {
            open = staged[i].day - 1 < open ? staged[i].day - 1 : open;
        }
    }
    int err = role == ROLE_COORDINATING && (count > 0 || open < work->after)
                  ? has_coordinating(work->engine, work->row, &told)
                  : 0;
    if (err == 0 && told && open < *back) {
        *back = open;
    }
    return err == 0 && told ? note_skipped(work, role, passed, count, "replanned") : err;
}

/* Whether any rung lies in what is settled; most of a plan's are still to come. */
static bool has_begun(const struct engine *engine, const struct occurrence_row *row)
{
    struct occurrence_row anew = *row;
    anew.silenced_since = DAY_NONE;
    day_t first = planning_next_day(engine, &anew, DAY_NONE);
    return first != DAY_NONE && first <= row->said_until;
}

int stages_mend(struct engine *engine, instant_t now, struct occurrence_row *row)
{
    if (row->dates.outcome != OUTCOME_OPEN || row->dates.due == DAY_NONE ||
        row->said_until == DAY_NONE || planning_was_past_due(engine, row)) {
        return 0;
    }
    if (!has_begun(engine, row)) {
        return 0;
    }
    size_t skipped = 0;
    struct work work = {
        .engine = engine,
        .row = row,
        .policy = engine_policy(engine->settings, row->plan, row->department),
        .now = now,
        .after = row->said_until,
        .skipped = &skipped,
    };
    day_t recent =
        workday_shift(&engine->settings->holidays, engine_day(engine, now), -STAGES_MEND_DAYS);
    day_t back = row->said_until;
    _cleanup_(settled_clear) struct settled settled = {0};
    int err = settled_read(engine, row, now, &settled);
    for (size_t i = 0; i < PLANNING_ROLES && err == 0; i++) {
        if (planning_has_role(engine, row, planning_roles[i])) {
            err = mend_role(&work, planning_roles[i], &settled, recent, &back);
        }
    }
    if (err == 0) {
        row->said_until = back;
    }
    return err;
}
