/* The pages behind the links of mails. */
#ifndef DAEMON_HTTP_ANSWER_H
#define DAEMON_HTTP_ANSWER_H

#include "daemon/http.h"

/* A form of three short fields is never longer. */
#define HTTP_ANSWER_MAX_BODY ((size_t)16 << 10)

/* GET and HEAD: shows, changes nothing, so that whoever looks into mails may follow every link. */
void http_answer_show(struct http_call *call);
/* POST: acts. */
void http_answer_send(struct http_call *call);

#endif
