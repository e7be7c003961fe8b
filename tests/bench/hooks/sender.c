/* Sends requests that were made before over kept connections, one at a time on each, and prints how
 * fast they were answered.
 *
 *     sender PORT CONNECTIONS FILE
 *
 * FILE holds requests, each behind its length in decimal and a newline. */
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/clock.h"
#include "base/err.h"
#include "base/file.h"
#include "base/parse.h"
#include "base/vec.h"

#define FILE_MAX ((size_t)1 << 30)
#define REQUESTS_MAX 10000000
#define ANSWER_MAX 8192
#define CONNECTIONS_MAX 4096
#define EVENTS 64

struct request {
    const char *data;
    size_t len;
};

struct requests {
    VEC_MEMBERS(struct request);
};

struct connection {
    int fd;
    size_t request; /* under way; SIZE_MAX: none */
    size_t sent;
    int64_t began;
    char answer[ANSWER_MAX];
    size_t got;
};

struct run {
    struct requests requests;
    struct connection *connections;
    size_t next, answered, taken, other;
    int64_t *waits; /* ms */
    int epoll;
};

static int cut(struct buf *text, struct requests *out)
{
    const char *rest = buf_str(text);
    const char *end = rest + text->len;
    while (rest < end) {
        const char *line = strchr(rest, '\n');
        int len;
        if (line == NULL || parse_int_span(rest, (size_t)(line - rest), 1, 1 << 20, &len) < 0) {
            return ERR_FORMAT;
        }
        const struct request request = {.data = line + 1, .len = (size_t)len};
        if (vec_push(out, REQUESTS_MAX, request) < 0) {
            return ERR_NOMEM;
        }
        rest = line + 1 + len;
    }
    return 0;
}

static int open_one(int port)
{
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons((uint16_t)port)};
    const int on = 1;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (fd < 0 || connect(fd, (struct sockaddr *)&address, sizeof(address)) < 0) {
        perror("connect");
        return -1;
    }
    setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on));
    return fd;
}

/* Requests are small: they go out whole. */
static bool begin(struct run *run, struct connection *connection)
{
    connection->request = SIZE_MAX;
    if (run->next == run->requests.count) {
        return false;
    }
    const struct request *request = &run->requests.items[run->next];
    connection->request = run->next++;
    connection->got = 0;
    connection->began = clock_monotonic();
    return send(connection->fd, request->data, request->len, MSG_NOSIGNAL) == (ssize_t)request->len;
}

/* The length of a whole answer, or 0. */
static size_t whole(const struct connection *connection)
{
    const char *end = memmem(connection->answer, connection->got, "\r\n\r\n", 4);
    const char *length = memmem(connection->answer, connection->got, "Content-Length: ", 16);
    int len;
    if (end == NULL || length == NULL) {
        return 0;
    }
    const char *line =
        memchr(length, '\r', connection->got - (size_t)(length - connection->answer));
    if (line == NULL ||
        parse_int_span(length + 16, (size_t)(line - length) - 16, 0, ANSWER_MAX, &len) < 0) {
        return 0;
    }
    size_t all = (size_t)(end - connection->answer) + 4 + (size_t)len;
    return connection->got >= all ? all : 0;
}

static bool take(struct run *run, struct connection *connection)
{
    ssize_t n =
        recv(connection->fd, connection->answer + connection->got, ANSWER_MAX - connection->got, 0);
    if (n <= 0) {
        return false;
    }
    connection->got += (size_t)n;
    if (whole(connection) == 0) {
        return connection->got < ANSWER_MAX;
    }
    run->waits[run->answered++] = clock_monotonic() - connection->began;
    if (memcmp(connection->answer, "HTTP/1.1 202", 12) == 0) {
        run->taken++;
    } else {
        run->other++;
    }
    (void)begin(run, connection);
    return true;
}

static int compare(const void *a, const void *b)
{
    const int64_t *left = a;
    const int64_t *right = b;
    return (*left > *right) - (*left < *right);
}

static int run_all(struct run *run, int port, size_t count)
{
    struct epoll_event events[EVENTS];
    run->connections = calloc(count, sizeof(*run->connections));
    run->waits = calloc(run->requests.count + 1, sizeof(*run->waits));
    run->epoll = epoll_create1(EPOLL_CLOEXEC);
    if (run->connections == NULL || run->waits == NULL || run->epoll < 0) {
        return 1;
    }
    int64_t began = clock_monotonic();
    for (size_t i = 0; i < count; i++) {
        struct connection *connection = &run->connections[i];
        struct epoll_event event = {.events = EPOLLIN, .data.ptr = connection};
        connection->fd = open_one(port);
        if (connection->fd < 0 ||
            epoll_ctl(run->epoll, EPOLL_CTL_ADD, connection->fd, &event) < 0) {
            return 1;
        }
        (void)begin(run, connection);
    }
    while (run->answered < run->requests.count) {
        int n = epoll_wait(run->epoll, events, EVENTS, 30000);
        if (n <= 0) {
            fprintf(stderr, "no answer for 30 s\n");
            return 1;
        }
        for (int i = 0; i < n; i++) {
            if (!take(run, events[i].data.ptr)) {
                fprintf(stderr, "a connection ended\n");
                return 1;
            }
        }
    }
    int64_t took = clock_monotonic() - began;
    qsort(run->waits, run->answered, sizeof(run->waits[0]), compare);
    printf("%zu events, %zu connections: %zu taken, %zu not, %.2f s, %.0f events/s, "
           "answered in %lld ms (half), %lld ms (99 %%), %lld ms (all)\n",
           run->answered, count, run->taken, run->other, (double)took / 1000,
           (double)run->answered * 1000 / (double)(took > 0 ? took : 1),
           (long long)run->waits[run->answered / 2],
           (long long)run->waits[run->answered * 99 / 100],
           (long long)run->waits[run->answered - 1]);
    return run->other > 0;
}

int main(int argc, char **argv)
{
    struct run run = {0};
    struct buf text;
    int port;
    int count;
    buf_init(&text, FILE_MAX);
    if (argc != 4 || parse_int(argv[1], 1, 65535, &port) < 0 ||
        parse_int(argv[2], 1, CONNECTIONS_MAX, &count) < 0 ||
        file_read(argv[3], FILE_MAX, NULL, &text) < 0 || cut(&text, &run.requests) < 0) {
        fprintf(stderr, "sender PORT CONNECTIONS FILE\n");
        return 2;
    }
    return run_all(&run, port, (size_t)count);
}
