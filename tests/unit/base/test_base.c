#include "tests.h"

int main(int argc, char **argv)
{
    cmocka_set_test_filter(argc > 1 ? argv[1] : NULL); /* a case, by its name */
    int failed = test_buf();
    failed += test_diag();
    failed += test_file();
    failed += test_fold();
    failed += test_form();
    failed += test_i18n();
    failed += test_id();
    failed += test_log();
    failed += test_sign();
    failed += test_text();
    failed += test_utf8();
    return failed != 0;
}
