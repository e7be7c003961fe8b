/* Between the files that write a mail. */
#ifndef LIB_RENDER_MAIL_PARTS_H
#define LIB_RENDER_MAIL_PARTS_H

#include "render/mail.h"

#define BOUNDARY_SIZE 64

/* Each appends, to a mail that mail_check took; what was appended before a failure stays. */

/* The headers but those of MIME. Returns 0, ERR_INVALID (a date that no mail can have), ERR_LIMIT,
 * ERR_NOMEM. */
int mail_put_head(const struct mail *mail, struct buf *out);
/* A text/<subtype> with its headers, in the encoding that makes it shorter, lines of at most 76 bytes
 * that end in CRLF. */
int mail_put_text(const char *subtype, const char *text, struct buf *out);

#endif
