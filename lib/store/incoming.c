#include "store/incoming.h"

#include "lib/store/db.h"
#include "lib/store/rows.h"

static const struct field incoming_fields[] = {
    FIELD(incoming_row, FIELD_INT64, "number", number),
    FIELD(incoming_row, FIELD_TEXT, "source", source),
    FIELD(incoming_row, FIELD_TEXT, "id", id),
    FIELD(incoming_row, FIELD_TEXT, "fingerprint", fingerprint),
    FIELD(incoming_row, FIELD_TEXT, "author", author),
    FIELD(incoming_row, FIELD_INSTANT, "at", at),
    FIELD(incoming_row, FIELD_TEXT, "type", type),
    FIELD(incoming_row, FIELD_INSTANT, "time", time),
    FIELD(incoming_row, FIELD_TEXT, "department", department),
    FIELD(incoming_row, FIELD_TEXT, "document_number", document_number),
    FIELD(incoming_row, FIELD_DAY, "document_day", document_day),
    FIELD(incoming_row, FIELD_TEXT, "document_organ", document_organ),
    FIELD(incoming_row, FIELD_TEXT, "document_ident", document_ident),
    FIELD(incoming_row, FIELD_TEXT, "subject", subject),
    FIELD(incoming_row, FIELD_DAY, "received", received),
    FIELD(incoming_row, FIELD_DAY, "due", due),
    FIELD(incoming_row, FIELD_TEXT, "unit", unit),
    FIELD(incoming_row, FIELD_TEXT, "task", task),
    FIELD(incoming_row, FIELD_TEXT, "plan", plan),
    FIELD(incoming_row, FIELD_TEXT, "stt", stt),
    FIELD(incoming_row, FIELD_TEXT, "period", period),
    FIELD(incoming_row, FIELD_TEXT, "response_number", response_number),
    FIELD(incoming_row, FIELD_DAY, "response_day", response_day),
    FIELD(incoming_row, FIELD_TEXT, "response_organ", response_organ),
    FIELD(incoming_row, FIELD_TEXT, "response_ident", response_ident),
    FIELD(incoming_row, FIELD_TEXT, "outcome", outcome),
    FIELD(incoming_row, FIELD_TEXT, "occurrence", occurrence),
    FIELD(incoming_row, FIELD_DAY, "occurrence_due", occurrence_due),
    FIELD(incoming_row, FIELD_TEXT, "code", code),
    FIELD(incoming_row, FIELD_TEXT, "reason", reason),
    FIELD(incoming_row, FIELD_TEXT, "remedy", remedy),
    FIELD(incoming_row, FIELD_TEXT, "settled", settled),
    FIELD(incoming_row, FIELD_INSTANT, "settled_at", settled_at),
    FIELD(incoming_row, FIELD_TEXT, "settled_by", settled_by),
    FIELD(incoming_row, FIELD_TEXT, "settled_note", settled_note),
    FIELD(incoming_row, FIELD_TEXT, "settled_occurrence", settled_occurrence),
};
static const struct row_type incoming_type = ROW_TYPE(incoming_row, incoming_fields);

void store_incoming_init(struct incoming_row *row)
{
    row_init(&incoming_type, row);
}

void store_incoming_clear(struct incoming_row *row)
{
    row_clear(&incoming_type, row);
}

void store_incoming_rows_clear(struct incoming_rows *rows)
{
    rows_clear(&incoming_type, rows);
}

int store_incoming_add(struct store *store, const struct incoming_row *row, int64_t *number)
{
    struct query q;
    query_start(&q, store, STMT_INCOMING_ADD);
    query_bind(&q, &incoming_type, row);
    int err = query_run(&q);
    if (err == 0) {
        *number = sqlite3_last_insert_rowid(store->db);
    }
    return err;
}

int store_incoming_find(struct store *store, const char *source, const char *id,
                        struct incoming_row *out)
{
    struct query q;
    query_start(&q, store, STMT_INCOMING_FIND);
    query_text(&q, ":source", source);
    query_text(&q, ":id", id);
    return query_get(&q, &incoming_type, out);
}

int store_incoming_get(struct store *store, int64_t number, struct incoming_row *out)
{
    struct query q;
    query_start(&q, store, STMT_INCOMING_GET);
    query_int(&q, ":number", number);
    return query_get(&q, &incoming_type, out);
}

int store_incoming_settle(struct store *store, const struct incoming_row *row)
{
    struct query q;
    query_start(&q, store, STMT_INCOMING_SETTLE);
    query_bind(&q, &incoming_type, row);
    return query_run_one(&q);
}

int store_incoming_pending(struct store *store, const char *department, int64_t after, size_t limit,
                           struct incoming_rows *out)
{
    struct query q;
    query_start(&q, store, STMT_INCOMING_PENDING);
    query_text(&q, ":department", department);
    query_int(&q, ":after", after);
    query_limit(&q, limit);
    return query_list(&q, &incoming_type, out, limit);
}

int store_incoming_count(struct store *store, size_t limit, int64_t *pending)
{
    struct query q;
    query_start(&q, store, STMT_INCOMING_COUNT);
    query_limit(&q, limit);
    int err = query_step(&q);
    if (err > 0) {
        *pending = query_column_int(&q, "n");
    }
    return query_end(&q, err);
}

int store_incoming_list(struct store *store, int64_t before, size_t limit,
                        struct incoming_rows *out)
{
    struct query q;
    query_start(&q, store, STMT_INCOMING_LIST);
    query_int(&q, ":before", before > 0 ? before : INT64_MAX);
    query_limit(&q, limit);
    return query_list(&q, &incoming_type, out, limit);
}

int store_incoming_forget(struct store *store, instant_t before, size_t limit)
{
    struct query q;
    query_start(&q, store, STMT_INCOMING_FORGET);
    query_instant(&q, ":before", before);
    query_limit(&q, limit);
    return query_run(&q);
}
