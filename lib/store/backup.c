/* Copies of the database, and the search for damage. */
#include "lib/store/db.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/cleanup.h"
#include "base/i18n.h"

#define PATH_TEXT_MAX 4096
#define FINDINGS_MAX "3" /* of one mistake there are many */

/* --- checking ------------------------------------------------------------------------------------ */

static void keep_finding(struct store *store, const char *finding, struct diag *diag)
{
    char *text = strdup(finding ? finding : "");
    if (text) {
        free(store->last_text);
        store->last_text = text;
    }
    store->last_rc = SQLITE_CORRUPT;
    if (diag) {
        store_explain_file(store->path, ERR_CORRUPT, finding, diag);
    }
}

int store_integrity(struct store *store, const char *pragma, struct diag *diag)
{
    sqlite3_stmt *stmt = NULL;
    int rc = sqlite3_prepare_v2(store->db, pragma, -1, &stmt, NULL);
    bool good = false;
    if (rc == SQLITE_OK) {
        rc = sqlite3_step(stmt);
    }
    while (rc == SQLITE_ROW) {
        const char *finding = (const char *)sqlite3_column_text(stmt, 0);
        good = finding && strcmp(finding, "ok") == 0;
        if (!good) {
            keep_finding(store, finding, diag);
        }
        rc = sqlite3_step(stmt);
    }
    int err = rc == SQLITE_DONE ? 0 : store_fail(store, rc);
    (void)sqlite3_finalize(stmt);
    if (err != 0) {
        return err;
    }
    return good ? 0 : ERR_CORRUPT;
}

int store_check(struct store *store, struct diag *diag)
{
    int err = store_integrity(store, "PRAGMA integrity_check(" FINDINGS_MAX ")", diag);
    if (err != 0 && err != ERR_CORRUPT) {
        store_explain(store, err, diag);
    }
    return err;
}

int store_checkpoint(struct store *store)
{
    int rc = sqlite3_wal_checkpoint_v2(store->db, "main", SQLITE_CHECKPOINT_PASSIVE, NULL, NULL);
    return rc == SQLITE_OK ? 0 : store_fail(store, rc);
}

/* --- backup -------------------------------------------------------------------------------------- */

int store_copy_pages(sqlite3 *from, sqlite3 *to)
{
    sqlite3_backup *backup = sqlite3_backup_init(to, "main", from, "main");
    if (!backup) {
        return store_error(sqlite3_extended_errcode(to), sqlite3_system_errno(to));
    }
    int rc = sqlite3_backup_step(backup, -1);
    int finished = sqlite3_backup_finish(backup);
    if (rc == SQLITE_DONE) {
        rc = finished;
    }
    return store_error(rc, sqlite3_system_errno(to));
}

static int errno_error(int system_errno)
{
    switch (system_errno) {
    case EEXIST:
        return ERR_EXISTS;
    case ENOENT:
    case ENOTDIR:
        return ERR_NOT_FOUND;
    case EACCES:
    case EPERM:
    case EROFS:
        return ERR_READ_ONLY;
    case ENOSPC:
    case EDQUOT:
        return ERR_NO_SPACE;
    default:
        return ERR_IO;
    }
}

/* Gives the whole copy its name, unless that is taken; link is for file systems without the flag. */
static int publish(const char *part, const char *file)
{
    if (renameat2(AT_FDCWD, part, AT_FDCWD, file, RENAME_NOREPLACE) == 0) {
        return 0;
    }
    if (errno != EINVAL && errno != ENOSYS) {
        return errno_error(errno);
    }
    return link(part, file) == 0 ? 0 : errno_error(errno);
}

static int make_part(const char *part)
{
    (void)unlink(part);
    int fd = open(part, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (fd < 0) {
        return errno_error(errno);
    }
    return close(fd) == 0 ? 0 : ERR_IO;
}

static int say(const char *file, int err, struct diag *diag)
{
    if (err == ERR_EXISTS) {
        diag_add(diag, DIAG_ERROR, file, 0, 0, _("đã có tệp này, bản sao lưu không ghi đè lên"),
                 _("Hãy chọn tên tệp khác"));
    } else if (err == ERR_NOT_FOUND) {
        diag_add(diag, DIAG_ERROR, file, 0, 0, _("không có thư mục để chứa bản sao lưu"),
                 _("Hãy tạo thư mục đó trước"));
    } else {
        store_explain_file(file, err, NULL, diag);
    }
    return err;
}

/* A copy in the making: part of it is written, to a file beside the one it is to be. */
struct store_copy {
    struct store *store;
    char *file, *part;
    int fd; /* of the part */
    sqlite3 *db;
    sqlite3_backup *backup;
};

static int copy_error(const struct store_copy *copy, int rc)
{
    return store_error(rc, sqlite3_system_errno(copy->db));
}

/* What is written goes to the disk as it comes, by our hand: at the end there is little left to wait
 * for. */
static int open_part(struct store_copy *copy)
{
    int err = make_part(copy->part);
    if (err != 0) {
        return err;
    }
    copy->fd = open(copy->part, O_RDONLY | O_CLOEXEC);
    if (copy->fd < 0) {
        return errno_error(errno);
    }
    int rc =
        sqlite3_open_v2(copy->part, &copy->db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, NULL);
    if (rc != SQLITE_OK) {
        return store_error(rc, 0);
    }
    rc = sqlite3_exec(copy->db, "PRAGMA synchronous = OFF", NULL, NULL, NULL);
    if (rc != SQLITE_OK) {
        return copy_error(copy, rc);
    }
    copy->backup = sqlite3_backup_init(copy->db, "main", copy->store->db, "main");
    return copy->backup ? 0 : copy_error(copy, sqlite3_extended_errcode(copy->db));
}

int store_copy_begin(struct store *store, const char *file, struct diag *diag,
                     struct store_copy **out)
{
    if (store->in_txn) {
        return ERR_REFUSED;
    }
    if (access(file, F_OK) == 0) {
        return say(file, ERR_EXISTS, diag);
    }
    if (store->copying) {
        diag_add(diag, DIAG_ERROR, file, 0, 0, _("một bản sao lưu khác đang được ghi"),
                 _("Hãy đợi bản đó xong rồi chạy lại"));
        return ERR_BUSY;
    }
    _cleanup_buf_ struct buf part = {0};
    buf_init(&part, PATH_TEXT_MAX);
    int err = buf_printf(&part, "%s.part", file);
    struct store_copy *copy = err == 0 ? calloc(1, sizeof *copy) : NULL;
    if (!copy) {
        return say(file, err ? err : ERR_NOMEM, diag);
    }
    *copy = (struct store_copy){.store = store, .fd = -1};
    store->copying = true;
    copy->file = strdup(file);
    copy->part = buf_steal(&part);
    err = copy->file && copy->part ? open_part(copy) : ERR_NOMEM;
    if (err != 0) {
        store_copy_end(copy);
        return say(file, err, diag);
    }
    *out = copy;
    return 0;
}

/* The copy stands alone: no -wal beside it. */
static int finish(struct store_copy *copy)
{
    int rc = sqlite3_backup_finish(copy->backup);
    copy->backup = NULL;
    if (rc == SQLITE_OK) {
        rc = sqlite3_exec(copy->db, "PRAGMA journal_mode = DELETE", NULL, NULL, NULL);
    }
    int err = rc == SQLITE_OK ? 0 : copy_error(copy, rc);
    (void)sqlite3_close(copy->db);
    copy->db = NULL;
    if (err == 0 && fsync(copy->fd) != 0) {
        err = errno_error(errno);
    }
    return err == 0 ? publish(copy->part, copy->file) : err;
}

int store_copy_step(struct store_copy *copy, int pages, struct diag *diag)
{
    int rc = sqlite3_backup_step(copy->backup, pages);
    int err = rc == SQLITE_OK || rc == SQLITE_DONE ? 0 : copy_error(copy, rc);
    if (rc == SQLITE_OK && fdatasync(copy->fd) != 0) {
        err = errno_error(errno);
    }
    if (rc == SQLITE_DONE) {
        err = finish(copy);
    }
    return err == 0 ? rc == SQLITE_OK : say(copy->file, err, diag);
}

void store_copy_end(struct store_copy *copy)
{
    if (!copy) {
        return;
    }
    (void)sqlite3_backup_finish(copy->backup);
    (void)sqlite3_close(copy->db);
    if (copy->fd >= 0) {
        (void)close(copy->fd);
        (void)unlink(copy->part);
    }
    copy->store->copying = false;
    free(copy->file);
    free(copy->part);
    free(copy);
}

int store_backup(struct store *store, const char *file, struct diag *diag)
{
    struct store_copy *copy = NULL;
    int err = store_copy_begin(store, file, diag, &copy);
    if (err != 0) {
        return err;
    }
    int more = store_copy_step(copy, -1, diag);
    store_copy_end(copy);
    return more;
}
