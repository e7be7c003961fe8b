/* CloudEvents 1.0 (https://github.com/cloudevents/spec), JSON event format, structured mode. */
#include "render/event.h"

#include <jansson.h>

#include "base/cleanup.h"
#include "base/err.h"
#include "base/id.h"

const char *event_type_name(enum event_type type)
{
    switch (type) {
    case EVENT_OPENED:
        return "vn.dondoc.occurrence.opened";
    case EVENT_HALF_WAY:
        return "vn.dondoc.occurrence.half_way";
    case EVENT_DUE_SOON:
        return "vn.dondoc.occurrence.due_soon";
    case EVENT_DUE_TODAY:
        return "vn.dondoc.occurrence.due_today";
    case EVENT_OVERDUE:
        return "vn.dondoc.occurrence.overdue";
    case EVENT_ESCALATED:
        return "vn.dondoc.occurrence.escalated";
    case EVENT_COLLECTING:
        return "vn.dondoc.occurrence.collecting";
    case EVENT_LISTED:
        return "vn.dondoc.occurrence.listed";
    case EVENT_NEEDS_PERSON:
        return "vn.dondoc.occurrence.needs_person";
    case EVENT_DISCHARGED:
        return "vn.dondoc.occurrence.discharged";
    case EVENT_REOPENED:
        return "vn.dondoc.occurrence.reopened";
    case EVENT_EXTENDED:
        return "vn.dondoc.occurrence.extended";
    case EVENT_TRIGGERED:
        return "vn.dondoc.occurrence.triggered";
    case EVENT_WITHDRAWN:
        return "vn.dondoc.occurrence.withdrawn";
    case EVENT_EXEMPTED:
        return "vn.dondoc.occurrence.exempted";
    case EVENT_TROUBLE:
        return "vn.dondoc.trouble";
    case EVENT_TEST:
        return "vn.dondoc.test";
    }
    return "";
}

enum event_type event_type_of(struct stage stage)
{
    switch (stage.kind) {
    case STAGE_OPENING:
        return EVENT_OPENED;
    case STAGE_HALF:
        return EVENT_HALF_WAY;
    case STAGE_BEFORE:
        return EVENT_DUE_SOON;
    case STAGE_DUE:
        return EVENT_DUE_TODAY;
    case STAGE_OVERDUE:
    case STAGE_OVERDUE_WEEK:
        return EVENT_OVERDUE;
    case STAGE_ESCALATION:
        return EVENT_ESCALATED;
    case STAGE_COLLECT:
        return EVENT_COLLECTING;
    case STAGE_MONTHLY:
    case STAGE_PAST_DUE:
    case STAGE_DIGEST:
        return EVENT_LISTED;
    case STAGE_NEEDS_PERSON:
        return EVENT_NEEDS_PERSON;
    }
    return EVENT_LISTED;
}

/* --- writing into JSON: `ok` goes false at the first failure and stays so
 * --------------------------- */

struct object {
    json_t *json;
    bool *ok;
};

static void put_json(struct object object, const char *key, json_t *value)
{
    if (json_object_set_new(object.json, key, value) != 0) {
        *object.ok = false;
    }
}

/* Nothing for NULL and "". */
static void put_text(struct object object, const char *key, const char *text)
{
    if (text && text[0]) {
        put_json(object, key, json_string(text));
    }
}

static void put_day(struct object object, const char *key, day_t day)
{
    char text[CIVIL_TEXT_SIZE];

    put_text(object, key, civil_format_iso(day, text));
}

static void put_list(struct object object, const char *key, const char *const *texts, size_t count)
{
    json_t *list = json_array();

    if (count == 0) {
        json_decref(list);
        return;
    }
    for (size_t i = 0; i < count; i++) {
        if (json_array_append_new(list, json_string(texts[i])) != 0) {
            *object.ok = false;
        }
    }
    put_json(object, key, list);
}

static json_t *plan_json(const struct event *event, bool *ok)
{
    struct object plan = {.json = json_object(), .ok = ok};

    put_text(plan, "id", event->plan);
    put_text(plan, "number", event->plan_number);
    put_day(plan, "issued", event->plan_issued);
    put_text(plan, "title", event->plan_title);
    return plan.json;
}

static json_t *task_json(const struct event *event, bool *ok)
{
    struct object task = {.json = json_object(), .ok = ok};

    put_text(task, "stt", event->stt);
    put_text(task, "group", event->group);
    put_text(task, "content", event->content);
    put_text(task, "product", event->product);
    put_text(task, "label", event->label);
    put_text(task, "time", event->time_phrase);
    put_list(task, "lead", event->lead, event->lead_count);
    put_list(task, "coordinating", event->coordinating, event->coordinating_count);
    return task.json;
}

static json_t *named_json(const char *id, const char *name, bool *ok)
{
    struct object object = {.json = json_object(), .ok = ok};

    put_text(object, "id", id);
    put_text(object, "name", name);
    return object.json;
}

static void put_ladder(struct object data, const struct event *event)
{
    char text[STAGE_TEXT_SIZE];
    char period[PERIOD_TEXT_SIZE];

    if (event->stage) {
        put_text(data, "stage", stage_format(*event->stage, text));
    }
    if (event->state) {
        put_text(data, "state", occurrence_state_name(*event->state));
    }
    if (event->period.kind != PERIOD_NONE) {
        put_text(data, "period", period_format(event->period, period));
    }
    put_day(data, "start", event->start);
    put_day(data, "due", event->due);
    put_day(data, "act_by", event->act_by);
    if (event->due != DAY_NONE) {
        put_json(data, "working_days_left", json_integer(event->days_left));
    }
}

static json_t *data_json(const struct event *event, bool *ok)
{
    struct object data = {.json = json_object(), .ok = ok};
    char code[ID_CODE_SIZE] = "";

    if (event->occurrence) {
        id_code(event->occurrence, code);
        put_text(data, "occurrence", event->occurrence);
        put_text(data, "code", event->code ? event->code : code);
    }
    put_json(data, "department", named_json(event->department, event->department_name, ok));
    if (event->unit) {
        put_json(data, "unit", named_json(event->unit, event->unit_name, ok));
        put_text(data, "role", role_name(event->role));
    }
    put_ladder(data, event);
    if (event->occurrence) {
        put_json(data, "plan", plan_json(event, ok));
        put_json(data, "task", task_json(event, ok));
    }
    put_text(data, "document", event->document);
    put_day(data, "document_day", event->document_day);
    put_text(data, "remark", event->remark);
    return data.json;
}

static json_t *event_object(const struct event *event, bool *ok)
{
    struct object object = {.json = json_object(), .ok = ok};
    char instant[OFFSET_TEXT_SIZE];

    put_text(object, "specversion", "1.0");
    put_text(object, "id", event->id);
    put_text(object, "source", event->source);
    put_text(object, "type", event_type_name(event->type));
    put_text(object, "subject", event->occurrence);
    put_text(object, "time", offset_format(event->time, event->offset, instant));
    put_text(object, "datacontenttype", "application/json");
    put_json(object, "data", data_json(event, ok));
    return object.json;
}

static int append_json(const char *text, size_t len, void *out)
{
    return buf_append(out, text, len);
}

int event_json(const struct event *event, struct buf *out)
{
    bool ok = true;
    size_t before = out->len;

    if (!event->id || !event->id[0] || !event->source || !event->source[0] ||
        (!event->occurrence && event->type != EVENT_TEST && event->type != EVENT_TROUBLE)) {
        return ERR_INVALID;
    }
    json_t *json = event_object(event, &ok);
    int err = ok ? 0 : ERR_INVALID;

    /* jansson keeps the order in which keys were set. */
    if (err == 0 && json_dump_callback(json, append_json, out, JSON_COMPACT) != 0) {
        err = ERR_LIMIT;
        if (out->len > before) {
            out->len = before;
            out->data[before] = '\0';
        }
    }
    json_decref(json);
    return err;
}
