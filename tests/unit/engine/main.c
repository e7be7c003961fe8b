#include "tests/unit/engine/tests.h"

int main(void)
{
    int failed = test_review();
    failed += test_engine();
    failed += test_actions();
    return failed != 0;
}
