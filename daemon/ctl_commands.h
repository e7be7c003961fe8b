/* What can be asked over the control socket: one table of commands, one handler each. */
#ifndef DAEMON_CTL_COMMANDS_H
#define DAEMON_CTL_COMMANDS_H

#include <jansson.h>

#include "base/buf.h"
#include "base/diag.h"
#include "ctl/wire.h"
#include "daemon/app.h"
#include "engine/actions.h"
#include "store/occurrences.h"

/* Who asks, and how he is answered. */
struct ctl_peer {
    const char *author; /* the login behind the socket */
    int (*write)(const struct buf *line, void *arg);
    void *arg;
};

/* One call under way. */
struct ctl_call {
    struct app *app;
    const struct ctl_peer *peer;
    struct wire_request request;
    const json_t *args; /* of the request */
    char *author;       /* the peer's login, or "name (login)" with --by */
    instant_t now;
    json_t *result; /* of the end line; NULL: none. Taken by the caller */
    struct diag diag;
    bool changed; /* something waits anew: turn afterwards */
    /* A long answer comes in pages, as fast as it is read: `more` writes the next one. It returns 1
     * (there may be another), 0 (that was all) or an error. It may rely on nothing of a generation
     * that it saw the time before. */
    int (*more)(struct ctl_call *call);
    bool later;   /* set by `more`: it was much work, others have their turn before it goes on */
    json_t *kept; /* see ctl_keep */
    void *cursor; /* where it stands; released with cursor_free */
    void (*cursor_free)(void *cursor);
};

/* Begins to answer one line. Returns NULL when the answer is written whole, else the call, of which
 * more is to be written when what was written has been read. peer outlives it. */
struct ctl_call *ctl_commands_begin(struct app *app, const struct ctl_peer *peer, const char *line,
                                    size_t len);
/* Writes more. Returns NULL when that was all, else the call; *later: not before the loop ran. */
struct ctl_call *ctl_commands_go_on(struct ctl_call *call, bool *later);
/* Nobody reads the rest. Accepts NULL. */
void ctl_commands_drop(struct ctl_call *call);

/* Writes one item; takes the reference. Returns 0, ERR_NOMEM, ERR_LIMIT. */
int ctl_emit(struct ctl_call *call, json_t *item);

/* Replaces a text that may go away with its generation by a copy that lives as long as the call; NULL
 * stays. Returns 0 or ERR_NOMEM. */
int ctl_keep(struct ctl_call *call, const char **text);

/* Arguments. Each returns 0 or ERR_INVALID with a finding; what is absent takes the default. */
int ctl_text(struct ctl_call *call, const char *name, bool required, const char **out);
int ctl_day(struct ctl_call *call, const char *name, bool required, day_t *out);
/* Checks the department, unit and plan of a filter: a name that nothing has would look like "nothing
 * to do". A name may stand for the id, which replaces it. A unit without a department is looked for
 * in all. Returns 0, ERR_INVALID (told in diag, with what there is), or what the store returns. */
int ctl_names_check(struct ctl_call *call, struct occurrence_filter *filter);
bool ctl_flag(const struct ctl_call *call, const char *name);

/* Values of answers. A day as ISO 8601, an instant by the office's clock; null for none. */
json_t *ctl_day_json(day_t day);
json_t *ctl_instant_json(const struct ctl_call *call, instant_t at);
/* What came of a change. */
json_t *ctl_result_json(const struct action_result *result);
/* The name of a unit, else its id; NULL for NULL. */
const char *ctl_unit_name(const struct ctl_call *call, const char *department, const char *unit);

/* The handlers that only show (ctl_show.c, ctl_ledger.c) and those that send or load (ctl_commands.c). */
int ctl_list(struct ctl_call *call);
int ctl_show(struct ctl_call *call);
int ctl_status(struct ctl_call *call);
int ctl_ledger(struct ctl_call *call);
int ctl_ledger_verify(struct ctl_call *call);
int ctl_report(struct ctl_call *call);
int ctl_bounce(struct ctl_call *call);
int ctl_outbox_list(struct ctl_call *call);
/* A paper of the e-office (ctl_edxml.c). */
int ctl_import_edxml(struct ctl_call *call);
int ctl_test_notify(struct ctl_call *call);
/* The handlers on silences (ctl_silence.c). */
int ctl_silence_list(struct ctl_call *call);
int ctl_silence_add(struct ctl_call *call);
int ctl_silence_end(struct ctl_call *call);
/* Those that last, or all there ever were. */
json_t *ctl_silences_json(const struct ctl_call *call, bool all);
/* The handlers on what other systems told (ctl_incoming.c). */
int ctl_incoming_list(struct ctl_call *call);
int ctl_incoming_show(struct ctl_call *call);
int ctl_incoming_accept(struct ctl_call *call);
int ctl_incoming_reject(struct ctl_call *call);

/* The handlers on targets (ctl_target.c). */
int ctl_target_list(struct ctl_call *call);
int ctl_target_show(struct ctl_call *call);
int ctl_target_record(struct ctl_call *call);
int ctl_target_baseline(struct ctl_call *call);
int ctl_target_import(struct ctl_call *call);
/* The handlers on endpoints (ctl_endpoint.c). */
int ctl_endpoint_list(struct ctl_call *call);
int ctl_endpoint_enable(struct ctl_call *call);
int ctl_endpoint_disable(struct ctl_call *call);

#endif
