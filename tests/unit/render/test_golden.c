/* Whole mails, as a person would read them: golden/NAME.txt, .html, .eml (with LF line ends).
 *
 * After a wanted change: DONDOC_GOLDEN_WRITE=1 tests/unit/render/test_render, then read the
 * difference. mail_parsed reads golden/…eml with Python's mail library. */
#include "tests/unit/render/test_render.h"

#include <string.h>

#include "base/cleanup.h"
#include "base/file.h"
#include "render/answer_page.h"
#include "tests/unit/render/sample.h"

#define MAX ((size_t)1 << 20)

static void compare(const char *name, const char *kind, const char *text)
{
    _cleanup_buf_ struct buf path = {0};
    _cleanup_buf_ struct buf want = {0};

    buf_init(&path, 4096);
    buf_init(&want, MAX);
    assert_int_equal(buf_printf(&path, DD_SRCDIR "/tests/unit/render/golden/%s.%s", name, kind), 0);
    if (getenv("DONDOC_GOLDEN_WRITE")) {
        assert_int_equal(file_write(buf_str(&path), text, strlen(text), 0644), 0);
    }
    assert_int_equal(file_read(buf_str(&path), MAX, NULL, &want), 0);
    if (strcmp(buf_str(&want), text) != 0) {
        size_t at = 0;

        while (text[at] && text[at] == buf_str(&want)[at]) {
            at++;
        }
        fail_msg("%s differs from byte %zu on: «%.200s»", buf_str(&path), at, text + at);
    }
}

static char *without_cr(const struct buf *mail)
{
    char *text = malloc(mail->len + 1);
    size_t len = 0;

    assert_non_null(text);
    for (size_t i = 0; i < mail->len; i++) {
        if (mail->data[i] != '\r') {
            text[len++] = mail->data[i];
        }
    }
    text[len] = '\0';
    return text;
}

static void compare_mail(const char *name, const struct daily *daily,
                         const struct daily_letter *letter)
{
    const char *sender = "dondoc@stnmt.example.org";
    const struct mail_person to = {"Văn phòng Sở", "vanphong@stnmt.example.org"};
    const char *things[4];
    const char *occurrences[4];
    char id[MAIL_ID_SIZE];
    char thread[MAIL_ID_SIZE];
    _cleanup_buf_ struct buf out = {0};

    buf_init(&out, MAX);
    assert_int_equal(daily->count, 4);
    for (size_t i = 0; i < 4; i++) {
        things[i] = occurrences[i] = daily->items[i].occurrence;
    }
    assert_int_equal(mail_message_id(sender, to.address, daily->day, daily->class, things, 4, id),
                     0);
    assert_int_equal(mail_thread_id(sender, to.address, occurrences, 4, thread), 0);
    struct mail mail = {.from = {"Đôn đốc – Sở Tài nguyên và Môi trường", sender},
                        .reply_to = to,
                        .to = &to,
                        .to_count = 1,
                        .subject = letter->subject,
                        .date = 1647563400000, /* 18/03/2022, 07:30 */
                        .offset = 420,
                        .message_id = id,
                        .thread_id = thread,
                        .list_id = "dondoc.stnmt.example.org",
                        .list_name = "Đôn đốc Sở Tài nguyên và Môi trường",
                        .class = daily->class,
                        .language = "vi",
                        .text = letter->text,
                        .html = letter->html};
    assert_int_equal(mail_build(&mail, &out), 0);
    _cleanup_free_ char *text = without_cr(&out);
    compare(name, "eml", text);
    compare(name, "subject", letter->subject);
}

static void check(const char *name, const struct daily *daily, bool with_mail)
{
    struct daily_templates templates;
    struct daily_letter letter = {.subject = NULL};

    sample_templates("vi", &templates);
    assert_int_equal(daily_render(&templates, daily, &letter), 0);
    compare(name, "txt", letter.text);
    compare(name, "html", letter.html);
    if (with_mail) {
        compare_mail(name, daily, &letter);
    }
    daily_letter_clear(&letter);
    daily_templates_clear(&templates);
}

static void a_unit_reads(void **state)
{
    struct daily daily = sample_unit();

    (void)state;
    check("unit", &daily, true);
}

static void the_office_reads(void **state)
{
    struct daily daily = sample_office();

    (void)state;
    check("office", &daily, false);
}

#define LINK "https://dondoc.example.org/so/tra-loi/"

/* As the unit reads, with links on what it leads. */
static void a_unit_can_answer(void **state)
{
    struct daily daily = sample_unit();
    struct daily_item items[4];

    (void)state;
    assert_int_equal(daily.count, 4);
    for (size_t i = 0; i < 4; i++) {
        items[i] = daily.items[i];
        if (items[i].role == ROLE_LEAD) {
            items[i].done_url = LINK "EABKp1EzQkNIRzNCcDoLtq62i02Zye68O57NKW48";
            items[i].ack_url = LINK "EQBKp1EzQkNIRzNCcDoLtq62i02Zye68O57NKW48";
        }
    }
    daily.items = items;
    daily.answer_until = "02/05/2022";
    check("unit-links", &daily, false);
}

static void check_page(const char *name, const struct answer_page *page)
{
    struct template *tpl = NULL;
    _cleanup_buf_ struct buf text = {0};
    _cleanup_buf_ struct buf html = {0};

    buf_init(&text, MAX);
    buf_init(&html, MAX);
    assert_int_equal(file_read(DD_SRCDIR "/conf/templates/vi/" ANSWER_TEMPLATE ".mustache", MAX,
                               NULL, &text),
                     0);
    assert_int_equal(template_compile(buf_str(&text), TEMPLATE_HTML, "answer", NULL, &tpl), 0);
    assert_int_equal(answer_page_check(tpl, "answer", NULL), 0);
    assert_int_equal(answer_page_render(tpl, page, &html), 0);
    compare(name, "html", buf_str(&html));
    template_free(tpl);
}

static void a_page_asks(void **state)
{
    struct daily daily = sample_unit();
    struct answer_page page = {.heading = "Báo đã hoàn thành",
                               .department = daily.department,
                               .office = "Văn phòng Sở",
                               .office_mail = "vanphong@stnmt.example.org",
                               .today = daily.day,
                               .problems = {{"Không có ngày “31/2/2022”.", "Ghi ngày dạng …"}},
                               .problem_count = 1,
                               .item = &daily.items[1],
                               .state = "quá hạn",
                               .open = true,
                               .form = true,
                               .done = true,
                               .on_bad = "Không có ngày “31/2/2022”.",
                               .document = "12/BC-\"VP\"",
                               .on = "31/2/2022",
                               .note = "<b>Đã gửi</b>",
                               .recipient = "vanphong@stnmt.example.org",
                               .unit = "Văn phòng Sở",
                               .until = "02/05/2022",
                               .button = "Ghi nhận đã hoàn thành"};

    (void)state;
    check_page("answer-form", &page);
}

static void a_page_refuses(void **state)
{
    struct answer_page page = {.heading = "Liên kết không đúng",
                               .problems = {{"Không có liên kết nào như vậy.", NULL}},
                               .problem_count = 1};
    _cleanup_buf_ struct buf policy = {.max = 1000};

    (void)state;
    check_page("answer-refused", &page);
    /* printf 'a' | openssl dgst -sha256 -binary | base64 */
    assert_int_equal(answer_page_policy("<style>a</style><p><style>a</style>", &policy), 0);
    assert_string_equal(
        buf_str(&policy),
        "default-src 'none'; style-src 'sha256-ypeBEsobvcr6wjGzmiPcTaeG7/gUfE5yuYB3ha/uSLs=' "
        "'sha256-ypeBEsobvcr6wjGzmiPcTaeG7/gUfE5yuYB3ha/uSLs='; form-action 'self'; "
        "base-uri 'none'; frame-ancestors 'none'");
    /* printf 'a\n' | …: a browser reads every line end as LF. */
    buf_reset(&policy);
    assert_int_equal(answer_page_policy("<style>a\r\n</style>", &policy), 0);
    assert_non_null(
        strstr(buf_str(&policy), "'sha256-h0KPxSKAPTEGXnvOPPA/5HUJZjHl4Hu9eg/eYMTPJcc='"));
    buf_reset(&policy);
    assert_int_equal(answer_page_policy("<p>no style <style>", &policy), 0);
    assert_non_null(strstr(buf_str(&policy), "style-src 'none';"));
}

int test_golden(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_unit_reads),      cmocka_unit_test(the_office_reads),
        cmocka_unit_test(a_unit_can_answer), cmocka_unit_test(a_page_asks),
        cmocka_unit_test(a_page_refuses),
    };

    return cmocka_run_group_tests_name("golden", tests, NULL, NULL);
}
