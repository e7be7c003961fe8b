#include "base/file.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>

#include "base/cleanup.h"
#include "base/err.h"
#include "base/i18n.h"
#include "base/id.h"

#define READ_STEP ((size_t)64 << 10)
#define PATH_TEXT_MAX ((size_t)4096)

int file_error(int error_number)
{
    switch (error_number) {
    case ENOENT:
    case ENOTDIR:
        return ERR_NOT_FOUND;
    case EACCES:
    case EPERM:
        return ERR_REFUSED;
    case EROFS:
        return ERR_READ_ONLY;
    case ENOSPC:
    case EDQUOT:
        return ERR_NO_SPACE;
    case EEXIST:
        return ERR_EXISTS;
    case ENAMETOOLONG:
    case EISDIR:
    case ELOOP:
        return ERR_INVALID;
    case ENOMEM:
        return ERR_NOMEM;
    default:
        return ERR_IO;
    }
}

/* --- reading --------------------------------------------------------------------------------- */

static int say_errno(const char *path, int error_number, struct diag *diag)
{
    int err = file_error(error_number);
    if (err == ERR_NOT_FOUND) {
        diag_add(diag, DIAG_ERROR, path, 0, 0, _("không có tệp này"),
                 _("Hãy kiểm tra lại đường dẫn"));
    } else if (err == ERR_REFUSED) {
        diag_add(diag, DIAG_ERROR, path, 0, 0, _("không được phép đọc tệp này"),
                 _("Hãy cấp quyền đọc cho tài khoản chạy chương trình"));
    } else {
        diag_addf(diag, DIAG_ERROR, path, 0, 0, NULL, _("không đọc được tệp: %s"),
                  strerror(error_number));
    }
    return err;
}

static int say_too_long(const char *path, size_t max, struct diag *diag)
{
    diag_addf(diag, DIAG_ERROR, path, 0, 0, _("Hãy chia nhỏ tệp"),
              _("tệp dài hơn mức đọc được là %zu byte"), max);
    return ERR_LIMIT;
}

/* Opens without waiting for the other end of a pipe, and refuses what is not a plain file. */
static int open_plain(const char *path, struct diag *diag, int *out)
{
    _cleanup_close_ int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
    if (fd < 0) {
        return say_errno(path, errno, diag);
    }
    struct stat status;
    if (fstat(fd, &status) != 0) {
        return say_errno(path, errno, diag);
    }
    if (!S_ISREG(status.st_mode)) {
        diag_add(diag, DIAG_ERROR, path, 0, 0,
                 S_ISDIR(status.st_mode) ? _("đây là thư mục, không phải tệp")
                                         : _("đây không phải là tệp thường"),
                 _("Hãy chỉ ra một tệp"));
        return ERR_INVALID;
    }
    *out = TAKE_FD(fd);
    return 0;
}

/* Reads to the end, into `out` or `hash`; `max + 1` bytes at most, so that one byte too many shows. */
static int read_all(int fd, const char *path, size_t max, struct diag *diag, struct buf *out,
                    struct sign_hash *hash)
{
    _cleanup_free_ char *step = malloc(READ_STEP);
    if (!step) {
        return ERR_NOMEM;
    }
    size_t total = 0;
    for (;;) {
        ssize_t n = read(fd, step, READ_STEP);
        if (n < 0 && errno == EINTR) {
            continue;
        }
        if (n < 0) {
            return say_errno(path, errno, diag);
        }
        if (n == 0) {
            return 0;
        }
        total += (size_t)n;
        int err = total > max ? ERR_LIMIT : 0;
        if (hash) {
            sign_hash_add(hash, step, (size_t)n);
        } else if (err == 0) {
            err = buf_append(out, step, (size_t)n);
        }
        if (err == ERR_LIMIT) {
            return say_too_long(path, max, diag);
        }
        if (err) {
            return err;
        }
    }
}

int file_read(const char *path, size_t max, struct diag *diag, struct buf *out)
{
    _cleanup_close_ int fd = -1;
    int err = open_plain(path, diag, &fd);
    if (err) {
        return err;
    }
    size_t start = out->len;
    err = read_all(fd, path, max, diag, out, NULL);
    if (err && out->data) {
        out->len = start;
        out->data[start] = '\0';
    }
    return err;
}

int file_hash(const char *path, size_t max, struct diag *diag, char out[static SIGN_HEX_SIZE])
{
    struct sign_hash hash;
    _cleanup_close_ int fd = -1;
    int err = open_plain(path, diag, &fd);
    if (err) {
        return err;
    }
    sign_hash_begin(&hash);
    err = read_all(fd, path, max, diag, NULL, &hash);
    if (err) {
        return err;
    }
    sign_hash_end_hex(&hash, out);
    return 0;
}

/* --- writing --------------------------------------------------------------------------------- */

static int write_all(int fd, const char *data, size_t len)
{
    while (len > 0) {
        ssize_t n = write(fd, data, len);
        if (n < 0 && errno == EINTR) {
            continue;
        }
        if (n < 0) {
            return file_error(errno);
        }
        data += n;
        len -= (size_t)n;
    }
    return fsync(fd) == 0 ? 0 : file_error(errno);
}

/* A name is safe on the disk only when its folder was synced too. */
static int sync_folder(const char *path)
{
    const char *slash = strrchr(path, '/');
    _cleanup_free_ char *folder = slash ? strndup(path, (size_t)(slash - path) + 1) : strdup(".");
    if (!folder) {
        return ERR_NOMEM;
    }
    _cleanup_close_ int fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0) {
        return file_error(errno);
    }
    /* EINVAL: this file system has nothing to sync for a folder. */
    return fsync(fd) == 0 || errno == EINVAL ? 0 : file_error(errno);
}

static int write_beside(const char *temporary, const char *path, const void *data, size_t len,
                        mode_t mode)
{
    int fd = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode);
    if (fd < 0) {
        return file_error(errno);
    }
    int err = write_all(fd, data, len);
    if (close(fd) != 0 && !err) {
        err = file_error(errno);
    }
    if (!err && rename(temporary, path) != 0) {
        err = file_error(errno);
    }
    if (err) {
        (void)unlink(temporary);
    }
    return err;
}

int file_write(const char *path, const void *data, size_t len, mode_t mode)
{
    char id[ID_SIZE];
    _cleanup_buf_ struct buf temporary = {.max = PATH_TEXT_MAX};
    int err = id_make(id);
    err = err ? err : buf_printf(&temporary, "%s.%s.tmp", path, id);
    err = err ? err : write_beside(buf_str(&temporary), path, data, len, mode);
    return err ? err : sync_folder(path);
}

/* --- folders --------------------------------------------------------------------------------- */

static int make_one_folder(const char *path, mode_t mode)
{
    if (mkdir(path, mode) == 0) {
        return 0;
    }
    if (errno != EEXIST) {
        return file_error(errno);
    }
    struct stat status;
    if (stat(path, &status) != 0) {
        return file_error(errno);
    }
    return S_ISDIR(status.st_mode) ? 0 : ERR_EXISTS;
}

int file_make_folder(const char *path, mode_t mode)
{
    _cleanup_free_ char *part = strdup(path);
    if (!part) {
        return ERR_NOMEM;
    }
    if (part[0] == '\0') {
        return ERR_NOT_FOUND;
    }
    for (char *slash = strchr(part + 1, '/'); slash; slash = strchr(slash + 1, '/')) {
        *slash = '\0';
        int err = make_one_folder(part, mode);
        *slash = '/';
        /* Above what exists there may be folders that must not be written or even seen. */
        if (err && err != ERR_REFUSED && err != ERR_READ_ONLY) {
            return err;
        }
    }
    return make_one_folder(part, mode);
}

int file_join(const char *folder, const char *name, struct buf *out)
{
    if (!folder || folder[0] == '\0' || name[0] == '/') {
        return buf_puts(out, name);
    }
    bool slash = folder[strlen(folder) - 1] == '/';
    return buf_printf(out, slash ? "%s%s" : "%s/%s", folder, name);
}

/* Whether ".." behind the path leads to its parent by name. */
static bool is_plain_folder(const char *path)
{
    struct stat status;
    const char *slash = strrchr(path, '/');
    const char *last = slash ? slash + 1 : path;
    return *last != '\0' && strcmp(last, ".") != 0 && strcmp(last, "..") != 0 &&
           lstat(path, &status) == 0 && S_ISDIR(status.st_mode);
}

int file_resolve(const char *folder, const char *name, struct buf *out)
{
    _cleanup_free_ char *base = strdup(folder ? folder : "");
    if (!base) {
        return ERR_NOMEM;
    }
    while (name[0] != '/') {
        if (strncmp(name, "./", 2) == 0) {
            name += 2;
        } else if (strncmp(name, "../", 3) == 0 && is_plain_folder(base)) {
            char *slash = strrchr(base, '/');
            base[slash ? (slash == base ? 1 : slash - base) : 0] = '\0';
            name += 3;
        } else {
            break;
        }
    }
    return file_join(base, name, out);
}
