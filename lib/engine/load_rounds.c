/* Collecting rounds: what the units give to the reports of a plan. */
#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/err.h"
#include "base/vec.h"
#include "lib/engine/load_plan.h"
#include "schedule/ladder.h"

#define ROUNDS_MAX 20000

static void round_clear(struct round *round)
{
    free(round->occurrence);
    free(round->stt);
}

void rounds_clear(struct rounds *rounds)
{
    vec_clear(rounds, round_clear);
}

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

int load_note_rounds(struct plan_load *this, const struct row_review *review)
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

void load_note_leads(struct plan_load *this, const struct row_review *review)
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
            .unit = load_unit_today(this, party),
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

int load_rounds(struct plan_load *this)
{
    int err = 0;
    for (size_t i = 0; i < this->rounds.count && err == 0; i++) {
        err = apply_round(this, &this->rounds.items[i]);
    }
    return err;
}
