#include "lib/store/db.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>

#include "base/cleanup.h"
#include "base/file.h"
#include "base/i18n.h"
#include "base/text.h"

#define SQLITE_HEADER_SIZE 100
#define OFFSET_USER_VERSION 60
#define OFFSET_APPLICATION_ID 68
/* A database up to this size is looked through at start. */
#define LOOK_THROUGH_MAX ((int64_t)32 << 20)

static const char sqlite_magic[16] = "SQLite format 3";

/* A page cache of 16 MiB: enough for a load of 100,000 rows, little beside an idle daemon. */
static const char pragmas[] = "PRAGMA foreign_keys = ON;"
                              "PRAGMA synchronous = FULL;"
                              "PRAGMA temp_store = MEMORY;"
                              "PRAGMA trusted_schema = OFF;"
                              "PRAGMA cell_size_check = ON;"
                              "PRAGMA cache_size = -16384;"
                              "PRAGMA wal_autocheckpoint = 4000;"
                              "PRAGMA journal_size_limit = 67108864;";

/* For small allocations of one connection: so many of such size, in one block. */
#define LOOKASIDE_SIZE 512
#define LOOKASIDE_COUNT 512

static bool is_memory(const char *path)
{
    return strcmp(path, ":memory:") == 0;
}

static uint32_t big_endian(const unsigned char *bytes)
{
    return (uint32_t)bytes[0] << 24 | (uint32_t)bytes[1] << 16 | (uint32_t)bytes[2] << 8 | bytes[3];
}

/* --- before SQLite sees the file ----------------------------------------------------------------- */

static int judge_header(const char *path, const unsigned char *header, size_t size,
                        struct diag *diag)
{
    if (size == 0) {
        diag_add(diag, DIAG_ERROR, path, 0, 0, _("cơ sở dữ liệu rỗng (0 byte): nội dung đã mất"),
                 _("Hãy chép bản sao lưu gần nhất vào chỗ này; nếu thật sự muốn bắt đầu từ đầu thì "
                   "xoá tệp này đi"));
        return ERR_CORRUPT;
    }
    if (size < SQLITE_HEADER_SIZE || memcmp(header, sqlite_magic, sizeof(sqlite_magic)) != 0) {
        store_explain_file(path, ERR_CORRUPT, _("tệp không phải là cơ sở dữ liệu SQLite"), diag);
        return ERR_CORRUPT;
    }
    if (big_endian(header + OFFSET_APPLICATION_ID) != STORE_APPLICATION_ID) {
        diag_add(diag, DIAG_ERROR, path, 0, 0, _("đây là cơ sở dữ liệu của một chương trình khác"),
                 _("Hãy sửa đường dẫn cơ sở dữ liệu trong tệp cấu hình"));
        return ERR_CORRUPT;
    }
    if (big_endian(header + OFFSET_USER_VERSION) > MIGRATION_COUNT) {
        store_explain_file(path, ERR_NEWER, NULL, diag);
        return ERR_NEWER;
    }
    return 0;
}

static int open_errno(const char *path, int system_errno, struct diag *diag)
{
    int err = file_error(system_errno);
    if (err == ERR_REFUSED) {
        err = ERR_READ_ONLY;
    }
    store_explain_file(path, err, strerror(system_errno), diag);
    return err;
}

/* Looks at the file as bytes, so that one that cannot be ours is left as it is. *exists is false
 * when there is none. */
static int inspect(const char *path, bool *exists, struct diag *diag)
{
    *exists = true;
    _cleanup_close_ int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (fd < 0 && errno == ENOENT) {
        *exists = false;
        return 0;
    }
    struct stat status;
    if (fd < 0 || fstat(fd, &status) != 0) {
        return open_errno(path, errno, diag);
    }
    if (!S_ISREG(status.st_mode)) {
        store_explain_file(path, ERR_INVALID, NULL, diag);
        return ERR_INVALID;
    }
    unsigned char header[SQLITE_HEADER_SIZE] = {0};
    ssize_t size = pread(fd, header, sizeof(header), 0);
    if (size < 0) {
        return open_errno(path, errno, diag);
    }
    return judge_header(path, header, (size_t)size, diag);
}

/* --- connecting ---------------------------------------------------------------------------------- */

static int connect_as(struct store *store, const char *name, int more)
{
    int flags = more | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE;
    int rc = sqlite3_open_v2(name, &store->db, flags, NULL);
    if (rc != SQLITE_OK) {
        return store->db ? store_fail(store, rc) : ERR_NOMEM;
    }
    (void)sqlite3_db_config(store->db, SQLITE_DBCONFIG_LOOKASIDE, NULL, LOOKASIDE_SIZE,
                            LOOKASIDE_COUNT);
    (void)sqlite3_limit(store->db, SQLITE_LIMIT_LENGTH, STORE_MAX_VALUE);
    (void)sqlite3_limit(store->db, SQLITE_LIMIT_ATTACHED, 1);
    (void)sqlite3_db_config(store->db, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
    return store_exec(store, pragmas);
}

static int connect_file(struct store *store)
{
    return connect_as(store, store->path, SQLITE_OPEN_READWRITE);
}

static struct store *new_store(const char *path)
{
    struct store *store = calloc(1, sizeof(*store));
    if (!store) {
        return NULL;
    }
    store->ledger_seq = -1;
    store->path = strdup(path);
    if (!store->path) {
        free(store);
        return NULL;
    }
    return store;
}

static int open_memory(instant_t now, struct diag *diag, struct store **out)
{
    struct store *store = new_store(":memory:");
    if (!store) {
        return ERR_NOMEM;
    }
    int err = connect_file(store);
    if (err == 0) {
        err = store_migrate(store, now);
    }
    if (err != 0) {
        store_explain(store, err, diag);
        store_close(store);
        return err;
    }
    *out = store;
    return 0;
}

/* --- making a new one ---------------------------------------------------------------------------- */

/* The bytes of an empty database of the newest version. */
static int build_image(instant_t now, struct diag *diag, unsigned char **image, size_t *size)
{
    struct store *store = NULL;
    int err = open_memory(now, diag, &store);
    if (err != 0) {
        return err;
    }
    char sql[64];
    (void)snprintf(sql, sizeof(sql), "PRAGMA application_id = %d", STORE_APPLICATION_ID);
    err = store_exec(store, sql);
    sqlite3_int64 length = 0;
    unsigned char *bytes = err == 0 ? sqlite3_serialize(store->db, "main", &length, 0) : NULL;
    store_close(store);
    if (!bytes) {
        return err != 0 ? err : ERR_NOMEM;
    }
    *image = bytes;
    *size = (size_t)length;
    return 0;
}

static int open_folder(const char *path, int *out)
{
    const char *slash = strrchr(path, '/');
    struct text_span folder = {.data = path, .len = slash ? (size_t)(slash - path) : 0};
    if (!slash) {
        folder = text_span(".");
    } else if (folder.len == 0) {
        folder = text_span("/");
    }
    _cleanup_free_ char *name = text_span_dup(folder);
    if (!name) {
        return ENOMEM;
    }
    *out = open(name, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    return *out < 0 ? errno : 0;
}

/* Puts a whole new database under the path in one step, so that a crash leaves all or nothing. The
 * lock on the folder keeps two daemons that start at once from making it twice. */
static int create(const char *path, instant_t now, struct diag *diag)
{
    _cleanup_close_ int folder = -1;
    int failed = open_folder(path, &folder);
    if (failed != 0) {
        return open_errno(path, failed, diag);
    }
    if (flock(folder, LOCK_EX | LOCK_NB) != 0) {
        store_explain_file(path, ERR_BUSY, NULL, diag);
        return ERR_BUSY;
    }
    if (access(path, F_OK) == 0) {
        return 0;
    }
    unsigned char *image = NULL;
    size_t size = 0;
    int err = build_image(now, diag, &image, &size);
    if (err != 0) {
        return err;
    }
    err = file_write(path, image, size, 0600);
    sqlite3_free(image);
    if (err == ERR_REFUSED) {
        err = ERR_READ_ONLY;
    }
    if (err != 0) {
        store_explain_file(path, err, NULL, diag);
    }
    return err;
}

/* --- opening ------------------------------------------------------------------------------------- */

/* A quick look for damage: all of a small database, the schema and small tables of a large one. */
static int look_through(struct store *store)
{
    int64_t pages = 0;
    int64_t page_size = 0;
    int err = store_exec_int(store, "PRAGMA page_count", &pages);
    if (err == 0) {
        err = store_exec_int(store, "PRAGMA page_size", &page_size);
    }
    if (err != 0) {
        return err;
    }
    store->looked_through = pages * page_size <= LOOK_THROUGH_MAX;
    const char *pragma =
        store->looked_through ? "PRAGMA quick_check(1)" : "PRAGMA quick_check(meta)";
    err = store_integrity(store, pragma, NULL);
    /* Short memory can look like damage; it does not look so twice. */
    return err == ERR_CORRUPT ? store_integrity(store, pragma, NULL) : err;
}

static int start(struct store *store, instant_t now)
{
    int err = connect_file(store);
    if (err != 0) {
        return err;
    }
    if (sqlite3_db_readonly(store->db, "main") == 1) {
        return ERR_READ_ONLY;
    }
    err = store_exec(store, "PRAGMA journal_mode = WAL");
    if (err == 0) {
        err = store_migrate(store, now);
    }
    return err == 0 ? look_through(store) : err;
}

static int open_file(const char *path, instant_t now, struct diag *diag, struct store **out)
{
    bool exists = false;
    int err = inspect(path, &exists, diag);
    if (err == 0 && !exists) {
        err = create(path, now, diag);
    }
    if (err != 0) {
        return err;
    }
    struct store *store = new_store(path);
    if (!store) {
        return ERR_NOMEM;
    }
    err = start(store, now);
    if (err != 0) {
        store_explain(store, err, diag);
        if (store->db) {
            (void)sqlite3_db_config(store->db, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, NULL);
        }
        store_close(store);
        return err;
    }
    *out = store;
    return 0;
}

/* One thread, and nobody asks how much memory SQLite uses: no locks around each allocation. Refused, and
 * no harm, when SQLite is in use already. */
static void tune_sqlite(void)
{
    (void)sqlite3_config(SQLITE_CONFIG_SINGLETHREAD);
    (void)sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
}

int store_open(const char *path, instant_t now, struct diag *diag, struct store **out)
{
    tune_sqlite();
    return is_memory(path) ? open_memory(now, diag, out) : open_file(path, now, diag, out);
}

/* --- only reading -------------------------------------------------------------------------------- */

/* The path as SQLite's URI. Nobody has a file open that has no -wal beside it: it can be read where
 * nothing may be written, as on a disc of evidence. */
static int name_reading(const char *path, struct buf *out)
{
    _cleanup_buf_ struct buf wal = {0};
    buf_init(&wal, PATH_MAX);
    int err = buf_printf(&wal, "%s-wal", path);
    if (err == 0) {
        err = buf_puts(out, "file:");
    }
    for (const char *p = path; *p != '\0' && err == 0; p++) {
        err = strchr("%?#", *p) ? buf_printf(out, "%%%02X", (unsigned)*p) : buf_putc(out, *p);
    }
    if (err == 0 && access(buf_str(&wal), F_OK) != 0) {
        err = buf_puts(out, "?immutable=1");
    }
    return err;
}

static int start_reading(struct store *store)
{
    _cleanup_buf_ struct buf name = {0};
    buf_init(&name, 4 * (size_t)PATH_MAX);
    int64_t version = 0;
    int err = name_reading(store->path, &name);
    if (err == 0) {
        err = connect_as(store, buf_str(&name), SQLITE_OPEN_READONLY | SQLITE_OPEN_URI);
    }
    if (err == 0) {
        err = store_exec_int(store, "PRAGMA user_version", &version);
    }
    if (err == 0 && version > MIGRATION_COUNT) {
        store->version = (int)version;
        err = ERR_NEWER;
    }
    return err;
}

int store_open_reading(const char *path, struct diag *diag, struct store **out)
{
    bool exists = false;
    int err = inspect(path, &exists, diag);
    if (err == 0 && !exists) {
        err = open_errno(path, ENOENT, diag);
    }
    if (err != 0) {
        return err;
    }
    struct store *store = new_store(path);
    if (!store) {
        return ERR_NOMEM;
    }
    err = start_reading(store);
    if (err != 0) {
        store_explain(store, err, diag);
        store_close(store);
        return err;
    }
    *out = store;
    return 0;
}

int store_open_copy(const char *path, instant_t now, struct diag *diag, struct store **out)
{
    struct store *from = NULL;
    struct store *copy = NULL;
    int err = store_open_reading(path, diag, &from);
    if (err != 0) {
        return err;
    }
    copy = new_store(":memory:");
    err = copy ? connect_file(copy) : ERR_NOMEM;
    if (err == 0) {
        err = store_copy_pages(from->db, copy->db);
    }
    if (err == 0) {
        err = store_migrate(copy, now);
    }
    store_close(from);
    if (err != 0) {
        store_explain_file(path, err, NULL, diag);
        store_close(copy);
        return err;
    }
    *out = copy;
    return 0;
}

void store_close(struct store *store)
{
    if (!store) {
        return;
    }
    store_txn_rollback(store);
    for (size_t i = 0; i < STMT_COUNT; i++) {
        (void)sqlite3_finalize(store->prepared[i].stmt);
    }
    (void)sqlite3_close(store->db);
    free(store->last_text);
    free(store->path);
    free(store);
}

bool store_looked_through(const struct store *store)
{
    return store->looked_through;
}

const char *store_path(const struct store *store)
{
    return store->path;
}
