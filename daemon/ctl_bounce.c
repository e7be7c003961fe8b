/* A mail that came back, read by `dondoc bounce` and told here field by field: the daemon takes no
 * MIME from outside. */
#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "base/i18n.h"
#include "base/utf8.h"
#include "base/vec.h"
#include "daemon/ctl_commands.h"
#include "engine/bounce.h"
#include "model/address.h"

/* A text of the request, within bounds and on one line; NULL: none. */
static int take_text(const json_t *object, const char *name, char **out)
{
    const char *text = json_string_value(json_object_get(object, name));
    if (text == NULL) {
        return 0;
    }
    if (strlen(text) > DSN_MAX_TEXT || strpbrk(text, "\r\n") != NULL) {
        return ERR_INVALID;
    }
    *out = strdup(text);
    return *out != NULL ? 0 : ERR_NOMEM;
}

static int take_address(const json_t *object, const char *name, char **out)
{
    int err = take_text(object, name, out);
    return err == 0 && *out != NULL && !address_is_valid(*out) ? ERR_INVALID : err;
}

static int take_item(const json_t *value, struct dsn *dsn)
{
    struct dsn_item item = {0};
    const char *action = json_string_value(json_object_get(value, "action"));
    int err = action != NULL ? dsn_action_parse(action, &item.action) : ERR_INVALID;
    if (err == 0) {
        err = take_address(value, "original", &item.original);
    }
    if (err == 0) {
        err = take_address(value, "final", &item.final);
    }
    if (err == 0) {
        err = take_text(value, "status", &item.status);
    }
    if (err == 0) {
        err = take_text(value, "diagnostic", &item.diagnostic);
    }
    if (err == 0) {
        err = take_text(value, "remote", &item.remote);
    }
    if (err == 0) {
        err = vec_push(dsn, DSN_MAX_ITEMS, item);
    }
    if (err < 0) {
        dsn_item_clear(&item);
    }
    return err;
}

static int take_dsn(const json_t *args, struct dsn *dsn)
{
    const json_t *items = json_object_get(args, "items");
    int err = take_text(args, "ident", &dsn->ident);
    if (err == 0) {
        err = take_text(args, "reporter", &dsn->reporter);
    }
    for (size_t i = 0; i < json_array_size(items) && err == 0; i++) {
        err = take_item(json_array_get(items, i), dsn);
    }
    return err;
}

static void log_outcome(const struct ctl_call *call, const struct dsn *dsn,
                        const struct bounce_result *result)
{
    const struct log *log = &call->app->log;
    const char *ident = dsn->ident != NULL ? dsn->ident : "?";
    switch (result->outcome) {
    case BOUNCE_FAILED:
        log_error(log, _("thư %s tới %s bị trả về"), ident, result->recipient);
        break;
    case BOUNCE_NOTED:
    case BOUNCE_KNOWN:
        log_info(log, _("máy chủ thư báo về thư %s tới %s"), ident, result->recipient);
        break;
    case BOUNCE_UNKNOWN:
        log_warning(log, _("thư trả về không phải của dondoc: %s"), ident);
        break;
    case BOUNCE_MISMATCH:
        log_warning(log, _("thư trả về về %s không nói về người nhận của nó; không thay đổi gì"),
                    ident);
        break;
    }
}

int ctl_bounce(struct ctl_call *call)
{
    struct dsn dsn = {0};
    struct bounce_result result = {0};
    const struct action action = {.now = call->now, .author = call->author};
    int err = take_dsn(call->args, &dsn);
    if (err == 0) {
        err = bounce_record(&call->app->current->engine, &action, &dsn, &result);
    }
    if (err == 0) {
        log_outcome(call, &dsn, &result);
        call->result =
            json_pack("{s:s, s:I, s:s?}", "outcome", bounce_outcome_name(result.outcome), "message",
                      (json_int_t)result.message, "recipient", result.recipient);
        call->changed = result.outcome == BOUNCE_FAILED;
    }
    bounce_result_clear(&result);
    dsn_clear(&dsn);
    return err;
}
