#include "engine/answer.h"

#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/err.h"
#include "base/i18n.h"
#include "base/text.h"
#include "base/utf8.h"
#include "engine/silences.h"
#include "lib/engine/answering.h"
#include "render/answer_page.h"

#define RECEIVED_MAX 20 /* answers "we have got it" that are recorded of one occurrence */
#define REFUSALS_MS ((instant_t)60 * 60 * 1000)
#define AUTHOR_MAX 400
#define SENTENCE_MAX 4000

const char *answer_status_name(enum answer_status status)
{
    static const char *const names[] = {"shown",   "recorded", "invalid", "settled",
                                        "unknown", "expired",  "foreign", "withdrawn"};
    return names[status];
}

void answer_reply_clear(struct answer_reply *reply)
{
    if (reply) {
        free(reply->html);
        *reply = (struct answer_reply){.html = NULL};
    }
}

static bool has_links(const struct engine *engine)
{
    return engine->link_keys.count > 0 && engine->answer_page;
}

int engine_answer_page(struct engine *engine, const char *token, instant_t now,
                       struct answer_reply *out)
{
    struct answering answering;
    struct answer_reply reply = {.html = NULL};
    if (!has_links(engine)) {
        return ERR_NOT_FOUND;
    }
    int err = answering_open(engine, token, now, &answering);
    if (err < 0) {
        return err;
    }
    reply.status = answering.status;
    err = answering_page(&answering, NULL, NULL, &reply.html);
    answering_clear(&answering);
    if (err == 0) {
        *out = reply;
    }
    return err;
}

/* --- what is refused ---------------------------------------------------------------------------- */

/* One answer under way. */
struct sending {
    struct answering answering;
    const struct answer_form *form; /* NULL: it could not be read */
    char author[AUTHOR_MAX];
    struct answer_reply reply;
    struct buf recorded; /* what was recorded, a sentence */
    struct buf said;     /* a problem that names a value */
    struct answer_problem problems[ANSWER_MAX_PROBLEMS];
    struct answering_form bad;
    const char *reason; /* the first thing that is wrong, for the ledger; NULL: nothing */
};

/* field: that it is about; NULL: none. */
static void complain(struct sending *sending, const char **field, const char *reason,
                     const char *what, const char *remedy)
{
    if (field) {
        *field = what;
    }
    sending->reason = sending->reason ? sending->reason : reason;
    if (sending->bad.problem_count < ANSWER_MAX_PROBLEMS) {
        sending->problems[sending->bad.problem_count++] = (struct answer_problem){what, remedy};
    }
}

/* Whoever can reach us could fill the ledger: there is room for so many an hour. *count: how many were
 * left out before this one; < 0: this one is too. */
static void budget(struct engine *engine, instant_t now, int64_t *left_out)
{
    struct engine_refusals *all = &engine->refusals;
    *left_out = 0;
    if (now < all->since || now - all->since >= REFUSALS_MS) {
        *left_out = all->left_out;
        *all = (struct engine_refusals){.since = now};
    }
    if (all->count == ANSWER_MAX_REFUSALS) {
        all->left_out++;
        *left_out = -1;
    } else {
        all->count++;
    }
}

static int write_refusal(const struct sending *sending, int64_t left_out)
{
    const struct answering *answering = &sending->answering;
    struct detail detail;
    detail_init(&detail);
    if (answering->link.code[0] != '\0') {
        detail_text(&detail, "act", answer_act_name(answering->link.act));
    }
    detail_text(&detail, "reason", sending->reason);
    if (sending->form && answering->recipient) {
        detail_text(&detail, "document", sending->form->document);
        detail_text(&detail, "sent_on", sending->form->on);
    }
    if (left_out > 0) {
        detail_int(&detail, "left_out", left_out);
    }
    const struct note note = {.at = answering->now,
                              .kind = "answer_refused",
                              .occurrence = answering->occurrence,
                              .recipient = answering->recipient,
                              .author = sending->author};
    int err = store_txn_begin(answering->engine->store);
    if (err < 0) {
        detail_clear(&detail);
        return err;
    }
    err = note_write(answering->engine, &note, &detail);
    if (err < 0) {
        store_txn_rollback(answering->engine->store);
        return err;
    }
    return store_txn_commit(answering->engine->store);
}

static int refuse(struct sending *sending, enum answer_status status)
{
    int64_t left_out;
    sending->reply.status = status;
    budget(sending->answering.engine, sending->answering.now, &left_out);
    sending->reply.quiet = left_out < 0;
    return left_out < 0 ? 0 : write_refusal(sending, left_out);
}

/* --- what a form says ---------------------------------------------------------------------------- */

static const char *or_empty(const char *text)
{
    return text ? text : "";
}

static void check_document(struct sending *sending)
{
    const char *document = or_empty(sending->form->document);
    if (text_is_blank(document)) {
        complain(sending, &sending->bad.document_bad, "document_missing",
                 _("Thiếu số, ký hiệu văn bản kết quả."), _("Ghi số, ký hiệu, ví dụ 12/BC-VP."));
    } else if (strlen(document) > ANSWER_MAX_DOCUMENT) {
        complain(sending, &sending->bad.document_bad, "document_long",
                 _("Số, ký hiệu văn bản quá dài."),
                 _("Chỉ ghi số, ký hiệu, ví dụ 12/BC-VP; điều khác ghi ở ghi chú."));
    } else if (utf8_has_control(document, strlen(document))) {
        complain(sending, &sending->bad.document_bad, "document_control",
                 _("Số, ký hiệu văn bản có ký tự điều khiển."), _("Hãy gõ lại."));
    }
}

static void check_note(struct sending *sending, bool required)
{
    const char *note = or_empty(sending->form->note);
    if (required && text_is_blank(note)) {
        complain(sending, &sending->bad.note_bad, "note_missing", _("Thiếu nội dung phản hồi."),
                 _("Ghi nguyên nhân và ngày sẽ hoàn thành."));
    } else if (strlen(note) > ANSWER_MAX_NOTE) {
        complain(sending, &sending->bad.note_bad, "note_long", _("Ghi chú quá dài."),
                 _("Rút gọn ghi chú."));
    } else if (utf8_has_control(note, strlen(note))) {
        complain(sending, &sending->bad.note_bad, "note_control", _("Ghi chú có ký tự điều khiển."),
                 _("Hãy gõ lại."));
    }
}

/* Cut between two characters: a page is made of whole ones only. */
static void complain_unread(struct sending *sending, const char *on)
{
    char shown[ANSWER_MAX_ON + 1] = "";
    memcpy(shown, on, utf8_cut(on, strlen(on), ANSWER_MAX_ON));
    (void)buf_printf(&sending->said, _("Không đọc được ngày “%.40s”."), shown);
    complain(sending, &sending->bad.on_bad, "date_unreadable", buf_str(&sending->said),
             _("Ghi ngày dạng ngày/tháng/năm, ví dụ 18/3/2022."));
}

static void check_day(struct sending *sending, day_t *day)
{
    char text[CIVIL_TEXT_SIZE];
    const char *on = or_empty(sending->form->on);
    const day_t today = sending->answering.today;
    int err = strlen(on) > ANSWER_MAX_ON ? ERR_FORMAT : civil_parse_any(on, day);
    if (err == 0 && *day <= today && *day >= today - ANSWER_MAX_AGE) {
        return;
    }
    if (text_is_blank(on)) {
        complain(sending, &sending->bad.on_bad, "date_missing", _("Thiếu ngày văn bản."),
                 _("Ghi ngày dạng ngày/tháng/năm, ví dụ 18/3/2022."));
    } else if (err == ERR_RANGE) {
        (void)buf_printf(&sending->said, _("Không có ngày “%s”."), on);
        complain(sending, &sending->bad.on_bad, "date_unreadable", buf_str(&sending->said),
                 _("Ghi ngày dạng ngày/tháng/năm, ví dụ 18/3/2022."));
    } else if (err < 0) {
        complain_unread(sending, on);
    } else if (*day > today) {
        (void)buf_printf(&sending->said, _("Ngày %s còn ở phía trước."),
                         civil_format_vn(*day, text));
        complain(sending, &sending->bad.on_bad, "date_in_future", buf_str(&sending->said),
                 _("Ghi ngày đã qua hoặc hôm nay."));
    } else {
        (void)buf_printf(&sending->said, _("Ngày %s đã cách đây hơn một năm."),
                         civil_format_vn(*day, text));
        complain(sending, &sending->bad.on_bad, "date_too_old", buf_str(&sending->said),
                 _("Kiểm tra lại năm; nếu đúng, đề nghị trả lời thư để đơn vị theo dõi ghi nhận."));
    }
}

/* --- acting -------------------------------------------------------------------------------------- */

/* The action looked again, inside its transaction, and would not. */
static int refuse_late(struct sending *sending, int err, const struct diag *diag)
{
    if (err != ERR_NOT_FOUND && err != ERR_REFUSED && err != ERR_INVALID && err != ERR_EXISTS) {
        return err;
    }
    const char *what = diag->count > 0 ? diag->items[0].message : err_text(err);
    int limit = buf_printf(&sending->said, "%s.", what);
    complain(sending, NULL, "refused", limit < 0 ? err_text(err) : buf_str(&sending->said), NULL);
    return refuse(sending, ANSWER_INVALID);
}

static int say_done(struct sending *sending, day_t day, bool again)
{
    char text[CIVIL_TEXT_SIZE];
    sending->reply.status = ANSWER_RECORDED;
    sending->reply.changed = !again;
    return buf_printf(&sending->recorded,
                      again ? _("Đã ghi nhận từ trước: hoàn thành bằng văn bản %s ngày %s.")
                            : _("Đã ghi nhận hoàn thành bằng văn bản %s ngày %s."),
                      sending->form->document, civil_format_vn(day, text));
}

static int send_done(struct sending *sending)
{
    struct answering *answering = &sending->answering;
    const struct action action = {.now = answering->now, .author = sending->author};
    const char *note = or_empty(sending->form->note);
    day_t day = DAY_NONE;
    check_document(sending);
    check_day(sending, &day);
    check_note(sending, false);
    if (sending->reason) {
        return refuse(sending, ANSWER_INVALID);
    }
    _cleanup_diag_ struct diag diag = {0};
    int err = action_done(answering->engine, &action, answering->occurrence,
                          sending->form->document, day, *note != '\0' ? note : NULL, NULL, &diag);
    return err < 0 ? refuse_late(sending, err, &diag) : say_done(sending, day, false);
}

/* Sent twice (a second click, a reload of the page): the answer that stands is the same. */
static bool was_sent_before(const struct sending *sending, day_t *day)
{
    const struct occurrence_row *row = answering_row(&sending->answering);
    return sending->form && sending->answering.link.act == ANSWER_DONE &&
           row->dates.outcome == OUTCOME_DONE &&
           text_equal(or_empty(row->document), or_empty(sending->form->document)) &&
           civil_parse_any(or_empty(sending->form->on), day) == 0 && *day == row->dates.done_on;
}

static int say_received(struct sending *sending, bool again)
{
    sending->reply.status = ANSWER_RECORDED;
    sending->reply.changed = !again;
    return buf_puts(&sending->recorded,
                    again ? _("Đã ghi nhận từ trước.")
                    : answering_is_overdue(&sending->answering)
                        ? _("Đã ghi nhận phản hồi của đơn vị; việc vẫn được theo dõi cho đến khi "
                            "hoàn thành.")
                        : _("Đã ghi nhận đơn vị đã nhận việc."));
}

static bool same_note(const struct answering_entry *entry, const char *note)
{
    struct detail detail;
    detail_init(&detail);
    detail_text(&detail, "note", note);
    const char *text = buf_str(&detail.text);
    bool same =
        detail.err == 0 && (*note == '\0' ? !strstr(or_empty(entry->detail), "\"note\":")
                                          : strstr(or_empty(entry->detail), text + 1) != NULL);
    detail_clear(&detail);
    return same;
}

/* Whether the same is on record since the task was last opened or dated anew. */
static int was_received(const struct sending *sending, const char *kind, bool *same, size_t *count)
{
    static const char *const anew[] = {"reopened", "returned",  "extended",
                                       "dated",    "replanned", NULL};
    const char *const kinds[] = {kind, NULL};
    struct answering_entry said;
    struct answering_entry opened = {.at = INSTANT_NONE};
    int err = answering_last(&sending->answering, kinds, sending->author, &said);
    if (err < 0) {
        return err;
    }
    err = answering_last(&sending->answering, anew, NULL, &opened);
    *count = said.count;
    *same = err == 0 && said.at != INSTANT_NONE && said.at >= opened.at &&
            same_note(&said, or_empty(sending->form->note));
    answering_entry_clear(&said);
    answering_entry_clear(&opened);
    return err;
}

static int send_ack(struct sending *sending)
{
    struct answering *answering = &sending->answering;
    const struct action action = {.now = answering->now, .author = sending->author};
    bool overdue = answering_is_overdue(answering);
    const char *note = or_empty(sending->form->note);
    bool same = false;
    size_t count = 0;
    check_note(sending, overdue);
    int err = sending->reason
                  ? 0
                  : was_received(sending, overdue ? "acknowledged" : "received", &same, &count);
    if (err < 0 || same) {
        return err < 0 ? err : say_received(sending, true);
    }
    if (count >= RECEIVED_MAX) {
        complain(sending, NULL, "too_many", _("Đã ghi nhận nhiều lần trả lời cho việc này."),
                 _("Đề nghị trả lời thư để trao đổi thêm."));
    }
    if (sending->reason) {
        return refuse(sending, ANSWER_INVALID);
    }
    _cleanup_diag_ struct diag diag = {0};
    err = overdue ? action_ack(answering->engine, &action, answering->occurrence, note, NULL, &diag)
                  : action_received(answering->engine, &action, answering->occurrence, note, NULL,
                                    &diag);
    return err < 0 ? refuse_late(sending, err, &diag) : say_received(sending, false);
}

static int send_settled(struct sending *sending)
{
    day_t day = DAY_NONE;
    if (was_sent_before(sending, &day)) {
        return say_done(sending, day, true);
    }
    sending->reason = answering_row(&sending->answering)->dates.outcome == OUTCOME_DONE
                          ? "already_done"
                          : "not_open";
    return refuse(sending, ANSWER_SETTLED);
}

static int send(struct sending *sending)
{
    switch (sending->answering.status) {
    case ANSWER_SHOWN:
        break;
    case ANSWER_SETTLED:
        return send_settled(sending);
    case ANSWER_UNKNOWN:
    case ANSWER_EXPIRED:
    case ANSWER_FOREIGN:
    case ANSWER_WITHDRAWN:
    case ANSWER_RECORDED:
    case ANSWER_INVALID:
        sending->reason = answer_status_name(sending->answering.status);
        return refuse(sending, sending->answering.status);
    }
    if (!sending->form) {
        complain(sending, NULL, "malformed",
                 _("Nội dung gửi lên không đọc được; chưa ghi nhận gì."),
                 _("Mở lại liên kết trong thư và gửi lại."));
        return refuse(sending, ANSWER_INVALID);
    }
    return sending->answering.link.act == ANSWER_DONE ? send_done(sending) : send_ack(sending);
}

/* After an answer the task is shown as it stands now. */
static int show(struct sending *sending, const char *token)
{
    struct answering *answering = &sending->answering;
    if (sending->reply.changed) {
        struct answering fresh;
        int err = answering_open(answering->engine, token, answering->now, &fresh);
        if (err < 0) {
            return err;
        }
        answering_clear(answering);
        *answering = fresh;
    }
    if (sending->reply.status == ANSWER_RECORDED) {
        answering->status = ANSWER_RECORDED;
    }
    sending->bad.sent = sending->form;
    sending->bad.problems = sending->problems;
    return answering_page(answering, sending->recorded.len > 0 ? buf_str(&sending->recorded) : NULL,
                          &sending->bad, &sending->reply.html);
}

static int answer(struct engine *engine, const char *token, const struct answer_form *form,
                  instant_t now, struct answer_reply *out)
{
    struct sending sending = {.form = form};
    if (!has_links(engine)) {
        return ERR_NOT_FOUND;
    }
    int err = answering_open(engine, token, now, &sending.answering);
    if (err < 0) {
        return err;
    }
    buf_init(&sending.recorded, SENTENCE_MAX);
    buf_init(&sending.said, SENTENCE_MAX);
    snprintf(sending.author, sizeof sending.author, ANSWER_AUTHOR "%s",
             sending.answering.recipient ? sending.answering.recipient : "?");
    err = send(&sending);
    err = err ? err : show(&sending, token);
    if (err == 0) {
        *out = sending.reply;
    } else {
        answer_reply_clear(&sending.reply);
    }
    answering_clear(&sending.answering);
    buf_clear(&sending.recorded);
    buf_clear(&sending.said);
    return err;
}

int engine_answer(struct engine *engine, const char *token, const struct answer_form *form,
                  instant_t now, struct answer_reply *out)
{
    return answer(engine, token, form, now, out);
}

int engine_answer_unreadable(struct engine *engine, const char *token, instant_t now,
                             struct answer_reply *out)
{
    return answer(engine, token, NULL, now, out);
}
