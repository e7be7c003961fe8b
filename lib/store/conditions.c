#include "store/conditions.h"

#include "lib/store/db.h"
#include "lib/store/rows.h"

#define CONDITIONS_MAX 100000

static const struct field condition_fields[] = {
    FIELD(condition_row, FIELD_TEXT, "kind", kind),
    FIELD(condition_row, FIELD_TEXT, "subject", subject),
    FIELD(condition_row, FIELD_TEXT, "department", department),
    FIELD(condition_row, FIELD_TEXT, "detail", detail),
    FIELD(condition_row, FIELD_INSTANT, "first_seen", first_seen),
    FIELD(condition_row, FIELD_INSTANT, "last_seen", last_seen),
    FIELD(condition_row, FIELD_INSTANT, "ends_at", ends_at),
    FIELD(condition_row, FIELD_INSTANT, "told_at", told_at),
};
static const struct row_type condition_type = ROW_TYPE(condition_row, condition_fields);

void store_condition_rows_clear(struct condition_rows *rows)
{
    rows_clear(&condition_type, rows);
}

int store_condition_put(struct store *store, const struct condition_row *row, bool *fresh)
{
    struct query q;
    query_start(&q, store, STMT_CONDITION_HAS);
    query_text(&q, ":kind", row->kind);
    query_text(&q, ":subject", row->subject);
    int found = query_step(&q);
    int err = query_end(&q, found);
    if (err < 0) {
        return err;
    }
    query_start(&q, store, STMT_CONDITION_PUT);
    query_bind(&q, &condition_type, row);
    err = query_run(&q);
    if (err == 0 && fresh) {
        *fresh = found == 0;
    }
    return err;
}

int store_condition_end(struct store *store, const char *kind, const char *subject)
{
    struct query q;
    query_start(&q, store, STMT_CONDITION_END);
    query_text(&q, ":kind", kind);
    query_text(&q, ":subject", subject);
    return query_run_one(&q);
}

int store_conditions_expire(struct store *store, instant_t now)
{
    struct query q;
    query_start(&q, store, STMT_CONDITION_EXPIRE);
    query_instant(&q, ":now", now);
    return query_run(&q);
}

int store_condition_told(struct store *store, const char *kind, const char *subject, instant_t at)
{
    struct query q;
    query_start(&q, store, STMT_CONDITION_TOLD);
    query_text(&q, ":kind", kind);
    query_text(&q, ":subject", subject);
    query_instant(&q, ":at", at);
    return query_run_one(&q);
}

int store_conditions_list(struct store *store, struct condition_rows *out)
{
    struct query q;
    query_start(&q, store, STMT_CONDITION_ALL);
    return query_list(&q, &condition_type, out, CONDITIONS_MAX);
}
