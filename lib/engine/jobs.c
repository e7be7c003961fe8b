#include "store/jobs.h"

#include <string.h>

#include "base/err.h"
#include "lib/engine/internal.h"
#include "schedule/next.h"

/* When a department's job was planned for; INSTANT_NONE. */
static int stored_job(struct engine *engine, const char *department, const char *kind,
                      instant_t *out)
{
    struct job_rows jobs = {0};
    int err = store_jobs_list(engine->store, department, &jobs);
    *out = INSTANT_NONE;
    for (size_t i = 0; i < jobs.count; i++) {
        if (strcmp(jobs.items[i].kind, kind) == 0) {
            *out = jobs.items[i].next_at;
        }
    }
    store_job_rows_clear(&jobs);
    return err;
}

static int plan_monthly(struct engine *engine, const char *department, instant_t now)
{
    const struct settings *settings = engine->settings;
    day_t today = engine_day(engine, now);
    instant_t stored;
    int err = stored_job(engine, department, JOB_MONTHLY, &stored);
    if (err < 0 || (stored != INSTANT_NONE && stored <= now)) {
        return err; /* due: the next tick does it */
    }
    day_t of = stored != INSTANT_NONE ? offset_day(stored, settings->utc_offset) : today;
    day_t day = next_month_first(of, &settings->holidays);
    day_t next = next_month_list(today, &settings->holidays);
    if (day < today || day > next) {
        day = next;
    }
    const struct job_row job = {
        .department = department,
        .kind = JOB_MONTHLY,
        .subject = "",
        .next_at =
            next_stage(day, engine_department_policy(settings, department), settings->utc_offset),
    };
    return store_job_put(engine->store, &job);
}

/* The same of the weekly digest, where anybody is to have it. */
static int plan_digest(struct engine *engine, const char *department, instant_t now)
{
    const struct settings *settings = engine->settings;
    const struct policy *policy = engine_department_policy(settings, department);
    day_t today = engine_day(engine, now);
    instant_t stored;
    if (!policy->digest_office && !policy->digest_director) {
        return store_job_remove(engine->store, department, JOB_DIGEST, "");
    }
    int err = stored_job(engine, department, JOB_DIGEST, &stored);
    if (err < 0 || (stored != INSTANT_NONE && stored <= now)) {
        return err;
    }
    day_t of = stored != INSTANT_NONE ? offset_day(stored, settings->utc_offset) : today;
    day_t day = next_week_first(of, &settings->holidays);
    day_t next = next_week_first(today + 7, &settings->holidays);
    if (day < today || day > next) {
        day = next;
    }
    const struct job_row job = {
        .department = department,
        .kind = JOB_DIGEST,
        .subject = "",
        .next_at = next_stage(day, policy, settings->utc_offset),
    };
    return store_job_put(engine->store, &job);
}

int jobs_plan(struct engine *engine, instant_t now)
{
    const struct roster *roster = &engine->settings->roster;
    for (size_t i = 0; i < roster->count; i++) {
        int err = plan_monthly(engine, roster->departments[i].id, now);
        if (err == 0) {
            err = plan_digest(engine, roster->departments[i].id, now);
        }
        if (err < 0) {
            return err;
        }
    }
    return 0;
}
