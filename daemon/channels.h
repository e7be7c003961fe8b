/* The ways out that the settings name, and which of them a message takes. */
#ifndef DAEMON_CHANNELS_H
#define DAEMON_CHANNELS_H

#include "base/clock.h"
#include "base/diag.h"
#include "model/settings.h"
#include "send/channel.h"
#include "store/outbox.h"

struct channels;
struct event_base;

/* Opens Maildir or SMTP for mail and a webhook channel for each endpoint that is enabled; reads
 * passwords and secrets from their files (one trailing line end is left out). settings and clock
 * outlive it. Returns 0, ERR_NOMEM, or ERR_INVALID with what is wrong in diag. */
int channels_new(struct event_base *base, const struct settings *settings,
                 const struct clock *clock, struct diag *diag, struct channels **out);

/* Reads what channels_new reads, of all endpoints whatever is wrong with one, and opens nothing.
 * Returns as channels_new. */
int channels_check(const struct settings *settings, struct diag *diag);

/* Fills the request for a message; it points into row and into the channels, which outlive it.
 * Returns 0, or ERR_NOT_FOUND when its endpoint is not in the settings (any more). */
int channels_request(const struct channels *channels, const struct message_row *row,
                     struct send_request *request, struct channel **channel);

/* Accepts NULL. Cancels nothing: that comes before. */
void channels_free(struct channels *channels);

#endif
