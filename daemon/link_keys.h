/* The secrets by which the links in mails are signed. */
#ifndef DAEMON_LINK_KEYS_H
#define DAEMON_LINK_KEYS_H

#include "base/diag.h"
#include "model/answer.h"
#include "model/settings.h"

/* Of a secret made by us, beside the state. */
#define LINK_KEYS_FILE "link-secret"

/* Reads the files that the settings name; without any, ours, which is made (0600) when it is missing: a
 * backup of the state's folder keeps the links of mails that have left. Without a `public_url` there are
 * none. Returns 0, ERR_INVALID (too short), ERR_IO (no randomness), or what file_read and file_write
 * return; diag says what. */
int link_keys_load(const struct settings *settings, struct diag *diag, struct answer_keys *out);

#endif
