#include "lib/engine/events.h"

#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/err.h"
#include "base/i18n.h"
#include "base/sign.h"
#include "base/text.h"
#include "render/shape.h"
#include "store/outbox.h"

#define EVENT_MAX_BODY ((size_t)1 << 20)
#define EVENT_MAX_PATH 4096
#define ENDPOINT_PREFIX "endpoint:"

bool events_is_endpoint(const char *recipient)
{
    return text_starts_with(recipient, ENDPOINT_PREFIX);
}

bool events_wanted(const struct engine *engine, const char *recipient, enum event_type type)
{
    const struct endpoint *endpoint =
        events_is_endpoint(recipient)
            ? settings_endpoint(engine->settings, recipient + strlen(ENDPOINT_PREFIX))
            : NULL;
    return !endpoint || (endpoint->events & EVENT_BIT(type)) != 0;
}

/* --- names ---------------------------------------------------------------------------------------- */

void events_name_once(const char *text, size_t len, char out[static EVENT_ID_SIZE])
{
    char hex[SIGN_HEX_SIZE];
    sign_sha256_hex(text, len, hex);
    snprintf(out, EVENT_ID_SIZE, "msg_%.32s", hex);
}

int events_name_opened(const char *occurrence, const char *recipient,
                       char out[static EVENT_ID_SIZE])
{
    _cleanup_buf_ struct buf text = {0};
    buf_init(&text, 4096);
    int err = buf_printf(&text, "%s\n%s\n%s", event_type_name(EVENT_OPENED), occurrence, recipient);
    if (err == 0) {
        events_name_once(buf_str(&text), text.len, out);
    }
    return err;
}

/* The same notice has the same id, whatever happens in between. */
static int name_event(const struct notice_row *notice, char out[static EVENT_ID_SIZE])
{
    char stage[STAGE_TEXT_SIZE];
    _cleanup_buf_ struct buf text = {0};
    if (notice->stage.kind == STAGE_OPENING) {
        return events_name_opened(notice->occurrence, notice->recipient, out);
    }
    buf_init(&text, 4096);
    int err = buf_printf(&text, "%s\n%s\n%d\n%s\n%s", notice->occurrence,
                         stage_format(notice->stage, stage), (int)notice->anchor,
                         role_name(notice->role), notice->recipient);
    if (err == 0) {
        events_name_once(buf_str(&text), text.len, out);
    }
    return err;
}

/* --- what they say -------------------------------------------------------------------------------- */

void events_fill(const struct engine *engine, const struct notice_row *notice,
                 const struct subject *subject, day_t today, struct event *event)
{
    const struct occurrence_row *row = &subject->row;
    const struct task_row *task = &subject->task;
    event->occurrence = notice->occurrence;
    event->code = row->code;
    event->parent = row->parent;
    event->department = notice->department;
    event->department_name = subject->department ? subject->department->name : NULL;
    event->unit = row->unit ? row->unit : notice->unit;
    event->unit_name = subject->unit;
    event->role = notice->role;
    event->plan = subject->has_row ? row->plan : task->plan;
    if (subject->section) {
        event->plan_number = subject->section->number;
        event->plan_title = subject->section->title;
    }
    event->plan_issued = subject->section ? subject->section->issued : DAY_NONE;
    if (subject->assigned) {
        event->plan_title = _(ORIGIN_TITLE);
        event->plan_number = subject->origin.document;
        event->plan_issued = subject->origin.document ? subject->origin.issued : DAY_NONE;
    }
    event->stt = subject->has_task ? task->stt : row->stt;
    event->group = task->group;
    event->content = subject->figures ? subject->figures : task->content;
    event->product = task->product;
    event->label = row->label;
    event->time_phrase = task->time;
    event->lead = &task->lead;
    event->lead_count = task->lead && *task->lead != '\0' ? 1 : 0;
    event->coordinating = &task->coordinating;
    event->coordinating_count = task->coordinating && *task->coordinating != '\0' ? 1 : 0;
    event->period = subject->period;
    event->start = subject->has_row ? row->dates.start : DAY_NONE;
    event->due = subject->has_row ? row->dates.due : DAY_NONE;
    event->act_by = subject->has_row ? row->act_by : DAY_NONE;
    event->document = row->document;
    event->document_day = subject->has_row ? row->dates.done_on : DAY_NONE;
    event->remark = notice->stage.kind == STAGE_NEEDS_PERSON ? task->reason
                    : notice->stage.kind == STAGE_INCOMING   ? subject->answer
                                                             : row->note;
    if (event->due != DAY_NONE) {
        event->days_left = workday_count(&engine->settings->holidays, today, event->due);
    }
}

/* --- into the outbox ------------------------------------------------------------------------------ */

/* Mails say so when they are made (mailing.c); so do events. */
static int note_event(struct engine *engine, const struct event *event,
                      const struct message_row *row, int64_t id)
{
    char hash[SIGN_HEX_SIZE];
    struct detail detail;
    sign_sha256_hex(row->body, row->body_len, hash);
    detail_init(&detail);
    detail_text(&detail, "class", message_class_name(row->class));
    detail_text(&detail, "ident", row->ident);
    detail_text(&detail, "subject", row->subject);
    detail_text(&detail, "unit", event->unit);
    detail_text(&detail, "sha256", hash);
    const struct note note = {.at = row->created_at,
                              .kind = "message",
                              .occurrence = event->occurrence,
                              .message = id,
                              .recipient = row->recipient};
    return note_write(engine, &note, &detail);
}

/* An event as it is to leave. */
struct leaving {
    struct buf body, path;
    const struct endpoint *endpoint; /* NULL: no longer in the config */
    const struct shape *shape;       /* NULL: as it is */
    bool unshaped;                   /* its template could not be filled */
};

static int build(struct engine *engine, struct event *event, instant_t now, json_t **out)
{
    char source[256];
    const char *url = engine->settings->public_url;
    snprintf(source, sizeof source, "urn:dondoc:%.200s", event->department);
    event->source = url && *url != '\0' ? url : source;
    event->time = now;
    event->offset = engine->settings->utc_offset;
    int err = event_build(event, out);
    event->source = NULL;
    return err;
}

static int write_body(struct engine *engine, struct event *event, instant_t now,
                      struct leaving *leaving)
{
    json_t *json = NULL;
    int err = build(engine, event, now, &json);
    if (err == 0 && leaving->shape) {
        err = shape_render(leaving->shape, json, &leaving->body, &leaving->path);
        leaving->unshaped = err == ERR_LIMIT;
    }
    if (err == 0 ? !leaving->shape : leaving->unshaped) {
        buf_reset(&leaving->path);
        err = event_write(json, &leaving->body);
    }
    json_decref(json);
    return err;
}

static void find_endpoint(const struct engine *engine, const char *recipient,
                          struct leaving *leaving)
{
    const struct settings *settings = engine->settings;
    leaving->endpoint = settings_endpoint(settings, recipient + strlen(ENDPOINT_PREFIX));
    leaving->shape = leaving->endpoint && engine->shapes
                         ? engine->shapes[leaving->endpoint - settings->endpoints]
                         : NULL;
    buf_init(&leaving->body, EVENT_MAX_BODY);
    buf_init(&leaving->path, EVENT_MAX_PATH);
}

/* What stays the same over all retries. */
static void fill_row(const struct leaving *leaving, struct message_row *row)
{
    row->body = leaving->body.data;
    row->body_len = leaving->body.len;
    if (leaving->endpoint && leaving->endpoint->method != ENDPOINT_POST) {
        row->method = endpoint_method_name(leaving->endpoint->method);
    }
    if (leaving->unshaped) {
        /* Kept, shown and told to the office, rather than sent as what nobody there expects. */
        row->state = MESSAGE_FAILED;
        row->next_at = INSTANT_NONE;
        row->last_reply = _("không lập được nội dung từ mẫu của endpoint: quá dài");
        return;
    }
    row->path = leaving->path.len > 0 ? buf_str(&leaving->path) : NULL;
    row->content_type = leaving->shape ? shape_content_type(leaving->shape) : NULL;
}

static int put_message(struct engine *engine, const struct event *event,
                       const struct leaving *leaving, const char *recipient, instant_t now,
                       int64_t *message)
{
    struct message_row row;
    store_message_init(&row);
    row.ident = event->id;
    row.class = MESSAGE_EVENT;
    row.channel = CHANNEL_WEBHOOK;
    row.department = event->department;
    row.recipient = recipient;
    row.day = engine_day(engine, now);
    row.subject = event_type_name(event->type);
    row.occurrence = event->occurrence;
    row.state = MESSAGE_QUEUED;
    row.next_at = now;
    row.created_at = now;
    row.undelivered_since = now;
    fill_row(leaving, &row);
    struct endpoint_row endpoint = {0};
    int err = store_endpoint_get(engine->store, recipient + strlen(ENDPOINT_PREFIX), &endpoint);
    if (err == 0 && endpoint.disabled) {
        row.next_at = INSTANT_NONE; /* parked with the rest until it is enabled again */
    }
    store_endpoint_clear(&endpoint);
    if (err == 0 || err == ERR_NOT_FOUND) {
        err = store_message_add(engine->store, &row, message);
    }
    return err == 0 ? note_event(engine, event, &row, *message) : err;
}

int events_post(struct engine *engine, const char *recipient, struct event *event, instant_t now,
                int64_t *message)
{
    struct leaving leaving = {.unshaped = false};
    find_endpoint(engine, recipient, &leaving);
    int err = write_body(engine, event, now, &leaving);
    if (err == 0) {
        err = put_message(engine, event, &leaving, recipient, now, message);
    }
    if (err == 0 && leaving.unshaped) {
        err = undelivered_hasten(engine->store, event->department, now);
    }
    buf_clear(&leaving.body);
    buf_clear(&leaving.path);
    return err;
}

/* --- of notices ----------------------------------------------------------------------------------- */

/* That it is current may have been told already: then that is what the notice says. */
static int find_message(struct engine *engine, const char *id, int64_t *message)
{
    struct message_row row;
    store_message_init(&row);
    int err = store_message_by_ident(engine->store, id, &row);
    if (err == 0) {
        *message = row.id;
    }
    store_message_clear(&row);
    return err;
}

static int post(struct engine *engine, const struct notice_row *notice,
                const struct subject *subject, instant_t now)
{
    char id[EVENT_ID_SIZE];
    day_t today = engine_day(engine, now);
    enum occurrence_state state =
        subject->has_row ? engine_state(engine, &subject->row, today) : STATE_UNDATED;
    struct event event;
    event_init(&event);
    event.id = id;
    event.type = event_type_of(notice->stage);
    event.stage = &notice->stage;
    event.state = subject->has_row ? &state : NULL;
    events_fill(engine, notice, subject, today, &event);
    int64_t message;
    int err = name_event(notice, id);
    if (err == 0) {
        err = events_post(engine, notice->recipient, &event, now, &message);
    }
    if (err == ERR_EXISTS && notice->stage.kind == STAGE_OPENING) {
        err = find_message(engine, id, &message);
    }
    return err == 0 ? store_notice_attach(engine->store, notice->id, message) : err;
}

static int make_one(struct engine *engine, const struct notice_row *notice, instant_t now,
                    size_t *made)
{
    struct subject subject;
    bool fit;
    int err = subject_read(engine, notice, &subject, &fit);
    if (err < 0) {
        return err;
    }
    instant_t quiet = INSTANT_NONE;
    if (!fit) {
        err = store_notice_drop(engine->store, notice->id);
    } else if ((err = quiet_until(engine, notice, &subject, now, &quiet)) == 0 &&
               quiet != INSTANT_NONE) {
        err = store_notice_defer(engine->store, notice->id, quiet);
    } else if (err == 0) {
        err = post(engine, notice, &subject, now);
        if (err == 0) {
            (*made)++;
        }
    }
    subject_clear(&subject);
    return err;
}

int events_make(struct engine *engine, const struct notice_rows *notices, instant_t now,
                size_t *made)
{
    for (size_t i = 0; i < notices->count; i++) {
        int err = make_one(engine, &notices->items[i], now, made);
        if (err == 0) {
            notices->items[i].message = 1; /* settled, should a later one fail */
        }
        if (err < 0) {
            return err;
        }
    }
    return notices->count > 0 ? undelivered_watch(engine, notices->items[0].department, now) : 0;
}
