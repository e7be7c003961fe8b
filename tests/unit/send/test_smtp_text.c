#include "tests.h"

#include <string.h>

#include "base/cleanup.h"
#include "base/err.h"
#include "lib/send/smtp_text.h"

static void check_addresses(void **state)
{
    (void)state;
    static const char *const good[] = {"a@example.org",           "van.phong@stnmt.example.org",
                                       "o'brien+tag@x-y.example", "!#$%&'*+-/=?^_`{|}~@x",
                                       "a@[192.0.2.1]",           "a@[IPv6:2001:db8::1]",
                                       "a.b@sub.sub.example.org"};
    for (size_t i = 0; i < COUNT(good); i++) {
        assert_int_equal(smtp_check_address(good[i]), 0);
    }
    static const char *const bad[] = {NULL,
                                      "",
                                      "a",
                                      "@",
                                      "a@",
                                      "@example.org",
                                      "a@b@c",
                                      "a b@example.org",
                                      "a@exa mple.org",
                                      "a@example.org\r\nDATA",
                                      "a@example.org\n",
                                      "\r\na@example.org",
                                      "<a@example.org>",
                                      "a@example.org>",
                                      "a<@example.org",
                                      "a@example.org,b@example.org",
                                      "\"a b\"@example.org",
                                      "a@-example.org",
                                      "a@example.org-",
                                      "a@.example.org",
                                      "a@example.org.",
                                      "a@example..org",
                                      ".a@example.org",
                                      "a.@example.org",
                                      "a@exa_mple.org",
                                      "đ@example.org",
                                      "a@đ.vn",
                                      "a@[192.0.2.1",
                                      "a@[]",
                                      "a@[192.0.2.1]]",
                                      "a@x\x7f",
                                      "a\\@x"};
    for (size_t i = 0; i < COUNT(bad); i++) {
        assert_int_equal(smtp_check_address(bad[i]), ERR_INVALID);
    }
    char text[300];
    memset(text, 'x', sizeof(text));
    text[64] = '@';
    text[254] = '\0';
    assert_int_equal(smtp_check_address(text), 0);
    text[254] = 'x';
    text[255] = '\0';
    assert_int_equal(smtp_check_address(text), ERR_INVALID);
    text[64] = 'x';
    text[65] = '@';
    text[200] = '\0';
    assert_int_equal(smtp_check_address(text), ERR_INVALID);
}

static void check_data(void **state)
{
    (void)state;
    static const struct {
        const char *data;
        size_t len;
        int err;
    } cases[] = {
        {"", 0, 0},
        {"a\nb", 3, 0},
        {"a\r\nb\r\n", 6, 0},
        {"a\rb", 3, ERR_INVALID},
        {"a\r", 2, ERR_INVALID},
        {"a\r\r\n", 4, ERR_INVALID},
        {"a\0b", 3, ERR_INVALID},
        {"\x80", 1, ERR_INVALID},
        {"đ", 2, ERR_INVALID},
        {"\x7f\x01\t", 3, 0},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        assert_int_equal(smtp_check_data(cases[i].data, cases[i].len), cases[i].err);
    }
}

static void check_payload(void **state)
{
    (void)state;
    static const struct {
        const char *data;
        const char *sent;
    } cases[] = {
        {"", ".\r\n"},
        {"a", "a\r\n.\r\n"},
        {"a\n", "a\r\n.\r\n"},
        {"a\r\n", "a\r\n.\r\n"},
        {"a\n\nb", "a\r\n\r\nb\r\n.\r\n"},
        {".", "..\r\n.\r\n"},
        {".\r\n", "..\r\n.\r\n"},
        {"a\n.\nb\n", "a\r\n..\r\nb\r\n.\r\n"},
        {"..x\na.b\n.y", "...x\r\na.b\r\n..y\r\n.\r\n"},
        {"\n", "\r\n.\r\n"},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        _cleanup_buf_ struct buf out = {0};
        buf_init(&out, 1000);
        assert_int_equal(smtp_payload(cases[i].data, strlen(cases[i].data), &out), 0);
        assert_string_equal(buf_str(&out), cases[i].sent);
    }
    _cleanup_buf_ struct buf small = {0};
    buf_init(&small, 5);
    assert_int_equal(smtp_payload("abcdef", 6, &small), ERR_LIMIT);
}

/* Feeds the text in pieces of that size. Returns what the last piece gave. */
static int feed(struct smtp_reply *reply, const char *text, size_t piece, size_t *left)
{
    size_t len = strlen(text);
    smtp_reply_reset(reply);
    while (len > 0) {
        size_t used = 0;
        size_t now = piece < len ? piece : len;
        int got = smtp_reply_feed(reply, text, now, &used);
        if (got < 0) {
            return got;
        }
        text += used;
        len -= used;
        if (got == 1) {
            *left = len;
            return 1;
        }
        assert_int_equal(used, now);
    }
    return 0;
}

static void check_replies(void **state)
{
    (void)state;
    static const struct {
        const char *sent;
        int got;
        int code;
        const char *text;
        size_t left;
    } cases[] = {
        {"250 ok\r\n", 1, 250, "ok", 0},
        {"250 ok\n", 1, 250, "ok", 0},
        {"250\r\n", 1, 250, "", 0},
        {"250 \r\n", 1, 250, "", 0},
        {"250-a\r\n250-b\r\n250 c\r\n", 1, 250, "a b c", 0},
        {"250-a\r\n250-\r\n250\r\n", 1, 250, "a", 0},
        {"250 ok\r\n354 go\r\n", 1, 250, "ok", 8},
        {"250 ok", 0, 0, "", 0},
        {"250-a\r\n250", 0, 250, "a", 0},
        {"\r\n", ERR_FORMAT, 0, "", 0},
        {"25\r\n", ERR_FORMAT, 0, "", 0},
        {"2500 x\r\n", ERR_FORMAT, 0, "", 0},
        {"250x\r\n", ERR_FORMAT, 0, "", 0},
        {"150 x\r\n", ERR_FORMAT, 0, "", 0},
        {"650 x\r\n", ERR_FORMAT, 0, "", 0},
        {"2a0 x\r\n", ERR_FORMAT, 0, "", 0},
        {"250-a\r\n251 b\r\n", ERR_FORMAT, 0, "", 0},
        {"HTTP/1.1 200 OK\r\n", ERR_FORMAT, 0, "", 0},
    };
    static struct smtp_reply reply;
    for (size_t i = 0; i < COUNT(cases); i++) {
        for (size_t piece = 1; piece < 24; piece++) {
            size_t left = 0;
            assert_int_equal(feed(&reply, cases[i].sent, piece, &left), cases[i].got);
            if (cases[i].got == 1) {
                assert_int_equal(reply.code, cases[i].code);
                assert_string_equal(reply.text, cases[i].text);
                assert_int_equal(left, cases[i].left);
            }
        }
    }
}

static void check_reply_ceilings(void **state)
{
    (void)state;
    static struct smtp_reply reply;
    static char line[SMTP_LINE_MAX + 8];
    size_t used = 0;
    memset(line, 'x', sizeof(line));
    line[0] = '2', line[1] = '5', line[2] = '0', line[3] = ' ';
    line[SMTP_LINE_MAX] = '\n';
    smtp_reply_reset(&reply);
    assert_int_equal(smtp_reply_feed(&reply, line, SMTP_LINE_MAX + 1, &used), 1);
    assert_int_equal(reply.text_len, SMTP_TEXT_KEPT - 1);
    line[SMTP_LINE_MAX] = 'x';
    smtp_reply_reset(&reply);
    assert_int_equal(smtp_reply_feed(&reply, line, SMTP_LINE_MAX + 1, &used), ERR_LIMIT);
    smtp_reply_reset(&reply);
    assert_int_equal(smtp_reply_feed(&reply, line, SMTP_LINE_MAX, &used), 0);
    assert_int_equal(smtp_reply_feed(&reply, "x", 1, &used), ERR_LIMIT);

    int got = 0;
    smtp_reply_reset(&reply);
    for (size_t i = 0; got == 0 && i < 2 * SMTP_LINES_MAX; i++) {
        got = smtp_reply_feed(&reply, "250-more\r\n", 10, &used);
    }
    assert_int_equal(got, ERR_LIMIT);
}

static void check_offers(void **state)
{
    (void)state;
    static const struct {
        const char *lines[6];
        bool pipelining;
        bool size;
    } cases[] = {
        {{"250-x", "250-PIPELINING\r\n", "250 SIZE 1000\r\n"}, true, true},
        {{"250-x", "250-pipelining", "250 help"}, true, false},
        {{"250-x", "250-PIPELININGX", "250 SIZES"}, false, false},
        {{"250 SIZE"}, false, true},
        {{"250 PIPELINING", "220 ready", "250 x"}, false, false},
        {{"250 PIPELINING", "235 ok"}, true, false},
        {{"550 PIPELINING", "250"}, false, false},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct smtp_offer offer = {.pipelining = false};
        for (size_t k = 0; k < 6 && cases[i].lines[k]; k++) {
            smtp_offer_line(&offer, cases[i].lines[k], strlen(cases[i].lines[k]));
        }
        assert_int_equal(offer.pipelining, cases[i].pipelining);
        assert_int_equal(offer.size, cases[i].size);
    }
}

static void check_judgement(void **state)
{
    (void)state;
    static const struct {
        enum smtp_stage stage;
        int code;
        enum send_outcome outcome;
    } cases[] = {
        {SMTP_END, 250, SEND_DELIVERED}, {SMTP_END, 251, SEND_DELIVERED},
        {SMTP_END, 354, SEND_RETRY},     {SMTP_END, 421, SEND_RETRY},
        {SMTP_END, 452, SEND_RETRY},     {SMTP_END, 550, SEND_FINAL},
        {SMTP_END, 554, SEND_FINAL},     {SMTP_RCPT, 250, SEND_RETRY},
        {SMTP_RCPT, 450, SEND_RETRY},    {SMTP_RCPT, 550, SEND_FINAL},
        {SMTP_RCPT, 553, SEND_FINAL},    {SMTP_MAIL, 451, SEND_RETRY},
        {SMTP_MAIL, 552, SEND_FINAL},    {SMTP_MAIL, 530, SEND_RETRY},
        {SMTP_MAIL, 534, SEND_RETRY},    {SMTP_RCPT, 535, SEND_RETRY},
        {SMTP_RCPT, 538, SEND_RETRY},    {SMTP_DATA, 554, SEND_FINAL},
        {SMTP_DATA, 451, SEND_RETRY},    {SMTP_SESSION, 554, SEND_RETRY},
        {SMTP_SESSION, 421, SEND_RETRY}, {SMTP_END, 0, SEND_RETRY},
        {SMTP_END, 199, SEND_RETRY},     {SMTP_END, 600, SEND_RETRY},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        assert_int_equal(smtp_judge(cases[i].stage, cases[i].code), cases[i].outcome);
    }
}

int test_smtp_text(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(check_addresses),      cmocka_unit_test(check_data),
        cmocka_unit_test(check_payload),        cmocka_unit_test(check_replies),
        cmocka_unit_test(check_reply_ceilings), cmocka_unit_test(check_offers),
        cmocka_unit_test(check_judgement),
    };
    return cmocka_run_group_tests_name("smtp_text", tests, NULL, NULL);
}
