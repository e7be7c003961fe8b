/* The control socket of the daemon: who may connect is decided by its folder and mode (0660); who
 * it is, by the kernel (SO_PEERCRED). */
#ifndef DAEMON_CTL_SERVER_H
#define DAEMON_CTL_SERVER_H

#include "base/diag.h"

struct app;
struct ctl_server;

#define CTL_MAX_CONNECTIONS 64

/* Listens at settings.control. A socket that a dead daemon left is replaced; one that somebody
 * answers on is ERR_EXISTS. The folder is made when it is missing (mode 0750).
 * Returns 0, ERR_EXISTS, ERR_INVALID (path), ERR_IO, ERR_NOMEM; diag says what. */
int ctl_server_new(struct app *app, struct diag *diag, struct ctl_server **out);
/* Closes every connection and removes the socket. Accepts NULL. */
void ctl_server_free(struct ctl_server *server);

#endif
