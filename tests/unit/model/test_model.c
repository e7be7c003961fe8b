#include "tests.h"

int main(int argc, char **argv)
{
    cmocka_set_test_filter(argc > 1 ? argv[1] : NULL); /* a case, by its name */
    int failed = test_address();
    failed += test_answer();
    failed += test_incoming();
    failed += test_occurrence();
    failed += test_plan();
    failed += test_policy();
    failed += test_reading();
    failed += test_roster();
    failed += test_rule();
    failed += test_stage();
    failed += test_target();
    return failed != 0;
}
