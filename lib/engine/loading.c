/* Occurrences of a plan against those stored. */
#include "lib/engine/loading.h"
#include "lib/engine/acting.h"
#include "lib/engine/events.h"
#include "lib/engine/stages.h"

#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/err.h"
#include "base/i18n.h"
#include "base/id.h"
#include "base/text.h"
#include "base/vec.h"

#define KNOWN_MAX 5000000

static void known_clear(struct known *known)
{
    free(known->id);
    free(known->stt);
}

void known_list_clear(struct known_list *list)
{
    if (list) {
        vec_clear(list, known_clear);
    }
}

static int each_known(const struct occurrence_row *row, void *arg)
{
    struct known_list *list = arg;
    struct known known = {
        .id = strdup(row->id),
        .stt = strdup(row->stt),
        .dates = row->dates,
        .has_shares = row->has_shares,
        .collect = row->collect,
    };
    int err = known.id && known.stt ? vec_push(list, KNOWN_MAX, known) : ERR_NOMEM;
    if (err < 0) {
        known_clear(&known);
    }
    return err;
}

static int by_id(const void *a, const void *b)
{
    return strcmp(((const struct known *)a)->id, ((const struct known *)b)->id);
}

int known_list_read(struct loading *loading, const char *plan, struct known_list *out)
{
    int err = store_occurrences_of_plan_each(loading->engine->store, plan, each_known, out);
    if (err == 0 && out->count > 1) {
        qsort(out->items, out->count, sizeof out->items[0], by_id);
    }
    return err;
}

struct known *known_list_find(const struct known_list *list, const char *id)
{
    struct known key = {.id = (char *)(uintptr_t)id};
    return list->count ? bsearch(&key, list->items, list->count, sizeof list->items[0], by_id)
                       : NULL;
}

/* --- the difference ----------------------------------------------------------------------------- */

static void item_clear(struct load_item *item)
{
    free(item->plan);
    free(item->stt);
    free(item->occurrence);
    free(item->content);
}

static int copy(const char *from, char **to)
{
    *to = from ? strdup(from) : NULL;
    return from && !*to ? ERR_NOMEM : 0;
}

int loading_item(struct loading *loading, const struct load_item *item)
{
    struct load_difference *out = loading->out;
    if (out->count >= LOAD_MAX_ITEMS) {
        out->left_out++;
        return 0;
    }
    struct load_item made = {.kind = item->kind,
                             .old_due = item->old_due,
                             .new_due = item->new_due};
    int err = copy(item->plan, &made.plan);
    if (err == 0) {
        err = copy(item->stt, &made.stt);
    }
    if (err == 0) {
        err = copy(item->occurrence, &made.occurrence);
    }
    if (err == 0) {
        err = copy(item->content, &made.content);
    }
    if (err == 0) {
        err = vec_push(out, LOAD_MAX_ITEMS, made);
    }
    if (err < 0) {
        item_clear(&made);
    }
    return err;
}

void loading_count(struct load_counts *counts, struct load_counts *sums, enum load_kind kind)
{
    switch (kind) {
    case LOAD_ADDED:
        counts->added++;
        sums->added++;
        break;
    case LOAD_CHANGED:
        counts->changed++;
        sums->changed++;
        break;
    case LOAD_WITHDRAWN:
        counts->withdrawn++;
        sums->withdrawn++;
        break;
    }
}

static int tell(struct loading *loading, struct load_plan *plan, enum load_kind kind,
                const char *plan_id, const char *stt, const char *id, day_t old_due, day_t new_due)
{
    loading_count(&plan->occurrences, &loading->out->occurrences, kind);
    struct load_item item = {
        .kind = kind,
        .plan = (char *)(uintptr_t)plan_id,
        .stt = (char *)(uintptr_t)stt,
        .occurrence = (char *)(uintptr_t)id,
        .content = (char *)(uintptr_t) "",
        .old_due = old_due,
        .new_due = new_due,
    };
    return loading_item(loading, &item);
}

/* --- adding ------------------------------------------------------------------------------------- */

/* Stored as it stands here, and put into the language of who reads it where it is shown. */
static const char *undated_text(enum undated_reason reason)
{
    switch (reason) {
    case UNDATED_NOT:
        return NULL;
    case UNDATED_WAITING:
        return N_("Chờ phát sinh.");
    case UNDATED_BY_REFERENCE:
        return N_("Thời hạn do văn bản khác ấn định.");
    case UNDATED_NO_TERM:
        return N_("Đã phát sinh nhưng kế hoạch không ấn định thời hạn.");
    case UNDATED_NO_DAY:
        return N_("Kế hoạch không ghi ngày, chế độ báo cáo cũng không ấn định ngày.");
    case UNDATED_NO_PERIOD:
        return N_("Kế hoạch ghi định kỳ nhưng không ghi kỳ nào.");
    }
    return NULL;
}

static void fill(const struct wanted *wanted, struct occurrence_row *row,
                 char period[static PERIOD_TEXT_SIZE])
{
    row->department = wanted->department;
    row->plan = wanted->plan;
    row->stt = wanted->stt;
    row->parent = wanted->parent;
    row->unit = wanted->unit;
    row->has_shares = wanted->has_shares;
    row->collect = wanted->collect;
    row->period = wanted->period.kind == PERIOD_NONE ? NULL : period_format(wanted->period, period);
    row->label = wanted->label;
    row->dates.kind = wanted->kind;
    row->dates.every = wanted->every;
    row->dates.start = wanted->start;
    row->dates.waiting = wanted->waiting;
    row->reason = undated_text(wanted->undated);
}

/* Short codes are unique: of the rare two that share one, the second takes another. */
static int add_row(struct loading *loading, struct occurrence_row *row)
{
    char code[ID_CODE_SIZE];
    char text[OCCURRENCE_ID_MAX + 8];
    int err = ERR_EXISTS;
    for (int i = 0; i < 8 && err == ERR_EXISTS; i++) {
        snprintf(text, sizeof text, i == 0 ? "%s" : "%s#%d", row->id, i);
        id_code(text, code);
        row->code = code;
        err = store_occurrence_add(loading->engine->store, row);
    }
    return err;
}

static int add(struct loading *loading, const struct wanted *wanted, struct load_plan *plan,
               bool *past_due)
{
    char period[PERIOD_TEXT_SIZE];
    struct occurrence_row row;
    store_occurrence_init(&row);
    fill(wanted, &row, period);
    row.id = wanted->id;
    row.dates.due = wanted->due;
    row.dates.created = loading->today;
    row.due_source = wanted->source;
    row.first_due = wanted->due;
    planning_replan(loading->engine, &row);
    bool late = planning_was_past_due(loading->engine, &row);
    if (late && wanted->collect) {
        return 0; /* nobody is asked for a report that is over */
    }
    row.said_until = late ? loading->today : loading->today - 1;
    int err = add_row(loading, &row);
    if (err == 0) {
        err = tell(loading, plan, LOAD_ADDED, wanted->plan, wanted->stt, wanted->id, DAY_NONE,
                   wanted->due);
    }
    if (err == 0 && !late && wanted->due != DAY_NONE) {
        err = stages_note_before(loading->engine, loading->now, &row, "before_created");
    }
    if (late && past_due) {
        *past_due = true;
    }
    return err;
}

/* --- changing ----------------------------------------------------------------------------------- */

static bool same_text(const char *a, const char *b)
{
    return text_equal(a ? a : "", b ? b : "");
}

static bool is_same(const struct occurrence_row *a, const struct occurrence_row *b)
{
    return same_text(a->parent, b->parent) && same_text(a->unit, b->unit) &&
           same_text(a->period, b->period) && same_text(a->label, b->label) &&
           same_text(a->reason, b->reason) && same_text(a->department, b->department) &&
           a->has_shares == b->has_shares && a->collect == b->collect &&
           a->dates.kind == b->dates.kind && a->dates.every == b->dates.every &&
           a->dates.start == b->dates.start && a->dates.due == b->dates.due &&
           a->dates.waiting == b->dates.waiting && a->dates.outcome == b->dates.outcome &&
           a->act_by == b->act_by && a->due_source == b->due_source &&
           a->first_due == b->first_due && a->next_at == b->next_at &&
           a->said_until == b->said_until;
}

/* A person's date stands until the plan itself names another than it did. */
static void set_due(const struct wanted *wanted, struct occurrence_row *row)
{
    bool by_person = row->due_source == DUE_FROM_PERSON;
    if (by_person && (wanted->due == DAY_NONE || wanted->due == row->first_due)) {
        row->reason = row->dates.due == DAY_NONE ? row->reason : NULL;
        return;
    }
    row->dates.due = wanted->due;
    row->first_due = wanted->due;
    row->due_source = wanted->source;
    row->dates.rolls = false;
}

static int note_changed(struct loading *loading, const struct occurrence_row *row, day_t old_due)
{
    struct detail detail;
    detail_init(&detail);
    detail_day(&detail, "old_due", old_due);
    detail_day(&detail, "due", row->dates.due);
    const struct note note = {.at = loading->now,
                              .kind = "replanned",
                              .occurrence = row->id,
                              .author = loading->author};
    int err = note_write(loading->engine, &note, &detail);
    /* A mail that waits does not leave with the old date. */
    return err == 0 && old_due != row->dates.due
               ? letters_review(loading->engine, row->id, loading->now)
               : err;
}

/* To endpoints that know the occurrence. */
static int announce(struct loading *loading, const struct occurrence_row *row, enum event_type type,
                    day_t old_due)
{
    const struct occasion occasion = {.type = type,
                                      .document_day = DAY_NONE,
                                      .old_due = old_due,
                                      .author = loading->author ? loading->author : AUTHOR_SELF,
                                      .if_known = true};
    return events_tell(loading->engine, row, &occasion, loading->now);
}

/* A report that was withdrawn before it fell due, and whose time is over by now. */
static bool is_missed(const struct loading *loading, const struct occurrence_row *row,
                      const struct wanted *wanted)
{
    return row->dates.outcome == OUTCOME_WITHDRAWN && wanted->collect && wanted->due != DAY_NONE &&
           wanted->due < loading->today &&
           (row->said_until == DAY_NONE || row->act_by == DAY_NONE ||
            row->said_until < row->act_by);
}

static int change(struct loading *loading, struct known *known, const struct wanted *wanted,
                  struct load_plan *plan)
{
    char period[PERIOD_TEXT_SIZE];
    _cleanup_(store_occurrence_clear) struct occurrence_row row = {0};
    store_occurrence_init(&row);
    int err = store_occurrence_get(loading->engine->store, wanted->id, &row);
    if (err < 0 || is_missed(loading, &row, wanted)) {
        return err; /* nobody is asked for a report that is over */
    }
    struct occurrence_row changed = row;
    fill(wanted, &changed, period);
    changed.dates.outcome = OUTCOME_OPEN;
    set_due(wanted, &changed);
    bool moved = row.dates.due != changed.dates.due;
    if (moved) {
        changed.said_until = loading->today - 1; /* its ladder begins anew */
        changed.silenced_since = DAY_NONE;
        ack_forget(&changed);
    } else if (loading->ladders_changed || wanted->row_changed) {
        err = stages_mend(loading->engine, loading->now, &changed);
        if (err < 0) {
            return err;
        }
    }
    planning_replan(loading->engine, &changed);
    if (is_same(&row, &changed)) {
        plan->occurrences.unchanged++;
        loading->out->occurrences.unchanged++;
        return 0;
    }
    err = store_occurrence_put(loading->engine->store, &changed);
    bool revived = known->dates.outcome == OUTCOME_WITHDRAWN;
    if (err < 0 || (!moved && !revived)) {
        plan->occurrences.unchanged++;
        loading->out->occurrences.unchanged++;
        return err;
    }
    err = note_changed(loading, &changed, row.dates.due);
    if (err == 0) {
        err = announce(loading, &changed, revived ? EVENT_REOPENED : EVENT_RESCHEDULED,
                       moved ? row.dates.due : DAY_NONE);
    }
    if (err == 0 && moved) {
        err = stages_note_before(loading->engine, loading->now, &changed, "replanned");
    }
    return err < 0 ? err
                   : tell(loading, plan, revived ? LOAD_ADDED : LOAD_CHANGED, wanted->plan,
                          wanted->stt, wanted->id, row.dates.due, changed.dates.due);
}

/* Part of a whole that is done or exempted: nobody is asked for it any more. */
static bool is_over(const struct known_list *known, const struct wanted *wanted)
{
    const struct known *parent = wanted->parent ? known_list_find(known, wanted->parent) : NULL;
    return parent &&
           (parent->dates.outcome == OUTCOME_DONE || parent->dates.outcome == OUTCOME_EXEMPT);
}

int loading_apply(struct loading *loading, struct known_list *known, const struct wanted *wanted,
                  struct load_plan *plan, bool *past_due)
{
    struct known *stored = known_list_find(known, wanted->id);
    loading->out->compared++;
    bool over = is_over(known, wanted);
    if (!stored) {
        return over ? 0 : add(loading, wanted, plan, past_due);
    }
    stored->seen = true;
    bool withdrawn = stored->dates.outcome == OUTCOME_WITHDRAWN;
    if (stored->dates.outcome == OUTCOME_OPEN || (withdrawn && !over)) {
        return change(loading, stored, wanted, plan);
    }
    plan->occurrences.unchanged++;
    loading->out->occurrences.unchanged++;
    return 0;
}

/* --- withdrawing -------------------------------------------------------------------------------- */

/* The last open share is gone: the whole may be done by the others. */
static int settle_parent(struct loading *loading, const struct occurrence_row *share)
{
    const struct action action = {loading->now, loading->author ? loading->author : AUTHOR_SELF};
    struct action_result result = {.due = DAY_NONE};
    struct acting acting = {
        .engine = loading->engine,
        .action = &action,
        .today = loading->today,
        .out = &result,
        .diag = loading->diag,
    };
    int err = acting_settle_parent(&acting, share);
    action_result_clear(&result);
    return err;
}

static int withdraw(struct loading *loading, const struct known *known, struct load_plan *plan,
                    const char *plan_id)
{
    _cleanup_(store_occurrence_clear) struct occurrence_row row = {0};
    store_occurrence_init(&row);
    int err = store_occurrence_get(loading->engine->store, known->id, &row);
    if (err < 0) {
        return err;
    }
    row.dates.outcome = OUTCOME_WITHDRAWN;
    row.next_at = INSTANT_NONE;
    err = store_occurrence_put(loading->engine->store, &row);
    const struct note note = {.at = loading->now,
                              .kind = "withdrawn",
                              .occurrence = known->id,
                              .author = loading->author};
    if (err == 0) {
        err = note_write(loading->engine, &note, NULL);
    }
    if (err == 0) {
        err = settle_parent(loading, &row);
    }
    if (err == 0) {
        err = letters_review(loading->engine, known->id, loading->now);
    }
    if (err == 0) {
        err = announce(loading, &row, EVENT_WITHDRAWN, DAY_NONE);
    }
    return err < 0 ? err
                   : tell(loading, plan, LOAD_WITHDRAWN, plan_id, known->stt, known->id,
                          row.dates.due, DAY_NONE);
}

/* The unit that holds its unit's duties today. */
static const char *unit_today(const struct loading *loading, const struct occurrence_row *row)
{
    const struct department *department =
        roster_department(&loading->engine->settings->roster, row->department);
    const struct party *party =
        department && row->unit ? department_party(department, row->unit) : NULL;
    const struct party *now = party ? department_current(department, party, loading->today) : NULL;
    return now ? now->id : row->unit;
}

int loading_replan(struct loading *loading, const struct occurrence_row *row)
{
    struct occurrence_row changed = *row;
    int err = 0;
    changed.unit = unit_today(loading, row);
    if (loading->ladders_changed) {
        err = trigger_reckon(loading->engine, &changed);
    }
    bool moved = changed.dates.due != row->dates.due;
    if (err == 0 && moved) {
        changed.said_until = loading->today - 1; /* its ladder begins anew */
        changed.silenced_since = DAY_NONE;
        ack_forget(&changed);
    } else if (err == 0 && loading->ladders_changed) {
        err = stages_mend(loading->engine, loading->now, &changed);
    }
    if (err < 0) {
        return err;
    }
    planning_replan(loading->engine, &changed);
    if (is_same(row, &changed)) {
        return 0;
    }
    err = store_occurrence_put(loading->engine->store, &changed);
    if (err == 0 && moved) {
        err = note_changed(loading, &changed, row->dates.due);
    }
    if (err == 0 && moved) {
        err = announce(loading, &changed, EVENT_RESCHEDULED, row->dates.due);
    }
    return err == 0 && moved
               ? stages_note_before(loading->engine, loading->now, &changed, "replanned")
               : err;
}

static int replan(struct loading *loading, const struct known *known)
{
    _cleanup_(store_occurrence_clear) struct occurrence_row row = {0};
    store_occurrence_init(&row);
    int err = store_occurrence_get(loading->engine->store, known->id, &row);
    return err == 0 ? loading_replan(loading, &row) : err;
}

int loading_sweep(struct loading *loading, struct known_list *known, struct load_plan *plan,
                  const char *plan_id, bool (*is_live)(const char *stt, void *arg), void *arg)
{
    for (size_t i = 0; i < known->count; i++) {
        const struct known *one = &known->items[i];
        if (one->seen || one->dates.outcome != OUTCOME_OPEN) {
            continue;
        }
        bool triggered = one->dates.kind == RULE_ON_EVENT && !one->dates.waiting;
        int err = triggered && is_live && is_live(one->stt, arg)
                      ? replan(loading, one)
                      : withdraw(loading, one, plan, plan_id);
        if (err < 0) {
            return err;
        }
    }
    return 0;
}
