#include "lib/store/db.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

static int full_errno(int system_errno)
{
    return system_errno == ENOSPC || system_errno == EDQUOT || system_errno == EFBIG;
}

static int constraint_error(int rc)
{
    switch (rc) {
    case SQLITE_CONSTRAINT_UNIQUE:
    case SQLITE_CONSTRAINT_PRIMARYKEY:
    case SQLITE_CONSTRAINT_ROWID:
        return ERR_EXISTS;
    case SQLITE_CONSTRAINT_FOREIGNKEY:
        return ERR_NOT_FOUND;
    default:
        return ERR_INVALID;
    }
}

static int io_error(int rc, int system_errno)
{
    if (full_errno(system_errno)) {
        return ERR_NO_SPACE;
    }
    return rc == SQLITE_IOERR_NOMEM ? ERR_NOMEM : ERR_IO;
}

static int open_error(int system_errno)
{
    switch (system_errno) {
    case EACCES:
    case EPERM:
    case EROFS:
        return ERR_READ_ONLY;
    case ENOENT:
        return ERR_NOT_FOUND;
    default:
        return full_errno(system_errno) ? ERR_NO_SPACE : ERR_IO;
    }
}

int store_error(int rc, int system_errno)
{
    switch (rc & 0xff) {
    case SQLITE_OK:
    case SQLITE_ROW:
    case SQLITE_DONE:
        return 0;
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
        return ERR_BUSY;
    case SQLITE_NOMEM:
        return ERR_NOMEM;
    case SQLITE_READONLY:
    case SQLITE_PERM:
        return ERR_READ_ONLY;
    case SQLITE_IOERR:
        return io_error(rc, system_errno);
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
    case SQLITE_SCHEMA:
        return ERR_CORRUPT;
    case SQLITE_FULL:
        return ERR_NO_SPACE;
    case SQLITE_CANTOPEN:
        return open_error(system_errno);
    case SQLITE_TOOBIG:
        return ERR_LIMIT;
    case SQLITE_CONSTRAINT:
        return constraint_error(rc);
    case SQLITE_MISMATCH:
        return ERR_INVALID;
    default:
        return ERR_INTERNAL;
    }
}

/* A failing COMMIT does not tell SQLite's own record of errno; then it still stands in errno. */
static int failed_errno(struct store *store, int rc, int present_errno)
{
    int kept = store->db ? sqlite3_system_errno(store->db) : 0;
    return kept == 0 && (rc & 0xff) == SQLITE_IOERR ? present_errno : kept;
}

int store_fail(struct store *store, int rc)
{
    int present_errno = errno;
    int extended = store->db ? sqlite3_extended_errcode(store->db) : rc;
    store->last_rc = (extended & 0xff) == (rc & 0xff) ? extended : rc;
    store->last_errno = failed_errno(store, rc, present_errno);
    free(store->last_text);
    store->last_text = strdup(store->db ? sqlite3_errmsg(store->db) : sqlite3_errstr(rc));
    int err = store_error(store->last_rc, store->last_errno);
    if (store->in_txn && store->txn_err == 0 && sqlite3_get_autocommit(store->db)) {
        store->txn_err = err;
    }
    return err;
}

int store_exec(struct store *store, const char *sql)
{
    int rc = sqlite3_exec(store->db, sql, NULL, NULL, NULL);
    return rc == SQLITE_OK ? 0 : store_fail(store, rc);
}

int store_exec_int(struct store *store, const char *sql, int64_t *out)
{
    sqlite3_stmt *stmt = NULL;
    int rc = sqlite3_prepare_v2(store->db, sql, -1, &stmt, NULL);
    int64_t value = 0;
    if (rc == SQLITE_OK) {
        rc = sqlite3_step(stmt);
    }
    if (rc == SQLITE_ROW) {
        value = sqlite3_column_int64(stmt, 0);
        rc = SQLITE_DONE;
    }
    int err = rc == SQLITE_DONE ? 0 : store_fail(store, rc);
    (void)sqlite3_finalize(stmt);
    if (err == 0) {
        *out = value;
    }
    return err;
}

static int run(struct store *store, enum statement id)
{
    struct query q;
    query_start(&q, store, id);
    return query_run(&q);
}

int store_txn_begin(struct store *store)
{
    if (store->in_txn) {
        return ERR_REFUSED;
    }
    int err = run(store, STMT_BEGIN);
    if (err != 0) {
        return err;
    }
    store->in_txn = true;
    store->txn_err = 0;
    store->ledger_seq = -1;
    return 0;
}

int store_txn_commit(struct store *store)
{
    if (!store->in_txn) {
        return ERR_REFUSED;
    }
    if (sqlite3_get_autocommit(store->db)) {
        int err = store->txn_err != 0 ? store->txn_err : ERR_IO;
        store_txn_rollback(store);
        return err;
    }
    int err = run(store, STMT_COMMIT);
    if (err != 0) {
        store_txn_rollback(store);
        return err;
    }
    store->in_txn = false;
    store->ledger_seq = -1;
    return 0;
}

void store_txn_rollback(struct store *store)
{
    if (!store || !store->in_txn) {
        return;
    }
    if (!sqlite3_get_autocommit(store->db)) {
        /* It cannot fail in a way that keeps the transaction; its code would hide the first one. */
        (void)sqlite3_exec(store->db, statement_texts[STMT_ROLLBACK], NULL, NULL, NULL);
    }
    store->in_txn = false;
    store->txn_err = 0;
    store->ledger_seq = -1;
}

bool store_in_txn(const struct store *store)
{
    return store->in_txn;
}

int store_part_begin(struct store *store)
{
    return store->in_txn ? run(store, STMT_PART_BEGIN) : ERR_REFUSED;
}

int store_part_keep(struct store *store)
{
    return store->in_txn ? run(store, STMT_PART_KEEP) : ERR_REFUSED;
}

void store_part_forget(struct store *store)
{
    if (!store->in_txn) {
        return;
    }
    if (!sqlite3_get_autocommit(store->db)) {
        (void)sqlite3_exec(store->db, "ROLLBACK TO part; RELEASE part;", NULL, NULL, NULL);
    }
    store->ledger_seq = -1;
}

int store_run(struct store *store, int (*body)(struct store *store, void *arg), void *arg)
{
    int err = store_txn_begin(store);
    if (err != 0) {
        return err;
    }
    err = body(store, arg);
    if (err != 0) {
        store_txn_rollback(store);
        return err;
    }
    return store_txn_commit(store);
}
