#ifndef TESTS_UNIT_RENDER_MAIL_BY_GMIME_H
#define TESTS_UNIT_RENDER_MAIL_BY_GMIME_H

#include "render/mail.h"

/* Appends the message that GMime makes of a mail that mail_build would take. 0 or an error. */
int mail_by_gmime(const struct mail *mail, struct buf *out);

#endif
