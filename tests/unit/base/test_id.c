#include "base/id.h"

#include "base/err.h"
#include "tests.h"

static void ids_have_their_form_and_differ(void **state)
{
    (void)state;
    char ids[200][ID_SIZE];
    for (size_t i = 0; i < COUNT(ids); i++) {
        assert_int_equal(id_make(ids[i]), 0);
        assert_int_equal(strspn(ids[i], "abcdefghijklmnopqrstuvwxyz234567"), ID_LENGTH);
        assert_int_equal(strlen(ids[i]), ID_LENGTH);
        for (size_t j = 0; j < i; j++) {
            assert_string_not_equal(ids[i], ids[j]);
        }
    }
}

/* Codes stand in mails that were sent: a change of these is a change of a contract. */
static void codes_are_stable(void **state)
{
    (void)state;
    static const char *const cases[][2] = {
        {"kstthc-2022/IX.1/quarter/2022-Q1", "WFPR6YMC"},
        {"cchc-2024/TC.1/once@phong-khtc", "PPS4Z3FD"},
        {"", "CXJW8M64"},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        char code[ID_CODE_SIZE];
        id_code(cases[i][0], code);
        assert_string_equal(code, cases[i][1]);
    }
}

static void codes_are_no_numbers_dates_or_words(void **state)
{
    (void)state;
    for (int i = 0; i < 20000; i++) {
        char text[32];
        (void)snprintf(text, sizeof(text), "plan/%d/once", i);
        char code[ID_CODE_SIZE];
        id_code(text, code);
        assert_int_equal(strlen(code), ID_CODE_LENGTH);
        assert_int_equal(strspn(code, "BCDFGHJKLMNPQRSTVWXYZ23456789"), ID_CODE_LENGTH);
        assert_true(code[0] > '9');
        char back[ID_CODE_SIZE];
        assert_int_equal(id_code_read(code, back), 0);
        assert_string_equal(back, code);
    }
}

static void codes_are_read_as_people_type_them(void **state)
{
    (void)state;
    static const char *const good[] = {"BC23DF45", "bc23df45", " bc23-df45 ", "B C 2 3 D F 4 5"};
    for (size_t i = 0; i < COUNT(good); i++) {
        char code[ID_CODE_SIZE];
        assert_int_equal(id_code_read(good[i], code), 0);
        assert_string_equal(code, "BC23DF45");
    }
    static const char *const bad[] = {"",         "BC23DF4",  "BC23DF456", "2C23DF45",
                                      "BC23DF4A", "BC23DF4đ", "BC23/F45",  "BC23DF40"};
    for (size_t i = 0; i < COUNT(bad); i++) {
        char code[ID_CODE_SIZE] = "before";
        assert_int_equal(id_code_read(bad[i], code), ERR_FORMAT);
        assert_string_equal(code, "before");
    }
}

int test_id(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(ids_have_their_form_and_differ),
        cmocka_unit_test(codes_are_stable),
        cmocka_unit_test(codes_are_no_numbers_dates_or_words),
        cmocka_unit_test(codes_are_read_as_people_type_them),
    };
    return cmocka_run_group_tests_name("id", tests, NULL, NULL);
}
