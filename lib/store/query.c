#include "lib/store/db.h"

#include <stdlib.h>
#include <string.h>

#include "base/vec.h"
#include "lib/store/rows.h"
#include "model/stage.h"

static int prepare(struct store *store, enum statement id)
{
    struct prepared *prepared = &store->prepared[id];
    if (prepared->stmt) {
        return 0;
    }
    int rc = sqlite3_prepare_v3(store->db, statement_texts[id], -1, SQLITE_PREPARE_PERSISTENT,
                                &prepared->stmt, NULL);
    if (rc != SQLITE_OK) {
        return store_fail(store, rc);
    }
    if (sqlite3_bind_parameter_count(prepared->stmt) > STORE_MAX_COLUMNS ||
        sqlite3_column_count(prepared->stmt) > STORE_MAX_COLUMNS) {
        return ERR_INTERNAL;
    }
    return 0;
}

/* Whether the statement may run now: not while it runs, writes only inside a transaction, nothing
 * in one that SQLite has rolled back. */
static int allowed(struct store *store, sqlite3_stmt *stmt, enum statement id)
{
    if (sqlite3_stmt_busy(stmt)) {
        return ERR_REFUSED;
    }
    bool is_txn = id == STMT_BEGIN || id == STMT_COMMIT || id == STMT_ROLLBACK;
    if (is_txn) {
        return 0;
    }
    if (store->in_txn && sqlite3_get_autocommit(store->db)) {
        return store->txn_err ? store->txn_err : ERR_REFUSED;
    }
    return store->in_txn || sqlite3_stmt_readonly(stmt) ? 0 : ERR_REFUSED;
}

void query_start(struct query *q, struct store *store, enum statement id)
{
    *q = (struct query){.store = store, .err = prepare(store, id)};
    if (q->err != 0) {
        return;
    }
    q->err = allowed(store, store->prepared[id].stmt, id);
    if (q->err == 0) {
        q->prepared = &store->prepared[id];
        q->stmt = q->prepared->stmt;
    }
}

static int parameter(struct query *q, const char *name)
{
    if (q->err != 0) {
        return 0;
    }
    int index = sqlite3_bind_parameter_index(q->stmt, name);
    if (index == 0) {
        q->err = ERR_INTERNAL;
    }
    return index;
}

static void bound(struct query *q, int rc)
{
    if (rc == SQLITE_TOOBIG) {
        q->err = ERR_LIMIT;
    } else if (rc != SQLITE_OK) {
        q->err = store_fail(q->store, rc);
    }
}

static int bind_text(sqlite3_stmt *stmt, int index, const char *value)
{
    return value
               ? sqlite3_bind_text64(stmt, index, value, strlen(value), SQLITE_STATIC, SQLITE_UTF8)
               : sqlite3_bind_null(stmt, index);
}

static int bind_day(sqlite3_stmt *stmt, int index, day_t value)
{
    return value == DAY_NONE ? sqlite3_bind_null(stmt, index)
                             : sqlite3_bind_int(stmt, index, value);
}

static int bind_instant(sqlite3_stmt *stmt, int index, instant_t value)
{
    return value == INSTANT_NONE ? sqlite3_bind_null(stmt, index)
                                 : sqlite3_bind_int64(stmt, index, value);
}

void query_text(struct query *q, const char *name, const char *value)
{
    int index = parameter(q, name);
    if (index > 0) {
        bound(q, bind_text(q->stmt, index, value));
    }
}

void query_copy(struct query *q, const char *name, const char *value)
{
    int index = parameter(q, name);
    if (index > 0) {
        bound(q, value ? sqlite3_bind_text(q->stmt, index, value, -1, SQLITE_TRANSIENT)
                       : sqlite3_bind_null(q->stmt, index));
    }
}

void query_int(struct query *q, const char *name, int64_t value)
{
    int index = parameter(q, name);
    if (index > 0) {
        bound(q, sqlite3_bind_int64(q->stmt, index, value));
    }
}

void query_day(struct query *q, const char *name, day_t value)
{
    int index = parameter(q, name);
    if (index > 0) {
        bound(q, bind_day(q->stmt, index, value));
    }
}

void query_instant(struct query *q, const char *name, instant_t value)
{
    int index = parameter(q, name);
    if (index > 0) {
        bound(q, bind_instant(q->stmt, index, value));
    }
}

void query_limit(struct query *q, size_t limit)
{
    query_int(q, ":limit", limit > INT32_MAX ? INT32_MAX : (int64_t)limit);
}

static int find_field(const struct row_type *type, const char *name)
{
    for (int i = 0; i < type->count; i++) {
        if (strcmp(type->fields[i].name, name) == 0) {
            return i;
        }
    }
    return -1;
}

static void map_parameters(struct prepared *prepared, const struct row_type *type)
{
    int count = sqlite3_bind_parameter_count(prepared->stmt);
    for (int i = 0; i < count; i++) {
        const char *name = sqlite3_bind_parameter_name(prepared->stmt, i + 1);
        prepared->binds[i] = (int8_t)(name ? find_field(type, name + 1) : -1);
    }
    prepared->bind_type = type;
}

static void map_columns(struct prepared *prepared, const struct row_type *type)
{
    int count = sqlite3_column_count(prepared->stmt);
    for (int i = 0; i < count; i++) {
        prepared->reads[i] = (int8_t)find_field(type, sqlite3_column_name(prepared->stmt, i));
    }
    prepared->read_type = type;
}

static int bind_enum(sqlite3_stmt *stmt, int index, const struct field *field, const void *value)
{
    unsigned number = *(const unsigned *)value;
    if (number >= (unsigned)field->words->count) {
        return SQLITE_MISUSE;
    }
    return bind_text(stmt, index, field->words->items[number]);
}

static int bind_stage(sqlite3_stmt *stmt, int index, const struct stage *stage)
{
    char text[STAGE_TEXT_SIZE];
    stage_format(*stage, text);
    return sqlite3_bind_text(stmt, index, text, -1, SQLITE_TRANSIENT);
}

static int bind_field(sqlite3_stmt *stmt, int index, const struct field *field, const void *row)
{
    const void *value = (const char *)row + field->offset;
    switch (field->type) {
    case FIELD_TEXT:
        return bind_text(stmt, index, *(const char *const *)value);
    case FIELD_BLOB:
        return sqlite3_bind_blob64(stmt, index, *(const void *const *)value,
                                   *(const size_t *)((const char *)row + field->length),
                                   SQLITE_STATIC);
    case FIELD_INT:
        return sqlite3_bind_int(stmt, index, *(const int *)value);
    case FIELD_INT64:
        return sqlite3_bind_int64(stmt, index, *(const int64_t *)value);
    case FIELD_BOOL:
        return sqlite3_bind_int(stmt, index, *(const bool *)value ? 1 : 0);
    case FIELD_DAY:
        return bind_day(stmt, index, *(const day_t *)value);
    case FIELD_INSTANT:
        return bind_instant(stmt, index, *(const instant_t *)value);
    case FIELD_ENUM:
        return bind_enum(stmt, index, field, value);
    case FIELD_STAGE:
        return bind_stage(stmt, index, value);
    }
    return SQLITE_MISUSE;
}

static void bind_one(struct query *q, int index, const struct field *field, const void *row)
{
    int rc = bind_field(q->stmt, index, field, row);
    if (rc == SQLITE_MISUSE) {
        q->err = ERR_INVALID;
    } else {
        bound(q, rc);
    }
}

void query_bind(struct query *q, const struct row_type *type, const void *row)
{
    if (q->err != 0) {
        return;
    }
    if (q->prepared->bind_type != type) {
        map_parameters(q->prepared, type);
    }
    int count = sqlite3_bind_parameter_count(q->stmt);
    for (int i = 0; i < count && q->err == 0; i++) {
        if (q->prepared->binds[i] >= 0) {
            bind_one(q, i + 1, &type->fields[q->prepared->binds[i]], row);
        }
    }
}

void query_bind_nth(struct query *q, const struct row_type *type, const void *row, int nth)
{
    for (int i = 0; i < type->count && q->err == 0; i++) {
        bind_one(q, nth * type->count + i + 1, &type->fields[i], row);
    }
}

int query_step(struct query *q)
{
    if (q->err != 0) {
        return q->err;
    }
    int rc = sqlite3_step(q->stmt);
    if (rc == SQLITE_ROW) {
        return 1;
    }
    if (rc == SQLITE_DONE) {
        return 0;
    }
    q->err = store_fail(q->store, rc);
    return q->err;
}

static int read_text(sqlite3_stmt *stmt, int column, const char **out)
{
    if (sqlite3_column_type(stmt, column) == SQLITE_NULL) {
        *out = NULL;
        return 0;
    }
    *out = (const char *)sqlite3_column_text(stmt, column);
    return *out ? 0 : ERR_NOMEM;
}

static int read_enum(sqlite3_stmt *stmt, int column, const struct field *field, void *value)
{
    const char *word = NULL;
    int err = read_text(stmt, column, &word);
    if (err != 0) {
        return err;
    }
    int number = stored_words_find(field->words, word);
    if (number < 0) {
        return ERR_CORRUPT;
    }
    *(unsigned *)value = (unsigned)number;
    return 0;
}

static int read_stage(sqlite3_stmt *stmt, int column, struct stage *out)
{
    const char *word = NULL;
    int err = read_text(stmt, column, &word);
    if (err != 0) {
        return err;
    }
    return word && stage_parse(word, out) == 0 ? 0 : ERR_CORRUPT;
}

static int read_blob(sqlite3_stmt *stmt, int column, const struct field *field, void *row)
{
    const void *data = sqlite3_column_blob(stmt, column);
    size_t size = (size_t)sqlite3_column_bytes(stmt, column);
    if (!data && sqlite3_column_type(stmt, column) != SQLITE_NULL) {
        data = size == 0 ? "" : NULL;
        if (!data) {
            return ERR_NOMEM;
        }
    }
    *(const void **)((char *)row + field->offset) = data;
    *(size_t *)((char *)row + field->length) = size;
    return 0;
}

static int read_int32(sqlite3_stmt *stmt, int column, int32_t *out)
{
    int64_t wide = sqlite3_column_int64(stmt, column);
    if (wide < INT32_MIN || wide > INT32_MAX) {
        return ERR_CORRUPT;
    }
    *out = (int32_t)wide;
    return 0;
}

static int read_field(sqlite3_stmt *stmt, int column, const struct field *field, void *row)
{
    void *value = (char *)row + field->offset;
    bool is_null = sqlite3_column_type(stmt, column) == SQLITE_NULL;
    switch (field->type) {
    case FIELD_TEXT:
        return read_text(stmt, column, value);
    case FIELD_BLOB:
        return read_blob(stmt, column, field, row);
    case FIELD_INT:
        return read_int32(stmt, column, value);
    case FIELD_INT64:
        *(int64_t *)value = sqlite3_column_int64(stmt, column);
        return 0;
    case FIELD_BOOL:
        *(bool *)value = sqlite3_column_int64(stmt, column) != 0;
        return 0;
    case FIELD_DAY:
        *(day_t *)value = DAY_NONE;
        return is_null ? 0 : read_int32(stmt, column, value);
    case FIELD_INSTANT:
        *(instant_t *)value = is_null ? INSTANT_NONE : sqlite3_column_int64(stmt, column);
        return 0;
    case FIELD_ENUM:
        return read_enum(stmt, column, field, value);
    case FIELD_STAGE:
        return read_stage(stmt, column, value);
    }
    return ERR_INTERNAL;
}

int query_read(struct query *q, const struct row_type *type, void *row)
{
    if (q->prepared->read_type != type) {
        map_columns(q->prepared, type);
    }
    row_init(type, row);
    int count = sqlite3_column_count(q->stmt);
    for (int i = 0; i < count; i++) {
        if (q->prepared->reads[i] < 0) {
            continue;
        }
        int err = read_field(q->stmt, i, &type->fields[q->prepared->reads[i]], row);
        if (err != 0) {
            return err;
        }
    }
    return 0;
}

static int column(struct query *q, const char *name)
{
    int count = sqlite3_column_count(q->stmt);
    for (int i = 0; i < count; i++) {
        if (strcmp(sqlite3_column_name(q->stmt, i), name) == 0) {
            return i;
        }
    }
    q->err = ERR_INTERNAL;
    return 0;
}

int64_t query_column_int(struct query *q, const char *name)
{
    return sqlite3_column_int64(q->stmt, column(q, name));
}

const char *query_column_text(struct query *q, const char *name)
{
    return (const char *)sqlite3_column_text(q->stmt, column(q, name));
}

instant_t query_column_instant(struct query *q, const char *name)
{
    int index = column(q, name);
    return sqlite3_column_type(q->stmt, index) == SQLITE_NULL
               ? INSTANT_NONE
               : sqlite3_column_int64(q->stmt, index);
}

int query_end(struct query *q, int err)
{
    if (q->stmt) {
        (void)sqlite3_reset(q->stmt);
        (void)sqlite3_clear_bindings(q->stmt);
        q->stmt = NULL;
    }
    if (err < 0) {
        return err;
    }
    return q->err;
}

int query_run(struct query *q)
{
    int err = query_step(q);
    while (err > 0) {
        err = query_step(q);
    }
    return query_end(q, err);
}

int query_run_one(struct query *q)
{
    struct store *store = q->store;
    int err = query_run(q);
    if (err != 0) {
        return err;
    }
    return sqlite3_changes64(store->db) > 0 ? 0 : ERR_NOT_FOUND;
}

int query_each(struct query *q, const struct row_type *type, void *row,
               int (*each)(const void *row, void *arg), void *arg)
{
    int err = query_step(q);
    while (err > 0) {
        err = query_read(q, type, row);
        if (err == 0) {
            err = each(row, arg);
        }
        if (err != 0) {
            break;
        }
        err = query_step(q);
    }
    return query_end(q, err);
}

int query_get(struct query *q, const struct row_type *type, void *out)
{
    int err = query_step(q);
    if (err == 0) {
        err = ERR_NOT_FOUND;
    }
    void *row = err > 0 ? malloc(type->size) : NULL;
    if (err > 0) {
        err = row ? query_read(q, type, row) : ERR_NOMEM;
    }
    if (err == 0) {
        err = row_own(type, row);
    }
    if (err == 0) {
        memcpy(out, row, type->size);
    }
    free(row);
    return query_end(q, err);
}

int query_list(struct query *q, const struct row_type *type, void *list, size_t max)
{
    struct any_rows *rows = list;
    rows_clear(type, list);
    int err = query_step(q);
    while (err > 0) {
        err = vec_grow(&rows->items, type->size, rows->count, 1, max, &rows->capacity);
        if (err != 0) {
            break;
        }
        void *row = (char *)rows->items + rows->count * type->size;
        err = query_read(q, type, row);
        if (err == 0) {
            err = row_own(type, row);
        }
        if (err != 0) {
            break;
        }
        rows->count++;
        err = query_step(q);
    }
    if (err < 0) {
        rows_clear(type, list);
    }
    return query_end(q, err);
}
