/* Targets: loaded with their plan, measured, shown; what is refused leaves a ledger entry and no more. */
#include "tests/unit/engine/tests.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/file.h"
#include "engine/load.h"
#include "engine/status.h"
#include "engine/targets.h"
#include "store/ledger.h"

#define HEADER "stt,indicator,comparator,value,unit,per,from_year,to_year,verbatim,ma\n"
#define PLAN                                                                                       \
    "stt,nhom,noi_dung,san_pham,chu_tri,phoi_hop,thoi_gian\n"                                      \
    "1,,A,,Phòng TC,,Năm 2022\n"                                                                 \
    "2,,B,,Thanh tra Sở,,Năm 2022\n"

/* The office's config with targets of plan "p". */
static void configure(struct office *office)
{
    char path[256];
    struct buf text;
    buf_init(&text, 100000);
    (void)snprintf(path, sizeof path, "%s/dondoc.conf", office->folder);
    assert_int_equal(0, file_read(path, 100000, NULL, &text));
    char *at = strstr(text.data, " file = \"p.csv\"");
    assert_non_null(at);
    struct buf more;
    buf_init(&more, 100000);
    assert_int_equal(0, buf_append(&more, text.data, (size_t)(at - text.data)));
    assert_int_equal(0, buf_puts(&more, " targets = \"t.csv\"\n"));
    assert_int_equal(0, buf_puts(&more, at));
    office_write(office, "dondoc.conf", buf_str(&more));
    office_configure(office);
    buf_clear(&text);
    buf_clear(&more);
}

static void begin(struct office *office)
{
    office_write(office, "p.csv", PLAN);
    office_write(office, "t.csv",
                 HEADER "1,Tỷ lệ số hóa,>=,80,%,,2022,2022,,so-hoa\n"
                        "1,Thời gian chờ,<=,30,phút,,2022,2022,,cho\n"
                        "2,Tỷ lệ hài lòng,=,95,%,,2022,2022,,hai-long\n");
    configure(office);
    office_load(office);
}

static struct action acting(const struct office *office)
{
    return (struct action){office->now, "lan"};
}

static int record(struct office *office, const char *target, const char *value, const char *day,
                  bool correct, struct target_result *out)
{
    const struct action action = acting(office);
    const struct target_record ask = {target, value, day, "12/BC", correct, NULL};
    diag_clear(&office->diag);
    return action_target_record(&office->engine, &action, &ask, out, &office->diag);
}

static int baseline(struct office *office, const char *target, const char *value, const char *day)
{
    const struct action action = acting(office);
    const struct target_record ask = {target, value, day, NULL, false, NULL};
    diag_clear(&office->diag);
    return action_target_baseline(&office->engine, &action, &ask, NULL, &office->diag);
}

struct counted {
    const char *kind;
    size_t count;
};

static int count_entry(const struct ledger_row *row, void *arg)
{
    struct counted *counted = arg;
    counted->count += strcmp(row->kind, counted->kind) == 0;
    return 0;
}

static size_t entries(struct office *office, const char *kind)
{
    struct counted counted = {kind, 0};
    struct ledger_filter filter;
    ledger_filter_init(&filter);
    assert_int_equal(0, store_ledger_each(office->store, &filter, count_entry, &counted));
    return counted.count;
}

static void look(struct office *office, const char *key, struct target_view *out)
{
    assert_int_equal(0, engine_target(&office->engine, key, on("2022-03-14"), out, NULL));
}

static void test_loaded_and_measured(void **state)
{
    struct office *office = *state;
    struct target_result result = {0};
    struct target_view view = {0};
    begin(office);
    assert_int_equal(3, entries(office, "target_added"));
    assert_int_equal(0, baseline(office, "so-hoa", "10 %", "31/12/2021"));
    assert_int_equal(0, record(office, "so-hoa", "12,5", "1/3/2022", false, &result));
    assert_string_equal("p/1/target/so-hoa", result.target);
    assert_int_equal(125000, result.value);
    assert_true(result.old == AMOUNT_NONE);
    assert_int_equal(PACE_AT_RISK, result.pace.state);
    target_result_clear(&result);
    assert_int_equal(0, record(office, "p/1/target/so-hoa", "25", "1/3/2022", true, &result));
    assert_int_equal(125000, result.old);
    target_result_clear(&result);
    look(office, "so-hoa", &view);
    assert_int_equal(3, view.all.count);
    assert_int_equal(1, view.count);
    assert_int_equal(250000, view.points[0].value);
    assert_int_equal(100000, view.baseline.value);
    assert_string_equal("so", view.department);
    assert_int_equal(1, view.units.count);
    assert_string_equal("tc", view.units.items[0]);
    target_view_clear(&view);
    assert_int_equal(1, entries(office, "target_baseline"));
    assert_int_equal(1, entries(office, "target_measured"));
    assert_int_equal(1, entries(office, "target_corrected"));
    assert_int_equal(0, entries(office, "target_refused"));
}

static void test_refused(void **state)
{
    struct office *office = *state;
    static const struct {
        const char *target, *value, *day;
        bool correct;
        int err;
    } CASES[] = {
        {"khong-co", "1", "1/3/2022", false, ERR_NOT_FOUND},
        {"p/1", "1", "1/3/2022", false, ERR_EXISTS},
        {"so-hoa", "x", "1/3/2022", false, ERR_INVALID},
        {"so-hoa", NULL, "1/3/2022", false, ERR_INVALID},
        {"so-hoa", "101", "1/3/2022", false, ERR_INVALID},
        {"so-hoa", "1.600", "1/3/2022", false, ERR_INVALID},
        {"so-hoa", "10", "15/3/2022", false, ERR_INVALID}, /* tomorrow */
        {"so-hoa", "10", "31/12/2021", false, ERR_INVALID},
        {"so-hoa", "10", NULL, false, ERR_INVALID},
        {"so-hoa", "10", "1/3/2022", true, ERR_REFUSED},
    };
    struct target_view view = {0};
    begin(office);
    for (size_t i = 0; i < COUNT(CASES); i++) {
        assert_int_equal(CASES[i].err, record(office, CASES[i].target, CASES[i].value, CASES[i].day,
                                              CASES[i].correct, NULL));
        assert_int_equal(1, office->diag.errors);
        assert_int_equal(i + 1, entries(office, "target_refused"));
    }
    look(office, "so-hoa", &view);
    assert_int_equal(0, view.all.count);
    target_view_clear(&view);
    diag_clear(&office->diag);
}

static void test_import(void **state)
{
    struct office *office = *state;
    const struct action action = acting(office);
    static const char good[] = "ma,gia_tri,ngay,so_ky_hieu,loai\n"
                               "so-hoa,20,1/3/2022,1/BC,\nso-hoa,10,31/12/2021,,mốc\n"
                               "p/2,90,1/3/2022,1/BC,\n";
    static const char bad[] = "ma,gia_tri,ngay,so_ky_hieu\nhai-long,90,2/3/2022,1/BC\n"
                              "cho,x,1/3/2022,1/BC\n";
    struct target_import import = {.file = "a.csv", .data = good, .len = strlen(good)};
    begin(office);
    import.dry_run = true;
    assert_int_equal(0, action_target_import(&office->engine, &action, &import, &office->diag));
    assert_int_equal(3, import.done);
    import.dry_run = false;
    assert_int_equal(0, action_target_import(&office->engine, &action, &import, &office->diag));
    assert_int_equal(3, import.done);
    assert_int_equal(0, import.same);
    assert_int_equal(0, action_target_import(&office->engine, &action, &import, &office->diag));
    assert_int_equal(0, import.done);
    assert_int_equal(3, import.same);
    import.data = bad;
    import.len = strlen(bad);
    assert_int_equal(ERR_INVALID,
                     action_target_import(&office->engine, &action, &import, &office->diag));
    assert_int_equal(3, office->diag.items[0].line);
    assert_int_equal(1, entries(office, "target_refused"));
    struct target_view view = {0};
    look(office, "hai-long", &view);
    assert_int_equal(1, view.count); /* not the good line of the faulty file */
    target_view_clear(&view);
    diag_clear(&office->diag);
}

static int count_view(const struct target_view *view, void *arg)
{
    size_t *count = arg;
    assert_non_null(view->target.indicator);
    (*count)++;
    return 0;
}

static void test_withdrawn_keeps_its_measurements(void **state)
{
    struct office *office = *state;
    struct load_difference difference = {0};
    struct engine_status status = {0};
    struct target_filter filter = {.plan = "p"};
    size_t count = 0;
    begin(office);
    assert_int_equal(0, record(office, "so-hoa", "20", "1/3/2022", false, NULL));
    office_write(office, "t.csv",
                 HEADER "2,Tỷ lệ hài lòng,=,90,%,,2022,2022,,hai-long\n"
                        "1,Thời gian chờ,<=,30,phút,,2022,2022,,cho\n");
    assert_int_equal(0, engine_load(&office->engine, office->now, "test", false, &difference,
                                    &office->diag));
    assert_int_equal(1, difference.targets.withdrawn);
    assert_int_equal(1, difference.targets.changed);
    assert_int_equal(1, difference.targets.unchanged);
    load_difference_clear(&difference);
    assert_int_equal(ERR_REFUSED, record(office, "so-hoa", "30", "2/3/2022", false, NULL));
    assert_int_equal(0, engine_targets_each(&office->engine, &filter, on("2022-03-14"), count_view,
                                            &count));
    assert_int_equal(2, count);
    filter.withdrawn = true;
    count = 0;
    assert_int_equal(0, engine_targets_each(&office->engine, &filter, on("2022-03-14"), count_view,
                                            &count));
    assert_int_equal(3, count);
    struct target_view view = {0};
    look(office, "so-hoa", &view);
    assert_true(view.row.withdrawn);
    assert_int_equal(1, view.count);
    target_view_clear(&view);
    assert_int_equal(0, engine_status(&office->engine, office->now, &status));
    assert_int_equal(2, status.departments[0].targets[PACE_NO_DATA]);
    engine_status_clear(&status);
    diag_clear(&office->diag);
}

/* The rows are loaded, the targets stay; the fault is told at each load, until it is mended. */
static void test_faulty_file(void **state)
{
    struct office *office = *state;
    begin(office);
    office_write(office, "t.csv", HEADER "1,Tỷ lệ,=,101,%,,2022,2022,,\n");
    for (int i = 0; i < 2; i++) {
        struct load_difference difference = {0};
        assert_int_equal(0, engine_load(&office->engine, office->now, "test", false, &difference,
                                        &office->diag));
        assert_int_equal(1, difference.faulty);
        assert_true(difference.plans[0].targets_faulty);
        assert_false(difference.plans[0].faulty);
        load_difference_clear(&difference);
        assert_int_equal(i + 1, office->diag.errors);
    }
    struct target_view view = {0};
    look(office, "so-hoa", &view);
    assert_false(view.row.withdrawn);
    target_view_clear(&view);
    diag_clear(&office->diag);
}

int test_targets(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_loaded_and_measured, office_open, office_close),
        cmocka_unit_test_setup_teardown(test_refused, office_open, office_close),
        cmocka_unit_test_setup_teardown(test_import, office_open, office_close),
        cmocka_unit_test_setup_teardown(test_withdrawn_keeps_its_measurements, office_open,
                                        office_close),
        cmocka_unit_test_setup_teardown(test_faulty_file, office_open, office_close),
    };
    return cmocka_run_group_tests_name("targets", tests, NULL, NULL);
}
