/* Whether an incoming webhook is from whom it says: Standard Webhooks 1.0.0. */
#ifndef DAEMON_HOOK_KEYS_H
#define DAEMON_HOOK_KEYS_H

#include "base/clock.h"
#include "base/diag.h"
#include "model/settings.h"

struct hook_keys;

/* A timestamp may be so much before or after our clock. */
#define HOOK_TOLERANCE_SECONDS 300

/* Reads the keys of every incoming section from their files. Returns 0, ERR_NOMEM, ERR_INVALID (an
 * empty file, no key), or what reading a file returns; diag says which. */
int hook_keys_read(const struct settings *settings, struct diag *diag, struct hook_keys **out);
/* Accepts NULL. */
void hook_keys_free(struct hook_keys *keys);

enum hook_verdict {
    HOOK_GOOD,
    HOOK_MISSING,   /* a header of the three is not there */
    HOOK_WRONG,     /* no signature fits any key, or a header is not well formed */
    HOOK_RETIRED,   /* signed with a key that counts no more */
    HOOK_TOO_OLD,   /* says that it was signed too long ago; by whom was not looked at */
    HOOK_TOO_EARLY, /* … in the future */
};

/* What arrived; texts NULL: no such header. */
struct hook_message {
    const char *id, *timestamp, *signatures;
    const void *body;
    size_t body_len;
};

/* Judges what came to the incoming section of that name. The age is looked at before the signature, which
 * costs a hash over the body for each key. */
enum hook_verdict hook_keys_judge(const struct hook_keys *keys, const char *name,
                                  const struct hook_message *message, instant_t now);

#endif
