/* Preloaded: the directory of logins is on the network, and answers after LOGIN_SECONDS. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <pwd.h>
#include <stdlib.h>
#include <unistd.h>

static void wait_for_it(void)
{
    const char *seconds = getenv("LOGIN_SECONDS");
    (void)sleep(seconds ? (unsigned)strtoul(seconds, NULL, 10) : 1);
}

struct passwd *getpwuid(uid_t uid)
{
    struct passwd *(*real)(uid_t);
    *(void **)&real = dlsym(RTLD_NEXT, "getpwuid");
    wait_for_it();
    return real(uid);
}

int getpwuid_r(uid_t uid, struct passwd *entry, char *record, size_t size, struct passwd **found)
{
    int (*real)(uid_t, struct passwd *, char *, size_t, struct passwd **);
    *(void **)&real = dlsym(RTLD_NEXT, "getpwuid_r");
    wait_for_it();
    return real(uid, entry, record, size, found);
}
