#include "tests.h"

int main(int argc, char **argv)
{
    cmocka_set_test_filter(argc > 1 ? argv[1] : NULL); /* a case, by its name */
    int failed = test_channels();
    failed += test_lanes();
    failed += test_maildir();
    failed += test_result();
    failed += test_smtp_text();
    failed += test_webhook();
    return failed != 0;
}
