/* Mustache templates (mustache.5, specification 1.x without its optional modules: interpolation,
 * sections, inverted sections, comments, partials, set delimiter). Text and JSON in, text out.
 *
 * False for a section: a name that is not found, null, false, "", an empty list. A number is never
 * false. Lists and objects are written by sections only; interpolated they give nothing. */
#ifndef RENDER_TEMPLATE_H
#define RENDER_TEMPLATE_H

#include <jansson.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/diag.h"

#define TEMPLATE_MAX_BYTES ((size_t)1 << 20) /* of one template's text */
#define TEMPLATE_MAX_DEPTH 32                /* sections within sections */
#define TEMPLATE_MAX_PARTIALS 32             /* partials within partials, while rendering */
#define TEMPLATE_MAX_STEPS 5000000           /* tags and lines written by one rendering */

/* What {{name}} does to the value; {{{name}}} and {{&name}} never change it. */
enum template_escape {
    TEMPLATE_HTML, /* & < > " become entities */
    TEMPLATE_NONE, /* for text parts and subjects */
    TEMPLATE_XML,  /* & < > " ' become entities, control characters that XML cannot hold go */
    TEMPLATE_JSON, /* as inside a string of JSON; a list or object is written as JSON, by both forms */
    TEMPLATE_URL,  /* percent-encoded: all but A-Z a-z 0-9 - . _ ~ */
    TEMPLATE_FORM, /* application/x-www-form-urlencoded */
};

struct template;

/* Reads a template. text need not outlive the call; file is what diag calls it (NULL: nothing).
 * The first mistake is added to diag with its line and column (from 1, in characters).
 * Returns 0, ERR_FORMAT (diag says where), ERR_LIMIT (size, depth) or ERR_NOMEM. */
int template_compile(const char *text, enum template_escape escape, const char *file,
                     struct diag *diag, struct template **out);
/* Accepts NULL. */
void template_free(struct template *tpl);

/* Finds the partial of that name, or NULL: the tag then gives nothing (as the specification asks).
 */
typedef const struct template *template_lookup(const void *context, const char *name);

/* Appends the template filled with data (any JSON value; NULL is as null). lookup may be NULL: no
 * partials. The same template may be rendered any number of times, from several threads.
 * Returns 0, ERR_NOMEM, or ERR_LIMIT (the ceiling of out, too many partials within partials or too
 * many steps); out is unchanged then. */
int template_render(const struct template *tpl, const json_t *data, template_lookup *lookup,
                    const void *context, struct buf *out);

/* A trial with sample data, to find names that nothing has. marks has room for template_marks bytes,
 * zeroed before the first trial; each gathers TEMPLATE_FOUND and TEMPLATE_MISSED of a tag. Else as
 * template_render, without partials. */
#define TEMPLATE_FOUND 1
#define TEMPLATE_MISSED 2
size_t template_marks(const struct template *tpl);
int template_try(const struct template *tpl, const json_t *data, unsigned char *marks,
                 struct buf *out);

/* One tag of a template; name is not NUL-terminated. */
struct template_tag {
    size_t mark; /* its index in marks */
    const char *name;
    size_t len;
    int line, column;
    bool raw, section, partial;
};
void template_each_tag(const struct template *tpl,
                       void (*visit)(void *context, const struct template_tag *tag), void *context);

/* Calls `visit` with the name of every partial that the template asks for, in order of the text. */
void template_partials(const struct template *tpl, void (*visit)(void *context, const char *name),
                       void *context);

#endif
