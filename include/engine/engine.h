/* The engine: joins config, plans, calendar, store and templates. It knows no socket, no loop, no
 * terminal and reads no clock: whoever acts says what time it is.
 *
 * One thread. Functions that write take their own transaction and must not be called inside one;
 * on failure nothing of theirs is kept. Errors of the store (ERR_BUSY: try at the next tick) are
 * returned as they are; store_explain says more.
 *
 * May be used by: daemon (dondocd and dondoc). */
#ifndef ENGINE_ENGINE_H
#define ENGINE_ENGINE_H

#include "base/clock.h"
#include "base/diag.h"
#include "base/vec.h"
#include "model/answer.h"
#include "model/settings.h"
#include "render/daily.h"
#include "store/occurrences.h"
#include "store/store.h"

/* Answers by links that were refused in an hour (engine/answer.h). */
struct engine_refusals {
    instant_t since;
    int count;
    int64_t left_out; /* not in the ledger, there being too many */
};
struct shape;

/* Mails to be looked through at the end of what changes many occurrences at once. */
struct engine_reviews {
    VEC_MEMBERS(int64_t); /* messages, each once */
};

struct engine {
    const struct settings *settings;  /* borrowed */
    struct store *store;              /* borrowed */
    struct daily_templates templates; /* compiled at engine_open */
    struct template *answer_page;     /* behind the links in mails; NULL: no public_url */
    struct engine_refusals refusals;
    struct answer_keys link_keys; /* of the links in mails; none: mails have no links */
    struct shape **shapes; /* of the endpoints, in their order; NULL: events leave as they are */
    struct engine_reviews *reviews; /* borrowed; NULL: each mail is looked through at once */
    bool open;
};

/* Joins checked settings and an open store; both must outlive the engine. Compiles the templates of
 * `settings->templates`/<language>/<name>.mustache and those of the endpoints; findings go to diag (may be NULL). Calls
 * mail_init; mail_shutdown is the program's, at its end (GMime cannot begin again after it).
 * For a reload open a second engine on the same store and close the first.
 * Returns 0, ERR_NOT_FOUND (the folder or a file), ERR_FORMAT, ERR_INVALID, ERR_NOMEM, ERR_IO;
 * *engine is untouched then. */
int engine_open(const struct settings *settings, struct store *store, struct diag *diag,
                struct engine *engine);
/* Accepts NULL and zeroed. */
void engine_close(struct engine *engine);

/* From now on mails carry links to answer by, when the settings have a `public_url`. The keys are
 * copied, and wiped by engine_close. */
void engine_use_links(struct engine *engine, const struct answer_keys *keys);

/* The civil day at that instant by the office's clock. */
day_t engine_day(const struct engine *engine, instant_t now);
/* The policy of a plan id (its section's, its department's, the default); never NULL. department
 * serves when the plan has no section (any more). */
const struct policy *engine_policy(const struct settings *settings, const char *plan,
                                   const char *department);
/* The policy that says when a department's mails leave. */
const struct policy *engine_department_policy(const struct settings *settings,
                                              const char *department);
/* Whether a department's mails may leave at that instant: on a working day, in the hours of its
 * policy. */
bool engine_is_open(const struct settings *settings, const char *department, instant_t now);
/* now when they may, else when they next may; INSTANT_NONE: the calendar ends. */
instant_t engine_open_at(const struct settings *settings, const char *department, instant_t now);
/* The state of a stored occurrence or share on that day, by its plan's policy and the holidays. */
enum occurrence_state engine_state(const struct engine *engine, const struct occurrence_row *row,
                                   day_t today);

/* --- whose work it is (whose.c) -------------------------------------------------------------------
 *
 * An occurrence has a unit, or none when several do it as one: then the leads of its row do it, each of
 * them. Open work is of whoever has come after the unit by then; what is done stays with who did it. */

/* Adds the units that do it as of `day` (nothing of what has shares: they say it). Returns 0, ERR_NOMEM,
 * ERR_LIMIT, or an error of the store. */
int engine_units(const struct engine *engine, const struct occurrence_row *row, day_t day,
                 struct strings *out);
/* Whether that unit is one of them. */
int engine_is_of(const struct engine *engine, const struct occurrence_row *row, const char *unit,
                 day_t day, bool *out);
/* The units that `unit` has come after by that day, as occurrence_filter.former wants them: *out is the
 * caller's to free, NULL: none. With it a list holds all of the unit's; engine_is_of says which are.
 * department NULL: any. Returns 0, ERR_NOMEM, ERR_LIMIT. */
int engine_former(const struct engine *engine, const char *department, const char *unit, day_t day,
                  char **out);
/* Calls each for everything open of filter->unit, in its filter->department, that fits the filter. As
 * engine_occurrences_each otherwise, unit by unit. */
int engine_open_each(struct engine *engine, const struct occurrence_filter *filter, day_t day,
                     int (*each)(struct occurrence_row *row, void *arg), void *arg);
/* How many the unit did from … to, alone or with others. */
int engine_done_count(struct engine *engine, const char *department, const char *unit, day_t from,
                      day_t to, int64_t *out);

#endif
