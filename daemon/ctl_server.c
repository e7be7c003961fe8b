#include "daemon/ctl_server.h"

#include <errno.h>
#include <event2/buffer.h>
#include <event2/bufferevent.h>
#include <event2/listener.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/err.h"
#include "base/file.h"
#include "base/i18n.h"
#include "ctl/client.h"
#include "ctl/wire.h"
#include "daemon/app.h"
#include "daemon/ctl_commands.h"
#include "daemon/logins.h"

#define CTL_BACKLOG 16
#define CTL_IDLE_SECONDS 120
/* A long answer goes on when so little of it is unread, until so much is. */
#define CTL_OUTPUT_LOW ((size_t)64 << 10)
#define CTL_OUTPUT_HIGH ((size_t)512 << 10)

/* So long one call may look for what it shows before others have their turn. */
#define CTL_SLICE_NS (INT64_C(10) * 1000 * 1000)

struct connection {
    struct ctl_server *server;
    struct connection *prev, *next;
    struct bufferevent *stream;
    struct wire_lines lines;
    struct event *again; /* active: a call that is much work goes on */
    struct login_ask
        *asked; /* whose connection it is; until that is known nothing is read. NULL: known */
    char author[LOGIN_SIZE]; /* the login behind the socket */
    struct ctl_peer peer;
    struct ctl_call *call; /* half answered; until it ends no other is begun. NULL: none */
};

struct ctl_server {
    struct app *app;
    char *path;
    struct logins *logins;
    struct evconnlistener *listener;
    struct event *resume; /* when descriptors ran out */
    struct connection *connections;
    size_t count;
};

static void connection_free(struct connection *connection)
{
    struct ctl_server *server = connection->server;
    if (connection->prev != NULL) {
        connection->prev->next = connection->next;
    } else {
        server->connections = connection->next;
    }
    if (connection->next != NULL) {
        connection->next->prev = connection->prev;
    }
    server->count--;
    ctl_commands_drop(connection->call);
    logins_forget(connection->asked);
    event_free(connection->again);
    bufferevent_free(connection->stream);
    wire_lines_clear(&connection->lines);
    free(connection);
}

static int write_out(const struct buf *line, void *arg)
{
    struct connection *connection = arg;
    return bufferevent_write(connection->stream, line->data, line->len) < 0 ? ERR_NOMEM : 0;
}

/* Goes on with a half answered call as far as the other side reads, and a little while at a time: what
 * shows little may have looked at much. */
static void go_on(struct connection *connection)
{
    const struct evbuffer *output = bufferevent_get_output(connection->stream);
    const int64_t end = clock_monotonic_ns() + CTL_SLICE_NS;
    bool later = false;
    while (connection->call != NULL && !later && evbuffer_get_length(output) < CTL_OUTPUT_HIGH) {
        connection->call = ctl_commands_go_on(connection->call, &later);
        later = later || (connection->call != NULL && clock_monotonic_ns() > end);
    }
    if (later) {
        event_active(connection->again, EV_TIMEOUT, 0);
    }
    if (connection->call != NULL) {
        bufferevent_disable(connection->stream, EV_READ);
    } else {
        bufferevent_enable(connection->stream, EV_READ);
    }
}

static void answer(struct connection *connection)
{
    connection->call = ctl_commands_begin(connection->server->app, &connection->peer,
                                          connection->lines.line.data, connection->lines.line.len);
    go_on(connection);
}

/* Whoever asks on without reading what he is told waits until he has read it. */
static void on_read(struct bufferevent *stream, void *arg)
{
    struct connection *connection = arg;
    struct evbuffer *input = bufferevent_get_input(stream);
    const struct evbuffer *output = bufferevent_get_output(stream);
    struct evbuffer_iovec piece;
    while (connection->call == NULL && evbuffer_get_length(output) < CTL_OUTPUT_HIGH &&
           evbuffer_peek(input, -1, NULL, &piece, 1) > 0 && piece.iov_len > 0) {
        size_t used = 0;
        if (wire_lines_feed(&connection->lines, piece.iov_base, piece.iov_len, &used) < 0) {
            connection_free(connection);
            return;
        }
        evbuffer_drain(input, used);
        if (connection->lines.whole) {
            answer(connection);
        }
    }
}

/* What was written has been read, but for little. */
static void on_written(struct bufferevent *stream, void *arg)
{
    struct connection *connection = arg;
    if (connection->call != NULL) {
        go_on(connection);
    }
    on_read(stream, connection);
}

static void on_event(struct bufferevent *stream, short what, void *arg)
{
    (void)stream;
    (void)what;
    connection_free(arg);
}

static void on_again(evutil_socket_t fd, short events, void *arg)
{
    struct connection *connection = arg;
    (void)fd;
    (void)events;
    if (connection->call != NULL) {
        go_on(connection);
    }
    on_read(connection->stream, connection);
}

static void on_named(const char *login, void *arg)
{
    struct connection *connection = arg;
    connection->asked = NULL;
    snprintf(connection->author, sizeof(connection->author), "%s", login);
    bufferevent_enable(connection->stream, EV_READ | EV_WRITE);
}

/* Nothing of what it says is looked at before the author is known, whom the kernel names. */
static int ask_author(struct connection *connection, int fd)
{
    struct ucred peer = {0};
    socklen_t len = sizeof(peer);
    if (getsockopt(fd, SOL_SOCKET, SO_PEERCRED, &peer, &len) != 0) {
        return ERR_IO;
    }
    return logins_ask(connection->server->logins, peer.uid, on_named, connection,
                      &connection->asked);
}

static struct connection *connection_new(struct ctl_server *server, struct event_base *base, int fd)
{
    struct connection *connection = calloc(1, sizeof(*connection));
    if (connection == NULL) {
        return NULL;
    }
    connection->server = server;
    connection->again = event_new(base, -1, 0, on_again, connection);
    connection->stream =
        connection->again == NULL ? NULL : bufferevent_socket_new(base, fd, BEV_OPT_CLOSE_ON_FREE);
    if (connection->stream == NULL) {
        if (connection->again != NULL) {
            event_free(connection->again);
        }
        free(connection);
        return NULL;
    }
    return connection;
}

static void on_accept(struct evconnlistener *listener, evutil_socket_t fd, struct sockaddr *address,
                      int address_len, void *arg)
{
    struct ctl_server *server = arg;
    const struct timeval idle = {.tv_sec = CTL_IDLE_SECONDS};
    (void)address;
    (void)address_len;
    struct connection *connection =
        server->count < CTL_MAX_CONNECTIONS
            ? connection_new(server, evconnlistener_get_base(listener), fd)
            : NULL;
    if (connection == NULL) {
        evutil_closesocket(fd);
        return;
    }
    connection->next = server->connections;
    if (server->connections != NULL) {
        server->connections->prev = connection;
    }
    server->connections = connection;
    server->count++;
    wire_lines_init(&connection->lines, WIRE_MAX_REQUEST);
    connection->peer =
        (struct ctl_peer){.author = connection->author, .write = write_out, .arg = connection};
    bufferevent_setcb(connection->stream, on_read, on_written, on_event, connection);
    bufferevent_setwatermark(connection->stream, EV_WRITE, CTL_OUTPUT_LOW, 0);
    bufferevent_setwatermark(connection->stream, EV_READ, 0, CTL_OUTPUT_HIGH);
    bufferevent_set_timeouts(connection->stream, &idle, &idle);
    if (ask_author(connection, fd) < 0) {
        connection_free(connection);
    }
}

/* Out of descriptors, or of memory for one: who waits in line would make the loop run without rest. */
static void on_accept_failed(struct evconnlistener *listener, void *arg)
{
    static const struct timeval pause = {.tv_sec = 1};
    struct ctl_server *server = arg;
    evconnlistener_disable(listener);
    event_add(server->resume, &pause);
}

static void on_resume(evutil_socket_t fd, short events, void *arg)
{
    struct ctl_server *server = arg;
    (void)fd;
    (void)events;
    evconnlistener_enable(server->listener);
}

/* --- listening ---------------------------------------------------------------------------------- */

static int complain(struct diag *diag, const char *path, int err, const char *remedy)
{
    diag_addf(diag, DIAG_ERROR, path, 0, 0, remedy, _("không mở được socket điều khiển: %s"),
              errno != 0 ? strerror(errno) : err_text(err));
    return err;
}

/* Whether a daemon answers there already. */
static bool somebody_listens(const struct sockaddr_un *address)
{
    int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    bool answers = fd >= 0 && connect(fd, (const struct sockaddr *)address, sizeof(*address)) == 0;
    if (fd >= 0) {
        close(fd);
    }
    return answers;
}

static int bind_socket(const char *path, struct diag *diag, int *out)
{
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    if (ctl_check_path(path, diag) < 0) {
        return ERR_INVALID;
    }
    memcpy(address.sun_path, path, strlen(path) + 1);
    if (somebody_listens(&address)) {
        errno = 0;
        return complain(diag, path, ERR_EXISTS,
                        _("một dondocd khác đang chạy với cấu hình này; dừng nó trước"));
    }
    unlink(path);
    int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    mode_t old = umask(0117);
    bool failed = fd < 0 || bind(fd, (const struct sockaddr *)&address, sizeof(address)) < 0;
    umask(old);
    if (failed) {
        int err = complain(diag, path, ERR_IO, _("kiểm tra thư mục và quyền của tài khoản dondoc"));
        if (fd >= 0) {
            close(fd);
        }
        return err;
    }
    *out = fd;
    return 0;
}

static int make_folder(const char *path)
{
    char *folder = strdup(path);
    char *slash = folder != NULL ? strrchr(folder, '/') : NULL;
    int err = folder == NULL ? ERR_NOMEM : 0;
    if (slash != NULL && slash != folder) {
        *slash = '\0';
        err = file_make_folder(folder, 0750);
    }
    free(folder);
    return err;
}

int ctl_server_new(struct app *app, struct diag *diag, struct ctl_server **out)
{
    const char *path = app->current->settings.control;
    int fd = -1;
    struct ctl_server *server = calloc(1, sizeof(*server));
    int err = server == NULL ? ERR_NOMEM : make_folder(path);
    if (err == 0) {
        err = bind_socket(path, diag, &fd);
    }
    if (err < 0) {
        free(server);
        return err;
    }
    server->app = app;
    server->path = strdup(path);
    server->resume = evtimer_new(app->base, on_resume, server);
    err = logins_new(app->base, &server->logins);
    server->listener =
        evconnlistener_new(app->base, on_accept, server,
                           LEV_OPT_CLOSE_ON_FREE | LEV_OPT_CLOSE_ON_EXEC, CTL_BACKLOG, fd);
    if (server->path == NULL || server->listener == NULL || server->resume == NULL || err < 0) {
        if (server->listener == NULL) {
            close(fd);
        }
        ctl_server_free(server);
        return err < 0 ? err : ERR_NOMEM;
    }
    evconnlistener_set_error_cb(server->listener, on_accept_failed);
    *out = server;
    return 0;
}

void ctl_server_free(struct ctl_server *server)
{
    if (server == NULL) {
        return;
    }
    while (server->connections != NULL) {
        connection_free(server->connections);
    }
    if (server->listener != NULL) {
        evconnlistener_free(server->listener);
        unlink(server->path);
    }
    if (server->resume != NULL) {
        event_free(server->resume);
    }
    logins_free(server->logins);
    free(server->path);
    free(server);
}
