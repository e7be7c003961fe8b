/* The commands on endpoints: how each stands, switching it off and on again. */
#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "base/i18n.h"
#include "daemon/ctl_commands.h"
#include "store/ledger.h"
#include "store/outbox.h"

#define ENDPOINT_RECIPIENT_SIZE 512

static const char *state_of(const struct endpoint *endpoint, const struct endpoint_row *row,
                            instant_t now)
{
    if (!endpoint->enabled) {
        return "off";
    }
    if (row->disabled) {
        return "disabled";
    }
    return row->paused_until != INSTANT_NONE && row->paused_until > now ? "paused" : "enabled";
}

static int emit_endpoint(struct ctl_call *call, const struct endpoint *endpoint)
{
    struct endpoint_row row = {.paused_until = INSTANT_NONE, .changed_at = INSTANT_NONE};
    instant_t next = INSTANT_NONE;
    char recipient[ENDPOINT_RECIPIENT_SIZE];
    snprintf(recipient, sizeof(recipient), "endpoint:%s", endpoint->name);
    int err = store_endpoint_get(call->app->store, endpoint->name, &row);
    if (err == 0 || err == ERR_NOT_FOUND) {
        err = store_outbox_recipient_next(call->app->store, CHANNEL_WEBHOOK, recipient, &next);
    }
    if (err == 0) {
        const char *state = state_of(endpoint, &row, call->now);
        bool paused = strcmp(state, "paused") == 0;
        err = ctl_emit(call,
                       json_pack("{s:s, s:s, s:s, s:s, s:s?, s:i, s:o, s:o}", "name",
                                 endpoint->name, "url", endpoint->url, "department",
                                 endpoint->department, "state", state, "reason", row.reason,
                                 "failures", row.failures, "paused_until",
                                 ctl_instant_json(call, paused ? row.paused_until : INSTANT_NONE),
                                 "next", ctl_instant_json(call, next)));
    }
    store_endpoint_clear(&row);
    return err;
}

int ctl_endpoint_list(struct ctl_call *call)
{
    const struct settings *settings = &call->app->current->settings;
    int err = 0;
    for (size_t i = 0; i < settings->endpoint_count && err == 0; i++) {
        err = emit_endpoint(call, &settings->endpoints[i]);
    }
    return err;
}

/* What is to become of an endpoint, all in one transaction. */
struct switching {
    struct ctl_call *call;
    const char *name, *reason;
    bool disable;
};

static int note(const struct switching *this, const char *recipient)
{
    json_t *detail = this->reason != NULL ? json_pack("{s:s}", "reason", this->reason) : NULL;
    char *text = detail != NULL ? json_dumps(detail, JSON_COMPACT) : NULL;
    const struct ledger_row row = {.at = this->call->now,
                                   .kind = this->disable ? "endpoint_disabled" : "endpoint_enabled",
                                   .recipient = recipient,
                                   .author = this->call->author,
                                   .detail = text};
    int err = store_ledger_append(this->call->app->store, &row);
    free(text);
    json_decref(detail);
    return err;
}

static int switch_endpoint(struct store *store, void *arg)
{
    const struct switching *this = arg;
    const struct endpoint_row row = {.name = this->name,
                                     .disabled = this->disable,
                                     .reason = this->reason,
                                     .paused_until = INSTANT_NONE,
                                     .changed_at = this->call->now};
    char recipient[ENDPOINT_RECIPIENT_SIZE];
    snprintf(recipient, sizeof(recipient), "endpoint:%s", this->name);
    int err = store_endpoint_put(store, &row);
    if (err == 0) {
        err = this->disable
                  ? store_outbox_pause(store, CHANNEL_WEBHOOK, recipient, INSTANT_NONE)
                  : store_outbox_unpark(store, CHANNEL_WEBHOOK, recipient, this->call->now);
    }
    return err == 0 ? note(this, recipient) : err;
}

static int switch_it(struct ctl_call *call, bool disable)
{
    struct switching this = {.call = call, .disable = disable};
    int err = ctl_text(call, "name", true, &this.name);
    if (err == 0) {
        err = ctl_text(call, "reason", false, &this.reason);
    }
    if (err == 0 && settings_endpoint(&call->app->current->settings, this.name) == NULL) {
        diag_addf(&call->diag, DIAG_ERROR, NULL, 0, 0, _("xem: dondoc endpoint list"),
                  _("không có endpoint “%s” trong cấu hình"), this.name);
        err = ERR_NOT_FOUND;
    }
    if (err == 0) {
        err = store_run(call->app->store, switch_endpoint, &this);
    }
    call->changed = err == 0;
    return err;
}

int ctl_endpoint_enable(struct ctl_call *call)
{
    return switch_it(call, false);
}

int ctl_endpoint_disable(struct ctl_call *call)
{
    return switch_it(call, true);
}
