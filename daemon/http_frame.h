/* Whether it is certain where a request ends. */
#ifndef DAEMON_HTTP_FRAME_H
#define DAEMON_HTTP_FRAME_H

#include <stdbool.h>

struct evhttp_request;

/* Whether the head of a request says without doubt where its body ends (RFC 9112 §5.1, §6.1, §6.3): names of
 * headers are tokens; at most one Content-Length, of digits only; or one Transfer-Encoding, exactly
 * "chunked", in HTTP/1.1, and no Content-Length; and no body with TRACE and HEAD. Of another one a
 * server on the way may see another end: what follows is not ours to serve; answer 400 and close. */
bool http_frame_is_certain(struct evhttp_request *request);

#endif
