/* The other end of the control socket, for `dondoc`: asks and waits for the answer. */
#ifndef CTL_CLIENT_H
#define CTL_CLIENT_H

#include <jansson.h>

#include "base/diag.h"

struct ctl_client;

/* Whether a socket can have that path. Returns 0, or ERR_INVALID (too long) with a finding. */
int ctl_check_path(const char *path, struct diag *diag);

/* Connects to the socket of a running dondocd. What is wrong goes to diag with what to do about it.
 * Returns 0, ERR_NOT_FOUND (no such socket), ERR_REFUSED (nobody listens, or no permission),
 * ERR_BUSY (nobody accepts within 10 seconds), ERR_INVALID (the path is too long for a socket),
 * ERR_IO, ERR_NOMEM. */
int ctl_connect(const char *path, struct diag *diag, struct ctl_client **out);

/* Asks to be answered in the language that is spoken here, gives every item to `each` (may be NULL; the reference stays the client's; 0 goes on, else
 * the connection is useless and that is returned), and waits for the end. args may be NULL and
 * stays the caller's. *result (may be NULL) receives a new reference, or NULL. The daemon's findings
 * go to diag. Waits at most timeout_ms for each piece of the answer.
 * Returns 0, what the daemon answered, ERR_IO (the connection broke), ERR_BUSY (no answer in time),
 * ERR_FORMAT (not an answer), ERR_NOMEM, ERR_LIMIT. */
int ctl_call(struct ctl_client *client, const char *cmd, const json_t *args, int timeout_ms,
             int (*each)(const json_t *item, void *arg), void *arg, json_t **result,
             struct diag *diag);

/* Accepts NULL. */
void ctl_close(struct ctl_client *client);

#endif
