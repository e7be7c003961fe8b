#include "tests/unit/engine/tests.h"

#include <stdio.h>
#include <string.h>

#include "base/err.h"
#include "engine/assign.h"
#include "engine/report.h"
#include "engine/tick.h"
#include "store/outbox.h"
#include "store/plans.h"

#define HEADER "stt,nhom,noi_dung,san_pham,chu_tri,phoi_hop,thoi_gian\n"

static int assign(struct office *office, const struct assign_ask *ask, char id[static 100])
{
    const struct action action = {office->now, "officer"};
    struct action_result result = {0};
    diag_clear(&office->diag);
    int err = action_assign(&office->engine, &action, ask, &result, &office->diag);
    snprintf(id, 100, "%s", result.occurrence ? result.occurrence : "");
    action_result_clear(&result);
    assert_int_equal(err<0, office->diag.errors> 0);
    assert_false(store_in_txn(office->store));
    return err;
}

static struct assign_ask plain(void)
{
    return (struct assign_ask){.unit = "tc",
                               .content = "Báo cáo sử dụng đất công",
                               .document = "125/UBND-VX",
                               .on = on("2022-03-10"),
                               .due = on("2022-03-25")};
}

/* Texts as others write them: decomposed, with line ends and no-break spaces. */
static void test_texts_are_tidied(void **state)
{
    struct office *office = *state;
    struct task_row task = {0};
    struct origin_row origin;
    struct assign_ask ask = plain();
    char id[100];
    ask.content = "  Ba\xcc\x81o ca\xcc\x81o\n\xc2\xa0g\xe1\xba\xa5p  ";
    ask.document = " 125 / UBND-VX ";
    ask.sender = "UBND tỉnh";
    ask.ident = "000.00.00.H52-2022-125";
    assert_int_equal(0, assign(office, &ask, id));
    assert_string_equal("so/giao/2022-1", id);
    assert_int_equal(0, store_task_get(office->store, "so/giao", "2022-1", &task));
    assert_string_equal("Báo cáo gấp", task.content);
    assert_string_equal("Phòng Tài chính", task.lead);
    store_task_clear(&task);
    assert_int_equal(0, store_origin_get(office->store, id, &origin));
    assert_string_equal("UBND tỉnh", origin.sender);
    assert_int_equal(on("2022-03-10"), origin.issued);
    store_origin_clear(&origin);
}

static void expect_refused(struct office *office, struct assign_ask ask, int want)
{
    char id[100];
    int64_t count = 0;
    struct occurrence_filter filter;
    occurrence_filter_init(&filter);
    assert_int_equal(want, assign(office, &ask, id));
    assert_int_equal(0, store_occurrences_count(office->store, &filter, &count));
    assert_int_equal(0, count);
}

#define REFUSED(want, member, value)                                                               \
    do {                                                                                           \
        struct assign_ask refused_ = plain();                                                      \
        refused_.member = (value);                                                                 \
        expect_refused(office, refused_, (want));                                                  \
    } while (0)

static void test_bad_input(void **state)
{
    struct office *office = *state;
    char huge[ASSIGN_MAX_CONTENT + 2];
    memset(huge, 'a', sizeof huge - 1);
    huge[sizeof huge - 1] = '\0';
    REFUSED(ERR_INVALID, content, NULL);
    REFUSED(ERR_INVALID, content, " \n ");
    REFUSED(ERR_INVALID, content, huge);
    REFUSED(ERR_INVALID, content, "xóa màn hình \x1b[2J");
    REFUSED(ERR_INVALID, content, "không phải UTF-8: \xff\xfe");
    REFUSED(ERR_INVALID, document, "");
    REFUSED(ERR_INVALID, document, NULL);
    REFUSED(ERR_INVALID, unit, NULL);
    REFUSED(ERR_INVALID, unit, huge);
    REFUSED(ERR_INVALID, unit, " ; ");
    REFUSED(ERR_NOT_FOUND, unit, "Phòng Tài chánh");
    REFUSED(ERR_NOT_FOUND, unit, "tc; phòng lạ");
    REFUSED(ERR_NOT_FOUND, coordinating, "phòng lạ");
    REFUSED(ERR_NOT_FOUND, department, "Sở khác");
    REFUSED(ERR_INVALID, due, DAY_NONE);
    REFUSED(ERR_INVALID, due, on("2022-03-13"));
    REFUSED(ERR_INVALID, due, on("2033-03-13"));
    REFUSED(ERR_INVALID, on, on("2022-03-15"));
}

static void test_near_names_are_told(void **state)
{
    struct office *office = *state;
    struct assign_ask ask = plain();
    char id[100];
    ask.unit = "Phòng Tài chánh";
    assert_int_equal(ERR_NOT_FOUND, assign(office, &ask, id));
    assert_non_null(strstr(office->diag.items[0].remedy, "Phòng Tài chính"));
}

static void test_groups_and_names(void **state)
{
    struct office *office = *state;
    struct assign_ask ask = plain();
    char id[100];
    struct occurrence_rows shares = {0};
    ask.unit = "các  PHÒNG";
    ask.coordinating = "Phòng TC; vp"; /* the first leads already */
    ask.department = "sở thử nghiệm";
    assert_int_equal(0, assign(office, &ask, id));
    assert_int_equal(0, store_occurrences_shares(office->store, id, &shares));
    assert_int_equal(2, shares.count);
    assert_string_equal("so/giao/2022-1@tc", shares.items[0].id);
    assert_string_equal("tt", shares.items[1].unit);
    assert_non_null(shares.items[0].code);
    assert_string_not_equal(shares.items[0].code, shares.items[1].code);
    store_occurrence_rows_clear(&shares);
}

static void test_the_same_twice(void **state)
{
    struct office *office = *state;
    const struct action action = {office->now, "officer"};
    struct assign_ask ask = plain();
    char id[100];
    ask.ident = "H52-125";
    assert_int_equal(0, assign(office, &ask, id));
    ask.document = "0125/ubnd-vx";
    assert_int_equal(ERR_EXISTS, assign(office, &ask, id));
    assert_non_null(strstr(office->diag.items[0].message, "so/giao/2022-1"));
    /* The very same paper under other words; another paper of that number, a year ago. */
    ask.content = "Nội dung khác";
    assert_int_equal(ERR_EXISTS, assign(office, &ask, id));
    ask = plain();
    ask.on = on("2021-03-10");
    assert_int_equal(0, assign(office, &ask, id));
    assert_string_equal("so/giao/2022-2", id);
    ask = plain();
    ask.again = true;
    assert_int_equal(0, assign(office, &ask, id));
    assert_string_equal("so/giao/2022-3", id);
    /* What was taken back may be given again. */
    ask.again = false;
    ask.document = "126/UBND-VX";
    assert_int_equal(0, assign(office, &ask, id));
    assert_int_equal(0, action_exempt(&office->engine, &action, id, "thu hồi", NULL, NULL));
    assert_int_equal(0, assign(office, &ask, id));
    assert_string_equal("so/giao/2022-5", id);
}

static void test_found_by_its_paper(void **state)
{
    struct office *office = *state;
    const struct action action = {office->now, "officer"};
    struct assign_ask ask = plain();
    struct origin_rows rows = {0};
    char id[100];
    office_write(office, "p.csv",
                 HEADER
                 "2,,B,,Thanh tra Sở,,Trong 03 ngày làm việc kể từ ngày nhận được văn bản\n");
    office_load(office);
    assert_int_equal(0, assign(office, &ask, id));
    assert_int_equal(0, action_trigger(&office->engine, &action, "p/2", on("2022-03-12"),
                                       "125/UBND-VX", DAY_NONE, NULL, NULL));
    assert_int_equal(0, engine_started_by(&office->engine, "so", "125/UBND-VX", DAY_NONE, &rows));
    assert_int_equal(2, rows.count);
    assert_string_equal("p/2/event/1", rows.items[0].occurrence);
    assert_string_equal("so/giao/2022-1", rows.items[1].occurrence);
    assert_int_equal(0, engine_started_by(&office->engine, "so", "125/UBND-VX", on("2021-03-10"),
                                          &rows));
    assert_int_equal(0, rows.count);
    assert_int_equal(0, engine_started_by(&office->engine, "so", "25/UBND-VX", DAY_NONE, &rows));
    assert_int_equal(0, rows.count);
    store_origin_rows_clear(&rows);
}

/* A load of nothing at all, then of no plans: the task stays, in the report too. */
static void test_no_load_withdraws_it(void **state)
{
    struct office *office = *state;
    struct assign_ask ask = plain();
    struct occurrence_row row;
    struct report report = {0};
    char id[100];
    office_load(office);
    assert_int_equal(0, assign(office, &ask, id));
    office_load(office);
    assert_int_equal(0, action_find(&office->engine, id, NULL, &row));
    assert_int_equal(OUTCOME_OPEN, row.dates.outcome);
    assert_true(row.next_at != INSTANT_NONE);
    assert_true(occurrence_is_assigned(&row));
    store_occurrence_clear(&row);
    assert_int_equal(0, engine_report(&office->engine, office->now, on("2022-03-01"),
                                      on("2022-03-31"), NULL, NULL, &report));
    assert_int_equal(1, report.count);
    assert_int_equal(1, report.items[0].counts.total);
    assert_int_equal(1, report.items[0].assigned.open_in_time);
    report_clear(&report);
}

static bool mail_says(struct office *office, const char *text)
{
    struct message_rows rows = {0};
    bool found = false;
    assert_int_equal(0,
                     store_outbox_claim(office->store, office->now, CHANNEL_MAIL, NULL, 10, &rows));
    for (size_t i = 0; i < rows.count; i++) {
        found = found || strstr(rows.items[i].subject, text) != NULL;
    }
    store_message_rows_clear(&rows);
    return found;
}

static void test_its_mail(void **state)
{
    struct office *office = *state;
    struct assign_ask ask = plain();
    struct tick_result result;
    char id[100];
    office_load(office);
    office->now = offset_instant(on("2022-03-14"), 9 * 60, 420);
    assert_int_equal(0, engine_tick(&office->engine, office->now, &result));
    assert_int_equal(0, assign(office, &ask, id));
    assert_int_equal(0, engine_tick(&office->engine, office->now, &result));
    assert_int_equal(1, result.messages);
    assert_true(mail_says(office, "01 nhiệm vụ phát sinh mới"));
}

#define OFFICE_TEST(function) cmocka_unit_test_setup_teardown(function, office_open, office_close)

int test_assign(void)
{
    const struct CMUnitTest tests[] = {
        OFFICE_TEST(test_texts_are_tidied),     OFFICE_TEST(test_bad_input),
        OFFICE_TEST(test_near_names_are_told),  OFFICE_TEST(test_groups_and_names),
        OFFICE_TEST(test_the_same_twice),       OFFICE_TEST(test_found_by_its_paper),
        OFFICE_TEST(test_no_load_withdraws_it), OFFICE_TEST(test_its_mail),
    };
    return cmocka_run_group_tests_name("assign", tests, NULL, NULL);
}
