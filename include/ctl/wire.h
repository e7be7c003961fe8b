/* What runs over the control socket: one JSON object a line, UTF-8.
 *
 *   request  {"cmd":"list","args":{…},"lang":"vi"}
 *   answer   {"item":…} as many as there are, then one
 *            {"end":{"err":0,"result":{…},"findings":[{…}]}}
 *
 * A connection carries any number of requests, one after the other. Pure: bytes in, values out. */
#ifndef CTL_WIRE_H
#define CTL_WIRE_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/diag.h"

#define WIRE_MAX_REQUEST ((size_t)32 << 20) /* a file of results travels in one */
#define WIRE_MAX_ANSWER ((size_t)8 << 20)   /* one line of an answer */
#define WIRE_MAX_DEPTH 32                   /* of objects and arrays within one another */

/* --- lines ---------------------------------------------------------------------------------------- */

/* Gathers bytes until a line is whole, whatever pieces they come in. */
struct wire_lines {
    struct buf line;
    bool whole; /* the line ended; the next feed begins a new one */
};

/* A line may be at most max bytes long. */
void wire_lines_init(struct wire_lines *lines, size_t max);
void wire_lines_clear(struct wire_lines *lines);
/* Takes bytes up to the first line end; *used says how many. When lines->whole is true afterwards,
 * lines->line holds the line without its end. Returns 0, ERR_LIMIT (too long) or ERR_NOMEM. */
int wire_lines_feed(struct wire_lines *lines, const char *data, size_t len, size_t *used);

/* --- messages -------------------------------------------------------------------------------------- */

struct wire_request {
    char *cmd;
    json_t *args; /* an object */
    char *lang;   /* the language of the answer, not checked; NULL: the office's */
};
void wire_request_clear(struct wire_request *request);
/* Reads a line. Returns 0, ERR_FORMAT (not a request: diag says why) or ERR_NOMEM. */
int wire_read_request(const char *line, size_t len, struct wire_request *out, struct diag *diag);
/* Appends a line; args may be NULL (none) and stays the caller's, lang NULL (the office's). Returns 0,
 * ERR_NOMEM, ERR_LIMIT. */
int wire_write_request(const char *cmd, const json_t *args, const char *lang, struct buf *out);

enum wire_kind { WIRE_ITEM, WIRE_END };

struct wire_answer {
    enum wire_kind kind;
    json_t *value; /* ITEM: the item; END: the result, or NULL */
    int err;       /* END: 0 or an enum err */
};
void wire_answer_clear(struct wire_answer *answer);
/* Reads a line; findings of an END are added to diag. Returns 0 or ERR_FORMAT (diag says why). */
int wire_read_answer(const char *line, size_t len, struct wire_answer *out, struct diag *diag);
/* Append a line; item and result stay the caller's, result and findings may be NULL. `out` is as it
 * was on failure. Return 0, ERR_NOMEM, ERR_LIMIT. */
int wire_write_item(const json_t *item, struct buf *out);
int wire_write_end(int err, const json_t *result, const struct diag *findings, struct buf *out);

#endif
