#ifndef LIB_RENDER_MAIL_CHECK_H
#define LIB_RENDER_MAIL_CHECK_H

#include "render/mail.h"

/* What mail_build says of its input: 0, ERR_INVALID or ERR_LIMIT. */
int mail_check(const struct mail *mail);

#endif
