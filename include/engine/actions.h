/* What people (and webhooks) do to occurrences. Each is one transaction (inside one of
 * the caller's: a part of it, of which nothing is kept on failure), leaves a ledger entry with its author, and re-plans what is still to be said.
 *
 * Where a key names an occurrence it is its id, its short code, or (for a row with one occurrence
 * of the fitting kind) "plan/stt". An occurrence that has shares stands for all of them.
 *
 * All return 0; ERR_NOT_FOUND (nothing of that name), ERR_REFUSED (not in its present state),
 * ERR_INVALID (a value), ERR_EXISTS (a key that fits several): diag then says what and what would
 * be right; or an error of the store. */
#ifndef ENGINE_ACTIONS_H
#define ENGINE_ACTIONS_H

#include "engine/engine.h"

struct action {
    instant_t now;
    const char *author; /* a login, "webhook:<endpoint>", a name from --by; never NULL */
};

/* What came of it; texts are owned. */
struct action_result {
    char *occurrence; /* the one acted on, or made */
    day_t due;        /* its due day now */
    enum occurrence_state state;
    size_t affected;  /* shares and occurrences changed */
    bool parent_done; /* with it the whole occurrence became done */
};
/* Accepts NULL and zeroed. */
void action_result_clear(struct action_result *result);

/* Looks a key up, also of what was withdrawn: its history stays. Clear *out. */
int action_find(struct engine *engine, const char *key, struct diag *diag,
                struct occurrence_row *out);

/* Discharged by a document. document may be ""; on DAY_NONE: today; note NULL: none. A day after
 * today is ERR_INVALID. A waiting occurrence cannot be done: it is triggered first. What asks for a
 * target's value is ERR_REFUSED: action_target_record discharges it. */
int action_done(struct engine *engine, const struct action *action, const char *key,
                const char *document, day_t on, const char *note, struct action_result *out,
                struct diag *diag);
/* A discharge or exemption was a mistake: open again. */
int action_reopen(struct engine *engine, const struct action *action, const char *key,
                  const char *note, struct action_result *out, struct diag *diag);
/* Its result was sent back (trả lại) by a document: open again, and counts as not done. */
int action_returned(struct engine *engine, const struct action *action, const char *key,
                    const char *document, day_t on, struct action_result *out, struct diag *diag);
/* A later due day that a document approved; the old one stays in the ledger. */
int action_extend(struct engine *engine, const struct action *action, const char *key, day_t to,
                  const char *document, struct action_result *out, struct diag *diag);
/* Need not be done. reason is required. */
int action_exempt(struct engine *engine, const struct action *action, const char *key,
                  const char *reason, struct action_result *out, struct diag *diag);
struct trigger_ask {
    const char *key;      /* "plan/stt" or the waiting occurrence */
    day_t on;             /* the day of the event, from which the term runs; DAY_NONE: today */
    const char *document; /* the paper; "" none */
    day_t due;            /* set by the paper itself; DAY_NONE: by the row's term, else undated */
    const char *sender;   /* who sent it; NULL not said */
    const char *ident;    /* its id in the e-office; NULL none */
    bool again;           /* although the same paper started this row before */
};
/* The event of an on_event row happened: a new occurrence event/1, event/2 … The same paper (number,
 * or ident, within half a year) starts a row once: ERR_EXISTS, unless `again` or what it started was
 * exempted or withdrawn. A term in working days counts worked Saturdays; one in days or months that
 * ends on a day off ends at the next working day (Civil Code 2015 Art. 147, 148(5)); a changed
 * calendar moves it (engine_load). */
int action_trigger_by(struct engine *engine, const struct action *action,
                      const struct trigger_ask *ask, struct action_result *out, struct diag *diag);
/* The same without sender, ident and `again`. */
int action_trigger(struct engine *engine, const struct action *action, const char *key, day_t on,
                   const char *document, day_t due, struct action_result *out, struct diag *diag);
/* The paper that a by_reference (or any undated) occurrence waits for sets its date. */
int action_date(struct engine *engine, const struct action *action, const char *key, day_t due,
                const char *document, struct action_result *out, struct diag *diag);

/* Many discharges at once: all or none of them. dry_run checks and writes nothing. Findings carry
 * file and line. *done counts those that were (or would be) discharged. */
struct results;
int action_done_many(struct engine *engine, const struct action *action,
                     const struct results *results, const char *file, bool dry_run, size_t *done,
                     struct diag *diag);

#endif
