/* Plans and their rows as last loaded, and who they name. */
#ifndef STORE_PLANS_H
#define STORE_PLANS_H

#include "cal/civil.h"
#include "model/stage.h"
#include "store/store.h"

struct plan_row {
    const char *id;
    const char *department;
    const char *number; /* "" none */
    day_t issued;
    const char *title;
    int from_year, to_year;
    const char *regime; /* "" the department's */
    const char *policy; /* "" the department's */
    const char *file;
    const char
        *content_hash; /* of the file as last loaded; any text the caller likes; NULL is "" */
    /* Of all that the last load depended on; "" (or NULL): it has to be loaded again. The store empties
     * it when an occurrence of the plan that was over is open again. */
    const char *fingerprint;
    const char *amendments; /* of the rows of other plans that amend it; NULL is "" */
    int live_rows, unsettled_rows, occurrences; /* as the last load counted them */
    day_t closed;                               /* nothing of it is reminded from this day on */
    day_t first_loaded;
    instant_t loaded_at;
    bool withdrawn; /* its section is gone from the config */
    void *owned;
};

void store_plan_clear(struct plan_row *row);
/* Writes a plan, new or not. */
int store_plan_put(struct store *store, const struct plan_row *row);
/* Remembers how the load of a stored plan ended: content_hash, fingerprint, amendments and the counts;
 * the other members are not looked at. ERR_NOT_FOUND. */
int store_plan_loaded(struct store *store, const struct plan_row *row);
/* ERR_NOT_FOUND. Clear *out. */
int store_plan_get(struct store *store, const char *id, struct plan_row *out);
/* All plans by id. `each`: 0 goes on, > 0 stops quietly, < 0 stops and is returned. It may read
 * and write, but not call this function again. */
int store_plans_each(struct store *store, int (*each)(const struct plan_row *row, void *arg),
                     void *arg);

enum task_status { TASK_UNDERSTOOD, TASK_NEEDS_PERSON, TASK_CONTRADICTORY };

struct task_row {
    const char *plan;
    const char *stt;
    int position;      /* order in the file, from 0 */
    const char *group; /* this and the next six: as written, "" when empty */
    const char *content;
    const char *product;
    const char *lead;         /* as written */
    const char *coordinating; /* as written */
    const char *time;
    const char *time_fix;
    enum task_status status;
    const char *reason;        /* why a person is needed; "" */
    const char *unread;        /* spans not understood, one a line; "" */
    const char *unknown_units; /* one a line; "" */
    const char *hash;          /* of the row, to see what changed; any text */
    bool joint;
    bool continuous; /* holds something to be done all the time */
    bool withdrawn;
    void *owned;
};

void store_task_clear(struct task_row *row);
/* Writes a row, new or not. ERR_NOT_FOUND: no such plan. */
int store_task_put(struct store *store, const struct task_row *row);
/* ERR_NOT_FOUND. Clear *out. */
int store_task_get(struct store *store, const char *plan, const char *stt, struct task_row *out);
/* The rows of a plan by position, withdrawn ones too; each as in store_plans_each. */
int store_tasks_each(struct store *store, const char *plan,
                     int (*each)(const struct task_row *row, void *arg), void *arg);
/* The live rows of a plan that need a person, by position. */
int store_tasks_unsettled_each(struct store *store, const char *plan,
                               int (*each)(const struct task_row *row, void *arg), void *arg);
/* How many live rows the plan has, and how many of them need a person. */
int store_tasks_count(struct store *store, const char *plan, int64_t *live, int64_t *unsettled);

/* Who leads or coordinates a row: units and posts, groups already expanded. */
struct party_row {
    const char *plan;
    const char *stt;
    enum role role; /* ROLE_LEAD or ROLE_COORDINATING */
    const char *unit;
    int position; /* order, from 0 */
    void *owned;
};

/* Replaces the parties of a row (plan and stt of each are ignored). At most 1,000. */
int store_parties_put(struct store *store, const char *plan, const char *stt,
                      const struct party_row *parties, size_t count);
/* The parties of a row, leads first, by position. */
int store_parties_each(struct store *store, const char *plan, const char *stt,
                       int (*each)(const struct party_row *row, void *arg), void *arg);
/* The live rows of a plan that a unit leads, by position (rows of a collecting round). */
int store_tasks_led_each(struct store *store, const char *plan, const char *unit,
                         int (*each)(const struct task_row *row, void *arg), void *arg);
/* The units that lead live rows of a plan, each once, by name. */
int store_leads_each(struct store *store, const char *plan,
                     int (*each)(const char *unit, void *arg), void *arg);

#endif
