#include "store/outbox.h"

#include "lib/store/db.h"
#include "lib/store/rows.h"

#define STALE_MAX 1000
#define CLAIM_MAX 10000

static const char *const class_list[] = {"daily", "immediate", "event"};
static const char *const channel_list[] = {"mail", "webhook"};
static const char *const state_list[] = {"queued", "sending",    "delivered",
                                         "failed", "superseded", "cancelled"};
static const struct words class_words = WORDS(class_list);
static const struct words channel_words = WORDS(channel_list);
static const struct words state_words = WORDS(state_list);

static const struct field message_fields[] = {
    FIELD(message_row, FIELD_INT64, "id", id),
    FIELD(message_row, FIELD_TEXT, "ident", ident),
    FIELD_WORDS(message_row, "class", class, &class_words),
    FIELD_WORDS(message_row, "channel", channel, &channel_words),
    FIELD(message_row, FIELD_TEXT, "department", department),
    FIELD(message_row, FIELD_TEXT, "recipient", recipient),
    FIELD(message_row, FIELD_DAY, "day", day),
    FIELD(message_row, FIELD_TEXT, "subject", subject),
    FIELD(message_row, FIELD_TEXT, "thread", thread),
    {.name = "body",
     .type = FIELD_BLOB,
     .offset = offsetof(struct message_row, body),
     .length = offsetof(struct message_row, body_len)},
    FIELD_WORDS(message_row, "state", state, &state_words),
    FIELD(message_row, FIELD_INT, "attempts", attempts),
    FIELD(message_row, FIELD_BOOL, "by_hand", by_hand),
    FIELD(message_row, FIELD_INSTANT, "next_at", next_at),
    FIELD(message_row, FIELD_INSTANT, "created_at", created_at),
    FIELD(message_row, FIELD_INSTANT, "undelivered_since", undelivered_since),
    FIELD(message_row, FIELD_INT64, "superseded_by", superseded_by),
    FIELD(message_row, FIELD_INT, "last_code", last_code),
    FIELD(message_row, FIELD_TEXT, "last_reply", last_reply),
    FIELD(message_row, FIELD_INSTANT, "last_at", last_at),
    FIELD(message_row, FIELD_INSTANT, "delivered_at", delivered_at),
    FIELD(message_row, FIELD_INSTANT, "told_at", told_at),
    FIELD(message_row, FIELD_TEXT, "method", method),
    FIELD(message_row, FIELD_TEXT, "path", path),
    FIELD(message_row, FIELD_TEXT, "content_type", content_type),
    FIELD(message_row, FIELD_TEXT, "occurrence", occurrence),
};
static const struct row_type message_type = ROW_TYPE(message_row, message_fields);

const char *message_class_name(enum message_class class)
{
    return class_words.items[class];
}

const char *message_channel_name(enum message_channel channel)
{
    return channel_words.items[channel];
}

const char *message_channel_word(enum message_channel channel)
{
    return channel == CHANNEL_MAIL ? "email" : message_channel_name(channel);
}

const char *message_state_name(enum message_state state)
{
    return state_words.items[state];
}

int message_state_parse(const char *name, enum message_state *out)
{
    int number = stored_words_find(&state_words, name);
    if (number < 0) {
        return ERR_FORMAT;
    }
    *out = (enum message_state)number;
    return 0;
}

void store_message_init(struct message_row *row)
{
    row_init(&message_type, row);
}

void store_message_clear(struct message_row *row)
{
    row_clear(&message_type, row);
}

void store_message_rows_clear(struct message_rows *rows)
{
    rows_clear(&message_type, rows);
}

/* --- adding and finding -------------------------------------------------------------------------- */

static int add_body(struct store *store, int64_t id, const struct message_row *row)
{
    struct query q;
    query_start(&q, store, STMT_MESSAGE_BODY_ADD);
    query_int(&q, ":message", id);
    query_bind(&q, &message_type, row);
    return query_run(&q);
}

int store_message_add(struct store *store, const struct message_row *row, int64_t *id)
{
    struct query q;
    query_start(&q, store, STMT_MESSAGE_ADD);
    query_bind(&q, &message_type, row);
    int err = query_run(&q);
    if (err != 0) {
        return err;
    }
    int64_t added = sqlite3_last_insert_rowid(store->db);
    if (row->body) {
        err = add_body(store, added, row);
    }
    if (err == 0) {
        *id = added;
    }
    return err;
}

int store_message_get(struct store *store, int64_t id, struct message_row *out)
{
    struct query q;
    query_start(&q, store, STMT_MESSAGE_GET);
    query_int(&q, ":id", id);
    return query_get(&q, &message_type, out);
}

int store_message_head(struct store *store, int64_t id, struct message_row *out)
{
    struct query q;
    query_start(&q, store, STMT_MESSAGE_HEAD);
    query_int(&q, ":id", id);
    return query_get(&q, &message_type, out);
}

int store_messages_superseded(struct store *store, int64_t id, struct message_rows *out)
{
    struct query q;
    query_start(&q, store, STMT_MESSAGE_SUPERSEDED);
    query_int(&q, ":id", id);
    query_limit(&q, STALE_MAX);
    return query_list(&q, &message_type, out, STALE_MAX);
}

int store_message_by_ident(struct store *store, const char *ident, struct message_row *out)
{
    struct query q;
    query_start(&q, store, STMT_MESSAGE_BY_IDENT);
    query_text(&q, ":ident", ident);
    return query_get(&q, &message_type, out);
}

int store_message_daily(struct store *store, const char *department, const char *recipient,
                        day_t day, struct message_row *out)
{
    struct query q;
    query_start(&q, store, STMT_MESSAGE_DAILY);
    query_text(&q, ":department", department);
    query_text(&q, ":recipient", recipient);
    query_day(&q, ":day", day);
    return query_get(&q, &message_type, out);
}

int store_messages_stale(struct store *store, const char *department, const char *recipient,
                         day_t day, struct message_rows *out)
{
    struct query q;
    query_start(&q, store, STMT_MESSAGE_STALE);
    query_text(&q, ":department", department);
    query_text(&q, ":recipient", recipient);
    query_day(&q, ":day", day);
    return query_list(&q, &message_type, out, STALE_MAX);
}

/* --- claiming ------------------------------------------------------------------------------------ */

struct claim {
    instant_t now;
    enum message_channel channel;
    const char *recipient;
    size_t limit;
    struct message_rows *out;
};

static void start_claim(struct query *q, struct store *store, const struct claim *claim,
                        enum statement any, enum statement of_recipient)
{
    query_start(q, store, claim->recipient ? of_recipient : any);
    query_text(q, ":channel", message_channel_name(claim->channel));
    query_instant(q, ":now", claim->now);
    query_limit(q, claim->limit);
    if (claim->recipient) {
        query_text(q, ":recipient", claim->recipient);
    }
}

static int claim_due(struct store *store, void *arg)
{
    const struct claim *claim = arg;
    struct message_rows *due = claim->out;
    struct query q;
    start_claim(&q, store, claim, STMT_OUTBOX_DUE, STMT_OUTBOX_DUE_RECIPIENT);
    int err = query_list(&q, &message_type, due, claim->limit);
    if (err != 0 || due->count == 0) {
        return err;
    }
    start_claim(&q, store, claim, STMT_OUTBOX_CLAIM, STMT_OUTBOX_CLAIM_RECIPIENT);
    err = query_run(&q);
    if (err == 0 && sqlite3_changes64(store->db) != (int64_t)due->count) {
        err = ERR_CORRUPT;
    }
    for (size_t i = 0; i < due->count && err == 0; i++) {
        due->items[i].state = MESSAGE_SENDING;
        due->items[i].attempts++;
    }
    return err;
}

int store_outbox_take(struct store *store, instant_t now, enum message_channel channel,
                      const char *recipient, size_t limit, struct message_rows *out)
{
    struct claim claim = {now, channel, recipient, limit > CLAIM_MAX ? CLAIM_MAX : limit, out};
    store_message_rows_clear(out);
    int err = store_in_txn(store) ? claim_due(store, &claim) : ERR_REFUSED;
    if (err != 0) {
        store_message_rows_clear(out);
    }
    return err;
}

int store_outbox_claim(struct store *store, instant_t now, enum message_channel channel,
                       const char *recipient, size_t limit, struct message_rows *out)
{
    struct claim claim = {now, channel, recipient, limit > CLAIM_MAX ? CLAIM_MAX : limit, out};
    instant_t next = INSTANT_NONE;
    store_message_rows_clear(out);
    /* Most calls find nothing: no write transaction for them. */
    int err = store_in_txn(store) ? ERR_REFUSED : store_outbox_next(store, channel, &next);
    if (err != 0 || next == INSTANT_NONE || next > now) {
        return err;
    }
    err = store_run(store, claim_due, &claim);
    if (err != 0) {
        store_message_rows_clear(out);
    }
    return err;
}

int store_outbox_release(struct store *store, int64_t id)
{
    struct query q;
    query_start(&q, store, STMT_OUTBOX_RELEASE);
    query_int(&q, ":id", id);
    return query_run_one(&q);
}

int store_outbox_put_back(struct store *store, int64_t id, instant_t next_at)
{
    struct query q;
    query_start(&q, store, STMT_OUTBOX_PUT_BACK);
    query_int(&q, ":id", id);
    query_instant(&q, ":next_at", next_at);
    return query_run_one(&q);
}

int store_outbox_recipient_next(struct store *store, enum message_channel channel,
                                const char *recipient, instant_t *out)
{
    struct query q;
    query_start(&q, store, STMT_OUTBOX_RECIPIENT_NEXT);
    query_text(&q, ":channel", message_channel_name(channel));
    query_text(&q, ":recipient", recipient);
    int err = query_step(&q);
    if (err > 0) {
        *out = query_column_instant(&q, "next_at");
    }
    return query_end(&q, err);
}

static const struct field recipient_fields[] = {
    FIELD(message_row, FIELD_TEXT, "recipient", recipient),
    FIELD(message_row, FIELD_INSTANT, "next_at", next_at),
};
static const struct row_type recipient_type = ROW_TYPE(message_row, recipient_fields);

struct recipient_visit {
    int (*each)(const char *recipient, instant_t next, void *arg);
    void *arg;
};

static int visit_recipient(const void *row, void *arg)
{
    const struct recipient_visit *visit = arg;
    const struct message_row *found = row;
    return found->next_at == INSTANT_NONE
               ? 0
               : visit->each(found->recipient, found->next_at, visit->arg);
}

int store_outbox_recipients(struct store *store, enum message_channel channel,
                            int (*each)(const char *recipient, instant_t next, void *arg),
                            void *arg)
{
    struct recipient_visit visit = {each, arg};
    struct message_row row;
    struct query q;
    query_start(&q, store, STMT_OUTBOX_RECIPIENTS);
    query_text(&q, ":channel", message_channel_name(channel));
    return query_each(&q, &recipient_type, &row, visit_recipient, &visit);
}

int store_outbox_next(struct store *store, enum message_channel channel, instant_t *out)
{
    struct query q;
    query_start(&q, store, STMT_OUTBOX_NEXT);
    query_text(&q, ":channel", message_channel_name(channel));
    int err = query_step(&q);
    if (err > 0) {
        *out = query_column_instant(&q, "next_at");
    }
    return query_end(&q, err);
}

static int recover(struct store *store, void *arg)
{
    int64_t *count = arg;
    struct query q;
    query_start(&q, store, STMT_OUTBOX_RECOVER);
    int err = query_run(&q);
    *count = err == 0 ? sqlite3_changes64(store->db) : 0;
    return err;
}

int store_outbox_recover(struct store *store, int64_t *count)
{
    int64_t recovered = 0;
    int err =
        store_in_txn(store) ? recover(store, &recovered) : store_run(store, recover, &recovered);
    if (err == 0) {
        *count = recovered;
    }
    return err;
}

/* --- what becomes of a message --------------------------------------------------------------------- */

int store_message_result(struct store *store, int64_t id, const struct message_result *result)
{
    if (result->state != MESSAGE_DELIVERED && result->state != MESSAGE_QUEUED &&
        result->state != MESSAGE_FAILED) {
        return ERR_INVALID;
    }
    bool again = result->state == MESSAGE_QUEUED;
    struct query q;
    query_start(&q, store, STMT_MESSAGE_RESULT);
    query_int(&q, ":id", id);
    query_text(&q, ":state", message_state_name(result->state));
    query_instant(&q, ":at", result->at);
    query_instant(&q, ":next_at", again ? result->next_at : INSTANT_NONE);
    query_int(&q, ":code", result->code);
    query_text(&q, ":reply", result->reply);
    return query_run_one(&q);
}

int store_message_bounce(struct store *store, int64_t id, instant_t at, int code, const char *reply)
{
    struct query q;
    query_start(&q, store, STMT_MESSAGE_BOUNCE);
    query_int(&q, ":id", id);
    query_instant(&q, ":at", at);
    query_int(&q, ":code", code);
    query_text(&q, ":reply", reply);
    return query_run_one(&q);
}

int store_message_supersede(struct store *store, int64_t id, int64_t by, instant_t at)
{
    struct query q;
    query_start(&q, store, STMT_MESSAGE_SUPERSEDE);
    query_int(&q, ":id", id);
    query_int(&q, ":by", by);
    query_instant(&q, ":at", at);
    return query_run_one(&q);
}

int store_message_moved(struct store *store, int64_t id, bool *out)
{
    struct query q;
    query_start(&q, store, STMT_MESSAGE_MOVED);
    query_int(&q, ":message", id);
    int err = query_step(&q);
    if (err > 0) {
        *out = query_column_int(&q, "moved") != 0;
    }
    return query_end(&q, err);
}

int store_message_cancel(struct store *store, int64_t id, instant_t at, const char *reason)
{
    struct query q;
    query_start(&q, store, STMT_MESSAGE_CANCEL);
    query_int(&q, ":id", id);
    query_instant(&q, ":at", at);
    query_text(&q, ":reason", reason);
    return query_run_one(&q);
}

static int set_at(struct store *store, enum statement statement, int64_t id, instant_t at)
{
    struct query q;
    query_start(&q, store, statement);
    query_int(&q, ":id", id);
    query_instant(&q, ":at", at);
    return query_run_one(&q);
}

int store_message_retry(struct store *store, int64_t id, instant_t at)
{
    return set_at(store, STMT_MESSAGE_RETRY, id, at);
}

int store_message_told(struct store *store, int64_t id, instant_t at)
{
    return set_at(store, STMT_MESSAGE_TOLD, id, at);
}

int store_outbox_pause(struct store *store, enum message_channel channel, const char *recipient,
                       instant_t until)
{
    struct query q;
    query_start(&q, store, STMT_OUTBOX_PAUSE);
    query_text(&q, ":channel", message_channel_name(channel));
    query_text(&q, ":recipient", recipient);
    query_instant(&q, ":until", until);
    return query_run(&q);
}

int store_outbox_unpark(struct store *store, enum message_channel channel, const char *recipient,
                        instant_t at)
{
    struct query q;
    query_start(&q, store, STMT_OUTBOX_UNPARK);
    query_text(&q, ":channel", message_channel_name(channel));
    query_text(&q, ":recipient", recipient);
    query_instant(&q, ":at", at);
    return query_run(&q);
}

int store_outbox_bring_back(struct store *store, enum message_channel channel, instant_t at)
{
    struct query q;
    query_start(&q, store, STMT_OUTBOX_BRING_BACK);
    query_text(&q, ":channel", message_channel_name(channel));
    query_instant(&q, ":at", at);
    return query_run(&q);
}

int store_outbox_put_off_dailies(struct store *store, day_t day, instant_t at)
{
    struct query q;
    query_start(&q, store, STMT_OUTBOX_PUT_OFF_DAILIES);
    query_day(&q, ":day", day);
    query_instant(&q, ":at", at);
    return query_run(&q);
}

/* --- lists --------------------------------------------------------------------------------------- */

int store_messages_untold(struct store *store, instant_t before, size_t limit,
                          struct message_rows *out)
{
    struct query q;
    query_start(&q, store, STMT_MESSAGE_UNTOLD);
    query_instant(&q, ":before", before);
    query_limit(&q, limit);
    return query_list(&q, &message_type, out, limit);
}

int store_messages_told_still(struct store *store, const char *department, bool *out)
{
    struct query q;
    query_start(&q, store, STMT_MESSAGE_TOLD_STILL);
    query_text(&q, ":department", department);
    int found = query_step(&q);
    int err = query_end(&q, found);
    if (err < 0) {
        return err;
    }
    *out = found > 0;
    return 0;
}

int store_messages_list(struct store *store, const struct message_filter *filter, size_t limit,
                        struct message_rows *out)
{
    struct query q;
    query_start(&q, store, filter->by_state ? STMT_MESSAGE_LIST_STATE : STMT_MESSAGE_LIST);
    if (filter->by_state) {
        query_text(&q, ":state", message_state_name(filter->state));
    }
    query_text(&q, ":department", filter->department);
    query_text(&q, ":recipient", filter->recipient);
    query_instant(&q, ":from", filter->from);
    query_instant(&q, ":to", filter->to);
    query_int(&q, ":before", filter->before > 0 ? filter->before : INT64_MAX);
    query_limit(&q, limit);
    return query_list(&q, &message_type, out, limit);
}

void message_filter_init(struct message_filter *filter)
{
    *filter = (struct message_filter){.from = INSTANT_NONE, .to = INSTANT_NONE};
}

static int count_state(struct store *store, enum message_state state, int64_t *out)
{
    struct query q;
    query_start(&q, store, STMT_OUTBOX_COUNT);
    query_text(&q, ":state", message_state_name(state));
    int err = query_step(&q);
    if (err > 0) {
        *out = query_column_int(&q, "n");
    }
    return query_end(&q, err);
}

int store_outbox_count(struct store *store, struct outbox_counts *out)
{
    struct outbox_counts counts = {0};
    int64_t *const fields[] = {&counts.queued, &counts.sending,    &counts.delivered,
                               &counts.failed, &counts.superseded, &counts.cancelled};
    int err = 0;
    for (int state = 0; state < state_words.count && err == 0; state++) {
        err = count_state(store, (enum message_state)state, fields[state]);
    }
    if (err == 0) {
        *out = counts;
    }
    return err;
}

int store_outbox_waits(struct store *store, bool *out)
{
    struct query q;
    query_start(&q, store, STMT_OUTBOX_WAITS);
    int err = query_step(&q);
    bool waits = err > 0 && query_column_int(&q, "n") != 0;
    err = query_end(&q, err);
    if (err == 0) {
        *out = waits;
    }
    return err;
}
