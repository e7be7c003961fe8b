/* Tasks that arrive during the year (nhiệm vụ phát sinh): no row of a plan, but a paper with a due day.
 *
 * Each becomes one occurrence `<department>/giao/<year>-<n>`, its plan `<department>/giao`, its stt
 * `<year>-<n>`; several units have a share each. It lives like any other: all of engine/actions takes
 * its id or code. Loads never withdraw it. Its ladder is that of the department's
 * `assigned_policy`, else of its policy. */
#ifndef ENGINE_ASSIGN_H
#define ENGINE_ASSIGN_H

#include "engine/actions.h"
#include "store/origins.h"

#define ASSIGN_MAX_CONTENT 8000 /* bytes */
#define ASSIGN_MAX_NOTE 4000
#define ASSIGN_MAX_DOCUMENT 500
#define ASSIGN_MAX_UNITS 4000

struct assign_ask {
    const char *department;   /* id or name; NULL: the one that has the units */
    const char *unit;         /* ids or names of units, posts, groups, separated by ";" */
    const char *coordinating; /* the same; NULL none */
    bool joint;               /* several units do it as one: no shares */
    const char *content;
    const char *product;  /* NULL not said */
    const char *document; /* number and notation of the paper, "125/UBND-VX" */
    day_t on;             /* the paper's day; DAY_NONE not said */
    const char *sender;   /* who sent it; NULL not said */
    const char *ident;    /* its id in the e-office; NULL none */
    day_t due;
    const char *note; /* NULL none */
    bool again;       /* although the same paper gave the same units the same work before */
};

/* Makes the task. All texts are UTF-8; they are tidied. One transaction, one ledger entry "assigned"
 * with the author; what is refused writes nothing (a caller that speaks for the outside notes that
 * itself).
 * Returns 0; ERR_INVALID (no content, document or unit; a due day that is missing, past, or beyond ten
 * years; the paper's day in the future; control characters; too long); ERR_NOT_FOUND (a department or
 * unit that nobody is, or no more; an outside party); ERR_EXISTS (the same paper, units and content, or
 * ident and units, were assigned before and still stand; several departments have such a unit): diag
 * says what and what would be right; or an error of the store. */
int action_assign(struct engine *engine, const struct action *action, const struct assign_ask *ask,
                  struct action_result *out, struct diag *diag);

/* Whether an occurrence is such a task, or a share of one. */
bool occurrence_is_assigned(const struct occurrence_row *row);

/* The key that papers are compared by: "05/KH-UBND" = "5/kh-ubnd". out must be empty.
 * Returns 0, ERR_FORMAT (not UTF-8), ERR_LIMIT, ERR_NOMEM. */
int origin_key(const char *document, struct buf *out);

/* What a paper started: assigned tasks and triggered terms of a department, closed ones too, by
 * occurrence. document: its number and notation. issued: its day, or DAY_NONE for any: numbers begin
 * anew each year and a paper arrives some days after it was signed, so what lies more than half a year
 * apart is another paper. The list is replaced. 0 also when there are none. */
int engine_started_by(struct engine *engine, const char *department, const char *document,
                      day_t issued, struct origin_rows *out);

#endif
