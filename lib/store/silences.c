#include "store/silences.h"

#include "lib/store/db.h"
#include "lib/store/rows.h"

#define SILENCES_MAX 100000

static const struct field silence_fields[] = {
    FIELD(silence_row, FIELD_INT64, "id", id),
    FIELD(silence_row, FIELD_TEXT, "department", department),
    FIELD(silence_row, FIELD_TEXT, "unit", unit),
    FIELD(silence_row, FIELD_TEXT, "plan", plan),
    FIELD(silence_row, FIELD_TEXT, "stt", stt),
    FIELD(silence_row, FIELD_DAY, "until", until),
    FIELD(silence_row, FIELD_TEXT, "reason", reason),
    FIELD(silence_row, FIELD_TEXT, "author", author),
    FIELD(silence_row, FIELD_INSTANT, "created_at", created_at),
    FIELD(silence_row, FIELD_INSTANT, "ended_at", ended_at),
    FIELD(silence_row, FIELD_TEXT, "ended_by", ended_by),
};
static const struct row_type silence_type = ROW_TYPE(silence_row, silence_fields);

void store_silence_init(struct silence_row *row)
{
    row_init(&silence_type, row);
}

void store_silence_clear(struct silence_row *row)
{
    row_clear(&silence_type, row);
}

void store_silence_rows_clear(struct silence_rows *rows)
{
    rows_clear(&silence_type, rows);
}

int store_silence_add(struct store *store, const struct silence_row *row, int64_t *id)
{
    struct query q;
    query_start(&q, store, STMT_SILENCE_ADD);
    query_bind(&q, &silence_type, row);
    int err = query_run(&q);
    if (err == 0) {
        *id = sqlite3_last_insert_rowid(store->db);
    }
    return err;
}

int store_silence_end(struct store *store, int64_t id, instant_t at, const char *by)
{
    struct query q;
    query_start(&q, store, STMT_SILENCE_END);
    query_int(&q, ":id", id);
    query_instant(&q, ":at", at);
    query_text(&q, ":by", by);
    return query_run_one(&q);
}

int store_silence_get(struct store *store, int64_t id, struct silence_row *out)
{
    struct query q;
    query_start(&q, store, STMT_SILENCE_GET);
    query_int(&q, ":id", id);
    return query_get(&q, &silence_type, out);
}

int store_silences_live(struct store *store, const char *department, day_t day,
                        struct silence_rows *out)
{
    struct query q;
    query_start(&q, store, STMT_SILENCE_LIVE);
    query_text(&q, ":department", department);
    query_day(&q, ":day", day);
    return query_list(&q, &silence_type, out, SILENCES_MAX);
}

int store_silences_list(struct store *store, struct silence_rows *out)
{
    struct query q;
    query_start(&q, store, STMT_SILENCE_ALL);
    return query_list(&q, &silence_type, out, SILENCES_MAX);
}
