#include "engine/test_notify.h"

#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/err.h"
#include "base/i18n.h"
#include "base/id.h"
#include "lib/engine/acting.h"
#include "lib/engine/events.h"
#include "lib/engine/mailing.h"

#define TEXT_MAX 4000
#define NEAREST 3

void test_notify_clear(struct test_notify *result)
{
    if (result) {
        strings_clear(&result->sent);
        strings_clear(&result->unsent);
    }
}

/* One test under way. */
struct testing {
    struct acting *acting;
    const char *department_name, *unit_name; /* as asked */
    const struct department *department;
    const struct party *unit;
    char ident[ID_SIZE]; /* of this one */
    struct test_notify result;
};

/* --- whom ----------------------------------------------------------------------------------------- */

static const struct party *find_unit(const struct department *department, const char *name)
{
    const struct party *party = department_party(department, name);
    party = party ? party : department_resolve(department, name);
    return party && party->kind != PARTY_GROUP ? party : NULL;
}

static int refuse_unknown(const struct testing *this)
{
    const struct roster *roster = &this->acting->engine->settings->roster;
    const char *nearest[NEAREST];
    _cleanup_buf_ struct buf remedy = {0};
    size_t shown = 0;
    buf_init(&remedy, TEXT_MAX);
    for (size_t i = 0; i < roster->count; i++) {
        size_t count =
            department_nearest(&roster->departments[i], this->unit_name, nearest, NEAREST);
        for (size_t k = 0; k < count; k++, shown++) {
            (void)buf_printf(&remedy, "%s%s", shown > 0 ? "; " : _("Có phải là: "), nearest[k]);
        }
    }
    return acting_refuse(this->acting, ERR_NOT_FOUND,
                         shown > 0 ? buf_str(&remedy)
                                   : _("Ghi mã hoặc tên đơn vị như trong cấu hình."),
                         _("Không cơ quan nào có đơn vị “%s”"), this->unit_name);
}

static int find(struct testing *this)
{
    const struct roster *roster = &this->acting->engine->settings->roster;
    size_t count = 0;
    for (size_t i = 0; i < roster->count; i++) {
        const struct department *department = &roster->departments[i];
        const struct party *unit = find_unit(department, this->unit_name);
        if (unit &&
            (!this->department_name || strcmp(department->id, this->department_name) == 0)) {
            this->department = department;
            this->unit = unit;
            count++;
        }
    }
    if (count > 1) {
        return acting_refuse(this->acting, ERR_EXISTS, _("Thêm --department CQ."),
                             _("Nhiều cơ quan có đơn vị “%s”"), this->unit_name);
    }
    return count == 1 ? 0 : refuse_unknown(this);
}

/* --- what ----------------------------------------------------------------------------------------- */

static const char *name_of(const struct testing *this)
{
    return this->unit->names.count > 0 ? this->unit->names.items[0] : this->unit->id;
}

static int write_text(const struct testing *this, struct buf *out)
{
    char day[CIVIL_TEXT_SIZE];
    const struct acting *acting = this->acting;
    return buf_printf(out,
                      _("Đây là thư thử của phần mềm nhắc việc, gửi theo yêu cầu của %s ngày "
                        "%s.\n\n"
                        "Thư này đến được thì thư nhắc việc của %s cũng đến được địa chỉ này.\n"
                        "Không phải làm gì, không cần trả lời.\n"),
                      acting->action->author, civil_format_vn(acting->today, day), name_of(this));
}

static int send_mail(struct testing *this, const char *address)
{
    struct acting *acting = this->acting;
    _cleanup_buf_ struct buf subject = {0};
    _cleanup_buf_ struct buf text = {0};
    int64_t message;
    const struct mailing_thing thing = {.name = this->ident, .occurrence = this->ident};
    const struct mailing mailing = {
        .engine = acting->engine,
        .department = this->department,
        .recipient = address,
        .day = DAY_NONE,
        .next_at = INSTANT_NONE,
        .class = MAIL_CLASS_IMMEDIATE,
        .now = acting->action->now,
        .undelivered_since = acting->action->now,
        .count = 1,
        .things = &thing,
    };
    I18N_SPEAK(acting->engine->settings->language);
    buf_init(&subject, TEXT_MAX);
    buf_init(&text, TEXT_MAX);
    int err = buf_printf(&subject, _("[Thử] Thư thử gửi %s"), name_of(this));
    err = err ? err : write_text(this, &text);
    err = err ? err : mailing_post_text(&mailing, buf_str(&subject), buf_str(&text), &message);
    /* A person sends it: at any hour. */
    return err ? err : store_message_retry(acting->engine->store, message, acting->action->now);
}

static int send_event(struct testing *this, const char *recipient)
{
    struct acting *acting = this->acting;
    char id[EVENT_ID_SIZE];
    _cleanup_buf_ struct buf text = {0};
    struct event event;
    int64_t message;
    buf_init(&text, TEXT_MAX);
    int err = buf_printf(&text, "%s\n%s", this->ident, recipient);
    if (err) {
        return err;
    }
    events_name_once(buf_str(&text), text.len, id);
    event_init(&event);
    event.id = id;
    event.type = EVENT_TEST;
    event.department = this->department->id;
    event.department_name = this->department->name;
    event.remark = name_of(this);
    return events_post(acting->engine, recipient, &event, acting->action->now, &message);
}

static int send(struct testing *this, const char *recipient)
{
    bool event = events_is_endpoint(recipient);
    if (event && !events_wanted(this->acting->engine, recipient, EVENT_TEST)) {
        return strings_add(&this->result.unsent, recipient);
    }
    int err = event ? send_event(this, recipient) : send_mail(this, recipient);
    return err ? err : strings_add(&this->result.sent, recipient);
}

static int note_test(const struct testing *this)
{
    struct detail detail;
    detail_init(&detail);
    detail_text(&detail, "department", this->department->id);
    detail_text(&detail, "unit", this->unit->id);
    detail_int(&detail, "sent", (int64_t)this->result.sent.count);
    const struct note note = {.at = this->acting->action->now,
                              .kind = "test_notify",
                              .author = this->acting->action->author};
    return note_write(this->acting->engine, &note, &detail);
}

static int test_body(struct acting *acting, void *arg)
{
    struct testing *this = arg;
    _cleanup_(recipients_clear) struct recipients recipients = {0};
    struct strings units = {0};
    this->acting = acting;
    int err = find(this);
    err = err ? err : id_make(this->ident);
    err = err ? err : strings_add(&units, this->unit->id);
    err = err ? err
              : recipients_endpoints(acting->engine, this->department->id, &units, acting->today,
                                     &recipients);
    strings_clear(&units);
    for (size_t i = 0; i < recipients.count && err == 0; i++) {
        err = send(this, recipients.items[i].name);
    }
    if (err == 0 && recipients.count == 0) {
        return acting_refuse(acting, ERR_REFUSED,
                             _("Thêm mail = … hoặc endpoints = … vào mục unit ấy."),
                             _("%s không có địa chỉ thư và endpoint nào"), name_of(this));
    }
    err = err ? err : undelivered_watch(acting->engine, this->department->id, acting->action->now);
    return err ? err : note_test(this);
}

int action_test_notify(struct engine *engine, const struct action *action, const char *department,
                       const char *unit, struct test_notify *out, struct diag *diag)
{
    struct testing this = {.department_name = department, .unit_name = unit};
    int err = acting_run(engine, action, NULL, diag, test_body, &this);
    if (err < 0) {
        test_notify_clear(&this.result);
        return err;
    }
    *out = this.result;
    return 0;
}
