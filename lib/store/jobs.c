#include "store/jobs.h"

#include "lib/store/db.h"
#include "lib/store/rows.h"

static const struct field job_fields[] = {
    FIELD(job_row, FIELD_TEXT, "department", department),
    FIELD(job_row, FIELD_TEXT, "kind", kind),
    FIELD(job_row, FIELD_TEXT, "subject", subject),
    FIELD(job_row, FIELD_INSTANT, "next_at", next_at),
};
static const struct row_type job_type = ROW_TYPE(job_row, job_fields);

#define JOBS_MAX 100000

void store_job_rows_clear(struct job_rows *rows)
{
    rows_clear(&job_type, rows);
}

int store_job_put(struct store *store, const struct job_row *row)
{
    struct query q;
    query_start(&q, store, STMT_JOB_PUT);
    query_bind(&q, &job_type, row);
    return query_run(&q);
}

int store_job_hasten(struct store *store, const struct job_row *row)
{
    struct query q;
    query_start(&q, store, STMT_JOB_HASTEN);
    query_bind(&q, &job_type, row);
    return query_run(&q);
}

int store_jobs_due(struct store *store, instant_t now, size_t limit, struct job_rows *out)
{
    struct query q;
    query_start(&q, store, STMT_JOB_DUE);
    query_instant(&q, ":now", now);
    query_limit(&q, limit);
    return query_list(&q, &job_type, out, limit);
}

int store_jobs_list(struct store *store, const char *department, struct job_rows *out)
{
    struct query q;
    query_start(&q, store, STMT_JOB_LIST);
    query_text(&q, ":department", department);
    return query_list(&q, &job_type, out, JOBS_MAX);
}

int store_job_remove(struct store *store, const char *department, const char *kind,
                     const char *subject)
{
    struct query q;
    query_start(&q, store, STMT_JOB_REMOVE);
    query_text(&q, ":department", department);
    query_text(&q, ":kind", kind);
    query_text(&q, ":subject", subject);
    return query_run(&q);
}
