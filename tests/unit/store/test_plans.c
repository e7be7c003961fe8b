/* Plans, rows, parties, jobs: what goes in comes out. */
#include "tests.h"

#include <string.h>

#include "store/jobs.h"
#include "store/plans.h"

static const struct plan_row a_plan = {
    .id = "kstthc-2022",
    .department = "stnmt",
    .number = "02/KH-STP",
    .issued = 18653,
    .title = "Kế hoạch kiểm soát thủ tục hành chính",
    .from_year = 2022,
    .to_year = 2025,
    .regime = "kstthc",
    .policy = "",
    .file = "plans/000.csv",
    .content_hash = "abc",
    .closed = DAY_NONE,
    .first_loaded = 19000,
    .loaded_at = NOW,
    .withdrawn = true,
};

static struct task_row make_task(const char *stt, int position)
{
    return (struct task_row){
        .plan = a_plan.id,
        .stt = stt,
        .position = position,
        .group = "Công tác chỉ đạo",
        .content = "Xây dựng \"kế hoạch\"; 'x'\nhai dòng",
        .product = "",
        .lead = "Văn phòng Sở",
        .coordinating = "Các phòng, đơn vị",
        .time = "Hằng quý",
        .time_fix = "Trước ngày 19 tháng cuối quý",
        .reason = "",
        .unread = "",
        .unknown_units = "",
        .hash = "h",
    };
}

static void put_plan(struct store *store, const struct plan_row *plan)
{
    begin(store);
    assert_int_equal(store_plan_put(store, plan), 0);
    commit(store);
}

static void plan_comes_back(void **state)
{
    const struct place *place = *state;
    struct plan_row row = {0};
    assert_int_equal(store_plan_get(place->store, a_plan.id, &row), ERR_NOT_FOUND);
    put_plan(place->store, &a_plan);
    assert_int_equal(store_plan_get(place->store, a_plan.id, &row), 0);
    assert_string_equal(row.id, a_plan.id);
    assert_string_equal(row.department, "stnmt");
    assert_string_equal(row.number, a_plan.number);
    assert_int_equal(row.issued, 18653);
    assert_string_equal(row.title, a_plan.title);
    assert_int_equal(row.from_year, 2022);
    assert_int_equal(row.to_year, 2025);
    assert_string_equal(row.regime, "kstthc");
    assert_string_equal(row.policy, "");
    assert_string_equal(row.file, a_plan.file);
    assert_string_equal(row.content_hash, "abc");
    assert_int_equal(row.closed, DAY_NONE);
    assert_int_equal(row.first_loaded, 19000);
    assert_true(row.loaded_at == NOW);
    assert_true(row.withdrawn);
    row.number = "";
    row.withdrawn = false;
    put_plan(place->store, &row);
    store_plan_clear(&row);
    store_plan_clear(&row);
    store_plan_clear(NULL);
    assert_int_equal(store_plan_get(place->store, a_plan.id, &row), 0);
    assert_string_equal(row.number, "");
    assert_false(row.withdrawn);
    store_plan_clear(&row);
}

/* Appends "<id> " to a text of 200 bytes, and stops after "c". */
static int note_plan(const struct plan_row *row, void *arg)
{
    char *text = arg;
    size_t len = strlen(text);
    (void)snprintf(text + len, 200 - len, "%s ", row->id);
    return strcmp(row->id, "c") == 0 ? 1 : 0;
}

static void plans_in_order(void **state)
{
    const struct place *place = *state;
    static const char *const ids[] = {"d", "b", "c", "a"};
    struct plan_row plan = a_plan;
    for (size_t i = 0; i < COUNT(ids); i++) {
        plan.id = ids[i];
        put_plan(place->store, &plan);
    }
    char text[200] = "";
    assert_int_equal(store_plans_each(place->store, note_plan, text), 0);
    assert_string_equal(text, "a b c ");
}

static void missing_text_is_refused(void **state)
{
    const struct place *place = *state;
    struct plan_row plan = a_plan;
    plan.title = NULL;
    begin(place->store);
    assert_int_equal(store_plan_put(place->store, &plan), ERR_INVALID);
    assert_int_equal(store_plan_put(place->store, &a_plan), 0);
    struct task_row task = make_task("1", 0);
    task.status = (enum task_status)99;
    assert_int_equal(store_task_put(place->store, &task), ERR_INVALID);
    task = make_task("1", 0);
    task.plan = "none";
    assert_int_equal(store_task_put(place->store, &task), ERR_NOT_FOUND);
    commit(place->store);
}

static int note_task(const struct task_row *row, void *arg)
{
    char *text = arg;
    size_t len = strlen(text);
    (void)snprintf(text + len, 200 - len, "%s ", row->stt);
    return 0;
}

static int note_unit(const char *unit, void *arg)
{
    char *text = arg;
    size_t len = strlen(text);
    (void)snprintf(text + len, 200 - len, "%s ", unit);
    return 0;
}

static int note_party(const struct party_row *row, void *arg)
{
    char *text = arg;
    size_t len = strlen(text);
    (void)snprintf(text + len, 200 - len, "%d:%s ", (int)row->role, row->unit);
    return 0;
}

static void put_tasks(struct store *store)
{
    begin(store);
    assert_int_equal(store_plan_put(store, &a_plan), 0);
    struct task_row task = make_task("I.1", 2);
    assert_int_equal(store_task_put(store, &task), 0);
    task = make_task("I.2", 1);
    task.status = TASK_NEEDS_PERSON;
    task.joint = true;
    assert_int_equal(store_task_put(store, &task), 0);
    task = make_task("I.3", 0);
    task.status = TASK_CONTRADICTORY;
    task.withdrawn = true;
    assert_int_equal(store_task_put(store, &task), 0);
    commit(store);
}

static void tasks_come_back(void **state)
{
    const struct place *place = *state;
    struct store *store = place->store;
    put_tasks(store);
    struct task_row row = {0};
    assert_int_equal(store_task_get(store, a_plan.id, "I.9", &row), ERR_NOT_FOUND);
    assert_int_equal(store_task_get(store, a_plan.id, "I.2", &row), 0);
    assert_string_equal(row.group, "Công tác chỉ đạo");
    assert_string_equal(row.content, "Xây dựng \"kế hoạch\"; 'x'\nhai dòng");
    assert_string_equal(row.time_fix, "Trước ngày 19 tháng cuối quý");
    assert_int_equal(row.status, TASK_NEEDS_PERSON);
    assert_true(row.joint);
    assert_false(row.withdrawn);
    store_task_clear(&row);
    char text[200] = "";
    assert_int_equal(store_tasks_each(store, a_plan.id, note_task, text), 0);
    assert_string_equal(text, "I.3 I.2 I.1 ");
    text[0] = '\0';
    assert_int_equal(store_tasks_unsettled_each(store, a_plan.id, note_task, text), 0);
    assert_string_equal(text, "I.2 ");
    int64_t live = 0;
    int64_t unsettled = 0;
    assert_int_equal(store_tasks_count(store, a_plan.id, &live, &unsettled), 0);
    assert_int_equal(live, 2);
    assert_int_equal(unsettled, 1);
}

static void parties_are_replaced(void **state)
{
    const struct place *place = *state;
    struct store *store = place->store;
    put_tasks(store);
    const struct party_row first[] = {{.role = ROLE_COORDINATING, .unit = "khtc", .position = 0},
                                      {.role = ROLE_LEAD, .unit = "vp", .position = 0},
                                      {.role = ROLE_LEAD, .unit = "tt", .position = 1}};
    const struct party_row second[] = {{.role = ROLE_LEAD, .unit = "khtc", .position = 0}};
    begin(store);
    assert_int_equal(store_parties_put(store, a_plan.id, "I.1", first, COUNT(first)), 0);
    assert_int_equal(store_parties_put(store, a_plan.id, "I.2", first, COUNT(first)), 0);
    assert_int_equal(store_parties_put(store, a_plan.id, "I.3", second, COUNT(second)), 0);
    assert_int_equal(store_parties_put(store, a_plan.id, "I.1", NULL, 1001), ERR_LIMIT);
    commit(store);
    char text[200] = "";
    assert_int_equal(store_parties_each(store, a_plan.id, "I.1", note_party, text), 0);
    assert_string_equal(text, "0:vp 0:tt 1:khtc ");
    text[0] = '\0';
    assert_int_equal(store_leads_each(store, a_plan.id, note_unit, text), 0);
    assert_string_equal(text, "tt vp ");
    text[0] = '\0';
    assert_int_equal(store_tasks_led_each(store, a_plan.id, "vp", note_task, text), 0);
    assert_string_equal(text, "I.2 I.1 ");
    begin(store);
    assert_int_equal(store_parties_put(store, a_plan.id, "I.1", second, COUNT(second)), 0);
    commit(store);
    text[0] = '\0';
    assert_int_equal(store_tasks_led_each(store, a_plan.id, "khtc", note_task, text), 0);
    assert_string_equal(text, "I.1 ");
}

static void jobs_come_due(void **state)
{
    const struct place *place = *state;
    struct store *store = place->store;
    const struct job_row jobs[] = {{"d", "monthly", "p", NOW, NULL},
                                   {"d", "monthly", "q", NOW - 1, NULL},
                                   {"d", "weekly", "", NOW + 1, NULL},
                                   {"d", "yearly", "", INSTANT_NONE, NULL}};
    begin(store);
    for (size_t i = 0; i < COUNT(jobs); i++) {
        assert_int_equal(store_job_put(store, &jobs[i]), 0);
    }
    commit(store);
    struct job_rows rows = {0};
    assert_int_equal(store_jobs_due(store, NOW, 10, &rows), 0);
    assert_int_equal(rows.count, 2);
    assert_string_equal(rows.items[0].subject, "q");
    assert_int_equal(store_jobs_due(store, NOW, 1, &rows), 0);
    assert_int_equal(rows.count, 1);
    struct store_waiting waiting;
    assert_int_equal(store_waiting(store, &waiting), 0);
    assert_true(waiting.job == NOW - 1);
    assert_true(waiting.occurrence == INSTANT_NONE);
    assert_true(waiting.notice == INSTANT_NONE);
    assert_true(waiting.message == INSTANT_NONE);
    begin(store);
    struct job_row moved = jobs[1];
    moved.next_at = INSTANT_NONE;
    assert_int_equal(store_job_put(store, &moved), 0);
    assert_int_equal(store_job_remove(store, "d", "monthly", "p"), 0);
    assert_int_equal(store_job_remove(store, "d", "monthly", "p"), 0);
    commit(store);
    assert_int_equal(store_jobs_due(store, NOW, 10, &rows), 0);
    assert_int_equal(rows.count, 0);
    assert_int_equal(store_jobs_list(store, "d", &rows), 0);
    assert_int_equal(rows.count, 3);
    store_job_rows_clear(&rows);
    store_job_rows_clear(NULL);
}

int test_plans(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(plan_comes_back, memory_setup, place_teardown),
        cmocka_unit_test_setup_teardown(plans_in_order, memory_setup, place_teardown),
        cmocka_unit_test_setup_teardown(missing_text_is_refused, memory_setup, place_teardown),
        cmocka_unit_test_setup_teardown(tasks_come_back, memory_setup, place_teardown),
        cmocka_unit_test_setup_teardown(parties_are_replaced, memory_setup, place_teardown),
        cmocka_unit_test_setup_teardown(jobs_come_due, memory_setup, place_teardown),
    };
    return cmocka_run_group_tests_name("plans", tests, NULL, NULL);
}
