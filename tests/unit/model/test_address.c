#include "tests.h"

#include "model/address.h"

static void test_valid(void **state)
{
    (void)state;
    static const char *const VALID[] = {
        "phong-khtc@example.org",
        "a@b",
        "tran.van.an+viec@stnmt.soctrang.gov.vn",
        "o'neil@example.org",
        "x@1.example.org",
        "A@EXAMPLE.ORG",
        "1234567890123456789012345678901234567890123456789012345678901234@example.org",
    };
    for (size_t i = 0; i < COUNT(VALID); i++) {
        if (!address_is_valid(VALID[i])) {
            fail_msg("refused: %s", VALID[i]);
        }
    }
}

static void test_refused(void **state)
{
    (void)state;
    static const char *const REFUSED[] = {
        "",
        "@",
        "a",
        "a@",
        "@b",
        "a@b@c",
        "a b@c.d",
        "a@b c.d",
        " a@b.c",
        "a@b.c ",
        "a@b.c\n",
        "a@b,c@d",
        "a@b;c@d",
        "An <an@example.org>",
        "<an@example.org>",
        "\"an\"@example.org",
        "an@[192.0.2.1]",
        ".an@example.org",
        "an.@example.org",
        "a..n@example.org",
        "an@.example.org",
        "an@example.org.",
        "an@example..org",
        "an@-example.org",
        "an@example-.org",
        "an@exam_ple.org",
        "đơn@example.org",
        "an@đơn.vn",
        "12345678901234567890123456789012345678901234567890123456789012345@example.org",
    };
    assert_false(address_is_valid(NULL));
    for (size_t i = 0; i < COUNT(REFUSED); i++) {
        if (address_is_valid(REFUSED[i])) {
            fail_msg("accepted: %s", REFUSED[i]);
        }
    }
}

static void test_length(void **state)
{
    (void)state;
    char address[ADDRESS_MAX + 2];
    /* Labels of 49 letters: the local part and the dots make it exactly ADDRESS_MAX. */
    memset(address, 'a', sizeof(address));
    address[1] = '@';
    for (size_t i = 51; i < ADDRESS_MAX; i += 50) {
        address[i] = '.';
    }
    address[ADDRESS_MAX] = '\0';
    assert_true(address_is_valid(address));
    address[ADDRESS_MAX] = 'a';
    address[ADDRESS_MAX + 1] = '\0';
    assert_false(address_is_valid(address));
}

static void test_equal(void **state)
{
    (void)state;
    assert_true(address_equal("An@Example.org", "an@example.ORG"));
    assert_false(address_equal("an@example.org", "am@example.org"));
    assert_false(address_equal("an@example.org", NULL));
}

int test_address(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_valid),
        cmocka_unit_test(test_refused),
        cmocka_unit_test(test_length),
        cmocka_unit_test(test_equal),
    };
    return cmocka_run_group_tests_name("address", tests, NULL, NULL);
}
