/* The HTTP server: connections and their limits. */
#include "daemon/http.h"

#include <event2/buffer.h>
#include <event2/bufferevent.h>
#include <event2/event.h>
#include <event2/http.h>
#include <event2/listener.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/err.h"
#include "base/i18n.h"
#include "base/text.h"
#include "daemon/app.h"
#include "daemon/http_socket.h"

/* Of a body that evhttp takes at all. What is larger than HTTP_MAX_BODY is refused by us, precisely;
 * what is larger than this by evhttp, when all of it has been read and thrown away. */
#define HTTP_MAX_TAKEN ((size_t)12 << 20)
/* As long as so little is taken in, one request may be larger than is served, to be told so. */
#define HTTP_ROOM ((size_t)24 << 20)
#define HTTP_IDLE_SECONDS 75  /* between requests of a connection; nginx keeps them for 60 */
#define HTTP_WRITE_SECONDS 30 /* for the other side to read an answer */

enum phase {
    PHASE_IDLE,    /* waits for a request */
    PHASE_READING, /* has a part of one */
    PHASE_ANSWERING,
    PHASE_CLOSING,
};

struct connection {
    struct http *http;
    struct connection *prev, *next;
    struct bufferevent *stream;
    struct evhttp_connection *inner; /* NULL until it is known */
    struct event *timer;
    enum phase phase;
    int64_t since; /* it waits for a request since then (clock_monotonic) */
    size_t taken;  /* bytes of the request under way */
    bool too_much;
};

struct http {
    struct app *app;
    struct evhttp *evhttp;
    struct evhttp_bound_socket *bound; /* NULL: does not listen */
    struct event *resume;              /* when descriptors ran out */
    char *address;                     /* that it is bound to */
    size_t max_connections;
    int seconds;
    struct connection *connections;
    size_t count;
    size_t taken; /* of all connections */
    struct http_calls *calls;
};

/* --- a connection's life -------------------------------------------------------------------------- */

static void forget_taken(struct connection *connection)
{
    connection->http->taken -= connection->taken;
    connection->taken = 0;
}

static void connection_free(struct connection *connection)
{
    struct http *http = connection->http;
    forget_taken(connection);
    if (connection->prev != NULL) {
        connection->prev->next = connection->next;
    } else {
        http->connections = connection->next;
    }
    if (connection->next != NULL) {
        connection->next->prev = connection->prev;
    }
    http->count--;
    if (connection->inner == NULL) {
        bufferevent_decref(connection->stream);
    }
    event_free(connection->timer);
    free(connection);
}

static void set_timer(struct connection *connection, int seconds)
{
    const struct timeval time = {.tv_sec = seconds};
    event_add(connection->timer, &time);
}

/* What is said without a request that could be answered. */
struct turning {
    int status;
    const char *phrase, *header, *code, *title;
};

static const struct turning BUSY = {503, "Service Unavailable", "Retry-After: 2\r\n", "busy",
                                    N_("Hệ thống đang bận, đề nghị gửi lại")};
static const struct turning SLOW = {408, "Request Timeout", "", "timeout",
                                    N_("Yêu cầu đến quá chậm")};
static const struct turning LARGE = {413, "Content Too Large", "", "too_large",
                                     N_("Nội dung quá lớn")};

#define TURNING_MAX 2000

/* The titles hold nothing that JSON would write in another way. */
static size_t write_turning(const struct turning *turning, char out[static TURNING_MAX])
{
    char body[TURNING_MAX / 2];
    int len = snprintf(body, sizeof(body),
                       "{\"type\":\"urn:dondoc:problem:%s\",\"title\":\"%s\",\"status\":%d,"
                       "\"code\":\"%s\"}",
                       turning->code, _(turning->title), turning->status, turning->code);
    int all =
        snprintf(out, TURNING_MAX,
                 "HTTP/1.1 %d %s\r\n%sContent-Type: application/problem+json\r\n"
                 "Cache-Control: no-store\r\nConnection: close\r\nContent-Length: %d\r\n\r\n%s",
                 turning->status, turning->phrase, turning->header, len, body);
    return all > 0 && all < TURNING_MAX ? (size_t)all : 0;
}

/* Reads away what has come, so that closing does not take back what was just written. */
static void swallow(int fd)
{
    char junk[4096];
    for (int i = 0; i < 64 && recv(fd, junk, sizeof(junk), MSG_DONTWAIT) > 0; i++) {
    }
}

/* Says it as well as can be said now and ends the connection; evhttp notices and frees it. */
static void turn_away(struct connection *connection, const struct turning *turning)
{
    char text[TURNING_MAX];
    int fd = bufferevent_getfd(connection->stream);
    connection->phase = PHASE_CLOSING;
    if (fd < 0) {
        return;
    }
    if (turning != NULL) {
        (void)!send(fd, text, write_turning(turning, text), MSG_DONTWAIT | MSG_NOSIGNAL);
        swallow(fd);
    }
    shutdown(fd, SHUT_RDWR);
}

static void on_timer(evutil_socket_t fd, short events, void *arg)
{
    struct connection *connection = arg;
    (void)fd;
    (void)events;
    switch (connection->phase) {
    case PHASE_IDLE:
    case PHASE_ANSWERING:
        turn_away(connection, NULL);
        break;
    case PHASE_READING:
        turn_away(connection, connection->too_much ? &LARGE : &SLOW);
        break;
    case PHASE_CLOSING:
        break;
    }
}

static bool is_too_much(const struct connection *connection)
{
    return connection->taken > HTTP_MAX_HEAD + HTTP_MAX_BODY &&
           (connection->http->taken > HTTP_ROOM || connection->phase == PHASE_ANSWERING);
}

/* Bytes came: the first of a request starts its time. */
static void on_input(struct evbuffer *input, const struct evbuffer_cb_info *info, void *arg)
{
    struct connection *connection = arg;
    (void)input;
    if (info->n_added == 0 || connection->phase == PHASE_CLOSING) {
        return;
    }
    connection->taken += info->n_added;
    connection->http->taken += info->n_added;
    if (connection->phase == PHASE_IDLE) {
        connection->phase = PHASE_READING;
        set_timer(connection, connection->http->seconds);
    }
    if (is_too_much(connection)) {
        connection->too_much = true;
        event_active(connection->timer, EV_TIMEOUT, 0); /* not from within the buffer */
    }
}

static void on_gone(struct evhttp_connection *inner, void *arg)
{
    (void)inner;
    connection_free(arg);
}

/* --- accepting ------------------------------------------------------------------------------------ */

/* Ends the connection that has waited longest without a request. */
static bool make_room(struct http *http, const struct connection *newest)
{
    struct connection *idle = NULL;
    for (struct connection *one = http->connections; one != NULL; one = one->next) {
        bool waits = one->phase == PHASE_IDLE && one->inner != NULL && one != newest;
        if (waits && (idle == NULL || one->since < idle->since)) {
            idle = one;
        }
    }
    if (idle != NULL) {
        turn_away(idle, NULL);
    }
    return idle != NULL;
}

/* evhttp tells of a connection only by its first whole request, which may never come; but it is the
 * argument of the callbacks that evhttp sets on the stream we made for it. */
static void on_adopt(evutil_socket_t fd, short events, void *arg)
{
    struct connection *connection = arg;
    struct http *http = connection->http;
    bufferevent_event_cb told = NULL;
    void *inner = NULL;
    (void)fd;
    (void)events;
    bufferevent_getcb(connection->stream, NULL, NULL, &told, &inner);
    if (told == NULL || inner == NULL) {
        connection_free(connection);
        return;
    }
    connection->inner = inner;
    bufferevent_decref(connection->stream);
    evhttp_connection_set_closecb(inner, on_gone, connection);
    event_assign(connection->timer, http->app->base, -1, 0, on_timer, connection);
    evbuffer_add_cb(bufferevent_get_input(connection->stream), on_input, connection);
    set_timer(connection, http->seconds);
    if (http->count > http->max_connections && !make_room(http, connection)) {
        turn_away(connection, &BUSY);
    }
}

static struct bufferevent *on_accept(struct event_base *base, void *arg)
{
    struct http *http = arg;
    struct connection *connection = calloc(1, sizeof(*connection));
    struct bufferevent *stream = bufferevent_socket_new(base, -1, BEV_OPT_CLOSE_ON_FREE);
    if (connection != NULL) {
        connection->timer = event_new(base, -1, 0, on_adopt, connection);
    }
    if (connection == NULL || stream == NULL || connection->timer == NULL) {
        /* evhttp takes a stream of its own then: without limits, but only once memory is short. */
        free(connection);
        if (stream != NULL) {
            bufferevent_free(stream);
        }
        return NULL;
    }
    connection->http = http;
    connection->stream = stream;
    connection->since = clock_monotonic();
    connection->next = http->connections;
    if (http->connections != NULL) {
        http->connections->prev = connection;
    }
    http->connections = connection;
    http->count++;
    bufferevent_incref(stream); /* until it is known to be evhttp's */
    event_active(connection->timer, EV_TIMEOUT, 0);
    return stream;
}

/* evhttp takes the argument of the listener for itself: this is whose it is. There is one server. */
static struct http *listening;

/* Out of descriptors: who waits in line would make the loop run without rest. */
static void on_accept_failed(struct evconnlistener *listener, void *arg)
{
    static const struct timeval pause = {.tv_sec = 1};
    (void)arg;
    evconnlistener_disable(listener);
    event_add(listening->resume, &pause);
}

static void on_resume(evutil_socket_t fd, short events, void *arg)
{
    const struct http *http = arg;
    (void)fd;
    (void)events;
    if (http->bound != NULL) {
        evconnlistener_enable(evhttp_bound_socket_get_listener(http->bound));
    }
}

/* --- requests ------------------------------------------------------------------------------------- */

static struct connection *find(struct http *http, struct evhttp_connection *inner)
{
    struct bufferevent *stream = evhttp_connection_get_bufferevent(inner);
    struct connection *found = http->connections;
    while (found != NULL && found->stream != stream) {
        found = found->next;
    }
    return found;
}

static void on_answered(struct evhttp_request *request, void *arg)
{
    struct connection *connection = arg;
    (void)request;
    if (connection->phase == PHASE_ANSWERING) {
        forget_taken(connection);
        connection->phase = PHASE_IDLE;
        connection->since = clock_monotonic();
        set_timer(connection, HTTP_IDLE_SECONDS);
    }
}

static void on_request(struct evhttp_request *request, void *arg)
{
    struct http *http = arg;
    struct connection *connection = find(http, evhttp_request_get_connection(request));
    if (connection != NULL) {
        connection->phase = PHASE_ANSWERING;
        set_timer(connection, HTTP_WRITE_SECONDS);
        evhttp_request_set_on_complete_cb(request, on_answered, connection);
    }
    http_dispatch(http->app, request, http->calls);
}

/* --- the server ----------------------------------------------------------------------------------- */

int http_new(struct app *app, struct http **out)
{
    struct http *http = calloc(1, sizeof(*http));
    if (http == NULL) {
        return ERR_NOMEM;
    }
    http->app = app;
    http->evhttp = evhttp_new(app->base);
    http->resume = evtimer_new(app->base, on_resume, http);
    if (http->evhttp == NULL || http->resume == NULL || http_calls_new(&http->calls) < 0) {
        http_free(http);
        return ERR_NOMEM;
    }
    /* All are taken in, so that our table says which are served. */
    evhttp_set_allowed_methods(http->evhttp, EVHTTP_REQ_GET | EVHTTP_REQ_POST | EVHTTP_REQ_HEAD |
                                                 EVHTTP_REQ_PUT | EVHTTP_REQ_DELETE |
                                                 EVHTTP_REQ_OPTIONS | EVHTTP_REQ_TRACE |
                                                 EVHTTP_REQ_CONNECT | EVHTTP_REQ_PATCH);
    evhttp_set_max_headers_size(http->evhttp, (ssize_t)HTTP_MAX_HEAD);
    evhttp_set_max_body_size(http->evhttp, (ssize_t)HTTP_MAX_TAKEN);
    evhttp_set_timeout(http->evhttp, HTTP_IDLE_SECONDS * 5); /* ours come first */
    evhttp_set_flags(http->evhttp, EVHTTP_SERVER_LINGERING_CLOSE);
    evhttp_set_bevcb(http->evhttp, on_accept, http);
    evhttp_set_gencb(http->evhttp, on_request, http);
    *out = http;
    return 0;
}

int http_bind(const struct http *http, const struct settings *settings, struct diag *diag, int *fd)
{
    *fd = -1;
    if (text_is_blank(settings->http_listen) || text_equal(settings->http_listen, http->address)) {
        return 0;
    }
    return http_socket_open(settings->http_listen, diag, fd);
}

void http_stop(struct http *http)
{
    if (http == NULL || http->bound == NULL) {
        return;
    }
    evhttp_del_accept_socket(http->evhttp, http->bound);
    http->bound = NULL;
    http_socket_remove(http->address);
    free(http->address);
    http->address = NULL;
}

int http_use(struct http *http, const struct settings *settings, int fd)
{
    http->max_connections = (size_t)settings->http_connections;
    http->seconds = settings->http_seconds;
    if (fd < 0) {
        if (!text_equal(settings->http_listen, http->address)) {
            http_stop(http);
        }
        return 0;
    }
    char *address = strdup(settings->http_listen);
    struct evhttp_bound_socket *bound =
        address != NULL ? evhttp_accept_socket_with_handle(http->evhttp, fd) : NULL;
    if (bound == NULL) {
        free(address);
        close(fd);
        http_socket_remove(settings->http_listen);
        return ERR_NOMEM;
    }
    http_stop(http);
    listening = http;
    evconnlistener_set_error_cb(evhttp_bound_socket_get_listener(bound), on_accept_failed);
    http->bound = bound;
    http->address = address;
    return 0;
}

const char *http_address(const struct http *http)
{
    return http != NULL ? http->address : NULL;
}

size_t http_pending(const struct http *http)
{
    return http_calls_count(http->calls);
}

void http_free(struct http *http)
{
    if (http == NULL) {
        return;
    }
    http_stop(http);
    if (http->resume != NULL) {
        event_free(http->resume);
    }
    http_calls_free(http->calls);
    if (http->evhttp != NULL) {
        evhttp_free(http->evhttp); /* each connection tells of its end */
    }
    while (http->connections != NULL) {
        connection_free(http->connections);
    }
    free(http);
}
