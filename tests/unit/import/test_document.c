/* The pieces of reading a document that are functions of their arguments. */
#include "tests.h"

#include "base/cleanup.h"
#include "base/err.h"
#include "base/text.h"
#include "lib/import/columns.h"
#include "lib/import/groups.h"
#include "lib/import/guard.h"
#include "lib/import/number.h"
#include "lib/import/numbering.h"
#include "lib/import/ordinal.h"
#include "lib/import/units.h"

static void knows_formats_of_dates(void **state)
{
    (void)state;
    static const struct {
        const char *code;
        enum number_kind kind;
    } CASES[] = {
        {"General", NUMBER_GENERAL},
        {"0.00", NUMBER_GENERAL},
        {"#,##0 \"đồng\"", NUMBER_GENERAL},
        {"\"d\"0", NUMBER_GENERAL},
        {"\\d0", NUMBER_GENERAL},
        {"[Red]0", NUMBER_GENERAL},
        {"0%", NUMBER_PERCENT},
        {"dd/mm/yyyy", NUMBER_DATE},
        {"DD\\-MM\\-YY", NUMBER_DATE},
        {"[$-42A]dd mmmm yyyy;@", NUMBER_DATE},
        {"d/m", NUMBER_DATE},
        {"dd/mm/yyyy hh:mm", NUMBER_DATE_TIME},
        {"h:mm d/m/yyyy", NUMBER_DATE_TIME},
        {"mm/yyyy", NUMBER_MONTH},
        {"mmm-yy", NUMBER_MONTH},
        {"yyyy", NUMBER_YEAR},
        {"hh:mm", NUMBER_TIME},
        {"mm:ss", NUMBER_GENERAL},
        {"[h]:mm", NUMBER_TIME},
        {"0;dd/mm/yyyy", NUMBER_GENERAL},
        {"\"", NUMBER_GENERAL},
        {"\\", NUMBER_GENERAL},
        {"", NUMBER_GENERAL},
    };
    for (size_t i = 0; i < COUNT(CASES); i++) {
        if (number_kind_of(CASES[i].code) != CASES[i].kind) {
            fail_msg("%s: %d", CASES[i].code, (int)number_kind_of(CASES[i].code));
        }
    }
    assert_int_equal(number_kind_built_in(14), NUMBER_DATE);
    assert_int_equal(number_kind_built_in(17), NUMBER_MONTH);
    assert_int_equal(number_kind_built_in(22), NUMBER_DATE_TIME);
    assert_int_equal(number_kind_built_in(0), NUMBER_GENERAL);
    assert_int_equal(number_kind_built_in(49), NUMBER_GENERAL);
}

static void prints_numbers(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        enum number_kind kind;
        bool from_1904;
        const char *printed; /* NULL: no number */
        bool doubtful;
    } CASES[] = {
        {"1", NUMBER_GENERAL, false, "1", false},
        {"1.5", NUMBER_GENERAL, false, "1.5", false},
        {"1E2", NUMBER_GENERAL, false, "100", false},
        {"0.2", NUMBER_PERCENT, false, "20%", false},
        {"1", NUMBER_DATE, false, "01/01/1900", false},
        {"59", NUMBER_DATE, false, "28/02/1900", false},
        {"60", NUMBER_DATE, false, "60", true},
        {"61", NUMBER_DATE, false, "01/03/1900", false},
        {"0", NUMBER_DATE, false, "0", true},
        {"-1", NUMBER_DATE, false, "-1", true},
        {"1e300", NUMBER_DATE, false, "1e+300", true},
        {"44620", NUMBER_DATE, false, "28/02/2022", false},
        {"45351", NUMBER_DATE, false, "29/02/2024", false},
        {"0", NUMBER_DATE, true, "01/01/1904", false},
        {"43889", NUMBER_DATE, true, "29/02/2024", false},
        {"44593", NUMBER_MONTH, false, "Tháng 02/2022", false},
        {"44593", NUMBER_YEAR, false, "Năm 2022", false},
        {"44592.708333333", NUMBER_DATE_TIME, false, "17h00 ngày 31/01/2022", false},
        {"44592", NUMBER_DATE_TIME, false, "31/01/2022", false},
        {"0.5", NUMBER_TIME, false, "12h00", false},
        {"", NUMBER_DATE, false, NULL, false},
        {"1x", NUMBER_DATE, false, NULL, false},
        {"nan", NUMBER_DATE, false, NULL, false},
        {"inf", NUMBER_GENERAL, false, NULL, false},
    };
    for (size_t i = 0; i < COUNT(CASES); i++) {
        _cleanup_buf_ struct buf out = {0};
        bool doubtful = false;
        buf_init(&out, 100);
        int err = number_print(CASES[i].text, CASES[i].kind, CASES[i].from_1904, &doubtful, &out);
        if (!CASES[i].printed) {
            assert_int_equal(err, ERR_FORMAT);
            continue;
        }
        assert_int_equal(err, 0);
        assert_string_equal(buf_str(&out), CASES[i].printed);
        assert_int_equal(doubtful, CASES[i].doubtful);
    }
}

static void reads_ordinals(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        enum ordinal_kind kind;
        const char *number;
    } CASES[] = {
        {"1", ORDINAL_DECIMAL, "1"},         {"01", ORDINAL_DECIMAL, "1"},
        {"1.", ORDINAL_DECIMAL, "1"},        {"(2)", ORDINAL_DECIMAL, "2"},
        {"10a", ORDINAL_DECIMAL, "10a"},     {"1.2", ORDINAL_DECIMAL, "1.2"},
        {"1.2.3", ORDINAL_DECIMAL, "1.2.3"}, {"a)", ORDINAL_LETTER, "a"},
        {"đ)", ORDINAL_LETTER, "đ"},         {"A", ORDINAL_PART, "A"},
        {"C.", ORDINAL_PART, "C"},           {"I", ORDINAL_ROMAN, "I"},
        {"IV.", ORDINAL_ROMAN, "IV"},        {"IX", ORDINAL_ROMAN, "IX"},
        {"XIII", ORDINAL_ROMAN, "XIII"},     {"IIII", ORDINAL_WORD, "IIII"},
        {"XVX", ORDINAL_WORD, "XVX"},        {"-", ORDINAL_BULLET, "-"},
        {"+", ORDINAL_BULLET, "+"},          {"•", ORDINAL_BULLET, "•"},
        {"I.1", ORDINAL_WHOLE, "I.1"},       {"TC.1", ORDINAL_WHOLE, "TC.1"},
        {"III.1a", ORDINAL_WHOLE, "III.1a"}, {"2023-2025.6", ORDINAL_WHOLE, "2023-2025.6"},
        {"2022.1", ORDINAL_WHOLE, "2022.1"}, {"TC", ORDINAL_WORD, "TC"},
        {"2022", ORDINAL_WORD, "2022"},      {"", ORDINAL_NONE, ""},
        {"Nơi nhận:", ORDINAL_NONE, NULL},   {"Người lập biểu", ORDINAL_NONE, NULL},
    };
    for (size_t i = 0; i < COUNT(CASES); i++) {
        struct ordinal ordinal = ordinal_of(CASES[i].text);
        if (ordinal.kind != CASES[i].kind) {
            fail_msg("%s: %d", CASES[i].text, (int)ordinal.kind);
        }
        if (CASES[i].number) {
            assert_string_equal(ordinal.text, CASES[i].number);
        }
    }
}

static void finds_numbers_before_texts(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        enum ordinal_kind kind;
        const char *rest;
    } CASES[] = {
        {"II. CẢI CÁCH", ORDINAL_ROMAN, "CẢI CÁCH"},
        {"VI Kiểm soát việc", ORDINAL_ROMAN, "Kiểm soát việc"},
        {"I - Thể chế", ORDINAL_NONE, NULL},
        {"1. Xây dựng", ORDINAL_DECIMAL, "Xây dựng"},
        {"1) Xây dựng", ORDINAL_DECIMAL, "Xây dựng"},
        {"a) đợt một", ORDINAL_LETTER, "đợt một"},
        {"B. NHIỆM VỤ", ORDINAL_PART, "NHIỆM VỤ"},
        {"Năm 2022", ORDINAL_NONE, NULL},
        {"80% người dân", ORDINAL_NONE, NULL},
        {"5 phòng", ORDINAL_NONE, NULL},
        {"I", ORDINAL_NONE, NULL},
        {"", ORDINAL_NONE, NULL},
    };
    for (size_t i = 0; i < COUNT(CASES); i++) {
        const char *rest;
        struct ordinal ordinal = ordinal_in(CASES[i].text, &rest);
        if (ordinal.kind != CASES[i].kind) {
            fail_msg("%s: %d", CASES[i].text, (int)ordinal.kind);
        }
        assert_string_equal(rest, CASES[i].rest ? CASES[i].rest : CASES[i].text);
    }
}

static void makes_numbers_of_rows(void **state)
{
    (void)state;
    /* "#" begins a heading, ":" parts its number from its text; else a row's number and its stt. */
    static const char *const STEPS[][2] = {
        {"1", "1"},           {"a", "1a"},
        {"#I:Thể chế", ""},   {"1", "I.1"},
        {"b", "I.1b"},        {"2.1", "I.2.1"},
        {"TC.9", "TC.9"},     {"#:Tổ chức thực hiện", ""},
        {"1", "TC.1"},        {"#:Năm 2023-2025", ""},
        {"3", "2023-2025.3"}, {"#:Khác", ""},
        {"1", "IV.1"},        {"#A:Phần", ""},
        {"1", "A.1"},         {"#II:Nhóm", ""},
        {"1", "A.II.1"},      {"#3:Việc", ""},
        {"3.1", "A.II.3.1"},  {"1", "A.II.3.1"},
    };
    struct groups groups = {0};
    char last[STT_SIZE] = "";
    for (size_t i = 0; i < COUNT(STEPS); i++) {
        const char *text = STEPS[i][0];
        char stt[STT_SIZE];
        if (text[0] == '#') {
            char number[16] = "";
            size_t len = strcspn(text + 1, ":");
            memcpy(number, text + 1, len);
            struct ordinal ordinal = ordinal_of(number);
            assert_int_equal(groups_enter(&groups, &ordinal, text + 2 + len, false), 0);
            last[0] = '\0';
            continue;
        }
        struct ordinal ordinal = ordinal_of(text);
        groups_stt(&groups, &ordinal, last, stt);
        assert_string_equal(stt, STEPS[i][1]);
        if (ordinal.kind != ORDINAL_LETTER) {
            (void)snprintf(last, sizeof(last), "%s", stt);
        }
    }
    char *group = groups_text(&groups);
    assert_string_equal(group, "Phần – Nhóm – Việc");
    free(group);
    groups_clear(&groups);
}

static void names_columns(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        enum column column;
    } CASES[] = {
        {"STT", COLUMN_STT},
        {"Số TT", COLUMN_STT},
        {"TT", COLUMN_STT},
        {"NỘI DUNG CÔNG VIỆC", COLUMN_CONTENT},
        {"Nhiệm vụ", COLUMN_CONTENT},
        {"Nhiệm vụ cụ thể", COLUMN_CONTENT},
        {"Nhiệm vụ\nchung", COLUMN_GROUP},
        {"nhom", COLUMN_GROUP},
        {"Sản phẩm dự kiến", COLUMN_PRODUCT},
        {"Kết quả thực hiện nhiệm vụ", COLUMN_PRODUCT},
        {"Đơn vị chủ trì", COLUMN_LEAD},
        {"Cơ quan chủ trì tham mưu", COLUMN_LEAD},
        {"Đơn vị phối hợp", COLUMN_COORDINATING},
        {"Pon vi phdi hop", COLUMN_COORDINATING},
        {"Phân công thực hiện", COLUMN_ASSIGNMENT},
        {"Đơn vị chủ trì, phối hợp", COLUMN_ASSIGNMENT},
        {"Đơn vị thực hiện", COLUMN_ASSIGNMENT},
        {"Thời gian thực hiện", COLUMN_TIME},
        {"Thời hạn hoàn thành", COLUMN_TIME},
        {"Thoi gian thuc\nhi¢én", COLUMN_TIME},
        {"thoi_gian_sua", COLUMN_TIME_FIX},
        {"Ghi chú", COLUMN_NOTE},
        {"Họ và tên", COLUMN_NONE},
        {"Kinh phí", COLUMN_NONE},
        {"", COLUMN_NONE},
    };
    for (size_t i = 0; i < COUNT(CASES); i++) {
        if (column_of(CASES[i].text) != CASES[i].column) {
            fail_msg("%s: %d", CASES[i].text, (int)column_of(CASES[i].text));
        }
    }
}

/* What the guard says of a document, given whole and byte by byte. */
static int guarded(const char *text)
{
    struct guard whole = {0};
    struct guard bytes = {0};
    int err = guard_check(&whole, text, strlen(text));
    int other = 0;
    for (const char *at = text; *at && !other; at++) {
        other = guard_check(&bytes, at, 1);
    }
    assert_int_equal(err, other);
    return err;
}

static void guards_against_types_and_monsters(void **state)
{
    (void)state;
    static const char *const FINE[] = {
        "<?xml version='1.0'?><a b='>' c=\"'\"><!-- <!DOCTYPE --></a>",
        "<a><![CDATA[<!DOCTYPE a>]]]></a>]]></a>",
        "<a/><b x='/'></b>",
        "<?a ?b?><a>&lt;!DOCTYPE</a>",
        "<!----><a/>",
        "",
    };
    for (size_t i = 0; i < COUNT(FINE); i++) {
        assert_int_equal(guarded(FINE[i]), 0);
    }
    assert_int_equal(guarded("<!DOCTYPE a>"), ERR_FORMAT);
    assert_int_equal(guarded("<a/><!ENTITY"), ERR_FORMAT);
    assert_int_equal(guarded("<!-- --><!DOCTYPE"), ERR_FORMAT);
    assert_int_equal(guarded("<![CDAT "), ERR_FORMAT);
    _cleanup_buf_ struct buf text = {0};
    buf_init(&text, 1 << 20);
    for (int i = 0; i < GUARD_MAX_DEPTH; i++) {
        assert_int_equal(buf_puts(&text, "<a><b/>"), 0);
    }
    assert_int_equal(guarded(buf_str(&text)), 0);
    assert_int_equal(buf_puts(&text, "<a>"), 0);
    assert_int_equal(guarded(buf_str(&text)), ERR_LIMIT);
    buf_reset(&text);
    assert_int_equal(buf_puts(&text, "<a "), 0);
    for (int i = 0; i <= GUARD_MAX_ATTRIBUTES; i++) {
        assert_int_equal(buf_puts(&text, "a='>' "), 0);
    }
    assert_int_equal(guarded(buf_str(&text)), ERR_LIMIT);
    buf_reset(&text);
    assert_int_equal(buf_puts(&text, "<a b='"), 0);
    for (int i = 0; i < GUARD_MAX_TAG; i++) {
        assert_int_equal(buf_putc(&text, 'x'), 0);
    }
    assert_int_equal(guarded(buf_str(&text)), ERR_LIMIT);
}

static void joined(const struct strings *list, struct buf *out)
{
    buf_reset(out);
    for (size_t i = 0; i < list->count; i++) {
        assert_int_equal(buf_printf(out, "%s%s", i > 0 ? "|" : "", list->items[i]), 0);
    }
}

static void add_unit(struct department *department, const char *id, const char *name)
{
    struct party *party = NULL;
    assert_int_equal(department_add_party(department, id, PARTY_UNIT, &party), 0);
    assert_int_equal(department_add_name(department, party, name, NULL), 0);
}

static void splits_by_the_names_that_are_known(void **state)
{
    (void)state;
    static const struct {
        const char *cell;
        const char *lead, *coordinating;        /* without the department */
        const char *known_lead, *known_helping; /* with it; NULL: the same */
    } CASES[] = {
        {"Phòng A", "Phòng A", "", NULL, NULL},
        {"Phòng A, Phòng B", "Phòng A, Phòng B", "", "Phòng A|Phòng B", ""},
        {"Phòng A và Phòng B", "Phòng A và Phòng B", "", "Phòng A|Phòng B", ""},
        {"Phòng A, Phòng X", "Phòng A, Phòng X", "", NULL, NULL},
        {"Văn phòng, các phòng, đơn vị", "Văn phòng, các phòng, đơn vị", "",
         "Văn phòng|Các phòng, đơn vị", ""},
        {"Phòng Đo đạc và Bản đồ", "Phòng Đo đạc và Bản đồ", "", NULL, NULL},
        {"Phòng phối hợp liên ngành", "Phòng", "Liên ngành", "Phòng phối hợp liên ngành", ""},
        {"Phòng Đo đạc và Bản đồ hướng dẫn kỹ thuật", "Phòng Đo đạc và Bản đồ hướng dẫn kỹ thuật",
         "", "Phòng Đo đạc và Bản đồ", ""},
        {"Văn phòng Đăng ký", "Văn phòng Đăng ký", "", NULL, NULL},
        {"Các phòng: A, B và Quản lý C", "Phòng A|Phòng B|Phòng Quản lý C", "", NULL, NULL},
        {"", "", "", NULL, NULL},
        {"; ;\n-\n.", "", "", NULL, NULL},
    };
    struct roster roster;
    struct department *department = NULL;
    roster_init(&roster);
    assert_int_equal(roster_add_department(&roster, "so", &department), 0);
    add_unit(department, "a", "Phòng A");
    add_unit(department, "b", "Phòng B");
    add_unit(department, "v", "Văn phòng");
    add_unit(department, "d", "Phòng Đo đạc và Bản đồ");
    add_unit(department, "p", "Phòng phối hợp liên ngành");
    add_unit(department, "c", "Các phòng, đơn vị");
    for (size_t i = 0; i < COUNT(CASES) * 2; i++) {
        bool known = i % 2 == 1;
        bool same = !known || !CASES[i / 2].known_lead;
        struct strings lead = {0};
        struct strings helping = {0};
        _cleanup_buf_ struct buf text = {0};
        struct units_place place = {.file = "x", .row = 1, .column = 2};
        buf_init(&text, 4096);
        assert_int_equal(units_split(CASES[i / 2].cell, true, known ? department : NULL, &place,
                                     &lead, &helping),
                         0);
        joined(&lead, &text);
        assert_string_equal(buf_str(&text), same ? CASES[i / 2].lead : CASES[i / 2].known_lead);
        joined(&helping, &text);
        assert_string_equal(buf_str(&text),
                            same ? CASES[i / 2].coordinating : CASES[i / 2].known_helping);
        strings_clear(&lead);
        strings_clear(&helping);
    }
    roster_clear(&roster);
}

static void formats_numbers_as_word_does(void **state)
{
    (void)state;
    static const struct {
        const char *format;
        int number;
        const char *text;
    } CASES[] = {
        {"upperRoman", 14, "XIV"}, {"lowerRoman", 1999, "mcmxcix"}, {"upperLetter", 26, "Z"},
        {"lowerLetter", 27, "aa"}, {"lowerLetter", 54, "bbb"},      {"decimal", 12, "12"},
        {"decimalZero", 3, "03"},  {"upperRoman", 0, "0"},          {"ideographDigital", 4, "4"},
    };
    for (size_t i = 0; i < COUNT(CASES); i++) {
        _cleanup_buf_ struct buf out = {0};
        buf_init(&out, 100);
        assert_int_equal(numbering_format(CASES[i].format, CASES[i].number, &out), 0);
        assert_string_equal(buf_str(&out), CASES[i].text);
    }
}

int test_document(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(knows_formats_of_dates),
        cmocka_unit_test(prints_numbers),
        cmocka_unit_test(reads_ordinals),
        cmocka_unit_test(finds_numbers_before_texts),
        cmocka_unit_test(makes_numbers_of_rows),
        cmocka_unit_test(names_columns),
        cmocka_unit_test(guards_against_types_and_monsters),
        cmocka_unit_test(splits_by_the_names_that_are_known),
        cmocka_unit_test(formats_numbers_as_word_does),
    };
    return cmocka_run_group_tests_name("document", tests, NULL, NULL);
}
