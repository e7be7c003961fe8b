/* The words of a webhook's request: what may stand in it, and its header lines. Private to
 * lib/send. */
#ifndef LIB_SEND_WEBHOOK_HTTP_H
#define LIB_SEND_WEBHOOK_HTTP_H

#include <curl/curl.h>

#include "base/buf.h"
#include "base/clock.h"
#include "send/webhook.h"

/* Ours are id, timestamp, signature, content-type and an empty Expect. */
#define WEBHOOK_LINES_MAX (WEBHOOK_HEADERS_MAX + 5)

/* Header lines as curl wants them, in memory that is used again for the next request. */
struct webhook_lines {
    struct buf text;
    size_t starts[WEBHOOK_LINES_MAX];
    size_t count;
    struct curl_slist nodes[WEBHOOK_LINES_MAX];
};

/* Whether the request can be sent as it is. Returns 0, ERR_INVALID (*fault says what is wrong, in
 * the user's language; static) or ERR_NOMEM. */
int webhook_check(const struct send_request *request, const char **fault);

#define WEBHOOK_URL_MAX 8192
/* Appends the address of a request: url and path. Returns 0, ERR_LIMIT, ERR_NOMEM. */
int webhook_url(const struct send_webhook *webhook, struct buf *out);

/* Where in the URL "host:port" (or what there is of it) stands: the destination, so far as queues
 * are concerned. *len is 0 when there is none. */
const char *webhook_authority(const char *url, size_t *len);

/* Makes the lines of an attempt at `now`, signed. Returns 0, ERR_FORMAT (a secret), ERR_LIMIT or
 * ERR_NOMEM. */
int webhook_lines_make(struct webhook_lines *lines, const struct send_request *request,
                       instant_t now);

#endif
