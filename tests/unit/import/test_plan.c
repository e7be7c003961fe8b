#include "tests.h"

#include <sys/stat.h>

#include "base/err.h"
#include "base/utf8.h"
#include "import/plan.h"

#define HEADER "stt,nhom,noi_dung,san_pham,chu_tri,phoi_hop,thoi_gian\r\n"
#define ROW(stt) stt ",N,Nội dung,,Văn phòng Sở,,Quý I\r\n"

static int read_bytes(const void *data, size_t len, struct plan *out, struct diag *diag)
{
    struct plan section;
    plan_init(&section);
    section.id = strdup("p");
    section.file = strdup("p.csv");
    section.config = strdup("dondoc.conf");
    section.line = 7;
    assert_int_equal(strings_add(&section.joint, "II.1"), 0);
    plan_init(out);
    int err = import_plan_text(&section, data, len, out, diag);
    plan_clear(&section);
    return err;
}

static int read_text(const char *text, struct plan *out, struct diag *diag)
{
    return read_bytes(text, strlen(text), out, diag);
}

static void test_row(void **state)
{
    (void)state;
    struct plan plan;
    struct diag diag = {0};
    assert_int_equal(read_text(HEADER
                               "\" IX.1 \",\"Công  tác\nbáo cáo\",\" Báo cáo\r\n- quý \",SP,"
                               "Va\u0306n pho\u0300ng Sở ;Thanh tra Sở;; ,\"Các phòng, đơn vị\","
                               "\"- Định kỳ\r\n- Đột xuất\"\r\n" ROW("II.1"),
                               &plan, &diag),
                     0);
    assert_int_equal(diag.count, 0);
    assert_int_equal(plan.count, 2);
    const struct task *task = plan_task(&plan, "IX.1");
    assert_non_null(task);
    assert_int_equal(task->line, 2);
    assert_string_equal(task->group, "Công tác báo cáo");
    assert_string_equal(task->content, "Báo cáo\n- quý");
    assert_string_equal(task->product, "SP");
    assert_int_equal(task->lead.count, 2);
    assert_string_equal(task->lead.items[0], "Văn phòng Sở");
    assert_string_equal(task->lead.items[1], "Thanh tra Sở");
    assert_int_equal(task->coordinating.count, 1);
    assert_string_equal(task->coordinating.items[0], "Các phòng, đơn vị");
    assert_string_equal(task->time, "- Định kỳ\n- Đột xuất");
    assert_string_equal(task->time_fix, "");
    assert_string_equal(task->amends, "");
    assert_false(task->joint);
    assert_true(plan.tasks[1].joint);
    assert_int_equal(plan.tasks[1].line, 6);
    plan_clear(&plan);
}

static void test_optional_columns(void **state)
{
    (void)state;
    struct plan plan;
    struct diag diag = {0};
    assert_int_equal(read_text("Thời gian sửa;THỜI GIAN;Phối hợp;Chủ trì;Sản phẩm;Nội dung;Nhóm;"
                               "STT;sua_doi;Ghi chú;\n"
                               "Quý I/2022;Quý I;;Văn phòng;;ND;N;II.1;cu/I.1;x;\n",
                               &plan, &diag),
                     0);
    assert_string_equal(plan.tasks[0].time, "Quý I");
    assert_string_equal(plan.tasks[0].time_fix, "Quý I/2022");
    assert_string_equal(plan.tasks[0].amends, "cu/I.1");
    assert_string_equal(plan.tasks[0].lead.items[0], "Văn phòng");
    /* A column that nobody reads is told, and no more. */
    finds(&diag, 1, 77, "Ghi chú");
    assert_int_equal(diag.errors, 0);
    assert_int_equal(diag.warnings, 1);
    diag_clear(&diag);
    plan_clear(&plan);
}

static void test_encodings(void **state)
{
    (void)state;
    static const char COMMA[] = HEADER ROW("II.1");
    static const char SEMICOLON[] = "stt;nhom;noi_dung;san_pham;chu_tri;phoi_hop;thoi_gian\n"
                                    "II.1;N;Nội dung;;Văn phòng Sở;;Quý I\n";
    struct buf data;
    buf_init(&data, 10000);
    for (int i = 0; i < 5; i++) {
        struct plan plan;
        struct diag diag = {0};
        buf_reset(&data);
        if (i < 2) {
            assert_int_equal(buf_puts(&data, i ? "\xEF\xBB\xBF" : ""), 0);
            assert_int_equal(buf_puts(&data, i ? COMMA : SEMICOLON), 0);
        } else {
            to_utf16(i == 4 ? SEMICOLON : COMMA, i == 2, &data);
        }
        assert_int_equal(read_bytes(data.data, data.len, &plan, &diag), 0);
        assert_int_equal(plan.count, 1);
        assert_string_equal(plan.tasks[0].lead.items[0], "Văn phòng Sở");
        assert_string_equal(plan.tasks[0].time, "Quý I");
        assert_int_equal(diag.count, 0);
        plan_clear(&plan);
    }
    buf_clear(&data);
}

static void test_refuses(void **state)
{
    (void)state;
    static const struct {
        const char *csv;
        int line, column;
        const char *word;
    } CASES[] = {
        {"", 1, 1, "trống"},
        {"\xEF\xBB\xBF\r\n", 1, 1, "trống"},
        {HEADER, 2, 1, "không có dòng nào"},
        {"a,b\n1,2\n", 1, 1, "thiếu cột stt"},
        {"stt,nhom,noi_dung,san_pham,chu_tri,phoi_hop\n1,2,3,4,5,6\n", 1, 1, "thiếu cột thoi_gian"},
        {"stt,stt,nhom,noi_dung,san_pham,chu_tri,phoi_hop,thoi_gian\n", 1, 5, "hai lần"},
        {HEADER ROW("") ROW("I.2"), 2, 1, "không có stt"},
        {HEADER ROW("I 1"), 2, 1, "dấu cách"},
        {HEADER ROW("I/1"), 2, 1, "\"/\""},
        {HEADER ROW("I.1") ROW("I.2") ROW("I.1"), 4, 1, "\"I.1\" đã có ở dòng 2"},
        {HEADER ROW("I.1") "I.2,N,ND\n", 3, 1, "3 cột"},
        {HEADER ROW("I.1") "I.2,N,a,b,c,d,e,f\n", 3, 17, "8 cột"},
        {HEADER ROW("I.1") "I.2,N,\"x,,,,\n", 3, 7, "không được đóng"},
        {HEADER "I.1,N,Tr\xE1\xBB,,,,\n", 2, 9, "UTF-8"},
    };
    for (size_t i = 0; i < COUNT(CASES); i++) {
        struct plan plan;
        struct diag diag = {0};
        assert_int_equal(read_text(CASES[i].csv, &plan, &diag), ERR_FORMAT);
        finds(&diag, CASES[i].line, CASES[i].column, CASES[i].word);
        assert_string_equal(diag.items[0].file, "p.csv");
        assert_non_null(diag.items[0].remedy);
        assert_null(plan.id); /* untouched */
        assert_int_equal(plan.count, 0);
        diag_clear(&diag);
    }
}

/* The header's finding says what should stand there and what does. */
static void test_header_says_both(void **state)
{
    (void)state;
    struct plan plan;
    struct diag diag = {0};
    assert_int_equal(read_text("Số,Tên\n1,2\n", &plan, &diag), ERR_FORMAT);
    assert_non_null(strstr(diag.items[0].message, "Số,Tên"));
    assert_non_null(
        strstr(diag.items[0].remedy, "stt,nhom,noi_dung,san_pham,chu_tri,phoi_hop,thoi_gian"));
    diag_clear(&diag);
}

/* Every faulty row is told, not only the first. */
static void test_all_findings(void **state)
{
    (void)state;
    struct plan plan;
    struct diag diag = {0};
    assert_int_equal(read_text(HEADER ROW("") ROW("I.1") "x\n" ROW("I.1") "y,z\"\n" ROW("I.2"),
                               &plan, &diag),
                     ERR_FORMAT);
    assert_int_equal(diag.errors, 4);
    assert_int_equal(diag.items[0].line, 2);
    assert_int_equal(diag.items[1].line, 4);
    assert_int_equal(diag.items[2].line, 5);
    assert_int_equal(diag.items[3].line, 6);
    diag_clear(&diag);
}

static void test_named_rows(void **state)
{
    (void)state;
    struct plan plan;
    struct diag diag = {0};
    assert_int_equal(read_text(HEADER ROW("I.1"), &plan, &diag), 0); /* joint names II.1 */
    assert_int_equal(diag.warnings, 1);
    assert_string_equal(diag.items[0].file, "dondoc.conf");
    assert_int_equal(diag.items[0].line, 7);
    diag_clear(&diag);
    plan_clear(&plan);
}

static void test_files(void **state)
{
    (void)state;
    static const struct {
        const char *path;
        int err;
    } CASES[] = {{DD_SRCDIR "/no-such-plan.csv", ERR_NOT_FOUND}, {DD_SRCDIR "/tests", ERR_INVALID}};
    for (size_t i = 0; i < COUNT(CASES); i++) {
        struct plan section, plan;
        struct diag diag = {0};
        plan_init(&section);
        plan_init(&plan);
        section.file = strdup(CASES[i].path);
        assert_int_equal(import_plan(&section, &plan, &diag), CASES[i].err);
        assert_int_equal(diag.errors, 1);
        assert_string_equal(diag.items[0].file, CASES[i].path);
        diag_clear(&diag);
        plan_clear(&section);
    }
}

static void read_sample(const char *name, struct plan *out)
{
    struct plan section;
    struct diag diag = {0};
    char path[400];
    (void)snprintf(path, sizeof(path), DD_SRCDIR "/conf/plans/%s", name);
    plan_init(&section);
    plan_init(out);
    section.file = strdup(path);
    assert_int_equal(import_plan(&section, out, &diag), 0);
    assert_int_equal(diag.count, 0);
    plan_clear(&section);
}

/* 125 rows; what is written is read again as the same. */
static void test_samples(void **state)
{
    (void)state;
    static const struct {
        const char *name;
        size_t rows;
    } SAMPLES[] = {{"000-kstthc-2022-stnmt-soctrang.csv", 21},
                   {"001-cchc-2024-stnmt-soctrang.csv", 28},
                   {"002-kstthc-2021-stp-soctrang.csv", 26},
                   {"003-motcua-2022-stnmt-soctrang.csv", 16},
                   {"004-kstthc-2022-skhdt-langson.csv", 34}};
    struct buf out, again;
    buf_init(&out, 1 << 20);
    buf_init(&again, 1 << 20);
    for (size_t i = 0; i < COUNT(SAMPLES); i++) {
        struct plan plan, reread;
        struct diag diag = {0};
        buf_reset(&out);
        buf_reset(&again);
        read_sample(SAMPLES[i].name, &plan);
        assert_int_equal(plan.count, SAMPLES[i].rows);
        assert_int_equal(import_plan_write(&plan, &out), 0);
        assert_int_equal(read_text(buf_str(&out), &reread, &diag), 0);
        assert_int_equal(import_plan_write(&reread, &again), 0);
        assert_string_equal(buf_str(&again), buf_str(&out));
        assert_int_equal(reread.count, plan.count);
        assert_string_equal(reread.tasks[0].content, plan.tasks[0].content);
        diag_clear(&diag);
        plan_clear(&plan);
        plan_clear(&reread);
    }
    buf_clear(&out);
    buf_clear(&again);
}

static void test_write_optional(void **state)
{
    (void)state;
    static const char TEXT[] =
        "stt,nhom,noi_dung,san_pham,chu_tri,phoi_hop,thoi_gian,thoi_gian_sua,sua_doi\r\n"
        "II.1,N,\"a, b\",,Văn phòng; Thanh tra,,Quý I,Quý I/2022,\r\n"
        "II.2,N,\"x\n\"\"y\"\"\",,,,,,cu/I.1\r\n";
    struct plan plan;
    struct buf out;
    buf_init(&out, 10000);
    assert_int_equal(read_text(TEXT, &plan, NULL), 0);
    assert_int_equal(import_plan_write(&plan, &out), 0);
    assert_string_equal(buf_str(&out), TEXT);
    plan_clear(&plan);
    buf_clear(&out);
}

static void test_many_rows(void **state)
{
    (void)state;
    struct buf data;
    struct plan plan;
    struct diag diag = {0};
    buf_init(&data, 64 << 20);
    assert_int_equal(buf_puts(&data, HEADER ROW("II.1")), 0);
    for (int i = 1; i < 100000; i++) {
        assert_int_equal(buf_printf(&data,
                                    "R%d,Nhóm,\"Việc số %d, năm 2022\",,Văn phòng Sở,"
                                    "\"Các phòng, đơn vị\",Quý %d\r\n",
                                    i, i, i % 4 + 1),
                         0);
    }
    assert_int_equal(read_bytes(data.data, data.len, &plan, &diag), 0);
    assert_int_equal(plan.count, 100000);
    assert_string_equal(plan.tasks[99999].stt, "R99999");
    assert_int_equal(plan.tasks[99999].line, 100001);
    assert_int_equal(diag.count, 0);
    plan_clear(&plan);
    buf_clear(&data);
}

int test_plan(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_row),
        cmocka_unit_test(test_optional_columns),
        cmocka_unit_test(test_encodings),
        cmocka_unit_test(test_refuses),
        cmocka_unit_test(test_header_says_both),
        cmocka_unit_test(test_all_findings),
        cmocka_unit_test(test_named_rows),
        cmocka_unit_test(test_files),
        cmocka_unit_test(test_samples),
        cmocka_unit_test(test_write_optional),
        cmocka_unit_test(test_many_rows),
    };
    return cmocka_run_group_tests_name("plan", tests, NULL, NULL);
}
