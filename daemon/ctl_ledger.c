/* The proof, as the daemon gives it: entries of the ledger with what they are about. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "base/i18n.h"
#include "daemon/ctl_commands.h"
#include "engine/proof.h"
#include "engine/targets.h"
#include "store/plans.h"

static void add_message(json_t *value, const struct message_row *message)
{
    json_object_set_new(value, "channel", json_string(message_channel_word(message->channel)));
    json_object_set_new(value, "class", json_string(message_class_name(message->class)));
    json_object_set_new(value, "ident", json_string(message->ident));
    json_object_set_new(value, "subject", json_string(message->subject));
    json_object_set_new(value, "state", json_string(message_state_name(message->state)));
}

static int emit_entry(const struct proof_entry *entry, void *arg)
{
    struct ctl_call *call = arg;
    const struct ledger_row *row = entry->row;
    const char *unit = *entry->unit != '\0' ? entry->unit : NULL;
    json_t *value =
        json_pack("{s:I, s:o, s:s, s:s?, s:I, s:s?, s:s?, s:s, s:s?, s:s?, s:s?}", "seq",
                  (json_int_t)row->seq, "at", ctl_instant_json(call, row->at), "kind", row->kind,
                  "occurrence", row->occurrence, "message", (json_int_t)row->message, "recipient",
                  row->recipient, "author", row->author, "hash", row->hash, "department",
                  *entry->department != '\0' ? entry->department : NULL, "unit", unit, "unit_name",
                  ctl_unit_name(call, entry->department, unit));
    if (value != NULL && row->detail != NULL) {
        json_t *detail = json_loads(row->detail, 0, NULL);
        json_object_set_new(value, "detail", detail != NULL ? detail : json_string(row->detail));
    }
    if (value != NULL && entry->message != NULL) {
        add_message(value, entry->message);
    }
    return ctl_emit(call, value);
}

static int read_span(struct ctl_call *call, struct proof_ask *ask)
{
    day_t from = DAY_NONE;
    day_t to = DAY_NONE;
    const offset_t offset = call->app->current->settings.utc_offset;
    int err = ctl_day(call, "from", false, &from);
    if (err == 0) {
        err = ctl_day(call, "to", false, &to);
    }
    if (err == 0 && from != DAY_NONE) {
        ask->from = offset_instant(from, 0, offset);
    }
    if (err == 0 && to != DAY_NONE) {
        ask->to = offset_instant(to + 1, 0, offset);
    }
    return err;
}

/* Names that nobody has are told, lest an empty answer be taken for "nobody was told". */
static int check_names(struct ctl_call *call, struct proof_ask *ask)
{
    struct occurrence_filter names;
    occurrence_filter_init(&names);
    names.department = ask->department;
    names.unit = ask->unit;
    int err = ctl_names_check(call, &names);
    if (err == 0) {
        ask->department = names.department;
        ask->unit = names.unit;
    }
    return err;
}

static int read_ask(struct ctl_call *call, struct proof_ask *ask, const char **key)
{
    proof_ask_init(ask);
    int err = read_span(call, ask);
    if (err == 0) {
        err = ctl_text(call, "occurrence", false, key);
    }
    if (err == 0) {
        err = ctl_text(call, "recipient", false, &ask->recipient);
    }
    if (err == 0) {
        err = ctl_text(call, "department", false, &ask->department);
    }
    if (err == 0) {
        err = ctl_text(call, "unit", false, &ask->unit);
    }
    return err == 0 ? check_names(call, ask) : err;
}

/* "plan/stt", a row with all that is of it. */
static bool is_task(struct ctl_call *call, const char *key)
{
    const char *slash = strchr(key, '/');
    struct task_row task = {0};
    char plan[PARTY_MAX_ID + 1];
    if (slash == NULL || strchr(slash + 1, '/') != NULL || slash - key > PARTY_MAX_ID) {
        return false;
    }
    snprintf(plan, sizeof(plan), "%.*s", (int)(slash - key), key);
    bool found = store_task_get(call->app->store, plan, slash + 1, &task) == 0;
    if (found) {
        store_task_clear(&task);
    }
    return found;
}

/* A target by its id or code. */
static bool is_target(struct ctl_call *call, const char *key, struct target_view *out)
{
    struct engine *engine = &call->app->current->engine;
    return engine_target(engine, key, engine_day(engine, call->now), out, NULL) == 0;
}

#define LEDGER_PAGE 500

struct ledger_cursor {
    struct proof_ask ask; /* its texts are the request's or those of `names` */
    struct proof_page page;
    struct occurrence_row row; /* the one that is asked about, if any */
    struct target_view target; /* the same */
};

static void free_cursor(void *arg)
{
    struct ledger_cursor *cursor = arg;
    store_occurrence_clear(&cursor->row);
    target_view_clear(&cursor->target);
    free(cursor);
}

static int next_page(struct ctl_call *call)
{
    struct ledger_cursor *cursor = call->cursor;
    int err = proof_each(&call->app->current->engine, &cursor->ask, emit_entry, call);
    return err < 0 ? err : cursor->page.more;
}

int ctl_ledger(struct ctl_call *call)
{
    const char *key = NULL;
    struct ledger_cursor *cursor = calloc(1, sizeof(*cursor));
    if (cursor == NULL) {
        return ERR_NOMEM;
    }
    store_occurrence_init(&cursor->row);
    call->cursor = cursor;
    call->cursor_free = free_cursor;
    call->more = next_page;
    int err = read_ask(call, &cursor->ask, &key);
    cursor->page.limit = LEDGER_PAGE;
    cursor->ask.page = &cursor->page;
    if (err == 0 && key != NULL && is_task(call, key)) {
        cursor->ask.task = key;
    } else if (err == 0 && key != NULL && is_target(call, key, &cursor->target)) {
        cursor->ask.occurrence = cursor->target.row.id;
    } else if (err == 0 && key != NULL) {
        err = action_find(&call->app->current->engine, key, &call->diag, &cursor->row);
        cursor->ask.occurrence = cursor->row.id;
    }
    return err;
}

/* Between two pieces the daemon does what else there is to do. */
#define VERIFY_PIECE 1000

struct verify_cursor {
    struct ledger_walk walk;
    const char *known; /* the request's; NULL none */
};

static int verify_more(struct ctl_call *call)
{
    struct verify_cursor *cursor = call->cursor;
    struct store *store = call->app->store;
    int more = proof_walk(store, &cursor->walk, VERIFY_PIECE, cursor->known, &call->diag);
    call->later = more > 0;
    if (more == 0) {
        call->result = json_pack("{s:I, s:s, s:s}", "entries", (json_int_t)cursor->walk.entries,
                                 "head", cursor->walk.head, "state", store_path(store));
    }
    return more;
}

int ctl_ledger_verify(struct ctl_call *call)
{
    struct verify_cursor *cursor = calloc(1, sizeof(*cursor));
    if (cursor == NULL) {
        return ERR_NOMEM;
    }
    call->cursor = cursor;
    call->cursor_free = free;
    call->more = verify_more;
    return ctl_text(call, "known", false, &cursor->known);
}
