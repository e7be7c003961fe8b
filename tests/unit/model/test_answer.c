#include "tests.h"

#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "model/answer.h"

#define WHO "phong-a@example.org"
static const char first[] = "0123456789abcdef0123456789abcdef";
static const char second[] = "another secret, and long enough: yes";

static struct answer_keys keys_of(const char *a, const char *b)
{
    struct answer_keys keys = {.count = 0};
    assert_int_equal(0, answer_keys_add(&keys, a, strlen(a)));
    if (b) {
        assert_int_equal(0, answer_keys_add(&keys, b, strlen(b)));
    }
    return keys;
}

static struct answer_link link_to(const char *id, enum answer_act act, day_t until)
{
    struct answer_link link = {.act = act, .until = until};
    id_code(id, link.code);
    return link;
}

static void make(const struct answer_keys *keys, const struct answer_link *link, const char *who,
                 char out[static ANSWER_TOKEN_SIZE])
{
    assert_int_equal(0, answer_token_make(keys, link, who, out));
    assert_int_equal(ANSWER_TOKEN_LENGTH, strlen(out));
    assert_int_equal(ANSWER_TOKEN_LENGTH, strspn(out, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmno"
                                                      "pqrstuvwxyz0123456789-_"));
}

static void test_says_what_it_was_made_of(void **state)
{
    (void)state;
    struct answer_keys keys = keys_of(first, NULL);
    const day_t days[] = {0, 19069, CIVIL_MAX_DAY};
    for (size_t i = 0; i < COUNT(days); i++) {
        for (int act = ANSWER_DONE; act <= ANSWER_ACK; act++) {
            struct answer_link link = link_to("p/1/once@tc", (enum answer_act)act, days[i]);
            struct answer_token token;
            char text[ANSWER_TOKEN_SIZE];
            char again[ANSWER_TOKEN_SIZE];
            make(&keys, &link, WHO, text);
            make(&keys, &link, WHO, again);
            assert_string_equal(text, again);
            assert_int_equal(0, answer_token_read(text, &token));
            assert_int_equal(act, token.link.act);
            assert_int_equal(days[i], token.link.until);
            assert_string_equal(link.code, token.link.code);
            assert_true(answer_token_fits(&token, &keys, WHO));
        }
    }
    assert_string_equal("done", answer_act_name(ANSWER_DONE));
    assert_string_equal("ack", answer_act_name(ANSWER_ACK));
}

/* Reckoned by Python's hmac, so that tokens in mails outlive a rewrite of this code:
 *   key = hmac(secret, b"dondoc answer link 1"); head = b"\x10" + (19069).to_bytes(3) + b"BCDFGHJK"
 *   base64url(head + hmac(key, head + b"phong-a@example.org")[:18]) */
static void test_is_what_another_reckons(void **state)
{
    (void)state;
    struct answer_keys keys = keys_of(first, NULL);
    struct answer_link link = {.act = ANSWER_DONE, .code = "BCDFGHJK", .until = 19069};
    char text[ANSWER_TOKEN_SIZE];
    make(&keys, &link, WHO, text);
    assert_string_equal("EABKfUJDREZHSEpLycOIkj85_xibPmNOug4f_nPP", text);
}

static void test_every_bit_counts(void **state)
{
    (void)state;
    static const char alphabet[] =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    struct answer_keys keys = keys_of(first, second);
    struct answer_link link = link_to("p/1/once", ANSWER_DONE, 19069);
    char text[ANSWER_TOKEN_SIZE];
    make(&keys, &link, WHO, text);
    for (size_t i = 0; i < ANSWER_TOKEN_LENGTH; i++) {
        for (int bit = 0; bit < 6; bit++) {
            struct answer_token token;
            char other[ANSWER_TOKEN_SIZE];
            memcpy(other, text, sizeof other);
            size_t value = (size_t)(strchr(alphabet, other[i]) - alphabet);
            other[i] = alphabet[value ^ (1u << bit)];
            assert_true(answer_token_read(other, &token) == ERR_FORMAT ||
                        !answer_token_fits(&token, &keys, WHO));
        }
    }
}

static void test_another_is_not_it(void **state)
{
    (void)state;
    struct answer_keys keys = keys_of(first, NULL);
    struct answer_keys others = keys_of(second, NULL);
    struct answer_link link = link_to("p/1/once", ANSWER_DONE, 19069);
    struct answer_token token;
    char text[ANSWER_TOKEN_SIZE];
    make(&keys, &link, WHO, text);
    assert_int_equal(0, answer_token_read(text, &token));
    assert_true(answer_token_fits(&token, &keys, WHO));
    assert_false(answer_token_fits(&token, &others, WHO));
    assert_false(answer_token_fits(&token, &(struct answer_keys){.count = 0}, WHO));
    static const char *const whos[] = {"phong-b@example.org",  "Phong-a@example.org", "", "p",
                                       "phong-a@example.org ", "phong-a@example.or"};
    for (size_t i = 0; i < COUNT(whos); i++) {
        assert_false(answer_token_fits(&token, &keys, whos[i]));
    }
}

static void test_retired_secrets_are_accepted_and_do_not_sign(void **state)
{
    (void)state;
    struct answer_keys old = keys_of(first, NULL);
    struct answer_keys both = keys_of(second, first);
    struct answer_keys fresh = keys_of(second, NULL);
    struct answer_link link = link_to("p/1/once", ANSWER_ACK, 19069);
    struct answer_token token;
    char text[ANSWER_TOKEN_SIZE];
    make(&old, &link, WHO, text);
    assert_int_equal(0, answer_token_read(text, &token));
    assert_true(answer_token_fits(&token, &both, WHO));
    assert_false(answer_token_fits(&token, &fresh, WHO));
    make(&both, &link, WHO, text);
    assert_int_equal(0, answer_token_read(text, &token));
    assert_true(answer_token_fits(&token, &fresh, WHO));
    assert_false(answer_token_fits(&token, &old, WHO));
}

static void test_what_is_no_token(void **state)
{
    (void)state;
    struct answer_keys keys = keys_of(first, NULL);
    struct answer_link link = link_to("p/1/once", ANSWER_DONE, 19069);
    struct answer_token token;
    char text[ANSWER_TOKEN_SIZE];
    char longer[ANSWER_TOKEN_SIZE + 8];
    make(&keys, &link, WHO, text);
    for (size_t len = 0; len < ANSWER_TOKEN_LENGTH; len++) {
        snprintf(longer, sizeof longer, "%.*s", (int)len, text);
        assert_int_equal(ERR_FORMAT, answer_token_read(longer, &token));
    }
    static const char *const tails[] = {"A", "=", "==", "\n", " ", "%3D"};
    for (size_t i = 0; i < COUNT(tails); i++) {
        snprintf(longer, sizeof longer, "%s%s", text, tails[i]);
        assert_int_equal(ERR_FORMAT, answer_token_read(longer, &token));
    }
    static const char strange[] = "+/=.% \n\x7f\xc3";
    for (size_t i = 0; i < sizeof(strange) - 1; i++) {
        memcpy(longer, text, sizeof text);
        longer[20] = strange[i];
        assert_int_equal(ERR_FORMAT, answer_token_read(longer, &token));
    }
}

static void test_what_cannot_be_signed(void **state)
{
    (void)state;
    struct answer_keys none = {.count = 0};
    struct answer_keys keys = keys_of(first, NULL);
    struct answer_link good = link_to("p/1/once", ANSWER_DONE, 19069);
    char text[ANSWER_TOKEN_SIZE] = "kept";
    char long_name[400];
    memset(long_name, 'a', sizeof(long_name) - 1);
    long_name[sizeof(long_name) - 1] = '\0';
    assert_int_equal(ERR_INVALID, answer_token_make(&none, &good, WHO, text));
    assert_int_equal(ERR_INVALID, answer_token_make(&keys, &good, "", text));
    assert_int_equal(ERR_INVALID, answer_token_make(&keys, &good, long_name, text));
    struct answer_link bad = good;
    bad.until = DAY_NONE;
    assert_int_equal(ERR_INVALID, answer_token_make(&keys, &bad, WHO, text));
    static const char *const codes[] = {"", "bcdfghjk", "BCDFGHJ", "2CDFGHJK", "BCDF HJK"};
    for (size_t i = 0; i < COUNT(codes); i++) {
        bad = good;
        snprintf(bad.code, sizeof bad.code, "%s", codes[i]);
        assert_int_equal(ERR_INVALID, answer_token_make(&keys, &bad, WHO, text));
    }
    assert_string_equal("kept", text);
}

static void test_secrets_have_a_length(void **state)
{
    (void)state;
    struct answer_keys keys = {.count = 0};
    assert_int_equal(ERR_INVALID, answer_keys_add(&keys, first, ANSWER_SECRET_MIN - 1));
    for (size_t i = 0; i < ANSWER_MAX_KEYS; i++) {
        assert_int_equal(0, answer_keys_add(&keys, first, strlen(first)));
    }
    assert_int_equal(ERR_LIMIT, answer_keys_add(&keys, first, strlen(first)));
    answer_keys_clear(&keys);
    assert_int_equal(0, keys.count);
    answer_keys_clear(NULL);
}

int test_answer(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_says_what_it_was_made_of),
        cmocka_unit_test(test_is_what_another_reckons),
        cmocka_unit_test(test_every_bit_counts),
        cmocka_unit_test(test_another_is_not_it),
        cmocka_unit_test(test_retired_secrets_are_accepted_and_do_not_sign),
        cmocka_unit_test(test_what_is_no_token),
        cmocka_unit_test(test_what_cannot_be_signed),
        cmocka_unit_test(test_secrets_have_a_length),
    };
    return cmocka_run_group_tests_name("answer", tests, NULL, NULL);
}
