/* Mails as RFC 5322 text: headers in RFC 2047, text and HTML parts, 7-bit clean.
 *
 * The same values give the same bytes: nothing is taken from a clock or drawn at random. */
#ifndef RENDER_MAIL_H
#define RENDER_MAIL_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "cal/offset.h"

/* GMime keeps process-wide tables: the program calls mail_init once before the first mail_build,
 * and mail_shutdown before it ends, never before: after the last shutdown GMime cannot be set up
 * again. mail_init may be called again (counted). */
void mail_init(void);
void mail_shutdown(void);

struct mail_person {
    const char *name;    /* for display, UTF-8; NULL or "": none */
    const char *address; /* must pass address_is_valid (model/address.h) */
};

enum mail_class { MAIL_CLASS_DAILY, MAIL_CLASS_IMMEDIATE };
/* "daily" "immediate". */
const char *mail_class_name(enum mail_class class);
/* Returns 0 or ERR_FORMAT. */
int mail_class_parse(const char *text, enum mail_class *out);

#define MAIL_MAX_PEOPLE 50
#define MAIL_MAX_HEADER 2000 /* bytes of any one value */
#define MAIL_MAX_BODY ((size_t)16 << 20)

struct mail {
    struct mail_person from;
    struct mail_person reply_to;  /* address NULL: no Reply-To */
    const struct mail_person *to; /* 1 … MAIL_MAX_PEOPLE */
    size_t to_count;
    const char *subject; /* UTF-8, one line */
    instant_t date;
    offset_t offset;
    const char *message_id; /* as mail_message_id makes it: no angle brackets */
    const char *thread_id;  /* the root of its thread (In-Reply-To, References); NULL, or equal to
                               message_id: it is the root itself */
    const char *list_id;    /* "dondoc.stnmt.example.org"; NULL: none */
    const char *list_name;  /* for display before it; NULL: none */
    enum mail_class class;
    const char *language; /* "vi", "en"; NULL: no Content-Language */
    const char *text;     /* text/plain, UTF-8, LF */
    const char *html;     /* text/html; NULL: the mail is text alone */
};

/* Appends the whole message; lines end in CRLF, are at most 78 bytes where headers allow and 76 in
 * bodies. Headers: From, To, Reply-To, Subject, Date, Message-ID, In-Reply-To and References,
 * MIME-Version, Auto-Submitted: auto-generated (RFC 3834), X-Auto-Response-Suppress: OOF,
 * AutoReply, X-Dondoc-Class, List-Id (RFC 2919), Content-Language. Returns 0, ERR_INVALID (a
 * missing value; an address or id that is not valid; a control character in anything that goes into
 * a header; text that is not UTF-8), ERR_LIMIT, ERR_NOMEM. */
int mail_build(const struct mail *mail, struct buf *out);

/* What is wrong with an address and what would be right, a sentence in the user's language, static;
 * NULL exactly when address_is_valid (model/address.h) takes it. */
const char *mail_address_problem(const char *address);
/* The part behind the "@" of a valid address, "" of any other. Points into address. */
const char *mail_address_domain(const char *address);

#define MAIL_ID_SIZE 320
/* The Message-ID (without angle brackets) of the mail to a recipient on a day about a set of
 * things, each named by a text such as "<occurrence> <stage>"; their order does not matter. Always
 * the same for the same values, so that a mail sent twice after a crash is one mail to the reader's
 * program. sender: the From address, whose domain it takes. Returns 0, ERR_INVALID (sender is not a
 * valid address) or ERR_NOMEM. */
int mail_message_id(const char *sender, const char *recipient, day_t day, enum mail_class class,
                    const char *const *things, size_t count, char out[static MAIL_ID_SIZE]);
/* The root of the thread of a recipient's mails about a set of occurrences (given by their ids);
 * same errors. It is the id of no mail: readers' programs group what refers to it. */
int mail_thread_id(const char *sender, const char *recipient, const char *const *occurrences,
                   size_t count, char out[static MAIL_ID_SIZE]);

#endif
