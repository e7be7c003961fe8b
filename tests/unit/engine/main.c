#include "tests/unit/engine/tests.h"

int main(int argc, char **argv)
{
    cmocka_set_test_filter(argc > 1 ? argv[1] : NULL); /* a case, by its name */
    int failed = test_review();
    failed += test_engine();
    failed += test_actions();
    failed += test_assign();
    failed += test_incoming();
    failed += test_delivery();
    failed += test_edxml();
    failed += test_troubles();
    failed += test_again();
    failed += test_answer();
    failed += test_targets();
    return failed != 0;
}
