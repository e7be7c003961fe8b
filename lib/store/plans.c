#include "store/plans.h"

#include "lib/store/db.h"
#include "lib/store/rows.h"

#define PARTIES_MAX 1000

static const char *const status_list[] = {"understood", "needs_a_person", "contradictory"};
static const struct words status_words = WORDS(status_list);

static const struct field plan_fields[] = {
    FIELD(plan_row, FIELD_TEXT, "id", id),
    FIELD(plan_row, FIELD_TEXT, "department", department),
    FIELD(plan_row, FIELD_TEXT, "number", number),
    FIELD(plan_row, FIELD_DAY, "issued", issued),
    FIELD(plan_row, FIELD_TEXT, "title", title),
    FIELD(plan_row, FIELD_INT, "from_year", from_year),
    FIELD(plan_row, FIELD_INT, "to_year", to_year),
    FIELD(plan_row, FIELD_TEXT, "regime", regime),
    FIELD(plan_row, FIELD_TEXT, "policy", policy),
    FIELD(plan_row, FIELD_TEXT, "file", file),
    FIELD(plan_row, FIELD_TEXT, "content_hash", content_hash),
    FIELD(plan_row, FIELD_TEXT, "fingerprint", fingerprint),
    FIELD(plan_row, FIELD_TEXT, "amendments", amendments),
    FIELD(plan_row, FIELD_INT, "live_rows", live_rows),
    FIELD(plan_row, FIELD_INT, "unsettled_rows", unsettled_rows),
    FIELD(plan_row, FIELD_INT, "occurrences", occurrences),
    FIELD(plan_row, FIELD_DAY, "closed", closed),
    FIELD(plan_row, FIELD_DAY, "first_loaded", first_loaded),
    FIELD(plan_row, FIELD_INSTANT, "loaded_at", loaded_at),
    FIELD(plan_row, FIELD_BOOL, "withdrawn", withdrawn),
};
static const struct row_type plan_type = ROW_TYPE(plan_row, plan_fields);

static const struct field task_fields[] = {
    FIELD(task_row, FIELD_TEXT, "plan", plan),
    FIELD(task_row, FIELD_TEXT, "stt", stt),
    FIELD(task_row, FIELD_INT, "position", position),
    FIELD(task_row, FIELD_TEXT, "grp", group),
    FIELD(task_row, FIELD_TEXT, "content", content),
    FIELD(task_row, FIELD_TEXT, "product", product),
    FIELD(task_row, FIELD_TEXT, "lead", lead),
    FIELD(task_row, FIELD_TEXT, "coordinating", coordinating),
    FIELD(task_row, FIELD_TEXT, "time", time),
    FIELD(task_row, FIELD_TEXT, "time_fix", time_fix),
    FIELD_WORDS(task_row, "status", status, &status_words),
    FIELD(task_row, FIELD_TEXT, "reason", reason),
    FIELD(task_row, FIELD_TEXT, "unread", unread),
    FIELD(task_row, FIELD_TEXT, "unknown_units", unknown_units),
    FIELD(task_row, FIELD_TEXT, "hash", hash),
    FIELD(task_row, FIELD_BOOL, "joint", joint),
    FIELD(task_row, FIELD_BOOL, "continuous", continuous),
    FIELD(task_row, FIELD_BOOL, "withdrawn", withdrawn),
};
static const struct row_type task_type = ROW_TYPE(task_row, task_fields);

static const struct field party_fields[] = {
    FIELD(party_row, FIELD_TEXT, "plan", plan),
    FIELD(party_row, FIELD_TEXT, "stt", stt),
    FIELD_WORDS(party_row, "role", role, &role_words),
    FIELD(party_row, FIELD_INT, "position", position),
    FIELD(party_row, FIELD_TEXT, "unit", unit),
};
static const struct row_type party_type = ROW_TYPE(party_row, party_fields);

/* --- plans --------------------------------------------------------------------------------------- */

struct plan_visit {
    int (*each)(const struct plan_row *row, void *arg);
    void *arg;
};

static int visit_plan(const void *row, void *arg)
{
    const struct plan_visit *visit = arg;
    return visit->each(row, visit->arg);
}

void store_plan_clear(struct plan_row *row)
{
    row_clear(&plan_type, row);
}

int store_plan_put(struct store *store, const struct plan_row *row)
{
    struct query q;
    struct plan_row whole = *row;
    whole.content_hash = row->content_hash ? row->content_hash : "";
    whole.fingerprint = row->fingerprint ? row->fingerprint : "";
    whole.amendments = row->amendments ? row->amendments : "";
    query_start(&q, store, STMT_PLAN_PUT);
    query_bind(&q, &plan_type, &whole);
    return query_run(&q);
}

int store_plan_loaded(struct store *store, const struct plan_row *row)
{
    struct query q;
    query_start(&q, store, STMT_PLAN_LOADED);
    query_bind(&q, &plan_type, row);
    return query_run_one(&q);
}

int store_plan_get(struct store *store, const char *id, struct plan_row *out)
{
    struct query q;
    query_start(&q, store, STMT_PLAN_GET);
    query_text(&q, ":id", id);
    return query_get(&q, &plan_type, out);
}

int store_plans_each(struct store *store, int (*each)(const struct plan_row *row, void *arg),
                     void *arg)
{
    struct plan_visit visit = {each, arg};
    struct plan_row row;
    struct query q;
    query_start(&q, store, STMT_PLAN_ALL);
    return query_each(&q, &plan_type, &row, visit_plan, &visit);
}

/* --- rows ---------------------------------------------------------------------------------------- */

struct task_visit {
    int (*each)(const struct task_row *row, void *arg);
    void *arg;
};

static int visit_task(const void *row, void *arg)
{
    const struct task_visit *visit = arg;
    return visit->each(row, visit->arg);
}

void store_task_clear(struct task_row *row)
{
    row_clear(&task_type, row);
}

int store_task_put(struct store *store, const struct task_row *row)
{
    struct query q;
    query_start(&q, store, STMT_TASK_PUT);
    query_bind(&q, &task_type, row);
    return query_run(&q);
}

int store_task_get(struct store *store, const char *plan, const char *stt, struct task_row *out)
{
    struct query q;
    query_start(&q, store, STMT_TASK_GET);
    query_text(&q, ":plan", plan);
    query_text(&q, ":stt", stt);
    return query_get(&q, &task_type, out);
}

static int each_task(struct store *store, enum statement id, const char *plan,
                     const struct task_visit *visit)
{
    struct task_visit copy = *visit;
    struct task_row row;
    struct query q;
    query_start(&q, store, id);
    query_text(&q, ":plan", plan);
    return query_each(&q, &task_type, &row, visit_task, &copy);
}

int store_tasks_each(struct store *store, const char *plan,
                     int (*each)(const struct task_row *row, void *arg), void *arg)
{
    return each_task(store, STMT_TASK_OF_PLAN, plan, &(struct task_visit){each, arg});
}

int store_tasks_unsettled_each(struct store *store, const char *plan,
                               int (*each)(const struct task_row *row, void *arg), void *arg)
{
    return each_task(store, STMT_TASK_UNSETTLED, plan, &(struct task_visit){each, arg});
}

int store_tasks_led_each(struct store *store, const char *plan, const char *unit,
                         int (*each)(const struct task_row *row, void *arg), void *arg)
{
    struct task_visit visit = {each, arg};
    struct task_row row;
    struct query q;
    query_start(&q, store, STMT_TASK_LED);
    query_text(&q, ":plan", plan);
    query_text(&q, ":unit", unit);
    return query_each(&q, &task_type, &row, visit_task, &visit);
}

int store_tasks_count(struct store *store, const char *plan, int64_t *live, int64_t *unsettled)
{
    struct query q;
    query_start(&q, store, STMT_TASK_COUNT);
    query_text(&q, ":plan", plan);
    int err = query_step(&q);
    if (err > 0) {
        *live = query_column_int(&q, "live");
        *unsettled = query_column_int(&q, "unsettled");
    }
    return query_end(&q, err);
}

/* --- parties ------------------------------------------------------------------------------------- */

static int add_party(struct store *store, const char *plan, const char *stt,
                     const struct party_row *party)
{
    struct party_row row = *party;
    row.plan = plan;
    row.stt = stt;
    struct query q;
    query_start(&q, store, STMT_PARTY_ADD);
    query_bind(&q, &party_type, &row);
    return query_run(&q);
}

int store_parties_put(struct store *store, const char *plan, const char *stt,
                      const struct party_row *parties, size_t count)
{
    if (count > PARTIES_MAX) {
        return ERR_LIMIT;
    }
    struct query q;
    query_start(&q, store, STMT_PARTY_CLEAR);
    query_text(&q, ":plan", plan);
    query_text(&q, ":stt", stt);
    int err = query_run(&q);
    for (size_t i = 0; i < count && err == 0; i++) {
        err = add_party(store, plan, stt, &parties[i]);
    }
    return err;
}

struct party_visit {
    int (*each)(const struct party_row *row, void *arg);
    void *arg;
};

static int visit_party(const void *row, void *arg)
{
    const struct party_visit *visit = arg;
    return visit->each(row, visit->arg);
}

int store_parties_each(struct store *store, const char *plan, const char *stt,
                       int (*each)(const struct party_row *row, void *arg), void *arg)
{
    struct party_visit visit = {each, arg};
    struct party_row row;
    struct query q;
    query_start(&q, store, STMT_PARTY_OF_TASK);
    query_text(&q, ":plan", plan);
    query_text(&q, ":stt", stt);
    return query_each(&q, &party_type, &row, visit_party, &visit);
}

int store_leads_each(struct store *store, const char *plan,
                     int (*each)(const char *unit, void *arg), void *arg)
{
    struct query q;
    query_start(&q, store, STMT_PARTY_LEADS);
    query_text(&q, ":plan", plan);
    int err = query_step(&q);
    while (err > 0) {
        err = each(query_column_text(&q, "unit"), arg);
        if (err != 0) {
            break;
        }
        err = query_step(&q);
    }
    return query_end(&q, err);
}
