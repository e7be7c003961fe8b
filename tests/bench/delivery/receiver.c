/* A receiver as fast as one core can be: answers every POST with 204. Prints its port; then, each
 * time `count` requests have come, how many there were, from the first to the last of them, and the
 * rate.
 *
 *   receiver COUNT */
#include <event2/buffer.h>
#include <event2/bufferevent.h>
#include <event2/event.h>
#include <event2/listener.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>

#include "base/clock.h"

static const char ANSWER[] = "HTTP/1.1 204 No Content\r\n\r\n";
static long wanted, count;
static int64_t first;

static void note(void)
{
    if (count == 0) {
        first = clock_monotonic();
    }
    if (++count == wanted) {
        double seconds = (double)(clock_monotonic() - first) / 1000.0;
        printf("%ld %.3f %.0f\n", count, seconds, (double)count / (seconds > 0 ? seconds : 1e-3));
        fflush(stdout);
        count = 0;
    }
}

/* Length of the whole request at the head of the buffer, or 0 when it is not whole yet. */
static size_t request_length(struct evbuffer *input)
{
    struct evbuffer_ptr end = evbuffer_search(input, "\r\n\r\n", 4, NULL);
    if (end.pos < 0) {
        return 0;
    }
    size_t head = (size_t)end.pos + 4;
    const char *text = (const char *)evbuffer_pullup(input, end.pos + 4);
    size_t body = 0;
    for (const char *p = text; p != NULL && p < text + head;
         p = memchr(p, '\n', (size_t)(text + head - p))) {
        p += *p == '\n';
        if (strncasecmp(p, "Content-Length:", 15) == 0) {
            body = strtoul(p + 15, NULL, 10);
        }
    }
    return evbuffer_get_length(input) >= head + body ? head + body : 0;
}

static void on_read(struct bufferevent *stream, void *arg)
{
    (void)arg;
    struct evbuffer *input = bufferevent_get_input(stream);
    for (size_t len = request_length(input); len > 0; len = request_length(input)) {
        evbuffer_drain(input, len);
        bufferevent_write(stream, ANSWER, sizeof ANSWER - 1);
        note();
    }
}

static void on_event(struct bufferevent *stream, short what, void *arg)
{
    (void)what;
    (void)arg;
    bufferevent_free(stream);
}

static void on_accept(struct evconnlistener *listener, evutil_socket_t fd, struct sockaddr *address,
                      int len, void *arg)
{
    (void)address;
    (void)len;
    (void)arg;
    struct bufferevent *stream =
        bufferevent_socket_new(evconnlistener_get_base(listener), fd, BEV_OPT_CLOSE_ON_FREE);
    bufferevent_setcb(stream, on_read, NULL, on_event, NULL);
    bufferevent_enable(stream, EV_READ | EV_WRITE);
}

int main(int argc, char **argv)
{
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t len = sizeof address;
    if (argc != 2 || (wanted = strtol(argv[1], NULL, 10)) < 1) {
        fprintf(stderr, "receiver COUNT\n");
        return 2;
    }
    struct event_base *base = event_base_new();
    struct evconnlistener *listener =
        evconnlistener_new_bind(base, on_accept, NULL, LEV_OPT_CLOSE_ON_FREE, 1024,
                                (struct sockaddr *)&address, (int)len);
    if (listener == NULL ||
        getsockname(evconnlistener_get_fd(listener), (struct sockaddr *)&address, &len) < 0) {
        perror("receiver");
        return 1;
    }
    printf("%d\n", ntohs(address.sin_port));
    fflush(stdout);
    event_base_dispatch(base);
    return 0;
}
