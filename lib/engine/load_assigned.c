/* Tasks that arrived during the year, when the config or the calendar has changed. */
#include <string.h>

#include "base/cleanup.h"
#include "base/err.h"
#include "lib/engine/fingerprint.h"
#include "lib/engine/loading.h"
#include "lib/engine/origin.h"

static int replan_one(struct occurrence_row *row, void *arg)
{
    return loading_replan(arg, row);
}

static int replan_all(struct loading *loading, const char *plan)
{
    struct occurrence_filter filter;
    occurrence_filter_init(&filter);
    filter.plan = plan;
    filter.outcomes = 1u << OUTCOME_OPEN;
    return engine_occurrences_each(loading->engine, &filter, replan_one, loading);
}

int loading_assigned(struct loading *loading, const char *plan)
{
    const struct settings *settings = loading->engine->settings;
    const struct department *department = origin_department(settings, plan);
    _cleanup_(store_plan_clear) struct plan_row row = {0};
    char hashes[2 * SIGN_HEX_SIZE];
    if (!department) {
        return 0;
    }
    fingerprint_settings(settings, hashes);
    fingerprint_department(department, loading->today, hashes + strlen(hashes));
    int err = store_plan_get(loading->engine->store, plan, &row);
    if (err < 0 || (!loading->ladders_changed && strcmp(row.fingerprint, hashes) == 0)) {
        return err;
    }
    err = replan_all(loading, plan);
    const char *was = row.fingerprint;
    row.fingerprint = hashes;
    if (err == 0) {
        err = store_plan_loaded(loading->engine->store, &row);
    }
    row.fingerprint = was;
    return err;
}
