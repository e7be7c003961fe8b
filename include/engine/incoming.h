/* What another system tells us (model/incoming.h), acted upon: once for each id, certain matches at
 * once, all others put before the office. */
#ifndef ENGINE_INCOMING_H
#define ENGINE_INCOMING_H

#include "base/sign.h"
#include "engine/actions.h"
#include "model/incoming.h"

enum incoming_outcome {
    INCOMING_APPLIED, /* something was triggered, assigned, discharged, opened, extended, exempted */
    INCOMING_PENDING, /* kept; the office decides (dondoc incoming accept, reject) */
    INCOMING_REFUSED, /* nothing kept but an entry of the ledger; the same id may come again */
};
const char *
incoming_outcome_name(enum incoming_outcome outcome); /* "applied" "pending" "refused" */

/* Who speaks. */
struct incoming_speaker {
    const char *author; /* "webhook:eoffice", "edxml", a login; never NULL */
    /* Ids of the departments that he may speak for; NULL: all. */
    const struct strings *departments;
    bool quiet; /* refusals have no ledger entry: the caller counts them */
};

/* What came of it; texts are owned. */
struct incoming_result {
    enum incoming_outcome outcome;
    bool
        repeated; /* that id was here before: nothing was done, and this is what was answered then */
    int64_t number;   /* under which it is kept, from 1; 0: it is not (refused) */
    char *occurrence; /* acted on, or made; NULL: none */
    day_t due;        /* its due day then; DAY_NONE */
    const char *code; /* refused or pending: why, a word for programs, static; "" */
    char *reason;     /* the same for people; NULL */
    char *remedy;     /* what would be right; NULL */
};
/* Accepts NULL and zeroed. */
void incoming_result_clear(struct incoming_result *result);

/* Acts on one event, and keeps it with what was answered: both or neither. Inside the caller's
 * transaction it is a part of its own: what is refused leaves nothing of it, and an error leaves the
 * transaction as it was. Outside one it takes its own, and what it says has reached the disk when it
 * returns.
 *
 * fingerprint: a hash of what arrived; the same id with another one is refused with code
 * "id_reused". A refusal is INCOMING_REFUSED with 0 returned, and has its entry in the ledger unless the speaker is quiet. Codes of
 * refusals: "invalid" (incoming_check), "id_reused", "not_allowed" (the speaker's departments),
 * "unknown_task", "unknown_unit", "withdrawn", "past_due" (a due day in the past), "state" (done
 * already, not triggered yet …), "value", "exists". Applied with code "already": the same paper did it
 * before. Codes of what is put before the office: "several",
 * "share_not_named", "other_unit", "other_department", "disagree", "no_period", "no_task", "not_waiting",
 * "finished" (the paper of work that is done is taken back).
 *
 * Returns 0, or an error of the store (ERR_BUSY: nothing is lost, the sender comes again). */
int incoming_apply(struct engine *engine, const struct incoming_event *event,
                   const struct incoming_speaker *speaker, const char *fingerprint, instant_t now,
                   struct incoming_result *out);

/* What an officer decides about one that is pending. */
struct incoming_choice {
    const char *occurrence; /* what it is about: id, code, "plan/stt"; NULL: assign it */
    const char *unit;       /* instead of what it says; NULL */
    day_t due;              /* the same; DAY_NONE */
};
/* Does what it says to what the officer names; one that was received and names nothing becomes a task
 * of the unit. One transaction. Returns as the actions do; ERR_NOT_FOUND: no such number, ERR_REFUSED:
 * it does not wait (any more). */
int incoming_accept(struct engine *engine, const struct action *action, int64_t number,
                    const struct incoming_choice *choice, struct action_result *out,
                    struct diag *diag);
/* Nothing is done; the reason is required. */
int incoming_reject(struct engine *engine, const struct action *action, int64_t number,
                    const char *reason, struct diag *diag);

#endif
