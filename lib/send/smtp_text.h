/* SMTP as text: replies in, commands and message out. Pure. Private to lib/send. */
#ifndef LIB_SEND_SMTP_TEXT_H
#define LIB_SEND_SMTP_TEXT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "send/smtp.h"

/* A reply line may be as long as RFC 5321 allows eight times over; a reply has at most so many. */
#define SMTP_LINE_MAX 4096
#define SMTP_LINES_MAX 64
/* Of a reply's text, so much is kept. */
#define SMTP_TEXT_KEPT 1024

/* One reply being read. Zeroed: at its beginning. */
struct smtp_reply {
    int code;
    size_t lines;
    char line[SMTP_LINE_MAX];
    size_t line_len;
    char text[SMTP_TEXT_KEPT]; /* all lines without codes, joined by spaces; NUL-terminated */
    size_t text_len;
};

void smtp_reply_reset(struct smtp_reply *reply);

/* Takes bytes up to the end of a reply; *used says how many. Returns 1 when the reply is whole, 0
 * when more is wanted, ERR_FORMAT (no SMTP reply) or ERR_LIMIT (too long). Lines may end in LF. */
int smtp_reply_feed(struct smtp_reply *reply, const char *data, size_t len, size_t *used);

/* What a server offers, from the lines of its EHLO reply. */
struct smtp_offer {
    bool pipelining;
    bool size;
};

/* Takes one line as the server sent it. A greeting (also the one before TLS begins) takes back
 * what was offered before it. */
void smtp_offer_line(struct smtp_offer *offer, const char *line, size_t len);

/* Appends the message as it follows DATA: lines ended by CRLF, dots doubled, the closing dot.
 * data has passed smtp_check_data. Returns 0, ERR_LIMIT or ERR_NOMEM. */
int smtp_payload(const char *data, size_t len, struct buf *out);

#endif
