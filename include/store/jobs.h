/* Work that recurs by itself: the monthly list of a department, and the like. */
#ifndef STORE_JOBS_H
#define STORE_JOBS_H

#include "store/store.h"

struct job_row {
    const char *department;
    const char *kind;    /* the engine's word: "monthly" … */
    const char *subject; /* a plan's id, or "" */
    instant_t next_at;   /* INSTANT_NONE: rests */
    void *owned;
};

struct job_rows {
    struct job_row *items;
    size_t count, capacity;
};

void store_job_rows_clear(struct job_rows *rows);
/* Sets when a job (department, kind, subject) is next due, new or not. */
int store_job_put(struct store *store, const struct job_row *row);
/* The job is due at next_at at the latest. */
int store_job_hasten(struct store *store, const struct job_row *row);
/* Those with next_at <= now, earliest first, at most `limit`. The list is replaced. */
int store_jobs_due(struct store *store, instant_t now, size_t limit, struct job_rows *out);
/* All jobs of a department (a load compares by it). */
int store_jobs_list(struct store *store, const char *department, struct job_rows *out);
/* Does nothing when there is no such job. */
int store_job_remove(struct store *store, const char *department, const char *kind,
                     const char *subject);

#endif
