#include "engine/load.h"

#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/err.h"
#include "base/sign.h"
#include "base/vec.h"
#include "import/targets.h"
#include "lib/engine/loading.h"
#include "lib/engine/origin.h"

static void load_plan_clear(struct load_plan *plan)
{
    free(plan->id);
}

static void load_item_clear(struct load_item *item)
{
    free(item->plan);
    free(item->stt);
    free(item->occurrence);
    free(item->content);
}

void load_difference_clear(struct load_difference *difference)
{
    if (!difference) {
        return;
    }
    for (size_t i = 0; i < difference->plan_count; i++) {
        load_plan_clear(&difference->plans[i]);
    }
    free(difference->plans);
    vec_clear(difference, load_item_clear);
    *difference = (struct load_difference){0};
}

const char *load_kind_name(enum load_kind kind)
{
    switch (kind) {
    case LOAD_ADDED:
        return "added";
    case LOAD_CHANGED:
        return "changed";
    case LOAD_WITHDRAWN:
        return "withdrawn";
    }
    return "";
}

/* --- plans that are gone ------------------------------------------------------------------------ */

struct gone {
    const struct settings *settings;
    struct strings ids;
    struct strings assigned;
};

/* Work that was assigned has no plan in any config. */
static int each_plan(const struct plan_row *row, void *arg)
{
    struct gone *gone = arg;
    if (origin_is_plan(row->id)) {
        return strings_add(&gone->assigned, row->id);
    }
    bool stays = row->withdrawn || settings_plan(gone->settings, row->id);
    return stays ? 0 : strings_add(&gone->ids, row->id);
}

static void gone_clear(struct gone *gone)
{
    strings_clear(&gone->ids);
    strings_clear(&gone->assigned);
}

/* Withdraws those, and plans assigned work anew. */
static int withdraw_gone(struct loading *loading, const struct gone *gone)
{
    int err = 0;
    for (size_t i = 0; i < gone->ids.count && err == 0; i++) {
        err = loading_withdraw(loading, gone->ids.items[i]);
    }
    for (size_t i = 0; i < gone->assigned.count && err == 0; i++) {
        err = loading_assigned(loading, gone->assigned.items[i]);
    }
    return err;
}

/* --- the whole ---------------------------------------------------------------------------------- */

static int note_load(struct loading *loading)
{
    const struct load_difference *out = loading->out;
    struct detail detail;
    detail_init(&detail);
    detail_int(&detail, "rows_added", (int64_t)out->rows.added);
    detail_int(&detail, "rows_changed", (int64_t)out->rows.changed);
    detail_int(&detail, "rows_withdrawn", (int64_t)out->rows.withdrawn);
    detail_int(&detail, "targets_added", (int64_t)out->targets.added);
    detail_int(&detail, "targets_changed", (int64_t)out->targets.changed);
    detail_int(&detail, "targets_withdrawn", (int64_t)out->targets.withdrawn);
    detail_int(&detail, "faulty", (int64_t)out->faulty);
    const struct note note = {.at = loading->now, .kind = "load", .author = loading->author};
    return note_write(loading->engine, &note, &detail);
}

int loading_result(struct loading *loading, const char *id, struct load_plan **out)
{
    struct load_difference *difference = loading->out;
    if (difference->plan_count == difference->plan_capacity) {
        size_t capacity = difference->plan_capacity ? difference->plan_capacity * 2 : 8;
        void *grown = reallocarray(difference->plans, capacity, sizeof difference->plans[0]);
        if (!grown) {
            return ERR_NOMEM;
        }
        difference->plans = grown;
        difference->plan_capacity = capacity;
    }
    struct load_plan plan = {.id = strdup(id)};
    if (!plan.id) {
        return ERR_NOMEM;
    }
    difference->plans[difference->plan_count] = plan;
    *out = &difference->plans[difference->plan_count++];
    return 0;
}

static int add_faulty(struct loading *loading, const char *id)
{
    struct load_plan *plan;
    int err = loading_result(loading, id, &plan);
    if (err == 0) {
        plan->faulty = true;
        loading->out->faulty++;
    }
    return err;
}

/* Nothing that it depends on is other than at its last load. */
static int pass_over(struct loading *loading, const struct source *source)
{
    struct load_plan *plan;
    int err = loading_result(loading, source->section->id, &plan);
    if (err == 0) {
        plan->same = true;
        plan->needs_person = (size_t)source->unsettled_rows;
        plan->rows.unchanged = (size_t)source->live_rows;
        plan->occurrences.unchanged = (size_t)source->occurrences;
        loading->out->rows.unchanged += plan->rows.unchanged;
        loading->out->occurrences.unchanged += plan->occurrences.unchanged;
    }
    return err;
}

/* A faulty file of targets leaves the plan's rows as good as they are. */
static int read_targets(const struct plan *plan, struct diag *diag, struct targets *out,
                        bool *faulty)
{
    if (!plan->targets || plan->targets[0] == '\0') {
        return 0;
    }
    int err = import_targets(plan, out, diag);
    *faulty = err != 0;
    return err == ERR_NOMEM ? err : 0;
}

static int load_source(struct loading *loading, struct source *source)
{
    if (!source->changed) {
        return pass_over(loading, source);
    }
    int err = source->faulty ? ERR_FORMAT : source_read(source, loading->diag);
    if (err < 0) {
        return err == ERR_NOMEM ? err : add_faulty(loading, source->section->id);
    }
    _cleanup_(targets_clear) struct targets targets = {0};
    bool faulty = false;
    err = read_targets(&source->plan, loading->diag, &targets, &faulty);
    if (err == 0) {
        err = loading_plan(loading, source, faulty ? NULL : &targets);
    }
    source_forget(source);
    return err;
}

static int load_sources(struct loading *loading, const struct gone *gone)
{
    _cleanup_(sources_clear) struct sources sources = {0};
    int err = sources_examine(loading->engine, loading->today, loading->ladders_changed,
                              gone->ids.count > 0, loading->diag, &sources);
    loading->amendments = &sources.amendments;
    loading->amendments_known = sources.amendments_known;
    for (size_t i = 0; i < sources.count && err == 0; i++) {
        err = load_source(loading, &sources.items[i]);
    }
    loading->amendments = NULL;
    return err;
}

static int load_all(struct loading *loading)
{
    _cleanup_(gone_clear) struct gone gone = {.settings = loading->engine->settings};
    int err = store_plans_each(loading->engine->store, each_plan, &gone);
    if (err == 0) {
        err = load_sources(loading, &gone);
    }
    if (err == 0) {
        err = withdraw_gone(loading, &gone);
    }
    if (err == 0) {
        err = jobs_plan(loading->engine, loading->now);
    }
    return err == 0 ? note_load(loading) : err;
}

/* --- what the ladders hang on ----------------------------------------------------------------------- */

#define LADDERS "ladders"

static int write_steps(const struct ladder_steps *steps, struct buf *out)
{
    int err = 0;
    for (size_t i = 0; i < steps->count && err == 0; i++) {
        err = buf_printf(out, "%d ", steps->before[i]);
    }
    return err == 0 ? buf_puts(out, ";") : err;
}

static int write_policy(const struct policy *policy, struct buf *out)
{
    int err = buf_printf(out, "%s %d %d %d %d %d %d %d %d;", policy->name, policy->overdue_days,
                         policy->overdue_weeks, policy->half_way_over, policy->escalate_head,
                         policy->escalate_office, policy->escalate_deputy,
                         policy->escalate_director, (int)policy->roll);
    err = err ? err : write_steps(&policy->week, out);
    err = err ? err : write_steps(&policy->month, out);
    err = err ? err : write_steps(&policy->other, out);
    return err ? err : write_steps(&policy->coordinating, out);
}

/* The days that are not as the week has them, in all years that the table knows of, in the plans' and
 * the ones next to them: what was assigned or started runs after its plan's years. */
static int write_days(const struct engine *engine, struct buf *out)
{
    const struct settings *settings = engine->settings;
    int first = CIVIL_MAX_YEAR;
    int last = CIVIL_MIN_YEAR;
    int err = 0;
    for (size_t i = 0; i < settings->plan_count; i++) {
        const struct plan *plan = &settings->plans[i];
        first = plan->from_year < first ? plan->from_year : first;
        last = plan->to_year > last ? plan->to_year : last;
    }
    if (settings->holidays.count > 0) {
        const struct holiday_entry *entries = settings->holidays.entries;
        int earliest = civil_from_day(entries[0].day).year;
        int latest = civil_from_day(entries[settings->holidays.count - 1].day).year;
        first = earliest < first ? earliest : first;
        last = latest > last ? latest : last;
    }
    first = first > CIVIL_MIN_YEAR ? first - 1 : first;
    last = last < CIVIL_MAX_YEAR ? last + 1 : last;
    day_t end = civil_to_day(last, 12, 31);
    for (day_t day = civil_to_day(first, 1, 1); day <= end && err == 0; day++) {
        bool usual = civil_weekday(day) < SATURDAY;
        if (workday_is(&settings->holidays, day) != usual) {
            err = buf_printf(out, "%d ", (int)day);
        }
    }
    return err;
}

static int write_levels(const struct settings *settings, struct buf *out)
{
    int err = 0;
    for (size_t i = 0; i < settings->roster.count && err == 0; i++) {
        const struct department *department = &settings->roster.departments[i];
        size_t deputies = department->deputy.count;
        for (size_t j = 0; j < department->count; j++) {
            deputies += department->parties[j].deputy.count;
        }
        err = buf_printf(out, "%s %d %d;", department->id, deputies > 0,
                         department->director.count > 0);
        if (err == 0 && department->assigned_policy) {
            err = buf_printf(out, "giao %s;", department->assigned_policy);
        }
    }
    for (size_t i = 0; i < settings->plan_count && err == 0; i++) {
        const struct plan *plan = &settings->plans[i];
        err = buf_printf(out, "%s %d %s;", plan->id, (int)plan->closed,
                         plan->policy ? plan->policy : "");
    }
    return err;
}

/* Whether ladders may run otherwise than at the last load. Remembers how they run now. */
static int compare_ladders(struct loading *loading)
{
    struct engine *engine = loading->engine;
    _cleanup_buf_ struct buf text = {0};
    _cleanup_buf_ struct buf before = {0};
    char hex[SIGN_HEX_SIZE];
    buf_init(&text, (size_t)16 << 20);
    buf_init(&before, 1000);
    int err = write_levels(engine->settings, &text);
    for (size_t i = 0; i < engine->settings->policy_count && err == 0; i++) {
        err = write_policy(&engine->settings->policies[i], &text);
    }
    if (err == 0) {
        err = write_days(engine, &text);
    }
    if (err < 0) {
        return err;
    }
    sign_sha256_hex(buf_str(&text), text.len, hex);
    err = store_meta_get(engine->store, LADDERS, &before);
    if (err < 0 && err != ERR_NOT_FOUND) {
        return err;
    }
    loading->ladders_changed = err == ERR_NOT_FOUND || strcmp(buf_str(&before), hex) != 0;
    return loading->ladders_changed ? store_meta_put(engine->store, LADDERS, hex) : 0;
}

/* What becomes of what a load wrote. */
enum keeping { KEEP, KEEP_FAULTLESS, KEEP_NOTHING };

static int load(struct loading *loading)
{
    int err = clock_check(loading->engine, loading->now);
    if (err == 0) {
        err = compare_ladders(loading);
    }
    if (err == 0) {
        err = load_all(loading);
    }
    return err == 0 ? clock_note(loading->engine, loading->now) : err;
}

static int load_and(enum keeping keeping, struct engine *engine, instant_t now, const char *author,
                    struct load_difference *out, struct diag *diag)
{
    struct load_difference difference = {0};
    struct loading loading = {
        .engine = engine,
        .now = now,
        .today = engine_day(engine, now),
        .author = author,
        .out = &difference,
        .diag = diag,
    };
    int err = store_txn_begin(engine->store);
    if (err < 0) {
        return err;
    }
    struct engine_reviews reviews;
    letters_reviews_begin(engine, &reviews);
    err = load(&loading);
    int reviewed = letters_reviews_end(engine, now, err == 0 && keeping != KEEP_NOTHING);
    err = err < 0 ? err : reviewed;
    if (err == 0 && keeping == KEEP_FAULTLESS && difference.faulty > 0) {
        err = ERR_FORMAT;
    }
    if (err == 0 && keeping != KEEP_NOTHING) {
        err = store_txn_commit(engine->store);
    } else {
        store_txn_rollback(engine->store);
    }
    if (err < 0) {
        load_difference_clear(&difference);
        return err;
    }
    *out = difference;
    return 0;
}

int engine_load(struct engine *engine, instant_t now, const char *author, bool dry_run,
                struct load_difference *out, struct diag *diag)
{
    return load_and(dry_run ? KEEP_NOTHING : KEEP, engine, now, author, out, diag);
}

int engine_load_faultless(struct engine *engine, instant_t now, const char *author,
                          struct load_difference *out, struct diag *diag)
{
    return load_and(KEEP_FAULTLESS, engine, now, author, out, diag);
}
