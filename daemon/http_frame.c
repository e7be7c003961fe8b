#include "daemon/http_frame.h"

#include <event2/http.h>
#include <event2/http_struct.h>
#include <event2/keyvalq_struct.h>
#include <string.h>
#include <strings.h>
#include <sys/queue.h>

#include "base/http.h"

/* What the head says of the body. */
struct frame {
    const char *length, *encoding; /* NULL: not said */
    bool doubtful;
};

static void look_at(const struct evkeyval *header, struct frame *frame)
{
    const char **place = strcasecmp(header->key, "Content-Length") == 0      ? &frame->length
                         : strcasecmp(header->key, "Transfer-Encoding") == 0 ? &frame->encoding
                                                                             : NULL;
    if (!http_is_token(header->key)) {
        frame->doubtful = true;
    }
    if (place != NULL) {
        frame->doubtful = frame->doubtful || *place != NULL;
        *place = header->value;
    }
}

static bool is_number(const char *text)
{
    return *text != '\0' && text[strspn(text, "0123456789")] == '\0';
}

/* evhttp reads none with these two, and takes what comes for the next request. */
static bool may_have_body(const struct evhttp_request *request)
{
    enum evhttp_cmd_type method = evhttp_request_get_command(request);
    return method != EVHTTP_REQ_TRACE && method != EVHTTP_REQ_HEAD;
}

bool http_frame_is_certain(struct evhttp_request *request)
{
    const struct evkeyvalq *headers = evhttp_request_get_input_headers(request);
    const struct evkeyval *header;
    struct frame frame = {.length = NULL};
    TAILQ_FOREACH(header, headers, next)
    {
        look_at(header, &frame);
    }
    if (frame.doubtful || (frame.length != NULL && !is_number(frame.length))) {
        return false;
    }
    if (frame.encoding != NULL) {
        bool old = request->major < 1 || (request->major == 1 && request->minor < 1);
        return frame.length == NULL && !old && strcasecmp(frame.encoding, "chunked") == 0 &&
               may_have_body(request);
    }
    return frame.length == NULL || frame.length[strspn(frame.length, "0")] == '\0' ||
           may_have_body(request);
}
