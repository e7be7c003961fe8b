/* Preloaded into send-driver: looking up a name that begins with "slow" takes SLOW_SECONDS. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <netdb.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

int getaddrinfo(const char *node, const char *service, const struct addrinfo *hints,
                struct addrinfo **result)
{
    int (*real)(const char *, const char *, const struct addrinfo *, struct addrinfo **);
    *(void **)&real = dlsym(RTLD_NEXT, "getaddrinfo");
    const char *seconds = getenv("SLOW_SECONDS");
    if (node && strncmp(node, "slow", 4) == 0) {
        (void)sleep(seconds ? (unsigned)strtoul(seconds, NULL, 10) : 1);
        return EAI_AGAIN;
    }
    return real(node, service, hints, result);
}
