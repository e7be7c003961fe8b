#include "store/ledger.h"

#include <string.h>

#include "base/buf.h"
#include "base/i18n.h"
#include "base/sign.h"
#include "base/text.h"
#include "lib/store/db.h"
#include "lib/store/rows.h"

#define LEDGER_DEFAULT_LIMIT 1000000
#define LEDGER_ENTRY_MAX ((size_t)1 << 20)

/* prev_hash of the first entry. */
static const char zero_hash[LEDGER_HASH_SIZE] =
    "0000000000000000000000000000000000000000000000000000000000000000";

static const struct field ledger_fields[] = {
    FIELD(ledger_row, FIELD_INT64, "seq", seq),
    FIELD(ledger_row, FIELD_INSTANT, "at", at),
    FIELD(ledger_row, FIELD_TEXT, "kind", kind),
    FIELD(ledger_row, FIELD_TEXT, "occurrence", occurrence),
    FIELD(ledger_row, FIELD_INT64, "message", message),
    FIELD(ledger_row, FIELD_TEXT, "recipient", recipient),
    FIELD(ledger_row, FIELD_TEXT, "author", author),
    FIELD(ledger_row, FIELD_TEXT, "detail", detail),
    FIELD(ledger_row, FIELD_TEXT, "prev_hash", prev_hash),
    FIELD(ledger_row, FIELD_TEXT, "hash", hash),
};
static const struct row_type ledger_type = ROW_TYPE(ledger_row, ledger_fields);

/* --- the chain ----------------------------------------------------------------------------------- */

/* A text with its length before it, so that no two entries give the same bytes; "-" for none. */
static int put_text(struct buf *out, const char *text)
{
    if (!text) {
        return buf_puts(out, "-\n");
    }
    size_t len = strlen(text);
    int err = buf_int(out, (int64_t)len);
    err = err ? err : buf_putc(out, ':');
    err = err ? err : buf_append(out, text, len);
    return err ? err : buf_putc(out, '\n');
}

/* SHA-256 of "prev_hash\nseq\nat\nmessage\n" and the five texts. */
static int hash_entry(const struct ledger_row *row, const char *prev, char out[LEDGER_HASH_SIZE])
{
    const char *const texts[] = {row->kind, row->occurrence, row->recipient, row->author,
                                 row->detail};
    struct buf bytes;
    const int64_t numbers[] = {row->seq, row->at, row->message};
    buf_init(&bytes, LEDGER_ENTRY_MAX);
    int err = buf_puts(&bytes, prev);
    err = err ? err : buf_putc(&bytes, '\n');
    for (size_t i = 0; i < sizeof(numbers) / sizeof(numbers[0]) && err == 0; i++) {
        err = buf_int(&bytes, numbers[i]);
        err = err ? err : buf_putc(&bytes, '\n');
    }
    for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]) && err == 0; i++) {
        err = put_text(&bytes, texts[i]);
    }
    if (err == 0) {
        sign_sha256_hex(bytes.data, bytes.len, out);
    }
    buf_clear(&bytes);
    return err;
}

/* Reads seq and hash of the last entry, once in a transaction. */
static int load_head(struct store *store)
{
    if (store->ledger_seq >= 0) {
        return 0;
    }
    struct query q;
    query_start(&q, store, STMT_LEDGER_HEAD);
    int err = query_step(&q);
    if (err == 0) {
        store->ledger_seq = 0;
        memcpy(store->ledger_hash, zero_hash, sizeof(zero_hash));
    } else if (err > 0) {
        const char *hash = query_column_text(&q, "hash");
        if (!hash || strlen(hash) != LEDGER_HASH_SIZE - 1) {
            return query_end(&q, ERR_CORRUPT);
        }
        store->ledger_seq = query_column_int(&q, "seq");
        memcpy(store->ledger_hash, hash, LEDGER_HASH_SIZE);
    }
    return query_end(&q, err);
}

#define TOGETHER 4 /* as ledger_add_four */

/* Adds TOGETHER entries, or one. */
static int add_entries(struct store *store, const struct ledger_row *rows, int count)
{
    char hashes[TOGETHER + 1][LEDGER_HASH_SIZE];
    struct ledger_row entries[TOGETHER];
    struct query q;
    memcpy(hashes[0], store->ledger_hash, LEDGER_HASH_SIZE);
    for (int i = 0; i < count; i++) {
        entries[i] = rows[i];
        entries[i].seq = store->ledger_seq + 1 + i;
        entries[i].prev_hash = hashes[i];
        entries[i].hash = hashes[i + 1];
        int err = hash_entry(&entries[i], hashes[i], hashes[i + 1]);
        if (err != 0) {
            return err;
        }
    }
    query_start(&q, store, count == 1 ? STMT_LEDGER_ADD : STMT_LEDGER_ADD_FOUR);
    if (count == 1) {
        query_bind(&q, &ledger_type, &entries[0]);
    }
    for (int i = 0; i < count && count > 1; i++) {
        query_bind_nth(&q, &ledger_type, &entries[i], i);
    }
    int err = query_run(&q);
    if (err == 0) {
        store->ledger_seq += count;
        memcpy(store->ledger_hash, hashes[count], LEDGER_HASH_SIZE);
    }
    return err;
}

int store_ledger_append_all(struct store *store, const struct ledger_row *rows, size_t count)
{
    if (!store->in_txn) {
        return ERR_REFUSED;
    }
    int err = load_head(store);
    while (count > 0 && err == 0) {
        size_t now = count >= TOGETHER ? TOGETHER : 1;
        err = add_entries(store, rows, (int)now);
        rows += now;
        count -= now;
    }
    return err;
}

int store_ledger_append(struct store *store, const struct ledger_row *row)
{
    return store_ledger_append_all(store, row, 1);
}

/* --- reading ------------------------------------------------------------------------------------- */

struct ledger_visit {
    int (*each)(const struct ledger_row *row, void *arg);
    void *arg;
};

static int visit_entry(const void *row, void *arg)
{
    const struct ledger_visit *visit = arg;
    return visit->each(row, visit->arg);
}

void ledger_filter_init(struct ledger_filter *filter)
{
    *filter = (struct ledger_filter){.from = INSTANT_NONE, .to = INSTANT_NONE};
}

static void start_filtered(struct query *q, struct store *store, const struct ledger_filter *filter)
{
    if (filter->occurrence) {
        query_start(q, store, STMT_LEDGER_OF_OCCURRENCE);
        query_text(q, ":occurrence", filter->occurrence);
        query_text(q, ":recipient", filter->recipient);
        query_int(q, ":message", filter->message);
        query_instant(q, ":from", filter->from);
    } else if (filter->message != 0) {
        query_start(q, store, STMT_LEDGER_OF_MESSAGE);
        query_int(q, ":message", filter->message);
        query_text(q, ":recipient", filter->recipient);
        query_instant(q, ":from", filter->from);
    } else if (filter->recipient) {
        query_start(q, store, STMT_LEDGER_OF_RECIPIENT);
        query_text(q, ":recipient", filter->recipient);
        query_instant(q, ":from", filter->from);
    } else if (filter->from != INSTANT_NONE) {
        query_start(q, store, STMT_LEDGER_SPAN);
        query_instant(q, ":from", filter->from);
    } else {
        query_start(q, store, STMT_LEDGER_ALL);
    }
    query_instant(q, ":to", filter->to);
    query_int(q, ":after", filter->after);
    query_limit(q, filter->limit == 0 ? LEDGER_DEFAULT_LIMIT : filter->limit);
}

/* The number before the first entry of a span; the last there can be when it has none. */
static int before_span(struct store *store, instant_t from, int64_t *out)
{
    struct query q;
    query_start(&q, store, STMT_LEDGER_FIRST);
    query_instant(&q, ":from", from);
    int err = query_step(&q);
    int64_t seq = err > 0 ? query_column_int(&q, "seq") : 0;
    err = query_end(&q, err);
    if (err == 0) {
        *out = seq > 0 ? seq - 1 : INT64_MAX;
    }
    return err;
}

int store_ledger_each(struct store *store, const struct ledger_filter *filter,
                      int (*each)(const struct ledger_row *row, void *arg), void *arg)
{
    struct ledger_visit visit = {each, arg};
    struct ledger_filter from_there = *filter;
    struct ledger_row row;
    struct query q;
    if (filter->from != INSTANT_NONE && filter->after == 0) {
        int err = before_span(store, filter->from, &from_there.after);
        if (err != 0) {
            return err;
        }
    }
    start_filtered(&q, store, &from_there);
    return query_each(&q, &ledger_type, &row, visit_entry, &visit);
}

/* --- proof --------------------------------------------------------------------------------------- */

enum fault { FAULT_NONE, FAULT_MISSING, FAULT_INSERTED, FAULT_CHANGED, FAULT_CUT };

struct verification {
    int64_t entries;
    char head[LEDGER_HASH_SIZE];
    enum fault fault; /* what is wrong with the entry after the good ones */
};

static int check_entry(const struct ledger_row *row, void *arg)
{
    struct verification *v = arg;
    char hash[LEDGER_HASH_SIZE];
    int err = hash_entry(row, v->head, hash);
    if (err != 0) {
        return err;
    }
    if (row->seq != v->entries + 1) {
        v->fault = row->seq > v->entries ? FAULT_MISSING : FAULT_INSERTED;
        return 1;
    }
    if (!text_equal(row->prev_hash, v->head) || !text_equal(row->hash, hash)) {
        v->fault = FAULT_CHANGED;
        return 1;
    }
    v->entries++;
    memcpy(v->head, hash, sizeof(hash));
    return 0;
}

/* The number of the last entry ever written, as SQLite remembers it. */
static int last_seq(struct store *store, int64_t *out)
{
    struct query q;
    query_start(&q, store, STMT_LEDGER_LAST_SEQ);
    int err = query_step(&q);
    int64_t seq = err > 0 ? query_column_int(&q, "seq") : 0;
    err = query_end(&q, err);
    if (err == 0) {
        *out = seq;
    }
    return err;
}

static int say_fault(const struct store *store, const struct verification *v, struct diag *diag)
{
    const char *remedy = _("Hãy giữ nguyên tệp này làm chứng cứ và đối chiếu với các bản sao lưu");
    long long seq = v->entries + 1;
    switch (v->fault) {
    case FAULT_NONE:
        return 0;
    case FAULT_MISSING:
        diag_addf(diag, DIAG_ERROR, store->path, 0, 0, remedy, _("sổ theo dõi thiếu mục số %lld"),
                  seq);
        break;
    case FAULT_INSERTED:
        diag_add(diag, DIAG_ERROR, store->path, 0, 0,
                 _("sổ theo dõi có mục chen vào trước mục số 1"), remedy);
        break;
    case FAULT_CHANGED:
        diag_addf(diag, DIAG_ERROR, store->path, 0, 0, remedy,
                  _("mục số %lld của sổ theo dõi đã bị sửa"), seq);
        break;
    case FAULT_CUT:
        diag_addf(diag, DIAG_ERROR, store->path, 0, 0, remedy,
                  _("sổ theo dõi bị cắt mất phần cuối, từ mục số %lld"), seq);
        break;
    }
    return ERR_CORRUPT;
}

/* Looks at up to `limit` entries behind where v stands. */
static int next_entries(struct store *store, size_t limit, struct verification *v)
{
    struct ledger_filter filter;
    ledger_filter_init(&filter);
    filter.after = v->entries > 0 ? v->entries : INT64_MIN;
    filter.limit = limit;
    return store_ledger_each(store, &filter, check_entry, v);
}

/* Nothing follows: that has to be the last that was ever written. */
static int check_end(struct store *store, struct verification *v)
{
    int64_t last = 0;
    int err = last_seq(store, &last);
    if (err == 0 && v->fault == FAULT_NONE && last != v->entries) {
        v->fault = FAULT_CUT;
    }
    return err;
}

int store_ledger_walk(struct store *store, struct ledger_walk *walk, size_t limit,
                      struct diag *diag)
{
    struct verification v = {.entries = walk->entries};
    memcpy(v.head, walk->entries > 0 ? walk->head : zero_hash, LEDGER_HASH_SIZE);
    int err = next_entries(store, limit, &v);
    bool more = err == 0 && v.fault == FAULT_NONE && v.entries - walk->entries == (int64_t)limit;
    if (err == 0 && !more) {
        err = check_end(store, &v);
    }
    if (err == 0) {
        err = say_fault(store, &v, diag);
    }
    if (err == 0 || v.fault != FAULT_NONE) {
        walk->entries = v.entries;
        memcpy(walk->head, v.head, LEDGER_HASH_SIZE);
    }
    return err < 0 ? err : more;
}

int store_ledger_verify(struct store *store, int64_t *entries, char head[LEDGER_HASH_SIZE],
                        struct diag *diag)
{
    struct ledger_walk walk = {0};
    int more = 1;
    while (more > 0) {
        more = store_ledger_walk(store, &walk, LEDGER_DEFAULT_LIMIT, diag);
    }
    if (more < 0 && more != ERR_CORRUPT) {
        return more;
    }
    *entries = walk.entries;
    if (head) {
        memcpy(head, walk.head, LEDGER_HASH_SIZE);
    }
    return more;
}

struct wanted_hash {
    int64_t seq;
    bool found;
    char hash[LEDGER_HASH_SIZE];
};

static int take_hash(const struct ledger_row *row, void *arg)
{
    struct wanted_hash *wanted = arg;
    if (row->seq == wanted->seq && row->hash && strlen(row->hash) == LEDGER_HASH_SIZE - 1) {
        memcpy(wanted->hash, row->hash, LEDGER_HASH_SIZE);
        wanted->found = true;
    }
    return 0;
}

int store_ledger_hash(struct store *store, int64_t seq, char out[LEDGER_HASH_SIZE])
{
    struct wanted_hash wanted = {.seq = seq};
    struct ledger_filter filter;
    ledger_filter_init(&filter);
    filter.after = seq - 1;
    filter.limit = 1;
    int err = store_ledger_each(store, &filter, take_hash, &wanted);
    if (err == 0 && !wanted.found) {
        err = ERR_NOT_FOUND;
    }
    if (err == 0) {
        memcpy(out, wanted.hash, LEDGER_HASH_SIZE);
    }
    return err;
}

int store_ledger_verify_from(struct store *store, int64_t *seq, size_t limit, struct diag *diag)
{
    struct ledger_walk walk = {.entries = *seq};
    int err = *seq > 0 ? store_ledger_hash(store, *seq, walk.head) : 0;
    if (err == ERR_NOT_FOUND) {
        const struct verification cut = {.entries = *seq - 1, .fault = FAULT_CUT};
        return say_fault(store, &cut, diag);
    }
    if (err == 0) {
        err = store_ledger_walk(store, &walk, limit, diag);
    }
    if (err >= 0) {
        *seq = walk.entries;
    }
    return err < 0 ? err : 0;
}
