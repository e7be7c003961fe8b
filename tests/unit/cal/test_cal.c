#include "tests/unit/cal/test_cal.h"

#include <stdio.h>
#include <string.h>

#include "base/parse.h"

#define LINE_SIZE 256

day_t day_at(const char *iso)
{
    day_t day = DAY_NONE;
    assert_int_equal(civil_parse_iso(iso, &day), 0);
    return day;
}

void assert_day(day_t found, const char *iso)
{
    char text[CIVIL_TEXT_SIZE];
    assert_string_equal(civil_format_iso(found, text), iso);
}

static enum day_mark mark_of(const char *line, enum day_mark before)
{
    static const struct {
        const char *key;
        enum day_mark mark;
    } keys[] = {
        {"notices =", DAY_MARK_NONE},    {"off =", DAY_MARK_OFF},
        {"in_lieu =", DAY_MARK_IN_LIEU}, {"swapped_off =", DAY_MARK_SWAPPED_OFF},
        {"worked =", DAY_MARK_WORKED},
    };
    line += strspn(line, " ");
    for (size_t i = 0; i < sizeof(keys) / sizeof(keys[0]); i++) {
        if (strncmp(line, keys[i].key, strlen(keys[i].key)) == 0) {
            return keys[i].mark;
        }
    }
    return before;
}

/* Adds "2024-02-13 reason" from between the first two quotes of the line, if there are any. */
static void add_quoted(struct holidays *table, char *line, enum day_mark mark)
{
    char *text = strchr(line, '"');
    char *end = text ? strchr(text + 1, '"') : NULL;
    if (!end || mark == DAY_MARK_NONE) {
        return;
    }
    *end = '\0';
    text++;
    assert_true(strlen(text) > 11 && text[10] == ' ');
    text[10] = '\0';
    assert_int_equal(holidays_add(table, day_at(text), mark, text + 11), 0);
}

void load_holidays(struct holidays *table)
{
    char line[LINE_SIZE];
    enum day_mark mark = DAY_MARK_NONE;
    int year = 0;
    FILE *file = fopen(DD_SRCDIR "/conf/holidays.conf", "re");
    assert_non_null(file);
    while (fgets(line, sizeof(line), file)) {
        if (line[0] == '#') {
            continue;
        }
        if (strncmp(line, "year ", 5) == 0) {
            assert_int_equal(parse_int_span(line + 5, 4, 1900, 2199, &year), 0);
            assert_int_equal(holidays_announce(table, year), 0);
        }
        mark = mark_of(line, mark);
        add_quoted(table, line, mark);
    }
    assert_int_equal(fclose(file), 0);
    assert_true(year >= 2026);
}

uint32_t next_number(uint32_t *state, uint32_t limit)
{
    *state = *state * 1664525U + 1013904223U;
    return (uint32_t)(((uint64_t)*state * limit) >> 32);
}

int main(int argc, char **argv)
{
    cmocka_set_test_filter(argc > 1 ? argv[1] : NULL); /* a case, by its name */
    return test_civil() + test_offset() + test_period() + test_lunar() + test_holidays() +
           test_workday();
}
