#include "daemon/edxml_json.h"

#include <string.h>

#include "base/err.h"
#include "base/utf8.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

/* --- texts ---------------------------------------------------------------------------------------- */

static const struct field {
    const char *name;
    size_t offset;
} MESSAGE[] = {
    {"code", offsetof(struct edxml, code)},
    {"code_number", offsetof(struct edxml, code_number)},
    {"code_notation", offsetof(struct edxml, code_notation)},
    {"type", offsetof(struct edxml, type_name)},
    {"subject", offsetof(struct edxml, subject)},
    {"content", offsetof(struct edxml, content)},
    {"document_id", offsetof(struct edxml, document_id)},
    {"business_reason", offsetof(struct edxml, business_reason)},
    {"business_document", offsetof(struct edxml, business_document)},
    {"status", offsetof(struct edxml, status)},
    {"description", offsetof(struct edxml, description)},
    {"staff", offsetof(struct edxml, staff)},
};
static const struct field ORGAN[] = {
    {"organ", offsetof(struct edxml_organ, id)},
    {"name", offsetof(struct edxml_organ, name)},
};
static const struct field RESPONSE[] = {
    {"organ", offsetof(struct edxml_response, organ_id)},
    {"code", offsetof(struct edxml_response, code)},
    {"document_id", offsetof(struct edxml_response, document_id)},
};

static void put_texts(json_t *object, const struct field *fields, size_t count, const void *from)
{
    for (size_t i = 0; i < count; i++) {
        const char *const *text = (const void *)((const char *)from + fields[i].offset);
        json_object_set_new(object, fields[i].name, json_string(*text != NULL ? *text : ""));
    }
}

static int get_texts(const json_t *object, const struct field *fields, size_t count, void *to)
{
    int err = 0;
    for (size_t i = 0; i < count && err == 0; i++) {
        const char *text = json_string_value(json_object_get(object, fields[i].name));
        char **field = (void *)((char *)to + fields[i].offset);
        text = text != NULL ? text : "";
        err = strlen(text) > EDXML_MAX_TEXT ? ERR_INVALID : 0;
        if (err == 0) {
            *field = strdup(text);
            err = *field != NULL ? 0 : ERR_NOMEM;
        }
    }
    return err;
}

/* --- days, flags ------------------------------------------------------------------------------------ */

static json_t *day_json(day_t day)
{
    char text[CIVIL_TEXT_SIZE];
    return day == DAY_NONE ? json_null() : json_string(civil_format_iso(day, text));
}

static int get_day(const json_t *object, const char *name, day_t *out)
{
    const char *text = json_string_value(json_object_get(object, name));
    *out = DAY_NONE;
    return text == NULL || civil_parse_iso(text, out) == 0 ? 0 : ERR_INVALID;
}

/* --- out -------------------------------------------------------------------------------------------- */

static json_t *organ_json(const struct edxml_organ *organ)
{
    json_t *object = json_object();
    put_texts(object, ORGAN, COUNT(ORGAN), organ);
    return object;
}

static json_t *response_json(const struct edxml_response *response)
{
    json_t *object = json_object();
    put_texts(object, RESPONSE, COUNT(RESPONSE), response);
    json_object_set_new(object, "promulgated", day_json(response->promulgated));
    return object;
}

json_t *edxml_json(const struct edxml *message)
{
    json_t *object =
        json_pack("{s:s, s:b, s:b, s:I, s:i, s:o, s:o, s:o, s:o}", "kind",
                  message->kind == EDXML_STATUS ? "status" : "document", "soap", message->wrapped,
                  "signature", message->has_signature, "attachments",
                  (json_int_t)message->attachments, "business", (int)message->business, "due",
                  day_json(message->due), "promulgated", day_json(message->promulgated),
                  "status_on", day_json(message->status_on), "from", organ_json(&message->from));
    json_t *to = json_array();
    json_t *responses = json_array();
    put_texts(object, MESSAGE, COUNT(MESSAGE), message);
    for (size_t i = 0; i < message->to_count; i++) {
        json_array_append_new(to, organ_json(&message->to[i]));
    }
    for (size_t i = 0; i < message->response_count; i++) {
        json_array_append_new(responses, response_json(&message->responses[i]));
    }
    json_object_set_new(object, "to", to);
    json_object_set_new(object, "response_for", responses);
    return object;
}

static json_t *result_json(const struct edxml_step *step)
{
    const struct incoming_result *result = &step->result;
    return json_pack("{s:s, s:b, s:I, s:s?, s:s?, s:s?, s:s?}", "outcome",
                     incoming_outcome_name(result->outcome), "repeated", result->repeated, "number",
                     (json_int_t)result->number, "occurrence", result->occurrence, "code",
                     result->code, "reason", result->reason, "remedy", result->remedy);
}

static json_t *step_json(const struct edxml_step *step)
{
    const struct incoming_event *event = &step->event;
    return json_pack("{s:s, s:s, s:s?, s:s?, s:s?, s:s?, s:o, s:s?, s:o}", "what",
                     edxml_what_name(step->what), "text", step->text, "our_organ", step->organ,
                     "in", event->department, "unit",
                     event->unit != NULL ? event->unit : step->unit, "route", step->route, "due",
                     day_json(step->what == EDXML_NOTED ? DAY_NONE : event->due), "about",
                     event->response_for.number, "result",
                     step->applied ? result_json(step) : json_null());
}

json_t *edxml_steps_json(const struct edxml_steps *steps)
{
    json_t *list = json_array();
    for (size_t i = 0; i < steps->count; i++) {
        json_array_append_new(list, step_json(&steps->items[i]));
    }
    return list;
}

/* --- in --------------------------------------------------------------------------------------------- */

static int get_organs(const json_t *list, struct edxml *out)
{
    const size_t count = json_array_size(list);
    if (count > EDXML_MAX_ORGANS) {
        return ERR_INVALID;
    }
    out->to = calloc(count + 1, sizeof(*out->to));
    int err = out->to != NULL ? 0 : ERR_NOMEM;
    for (size_t i = 0; i < count && err == 0; i++) {
        out->to_count++;
        err = get_texts(json_array_get(list, i), ORGAN, COUNT(ORGAN), &out->to[i]);
    }
    return err;
}

static int get_responses(const json_t *list, struct edxml *out)
{
    const size_t count = json_array_size(list);
    if (count > EDXML_MAX_RESPONSES) {
        return ERR_INVALID;
    }
    out->responses = calloc(count + 1, sizeof(*out->responses));
    int err = out->responses != NULL ? 0 : ERR_NOMEM;
    for (size_t i = 0; i < count && err == 0; i++) {
        const json_t *item = json_array_get(list, i);
        out->response_count++;
        err = get_texts(item, RESPONSE, COUNT(RESPONSE), &out->responses[i]);
        err = err ? err : get_day(item, "promulgated", &out->responses[i].promulgated);
    }
    return err;
}

static int get_plain(const json_t *json, struct edxml *out)
{
    const char *kind = json_string_value(json_object_get(json, "kind"));
    const json_int_t business = json_integer_value(json_object_get(json, "business"));
    if (kind == NULL || business < EDXML_NEW || business > EDXML_REPLACE) {
        return ERR_INVALID;
    }
    out->kind = strcmp(kind, "status") == 0 ? EDXML_STATUS : EDXML_DOCUMENT;
    out->business = (enum edxml_business)business;
    out->attachments = (size_t)json_integer_value(json_object_get(json, "attachments"));
    out->wrapped = json_is_true(json_object_get(json, "soap"));
    out->has_signature = json_is_true(json_object_get(json, "signature"));
    int err = get_day(json, "due", &out->due);
    err = err ? err : get_day(json, "promulgated", &out->promulgated);
    return err ? err : get_day(json, "status_on", &out->status_on);
}

/* What the reader of files promises. */
static bool is_whole(const struct edxml *message)
{
    return message->from.id[0] != '\0' &&
           (message->kind == EDXML_STATUS
                ? message->response_count > 0 && strlen(message->status) == 2
                : message->document_id[0] != '\0' && message->to_count > 0);
}

int edxml_from_json(const json_t *json, struct edxml *out)
{
    struct edxml message = {0};
    int err = get_plain(json, &message);
    err = err ? err : get_texts(json, MESSAGE, COUNT(MESSAGE), &message);
    err = err ? err : get_texts(json_object_get(json, "from"), ORGAN, COUNT(ORGAN), &message.from);
    err = err ? err : get_organs(json_object_get(json, "to"), &message);
    err = err ? err : get_responses(json_object_get(json, "response_for"), &message);
    if (err == 0 && !is_whole(&message)) {
        err = ERR_INVALID;
    }
    if (err < 0) {
        edxml_clear(&message);
        return err;
    }
    *out = message;
    return 0;
}
