/* Stages: the moments at which something is said about an occurrence. */
#ifndef MODEL_STAGE_H
#define MODEL_STAGE_H

#include <stdbool.h>

#include "cal/civil.h"

enum stage_kind {
    STAGE_OPENING,      /* a window opens */
    STAGE_HALF,         /* half-way through a long window */
    STAGE_BEFORE,       /* n working days before act-by */
    STAGE_DUE,          /* on act-by */
    STAGE_OVERDUE,      /* the n-th working day of being overdue */
    STAGE_OVERDUE_WEEK, /* the n-th week after that */
    STAGE_ESCALATION,   /* one level higher */
    STAGE_COLLECT,      /* asks for a share of the collecting round */
    STAGE_MONTHLY,      /* the office's monthly list */
    STAGE_PAST_DUE,     /* the office's list of what was past due when its plan was first loaded */
    STAGE_NEEDS_PERSON, /* the office's list of rows to settle */
    STAGE_TARGET,       /* a target is behind or at risk since that day */
    STAGE_INCOMING,     /* the office has to decide what another system told */
    STAGE_DIGEST,       /* the weekly digest: figures of one unit */
};

struct stage {
    enum stage_kind kind;
    int n; /* BEFORE, OVERDUE, OVERDUE_WEEK, ESCALATION: from 1; else 0 */
};

struct staged {
    struct stage stage;
    day_t day; /* the civil day on which it is said */
};

#define STAGE_TEXT_SIZE 24
/* The names of design.md §3: "before_15", "due", "overdue_week_2", …, and "past_due",
 * "needs_person", "incoming", "digest". Returns out. */
char *stage_format(struct stage stage, char out[static STAGE_TEXT_SIZE]);
/* The reverse. Returns 0 or ERR_FORMAT. */
int stage_parse(const char *text, struct stage *out);
bool stage_equal(struct stage a, struct stage b);

/* In which role a recipient hears of an occurrence. */
enum role { ROLE_LEAD, ROLE_COORDINATING, ROLE_OFFICE, ROLE_HEAD, ROLE_DEPUTY, ROLE_DIRECTOR };
/* "lead" "coordinating" "office" "head" "deputy" "director". */
const char *role_name(enum role role);
int role_parse(const char *text, enum role *out);

#endif
