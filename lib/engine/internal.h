/* What the files of engine share. */
#ifndef ENGINE_INTERNAL_H
#define ENGINE_INTERNAL_H

#include "base/buf.h"
#include "engine/engine.h"
#include "engine/review.h"
#include "model/amount.h"
#include "model/stage.h"
#include "store/notices.h"
#include "store/plans.h"

#define AUTHOR_SELF "dondoc"

/* Calls each for every occurrence that fits the filter (its paging is ours), by pages, in the order of
 * store_occurrences_list; what each writes does not disturb the reading. What it returns but 0 ends it.
 * Returns 0, that, or what the store returns. */
int engine_occurrences_each(struct engine *engine, const struct occurrence_filter *filter,
                            int (*each)(struct occurrence_row *row, void *arg), void *arg);

/* Kinds of jobs. */
#define JOB_MONTHLY "monthly"
#define JOB_DIGEST "digest"
#define JOB_UNDELIVERED "undelivered"

/* --- ledger (note.c) ---------------------------------------------------------------------------- */

/* A JSON object in the making: detail_init, detail_…, note. Failures are kept and told by note. */
struct detail {
    struct buf text;
    int err;
};
void detail_init(struct detail *detail);
void detail_clear(struct detail *detail);
/* NULL and "" are left out, as are DAY_NONE. */
void detail_text(struct detail *detail, const char *key, const char *value);
void detail_int(struct detail *detail, const char *key, int64_t value);
void detail_amount(struct detail *detail, const char *key, amount_t value); /* AMOUNT_NONE: none */
void detail_day(struct detail *detail, const char *key, day_t value);
void detail_stage(struct detail *detail, const char *key, struct stage stage);
/* Opens and closes an array of stages. */
void detail_stages(struct detail *detail, const char *key, const struct staged *staged,
                   size_t count);

/* Who and what an entry is about; NULL and 0: none. */
struct note {
    instant_t at;
    const char *kind;
    const char *occurrence;
    int64_t message;
    const char *recipient;
    const char *author; /* NULL: dondoc itself */
};
/* Writes a ledger entry; detail may be NULL and is cleared. */
int note_write(struct engine *engine, const struct note *note, struct detail *detail);

/* --- planning (planning.c) ---------------------------------------------------------------------- */

/* All roles that have a ladder, in the order in which they are spoken to. */
#define PLANNING_ROLES 6
extern const enum role planning_roles[PLANNING_ROLES];
/* The ladders an occurrence has: shares have no coordinating units, who has shares no lead and nobody
 * above it; there is no level of deputies or of the director where the config names none. */
bool planning_has_role(const struct engine *engine, const struct occurrence_row *row,
                       enum role role);
/* What ladder_build asks for. */
struct ladder_ask planning_ask(const struct engine *engine, const struct occurrence_row *row,
                               enum role role);
/* Already past due when a load made it: no ladder, the office was told once. */
bool planning_was_past_due(const struct engine *engine, const struct occurrence_row *row);
/* The first day with a stage after `after`, or on which a silence about it is over; DAY_NONE when
 * nothing is to be said any more. */
day_t planning_next_day(const struct engine *engine, const struct occurrence_row *row, day_t after);
/* Sets act_by and next_at after any change of its days or fate. */
void planning_replan(const struct engine *engine, struct occurrence_row *row);
/* Whether daily mails of the department may leave at that instant. */
bool planning_is_open(const struct engine *engine, const char *department, instant_t now);
/* now when they may, else when they next may. */
instant_t planning_open_at(const struct engine *engine, const char *department, instant_t now);

/* --- quiet (ack.c, silences.c) ------------------------------------------------------------------ */

/* An answer is for one due day, and for one time of being open. */
void ack_forget(struct occurrence_row *row);
/* Whether the answer makes that reminder needless. */
bool ack_stops(const struct occurrence_row *row, enum role role, struct stage stage);

/* What something is about; NULL: of no unit, plan, row. */
struct silenced {
    const char *department, *unit, *plan, *stt;
};
/* *until: the last day of the longest silence that covers it on that day; DAY_NONE: none does. */
int silences_cover(const struct engine *engine, const struct silenced *what, day_t day,
                   day_t *until);
int silences_cover_row(const struct engine *engine, const struct occurrence_row *row, day_t day,
                       day_t *until);

/* --- what stands already (settled.c) ------------------------------------------------------------ */

struct settled_stage {
    enum role role;
    struct stage stage;
    bool silent; /* passed over in silence, and to be made up for */
};
struct settled {
    struct settled_stage *items;
    size_t count, capacity;
};
void settled_clear(struct settled *list);
/* The stages of its present due day that were said, or that the ledger has as skipped before `now`. */
int settled_read(struct engine *engine, const struct occurrence_row *row, instant_t now,
                 struct settled *out);
/* Said, or skipped for good. */
bool settled_has(const struct settled *list, enum role role, struct stage stage);
/* The same, or passed over in silence. */
bool settled_is_noted(const struct settled *list, enum role role, struct stage stage);

/* --- recipients and notices (recipients.c) ------------------------------------------------------ */

struct recipient {
    char *name; /* lower-cased address, or "endpoint:<name>" */
    char *unit; /* id of the unit through which it hears */
};
struct recipients {
    struct recipient *items;
    size_t count, capacity;
};
void recipients_clear(struct recipients *list);
/* Who hears of an occurrence in a role on that day. task NULL: none stored (assigned work). Above the
 * unit: its head's own address, the office, who is in charge of it, the director; and then the
 * endpoints that hear all. */
int recipients_of(struct engine *engine, const struct occurrence_row *row,
                  const struct task_row *task, enum role role, day_t day, struct recipients *out);
/* The addresses and endpoints of a department's office. */
int recipients_office(struct engine *engine, const char *department, day_t day,
                      struct recipients *out);

/* The endpoints that hear all of a department, and those of the units (with their addresses). */
int recipients_endpoints(struct engine *engine, const char *department, const struct strings *units,
                         day_t day, struct recipients *out);

/* The same of its director. */
int recipients_director(struct engine *engine, const char *department, day_t day,
                        struct recipients *out);

/* One thing to say, without its recipient. */
struct saying {
    const char *occurrence; /* or "<plan>/<stt>" */
    const char *department;
    struct stage stage;
    day_t anchor;
    enum role role;
    instant_t now;
};
/* A notice to each recipient that has not had it, and its ledger entry. *added is increased. */
int notices_say(struct engine *engine, const struct saying *saying,
                const struct recipients *recipients, size_t *added);

/* --- links in mails (links.c) ------------------------------------------------------------------- */

/* Who may answer what by a link: the unit that must do it and its head anything, the office that it is
 * done; the others look on. */
bool link_may(enum role role, enum answer_act act);
/* The last day of links written on that day. */
day_t link_until(const struct engine *engine, day_t today);
/* The URL by which the recipient of a notice answers; NULL: it may not, or there are no links. */
int link_write(const struct engine *engine, const struct occurrence_row *row,
               const struct notice_row *notice, enum answer_act act, day_t today, char **out);

/* --- messages (letters.c) ----------------------------------------------------------------------- */

/* Puts what is to be said to one recipient into messages. *made is increased. */
int letters_make(struct engine *engine, const char *department, const char *recipient,
                 instant_t now, size_t *made);

/* After a change of an occurrence: a mail that still waits and has nothing left to say is cancelled, and
 * one that says less, or other days, than it did is superseded by one that says what stands. */
int letters_review(struct engine *engine, const char *occurrence, instant_t now);
/* The same for one message that waits again. */
int letters_review_message(struct engine *engine, int64_t id, instant_t now);
/* Between the two letters_review only notes which mails it is about, so that many changes in one
 * transaction make each of them anew once. letters_reviews_end looks them through (unless !keep) and
 * empties the list; it is called whatever happened. */
void letters_reviews_begin(struct engine *engine, struct engine_reviews *reviews);
int letters_reviews_end(struct engine *engine, instant_t now, bool keep);

/* --- work that recurs (jobs.c) ------------------------------------------------------------------ */

/* Plans the monthly list and the weekly digest of every department: its day moves with the holidays, and is never more than
 * one list away. */
int jobs_plan(struct engine *engine, instant_t now);

/* --- a clock that was set back (clock.c) -------------------------------------------------------- */

/* Inside the transaction of a load or tick, before anything else. When the clock reads earlier than it
 * did at the last one, all that was put off or settled in a future that did not come is planned
 * again; what was said stays said. */
int clock_check(struct engine *engine, instant_t now);
/* When something was last done; INSTANT_NONE: never. */
int clock_last(struct engine *engine, instant_t *out);
/* Remembers that something was done at `now`. */
int clock_note(struct engine *engine, instant_t now);

/* --- mails that do not arrive (undelivered.c) --------------------------------------------------- */

/* After a mail was put into the outbox: two working days later it is looked after. */
int undelivered_watch(struct engine *engine, const char *department, instant_t now);
/* So long what fails is gathered before somebody is told: one mail, not one for each. */
#define GATHER_MS ((instant_t)10 * 60 * 1000)
/* A message has failed for good: the department's office hears of it soon, in its hours. */
int undelivered_hasten(struct store *store, const char *department, instant_t now);
/* Tells the office, at an address that works, of mails that have not arrived for two working days or
 * have failed for good. *next: when to look again, INSTANT_NONE when nothing is under way. */
int undelivered_tell(struct engine *engine, const char *department, instant_t now, instant_t *next,
                     size_t *made);

/* --- the shapes of events (shapes.c) ------------------------------------------------------------- */

/* Compiles and tries those of all endpoints, so that all mistakes are told at once: an array in their
 * order, NULL where events leave as they are. Returns 0, ERR_NOT_FOUND, ERR_IO, ERR_FORMAT, ERR_LIMIT,
 * ERR_NOMEM. */
int shapes_read(const struct settings *settings, struct diag *diag, struct shape ***out);
void shapes_free(const struct settings *settings, struct shape **shapes);

/* --- wording (review.c) ------------------------------------------------------------------------- */

/* "nt", "như trên": the row above's wording. */
bool review_is_as_above(const char *text);

/* --- the weekly digest (digest.c) --------------------------------------------------------------- */

/* A notice for each unit with something to say, to those whom the department's policy names. */
int digest_say(struct engine *engine, const char *department, instant_t now, size_t *added);
/* Appends the unit's line, as of the notice's day. */
int digest_write(struct engine *engine, const struct notice_row *notice, struct buf *out);

/* --- lists for the office (lists.c) ------------------------------------------------------------- */

int lists_monthly(struct engine *engine, const char *department, instant_t now, size_t *added);

#endif
