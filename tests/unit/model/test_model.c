#include "tests.h"

int main(void)
{
    int failed = test_address();
    failed += test_plan();
    failed += test_roster();
    return failed != 0;
}
