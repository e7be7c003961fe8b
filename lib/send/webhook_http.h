/* The words of a webhook's request: what may stand in it, and its header lines. Private to
 * lib/send. */
#ifndef LIB_SEND_WEBHOOK_HTTP_H
#define LIB_SEND_WEBHOOK_HTTP_H

#include <curl/curl.h>

#include "base/buf.h"
#include "base/clock.h"
#include "base/sign.h"
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

#define WEBHOOK_URL_MAX 8192

/* What the requests of a channel have in common, read once: the whole address and the keys of the
 * last one that was checked. Zeroed: nothing yet. */
struct webhook_known {
    struct buf url;
    struct webhook_key *keys; /* in the order of its secrets */
    size_t key_count;
};
struct webhook_key {
    char *secret;
    struct sign_webhook_key key;
};
/* Wipes the keys. */
void webhook_known_clear(struct webhook_known *known);

/* Whether the request can be sent as it is; known is about it then. Returns 0, ERR_INVALID (*fault
 * says what is wrong, in the user's language; static) or ERR_NOMEM. */
int webhook_check(struct webhook_known *known, const struct send_request *request,
                  const char **fault);

/* Where in the URL "host:port" (or what there is of it) stands: the destination, so far as queues
 * are concerned. *len is 0 when there is none. */
const char *webhook_authority(const char *url, size_t *len);

/* Makes the lines of an attempt at `now`, signed with what is known of this request. Returns 0,
 * ERR_LIMIT or ERR_NOMEM. */
int webhook_lines_make(struct webhook_lines *lines, const struct send_request *request,
                       const struct webhook_known *known, instant_t now);

#endif
