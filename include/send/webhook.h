/* Webhooks over HTTP, signed by Standard Webhooks 1.0.0 at each attempt. */
#ifndef SEND_WEBHOOK_H
#define SEND_WEBHOOK_H

#include <stddef.h>
#include <stdint.h>

#include "base/clock.h"
#include "send/channel.h"

struct transfer;

#define WEBHOOK_CONTENT_TYPE "application/cloudevents+json; charset=utf-8"

struct webhook_options {
    const struct clock *clock; /* for webhook-timestamp and Retry-After; outlives the channel */
    const char *ca_file;       /* PEM of a private CA; NULL: the system's */
    const char *user_agent;    /* NULL: "dondoc" */
};

/* Makes a channel for SEND_WEBHOOK. Strings are copied. Returns 0, ERR_NOMEM, or ERR_INVALID (no
 * clock, a user agent with a control character).
 *
 * The status line decides: 2xx delivered, even when the answer then breaks off, crawls or is too
 * long; 410 gone; all others (3xx, which is never followed, and 4xx, which a mended receiver may
 * take tomorrow) retry. No answer, or none in time: retry. */
int webhook_channel_new(struct transfer *transfer, const struct webhook_options *options,
                        struct channel **channel);

/* What an HTTP status means for the message. */
enum send_outcome webhook_judge(int status);

/* Reads the value of Retry-After (RFC 9110 §10.2.3), seconds or any HTTP-date, as milliseconds
 * from now: 0 for a date gone by, at most 366 days. Returns 0 or ERR_FORMAT. */
int webhook_retry_after(const char *value, instant_t now, int64_t *ms);

/* The most headers an endpoint may have. */
#define WEBHOOK_HEADERS_MAX 32
/* The most secrets a message is signed with (an old and a new one, of both kinds, and some). */
#define WEBHOOK_SECRETS_MAX 8

/* Whether a header may be sent to an endpoint: a token as name, no control character in the
 * value, none of the names we set ourselves (webhook-*, content-type, content-length, host,
 * transfer-encoding, connection, expect). Returns 0 or ERR_INVALID. */
int webhook_check_header(const char *name, const char *value);

#endif
