#include "base/sign.h"

#include "base/cleanup.h"
#include "base/err.h"
#include "base/text.h"
#include "tests.h"

static void sha256_is_the_standards(void **state)
{
    (void)state;
    /* FIPS 180-2, appendix B. */
    char hex[SIGN_HEX_SIZE];
    sign_sha256_hex("abc", 3, hex);
    assert_string_equal(hex, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    sign_sha256_hex(NULL, 0, hex);
    assert_string_equal(hex, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
}

static void hmac_is_the_standards(void **state)
{
    (void)state;
    /* RFC 4231, cases 2 and 6 (a key longer than a block). */
    char hex[SIGN_HEX_SIZE];
    const char *data = "what do ya want for nothing?";
    sign_hmac_hex("Jefe", 4, data, strlen(data), hex);
    assert_string_equal(hex, "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
    char key[131];
    memset(key, 0xaa, sizeof(key));
    data = "Test Using Larger Than Block-Size Key - Hash Key First";
    sign_hmac_hex(key, sizeof(key), data, strlen(data), hex);
    assert_string_equal(hex, "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54");
}

static void base64_is_the_standards(void **state)
{
    (void)state;
    /* RFC 4648 §10. */
    static const char *const cases[][2] = {
        {"", ""},
        {"f", "Zg=="},
        {"fo", "Zm8="},
        {"foo", "Zm9v"},
        {"foob", "Zm9vYg=="},
        {"fooba", "Zm9vYmE="},
        {"foobar", "Zm9vYmFy"},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        _cleanup_buf_ struct buf out = {.max = 100};
        assert_int_equal(sign_base64(cases[i][0], strlen(cases[i][0]), &out), 0);
        assert_string_equal(buf_str(&out), cases[i][1]);
        buf_reset(&out);
        assert_int_equal(sign_base64_read(cases[i][1], &out), 0);
        assert_string_equal(buf_str(&out), cases[i][0]);
    }
    _cleanup_buf_ struct buf out = {.max = 100};
    assert_int_equal(sign_base64url("\xFB\xFF", 2, &out), 0);
    assert_string_equal(buf_str(&out), "-_8");
    buf_reset(&out);
    assert_int_equal(sign_base64url_read("-_8", &out), 0);
    assert_memory_equal(buf_str(&out), "\xFB\xFF", 2);
}

static void bad_base64_is_refused(void **state)
{
    (void)state;
    static const char *const bad[] = {"Z",    "Zg=", "Zg===", "Zm9v=",    "Zm 9v", "Zm9v\n",
                                      "Zm9_", "=",   "====",  "Zg==Zg==", "Zm9vé"};
    _cleanup_buf_ struct buf out = {.max = 100};
    for (size_t i = 0; i < COUNT(bad); i++) {
        assert_int_equal(sign_base64_read(bad[i], &out), ERR_FORMAT);
    }
    /* No byte but the alphabet's is a digit; padding in the middle is none either. */
    for (int byte = 1; byte < 256; byte++) {
        char text[] = "AAAA?AAA";
        text[4] = (char)byte;
        const bool digit = (byte >= '0' && byte <= '9') || (byte >= 'A' && byte <= 'Z') ||
                           (byte >= 'a' && byte <= 'z');
        buf_reset(&out);
        assert_int_equal(sign_base64_read(text, &out),
                         digit || byte == '+' || byte == '/' ? 0 : ERR_FORMAT);
        buf_reset(&out);
        assert_int_equal(sign_base64url_read(text, &out),
                         digit || byte == '-' || byte == '_' ? 0 : ERR_FORMAT);
    }
    assert_int_equal(out.len, 0);
    _cleanup_buf_ struct buf small = {.max = 2};
    assert_int_equal(sign_base64_read("Zm9v", &small), ERR_LIMIT);
    assert_int_equal(sign_base64("abc", 3, &small), ERR_LIMIT);
}

/* The example of the specification's own libraries. */
#define SECRET "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
#define ID "msg_p5jXN8AQM9LWM0D4loKWxJek"
#define TIMESTAMP 1614265330
#define BODY "{\"test\": 2432232314}"
#define SIGNATURE "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="

static int verify(const char *key, const char *signatures)
{
    return sign_webhook_verify(key, ID, TIMESTAMP, BODY, strlen(BODY), signatures);
}

static void webhook_signature_is_the_references(void **state)
{
    (void)state;
    _cleanup_buf_ struct buf out = {.max = 200};
    assert_int_equal(sign_webhook(SECRET, ID, TIMESTAMP, BODY, strlen(BODY), &out), 0);
    assert_string_equal(buf_str(&out), SIGNATURE);
    assert_int_equal(verify(SECRET, SIGNATURE), 0);
    assert_int_equal(verify(SECRET, "v1,AAAA v1a,xyz " SIGNATURE), 0);
}

static void whatever_was_changed_is_refused(void **state)
{
    (void)state;
    assert_int_equal(verify(SECRET, "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OF="),
                     ERR_REFUSED);
    assert_int_equal(verify(SECRET, "v1a,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="),
                     ERR_REFUSED);
    assert_int_equal(verify(SECRET, ""), ERR_REFUSED);
    assert_int_equal(verify(SECRET, "v1,"), ERR_REFUSED);
    assert_int_equal(verify("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSx", SIGNATURE), ERR_REFUSED);
    assert_int_equal(sign_webhook_verify(SECRET, ID, TIMESTAMP + 1, BODY, strlen(BODY), SIGNATURE),
                     ERR_REFUSED);
    assert_int_equal(sign_webhook_verify(SECRET, ID "x", TIMESTAMP, BODY, strlen(BODY), SIGNATURE),
                     ERR_REFUSED);
    assert_int_equal(sign_webhook_verify(SECRET, ID, TIMESTAMP, BODY, strlen(BODY) - 1, SIGNATURE),
                     ERR_REFUSED);
    assert_int_equal(verify("whsec_short", SIGNATURE), ERR_FORMAT);
    assert_int_equal(verify("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", SIGNATURE), ERR_FORMAT);
}

/* RFC 8032 §7.1, test 1: its seed and its public key, in base64. */
#define KEY_SEED "whsk_nWGxne/9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A="
#define KEY_PUBLIC "whpk_11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo="

static void key_pairs_sign_and_verify(void **state)
{
    (void)state;
    _cleanup_buf_ struct buf public_key = {.max = 200};
    assert_int_equal(sign_webhook_public_key(KEY_SEED, &public_key), 0);
    assert_string_equal(buf_str(&public_key), KEY_PUBLIC);

    _cleanup_buf_ struct buf out = {.max = 200};
    assert_int_equal(sign_webhook(KEY_SEED, ID, TIMESTAMP, BODY, strlen(BODY), &out), 0);
    assert_true(text_starts_with(buf_str(&out), "v1a,"));
    assert_int_equal(verify(KEY_PUBLIC, buf_str(&out)), 0);
    assert_int_equal(verify(KEY_PUBLIC, SIGNATURE), ERR_REFUSED);
    assert_int_equal(sign_webhook_verify(KEY_PUBLIC, ID, TIMESTAMP, "{}", 2, buf_str(&out)),
                     ERR_REFUSED);
    /* The secret half does not verify, the public half does not sign. */
    assert_int_equal(verify(KEY_SEED, buf_str(&out)), ERR_FORMAT);
    assert_int_equal(sign_webhook(KEY_PUBLIC, ID, TIMESTAMP, BODY, strlen(BODY), &out), ERR_FORMAT);
}

static void few_signatures_are_looked_at(void **state)
{
    (void)state;
    _cleanup_buf_ struct buf mine = {.max = 200};
    assert_int_equal(sign_webhook(KEY_SEED, ID, TIMESTAMP, BODY, strlen(BODY), &mine), 0);
    const struct {
        const char *key, *good, *wrong, *other;
    } kinds[] = {{SECRET, SIGNATURE, "v1,AAAA ", "v1a,AAAA "},
                 {KEY_PUBLIC, buf_str(&mine), "v1a,AAAA ", "v1,AAAA "}};
    for (size_t i = 0; i < COUNT(kinds); i++) {
        for (int wrong = 0; wrong < 20; wrong++) {
            _cleanup_buf_ struct buf ours = {.max = 1000};
            _cleanup_buf_ struct buf others = {.max = 1000};
            for (int k = 0; k < wrong; k++) {
                assert_int_equal(buf_puts(&ours, kinds[i].wrong), 0);
                assert_int_equal(buf_puts(&others, kinds[i].other), 0);
            }
            assert_int_equal(buf_puts(&ours, kinds[i].good), 0);
            assert_int_equal(buf_puts(&others, kinds[i].good), 0);
            assert_int_equal(verify(kinds[i].key, buf_str(&ours)), wrong < 4 ? 0 : ERR_REFUSED);
            assert_int_equal(verify(kinds[i].key, buf_str(&others)), 0);
        }
    }
}

static void long_keys_must_fit_together(void **state)
{
    (void)state;
    _cleanup_buf_ struct buf key = {.max = 200};
    assert_int_equal(sign_base64_read(KEY_SEED + strlen("whsk_"), &key), 0);
    assert_int_equal(sign_base64_read(KEY_PUBLIC + strlen("whpk_"), &key), 0);
    _cleanup_buf_ struct buf text = {.max = 200};
    assert_int_equal(buf_puts(&text, "whsk_"), 0);
    assert_int_equal(sign_base64(key.data, key.len, &text), 0);
    assert_int_equal(sign_webhook_check_secret(buf_str(&text)), 0);
    key.data[40] = (char)(key.data[40] + 1);
    buf_reset(&text);
    assert_int_equal(buf_puts(&text, "whsk_"), 0);
    assert_int_equal(sign_base64(key.data, key.len, &text), 0);
    assert_int_equal(sign_webhook_check_secret(buf_str(&text)), ERR_FORMAT);
}

static void secrets_are_checked_and_made(void **state)
{
    (void)state;
    assert_int_equal(sign_webhook_check_secret(SECRET), 0);
    assert_int_equal(sign_webhook_check_secret(KEY_SEED), 0);
    static const char *const bad[] = {"",           "whsec_",
                                      "whsec_YWJj", "whsk_YWJj",
                                      KEY_PUBLIC,   "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw!"};
    for (size_t i = 0; i < COUNT(bad); i++) {
        assert_int_equal(sign_webhook_check_secret(bad[i]), ERR_FORMAT);
    }
    _cleanup_buf_ struct buf a = {.max = 200};
    _cleanup_buf_ struct buf b = {.max = 200};
    assert_int_equal(sign_webhook_make_secret(&a), 0);
    assert_int_equal(sign_webhook_make_secret(&b), 0);
    assert_int_equal(sign_webhook_check_secret(buf_str(&a)), 0);
    assert_string_not_equal(buf_str(&a), buf_str(&b));
}

static void equal_is_equal(void **state)
{
    (void)state;
    assert_true(sign_equal("abc", "abd", 2));
    assert_false(sign_equal("abc", "abd", 3));
    assert_true(sign_equal_text("", "") && sign_equal_text("abc", "abc"));
    assert_false(sign_equal_text("abc", "ab") || sign_equal_text("abc", "abd"));
}

int test_sign(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sha256_is_the_standards),
        cmocka_unit_test(hmac_is_the_standards),
        cmocka_unit_test(base64_is_the_standards),
        cmocka_unit_test(bad_base64_is_refused),
        cmocka_unit_test(webhook_signature_is_the_references),
        cmocka_unit_test(whatever_was_changed_is_refused),
        cmocka_unit_test(key_pairs_sign_and_verify),
        cmocka_unit_test(few_signatures_are_looked_at),
        cmocka_unit_test(long_keys_must_fit_together),
        cmocka_unit_test(secrets_are_checked_and_made),
        cmocka_unit_test(equal_is_equal),
    };
    return cmocka_run_group_tests_name("sign", tests, NULL, NULL);
}
