#include "tests.h"

#include <string.h>

#include "base/cleanup.h"
#include "base/err.h"
#include "lib/send/webhook_http.h"

static void check_judgement(void **state)
{
    (void)state;
    for (int status = 100; status < 1000; status++) {
        enum send_outcome expected = SEND_RETRY;
        if (status / 100 == 2) {
            expected = SEND_DELIVERED;
        } else if (status == 410) {
            expected = SEND_GONE;
        }
        assert_int_equal(webhook_judge(status), expected);
    }
}

static void check_retry_after(void **state)
{
    (void)state;
    const instant_t now = INT64_C(784111777000); /* Sun, 06 Nov 1994 08:49:37 GMT (RFC 9110) */
    static const struct {
        const char *value;
        int err;
        int64_t ms;
    } cases[] = {
        {"0", 0, 0},
        {"120", 0, 120000},
        {" 7 ", 0, 7000},
        {"31622400", 0, INT64_C(31622400000)},
        {"31622401", 0, INT64_C(31622400000)},
        {"999999999999999999999999", 0, INT64_C(31622400000)},
        {"Sun, 06 Nov 1994 08:49:37 GMT", 0, 0},
        {"Sun, 06 Nov 1994 08:50:37 GMT", 0, 60000},
        {"Sunday, 06-Nov-94 08:49:38 GMT", 0, 1000},
        {"Sun Nov  6 08:49:39 1994", 0, 2000},
        {"Sat, 05 Nov 1994 08:49:37 GMT", 0, 0},
        {"Sun, 06 Nov 2094 08:49:37 GMT", 0, INT64_C(31622400000)},
        {"", ERR_FORMAT, 0},
        {"-1", ERR_FORMAT, 0},
        {"+1", ERR_FORMAT, 0},
        {"1.5", ERR_FORMAT, 0},
        {"1 s", ERR_FORMAT, 0},
        {"soon", ERR_FORMAT, 0},
        {"20220101", 0, INT64_C(20220101000)},
        {"1994-11-06 08:49:37", ERR_FORMAT, 0},
        {"Monday", ERR_FORMAT, 0},
        {"Sun, 06 Nov 1994 08:49:37 GMT and a very long rest that goes on and on and on",
         ERR_FORMAT, 0},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        int64_t ms = -7;
        assert_int_equal(webhook_retry_after(cases[i].value, now, &ms), cases[i].err);
        assert_int_equal(ms, cases[i].err ? -7 : cases[i].ms);
    }
}

static void check_headers(void **state)
{
    (void)state;
    assert_int_equal(webhook_check_header("Authorization", "Bearer abc"), 0);
    assert_int_equal(webhook_check_header("X-A", ""), 0);
    assert_int_equal(webhook_check_header("X_1.~", "phòng\tx"), 0);
    static const char *const bad[][2] = {{"", "x"},
                                         {"X:", "x"},
                                         {"X Y", "x"},
                                         {"X-Phòng", "x"},
                                         {"X", "a\r\nY: b"},
                                         {"X", "a\nb"},
                                         {"X\r", "x"},
                                         {"X", "a\x7f"},
                                         {"Webhook-Id", "x"},
                                         {"webhook-anything", "x"},
                                         {"CONTENT-TYPE", "x"},
                                         {"Content-Length", "1"},
                                         {"Host", "x"},
                                         {"Transfer-Encoding", "chunked"},
                                         {"Connection", "close"},
                                         {"Expect", "100-continue"}};
    for (size_t i = 0; i < COUNT(bad); i++) {
        assert_int_equal(webhook_check_header(bad[i][0], bad[i][1]), ERR_INVALID);
    }
}

static void check_authority(void **state)
{
    (void)state;
    static const struct {
        const char *url;
        const char *authority;
    } cases[] = {
        {"http://a.example.org/x", "a.example.org"},
        {"https://a.example.org:8443?x=http://b", "a.example.org:8443"},
        {"http://user:pass@a.example.org/@/", "a.example.org"},
        {"http://[::1]:80/", "[::1]:80"},
        {"http://", ""},
        {"http:///x", ""},
        {"", ""},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        size_t len;
        const char *start = webhook_authority(cases[i].url, &len);
        assert_int_equal(len, strlen(cases[i].authority));
        assert_memory_equal(start, cases[i].authority, len);
    }
}

/* The example of the reference implementations of Standard Webhooks. */
#define VECTOR_ID "msg_p5jXN8AQM9LWM0D4loKWxJek"
#define VECTOR_SECRET "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
#define VECTOR_BODY "{\"test\": 2432232314}"
#define VECTOR_SIGNATURE "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="

static struct webhook_known known;

static int check(const struct send_request *request)
{
    const char *fault = NULL;
    int err = webhook_check(&known, request, &fault);
    assert_int_equal(err == 0, fault == NULL);
    return err;
}

static void check_lines(void **state)
{
    (void)state;
    static const char *const secrets[] = {VECTOR_SECRET, VECTOR_SECRET};
    static const struct send_header headers[] = {{.name = "X-A", .value = "b"},
                                                 {.name = "X-Empty", .value = ""}};
    struct send_request request = {.kind = SEND_WEBHOOK, .id = VECTOR_ID};
    request.webhook = (struct send_webhook){.url = "http://127.0.0.1/",
                                            .headers = headers,
                                            .header_count = 2,
                                            .body = VECTOR_BODY,
                                            .len = strlen(VECTOR_BODY),
                                            .secrets = secrets,
                                            .secret_count = 2};
    static const char *const expected[] = {
        "webhook-id: " VECTOR_ID,
        "webhook-timestamp: 1614265330",
        "webhook-signature: " VECTOR_SIGNATURE " " VECTOR_SIGNATURE,
        "content-type: application/cloudevents+json; charset=utf-8",
        "X-A: b",
        "X-Empty;",
        "Expect:",
    };
    static struct webhook_lines lines;
    buf_init(&lines.text, 4096);
    /* Twice: the memory is used again. */
    for (int round = 0; round < 2; round++) {
        assert_int_equal(check(&request), 0);
        assert_int_equal(webhook_lines_make(&lines, &request, &known, INT64_C(1614265330999)), 0);
        const struct curl_slist *node = lines.nodes;
        for (size_t i = 0; i < COUNT(expected); i++) {
            assert_non_null(node);
            assert_string_equal(node->data, expected[i]);
            node = node->next;
        }
        assert_null(node);
    }
    request.webhook.secret_count = 0;
    request.webhook.header_count = 0;
    request.webhook.content_type = "application/json";
    assert_int_equal(check(&request), 0);
    assert_int_equal(webhook_lines_make(&lines, &request, &known, 0), 0);
    assert_int_equal(lines.count, 4);
    assert_string_equal(lines.nodes[1].data, "webhook-timestamp: 0");
    assert_string_equal(lines.nodes[2].data, "content-type: application/json");
    buf_clear(&lines.text);
}

/* What is known of the request before is not taken for what this one says. */
static void check_known(void **state)
{
    (void)state;
    static const char *const secrets[][2] = {
        {VECTOR_SECRET, "whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8="},
        {"whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=", VECTOR_SECRET},
        {"whsk_AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=", "whsec_short"},
    };
    static const struct {
        const char *url;
        size_t key;
        size_t count;
        int err;
    } steps[] = {
        {"http://a/x", 0, 1, 0},           {"http://b/y", 0, 1, 0},        {"http://b/y", 1, 1, 0},
        {"http://b/y", 0, 2, 0},           {"http://b/y", 1, 2, 0},        {"http://b/y", 2, 1, 0},
        {"http://b/y", 2, 2, ERR_INVALID}, {"nowhere", 0, 1, ERR_INVALID}, {"http://a/x", 0, 1, 0},
        {"http://a/x", 0, 0, 0},
    };
    static struct webhook_lines lines;
    buf_init(&lines.text, 4096);
    for (size_t i = 0; i < COUNT(steps); i++) {
        const char *const *keys = secrets[steps[i].key];
        struct send_request request = {.kind = SEND_WEBHOOK, .id = VECTOR_ID};
        request.webhook = (struct send_webhook){.url = steps[i].url,
                                                .body = VECTOR_BODY,
                                                .len = strlen(VECTOR_BODY),
                                                .secrets = keys,
                                                .secret_count = steps[i].count};
        assert_int_equal(check(&request), steps[i].err);
        if (steps[i].err != 0) {
            continue;
        }
        assert_string_equal(buf_str(&known.url), steps[i].url);
        assert_int_equal(webhook_lines_make(&lines, &request, &known, 1000), 0);
        struct buf expected = {.max = 4096};
        assert_int_equal(buf_puts(&expected, "webhook-signature:"), 0);
        for (size_t k = 0; k < steps[i].count; k++) {
            assert_int_equal(buf_putc(&expected, ' '), 0);
            assert_int_equal(sign_webhook(keys[k], VECTOR_ID, 1, VECTOR_BODY, strlen(VECTOR_BODY),
                                          &expected),
                             0);
        }
        assert_string_equal(lines.nodes[2].data,
                            steps[i].count > 0
                                ? buf_str(&expected)
                                : "content-type: application/cloudevents+json; charset=utf-8");
        buf_clear(&expected);
    }
    buf_clear(&lines.text);
    webhook_known_clear(&known);
}

static void check_line_ceilings(void **state)
{
    (void)state;
    static const char *const secrets[] = {VECTOR_SECRET};
    static struct send_header headers[WEBHOOK_HEADERS_MAX + 1];
    for (size_t i = 0; i < COUNT(headers); i++) {
        headers[i] = (struct send_header){.name = "X-Many", .value = "value"};
    }
    struct send_request request = {.kind = SEND_WEBHOOK, .id = "x"};
    request.webhook = (struct send_webhook){.url = "https://example.org/",
                                            .headers = headers,
                                            .header_count = WEBHOOK_HEADERS_MAX,
                                            .body = "",
                                            .secrets = secrets,
                                            .secret_count = 1};
    static struct webhook_lines lines;
    buf_init(&lines.text, 4096);
    assert_int_equal(check(&request), 0);
    assert_int_equal(webhook_lines_make(&lines, &request, &known, 0), 0);
    assert_int_equal(lines.count, WEBHOOK_LINES_MAX);
    request.webhook.header_count++;
    assert_int_equal(check(&request), ERR_INVALID);
    assert_int_equal(webhook_lines_make(&lines, &request, &known, 0), ERR_LIMIT);
    buf_clear(&lines.text);
}

static void check_faults(void **state)
{
    (void)state;
    static const char *const ids[] = {NULL, "", "a\nb", "a\x7f"};
    struct send_request request = {.kind = SEND_WEBHOOK, .id = "x"};
    request.webhook = (struct send_webhook){.url = "https://example.org/", .body = ""};
    assert_int_equal(check(&request), 0);
    for (size_t i = 0; i < COUNT(ids); i++) {
        request.id = ids[i];
        assert_int_equal(check(&request), ERR_INVALID);
    }
    request.id = "x";
    static const char *const urls[] = {NULL,
                                       "",
                                       "example.org",
                                       "ftp://example.org/",
                                       "http://",
                                       "https:///x",
                                       "http://a b/",
                                       "http://a/\r\nX: y",
                                       "file:///etc/passwd",
                                       "http://a:99999/"};
    for (size_t i = 0; i < COUNT(urls); i++) {
        request.webhook.url = urls[i];
        assert_int_equal(check(&request), ERR_INVALID);
    }
    webhook_known_clear(&known);
    request.webhook.url = "HTTP://Example.Org:8080/a?b";
    assert_int_equal(check(&request), 0);
    request.webhook.method = "PUT";
    assert_int_equal(check(&request), 0);
    request.webhook.method = "PUT /x";
    assert_int_equal(check(&request), ERR_INVALID);
    request.webhook.method = NULL;
    request.webhook.content_type = "a\r\nb";
    assert_int_equal(check(&request), ERR_INVALID);
    webhook_known_clear(&known);
}

int test_webhook(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(check_judgement),     cmocka_unit_test(check_retry_after),
        cmocka_unit_test(check_headers),       cmocka_unit_test(check_authority),
        cmocka_unit_test(check_lines),         cmocka_unit_test(check_known),
        cmocka_unit_test(check_line_ceilings), cmocka_unit_test(check_faults),
    };
    return cmocka_run_group_tests_name("webhook", tests, NULL, NULL);
}
