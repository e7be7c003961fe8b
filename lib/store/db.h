/* Inside of lib/store: the connection and the running of named statements. */
#ifndef LIB_STORE_DB_H
#define LIB_STORE_DB_H

#include <sqlite3.h>

#include "cal/civil.h"
#include "lib/store/statements.h"
#include "store/store.h"

/* "dond" in the header of the file: PRAGMA application_id. */
#define STORE_APPLICATION_ID 0x646f6e64

/* The most parameters or columns of any statement. */
#define STORE_MAX_COLUMNS 48
/* Longest text or blob that is stored. */
#define STORE_MAX_VALUE (64 * 1024 * 1024)

struct row_type;

/* A prepared statement and, for the row type it is used with, which field each parameter and
 * column stands for: -1 none. */
struct prepared {
    sqlite3_stmt *stmt;
    const struct row_type *bind_type, *read_type;
    int8_t binds[STORE_MAX_COLUMNS];
    int8_t reads[STORE_MAX_COLUMNS];
};

struct store {
    sqlite3 *db;
    char *path;
    struct prepared prepared[STMT_COUNT];
    bool in_txn;
    bool looked_through; /* all of it, when it was opened */
    bool copying;        /* a store_copy is under way */
    int txn_err;         /* why SQLite rolled the open transaction back by itself; 0 it did not */
    int last_rc;         /* of the last failed call, extended */
    int last_errno;
    int version;        /* user_version as found */
    char *last_text;    /* SQLite's words for it; NULL none */
    int64_t ledger_seq; /* head of the ledger, while known in this transaction; -1 */
    char ledger_hash[65];
};

/* The enum err of an SQLite result code, and of the errno that came with it. */
int store_error(int rc, int system_errno);
/* Keeps what went wrong for store_explain and returns its enum err. */
int store_fail(struct store *store, int rc);
/* The same in words, for a file that is not open (yet). */
void store_explain_file(const char *path, int err, const char *detail, struct diag *diag);

/* Runs plain SQL without parameters or results (pragmas, migrations). */
int store_exec(struct store *store, const char *sql);
/* The single integer a query without parameters gives; 0 when it gives none. */
int store_exec_int(struct store *store, const char *sql, int64_t *out);

/* Runs a pragma that looks for damage; every finding goes to diag (may be NULL). ERR_CORRUPT. */
int store_integrity(struct store *store, const char *pragma, struct diag *diag);

/* Copies all of a database over another one. */
int store_copy_pages(sqlite3 *from, sqlite3 *to);

/* Takes an older database to the newest version; ERR_NEWER. */
int store_migrate(struct store *store, instant_t now);
int store_migrate_to(struct store *store, instant_t now, int version);

/* --- running a statement ------------------------------------------------------------------------
 *
 *     struct query q;
 *     query_start(&q, store, STMT_META_GET);
 *     query_text(&q, ":key", key);
 *     err = query_step(&q);              1: a row; 0: no (more) row; negative: an error
 *     … query_column_text(&q, "value") …
 *     return query_end(&q, err);
 *
 * A failure before step is kept and returned by it. */
struct query {
    struct store *store;
    struct prepared *prepared;
    sqlite3_stmt *stmt;
    int err;
};

void query_start(struct query *q, struct store *store, enum statement id);
/* A name the statement does not know is ERR_INTERNAL. Texts are not copied: they must live until
 * query_end. */
void query_text(struct query *q, const char *name, const char *value);
/* The same, copied. */
void query_copy(struct query *q, const char *name, const char *value);
void query_int(struct query *q, const char *name, int64_t value);
void query_day(struct query *q, const char *name, day_t value);
void query_instant(struct query *q, const char *name, instant_t value);
void query_limit(struct query *q, size_t limit);
void query_bind(struct query *q, const struct row_type *type, const void *row);
/* For a statement with parameters by number: the fields of the type, in order, are those behind the
 * nth such row. */
void query_bind_nth(struct query *q, const struct row_type *type, const void *row, int nth);
int query_step(struct query *q);
/* Reads the present row; texts are SQLite's, until the next step. */
int query_read(struct query *q, const struct row_type *type, void *row);
int64_t query_column_int(struct query *q, const char *name);
const char *query_column_text(struct query *q, const char *name);
/* NULL stays INSTANT_NONE. */
instant_t query_column_instant(struct query *q, const char *name);
/* Gives the statement back; returns err when it is negative, else 0. */
int query_end(struct query *q, int err);
/* step to the end and query_end. */
int query_run(struct query *q);
/* query_run, and ERR_NOT_FOUND when no row was changed. */
int query_run_one(struct query *q);

/* Runs a started query and calls back for each row, which is read into `row` (borrowed). */
int query_each(struct query *q, const struct row_type *type, void *row,
               int (*each)(const void *row, void *arg), void *arg);
/* Reads the one row of a started query into *out, which owns its texts; ERR_NOT_FOUND. */
int query_get(struct query *q, const struct row_type *type, void *out);
/* Replaces the rows of a list { items, count, capacity } by those of a started query. On failure
 * the list is empty. */
int query_list(struct query *q, const struct row_type *type, void *list, size_t max);

#endif
