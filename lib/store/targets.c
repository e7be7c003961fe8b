#include "store/targets.h"

#include "lib/store/db.h"
#include "lib/store/rows.h"

#define MEASUREMENTS_MAX 100000

static const char *const comparator_list[] = {">", ">=", "<=", "=", "+"};
static const struct words comparator_words = WORDS(comparator_list);

/* A ceiling is a field of the kind of an instant: 64 bits, of which the least value is none. */
static const struct field target_fields[] = {
    FIELD(target_row, FIELD_TEXT, "id", id),
    FIELD(target_row, FIELD_TEXT, "code", code),
    FIELD(target_row, FIELD_TEXT, "plan", plan),
    FIELD(target_row, FIELD_TEXT, "stt", stt),
    FIELD(target_row, FIELD_INT, "position", position),
    FIELD(target_row, FIELD_TEXT, "indicator", indicator),
    FIELD_WORDS(target_row, "comparator", comparator, &comparator_words),
    FIELD(target_row, FIELD_INT64, "value", value),
    FIELD(target_row, FIELD_TEXT, "unit", unit),
    FIELD(target_row, FIELD_TEXT, "per", per),
    FIELD(target_row, FIELD_INT, "from_year", from_year),
    FIELD(target_row, FIELD_INT, "to_year", to_year),
    FIELD(target_row, FIELD_TEXT, "verbatim", verbatim),
    FIELD(target_row, FIELD_INSTANT, "ceiling", ceiling),
    FIELD(target_row, FIELD_DAY, "created", created),
    FIELD(target_row, FIELD_BOOL, "withdrawn", withdrawn),
    FIELD(target_row, FIELD_TEXT, "state", state),
};
static const struct row_type target_type = ROW_TYPE(target_row, target_fields);

static const struct field measurement_fields[] = {
    FIELD(measurement_row, FIELD_INT64, "id", id),
    FIELD(measurement_row, FIELD_TEXT, "target", target),
    FIELD(measurement_row, FIELD_BOOL, "baseline", baseline),
    FIELD(measurement_row, FIELD_DAY, "day", day),
    FIELD(measurement_row, FIELD_INT64, "value", value),
    FIELD(measurement_row, FIELD_TEXT, "document", document),
    FIELD(measurement_row, FIELD_TEXT, "author", author),
    FIELD(measurement_row, FIELD_INSTANT, "recorded_at", recorded_at),
    FIELD(measurement_row, FIELD_INT64, "corrects", corrects),
    FIELD(measurement_row, FIELD_INT64, "corrected_by", corrected_by),
};
static const struct row_type measurement_type = ROW_TYPE(measurement_row, measurement_fields);

/* --- targets ---------------------------------------------------------------------------------- */

void store_target_init(struct target_row *row)
{
    row_init(&target_type, row);
}

void store_target_clear(struct target_row *row)
{
    row_clear(&target_type, row);
}

void store_target_rows_clear(struct target_rows *rows)
{
    rows_clear(&target_type, rows);
}

int store_target_put(struct store *store, const struct target_row *row)
{
    struct query q;
    query_start(&q, store, STMT_TARGET_PUT);
    query_bind(&q, &target_type, row);
    return query_run(&q);
}

int store_target_state(struct store *store, const char *id, const char *state)
{
    struct query q;
    query_start(&q, store, STMT_TARGET_STATE);
    query_text(&q, ":id", id);
    query_text(&q, ":state", state);
    return query_run_one(&q);
}

int store_target_get(struct store *store, const char *id, struct target_row *out)
{
    struct query q;
    query_start(&q, store, STMT_TARGET_GET);
    query_text(&q, ":id", id);
    return query_get(&q, &target_type, out);
}

int store_targets_list(struct store *store, const char *plan, struct target_rows *out)
{
    struct query q;
    query_start(&q, store, plan ? STMT_TARGET_OF_PLAN : STMT_TARGET_ALL);
    if (plan) {
        query_text(&q, ":plan", plan);
    }
    return query_list(&q, &target_type, out, (size_t)TARGETS_MAX * 50);
}

int store_targets_by_code(struct store *store, const char *code, struct target_rows *out)
{
    struct query q;
    query_start(&q, store, STMT_TARGET_BY_CODE);
    query_text(&q, ":code", code);
    return query_list(&q, &target_type, out, TARGETS_MAX);
}

int store_targets_of_task(struct store *store, const char *plan, const char *stt,
                          struct target_rows *out)
{
    struct query q;
    query_start(&q, store, STMT_TARGET_OF_TASK);
    query_text(&q, ":plan", plan);
    query_text(&q, ":stt", stt);
    return query_list(&q, &target_type, out, TARGETS_MAX);
}

/* --- measurements ----------------------------------------------------------------------------- */

void store_measurement_init(struct measurement_row *row)
{
    row_init(&measurement_type, row);
}

void store_measurement_rows_clear(struct measurement_rows *rows)
{
    rows_clear(&measurement_type, rows);
}

int store_measurement_add(struct store *store, const struct measurement_row *row, int64_t *id)
{
    struct query q;
    query_start(&q, store, STMT_MEASUREMENT_ADD);
    query_bind(&q, &measurement_type, row);
    int err = query_run(&q);
    if (err == 0) {
        *id = sqlite3_last_insert_rowid(store->db);
    }
    return err;
}

int store_measurements_list(struct store *store, const char *target, struct measurement_rows *out)
{
    struct query q;
    query_start(&q, store, STMT_MEASUREMENT_OF_TARGET);
    query_text(&q, ":target", target);
    return query_list(&q, &measurement_type, out, MEASUREMENTS_MAX);
}
