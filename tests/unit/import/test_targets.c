#include "tests.h"

#include <stdlib.h>

#include "base/err.h"
#include "import/plan.h"
#include "import/targets.h"

#define PLAN                                                                                       \
    "stt,nhom,noi_dung,san_pham,chu_tri,phoi_hop,thoi_gian\n"                                      \
    "2022.1,N,Nội dung,,Văn phòng,,Năm 2022\n"                                                \
    "2022.2,N,Nội dung,,Văn phòng,,Năm 2022\n"
#define HEADER "stt,indicator,comparator,value,unit,per,from_year,to_year,verbatim\n"

static void make_plan(struct plan *plan)
{
    struct plan section;
    plan_init(&section);
    section.id = strdup("motcua-2022");
    section.file = strdup("plans/003.csv");
    section.targets = strdup("targets.csv");
    section.from_year = 2022;
    section.to_year = 2025;
    plan_init(plan);
    assert_int_equal(import_plan_text(&section, PLAN, strlen(PLAN), plan, NULL), 0);
    assert_string_equal(plan->targets, "targets.csv");
    plan_clear(&section);
}

static int read_text(const char *text, struct targets *out, struct diag *diag)
{
    struct plan plan;
    make_plan(&plan);
    *out = (struct targets){0};
    int err = import_targets_text(&plan, text, strlen(text), out, diag);
    plan_clear(&plan);
    return err;
}

static void test_reads_targets(void **state)
{
    (void)state;
    struct targets targets;
    struct diag diag = {0};
    assert_int_equal(
        read_text("file;STT;Indicator;comparator;value;unit;per;from_year;to_year;verbatim;ma\r\n"
                  "x/003.csv;2022.1;Tỷ lệ  số hóa;+;20;%;năm;2023;2025;\"thêm 20%\";so-hoa\r\n"
                  "004.csv;khong-co;Của kế hoạch khác;=;1000;%;;1999;1998;;\r\n"
                  ";2022.2;Thời gian chờ;≤;12,5;phút;lượt;2022;;;\r\n",
                  &targets, &diag),
        0);
    assert_int_equal(diag.count, 0);
    assert_int_equal(targets.count, 2);
    const struct target *growth = &targets.items[0];
    assert_string_equal(growth->plan, "motcua-2022");
    assert_string_equal(growth->stt, "2022.1");
    assert_string_equal(growth->code, "so-hoa");
    assert_string_equal(growth->indicator, "Tỷ lệ số hóa");
    assert_int_equal(growth->comparator, TARGET_GROWTH);
    assert_int_equal(growth->value, 20 * AMOUNT_ONE);
    assert_int_equal(growth->ceiling, 100 * AMOUNT_ONE);
    assert_string_equal(growth->verbatim, "thêm 20%");
    assert_int_equal(growth->line, 2);
    const struct target *wait = &targets.items[1];
    assert_int_equal(wait->comparator, TARGET_AT_MOST);
    assert_int_equal(wait->value, 125000);
    assert_int_equal(wait->to_year, 2022);
    assert_int_equal(strlen(wait->code), 8);
    targets_clear(&targets);
    targets_clear(NULL);
}

static void test_refuses_rows(void **state)
{
    (void)state;
    static const struct {
        const char *row;
        int column;
        const char *word;
    } CASES[] = {
        {"2022.1,Tỷ lệ,=,một trăm,%,,2022,2022,\n", 16, "không phải là số"},
        {"2022.1,Tỷ lệ,=,,%,,2022,2022,\n", 16, "không phải là số"},
        {"2022.1,Tỷ lệ,=,1.600,hồ sơ,,2022,2022,\n", 16, "hai cách"},
        {"2022.1,Tỷ lệ,=,\"0,12345\",%,,2022,2022,\n", 16, "thập phân"},
        {"2022.1,Tỷ lệ,=,100.5,%,,2022,2022,\n", 16, "lớn hơn 100"},
        {"2022.1,Tỷ lệ,>=,-1,%,,2022,2022,\n", 17, "nhỏ hơn 0"},
        {"2022.1,Tỷ lệ,+,0,%,,2022,2022,\n", 16, "mức tăng là 0"},
        {"2022.1,Tỷ lệ,<,10,%,,2022,2022,\n", 14, "phép so sánh \"<\""},
        {"2022.1,Tỷ lệ,,10,%,,2022,2022,\n", 14, "phép so sánh"},
        {"2022.1,Tỷ lệ,=,10,%,,2025,2023,\n", 27, "ngược"},
        {"2022.1,Tỷ lệ,=,10,%,,2021,2022,\n", 22, "nằm ngoài kế hoạch (2022–2025)"},
        {"2022.1,Tỷ lệ,=,10,%,,2022,2026,\n", 22, "nằm ngoài kế hoạch"},
        {"2022.1,Tỷ lệ,=,10,%,,22,2026,\n", 22, "không phải là năm"},
        {"2022.1,Tỷ lệ,=,10,%,,,2026,\n", 22, "không phải là năm"},
        {"2022.9,Tỷ lệ,=,10,%,,2022,2022,\n", 1, "không có dòng \"2022.9\""},
        {",Tỷ lệ,=,10,%,,2022,2022,\n", 1, "thiếu stt"},
        {"2022.1,,=,10,%,,2022,2022,\n", 8, "thiếu tên chỉ tiêu"},
        {"2022.1,Tỷ lệ,=,10\n", 1, "4 cột"},
    };
    for (size_t i = 0; i < COUNT(CASES); i++) {
        struct targets targets;
        struct diag diag = {0};
        char text[1000];
        (void)snprintf(text, sizeof text, "%s2022.1,Đúng,=,90,%%,,2022,2022,\n%s", HEADER,
                       CASES[i].row);
        assert_int_equal(read_text(text, &targets, &diag), ERR_FORMAT);
        finds(&diag, 3, CASES[i].column, CASES[i].word);
        assert_string_equal(diag.items[0].file, "targets.csv");
        assert_int_equal(diag.errors, 1);
        assert_int_equal(targets.count, 0);
        diag_clear(&diag);
    }
}

static void test_growth_may_be_above_100(void **state)
{
    (void)state;
    struct targets targets;
    assert_int_equal(read_text(HEADER "2022.1,Số lượng,+,150,%,,2022,2022,\n", &targets, NULL), 0);
    assert_true(targets.items[0].ceiling == AMOUNT_NONE);
    targets_clear(&targets);
}

static void test_refuses_twice_and_nothing(void **state)
{
    (void)state;
    struct targets targets;
    struct diag diag = {0};
    assert_int_equal(read_text(HEADER "2022.1,Tỷ lệ,=,90,%,,2022,2022,\n"
                                      "2022.2,Tỷ lệ,=,90,%,,2022,2022,\n"
                                      "2022.1,Tỷ lệ,=,90,%,,2023,2023,\n"
                                      "2022.1,tỷ  LỆ,>=,80,%,,2022,2022,\n",
                               &targets, &diag),
                     ERR_FORMAT);
    finds(&diag, 5, 8, "đã có ở dòng 2");
    diag_clear(&diag);
    assert_int_equal(read_text(HEADER, &targets, &diag), ERR_FORMAT);
    finds(&diag, 2, 1, "không có chỉ tiêu nào");
    diag_clear(&diag);
    assert_int_equal(read_text("stt,indicator\n", &targets, &diag), ERR_FORMAT);
    finds(&diag, 1, 1, "comparator");
    diag_clear(&diag);
    assert_int_equal(read_text("", &targets, &diag), ERR_FORMAT);
    diag_clear(&diag);
}

/* All 27 of the five sample plans, as the plans' files have them. */
static void test_samples(void **state)
{
    (void)state;
    static const struct {
        const char *name;
        int from, to;
        size_t count;
    } PLANS[] = {
        {"000-kstthc-2022-stnmt-soctrang", 2022, 2022, 5},
        {"002-kstthc-2021-stp-soctrang", 2021, 2021, 3},
        {"003-motcua-2022-stnmt-soctrang", 2022, 2025, 13},
        {"004-kstthc-2022-skhdt-langson", 2022, 2022, 6},
    };
    for (size_t i = 0; i < COUNT(PLANS); i++) {
        char file[400];
        char path[400];
        struct diag diag = {0};
        struct plan plan;
        struct targets targets = {0};
        (void)snprintf(file, sizeof file, DD_SRCDIR "/conf/plans/%s.csv", PLANS[i].name);
        (void)snprintf(path, sizeof path, DD_SRCDIR "/conf/plans/%s.targets.csv", PLANS[i].name);
        struct plan section = {.id = (char *)(uintptr_t) "p",
                               .file = file,
                               .targets = path,
                               .from_year = PLANS[i].from,
                               .to_year = PLANS[i].to,
                               .issued = DAY_NONE,
                               .closed = DAY_NONE};
        plan_init(&plan);
        assert_int_equal(import_plan(&section, &plan, &diag), 0);
        assert_int_equal(import_targets(&plan, &targets, &diag), 0);
        assert_int_equal(targets.count, PLANS[i].count);
        assert_int_equal(diag.count, 0);
        targets_clear(&targets);
        plan_clear(&plan);
    }
}

static void test_measures(void **state)
{
    (void)state;
    static const char text[] = "Mã;Giá trị;Ngày;Số ký hiệu;Loại\n"
                               "KQD2;12,5;14/3/2022;12/BC;\n"
                               "KQD2;10;31/12/2021;;Mốc\n";
    struct measures measures = {0};
    struct diag diag = {0};
    assert_int_equal(import_measures_text("do.csv", text, strlen(text), &measures, &diag), 0);
    assert_int_equal(measures.count, 2);
    assert_string_equal(measures.items[0].value, "12,5");
    assert_string_equal(measures.items[0].document, "12/BC");
    assert_false(measures.items[0].baseline);
    assert_true(measures.items[1].baseline);
    assert_int_equal(measures.items[1].line, 3);
    measures_clear(&measures);
    measures_clear(NULL);
    assert_false(measures.faulty);
    /* The good rows are given, to be looked at too. */
    static const char bad[] = "ma,gia_tri,ngay,so_ky_hieu,loai\nK,1,1/1/2022,1/BC,khác\n"
                              "L,x,1/1/2022,1/BC,\nM,1\n";
    measures = (struct measures){0};
    assert_int_equal(import_measures_text("do.csv", bad, strlen(bad), &measures, &diag), 0);
    finds(&diag, 2, 19, "không rõ loại");
    assert_int_equal(diag.errors, 2);
    assert_int_equal(diag.items[1].line, 4);
    assert_true(measures.faulty);
    assert_int_equal(measures.count, 1);
    assert_string_equal(measures.items[0].target, "L");
    measures_clear(&measures);
    static const char cut[] = "ma,gia_tri\nK,1\n";
    diag_clear(&diag);
    assert_int_equal(import_measures_text("do.csv", cut, strlen(cut), &measures, &diag),
                     ERR_FORMAT);
    assert_int_equal(measures.count, 0);
    diag_clear(&diag);
}

int test_targets(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_reads_targets),
        cmocka_unit_test(test_refuses_rows),
        cmocka_unit_test(test_growth_may_be_above_100),
        cmocka_unit_test(test_refuses_twice_and_nothing),
        cmocka_unit_test(test_samples),
        cmocka_unit_test(test_measures),
    };
    return cmocka_run_group_tests_name("targets", tests, NULL, NULL);
}
