#include "tests.h"

#include <string.h>

#include "base/cleanup.h"
#include "base/err.h"
#include "base/form.h"

static void fields_are_read(void **state)
{
    (void)state;
    static const struct {
        const char *body, *name, *value;
    } cases[] = {
        {"document=12%2FBC-VP&on=18%2F03%2F2022&note=", "document", "12/BC-VP"},
        {"document=12%2FBC-VP&on=18%2F03%2F2022&note=", "on", "18/03/2022"},
        {"document=12%2FBC-VP&on=18%2F03%2F2022&note=", "note", ""},
        {"document=12%2FBC-VP&on=18%2F03%2F2022&note=", "not", ""},
        {"a=1&ab=2", "a", "1"},
        {"ab=2&a", "a", ""},
        {"&&a=1=2&", "a", "1=2"},
        {"a=x+y%20z", "a", "x y z"},
        {"a=+%0D%0A+one%0D%0Atwo%09++three+", "a", "one two three"},
        {"a=%C4%90%c3%A3+xong", "a", "Đã xong"},
        {"a=Đã", "a", "Đã"},
        {"a=a%CC%86%CC%81", "a", "ắ"}, /* decomposed */
        {"", "a", ""},
        {"a=%26%3D%2B%25", "a", "&=+%"},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        _cleanup_buf_ struct buf out = {.max = 100};
        assert_int_equal(0, form_field(cases[i].body, strlen(cases[i].body), cases[i].name, &out));
        assert_string_equal(buf_str(&out), cases[i].value);
    }
}

static void broken_ones_are_refused(void **state)
{
    (void)state;
    static const char *const bad[] = {
        "a=%",   "a=%2",  "a=%2&b=1", "a=%G1",    "a=%1G",       "a=%%41",  "a=%00",    "a=%1B[0m",
        "a=%7F", "a=%FF", "a=%C4",    "a=%C0%80", "a=%ED%A0%80", "a=1&a=1", "a&b=2&a=", "a=% 1",
    };
    _cleanup_buf_ struct buf out = {.max = 100};
    for (size_t i = 0; i < COUNT(bad); i++) {
        assert_int_equal(ERR_FORMAT, form_field(bad[i], strlen(bad[i]), "a", &out));
    }
    assert_int_equal(ERR_FORMAT, form_field("a=1\0", 4, "a", &out));
    assert_int_equal(0, out.len);
    _cleanup_buf_ struct buf small = {.max = 3};
    assert_int_equal(ERR_LIMIT, form_field("a=1234", 6, "a", &small));
    assert_int_equal(0, small.len);
    /* The length given is the end, whatever stands behind it. */
    assert_int_equal(0, form_field("a=123456", 5, "a", &small));
    assert_string_equal(buf_str(&small), "123");
    assert_int_equal(ERR_FORMAT, form_field("a=%2F", 4, "a", &out));
}

int test_form(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(fields_are_read),
        cmocka_unit_test(broken_ones_are_refused),
    };
    return cmocka_run_group_tests_name("form", tests, NULL, NULL);
}
