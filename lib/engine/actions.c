#include "engine/actions.h"

#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/err.h"
#include "base/i18n.h"
#include "base/text.h"
#include "import/results.h"
#include "lib/engine/acting.h"
#include "lib/engine/stages.h"
#include "lib/engine/targeting.h"

#define NOTE_MAX 2000

void action_result_clear(struct action_result *result)
{
    if (!result) {
        return;
    }
    free(result->occurrence);
    *result = (struct action_result){.due = DAY_NONE};
}

/* What was asked for. */
struct request {
    const char *key;
    const char *document;
    const char *note; /* or reason */
    day_t day;        /* on, to, due */
    struct buf remark;
};

static int check_past(const struct acting *acting, day_t *day)
{
    char text[CIVIL_TEXT_SIZE];
    if (*day == DAY_NONE) {
        *day = acting->today;
    }
    if (*day > acting->today) {
        return acting_refuse(acting, ERR_INVALID, _("Ghi ngày đã qua hoặc hôm nay."),
                             _("Ngày %s còn ở phía trước"), civil_format_vn(*day, text));
    }
    return 0;
}

static struct detail *describe(const struct request *request, const char *day_key,
                               struct detail *detail)
{
    detail_init(detail);
    detail_text(detail, "document", request->document);
    detail_day(detail, day_key, request->day);
    detail_text(detail, "note", request->note);
    return detail;
}

/* --- done --------------------------------------------------------------------------------------- */

static int done_part(struct acting *acting, struct occurrence_row *row, void *arg)
{
    const struct request *request = arg;
    struct detail detail;
    if (row->dates.outcome != OUTCOME_OPEN) {
        return 0;
    }
    row->dates.outcome = OUTCOME_DONE;
    row->dates.done_on = request->day;
    row->done_at = acting->action->now;
    row->document = request->document;
    row->note = request->note ? request->note : row->note;
    ack_forget(row);
    row->returned = false;
    int err = acting_put(acting, row, "done", describe(request, "on", &detail));
    return err == 0 ? acting_end_round(acting, row) : err;
}

static int refuse_closed(const struct acting *acting, const struct occurrence_row *row)
{
    char day[CIVIL_TEXT_SIZE];
    if (row->dates.outcome == OUTCOME_EXEMPT) {
        return acting_refuse(acting, ERR_REFUSED, _("Nếu nhầm, dùng “dondoc reopen”."),
                             _("%s đã được miễn"), row->id);
    }
    return acting_refuse(acting, ERR_REFUSED, _("Nếu nhầm, dùng “dondoc reopen”."),
                         _("%s đã hoàn thành ngày %s (%s)"), row->id,
                         civil_format_vn(row->dates.done_on, day),
                         row->document ? row->document : "");
}

/* A paper alone would end what asks for a value without one. */
static int refuse_ask(const struct acting *acting, const struct occurrence_row *row,
                      const char *target)
{
    _cleanup_buf_ struct buf remedy = {0};
    buf_init(&remedy, NOTE_MAX);
    int err = buf_printf(&remedy,
                         _("Ghi số liệu bằng: dondoc target record %s --value … --on … "
                           "--document …"),
                         strrchr(target, '/') + 1);
    return err == 0 ? acting_refuse(acting, ERR_REFUSED, buf_str(&remedy),
                                    _("%s cần số liệu của chỉ tiêu, không chỉ văn bản"), row->id)
                    : err;
}

static int done_body(struct acting *acting, void *arg)
{
    struct request *request = arg;
    _cleanup_(store_occurrence_clear) struct occurrence_row row = {0};
    char target[TARGET_ID_MAX];
    int err = acting_find(acting, request->key, ACTING_ANY, &row);
    if (err < 0) {
        return err;
    }
    if (row.dates.outcome != OUTCOME_OPEN) {
        return refuse_closed(acting, &row);
    }
    if (targeting_asks(&row, target)) {
        return refuse_ask(acting, &row, target);
    }
    if (row.dates.waiting) {
        return acting_refuse(acting, ERR_REFUSED,
                             _("Ghi nhận văn bản phát sinh trước bằng “dondoc trigger”."),
                             _("%s chưa phát sinh"), row.id);
    }
    err = check_past(acting, &request->day);
    if (err == 0) {
        err = acting_each_part(acting, &row, done_part, request);
    }
    if (err == 0) {
        err = acting_settle_parent(acting, &row);
    }
    return err == 0 ? acting_result(acting, &row) : err;
}

int action_done(struct engine *engine, const struct action *action, const char *key,
                const char *document, day_t on, const char *note, struct action_result *out,
                struct diag *diag)
{
    struct request request = {.key = key, .document = document, .day = on, .note = note};
    return acting_run(engine, action, out, diag, done_body, &request);
}

/* --- many at once ------------------------------------------------------------------------------- */

struct many {
    const struct results *results;
    const char *file;
    size_t done, faulty;
};

/* Goes on behind a faulty line, so that a person sees all of them. */
static int many_body(struct acting *acting, void *arg)
{
    struct many *many = arg;
    struct diag *outer = acting->diag;
    int err = 0;
    for (size_t i = 0; i < many->results->count && err == 0; i++) {
        const struct result *line = &many->results->items[i];
        _cleanup_diag_ struct diag own = {0};
        diag_init(&own);
        acting->diag = &own;
        struct request request = {.key = line->key,
                                  .document = line->document,
                                  .day = line->on,
                                  .note = *line->note != '\0' ? line->note : NULL};
        err = done_body(acting, &request);
        for (size_t j = 0; j < own.count; j++) {
            diag_add(outer, own.items[j].severity, many->file, line->line, 0, own.items[j].message,
                     own.items[j].remedy);
        }
        if (err == 0) {
            many->done++;
        } else if (err == ERR_NOT_FOUND || err == ERR_REFUSED || err == ERR_INVALID ||
                   err == ERR_EXISTS) {
            many->faulty++;
            err = 0;
        }
    }
    acting->diag = outer;
    return err;
}

int action_done_many(struct engine *engine, const struct action *action,
                     const struct results *results, const char *file, bool dry_run, size_t *done,
                     struct diag *diag)
{
    struct many many = {.results = results, .file = file};
    struct action_result result = {.due = DAY_NONE};
    struct acting acting = {
        .engine = engine,
        .action = action,
        .today = engine_day(engine, action->now),
        .out = &result,
        .diag = diag,
    };
    int err = store_txn_begin(engine->store);
    if (err < 0) {
        return err;
    }
    struct engine_reviews reviews;
    letters_reviews_begin(engine, &reviews);
    err = many_body(&acting, &many);
    bool faulty = many.faulty > 0 || results->faulty;
    int reviewed = letters_reviews_end(engine, action->now, err == 0 && !faulty && !dry_run);
    err = err < 0 ? err : reviewed;
    if (err == 0 && !faulty && !dry_run) {
        err = store_txn_commit(engine->store);
    } else {
        store_txn_rollback(engine->store);
    }
    action_result_clear(&result);
    if (err == 0 && done) {
        *done = many.done;
    }
    return err == 0 && faulty ? ERR_INVALID : err;
}

/* --- reopen, returned --------------------------------------------------------------------------- */

static int open_part(struct acting *acting, struct occurrence_row *row, void *arg)
{
    const struct request *request = arg;
    struct detail detail;
    if (row->dates.outcome != OUTCOME_DONE && row->dates.outcome != OUTCOME_EXEMPT) {
        return 0;
    }
    int err = targeting_hold(acting->engine, row);
    if (err < 0) {
        return err;
    }
    detail_init(&detail);
    detail_text(&detail, "document", request->document);
    detail_day(&detail, "on", request->day);
    detail_text(&detail, "note", request->note);
    detail_text(&detail, "discharged_by", row->document);
    detail_day(&detail, "discharged_on", row->dates.done_on);
    bool returned = request->remark.len > 0;
    row->dates.outcome = OUTCOME_OPEN;
    row->dates.done_on = DAY_NONE;
    row->done_at = INSTANT_NONE;
    row->document = NULL;
    row->returned = returned;
    ack_forget(row);
    row->note = returned ? buf_str(&request->remark) : request->note;
    /* What would have been said meanwhile is not made up for. */
    day_t said = row->said_until;
    row->said_until = said > acting->today - 1 ? said : acting->today - 1;
    const struct acting_paper paper = {request->document, request->day, DAY_NONE};
    acting->paper = returned ? &paper : NULL;
    err = acting_put(acting, row, returned ? "returned" : "reopened", &detail);
    acting->paper = NULL;
    if (err == 0) {
        err = store_notices_revive(acting->engine->store, row->id, row->dates.due, acting->today,
                                   acting->action->now);
    }
    return err == 0 && said != DAY_NONE ? stages_note_span(acting->engine, acting->action->now, row,
                                                           said, acting->today - 1, "was_closed")
                                        : err;
}

static int open_body(struct acting *acting, void *arg)
{
    struct request *request = arg;
    _cleanup_(store_occurrence_clear) struct occurrence_row row = {0};
    int err = acting_find(acting, request->key, ACTING_ANY, &row);
    if (err < 0) {
        return err;
    }
    bool returned = request->remark.len > 0;
    if (row.dates.outcome == OUTCOME_OPEN || (returned && row.dates.outcome != OUTCOME_DONE)) {
        return acting_refuse(acting, ERR_REFUSED, NULL, _("%s chưa hoàn thành"), row.id);
    }
    err = acting_each_part(acting, &row, open_part, request);
    if (err == 0) {
        err = acting_open_parent(acting, &row);
    }
    if (err == 0 && !returned) {
        err = acting_reopen_round(acting, &row);
    }
    return err == 0 ? acting_result(acting, &row) : err;
}

int action_reopen(struct engine *engine, const struct action *action, const char *key,
                  const char *note, struct action_result *out, struct diag *diag)
{
    struct request request = {.key = key, .note = note, .day = DAY_NONE};
    return acting_run(engine, action, out, diag, open_body, &request);
}

static int returned_body(struct acting *acting, void *arg)
{
    struct request *request = arg;
    char day[CIVIL_TEXT_SIZE];
    int err = check_past(acting, &request->day);
    if (err < 0) {
        return err;
    }
    if (text_is_blank(request->document)) {
        return acting_refuse(acting, ERR_INVALID, _("Ghi số, ký hiệu, ví dụ 15/UBND-VX."),
                             _("Thiếu văn bản trả lại"));
    }
    err = buf_printf(&request->remark, _("Kết quả bị trả lại theo văn bản %s ngày %s."),
                     request->document, civil_format_vn(request->day, day));
    return err == 0 ? open_body(acting, request) : err;
}

int action_returned(struct engine *engine, const struct action *action, const char *key,
                    const char *document, day_t on, struct action_result *out, struct diag *diag)
{
    struct request request = {.key = key, .document = document, .day = on};
    buf_init(&request.remark, NOTE_MAX);
    int err = acting_run(engine, action, out, diag, returned_body, &request);
    buf_clear(&request.remark);
    return err;
}

/* --- extend, date ------------------------------------------------------------------------------- */

static int extend_part(struct acting *acting, struct occurrence_row *row, void *arg)
{
    const struct request *request = arg;
    if (row->dates.outcome != OUTCOME_OPEN) {
        return 0;
    }
    struct detail detail;
    detail_init(&detail);
    detail_day(&detail, "old_due", row->dates.due);
    detail_day(&detail, "due", request->day);
    detail_text(&detail, "document", request->document);
    const struct acting_paper paper = {request->document, DAY_NONE, row->dates.due};
    row->dates.due = request->day;
    row->due_source = DUE_FROM_PERSON;
    row->dates.rolls = false;
    ack_forget(row);
    row->note = buf_str(&request->remark);
    row->said_until = acting->today - 1; /* its ladder begins anew */
    row->silenced_since = DAY_NONE;
    acting->paper = &paper;
    int err = acting_put(acting, row, "extended", &detail);
    acting->paper = NULL;
    return err == 0 ? stages_note_before(acting->engine, acting->action->now, row, "replanned")
                    : err;
}

static int extend_body(struct acting *acting, void *arg)
{
    struct request *request = arg;
    char to[CIVIL_TEXT_SIZE];
    char old[CIVIL_TEXT_SIZE];
    char target[TARGET_ID_MAX];
    _cleanup_(store_occurrence_clear) struct occurrence_row row = {0};
    int err = acting_find(acting, request->key, ACTING_ANY, &row);
    if (err < 0) {
        return err;
    }
    if (row.dates.outcome != OUTCOME_OPEN) {
        return refuse_closed(acting, &row);
    }
    if (row.dates.due == DAY_NONE) {
        return acting_refuse(acting, ERR_REFUSED, _("Đặt hạn bằng “dondoc date”."),
                             _("%s chưa có hạn"), row.id);
    }
    if (request->day == DAY_NONE || request->day <= row.dates.due) {
        return acting_refuse(acting, ERR_INVALID, _("Ghi một ngày sau hạn cũ."),
                             _("Hạn mới không sau hạn cũ %s"), civil_format_vn(row.dates.due, old));
    }
    if (text_is_blank(request->document)) {
        return acting_refuse(acting, ERR_INVALID, _("Ghi số, ký hiệu, ví dụ 15/STNMT-VP."),
                             _("Thiếu văn bản cho phép lùi hạn"));
    }
    err = buf_printf(&request->remark, _("Được lùi hạn đến ngày %s theo văn bản %s (hạn cũ: %s)."),
                     civil_format_vn(request->day, to), request->document,
                     civil_format_vn(row.dates.due, old));
    if (err == 0) {
        err = acting_each_part(acting, &row, extend_part, request);
    }
    if (err == 0 && engine_target_of(row.id, target)) {
        err = targeting_follow(acting, target);
    }
    return err == 0 ? acting_result(acting, &row) : err;
}

int action_extend(struct engine *engine, const struct action *action, const char *key, day_t to,
                  const char *document, struct action_result *out, struct diag *diag)
{
    struct request request = {.key = key, .document = document, .day = to};
    buf_init(&request.remark, NOTE_MAX);
    int err = acting_run(engine, action, out, diag, extend_body, &request);
    buf_clear(&request.remark);
    return err;
}

static int date_part(struct acting *acting, struct occurrence_row *row, void *arg)
{
    const struct request *request = arg;
    if (row->dates.outcome != OUTCOME_OPEN) {
        return 0;
    }
    struct detail detail;
    detail_init(&detail);
    detail_day(&detail, "old_due", row->dates.due);
    detail_day(&detail, "due", request->day);
    detail_text(&detail, "document", request->document);
    ack_forget(row);
    row->dates.due = request->day;
    row->first_due = request->day;
    row->due_source = DUE_FROM_PERSON;
    row->reason = NULL;
    row->note = request->remark.len > 0 ? buf_str(&request->remark) : row->note;
    /* Its ladder begins today: what lies before was never due. */
    row->said_until = acting->today - 1;
    const struct acting_paper paper = {request->document, DAY_NONE, DAY_NONE};
    acting->paper = &paper;
    int err = acting_put(acting, row, "dated", &detail);
    acting->paper = NULL;
    return err == 0 ? stages_note_before(acting->engine, acting->action->now, row, "replanned")
                    : err;
}

static int date_body(struct acting *acting, void *arg)
{
    struct request *request = arg;
    _cleanup_(store_occurrence_clear) struct occurrence_row row = {0};
    int err = acting_find(acting, request->key, ACTING_UNDATED, &row);
    if (err < 0) {
        return err;
    }
    if (row.dates.outcome != OUTCOME_OPEN) {
        return refuse_closed(acting, &row);
    }
    if (row.dates.waiting) {
        return acting_refuse(acting, ERR_REFUSED,
                             _("Ghi nhận văn bản phát sinh bằng “dondoc trigger”."),
                             _("%s chưa phát sinh"), row.id);
    }
    if (row.dates.due != DAY_NONE) {
        return acting_refuse(acting, ERR_REFUSED, _("Lùi hạn bằng “dondoc extend”."),
                             _("%s đã có hạn"), row.id);
    }
    if (request->day == DAY_NONE) {
        return acting_refuse(acting, ERR_INVALID, NULL, _("Thiếu ngày đến hạn"));
    }
    if (!text_is_blank(request->document)) {
        err = buf_printf(&request->remark, _("Hạn theo văn bản %s."), request->document);
    }
    if (err == 0) {
        err = acting_each_part(acting, &row, date_part, request);
    }
    return err == 0 ? acting_result(acting, &row) : err;
}

int action_date(struct engine *engine, const struct action *action, const char *key, day_t due,
                const char *document, struct action_result *out, struct diag *diag)
{
    struct request request = {.key = key, .document = document, .day = due};
    buf_init(&request.remark, NOTE_MAX);
    int err = acting_run(engine, action, out, diag, date_body, &request);
    buf_clear(&request.remark);
    return err;
}

/* --- exempt ------------------------------------------------------------------------------------- */

static int exempt_part(struct acting *acting, struct occurrence_row *row, void *arg)
{
    const struct request *request = arg;
    struct detail detail;
    if (row->dates.outcome != OUTCOME_OPEN) {
        return 0;
    }
    detail_init(&detail);
    detail_text(&detail, "reason", request->note);
    row->dates.outcome = OUTCOME_EXEMPT;
    row->note = request->note;
    int err = acting_put(acting, row, "exempt", &detail);
    return err == 0 ? acting_end_round(acting, row) : err;
}

static int exempt_body(struct acting *acting, void *arg)
{
    struct request *request = arg;
    _cleanup_(store_occurrence_clear) struct occurrence_row row = {0};
    if (text_is_blank(request->note)) {
        return acting_refuse(acting, ERR_INVALID, NULL, _("Thiếu lý do miễn"));
    }
    int err = acting_find(acting, request->key, ACTING_ANY, &row);
    if (err < 0) {
        return err;
    }
    if (row.dates.outcome != OUTCOME_OPEN) {
        return refuse_closed(acting, &row);
    }
    err = acting_each_part(acting, &row, exempt_part, request);
    if (err == 0) {
        err = acting_settle_parent(acting, &row);
    }
    return err == 0 ? acting_result(acting, &row) : err;
}

int action_exempt(struct engine *engine, const struct action *action, const char *key,
                  const char *reason, struct action_result *out, struct diag *diag)
{
    struct request request = {.key = key, .note = reason, .day = DAY_NONE};
    return acting_run(engine, action, out, diag, exempt_body, &request);
}
