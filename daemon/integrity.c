#include "daemon/integrity.h"

#include <errno.h>
#include <event2/event.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/cleanup.h"
#include "base/err.h"
#include "base/i18n.h"
#include "cal/offset.h"
#include "daemon/app.h"
#include "engine/conditions.h"

#define OURSELVES "/proc/self/exe"
#define TWO_IN_THE_MORNING (2 * 60)
#define TWO_DAYS_MS ((int64_t)2 * 86400 * 1000)
#define A_NIGHT_MISSED_MS ((int64_t)36 * 3600 * 1000)
#define SAID_MAX 4000

enum { LOOK_GOOD, LOOK_DAMAGED, LOOK_FAILED };

struct integrity {
    struct app *app;
    instant_t due;
    pid_t pid;            /* of the look under way; 0: none */
    struct event *saying; /* what it says, until it ends */
    struct buf said;
    bool failed; /* the last one could not look */
};

/* --- the other process ----------------------------------------------------------------------------- */

static int say(const struct diag *diag, int reason)
{
    _cleanup_buf_ struct buf text = {0};
    buf_init(&text, SAID_MAX);
    int err = diag->count > 0 ? diag_print_bare(&diag->items[0], &text) : reason;
    for (char *p = text.data; p && *p != '\0'; p++) {
        *p = *p == '\n' ? ' ' : *p;
    }
    (void)printf("%s", err == 0 ? buf_str(&text) : err_text(reason));
    const bool is_damage =
        reason == ERR_CORRUPT || reason == ERR_IO || reason == ERR_NOT_FOUND; /* no time mends it */
    return fflush(stdout) == 0 && is_damage ? LOOK_DAMAGED : LOOK_FAILED;
}

int integrity_look(const char *state)
{
    struct store *store = NULL;
    _cleanup_diag_ struct diag diag = {0};
    (void)prctl(PR_SET_PDEATHSIG, SIGKILL);
    int err = store_open_reading(state, &diag, &store);
    if (err == 0) {
        err = store_check(store, &diag);
    }
    store_close(store);
    return err == 0 ? LOOK_GOOD : say(&diag, err);
}

/* --- starting it ----------------------------------------------------------------------------------- */

/* The first two in the morning after an instant. */
static instant_t next_night(const struct app *app, instant_t after)
{
    const offset_t offset = app->current->settings.utc_offset;
    day_t day = offset_day(after, offset);
    instant_t night = offset_instant(day, TWO_IN_THE_MORNING, offset);
    return night > after ? night : offset_instant(day + 1, TWO_IN_THE_MORNING, offset);
}

static void put_off(struct integrity *this)
{
    this->due = next_night(this->app, clock_now(&this->app->clock));
}

static int spawn(const char *state, int out, pid_t *pid)
{
    extern char **environ;
    char name[] = "dondocd";
    char word[] = INTEGRITY_SWITCH;
    _cleanup_free_ char *path = strdup(state);
    _cleanup_free_ char *language = strdup(i18n_language());
    posix_spawn_file_actions_t actions;
    if (!path || !language || posix_spawn_file_actions_init(&actions) != 0) {
        return ERR_NOMEM;
    }
    char *arguments[] = {name, word, path, language, NULL};
    int failed = posix_spawn_file_actions_adddup2(&actions, out, STDOUT_FILENO);
#ifdef HAVE_POSIX_SPAWN_FILE_ACTIONS_ADDCLOSEFROM_NP
    /* Not every library opens its sockets so that they close. */
    failed =
        failed ? failed : posix_spawn_file_actions_addclosefrom_np(&actions, STDERR_FILENO + 1);
#endif
    if (failed == 0) {
        failed = posix_spawn(pid, OURSELVES, &actions, NULL, arguments, environ);
    }
    (void)posix_spawn_file_actions_destroy(&actions);
    return failed == 0 ? 0 : ERR_IO;
}

/* Of looks that could not look: one night passes, two running are told. Over a start, the last that could
 * tells. */
static bool is_second(const struct integrity *this, instant_t now)
{
    instant_t last = now;
    return this->failed || conditions_damage_seen(&this->app->current->engine, &last) < 0 ||
           now - last > A_NIGHT_MISSED_MS;
}

static void judge(struct integrity *this, int code)
{
    struct app *app = this->app;
    const instant_t now = clock_now(&app->clock);
    if (code == LOOK_FAILED && app->stopping) { /* then systemd ended both */
        return;
    }
    if (code != LOOK_GOOD && buf_str(&this->said)[0] == '\0') {
        (void)buf_printf(&this->said, _("không soát được cơ sở dữ liệu"));
    }
    const char *text = buf_str(&this->said);
    const bool told = code == LOOK_DAMAGED || (code == LOOK_FAILED && is_second(this, now));
    this->failed = code == LOOK_FAILED;
    if (told) {
        log_error(&app->log, _("soát cơ sở dữ liệu: %s"), text);
    } else if (this->failed) {
        log_warning(&app->log, _("không soát được cơ sở dữ liệu; đêm sau sẽ thử lại"));
        return;
    }
    int err = conditions_damage(&app->current->engine, now, told ? text : NULL);
    if (err < 0) {
        log_error(&app->log, _("không ghi được kết quả soát cơ sở dữ liệu: %s"), err_text(err));
    }
}

/* What became of it. A signal that asks to end comes with the end of the service; another is of a disk that
 * cannot be read, or of memory. */
static int code_of(struct integrity *this, int status)
{
    if (WIFEXITED(status)) {
        const int code = WEXITSTATUS(status);
        return code == LOOK_GOOD || code == LOOK_DAMAGED ? code : LOOK_FAILED;
    }
    const int signal = WTERMSIG(status);
    if (signal == SIGTERM || signal == SIGINT || signal == SIGHUP) {
        return LOOK_FAILED;
    }
    buf_reset(&this->said);
    (void)buf_printf(&this->said,
                     _("không soát được cơ sở dữ liệu: việc soát bị ngắt vì tín hiệu %d"), signal);
    return LOOK_DAMAGED;
}

/* It has said all: it ends. */
static int reap(struct integrity *this)
{
    int status = 0;
    pid_t ended;
    do {
        ended = waitpid(this->pid, &status, 0);
    } while (ended < 0 && errno == EINTR);
    this->pid = 0;
    (void)close(event_get_fd(this->saying));
    event_free(this->saying);
    this->saying = NULL;
    return ended > 0 ? code_of(this, status) : LOOK_FAILED;
}

static void on_said(evutil_socket_t fd, short events, void *arg)
{
    struct integrity *this = arg;
    char piece[512];
    (void)events;
    ssize_t size = read(fd, piece, sizeof piece);
    if (size > 0) {
        (void)buf_append(&this->said, piece, (size_t)size); /* the rest of a long one is left out */
        return;
    }
    if (size < 0 && (errno == EINTR || errno == EAGAIN)) {
        return;
    }
    int code = reap(this);
    put_off(this);
    judge(this, code);
    app_turn(this->app);
}

static int begin(struct integrity *this)
{
    int ends[2];
    if (pipe2(ends, O_CLOEXEC | O_NONBLOCK) != 0) {
        return ERR_IO;
    }
    buf_reset(&this->said);
    this->saying = event_new(this->app->base, ends[0], EV_READ | EV_PERSIST, on_said, this);
    int err = this->saying && event_add(this->saying, NULL) == 0 ? 0 : ERR_NOMEM;
    if (err == 0) {
        err = spawn(store_path(this->app->store), ends[1], &this->pid);
    }
    (void)close(ends[1]);
    if (err < 0) {
        if (this->saying) {
            event_free(this->saying);
        }
        this->saying = NULL;
        this->pid = 0;
        (void)close(ends[0]);
    }
    return err;
}

/* --- the app's ------------------------------------------------------------------------------------- */

int integrity_new(struct app *app, struct integrity **out)
{
    const instant_t now = clock_now(&app->clock);
    instant_t last = now;
    int err =
        store_looked_through(app->store) ? 0 : conditions_damage_seen(&app->current->engine, &last);
    if (err < 0) {
        return err;
    }
    struct integrity *this = calloc(1, sizeof *this);
    if (!this) {
        return ERR_NOMEM;
    }
    this->app = app;
    this->due = next_night(app, last < now ? last : now);
    buf_init(&this->said, SAID_MAX);
    *out = this;
    return 0;
}

instant_t integrity_next(const struct integrity *integrity)
{
    return integrity && integrity->pid == 0 ? integrity->due : INSTANT_NONE;
}

void integrity_run(struct integrity *integrity)
{
    if (!integrity || integrity->pid != 0) {
        return;
    }
    const instant_t now = clock_now(&integrity->app->clock);
    if (integrity->due - now > TWO_DAYS_MS) {
        put_off(integrity); /* the clock was ahead, and was set right */
    }
    if (now < integrity->due) {
        return;
    }
    int err = begin(integrity);
    if (err < 0) {
        put_off(integrity);
        buf_reset(&integrity->said);
        judge(integrity, LOOK_FAILED);
    }
}

void integrity_free(struct integrity *integrity)
{
    if (!integrity) {
        return;
    }
    if (integrity->pid != 0) {
        (void)kill(integrity->pid, SIGKILL);
        (void)reap(integrity);
    }
    buf_clear(&integrity->said);
    free(integrity);
}
