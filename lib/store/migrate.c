#include "lib/store/db.h"

#include <stdio.h>

static int user_version(struct store *store, int *out)
{
    int64_t version = 0;
    int err = store_exec_int(store, "PRAGMA user_version", &version);
    if (err != 0) {
        return err;
    }
    if (version < 0 || version > INT32_MAX) {
        return ERR_CORRUPT;
    }
    *out = (int)version;
    return 0;
}

/* Not among the named statements: its table is not there before the first migration. */
static int record(struct store *store, int version, instant_t now)
{
    char sql[200];
    (void)snprintf(sql, sizeof(sql),
                   "INSERT INTO upgrade(version, at, program) VALUES(%d, %lld, '%s');"
                   "PRAGMA user_version = %d",
                   version, (long long)now, PACKAGE_VERSION, version);
    return store_exec(store, sql);
}

static int upgrade(struct store *store, int to, instant_t now)
{
    int from = 0;
    int err = user_version(store, &from);
    for (int version = from; version < to && err == 0; version++) {
        /* One may have to say in other words what the schema says. */
        (void)sqlite3_db_config(store->db, SQLITE_DBCONFIG_DEFENSIVE, 0, NULL);
        err = store_exec(store, migration_texts[version]);
        (void)sqlite3_db_config(store->db, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
        if (err == 0) {
            err = record(store, version + 1, now);
        }
    }
    return err;
}

int store_migrate_to(struct store *store, instant_t now, int version)
{
    int err = user_version(store, &store->version);
    if (err != 0) {
        return err;
    }
    if (store->version > version) {
        return ERR_NEWER;
    }
    if (store->version == version) {
        return 0;
    }
    err = store_txn_begin(store);
    if (err == 0) {
        /* Read again inside: another process may have been quicker. */
        err = upgrade(store, version, now);
        if (err == 0) {
            return store_txn_commit(store);
        }
        store_txn_rollback(store);
    }
    return err;
}

int store_migrate(struct store *store, instant_t now)
{
    return store_migrate_to(store, now, MIGRATION_COUNT);
}
