/* Where the HTTP server listens, as the config writes it. */
#ifndef MODEL_LISTEN_H
#define MODEL_LISTEN_H

#include <stdbool.h>

#define LISTEN_MAX_PATH 107 /* of a unix socket, without its NUL */

struct listen_address {
    bool is_unix;
    const char *path; /* unix: into the text that was read */
    char host[48];    /* else: an IPv4 or IPv6 address, without brackets */
    bool ipv6;
    int port;      /* 1 … 65535 */
    bool loopback; /* reached from this machine only */
};

/* Reads "127.0.0.1:8080", "[::1]:8080" or "unix:/run/dondoc/http.sock"; names of machines are not
 * looked up. out->path lives as long as text.
 * Returns 0, ERR_FORMAT, or ERR_LIMIT (a path longer than LISTEN_MAX_PATH). */
int listen_parse(const char *text, struct listen_address *out);

#endif
