/* The rows of a plan against those stored. */
#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/err.h"
#include "base/sign.h"
#include "base/vec.h"
#include "lib/engine/load_plan.h"

static void task_clear_stored(struct stored_task *task)
{
    free(task->stt);
    free(task->hash);
}

void stored_tasks_clear(struct stored_tasks *tasks)
{
    vec_clear(tasks, task_clear_stored);
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

int load_stored_rows(struct plan_load *this)
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

int load_row(struct plan_load *this, const struct row_review *review, bool *withdrawn)
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

/* --- rows that are gone ------------------------------------------------------------------------- */

int load_sweep_rows(struct plan_load *this)
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

bool load_row_is_live(const char *stt, void *arg)
{
    const struct plan_load *this = arg;
    const struct stored_task *task = find_task(&this->tasks, stt);
    return task && task->seen && !task->withdrawn;
}
