#include "tests.h"

int main(void)
{
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
