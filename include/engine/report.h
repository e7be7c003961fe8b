/* What became of the work of a span, per department and unit, as provinces publish it (Decree
 * 335/2025): total = hoàn thành (đúng hạn | quá hạn) + đang thực hiện (trong hạn | quá hạn). */
#ifndef ENGINE_REPORT_H
#define ENGINE_REPORT_H

#include "engine/engine.h"

/* Work counts by its present due day (after extensions), when somebody has to do it: shares, and
 * occurrences without shares; not the parts of a collecting round, nothing undated, waiting or
 * withdrawn. What several units do as one counts for each of them. What was exempted stands beside the
 * total. */
struct report_counts {
    int64_t total; /* always the sum of the next four */
    int64_t done_on_time, done_late;
    int64_t open_in_time, open_overdue; /* what was returned is open again */
    int64_t returned;                   /* how often a result was sent back */
    int64_t extended;                   /* how often a due day was moved by a document */
    int64_t exempt;                     /* not in the total */
};

/* One extension: what the personnel file wants to know. Texts are owned. */
struct report_extension {
    char *occurrence, *unit;
    char *detail; /* JSON as in the ledger: old_due, due, document */
    instant_t at;
};

struct report_line {
    char *department; /* its id; owned */
    char *unit;       /* its id; "" work of nobody; owned */
    struct report_counts counts;
    struct report_counts assigned; /* of those: tasks that arrived during the year */
    struct report_counts
        joint; /* of counts: what another line of the department has too, for sums */
    struct report_counts joint_assigned; /* the same of assigned */
};

struct report {
    struct report_line *items; /* departments by the config, units by id */
    size_t count, capacity;
    struct report_extension *extensions;
    size_t extension_count, extension_capacity;
};

/* Accepts NULL and zeroed. */
void report_clear(struct report *report);

/* department, unit: ids, NULL for all. Due days in [from, to]; states are those of `now`. out must be
 * zeroed. Returns 0, ERR_INVALID (to before from), ERR_NOMEM, ERR_LIMIT, or an error of the store. */
int engine_report(struct engine *engine, instant_t now, day_t from, day_t to,
                  const char *department, const char *unit, struct report *out);

/* The same by and by: a span may hold much. Each row counts as it is when it is come to, by the settings
 * of that moment. */
struct report_walk {
    day_t from, to;
    const char *unit; /* borrowed; NULL: all */
    struct strings departments;
    size_t department; /* the one that is looked at */
    size_t first;      /* its first line */
    day_t after_due;
    char *after_id;
    struct report report; /* whole when nothing more is to come */
};
/* *out must be zeroed. ERR_INVALID (to before from), ERR_NOMEM. */
int report_begin(const struct engine *engine, day_t from, day_t to, const char *department,
                 const char *unit, struct report_walk *out);
/* Looks at up to `rows` more. Returns 1 (there may be more), 0, or an error. */
int report_go_on(struct engine *engine, instant_t now, struct report_walk *walk, size_t rows);
/* Accepts NULL and zeroed. */
void report_walk_clear(struct report_walk *walk);

#endif
