#include "model/listen.h"

#include <arpa/inet.h>
#include <string.h>

#include "base/err.h"
#include "base/parse.h"
#include "base/text.h"

#define UNIX_PREFIX "unix:"

static int parse_unix(const char *path, struct listen_address *out)
{
    if (*path == '\0') {
        return ERR_FORMAT;
    }
    if (strlen(path) > LISTEN_MAX_PATH) {
        return ERR_LIMIT;
    }
    *out = (struct listen_address){.is_unix = true, .path = path, .loopback = true};
    return 0;
}

/* Copies the host without its brackets. */
static int take_host(const char *text, size_t len, struct listen_address *out)
{
    if (len > 1 && text[0] == '[' && text[len - 1] == ']') {
        out->ipv6 = true;
        text++;
        len -= 2;
    }
    if (len == 0 || len >= sizeof(out->host)) {
        return ERR_FORMAT;
    }
    memcpy(out->host, text, len);
    out->host[len] = '\0';
    return 0;
}

int listen_parse(const char *text, struct listen_address *out)
{
    if (text_starts_with(text, UNIX_PREFIX)) {
        return parse_unix(text + strlen(UNIX_PREFIX), out);
    }
    struct listen_address found = {0};
    struct in_addr four;
    struct in6_addr six;
    const char *colon = strrchr(text, ':');
    if (!colon || take_host(text, (size_t)(colon - text), &found) ||
        parse_int(colon + 1, 1, 65535, &found.port)) {
        return ERR_FORMAT;
    }
    if (found.ipv6) {
        if (inet_pton(AF_INET6, found.host, &six) != 1) {
            return ERR_FORMAT;
        }
        found.loopback = IN6_IS_ADDR_LOOPBACK(&six);
    } else {
        if (inet_pton(AF_INET, found.host, &four) != 1) {
            return ERR_FORMAT;
        }
        found.loopback = ntohl(four.s_addr) >> 24 == 127;
    }
    *out = found;
    return 0;
}
