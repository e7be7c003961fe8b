#include "engine/bounce.h"

#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "base/text.h"
#include "lib/engine/events.h"
#include "lib/engine/internal.h"
#include "model/address.h"
#include "store/ledger.h"
#include "store/outbox.h"

#define REPLY_MAX 1000

const char *bounce_outcome_name(enum bounce_outcome outcome)
{
    switch (outcome) {
    case BOUNCE_FAILED:
        return "failed";
    case BOUNCE_NOTED:
        return "noted";
    case BOUNCE_KNOWN:
        return "known";
    case BOUNCE_UNKNOWN:
        return "unknown";
    case BOUNCE_MISMATCH:
        return "mismatch";
    }
    return "";
}

void bounce_result_clear(struct bounce_result *result)
{
    if (result) {
        free(result->recipient);
        *result = (struct bounce_result){0};
    }
}

struct bounce {
    struct engine *engine;
    const struct action *action;
    const struct dsn *dsn;
    struct bounce_result *out;
    struct message_row message;
    const struct dsn_item *item; /* about the recipient; NULL: none */
};

/* Where it was sent to counts; what that became on the way only when nothing else is said. */
static const struct dsn_item *find_item(const struct dsn *dsn, const char *recipient)
{
    const struct dsn_item *found = NULL;
    for (size_t i = 0; i < dsn->count; i++) {
        const struct dsn_item *item = &dsn->items[i];
        const char *address = item->original ? item->original : item->final;
        bool same = (address && address_equal(address, recipient)) ||
                    (item->final && address_equal(item->final, recipient));
        if (same && (!found || item->action == DSN_FAILED)) {
            found = item;
        }
    }
    return found;
}

static int count_note(const struct ledger_row *row, void *arg)
{
    size_t *count = arg;
    *count += text_starts_with(row->kind, "bounce");
    return 0;
}

static int is_noted_enough(struct bounce *this, bool *out)
{
    struct ledger_filter filter;
    size_t count = 0;
    ledger_filter_init(&filter);
    filter.message = this->message.id;
    int err = store_ledger_each(this->engine->store, &filter, count_note, &count);
    *out = count >= BOUNCE_MAX_NOTES;
    return err;
}

static int write_note(struct bounce *this, const char *kind)
{
    const struct dsn_item *item = this->item ? this->item : &this->dsn->items[0];
    struct detail detail;
    detail_init(&detail);
    detail_text(&detail, "action", dsn_action_name(item->action));
    detail_text(&detail, "status", item->status);
    if (dsn_code(item) != 0) {
        detail_int(&detail, "code", dsn_code(item));
    }
    detail_text(&detail, "reply", item->diagnostic);
    detail_text(&detail, "about", item->original ? item->original : item->final);
    detail_text(&detail, "final", item->original ? item->final : NULL);
    detail_text(&detail, "server", item->remote);
    detail_text(&detail, "reporter", this->dsn->reporter);
    const struct note note = {.at = this->action->now,
                              .kind = kind,
                              .message = this->message.id,
                              .recipient = this->message.recipient,
                              .author = this->action->author};
    return note_write(this->engine, &note, &detail);
}

static int tell_endpoints(struct bounce *this, const char *reply)
{
    const struct message_row *message = &this->message;
    const struct event_delivery what = {
        .message = message->ident,
        .channel = message_channel_word(message->channel),
        .recipient = message->recipient,
        .subject = message->subject,
        .outcome = "bounced",
        .attempts = message->attempts,
        .code = dsn_code(this->item),
        .reply = reply,
        .since = message->created_at,
    };
    return events_delivery_failed(this->engine, message, &what, this->action->now, NULL);
}

static int fail(struct bounce *this)
{
    const char *reply = this->item->diagnostic ? this->item->diagnostic : this->item->status;
    int err = store_message_bounce(this->engine->store, this->message.id, this->action->now,
                                   dsn_code(this->item), reply);
    if (err == 0) {
        this->out->outcome = BOUNCE_FAILED;
        err = undelivered_hasten(this->engine->store, this->message.department, this->action->now);
    }
    if (err == 0) {
        err = tell_endpoints(this, reply);
    }
    return err == 0 ? write_note(this, "bounced") : err;
}

static int judge(struct bounce *this)
{
    bool enough = false;
    int err = is_noted_enough(this, &enough);
    this->out->outcome = BOUNCE_KNOWN;
    if (err < 0 || (enough && !(this->item && this->item->action == DSN_FAILED &&
                                this->message.state == MESSAGE_DELIVERED))) {
        return err;
    }
    if (!this->item) {
        this->out->outcome = BOUNCE_MISMATCH;
        return write_note(this, "bounce_refused");
    }
    switch (this->item->action) {
    case DSN_FAILED:
        return this->message.state == MESSAGE_DELIVERED ? fail(this) : 0;
    case DSN_DELAYED:
        this->out->outcome = BOUNCE_NOTED;
        return write_note(this, "bounce_delayed");
    case DSN_DELIVERED:
    case DSN_RELAYED:
    case DSN_EXPANDED:
        break;
    }
    this->out->outcome = BOUNCE_NOTED;
    return write_note(this, "bounce_delivered");
}

static int body(struct store *store, void *arg)
{
    struct bounce *this = arg;
    this->out->outcome = BOUNCE_UNKNOWN;
    if (!this->dsn->ident || this->dsn->count == 0) {
        return 0;
    }
    int err = store_message_by_ident(store, this->dsn->ident, &this->message);
    if (err == ERR_NOT_FOUND || (err == 0 && this->message.channel != CHANNEL_MAIL)) {
        return 0;
    }
    if (err < 0) {
        return err;
    }
    this->out->message = this->message.id;
    this->out->recipient = strdup(this->message.recipient);
    this->item = find_item(this->dsn, this->message.recipient);
    return this->out->recipient ? judge(this) : ERR_NOMEM;
}

int bounce_record(struct engine *engine, const struct action *action, const struct dsn *dsn,
                  struct bounce_result *out)
{
    struct bounce_result result = {0};
    struct bounce bounce = {.engine = engine, .action = action, .dsn = dsn, .out = &result};
    store_message_init(&bounce.message);
    int err = store_run(engine->store, body, &bounce);
    store_message_clear(&bounce.message);
    if (err < 0) {
        bounce_result_clear(&result);
        return err;
    }
    *out = result;
    return 0;
}
