#include "daemon/edxml_watch.h"

#include <errno.h>
#include <event2/event.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/inotify.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "base/err.h"
#include "base/file.h"
#include "base/i18n.h"
#include "base/text.h"
#include "base/vec.h"
#include "daemon/edxml_folder.h"
#include "engine/conditions.h"
#include "engine/edxml.h"

#define AUTHOR "edxml"
#define FILES_A_TURN 16
#define TURN_MS 200       /* after so long the loop runs, whatever is left */
#define SETTLE_MS 30000   /* unchanged so long: nobody writes into it any more */
#define LOOK_MS 2000      /* at a file that is not complete */
#define RETRY_MS 30000    /* a full disk */
#define TROUBLE_MS 300000 /* what the administrator was told about */
#define BUSY_MS 500
#define PENDING_MAX 1000
#define TEXT_MAX ((size_t)1 << 20)
#define EVENTS_BYTES 16384
#define INOTIFY_MASK                                                                               \
    (IN_CREATE | IN_CLOSE_WRITE | IN_MOVED_TO | IN_ATTRIB | IN_DELETE_SELF | IN_MOVE_SELF |        \
     IN_ONLYDIR)

/* A file that stays where it is for now. */
struct pending {
    struct edxml_file file;
    int64_t since;   /* clock_elapsed when it was last seen to change */
    bool is_handled; /* acted upon or refused, and could not be moved */
    char *refusal;   /* why it goes to refused/; NULL: to done/ */
};

struct edxml_watch {
    struct app *app;
    int fd, wd;
    struct event *event; /* inotify */
    struct event *work;  /* something is to be looked at: active, or a timer */
    int64_t look_at;     /* clock_monotonic when the timer ends */
    char *folder;        /* NULL: none */
    bool is_watched;
    bool rescan;      /* something happened since the folder was looked at */
    char *trouble;    /* what the administrator was told; NULL: nothing is wrong */
    bool is_troubled; /* met in this look at the folder */
    bool changed;     /* the store, in this turn */
    struct edxml_files queue;
    size_t next; /* of the queue */
    struct {
        VEC_MEMBERS(struct pending);
    } pending;
};

static void pending_clear(struct pending *pending)
{
    free(pending->file.name);
    free(pending->refusal);
}

/* Looks after that time, or sooner when that was said already. */
static void look_in(struct edxml_watch *watch, int64_t ms)
{
    const struct timeval delay = {.tv_sec = ms / 1000, .tv_usec = (ms % 1000) * 1000};
    const int64_t at = clock_monotonic() + ms;
    if (watch->app->stopping) {
        return;
    }
    if (ms <= 0) {
        event_active(watch->work, EV_TIMEOUT, 0);
    } else if (!event_pending(watch->work, EV_TIMEOUT, NULL) || at < watch->look_at) {
        watch->look_at = at;
        event_add(watch->work, &delay);
    }
}

/* --- what the administrator hears --------------------------------------------------------------------- */

static void tell(struct edxml_watch *watch, const char *what, const char *name, int err)
{
    struct app *app = watch->app;
    _cleanup_buf_ struct buf text = {0};
    buf_init(&text, TEXT_MAX);
    (void)buf_printf(&text, _("Thư mục văn bản điện tử %s: %s%s%s (%s)."), watch->folder, what,
                     *name != '\0' ? " " : "", name, err_text(err));
    look_in(watch, TROUBLE_MS);
    watch->is_troubled = true;
    if (text_equal(watch->trouble, buf_str(&text))) {
        return;
    }
    log_error(&app->log, "%s", buf_str(&text));
    if (conditions_folder(&app->current->engine, clock_now(&app->clock), watch->folder,
                          buf_str(&text)) == 0) {
        watch->changed = true;
        free(watch->trouble);
        watch->trouble = buf_steal(&text);
    }
}

static void tell_over(struct edxml_watch *watch)
{
    struct app *app = watch->app;
    if (watch->trouble != NULL && conditions_folder(&app->current->engine, clock_now(&app->clock),
                                                    watch->folder, NULL) == 0) {
        free(watch->trouble);
        watch->trouble = NULL;
        watch->changed = true;
    }
}

/* --- what stays for now ------------------------------------------------------------------------------- */

static struct pending *find_pending(struct edxml_watch *watch, const char *name)
{
    for (size_t i = 0; i < watch->pending.count; i++) {
        if (strcmp(watch->pending.items[i].file.name, name) == 0) {
            return &watch->pending.items[i];
        }
    }
    return NULL;
}

static void forget(struct edxml_watch *watch, const char *name)
{
    struct pending *found = find_pending(watch, name);
    if (found != NULL) {
        pending_clear(found);
        vec_remove(&watch->pending, (size_t)(found - watch->pending.items));
    }
}

static bool is_same(const struct edxml_file *a, const struct edxml_file *b)
{
    return a->size == b->size && a->changed == b->changed && a->inode == b->inode;
}

/* The file as it is now, kept; NULL when there are too many or memory is short: it is looked at anew
 * then, as if it had just come. */
static struct pending *keep(struct edxml_watch *watch, const struct edxml_file *file)
{
    struct pending *found = find_pending(watch, file->name);
    if (found == NULL) {
        struct pending fresh = {.file = *file, .since = clock_elapsed()};
        fresh.file.name = strdup(file->name);
        if (fresh.file.name == NULL || vec_push(&watch->pending, PENDING_MAX, fresh) < 0) {
            free(fresh.file.name);
            return NULL;
        }
        return &watch->pending.items[watch->pending.count - 1];
    }
    if (!is_same(&found->file, file)) {
        found->file.size = file->size;
        found->file.changed = file->changed;
        found->file.inode = file->inode;
        found->since = clock_elapsed();
    }
    return found;
}

/* Those that somebody took away are forgotten. */
static void forget_gone(struct edxml_watch *watch)
{
    for (size_t i = watch->pending.count; i > 0; i--) {
        struct pending *one = &watch->pending.items[i - 1];
        bool found = false;
        for (size_t j = 0; j < watch->queue.count && !found; j++) {
            found = strcmp(watch->queue.items[j].name, one->file.name) == 0;
        }
        if (!found) {
            pending_clear(one);
            vec_remove(&watch->pending, i - 1);
        }
    }
}

/* --- one file ----------------------------------------------------------------------------------------- */

/* Moves what was handled. What cannot be moved is kept, so that it is not handled again. */
static void move_away(struct edxml_watch *watch, const struct edxml_file *file, const char *refusal)
{
    int err = edxml_folder_move(watch->folder, file->name, refusal, clock_now(&watch->app->clock));
    if (err == 0) {
        forget(watch, file->name);
        return;
    }
    struct pending *kept = keep(watch, file);
    if (kept != NULL && !kept->is_handled) {
        kept->is_handled = true;
        kept->refusal = refusal != NULL ? strdup(refusal) : NULL;
    }
    tell(watch, _("không chuyển đi được tệp đã xử lý"), file->name, err);
}

/* Puts off what the store could not take: nothing was done. Returns err. */
static int put_off(struct edxml_watch *watch, int err)
{
    struct app *app = watch->app;
    if (err != ERR_BUSY) {
        log_error(&app->log, _("chưa ghi nhận được văn bản điện tử: %s; sẽ thử lại"),
                  err_text(err));
    }
    look_in(watch, err == ERR_BUSY ? BUSY_MS : RETRY_MS);
    return err;
}

static int print_findings(const struct diag *diag, struct buf *out)
{
    int err = 0;
    for (size_t i = 0; i < diag->count && err == 0; i++) {
        err = diag_print_bare(&diag->items[i], out);
        err = err ? err : buf_putc(out, '\n');
    }
    return err;
}

static void refuse(struct edxml_watch *watch, const struct edxml_file *file, const char *text)
{
    struct app *app = watch->app;
    _cleanup_buf_ struct buf told = {0};
    buf_init(&told, TEXT_MAX);
    log_warning(&app->log, _("từ chối văn bản điện tử %s: %s"), file->name, text);
    (void)
        buf_printf(&told,
                   _("Thư mục văn bản điện tử %s: có tệp bị từ chối, nằm trong refused cùng lý do; "
                     "tệp gần nhất là %s. Nếu là việc có hạn, cần giao bằng tay."),
                   watch->folder, file->name);
    (void)conditions_refused(&app->current->engine, clock_now(&app->clock), watch->folder,
                             buf_str(&told));
    move_away(watch, file, text);
}

static int refuse_unread(struct edxml_watch *watch, const struct edxml_file *file,
                         const struct diag *diag)
{
    struct app *app = watch->app;
    const struct action action = {.now = clock_now(&app->clock), .author = AUTHOR};
    _cleanup_buf_ struct buf text = {0};
    buf_init(&text, TEXT_MAX);
    int err = print_findings(diag, &text);
    err = err ? err : edxml_note_unread(&app->current->engine, file->name, &action, diag);
    if (err < 0) {
        return put_off(watch, err);
    }
    watch->changed = true;
    refuse(watch, file, buf_str(&text));
    return 0;
}

/* Whether a file that is not whole may still become so. */
static bool may_grow(struct edxml_watch *watch, const struct edxml_file *file, int fd)
{
    const enum edxml_writers writers = edxml_file_writers(fd);
    if (writers == EDXML_WRITERS_NONE) {
        return false;
    }
    const struct pending *kept = keep(watch, file);
    return writers == EDXML_WRITERS_SOME || kept == NULL ||
           clock_elapsed() - kept->since < SETTLE_MS;
}

static int act(struct edxml_watch *watch, const struct edxml_file *file,
               const struct edxml *message)
{
    struct app *app = watch->app;
    const struct action action = {.now = clock_now(&app->clock), .author = AUTHOR};
    _cleanup_(edxml_steps_clear) struct edxml_steps steps = {0};
    _cleanup_diag_ struct diag diag = {0};
    _cleanup_buf_ struct buf text = {0};
    buf_init(&text, TEXT_MAX);
    int err = edxml_apply(&app->current->engine, message, file->name, &action, &steps, &diag);
    if (err < 0 && err != ERR_REFUSED) {
        return put_off(watch, err);
    }
    watch->changed = true;
    (void)(err == 0 ? edxml_steps_print(&steps, &text) : print_findings(&diag, &text));
    if (err == ERR_REFUSED || edxml_outcome(&steps) == EDXML_OUT_REFUSED) {
        refuse(watch, file, buf_str(&text));
    } else {
        log_info(&app->log, _("văn bản điện tử %s: %s"), file->name, buf_str(&text));
        move_away(watch, file, NULL);
    }
    return 0;
}

static int refuse_link(struct edxml_watch *watch, const struct edxml_file *file)
{
    _cleanup_diag_ struct diag diag = {0};
    diag_add(&diag, DIAG_ERROR, file->name, 0, 0, _("là một liên kết, không phải tệp thường"),
             _("Chép tệp vào thư mục."));
    return refuse_unread(watch, file, &diag);
}

static int handle(struct edxml_watch *watch, const struct edxml_file *file)
{
    _cleanup_(edxml_clear) struct edxml message = {0};
    _cleanup_diag_ struct diag diag = {0};
    _cleanup_close_ int fd = edxml_folder_open(watch->folder, file->name);
    if (fd == ERR_NOT_FOUND) {
        return 0;
    }
    if (fd == ERR_INVALID) {
        return refuse_link(watch, file);
    }
    if (fd < 0) {
        tell(watch, _("không mở được tệp"), file->name, fd);
        return 0;
    }
    int err = edxml_read(fd, file->name, &message, &diag);
    if (err == 0) {
        return act(watch, file, &message);
    }
    if (err == ERR_NOMEM || err == ERR_IO) {
        return put_off(watch, err);
    }
    if (err == ERR_FORMAT && may_grow(watch, file, fd)) {
        look_in(watch, LOOK_MS);
        return 0;
    }
    return refuse_unread(watch, file, &diag);
}

/* Returns 0, or an error after which nothing more is tried in this turn. */
static int look_at(struct edxml_watch *watch, const struct edxml_file *file)
{
    const struct pending *kept = find_pending(watch, file->name);
    if (kept != NULL && kept->is_handled && is_same(&kept->file, file)) {
        _cleanup_free_ char *refusal = kept->refusal != NULL ? strdup(kept->refusal) : NULL;
        move_away(watch, file, refusal);
        return 0;
    }
    if (kept != NULL && kept->is_handled) {
        forget(watch, file->name); /* another file of that name */
        kept = NULL;
    }
    if (kept != NULL) {
        (void)keep(watch, file); /* as it is now */
    }
    return handle(watch, file);
}

/* --- inotify ------------------------------------------------------------------------------------------ */

static void unwatch(struct edxml_watch *watch)
{
    if (watch->is_watched) {
        (void)inotify_rm_watch(watch->fd, watch->wd);
        watch->is_watched = false;
    }
}

static void read_event(struct edxml_watch *watch, const struct inotify_event *event)
{
    if ((event->mask & IN_Q_OVERFLOW) != 0 || event->wd == watch->wd) {
        watch->rescan = true;
    }
    if (event->wd == watch->wd &&
        (event->mask & (IN_DELETE_SELF | IN_MOVE_SELF | IN_IGNORED | IN_UNMOUNT)) != 0) {
        unwatch(watch);
    }
}

static void on_inotify(evutil_socket_t fd, short events, void *arg)
{
    struct edxml_watch *watch = arg;
    _Alignas(struct inotify_event) char bytes[EVENTS_BYTES];
    (void)events;
    const ssize_t got = read(fd, bytes, sizeof(bytes));
    for (ssize_t at = 0; at + (ssize_t)sizeof(struct inotify_event) <= got;) {
        const struct inotify_event *event = (const void *)(bytes + at);
        read_event(watch, event);
        at += (ssize_t)(sizeof(*event) + event->len);
    }
    if (watch->rescan) {
        look_in(watch, 0);
    }
}

/* Only who watches needs it: a machine that has no more of it must not keep the daemon from starting. */
static int open_inotify(struct edxml_watch *watch)
{
    if (watch->fd >= 0) {
        return 0;
    }
    int fd = inotify_init1(IN_NONBLOCK | IN_CLOEXEC);
    if (fd < 0) {
        return file_error(errno);
    }
    watch->event = event_new(watch->app->base, fd, EV_READ | EV_PERSIST, on_inotify, watch);
    if (watch->event == NULL || event_add(watch->event, NULL) < 0) {
        if (watch->event != NULL) {
            event_free(watch->event);
            watch->event = NULL;
        }
        (void)close(fd);
        return ERR_NOMEM;
    }
    watch->fd = fd;
    return 0;
}

/* --- the folder --------------------------------------------------------------------------------------- */

/* Watches it, when it is not watched. */
static int open_folder(struct edxml_watch *watch)
{
    if (watch->is_watched) {
        return 0;
    }
    int err = open_inotify(watch);
    err = err ? err : edxml_folder_make(watch->folder);
    if (err == 0) {
        watch->wd = inotify_add_watch(watch->fd, watch->folder, INOTIFY_MASK);
        watch->is_watched = watch->wd >= 0;
        err = watch->is_watched ? 0 : file_error(errno);
    }
    return err;
}

static int scan(struct edxml_watch *watch)
{
    bool more = false;
    int err = open_folder(watch);
    watch->rescan = false;
    watch->is_troubled = false;
    watch->next = 0;
    err = err ? err : edxml_folder_list(watch->folder, &watch->queue, &more);
    if (err < 0) {
        edxml_files_clear(&watch->queue);
        tell(watch, err == ERR_EXISTS ? _("không phải là thư mục") : _("không theo dõi được"), "",
             err);
        return err;
    }
    watch->rescan = more;
    forget_gone(watch);
    return 0;
}

/* Looks at some of what waits. */
static void run(struct edxml_watch *watch)
{
    const int64_t begun = clock_monotonic();
    int err = watch->next >= watch->queue.count ? scan(watch) : 0;
    for (int i = 0; i < FILES_A_TURN && err == 0 && watch->next < watch->queue.count &&
                    clock_monotonic() - begun < TURN_MS;
         i++) {
        err = look_at(watch, &watch->queue.items[watch->next++]);
    }
    if (err < 0) {
        watch->next = watch->queue.count; /* begin anew when it is tried again */
        return;
    }
    if (watch->next < watch->queue.count || watch->rescan) {
        look_in(watch, 0);
    } else if (!watch->is_troubled) {
        tell_over(watch);
    }
}

static void on_work(evutil_socket_t fd, short events, void *arg)
{
    struct edxml_watch *watch = arg;
    (void)fd;
    (void)events;
    if (watch->folder == NULL || watch->app->stopping) {
        return;
    }
    watch->changed = false;
    run(watch);
    if (watch->changed) {
        app_stir(watch->app);
        app_turn(watch->app);
    }
}

/* --- whole -------------------------------------------------------------------------------------------- */

int edxml_watch_new(struct app *app, struct edxml_watch **out)
{
    struct edxml_watch *watch = calloc(1, sizeof(*watch));
    const struct sigaction ignore = {.sa_handler = SIG_IGN};
    if (watch == NULL) {
        return ERR_NOMEM;
    }
    watch->app = app;
    watch->wd = -1;
    watch->fd = -1;
    (void)sigaction(SIGIO, &ignore, NULL); /* see edxml_file_writers */
    watch->work = event_new(app->base, -1, 0, on_work, watch);
    if (watch->work == NULL) {
        edxml_watch_free(watch);
        return ERR_NOMEM;
    }
    *out = watch;
    return 0;
}

void edxml_watch_follow(struct edxml_watch *watch)
{
    const char *wanted = watch->app->current->settings.edxml.folder;
    wanted = wanted != NULL && *wanted != '\0' ? wanted : NULL;
    if (!text_equal(wanted, watch->folder)) {
        unwatch(watch);
        tell_over(watch);
        free(watch->trouble);
        watch->trouble = NULL;
        edxml_files_clear(&watch->queue);
        vec_clear(&watch->pending, pending_clear);
        watch->next = 0;
        free(watch->folder);
        watch->folder = wanted != NULL ? strdup(wanted) : NULL;
    }
    if (watch->folder != NULL) {
        watch->rescan = true;
        event_del(watch->work);
        look_in(watch, 0);
    }
}

void edxml_watch_free(struct edxml_watch *watch)
{
    if (watch == NULL) {
        return;
    }
    if (watch->event != NULL) {
        event_free(watch->event);
    }
    if (watch->work != NULL) {
        event_free(watch->work);
    }
    edxml_files_clear(&watch->queue);
    vec_clear(&watch->pending, pending_clear);
    free(watch->trouble);
    free(watch->folder);
    if (watch->fd >= 0) {
        (void)close(watch->fd);
    }
    free(watch);
}
