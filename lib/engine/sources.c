#include "lib/engine/sources.h"

#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/err.h"
#include "base/file.h"
#include "import/csv.h"
#include "import/plan.h"
#include "lib/engine/fingerprint.h"

/* So many rows stay in memory between reading amendments and loading; others are read twice. */
#define ROWS_KEPT 50000

void sources_clear(struct sources *sources)
{
    for (size_t i = 0; i < sources->count; i++) {
        plan_clear(&sources->items[i].plan);
    }
    free(sources->items);
    amendments_clear(&sources->amendments);
}

int source_read(struct source *source, struct diag *diag)
{
    if (source->read) {
        return 0;
    }
    plan_clear(&source->plan);
    plan_init(&source->plan);
    int err = import_plan(source->section, &source->plan, diag);
    source->read = err == 0;
    return err;
}

void source_forget(struct source *source)
{
    plan_clear(&source->plan);
    plan_init(&source->plan);
    source->read = false;
}

/* Of the plan's file, and of the others that its section names: these may be missing. */
static int hash_files(const struct plan *section, char out[static SIGN_HEX_SIZE])
{
    char own[SIGN_HEX_SIZE];
    char targets[SIGN_HEX_SIZE] = "";
    struct sign_hash hash;
    int err = file_hash(section->file, CSV_MAX_FILE, NULL, own);
    if (err < 0) {
        return err;
    }
    if (section->targets && *section->targets != '\0' &&
        file_hash(section->targets, CSV_MAX_FILE, NULL, targets) == ERR_NOMEM) {
        return ERR_NOMEM;
    }
    sign_hash_begin(&hash);
    sign_hash_add(&hash, own, sizeof own);
    sign_hash_add(&hash, targets, strlen(targets));
    sign_hash_end_hex(&hash, out);
    return 0;
}

bool source_is_still(const struct source *source)
{
    char now[SIGN_HEX_SIZE];
    return hash_files(source->section, now) == 0 && strcmp(source->file, now) == 0;
}

/* --- what has changed --------------------------------------------------------------------------- */

/* Hashes of departments, made once each. */
struct hashes {
    char settings[SIGN_HEX_SIZE];
    char (*departments)[SIGN_HEX_SIZE]; /* "": not made yet */
};

static void hash_source(const struct settings *settings, day_t today, struct hashes *hashes,
                        struct source *source)
{
    const struct plan *section = source->section;
    const struct department *department = roster_department(&settings->roster, section->department);
    if (!department || hash_files(section, source->file) < 0) {
        return;
    }
    char *made = hashes->departments[department - settings->roster.departments];
    if (*made == '\0') {
        fingerprint_department(department, today, made);
    }
    fingerprint_plan(hashes->settings, made, section, source->file, source->own);
}

/* A clock that was ahead at the last load may have left out what was past due then. */
static bool is_as_loaded(const struct engine *engine, const struct source *source,
                         const struct plan_row *row, day_t today)
{
    return *source->own != '\0' && !row->withdrawn && engine_day(engine, row->loaded_at) <= today &&
           strcmp(row->fingerprint, source->own) == 0;
}

static int compare_source(struct engine *engine, day_t today, struct source *source)
{
    _cleanup_(store_plan_clear) struct plan_row row = {0};
    int err = store_plan_get(engine->store, source->section->id, &row);
    if (err < 0) {
        source->changed = true;
        return err == ERR_NOT_FOUND ? 0 : err;
    }
    source->changed = source->changed || !is_as_loaded(engine, source, &row, today);
    source->live_rows = row.live_rows;
    source->unsettled_rows = row.unsettled_rows;
    source->occurrences = row.occurrences;
    snprintf(source->amendments, sizeof source->amendments, "%s", row.amendments);
    return 0;
}

static int compare_sources(struct engine *engine, day_t today, struct sources *sources)
{
    const struct settings *settings = engine->settings;
    struct hashes hashes = {0};
    size_t departments = settings->roster.count ? settings->roster.count : 1;
    hashes.departments = calloc(departments, sizeof hashes.departments[0]);
    if (!hashes.departments) {
        return ERR_NOMEM;
    }
    fingerprint_settings(settings, hashes.settings);
    int err = 0;
    for (size_t i = 0; i < sources->count && err == 0; i++) {
        hash_source(settings, today, &hashes, &sources->items[i]);
        err = compare_source(engine, today, &sources->items[i]);
    }
    free(hashes.departments);
    return err;
}

/* --- what they amend ---------------------------------------------------------------------------- */

static int read_amendments(struct sources *sources, struct source *source, struct diag *diag)
{
    int err = source_read(source, diag);
    if (err == ERR_NOMEM) {
        return err;
    }
    if (err < 0) {
        const char *amends = source->section->amends;
        source->faulty = true;
        sources->amendments_known = sources->amendments_known && !(amends && *amends != '\0');
        return 0;
    }
    err = amendments_add(&sources->amendments, &source->plan, diag);
    sources->rows_kept += source->plan.count;
    if (!source->changed || sources->rows_kept > ROWS_KEPT) {
        sources->rows_kept -= source->plan.count;
        source_forget(source);
    }
    return err;
}

/* Of the amendments to rows of the plan, which stand together: they are sorted. */
static void hash_amendments(const struct sources *sources, const char *id,
                            char out[static SIGN_HEX_SIZE])
{
    const struct amendments *all = &sources->amendments;
    size_t len = strlen(id);
    size_t found = 0;
    struct sign_hash hash;
    sign_hash_begin(&hash);
    for (size_t i = 0; i < all->count; i++) {
        const struct amendment *one = &all->items[i];
        if (strncmp(one->target, id, len) == 0 && one->target[len] == '/') {
            found++;
            sign_hash_add(&hash, one->target, strlen(one->target) + 1);
            sign_hash_add(&hash, one->by, strlen(one->by) + 1);
        }
    }
    sign_hash_end_hex(&hash, out);
    if (found == 0) {
        *out = '\0';
    }
}

static int compare_amendments(struct sources *sources, struct diag *diag)
{
    int err = 0;
    for (size_t i = 0; i < sources->count && err == 0; i++) {
        err = read_amendments(sources, &sources->items[i], diag);
    }
    amendments_sort(&sources->amendments);
    for (size_t i = 0; i < sources->count && err == 0; i++) {
        struct source *source = &sources->items[i];
        char now[SIGN_HEX_SIZE];
        hash_amendments(sources, source->section->id, now);
        source->changed = source->changed || strcmp(source->amendments, now) != 0;
        memcpy(source->amendments, now, sizeof now);
    }
    return err;
}

int sources_examine(struct engine *engine, day_t today, bool all, bool gone, struct diag *diag,
                    struct sources *out)
{
    const struct settings *settings = engine->settings;
    out->items = calloc(settings->plan_count ? settings->plan_count : 1, sizeof out->items[0]);
    if (!out->items) {
        return ERR_NOMEM;
    }
    out->amendments_known = true;
    for (size_t i = 0; i < settings->plan_count; i++) {
        out->items[i].section = &settings->plans[i];
        out->items[i].changed = all;
        plan_init(&out->items[i].plan);
        out->count++;
    }
    int err = compare_sources(engine, today, out);
    bool changed = gone;
    for (size_t i = 0; i < out->count; i++) {
        changed = changed || out->items[i].changed;
    }
    return err == 0 && changed ? compare_amendments(out, diag) : err;
}
