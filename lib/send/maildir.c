#include "send/maildir.h"

#include <dirent.h>
#include <errno.h>
#include <event2/event.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/cleanup.h"
#include "base/clock.h"
#include "base/err.h"
#include "base/file.h"
#include "base/i18n.h"
#include "base/sign.h"
#include "base/vec.h"
#include "lib/send/job.h"

#define PATH_MAX_LEN 3000
#define ID_MAX 1000
/* Names longer than this are shortened and closed with a hash. */
#define NAME_PLAIN_MAX 200
/* So many deliveries between two looks at the rest of the loop. */
#define BATCH 32
/* What lies in tmp/ so long is of a writer that died (maildir(5)); looked for once a day. */
#define ABANDONED_SECONDS (36 * 3600)
#define TIDY_SECONDS (24 * 3600)
#define TIDY_MAX 10000 /* entries a look */
/* So many mails may lie in cur/. */
#define SEEN_MAX 10000000

struct hashes {
    VEC_MEMBERS(uint64_t);
};

struct maildir_channel {
    struct channel channel;
    struct job_list jobs;
    struct event *work;
    struct hashes seen;      /* sorted hashes of the names of the mails in cur/ … */
    struct timespec seen_at; /* … when the folder had this mtime */
    time_t tidied_at;        /* by the file system's clock; 0: not yet */
    char path[];
};

/* --- names
 * ------------------------------------------------------------------------------------------ */

static bool is_plain(char c, bool first)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           (c && strchr("_-@=+", c)) || (c == '.' && !first);
}

int maildir_name(const char *id, char *name, size_t size)
{
    size_t len = id ? strlen(id) : 0;
    if (len == 0 || len > ID_MAX || size < MAILDIR_NAME_SIZE) {
        return ERR_INVALID;
    }
    size_t used = 0;
    for (size_t i = 0; i < len && used <= NAME_PLAIN_MAX; i++) {
        if (is_plain(id[i], i == 0)) {
            name[used++] = id[i];
        } else {
            used += (size_t)snprintf(name + used, 4, "%%%02X", (unsigned)(unsigned char)id[i]);
        }
    }
    name[used] = '\0';
    if (used > NAME_PLAIN_MAX) {
        /* "%-" cannot come from above: no short id has such a name. */
        char hash[SIGN_HEX_SIZE];
        sign_sha256_hex(id, len, hash);
        (void)snprintf(name + 120, size - 120, "%%-%s", hash);
    }
    return 0;
}

/* --- what lies in cur/
 * -------------------------------------------------------------------------------- */

/* FNV-1a of a file's name without the flags that readers add behind a colon. */
static uint64_t name_hash(const char *name)
{
    uint64_t hash = UINT64_C(14695981039346656037);
    for (size_t i = 0; name[i] && name[i] != ':'; i++) {
        hash = (hash ^ (unsigned char)name[i]) * UINT64_C(1099511628211);
    }
    return hash;
}

static int compare_hashes(const void *a, const void *b)
{
    uint64_t x = *(const uint64_t *)a;
    uint64_t y = *(const uint64_t *)b;
    return (x > y) - (x < y);
}

static void close_folder(DIR **folder)
{
    if (*folder) {
        (void)closedir(*folder);
    }
}

static DIR *read_folder(int fd)
{
    int copy = openat(fd, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    DIR *folder = copy >= 0 ? fdopendir(copy) : NULL;
    if (!folder && copy >= 0) {
        (void)close(copy);
    }
    return folder;
}

static int hashes_read(int cur, struct hashes *hashes)
{
    _cleanup_(close_folder) DIR *folder = read_folder(cur);
    if (!folder) {
        return file_error(errno);
    }
    const struct dirent *entry;
    while ((errno = 0, entry = readdir(folder))) {
        int err = vec_push(hashes, SEEN_MAX, name_hash(entry->d_name));
        if (err != 0) {
            return err;
        }
    }
    return errno ? file_error(errno) : 0;
}

/* Brings seen up to date: cur/ is read again only when it changed. */
static int look_at_cur(struct maildir_channel *self, int cur)
{
    struct stat status;
    if (fstat(cur, &status) != 0) {
        return file_error(errno);
    }
    if (self->seen_at.tv_sec == status.st_mtim.tv_sec &&
        self->seen_at.tv_nsec == status.st_mtim.tv_nsec) {
        return 0;
    }
    struct hashes fresh = {.items = NULL};
    int err = hashes_read(cur, &fresh);
    if (err != 0) {
        vec_free(&fresh);
        return err;
    }
    qsort(fresh.items, fresh.count, sizeof(fresh.items[0]), compare_hashes);
    vec_free(&self->seen);
    self->seen = fresh;
    self->seen_at = status.st_mtim;
    return 0;
}

/* Whether cur/ holds the mail: the hashes say no, or maybe. */
static int find_in_cur(struct maildir_channel *self, int cur, const char *name, bool *found)
{
    int err = look_at_cur(self, cur);
    if (err != 0) {
        return err;
    }
    uint64_t hash = name_hash(name);
    if (!bsearch(&hash, self->seen.items, self->seen.count, sizeof(hash), compare_hashes)) {
        *found = false;
        return 0;
    }
    _cleanup_(close_folder) DIR *folder = read_folder(cur);
    if (!folder) {
        return file_error(errno);
    }
    size_t len = strlen(name);
    const struct dirent *entry;
    bool hit = false;
    while (!hit && (errno = 0, entry = readdir(folder))) {
        hit = strncmp(entry->d_name, name, len) == 0 &&
              (entry->d_name[len] == '\0' || entry->d_name[len] == ':');
    }
    if (!hit && errno) {
        return file_error(errno);
    }
    *found = hit;
    return 0;
}

/* --- one delivery
 * --------------------------------------------------------------------------------------- */

struct folders {
    int tmp;
    int new;
    int cur;
};

static void folders_close(struct folders *folders)
{
    const int all[] = {folders->tmp, folders->new, folders->cur};
    for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++) {
        if (all[i] >= 0) {
            (void)close(all[i]);
        }
    }
}

/* Returns 0 or -1 with errno. */
static int open_folder(int at, const char *name, int *out)
{
    /* On a read-only disk the folder may be there all the same. */
    int refused = mkdirat(at, name, 0700) != 0 && errno != EEXIST ? errno : 0;
    int fd = openat(at, name, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0) {
        errno = refused ? refused : errno;
        return -1;
    }
    *out = fd;
    return 0;
}

/* Opens the Maildir, making what is missing. Returns 0 or -1 with errno. */
static int folders_open(const char *path, struct folders *folders)
{
    _cleanup_close_ int root = -1;
    if (open_folder(AT_FDCWD, path, &root) != 0 || open_folder(root, "tmp", &folders->tmp) != 0 ||
        open_folder(root, "new", &folders->new) != 0 ||
        open_folder(root, "cur", &folders->cur) != 0) {
        return -1;
    }
    return 0;
}

/* Writes all of data. Returns 0 or -1 with errno. */
static int write_all(int fd, const char *data, size_t len)
{
    while (len > 0) {
        ssize_t done = write(fd, data, len);
        if (done < 0 && errno == EINTR) {
            continue;
        }
        if (done <= 0) {
            return -1;
        }
        data += done;
        len -= (size_t)done;
    }
    return 0;
}

/* Writes the message with LF alone at its line ends, as Maildirs have it. */
static int write_message(int fd, const char *data, size_t len)
{
    struct buf text;
    buf_init(&text, len);
    int err = 0;
    while (err == 0 && len > 0) {
        const char *end = memmem(data, len, "\r\n", 2);
        size_t piece = end ? (size_t)(end - data) : len;
        err = buf_append(&text, data, piece);
        data += piece;
        len -= piece;
        if (end) {
            data++; /* the CR; the LF begins the next piece */
            len--;
        }
    }
    int status = err == 0 ? write_all(fd, text.data, text.len) : -1;
    buf_clear(&text);
    if (err != 0) {
        errno = ENOMEM;
    }
    return status;
}

/* *written: the file system's time, which is not always ours. Returns 0 or -1 with errno. */
static int write_tmp(const struct folders *folders, const char *name, const struct send_mail *mail,
                     time_t *written)
{
    struct stat written_file;
    /* A crash may have left the beginning of this very mail here. */
    int fd =
        openat(folders->tmp, name, O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC, 0600);
    if (fd < 0) {
        return -1;
    }
    int status = write_message(fd, mail->data, mail->len);
    if (status == 0) {
        status = fsync(fd);
    }
    if (status == 0) {
        status = fstat(fd, &written_file);
    }
    int saved = errno;
    if (close(fd) != 0 && status == 0) {
        status = -1;
        saved = errno;
    }
    if (status != 0) {
        (void)unlinkat(folders->tmp, name, 0);
        errno = saved;
        return -1;
    }
    *written = written_file.st_mtime;
    return 0;
}

/* Removes what writers left in tmp/ that died. What cannot be removed stays. */
static void tidy(struct maildir_channel *self, int tmp, time_t now)
{
    if (self->tidied_at != 0 && now - self->tidied_at < TIDY_SECONDS && now >= self->tidied_at) {
        return;
    }
    self->tidied_at = now;
    _cleanup_(close_folder) DIR *folder = read_folder(tmp);
    const struct dirent *entry;
    for (size_t i = 0; folder && i < TIDY_MAX && (entry = readdir(folder)); i++) {
        struct stat status;
        if (fstatat(tmp, entry->d_name, &status, AT_SYMLINK_NOFOLLOW) == 0 &&
            S_ISREG(status.st_mode) && now - status.st_mtime > ABANDONED_SECONDS &&
            now - status.st_atime > ABANDONED_SECONDS) {
            (void)unlinkat(tmp, entry->d_name, 0);
        }
    }
}

/* From tmp/ to new/, never over one that is there. Returns 0, or -1 with errno. */
static int publish(const struct folders *folders, const char *name)
{
    int status = linkat(folders->tmp, name, folders->new, name, 0);
    if (status == 0 || errno == EEXIST) {
        (void)unlinkat(folders->tmp, name, 0);
        return 0;
    }
    /* A file system without hard links. */
    if (errno == EPERM || errno == EOPNOTSUPP || errno == EMLINK || errno == ENOSYS) {
        status = renameat(folders->tmp, name, folders->new, name);
    }
    if (status != 0) {
        int saved = errno;
        (void)unlinkat(folders->tmp, name, 0);
        errno = saved;
    }
    return status;
}

static void describe_trouble(const struct maildir_channel *self, int error_number,
                             struct send_result *result)
{
    int err = file_error(error_number);
    result_format(result, SEND_RETRY, 0, _("không ghi được thư vào %s: %s (%s)"), self->path,
                  err_text(err), strerror(error_number));
    result->unreachable = true;
}

/* Leaves the mail in new/ (not yet synced), or finds it delivered before. Fills result. */
static void deliver(struct maildir_channel *self, const struct folders *folders,
                    const struct send_request *request, struct send_result *result)
{
    char name[MAILDIR_NAME_SIZE];
    if (maildir_name(request->id, name, sizeof(name)) != 0) {
        result_set(result, SEND_FINAL, 0, _("mã thư (Message-ID) trống hoặc quá dài"));
        return;
    }
    /* new/ before cur/: a mail being read meanwhile moves that way. */
    bool found = faccessat(folders->new, name, F_OK, AT_SYMLINK_NOFOLLOW) == 0;
    int err = found ? 0 : find_in_cur(self, folders->cur, name, &found);
    if (err != 0) {
        result_format(result, SEND_RETRY, 0, _("không đọc được %s/cur: %s"), self->path,
                      err_text(err));
        result->unreachable = true;
        return;
    }
    if (found) {
        result_format(result, SEND_DELIVERED, 0, _("đã có sẵn trong %s: %s"), self->path, name);
        return;
    }
    time_t now;
    if (write_tmp(folders, name, &request->mail, &now) != 0 || publish(folders, name) != 0) {
        describe_trouble(self, errno, result);
        return;
    }
    tidy(self, folders->tmp, now);
    result_format(result, SEND_DELIVERED, 0, "%s/new/%s", self->path, name);
}

/* --- the channel
 * ---------------------------------------------------------------------------------------- */

static void answer_first(struct maildir_channel *self, struct send_result *result)
{
    struct send_job *job = TAILQ_FIRST(&self->jobs);
    TAILQ_REMOVE(&self->jobs, job, link);
    struct send_job head = *job;
    free(job);
    job_answer(&head, result);
}

static void deliver_first(struct maildir_channel *self)
{
    struct send_job *job = TAILQ_FIRST(&self->jobs);
    struct folders folders = {-1, -1, -1};
    struct send_result result;
    job->started = clock_monotonic();
    if (folders_open(self->path, &folders) != 0) {
        describe_trouble(self, errno, &result);
    } else {
        deliver(self, &folders, job->request, &result);
        if (result.outcome == SEND_DELIVERED && fsync(folders.new) != 0) {
            describe_trouble(self, errno, &result);
        }
    }
    folders_close(&folders);
    answer_first(self, &result);
}

static void on_work(evutil_socket_t fd, short what, void *arg)
{
    (void)fd;
    (void)what;
    struct maildir_channel *self = arg;
    for (size_t i = 0; i < BATCH && !TAILQ_EMPTY(&self->jobs); i++) {
        deliver_first(self);
    }
    if (!TAILQ_EMPTY(&self->jobs)) {
        event_active(self->work, 0, 0);
    }
}

static int maildir_send(struct channel *channel, const struct send_request *request,
                        send_done_fn done, void *arg, struct send_job **out)
{
    struct maildir_channel *self = (struct maildir_channel *)channel;
    if (request->kind != SEND_MAIL) {
        return ERR_INVALID;
    }
    struct send_job *job = malloc(sizeof(*job));
    if (!job) {
        return ERR_NOMEM;
    }
    job_init(job, request, done, arg);
    TAILQ_INSERT_TAIL(&self->jobs, job, link);
    event_active(self->work, 0, 0);
    if (out) {
        *out = job;
    }
    return 0;
}

static void maildir_cancel(struct channel *channel, struct send_job *job)
{
    struct maildir_channel *self = (struct maildir_channel *)channel;
    TAILQ_REMOVE(&self->jobs, job, link);
    free(job);
}

static void maildir_destroy(struct channel *channel)
{
    struct maildir_channel *self = (struct maildir_channel *)channel;
    while (!TAILQ_EMPTY(&self->jobs)) {
        maildir_cancel(channel, TAILQ_FIRST(&self->jobs));
    }
    if (self->work) {
        event_free(self->work);
    }
    vec_free(&self->seen);
    free(self);
}

int maildir_channel_new(struct event_base *base, const char *path, struct channel **channel)
{
    static const struct channel_ops ops = {maildir_send, maildir_cancel, maildir_destroy};
    size_t len = strlen(path);
    if (len == 0 || len > PATH_MAX_LEN) {
        return ERR_INVALID;
    }
    struct maildir_channel *self = calloc(1, sizeof(*self) + len + 1);
    if (!self) {
        return ERR_NOMEM;
    }
    self->channel.ops = &ops;
    memcpy(self->path, path, len + 1);
    TAILQ_INIT(&self->jobs);
    self->work = event_new(base, -1, 0, on_work, self);
    if (!self->work) {
        maildir_destroy(&self->channel);
        return ERR_NOMEM;
    }
    *channel = &self->channel;
    return 0;
}
