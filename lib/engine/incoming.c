/* Acting on what another system tells us. */
#include "engine/incoming.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/err.h"
#include "base/i18n.h"
#include "base/text.h"
#include "cal/offset.h"
#include "engine/assign.h"
#include "lib/engine/incoming_parts.h"
#include "lib/engine/matching.h"

const char *incoming_outcome_name(enum incoming_outcome outcome)
{
    static const char *const NAMES[] = {"applied", "pending", "refused"};
    return NAMES[outcome];
}

void incoming_result_clear(struct incoming_result *result)
{
    if (!result) {
        return;
    }
    free(result->occurrence);
    free(result->reason);
    free(result->remedy);
    *result = (struct incoming_result){.due = DAY_NONE, .code = ""};
}

/* --- what comes of it ----------------------------------------------------------------------------- */

static int put(char **to, const char *text)
{
    char *copy = text && *text != '\0' ? strdup(text) : NULL;
    if (text && *text != '\0' && !copy) {
        return ERR_NOMEM;
    }
    free(*to);
    *to = copy;
    return 0;
}

static int decide(struct incoming_result *out, enum incoming_outcome outcome, const char *code,
                  const char *reason, const char *remedy)
{
    out->outcome = outcome;
    out->code = code;
    int err = put(&out->reason, reason);
    return err == 0 ? put(&out->remedy, remedy) : err;
}

static int refuse(struct incoming_result *out, const char *code, const char *reason,
                  const char *remedy)
{
    return decide(out, INCOMING_REFUSED, code, reason, remedy);
}

/* What an action says against it. Other errors are the store's and go on up. */
static int refuse_action(struct incoming_result *out, int err, const struct diag *diag)
{
    const char *code = err == ERR_REFUSED     ? "state"
                       : err == ERR_INVALID   ? "value"
                       : err == ERR_NOT_FOUND ? "unknown_unit"
                       : err == ERR_EXISTS    ? "exists"
                                              : NULL;
    if (!code) {
        return err;
    }
    const struct diag_item *item = diag->count > 0 ? &diag->items[0] : NULL;
    return refuse(out, code, item ? item->message : err_text(err), item ? item->remedy : NULL);
}

static int applied(struct incoming_result *out, const struct action_result *result)
{
    out->due = result->due;
    int err = put(&out->occurrence, result->occurrence);
    return err == 0 ? decide(out, INCOMING_APPLIED, "", NULL, NULL) : err;
}

/* --- the actions ---------------------------------------------------------------------------------- */

day_t incoming_received_on(const struct engine *engine, const struct incoming_event *event)
{
    if (event->received != DAY_NONE || event->time == INSTANT_NONE) {
        return event->received;
    }
    return offset_day(event->time, engine->settings->utc_offset);
}

static int cancel(struct engine *engine, const struct action *action,
                  const struct incoming_event *event, const char *key, struct action_result *result,
                  struct diag *diag)
{
    char day[CIVIL_TEXT_SIZE];
    I18N_SPEAK(engine->settings->language);
    _cleanup_buf_ struct buf reason = {0};
    buf_init(&reason, MATCHING_MAX_TEXT);
    const struct incoming_document *paper =
        event->response_for.number ? &event->response_for : &event->document;
    int err = buf_printf(&reason, _("Văn bản %s bị thu hồi"), paper->number ? paper->number : "");
    if (err == 0 && event->document.number && paper != &event->document) {
        err = buf_printf(&reason, _(" theo văn bản %s"), event->document.number);
    }
    if (err == 0 && event->document.day != DAY_NONE) {
        err = buf_printf(&reason, _(" ngày %s"), civil_format_vn(event->document.day, day));
    }
    if (err == 0) {
        err = buf_putc(&reason, '.');
    }
    return err == 0 ? action_exempt(engine, action, key, buf_str(&reason), result, diag) : err;
}

int incoming_act(struct engine *engine, const struct action *action,
                 const struct incoming_event *event, const struct occurrence_row *row,
                 struct action_result *result, struct diag *diag)
{
    const char *number = event->document.number ? event->document.number : "";
    const day_t day = event->document.day;
    switch (event->type) {
    case INCOMING_RECEIVED:
        return action_trigger(engine, action, row->id, incoming_received_on(engine, event), number,
                              event->due, result, diag);
    case INCOMING_ISSUED:
        return action_done(engine, action, row->id, number, day, event->subject, result, diag);
    case INCOMING_RETURNED:
        return action_returned(engine, action, row->id, number, day, result, diag);
    case INCOMING_DUE_CHANGED:
        return row->dates.due == DAY_NONE
                   ? action_date(engine, action, row->id, event->due, number, result, diag)
                   : action_extend(engine, action, row->id, event->due, number, result, diag);
    case INCOMING_CANCELLED:
        return cancel(engine, action, event, row->id, result, diag);
    }
    return ERR_INTERNAL;
}

int incoming_assign(struct engine *engine, const struct action *action,
                    const struct incoming_event *event, const char *department,
                    struct action_result *result, struct diag *diag)
{
    const struct assign_ask ask = {
        .department = department,
        .unit = event->unit,
        .content = event->subject,
        .document = event->document.number,
        .on = event->document.day,
        .sender = event->document.organ,
        .ident = event->document.ident,
        .due = event->due,
    };
    return action_assign(engine, action, &ask, result, diag);
}

/* --- a paper that came ---------------------------------------------------------------------------- */

/* The one department, of those he may speak for, that has the unit. *count: how many have it. */
static const struct department *department_of_unit(struct applying *this, size_t *count)
{
    const struct roster *roster = &this->engine->settings->roster;
    const struct department *found = NULL;
    *count = 0;
    for (size_t i = 0; i < roster->count; i++) {
        const struct department *department = &roster->departments[i];
        bool meant =
            !this->event->department || strcmp(this->event->department, department->id) == 0;
        if (meant && matching_may_speak(this->speaker, department->id) &&
            (department_party(department, this->event->unit) ||
             department_resolve(department, this->event->unit))) {
            found = department;
            (*count)++;
        }
    }
    return found;
}

static int assign(struct applying *this)
{
    const struct incoming_event *event = this->event;
    size_t count;
    if (!event->unit || event->due == DAY_NONE) {
        return decide(this->out, INCOMING_PENDING, "no_task",
                      event->unit ? _("Văn bản đến không ghi hạn")
                                  : _("Văn bản đến không ghi đơn vị nào làm"),
                      NULL);
    }
    if (!event->subject) {
        return refuse(this->out, "invalid", _("thiếu trích yếu (subject)"), NULL);
    }
    const struct department *department = department_of_unit(this, &count);
    if (count > 1) {
        return decide(this->out, INCOMING_PENDING, "several",
                      _("Nhiều cơ quan có đơn vị mang tên này"), _("Ghi department: mã cơ quan."));
    }
    if (!department) {
        char reason[INCOMING_MAX_NAME + 100];
        (void)snprintf(reason, sizeof(reason), _("Không có đơn vị “%s”"), event->unit);
        return refuse(this->out, "unknown_unit", reason,
                      _("Ghi mã hoặc tên đơn vị như trong cấu hình."));
    }
    struct action_result result = {.due = DAY_NONE};
    _cleanup_diag_ struct diag diag = {0};
    this->department = department->id;
    int err = incoming_assign(this->engine, &this->action, event, department->id, &result, &diag);
    err = err < 0 ? refuse_action(this->out, err, &diag) : applied(this->out, &result);
    action_result_clear(&result);
    return err;
}

/* --- deciding ------------------------------------------------------------------------------------- */

static int act_on_match(struct applying *this, const struct matching *match)
{
    struct action_result result = {.due = DAY_NONE};
    _cleanup_diag_ struct diag diag = {0};
    if (match->already) {
        this->out->due = match->row.dates.due;
        int err = put(&this->out->occurrence, match->row.id);
        return err == 0 ? decide(this->out, INCOMING_APPLIED, "already", NULL, NULL) : err;
    }
    int err = incoming_act(this->engine, &this->action, this->event, &match->row, &result, &diag);
    err = err < 0 ? refuse_action(this->out, err, &diag) : applied(this->out, &result);
    action_result_clear(&result);
    return err;
}

static int match_and_act(struct applying *this)
{
    struct matching match;
    matching_init(&match);
    int err = matching_find(this->engine, this->event, this->speaker, &match);
    if (err == 0 && match.row.department) {
        free(this->own_department);
        this->own_department = strdup(match.row.department);
        this->department = this->own_department;
        err = this->department ? 0 : ERR_NOMEM;
    }
    if (err == 0 && match.verdict == MATCHING_CERTAIN) {
        err = act_on_match(this, &match);
    } else if (err == 0) {
        err = decide(this->out,
                     match.verdict == MATCHING_UNSURE ? INCOMING_PENDING : INCOMING_REFUSED,
                     match.code, buf_str(&match.reason), buf_str(&match.remedy));
    }
    matching_clear(&match);
    return err;
}

static int check_days(struct applying *this, bool *good)
{
    const struct incoming_event *event = this->event;
    char text[CIVIL_TEXT_SIZE];
    char reason[200];
    day_t today = engine_day(this->engine, this->action.now);
    bool sets_due = event->type == INCOMING_RECEIVED || event->type == INCOMING_DUE_CHANGED;
    *good = false;
    if (sets_due && event->due != DAY_NONE && event->due < today) {
        snprintf(reason, sizeof reason, _("Hạn %s đã qua"), civil_format_vn(event->due, text));
        return refuse(this->out, "past_due", reason, NULL);
    }
    if (event->document.day != DAY_NONE && event->document.day > today) {
        snprintf(reason, sizeof reason, _("Ngày văn bản %s còn ở phía trước"),
                 civil_format_vn(event->document.day, text));
        return refuse(this->out, "value", reason, NULL);
    }
    *good = true;
    return 0;
}

static int check_department(struct applying *this, bool *good)
{
    const char *id = this->event->department;
    *good = true;
    if (!id) {
        return 0;
    }
    if (matching_may_speak(this->speaker, id) &&
        roster_department(&this->engine->settings->roster, id)) {
        this->department = id;
        return 0;
    }
    *good = false;
    return refuse(this->out, "not_allowed", _("Nơi gửi không được báo tin về cơ quan này"), id);
}

static int consider(struct applying *this)
{
    _cleanup_diag_ struct diag diag = {0};
    bool good;
    diag_init(&diag);
    if (incoming_check(this->event, &diag) < 0) {
        const struct diag_item *item = diag.count > 0 ? &diag.items[0] : NULL;
        return refuse(this->out, "invalid", item ? item->message : err_text(ERR_INVALID),
                      item ? item->remedy : NULL);
    }
    int err = check_days(this, &good);
    if (err == 0 && good) {
        err = check_department(this, &good);
    }
    if (err < 0 || !good) {
        return err;
    }
    bool asked =
        this->event->type == INCOMING_RECEIVED ? this->event->task || this->event->plan : true;
    return asked ? match_and_act(this) : assign(this);
}

/* --- keeping it ----------------------------------------------------------------------------------- */

static struct detail *describe(const struct applying *this, struct detail *detail)
{
    const struct incoming_event *event = this->event;
    detail_init(detail);
    detail_text(detail, "source", event->source);
    detail_text(detail, "id", event->id);
    detail_text(detail, "type", incoming_type_word(event->type));
    detail_int(detail, "number", this->out->number);
    detail_text(detail, "document", event->document.number);
    detail_day(detail, "document_day", event->document.day);
    detail_text(detail, "code", this->out->code);
    detail_text(detail, "reason", this->out->reason);
    return detail;
}

static int note(struct applying *this, const char *kind)
{
    struct detail detail;
    const struct note note = {.at = this->action.now,
                              .kind = kind,
                              .occurrence = this->out->occurrence,
                              .author = this->action.author};
    return note_write(this->engine, &note, describe(this, &detail));
}

static int note_refusal(struct applying *this)
{
    return this->speaker->quiet ? 0 : note(this, "incoming_refused");
}

/* Whose office has to know. */
static const char *office_of(const struct applying *this)
{
    const struct roster *roster = &this->engine->settings->roster;
    if (this->department) {
        return this->department;
    }
    if (this->speaker->departments && this->speaker->departments->count > 0) {
        return this->speaker->departments->items[0];
    }
    return roster->count > 0 ? roster->departments[0].id : NULL;
}

static int keep(struct applying *this, const char *fingerprint)
{
    const struct incoming_event *event = this->event;
    const struct incoming_row row = {
        .source = event->source,
        .id = event->id,
        .fingerprint = fingerprint,
        .author = this->action.author,
        .at = this->action.now,
        .type = incoming_type_word(event->type),
        .time = event->time,
        .department = office_of(this),
        .document_number = event->document.number,
        .document_day = event->document.day,
        .document_organ = event->document.organ,
        .document_ident = event->document.ident,
        .subject = event->subject,
        .received = event->received,
        .due = event->due,
        .unit = event->unit,
        .task = event->task,
        .plan = event->plan,
        .stt = event->stt,
        .period = event->period,
        .response_number = event->response_for.number,
        .response_day = event->response_for.day,
        .response_organ = event->response_for.organ,
        .response_ident = event->response_for.ident,
        .outcome = incoming_outcome_name(this->out->outcome),
        .occurrence = this->out->occurrence,
        .occurrence_due = this->out->due,
        .code = this->out->code,
        .reason = this->out->reason,
        .remedy = this->out->remedy,
        .settled_at = INSTANT_NONE,
    };
    int err = store_incoming_add(this->engine->store, &row, &this->out->number);
    if (err == 0) {
        err = note(this, this->out->outcome == INCOMING_PENDING ? "incoming_pending" : "incoming");
    }
    if (err == 0 && this->out->outcome == INCOMING_PENDING && row.department) {
        err = incoming_tell(this->engine, this->out->number, row.department, this->action.now);
    }
    /* As many old ones go as new ones come, and one more: in time all of them. */
    instant_t before = this->action.now - INCOMING_KEEP_MS;
    return err == 0 ? store_incoming_forget(this->engine->store, before, 2) : err;
}

/* What was answered then. */
static int answer_again(struct applying *this, const struct incoming_row *row,
                        const char *fingerprint)
{
    if (strcmp(row->fingerprint, fingerprint) != 0) {
        int err = refuse(this->out, "id_reused", _("Mã (id) này đã dùng cho một tin khác"),
                         _("Mỗi tin có một mã riêng; gửi lại thì gửi đúng nội dung cũ."));
        return err == 0 ? note_refusal(this) : err;
    }
    this->out->repeated = true;
    this->out->number = row->number;
    this->out->due = row->occurrence_due;
    int err = put(&this->out->occurrence, row->occurrence);
    return err == 0
               ? decide(this->out,
                        strcmp(row->outcome, "pending") == 0 ? INCOMING_PENDING : INCOMING_APPLIED,
                        incoming_code(row->code), row->reason, row->remedy)
               : err;
}

static int apply(struct applying *this, const char *fingerprint)
{
    _cleanup_(store_incoming_clear) struct incoming_row row = {0};
    store_incoming_init(&row);
    int err =
        this->event->source && this->event->id
            ? store_incoming_find(this->engine->store, this->event->source, this->event->id, &row)
            : ERR_NOT_FOUND;
    if (err == 0) {
        return answer_again(this, &row, fingerprint);
    }
    if (err != ERR_NOT_FOUND) {
        return err;
    }
    err = consider(this);
    if (err < 0) {
        return err;
    }
    return this->out->outcome == INCOMING_REFUSED ? note_refusal(this) : keep(this, fingerprint);
}

int incoming_apply(struct engine *engine, const struct incoming_event *event,
                   const struct incoming_speaker *speaker, const char *fingerprint, instant_t now,
                   struct incoming_result *out)
{
    I18N_SPEAK(engine->settings->language); /* the answer is kept as it is given */
    struct store *store = engine->store;
    struct incoming_result result = {.due = DAY_NONE, .code = ""};
    struct applying this = {
        .engine = engine,
        .event = event,
        .speaker = speaker,
        .action = {.now = now, .author = speaker->author},
        .out = &result,
    };
    bool part = store_in_txn(store);
    int err = part ? store_part_begin(store) : store_txn_begin(store);
    if (err < 0) {
        return err;
    }
    err = apply(&this, fingerprint);
    free(this.own_department);
    if (err == 0) {
        err = part ? store_part_keep(store) : store_txn_commit(store);
    } else if (part) {
        store_part_forget(store);
    } else {
        store_txn_rollback(store);
    }
    if (err < 0) {
        incoming_result_clear(&result);
        return err;
    }
    *out = result;
    return 0;
}
