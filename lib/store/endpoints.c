#include "lib/store/db.h"
#include "lib/store/rows.h"
#include "store/outbox.h"

static const struct field endpoint_fields[] = {
    FIELD(endpoint_row, FIELD_TEXT, "name", name),
    FIELD(endpoint_row, FIELD_BOOL, "disabled", disabled),
    FIELD(endpoint_row, FIELD_TEXT, "reason", reason),
    FIELD(endpoint_row, FIELD_INSTANT, "paused_until", paused_until),
    FIELD(endpoint_row, FIELD_INT, "failures", failures),
    FIELD(endpoint_row, FIELD_INSTANT, "changed_at", changed_at),
};
static const struct row_type endpoint_type = ROW_TYPE(endpoint_row, endpoint_fields);

void store_endpoint_clear(struct endpoint_row *row)
{
    row_clear(&endpoint_type, row);
}

int store_endpoint_put(struct store *store, const struct endpoint_row *row)
{
    struct query q;
    query_start(&q, store, STMT_ENDPOINT_PUT);
    query_bind(&q, &endpoint_type, row);
    return query_run(&q);
}

int store_endpoint_standing(struct store *store, const struct endpoint_row *row)
{
    struct query q;
    query_start(&q, store, STMT_ENDPOINT_STANDING);
    query_bind(&q, &endpoint_type, row);
    return query_run(&q);
}

int store_endpoint_get(struct store *store, const char *name, struct endpoint_row *out)
{
    struct query q;
    query_start(&q, store, STMT_ENDPOINT_GET);
    query_text(&q, ":name", name);
    return query_get(&q, &endpoint_type, out);
}

struct endpoint_visit {
    int (*each)(const struct endpoint_row *row, void *arg);
    void *arg;
};

static int visit_endpoint(const void *row, void *arg)
{
    const struct endpoint_visit *visit = arg;
    return visit->each(row, visit->arg);
}

int store_endpoints_each(struct store *store,
                         int (*each)(const struct endpoint_row *row, void *arg), void *arg)
{
    struct endpoint_visit visit = {each, arg};
    struct endpoint_row row;
    struct query q;
    query_start(&q, store, STMT_ENDPOINT_ALL);
    return query_each(&q, &endpoint_type, &row, visit_endpoint, &visit);
}
