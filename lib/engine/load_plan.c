/* One plan into the store: its rows, their occurrences, its collecting rounds. */
#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/err.h"
#include "base/i18n.h"
#include "lib/engine/load_plan.h"

static void plan_load_clear(struct plan_load *this)
{
    known_list_clear(&this->known);
    stored_tasks_clear(&this->tasks);
    rounds_clear(&this->rounds);
    free(this->leads);
    recipients_clear(&this->office);
}

/* --- its occurrences ---------------------------------------------------------------------------- */

const char *load_unit_today(const struct plan_load *this, const struct party *party)
{
    const struct party *now = department_current(this->department, party, this->loading->today);
    return now ? now->id : party->id;
}

int load_list_past_due(struct plan_load *this, const char *occurrence)
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
        share.unit = load_unit_today(this, party);
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
        .unit = review->lead_units.count == 1 ? load_unit_today(this, review->lead_units.items[0])
                                              : NULL,
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
    return err == 0 && past_due ? load_list_past_due(this, occurrence->id) : err;
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
        return load_note_rounds(this, review);
    }
    load_note_leads(this, review);
    return err;
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
        err = load_stored_rows(this);
    }
    if (err == 0) {
        err = known_list_read(loading, this->plan->id, &this->known);
    }
    if (err == 0) {
        I18N_SPEAK(loading->engine->settings->language); /* what a person is asked is stored */
        err = review_plan(loading->engine->settings, this->plan, loading->amendments, each_review,
                          this);
    }
    if (err == 0) {
        err = load_rounds(this);
    }
    if (err == 0) {
        err = load_sweep_rows(this);
    }
    return err;
}

/* After its rows: its targets with what they ask for, and what is not wanted any more. */
static int run_targets(struct plan_load *this, const struct targets *targets)
{
    struct loading *loading = this->loading;
    int err = 0;
    if (targets) {
        err = loading_targets(loading, this->plan->id, targets, this->result);
    } else {
        this->result->targets_faulty = true;
        loading->out->faulty++;
    }
    if (err == 0) {
        err = load_asks(this);
    }
    if (err == 0) {
        err = loading_sweep(loading, &this->known, this->result, this->plan->id, load_row_is_live,
                            this);
    }
    return err == 0 ? load_follow_targets(this) : err;
}

/* Remembers what the load hung on, unless that is not certain. */
static int remember(const struct plan_load *this, const struct source *source)
{
    const struct load_plan *result = this->result;
    const struct load_counts *rows = &result->rows;
    const struct load_counts *occurrences = &result->occurrences;
    bool certain =
        this->loading->amendments_known && !result->targets_faulty && source_is_still(source);
    const struct plan_row row = {
        .id = this->plan->id,
        .content_hash = source->file,
        .fingerprint = certain ? source->own : "",
        .amendments = source->amendments,
        .live_rows = (int)(rows->added + rows->changed + rows->unchanged),
        .unsettled_rows = (int)result->needs_person,
        .occurrences = (int)(occurrences->added + occurrences->changed + occurrences->unchanged),
    };
    return store_plan_loaded(this->loading->engine->store, &row);
}

int loading_plan(struct loading *loading, const struct source *source,
                 const struct targets *targets)
{
    const struct plan *plan = &source->plan;
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
    if (err == 0) {
        err = run_targets(&this, targets);
    }
    if (err == 0) {
        err = remember(&this, source);
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
        row.fingerprint = "";
        err = store_plan_put(loading->engine->store, &row);
    }
    if (err == 0) {
        err = known_list_read(loading, plan, &known);
    }
    if (err == 0) {
        err = loading_sweep(loading, &known, result, plan, NULL, NULL);
    }
    const struct targets none = {0};
    return err == 0 ? loading_targets(loading, plan, &none, result) : err;
}
