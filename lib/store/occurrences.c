#include "store/occurrences.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "lib/store/db.h"
#include "lib/store/rows.h"

#define FAMILY_MAX 10000
/* due_order of what has no date; the table's generated column says the same. */
#define UNDATED_ORDER INT32_MAX

static const char *const kind_list[] = {"once",       "window",   "cycle",
                                        "continuous", "on_event", "by_reference"};
static const char *const every_list[] = {NULL,   "week",        "month", "quarter",
                                         "half", "nine_months", "year"};
static const char *const source_list[] = {"text", "reporting", "trigger", "person"};
static const char *const outcome_list[] = {"open", "done", "withdrawn", "exempt"};
static const struct words kind_words = WORDS(kind_list);
static const struct words every_words = WORDS(every_list);
static const struct words source_words = WORDS(source_list);
static const struct words outcome_words = WORDS(outcome_list);

static const struct field occurrence_fields[] = {
    FIELD(occurrence_row, FIELD_TEXT, "id", id),
    FIELD(occurrence_row, FIELD_TEXT, "department", department),
    FIELD(occurrence_row, FIELD_TEXT, "plan", plan),
    FIELD(occurrence_row, FIELD_TEXT, "stt", stt),
    FIELD(occurrence_row, FIELD_TEXT, "parent", parent),
    FIELD(occurrence_row, FIELD_TEXT, "unit", unit),
    FIELD(occurrence_row, FIELD_BOOL, "has_shares", has_shares),
    FIELD(occurrence_row, FIELD_BOOL, "collect", collect),
    FIELD_WORDS(occurrence_row, "kind", dates.kind, &kind_words),
    FIELD_WORDS(occurrence_row, "every", dates.every, &every_words),
    FIELD(occurrence_row, FIELD_TEXT, "period", period),
    FIELD(occurrence_row, FIELD_TEXT, "label", label),
    FIELD(occurrence_row, FIELD_DAY, "start", dates.start),
    FIELD(occurrence_row, FIELD_DAY, "due", dates.due),
    FIELD(occurrence_row, FIELD_DAY, "act_by", act_by),
    FIELD_WORDS(occurrence_row, "due_source", due_source, &source_words),
    FIELD(occurrence_row, FIELD_DAY, "first_due", first_due),
    FIELD(occurrence_row, FIELD_TEXT, "reason", reason),
    FIELD(occurrence_row, FIELD_DAY, "created", dates.created),
    FIELD_WORDS(occurrence_row, "outcome", dates.outcome, &outcome_words),
    FIELD(occurrence_row, FIELD_BOOL, "waiting", dates.waiting),
    FIELD(occurrence_row, FIELD_BOOL, "rolls", dates.rolls),
    FIELD(occurrence_row, FIELD_BOOL, "returned", returned),
    FIELD(occurrence_row, FIELD_DAY, "done_on", dates.done_on),
    FIELD(occurrence_row, FIELD_INSTANT, "done_at", done_at),
    FIELD(occurrence_row, FIELD_TEXT, "document", document),
    FIELD(occurrence_row, FIELD_TEXT, "note", note),
    FIELD(occurrence_row, FIELD_TEXT, "code", code),
    FIELD(occurrence_row, FIELD_DAY, "said_until", said_until),
    FIELD(occurrence_row, FIELD_INSTANT, "next_at", next_at),
    FIELD(occurrence_row, FIELD_INSTANT, "acked_at", acked_at),
    FIELD(occurrence_row, FIELD_TEXT, "acked_by", acked_by),
    FIELD(occurrence_row, FIELD_TEXT, "acked_note", acked_note),
    FIELD(occurrence_row, FIELD_DAY, "silenced_since", silenced_since),
    FIELD(occurrence_row, FIELD_DAY, "created_was", created_was),
    FIELD(occurrence_row, FIELD_INT64, "held_value", held_value),
};
static const struct row_type occurrence_type = ROW_TYPE(occurrence_row, occurrence_fields);

void store_occurrence_init(struct occurrence_row *row)
{
    row_init(&occurrence_type, row);
}

void store_occurrence_clear(struct occurrence_row *row)
{
    row_clear(&occurrence_type, row);
}

void store_occurrence_rows_clear(struct occurrence_rows *rows)
{
    rows_clear(&occurrence_type, rows);
}

/* --- writing ------------------------------------------------------------------------------------- */

int store_occurrence_add(struct store *store, const struct occurrence_row *row)
{
    struct query q;
    query_start(&q, store, STMT_OCCURRENCE_ADD);
    query_bind(&q, &occurrence_type, row);
    return query_run(&q);
}

int store_occurrence_put(struct store *store, const struct occurrence_row *row)
{
    struct query q;
    query_start(&q, store, STMT_OCCURRENCE_PUT);
    query_bind(&q, &occurrence_type, row);
    return query_run(&q);
}

int store_occurrence_said(struct store *store, const char *id, day_t said_until, instant_t next_at)
{
    struct query q;
    query_start(&q, store, STMT_OCCURRENCE_SAID);
    query_text(&q, ":id", id);
    query_day(&q, ":said_until", said_until);
    query_instant(&q, ":next_at", next_at);
    return query_run_one(&q);
}

int store_occurrence_silenced(struct store *store, const char *id, day_t since)
{
    struct query q;
    query_start(&q, store, STMT_OCCURRENCE_SILENCED);
    query_text(&q, ":id", id);
    query_day(&q, ":since", since);
    return query_run_one(&q);
}

int store_occurrence_remove(struct store *store, const char *id)
{
    struct query q;
    query_start(&q, store, STMT_OCCURRENCE_REMOVE);
    query_text(&q, ":id", id);
    return query_run_one(&q);
}

/* --- reading ------------------------------------------------------------------------------------- */

int store_occurrence_get(struct store *store, const char *id, struct occurrence_row *out)
{
    struct query q;
    query_start(&q, store, STMT_OCCURRENCE_GET);
    query_text(&q, ":id", id);
    return query_get(&q, &occurrence_type, out);
}

int store_occurrence_by_code(struct store *store, const char *code, struct occurrence_row *out)
{
    struct query q;
    query_start(&q, store, STMT_OCCURRENCE_BY_CODE);
    query_text(&q, ":code", code);
    return query_get(&q, &occurrence_type, out);
}

int store_occurrences_due(struct store *store, instant_t now, size_t limit,
                          struct occurrence_rows *out)
{
    struct query q;
    query_start(&q, store, STMT_OCCURRENCE_DUE);
    query_instant(&q, ":now", now);
    query_limit(&q, limit);
    return query_list(&q, &occurrence_type, out, limit);
}

int store_occurrences_shares(struct store *store, const char *parent, struct occurrence_rows *out)
{
    struct query q;
    query_start(&q, store, STMT_OCCURRENCE_SHARES);
    query_text(&q, ":parent", parent);
    return query_list(&q, &occurrence_type, out, FAMILY_MAX);
}

int store_occurrences_silenced(struct store *store, const char *department, const char *after,
                               size_t limit, struct occurrence_rows *out)
{
    struct query q;
    query_start(&q, store, STMT_OCCURRENCE_LIST_SILENCED);
    query_text(&q, ":department", department);
    query_text(&q, ":after", after);
    query_limit(&q, limit);
    return query_list(&q, &occurrence_type, out, limit);
}

int store_occurrences_recreated(struct store *store, const char *after, size_t limit,
                                struct occurrence_rows *out)
{
    struct query q;
    query_start(&q, store, STMT_OCCURRENCE_LIST_RECREATED);
    query_text(&q, ":after", after);
    query_limit(&q, limit);
    return query_list(&q, &occurrence_type, out, limit);
}

int store_shares_count(struct store *store, const char *parent, int64_t *all, int64_t *open)
{
    struct query q;
    query_start(&q, store, STMT_OCCURRENCE_SHARE_COUNT);
    query_text(&q, ":parent", parent);
    int err = query_step(&q);
    if (err > 0) {
        *all = query_column_int(&q, "shares");
        *open = query_column_int(&q, "open_shares");
    }
    return query_end(&q, err);
}

int store_occurrences_of_task(struct store *store, const char *plan, const char *stt,
                              struct occurrence_rows *out)
{
    struct query q;
    query_start(&q, store, STMT_OCCURRENCE_OF_TASK);
    query_text(&q, ":plan", plan);
    query_text(&q, ":stt", stt);
    return query_list(&q, &occurrence_type, out, FAMILY_MAX);
}

struct occurrence_visit {
    int (*each)(const struct occurrence_row *row, void *arg);
    void *arg;
};

static int visit_occurrence(const void *row, void *arg)
{
    const struct occurrence_visit *visit = arg;
    return visit->each(row, visit->arg);
}

int store_occurrences_of_plan_each(struct store *store, const char *plan,
                                   int (*each)(const struct occurrence_row *row, void *arg),
                                   void *arg)
{
    struct occurrence_visit visit = {each, arg};
    struct occurrence_row row;
    struct query q;
    query_start(&q, store, STMT_OCCURRENCE_OF_PLAN);
    query_text(&q, ":plan", plan);
    return query_each(&q, &occurrence_type, &row, visit_occurrence, &visit);
}

/* --- lists --------------------------------------------------------------------------------------- */

enum way { WAY_ALL, WAY_PLAN, WAY_OPEN };

static const enum statement list_statements[] = {
    [WAY_ALL] = STMT_OCCURRENCE_LIST,
    [WAY_PLAN] = STMT_OCCURRENCE_LIST_PLAN,
    [WAY_OPEN] = STMT_OCCURRENCE_LIST_OPEN,
};
static const enum statement count_statements[] = {
    [WAY_ALL] = STMT_OCCURRENCE_COUNT,
    [WAY_PLAN] = STMT_OCCURRENCE_COUNT_PLAN,
    [WAY_OPEN] = STMT_OCCURRENCE_COUNT_OPEN,
};

void occurrence_filter_init(struct occurrence_filter *filter)
{
    *filter = (struct occurrence_filter){.from = DAY_NONE, .to = DAY_NONE, .after_due = DAY_NONE};
}

/* Which index leads to what is asked for. */
static enum way choose_way(const struct occurrence_filter *filter)
{
    bool one = filter->unitless || (filter->unit && !filter->jointly && !filter->former);
    if (filter->department && one && filter->outcomes == 1u << OUTCOME_OPEN) {
        return WAY_OPEN;
    }
    return filter->plan ? WAY_PLAN : WAY_ALL;
}

static void bind_range(struct query *q, const struct occurrence_filter *filter)
{
    int64_t from = INT32_MIN;
    int64_t to = UNDATED_ORDER;
    if (filter->due == DUE_UNDATED) {
        from = UNDATED_ORDER;
    } else if (filter->due == DUE_DATED || filter->from != DAY_NONE || filter->to != DAY_NONE) {
        from = filter->from;
        to = filter->to == DAY_NONE ? UNDATED_ORDER - 1 : filter->to;
    }
    query_int(q, ":from", from);
    query_int(q, ":to", to);
}

static void bind_after(struct query *q, const struct occurrence_filter *filter)
{
    int64_t due = filter->after_due == DAY_NONE ? UNDATED_ORDER : filter->after_due;
    query_int(q, ":after_due", filter->after_id ? due : INT64_MIN);
    query_text(q, ":after_id", filter->after_id ? filter->after_id : "");
}

#define OUTCOMES_SIZE 64

/* "open,done": what the statement looks an outcome up in. NULL: all. */
static const char *format_outcomes(unsigned outcomes, char out[static OUTCOMES_SIZE])
{
    struct buf text;
    buf_init(&text, OUTCOMES_SIZE - 1);
    for (int i = 0; i < outcome_words.count; i++) {
        if (outcomes & 1u << i) {
            (void)buf_printf(&text, "%s,", outcome_words.items[i]);
        }
    }
    memcpy(out, buf_str(&text), text.len + 1);
    buf_clear(&text);
    return outcomes ? out : NULL;
}

static int start_list(struct query *q, struct store *store, const enum statement *statements,
                      const struct occurrence_filter *filter)
{
    enum way way = choose_way(filter);
    char outcomes[OUTCOMES_SIZE];
    query_start(q, store, statements[way]);
    query_text(q, ":unit", filter->unit);
    if (way != WAY_OPEN) {
        query_int(q, ":jointly", filter->jointly ? 1 : 0);
        query_text(q, ":former", filter->former);
    }
    query_text(q, ":department", filter->department);
    query_text(q, ":plan", filter->plan);
    query_int(q, ":leaves", filter->leaves ? 1 : 0);
    query_copy(q, ":outcomes", format_outcomes(filter->outcomes, outcomes));
    bind_range(q, filter);
    return q->err;
}

int store_occurrences_list(struct store *store, const struct occurrence_filter *filter,
                           size_t limit, struct occurrence_rows *out)
{
    struct query q;
    (void)start_list(&q, store, list_statements, filter);
    bind_after(&q, filter);
    query_limit(&q, limit);
    return query_list(&q, &occurrence_type, out, limit);
}

int store_occurrences_count(struct store *store, const struct occurrence_filter *filter,
                            int64_t *out)
{
    struct query q;
    (void)start_list(&q, store, count_statements, filter);
    int err = query_step(&q);
    if (err > 0) {
        *out = query_column_int(&q, "n");
    }
    return query_end(&q, err);
}

int store_done_count(struct store *store, const char *department, const char *unit, day_t from,
                     day_t to, int64_t *out)
{
    struct query q;
    query_start(&q, store, STMT_DONE_COUNT);
    query_text(&q, ":department", department);
    query_text(&q, ":unit", unit);
    query_day(&q, ":from", from);
    query_day(&q, ":to", to);
    int err = query_step(&q);
    if (err > 0) {
        *out = query_column_int(&q, "n");
    }
    return query_end(&q, err);
}

int store_done_jointly(struct store *store, const char *department, day_t from, day_t to,
                       size_t limit, struct occurrence_rows *out)
{
    struct query q;
    query_start(&q, store, STMT_DONE_JOINTLY);
    query_text(&q, ":department", department);
    query_day(&q, ":from", from);
    query_day(&q, ":to", to);
    query_limit(&q, limit);
    return query_list(&q, &occurrence_type, out, limit);
}

int store_open_counts(struct store *store, const char *department, const char *unit, day_t today,
                      day_t soon, struct open_counts *out)
{
    struct query q;
    query_start(&q, store, unit ? STMT_OPEN_COUNTS_UNIT : STMT_OPEN_COUNTS_JOINT);
    query_text(&q, ":department", department);
    if (unit) {
        query_text(&q, ":unit", unit);
    }
    query_day(&q, ":today", today);
    query_day(&q, ":soon", soon);
    int err = query_step(&q);
    if (err > 0) {
        out->overdue = query_column_int(&q, "overdue");
        out->due_soon = query_column_int(&q, "due_soon");
        out->later = query_column_int(&q, "later");
        out->undated = query_column_int(&q, "undated");
    }
    return query_end(&q, err);
}

int store_open_unit_after(struct store *store, const char *department, const char *unit, char **out)
{
    struct query q;
    query_start(&q, store, STMT_OPEN_UNIT_AFTER);
    query_text(&q, ":department", department);
    query_text(&q, ":unit", unit ? unit : "");
    int err = query_step(&q);
    const char *found = err > 0 ? query_column_text(&q, "unit") : NULL;
    char *copy = found ? strdup(found) : NULL;
    err = query_end(&q, found && !copy ? ERR_NOMEM : err);
    if (err == 0) {
        *out = copy;
    } else {
        free(copy);
    }
    return err;
}
