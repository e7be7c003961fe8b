#include "tests.h"

int main(void)
{
    int failed = test_channels();
    failed += test_lanes();
    failed += test_maildir();
    failed += test_result();
    failed += test_smtp_text();
    failed += test_webhook();
    return failed != 0;
}
