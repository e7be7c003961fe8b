/* One HTTP request: what it says, and its answer. */
#include <event2/buffer.h>
#include <event2/http.h>
#include <event2/keyvalq_struct.h>
#include <jansson.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/queue.h>

#include "base/err.h"
#include "base/i18n.h"
#include "base/text.h"
#include "base/utf8.h"
#include "daemon/app.h"
#include "daemon/http.h"
#include "daemon/http_frame.h"

#define TYPE_SIZE 128
#define PARAM_MAX 1024 /* bytes of a component of a path, decoded */

struct http_inside {
    struct http_call call;
    struct http_calls *calls;
    struct http_inside *prev, *next;
    struct evhttp_request *request;
    char *params[HTTP_MAX_PARAMS];
    char content_type[TYPE_SIZE];
    struct evkeyvalq query, form;
    bool has_query, has_form;
};

struct http_calls {
    struct http_inside *first;
    size_t count;
};

int http_calls_new(struct http_calls **out)
{
    struct http_calls *calls = calloc(1, sizeof(*calls));
    if (calls == NULL) {
        return ERR_NOMEM;
    }
    *out = calls;
    return 0;
}

size_t http_calls_count(const struct http_calls *calls)
{
    return calls->count;
}

void http_calls_free(struct http_calls *calls)
{
    if (calls == NULL) {
        return;
    }
    while (calls->first != NULL) {
        http_problem(&calls->first->call, 503, "stopping", _("dondocd đang dừng"), NULL);
    }
    free(calls);
}

static void inside_free(struct http_inside *inside)
{
    struct http_calls *calls = inside->calls;
    if (inside->prev != NULL) {
        inside->prev->next = inside->next;
    } else {
        calls->first = inside->next;
    }
    if (inside->next != NULL) {
        inside->next->prev = inside->prev;
    }
    calls->count--;
    for (size_t i = 0; i < HTTP_MAX_PARAMS; i++) {
        free(inside->params[i]);
    }
    if (inside->has_query) {
        evhttp_clear_headers(&inside->query);
    }
    if (inside->has_form) {
        evhttp_clear_headers(&inside->form);
    }
    free(inside);
}

/* --- what it says --------------------------------------------------------------------------------- */

const char *http_header(const struct http_call *call, const char *name, bool *twice)
{
    const struct evkeyvalq *headers = evhttp_request_get_input_headers(call->inside->request);
    const struct evkeyval *header;
    const char *value = NULL;
    if (twice != NULL) {
        *twice = false;
    }
    TAILQ_FOREACH(header, headers, next)
    {
        if (strcasecmp(header->key, name) != 0) {
            continue;
        }
        if (value == NULL) {
            value = header->value;
        } else if (twice != NULL) {
            *twice = true;
        }
    }
    return value;
}

static const char *text_or_null(const char *text)
{
    return text != NULL && utf8_is_valid(text, strlen(text)) ? text : NULL;
}

const char *http_query(const struct http_call *call, const char *name)
{
    struct http_inside *inside = call->inside;
    if (!inside->has_query) {
        const struct evhttp_uri *uri = evhttp_request_get_evhttp_uri(inside->request);
        const char *query = uri != NULL ? evhttp_uri_get_query(uri) : NULL;
        if (query == NULL || evhttp_parse_query_str(query, &inside->query) < 0) {
            return NULL;
        }
        inside->has_query = true;
    }
    return text_or_null(evhttp_find_header(&inside->query, name));
}

const char *http_form(const struct http_call *call, const char *name)
{
    struct http_inside *inside = call->inside;
    if (!inside->has_form) {
        if (strcmp(http_content_type(call), "application/x-www-form-urlencoded") != 0 ||
            strlen(call->body) != call->body_len ||
            evhttp_parse_query_str(call->body, &inside->form) < 0) {
            return NULL;
        }
        inside->has_form = true;
    }
    return text_or_null(evhttp_find_header(&inside->form, name));
}

const char *http_content_type(const struct http_call *call)
{
    return call->inside->content_type;
}

static void read_content_type(struct http_inside *inside)
{
    const char *value = http_header(&inside->call, "Content-Type", NULL);
    size_t len = value != NULL ? strcspn(value, "; \t") : 0;
    for (size_t i = 0; i < len && i + 1 < TYPE_SIZE; i++) {
        char c = value[i];
        inside->content_type[i] = (char)(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
    }
}

static int read_body(struct http_inside *inside)
{
    struct evbuffer *input = evhttp_request_get_input_buffer(inside->request);
    size_t len = evbuffer_get_length(input);
    if (evbuffer_add(input, "", 1) < 0) {
        return ERR_NOMEM;
    }
    inside->call.body = (const char *)evbuffer_pullup(input, -1);
    inside->call.body_len = len;
    return inside->call.body != NULL ? 0 : ERR_NOMEM;
}

/* --- its answer ----------------------------------------------------------------------------------- */

void http_add_header(struct http_call *call, const char *name, const char *value)
{
    struct evhttp_request *request = call->inside->request;
    if (evhttp_request_get_connection(request) != NULL) {
        evhttp_add_header(evhttp_request_get_output_headers(request), name, value);
    }
}

static const char *phrase(int status)
{
    static const struct {
        int status;
        const char *phrase;
    } PHRASES[] = {
        {200, "OK"},
        {202, "Accepted"},
        {303, "See Other"},
        {400, "Bad Request"},
        {401, "Unauthorized"},
        {403, "Forbidden"},
        {404, "Not Found"},
        {405, "Method Not Allowed"},
        {409, "Conflict"},
        {410, "Gone"},
        {413, "Content Too Large"},
        {415, "Unsupported Media Type"},
        {422, "Unprocessable Content"},
        {429, "Too Many Requests"},
        {500, "Internal Server Error"},
        {503, "Service Unavailable"},
    };
    for (size_t i = 0; i < sizeof(PHRASES) / sizeof(PHRASES[0]); i++) {
        if (PHRASES[i].status == status) {
            return PHRASES[i].phrase;
        }
    }
    return "Answer";
}

void http_reply(struct http_call *call, int status, const char *content_type, const void *body,
                size_t len)
{
    struct evhttp_request *request = call->inside->request;
    struct evbuffer *data = NULL;
    if (evhttp_request_get_connection(request) != NULL) {
        http_add_header(call, "Content-Type", content_type);
        http_add_header(call, "Cache-Control", "no-store");
        http_add_header(call, "X-Content-Type-Options", "nosniff");
        data = evbuffer_new();
        if (data != NULL) {
            evbuffer_add(data, body, len);
        }
    }
    inside_free(call->inside);
    evhttp_send_reply(request, status, phrase(status), data); /* frees it when the caller is gone */
    if (data != NULL) {
        evbuffer_free(data);
    }
}

void http_problem(struct http_call *call, int status, const char *code, const char *title,
                  const char *detail)
{
    json_t *problem = json_object();
    char type[TYPE_SIZE];
    snprintf(type, sizeof(type), "urn:dondoc:problem:%s", code);
    json_object_set_new(problem, "type", json_string(type));
    json_object_set_new(problem, "title", json_string(title));
    json_object_set_new(problem, "status", json_integer(status));
    if (detail != NULL) {
        json_object_set_new(problem, "detail", json_string(detail));
    }
    json_object_set_new(problem, "code", json_string(code));
    char *text = json_dumps(problem, JSON_COMPACT);
    http_reply(call, status, "application/problem+json", text != NULL ? text : "{}",
               text != NULL ? strlen(text) : 2);
    free(text);
    json_decref(problem);
}

/* --- to its handler ------------------------------------------------------------------------------- */

static char *decode(struct text_span span)
{
    char *raw = span.len <= PARAM_MAX ? text_span_dup(span) : NULL;
    size_t len = 0;
    char *text = raw != NULL ? evhttp_uridecode(raw, 0, &len) : NULL;
    free(raw);
    if (text != NULL && (strlen(text) != len || !utf8_is_valid(text, len))) {
        free(text);
        return NULL;
    }
    return text;
}

/* Whether the method is one that routes know. */
static bool read_method(const struct evhttp_request *request, enum http_method *out)
{
    switch (evhttp_request_get_command(request)) {
    case EVHTTP_REQ_GET:
    case EVHTTP_REQ_HEAD:
        *out = HTTP_GET;
        return true;
    case EVHTTP_REQ_POST:
        *out = HTTP_POST;
        return true;
    case EVHTTP_REQ_PUT:
    case EVHTTP_REQ_DELETE:
    case EVHTTP_REQ_OPTIONS:
    case EVHTTP_REQ_TRACE:
    case EVHTTP_REQ_CONNECT:
    case EVHTTP_REQ_PATCH:
        break;
    }
    return false;
}

/* The route of a path and method. *allow: what another method of the path would have been. */
static const struct http_route *find_route(const char *path, bool known, enum http_method method,
                                           struct text_span *params, const char **allow)
{
    for (const struct http_route *route = http_routes; route->pattern != NULL; route++) {
        if (http_match(route->pattern, path, params)) {
            if (known && route->method == method) {
                return route;
            }
            const char *name = route->method == HTTP_GET ? "GET, HEAD" : "POST";
            *allow = *allow == NULL ? name : "GET, HEAD, POST";
        }
    }
    return NULL;
}

static void handle(struct http_inside *inside)
{
    struct http_call *call = &inside->call;
    struct text_span params[HTTP_MAX_PARAMS] = {0};
    const char *allow = NULL;
    bool known = read_method(inside->request, &call->method);
    const struct http_route *route = find_route(call->path, known, call->method, params, &allow);
    if (route == NULL && allow != NULL) {
        http_add_header(call, "Allow", allow);
        http_problem(call, 405, "method", _("Không dùng phương thức này ở đây"), allow);
        return;
    }
    if (route == NULL) {
        http_problem(call, 404, "not_found", _("Không có gì ở đây"), NULL);
        return;
    }
    for (size_t i = 0; i < HTTP_MAX_PARAMS && params[i].data != NULL; i++) {
        inside->params[i] = decode(params[i]);
        call->params[i] = inside->params[i];
        if (call->params[i] == NULL) {
            http_problem(call, 404, "not_found", _("Không có gì ở đây"), NULL);
            return;
        }
    }
    if (call->body_len > HTTP_MAX_BODY && !route->any_size) {
        http_problem(call, 413, "too_large", _("Nội dung quá lớn"), NULL);
        return;
    }
    route->handle(call);
}

void http_dispatch(struct app *app, struct evhttp_request *request, struct http_calls *calls)
{
    const struct evhttp_uri *uri = evhttp_request_get_evhttp_uri(request);
    struct http_inside *inside = calloc(1, sizeof(*inside));
    if (inside == NULL) {
        evhttp_send_error(request, 503, NULL);
        return;
    }
    inside->calls = calls;
    inside->next = calls->first;
    if (calls->first != NULL) {
        calls->first->prev = inside;
    }
    calls->first = inside;
    calls->count++;
    inside->request = request;
    inside->call.app = app;
    inside->call.inside = inside;
    inside->call.path = uri != NULL ? evhttp_uri_get_path(uri) : NULL;
    inside->call.body = "";
    if (inside->call.path == NULL) {
        inside->call.path = "";
    }
    if (!http_frame_is_certain(request)) {
        http_add_header(&inside->call, "Connection", "close");
        http_problem(&inside->call, 400, "framing", _("Yêu cầu HTTP không hợp lệ"),
                     _("không xác định được nội dung kết thúc ở đâu"));
        return;
    }
    read_content_type(inside);
    if (read_body(inside) < 0) {
        http_problem(&inside->call, 503, "memory", _("Thiếu bộ nhớ"), NULL);
        return;
    }
    handle(inside);
}
