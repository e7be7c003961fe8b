/* What a message of the e-office means, by the config alone. */
#include "engine/edxml.h"

#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/err.h"
#include "base/i18n.h"
#include "base/parse.h"
#include "base/sign.h"
#include "base/text.h"
#include "base/utf8.h"
#include "base/vec.h"

#define STEPS_MAX ((size_t)2 * EDXML_MAX_RESPONSES + EDXML_MAX_ORGANS)
#define TEXT_MAX 4000

/* One message on its way to its steps. */
struct understanding {
    const struct settings *settings;
    const struct edxml *message;
    struct edxml_steps *out;
};

static void step_clear(struct edxml_step *step)
{
    incoming_event_clear(&step->event);
    incoming_result_clear(&step->result);
    free(step->organ);
    free(step->unit);
    free(step->task);
    free(step->route);
    free(step->text);
}

void edxml_steps_clear(struct edxml_steps *steps)
{
    if (steps) {
        vec_clear(steps, step_clear);
    }
}

const char *edxml_what_name(enum edxml_what what)
{
    static const char *const NAMES[] = {
        [EDXML_TASK] = "task",     [EDXML_TRIGGER] = "trigger", [EDXML_DISCHARGE] = "discharge",
        [EDXML_FINISH] = "finish", [EDXML_CANCEL] = "cancel",   [EDXML_CHANGE] = "change",
        [EDXML_NOTED] = "noted",
    };
    return NAMES[what];
}

const char *edxml_outcome_name(enum edxml_outcome outcome)
{
    static const char *const NAMES[] = {
        [EDXML_OUT_NOTED] = "noted",
        [EDXML_OUT_APPLIED] = "applied",
        [EDXML_OUT_PENDING] = "pending",
        [EDXML_OUT_REFUSED] = "refused",
    };
    return NAMES[outcome];
}

/* --- steps ---------------------------------------------------------------------------------------- */

static int add_step(struct understanding *this, enum edxml_what what, const struct organ *organ,
                    struct edxml_step **out)
{
    struct edxml_step step = {.what = what, .organ = strdup(organ->id)};
    incoming_event_init(&step.event);
    int err = step.organ ? 0 : ERR_NOMEM;
    err = err ? err : vec_push(this->out, STEPS_MAX, step);
    if (err) {
        free(step.organ);
        return err;
    }
    *out = &this->out->items[this->out->count - 1];
    return 0;
}

static int set_text(char **to, const char *format, ...) __attribute__((format(printf, 2, 3)));
static int set_text(char **to, const char *format, ...)
{
    _cleanup_buf_ struct buf text = {0};
    va_list args;
    buf_init(&text, (size_t)8 * TEXT_MAX);
    va_start(args, format);
    int err = buf_vprintf(&text, format, args);
    va_end(args);
    if (!err) {
        free(*to);
        *to = buf_steal(&text);
        err = *to ? 0 : ERR_NOMEM;
    }
    return err;
}

static int note(struct understanding *this, const struct organ *organ, const char *text)
{
    struct edxml_step *step;
    int err = add_step(this, EDXML_NOTED, organ, &step);
    return err ? err : set_text(&step->text, "%s", text);
}

/* A text that is longer than an event takes is cut at a letter: the paper itself has all of it. */
static int set_field(char **to, const char *text, size_t max)
{
    int err = incoming_set_text(to, text, max);
    if (err == ERR_LIMIT) {
        _cleanup_buf_ struct buf cut = {0};
        buf_init(&cut, max);
        const size_t len = utf8_cut(text, strlen(text), max - strlen("…"));
        err = buf_printf(&cut, "%.*s…", (int)len, text);
        err = err ? err : incoming_set_text(to, buf_str(&cut), max);
    }
    return err;
}

/* The id of an event: what the parts say, or their hash when that is too long. */
static int set_id(struct incoming_event *event, const char *document, const char *organ,
                  const char *what)
{
    char hex[SIGN_HEX_SIZE];
    _cleanup_buf_ struct buf id = {0};
    buf_init(&id, (size_t)8 * EDXML_MAX_ID);
    int err = buf_printf(&id, "%s;%s;%s", document, organ, what);
    if (!err && id.len > INCOMING_MAX_ID) {
        sign_sha256_hex(buf_str(&id), id.len, hex);
        buf_reset(&id);
        err = buf_puts(&id, hex);
    }
    err = err ? err : incoming_set_text(&event->id, buf_str(&id), INCOMING_MAX_ID);
    return err ? err : incoming_set_text(&event->source, EDXML_SOURCE, INCOMING_MAX_NAME);
}

/* What every event says. */
static int fill_event(const struct understanding *this, const struct organ *organ,
                      enum incoming_type type, const char *what, struct incoming_event *event)
{
    const struct edxml *message = this->message;
    event->type = type;
    int err = set_id(event, message->document_id, organ->id, what);
    err = err ? err : incoming_set_text(&event->department, organ->department, INCOMING_MAX_NAME);
    err = err ? err : set_field(&event->document.number, message->code, INCOMING_MAX_NAME);
    err = err ? err
              : set_field(&event->document.organ,
                          message->from.name[0] != '\0' ? message->from.name : message->from.id,
                          INCOMING_MAX_NAME);
    err = err ? err
              : incoming_set_text(&event->document.ident, message->document_id, INCOMING_MAX_NAME);
    event->document.day = message->promulgated;
    return err ? err : set_field(&event->subject, message->subject, INCOMING_MAX_SUBJECT);
}

/* A DocumentId as the standard makes it, "organ,YYYY/MM/DD,code", tells number and day. */
static int read_document_id(const char *id, struct incoming_document *out)
{
    const char *day = strchr(id, ',');
    const char *code = day ? strchr(day + 1, ',') : NULL;
    int y, m, d;
    if (!code || code - day != 11 || code[1] == '\0') {
        return 0;
    }
    if (out->day == DAY_NONE && parse_int_span(day + 1, 4, 0, 9999, &y) == 0 &&
        parse_int_span(day + 6, 2, 0, 99, &m) == 0 && parse_int_span(day + 9, 2, 0, 99, &d) == 0) {
        out->day = civil_to_day(y, m, d);
    }
    return out->number ? 0 : set_field(&out->number, code + 1, INCOMING_MAX_NAME);
}

/* The paper that is answered or spoken about. */
static int set_response(struct incoming_event *event, const char *code, day_t day,
                        const char *document_id)
{
    struct incoming_document *paper = &event->response_for;
    paper->day = day;
    int err = set_field(&paper->number, code, INCOMING_MAX_NAME);
    err = err ? err : incoming_set_text(&paper->ident, document_id, INCOMING_MAX_NAME);
    return err ? err : read_document_id(document_id, paper);
}

static const char *or_unknown(const char *text)
{
    return text && *text != '\0' ? text : _("(không ghi số)");
}

static const char *name_of(const struct incoming_document *paper)
{
    return paper->number ? paper->number : or_unknown(paper->ident);
}

/* An organ that is one unit (a chi cục with a code of its own) speaks of its own work. */
static int set_speaking_unit(const struct organ *organ, struct incoming_event *event)
{
    const bool is_unit = organ->unit && *organ->unit != '\0' && organ->route_count == 0;
    return is_unit ? incoming_set_text(&event->unit, organ->unit, INCOMING_MAX_NAME) : 0;
}

/* --- a paper that came ------------------------------------------------------------------------------ */

/* The row that a paper of this route starts; NULL: none. */
static const char *task_of(const struct organ_route *route)
{
    return route && route->task && *route->task != '\0' ? route->task : NULL;
}

static const struct organ_route *route_of(const struct understanding *this,
                                          const struct organ *organ)
{
    const struct edxml *message = this->message;
    return organ_route(organ, message->from.id, message->code_notation, message->subject);
}

static int set_unit(const struct understanding *this, const struct organ *organ,
                    struct edxml_step *step, char **unit)
{
    const struct department *department =
        roster_department(&this->settings->roster, organ->department);
    const struct organ_route *route = route_of(this, organ);
    const char *id = route && !task_of(route)              ? route->unit
                     : organ->unit && *organ->unit != '\0' ? organ->unit
                                                           : department->office;
    int err = incoming_set_text(unit, id, INCOMING_MAX_NAME);
    return err || !route ? err : set_text(&step->route, "%s", route->name);
}

static const char *unit_name(const struct understanding *this, const struct organ *organ,
                             const char *unit)
{
    const struct department *department =
        roster_department(&this->settings->roster, organ->department);
    const struct party *party = department_party(department, unit);
    return party && party->names.count > 0 ? party->names.items[0] : unit;
}

/* Whether the last step gives a task, or starts a row, that one before it does: two organs of one
 * department, and one unit or row for both. */
static bool has_given(const struct understanding *this)
{
    const struct edxml_step *last = &this->out->items[this->out->count - 1];
    for (const struct edxml_step *step = this->out->items; step < last; step++) {
        if (step->what == last->what &&
            strcmp(step->event.department, last->event.department) == 0 &&
            text_equal(step->event.unit, last->event.unit) &&
            text_equal(step->event.task, last->event.task)) {
            return true;
        }
    }
    return false;
}

static void drop_last(struct understanding *this)
{
    step_clear(&this->out->items[this->out->count - 1]);
    this->out->count--;
}

static int start_row(struct understanding *this, const struct organ *organ,
                     const struct organ_route *route)
{
    const struct edxml *message = this->message;
    struct edxml_step *step;
    int err = add_step(this, EDXML_TRIGGER, organ, &step);
    err = err ? err : fill_event(this, organ, INCOMING_RECEIVED, "received", &step->event);
    err = err ? err : incoming_set_text(&step->event.task, task_of(route), INCOMING_MAX_NAME);
    err = err ? err : set_text(&step->route, "%s", route->name);
    if (err) {
        return err;
    }
    step->event.due = message->due;
    if (has_given(this)) {
        drop_last(this);
        return 0;
    }
    return set_text(&step->text, _("bắt đầu việc %s, theo văn bản %s"), task_of(route),
                    or_unknown(message->code));
}

static int give_task(struct understanding *this, const struct organ *organ)
{
    const struct edxml *message = this->message;
    char due[CIVIL_TEXT_SIZE];
    struct edxml_step *step;
    int err = add_step(this, EDXML_TASK, organ, &step);
    err = err ? err : fill_event(this, organ, INCOMING_RECEIVED, "received", &step->event);
    err = err ? err : set_unit(this, organ, step, &step->event.unit);
    if (err) {
        return err;
    }
    step->event.due = message->due;
    if (has_given(this)) {
        drop_last(this);
        return 0;
    }
    return set_text(&step->text, _("giao %s, hạn %s, theo văn bản %s%s"),
                    unit_name(this, organ, step->event.unit), civil_format_vn(message->due, due),
                    or_unknown(message->code),
                    message->business == EDXML_REPLACE
                        ? _(" (thay thế văn bản khác: xem lại nhiệm vụ cũ)")
                        : "");
}

static int cancel_paper(struct understanding *this, const struct organ *organ)
{
    const struct edxml *message = this->message;
    const char *about = message->business_document;
    struct edxml_step *step;
    int err = add_step(this, EDXML_CANCEL, organ, &step);
    err = err ? err : fill_event(this, organ, INCOMING_CANCELLED, "revoke", &step->event);
    if (!err) {
        err = *about != '\0' ? set_response(&step->event, "", DAY_NONE, about)
                             : set_response(&step->event, message->code, message->promulgated,
                                            message->document_id);
    }
    return err ? err
               : set_text(&step->text, _("thôi việc theo văn bản %s: nơi gửi đã thu hồi%s%s"),
                          name_of(&step->event.response_for),
                          *message->business_reason != '\0' ? ", " : "", message->business_reason);
}

static int change_paper(struct understanding *this, const struct organ *organ)
{
    const struct edxml *message = this->message;
    const char *about = message->business_document;
    char due[CIVIL_TEXT_SIZE];
    char what[40];
    struct edxml_step *step;
    int err = add_step(this, EDXML_CHANGE, organ, &step);
    (void)snprintf(what, sizeof(what), "update;%s", civil_format_iso(message->due, due));
    err = err ? err : fill_event(this, organ, INCOMING_DUE_CHANGED, what, &step->event);
    err = err ? err : set_unit(this, organ, step, &step->unit);
    if (!err && task_of(route_of(this, organ))) {
        err = set_text(&step->task, "%s", task_of(route_of(this, organ)));
    }
    if (!err) {
        step->event.due = message->due;
        err = *about != '\0' ? set_response(&step->event, "", DAY_NONE, about)
                             : set_response(&step->event, message->code, message->promulgated,
                                            message->document_id);
    }
    return err ? err
               : set_text(&step->text, _("hạn mới %s cho việc theo văn bản %s, theo văn bản %s"),
                          civil_format_vn(message->due, due), name_of(&step->event.response_for),
                          or_unknown(message->code));
}

static int receive(struct understanding *this, const struct organ *organ)
{
    switch (this->message->business) {
    case EDXML_REVOKE:
        return cancel_paper(this, organ);
    case EDXML_NEW:
    case EDXML_REPLACE:
        if (task_of(route_of(this, organ))) {
            return start_row(this, organ, route_of(this, organ));
        }
        return this->message->due != DAY_NONE
                   ? give_task(this, organ)
                   : note(this, organ,
                          _("văn bản đến không ghi hạn xử lý (DueDate): không thành nhiệm vụ, chỉ "
                            "ghi sổ"));
    case EDXML_UPDATE:
        return this->message->due != DAY_NONE
                   ? change_paper(this, organ)
                   : note(this, organ,
                          _("văn bản cập nhật không ghi hạn xử lý (DueDate): chỉ ghi sổ"));
    }
    return ERR_INTERNAL;
}

/* --- a paper that left -------------------------------------------------------------------------------- */

static int answer(struct understanding *this, const struct organ *organ,
                  const struct edxml_response *response)
{
    const struct edxml *message = this->message;
    _cleanup_buf_ struct buf what = {0};
    struct edxml_step *step;
    buf_init(&what, (size_t)8 * EDXML_MAX_ID);
    int err = add_step(this, EDXML_DISCHARGE, organ, &step);
    err = err ? err
              : buf_printf(&what, "answer;%s",
                           *response->document_id != '\0' ? response->document_id : response->code);
    err = err ? err : fill_event(this, organ, INCOMING_ISSUED, buf_str(&what), &step->event);
    err = err ? err : set_speaking_unit(organ, &step->event);
    err = err ? err
              : set_response(&step->event, response->code, response->promulgated,
                             response->document_id);
    return err ? err
               : set_text(&step->text, _("hoàn thành việc theo văn bản %s, bằng văn bản %s"),
                          name_of(&step->event.response_for), or_unknown(message->code));
}

static int send(struct understanding *this, const struct organ *organ)
{
    const struct edxml *message = this->message;
    int err = 0;
    if (message->business == EDXML_REVOKE) {
        return note(
            this, organ,
            _("cơ quan mình thu hồi văn bản đã gửi: chỉ ghi sổ; nếu việc phải làm lại, dùng "
              "dondoc reopen"));
    }
    if (message->response_count == 0) {
        return note(this, organ,
                    _("văn bản đi không ghi trả lời văn bản nào (ResponseFor): chỉ ghi sổ"));
    }
    for (size_t i = 0; i < message->response_count && !err; i++) {
        err = answer(this, organ, &message->responses[i]);
    }
    return err;
}

/* --- statuses ----------------------------------------------------------------------------------------- */

static int speak_of(struct understanding *this, const struct organ *organ, enum edxml_what what,
                    enum incoming_type type, const struct edxml_response *response)
{
    const struct edxml *message = this->message;
    char day[CIVIL_TEXT_SIZE];
    char which[60];
    struct edxml_step *step;
    (void)snprintf(which, sizeof(which), "status;%s;%s", message->status,
                   civil_format_iso(message->status_on, day));
    int err = add_step(this, what, organ, &step);
    if (err) {
        return err;
    }
    step->event.type = type;
    err = set_id(&step->event,
                 *response->document_id != '\0' ? response->document_id : response->code, organ->id,
                 which);
    err = err ? err
              : incoming_set_text(&step->event.department, organ->department, INCOMING_MAX_NAME);
    err = err ? err : set_field(&step->event.subject, message->description, INCOMING_MAX_SUBJECT);
    if (!err && what == EDXML_FINISH) {
        err = set_speaking_unit(organ, &step->event);
    }
    err = err ? err
              : set_response(&step->event, response->code, response->promulgated,
                             response->document_id);
    step->event.document.day = message->status_on;
    return err ? err
               : set_text(&step->text,
                          what == EDXML_FINISH
                              ? _("hoàn thành việc theo văn bản %s (trạng thái %s: %s)")
                              : _("thôi việc theo văn bản %s (trạng thái %s: %s)"),
                          name_of(&step->event.response_for), message->status,
                          edxml_status_text(message->status));
}

static int note_status(struct understanding *this, const struct organ *organ)
{
    const char *text = edxml_status_text(this->message->status);
    struct edxml_step *step;
    int err = add_step(this, EDXML_NOTED, organ, &step);
    return err ? err
               : set_text(&step->text, _("trạng thái %s (%s) của văn bản %s: chỉ ghi sổ"),
                          this->message->status, text ? text : _("không có trong tiêu chuẩn"),
                          or_unknown(this->message->responses[0].code));
}

static bool is_first_of_department(const struct edxml_settings *ours, size_t n)
{
    size_t i = 0;
    while (strcmp(ours->organs[i].department, ours->organs[n].department) != 0) {
        i++;
    }
    return i == n;
}

/* 06 of ours: we are done with a paper that came. 13 of who issued it: it is taken back from all of us. */
static int understand_status(struct understanding *this, const struct organ *from)
{
    const struct edxml *message = this->message;
    const struct edxml_settings *ours = &this->settings->edxml;
    int err = 0;
    for (size_t i = 0; i < message->response_count && !err; i++) {
        const struct edxml_response *response = &message->responses[i];
        const struct organ *issuer = organ_find(ours, response->organ_id);
        if (from && !issuer && strcmp(message->status, "06") == 0) {
            err = speak_of(this, from, EDXML_FINISH, INCOMING_ISSUED, response);
        } else if (!from && !issuer && strcmp(message->status, "13") == 0 &&
                   text_equal_nocase(response->organ_id, message->from.id)) {
            for (size_t j = 0; j < ours->organ_count && !err; j++) {
                err = is_first_of_department(ours, j)
                          ? speak_of(this, &ours->organs[j], EDXML_CANCEL, INCOMING_CANCELLED,
                                     response)
                          : 0;
            }
        } else if (i == 0 && (from || issuer)) {
            err = note_status(this, from ? from : issuer);
        }
    }
    return err;
}

/* --- whole -------------------------------------------------------------------------------------------- */

static bool came_before(const struct edxml *message, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        if (text_equal_nocase(message->to[i].id, message->to[n].id)) {
            return true;
        }
    }
    return false;
}

static int understand_document(struct understanding *this, const struct organ *from)
{
    const struct edxml *message = this->message;
    int err = from ? send(this, from) : 0;
    for (size_t i = 0; i < message->to_count && !err; i++) {
        const struct organ *to = organ_find(&this->settings->edxml, message->to[i].id);
        if (to && to != from && !came_before(message, i)) {
            err = receive(this, to);
        }
    }
    return err;
}

static int refuse_strange(const struct edxml *message, const char *name, struct diag *diag)
{
    diag_addf(diag, DIAG_ERROR, name, 0, 0,
              _("Mã định danh của cơ quan mình ghi ở mục edxml, organ \"…\" trong cấu hình."),
              message->kind == EDXML_STATUS
                  ? _("trạng thái do %s gửi, về văn bản của %s: không liên quan đến cơ quan mình")
                  : _("văn bản do %s gửi %s: không liên quan đến cơ quan mình"),
              message->from.id,
              message->kind == EDXML_STATUS ? message->responses[0].organ_id : message->to[0].id);
    return ERR_REFUSED;
}

int edxml_understand(const struct settings *settings, const struct edxml *message, const char *name,
                     struct edxml_steps *out, struct diag *diag)
{
    struct edxml_steps steps = {0};
    struct understanding this = {.settings = settings, .message = message, .out = &steps};
    const struct organ *from = organ_find(&settings->edxml, message->from.id);
    int err = message->kind == EDXML_STATUS ? understand_status(&this, from)
                                            : understand_document(&this, from);
    if (!err && steps.count == 0) {
        err = refuse_strange(message, name, diag);
    }
    if (err) {
        edxml_steps_clear(&steps);
        return err;
    }
    *out = steps;
    return 0;
}

enum edxml_outcome edxml_outcome(const struct edxml_steps *steps)
{
    enum edxml_outcome worst = EDXML_OUT_NOTED;
    for (size_t i = 0; i < steps->count; i++) {
        const struct edxml_step *step = &steps->items[i];
        enum edxml_outcome one = EDXML_OUT_NOTED;
        if (step->what != EDXML_NOTED) {
            one = step->result.outcome == INCOMING_REFUSED   ? EDXML_OUT_REFUSED
                  : step->result.outcome == INCOMING_PENDING ? EDXML_OUT_PENDING
                                                             : EDXML_OUT_APPLIED;
        }
        worst = one > worst ? one : worst;
    }
    return worst;
}

static int print_result(const struct edxml_step *step, struct buf *out)
{
    const struct incoming_result *result = &step->result;
    const char *reason = result->reason ? result->reason : "";
    if (step->what == EDXML_NOTED) {
        return buf_printf(out, _(" → %s: chỉ ghi sổ"), reason);
    }
    switch (result->outcome) {
    case INCOMING_APPLIED:
        return buf_printf(out, " → %s%s%s", result->occurrence ? result->occurrence : "",
                          result->repeated ? " " : "",
                          result->repeated ? _("(đã nhận trước đây, không làm lại)") : "");
    case INCOMING_PENDING:
        return buf_printf(out, _(" → chờ Văn phòng quyết định (số %lld): %s"),
                          (long long)result->number, reason);
    case INCOMING_REFUSED:
        return buf_printf(out, _(" → từ chối: %s%s%s"), reason, result->remedy ? ". " : "",
                          result->remedy ? result->remedy : "");
    }
    return ERR_INTERNAL;
}

int edxml_steps_print(const struct edxml_steps *steps, struct buf *out)
{
    int err = 0;
    for (size_t i = 0; i < steps->count && !err; i++) {
        const struct edxml_step *step = &steps->items[i];
        err = buf_printf(out, "%s", step->text);
        if (!err && step->applied) {
            err = print_result(step, out);
        }
        err = err ? err : buf_putc(out, '\n');
    }
    return err;
}
