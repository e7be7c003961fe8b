/* Incoming webhooks: POST /hooks/<name of an incoming section>. */
#ifndef DAEMON_HOOKS_H
#define DAEMON_HOOKS_H

struct http_call;

/* The handler of the route. */
void hooks_receive(struct http_call *call);

#endif
