/* A paper of the e-office that `dondoc import-edxml` has read. */
#include <string.h>

#include "base/cleanup.h"
#include "base/err.h"
#include "base/i18n.h"
#include "daemon/ctl_commands.h"
#include "daemon/edxml_json.h"

#define TEXT_MAX ((size_t)4 << 20)

static void read_findings(const json_t *list, const char *file, struct diag *out)
{
    size_t i;
    json_t *item;
    json_array_foreach(list, i, item)
    {
        const char *message = json_string_value(json_object_get(item, "message"));
        const json_int_t line = json_integer_value(json_object_get(item, "line"));
        diag_add(out, DIAG_ERROR, file, line > 0 && line < INT32_MAX ? (int)line : 0, 0,
                 message != NULL ? message : "",
                 json_string_value(json_object_get(item, "remedy")));
    }
}

static int note_unread(struct ctl_call *call, const char *file, const json_t *findings)
{
    _cleanup_diag_ struct diag diag = {0};
    const struct action action = {.now = call->now, .author = call->author};
    read_findings(findings, file, &diag);
    int err = edxml_note_unread(&call->app->current->engine, file, &action, &diag);
    if (err == 0) {
        call->result = json_pack("{s:s, s:s}", "file", file, "outcome", "refused");
    }
    return err;
}

static int answer(struct ctl_call *call, const char *file, const struct edxml *message,
                  const struct edxml_steps *steps)
{
    _cleanup_buf_ struct buf text = {0};
    buf_init(&text, TEXT_MAX);
    int err = edxml_steps_print(steps, &text);
    if (err == 0) {
        call->result =
            json_pack("{s:s, s:s, s:o, s:o, s:s}", "file", file, "outcome",
                      edxml_outcome_name(edxml_outcome(steps)), "message", edxml_json(message),
                      "steps", edxml_steps_json(steps), "text", buf_str(&text));
    }
    return err;
}

int ctl_import_edxml(struct ctl_call *call)
{
    _cleanup_(edxml_clear) struct edxml message = {0};
    _cleanup_(edxml_steps_clear) struct edxml_steps steps = {0};
    const struct action action = {.now = call->now, .author = call->author};
    const json_t *findings = json_object_get(call->args, "findings");
    const char *file = NULL;
    int err = ctl_text(call, "file", true, &file);
    if (err == 0 && findings != NULL) {
        return note_unread(call, file, findings);
    }
    if (err == 0) {
        err = edxml_from_json(json_object_get(call->args, "message"), &message);
    }
    if (err == 0) {
        err =
            edxml_apply(&call->app->current->engine, &message, file, &action, &steps, &call->diag);
    }
    if (err == 0) {
        call->changed = true;
        err = answer(call, file, &message, &steps);
    }
    return err;
}
