#include "engine/status.h"

#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "engine/targets.h"
#include "model/roster.h"
#include "store/plans.h"

void engine_status_clear(struct engine_status *status)
{
    if (!status) {
        return;
    }
    for (size_t i = 0; i < status->count; i++) {
        free(status->departments[i].id);
        free(status->departments[i].name);
    }
    free(status->departments);
    *status = (struct engine_status){0};
}

void status_walk_clear(struct status_walk *walk)
{
    if (walk) {
        engine_status_clear(&walk->status);
        free(walk->unit);
        *walk = (struct status_walk){0};
    }
}

static int list_departments(const struct roster *roster, struct engine_status *out)
{
    out->departments = calloc(roster->count ? roster->count : 1, sizeof out->departments[0]);
    for (size_t i = 0; i < roster->count && out->departments; i++) {
        struct status_department *one = &out->departments[out->count++];
        one->id = strdup(roster->departments[i].id);
        one->name = strdup(roster->departments[i].name);
        if (!one->id || !one->name) {
            return ERR_NOMEM;
        }
    }
    return out->departments ? 0 : ERR_NOMEM;
}

int status_begin(struct engine *engine, instant_t now, struct status_walk *out)
{
    struct status_walk walk = {.status = {.today = engine_day(engine, now)}};
    int err = list_departments(&engine->settings->roster, &walk.status);
    if (err == 0) {
        err = store_outbox_count(engine->store, &walk.status.outbox);
    }
    if (err == 0) {
        err = store_waiting(engine->store, &walk.status.waiting);
    }
    if (err < 0) {
        status_walk_clear(&walk);
        return err;
    }
    *out = walk;
    return 0;
}

static int count_plan(struct engine *engine, const struct plan *plan, struct status_department *out)
{
    int64_t live;
    int64_t unsettled;
    if (strcmp(plan->department, out->id) != 0) {
        return 0;
    }
    int err = store_tasks_count(engine->store, plan->id, &live, &unsettled);
    if (err == 0) {
        out->plans++;
        out->rows += live;
        out->needs_person += unsettled;
    }
    return err;
}

/* unit NULL: what several do as one. */
static int count_unit(struct engine *engine, const char *unit, day_t today,
                      struct status_department *out)
{
    const struct policy *policy = engine_department_policy(engine->settings, out->id);
    day_t soon = workday_shift(&engine->settings->holidays, today, policy->due_soon);
    struct open_counts counts = {0};
    int err = store_open_counts(engine->store, out->id, unit, today, soon, &counts);
    out->open.overdue += counts.overdue;
    out->open.due_soon += counts.due_soon;
    out->open.later += counts.later;
    out->open.undated += counts.undated;
    return err;
}

static int count_target(const struct target_view *view, void *arg)
{
    struct engine_status *status = arg;
    for (size_t i = 0; i < status->count; i++) {
        if (strcmp(status->departments[i].id, view->department) == 0) {
            status->departments[i].targets[view->pace.state]++;
        }
    }
    return 0;
}

/* The next unit, or the next department. */
static int next_unit(struct engine *engine, struct status_walk *walk)
{
    struct status_department *department = &walk->status.departments[walk->department];
    char *unit = NULL;
    int err = store_open_unit_after(engine->store, department->id, walk->unit, &unit);
    if (err < 0) {
        return err;
    }
    free(walk->unit);
    walk->unit = unit;
    if (unit) {
        return count_unit(engine, unit, walk->status.today, department);
    }
    err = count_unit(engine, NULL, walk->status.today, department);
    walk->department++;
    walk->plan = 0;
    return err;
}

int status_go_on(struct engine *engine, struct status_walk *walk)
{
    struct engine_status *status = &walk->status;
    if (walk->department == status->count) {
        const struct target_filter all = {0};
        return engine_targets_each(engine, &all, status->today, count_target, status);
    }
    int err = walk->plan < engine->settings->plan_count
                  ? count_plan(engine, &engine->settings->plans[walk->plan++],
                               &status->departments[walk->department])
                  : next_unit(engine, walk);
    return err < 0 ? err : 1;
}

int engine_status(struct engine *engine, instant_t now, struct engine_status *out)
{
    struct status_walk walk = {0};
    int more = status_begin(engine, now, &walk);
    for (more = more < 0 ? more : 1; more > 0;) {
        more = status_go_on(engine, &walk);
    }
    if (more == 0) {
        *out = walk.status;
        walk.status = (struct engine_status){0};
    }
    status_walk_clear(&walk);
    return more;
}
