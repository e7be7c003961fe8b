#include "store/origins.h"

#include "lib/store/db.h"
#include "lib/store/rows.h"

#define ORIGINS_MAX 10000

static const struct field origin_fields[] = {
    FIELD(origin_row, FIELD_TEXT, "occurrence", occurrence),
    FIELD(origin_row, FIELD_TEXT, "department", department),
    FIELD(origin_row, FIELD_TEXT, "document", document),
    FIELD(origin_row, FIELD_TEXT, "document_key", key),
    FIELD(origin_row, FIELD_DAY, "issued", issued),
    FIELD(origin_row, FIELD_TEXT, "sender", sender),
    FIELD(origin_row, FIELD_TEXT, "ident", ident),
};
static const struct row_type origin_type = ROW_TYPE(origin_row, origin_fields);

void store_origin_init(struct origin_row *row)
{
    row_init(&origin_type, row);
}

void store_origin_clear(struct origin_row *row)
{
    row_clear(&origin_type, row);
}

void store_origin_rows_clear(struct origin_rows *rows)
{
    rows_clear(&origin_type, rows);
}

int store_origin_add(struct store *store, const struct origin_row *row)
{
    struct query q;
    query_start(&q, store, STMT_ORIGIN_ADD);
    query_bind(&q, &origin_type, row);
    return query_run(&q);
}

int store_origin_get(struct store *store, const char *occurrence, struct origin_row *out)
{
    struct query q;
    query_start(&q, store, STMT_ORIGIN_GET);
    query_text(&q, ":occurrence", occurrence);
    return query_get(&q, &origin_type, out);
}

int store_origins_by_document(struct store *store, const char *department, const char *key,
                              struct origin_rows *out)
{
    struct query q;
    query_start(&q, store, STMT_ORIGIN_BY_DOCUMENT);
    query_text(&q, ":department", department);
    query_text(&q, ":document_key", key);
    return query_list(&q, &origin_type, out, ORIGINS_MAX);
}

int store_origins_by_ident(struct store *store, const char *department, const char *ident,
                           struct origin_rows *out)
{
    struct query q;
    query_start(&q, store, STMT_ORIGIN_BY_IDENT);
    query_text(&q, ":department", department);
    query_text(&q, ":ident", ident);
    return query_list(&q, &origin_type, out, ORIGINS_MAX);
}
