#include "daemon/logins.h"

#include <event2/event.h>
#include <fcntl.h>
#include <pthread.h>
#include <pwd.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/queue.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/err.h"

#define KNOWN_MAX 64             /* names kept; the oldest goes */
#define KNOWN_MS INT64_C(300000) /* somebody may be renamed */
#define WAIT_SECONDS 2
#define THREADS_MAX 4    /* that hang; more are not begun */
#define RECORD_MAX 65536 /* of one entry of the directory */

/* What a thread and the loop share; who lets go of it last frees it. It outlives the program's end. */
struct look {
    atomic_int holders;
    uid_t uid;
    int told; /* the thread's end of a pipe: it writes its byte, and closes it */
    char login[LOGIN_SIZE];
};

/* One under way. */
struct looking {
    TAILQ_ENTRY(looking) link;
    struct logins *logins;
    struct look *look;
    int fd;
    struct event *answered;
};

struct login_ask {
    TAILQ_ENTRY(login_ask) link;
    struct logins *logins;
    uid_t uid;
    login_fn named;
    void *arg;
    struct event *patience;
};

struct known {
    uid_t uid;
    int64_t until; /* of clock_monotonic; 0: empty */
    char login[LOGIN_SIZE];
};

struct logins {
    struct event_base *base;
    TAILQ_HEAD(, looking) lookings;
    TAILQ_HEAD(, login_ask) asks;
    size_t looking_count;
    struct known known[KNOWN_MAX];
};

/* --- the thread ----------------------------------------------------------------------------------- */

static void write_uid(uid_t uid, char login[static LOGIN_SIZE])
{
    (void)snprintf(login, LOGIN_SIZE, "uid:%u", (unsigned)uid);
}

static void look_release(struct look *look)
{
    if (atomic_fetch_sub(&look->holders, 1) == 1) {
        free(look);
    }
}

static void *look_up(void *arg)
{
    struct look *look = arg;
    struct passwd entry;
    struct passwd *found = NULL;
    char *record = malloc(RECORD_MAX);
    write_uid(look->uid, look->login);
    if (record != NULL && getpwuid_r(look->uid, &entry, record, RECORD_MAX, &found) == 0 &&
        found != NULL) {
        (void)snprintf(look->login, sizeof(look->login), "%s", found->pw_name);
    }
    free(record);
    (void)!write(look->told, "", 1);
    (void)close(look->told);
    look_release(look);
    return NULL;
}

/* Signals are the loop's: the thread has all of them blocked. */
static int begin_thread(struct look *look)
{
    pthread_attr_t attributes;
    pthread_t thread;
    sigset_t all;
    sigset_t before;
    if (pthread_attr_init(&attributes) != 0) {
        return ERR_NOMEM;
    }
    (void)pthread_attr_setdetachstate(&attributes, PTHREAD_CREATE_DETACHED);
    (void)sigfillset(&all);
    (void)pthread_sigmask(SIG_SETMASK, &all, &before);
    int failed = pthread_create(&thread, &attributes, look_up, look);
    (void)pthread_sigmask(SIG_SETMASK, &before, NULL);
    (void)pthread_attr_destroy(&attributes);
    return failed == 0 ? 0 : ERR_NOMEM;
}

/* --- what is known -------------------------------------------------------------------------------- */

static const char *find_known(const struct logins *logins, uid_t uid)
{
    int64_t now = clock_monotonic();
    for (size_t i = 0; i < KNOWN_MAX; i++) {
        if (logins->known[i].uid == uid && logins->known[i].until > now) {
            return logins->known[i].login;
        }
    }
    return NULL;
}

static void keep_known(struct logins *logins, uid_t uid, const char *login)
{
    struct known *oldest = &logins->known[0];
    for (size_t i = 0; i < KNOWN_MAX; i++) {
        struct known *one = &logins->known[i];
        if (one->uid == uid) {
            oldest = one;
            break;
        }
        if (one->until < oldest->until) {
            oldest = one;
        }
    }
    oldest->uid = uid;
    oldest->until = clock_monotonic() + KNOWN_MS;
    (void)snprintf(oldest->login, sizeof(oldest->login), "%s", login);
}

/* --- asking --------------------------------------------------------------------------------------- */

void logins_forget(struct login_ask *ask)
{
    if (ask == NULL) {
        return;
    }
    TAILQ_REMOVE(&ask->logins->asks, ask, link);
    event_free(ask->patience);
    free(ask);
}

static void tell(struct login_ask *ask, const char *login)
{
    login_fn named = ask->named;
    void *arg = ask->arg;
    logins_forget(ask);
    named(login, arg);
}

static void tell_all(struct logins *logins, uid_t uid, const char *login)
{
    /* One that is told may make others be forgotten, but none be asked for anew: the name is known. */
    for (;;) {
        struct login_ask *ask;
        TAILQ_FOREACH(ask, &logins->asks, link)
        {
            if (ask->uid == uid) {
                break;
            }
        }
        if (ask == NULL) {
            return;
        }
        tell(ask, login);
    }
}

static void on_patience(evutil_socket_t fd, short events, void *arg)
{
    struct login_ask *ask = arg;
    char login[LOGIN_SIZE];
    (void)fd;
    (void)events;
    write_uid(ask->uid, login);
    tell(ask, login);
}

static void looking_free(struct looking *looking)
{
    TAILQ_REMOVE(&looking->logins->lookings, looking, link);
    looking->logins->looking_count--;
    event_free(looking->answered);
    (void)close(looking->fd);
    look_release(looking->look);
    free(looking);
}

static void on_answered(evutil_socket_t fd, short events, void *arg)
{
    struct looking *looking = arg;
    struct logins *logins = looking->logins;
    uid_t uid = looking->look->uid;
    char login[LOGIN_SIZE];
    (void)fd;
    (void)events;
    (void)snprintf(login, sizeof(login), "%s", looking->look->login);
    looking_free(looking);
    keep_known(logins, uid, login);
    tell_all(logins, uid, login);
}

static bool is_looked_up(const struct logins *logins, uid_t uid)
{
    const struct looking *looking;
    TAILQ_FOREACH(looking, &logins->lookings, link)
    {
        if (looking->look->uid == uid) {
            return true;
        }
    }
    return false;
}

static int looking_begin(struct logins *logins, uid_t uid)
{
    int ends[2] = {-1, -1};
    struct looking *looking = calloc(1, sizeof(*looking));
    struct look *look = calloc(1, sizeof(*look));
    int err = looking == NULL || look == NULL ? ERR_NOMEM : 0;
    if (err == 0 && pipe2(ends, O_CLOEXEC) != 0) {
        err = ERR_IO;
    }
    if (err == 0) {
        *look = (struct look){.holders = 2, .uid = uid, .told = ends[1]};
        *looking = (struct looking){.logins = logins, .look = look, .fd = ends[0]};
        looking->answered = event_new(logins->base, ends[0], EV_READ, on_answered, looking);
        err = looking->answered == NULL || event_add(looking->answered, NULL) != 0 ? ERR_NOMEM : 0;
    }
    if (err == 0) {
        err = begin_thread(look);
    }
    if (err == 0) {
        TAILQ_INSERT_TAIL(&logins->lookings, looking, link);
        logins->looking_count++;
        return 0;
    }
    if (looking != NULL && looking->answered != NULL) {
        event_free(looking->answered);
    }
    for (size_t i = 0; i < 2; i++) {
        if (ends[i] >= 0) {
            (void)close(ends[i]);
        }
    }
    free(look);
    free(looking);
    return err;
}

int logins_ask(struct logins *logins, uid_t uid, login_fn named, void *arg, struct login_ask **out)
{
    static const struct timeval patience = {.tv_sec = WAIT_SECONDS};
    const char *login = find_known(logins, uid);
    char number[LOGIN_SIZE];
    write_uid(uid, number);
    if (login == NULL && !is_looked_up(logins, uid) &&
        (logins->looking_count >= THREADS_MAX || looking_begin(logins, uid) < 0)) {
        login = number;
    }
    if (login != NULL) {
        *out = NULL;
        named(login, arg);
        return 0;
    }
    struct login_ask *ask = calloc(1, sizeof(*ask));
    struct event *event = ask == NULL ? NULL : evtimer_new(logins->base, on_patience, ask);
    if (event == NULL || event_add(event, &patience) != 0) {
        if (event != NULL) {
            event_free(event);
        }
        free(ask);
        return ERR_NOMEM;
    }
    *ask = (struct login_ask){
        .logins = logins, .uid = uid, .named = named, .arg = arg, .patience = event};
    TAILQ_INSERT_TAIL(&logins->asks, ask, link);
    *out = ask;
    return 0;
}

int logins_new(struct event_base *base, struct logins **out)
{
    struct logins *logins = calloc(1, sizeof(*logins));
    if (logins == NULL) {
        return ERR_NOMEM;
    }
    logins->base = base;
    TAILQ_INIT(&logins->lookings);
    TAILQ_INIT(&logins->asks);
    *out = logins;
    return 0;
}

void logins_free(struct logins *logins)
{
    if (logins == NULL) {
        return;
    }
    while (!TAILQ_EMPTY(&logins->asks)) {
        logins_forget(TAILQ_FIRST(&logins->asks));
    }
    while (!TAILQ_EMPTY(&logins->lookings)) {
        looking_free(TAILQ_FIRST(&logins->lookings));
    }
    free(logins);
}
