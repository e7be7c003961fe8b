#include "tests/unit/render/test_render.h"

#include "render/mail.h"

int main(int argc, char **argv)
{
    cmocka_set_test_filter(argc > 1 ? argv[1] : NULL); /* a case, by its name */
    int failed = 0;

    mail_init();
    failed += test_template();
    failed += test_template_spec();
    failed += test_words();
    failed += test_mail();
    failed += test_daily();
    failed += test_golden();
    failed += test_event();
    failed += test_shape();
    failed += test_dsn();
    mail_shutdown();
    return failed ? 1 : 0;
}
