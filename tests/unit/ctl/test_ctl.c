#include "tests.h"

int main(void)
{
    int failed = test_wire();
    failed += test_client();
    return failed != 0;
}
