/* Occurrences: what goes in comes out; what is due, listed, counted. */
#include "tests.h"

#include <stdio.h>
#include <string.h>

static void put(struct store *store, const struct occurrence_row *row)
{
    begin(store);
    assert_int_equal(store_occurrence_put(store, row), 0);
    commit(store);
}

static void every_field_comes_back(void **state)
{
    const struct place *place = *state;
    struct occurrence_row in = make_occurrence("p/1/quarter/2022-Q1@tt", 19070);
    in.parent = "p/1/quarter/2022-Q1";
    in.collect = true;
    in.period = "2022-Q1";
    in.label = "Báo cáo quý I";
    in.dates = (struct occurrence_dates){.kind = RULE_CYCLE,
                                         .every = PERIOD_QUARTER,
                                         .start = 19000,
                                         .due = 19070,
                                         .created = 18990,
                                         .outcome = OUTCOME_DONE,
                                         .waiting = true,
                                         .rolls = true,
                                         .done_on = 19069};
    in.act_by = 19068;
    in.due_source = DUE_FROM_PERSON;
    in.first_due = 19060;
    in.reason = "lý do";
    in.returned = true;
    in.done_at = NOW + 5;
    in.document = "12/BC-STNMT";
    in.note = "ghi chú";
    in.code = "K7F3Q";
    in.said_until = 19001;
    in.next_at = NOW + 9;
    put(place->store, &in);
    struct occurrence_row out;
    assert_int_equal(store_occurrence_by_code(place->store, "K7F3Q", &out), 0);
    assert_string_equal(out.id, in.id);
    assert_string_equal(out.department, "d");
    assert_string_equal(out.plan, "p");
    assert_string_equal(out.stt, "1");
    assert_string_equal(out.parent, in.parent);
    assert_string_equal(out.unit, "u");
    assert_false(out.has_shares);
    assert_true(out.collect);
    assert_string_equal(out.period, "2022-Q1");
    assert_string_equal(out.label, in.label);
    assert_int_equal(out.dates.kind, RULE_CYCLE);
    assert_int_equal(out.dates.every, PERIOD_QUARTER);
    assert_int_equal(out.dates.start, 19000);
    assert_int_equal(out.dates.due, 19070);
    assert_int_equal(out.dates.created, 18990);
    assert_int_equal(out.dates.outcome, OUTCOME_DONE);
    assert_true(out.dates.waiting);
    assert_true(out.dates.rolls);
    assert_int_equal(out.dates.done_on, 19069);
    assert_int_equal(out.act_by, 19068);
    assert_int_equal(out.due_source, DUE_FROM_PERSON);
    assert_int_equal(out.first_due, 19060);
    assert_string_equal(out.reason, "lý do");
    assert_true(out.returned);
    assert_true(out.done_at == NOW + 5);
    assert_string_equal(out.document, in.document);
    assert_string_equal(out.note, in.note);
    assert_int_equal(out.said_until, 19001);
    assert_true(out.next_at == NOW + 9);
    store_occurrence_clear(&out);
    assert_null(out.id);
}

static void nothing_comes_back_as_nothing(void **state)
{
    const struct place *place = *state;
    struct occurrence_row in = make_occurrence("p/1/reference", DAY_NONE);
    in.unit = NULL;
    put(place->store, &in);
    struct occurrence_row out;
    assert_int_equal(store_occurrence_get(place->store, in.id, &out), 0);
    assert_null(out.unit);
    assert_null(out.parent);
    assert_null(out.code);
    assert_null(out.period);
    assert_int_equal(out.dates.every, PERIOD_NONE);
    assert_int_equal(out.dates.due, DAY_NONE);
    assert_int_equal(out.dates.start, DAY_NONE);
    assert_int_equal(out.act_by, DAY_NONE);
    assert_int_equal(out.said_until, DAY_NONE);
    assert_true(out.next_at == INSTANT_NONE);
    assert_true(out.done_at == INSTANT_NONE);
    store_occurrence_clear(&out);
}

/* The words in the database are those of the model. */
static void words_are_the_models(void **state)
{
    const struct place *place = *state;
    struct store *store = place->store;
    begin(store);
    for (int i = 0; i <= RULE_BY_REFERENCE; i++) {
        struct occurrence_row row = make_occurrence(rule_kind_name((enum rule_kind)i), 1);
        row.dates.kind = (enum rule_kind)i;
        row.dates.every = (enum period_kind)i;
        row.due_source = (enum due_source)(i <= DUE_FROM_PERSON ? i : 0);
        assert_int_equal(store_occurrence_add(store, &row), 0);
    }
    commit(store);
    struct occurrence_row last = make_occurrence("year", 1);
    last.dates.every = PERIOD_YEAR;
    put(store, &last);
    char sql[300];
    for (int i = 0; i <= RULE_BY_REFERENCE; i++) {
        const char *every = period_kind_name((enum period_kind)i);
        (void)snprintf(sql, sizeof(sql),
                       "INSERT INTO meta SELECT 'found', '%d' FROM occurrence WHERE id = '%s'"
                       " AND kind = '%s' AND ifnull(every, '-') = '%s' AND due_source = '%s'"
                       " UNION ALL SELECT 'again', '' FROM occurrence WHERE id = 'none'"
                       " ON CONFLICT DO UPDATE SET value = excluded.value",
                       i, rule_kind_name((enum rule_kind)i), rule_kind_name((enum rule_kind)i),
                       every ? every : "-",
                       due_source_name((enum due_source)(i <= DUE_FROM_PERSON ? i : 0)));
        run_sql(place->path, sql);
        int64_t found = -1;
        assert_int_equal(store_meta_get_int(store, "found", &found), 0);
        assert_int_equal(found, i);
    }
}

static void unknown_words_are_damage(void **state)
{
    const struct place *place = *state;
    struct occurrence_row row = make_occurrence("p/1/once", 1);
    put(place->store, &row);
    run_sql(place->path, "UPDATE occurrence SET kind = 'sometimes'");
    assert_int_equal(store_occurrence_get(place->store, row.id, &row), ERR_CORRUPT);
    run_sql(place->path, "UPDATE occurrence SET kind = 'once', due = 1 << 40");
    assert_int_equal(store_occurrence_get(place->store, row.id, &row), ERR_CORRUPT);
}

static void ids_and_codes_are_unique(void **state)
{
    const struct place *place = *state;
    struct store *store = place->store;
    struct occurrence_row a = make_occurrence("a", 1);
    a.code = "X";
    struct occurrence_row b = make_occurrence("b", 1);
    b.code = "X";
    begin(store);
    assert_int_equal(store_occurrence_add(store, &a), 0);
    assert_int_equal(store_occurrence_add(store, &a), ERR_EXISTS);
    assert_int_equal(store_occurrence_add(store, &b), ERR_EXISTS);
    assert_int_equal(store_occurrence_put(store, &b), ERR_EXISTS);
    b.code = "Y";
    assert_int_equal(store_occurrence_put(store, &b), 0);
    assert_int_equal(store_occurrence_remove(store, "b"), 0);
    assert_int_equal(store_occurrence_remove(store, "b"), ERR_NOT_FOUND);
    commit(store);
    assert_int_equal(count_occurrences(store), 1);
}

static void due_ones_earliest_first(void **state)
{
    const struct place *place = *state;
    struct store *store = place->store;
    static const int64_t offsets[] = {5, -3, 0, -9, 1};
    begin(store);
    for (size_t i = 0; i < COUNT(offsets); i++) {
        char id[16];
        (void)snprintf(id, sizeof(id), "o%zu", i);
        struct occurrence_row row = make_occurrence(id, 1);
        row.next_at = NOW + offsets[i];
        assert_int_equal(store_occurrence_add(store, &row), 0);
    }
    struct occurrence_row rests = make_occurrence("rests", 1);
    assert_int_equal(store_occurrence_add(store, &rests), 0);
    commit(store);
    struct occurrence_rows rows = {0};
    assert_int_equal(store_occurrences_due(store, NOW, 10, &rows), 0);
    assert_int_equal(rows.count, 3);
    assert_string_equal(rows.items[0].id, "o3");
    assert_string_equal(rows.items[1].id, "o1");
    assert_string_equal(rows.items[2].id, "o2");
    assert_int_equal(store_occurrences_due(store, NOW, 2, &rows), 0);
    assert_int_equal(rows.count, 2);
    begin(store);
    assert_int_equal(store_occurrence_said(store, "o3", 77, NOW + 100), 0);
    assert_int_equal(store_occurrence_said(store, "o1", 77, INSTANT_NONE), 0);
    assert_int_equal(store_occurrence_said(store, "none", 77, NOW), ERR_NOT_FOUND);
    commit(store);
    assert_int_equal(store_occurrences_due(store, NOW, 10, &rows), 0);
    assert_int_equal(rows.count, 1);
    struct store_waiting waiting;
    assert_int_equal(store_waiting(store, &waiting), 0);
    assert_true(waiting.occurrence == NOW);
    store_occurrence_rows_clear(&rows);
}

static int count_rows(const struct occurrence_row *row, void *arg)
{
    assert_non_null(row->id);
    ++*(int *)arg;
    return 0;
}

static void shares_belong_together(void **state)
{
    const struct place *place = *state;
    struct store *store = place->store;
    struct occurrence_row parent = make_occurrence("p/1/once", 100);
    parent.has_shares = true;
    parent.unit = NULL;
    struct occurrence_row a = make_occurrence("p/1/once@a", 100);
    a.parent = parent.id;
    struct occurrence_row b = make_occurrence("p/1/once@b", 100);
    b.parent = parent.id;
    b.dates.outcome = OUTCOME_DONE;
    begin(store);
    assert_int_equal(store_occurrence_add(store, &parent), 0);
    assert_int_equal(store_occurrence_add(store, &b), 0);
    assert_int_equal(store_occurrence_add(store, &a), 0);
    commit(store);
    struct occurrence_rows rows = {0};
    assert_int_equal(store_occurrences_shares(store, parent.id, &rows), 0);
    assert_int_equal(rows.count, 2);
    assert_string_equal(rows.items[0].id, a.id);
    int64_t all = 0;
    int64_t open = 0;
    assert_int_equal(store_shares_count(store, parent.id, &all, &open), 0);
    assert_int_equal(all, 2);
    assert_int_equal(open, 1);
    assert_int_equal(store_occurrences_of_task(store, "p", "1", &rows), 0);
    assert_int_equal(rows.count, 3);
    store_occurrence_rows_clear(&rows);
    int count = 0;
    assert_int_equal(store_occurrences_of_plan_each(store, "p", count_rows, &count), 0);
    assert_int_equal(count, 3);
}

/* Units a and b, three days, every outcome, dated and not. */
static void fill_list(struct store *store)
{
    static const day_t days[] = {100, 101, 102, DAY_NONE};
    begin(store);
    for (int i = 0; i < 64; i++) {
        char id[32];
        (void)snprintf(id, sizeof(id), "o%02d", i);
        struct occurrence_row row = make_occurrence(id, days[i % 4]);
        row.dates.outcome = (enum outcome)(i / 4 % 4);
        row.unit = i / 16 % 2 ? "a" : "b";
        row.plan = i / 32 ? "q" : "p";
        assert_int_equal(store_occurrence_add(store, &row), 0);
    }
    struct occurrence_row parent = make_occurrence("parent", 101);
    parent.has_shares = true;
    parent.unit = NULL;
    parent.department = "e";
    assert_int_equal(store_occurrence_add(store, &parent), 0);
    commit(store);
}

/* Counts by pages of 3, and that order and count agree. */
static int64_t count_listed(struct store *store, struct occurrence_filter filter)
{
    struct occurrence_rows rows = {0};
    int64_t listed = 0;
    char after[64] = "";
    int64_t order = INT64_MIN;
    for (;;) {
        assert_int_equal(store_occurrences_list(store, &filter, 3, &rows), 0);
        for (size_t i = 0; i < rows.count; i++) {
            const struct occurrence_row *row = &rows.items[i];
            int64_t next = row->dates.due == DAY_NONE ? INT32_MAX : row->dates.due;
            /* fill_list adds in the order of ids, "parent" last */
            assert_true(next > order || (next == order && strcmp(row->id, after) > 0));
            order = next;
            (void)snprintf(after, sizeof(after), "%s", row->id);
            filter.after_due = row->dates.due;
        }
        listed += (int64_t)rows.count;
        filter.after_id = after;
        if (rows.count < 3) {
            break;
        }
    }
    store_occurrence_rows_clear(&rows);
    int64_t count = -1;
    assert_int_equal(store_occurrences_count(store, &filter, &count), 0);
    assert_int_equal(count, listed);
    return listed;
}

static void lists_filter_and_page(void **state)
{
    const struct place *place = *state;
    struct store *store = place->store;
    fill_list(store);
    struct occurrence_filter filter;
    occurrence_filter_init(&filter);
    assert_int_equal(count_listed(store, filter), 65);
    filter.leaves = true;
    assert_int_equal(count_listed(store, filter), 64);
    filter.due = DUE_UNDATED;
    assert_int_equal(count_listed(store, filter), 16);
    filter.due = DUE_DATED;
    assert_int_equal(count_listed(store, filter), 48);
    filter.due = DUE_ANY;
    filter.from = 101;
    assert_int_equal(count_listed(store, filter), 32);
    filter.to = 101;
    assert_int_equal(count_listed(store, filter), 16);
    filter.leaves = false;
    assert_int_equal(count_listed(store, filter), 17);
    filter.department = "e";
    assert_int_equal(count_listed(store, filter), 1);
    filter.department = "d";
    filter.from = filter.to = DAY_NONE;
    filter.outcomes = 1u << OUTCOME_OPEN | 1u << OUTCOME_EXEMPT;
    assert_int_equal(count_listed(store, filter), 32);
    filter.plan = "q";
    assert_int_equal(count_listed(store, filter), 16);
    filter.unit = "a";
    assert_int_equal(count_listed(store, filter), 8);
    filter.outcomes = 1u << OUTCOME_OPEN;
    assert_int_equal(count_listed(store, filter), 4);
    filter.plan = NULL;
    assert_int_equal(count_listed(store, filter), 8);
    filter.due = DUE_UNDATED;
    assert_int_equal(count_listed(store, filter), 2);
    filter.unit = "nobody";
    assert_int_equal(count_listed(store, filter), 0);
}

/* What several units do as one is counted once, what its shares say not at all. */
static void add_unitless(struct store *store)
{
    begin(store);
    struct occurrence_row row = make_occurrence("jointly", 101);
    row.department = "d";
    row.unit = NULL;
    assert_int_equal(store_occurrence_add(store, &row), 0);
    row.id = "whole";
    row.code = "whole";
    row.has_shares = true;
    assert_int_equal(store_occurrence_add(store, &row), 0);
    commit(store);
}

static void open_ones_are_counted(void **state)
{
    const struct place *place = *state;
    fill_list(place->store);
    struct open_counts counts;
    assert_int_equal(store_open_counts(place->store, "d", "a", 101, 101, &counts), 0);
    assert_int_equal(counts.overdue, 2);
    assert_int_equal(counts.due_soon, 2);
    assert_int_equal(counts.later, 2);
    assert_int_equal(counts.undated, 2);
    assert_int_equal(store_open_counts(place->store, "d", NULL, 101, 110, &counts), 0);
    assert_int_equal(counts.due_soon, 0);
    add_unitless(place->store);
    assert_int_equal(store_open_counts(place->store, "d", NULL, 101, 110, &counts), 0);
    assert_int_equal(counts.due_soon, 1);
    assert_int_equal(counts.overdue + counts.later + counts.undated, 0);
    char *first = NULL;
    char *second = NULL;
    char *third = NULL;
    assert_int_equal(store_open_unit_after(place->store, "d", NULL, &first), 0);
    assert_string_equal(first, "a");
    assert_int_equal(store_open_unit_after(place->store, "d", first, &second), 0);
    assert_string_equal(second, "b");
    assert_int_equal(store_open_unit_after(place->store, "d", second, &third), 0);
    assert_null(third);
    free(first);
    free(second);
    struct occurrence_filter filter;
    occurrence_filter_init(&filter);
    filter.department = "d";
    filter.unitless = true;
    filter.leaves = true;
    filter.outcomes = 1u << OUTCOME_OPEN;
    assert_int_equal(count_listed(place->store, filter), 1);
}

int test_occurrences(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(every_field_comes_back, memory_setup, place_teardown),
        cmocka_unit_test_setup_teardown(nothing_comes_back_as_nothing, memory_setup,
                                        place_teardown),
        cmocka_unit_test_setup_teardown(words_are_the_models, store_setup, place_teardown),
        cmocka_unit_test_setup_teardown(unknown_words_are_damage, store_setup, place_teardown),
        cmocka_unit_test_setup_teardown(ids_and_codes_are_unique, memory_setup, place_teardown),
        cmocka_unit_test_setup_teardown(due_ones_earliest_first, memory_setup, place_teardown),
        cmocka_unit_test_setup_teardown(shares_belong_together, memory_setup, place_teardown),
        cmocka_unit_test_setup_teardown(lists_filter_and_page, memory_setup, place_teardown),
        cmocka_unit_test_setup_teardown(open_ones_are_counted, memory_setup, place_teardown),
    };
    return cmocka_run_group_tests_name("occurrences", tests, NULL, NULL);
}
