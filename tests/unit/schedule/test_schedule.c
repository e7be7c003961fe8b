#include "tests/unit/schedule/test_schedule.h"

void add_days_off(struct holidays *table)
{
    static const char *const OFF[] = {
        "2022-01-03", "2022-01-31", "2022-02-01", "2022-02-02", "2022-02-03", "2022-02-04",
        "2022-04-11", "2022-05-02", "2022-05-03", "2022-09-01", "2022-09-02", "2023-01-02",
        "2023-01-20", "2023-01-23", "2023-01-24", "2023-01-25", "2023-01-26",
    };
    holidays_init(table);
    for (size_t i = 0; i < sizeof OFF / sizeof OFF[0]; i++) {
        assert_int_equal(0, holidays_add(table, on(OFF[i]), DAY_MARK_OFF, NULL));
    }
}

day_t on(const char *iso)
{
    day_t day = DAY_NONE;
    assert_int_equal(0, civil_parse_iso(iso, &day));
    return day;
}

int main(int argc, char **argv)
{
    cmocka_set_test_filter(argc > 1 ? argv[1] : NULL); /* a case, by its name */
    return run_expand_tests() + run_ladder_tests() + run_grouping_tests() + run_retry_tests() +
           run_pace_tests() + run_rhythm_tests();
}
