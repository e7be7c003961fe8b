#include "tests.h"

int main(int argc, char **argv)
{
    cmocka_set_test_filter(argc > 1 ? argv[1] : NULL); /* a case, by its name */
    return test_args() + test_hooks() + test_table() + test_wake();
}
