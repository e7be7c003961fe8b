#include "engine/tick.h"

#include <string.h>

#include "base/err.h"
#include "base/i18n.h"
#include "lib/engine/internal.h"
#include "lib/engine/stages.h"
#include "lib/engine/targeting.h"
#include "lib/engine/troubles.h"
#include "schedule/next.h"
#include "store/jobs.h"

/* So many rows in one transaction: a long one would keep a reader of the file waiting. */
#define TICK_BATCH 2000

struct tick {
    struct engine *engine;
    instant_t now;
    struct tick_result result;
};

static int run_monthly(struct tick *tick, const char *department, instant_t *next)
{
    const struct settings *settings = tick->engine->settings;
    day_t day = next_month_list(engine_day(tick->engine, tick->now), &settings->holidays);
    *next = next_stage(day, engine_department_policy(settings, department), settings->utc_offset);
    int err = targeting_follow_department(tick->engine, department, tick->now);
    return err == 0 ? lists_monthly(tick->engine, department, tick->now, &tick->result.notices)
                    : err;
}

static int run_digest(struct tick *tick, const char *department, instant_t *next)
{
    const struct settings *settings = tick->engine->settings;
    const struct policy *policy = engine_department_policy(settings, department);
    if (!policy->digest_office && !policy->digest_director) {
        return 0;
    }
    day_t day = next_week_first(engine_day(tick->engine, tick->now) + 7, &settings->holidays);
    *next = next_stage(day, policy, settings->utc_offset);
    return digest_say(tick->engine, department, tick->now, &tick->result.notices);
}

static int run_job(struct tick *tick, const struct job_row *job)
{
    struct job_row next = {
        .department = job->department,
        .kind = job->kind,
        .subject = job->subject ? job->subject : "",
        .next_at = INSTANT_NONE,
    };
    int err = 0;
    if (strcmp(job->kind, JOB_ADMIN) == 0) {
        err = admin_run(tick->engine, tick->now, &next.next_at, &tick->result.messages);
        return err == 0 ? store_job_put(tick->engine->store, &next) : err;
    }
    if (!roster_department(&tick->engine->settings->roster, job->department)) {
        return store_job_put(tick->engine->store, &next);
    }
    if (!planning_is_open(tick->engine, job->department, tick->now)) {
        next.next_at = planning_open_at(tick->engine, job->department, tick->now);
    } else if (strcmp(job->kind, JOB_MONTHLY) == 0) {
        err = run_monthly(tick, job->department, &next.next_at);
    } else if (strcmp(job->kind, JOB_DIGEST) == 0) {
        err = run_digest(tick, job->department, &next.next_at);
    } else if (strcmp(job->kind, JOB_UNDELIVERED) == 0) {
        err = undelivered_tell(tick->engine, job->department, tick->now, &next.next_at,
                               &tick->result.messages);
    }
    return err == 0 ? store_job_put(tick->engine->store, &next) : err;
}

static int run_jobs(struct tick *tick)
{
    struct job_rows jobs = {0};
    int err = store_jobs_due(tick->engine->store, tick->now, TICK_BATCH, &jobs);
    for (size_t i = 0; i < jobs.count && err == 0; i++) {
        err = run_job(tick, &jobs.items[i]);
    }
    tick->result.more = tick->result.more || jobs.count == TICK_BATCH;
    store_job_rows_clear(&jobs);
    return err;
}

static int run_occurrences(struct tick *tick)
{
    struct occurrence_rows rows = {0};
    int err = store_occurrences_due(tick->engine->store, tick->now, TICK_BATCH, &rows);
    for (size_t i = 0; i < rows.count && err == 0; i++) {
        err = stages_process(tick->engine, &rows.items[i], tick->now, &tick->result.notices,
                             &tick->result.skipped);
        tick->result.occurrences++;
    }
    tick->result.more = tick->result.more || rows.count == TICK_BATCH;
    store_occurrence_rows_clear(&rows);
    return err;
}

static int each_recipient(const char *department, const char *recipient, void *arg)
{
    struct tick *tick = arg;
    return letters_make(tick->engine, department, recipient, tick->now, &tick->result.messages);
}

/* Letters are written only when all of the day's notices stand, so that each gets them all. */
static int run_letters(struct tick *tick)
{
    if (tick->result.more) {
        return 0;
    }
    size_t before = tick->result.messages;
    int err = store_notices_due_recipients(tick->engine->store, tick->now, TICK_BATCH,
                                           each_recipient, tick);
    tick->result.more = tick->result.messages - before >= TICK_BATCH;
    return err;
}

static int run(struct store *store, void *arg)
{
    (void)store;
    struct tick *tick = arg;
    int err = clock_check(tick->engine, tick->now);
    if (err == 0) {
        err = run_jobs(tick);
    }
    if (err == 0) {
        err = run_occurrences(tick);
    }
    if (err == 0) {
        err = run_letters(tick);
    }
    const struct tick_result *result = &tick->result;
    bool idle = result->occurrences + result->notices + result->messages == 0;
    return err < 0 || idle ? err : clock_note(tick->engine, tick->now);
}

int engine_next(struct engine *engine, instant_t *out)
{
    struct store_waiting waiting;
    int err = store_waiting(engine->store, &waiting);
    if (err == 0) {
        *out = next_earlier(next_earlier(waiting.occurrence, waiting.job), waiting.notice);
    }
    return err;
}

int engine_tick(struct engine *engine, instant_t now, struct tick_result *out)
{
    I18N_SPEAK(engine->settings->language);
    struct tick tick = {.engine = engine, .now = now};
    int err = store_run(engine->store, run, &tick);
    if (err == 0) {
        err = engine_next(engine, &tick.result.next);
    }
    if (err < 0) {
        return err;
    }
    *out = tick.result;
    return 0;
}
