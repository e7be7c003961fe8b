/* Whole mails, as a person would read them: golden/NAME.txt, .html, .eml (with LF line ends).
 *
 * After a wanted change: DONDOC_GOLDEN_WRITE=1 tests/unit/render/test_render, then read the
 * difference. mail_parsed reads golden/…eml with Python's mail library. */
#include "tests/unit/render/test_render.h"

#include <string.h>

#include "base/cleanup.h"
#include "base/file.h"
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

int test_golden(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_unit_reads),
        cmocka_unit_test(the_office_reads),
    };

    return cmocka_run_group_tests_name("golden", tests, NULL, NULL);
}
