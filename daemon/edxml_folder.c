#include "daemon/edxml_folder.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "base/err.h"
#include "base/file.h"
#include "base/text.h"
#include "base/utf8.h"
#include "base/vec.h"

#define FOLDER_MODE 0770
#define REASON_MODE 0640
#define PATH_BYTES ((size_t)8192)
#define NAME_BYTES 200 /* of a name that gets something behind it */
#define NAMES_TRIED 100

static void file_clear(struct edxml_file *file)
{
    free(file->name);
}

void edxml_files_clear(struct edxml_files *files)
{
    vec_clear(files, file_clear);
}

/* "folder/name" or "folder/sub/name". */
static int join(const char *folder, const char *sub, const char *name, struct buf *out)
{
    buf_init(out, PATH_BYTES);
    return buf_printf(out, "%s/%s%s%s", folder, sub, *sub != '\0' ? "/" : "", name);
}

int edxml_folder_make(const char *folder)
{
    static const char *const SUBS[] = {"done", "refused"};
    int err = file_make_folder(folder, FOLDER_MODE);
    for (size_t i = 0; i < 2 && err == 0; i++) {
        _cleanup_buf_ struct buf path = {0};
        err = join(folder, "", SUBS[i], &path);
        err = err ? err : file_make_folder(buf_str(&path), FOLDER_MODE);
    }
    return err;
}

/* --- looking ---------------------------------------------------------------------------------------- */

static bool is_wanted(const char *name)
{
    static const char *const PARTIAL[] = {"~",         ".tmp", ".part",      ".partial",
                                          ".filepart", ".swp", ".crdownload"};
    if (name[0] == '.') {
        return false;
    }
    for (size_t i = 0; i < sizeof(PARTIAL) / sizeof(PARTIAL[0]); i++) {
        if (text_ends_with(name, PARTIAL[i])) {
            return false;
        }
    }
    return true;
}

static int add_file(int folder, const char *name, struct edxml_files *out)
{
    struct stat status;
    if (fstatat(folder, name, &status, AT_SYMLINK_NOFOLLOW) != 0 ||
        (!S_ISREG(status.st_mode) && !S_ISLNK(status.st_mode))) {
        return 0;
    }
    const struct edxml_file file = {.name = strdup(name),
                                    .size = status.st_size,
                                    .changed = (int64_t)status.st_mtim.tv_sec * 1000000000 +
                                               status.st_mtim.tv_nsec,
                                    .inode = status.st_ino};
    int err = file.name != NULL ? 0 : ERR_NOMEM;
    err = err ? err : vec_push(out, EDXML_FOLDER_FILES, file);
    if (err < 0) {
        free(file.name);
    }
    return err;
}

static int compare(const void *a, const void *b)
{
    const struct edxml_file *x = a;
    const struct edxml_file *y = b;
    if (x->changed != y->changed) {
        return x->changed < y->changed ? -1 : 1;
    }
    return strcmp(x->name, y->name);
}

int edxml_folder_list(const char *folder, struct edxml_files *out, bool *more)
{
    DIR *stream = opendir(folder);
    const struct dirent *entry;
    int err = 0;
    if (stream == NULL) {
        return file_error(errno);
    }
    edxml_files_clear(out);
    *more = false;
    while (err == 0 && (entry = readdir(stream)) != NULL) {
        if (is_wanted(entry->d_name)) {
            err = add_file(dirfd(stream), entry->d_name, out);
        }
    }
    (void)closedir(stream);
    if (err == ERR_LIMIT) {
        *more = true;
        err = 0;
    }
    if (err == 0 && out->count > 1) {
        qsort(out->items, out->count, sizeof(*out->items), compare);
    }
    return err;
}

int edxml_folder_open(const char *folder, const char *name)
{
    _cleanup_buf_ struct buf path = {0};
    struct stat status;
    int err = join(folder, "", name, &path);
    if (err < 0) {
        return err;
    }
    int fd = open(buf_str(&path), O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
    if (fd < 0) {
        return errno == ELOOP ? ERR_INVALID : file_error(errno);
    }
    if (fstat(fd, &status) != 0 || !S_ISREG(status.st_mode)) {
        (void)close(fd);
        return ERR_INVALID;
    }
    return fd;
}

/* The kernel gives a lease for reading only while nobody writes. Should somebody begin to within these
 * two calls, SIGIO comes: it must be ignored. */
enum edxml_writers edxml_file_writers(int fd)
{
    if (fcntl(fd, F_SETLEASE, F_RDLCK) == 0) {
        (void)fcntl(fd, F_SETLEASE, F_UNLCK);
        return EDXML_WRITERS_NONE;
    }
    return errno == EAGAIN ? EDXML_WRITERS_SOME : EDXML_WRITERS_UNKNOWN;
}

/* --- moving ----------------------------------------------------------------------------------------- */

/* The n-th name that is tried for it. */
static int make_name(const char *name, int64_t stamp, int n, struct buf *out)
{
    const size_t len = strlen(name);
    const size_t keep = utf8_cut(name, len, len < NAME_BYTES ? len : NAME_BYTES);
    buf_init(out, PATH_BYTES);
    int err = buf_printf(out, "%.*s", (int)keep, name);
    return err || n == 0 ? err : buf_printf(out, ".%lld", (long long)stamp + n - 1);
}

static bool is_there(const char *path)
{
    struct stat status;
    return lstat(path, &status) == 0;
}

static int write_reason(const char *path, const char *refusal)
{
    _cleanup_buf_ struct buf beside = {0};
    buf_init(&beside, PATH_BYTES);
    int err = buf_printf(&beside, "%s.txt", path);
    return err ? err : file_write(buf_str(&beside), refusal, strlen(refusal), REASON_MODE);
}

/* Returns ERR_EXISTS when that name is taken. */
static int move_to(const char *from, const char *to, const char *refusal)
{
    if (is_there(to)) {
        return ERR_EXISTS;
    }
    int err = refusal != NULL ? write_reason(to, refusal) : 0;
    if (err < 0 || rename(from, to) == 0 || errno == ENOENT) {
        return err;
    }
    return file_error(errno);
}

int edxml_folder_move(const char *folder, const char *name, const char *refusal, int64_t stamp)
{
    _cleanup_buf_ struct buf from = {0};
    int err = join(folder, "", name, &from);
    if (err == 0 && !is_there(buf_str(&from))) {
        return 0;
    }
    for (int n = 0; n < NAMES_TRIED && err == 0; n++) {
        _cleanup_buf_ struct buf target = {0};
        _cleanup_buf_ struct buf to = {0};
        err = make_name(name, stamp, n, &target);
        err = err ? err : join(folder, refusal != NULL ? "refused" : "done", buf_str(&target), &to);
        err = err ? err : move_to(buf_str(&from), buf_str(&to), refusal);
        if (err != ERR_EXISTS) {
            return err;
        }
        err = 0;
    }
    return err ? err : ERR_EXISTS;
}
