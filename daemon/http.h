/* The HTTP server: evhttp on loopback or a unix socket, behind limits of our own. What is served stands
 * in one table of routes (http_routes.c).
 *
 * Limits: connections at once (further ones are told 503), the whole time of a request from its first
 * byte on (408; evhttp's own time limit begins anew with every byte), the size of a request's head and
 * body (413), and the memory of all of them. Answers say nothing of the machine or of dondoc's paths.
 *
 * What is refused is application/problem+json, but for two answers of evhttp's own, which are HTML: 400 to
 * what is no HTTP, 413 to a body above HTTP_MAX_TAKEN. They can be given another form from libevent 2.2 on
 * (evhttp_set_errorcb); 2.1 sends them by itself. */
#ifndef DAEMON_HTTP_H
#define DAEMON_HTTP_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/clock.h"
#include "base/diag.h"
#include "daemon/http_match.h"
#include "model/settings.h"

struct app;
struct http;

#define HTTP_MAX_BODY ((size_t)1 << 20)
#define HTTP_MAX_HEAD ((size_t)16 << 10)

/* --- the server ----------------------------------------------------------------------------------- */

/* Makes a server that does not listen yet. Returns 0 or ERR_NOMEM. */
int http_new(struct app *app, struct http **out);
/* Binds the address of the settings when it is another than the server has now; *fd is -1 when it is
 * not, or when there is none. Nothing changes for those who are connected.
 * Returns 0, ERR_EXISTS (somebody listens there), ERR_IO, ERR_REFUSED, ERR_INVALID; diag says what. */
int http_bind(const struct http *http, const struct settings *settings, struct diag *diag, int *fd);
/* Takes the limits of the settings, and listens on fd (from http_bind) instead of what it listened on;
 * requests under way are brought to their end. Takes over fd. Returns 0 or ERR_NOMEM. */
int http_use(struct http *http, const struct settings *settings, int fd);
/* Takes no new connections: the daemon is about to end. Accepts NULL. */
void http_stop(struct http *http);
/* Where it listens, as the settings say it; NULL: nowhere. */
const char *http_address(const struct http *http);
/* How many requests wait for their answer. */
size_t http_pending(const struct http *http);
/* Closes everything and removes the socket; calls that nobody answered are told 503. Accepts NULL. */
void http_free(struct http *http);

/* --- one request ---------------------------------------------------------------------------------- */

enum http_method { HTTP_GET, HTTP_POST }; /* HEAD is GET without a body */

/* A whole request, and its answer to be. It lives until it is answered; that may be later, from the
 * loop. A caller who went away meanwhile makes no difference to whoever answers. */
struct http_call {
    struct app *app;
    enum http_method method;
    const char *path;                    /* as sent, without the query */
    const char *params[HTTP_MAX_PARAMS]; /* what stood in place of each {…}, decoded */
    const char *body;                    /* ends with a NUL that does not count; never NULL */
    size_t body_len;
    struct http_inside *inside;
};

/* One line of the table of routes. A pattern is a path in which a whole component may be {…}. */
struct http_route {
    enum http_method method;
    const char *pattern;
    bool any_size; /* the handler tells of a body larger than HTTP_MAX_BODY itself */
    void (*handle)(struct http_call *call);
};
extern const struct http_route http_routes[]; /* ends with a NULL pattern */

/* The value of a request header, or NULL. *twice (may be NULL): it stands there more than once. */
const char *http_header(const struct http_call *call, const char *name, bool *twice);
/* A parameter of the query, or of a body that is a form (application/x-www-form-urlencoded), decoded;
 * NULL when it is not there, or is not text. It belongs to the call. */
const char *http_query(const struct http_call *call, const char *name);
const char *http_form(const struct http_call *call, const char *name);
/* The media type of the body in lower case, without its parameters: "application/json"; "" none. */
const char *http_content_type(const struct http_call *call);

/* Adds a header to the answer. */
void http_add_header(struct http_call *call, const char *name, const char *value);
/* Answers, and ends the call. body is copied. */
void http_reply(struct http_call *call, int status, const char *content_type, const void *body,
                size_t len);
/* Answers with application/problem+json (RFC 9457): type "urn:dondoc:problem:<code>", title and
 * detail for people (detail may be NULL), and "code". Ends the call. */
void http_problem(struct http_call *call, int status, const char *code, const char *title,
                  const char *detail);

/* --- inside (http.c, http_call.c, http_routes.c) -------------------------------------------------- */

struct evhttp_request;
struct http_calls; /* those that are not answered yet */
/* Takes a whole request in: it goes to the handler of its route, or is answered 404 or 405. */
void http_dispatch(struct app *app, struct evhttp_request *request, struct http_calls *calls);
int http_calls_new(struct http_calls **out);
size_t http_calls_count(const struct http_calls *calls);
/* Answers all of them with 503. Accepts NULL. */
void http_calls_free(struct http_calls *calls);

#endif
