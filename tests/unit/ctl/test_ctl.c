#include "tests.h"

int main(int argc, char **argv)
{
    cmocka_set_test_filter(argc > 1 ? argv[1] : NULL); /* a case, by its name */
    int failed = test_wire();
    failed += test_client();
    return failed != 0;
}
