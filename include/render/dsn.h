/* Mails that come back: delivery status notifications (RFC 3464), as relays write them when what they
 * had taken cannot be delivered after all. */
#ifndef RENDER_DSN_H
#define RENDER_DSN_H

#include <stddef.h>

enum dsn_action { DSN_FAILED, DSN_DELAYED, DSN_DELIVERED, DSN_RELAYED, DSN_EXPANDED };
/* "failed" "delayed" "delivered" "relayed" "expanded", the words of RFC 3464 2.3.3. */
const char *dsn_action_name(enum dsn_action action);
/* In any case. Returns 0 or ERR_FORMAT. */
int dsn_action_parse(const char *text, enum dsn_action *out);

#define DSN_MAX_ITEMS 100
#define DSN_MAX_TEXT 1000 /* bytes of any text; longer ones are cut */

/* What happened to one recipient. Texts are owned, UTF-8 on one line; NULL: not said. Addresses are
 * valid and lower-cased. */
struct dsn_item {
    enum dsn_action action;
    char *original;   /* Original-Recipient: as it was sent to */
    char *final;      /* Final-Recipient: what it had become */
    char *status;     /* "5.1.1" (RFC 3463) */
    char *diagnostic; /* "550 5.1.1 User unknown", the type before it left out */
    char *remote;     /* the server that said so */
};

struct dsn {
    char *ident;    /* Message-ID of the mail that came back, without <>; NULL: not said */
    char *reporter; /* Reporting-MTA; NULL */
    struct dsn_item *items;
    size_t count, capacity;
};

/* Accepts NULL and zeroed. */
void dsn_clear(struct dsn *dsn);
void dsn_item_clear(struct dsn_item *item);

/* Reads a mail of any bytes; the caller bounds len (it may be cut: what stands before is read).
 * mail_init (render/mail.h) comes before. The original's Message-ID is taken from the returned mail or
 * its headers, else from X-Original-Message-ID, In-Reply-To or References. A mail without a status
 * part but with X-Failed-Recipients (older Exim) is one too.
 * Returns 0, ERR_FORMAT (a mail that reports on nobody: an ordinary one, garbage), ERR_NOMEM. */
int dsn_read(const void *data, size_t len, struct dsn *out);

/* The SMTP reply code a diagnostic begins with, 200 … 599; else one made of the status' class ("5.…":
 * 500); 0: neither. */
int dsn_code(const struct dsn_item *item);

#endif
