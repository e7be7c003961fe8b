/* What a message of the e-office (import/edxml.h) means for us, and acting upon it.
 *
 * A paper to us starts the row of a plan that its route names, else with a due day it gives a task to the
 * unit that the config maps it to; a paper of ours that
 * answers one (ResponseFor) discharges what that one gave; a paper taken back or changed cancels it or
 * sets another day. Status 06 of ours closes, status 13 of who issued the paper cancels. All else is only
 * noted. A signature is reported, never trusted: who may put files into the folder may speak. */
#ifndef ENGINE_EDXML_H
#define ENGINE_EDXML_H

#include "engine/incoming.h"
#include "import/edxml.h"

#define EDXML_SOURCE "edxml" /* of its events */

enum edxml_what {
    EDXML_TASK,      /* a paper that came gives a task */
    EDXML_TRIGGER,   /* it starts the row of a plan that its route names */
    EDXML_DISCHARGE, /* a paper of ours answers one */
    EDXML_FINISH,    /* status 06: finished, no paper named */
    EDXML_CANCEL,    /* taken back */
    EDXML_CHANGE,    /* another due day; gives a task when the paper gave none before */
    EDXML_NOTED,     /* nothing to do */
};
const char *edxml_what_name(enum edxml_what what); /* "task" "discharge" … */

/* One thing that follows from a message. Texts are owned. */
struct edxml_step {
    enum edxml_what what;
    struct incoming_event event; /* not of EDXML_NOTED */
    char *organ;                 /* which of our OrganIds it concerns */
    char *unit;                  /* change: who gets the task when the paper gave none before */
    char *task;                  /* the same: the row that it starts then; NULL */
    char *route;                 /* the route of the config that named the unit or the row; NULL */
    char *text;                  /* what is to be done or why nothing is, for people */
    bool applied;                /* result is filled */
    struct incoming_result result;
};

struct edxml_steps {
    struct edxml_step *items;
    size_t count, capacity;
};
/* Accepts NULL and zeroed. */
void edxml_steps_clear(struct edxml_steps *steps);

/* What follows, by the config alone. name: of the file, in findings. Returns 0 (at least one step), or
 * ERR_REFUSED when neither sender nor receiver is ours (diag says so), or ERR_NOMEM. */
int edxml_understand(const struct settings *settings, const struct edxml *message, const char *name,
                     struct edxml_steps *out, struct diag *diag);

/* The worst of what became of the steps. */
enum edxml_outcome {
    EDXML_OUT_NOTED,   /* nothing was to be done */
    EDXML_OUT_APPLIED, /* all that was to be done is */
    EDXML_OUT_PENDING, /* something is put before the office */
    EDXML_OUT_REFUSED, /* something was refused */
};
enum edxml_outcome edxml_outcome(const struct edxml_steps *steps);
const char *edxml_outcome_name(enum edxml_outcome outcome);

/* Appends what became of them, a line each, for people. Returns 0, ERR_NOMEM, ERR_LIMIT. */
int edxml_steps_print(const struct edxml_steps *steps, struct buf *out);

/* Understands it and acts: one transaction, one entry of the ledger about the message beside those of the
 * actions. A message that was here before does nothing, and says what came of it then. One that is not
 * ours is ERR_REFUSED with its entry in the ledger. Returns 0, ERR_REFUSED (diag), or an error of the
 * store: nothing was done then, and it may come again. */
int edxml_apply(struct engine *engine, const struct edxml *message, const char *name,
                const struct action *action, struct edxml_steps *out, struct diag *diag);

/* A file that could not be read as edXML: the ledger says so, with the findings. Returns 0 or an error of
 * the store. */
int edxml_note_unread(struct engine *engine, const char *name, const struct action *action,
                      const struct diag *diag);

#endif
