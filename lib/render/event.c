/* CloudEvents 1.0 (https://github.com/cloudevents/spec), JSON event format, structured mode. */
#include "render/event.h"

#include <jansson.h>

#include "base/cleanup.h"
#include "base/err.h"
#include "base/id.h"
#include "base/text.h"

void event_init(struct event *event)
{
    *event = (struct event){.plan_issued = DAY_NONE,
                            .start = DAY_NONE,
                            .due = DAY_NONE,
                            .act_by = DAY_NONE,
                            .document_day = DAY_NONE,
                            .old_due = DAY_NONE};
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

/* One name each: a cell of a plan holds several, "A; B". */
static void add_names(json_t *list, const char *text, bool *ok)
{
    struct text_span piece;

    while (text_split(&text, ';', &piece)) {
        if (piece.len > 0 &&
            json_array_append_new(list, json_stringn(piece.data, piece.len)) != 0) {
            *ok = false;
        }
    }
}

static void put_list(struct object object, const char *key, const char *const *texts, size_t count)
{
    json_t *list = json_array();

    for (size_t i = 0; i < count; i++) {
        add_names(list, texts[i], object.ok);
    }
    if (json_array_size(list) == 0) {
        json_decref(list);
        return;
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

/* Digits as they are: a number that a double would round stays what was measured. */
static void put_number(struct object object, const char *key, const char *digits)
{
    if (digits && digits[0]) {
        put_json(object, key, json_loads(digits, JSON_DECODE_ANY, NULL));
    }
}

static json_t *target_json(const struct event_target *target, bool *ok)
{
    struct object object = {.json = json_object(), .ok = ok};

    put_text(object, "id", target->id);
    put_text(object, "indicator", target->indicator);
    put_text(object, "comparator", target->comparator);
    put_number(object, "value", target->value);
    put_text(object, "measure", target->measure);
    put_number(object, "goal", target->goal);
    put_text(object, "state", target->state);
    put_text(object, "old_state", target->old_state);
    put_number(object, "latest", target->latest);
    put_day(object, "latest_day", target->latest_day);
    put_number(object, "required", target->required);
    put_number(object, "projected", target->projected);
    put_number(object, "gap", target->gap);
    put_number(object, "weekly", target->weekly);
    put_number(object, "weeks_left", target->weeks_left);
    put_day(object, "due", target->due);
    return object.json;
}

static json_t *delivery_json(const struct event_delivery *delivery, offset_t offset, bool *ok)
{
    struct object object = {.json = json_object(), .ok = ok};
    char instant[OFFSET_TEXT_SIZE];

    put_text(object, "message", delivery->message);
    put_text(object, "channel", delivery->channel);
    put_text(object, "recipient", delivery->recipient);
    put_text(object, "subject", delivery->subject);
    put_text(object, "outcome", delivery->outcome);
    put_json(object, "attempts", json_integer(delivery->attempts));
    if (delivery->code > 0) {
        put_json(object, "code", json_integer(delivery->code));
    }
    put_text(object, "reply", delivery->reply);
    put_text(object, "since", offset_format(delivery->since, offset, instant));
    return object.json;
}

static json_t *data_json(const struct event *event, bool *ok)
{
    struct object data = {.json = json_object(), .ok = ok};
    char code[ID_CODE_SIZE] = "";

    if (event->occurrence) {
        id_code(event->occurrence, code);
        put_text(data, "occurrence", event->occurrence);
        put_text(data, "code", event->code ? event->code : code);
        put_text(data, "parent", event->parent);
    }
    put_json(data, "department", named_json(event->department, event->department_name, ok));
    if (event->unit && event->unit[0]) {
        put_json(data, "unit", named_json(event->unit, event->unit_name, ok));
    }
    put_text(data, "role", event->occurrence ? role_name(event->role) : NULL);
    put_ladder(data, event);
    if (event->plan && event->plan[0]) {
        put_json(data, "plan", plan_json(event, ok));
        put_json(data, "task", task_json(event, ok));
    }
    put_text(data, "document", event->document);
    put_day(data, "document_day", event->document_day);
    put_day(data, "old_due", event->old_due);
    put_text(data, "author", event->author);
    put_text(data, "remark", event->remark);
    if (event->target) {
        put_json(data, "target", target_json(event->target, ok));
    }
    if (event->delivery) {
        put_json(data, "delivery", delivery_json(event->delivery, event->offset, ok));
    }
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
    put_text(object, "subject", event->target ? event->target->id : event->occurrence);
    put_text(object, "time", offset_format(event->time, event->offset, instant));
    put_text(object, "datacontenttype", "application/json");
    put_json(object, "data", data_json(event, ok));
    return object.json;
}

static int append_json(const char *text, size_t len, void *out)
{
    return buf_append(out, text, len);
}

int event_build(const struct event *event, json_t **out)
{
    bool ok = true;

    if (!event->id || !event->id[0] || !event->source || !event->source[0] ||
        (!event->occurrence && event->type < EVENT_TARGET_CHANGED)) {
        return ERR_INVALID;
    }
    json_t *json = event_object(event, &ok);
    if (!ok) {
        json_decref(json);
        return ERR_INVALID;
    }
    *out = json;
    return 0;
}

int event_write(const json_t *json, struct buf *out)
{
    size_t before = out->len;

    /* jansson keeps the order in which keys were set. */
    if (json_dump_callback(json, append_json, out, JSON_COMPACT | JSON_REAL_PRECISION(15)) == 0) {
        return 0;
    }
    if (out->len > before) {
        out->len = before;
        out->data[before] = '\0';
    }
    return ERR_LIMIT;
}

int event_json(const struct event *event, struct buf *out)
{
    json_t *json = NULL;
    int err = event_build(event, &json);

    if (err == 0) {
        err = event_write(json, out);
    }
    json_decref(json);
    return err;
}
