/* What is put before the office, and what it decides. */
#include <inttypes.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/err.h"
#include "base/i18n.h"
#include "base/text.h"
#include "lib/engine/acting.h"
#include "lib/engine/incoming_parts.h"

const char *incoming_code(const char *code)
{
    static const char *const CODES[] = {
        "already",  "several",   "share_not_named", "other_unit",  "other_department",
        "disagree", "no_period", "no_task",         "not_waiting", "finished",
    };
    for (size_t i = 0; code && i < sizeof(CODES) / sizeof(CODES[0]); i++) {
        if (strcmp(CODES[i], code) == 0) {
            return CODES[i];
        }
    }
    return "";
}

/* --- telling it ----------------------------------------------------------------------------------- */

int incoming_tell(struct engine *engine, int64_t number, const char *department, instant_t now)
{
    char subject[INCOMING_SUBJECT_SIZE];
    size_t added = 0;
    struct recipients office = {0};
    snprintf(subject, sizeof subject, INCOMING_SUBJECT "%" PRId64, number);
    const day_t today = engine_day(engine, now);
    int64_t waiting = 0;
    int err = store_incoming_count(engine->store, INCOMING_TOLD_MAX + 1, &waiting);
    if (err < 0 || waiting > INCOMING_TOLD_MAX) {
        return err;
    }
    err = recipients_office(engine, department, today, &office);
    const struct saying saying = {
        .occurrence = subject,
        .department = department,
        .stage = {STAGE_INCOMING, 0},
        .anchor = today,
        .role = ROLE_OFFICE,
        .now = now,
    };
    if (err == 0) {
        err = notices_say(engine, &saying, &office, &added);
    }
    recipients_clear(&office);
    return err;
}

/* The store's texts are lent; nobody writes to them. */
static char *lend(const char *text)
{
    union {
        const char *from;
        char *to;
    } same = {.from = text};
    return same.to;
}

int incoming_of_row(const struct incoming_row *row, struct incoming_event *out)
{
    incoming_event_init(out);
    if (incoming_type_parse(row->type, &out->type) < 0) {
        return ERR_CORRUPT;
    }
    out->source = lend(row->source);
    out->id = lend(row->id);
    out->time = row->time;
    out->department = lend(row->department);
    out->document =
        (struct incoming_document){lend(row->document_number), row->document_day,
                                   lend(row->document_organ), lend(row->document_ident)};
    out->subject = lend(row->subject);
    out->received = row->received;
    out->due = row->due;
    out->unit = lend(row->unit);
    out->task = lend(row->task);
    out->plan = lend(row->plan);
    out->stt = lend(row->stt);
    out->period = lend(row->period);
    out->response_for =
        (struct incoming_document){lend(row->response_number), row->response_day,
                                   lend(row->response_organ), lend(row->response_ident)};
    return 0;
}

int incoming_cite(const struct incoming_row *row, struct buf *out)
{
    char day[CIVIL_TEXT_SIZE];
    enum incoming_type type;
    int err = incoming_type_parse(row->type, &type);
    err = err < 0 ? ERR_CORRUPT : buf_puts(out, incoming_type_label(type));
    if (err == 0 && row->document_number) {
        err = buf_printf(out, " %s", row->document_number);
    }
    if (err == 0 && row->document_day != DAY_NONE) {
        err = buf_printf(out, _(" ngày %s"), civil_format_vn(row->document_day, day));
    }
    if (err == 0 && row->document_organ) {
        err = buf_printf(out, _(" của %s"), row->document_organ);
    }
    return err == 0 && row->subject ? buf_printf(out, ": %s", row->subject) : err;
}

/* --- what it decides ------------------------------------------------------------------------------ */

struct ruling {
    int64_t number;
    const struct incoming_choice *choice; /* NULL: rejected */
    const char *reason;
    struct incoming_row row;
};

static int find(struct acting *acting, struct ruling *this)
{
    int err = store_incoming_get(acting->engine->store, this->number, &this->row);
    if (err == ERR_NOT_FOUND) {
        return acting_refuse(acting, err, _("Xem: dondoc incoming list"),
                             _("Không có tin số %" PRId64), this->number);
    }
    if (err == 0 && (strcmp(this->row.outcome, "pending") != 0 || this->row.settled)) {
        return acting_refuse(acting, ERR_REFUSED, NULL,
                             _("Tin số %" PRId64 " không chờ quyết định"), this->number);
    }
    return err;
}

static int write_ruling(struct acting *acting, struct ruling *this, const char *occurrence)
{
    struct detail detail;
    this->row.settled = this->choice ? "accepted" : "rejected";
    this->row.settled_at = acting->action->now;
    this->row.settled_by = acting->action->author;
    this->row.settled_note = this->reason;
    this->row.settled_occurrence = occurrence;
    int err = store_incoming_settle(acting->engine->store, &this->row);
    if (err < 0) {
        return err;
    }
    detail_init(&detail);
    detail_int(&detail, "number", this->number);
    detail_text(&detail, "source", this->row.source);
    detail_text(&detail, "id", this->row.id);
    detail_text(&detail, "document", this->row.document_number);
    detail_text(&detail, "reason", this->reason);
    const struct note note = {.at = acting->action->now,
                              .kind = this->choice ? "incoming_accepted" : "incoming_rejected",
                              .occurrence = occurrence,
                              .author = acting->action->author};
    return note_write(acting->engine, &note, &detail);
}

/* Does it to the occurrence that the officer names. */
static int act(struct acting *acting, const struct incoming_event *event, const char *key,
               struct action_result *result)
{
    _cleanup_(store_occurrence_clear) struct occurrence_row row = {0};
    int err = acting_find(acting, key,
                          event->type == INCOMING_RECEIVED ? ACTING_WAITING : ACTING_ANY, &row);
    return err == 0
               ? incoming_act(acting->engine, acting->action, event, &row, result, acting->diag)
               : err;
}

static int accept_body(struct acting *acting, void *arg)
{
    struct ruling *this = arg;
    const struct incoming_choice *choice = this->choice;
    struct incoming_event event;
    struct action_result result = {.due = DAY_NONE};
    int err = find(acting, this);
    if (err == 0) {
        err = incoming_of_row(&this->row, &event);
    }
    if (err < 0) {
        return err;
    }
    event.unit = choice->unit ? lend(choice->unit) : event.unit;
    event.due = choice->due != DAY_NONE ? choice->due : event.due;
    if (choice->occurrence) {
        err = act(acting, &event, choice->occurrence, &result);
    } else if (event.type == INCOMING_RECEIVED) {
        err = incoming_assign(acting->engine, acting->action, &event, event.department, &result,
                              acting->diag);
    } else {
        err =
            acting_refuse(acting, ERR_INVALID, NULL, _("Thiếu --occurrence: tin này về việc nào"));
    }
    if (err == 0) {
        err = write_ruling(acting, this, result.occurrence);
    }
    if (err == 0) {
        *acting->out = result;
    } else {
        action_result_clear(&result);
    }
    return err;
}

int incoming_accept(struct engine *engine, const struct action *action, int64_t number,
                    const struct incoming_choice *choice, struct action_result *out,
                    struct diag *diag)
{
    struct ruling this = {.number = number, .choice = choice};
    store_incoming_init(&this.row);
    int err = acting_run(engine, action, out, diag, accept_body, &this);
    store_incoming_clear(&this.row);
    return err;
}

static int reject_body(struct acting *acting, void *arg)
{
    struct ruling *this = arg;
    if (text_is_blank(this->reason)) {
        return acting_refuse(acting, ERR_INVALID, NULL, _("Thiếu lý do"));
    }
    int err = find(acting, this);
    return err == 0 ? write_ruling(acting, this, NULL) : err;
}

int incoming_reject(struct engine *engine, const struct action *action, int64_t number,
                    const char *reason, struct diag *diag)
{
    struct ruling this = {.number = number, .reason = reason};
    store_incoming_init(&this.row);
    int err = acting_run(engine, action, NULL, diag, reject_body, &this);
    store_incoming_clear(&this.row);
    return err;
}
