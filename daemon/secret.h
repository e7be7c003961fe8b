/* Secrets from files: one line each, wiped when they are let go. */
#ifndef DAEMON_SECRET_H
#define DAEMON_SECRET_H

#include "base/diag.h"

/* Reads a one-line secret; diag never says what it holds. The caller gives *out to secret_forget.
 * Returns 0, ERR_INVALID (empty), or what file_read returns. */
int secret_read(const char *path, struct diag *diag, char **out);
/* Wipes and frees. Accepts NULL. */
void secret_forget(char *secret);

#endif
