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
    free(status->departments);
    *status = (struct engine_status){0};
}

static int count_plans(struct engine *engine, struct status_department *out)
{
    const struct settings *settings = engine->settings;
    for (size_t i = 0; i < settings->plan_count; i++) {
        if (strcmp(settings->plans[i].department, out->id) != 0) {
            continue;
        }
        int64_t live;
        int64_t unsettled;
        int err = store_tasks_count(engine->store, settings->plans[i].id, &live, &unsettled);
        if (err < 0) {
            return err;
        }
        out->plans++;
        out->rows += live;
        out->needs_person += unsettled;
    }
    return 0;
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

static int add_department(struct engine *engine, const struct department *department,
                          struct engine_status *status)
{
    const struct policy *policy = engine_department_policy(engine->settings, department->id);
    struct status_department one = {.id = department->id, .name = department->name};
    int err = count_plans(engine, &one);
    if (err == 0) {
        day_t soon = workday_shift(&engine->settings->holidays, status->today, policy->due_soon);
        err =
            store_open_counts(engine->store, department->id, NULL, status->today, soon, &one.open);
    }
    if (err == 0) {
        status->departments[status->count++] = one;
    }
    return err;
}

int engine_status(struct engine *engine, instant_t now, struct engine_status *out)
{
    const struct roster *roster = &engine->settings->roster;
    struct engine_status status = {.today = engine_day(engine, now)};
    status.departments = calloc(roster->count ? roster->count : 1, sizeof status.departments[0]);
    int err = status.departments ? store_outbox_count(engine->store, &status.outbox) : ERR_NOMEM;
    if (err == 0) {
        err = store_waiting(engine->store, &status.waiting);
    }
    for (size_t i = 0; i < roster->count && err == 0; i++) {
        err = add_department(engine, &roster->departments[i], &status);
    }
    if (err == 0) {
        const struct target_filter all = {0};
        err = engine_targets_each(engine, &all, status.today, count_target, &status);
    }
    if (err < 0) {
        engine_status_clear(&status);
        return err;
    }
    *out = status;
    return 0;
}
