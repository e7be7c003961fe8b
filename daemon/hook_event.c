#include "daemon/hook_event.h"

#include <event2/http.h>
#include <jansson.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/err.h"
#include "base/i18n.h"
#include "base/text.h"
#include "base/utf8.h"
#include "cal/offset.h"
#include "daemon/http.h"

#define FAULT_MAX 2000
#define KEY_SIZE 64
#define TYPE_SHOWN 100 /* bytes of a type or key that is not known */
#define LONG_WORD 8    /* letters */
#define DATA_PREFIX "data."

void hook_fault_init(struct hook_fault *fault)
{
    *fault = (struct hook_fault){.code = ""};
    buf_init(&fault->text, FAULT_MAX);
}

void hook_fault_clear(struct hook_fault *fault)
{
    buf_clear(&fault->text);
}

static int fail(struct hook_fault *fault, int status, const char *code, const char *format, ...)
    __attribute__((format(printf, 4, 5)));

static int fail(struct hook_fault *fault, int status, const char *code, const char *format, ...)
{
    va_list args;
    fault->status = status;
    fault->code = code;
    va_start(args, format);
    (void)buf_vprintf(&fault->text, format, args);
    va_end(args);
    return ERR_FORMAT;
}

/* --- members -------------------------------------------------------------------------------------- */

/* One object of the event; `name` says which, in front of its members. */
struct reader {
    const json_t *object;
    const char *name;
    struct hook_fault *fault;
};

/* NULL when it is not there, or null. */
static int text_of(const struct reader *reader, const char *key, const char **out)
{
    const json_t *value = json_object_get(reader->object, key);
    *out = NULL;
    if (value == NULL || json_is_null(value)) {
        return 0;
    }
    if (!json_is_string(value)) {
        return fail(reader->fault, 422, "value", _("“%s%s” phải là văn bản"), reader->name, key);
    }
    *out = json_string_value(value);
    return 0;
}

static int set_text(const struct reader *reader, const char *key, size_t max, char **to)
{
    const char *text;
    int err = text_of(reader, key, &text);
    if (err < 0 || text == NULL) {
        return err;
    }
    err = incoming_set_text(to, text, max);
    if (err == ERR_LIMIT) {
        return fail(reader->fault, 422, "value", _("“%s%s” dài quá %zu byte"), reader->name, key,
                    max);
    }
    return err == ERR_FORMAT ? fail(reader->fault, 422, "value", _("“%s%s” có ký tự điều khiển"),
                                    reader->name, key)
                             : err;
}

static int set_day(const struct reader *reader, const char *key, day_t *to)
{
    const char *text;
    int err = text_of(reader, key, &text);
    if (err < 0 || text == NULL) {
        return err;
    }
    err = civil_parse_iso(text, to);
    if (err == ERR_RANGE) {
        return fail(reader->fault, 422, "value", _("“%s%s”: không có ngày %.40s"), reader->name,
                    key, text);
    }
    return err < 0 ? fail(reader->fault, 422, "value", _("“%s%s” phải viết như 2022-04-22"),
                          reader->name, key)
                   : 0;
}

/* An object in `data`; *there is false when it is not given. */
static int enter(const struct reader *reader, const char *key, const char *name, struct reader *out,
                 bool *there)
{
    const json_t *value = json_object_get(reader->object, key);
    *there = value != NULL && !json_is_null(value);
    if (*there && !json_is_object(value)) {
        return fail(reader->fault, 422, "value", _("“%s%s” phải là một đối tượng"), reader->name,
                    key);
    }
    *out = (struct reader){.object = value, .name = name, .fault = reader->fault};
    return 0;
}

/* --- keys ----------------------------------------------------------------------------------------- */

static const char *const DATA_KEYS[] = {"department", "document", "response_for", "subject",
                                        "received",   "due",      "unit",         "task",
                                        "plan",       "stt",      "period",       NULL};
static const char *const DOCUMENT_KEYS[] = {"number", "date", "organ", "id", NULL};
/* Near one of ours, but a sender may well have them. */
static const char *const ORDINARY_WORDS[] = {"receiver", "receivers", "object", "objects",
                                             "origin",   "data",      NULL};

/* "responseFor" and "Response-For" as "response_for". */
static void fold_key(const char *key, char out[static KEY_SIZE])
{
    size_t len = 0;
    for (const char *p = key; *p != '\0' && len + 2 < KEY_SIZE; p++) {
        bool upper = *p >= 'A' && *p <= 'Z';
        if (upper && p > key && p[-1] >= 'a' && p[-1] <= 'z') {
            out[len++] = '_';
        }
        out[len++] = (char)(upper ? *p - 'A' + 'a' : *p == '-' ? '_' : *p);
    }
    out[len] = '\0';
}

static bool is_known(const char *const *known, const char *key)
{
    while (*known != NULL && strcmp(*known, key) != 0) {
        known++;
    }
    return *known != NULL;
}

/* Two letters typed in the wrong order are one slip. */
static bool is_swapped(const char *text, const char *known)
{
    size_t at = 0;
    while (text[at] != '\0' && text[at] == known[at]) {
        at++;
    }
    return text[at] != '\0' && text[at + 1] != '\0' && text[at] == known[at + 1] &&
           text[at + 1] == known[at] && strcmp(text + at + 2, known + at + 2) == 0;
}

/* One letter is a slip; two are only in a long word, or "object" would be "subject". */
static int slip_of(const char *known)
{
    return strlen(known) >= LONG_WORD ? 2 : 1;
}

/* Ours with -s or -es: more than one of them. */
static bool is_plural(const char *text, const char *known)
{
    const size_t len = strlen(known);
    return strncmp(text, known, len) == 0 &&
           (strcmp(text + len, "s") == 0 || strcmp(text + len, "es") == 0);
}

static int distance_of(const char *text, const char *known, int limit)
{
    if (is_plural(text, known)) {
        return limit + 1;
    }
    return is_swapped(text, known) ? 1 : utf8_distance(text, known, limit);
}

/* The key that was meant: nearest of those that are not given; NULL: it is the sender's own. */
static const char *meant(const json_t *object, const char *const *known, const char *key)
{
    char folded[KEY_SIZE];
    const char *best = NULL;
    int nearest = INT_MAX;
    fold_key(key, folded);
    if (is_known(ORDINARY_WORDS, folded)) {
        return NULL;
    }
    for (; *known != NULL; known++) {
        const int limit = slip_of(*known);
        int distance = json_object_get(object, *known) == NULL ? distance_of(folded, *known, limit)
                                                               : limit + 1;
        if (distance <= limit && distance < nearest && (size_t)distance * 2 < strlen(*known)) {
            best = *known;
            nearest = distance;
        }
    }
    return best;
}

/* A key that is nearly one of ours is a slip that would make the event say something else; what is far
 * from all of them is the sender's own, and passed over. */
static int check_keys(const struct reader *reader, const char *const *known)
{
    const char *key;
    json_t *value;
    json_object_foreach((json_t *)(uintptr_t)reader->object, key, value)
    {
        const char *right = is_known(known, key) ? NULL : meant(reader->object, known, key);
        if (right != NULL) {
            return fail(reader->fault, 422, "unknown_key",
                        _("không có khóa “%s%.*s”; có phải là “%s%s”?"), reader->name,
                        (int)utf8_cut(key, strlen(key), TYPE_SHOWN), key, reader->name, right);
        }
    }
    return 0;
}

static int read_document(const struct reader *data, const char *key, const char *name,
                         struct incoming_document *out)
{
    struct reader reader;
    bool there;
    int err = enter(data, key, name, &reader, &there);
    if (err < 0 || !there) {
        return err;
    }
    err = check_keys(&reader, DOCUMENT_KEYS);
    err = err ? err : set_text(&reader, "number", INCOMING_MAX_NAME, &out->number);
    err = err ? err : set_day(&reader, "date", &out->day);
    err = err ? err : set_text(&reader, "organ", INCOMING_MAX_NAME, &out->organ);
    return err ? err : set_text(&reader, "id", INCOMING_MAX_NAME, &out->ident);
}

static int read_data(const json_t *object, struct incoming_event *out, struct hook_fault *fault)
{
    const struct reader data = {.object = object, .name = DATA_PREFIX, .fault = fault};
    if (!json_is_object(object)) {
        return fail(fault, 422, "value", _("“data” phải là một đối tượng"));
    }
    int err = check_keys(&data, DATA_KEYS);
    err = err ? err : set_text(&data, "department", INCOMING_MAX_NAME, &out->department);
    err = err ? err : read_document(&data, "document", DATA_PREFIX "document.", &out->document);
    err =
        err ? err
            : read_document(&data, "response_for", DATA_PREFIX "response_for.", &out->response_for);
    err = err ? err : set_text(&data, "subject", INCOMING_MAX_SUBJECT, &out->subject);
    err = err ? err : set_day(&data, "received", &out->received);
    err = err ? err : set_day(&data, "due", &out->due);
    err = err ? err : set_text(&data, "unit", INCOMING_MAX_NAME, &out->unit);
    err = err ? err : set_text(&data, "task", INCOMING_MAX_NAME, &out->task);
    err = err ? err : set_text(&data, "plan", INCOMING_MAX_NAME, &out->plan);
    err = err ? err : set_text(&data, "stt", INCOMING_MAX_NAME, &out->stt);
    return err ? err : set_text(&data, "period", INCOMING_MAX_NAME, &out->period);
}

/* --- attributes ----------------------------------------------------------------------------------- */

struct attributes {
    const char *version, *id, *source, *type, *time;
};

/* Named back, but not cut in the middle of a character: that could be neither told nor noted. */
static int fail_type(const char *type, struct hook_fault *fault)
{
    char shown[TYPE_SHOWN + 1] = "";
    memcpy(shown, type, utf8_cut(type, strlen(type), TYPE_SHOWN));
    return fail(fault, 422, "unknown_type", _("không biết loại tin “%.100s”"), shown);
}

static int take_attributes(const struct attributes *given, struct incoming_event *out,
                           struct hook_fault *fault)
{
    if (given->version == NULL || strcmp(given->version, "1.0") != 0) {
        return fail(fault, 422, "not_cloudevent", _("specversion phải là \"1.0\""));
    }
    if (text_is_blank(given->id) || text_is_blank(given->source) || text_is_blank(given->type)) {
        return fail(fault, 422, "not_cloudevent", _("thiếu id, source hoặc type"));
    }
    if (incoming_type_parse(given->type, &out->type) < 0 ||
        strcmp(given->type, incoming_type_name(out->type)) != 0) {
        return fail_type(given->type, fault);
    }
    if (given->time != NULL && offset_parse_instant(given->time, &out->time) < 0) {
        return fail(fault, 422, "value", _("“time” phải viết như 2022-03-18T08:00:00+07:00"));
    }
    int err = incoming_set_text(&out->id, given->id, INCOMING_MAX_ID);
    return err == ERR_LIMIT || err == ERR_FORMAT
               ? fail(fault, 422, "value", _("“id” dài quá hoặc có ký tự điều khiển"))
               : err;
}

static int load_json(const struct http_call *call, json_t **out, struct hook_fault *fault)
{
    json_error_t error;
    json_t *json = json_loadb(call->body, call->body_len, JSON_REJECT_DUPLICATES, &error);
    if (json == NULL) {
        return fail(fault, 400, "not_json", _("nội dung không phải JSON (dòng %d, cột %d)"),
                    error.line, error.column);
    }
    *out = json;
    return 0;
}

static int read_structured(const json_t *json, struct incoming_event *out, struct hook_fault *fault)
{
    struct attributes given;
    const struct reader reader = {.object = json, .name = "", .fault = fault};
    if (!json_is_object(json)) {
        return fail(fault, 422, "not_cloudevent", _("nội dung phải là một CloudEvent"));
    }
    int err = text_of(&reader, "specversion", &given.version);
    err = err ? err : text_of(&reader, "id", &given.id);
    err = err ? err : text_of(&reader, "source", &given.source);
    err = err ? err : text_of(&reader, "type", &given.type);
    err = err ? err : text_of(&reader, "time", &given.time);
    err = err ? err : take_attributes(&given, out, fault);
    return err ? err : read_data(json_object_get(json, "data"), out, fault);
}

/* Values of ce- headers are percent-encoded where they are not ASCII. What is no text then is as good as
 * not there. */
static char *attribute(const struct http_call *call, const char *name)
{
    const char *value = http_header(call, name, NULL);
    size_t len = 0;
    char *text = value != NULL ? evhttp_uridecode(value, 0, &len) : NULL;
    if (text != NULL && (strlen(text) != len || !utf8_is_valid(text, len))) {
        free(text);
        return NULL;
    }
    return text;
}

static int read_binary(const struct http_call *call, const char *id, const json_t *json,
                       struct incoming_event *out, struct hook_fault *fault)
{
    _cleanup_free_ char *own_id = attribute(call, "ce-id");
    _cleanup_free_ char *source = attribute(call, "ce-source");
    _cleanup_free_ char *type = attribute(call, "ce-type");
    const struct attributes given = {
        .version = http_header(call, "ce-specversion", NULL),
        .id = own_id,
        .source = source,
        .type = type,
        .time = http_header(call, "ce-time", NULL),
    };
    int err = take_attributes(&given, out, fault);
    if (err == 0 && strcmp(own_id, id) != 0) {
        return fail(fault, 422, "id_mismatch", _("ce-id khác webhook-id"));
    }
    return err ? err : read_data(json, out, fault);
}

/* --- all of it ------------------------------------------------------------------------------------ */

static int hash(const struct http_call *call, enum incoming_type type,
                char out[static SIGN_HEX_SIZE])
{
    _cleanup_buf_ struct buf text = {0};
    buf_init(&text, HTTP_MAX_BODY + 200);
    int err = buf_printf(&text, "%s\n", incoming_type_name(type));
    err = err ? err : buf_append(&text, call->body, call->body_len);
    if (err == 0) {
        sign_sha256_hex(text.data, text.len, out);
    }
    return err;
}

int hook_event_read(const struct http_call *call, const char *id, struct incoming_event *out,
                    char fingerprint[static SIGN_HEX_SIZE], struct hook_fault *fault)
{
    const char *type = http_content_type(call);
    bool structured = strcmp(type, "application/cloudevents+json") == 0;
    bool binary =
        strcmp(type, "application/json") == 0 && http_header(call, "ce-specversion", NULL) != NULL;
    if (strcmp(type, "application/cloudevents-batch+json") == 0) {
        return fail(fault, 415, "batch", _("gửi từng CloudEvent một, không gửi cả lô"));
    }
    if (!structured && !binary) {
        return fail(fault, 415, "content_type",
                    _("Content-Type phải là application/cloudevents+json, hoặc application/json "
                      "kèm các tiêu đề ce-…"));
    }
    json_t *json = NULL;
    int err = load_json(call, &json, fault);
    if (err == 0) {
        err = structured ? read_structured(json, out, fault)
                         : read_binary(call, id, json, out, fault);
    }
    json_decref(json);
    return err ? err : hash(call, out->type, fingerprint);
}
