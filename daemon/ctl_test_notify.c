/* dondoc test-notify: a mail and an event to try the way. */
#include "engine/test_notify.h"

#include "base/err.h"
#include "daemon/ctl_commands.h"

static json_t *list_json(const struct strings *list)
{
    json_t *value = json_array();
    for (size_t i = 0; i < list->count; i++) {
        json_array_append_new(value, json_string(list->items[i]));
    }
    return value;
}

int ctl_test_notify(struct ctl_call *call)
{
    struct occurrence_filter names;
    struct test_notify result = {0};
    const char *unit = NULL;
    const struct action action = {.now = call->now, .author = call->author};
    occurrence_filter_init(&names);
    int err = ctl_text(call, "unit", true, &unit);
    err = err ? err : ctl_text(call, "department", false, &names.department);
    err = err ? err : ctl_names_check(call, &names);
    if (err == 0) {
        err = action_test_notify(&call->app->current->engine, &action, names.department, unit,
                                 &result, &call->diag);
    }
    if (err == 0) {
        call->result = json_pack("{s:o, s:o}", "sent", list_json(&result.sent), "unsent",
                                 list_json(&result.unsent));
        call->changed = true;
    }
    test_notify_clear(&result);
    return err;
}
