/* A way by which a message leaves: SMTP relay, webhook, Maildir. One table of functions each.
 *
 * A channel makes one attempt at one delivery and says how it ended; when to try again is decided
 * elsewhere (schedule/retry). Everything runs on one libevent loop, in one thread, and nothing
 * here waits: a slow server holds up only itself.
 *
 * May be used by: daemon. Knows nothing of the store, the config, occurrences or notices. */
#ifndef SEND_CHANNEL_H
#define SEND_CHANNEL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum send_kind {
    SEND_MAIL,    /* for an SMTP or a Maildir channel */
    SEND_WEBHOOK, /* for a webhook channel */
};

struct send_mail {
    const char *sender;    /* envelope sender, "a@b"; "" is the null sender */
    const char *recipient; /* the one envelope recipient, "a@b" */
    const char *data;      /* RFC 5322 message; lines end in CRLF or LF; 7-bit only for SMTP */
    size_t len;
};

struct send_header {
    const char *name;
    const char *value;
    bool secret; /* the value is not shown, whoever repeats it to us */
};

struct send_webhook {
    const char *url;                   /* http:// or https:// */
    const char *path;                  /* put behind it: "/…" or "?…"; NULL nothing */
    const char *method;                /* NULL: POST */
    const char *content_type;          /* NULL: application/cloudevents+json; charset=utf-8 */
    const struct send_header *headers; /* of the endpoint; may not name webhook-* again */
    size_t header_count;
    const char *body;
    size_t len;
    const char *const *secrets; /* "whsec_…" signs v1, "whsk_…" v1a; none: unsigned */
    size_t secret_count;
};

/* One delivery to attempt. The caller owns it and all it points to, and keeps it unchanged until
 * the callback has been called or channel_cancel has returned. */
struct send_request {
    enum send_kind kind;
    const char *id; /* stable over retries: the Message-ID without <>, or the webhook-id */
    union {
        struct send_mail mail;
        struct send_webhook webhook;
    };
};

enum send_outcome {
    SEND_DELIVERED, /* the other side took it */
    SEND_RETRY,     /* not now; later may do */
    SEND_FINAL,     /* never: trying again cannot help */
    SEND_GONE,      /* webhook 410: disable the endpoint and park its queue */
};

/* Text of a result is cut after so many characters. */
#define SEND_TEXT_CHARS 500
#define SEND_TEXT_SIZE 1024

struct send_result {
    enum send_outcome outcome;
    int code;               /* SMTP reply or HTTP status; 0: there was none */
    bool unreachable;       /* not connected, or not spoken to properly: the fault is with the
                               destination, not with this message; a reason to pause it */
    int64_t retry_after_ms; /* what the other side asked for, from now, 0 … 366 days; -1: nothing */
    int64_t duration_ms;    /* from leaving the queue of the channel to the end */
    char text[SEND_TEXT_SIZE]; /* what the other side answered, or what went wrong; printable
                                  UTF-8 on one line, NUL-terminated */
};

struct channel;
struct send_job;

/* Called once from the loop, never from inside channel_send. The result is the channel's and
 * lasts as long as the call. May call channel_send and channel_cancel (of other jobs), may not
 * free a channel or the transfer. */
typedef void (*send_done_fn)(const struct send_result *result, void *arg);

struct channel_ops {
    int (*send)(struct channel *channel, const struct send_request *request, send_done_fn done,
                void *arg, struct send_job **job);
    void (*cancel)(struct channel *channel, struct send_job *job);
    void (*destroy)(struct channel *channel);
};

/* The head of every channel; made by smtp_channel_new, webhook_channel_new, maildir_channel_new. */
struct channel {
    const struct channel_ops *ops;
};

/* Takes one delivery. Returns 0 and later calls done once; also a request that can never be
 * delivered (a bad address, 8-bit bytes for SMTP) is answered through done, with SEND_FINAL.
 * Returns ERR_NOMEM, or ERR_INVALID when the request is of a kind this channel does not carry:
 * done is not called then. *job names it for channel_cancel until done is called; job may be
 * NULL. */
int channel_send(struct channel *channel, const struct send_request *request, send_done_fn done,
                 void *arg, struct send_job **job);

/* Gives a delivery up: its callback will not be called and its request may be freed. The other
 * side may have received it. */
void channel_cancel(struct channel *channel, struct send_job *job);

/* Closes what is open, without waiting and without calling back the jobs under way, and frees the
 * channel. Accepts NULL. Channels are freed before the transfer and the loop they run on. */
void channel_free(struct channel *channel);

#endif
