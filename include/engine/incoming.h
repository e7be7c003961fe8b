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
const char *incoming_outcome_name(enum incoming_outcome outcome); /* "applied" "pending" "refused" */

/* Who speaks. */
struct incoming_speaker {
    const char *author;   /* "webhook:eoffice", "edxml", a login; never NULL */
    /* Ids of the departments that he may speak for; NULL: all. */
    const struct strings *departments;
};

/* What came of it; texts are owned. */
struct incoming_result {
    enum incoming_outcome outcome;
    bool repeated;    /* that id was here before: nothing was done, and this is what was answered then */
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
 * "id_reused". A refusal is INCOMING_REFUSED with 0 returned, and has its entry in the ledger. Codes of
 * refusals: "invalid" (incoming_check), "id_reused", "not_allowed" (the speaker's departments),
 * "unknown_task", "unknown_unit", "withdrawn", "past_due" (a due day in the past), "state" (done
 * already, not triggered yet …), "value". Codes of what is put before the office: "several",
 * "share_not_named", "other_unit", "other_department", "disagree", "no_period", "no_task".
 *
 * Returns 0, or an error of the store (ERR_BUSY: nothing is lost, the sender comes again). */
int incoming_apply(struct engine *engine, const struct incoming_event *event,
                   const struct incoming_speaker *speaker, const char *fingerprint, instant_t now,
                   struct incoming_result *out);

#endif
