#include "lib/engine/acting.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/err.h"
#include "base/i18n.h"
#include "base/id.h"
#include "lib/engine/events.h"
#include "lib/engine/stages.h"
#include "lib/engine/targeting.h"

int acting_refuse(const struct acting *acting, int err, const char *remedy, const char *format, ...)
{
    _cleanup_buf_ struct buf text = {0};
    buf_init(&text, 4096);
    va_list args;
    va_start(args, format);
    (void)buf_vprintf(&text, format, args);
    va_end(args);
    diag_add(acting->diag, DIAG_ERROR, NULL, 0, 0, buf_str(&text), remedy);
    return err;
}

int acting_run(struct engine *engine, const struct action *action, struct action_result *out,
               struct diag *diag, int (*body)(struct acting *acting, void *arg), void *arg)
{
    struct action_result result = {.due = DAY_NONE};
    struct acting acting = {
        .engine = engine,
        .action = action,
        .today = engine_day(engine, action->now),
        .out = &result,
        .diag = diag,
    };
    bool part = store_in_txn(engine->store);
    int err = part ? store_part_begin(engine->store) : store_txn_begin(engine->store);
    if (err < 0) {
        return err;
    }
    err = body(&acting, arg);
    if (err == 0) {
        err = part ? store_part_keep(engine->store) : store_txn_commit(engine->store);
    } else if (part) {
        store_part_forget(engine->store);
    } else {
        store_txn_rollback(engine->store);
    }
    if (err < 0 || !out) {
        action_result_clear(&result);
        return err;
    }
    *out = result;
    return 0;
}

/* --- finding ------------------------------------------------------------------------------------ */

static bool fits(const struct occurrence_row *row, enum acting_want want)
{
    if (row->dates.outcome == OUTCOME_WITHDRAWN) {
        return want == ACTING_LOOK;
    }
    switch (want) {
    case ACTING_ANY:
    case ACTING_LOOK:
        return true;
    case ACTING_WAITING:
        return row->dates.waiting;
    case ACTING_UNDATED:
        return !row->dates.waiting && row->dates.due == DAY_NONE;
    }
    return false;
}

/* The row is there, but has nothing of the kind that is asked for. */
static int refuse_row(const struct acting *acting, const char *plan, const char *stt,
                      enum acting_want want)
{
    _cleanup_(store_task_clear) struct task_row task = {0};
    int err = store_task_get(acting->engine->store, plan, stt, &task);
    if (err < 0) {
        return err;
    }
    switch (want) {
    case ACTING_ANY:
    case ACTING_LOOK:
        return acting_refuse(acting, ERR_REFUSED, NULL,
                             _("Dòng %s/%s không có việc nào theo dõi theo hạn"), plan, stt);
    case ACTING_WAITING:
        return acting_refuse(acting, ERR_REFUSED, NULL, _("Dòng %s/%s không có việc chờ phát sinh"),
                             plan, stt);
    case ACTING_UNDATED:
        return acting_refuse(acting, ERR_REFUSED,
                             _("Việc đã có hạn thì lùi hạn bằng “dondoc extend”."),
                             _("Dòng %s/%s không có việc nào chưa có hạn"), plan, stt);
    }
    return ERR_NOT_FOUND;
}

static int find_of_task(const struct acting *acting, const char *key, enum acting_want want,
                        struct occurrence_row *out)
{
    const char *slash = strchr(key, '/');
    if (!slash || strchr(slash + 1, '/')) {
        return ERR_NOT_FOUND;
    }
    _cleanup_free_ char *plan = strndup(key, (size_t)(slash - key));
    _cleanup_(store_occurrence_rows_clear) struct occurrence_rows rows = {0};
    if (!plan) {
        return ERR_NOMEM;
    }
    int err = store_occurrences_of_task(acting->engine->store, plan, slash + 1, &rows);
    if (err < 0) {
        return err;
    }
    const char *found = NULL;
    size_t count = 0;
    char target[TARGET_ID_MAX];
    for (size_t i = 0; i < rows.count; i++) {
        if (!rows.items[i].parent && !engine_target_of(rows.items[i].id, target) &&
            fits(&rows.items[i], want)) {
            found = rows.items[i].id;
            count++;
        }
    }
    if (count > 1) {
        return acting_refuse(acting, ERR_EXISTS,
                             _("Ghi rõ mã của kỳ; xem các mã bằng “dondoc list”."),
                             _("Dòng %s có %zu kỳ"), key, count);
    }
    return found ? store_occurrence_get(acting->engine->store, found, out)
                 : refuse_row(acting, plan, slash + 1, want);
}

int acting_find(const struct acting *acting, const char *key, enum acting_want want,
                struct occurrence_row *out)
{
    char code[ID_CODE_SIZE];
    store_occurrence_init(out);
    int err = store_occurrence_get(acting->engine->store, key, out);
    if (err == ERR_NOT_FOUND && id_code_read(key, code) == 0) {
        err = store_occurrence_by_code(acting->engine->store, code, out);
    }
    if (err == ERR_NOT_FOUND) {
        err = find_of_task(acting, key, want, out);
    }
    if (err == ERR_NOT_FOUND) {
        return acting_refuse(
            acting, err,
            _("Ghi mã ngắn trong thư, mã kỳ đầy đủ hoặc <mã kế hoạch>/<stt>; xem các "
              "mã bằng “dondoc list”."),
            _("Không tìm thấy “%s”"), key);
    }
    if (err == 0 && want != ACTING_LOOK && out->dates.outcome == OUTCOME_WITHDRAWN) {
        err = acting_refuse(acting, ERR_REFUSED, NULL, _("%s không còn trong kế hoạch"), out->id);
        store_occurrence_clear(out);
    }
    return err;
}

int action_find(struct engine *engine, const char *key, struct diag *diag,
                struct occurrence_row *out)
{
    const struct acting acting = {.engine = engine, .diag = diag};
    struct occurrence_row row;
    int err = acting_find(&acting, key, ACTING_LOOK, &row);
    if (err == 0) {
        *out = row;
    }
    return err;
}

/* --- writing ------------------------------------------------------------------------------------ */

/* What endpoints hear of an action: up to two types of events. */
static const struct {
    const char *kind;
    enum event_type types[2];
    size_t count;
} announced[] = {
    {"done", {EVENT_DISCHARGED}, 1},
    {"exempt", {EVENT_EXEMPTED}, 1},
    {"returned", {EVENT_RETURNED}, 1},
    {"reopened", {EVENT_REOPENED}, 1},
    {"extended", {EVENT_EXTENDED}, 1},
    {"dated", {EVENT_RESCHEDULED}, 1},
    {"triggered", {EVENT_OPENED, EVENT_TRIGGERED}, 2},
    {"assigned", {EVENT_OPENED}, 1},
};

static int announce(const struct acting *acting, const struct occurrence_row *row, const char *kind)
{
    int err = 0;
    for (size_t i = 0; i < sizeof announced / sizeof announced[0]; i++) {
        for (size_t j = 0; strcmp(announced[i].kind, kind) == 0 && j < announced[i].count; j++) {
            const struct acting_paper *paper = acting->paper;
            const struct occasion occasion = {
                .type = announced[i].types[j],
                .document = paper ? paper->document : NULL,
                .document_day = paper ? paper->day : DAY_NONE,
                .old_due = paper ? paper->old_due : DAY_NONE,
                .author = acting->action->author,
            };
            err = err == 0 ? events_tell(acting->engine, row, &occasion, acting->action->now) : err;
        }
    }
    return err;
}

int acting_put(struct acting *acting, struct occurrence_row *row, const char *kind,
               struct detail *detail)
{
    planning_replan(acting->engine, row);
    int err = store_occurrence_put(acting->engine->store, row);
    if (err < 0) {
        if (detail) {
            detail_clear(detail);
        }
        return err;
    }
    acting->out->affected++;
    const struct note note = {.at = acting->action->now,
                              .kind = kind,
                              .occurrence = row->id,
                              .author = acting->action->author};
    err = note_write(acting->engine, &note, detail);
    if (err == 0) {
        err = letters_review(acting->engine, row->id, acting->action->now);
    }
    return err == 0 ? announce(acting, row, kind) : err;
}

int acting_add(struct acting *acting, struct occurrence_row *row, const char *kind,
               struct detail *detail)
{
    char code[ID_CODE_SIZE];
    char text[OCCURRENCE_ID_MAX + 8];
    int err = 0;
    /* Of the rare two ids that share a code, the second takes another. */
    for (int i = 0; i < 8 && err == 0; i++) {
        _cleanup_(store_occurrence_clear) struct occurrence_row taken = {0};
        snprintf(text, sizeof text, i == 0 ? "%s" : "%s#%d", row->id, i);
        id_code(text, code);
        store_occurrence_init(&taken);
        err = store_occurrence_by_code(acting->engine->store, code, &taken);
    }
    row->code = err == ERR_NOT_FOUND ? code : NULL;
    if (err < 0 && err != ERR_NOT_FOUND) {
        if (detail) {
            detail_clear(detail);
        }
        return err;
    }
    err = acting_put(acting, row, kind, detail);
    row->code = NULL;
    return err == 0 && row->dates.due != DAY_NONE
               ? stages_note_before(acting->engine, acting->action->now, row, "before_created")
               : err;
}

int acting_add_whole(struct acting *acting, struct occurrence_row *row, const struct strings *units,
                     const char *kind, struct detail *detail)
{
    char id[OCCURRENCE_ID_MAX];
    int err = acting_add(acting, row, kind, detail);
    for (size_t i = 0; row->has_shares && i < units->count && err == 0; i++) {
        struct occurrence_row share = *row;
        int wrote = snprintf(id, sizeof id, "%s@%s", row->id, units->items[i]);
        if (wrote < 0 || (size_t)wrote >= sizeof id) {
            return ERR_LIMIT;
        }
        share.id = id;
        share.parent = row->id;
        share.unit = units->items[i];
        share.has_shares = false;
        err = acting_add(acting, &share, kind, NULL);
    }
    return err;
}

int acting_result(struct acting *acting, const struct occurrence_row *row)
{
    char *id = strdup(row->id);
    if (!id) {
        return ERR_NOMEM;
    }
    free(acting->out->occurrence);
    acting->out->occurrence = id;
    acting->out->due = row->dates.due;
    acting->out->state = engine_state(acting->engine, row, acting->today);
    return 0;
}

int acting_each_part(struct acting *acting, struct occurrence_row *row,
                     int (*each)(struct acting *acting, struct occurrence_row *row, void *arg),
                     void *arg)
{
    int err = 0;
    if (row->has_shares) {
        _cleanup_(store_occurrence_rows_clear) struct occurrence_rows shares = {0};
        err = store_occurrences_shares(acting->engine->store, row->id, &shares);
        for (size_t i = 0; i < shares.count && err == 0; i++) {
            if (!shares.items[i].collect) {
                err = each(acting, &shares.items[i], arg);
            }
        }
    }
    return err == 0 ? each(acting, row, arg) : err;
}

/* --- parents ------------------------------------------------------------------------------------ */

/* How the parts of a whole stand. */
struct parts {
    size_t open, done, exempt;
    day_t last_done;
};

static int count_parts(struct acting *acting, const char *parent, struct parts *out)
{
    _cleanup_(store_occurrence_rows_clear) struct occurrence_rows shares = {0};
    int err = store_occurrences_shares(acting->engine->store, parent, &shares);
    *out = (struct parts){.last_done = DAY_NONE};
    for (size_t i = 0; i < shares.count; i++) {
        const struct occurrence_row *share = &shares.items[i];
        if (share->collect) {
            continue;
        }
        switch (share->dates.outcome) {
        case OUTCOME_OPEN:
            out->open++;
            break;
        case OUTCOME_DONE:
            out->done++;
            if (out->last_done == DAY_NONE || share->dates.done_on > out->last_done) {
                out->last_done = share->dates.done_on;
            }
            break;
        case OUTCOME_EXEMPT:
            out->exempt++;
            break;
        case OUTCOME_WITHDRAWN:
            break;
        }
    }
    return err;
}

int acting_settle_parent(struct acting *acting, const struct occurrence_row *share)
{
    struct parts parts = {.last_done = DAY_NONE};
    if (!share->parent || share->collect) {
        return 0;
    }
    _cleanup_(store_occurrence_clear) struct occurrence_row parent = {0};
    store_occurrence_init(&parent);
    int err = store_occurrence_get(acting->engine->store, share->parent, &parent);
    if (err == ERR_NOT_FOUND) {
        return 0;
    }
    if (err == 0) {
        err = count_parts(acting, share->parent, &parts);
    }
    if (err < 0 || parts.open > 0 || parts.done + parts.exempt == 0 ||
        parent.dates.outcome != OUTCOME_OPEN) {
        return err;
    }
    parent.dates.outcome = parts.done > 0 ? OUTCOME_DONE : OUTCOME_EXEMPT;
    parent.dates.done_on = parts.last_done;
    parent.done_at = acting->action->now;
    parent.returned = false;
    acting->out->parent_done = true;
    err = acting_put(acting, &parent, parts.done > 0 ? "done" : "exempt", NULL);
    return err == 0 ? acting_end_round(acting, &parent) : err;
}

int acting_open_parent(struct acting *acting, const struct occurrence_row *share)
{
    if (!share->parent || share->collect) {
        return 0;
    }
    _cleanup_(store_occurrence_clear) struct occurrence_row parent = {0};
    store_occurrence_init(&parent);
    int err = store_occurrence_get(acting->engine->store, share->parent, &parent);
    if (err == ERR_NOT_FOUND) {
        return 0;
    }
    if (err < 0 ||
        (parent.dates.outcome != OUTCOME_DONE && parent.dates.outcome != OUTCOME_EXEMPT)) {
        return err;
    }
    parent.dates.outcome = OUTCOME_OPEN;
    parent.dates.done_on = DAY_NONE;
    parent.done_at = INSTANT_NONE;
    return acting_put(acting, &parent, "reopened", NULL);
}

/* Also says which shares were closed by it: a person gives a reason of his own. */
static const char round_ended[] = N_("Báo cáo chung đã hoàn thành.");

int acting_end_round(struct acting *acting, const struct occurrence_row *row)
{
    _cleanup_(store_occurrence_rows_clear) struct occurrence_rows shares = {0};
    int err = store_occurrences_shares(acting->engine->store, row->id, &shares);
    for (size_t i = 0; i < shares.count && err == 0; i++) {
        struct occurrence_row *share = &shares.items[i];
        if (!share->collect || share->dates.outcome != OUTCOME_OPEN) {
            continue;
        }
        share->dates.outcome = OUTCOME_EXEMPT;
        share->note = _(round_ended);
        struct detail detail;
        detail_init(&detail);
        detail_text(&detail, "reason", "report_done");
        err = acting_put(acting, share, "exempt", &detail);
    }
    return err;
}

int acting_reopen_round(struct acting *acting, const struct occurrence_row *row)
{
    _cleanup_(store_occurrence_rows_clear) struct occurrence_rows shares = {0};
    int err = store_occurrences_shares(acting->engine->store, row->id, &shares);
    for (size_t i = 0; i < shares.count && err == 0; i++) {
        struct occurrence_row *share = &shares.items[i];
        bool closed_by_round =
            share->collect && share->dates.outcome == OUTCOME_EXEMPT && share->note &&
            (strcmp(share->note, round_ended) == 0 || strcmp(share->note, _(round_ended)) == 0);
        if (!closed_by_round) {
            continue;
        }
        share->dates.outcome = OUTCOME_OPEN;
        share->note = NULL;
        if (share->said_until < acting->today - 1) {
            share->said_until = acting->today - 1;
        }
        struct detail detail;
        detail_init(&detail);
        detail_text(&detail, "reason", "report_reopened");
        err = acting_put(acting, share, "reopened", &detail);
    }
    return err;
}
