/* Answers by the links in mails: the page behind one, and what sending its form does.
 *
 * A token (model/answer.h) says which occurrence, what is answered, until when; who may answer is looked
 * up as things stand now: the addresses of the unit that must do it, of its head, of the office. The one
 * of them that the token was signed for is its author, "link:<address>". */
#ifndef ENGINE_ANSWER_H
#define ENGINE_ANSWER_H

#include "engine/engine.h"

/* Under `public_url`, in front of the token; the daemon itself serves it at the same path. */
#define ANSWER_PATH "/tra-loi/"
#define ANSWER_AUTHOR "link:"

enum answer_status {
    ANSWER_SHOWN,     /* the form, or how the task stands; nothing was changed */
    ANSWER_RECORDED,  /* what was sent stands (also when it did before: then nothing was changed) */
    ANSWER_INVALID,   /* what was sent is not right: the form again, with what would be */
    ANSWER_SETTLED,   /* done by another document, exempt, not begun: nothing to answer any more */
    ANSWER_UNKNOWN,   /* no link of ours */
    ANSWER_EXPIRED,   /* after its last day */
    ANSWER_FOREIGN,   /* the recipient may not answer for the unit (any more) */
    ANSWER_WITHDRAWN, /* the row is gone from its plan */
};
/* "shown" "recorded" "invalid" "settled" "unknown" "expired" "foreign" "withdrawn". */
const char *answer_status_name(enum answer_status status);

struct answer_reply {
    enum answer_status status;
    char *html;
    bool changed; /* the store was, by the answer itself */
    bool quiet;   /* refused, and one too many for the ledger: no log line either */
};
/* Accepts NULL and zeroed. */
void answer_reply_clear(struct answer_reply *reply);

/* The page behind a link. Changes nothing, whatever the token. Returns 0, ERR_NOT_FOUND (there are no
 * links: no public_url, no key), or an error of the store. */
int engine_answer_page(struct engine *engine, const char *token, instant_t now,
                       struct answer_reply *out);

/* What a form brings; "" what it left out, NULL as good. UTF-8 on one line. */
struct answer_form {
    const char *document, *on, *note;
};
#define ANSWER_MAX_DOCUMENT 200 /* bytes, … */
#define ANSWER_MAX_NOTE 1000
#define ANSWER_MAX_ON 40
/* A document older than so many days is taken for a slip. */
#define ANSWER_MAX_AGE 366

/* Answers. Sending the same again changes nothing more. What is refused stands in the ledger, with its
 * reason ("answer_refused"): at most ANSWER_MAX_REFUSALS an hour, and how many more there were.
 * Returns as engine_answer_page. */
#define ANSWER_MAX_REFUSALS 120
int engine_answer(struct engine *engine, const char *token, const struct answer_form *form,
                  instant_t now, struct answer_reply *out);

/* A form that could not even be read: refused as above. */
int engine_answer_unreadable(struct engine *engine, const char *token, instant_t now,
                             struct answer_reply *out);

#endif
