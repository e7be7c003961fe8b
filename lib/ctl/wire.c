#include "ctl/wire.h"

#include <string.h>

#include "base/err.h"
#include "base/i18n.h"

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

static json_t *read_object(const char *line, size_t len, struct diag *diag)
{
    json_error_t error;
    json_t *value = json_loadb(line, len, JSON_REJECT_DUPLICATES, &error);
    if (value == NULL || !json_is_object(value)) {
        diag_addf(diag, DIAG_ERROR, NULL, 0, 0, _("mỗi dòng là một đối tượng JSON"),
                  _("dòng lệnh không đọc được: %s"), value == NULL ? error.text : "?");
        json_decref(value);
        return NULL;
    }
    return value;
}

void wire_request_clear(struct wire_request *request)
{
    if (request != NULL) {
        free(request->cmd);
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
    int err = 0;
    if (cmd == NULL || (args != NULL && !json_is_object(args))) {
        diag_add(diag, DIAG_ERROR, NULL, 0, 0, _("không phải là một lệnh"),
                 "{\"cmd\":\"…\",\"args\":{…}}");
        err = ERR_FORMAT;
    } else {
        struct wire_request request = {.cmd = strdup(cmd),
                                       .args = args != NULL ? json_incref(args) : json_object()};
        err = request.cmd == NULL || request.args == NULL ? ERR_NOMEM : 0;
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
    json_array_foreach(list, i, item) {
        enum diag_severity severity = DIAG_ERROR;
        const char *name = json_string_value(json_object_get(item, "severity"));
        if (name != NULL && strcmp(name, "warning") == 0) {
            severity = DIAG_WARNING;
        } else if (name != NULL && strcmp(name, "note") == 0) {
            severity = DIAG_NOTE;
        }
        const char *message = json_string_value(json_object_get(item, "message"));
        diag_add(diag, severity, json_string_value(json_object_get(item, "file")),
                 (int)json_integer_value(json_object_get(item, "line")),
                 (int)json_integer_value(json_object_get(item, "column")),
                 message != NULL ? message : "",
                 json_string_value(json_object_get(item, "remedy")));
    }
}

int wire_read_answer(const char *line, size_t len, struct wire_answer *out, struct diag *diag)
{
    json_t *value = read_object(line, len, diag);
    if (value == NULL) {
        return ERR_FORMAT;
    }
    json_t *item = json_object_get(value, "item");
    json_t *end = json_object_get(value, "end");
    int err = 0;
    if (item != NULL) {
        *out = (struct wire_answer){.kind = WIRE_ITEM, .value = json_incref(item)};
    } else if (json_is_object(end)) {
        json_t *result = json_object_get(end, "result");
        read_findings(json_object_get(end, "findings"), diag);
        *out = (struct wire_answer){
            .kind = WIRE_END,
            .value = result != NULL ? json_incref(result) : NULL,
            .err = (int)json_integer_value(json_object_get(end, "err")),
        };
    } else {
        err = ERR_FORMAT;
    }
    json_decref(value);
    return err;
}

/* --- writing -------------------------------------------------------------------------------------- */

static int append(const char *data, size_t len, void *arg)
{
    return buf_append(arg, data, len) < 0 ? -1 : 0;
}

/* Appends the value (its reference is taken) as a line; the buffer is as before on failure. */
static int write_line(json_t *value, struct buf *out)
{
    size_t before = out->len;
    int err = value == NULL ? ERR_NOMEM : 0;
    if (err == 0 && (json_dump_callback(value, append, out, JSON_COMPACT) < 0 ||
                     buf_putc(out, '\n') < 0)) {
        err = ERR_LIMIT;
        out->len = before;
        if (out->data != NULL) {
            out->data[before] = '\0';
        }
    }
    json_decref(value);
    return err;
}

int wire_write_request(const char *cmd, const json_t *args, struct buf *out)
{
    return write_line(json_pack("{s:s, s:o}", "cmd", cmd, "args",
                                args != NULL ? json_deep_copy(args) : json_object()),
                      out);
}

int wire_write_item(const json_t *item, struct buf *out)
{
    return write_line(json_pack("{s:o}", "item", json_deep_copy(item)), out);
}

static json_t *findings_json(const struct diag *findings)
{
    static const char *const names[] = {
        [DIAG_NOTE] = "note", [DIAG_WARNING] = "warning", [DIAG_ERROR] = "error"};
    json_t *list = json_array();
    for (size_t i = 0; findings != NULL && i < findings->count; i++) {
        const struct diag_item *item = &findings->items[i];
        json_array_append_new(list, json_pack("{s:s, s:s?, s:i, s:i, s:s, s:s?}", "severity",
                                              names[item->severity], "file", item->file, "line",
                                              item->line, "column", item->column, "message",
                                              item->message, "remedy", item->remedy));
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
