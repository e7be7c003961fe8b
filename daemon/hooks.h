/* Incoming webhooks: POST /hooks/<name of an incoming section>.
 *
 * What arrives in one turn of the loop is acted on and stored in one transaction, and answered when it
 * has reached the disk: 202 {"id", "outcome": "applied" or "pending", "number", …}, or
 * application/problem+json with a code (daemon/hook_event.c, engine/incoming.h, and "signature_missing",
 * "signature_wrong", "secret_retired", "timestamp_old", "timestamp_future", "unknown_source",
 * "too_large"). When it cannot be stored now: 503 with Retry-After, and nothing of it is kept. */
#ifndef DAEMON_HOOKS_H
#define DAEMON_HOOKS_H

struct app;
struct hooks;
struct http_call;

int hooks_new(struct app *app, struct hooks **out);
/* Acts on what waits, answers it, and closes. Accepts NULL. */
void hooks_free(struct hooks *hooks);

/* The handler of the route. */
void hooks_receive(struct http_call *call);

#endif
