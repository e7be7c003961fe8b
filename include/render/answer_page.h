/* The page behind a link of a mail: what the task is, a form to answer by, what was recorded, or why the
 * link is good for nothing. Values in, HTML out, through conf/templates/<language>/answer.html. */
#ifndef RENDER_ANSWER_PAGE_H
#define RENDER_ANSWER_PAGE_H

#include "render/daily.h"

/* Something that is wrong, and what would be right. */
struct answer_problem {
    const char *what;
    const char *remedy; /* NULL: goes without saying */
};
#define ANSWER_MAX_PROBLEMS 4

/* All texts UTF-8, NULL as good as "". */
struct answer_page {
    const char *heading;
    const char *department;  /* its name; NULL: not known from the link */
    const char *office;      /* the unit that follows up, */
    const char *office_mail; /* and where to ask */
    day_t today;
    struct answer_problem problems[ANSWER_MAX_PROBLEMS];
    size_t problem_count;
    const char *recorded;          /* what was recorded, a sentence; NULL: nothing */
    const char *recorded_by;       /* by whom just now; NULL: `recorded` says, or nobody */
    const struct daily_item *item; /* the task; NULL: not to be shown */
    const char *state;             /* its state, in words */
    bool open;                     /* days left say something */
    bool form;                     /* ask for an answer */
    bool done;                     /* the answer is that it is done; else that it is known */
    bool note_required;
    const char *document_bad, *on_bad, *note_bad; /* what is wrong with each; NULL: nothing */
    const char *document, *on, *note;             /* as sent, or to begin with */
    const char *recipient;                        /* who answers: an address, */
    const char *unit;                             /* and as whom */
    const char *until;                            /* the last day of the link, "02/05/2022" */
    const char *button;                           /* what sending does, two or three words */
};

/* The name of its template. */
#define ANSWER_TEMPLATE "answer.html"

/* Fills it in. Returns 0, ERR_NOMEM, ERR_LIMIT, or ERR_INVALID (text that is not UTF-8). */
int answer_page_render(const struct template *tpl, const struct answer_page *page, struct buf *out);
/* That it can be filled in, and uses no partials; findings go to diag. Returns 0 or ERR_INVALID. */
int answer_page_check(const struct template *tpl, const char *file, struct diag *diag);

/* Appends the Content-Security-Policy for a page: nothing is loaded, nothing runs, forms go back to
 * where they came from, and the only styles are those of its <style> elements, by their hashes.
 * Returns 0, ERR_LIMIT, ERR_NOMEM. */
int answer_page_policy(const char *html, struct buf *out);

#endif
