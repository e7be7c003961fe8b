#include "tests.h"

int main(void)
{
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
