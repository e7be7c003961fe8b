#include "tests.h"

#include <string.h>

#include "base/err.h"
#include "model/occurrence.h"

static day_t on(const char *iso)
{
    day_t day = DAY_NONE;
    assert_int_equal(0, civil_parse_iso(iso, &day));
    return day;
}

/* Tết 2022 and the second Monday after it is an ordinary one. */
static void tet(struct holidays *table)
{
    static const char *const OFF[] = {"2022-01-31", "2022-02-01", "2022-02-02", "2022-02-03",
                                      "2022-02-04"};
    holidays_init(table);
    for (size_t i = 0; i < COUNT(OFF); i++) {
        assert_int_equal(0, holidays_add(table, on(OFF[i]), DAY_MARK_OFF, "Tết"));
    }
}

static void test_act_by_and_overdue(void **state)
{
    (void)state;
    static const struct {
        const char *due, *act_by, *overdue, *overdue_rolled;
    } CASES[] = {
        {"2022-03-18", "2022-03-18", "2022-03-19", "2022-03-19"}, /* Friday */
        {"2022-06-18", "2022-06-17", "2022-06-19", "2022-06-21"}, /* Saturday */
        {"2022-01-30", "2022-01-28", "2022-01-31", "2022-02-08"}, /* before Tết */
        {"2022-02-02", "2022-01-28", "2022-02-03", "2022-02-08"}, /* within */
    };
    struct holidays table;
    tet(&table);
    for (size_t i = 0; i < COUNT(CASES); i++) {
        day_t due = on(CASES[i].due);
        assert_int_equal(on(CASES[i].act_by), occurrence_act_by(due, &table));
        assert_int_equal(on(CASES[i].overdue), occurrence_overdue_from(due, false, &table));
        assert_int_equal(on(CASES[i].overdue_rolled), occurrence_overdue_from(due, true, &table));
    }
    assert_int_equal(DAY_NONE, occurrence_act_by(DAY_NONE, &table));
    assert_int_equal(DAY_NONE, occurrence_overdue_from(DAY_NONE, true, &table));
    holidays_clear(&table);
}

static struct occurrence_dates open_due(const char *due)
{
    return (struct occurrence_dates){.kind = RULE_ONCE,
                                     .start = DAY_NONE,
                                     .due = on(due),
                                     .created = on("2022-01-01"),
                                     .done_on = DAY_NONE};
}

static void test_states_of_an_open_one(void **state)
{
    (void)state;
    static const struct {
        const char *due, *today;
        enum occurrence_state plain, rolled;
    } CASES[] = {
        {"2022-03-18", "2022-03-10", STATE_UPCOMING, STATE_UPCOMING}, /* 6 working days left */
        {"2022-03-18", "2022-03-11", STATE_DUE_SOON, STATE_DUE_SOON}, /* 5 */
        {"2022-03-18", "2022-03-18", STATE_DUE_SOON, STATE_DUE_SOON},
        {"2022-03-18", "2022-03-19", STATE_OVERDUE, STATE_OVERDUE},
        {"2022-06-18", "2022-06-19", STATE_OVERDUE, STATE_DUE_SOON},
        {"2022-06-18", "2022-06-20", STATE_OVERDUE, STATE_DUE_SOON},
        {"2022-06-18", "2022-06-21", STATE_OVERDUE, STATE_OVERDUE},
    };
    for (size_t i = 0; i < COUNT(CASES); i++) {
        struct occurrence_dates dates = open_due(CASES[i].due);
        day_t today = on(CASES[i].today);
        assert_int_equal(CASES[i].plain, occurrence_state(&dates, today, 5, false, NULL));
        assert_int_equal(CASES[i].rolled, occurrence_state(&dates, today, 5, true, NULL));
    }
}

static void test_states_without_a_date(void **state)
{
    (void)state;
    struct occurrence_dates dates = open_due("2022-03-18");
    dates.due = DAY_NONE;
    assert_int_equal(STATE_UNDATED, occurrence_state(&dates, on("2022-03-01"), 5, false, NULL));
    dates.waiting = true;
    assert_int_equal(STATE_WAITING, occurrence_state(&dates, on("2022-03-01"), 5, false, NULL));
    dates.outcome = OUTCOME_DONE;
    dates.done_on = on("2022-03-01");
    assert_int_equal(STATE_DONE_ON_TIME,
                     occurrence_state(&dates, on("2022-04-01"), 5, false, NULL));
}

static void test_states_of_a_closed_one(void **state)
{
    (void)state;
    struct occurrence_dates dates = open_due("2022-06-18"); /* a Saturday */
    day_t today = on("2022-12-01");
    dates.outcome = OUTCOME_DONE;
    dates.done_on = on("2022-06-18");
    assert_int_equal(STATE_DONE_ON_TIME, occurrence_state(&dates, today, 5, false, NULL));
    dates.done_on = on("2022-06-20");
    assert_int_equal(STATE_DONE_LATE, occurrence_state(&dates, today, 5, false, NULL));
    assert_int_equal(STATE_DONE_ON_TIME, occurrence_state(&dates, today, 5, true, NULL));
    dates.outcome = OUTCOME_EXEMPT;
    assert_int_equal(STATE_EXEMPT, occurrence_state(&dates, today, 5, false, NULL));
    dates.outcome = OUTCOME_WITHDRAWN;
    assert_int_equal(STATE_WITHDRAWN, occurrence_state(&dates, today, 5, false, NULL));
}

static void test_names_of_states(void **state)
{
    (void)state;
    for (int i = STATE_WAITING; i <= STATE_EXEMPT; i++) {
        enum occurrence_state parsed;
        const char *name = occurrence_state_name((enum occurrence_state)i);
        assert_int_equal(0, occurrence_state_parse(name, &parsed));
        assert_int_equal(i, parsed);
        assert_true(*occurrence_state_label((enum occurrence_state)i) != '\0');
    }
    enum occurrence_state parsed;
    assert_int_equal(ERR_FORMAT, occurrence_state_parse("late", &parsed));
    assert_string_equal("sắp đến hạn", occurrence_state_label(STATE_DUE_SOON));
    assert_string_equal("reporting", due_source_name(DUE_FROM_REPORTING));
}

/* The ids of design.md §5. */
static void test_ids(void **state)
{
    (void)state;
    char id[OCCURRENCE_ID_MAX];
    const struct period none = {PERIOD_NONE, 0, 0};
    assert_int_equal(0,
                     occurrence_id_format("kstthc-2022", "IX.1", "quarter", 1,
                                          (struct period){PERIOD_QUARTER, 2022, 1}, 0, NULL, id));
    assert_string_equal("kstthc-2022/IX.1/quarter/2022-Q1", id);
    assert_int_equal(0, occurrence_id_format("cchc-2024", "TC.1", "once", 1, none, 0, "phong-khtc",
                                             id));
    assert_string_equal("cchc-2024/TC.1/once@phong-khtc", id);
    assert_int_equal(0, occurrence_id_format("p", "1", "once", 2, none, 0, NULL, id));
    assert_string_equal("p/1/once.2", id);
    assert_int_equal(0, occurrence_id_format("p", "1", "event", 1, none, 3, "vp", id));
    assert_string_equal("p/1/event/3@vp", id);
    assert_int_equal(0, occurrence_id_format("p", "1", "week", 1,
                                             (struct period){PERIOD_WEEK, 2022, 5}, 0, NULL, id));
    assert_string_equal("p/1/week/2022-W05", id);
}

static void test_id_too_long(void **state)
{
    (void)state;
    char stt[OCCURRENCE_ID_MAX + 1];
    char id[OCCURRENCE_ID_MAX] = "untouched";
    memset(stt, '1', sizeof stt - 1);
    stt[sizeof stt - 1] = '\0';
    assert_int_equal(ERR_LIMIT,
                     occurrence_id_format("p", stt, "once", 1, (struct period){PERIOD_NONE, 0, 0},
                                          0, NULL, id));
    assert_string_equal("untouched", id);
}

int test_occurrence(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_act_by_and_overdue),    cmocka_unit_test(test_states_of_an_open_one),
        cmocka_unit_test(test_states_without_a_date), cmocka_unit_test(test_states_of_a_closed_one),
        cmocka_unit_test(test_names_of_states),       cmocka_unit_test(test_ids),
        cmocka_unit_test(test_id_too_long),
    };
    return cmocka_run_group_tests_name("occurrence", tests, NULL, NULL);
}
