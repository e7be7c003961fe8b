/* What happens to occurrences, told to endpoints. */
#include <string.h>

#include "base/cleanup.h"
#include "base/err.h"
#include "base/i18n.h"
#include "base/id.h"
#include "lib/engine/events.h"
#include "store/outbox.h"

/* One thing that happened, under way. */
struct announcement {
    struct engine *engine;
    const struct occurrence_row *row;
    const struct occasion *occasion;
    instant_t now;
    struct strings told; /* endpoints that heard of it already, in another role */
    size_t made;
};

static int is_known(const struct announcement *this, const char *id, bool *out)
{
    struct message_row row;
    store_message_init(&row);
    int err = store_message_by_ident(this->engine->store, id, &row);
    *out = err == 0;
    store_message_clear(&row);
    return err == ERR_NOT_FOUND ? 0 : err;
}

/* Chance, for what may happen again; *skip: it need not be told. */
static int name_it(const struct announcement *this, const char *recipient,
                   char id[static EVENT_ID_SIZE], bool *skip)
{
    const struct occasion *occasion = this->occasion;
    bool opens = occasion->type == EVENT_OPENED;
    bool known = false;
    *skip = false;
    if (opens || (occasion->if_known && events_wanted(this->engine, recipient, EVENT_OPENED))) {
        int err = events_name_opened(this->row->id, recipient, id);
        if (err == 0) {
            err = is_known(this, id, &known);
        }
        *skip = known == opens;
        if (err < 0 || opens || *skip) {
            return err;
        }
    }
    char random[ID_SIZE];
    int err = id_make(random);
    if (err == 0) {
        snprintf(id, EVENT_ID_SIZE, "msg_%s", random);
    }
    return err;
}

static int post(struct announcement *this, const struct notice_row *notice, const char *id)
{
    struct subject subject;
    bool fit;
    int64_t message;
    const struct occasion *occasion = this->occasion;
    day_t today = engine_day(this->engine, this->now);
    int err = subject_read(this->engine, notice, &subject, &fit);
    if (err < 0) {
        return err;
    }
    enum occurrence_state state = engine_state(this->engine, &subject.row, today);
    struct event event;
    event_init(&event);
    event.id = id;
    event.type = occasion->type;
    event.state = &state;
    events_fill(this->engine, notice, &subject, today, &event);
    if (occasion->document) {
        event.document = occasion->document;
        event.document_day = occasion->document_day;
    }
    event.old_due = occasion->old_due;
    event.author = occasion->author;
    err = events_post(this->engine, notice->recipient, &event, this->now, &message);
    this->made += err == 0;
    subject_clear(&subject);
    return err;
}

static int tell_one(struct announcement *this, const struct recipient *recipient, enum role role)
{
    char id[EVENT_ID_SIZE];
    bool skip = false;
    const struct notice_row notice = {
        .occurrence = this->row->id,
        .anchor = this->row->dates.due,
        .role = role,
        .unit = recipient->unit,
        .department = this->row->department,
        .recipient = recipient->name,
    };
    if (!events_is_endpoint(recipient->name) || strings_find(&this->told, recipient->name) >= 0 ||
        !events_wanted(this->engine, recipient->name, this->occasion->type)) {
        return 0;
    }
    int err = strings_add(&this->told, recipient->name);
    if (err == 0) {
        err = name_it(this, recipient->name, id, &skip);
    }
    return err < 0 || skip ? err : post(this, &notice, id);
}

static int tell_all(struct announcement *this, const struct recipients *recipients, enum role role)
{
    int err = 0;
    for (size_t i = 0; i < recipients->count && err == 0; i++) {
        err = tell_one(this, &recipients->items[i], role);
    }
    return err;
}

static int finish(struct announcement *this, int err)
{
    strings_clear(&this->told);
    return err == 0 && this->made > 0
               ? undelivered_watch(this->engine, this->row->department, this->now)
               : err;
}

int events_open(struct engine *engine, const struct occurrence_row *row,
                const struct recipients *recipients, enum role role, instant_t now)
{
    const struct occasion occasion = {.type = EVENT_OPENED,
                                      .document_day = DAY_NONE,
                                      .old_due = DAY_NONE};
    struct announcement this = {.engine = engine, .row = row, .occasion = &occasion, .now = now};
    return finish(&this, tell_all(&this, recipients, role));
}

static int tell_role(struct announcement *this, const struct task_row *task, enum role role)
{
    _cleanup_(recipients_clear) struct recipients recipients = {0};
    int err = recipients_of(this->engine, this->row, task, role,
                            engine_day(this->engine, this->now), &recipients);
    return err == 0 ? tell_all(this, &recipients, role) : err;
}

int events_tell(struct engine *engine, const struct occurrence_row *row,
                const struct occasion *occasion, instant_t now)
{
    I18N_SPEAK(engine->settings->language);
    static const enum role roles[] = {ROLE_LEAD, ROLE_COORDINATING};
    struct announcement this = {.engine = engine, .row = row, .occasion = occasion, .now = now};
    _cleanup_(store_task_clear) struct task_row task = {0};
    int err = engine->settings->endpoint_count > 0 ? 0 : 1; /* nobody hears */
    bool found = false;
    if (err == 0 && row->plan && row->stt) {
        err = store_task_get(engine->store, row->plan, row->stt, &task);
        found = err == 0;
        err = err == ERR_NOT_FOUND ? 0 : err;
    }
    for (size_t i = 0; i < sizeof roles / sizeof roles[0] && err == 0; i++) {
        if (planning_has_role(engine, row, roles[i])) {
            err = tell_role(&this, found ? &task : NULL, roles[i]);
        }
    }
    return finish(&this, err > 0 ? 0 : err);
}
