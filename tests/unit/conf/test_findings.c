/* What is wrong is told at its line, with what would be right. */
#include "tests.h"

#include "base/err.h"

struct wrong {
    const char *text;
    int line; /* in the text itself: behind a sound config it is counted from there */
    const char *word;
};

/* Each text stands behind a sound config. */
static void behind_sound(const struct wrong *cases, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        struct buf text;
        buf_init(&text, 1 << 20);
        assert_int_equal(buf_printf(&text, "%s%s", SOUND, cases[i].text), 0);
        finds(buf_str(&text), SOUND_LINES + cases[i].line, cases[i].word);
        buf_clear(&text);
    }
}

static void test_syntax(void **state)
{
    (void)state;
    static const struct wrong CASES[] = {
        {"state = \"x\ny\n", 1, "không được đóng"},
        {"\n/* x\n\n", 2, "không được đóng"},
        {"policy \"p\" {\n week = {1, 0}\n", 1, "không được đóng"},
        {"# c\n}\n", 2, "thừa dấu }"},
        {"state = \"a\\qb\"\n", 1, "dấu \\"},
        {"state = \"${HOME}/x\"\n", 1, "biến môi trường"},
        {"state = ${HOME}\n", 1, "không dùng được"},
        {"state \"x\"\n", 1, "thiếu dấu ="},
        {"state =\n", 2, "giữa chừng"},
        {"state = {\"x\"}\n", 1, "không đúng chỗ"},
        {"state += \"x\"\n", 1, "chỉ nhận một giá trị"},
        {"policy { }\n", 1, "thiếu mã"},
        {"policy \"p\" \"q\" { }\n", 1, "thiếu dấu {"},
        {"a\x01 = b\n", 1, "điều khiển"},
        {"\n\nstate = \"\xFF\"\n", 3, "UTF-8"},
    };
    behind_sound(CASES, COUNT(CASES));
}

static void test_keys(void **state)
{
    (void)state;
    static const struct wrong CASES[] = {
        {"# c\nlanguge = \"vi\"\n", 2, "không có khóa \"languge\""},
        {"mail {\n  hots = \"x\"\n}\n", 2, "không có khóa \"hots\" trong mục mail"},
        {"frobnicate {\n  a = b\n}\n", 1, "frobnicate"},
        {"mail|host = \"x\"\n", 1, "mail"},
        {"\"\" = \"x\"\n", -SOUND_LINES + 1, "không có tên"},
        {"state = \"a\"\nstate = \"b\"\n", 1, "thêm một lần nữa"},
        {"mail { from = \"a@b.c\" }\nmail { from = \"a@b.d\" }\n", 1, "thêm một lần nữa"},
    };
    behind_sound(CASES, COUNT(CASES));
}

static void test_nearest_key(void **state)
{
    (void)state;
    struct settings s;
    struct diag diag = {0};
    assert_int_equal(load(SOUND "languge = \"vi\"\nxyzzyx = 1\n", &s, &diag), ERR_FORMAT);
    assert_int_equal(diag.errors, 2);
    assert_non_null(strstr(diag.items[0].remedy, "\"language\""));
    assert_non_null(strstr(diag.items[1].remedy, "truoc_ngay"));
    diag_clear(&diag);
}

static void test_types(void **state)
{
    (void)state;
    static const struct wrong CASES[] = {
        {"language = \"fr\"\n", 1, "language"},
        {"utc_offset = \"7\"\n", 1, "\"7\""},
        {"truoc_ngay = \"no\"\n", 1, "truoc_ngay"},
        {"admin_mail = \"a@b@c\"\n", 1, "a@b@c"},
        {"public_url = \"dondoc.example.org\"\n", 1, "http"},
        {"mail {\n port = 70000\n}\n", 2, "ngoài khoảng"},
        {"mail {\n port = \"mail\"\n}\n", 2, "số nguyên"},
        {"mail {\n port = 99999999999999999999\n}\n", 2, "ngoài khoảng"},
        {"mail {\n method = \"pigeon\"\n}\n", 2, "pigeon"},
        {"mail {\n host = \"mail example\"\n}\n", 2, "tên máy"},
        {"mail {\n method = smtp\n}\n", 1, "chưa có máy chủ"},
        {"mail {\n method = smtp host = m\n user = u\n}\n", 1, "tệp mật khẩu"},
        {"mail {\n method = smtp host = m\n user = u\n password_file = \"khong-co\"\n}\n", 4,
         "khong-co"},
        {"policy \"p\" {\n other = {1, 3, 0}\n}\n", 2, "other"},
        {"policy \"p\" {\n other = {3, 1}\n}\n", 2, "other"},
        {"policy \"p\" {\n other = {}\n}\n", 1, "other"},
        {"policy \"p\" {\n other = {251, 0}\n}\n", 2, "other"},
        {"policy \"p\" {\n send_at = \"24:00\"\n}\n", 2, "24:00"},
        {"policy \"p\" {\n send_at = \"730\"\n}\n", 2, "730"},
        {"policy \"p\" {\n send_at = \"17:00\"\n}\n", 1, "send_until"},
        {"policy \"p\" {\n overdue_days = 31\n}\n", 2, "overdue_days"},
        {"policy \"p\" {\n collect_before = 2\n collect_due = 2\n}\n", 3, "collect_due"},
        {"policy \"p\" {\n roll = \"back\"\n}\n", 2, "back"},
        {"endpoint \"e\" {\n url = \"ftp://x\"\n secret_files = \"" DD_SRCDIR "/Makefile.am\"\n}\n",
         2, "ftp"},
        {"endpoint \"e\" {\n url = \"http://x\"\n template = \"" DD_SRCDIR
         "/Makefile.am\"\n events = {opened, closed}\n}\n",
         4, "closed"},
        {"endpoint \"e\" {\n url = \"http://x\"\n template = \"" DD_SRCDIR
         "/Makefile.am\"\n events = {}\n}\n",
         1, "events"},
        {"endpoint \"e\" {\n url = \"http://x\"\n template = \"" DD_SRCDIR
         "/Makefile.am\"\n method = GET\n}\n",
         4, "GET"},
        {"endpoint \"e\" {\n url = \"http://x\"\n template = \"" DD_SRCDIR
         "/Makefile.am\"\n content_type = \"json\"\n}\n",
         4, "kiểu nội dung"},
        {"endpoint \"e\" {\n url = \"http://x\"\n template = \"" DD_SRCDIR
         "/Makefile.am\"\n content_type = \"text/ plain\"\n}\n",
         4, "kiểu nội dung"},
        {"endpoint \"e\" {\n url = \"http://x\"\n template = \"" DD_SRCDIR
         "/Makefile.am\"\n headers = {\"X-A: b\",\n  \"x-a: c\"}\n}\n",
         5, "hai lần"},
        {"endpoint \"e\" {\n url = \"http://x\"\n template = \"" DD_SRCDIR
         "/Makefile.am\"\n headers = {\"X-A: b\",\n  \"Host: c\"}\n}\n",
         5, "Host"},
        {"endpoint \"e\" {\n url = \"http://x\"\n template = \"" DD_SRCDIR
         "/Makefile.am\"\n headers = {\"X-A: b\",\n  \"c\"}\n}\n",
         5, "tiêu đề HTTP"},
        {"endpoint \"e\" {\n url = \"http://x\"\n template = \"" DD_SRCDIR
         "/Makefile.am\"\n headers = \"Authorization: x\"\n}\n",
         4, "bí mật"},
        {"endpoint \"e\" {\n url = \"http://x\"\n template = \"" DD_SRCDIR
         "/Makefile.am\"\n header_files = \"X-A: khong-co\"\n}\n",
         4, "khong-co"},
        {"endpoint \"e\" {\n url = \"http://x\"\n template = \"" DD_SRCDIR
         "/Makefile.am\"\n authorization_file = \"khong-co\"\n}\n",
         4, "khong-co"},
        {"endpoint \"e\" {\n url = \"http://x\"\n template = \"khong-co\"\n}\n", 3, "khong-co"},
        {"endpoint \"e\" {\n url = \"http://x\"\n path = \"/a\"\n}\n", 1, "secret_files"},
        {"endpoint \"e\" {\n url = \"http://x/?a\"\n path = \"/a\"\n template = \"" DD_SRCDIR
         "/Makefile.am\"\n}\n",
         3, "path"},
        {"endpoint \"e\" {\n url = \"http://x\"\n secret_files = \"khong-co\"\n}\n", 3, "khong-co"},
        {"endpoint \"e\" {\n url = \"http://x\"\n secret_files = \"" DD_SRCDIR "/lib\"\n}\n", 3,
         "không phải là tệp"},
    };
    behind_sound(CASES, COUNT(CASES));
}

static void test_edxml(void **state)
{
    (void)state;
    static const struct wrong CASES[] = {
        {"edxml {\n folder = \"/x\"\n}\n", 1, "mã định danh nào"},
        {"edxml {\n organ \"000.00.12.H51\" { }\n}\n", 2, "department"},
        {"edxml {\n organ \"000.00.12.H51\" {\n department = \"so-b\"\n}\n}\n", 3, "so-b"},
        {"edxml {\n organ \"12 H51\" {\n department = \"so-a\"\n}\n}\n", 2, "mã định danh"},
        {"edxml {\n organ \"H51\" {\n department = \"so-a\"\n unit = \"khong\"\n}\n}\n", 4,
         "không có đơn vị \"khong\""},
        {"edxml {\n organ \"H51\" { department = \"so-a\"\n}\n organ \"h51\" { department = "
         "\"so-a\"\n}\n}\n",
         4, "đã có ở dòng 13"},
        {"edxml {\n organ \"H51\" { department = \"so-a\"\n route \"r\" {\n unit = "
         "\"van-phong\"\n}\n}\n}\n",
         3, "không nói văn bản nào"},
        {"edxml {\n organ \"H51\" { department = \"so-a\"\n route \"r\" {\n subject = "
         "\"x\"\n}\n}\n}\n",
         3, "unit"},
        {"edxml {\n organ \"H51\" { department = \"so-a\"\n route \"r\" {\n unit = \"van-phong\"\n "
         "from = "
         "\"a b\"\n}\n}\n}\n",
         5, "\"a b\""},
        {"edxml {\n folders = \"x\"\n organ \"H51\" { department = \"so-a\" } }\n", 2,
         "không có khóa \"folders\""},
    };
    behind_sound(CASES, COUNT(CASES));
}

static void test_reporting(void **state)
{
    (void)state;
    static const struct wrong CASES[] = {
        {"reporting \"r\" {\n quarter = \"khi nào xong\"\n}\n", 2, "quarter"},
        {"reporting \"r\" {\n quarter = \"hằng quý\"\n}\n", 2, "quarter"},
        {"reporting \"r\" {\n quarter = \"trước ngày 19 hằng tháng\"\n}\n", 2, "quarter"},
        {"reporting \"r\" {\n year = \"31/6\"\n}\n", 2, "year"},
        {"reporting \"r\" {\n fortnight = \"1\"\n}\n", 2, "fortnight"},
    };
    behind_sound(CASES, COUNT(CASES));
}

static void test_sections(void **state)
{
    (void)state;
    static const struct wrong CASES[] = {
        {"policy \"p\" { }\n\npolicy \"p\" { }\n", 3, "đã có ở dòng 12"},
        {"department \"so-a\" { }\n", 1, "đã có ở dòng 1"},
        {"reporting \"r\" { }\nreporting \"r\" { }\n", 2, "đã có ở dòng 12"},
        {"plan \"p\" { }\n plan \"p\" { }\n", 2, "đã có ở dòng 12"},
        {"year 2024 { }\nyear 2024 { }\n", 2, "đã có"},
    };
    behind_sound(CASES, COUNT(CASES));
}

#define PLAN(more)                                                                                 \
    "plan \"p\" {\n file = \"" DD_SRCDIR "/conf/plans.conf\"\n title = \"T\"\n" more "}\n"

static void test_plans(void **state)
{
    (void)state;
    static const struct wrong CASES[] = {
        {PLAN(" from_year = 2022\n"), 1, "department"},
        {PLAN(" department = \"so-b\"\n from_year = 2022\n"), 4, "so-b"},
        {PLAN(" department = \"so-a\"\n"), 1, "from_year"},
        {PLAN(" department = \"so-a\"\n from_year = 1822\n"), 5, "ngoài khoảng"},
        {PLAN(" department = \"so-a\"\n from_year = 2022\n to_year = 2021\n"), 6, "2022–2021"},
        {PLAN(" department = \"so-a\"\n from_year = 2022\n to_year = 2099\n"), 6, "2022–2099"},
        {PLAN(" department = \"so-a\"\n from_year = 2022\n issued = \"31/02/2022\"\n"), 6,
         "không có ngày"},
        {PLAN(" department = \"so-a\"\n from_year = 2022\n issued = \"hôm qua\"\n"), 6,
         "không phải là ngày"},
        {PLAN(" department = \"so-a\"\n from_year = 2022\n regime = \"xyz\"\n"), 6, "xyz"},
        {PLAN(" department = \"so-a\"\n from_year = 2022\n policy = \"xyz\"\n"), 6, "xyz"},
        {PLAN(" department = \"so-a\"\n from_year = 2022\n amends = \"p\"\n"), 6, "chính nó"},
        {PLAN(" department = \"so-a\"\n from_year = 2022\n") "plan \"q\" {\n file = \"" DD_SRCDIR
                                                             "/conf/plans.conf\"\n title = \"T\"\n"
                                                             " department = \"so-a\"\n from_year = "
                                                             "2022\n}\n",
         8, "đã là của kế hoạch \"p\""},
        {"plan \"Kế hoạch\" {\n file = \"" DD_SRCDIR "/Makefile.am\"\n title = T\n"
         " department = so-a\n from_year = 2022\n}\n",
         1, "mã hợp lệ"},
    };
    behind_sound(CASES, COUNT(CASES));
}

static void test_holidays(void **state)
{
    (void)state;
    static const struct wrong CASES[] = {
        {"year MMXXIV { }\n", 1, "MMXXIV"},
        {"year 1899 { }\n", 1, "1899"},
        {"year 2024 {\n off = {\"2/9 Quốc khánh\"}\n}\n", 2, "2/9"},
        {"year 2024 {\n off = {\"2024-02-30 x\"}\n}\n", 2, "2024-02-30"},
        {"year 2024 {\n off = {\"2024-09-02x\"}\n}\n", 2, "2024-09-02x"},
        {"year 2024 {\n off = {\"2023-09-02 x\"}\n}\n", 2, "không thuộc năm 2024"},
        {"year 2024 {\n off = {\"2024-09-02 x\",\n \"2024-09-02 y\"}\n}\n", 3, "đã được ghi"},
        {"year 2024 {\n worked = {\"2024-09-02 x\"}\n}\n", 2, "thứ Bảy"},
        {"year 2024 {\n in_lieu = {\"2024-08-31 x\"}\n}\n", 2, "thứ Bảy"},
    };
    behind_sound(CASES, COUNT(CASES));
}

#define DEPARTMENT(unit)                                                                           \
    "department \"so-a\" {\n name = \"Sở A\"\n office = vp" FROM "\n" unit "}\n"
#define FROM " mail_from = so-a@example.org"
#define VP " unit vp { names = {\"Văn phòng\"} mail = a@example.org }\n"

static void test_departments(void **state)
{
    (void)state;
    static const struct wrong CASES[] = {
        {"", 1, "không có cơ quan nào"},
        {"department \"so-a\" {\n office = vp" FROM "\n" VP "}\n", 1, "name"},
        {"department \"so-a\" {\n name = A" FROM "\n" VP "}\n", 1, "office"},
        {"department \"so-a\" {\n name = A\n office = vp\n" VP "}\n", 1, "địa chỉ gửi thư"},
        {"department \"Sở A\" {\n}\n", 1, "mã hợp lệ"},
        {DEPARTMENT(""), 1, "vp"},
        {DEPARTMENT(VP " regime = \"xyz\"\n"), 5, "xyz"},
        {DEPARTMENT(VP " policy = \"xyz\"\n"), 5, "xyz"},
        {DEPARTMENT(VP " reply_to = \"Sở A <a@example.org>\"\n"), 5, "Sở A <a@example.org>"},
        {DEPARTMENT(" unit vp {\n mail = \"a@example.org\"\n}\n"), 4, "names"},
        {DEPARTMENT(" unit vp {\n names = {\"V\"}\n}\n"), 4, "chưa có địa chỉ"},
        {DEPARTMENT(" unit vp {\n names = {\"V\"}\n mail = {\"a@b.c\",\n \"a b@c\"}\n}\n"), 7,
         "a b@c"},
        {DEPARTMENT(" unit vp {\n names = {\"V\"} mail = \"a@b.c\"\n head_mail = \"x\"\n}\n"), 6,
         "\"x\""},
        {DEPARTMENT(" unit vp {\n names = {\"V\", \"\"}\n mail = \"a@b.c\"\n}\n"), 5, "trống"},
        {DEPARTMENT(" unit vp {\n names = {\"V\"} mail = \"a@b.c\"\n from = \"x\"\n}\n"), 6,
         "\"x\""},
        {DEPARTMENT(" unit vp {\n names = {\"V\"} mail = \"a@b.c\"\n from = \"2/1/2022\"\n"
                    " until = \"1/1/2022\"\n}\n"),
         4, "until"},
        {DEPARTMENT(VP " unit v2 {\n names = {\"V2\"}\n mail = \"a@b.c\"\n endpoints = \"e\"\n}\n"),
         8, "\"e\""},
        {DEPARTMENT(VP " group g {\n names = {\"G\"}\n}\n"), 5, "members"},
        {DEPARTMENT(VP " group g {\n names = {\"G\"}\n members = {\"vp\", \"xx\"}\n}\n"), 5, "xx"},
        {DEPARTMENT(VP " group vp {\n names = {\"G\"}\n members = {\"vp\"}\n}\n"), 5,
         "đã có ở dòng 4"},
        {DEPARTMENT(VP " director = \"x y@z\"\n"), 1, "director"},
        {DEPARTMENT(VP " deputy = {\"a@b.c\", \"nobody\"}\n"), 1, "nobody"},
        {DEPARTMENT(VP " group g {\n names = {\"G\"}\n members = {\"vp\"}\n deputy = \"g\"\n}\n"),
         5, "deputy"},
        {DEPARTMENT(VP " external \"x y\" {\n names = {\"G\"}\n}\n"), 5, "mã hợp lệ"},
    };
    for (size_t i = 0; i < COUNT(CASES); i++) {
        finds(CASES[i].text, CASES[i].line, CASES[i].word);
    }
}

/* Case, spaces and Unicode form make no other name. */
static void test_two_units_of_one_name(void **state)
{
    (void)state;
    static const char *const NAMES[] = {"Văn phòng", "VĂN PHÒNG", " văn  phòng ",
                                        "Va\u0306n pho\u0300ng", "Văn\u00A0phòng."};
    for (size_t i = 0; i < COUNT(NAMES); i++) {
        char text[600];
        (void)snprintf(text, sizeof(text),
                       DEPARTMENT(VP " unit v2 {\n  mail = b@example.org\n  names = {\"%s\"} }\n"),
                       NAMES[i]);
        struct settings s;
        struct diag diag = {0};
        assert_int_equal(load(text, &s, &diag), ERR_FORMAT);
        assert_int_equal(diag.items[0].line, 7);
        assert_non_null(strstr(diag.items[0].message, "đã là của \"vp\""));
        assert_non_null(strstr(diag.items[0].remedy, "dòng 4"));
        diag_clear(&diag);
    }
}

static void test_two_departments_of_one_name(void **state)
{
    (void)state;
    finds(SOUND "department \"so-b\" {\n name = \"SƠ\u0309 a\"\n office = vp" FROM "\n" VP "}\n",
          SOUND_LINES + 2, "so-a");
}

/* Lists and sections have ceilings, and running into one is told. */
static void test_ceilings(void **state)
{
    (void)state;
    struct buf text;
    buf_init(&text, 1 << 20);
    assert_int_equal(buf_puts(&text, SOUND), 0);
    for (int i = 0; i < 10001; i++) {
        assert_int_equal(buf_printf(&text, "policy \"p%d\" { }\n", i), 0);
    }
    finds(buf_str(&text), SOUND_LINES + 10001, "quá nhiều mục policy");
    buf_reset(&text);
    assert_int_equal(buf_puts(&text,
                              SOUND "plan \"p\" { file = \"" DD_SRCDIR "/Makefile.am\" title = T "
                                    "department = so-a from_year = 2022\n reports = {\"0\""),
                     0);
    for (int i = 1; i < 1001; i++) {
        assert_int_equal(buf_printf(&text, ", \"%d\"", i), 0);
    }
    assert_int_equal(buf_puts(&text, "}\n}\n"), 0);
    finds(buf_str(&text), SOUND_LINES + 2, "1001 giá trị");
    buf_clear(&text);
}

/* Everything that is wrong in one go. */
static void test_all_at_once(void **state)
{
    (void)state;
    struct settings s;
    struct diag diag = {0};
    assert_int_equal(load(SOUND "languge = vi\nutc_offset = x\nmail {\n port = -1\n nope = 1\n}\n"
                                "policy \"p\" { roll = x }\nplan \"p\" { department = so-z }\n",
                          &s, &diag),
                     ERR_FORMAT);
    static const int LINES[] = {1, 5, 2, 4, 7, 8, 8, 8, 8};
    assert_int_equal(diag.errors, COUNT(LINES));
    for (size_t i = 0; i < COUNT(LINES); i++) {
        assert_int_equal(diag.items[i].line, SOUND_LINES + LINES[i]);
    }
    diag_clear(&diag);
    /* Nobody listens: still refused. */
    assert_int_equal(load("languge = vi\n", &s, NULL), ERR_FORMAT);
}

int test_findings(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_syntax),
        cmocka_unit_test(test_keys),
        cmocka_unit_test(test_nearest_key),
        cmocka_unit_test(test_types),
        cmocka_unit_test(test_reporting),
        cmocka_unit_test(test_edxml),
        cmocka_unit_test(test_sections),
        cmocka_unit_test(test_plans),
        cmocka_unit_test(test_holidays),
        cmocka_unit_test(test_departments),
        cmocka_unit_test(test_two_units_of_one_name),
        cmocka_unit_test(test_two_departments_of_one_name),
        cmocka_unit_test(test_ceilings),
        cmocka_unit_test(test_all_at_once),
    };
    return cmocka_run_group_tests_name("findings", tests, NULL, NULL);
}
