#include "tests/unit/phrase/tests.h"

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_roundtrip),
        cmocka_unit_test(test_print_refuses_invalid),
    };
    return cmocka_run_group_tests_name("phrase", tests, NULL, NULL);
}
