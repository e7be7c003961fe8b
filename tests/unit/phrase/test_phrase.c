#include "tests/unit/phrase/tests.h"

int main(int argc, char **argv)
{
    cmocka_set_test_filter(argc > 1 ? argv[1] : NULL); /* a case, by its name */
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_roundtrip),    cmocka_unit_test(test_print_refuses_invalid),
        cmocka_unit_test(test_labels),       cmocka_unit_test(test_event_words),
        cmocka_unit_test(test_reasons),      cmocka_unit_test(test_unread_spans),
        cmocka_unit_test(test_options),      cmocka_unit_test(test_too_long),
        cmocka_unit_test(test_word_classes), cmocka_unit_test(test_forms),
        cmocka_unit_test(test_spacing),      cmocka_unit_test(test_spelling),
        cmocka_unit_test(test_surroundings), cmocka_unit_test(test_lost_diacritics),
    };
    return cmocka_run_group_tests_name("phrase", tests, NULL, NULL);
}
