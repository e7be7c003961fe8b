/* A signed plan and its rows. */
#ifndef MODEL_PLAN_H
#define MODEL_PLAN_H

#include "model/roster.h"

#define PLAN_MAX_TASKS 200000
#define PLAN_MAX_YEARS 30

/* One row of a plan, as written. All text NFC, owned, never NULL ("" when empty). */
struct task {
    char *stt;
    char *group;                       /* nhom */
    char *content;                     /* noi_dung */
    char *product;                     /* san_pham */
    struct strings lead, coordinating; /* as written, split at ';' */
    char *time;                        /* thoi_gian, the signed wording */
    char *time_fix;                    /* thoi_gian_sua, the officer's clearer wording; "" none */
    char *amends; /* sua_doi: "plan/stt" rows it changes or withdraws; "" none */
    bool joint;   /* several leads do it as one */
    int line;     /* first line of the row in its file */
};

/* One `plan "<id>"` section and, once read, its rows. */
struct plan {
    char *id;         /* [a-z0-9-]+ */
    char *file;       /* path of its CSV, resolved against the config's folder */
    char *targets;    /* path of the CSV of its targets; "" none */
    char *number;     /* "02/KH-STP"; "" when the document has none */
    day_t issued;     /* DAY_NONE when it has none */
    char *department; /* department id */
    char *title;
    int from_year, to_year;
    char *amends;           /* id or number of the plan that it amends; "" none */
    struct strings reports; /* stt of its report rows; empty: by the default rule */
    struct strings joint;   /* stt of rows whose several leads do it as one */
    char *regime;           /* "" the department's */
    char *policy;           /* "" the department's */
    day_t closed;           /* from this day on nothing of it is reminded; DAY_NONE: open */
    char *config;           /* config file that names it; NULL: none */
    int line;               /* the line there */
    struct task *tasks;
    size_t count, capacity;
};

void plan_init(struct plan *plan);
/* Both accept NULL and a zeroed struct. */
void plan_clear(struct plan *plan);
void task_clear(struct task *task);
/* Frees the rows and keeps the section. */
void plan_clear_tasks(struct plan *plan);
/* A deep copy of the section, without rows, into an empty plan. Returns 0 or ERR_NOMEM. */
int plan_copy_section(const struct plan *from, struct plan *to);
/* The wording that counts: time_fix when there is one, else time. */
const char *task_time(const struct task *task);
/* The row of that stt, or NULL. */
const struct task *plan_task(const struct plan *plan, const char *stt);
/* What mails call the plan: "Kế hoạch số 02/KH-STP ngày 26/01/2021", or its title when it has no
 * number. Appends to out. Returns 0, ERR_NOMEM, ERR_LIMIT. */
struct buf;
int plan_citation(const struct plan *plan, struct buf *out);

#endif
