/* A CloudEvent 1.0 as HTTP carries it → what it tells (model/incoming.h). */
#ifndef DAEMON_HOOK_EVENT_H
#define DAEMON_HOOK_EVENT_H

#include "base/buf.h"
#include "base/sign.h"
#include "model/incoming.h"

struct http_call;

/* Why it cannot be read: for the answer. */
struct hook_fault {
    int status;       /* of HTTP */
    const char *code; /* static */
    struct buf text;  /* for people */
};
void hook_fault_init(struct hook_fault *fault);
void hook_fault_clear(struct hook_fault *fault);

/* Reads the structured mode (application/cloudevents+json) and the binary mode (ce-… headers beside
 * application/json). In the binary mode only the body is signed: ce-id must be `id`, the signed one.
 * Batches are refused. *out must be initialised and is to be cleared; fingerprint is a hash of all
 * that counts. Returns 0, ERR_FORMAT (fault says why) or ERR_NOMEM. */
int hook_event_read(const struct http_call *call, const char *id, struct incoming_event *out,
                    char fingerprint[static SIGN_HEX_SIZE], struct hook_fault *fault);

#endif
