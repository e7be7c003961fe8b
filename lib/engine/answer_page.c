/* What the page behind a link says. */
#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/err.h"
#include "base/i18n.h"
#include "lib/engine/answering.h"
#include "render/answer_page.h"

#define PAGE_MAX ((size_t)1 << 20)
#define SENTENCE_MAX 4000

/* A page in the making, and the texts it owns. */
struct making {
    const struct answering *answering;
    struct answer_page page;
    struct buf first, second; /* of a problem that names things */
    char until[CIVIL_TEXT_SIZE];
    char today[CIVIL_TEXT_SIZE];
};

static void add_problem(struct making *making, const char *what, const char *remedy)
{
    if (making->page.problem_count < ANSWER_MAX_PROBLEMS) {
        making->page.problems[making->page.problem_count++] = (struct answer_problem){what, remedy};
    }
}

static const char *ask_again(void)
{
    return _("Đề nghị dùng liên kết trong thư đôn đốc mới nhất, hoặc trả lời thư ấy.");
}

/* "15/03/2022 08:05". */
static int put_instant(const struct answering *answering, instant_t at, struct buf *out)
{
    char day[CIVIL_TEXT_SIZE];
    int minute = offset_minute(at, answering->engine->settings->utc_offset);
    return buf_printf(out, "%s %02d:%02d", civil_format_vn(engine_day(answering->engine, at), day),
                      minute / 60, minute % 60);
}

/* Who recorded it, as people read it. */
static const char *author_name(const char *author)
{
    size_t len = sizeof(ANSWER_AUTHOR) - 1;
    return author && strncmp(author, ANSWER_AUTHOR, len) == 0 ? author + len : author;
}

static int describe_done(struct making *making)
{
    static const char *const kinds[] = {"done", NULL};
    const struct occurrence_row *row = answering_row(making->answering);
    char day[CIVIL_TEXT_SIZE];
    struct answering_entry entry;
    int err = answering_last(making->answering, kinds, NULL, &entry);
    if (err < 0) {
        return err;
    }
    err = buf_printf(&making->first, _("Việc này đã được ghi nhận hoàn thành: văn bản %s ngày %s"),
                     row->document && *row->document ? row->document : "–",
                     civil_format_vn(row->dates.done_on, day));
    if (err == 0 && entry.at != INSTANT_NONE) {
        err = buf_puts(&making->first, _("; ghi lúc "));
        err = err ? err : put_instant(making->answering, entry.at, &making->first);
        err = err ? err
                  : buf_printf(&making->first, _(", người ghi: %s"),
                               entry.author ? author_name(entry.author) : "–");
    }
    err = err ? err : buf_putc(&making->first, '.');
    answering_entry_clear(&entry);
    making->page.recorded = buf_str(&making->first);
    return err;
}

static int explain_settled(struct making *making)
{
    const struct occurrence_row *row = answering_row(making->answering);
    making->page.heading = _("Việc đã được ghi nhận");
    if (row->dates.outcome == OUTCOME_DONE) {
        return describe_done(making);
    }
    if (row->dates.outcome == OUTCOME_EXEMPT) {
        add_problem(making, _("Việc này đã được miễn, không phải thực hiện nữa."), NULL);
    } else {
        making->page.heading = _("Việc chưa phát sinh");
        add_problem(making, _("Việc này còn chờ văn bản hoặc sự kiện phát sinh."), NULL);
    }
    return 0;
}

static int explain_foreign(struct making *making)
{
    const struct answering *answering = making->answering;
    making->page.heading = _("Liên kết không còn hiệu lực với nơi nhận này");
    int err =
        buf_printf(&making->first,
                   answering->shared
                       ? _("Liên kết được gửi cho %s khi việc này còn do một đơn vị thực hiện; nay "
                           "nhiều đơn vị "
                           "cùng thực hiện, mỗi đơn vị báo phần việc của mình. Chưa ghi nhận gì.")
                       : _("Liên kết được gửi cho %s, hiện không còn là địa chỉ của đơn vị thực "
                           "hiện việc này; chưa ghi nhận gì."),
                   answering->recipient);
    add_problem(making, buf_str(&making->first),
                answering->shared ? ask_again()
                                  : _("Đề nghị đơn vị đang thực hiện trả lời bằng thư của mình."));
    return err;
}

static int explain(struct making *making)
{
    const struct answering *answering = making->answering;
    int err;
    switch (answering->status) {
    case ANSWER_UNKNOWN:
        making->page.heading = _("Liên kết không đúng");
        add_problem(making, _("Không có liên kết nào như vậy; chưa ghi nhận gì."), ask_again());
        return 0;
    case ANSWER_EXPIRED:
        making->page.heading = _("Liên kết đã hết hạn");
        err = buf_printf(&making->first,
                         _("Liên kết này chỉ dùng được đến hết ngày %s; chưa ghi nhận gì."),
                         making->until);
        add_problem(making, buf_str(&making->first), ask_again());
        return err;
    case ANSWER_FOREIGN:
        return explain_foreign(making);
    case ANSWER_WITHDRAWN:
        making->page.heading = _("Việc không còn trong kế hoạch");
        add_problem(making, _("Việc này đã được rút khỏi kế hoạch; không cần trả lời nữa."), NULL);
        return 0;
    case ANSWER_SETTLED:
        return explain_settled(making);
    case ANSWER_SHOWN:
    case ANSWER_RECORDED:
    case ANSWER_INVALID:
        break;
    }
    return 0;
}

static void title_form(struct making *making)
{
    struct answer_page *page = &making->page;
    bool done = making->answering->link.act == ANSWER_DONE;
    bool overdue = answering_is_overdue(making->answering);
    page->done = done;
    page->note_required = !done && overdue;
    page->heading = done      ? _("Báo đã hoàn thành")
                    : overdue ? _("Đã nhận việc: phản hồi về việc quá hạn")
                              : _("Báo đã nhận việc");
    page->button = done      ? _("Ghi nhận đã hoàn thành")
                   : overdue ? _("Gửi phản hồi")
                             : _("Ghi nhận đã nhận việc");
}

/* That the unit has said so before does not keep it from saying more. */
static int show_received(struct making *making)
{
    static const char *const kinds[] = {"received", "acknowledged", NULL};
    struct answering_entry entry;
    if (making->answering->link.act != ANSWER_ACK || making->page.recorded) {
        return 0;
    }
    int err = answering_last(making->answering, kinds, NULL, &entry);
    if (err == 0 && entry.at != INSTANT_NONE) {
        err = buf_puts(&making->second, _("Đã được ghi nhận lúc "));
        err = err ? err : put_instant(making->answering, entry.at, &making->second);
        err = err ? err
                  : buf_printf(&making->second, _(", người ghi: %s."),
                               entry.author ? author_name(entry.author) : "–");
        making->page.recorded = buf_str(&making->second);
    }
    answering_entry_clear(&entry);
    return err;
}

static void fill_form(struct making *making, const struct answering_form *form)
{
    struct answer_page *page = &making->page;
    page->form = true;
    page->on = making->today;
    if (!form) {
        return;
    }
    if (form->sent) {
        page->document = form->sent->document;
        page->on = form->sent->on;
        page->note = form->sent->note;
    }
    page->document_bad = form->document_bad;
    page->on_bad = form->on_bad;
    page->note_bad = form->note_bad;
    for (size_t i = 0; i < form->problem_count; i++) {
        add_problem(making, form->problems[i].what, form->problems[i].remedy);
    }
}

static void fill_frame(struct making *making)
{
    const struct answering *answering = making->answering;
    struct answer_page *page = &making->page;
    const struct occurrence_row *row = answering_row(answering);
    page->today = answering->today;
    page->until = civil_format_vn(answering->link.until, making->until);
    (void)civil_format_vn(answering->today, making->today);
    page->recipient = answering->recipient;
    if (!row) {
        return;
    }
    const struct subject *subject = &answering->items.subjects[0];
    const struct party *office =
        subject->department ? department_office(subject->department) : NULL;
    page->department = subject->department ? subject->department->name : NULL;
    page->office = office && office->names.count > 0 ? office->names.items[0] : NULL;
    page->office_mail = subject->department && subject->department->reply_to
                            ? subject->department->reply_to
                        : office && office->mail.count > 0 ? office->mail.items[0]
                                                           : NULL;
    page->item = &answering->items.items[0];
    page->unit = answering->role == ROLE_OFFICE ? page->office : subject->unit;
    page->state = occurrence_state_label(engine_state(answering->engine, row, answering->today));
    page->open = row->dates.outcome == OUTCOME_OPEN;
}

static int fill(struct making *making, const char *recorded, const struct answering_form *form)
{
    fill_frame(making);
    making->page.recorded = recorded;
    if (making->answering->status == ANSWER_SHOWN) {
        title_form(making);
        fill_form(making, form);
        return show_received(making);
    }
    if (making->answering->status == ANSWER_RECORDED) {
        making->page.heading = _("Đã ghi nhận, xin cảm ơn");
        making->page.recorded_by = making->answering->recipient;
        return 0;
    }
    int err = explain(making);
    for (size_t i = 0; form && i < form->problem_count; i++) {
        add_problem(making, form->problems[i].what, form->problems[i].remedy);
    }
    return err;
}

int answering_page(const struct answering *answering, const char *recorded,
                   const struct answering_form *form, char **html)
{
    struct making making = {.answering = answering};
    _cleanup_buf_ struct buf out = {0};
    buf_init(&making.first, SENTENCE_MAX);
    buf_init(&making.second, SENTENCE_MAX);
    buf_init(&out, PAGE_MAX);
    int err = fill(&making, recorded, form);
    if (err == 0) {
        err = answer_page_render(answering->engine->answer_page, &making.page, &out);
    }
    if (err == 0) {
        *html = buf_steal(&out);
        err = *html ? 0 : ERR_NOMEM;
    }
    buf_clear(&making.first);
    buf_clear(&making.second);
    return err;
}
