/* What is wrong with something from outside: where, what, and what would be right.
 *
 * Readers of configs, plans and result files collect their findings here, so that a person sees
 * all of them at once. Nothing is printed by the library. */
#ifndef BASE_DIAG_H
#define BASE_DIAG_H

#include <stdbool.h>
#include <stddef.h>

enum diag_severity { DIAG_NOTE, DIAG_WARNING, DIAG_ERROR };

struct diag_item {
    enum diag_severity severity;
    char *file;    /* path as the user wrote it; NULL: no file */
    int line;      /* from 1; 0: none */
    int column;    /* from 1, in characters; 0: none */
    char *message; /* what is wrong, in the user's language */
    char *remedy;  /* what would be right; NULL: goes without saying */
};

/* At most DIAG_MAX_ITEMS items are kept; further ones are only counted. */
#define DIAG_MAX_ITEMS 200

struct diag {
    struct diag_item *items;
    size_t count; /* items kept */
    size_t capacity;
    size_t errors; /* all errors seen, kept or not */
    size_t warnings;
    size_t left_out;
};

/* Sets up an empty collection; needs no memory. A zeroed struct is as good. */
void diag_init(struct diag *diag);

/* Frees every item; accepts NULL and a zeroed struct. */
void diag_clear(struct diag *diag);

/* Adds a finding. file and remedy may be NULL; texts are copied. diag may be NULL (nothing is
 * kept). When memory is short the finding is still counted. */
void diag_add(struct diag *diag, enum diag_severity severity, const char *file, int line,
              int column, const char *message, const char *remedy);

/* As diag_add, with a printf format for the message. */
void diag_addf(struct diag *diag, enum diag_severity severity, const char *file, int line,
               int column, const char *remedy, const char *format, ...)
    __attribute__((format(printf, 7, 8)));

bool diag_has_errors(const struct diag *diag);

struct buf;
/* Appends every item as one line of text, "file:line:column: lỗi: message. remedy\n".
 * Returns 0, ERR_NOMEM or ERR_LIMIT. */
int diag_print(const struct diag *diag, struct buf *out);
/* Appends one item without its severity and line end, for a log that has levels of its own. */
int diag_print_bare(const struct diag_item *item, struct buf *out);

#endif
