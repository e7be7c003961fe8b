/* One plan into the store: its rows, who they name, their occurrences, its collecting rounds. */
#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/err.h"
#include "base/sign.h"
#include "base/vec.h"
#include "lib/engine/loading.h"
#include "schedule/ladder.h"

#define ROUNDS_MAX 20000

/* A row as stored. */
struct stored_task {
    char *stt;
    char *hash;
    int position;
    bool withdrawn;
    bool seen;
};

struct stored_tasks {
    struct stored_task *items; /* sorted by stt */
    size_t count, capacity;
};

/* A report occurrence that asks the units for their part. */
struct round {
    char *occurrence;
    char *stt;
    day_t act_by;
    struct period period;
    enum period_kind every;
    enum due_source source;
};

struct rounds {
    struct round *items;
    size_t count, capacity;
};

/* What a unit leads in the plan, reports aside. */
struct leads {
    bool always;  /* something continuous, undated or waiting */
    day_t latest; /* due day of the last dated one; DAY_NONE: none */
};

/* One plan under way. */
struct plan_load {
    struct loading *loading;
    const struct plan *plan;
    const struct department *department;
    struct load_plan *result;
    struct known_list known;
    struct stored_tasks tasks;
    struct rounds rounds;
    struct leads *leads; /* by index of the party in its department */
    struct recipients office;
    size_t noticed;
    bool row_changed; /* the row whose occurrences are under way is not as it was stored */
};

static void task_clear_stored(struct stored_task *task)
{
    free(task->stt);
    free(task->hash);
}

static void round_clear(struct round *round)
{
    free(round->occurrence);
    free(round->stt);
}

static void plan_load_clear(struct plan_load *this)
{
    known_list_clear(&this->known);
    vec_clear(&this->tasks, task_clear_stored);
    vec_clear(&this->rounds, round_clear);
    free(this->leads);
    recipients_clear(&this->office);
}

/* --- stored rows -------------------------------------------------------------------------------- */

static int each_task(const struct task_row *row, void *arg)
{
    struct stored_tasks *list = arg;
    struct stored_task task = {
        .stt = strdup(row->stt),
        .hash = strdup(row->hash),
        .position = row->position,
        .withdrawn = row->withdrawn,
    };
    int err = task.stt && task.hash ? vec_push(list, PLAN_MAX_TASKS * 2, task) : ERR_NOMEM;
    if (err < 0) {
        task_clear_stored(&task);
    }
    return err;
}

static int by_stt(const void *a, const void *b)
{
    return strcmp(((const struct stored_task *)a)->stt, ((const struct stored_task *)b)->stt);
}

static int read_tasks(struct plan_load *this)
{
    int err =
        store_tasks_each(this->loading->engine->store, this->plan->id, each_task, &this->tasks);
    if (err == 0 && this->tasks.count > 1) {
        qsort(this->tasks.items, this->tasks.count, sizeof this->tasks.items[0], by_stt);
    }
    return err;
}

static struct stored_task *find_task(const struct stored_tasks *list, const char *stt)
{
    struct stored_task key = {.stt = (char *)(uintptr_t)stt};
    return list->count ? bsearch(&key, list->items, list->count, sizeof list->items[0], by_stt)
                       : NULL;
}

/* --- one row ------------------------------------------------------------------------------------ */

/* All that is written of a row. */
struct row_texts {
    struct buf lead, coordinating, unread, unknown, units;
    char hash[SIGN_HEX_SIZE];
};

static void row_texts_clear(struct row_texts *texts)
{
    buf_clear(&texts->lead);
    buf_clear(&texts->coordinating);
    buf_clear(&texts->unread);
    buf_clear(&texts->unknown);
    buf_clear(&texts->units);
}

static int join(const struct strings *list, const char *separator, struct buf *out)
{
    int err = 0;
    for (size_t i = 0; i < list->count && err == 0; i++) {
        err = buf_printf(out, "%s%s", i > 0 ? separator : "", list->items[i]);
    }
    return err;
}

static int join_unknown(const struct review_names *names, struct buf *out)
{
    int err = 0;
    for (size_t i = 0; i < names->count && err == 0; i++) {
        if (!names->items[i].party) {
            err = buf_printf(out, "%s%s", out->len > 0 ? "\n" : "", names->items[i].name);
        }
    }
    return err;
}

static int join_units(const struct review_units *units, char mark, struct buf *out)
{
    int err = 0;
    for (size_t i = 0; i < units->count && err == 0; i++) {
        err = buf_printf(out, "%c%s", mark, units->items[i]->id);
    }
    return err;
}

static int join_unread(const struct row_review *review, struct buf *out)
{
    int err = 0;
    size_t len = strlen(review->text);
    for (size_t i = 0; i < review->reading.unread_count && err == 0; i++) {
        struct span span = review->reading.unread[i];
        if (span.end > len || span.begin >= span.end) {
            continue;
        }
        err = buf_printf(out, "%s%.*s", out->len > 0 ? "\n" : "", (int)(span.end - span.begin),
                         review->text + span.begin);
    }
    return err;
}

static int write_texts(const struct row_review *review, struct row_texts *out)
{
    const struct task *task = review->task;
    const size_t max = (size_t)4 << 20;
    buf_init(&out->lead, max);
    buf_init(&out->coordinating, max);
    buf_init(&out->unread, max);
    buf_init(&out->unknown, max);
    buf_init(&out->units, max);
    int err = join(&task->lead, "; ", &out->lead);
    if (err == 0) {
        err = join(&task->coordinating, "; ", &out->coordinating);
    }
    if (err == 0) {
        err = join_unread(review, &out->unread);
    }
    if (err == 0) {
        err = join_unknown(&review->lead, &out->unknown);
    }
    if (err == 0) {
        err = join_unknown(&review->coordinating, &out->unknown);
    }
    if (err == 0) {
        err = join_units(&review->lead_units, '+', &out->units);
    }
    if (err == 0) {
        err = join_units(&review->coordinating_units, '-', &out->units);
    }
    return err;
}

static int hash_row(const struct row_review *review, struct row_texts *texts)
{
    const struct task *task = review->task;
    _cleanup_buf_ struct buf all = {0};
    buf_init(&all, (size_t)32 << 20);
    int err = buf_printf(&all, "%s\x1f%s\x1f%s\x1f%s\x1f%s\x1f%s\x1f%s\x1f%s\x1f%s\x1f%d%d%d",
                         task->group, task->content, task->product, buf_str(&texts->lead),
                         buf_str(&texts->coordinating), task->time, task->time_fix,
                         buf_str(&texts->units), review->reason, (int)review->status, review->joint,
                         review->copied != NULL);
    if (err == 0) {
        err = buf_puts(&all, review->text);
    }
    if (err == 0) {
        sign_sha256_hex(all.data, all.len, texts->hash);
    }
    return err;
}

static enum task_status status_of(enum reading_status status)
{
    switch (status) {
    case READING_UNDERSTOOD:
        return TASK_UNDERSTOOD;
    case READING_NEEDS_A_PERSON:
        return TASK_NEEDS_PERSON;
    case READING_CONTRADICTORY:
        break;
    }
    return TASK_CONTRADICTORY;
}

static int put_parties(struct plan_load *this, const struct row_review *review)
{
    size_t count = review->lead_units.count + review->coordinating_units.count;
    _cleanup_free_ struct party_row *rows = calloc(count ? count : 1, sizeof *rows);
    if (!rows) {
        return ERR_NOMEM;
    }
    size_t at = 0;
    for (size_t i = 0; i < review->lead_units.count; i++) {
        rows[at++] = (struct party_row){.role = ROLE_LEAD,
                                        .unit = review->lead_units.items[i]->id,
                                        .position = (int)i};
    }
    for (size_t i = 0; i < review->coordinating_units.count; i++) {
        rows[at++] = (struct party_row){.role = ROLE_COORDINATING,
                                        .unit = review->coordinating_units.items[i]->id,
                                        .position = (int)i};
    }
    return store_parties_put(this->loading->engine->store, this->plan->id, review->task->stt, rows,
                             count);
}

static int tell_row(struct plan_load *this, enum load_kind kind, const char *stt,
                    const char *content)
{
    loading_count(&this->result->rows, &this->loading->out->rows, kind);
    const struct load_item item = {
        .kind = kind,
        .plan = this->plan->id,
        .stt = (char *)(uintptr_t)stt,
        .content = (char *)(uintptr_t)content,
        .old_due = DAY_NONE,
        .new_due = DAY_NONE,
    };
    return loading_item(this->loading, &item);
}

/* The office's list of rows to settle. */
static int ask_person(struct plan_load *this, const struct row_review *review)
{
    char name[OCCURRENCE_ID_MAX];
    int wrote = snprintf(name, sizeof name, "%s/%s", this->plan->id, review->task->stt);
    if (wrote < 0 || (size_t)wrote >= sizeof name) {
        return ERR_LIMIT;
    }
    const struct saying saying = {
        .occurrence = name,
        .department = this->plan->department,
        .stage = {STAGE_NEEDS_PERSON, 0},
        .anchor = this->loading->today,
        .role = ROLE_OFFICE,
        .now = this->loading->now,
    };
    return notices_say(this->loading->engine, &saying, &this->office, &this->noticed);
}

static int put_task(struct plan_load *this, const struct row_review *review, bool withdrawn,
                    const struct row_texts *texts)
{
    const struct task *task = review->task;
    const struct task_row row = {
        .plan = this->plan->id,
        .stt = task->stt,
        .position = (int)review->position,
        .group = task->group,
        .content = task->content,
        .product = task->product,
        .lead = buf_str(&texts->lead),
        .coordinating = buf_str(&texts->coordinating),
        .time = task->time,
        .time_fix = task->time_fix,
        .status = status_of(review->status),
        .reason = review->reason,
        .unread = buf_str(&texts->unread),
        .unknown_units = buf_str(&texts->unknown),
        .hash = texts->hash,
        .joint = review->joint,
        .continuous = review->continuous,
        .withdrawn = withdrawn,
    };
    int err = store_task_put(this->loading->engine->store, &row);
    return err == 0 ? put_parties(this, review) : err;
}

/* Whether another plan withdraws the row; as it was when that plan cannot be read. */
static bool is_withdrawn(const struct plan_load *this, const struct row_review *review,
                         const struct stored_task *stored)
{
    if (review->amended_by || review->withdraws) {
        return true;
    }
    return stored && stored->withdrawn && !this->loading->amendments_known;
}

static int load_row(struct plan_load *this, const struct row_review *review, bool *withdrawn)
{
    struct stored_task *stored = find_task(&this->tasks, review->task->stt);
    *withdrawn = is_withdrawn(this, review, stored);
    if (stored) {
        stored->seen = true;
    }
    _cleanup_(row_texts_clear) struct row_texts texts = {0};
    int err = write_texts(review, &texts);
    if (err == 0) {
        err = hash_row(review, &texts);
    }
    bool was_live = stored && !stored->withdrawn;
    bool same = err == 0 && stored && strcmp(stored->hash, texts.hash) == 0;
    bool stays =
        same && stored->withdrawn == *withdrawn && stored->position == (int)review->position;
    this->row_changed = !stays;
    if (err == 0 && !stays) {
        err = put_task(this, review, *withdrawn, &texts);
    }
    if (err < 0) {
        return err;
    }
    if (stored) {
        stored->withdrawn = *withdrawn;
    }
    if (review->status != READING_UNDERSTOOD && !*withdrawn) {
        this->result->needs_person++;
        err = was_live && same ? 0 : ask_person(this, review);
    }
    if (err < 0 || (*withdrawn && !was_live)) {
        return err;
    }
    if (*withdrawn) {
        return tell_row(this, LOAD_WITHDRAWN, review->task->stt, review->task->content);
    }
    if (was_live && same) {
        this->result->rows.unchanged++;
        this->loading->out->rows.unchanged++;
        return 0;
    }
    return tell_row(this, was_live ? LOAD_CHANGED : LOAD_ADDED, review->task->stt,
                    review->task->content);
}

/* --- its occurrences ---------------------------------------------------------------------------- */

/* The unit that holds a unit's duties today. */
static const char *unit_today(const struct plan_load *this, const struct party *party)
{
    const struct party *now = department_current(this->department, party, this->loading->today);
    return now ? now->id : party->id;
}

static int list_past_due(struct plan_load *this, const char *occurrence)
{
    this->result->past_due++;
    const struct saying saying = {
        .occurrence = occurrence,
        .department = this->plan->department,
        .stage = {STAGE_PAST_DUE, 0},
        .anchor = this->loading->today,
        .role = ROLE_OFFICE,
        .now = this->loading->now,
    };
    return notices_say(this->loading->engine, &saying, &this->office, &this->noticed);
}

static int apply_shares(struct plan_load *this, const struct row_review *review,
                        const struct wanted *whole)
{
    char id[OCCURRENCE_ID_MAX];
    for (size_t i = 0; i < review->lead_units.count; i++) {
        const struct party *party = review->lead_units.items[i];
        struct wanted share = *whole;
        int wrote = snprintf(id, sizeof id, "%s@%s", whole->id, party->id);
        if (wrote < 0 || (size_t)wrote >= sizeof id) {
            return ERR_LIMIT;
        }
        share.id = id;
        share.parent = whole->id;
        share.unit = unit_today(this, party);
        share.has_shares = false;
        int err = loading_apply(this->loading, &this->known, &share, this->result, NULL);
        if (err < 0) {
            return err;
        }
    }
    return 0;
}

static int apply_occurrence(struct plan_load *this, const struct row_review *review,
                            const struct review_occurrence *occurrence)
{
    const struct instance *instance = &occurrence->instance;
    bool shares = review->shares && !instance->waiting;
    const struct known *stored = known_list_find(&this->known, occurrence->id);
    if (stored && stored->dates.outcome == OUTCOME_DONE) {
        shares = shares && stored->has_shares;
    }
    const struct wanted wanted = {
        .id = occurrence->id,
        .department = this->plan->department,
        .plan = this->plan->id,
        .stt = review->task->stt,
        .unit = review->shares || review->lead_units.count == 0
                    ? NULL
                    : unit_today(this, review->lead_units.items[0]),
        .has_shares = shares,
        .kind = occurrence->kind,
        .every = occurrence->every,
        .period = instance->period,
        .label = occurrence->label,
        .start = instance->start,
        .due = instance->due,
        .source = instance->source,
        .waiting = instance->waiting,
        .undated = instance->reason,
        .row_changed = this->row_changed,
    };
    bool past_due = false;
    int err = loading_apply(this->loading, &this->known, &wanted, this->result, &past_due);
    if (err == 0 && shares) {
        err = apply_shares(this, review, &wanted);
    }
    return err == 0 && past_due ? list_past_due(this, occurrence->id) : err;
}

/* --- collecting rounds -------------------------------------------------------------------------- */

static int add_round(struct plan_load *this, const struct row_review *review,
                     const struct review_occurrence *occurrence)
{
    for (size_t i = 0; i < this->rounds.count; i++) {
        if (this->rounds.items[i].act_by == occurrence->act_by) {
            return 0;
        }
    }
    struct round round = {
        .occurrence = strdup(occurrence->id),
        .stt = strdup(review->task->stt),
        .act_by = occurrence->act_by,
        .period = occurrence->instance.period,
        .every = occurrence->every,
        .source = occurrence->instance.source,
    };
    int err =
        round.occurrence && round.stt ? vec_push(&this->rounds, ROUNDS_MAX, round) : ERR_NOMEM;
    if (err < 0) {
        round_clear(&round);
    }
    return err;
}

static int note_rounds(struct plan_load *this, const struct row_review *review)
{
    for (size_t i = 0; i < review->occurrences.count; i++) {
        const struct review_occurrence *occurrence = &review->occurrences.items[i];
        if (occurrence->kind != RULE_CYCLE || occurrence->act_by == DAY_NONE) {
            continue;
        }
        int err = add_round(this, review, occurrence);
        if (err < 0) {
            return err;
        }
    }
    return 0;
}

static void note_leads(struct plan_load *this, const struct row_review *review)
{
    bool always = review->continuous;
    day_t latest = DAY_NONE;
    for (size_t i = 0; i < review->occurrences.count; i++) {
        day_t due = review->occurrences.items[i].instance.due;
        always = always || due == DAY_NONE;
        if (due != DAY_NONE && (latest == DAY_NONE || due > latest)) {
            latest = due;
        }
    }
    for (size_t i = 0; i < review->lead_units.count; i++) {
        struct leads *leads = &this->leads[review->lead_units.items[i] - this->department->parties];
        leads->always = leads->always || always;
        if (latest != DAY_NONE && (leads->latest == DAY_NONE || latest > leads->latest)) {
            leads->latest = latest;
        }
    }
}

static int apply_round(struct plan_load *this, const struct round *round)
{
    const struct settings *settings = this->loading->engine->settings;
    const struct policy *policy = settings_policy(settings, this->plan);
    day_t asked;
    day_t due;
    collect_dates(round->act_by, policy, &settings->holidays, &asked, &due);
    day_t begins = period_first(round->period);
    for (size_t i = 0; i < this->department->count; i++) {
        const struct leads *leads = &this->leads[i];
        if (!leads->always && (leads->latest == DAY_NONE || leads->latest < begins)) {
            continue;
        }
        const struct party *party = &this->department->parties[i];
        char id[OCCURRENCE_ID_MAX];
        int wrote = snprintf(id, sizeof id, "%s/collect@%s", round->occurrence, party->id);
        if (wrote < 0 || (size_t)wrote >= sizeof id) {
            return ERR_LIMIT;
        }
        const struct wanted share = {
            .id = id,
            .department = this->plan->department,
            .plan = this->plan->id,
            .stt = round->stt,
            .parent = round->occurrence,
            .unit = unit_today(this, party),
            .collect = true,
            .kind = RULE_CYCLE,
            .every = round->every,
            .period = round->period,
            .start = asked,
            .due = due,
            .source = round->source,
        };
        int err = loading_apply(this->loading, &this->known, &share, this->result, NULL);
        if (err < 0) {
            return err;
        }
    }
    return 0;
}

/* --- the plan ----------------------------------------------------------------------------------- */

static int each_review(const struct row_review *review, void *arg)
{
    struct plan_load *this = arg;
    bool withdrawn;
    int err = load_row(this, review, &withdrawn);
    if (err < 0 || withdrawn) {
        return err;
    }
    for (size_t i = 0; i < review->occurrences.count && err == 0; i++) {
        err = apply_occurrence(this, review, &review->occurrences.items[i]);
    }
    if (err == 0 && review->report) {
        return note_rounds(this, review);
    }
    note_leads(this, review);
    return err;
}

static int sweep_tasks(struct plan_load *this)
{
    for (size_t i = 0; i < this->tasks.count; i++) {
        struct stored_task *task = &this->tasks.items[i];
        if (task->seen || task->withdrawn) {
            continue;
        }
        _cleanup_(store_task_clear) struct task_row row = {0};
        int err = store_task_get(this->loading->engine->store, this->plan->id, task->stt, &row);
        if (err == 0) {
            row.withdrawn = true;
            err = store_task_put(this->loading->engine->store, &row);
        }
        if (err == 0) {
            err = tell_row(this, LOAD_WITHDRAWN, task->stt, row.content);
        }
        if (err < 0) {
            return err;
        }
    }
    return 0;
}

static bool is_live(const char *stt, void *arg)
{
    const struct plan_load *this = arg;
    const struct stored_task *task = find_task(&this->tasks, stt);
    return task && task->seen && !task->withdrawn;
}

static int put_plan(struct loading *loading, const struct plan *plan, bool *first)
{
    _cleanup_(store_plan_clear) struct plan_row stored = {0};
    int err = store_plan_get(loading->engine->store, plan->id, &stored);
    if (err < 0 && err != ERR_NOT_FOUND) {
        return err;
    }
    *first = err == ERR_NOT_FOUND;
    const struct plan_row row = {
        .id = plan->id,
        .department = plan->department,
        .number = plan->number ? plan->number : "",
        .issued = plan->issued,
        .title = plan->title ? plan->title : "",
        .from_year = plan->from_year,
        .to_year = plan->to_year,
        .regime = plan->regime ? plan->regime : "",
        .policy = plan->policy ? plan->policy : "",
        .file = plan->file ? plan->file : "",
        .content_hash = "",
        .closed = plan->closed,
        .first_loaded = *first ? loading->today : stored.first_loaded,
        .loaded_at = loading->now,
    };
    return store_plan_put(loading->engine->store, &row);
}

static int run(struct plan_load *this)
{
    struct loading *loading = this->loading;
    int err = put_plan(loading, this->plan, &this->result->first);
    if (err == 0) {
        err = recipients_office(loading->engine, this->plan->department, loading->today,
                                &this->office);
    }
    if (err == 0) {
        err = read_tasks(this);
    }
    if (err == 0) {
        err = known_list_read(loading, this->plan->id, &this->known);
    }
    if (err == 0) {
        err = review_plan(loading->engine->settings, this->plan, loading->amendments, each_review,
                          this);
    }
    for (size_t i = 0; i < this->rounds.count && err == 0; i++) {
        err = apply_round(this, &this->rounds.items[i]);
    }
    if (err == 0) {
        err = sweep_tasks(this);
    }
    return err == 0
               ? loading_sweep(loading, &this->known, this->result, this->plan->id, is_live, this)
               : err;
}

int loading_plan(struct loading *loading, const struct plan *plan)
{
    const struct department *department =
        roster_department(&loading->engine->settings->roster, plan->department);
    if (!department) {
        return ERR_NOT_FOUND;
    }
    struct plan_load this = {.loading = loading, .plan = plan, .department = department};
    this.leads = calloc(department->count ? department->count : 1, sizeof this.leads[0]);
    if (!this.leads) {
        return ERR_NOMEM;
    }
    for (size_t i = 0; i < department->count; i++) {
        this.leads[i].latest = DAY_NONE;
    }
    int err = loading_result(loading, plan->id, &this.result);
    if (err == 0) {
        err = run(&this);
    }
    plan_load_clear(&this);
    return err;
}

int loading_withdraw(struct loading *loading, const char *plan)
{
    struct load_plan *result;
    _cleanup_(known_list_clear) struct known_list known = {0};
    _cleanup_(store_plan_clear) struct plan_row row = {0};
    int err = store_plan_get(loading->engine->store, plan, &row);
    if (err == 0) {
        err = loading_result(loading, plan, &result);
    }
    if (err == 0) {
        result->gone = true;
        row.withdrawn = true;
        err = store_plan_put(loading->engine->store, &row);
    }
    if (err == 0) {
        err = known_list_read(loading, plan, &known);
    }
    return err == 0 ? loading_sweep(loading, &known, result, plan, NULL, NULL) : err;
}
