/* The sockets that the HTTP server listens on. */
#ifndef DAEMON_HTTP_SOCKET_H
#define DAEMON_HTTP_SOCKET_H

#include "base/diag.h"

#define HTTP_SOCKET_BACKLOG 128

/* Opens a listening socket at an address of model/listen.h; a unix socket that a dead daemon left is
 * replaced. Returns 0, ERR_EXISTS (somebody listens there), ERR_INVALID, ERR_IO; diag says what. The
 * caller closes *out. */
int http_socket_open(const char *text, struct diag *diag, int *out);
/* Closes a socket of http_socket_open that is not used after all, and removes its file. */
void http_socket_discard(int fd);
/* Removes the file of a unix socket. */
void http_socket_remove(const char *text);

#endif
