#include "ctl/wire.h"

#include <limits.h>
#include <string.h>

#include "base/err.h"
#include "base/i18n.h"
#include "base/utf8.h"

/* Lower than any enum err, and no more than that is believed. */
#define WIRE_MIN_ERR (-1000)

void wire_lines_init(struct wire_lines *lines, size_t max)
{
    buf_init(&lines->line, max);
    lines->whole = false;
}

void wire_lines_clear(struct wire_lines *lines)
{
    buf_clear(&lines->line);
    lines->whole = false;
}

int wire_lines_feed(struct wire_lines *lines, const char *data, size_t len, size_t *used)
{
    if (lines->whole) {
        buf_reset(&lines->line);
        lines->whole = false;
    }
    const char *end = memchr(data, '\n', len);
    size_t piece = end != NULL ? (size_t)(end - data) : len;
    int err = buf_append(&lines->line, data, piece);
    if (err < 0) {
        return err;
    }
    lines->whole = end != NULL;
    *used = piece + (end != NULL);
    return 0;
}

/* --- reading -------------------------------------------------------------------------------------- */

/* Whether brackets, those in strings left out, stay within WIRE_MAX_DEPTH: known before the parser,
 * which recurses, sees the line. */
static bool is_shallow(const char *line, size_t len)
{
    int depth = 0;
    bool in_string = false;
    for (size_t i = 0; i < len && depth <= WIRE_MAX_DEPTH; i++) {
        char c = line[i];
        if (in_string) {
            i += c == '\\';
            in_string = c != '"';
        } else if (c == '"') {
            in_string = true;
        } else if (c == '{' || c == '[') {
            depth++;
        } else if (c == '}' || c == ']') {
            depth--;
        }
    }
    return depth <= WIRE_MAX_DEPTH;
}

static json_t *read_object(const char *line, size_t len, struct diag *diag)
{
    json_error_t error = {.text = "?"};
    json_t *value = NULL;
    if (len > 0 && is_shallow(line, len)) {
        value = json_loadb(line, len, JSON_REJECT_DUPLICATES, &error);
    }
    if (!json_is_object(value)) {
        diag_addf(diag, DIAG_ERROR, NULL, 0, 0, _("Mỗi dòng phải là một đối tượng JSON"),
                  _("không đọc được dòng trên socket điều khiển: %s"), error.text);
        json_decref(value);
        return NULL;
    }
    return value;
}

/* A number from outside that is out of range counts as none. */
static int small_int(const json_t *value, int min, int max)
{
    json_int_t number = json_integer_value(value);
    return number >= min && number <= max ? (int)number : 0;
}

void wire_request_clear(struct wire_request *request)
{
    if (request != NULL) {
        free(request->cmd);
        free(request->lang);
        json_decref(request->args);
        *request = (struct wire_request){0};
    }
}

int wire_read_request(const char *line, size_t len, struct wire_request *out, struct diag *diag)
{
    json_t *value = read_object(line, len, diag);
    if (value == NULL) {
        return ERR_FORMAT;
    }
    const char *cmd = json_string_value(json_object_get(value, "cmd"));
    json_t *args = json_object_get(value, "args");
    const char *lang = json_string_value(json_object_get(value, "lang"));
    int err = 0;
    if (cmd == NULL || (args != NULL && !json_is_object(args))) {
        diag_add(diag, DIAG_ERROR, NULL, 0, 0, _("không phải là một lệnh"),
                 "{\"cmd\":\"…\",\"args\":{…}}");
        err = ERR_FORMAT;
    } else {
        struct wire_request request = {.cmd = strdup(cmd),
                                       .args = args != NULL ? json_incref(args) : json_object(),
                                       .lang = lang != NULL ? strdup(lang) : NULL};
        bool whole =
            request.cmd != NULL && request.args != NULL && (lang == NULL || request.lang != NULL);
        err = whole ? 0 : ERR_NOMEM;
        if (err == 0) {
            *out = request;
        } else {
            wire_request_clear(&request);
        }
    }
    json_decref(value);
    return err;
}

void wire_answer_clear(struct wire_answer *answer)
{
    if (answer != NULL) {
        json_decref(answer->value);
        *answer = (struct wire_answer){0};
    }
}

static void read_findings(const json_t *list, struct diag *diag)
{
    size_t i;
    json_t *item;
    json_array_foreach(list, i, item)
    {
        enum diag_severity severity = DIAG_ERROR;
        const char *name = json_string_value(json_object_get(item, "severity"));
        if (name != NULL && strcmp(name, "warning") == 0) {
            severity = DIAG_WARNING;
        } else if (name != NULL && strcmp(name, "note") == 0) {
            severity = DIAG_NOTE;
        }
        const char *message = json_string_value(json_object_get(item, "message"));
        diag_add(diag, severity, json_string_value(json_object_get(item, "file")),
                 small_int(json_object_get(item, "line"), 0, INT_MAX),
                 small_int(json_object_get(item, "column"), 0, INT_MAX),
                 message != NULL ? message : "",
                 json_string_value(json_object_get(item, "remedy")));
    }
}

/* An end says 0 or the negative number of an enum err. */
static bool end_is_valid(const json_t *end)
{
    const json_t *err = json_object_get(end, "err");
    return json_is_integer(err) && json_integer_value(err) <= 0 &&
           json_integer_value(err) >= WIRE_MIN_ERR;
}

int wire_read_answer(const char *line, size_t len, struct wire_answer *out, struct diag *diag)
{
    json_t *value = read_object(line, len, diag);
    if (value == NULL) {
        return ERR_FORMAT;
    }
    json_t *item = json_object_get(value, "item");
    const json_t *end = json_object_get(value, "end");
    int err = 0;
    if (item != NULL) {
        *out = (struct wire_answer){.kind = WIRE_ITEM, .value = json_incref(item)};
    } else if (end_is_valid(end)) {
        json_t *result = json_object_get(end, "result");
        read_findings(json_object_get(end, "findings"), diag);
        *out = (struct wire_answer){
            .kind = WIRE_END,
            .value = json_is_null(result) ? NULL : json_incref(result),
            .err = (int)json_integer_value(json_object_get(end, "err")),
        };
    } else {
        diag_add(diag, DIAG_ERROR, NULL, 0, 0, _("câu trả lời của dondocd không đúng khuôn dạng"),
                 _("Hãy kiểm tra xem dondoc và dondocd có cùng phiên bản không"));
        err = ERR_FORMAT;
    }
    json_decref(value);
    return err;
}

/* --- writing -------------------------------------------------------------------------------------- */

struct output {
    struct buf *buf;
    int err;
};

static int append(const char *data, size_t len, void *arg)
{
    struct output *output = arg;
    output->err = buf_append(output->buf, data, len);
    return output->err < 0 ? -1 : 0;
}

/* Appends the value (its reference is taken) as a line; the buffer is as before on failure. */
static int write_line(json_t *value, struct buf *out)
{
    size_t before = out->len;
    struct output output = {.buf = out};
    if (value == NULL) {
        return ERR_NOMEM;
    }
    int err = 0;
    if (json_dump_callback(value, append, &output, JSON_COMPACT | JSON_REAL_PRECISION(15)) < 0) {
        err = output.err < 0 ? output.err : ERR_NOMEM;
    } else {
        err = buf_putc(out, '\n');
    }
    if (err < 0 && out->data != NULL) {
        out->len = before;
        out->data[before] = '\0';
    }
    json_decref(value);
    return err;
}

int wire_write_request(const char *cmd, const json_t *args, const char *lang, struct buf *out)
{
    return write_line(json_pack("{s:s, s:o, s:s*}", "cmd", cmd, "args",
                                args != NULL ? json_deep_copy(args) : json_object(), "lang", lang),
                      out);
}

int wire_write_item(const json_t *item, struct buf *out)
{
    return write_line(json_pack("{s:o}", "item", json_deep_copy(item)), out);
}

/* JSON knows no other bytes than UTF-8; a file name may have any. Up to the first bad byte then. */
static json_t *text_json(const char *text)
{
    if (text == NULL) {
        return json_null();
    }
    return json_stringn(text, utf8_valid_length(text, strlen(text)));
}

static json_t *finding_json(const struct diag_item *item)
{
    static const char *const names[] = {
        [DIAG_NOTE] = "note", [DIAG_WARNING] = "warning", [DIAG_ERROR] = "error"};
    return json_pack("{s:s, s:o, s:i, s:i, s:o, s:o}", "severity", names[item->severity], "file",
                     text_json(item->file), "line", item->line, "column", item->column, "message",
                     text_json(item->message), "remedy", text_json(item->remedy));
}

static json_t *findings_json(const struct diag *findings)
{
    json_t *list = json_array();
    for (size_t i = 0; findings != NULL && i < findings->count; i++) {
        json_array_append_new(list, finding_json(&findings->items[i]));
    }
    return list;
}

int wire_write_end(int err, const json_t *result, const struct diag *findings, struct buf *out)
{
    return write_line(json_pack("{s:{s:i, s:o, s:o}}", "end", "err", err, "result",
                                result != NULL ? json_deep_copy(result) : json_null(), "findings",
                                findings_json(findings)),
                      out);
}
