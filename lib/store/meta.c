#include "lib/store/db.h"

#include <inttypes.h>
#include <stdio.h>

#include "base/buf.h"
#include "base/parse.h"

int store_meta_get(struct store *store, const char *key, struct buf *out)
{
    struct query q;
    query_start(&q, store, STMT_META_GET);
    query_text(&q, ":key", key);
    int err = query_step(&q);
    if (err == 0) {
        err = ERR_NOT_FOUND;
    }
    if (err > 0) {
        buf_reset(out);
        err = buf_puts(out, query_column_text(&q, "value"));
    }
    return query_end(&q, err);
}

int store_meta_get_int(struct store *store, const char *key, int64_t *out)
{
    struct buf text;
    buf_init(&text, 32);
    int err = store_meta_get(store, key, &text);
    if (err == 0 && parse_int64(buf_str(&text), INT64_MIN, INT64_MAX, out) != 0) {
        err = ERR_CORRUPT;
    }
    buf_clear(&text);
    return err == ERR_LIMIT ? ERR_CORRUPT : err;
}

int store_meta_put(struct store *store, const char *key, const char *value)
{
    struct query q;
    query_start(&q, store, STMT_META_PUT);
    query_text(&q, ":key", key);
    query_text(&q, ":value", value);
    return query_run(&q);
}

int store_meta_put_int(struct store *store, const char *key, int64_t value)
{
    char text[32];
    (void)snprintf(text, sizeof(text), "%" PRId64, value);
    return store_meta_put(store, key, text);
}

static int earliest(struct store *store, enum statement id, instant_t *out)
{
    struct query q;
    query_start(&q, store, id);
    int err = query_step(&q);
    if (err > 0) {
        *out = query_column_instant(&q, "next_at");
        err = 0;
    }
    return query_end(&q, err);
}

int store_waiting(struct store *store, struct store_waiting *out)
{
    struct store_waiting waiting = {INSTANT_NONE, INSTANT_NONE, INSTANT_NONE, INSTANT_NONE};
    int err = earliest(store, STMT_WAITING_OCCURRENCE, &waiting.occurrence);
    if (err == 0) {
        err = earliest(store, STMT_WAITING_JOB, &waiting.job);
    }
    if (err == 0) {
        err = earliest(store, STMT_WAITING_NOTICE, &waiting.notice);
    }
    if (err == 0) {
        err = earliest(store, STMT_WAITING_MESSAGE, &waiting.message);
    }
    if (err == 0) {
        *out = waiting;
    }
    return err;
}
