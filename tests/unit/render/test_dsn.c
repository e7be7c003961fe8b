/* Mails that come back, as the common relays write them, and whatever else may stand on the input. */
#include "tests/unit/render/test_render.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/err.h"
#include "render/dsn.h"

#define ID "daily.2022-03-15.1aad19f14b48d85fc17f435b@so.example.org"

static const char POSTFIX[] =
    "From: MAILER-DAEMON@relay.example.net (Mail Delivery System)\r\n"
    "Subject: Undelivered Mail Returned to Sender\r\n"
    "To: dondoc@so.example.org\r\n"
    "Auto-Submitted: auto-replied\r\n"
    "MIME-Version: 1.0\r\n"
    "Content-Type: multipart/report; report-type=delivery-status;\r\n"
    "\tboundary=\"4KJx.1647307800/relay.example.net\"\r\n"
    "Content-Transfer-Encoding: 8bit\r\n"
    "Message-Id: <20220315003001.4KJx@relay.example.net>\r\n"
    "\r\n"
    "This is a MIME-encapsulated message.\r\n"
    "\r\n"
    "--4KJx.1647307800/relay.example.net\r\n"
    "Content-Description: Notification\r\n"
    "Content-Type: text/plain; charset=us-ascii\r\n"
    "\r\n"
    "The mail could not be handed over to one of its recipients.\r\n"
    "Message-ID: <not-this@elsewhere.example>\r\n"
    "\r\n"
    "--4KJx.1647307800/relay.example.net\r\n"
    "Content-Description: Delivery report\r\n"
    "Content-Type: message/delivery-status\r\n"
    "\r\n"
    "Reporting-MTA: dns; relay.example.net\r\n"
    "X-Postfix-Queue-ID: 4KJx\r\n"
    "X-Postfix-Sender: rfc822; dondoc@so.example.org\r\n"
    "Arrival-Date: Tue, 15 Mar 2022 00:30:00 +0000 (UTC)\r\n"
    "\r\n"
    "Final-Recipient: rfc822; Phong-A@so.example.org\r\n"
    "Original-Recipient: rfc822;phong-a@so.example.org\r\n"
    "Action: failed\r\n"
    "Status: 5.1.1\r\n"
    "Remote-MTA: dns; mx.so.example.org\r\n"
    "Diagnostic-Code: smtp; 550 5.1.1 <phong-a@so.example.org>: Recipient address\r\n"
    "    rejected: User unknown in virtual mailbox table\r\n"
    "\r\n"
    "--4KJx.1647307800/relay.example.net\r\n"
    "Content-Description: Undelivered Message\r\n"
    "Content-Type: message/rfc822\r\n"
    "Content-Transfer-Encoding: 8bit\r\n"
    "\r\n"
    "Return-Path: <dondoc@so.example.org>\r\n"
    "Message-ID: <" ID ">\r\n"
    "Subject: =?utf-8?q?=C4=90=C3=B4n?=\r\n"
    "\r\n"
    "body\r\n"
    "--4KJx.1647307800/relay.example.net--\r\n";

static const char EXIM[] =
    "X-Failed-Recipients: phong-a@so.example.org\n"
    "Auto-Submitted: auto-replied\n"
    "From: Mail Delivery System <Mailer-Daemon@relay.example.net>\n"
    "To: dondoc@so.example.org\n"
    "References: <" ID ">\n"
    "Content-Type: multipart/report; report-type=delivery-status; boundary=1647307800-eximdsn-77\n"
    "MIME-Version: 1.0\n"
    "Subject: Mail delivery failed: returning message to sender\n"
    "\n"
    "--1647307800-eximdsn-77\n"
    "Content-type: text/plain; charset=us-ascii\n"
    "\n"
    "Nothing more will be tried.\n"
    "\n"
    "--1647307800-eximdsn-77\n"
    "Content-type: message/delivery-status\n"
    "\n"
    "Reporting-MTA: dns; relay.example.net\n"
    "\n"
    "Action: failed\n"
    "Final-Recipient: rfc822;phong-a@so.example.org\n"
    "Status: 5.0.0\n"
    "\n"
    "--1647307800-eximdsn-77\n"
    "Content-type: text/rfc822-headers\n"
    "\n"
    "Return-path: <dondoc@so.example.org>\n"
    "Message-ID:\n"
    " <" ID ">\n"
    "\n"
    "--1647307800-eximdsn-77--\n";

/* Before it wrote reports: all of it in one text. */
static const char EXIM_OLD[] = "X-Failed-Recipients: phong-a@so.example.org,\n"
                               "  Phong-B@so.example.org\n"
                               "From: Mail Delivery System <Mailer-Daemon@relay.example.net>\n"
                               "Subject: Mail delivery failed: returning message to sender\n"
                               "\n"
                               "A message that you sent did not arrive:\n"
                               "\n"
                               "  phong-a@so.example.org\n"
                               "    Unrouteable address\n"
                               "\n"
                               "------ What follows are the headers of the mail ------\n"
                               "\n"
                               "Return-path: <dondoc@so.example.org>\n"
                               "Message-ID: <" ID ">\n";

static const char EXCHANGE[] =
    "From: <postmaster@example.net>\r\n"
    "To: <dondoc@so.example.org>\r\n"
    "MIME-Version: 1.0\r\n"
    "X-MS-Exchange-Message-Is-Ndr:\r\n"
    "Content-Type: multipart/report; report-type=delivery-status; boundary=\"9B095B5A\"\r\n"
    "Content-Language: vi-VN\r\n"
    "Message-ID: <ndr@EX01.example.net>\r\n"
    "In-Reply-To: <" ID ">\r\n"
    "References: <" ID ">\r\n"
    "Subject: =?utf-8?B?S2jDtG5nIGfhu61pIMSRxrDhu6Nj?=\r\n"
    "\r\n"
    "--9B095B5A\r\n"
    "Content-Type: multipart/alternative; differences=Content-Type; boundary=\"inner\"\r\n"
    "\r\n"
    "--inner\r\n"
    "Content-Type: text/plain; charset=\"utf-8\"\r\n"
    "Content-Transfer-Encoding: base64\r\n"
    "\r\n"
    "S2jDtG5nIGfhu61pIMSRxrDhu6Nj\r\n"
    "--inner\r\n"
    "Content-Type: text/html; charset=\"utf-8\"\r\n"
    "\r\n"
    "<p>\r\n"
    "--inner--\r\n"
    "\r\n"
    "--9B095B5A\r\n"
    "Content-Type: message/delivery-status\r\n"
    "\r\n"
    "Reporting-MTA: dns;EX01.example.net\r\n"
    "Received-From-MTA: dns;relay.example.net\r\n"
    "\r\n"
    "Original-Recipient: rfc822;phong-a@so.example.org\r\n"
    "Final-recipient: RFC822;binh@noi-bo.example.net\r\n"
    "Action: failed\r\n"
    "Status: 5.1.10\r\n"
    "Diagnostic-code: smtp;550 5.1.10 RESOLVER.ADR.RecipientNotFound; not found by SMTP address\r\n"
    "X-Display-Name: =?utf-8?B?QsOsbmg=?=\r\n"
    "\r\n"
    "--9B095B5A\r\n"
    "Content-Type: message/rfc822\r\n"
    "\r\n"
    "Received: from relay\r\n"
    "Message-ID: <" ID ">\r\n"
    "\r\n"
    "--9B095B5A--\r\n";

static const char GMAIL[] =
    "From: Mail Delivery Subsystem <mailer-daemon@googlemail.com>\r\n"
    "To: dondoc@so.example.org\r\n"
    "Auto-Submitted: auto-replied\r\n"
    "Subject: Delivery Status Notification (Delay)\r\n"
    "X-Failed-Recipients: phong-a@so.example.org\r\n"
    "Content-Type: multipart/report; boundary=\"000000000000e1\"; report-type=delivery-status\r\n"
    "\r\n"
    "--000000000000e1\r\n"
    "Content-Type: multipart/related; boundary=\"000000000000e2\"\r\n"
    "\r\n"
    "--000000000000e2\r\n"
    "Content-Type: multipart/alternative; boundary=\"000000000000e3\"\r\n"
    "\r\n"
    "--000000000000e3\r\n"
    "Content-Type: text/plain; charset=\"UTF-8\"\r\n"
    "\r\n"
    "** still trying **\r\n"
    "--000000000000e3--\r\n"
    "--000000000000e2\r\n"
    "Content-Type: image/png; name=\"icon.png\"\r\n"
    "Content-Transfer-Encoding: base64\r\n"
    "\r\n"
    "iVBORw0KGgo=\r\n"
    "--000000000000e2--\r\n"
    "--000000000000e1\r\n"
    "Content-Type: message/delivery-status\r\n"
    "\r\n"
    "Reporting-MTA: dns; googlemail.com\r\n"
    "Arrival-Date: Mon, 14 Mar 2022 17:30:00 -0700 (PDT)\r\n"
    "X-Original-Message-ID: <" ID ">\r\n"
    "\r\n"
    "Final-Recipient: rfc822; phong-a@so.example.org\r\n"
    "Action: delayed\r\n"
    "Status: 4.4.1 (no answer from host)\r\n"
    "Remote-MTA: dns; mx.so.example.org. (192.0.2.7, the server for the domain so.example.org.)\r\n"
    "Diagnostic-Code: smtp; The recipient server did not accept our requests to connect.\r\n"
    "Last-Attempt-Date: Mon, 14 Mar 2022 20:30:00 -0700 (PDT)\r\n"
    "Will-Retry-Until: Thu, 17 Mar 2022 17:30:00 -0700 (PDT)\r\n"
    "\r\n"
    "--000000000000e1--\r\n";

struct expected {
    const char *name;
    const char *mail;
    size_t len;
    size_t count;
    enum dsn_action action;
    const char *original, *final, *status, *diagnostic, *reporter;
    int code;
};

#define MAIL(name, text) name, text, sizeof(text) - 1

static const struct expected mails[] = {
    {MAIL("Postfix", POSTFIX), 1, DSN_FAILED, "phong-a@so.example.org", "phong-a@so.example.org",
     "5.1.1",
     "550 5.1.1 <phong-a@so.example.org>: Recipient address rejected: User unknown in virtual "
     "mailbox table",
     "relay.example.net", 550},
    {MAIL("Exim", EXIM), 1, DSN_FAILED, NULL, "phong-a@so.example.org", "5.0.0", NULL,
     "relay.example.net", 500},
    {MAIL("old Exim", EXIM_OLD), 2, DSN_FAILED, NULL, "phong-a@so.example.org", NULL, NULL, NULL,
     0},
    {MAIL("Exchange", EXCHANGE), 1, DSN_FAILED, "phong-a@so.example.org", "binh@noi-bo.example.net",
     "5.1.10", "550 5.1.10 RESOLVER.ADR.RecipientNotFound; not found by SMTP address",
     "EX01.example.net", 550},
    {MAIL("Gmail", GMAIL), 1, DSN_DELAYED, NULL, "phong-a@so.example.org", "4.4.1",
     "The recipient server did not accept our requests to connect.", "googlemail.com", 400},
};

static void check_text(const char *expected, const char *found)
{
    if (expected) {
        assert_non_null(found);
        assert_string_equal(expected, found);
    } else {
        assert_null(found);
    }
}

static void reads_what_relays_write(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof mails / sizeof mails[0]; i++) {
        const struct expected *one = &mails[i];
        struct dsn dsn = {0};
        print_message("%s\n", one->name);
        assert_int_equal(dsn_read(one->mail, one->len, &dsn), 0);
        check_text(ID, dsn.ident);
        check_text(one->reporter, dsn.reporter);
        assert_int_equal(dsn.count, one->count);
        assert_int_equal(dsn.items[0].action, one->action);
        check_text(one->original, dsn.items[0].original);
        check_text(one->final, dsn.items[0].final);
        check_text(one->status, dsn.items[0].status);
        check_text(one->diagnostic, dsn.items[0].diagnostic);
        assert_int_equal(dsn_code(&dsn.items[0]), one->code);
        dsn_clear(&dsn);
    }
}

/* Several recipients, some of them fine; folded oddly; encoded. */
static void reads_several_and_encoded(void **state)
{
    (void)state;
    static const char mail[] =
        "Content-Type: multipart/report; report-type=delivery-status; boundary=b\r\n\r\n"
        "--b\r\nContent-Type: message/global-delivery-status\r\n"
        "Content-Transfer-Encoding: base64\r\n\r\n"
        /* "Reporting-MTA: dns; x\n\nOriginal-Recipient: rfc822;a@example.org\nAction: DELIVERED\n"
         * "Status: 2.0.0\n\nFinal-Recipient: rfc822;<b@example.org>\nAction: failed\n" */
        "UmVwb3J0aW5nLU1UQTogZG5zOyB4CgpPcmlnaW5hbC1SZWNpcGllbnQ6IHJmYzgyMjthQGV4YW1w\r\n"
        "bGUub3JnCkFjdGlvbjogREVMSVZFUkVEClN0YXR1czogMi4wLjAKCkZpbmFsLVJlY2lwaWVudDog\r\n"
        "cmZjODIyOzxiQGV4YW1wbGUub3JnPgpBY3Rpb246IGZhaWxlZAo=\r\n"
        "--b--\r\n";
    struct dsn dsn = {0};
    assert_int_equal(dsn_read(mail, sizeof mail - 1, &dsn), 0);
    assert_null(dsn.ident);
    assert_int_equal(dsn.count, 2);
    assert_int_equal(dsn.items[0].action, DSN_DELIVERED);
    assert_string_equal(dsn.items[0].original, "a@example.org");
    assert_int_equal(dsn.items[1].action, DSN_FAILED);
    assert_string_equal(dsn.items[1].final, "b@example.org");
    dsn_clear(&dsn);
    dsn_clear(&dsn);
    dsn_clear(NULL);
}

static void refuses_what_is_none(void **state)
{
    (void)state;
    static const char *const texts[] = {
        "",
        "\n",
        "no mail at all",
        "From: a@example.org\nSubject: I am away\nAuto-Submitted: auto-replied\n\nBack on "
        "Monday.\n",
        /* A report about nobody; one that names no action; one whose address is none. */
        "Content-Type: multipart/report; boundary=b\n\n--b\nContent-Type: "
        "message/delivery-status\n\n"
        "Reporting-MTA: dns; x\n\n--b--\n",
        "Content-Type: multipart/report; boundary=b\n\n--b\nContent-Type: "
        "message/delivery-status\n\n"
        "Reporting-MTA: dns; x\n\nFinal-Recipient: rfc822; a@example.org\n\n--b--\n",
        "Content-Type: multipart/report; boundary=b\n\n--b\nContent-Type: "
        "message/delivery-status\n\n"
        "Reporting-MTA: dns; x\n\nFinal-Recipient: rfc822; \"a\nAction: failed\n\n--b--\n",
        "X-Failed-Recipients: nobody\n\ntext\n",
        /* A boundary that never comes. */
        "Content-Type: multipart/report; boundary=b\n\n",
    };
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        struct dsn dsn = {.count = 7};
        assert_int_equal(dsn_read(texts[i], strlen(texts[i]), &dsn), ERR_FORMAT);
        assert_int_equal(dsn.count, 7);
    }
}

/* Whatever is cut off or changed: read or refused, within memory, with texts fit to be stored. */
static void survives_damage(void **state)
{
    (void)state;
    uint32_t seed = 20220315;
    for (int round = 0; round < 3000; round++) {
        const struct expected *one = &mails[(size_t)round % (sizeof mails / sizeof mails[0])];
        char *copy = malloc(one->len);
        assert_non_null(copy);
        memcpy(copy, one->mail, one->len);
        seed = seed * 1664525u + 1013904223u;
        size_t len = round % 3 == 0 ? (seed >> 8) % one->len : one->len;
        for (int hit = 0; hit < round % 20; hit++) {
            seed = seed * 1664525u + 1013904223u;
            copy[(seed >> 4) % one->len] = (char)(seed >> 24);
        }
        struct dsn dsn = {0};
        int err = dsn_read(copy, len, &dsn);
        assert_true(err == 0 || err == ERR_FORMAT);
        assert_true(dsn.count <= DSN_MAX_ITEMS);
        for (size_t i = 0; i < dsn.count; i++) {
            assert_true(dsn.items[i].original || dsn.items[i].final);
            assert_true(!dsn.items[i].diagnostic ||
                        (strlen(dsn.items[i].diagnostic) <= DSN_MAX_TEXT &&
                         !strpbrk(dsn.items[i].diagnostic, "\r\n")));
        }
        dsn_clear(&dsn);
        free(copy);
    }
}

/* 10 MB of one line, of one field, of parts within parts, of recipients. */
static void survives_size(void **state)
{
    (void)state;
    const size_t size = (size_t)10 << 20;
    static const char *const units[] = {
        "x",
        "\n",
        "Diagnostic-Code: smtp; 550 ",
        " folded\n",
        "Content-Type: multipart/mixed; boundary=b\n\n--b\n",
        "Content-Type: message/rfc822\n\n",
        "\nFinal-Recipient: rfc822;a@example.org\nAction: failed\n",
    };
    static const char head[] =
        "Content-Type: multipart/report; boundary=b\n\n"
        "--b\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; x\n";
    for (size_t u = 0; u < sizeof units / sizeof units[0]; u++) {
        for (int with_head = 0; with_head < 2; with_head++) {
            struct buf mail;
            struct dsn dsn = {0};
            buf_init(&mail, 2 * size);
            assert_int_equal(buf_puts(&mail, with_head ? head : ""), 0);
            while (mail.len < size) {
                assert_int_equal(buf_puts(&mail, units[u]), 0);
            }
            int err = dsn_read(mail.data, mail.len, &dsn);
            assert_true(err == 0 || err == ERR_FORMAT);
            assert_true(dsn.count <= DSN_MAX_ITEMS);
            dsn_clear(&dsn);
            buf_clear(&mail);
        }
    }
}

static void names_actions(void **state)
{
    (void)state;
    enum dsn_action action = DSN_EXPANDED;
    for (int i = DSN_FAILED; i <= DSN_EXPANDED; i++) {
        assert_int_equal(dsn_action_parse(dsn_action_name((enum dsn_action)i), &action), 0);
        assert_int_equal(action, i);
    }
    assert_int_equal(dsn_action_parse("Failed", &action), 0);
    assert_int_equal(action, DSN_FAILED);
    assert_int_equal(dsn_action_parse("fail", &action), ERR_FORMAT);
}

int test_dsn(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_what_relays_write), cmocka_unit_test(reads_several_and_encoded),
        cmocka_unit_test(refuses_what_is_none),    cmocka_unit_test(survives_damage),
        cmocka_unit_test(survives_size),           cmocka_unit_test(names_actions),
    };
    return cmocka_run_group_tests_name("dsn", tests, NULL, NULL);
}
