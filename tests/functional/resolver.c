/* Preloaded: what looking up a name gives depends on its beginning. "slow…" takes SLOW_SECONDS and then
 * fails; "lost…" is not known until the file RESOLVER_WORKS exists, then it is this machine; "here…" is
 * this machine at once. All others go to the real resolver. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <netdb.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static int begins(const char *node, const char *with)
{
    return node && strncmp(node, with, strlen(with)) == 0;
}

int getaddrinfo(const char *node, const char *service, const struct addrinfo *hints,
                struct addrinfo **result)
{
    int (*real)(const char *, const char *, const struct addrinfo *, struct addrinfo **);
    *(void **)&real = dlsym(RTLD_NEXT, "getaddrinfo");
    if (begins(node, "slow")) {
        const char *seconds = getenv("SLOW_SECONDS");
        (void)sleep(seconds ? (unsigned)strtoul(seconds, NULL, 10) : 1);
        return EAI_AGAIN;
    }
    if (begins(node, "lost")) {
        const char *works = getenv("RESOLVER_WORKS");
        if (!works || access(works, F_OK) != 0) {
            return EAI_NONAME;
        }
    }
    return real(begins(node, "lost") || begins(node, "here") ? "127.0.0.1" : node, service, hints,
                result);
}
