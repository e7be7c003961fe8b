/* The secrets by which the links in mails are signed. */
#ifndef DAEMON_LINK_KEYS_H
#define DAEMON_LINK_KEYS_H

#include <stdbool.h>

#include "base/diag.h"
#include "model/answer.h"
#include "model/settings.h"

/* Of a secret made by us, beside the state. */
#define LINK_KEYS_FILE "link-secret"

/* Reads the files that the settings name; without any, ours, which is made (0600) when it is missing: a
 * backup (link_keys_backup) keeps the links of mails that have left. Without a `public_url` there are
 * none. Returns 0, ERR_INVALID (too short), ERR_IO (no randomness), or what file_read and file_write
 * return; diag says what. */
int link_keys_load(const struct settings *settings, struct diag *diag, struct answer_keys *out);

/* Copies ours, which is beside the state, to a new file (0600): what a backup of the database needs so
 * that links in mails go on working. *out: whether there is one. Returns 0, ERR_EXISTS (never written
 * over), or what file_read and file_write return; diag says what. */
int link_keys_backup(const char *state, const char *file, struct diag *diag, bool *out);

#endif
