#include "tests/unit/render/test_render.h"

#include <string.h>

#include "base/cleanup.h"
#include "base/err.h"
#include "model/address.h"
#include "render/mail.h"
#include "tests/unit/render/mail_by_gmime.h"

#define SENDER "dondoc@stnmt.example.org"
#define AT 1647563400000 /* 2022-03-18T00:30:00Z */

static const struct mail_person someone = {"Văn phòng Sở", "vp@stnmt.example.org"};

static struct mail plain_mail(void)
{
    return (struct mail){.from = {"Đôn đốc", SENDER},
                         .to = &someone,
                         .to_count = 1,
                         .subject = "[Đôn đốc] 01 việc quá hạn",
                         .date = AT,
                         .offset = 420,
                         .message_id = "daily.1@stnmt.example.org",
                         .class = MAIL_CLASS_DAILY,
                         .language = "vi",
                         .text = "Kính gửi: Văn phòng Sở\n",
                         .html = "<p>Kính gửi: Văn phòng Sở</p>\n"};
}

/* Builds it and asserts what every mail must keep to. */
static void build(const struct mail *mail, struct buf *out)
{
    buf_init(out, (size_t)1 << 24);
    assert_int_equal(mail_build(mail, out), 0);

    size_t line = 0;
    for (size_t i = 0; i < out->len; i++) {
        unsigned char c = (unsigned char)out->data[i];

        assert_true(c < 127 && c != 0);
        if (c == '\n') {
            assert_true(i > 0 && out->data[i - 1] == '\r');
            line = 0;
        } else {
            assert_true(c != '\r' || out->data[i + 1] == '\n');
            line++;
            assert_true(line <= 79); /* with the CR */
        }
    }
    assert_string_equal(out->data + out->len - 2, "\r\n");
}

static void assert_has(const struct buf *mail, const char *what)
{
    if (!strstr(buf_str(mail), what)) {
        fail_msg("«%s» is not in\n%s", what, buf_str(mail));
    }
}

static void assert_lacks(const struct buf *mail, const char *what)
{
    if (strstr(buf_str(mail), what)) {
        fail_msg("«%s» is in\n%s", what, buf_str(mail));
    }
}

static void has_the_headers_of_the_contract(void **state)
{
    struct mail mail = plain_mail();
    _cleanup_buf_ struct buf out = {0};

    (void)state;
    mail.reply_to = someone;
    mail.thread_id = "thread.1@stnmt.example.org";
    mail.list_id = "dondoc.stnmt.example.org";
    build(&mail, &out);
    assert_has(&out, "From: =?UTF-8?b?xJDDtG4gxJHhu5Fj?= <" SENDER ">\r\n");
    assert_has(&out, "To: =?UTF-8?b?VsSDbiBwaMOybmcgU+G7nw==?= <vp@stnmt.example.org>\r\n");
    assert_has(&out,
               "\r\nReply-To: =?UTF-8?b?VsSDbiBwaMOybmcgU+G7nw==?= <vp@stnmt.example.org>\r\n");
    assert_has(&out, "\r\nDate: Fri, 18 Mar 2022 07:30:00 +0700\r\n");
    assert_has(&out, "\r\nMessage-Id: <daily.1@stnmt.example.org>\r\n");
    assert_has(&out, "\r\nIn-Reply-To: <thread.1@stnmt.example.org>\r\n");
    assert_has(&out, "\r\nReferences: <thread.1@stnmt.example.org>\r\n");
    assert_has(&out, "\r\nList-Id: <dondoc.stnmt.example.org>\r\n");
    assert_has(&out, "\r\nAuto-Submitted: auto-generated\r\n");
    assert_has(&out, "\r\nX-Auto-Response-Suppress: OOF, AutoReply\r\n");
    assert_has(&out, "\r\nX-Dondoc-Class: daily\r\n");
    assert_has(&out, "\r\nContent-Language: vi\r\n");
    assert_has(&out, "\r\nMIME-Version: 1.0\r\n");
    assert_has(&out, "\r\nContent-Type: multipart/alternative;");
    assert_has(&out, "\r\nContent-Type: text/plain; charset=utf-8\r\n");
    assert_has(&out, "\r\nContent-Type: text/html; charset=utf-8\r\n");
}

static void leaves_out_what_is_not_given(void **state)
{
    struct mail mail = plain_mail();
    _cleanup_buf_ struct buf out = {0};

    (void)state;
    mail.html = NULL;
    mail.language = NULL;
    mail.from.name = NULL;
    mail.class = MAIL_CLASS_IMMEDIATE;
    mail.thread_id = mail.message_id;
    build(&mail, &out);
    assert_has(&out, "From: " SENDER "\r\n");
    assert_has(&out, "\r\nX-Dondoc-Class: immediate\r\n");
    assert_has(&out, "\r\nContent-Type: text/plain; charset=utf-8\r\n");
    assert_lacks(&out, "multipart");
    assert_lacks(&out, "Reply-To");
    assert_lacks(&out, "References");
    assert_lacks(&out, "List-Id");
    assert_lacks(&out, "Content-Language");
}

static void the_same_values_give_the_same_bytes(void **state)
{
    struct mail mail = plain_mail();
    _cleanup_buf_ struct buf first = {0};
    _cleanup_buf_ struct buf second = {0};

    (void)state;
    build(&mail, &first);
    build(&mail, &second);
    assert_string_equal(buf_str(&first), buf_str(&second));
}

static void picks_the_shorter_encoding(void **state)
{
    struct mail mail = plain_mail();
    _cleanup_buf_ struct buf quoted = {0};
    _cleanup_buf_ struct buf base64 = {0};

    (void)state;
    mail.html = NULL;
    mail.text = "Plain words. A few of them; one is V\xC4\x83n. 1 = 1\n";
    build(&mail, &quoted);
    assert_has(&quoted, "Content-Transfer-Encoding: quoted-printable\r\n");
    assert_has(&quoted, "one is V=C4=83n. 1 =3D 1\r\n");
    mail.text = "Kế hoạch thực hiện công tác kiểm soát thủ tục hành chính\n";
    build(&mail, &base64);
    assert_has(&base64, "Content-Transfer-Encoding: base64\r\n");
}

static void long_lines_are_folded(void **state)
{
    struct mail mail = plain_mail();
    char text[3000];
    _cleanup_buf_ struct buf out = {0};

    (void)state;
    memset(text, 'x', sizeof(text) - 1);
    text[sizeof(text) - 1] = '\0';
    mail.text = text;
    build(&mail, &out); /* checks the length of every line */
}

static void long_vietnamese_subjects_are_folded(void **state)
{
    struct mail mail = plain_mail();
    struct mail_person long_name = {
        "Công chức đầu mối thực hiện nhiệm vụ kiểm soát thủ tục hành chính, cơ chế một cửa, một "
        "cửa "
        "liên thông; Viên chức trực tại Trung tâm Phục vụ Hành chính công",
        "dau-moi@stnmt.example.org"};
    _cleanup_buf_ struct buf out = {0};

    (void)state;
    mail.subject = "[Đôn đốc] 02 việc quá hạn, 01 việc đến hạn hôm nay, 14 việc sắp đến hạn – Công "
                   "chức đầu mối thực hiện nhiệm vụ kiểm soát thủ tục hành chính, 18/03/2022";
    mail.to = &long_name;
    build(&mail, &out);
}

/* Values that would end a header, or are no text. */
static const char *const poison[] = {"a\r\nBcc: x@example.org",
                                     "a\nBcc: x@example.org",
                                     "a\rb",
                                     "a\tb",
                                     "a\x01",
                                     "a\x7f",
                                     "\xC3(",
                                     "\xFF"};

static void nothing_gets_into_the_headers(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof(poison) / sizeof(poison[0]); i++) {
        struct mail_person to = {poison[i], "a@example.org"};
        struct mail_person bad_to = {"a", poison[i]};
        struct mail mails[10];
        size_t n = sizeof(mails) / sizeof(mails[0]);
        _cleanup_buf_ struct buf out = {0};

        buf_init(&out, 100000);
        for (size_t m = 0; m < n; m++) {
            mails[m] = plain_mail();
        }
        mails[0].subject = poison[i];
        mails[1].from.name = poison[i];
        mails[2].from.address = poison[i];
        mails[3].reply_to = to;
        mails[4].to = &to;
        mails[5].to = &bad_to;
        mails[6].message_id = poison[i];
        mails[7].thread_id = poison[i];
        mails[8].list_id = poison[i];
        mails[9].language = poison[i];
        for (size_t m = 0; m < n; m++) {
            if (mail_build(&mails[m], &out) != ERR_INVALID) {
                fail_msg("value %zu was taken in place %zu", i, m);
            }
        }
        mails[0] = plain_mail();
        mails[0].list_id = "a.b";
        mails[0].list_name = poison[i];
        assert_int_equal(mail_build(&mails[0], &out), ERR_INVALID);
        assert_int_equal(out.len, 0);
    }
}

static void refuses_half_a_mail(void **state)
{
    struct mail mail = plain_mail();
    _cleanup_buf_ struct buf out = {0};

    (void)state;
    buf_init(&out, 100000);
    mail.to_count = 0;
    assert_int_equal(mail_build(&mail, &out), ERR_INVALID);
    mail = plain_mail();
    mail.message_id = "no at sign";
    assert_int_equal(mail_build(&mail, &out), ERR_INVALID);
    mail.message_id = "two@at@signs";
    assert_int_equal(mail_build(&mail, &out), ERR_INVALID);
    mail.message_id = NULL;
    assert_int_equal(mail_build(&mail, &out), ERR_INVALID);
    mail = plain_mail();
    mail.subject = NULL;
    assert_int_equal(mail_build(&mail, &out), ERR_INVALID);
    mail = plain_mail();
    mail.text = "\xFF";
    assert_int_equal(mail_build(&mail, &out), ERR_INVALID);
    mail = plain_mail();
    mail.html = "\xFF";
    assert_int_equal(mail_build(&mail, &out), ERR_INVALID);
    mail = plain_mail();
    mail.from.address = "a@b@c";
    assert_int_equal(mail_build(&mail, &out), ERR_INVALID);
    buf_clear(&out);
    buf_init(&out, 100);
    mail = plain_mail();
    assert_int_equal(mail_build(&mail, &out), ERR_LIMIT);
    assert_int_equal(out.len, 0);
}

static void too_much_is_refused(void **state)
{
    struct mail mail = plain_mail();
    char subject[MAIL_MAX_HEADER + 2];
    _cleanup_buf_ struct buf out = {0};

    (void)state;
    buf_init(&out, 100000);
    memset(subject, 'x', sizeof(subject) - 1);
    subject[sizeof(subject) - 1] = '\0';
    mail.subject = subject;
    assert_int_equal(mail_build(&mail, &out), ERR_LIMIT);
    mail = plain_mail();
    mail.to_count = MAIL_MAX_PEOPLE + 1;
    assert_int_equal(mail_build(&mail, &out), ERR_LIMIT);
}

/* --- GMime's own mail
 * -------------------------------------------------------------------------------- */

#define MAILS 1000

/* The same row of numbers in every run. */
static unsigned pick(unsigned *state, unsigned count)
{
    *state = *state * 1103515245u + 12345u;
    return (*state >> 8) % count;
}

static const char *const pieces[] = {
    "a",
    "Sở",
    " ",
    "  ",
    "Văn phòng",
    "=",
    "=?UTF-8?B?U+G7nw==?=",
    "[ab] 1",
    "–",
    ". ",
    ",",
    "\"x\"",
    "(y)",
    "<z@x.org>",
    "kế hoạch",
    "?=",
    "_",
    ":",
    "0123456789",
    "-",
    "Từng từ một trong câu này",
    "@",
    "\xF0\x9F\x93\x85",
    "x;y",
    "Ủy ban nhân dân tỉnh",
    "abcdefghijklmnopqrstuvwxyz",
};

static void put_pieces(unsigned *state, unsigned most, struct buf *out)
{
    unsigned count = pick(state, most + 1);

    for (unsigned i = 0; i < count; i++) {
        assert_int_equal(buf_puts(out, pieces[pick(state, sizeof pieces / sizeof pieces[0])]), 0);
    }
}

static void put_lines(unsigned *state, struct buf *out)
{
    static const char *const ends[] = {"\n", "\r\n", "\n\n", " \n", "\t\n", "\r", ".\n", ""};
    unsigned count = pick(state, 40);

    for (unsigned i = 0; i < count; i++) {
        put_pieces(state, pick(state, 8) == 0 ? 60 : 6, out);
        assert_int_equal(buf_puts(out, ends[pick(state, sizeof ends / sizeof ends[0])]), 0);
    }
}

static const char *const people_addresses[] = {
    "vp@stnmt.example.org",
    "Van.Phong+1@Stnmt.Example.ORG",
    "a_b@xn--s-cpa.example.org",
    "a-very-long-name-of-a-mailbox-that-fills-the-line@stnmt.khanhhoa.gov.example.org",
    "p0@x.vn",
};

static struct mail_person person(unsigned *state, struct buf *name)
{
    unsigned kind = pick(state, 3);

    if (kind == 1) {
        put_pieces(state, 2, name);
    } else if (kind == 2) {
        put_pieces(state, 12, name);
    }
    return (struct mail_person){
        buf_str(name),
        people_addresses[pick(state, sizeof people_addresses / sizeof people_addresses[0])]};
}

/* Byte for byte, whatever the values: long, short, with blanks, with what looks encoded. */
static void is_the_mail_that_gmime_makes(void **unused)
{
    static const char *const ids[] = {
        "daily.1@x.org", "daily.2022-03-18.0123456789abcdef01234567@stnmt.example.org",
        "daily.2022-03-18.0123456789abcdef01234567@stnmt.mot-tinh-co-ten-rat-dai.gov.example.org"};
    static const char *const lists[] = {
        NULL, "so.dondoc.example.org",
        "so-tai-nguyen-va-moi-truong-tinh.dondoc.stnmt.mot-tinh-co-ten-rat-dai.gov.example.org"};
    static const char *const languages[] = {NULL, "vi", "en"};
    static const offset_t offsets[] = {420, 0, -210, 330, -720};
    unsigned state = 1;

    (void)unused;
    for (unsigned i = 0; i < MAILS; i++) {
        struct buf texts[8];
        struct mail_person to[3];
        _cleanup_buf_ struct buf ours = {0};
        _cleanup_buf_ struct buf gmimes = {0};

        for (size_t t = 0; t < 8; t++) {
            buf_init(&texts[t], 100000);
        }
        for (size_t t = 0; t < 3; t++) {
            to[t] = person(&state, &texts[t]);
        }
        struct mail mail = {.from = person(&state, &texts[3]),
                            .to = to,
                            .to_count = 1 + pick(&state, 8) / 6,
                            .date = AT + (instant_t)pick(&state, 1000000) * 86400123 *
                                             (i % 9 == 0 ? -1 : 1) / 100,
                            .offset = offsets[pick(&state, 5)],
                            .message_id = ids[pick(&state, 3)],
                            .thread_id = ids[pick(&state, 3)],
                            .list_id = lists[pick(&state, 3)],
                            .class = i % 2 ? MAIL_CLASS_DAILY : MAIL_CLASS_IMMEDIATE,
                            .language = languages[pick(&state, 3)]};
        if (pick(&state, 2)) {
            mail.reply_to = person(&state, &texts[4]);
        }
        (void)buf_puts(&texts[5],
                       "x"); /* GMime's folding takes blanks before the first word away */
        put_pieces(&state, pick(&state, 2) ? 3 : 40, &texts[5]);
        put_lines(&state, &texts[6]);
        put_lines(&state, &texts[7]);
        mail.subject = buf_str(&texts[5]);
        mail.text = buf_str(&texts[6]);
        mail.html = pick(&state, 3) ? buf_str(&texts[7]) : NULL;
        mail.list_name = pick(&state, 4) ? NULL : to[0].name;
        buf_init(&ours, (size_t)1 << 24);
        buf_init(&gmimes, (size_t)1 << 24);
        assert_int_equal(mail_build(&mail, &ours), 0);
        assert_int_equal(mail_by_gmime(&mail, &gmimes), 0);
        if (strcmp(buf_str(&ours), buf_str(&gmimes)) != 0) {
            size_t at = 0;
            while (ours.data[at] == gmimes.data[at]) {
                at++;
            }
            at = at < 200 ? 0 : at - 200;
            fail_msg("mail %u: %.400s\n--- by GMime: %.400s", i, ours.data + at, gmimes.data + at);
        }
        for (size_t t = 0; t < 8; t++) {
            buf_clear(&texts[t]);
        }
    }
}

/* --- ids
 * ------------------------------------------------------------------------------------------ */

static void ids_hang_on_every_value(void **state)
{
    const char *const things[] = {"a/1/once due", "a/2/once before_3"};
    const char *const swapped[] = {"a/2/once before_3", "a/1/once due"};
    char id[MAIL_ID_SIZE];
    char other[MAIL_ID_SIZE];

    (void)state;
    assert_int_equal(mail_message_id(SENDER, "a@x.org", 19069, MAIL_CLASS_DAILY, things, 2, id), 0);
    assert_memory_equal(id, "daily.2022-03-18.", 17);
    assert_non_null(strstr(id, "@stnmt.example.org"));
    mail_message_id(SENDER, "a@x.org", 19069, MAIL_CLASS_DAILY, swapped, 2, other);
    assert_string_equal(id, other);
    mail_message_id(SENDER, "b@x.org", 19069, MAIL_CLASS_DAILY, things, 2, other);
    assert_string_not_equal(id, other);
    mail_message_id(SENDER, "a@x.org", 19070, MAIL_CLASS_DAILY, things, 2, other);
    assert_string_not_equal(id, other);
    mail_message_id(SENDER, "a@x.org", 19069, MAIL_CLASS_IMMEDIATE, things, 2, other);
    assert_string_not_equal(id, other);
    mail_message_id(SENDER, "a@x.org", 19069, MAIL_CLASS_DAILY, things, 1, other);
    assert_string_not_equal(id, other);
    assert_int_equal(mail_message_id(SENDER, "a@x.org", 1, MAIL_CLASS_DAILY, NULL, 0, other), 0);
    assert_int_equal(mail_message_id("nobody", "a@x.org", 1, MAIL_CLASS_DAILY, things, 2, other),
                     ERR_INVALID);
}

static void threads_hang_on_occurrences_alone(void **state)
{
    const char *const first[] = {"a/1/once", "a/2/once"};
    const char *const swapped[] = {"a/2/once", "a/1/once"};
    char id[MAIL_ID_SIZE];
    char other[MAIL_ID_SIZE];

    (void)state;
    assert_int_equal(mail_thread_id(SENDER, "a@x.org", first, 2, id), 0);
    assert_int_equal(mail_thread_id(SENDER, "a@x.org", swapped, 2, other), 0);
    assert_string_equal(id, other);
    assert_int_equal(mail_thread_id(SENDER, "b@x.org", first, 2, other), 0);
    assert_string_not_equal(id, other);
    assert_int_equal(mail_thread_id(SENDER, "a@x.org", first, 1, other), 0);
    assert_string_not_equal(id, other);
}

/* --- addresses
 * -------------------------------------------------------------------------------------- */

static const char *const bad_addresses[] = {"",
                                            " ",
                                            "a",
                                            "@x.org",
                                            "a@",
                                            "a@b@c",
                                            "a b@x.org",
                                            "a@x.org,b@x.org",
                                            "a@x.org; b@x.org",
                                            "Văn phòng <vp@x.org>",
                                            "văn@x.org",
                                            "a@sởtnmt.vn",
                                            ".a@x.org",
                                            "a..b@x.org",
                                            "a@x..org",
                                            "a@-x.org",
                                            "a@[127.0.0.1]",
                                            "a@x.org\n"};

static void says_what_is_wrong_with_an_address(void **state)
{
    (void)state;
    assert_null(mail_address_problem("van-phong.so@stnmt.example.org"));
    assert_null(mail_address_problem("a@xn--s-cpa.example.org"));
    assert_non_null(mail_address_problem(NULL));
    for (size_t i = 0; i < sizeof(bad_addresses) / sizeof(bad_addresses[0]); i++) {
        assert_false(address_is_valid(bad_addresses[i]));
        assert_non_null(mail_address_problem(bad_addresses[i]));
        assert_string_equal(mail_address_domain(bad_addresses[i]), "");
    }
    assert_non_null(strstr(mail_address_problem("a@sởtnmt.vn"), "xn--"));
    assert_non_null(strstr(mail_address_problem("a@b@c"), "hơn một"));
    assert_string_equal(mail_address_domain("a@x.org"), "x.org");
}

static void classes_have_names(void **state)
{
    enum mail_class class = MAIL_CLASS_DAILY;

    (void)state;
    assert_int_equal(mail_class_parse("immediate", &class), 0);
    assert_int_equal(class, MAIL_CLASS_IMMEDIATE);
    assert_int_equal(mail_class_parse("daily", &class), 0);
    assert_int_equal(class, MAIL_CLASS_DAILY);
    assert_int_equal(mail_class_parse("weekly", &class), ERR_FORMAT);
}

int test_mail(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(has_the_headers_of_the_contract),
        cmocka_unit_test(leaves_out_what_is_not_given),
        cmocka_unit_test(the_same_values_give_the_same_bytes),
        cmocka_unit_test(picks_the_shorter_encoding),
        cmocka_unit_test(long_lines_are_folded),
        cmocka_unit_test(long_vietnamese_subjects_are_folded),
        cmocka_unit_test(nothing_gets_into_the_headers),
        cmocka_unit_test(refuses_half_a_mail),
        cmocka_unit_test(too_much_is_refused),
        cmocka_unit_test(is_the_mail_that_gmime_makes),
        cmocka_unit_test(ids_hang_on_every_value),
        cmocka_unit_test(threads_hang_on_occurrences_alone),
        cmocka_unit_test(says_what_is_wrong_with_an_address),
        cmocka_unit_test(classes_have_names),
    };

    return cmocka_run_group_tests_name("mail", tests, NULL, NULL);
}
