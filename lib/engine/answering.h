/* A link looked at: what it is about, who answers, and whether he may. */
#ifndef ENGINE_ANSWERING_H
#define ENGINE_ANSWERING_H

#include "engine/answer.h"
#include "lib/engine/items.h"
#include "render/answer_page.h"

struct answering {
    struct engine *engine;
    instant_t now;
    day_t today;
    enum answer_status status; /* ANSWER_SHOWN: it may be answered */
    struct answer_link link;   /* once the token was read */
    char *occurrence;          /* its id; NULL: none has that code */
    char *recipient;           /* whom the token was signed for; NULL: nobody we know */
    enum role role;            /* as whom he may answer */
    bool shared;               /* several units do it: a link to the whole is not one unit's */
    struct items items;        /* the task, one item, unless the link is good for nothing */
};

/* Reads the token and finds all that. Returns 0 or an error of the store. Clear *out. */
int answering_open(struct engine *engine, const char *token, instant_t now, struct answering *out);
void answering_clear(struct answering *answering);
/* The occurrence; NULL: the link is good for nothing. */
const struct occurrence_row *answering_row(const struct answering *answering);
bool answering_is_overdue(const struct answering *answering);

/* The last time that the ledger has an entry of one of these kinds ("done", …; ends in NULL) about the
 * occurrence, by any author or (not NULL) that one. at INSTANT_NONE: never. Clear *out. */
struct answering_entry {
    instant_t at;
    char *kind, *author, *detail;
    size_t count; /* how many there are */
};
int answering_last(const struct answering *answering, const char *const *kinds, const char *author,
                   struct answering_entry *out);
void answering_entry_clear(struct answering_entry *entry);

/* The page (answer_page.c). what: what was recorded; NULL. problems of the form, and what was sent; NULL
 * to begin with. */
struct answering_form {
    const struct answer_form *sent;               /* NULL: nothing that could be read */
    const char *document_bad, *on_bad, *note_bad; /* as struct answer_page */
    struct answer_problem *problems;
    size_t problem_count;
};
int answering_page(const struct answering *answering, const char *recorded,
                   const struct answering_form *form, char **html);

#endif
