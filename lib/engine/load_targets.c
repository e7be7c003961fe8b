/* The targets of one plan into the store. */
#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/err.h"
#include "lib/engine/loading.h"
#include "lib/engine/targeting.h"

/* The targets of a plan under way. */
struct target_load {
    struct loading *loading;
    const char *plan;
    struct load_plan *result;
    struct target_rows stored;
    bool *seen; /* of each stored one */
};

static const struct target_row *find_stored(struct target_load *this, const char *id)
{
    for (size_t i = 0; i < this->stored.count; i++) {
        if (strcmp(this->stored.items[i].id, id) == 0) {
            this->seen[i] = true;
            return &this->stored.items[i];
        }
    }
    return NULL;
}

/* "≥ 30 %" */
static int asks(const struct target *target, struct buf *out)
{
    buf_init(out, 1000);
    return target_print(target, out);
}

static int note_change(struct target_load *this, const char *kind, const char *id,
                       const struct target *old, const struct target *now)
{
    struct detail detail;
    _cleanup_buf_ struct buf before = {0};
    _cleanup_buf_ struct buf after = {0};
    int err = old ? asks(old, &before) : 0;
    err = err || !now ? err : asks(now, &after);
    if (err < 0) {
        return err;
    }
    detail_init(&detail);
    detail_text(&detail, "old", buf_str(&before));
    detail_text(&detail, "target", buf_str(&after));
    const struct note note = {.at = this->loading->now,
                              .kind = kind,
                              .occurrence = id,
                              .author = this->loading->author};
    return note_write(this->loading->engine, &note, &detail);
}

/* A row that another plan withdraws takes its targets with it. */
static int row_is_withdrawn(struct target_load *this, const char *stt, bool *out)
{
    _cleanup_(store_task_clear) struct task_row task = {0};
    int err = store_task_get(this->loading->engine->store, this->plan, stt, &task);
    *out = err == ERR_NOT_FOUND || (err == 0 && task.withdrawn);
    return err == ERR_NOT_FOUND ? 0 : err;
}

static int put(struct target_load *this, const struct target *target, const char *id, int position,
               const struct target_row *stored)
{
    bool withdrawn;
    int err = row_is_withdrawn(this, target->stt, &withdrawn);
    if (err < 0) {
        return err;
    }
    struct load_counts *counts = &this->result->targets;
    struct load_counts *sums = &this->loading->out->targets;
    const struct target before = stored ? targeting_model(stored) : (struct target){0};
    bool was_live = stored && !stored->withdrawn;
    bool same = stored && target_equal(&before, target) && was_live == !withdrawn;
    if (same && stored->position == position) {
        counts->unchanged += was_live;
        sums->unchanged += was_live;
        return 0;
    }
    const struct target_row row = {
        .id = id,
        .code = target->code,
        .plan = target->plan,
        .stt = target->stt,
        .position = position,
        .indicator = target->indicator,
        .comparator = target->comparator,
        .value = target->value,
        .unit = target->unit,
        .per = target->per,
        .from_year = target->from_year,
        .to_year = target->to_year,
        .verbatim = target->verbatim,
        .ceiling = target->ceiling,
        .created = stored ? stored->created : this->loading->today,
        .withdrawn = withdrawn,
    };
    err = store_target_put(this->loading->engine->store, &row);
    if (err < 0 || (!was_live && withdrawn)) {
        return err;
    }
    if (same) {
        counts->unchanged++;
        sums->unchanged++;
        return 0;
    }
    enum load_kind kind = withdrawn ? LOAD_WITHDRAWN : was_live ? LOAD_CHANGED : LOAD_ADDED;
    loading_count(counts, sums, kind);
    static const char *const KINDS[] = {
        [LOAD_ADDED] = "target_added",
        [LOAD_CHANGED] = "target_changed",
        [LOAD_WITHDRAWN] = "target_withdrawn",
    };
    return note_change(this, KINDS[kind], id, stored ? &before : NULL, withdrawn ? NULL : target);
}

static int withdraw(struct target_load *this, struct target_row *row)
{
    row->withdrawn = true;
    int err = store_target_put(this->loading->engine->store, row);
    if (err < 0) {
        return err;
    }
    loading_count(&this->result->targets, &this->loading->out->targets, LOAD_WITHDRAWN);
    const struct target target = targeting_model(row);
    return note_change(this, "target_withdrawn", row->id, &target, NULL);
}

static int put_all(struct target_load *this, const struct targets *targets)
{
    int err = 0;
    for (size_t i = 0; i < targets->count && err == 0; i++) {
        char id[TARGET_ID_MAX];
        err = target_id_format(&targets->items[i], id);
        if (err == 0) {
            err = put(this, &targets->items[i], id, (int)i, find_stored(this, id));
        }
    }
    return err;
}

int loading_targets(struct loading *loading, const char *plan, const struct targets *targets,
                    struct load_plan *result)
{
    struct target_load this = {.loading = loading, .plan = plan, .result = result};
    int err = store_targets_list(loading->engine->store, plan, &this.stored);
    if (err < 0) {
        return err;
    }
    this.seen = calloc(this.stored.count ? this.stored.count : 1, sizeof this.seen[0]);
    err = this.seen ? put_all(&this, targets) : ERR_NOMEM;
    for (size_t i = 0; i < this.stored.count && err == 0; i++) {
        if (!this.seen[i] && !this.stored.items[i].withdrawn) {
            err = withdraw(&this, &this.stored.items[i]);
        }
    }
    free(this.seen);
    store_target_rows_clear(&this.stored);
    return err;
}
