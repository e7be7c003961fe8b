/* What the actions share. All run inside the transaction of the action. */
#ifndef ENGINE_ACTING_H
#define ENGINE_ACTING_H

#include "engine/actions.h"
#include "lib/engine/internal.h"

/* What an action rests on, for those who are told of it. */
struct acting_paper {
    const char *document; /* NULL: the row's own */
    day_t day;            /* of the document; DAY_NONE */
    day_t old_due;        /* DAY_NONE: it did not move */
};

/* One action under way. */
struct acting {
    struct engine *engine;
    const struct action *action;
    day_t today;
    struct action_result *out;
    struct diag *diag;
    const struct acting_paper *paper; /* NULL: none beside what stands in the row */
};

/* Tells the person what is wrong and what would be right; returns err. */
int acting_refuse(const struct acting *acting, int err, const char *remedy, const char *format, ...)
    __attribute__((format(printf, 4, 5)));

/* Runs body in a transaction, or as a part of the one that is open; what it put into acting.out is the caller's when it returned 0. */
int acting_run(struct engine *engine, const struct action *action, struct action_result *out,
               struct diag *diag, int (*body)(struct acting *acting, void *arg), void *arg);

enum acting_want {
    ACTING_ANY,     /* what is not withdrawn */
    ACTING_WAITING, /* on_event, not triggered */
    ACTING_UNDATED, /* no due day, and not waiting */
    ACTING_LOOK,    /* whatever there is, what was withdrawn too: only to be shown */
};
/* By id, code, or "plan/stt" with one fitting occurrence. Says in diag what is wrong. */
int acting_find(const struct acting *acting, const char *key, enum acting_want want,
                struct occurrence_row *out);

/* Writes the row re-planned, and the ledger entry; endpoints hear of it, by its kind: done, exempt,
 * returned, reopened, extended, dated, triggered, assigned. detail may be NULL and is cleared. */
int acting_put(struct acting *acting, struct occurrence_row *row, const char *kind,
               struct detail *detail);
/* Adds a new one with a code of its own, its ledger entry, and a note of the stages that lie before
 * today. detail may be NULL and is cleared. row->code is not set afterwards. */
int acting_add(struct acting *acting, struct occurrence_row *row, const char *kind,
               struct detail *detail);
/* The same, and when it has shares those of `units`. */
int acting_add_whole(struct acting *acting, struct occurrence_row *row, const struct strings *units,
                     const char *kind, struct detail *detail);
/* Makes what came of it the result. */
int acting_result(struct acting *acting, const struct occurrence_row *row);

/* Calls `each` on the row, or on each of its shares (collecting rounds aside) and then on itself. */
int acting_each_part(struct acting *acting, struct occurrence_row *row,
                     int (*each)(struct acting *acting, struct occurrence_row *row, void *arg),
                     void *arg);

/* After a part was done or exempted: the whole is, when all its parts are. */
int acting_settle_parent(struct acting *acting, const struct occurrence_row *share);
/* After a part was opened again: so is the whole. */
int acting_open_parent(struct acting *acting, const struct occurrence_row *share);
/* A report that is done or exempted asks for no more parts of it. */
int acting_end_round(struct acting *acting, const struct occurrence_row *row);
/* It was closed by mistake: the parts that acting_end_round closed are asked for again. */
int acting_reopen_round(struct acting *acting, const struct occurrence_row *row);

/* What the actions of that name do, inside the caller's transaction. */
struct assign_ask;
int acting_assign(struct acting *acting, const struct assign_ask *ask);
int acting_trigger(struct acting *acting, const struct trigger_ask *ask);

/* Reckons the due day of a triggered term anew, by the calendar and the wording as they are now; one
 * that a person set stays. The caller stores it. */
int trigger_reckon(struct engine *engine, struct occurrence_row *row);

#endif
