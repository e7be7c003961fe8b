/* What systemd is told: ready, reloading, stopping, still alive. Without systemd all are no-ops. */
#ifndef DAEMON_NOTIFY_H
#define DAEMON_NOTIFY_H

#include <stdint.h>

struct event_base;
struct notify;

/* Starts answering the watchdog, at half of WatchdogSec, when systemd asks for it.
 * Returns 0 or ERR_NOMEM. */
int notify_new(struct event_base *base, struct notify **out);
/* Each says it once, with a line for `systemctl status` (NULL: none). */
void notify_ready(struct notify *notify, const char *status);
void notify_reloading(struct notify *notify);
void notify_stopping(struct notify *notify);
void notify_status(struct notify *notify, const char *status);
/* Accepts NULL. */
void notify_free(struct notify *notify);

#endif
