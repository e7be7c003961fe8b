#include "store/notices.h"

#include "lib/store/db.h"
#include "lib/store/rows.h"

#define NOTICES_MAX 100000

static const struct field notice_fields[] = {
    FIELD(notice_row, FIELD_INT64, "id", id),
    FIELD(notice_row, FIELD_TEXT, "occurrence", occurrence),
    FIELD(notice_row, FIELD_STAGE, "stage", stage),
    FIELD(notice_row, FIELD_DAY, "anchor", anchor),
    FIELD_WORDS(notice_row, "role", role, &role_words),
    FIELD(notice_row, FIELD_TEXT, "unit", unit),
    FIELD(notice_row, FIELD_TEXT, "department", department),
    FIELD(notice_row, FIELD_TEXT, "recipient", recipient),
    FIELD(notice_row, FIELD_DAY, "day", day),
    FIELD(notice_row, FIELD_INSTANT, "created_at", created_at),
    FIELD(notice_row, FIELD_INSTANT, "next_at", next_at),
    FIELD(notice_row, FIELD_INT64, "message", message),
};
static const struct row_type notice_type = ROW_TYPE(notice_row, notice_fields);

void store_notice_rows_clear(struct notice_rows *rows)
{
    rows_clear(&notice_type, rows);
}

int store_notice_add(struct store *store, const struct notice_row *row, bool *added)
{
    struct query q;
    query_start(&q, store, STMT_NOTICE_ADD);
    query_bind(&q, &notice_type, row);
    int err = query_run_one(&q);
    if (err != 0 && err != ERR_NOT_FOUND) {
        return err;
    }
    if (added) {
        *added = err == 0;
    }
    return 0;
}

static const struct field pair_fields[] = {
    FIELD(notice_row, FIELD_TEXT, "department", department),
    FIELD(notice_row, FIELD_TEXT, "recipient", recipient),
};
static const struct row_type pair_type = ROW_TYPE(notice_row, pair_fields);

/* The pairs are fetched before the first callback, which may write notices. */
int store_notices_due_recipients(struct store *store, instant_t now, size_t limit,
                                 int (*each)(const char *department, const char *recipient,
                                             void *arg),
                                 void *arg)
{
    struct notice_rows pairs = {0};
    struct query q;
    query_start(&q, store, STMT_NOTICE_DUE_RECIPIENT);
    query_instant(&q, ":now", now);
    query_limit(&q, limit);
    int err = query_list(&q, &pair_type, &pairs, limit);
    for (size_t i = 0; i < pairs.count && err == 0; i++) {
        err = each(pairs.items[i].department, pairs.items[i].recipient, arg);
    }
    rows_clear(&pair_type, &pairs);
    return err > 0 ? 0 : err;
}

int store_notices_due(struct store *store, const char *department, const char *recipient,
                      instant_t now, size_t limit, struct notice_rows *out)
{
    struct query q;
    query_start(&q, store, STMT_NOTICE_DUE);
    query_text(&q, ":department", department);
    query_text(&q, ":recipient", recipient);
    query_instant(&q, ":now", now);
    query_limit(&q, limit);
    return query_list(&q, &notice_type, out, limit);
}

int store_notice_attach(struct store *store, int64_t notice, int64_t message)
{
    struct query q;
    query_start(&q, store, STMT_NOTICE_ATTACH);
    query_int(&q, ":id", notice);
    query_int(&q, ":message", message);
    return query_run_one(&q);
}

int store_notice_defer(struct store *store, int64_t notice, instant_t next_at)
{
    struct query q;
    query_start(&q, store, STMT_NOTICE_DEFER);
    query_int(&q, ":id", notice);
    query_instant(&q, ":next_at", next_at);
    return query_run_one(&q);
}

int store_notice_detach(struct store *store, int64_t notice)
{
    struct query q;
    query_start(&q, store, STMT_NOTICE_DETACH);
    query_int(&q, ":id", notice);
    return query_run_one(&q);
}

int store_notices_revive(struct store *store, const char *occurrence, day_t anchor, day_t day,
                         instant_t at)
{
    struct query q;
    query_start(&q, store, STMT_NOTICE_REVIVE);
    query_text(&q, ":occurrence", occurrence);
    query_day(&q, ":anchor", anchor);
    query_day(&q, ":day", day);
    query_instant(&q, ":at", at);
    return query_run(&q);
}

int store_notice_drop(struct store *store, int64_t notice)
{
    return store_notice_defer(store, notice, INSTANT_NONE);
}

int store_notices_bring_back(struct store *store, instant_t at)
{
    struct query q;
    query_start(&q, store, STMT_NOTICE_BRING_BACK);
    query_instant(&q, ":at", at);
    return query_run(&q);
}

int store_notices_move(struct store *store, int64_t from_message, int64_t to_message)
{
    struct query q;
    query_start(&q, store, STMT_NOTICE_MOVE);
    query_int(&q, ":from", from_message);
    query_int(&q, ":to", to_message);
    return query_run(&q);
}

int store_notices_of_message(struct store *store, int64_t message, size_t limit,
                             struct notice_rows *out)
{
    size_t max = limit == 0 ? NOTICES_MAX : limit;
    struct query q;
    query_start(&q, store, STMT_NOTICE_OF_MESSAGE);
    query_int(&q, ":message", message);
    query_limit(&q, max);
    return query_list(&q, &notice_type, out, max);
}

int store_notices_of_occurrence(struct store *store, const char *occurrence, size_t limit,
                                struct notice_rows *out)
{
    size_t max = limit == 0 ? NOTICES_MAX : limit;
    struct query q;
    query_start(&q, store, STMT_NOTICE_OF_OCCURRENCE);
    query_text(&q, ":occurrence", occurrence);
    query_limit(&q, max);
    return query_list(&q, &notice_type, out, max);
}
