/* Mail to an SMTP relay (RFC 5321), one recipient per transaction, judged by the reply code.
 *
 * libcurl looks up, connects, does TLS, STARTTLS, EHLO and AUTH; the transaction after that
 * (MAIL, RCPT, DATA) is our own, because libcurl waits for the reply to DATA with the whole loop
 * standing still (smtp_done in lib/smtp.c up to 8.x). Sessions are kept for the next message. */
#ifndef SEND_SMTP_H
#define SEND_SMTP_H

#include <stddef.h>
#include <stdint.h>

#include "base/clock.h"
#include "send/channel.h"

struct transfer;

enum smtp_security {
    SMTP_PLAIN,    /* no TLS: for a relay on the same machine */
    SMTP_STARTTLS, /* required: a relay that does not offer it gets nothing */
    SMTP_TLS,      /* from the first byte (smtps, port 465) */
};

struct smtp_options {
    const char *host; /* name or address; IPv6 without brackets */
    unsigned port;    /* 1 … 65535 */
    enum smtp_security security;
    const char *ehlo;     /* name we give; NULL: libcurl's choice (this machine's name) */
    const char *user;     /* NULL: no AUTH */
    const char *password; /* read from a file by the caller */
    const char *ca_file;  /* PEM of a private CA; NULL: the system's */
    size_t max_sessions;  /* at once; 1 … 256 */
    int64_t connect_ms;   /* to the end of EHLO, STARTTLS and AUTH */
    int64_t reply_ms;     /* for each reply to a command */
    int64_t final_ms;     /* for handing over the message and its reply; too short makes repeats */
    int64_t idle_ms;      /* an unused session is closed after this */
};

/* localhost:25, plain, no AUTH; 8 sessions; 30 s, 5 min, 10 min (RFC 5321 §4.5.3.2), 10 s. */
void smtp_options_init(struct smtp_options *options);

/* Makes a channel for SEND_MAIL. Strings are copied. Returns 0, ERR_NOMEM, ERR_INVALID (a host,
 * name, user or password with CR, LF or another control character; a missing host; a password
 * without a user) or ERR_RANGE (a number outside its range). */
int smtp_channel_new(struct transfer *transfer, const struct smtp_options *options,
                     struct channel **channel);

/* Whether text can stand between < and > in MAIL FROM or RCPT TO: printable ASCII, a local part
 * and a domain, at most 254 bytes; nothing that could end the command or begin another.
 * Returns 0 or ERR_INVALID. An empty text is ERR_INVALID (the null sender is the caller's case). */
int smtp_check_address(const char *text);

/* Whether data can be sent without 8BITMIME: no byte above 127, no NUL, no CR without LF.
 * Returns 0 or ERR_INVALID. */
int smtp_check_data(const char *data, size_t len);

/* What a reply code means for a message at this point of the session. */
enum smtp_stage {
    SMTP_SESSION, /* greeting, EHLO, STARTTLS, AUTH: says nothing about the message */
    SMTP_MAIL,
    SMTP_RCPT,
    SMTP_DATA, /* the reply to DATA itself: 354 goes on */
    SMTP_END,  /* the reply to the end of the message */
};
/* 2xx at SMTP_END is SEND_DELIVERED. 5xx from SMTP_MAIL on is SEND_FINAL, but for 530, 534, 535
 * and 538 (our login, not the message: RFC 4954 §6). All else, unexpected codes included, is
 * SEND_RETRY. */
enum send_outcome smtp_judge(enum smtp_stage stage, int code);

#endif
