#include "tests/unit/render/test_render.h"

#include <string.h>

#include "base/cleanup.h"
#include "base/err.h"
#include "base/utf8.h"
#include "tests/unit/render/sample.h"

struct fixture {
    struct daily_templates templates;
    struct daily_letter letter;
};

static int set_up(void **state)
{
    struct fixture *fixture = calloc(1, sizeof(*fixture));

    sample_templates("vi", &fixture->templates);
    *state = fixture;
    return 0;
}

static int tear_down(void **state)
{
    struct fixture *fixture = *state;

    daily_letter_clear(&fixture->letter);
    daily_templates_clear(&fixture->templates);
    free(fixture);
    return 0;
}

/* The letter of one item, otherwise empty. */
static const struct daily_letter *letter_of(struct fixture *fixture, const struct daily_item *items,
                                            size_t count)
{
    struct daily daily = sample_unit();

    daily.recipient = "Thanh tra Sở";
    daily.items = items;
    daily.count = count;
    daily_letter_clear(&fixture->letter);
    assert_int_equal(daily_render(&fixture->templates, &daily, &fixture->letter), 0);
    return &fixture->letter;
}

static void assert_says(const char *text, const char *what)
{
    if (!strstr(text, what)) {
        fail_msg("«%s» is not in\n%s", what, text);
    }
}

static void assert_says_not(const char *text, const char *what)
{
    if (strstr(text, what)) {
        fail_msg("«%s» is in\n%s", what, text);
    }
}

static struct daily_item item_due(day_t due, int days_left)
{
    struct daily_item item = sample_unit().items[2];

    item.due = due;
    item.act_by = due;
    item.days_left = days_left;
    return item;
}

static void the_subject_says_how_much_of_what(void **state)
{
    struct fixture *fixture = *state;
    day_t today = sample_unit().day;
    struct daily_item items[5];

    for (size_t i = 0; i < 5; i++) {
        items[i] = item_due(today, 0);
        items[i].section = i < 2 ? DAILY_OVERDUE : DAILY_DUE_TODAY;
    }
    assert_string_equal(
        letter_of(fixture, items, 3)->subject,
        "[Đôn đốc] 02 việc quá hạn, 01 việc đến hạn hôm nay – Thanh tra Sở, 18/03/2022");
    items[2].due = today + 1; /* a day off: today is the last working day */
    assert_string_equal(letter_of(fixture, items, 5)->subject,
                        "[Đôn đốc] 02 việc quá hạn, 03 việc đến hạn – Thanh tra Sở, 18/03/2022");
    items[0].section = DAILY_COMING;
    items[1].section = DAILY_COLLECT;
    items[2].section = DAILY_OPENING;
    items[3].section = DAILY_OVERDUE;
    assert_string_equal(letter_of(fixture, items, 4)->subject,
                        "[Đôn đốc] 01 việc quá hạn, 01 việc sắp đến hạn, 01 đề nghị gửi kết quả – "
                        "Thanh tra Sở, 18/03/2022");
}

static void a_long_name_is_cut_in_the_subject_alone(void **state)
{
    struct fixture *fixture = *state;
    struct daily daily = sample_office();

    assert_int_equal(daily_render(&fixture->templates, &daily, &fixture->letter), 0);
    assert_says(fixture->letter.subject, "Văn phòng Sở; Công chức đầu mối thực hiệ…, 18/03/2022");
    assert_says(fixture->letter.html, "một cửa liên thông</p>");
}

static void sections_come_by_pressure_and_items_by_day(void **state)
{
    struct fixture *fixture = *state;
    day_t today = sample_unit().day;
    struct daily_item items[4] = {item_due(today + 9, 5), item_due(today - 3, -1),
                                  item_due(today + 2, 2), item_due(today - 9, -7)};
    static const char *const codes[] = {"COMINGB2", "OVERDUE2", "COMINGA1", "OVERDUE1"};

    for (size_t i = 0; i < 4; i++) {
        items[i].section = i % 2 ? DAILY_OVERDUE : DAILY_COMING;
        items[i].code = codes[i];
    }
    const char *text = letter_of(fixture, items, 4)->text;
    const char *first = strstr(text, "OVERDUE1");
    const char *second = strstr(text, "OVERDUE2");
    const char *third = strstr(text, "COMINGA1");
    const char *fourth = strstr(text, "COMINGB2");

    assert_non_null(first);
    assert_non_null(fourth);
    assert_true(first < second && second < third && third < fourth);
}

static void both_parts_say_what_the_plan_says(void **state)
{
    struct fixture *fixture = *state;
    struct daily daily = sample_unit();
    static const char *const said[] = {
        "Mục IX.1",   "Quý I/2022", "Công tác báo cáo",
        "18/03/2022", "WFPR6YMC",   "Báo cáo định kỳ tình hình, kết quả thực hiện"};

    assert_int_equal(daily_render(&fixture->templates, &daily, &fixture->letter), 0);
    for (size_t i = 0; i < sizeof(said) / sizeof(said[0]); i++) {
        assert_says(fixture->letter.html, said[i]);
    }
    assert_says(fixture->letter.text, "Mục IX.1 – Quý I/2022 – hạn 18/03/2022, hôm nay");
    assert_says(fixture->letter.text, "Kế hoạch số 20/KH-STNMT ngày 22/04/2022");
    assert_says(fixture->letter.text, "trước ngày\n     19 của tháng cuối quý");
    assert_says(fixture->letter.html,
                "- Định kỳ hàng quý và năm (trước ngày 19 của tháng cuối quý và trước ngày 19/12)");
}

static void roles_are_addressed_differently(void **state)
{
    struct fixture *fixture = *state;
    struct daily_item item = item_due(sample_unit().day, 0);

    item.role = ROLE_LEAD;
    assert_says(letter_of(fixture, &item, 1)->text, "Vai trò: đơn vị chủ trì; phối hợp: Các phòng");
    item.role = ROLE_COORDINATING;
    assert_says(
        letter_of(fixture, &item, 1)->text,
        "Vai trò: đơn vị phối hợp; đề nghị phối hợp với đơn vị chủ trì: Văn phòng\n     Sở");
    assert_says(fixture->letter.html, "Đơn vị phối hợp; đề nghị phối hợp");
    item.role = ROLE_HEAD;
    assert_says_not(letter_of(fixture, &item, 1)->text, "Vai trò");
    assert_says(fixture->letter.text, "Chủ trì: Văn phòng Sở");
}

static void a_due_day_off_names_the_last_working_day(void **state)
{
    struct fixture *fixture = *state;
    day_t today = sample_unit().day;
    struct daily_item item = item_due(today + 1, 0);

    item.act_by = today;
    assert_says(letter_of(fixture, &item, 1)->text,
                "hôm nay là ngày làm việc cuối cùng\n   trước hạn");
    assert_says(fixture->letter.text, "Ngày làm việc cuối cùng trước hạn: thứ Sáu, 18/03/2022");
    item = item_due(today + 4, 2);
    assert_says_not(letter_of(fixture, &item, 1)->text, "Ngày làm việc cuối cùng");
}

static void a_due_day_not_in_the_text_says_so(void **state)
{
    struct fixture *fixture = *state;
    struct daily_item item = item_due(sample_unit().day, 0);

    item.due_from = DUE_FROM_REPORTING;
    assert_says(letter_of(fixture, &item, 1)->text, "(theo chế độ báo cáo)");
    assert_says(fixture->letter.html, "(theo chế độ báo cáo)");
    item.due_from = DUE_FROM_TEXT;
    assert_says_not(letter_of(fixture, &item, 1)->text, "(theo chế độ báo cáo)");
}

static void html_escapes_what_a_plan_says(void **state)
{
    struct fixture *fixture = *state;
    struct daily daily = sample_immediate();

    assert_int_equal(daily_render(&fixture->templates, &daily, &fixture->letter), 0);
    assert_says(fixture->letter.text, "Ông <Nguyễn Văn A> & các hộ dân");
    assert_says(fixture->letter.html, "Ông &lt;Nguyễn Văn A&gt; &amp; các hộ dân");
    assert_says_not(fixture->letter.html, "<Nguyễn");
    assert_says(fixture->letter.subject, "Thông báo gấp");
    assert_says(fixture->letter.text, "Giám đốc Sở giao tại cuộc họp sáng nay.");
}

static void html_needs_nothing_from_outside(void **state)
{
    struct fixture *fixture = *state;
    struct daily daily = sample_office();
    static const char *const outside[] = {"<img", "<script", "http:", "https:", "url(", "<link"};

    assert_int_equal(daily_render(&fixture->templates, &daily, &fixture->letter), 0);
    for (size_t i = 0; i < sizeof(outside) / sizeof(outside[0]); i++) {
        assert_says_not(fixture->letter.html, outside[i]);
    }
    assert_says(fixture->letter.html, "<html lang=\"vi\">");
    assert_says(fixture->letter.html, "name=\"viewport\"");
}

static void text_lines_fit_a_terminal(void **state)
{
    struct fixture *fixture = *state;
    struct daily (*const samples[])(void) = {sample_unit, sample_office, sample_immediate};

    for (size_t i = 0; i < 3; i++) {
        struct daily daily = samples[i]();

        daily_letter_clear(&fixture->letter);
        assert_int_equal(daily_render(&fixture->templates, &daily, &fixture->letter), 0);
        for (const char *line = fixture->letter.text; *line;) {
            size_t len = strcspn(line, "\n");

            assert_true(utf8_width(line, len) <= 78);
            line += len + (line[len] ? 1 : 0);
        }
        assert_says_not(fixture->letter.text, "{{");
        assert_says_not(fixture->letter.html, "{{");
    }
}

static void long_lists_are_cut_and_say_so(void **state)
{
    struct fixture *fixture = *state;
    size_t count = DAILY_SHOW_MAX + 7;
    struct daily_item *items = calloc(count, sizeof(*items));

    assert_non_null(items);
    for (size_t i = 0; i < count; i++) {
        items[i] = item_due(sample_unit().day + 3, 3);
        items[i].section = DAILY_COMING;
    }
    assert_says(letter_of(fixture, items, count)->text, "… và 7 việc khác cùng loại.");
    assert_says(fixture->letter.text, "(107)");
    assert_says(fixture->letter.html, "… và 7 việc khác cùng loại.");
    assert_says(letter_of(fixture, items, DAILY_SHOW_MAX)->text, "100. Mục");
    assert_says_not(fixture->letter.text, "việc khác");
    free(items);
}

/* A cell of a plan may hold 1 MiB. */
static void huge_texts_are_cut_and_the_letter_is_written(void **state)
{
    struct fixture *fixture = *state;
    const size_t size = (size_t)1 << 20;
    struct daily_item *items = calloc(DAILY_SHOW_MAX, sizeof(*items));
    char *huge = malloc(size);

    assert_non_null(items);
    assert_non_null(huge);
    for (size_t i = 0; i + 4 < size; i += 4) {
        memcpy(huge + i, "ế ", 4);
        memcpy(huge + i + 4, "", 1);
    }
    for (size_t i = 0; i < DAILY_SHOW_MAX; i++) {
        items[i] = item_due(sample_unit().day + 3, 3);
        items[i].section = DAILY_COMING;
        items[i].group = items[i].content = items[i].product = huge;
        items[i].lead = items[i].coordinating = items[i].time = items[i].remark = huge;
    }
    assert_says(letter_of(fixture, items, DAILY_SHOW_MAX)->text, "ế […]");
    assert_says(fixture->letter.html, "ế […]");
    assert_says(fixture->letter.text, "100. Mục");
    free(items);
    free(huge);
}

static void the_office_is_told_how_to_record(void **state)
{
    struct fixture *fixture = *state;
    struct daily daily = sample_office();
    struct daily_item item = item_due(sample_unit().day, 0);

    assert_int_equal(daily_render(&fixture->templates, &daily, &fixture->letter), 0);
    assert_says(fixture->letter.text, "dondoc done <mã việc>");
    assert_says_not(fixture->letter.text, "trả lời thư này");
    assert_says(letter_of(fixture, &item, 1)->text, "trả lời thư này");
    assert_says_not(fixture->letter.text, "dondoc done");
}

static void what_asks_for_a_value_is_not_answered_by_a_paper(void **state)
{
    struct fixture *fixture = *state;
    struct daily_item items[2] = {item_due(sample_unit().day, 0), item_due(sample_unit().day, 0)};

    items[0].of_target = true;
    items[0].code = "GIATRI";
    items[1].code = "VIEC";
    assert_says(letter_of(fixture, items, 2)->text, "VIEC – 12/BC-VP");
    assert_says(fixture->letter.text, "GIATRI – 12,5 %");
    assert_says(fixture->letter.html, "GIATRI – 12,5 %");
    assert_says_not(letter_of(fixture, items, 1)->text, "Cách báo kết quả");
    assert_says_not(letter_of(fixture, &items[1], 1)->text, "số liệu của chỉ tiêu");

    items[0].role = ROLE_OFFICE;
    assert_says(letter_of(fixture, items, 1)->text, "dondoc target record <mã việc> --value");
    assert_says(fixture->letter.html, "dondoc target record &lt;mã việc&gt; --value");
    items[1].role = ROLE_OFFICE;
    assert_says_not(letter_of(fixture, &items[1], 1)->text, "dondoc target record");
}

static void nothing_but_a_message_is_a_letter_too(void **state)
{
    struct fixture *fixture = *state;
    struct daily daily = sample_immediate();

    daily.count = 0;
    daily.message = "Không gửi được webhook tới 'noi-bo'.\nĐề nghị kiểm tra.";
    assert_int_equal(daily_render(&fixture->templates, &daily, &fixture->letter), 0);
    assert_string_equal(fixture->letter.subject, "[Đôn đốc] Thông báo – Thanh tra Sở, 18/03/2022");
    assert_says(fixture->letter.text, "'noi-bo'.\n\nĐề nghị kiểm tra.\n");
    assert_says_not(fixture->letter.text, "Ví dụ");
}

static void half_a_letter_is_refused(void **state)
{
    struct fixture *fixture = *state;
    struct daily daily = sample_unit();
    struct daily_item item = item_due(0, 0);
    const struct daily_templates none = {{NULL}};

    assert_int_equal(daily_render(&none, &daily, &fixture->letter), ERR_INVALID);
    daily.recipient = NULL;
    assert_int_equal(daily_render(&fixture->templates, &daily, &fixture->letter), ERR_INVALID);
    daily = sample_unit();
    daily.day = DAY_NONE;
    assert_int_equal(daily_render(&fixture->templates, &daily, &fixture->letter), ERR_INVALID);
    daily = sample_unit();
    item.content = "\xFF";
    daily.items = &item;
    daily.count = 1;
    assert_int_equal(daily_render(&fixture->templates, &daily, &fixture->letter), ERR_INVALID);
    assert_null(fixture->letter.subject);
}

static void stages_find_their_section(void **state)
{
    static const struct {
        enum stage_kind stage;
        enum occurrence_state state;
        enum daily_section section;
    } cases[] = {
        {STAGE_OPENING, STATE_UPCOMING, DAILY_OPENING},
        {STAGE_HALF, STATE_UPCOMING, DAILY_HALF},
        {STAGE_BEFORE, STATE_DUE_SOON, DAILY_COMING},
        {STAGE_DUE, STATE_DUE_SOON, DAILY_DUE_TODAY},
        {STAGE_OVERDUE, STATE_OVERDUE, DAILY_OVERDUE},
        {STAGE_OVERDUE_WEEK, STATE_OVERDUE, DAILY_OVERDUE},
        {STAGE_ESCALATION, STATE_OVERDUE, DAILY_ESCALATED},
        {STAGE_COLLECT, STATE_UPCOMING, DAILY_COLLECT},
        {STAGE_PAST_DUE, STATE_OVERDUE, DAILY_PAST_DUE},
        {STAGE_NEEDS_PERSON, STATE_UPCOMING, DAILY_NEEDS_PERSON},
        {STAGE_MONTHLY, STATE_OVERDUE, DAILY_LONG_OVERDUE},
        {STAGE_MONTHLY, STATE_UNDATED, DAILY_UNDATED},
        {STAGE_MONTHLY, STATE_WAITING, DAILY_WAITING},
    };

    (void)state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        struct stage stage = {.kind = cases[i].stage, .n = 1};

        assert_int_equal(daily_section_of(stage, cases[i].state), cases[i].section);
    }
}

/* --- sets of templates
 * ------------------------------------------------------------------------------ */

static void both_languages_are_complete(void **state)
{
    static const char *const languages[] = {"vi", "en"};

    (void)state;
    for (size_t i = 0; i < 2; i++) {
        struct daily_templates templates;
        _cleanup_diag_ struct diag diag = {0};

        sample_templates(languages[i], &templates);
        assert_int_equal(daily_templates_check(&templates, "t", &diag), 0);
        assert_int_equal(diag.count, 0);
        daily_templates_clear(&templates);
    }
}

/* Puts the text in place of one template and gives what the check then says first. */
static void check_with(struct fixture *fixture, const char *name, const char *text,
                       const char *says)
{
    _cleanup_diag_ struct diag diag = {0};
    _cleanup_buf_ struct buf lines = {0};

    buf_init(&lines, 100000);
    assert_int_equal(daily_templates_add(&fixture->templates, name, text, NULL, &diag), 0);
    assert_int_equal(daily_templates_check(&fixture->templates, "t", &diag), ERR_INVALID);
    assert_int_equal(diag_print(&diag, &lines), 0);
    assert_says(buf_str(&lines), says);
}

static void a_missing_template_is_named(void **state)
{
    struct fixture *fixture = *state;
    _cleanup_diag_ struct diag diag = {0};

    template_free(fixture->templates.items[7]);
    fixture->templates.items[7] = NULL;
    assert_int_equal(daily_templates_check(&fixture->templates, "t", &diag), ERR_INVALID);
    assert_int_equal(diag.count, 1);
    assert_string_equal(diag.items[0].file, "t/item.txt.mustache");
}

static void an_unknown_partial_is_named(void **state)
{
    check_with(*state, "daily.txt", "{{>itme.txt}}", "itme.txt");
}

static void an_empty_subject_is_named(void **state)
{
    check_with(*state, "immediate.subject", " {{nothing}} ", "immediate.subject.mustache");
}

static void a_partial_without_end_is_named(void **state)
{
    check_with(*state, "item.txt", "x{{>item.txt}}", "daily.mustache");
}

static void adding_finds_mistakes(void **state)
{
    struct fixture *fixture = *state;
    const struct template *before = fixture->templates.items[0];
    _cleanup_diag_ struct diag diag = {0};

    assert_int_equal(daily_templates_add(&fixture->templates, "other", "x", NULL, &diag),
                     ERR_NOT_FOUND);
    assert_int_equal(daily_templates_add(&fixture->templates, "daily.subject", "{{#a}}", "f",
                                         &diag),
                     ERR_FORMAT);
    assert_int_equal(diag.count, 1);
    assert_ptr_equal(fixture->templates.items[0], before);
    assert_null(daily_template_name(DAILY_TEMPLATES));
    daily_templates_clear(NULL);
    daily_letter_clear(NULL);
}

#define WITH_TEMPLATES(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int test_daily(void)
{
    const struct CMUnitTest tests[] = {
        WITH_TEMPLATES(the_subject_says_how_much_of_what),
        WITH_TEMPLATES(a_long_name_is_cut_in_the_subject_alone),
        WITH_TEMPLATES(sections_come_by_pressure_and_items_by_day),
        WITH_TEMPLATES(both_parts_say_what_the_plan_says),
        WITH_TEMPLATES(roles_are_addressed_differently),
        WITH_TEMPLATES(a_due_day_off_names_the_last_working_day),
        WITH_TEMPLATES(a_due_day_not_in_the_text_says_so),
        WITH_TEMPLATES(html_escapes_what_a_plan_says),
        WITH_TEMPLATES(html_needs_nothing_from_outside),
        WITH_TEMPLATES(text_lines_fit_a_terminal),
        WITH_TEMPLATES(long_lists_are_cut_and_say_so),
        WITH_TEMPLATES(huge_texts_are_cut_and_the_letter_is_written),
        WITH_TEMPLATES(the_office_is_told_how_to_record),
        WITH_TEMPLATES(what_asks_for_a_value_is_not_answered_by_a_paper),
        WITH_TEMPLATES(nothing_but_a_message_is_a_letter_too),
        WITH_TEMPLATES(half_a_letter_is_refused),
        cmocka_unit_test(stages_find_their_section),
        cmocka_unit_test(both_languages_are_complete),
        WITH_TEMPLATES(a_missing_template_is_named),
        WITH_TEMPLATES(an_unknown_partial_is_named),
        WITH_TEMPLATES(an_empty_subject_is_named),
        WITH_TEMPLATES(a_partial_without_end_is_named),
        WITH_TEMPLATES(adding_finds_mistakes),
    };

    return cmocka_run_group_tests_name("daily", tests, NULL, NULL);
}
