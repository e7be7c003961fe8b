#include "tests.h"

int main(void)
{
    return test_args() + test_hooks() + test_table() + test_wake();
}
