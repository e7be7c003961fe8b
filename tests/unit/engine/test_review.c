#include "tests/unit/engine/tests.h"

#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "engine/review.h"

#define HEADER "stt,nhom,noi_dung,san_pham,chu_tri,phoi_hop,thoi_gian,thoi_gian_sua,sua_doi\n"

/* What is remembered of each row: a line of text. */
struct seen {
    struct buf text;
    int stop_at;
    int rows;
};

static int each_row(const struct row_review *row, void *arg)
{
    struct seen *seen = arg;
    (void)buf_printf(&seen->text, "%s/%s %s%s%s%s%s%s", row->plan->id, row->task->stt,
                     reading_status_name(row->status), row->shares ? " shares" : "",
                     row->by_office ? " office" : "", row->continuous ? " continuous" : "",
                     row->report ? " report" : "", row->withdraws ? " withdraws" : "");
    if (row->amended_by) {
        (void)buf_printf(&seen->text, " amended by %s", row->amended_by);
    }
    for (size_t i = 0; i < row->lead_units.count; i++) {
        (void)buf_printf(&seen->text, " +%s", row->lead_units.items[i]->id);
    }
    for (size_t i = 0; i < row->coordinating_units.count; i++) {
        (void)buf_printf(&seen->text, " -%s", row->coordinating_units.items[i]->id);
    }
    for (size_t i = 0; i < row->occurrences.count; i++) {
        char due[CIVIL_TEXT_SIZE];
        const struct review_occurrence *one = &row->occurrences.items[i];
        const char *rule = strchr(strchr(one->id, '/') + 1, '/');
        (void)buf_printf(&seen->text, " %s=%s", rule, civil_format_iso(one->instance.due, due));
    }
    (void)buf_putc(&seen->text, '\n');
    return ++seen->rows == seen->stop_at;
}

static void expect(struct office *office, const char *only, const char *want)
{
    struct seen seen = {0};
    size_t faulty = 99;
    buf_init(&seen.text, 100000);
    assert_int_equal(0,
                     review_all(&office->settings, only, &office->diag, each_row, &seen, &faulty));
    assert_int_equal(0, faulty);
    assert_string_equal(want, buf_str(&seen.text));
    buf_clear(&seen.text);
}

static void test_names(void **state)
{
    struct office *office = *state;
    office_write(office, "p.csv",
                 HEADER "1,,A,,PHÒNG  tc,Các phòng,18/3/2022,,\n"
                        "2,,A,,Các phòng,Văn phòng Sở; Phòng TC,18/3/2022,,\n"
                        "3,,A,,Phòng Tài chín,Thanh tra,18/3/2022,,\n"
                        "4,,A,,,,18/3/2022,,\n");
    expect(office, "p",
           "p/1 understood +tc -tt /once=2022-03-18\n"
           "p/2 understood shares +tc +tt -vp /once=2022-03-18\n"
           "p/3 needs_a_person office +vp /once=2022-03-18\n"
           "p/4 understood office +vp /once=2022-03-18\n");
}

static void test_wording(void **state)
{
    struct office *office = *state;
    office_write(office, "p.csv",
                 HEADER "1,,A,,Phòng TC,,chậm nhất ngày 18/3/2022,,\n"
                        "2,,A,,Phòng TC,,nt,,\n"
                        "3,,A,,Phòng TC,,Như trên.,,\n"
                        "4,,A,,Phòng TC,,định kỳ,chậm nhất ngày 20/4/2022,\n"
                        "5,,A,,Phòng TC,,- nt,,\n"
                        "6,,A,,Phòng TC,,Thường xuyên,,\n");
    expect(office, "p",
           "p/1 understood +tc /once=2022-03-18\n"
           "p/2 understood +tc /once=2022-03-18\n"
           "p/3 understood +tc /once=2022-03-18\n"
           "p/4 understood +tc /once=2022-04-20\n"
           "p/5 understood +tc /once=2022-04-20\n"
           "p/6 understood continuous +tc\n");
}

static void test_names_of_rules(void **state)
{
    struct office *office = *state;
    office_write(office, "p.csv",
                 HEADER "1,,A,,Phòng TC,,Trước ngày 15/6 và 15/12,,\n"
                        "2,,Báo cáo,,Phòng TC,,Định kỳ hằng quý và năm (trước ngày 19 của tháng "
                        "cuối quý và trước ngày 19/12),,\n"
                        "3,,A,,Phòng TC,,Định kỳ hằng quý,,\n"
                        "4,,A,,Phòng TC,,Khi có yêu cầu,,\n"
                        "5,,A,,Phòng TC,,Theo kế hoạch của tỉnh,,\n");
    expect(office, "p",
           "p/1 understood +tc /once=2022-06-14 /once.2=2022-12-14\n"
           "p/2 understood report +tc /quarter/2022-Q1=2022-03-18 /quarter/2022-Q2=2022-06-18 "
           "/quarter/2022-Q3=2022-09-18 /quarter/2022-Q4=2022-12-18 /year/2022=2022-12-18\n"
           "p/3 understood +tc /quarter/2022-Q1= /quarter/2022-Q2= /quarter/2022-Q3= "
           "/quarter/2022-Q4=\n"
           "p/4 understood +tc /event=\n"
           "p/5 understood +tc /reference=\n");
}

static void test_amendments(void **state)
{
    struct office *office = *state;
    office_write(office, "p.csv",
                 HEADER "1,,A,,Phòng TC,,18/3/2022,,\n2,,A,,Phòng TC,,18/3/2022,,\n"
                        "3,,A,,Phòng TC,,18/3/2022,,\n");
    office_write(office, "q.csv", HEADER "1,,B,,Phòng TC,,31/3/2022,,p/1\n2,,,,,,,,p/2; p/9\n");
    expect(office, NULL,
           "p/1 understood amended by q/1 +tc /once=2022-03-18\n"
           "p/2 understood amended by q/2 +tc /once=2022-03-18\n"
           "p/3 understood +tc /once=2022-03-18\n"
           "q/1 understood +tc /once=2022-03-31\n"
           "q/2 understood office withdraws +vp\n");
}

static void test_only_one(void **state)
{
    struct office *office = *state;
    office_write(office, "p.csv", HEADER "1,,A,,Phòng TC,,18/3/2022,,\n");
    office_write(office, "q.csv", HEADER "1,,B,,Phòng TC,,18/3/2022,,\n");
    expect(office, "q", "q/1 understood +tc /once=2022-03-18\n");
    expect(office, "q.csv", "q/1 understood +tc /once=2022-03-18\n");
    struct seen seen = {0};
    buf_init(&seen.text, 100000);
    assert_int_equal(ERR_NOT_FOUND,
                     review_all(&office->settings, "r", NULL, each_row, &seen, NULL));
    seen.stop_at = 1;
    assert_int_equal(0, review_all(&office->settings, NULL, NULL, each_row, &seen, NULL));
    assert_int_equal(1, seen.rows); /* stopped quietly, in all plans */
    buf_clear(&seen.text);
}

static void test_faulty_file(void **state)
{
    struct office *office = *state;
    size_t faulty;
    struct seen seen = {0};
    buf_init(&seen.text, 100000);
    office_write(office, "p.csv", "not,a,plan\n");
    office_write(office, "q.csv", HEADER "1,,B,,Phòng TC,,18/3/2022,,\n");
    assert_int_equal(0,
                     review_all(&office->settings, NULL, &office->diag, each_row, &seen, &faulty));
    assert_int_equal(1, faulty);
    assert_int_equal(1, seen.rows);
    assert_true(diag_has_errors(&office->diag));
    buf_clear(&seen.text);
}

static int each_reason(const struct row_review *row, void *arg)
{
    struct buf *out = arg;
    return buf_printf(out, "%s|", row->reason);
}

static void test_reason_names_who_is_near(void **state)
{
    struct office *office = *state;
    struct buf reasons;
    buf_init(&reasons, 10000);
    office_write(office, "p.csv", HEADER "1,,A,,Phòng Tài chín,,18/3/2022,,\n");
    assert_int_equal(0, review_all(&office->settings, "p", NULL, each_reason, &reasons, NULL));
    assert_non_null(strstr(buf_str(&reasons), "“Phòng Tài chín”; gần giống: Phòng Tài chính"));
    buf_clear(&reasons);
}

#define OFFICE_TEST(function) cmocka_unit_test_setup_teardown(function, office_open, office_close)

int test_review(void)
{
    const struct CMUnitTest tests[] = {
        OFFICE_TEST(test_names),
        OFFICE_TEST(test_wording),
        OFFICE_TEST(test_names_of_rules),
        OFFICE_TEST(test_amendments),
        OFFICE_TEST(test_only_one),
        OFFICE_TEST(test_faulty_file),
        OFFICE_TEST(test_reason_names_who_is_near),
    };
    return cmocka_run_group_tests_name("review", tests, NULL, NULL);
}
