/* What a relay took and later gave back (RFC 3464), made durable. */
#ifndef ENGINE_BOUNCE_H
#define ENGINE_BOUNCE_H

#include "engine/actions.h"
#include "render/dsn.h"

enum bounce_outcome {
    BOUNCE_FAILED,   /* the mail counts as not delivered; the office will be told */
    BOUNCE_NOTED,    /* a delay, or that it arrived: in the ledger, nothing changed */
    BOUNCE_KNOWN,    /* had failed, or was noted often enough before: nothing changed */
    BOUNCE_UNKNOWN,  /* no mail of ours has that id: nothing written */
    BOUNCE_MISMATCH, /* of a mail of ours, but about somebody it was not for: in the ledger alone */
};
/* "failed" "noted" "known" "unknown" "mismatch". */
const char *bounce_outcome_name(enum bounce_outcome outcome);

struct bounce_result {
    enum bounce_outcome outcome;
    int64_t message; /* 0: unknown */
    char *recipient; /* of the message; NULL: unknown; owned */
};
/* Accepts NULL and zeroed. */
void bounce_result_clear(struct bounce_result *result);

/* Records a notification in one transaction. Who can send mail to the address for bounces can write
 * anything into it: only a report about the very recipient of a mail whose id is right changes
 * something, and never more than that this one mail has failed, which the office hears of and can
 * retry. At most BOUNCE_MAX_NOTES entries of the ledger per mail.
 * Returns 0 or an error of the store. */
#define BOUNCE_MAX_NOTES 30
int bounce_record(struct engine *engine, const struct action *action, const struct dsn *dsn,
                  struct bounce_result *out);

#endif
