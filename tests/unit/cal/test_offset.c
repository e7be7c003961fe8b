#include "base/err.h"
#include "cal/offset.h"
#include "tests/unit/cal/test_cal.h"

#define VIET_NAM 420
#define DAY_MS 86400000LL

static void instants_and_their_texts(void **state)
{
    (void)state;
    /* Instants by Python's datetime. */
    static const struct {
        instant_t at;
        offset_t offset;
        const char *text;
    } cases[] = {
        {0, 0, "1970-01-01T00:00:00+00:00"},
        {0, VIET_NAM, "1970-01-01T07:00:00+07:00"},
        {-1, 0, "1969-12-31T23:59:59+00:00"},
        {-1, VIET_NAM, "1970-01-01T06:59:59+07:00"},
        {-25200000, VIET_NAM, "1970-01-01T00:00:00+07:00"},
        {-25200001, VIET_NAM, "1969-12-31T23:59:59+07:00"},
        {1646094600000, VIET_NAM, "2022-03-01T07:30:00+07:00"},
        {1646094600999, VIET_NAM, "2022-03-01T07:30:00+07:00"},
        {1646094600000, -570, "2022-02-28T15:00:00-09:30"},
        {1646094600000, -30, "2022-03-01T00:00:00-00:30"},
        {-2208988800000, 0, "1900-01-01T00:00:00+00:00"},
        {-2208988800001, 0, ""},
        {-2208988800001, VIET_NAM, "1900-01-01T06:59:59+07:00"},
        {7258118399999, 0, "2199-12-31T23:59:59+00:00"},
        {7258118399999, VIET_NAM, ""},
        {INSTANT_NONE, VIET_NAM, ""},
        {INSTANT_NONE, -840, ""},
        {INT64_MAX, 840, ""},
    };
    char text[OFFSET_TEXT_SIZE];
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        assert_string_equal(offset_format(cases[i].at, cases[i].offset, text), cases[i].text);
        if (cases[i].text[0] == '\0') {
            assert_int_equal(offset_day(cases[i].at, cases[i].offset), DAY_NONE);
            continue;
        }
        instant_t found = INSTANT_NONE;
        assert_int_equal(offset_parse_instant(text, &found), 0);
        const instant_t cut = ((cases[i].at % 1000) + 1000) % 1000;
        assert_true(found == cases[i].at - cut);
    }
}

static void local_parts_make_the_instant_again(void **state)
{
    (void)state;
    static const offset_t offsets[] = {-840, -570, -1, 0, 1, 345, VIET_NAM, 840};
    uint32_t seed = 7;
    for (int i = 0; i < 200000; i++) {
        const offset_t offset = offsets[next_number(&seed, 8)];
        const day_t day =
            CIVIL_MIN_DAY + 1 + (day_t)next_number(&seed, CIVIL_MAX_DAY - CIVIL_MIN_DAY - 1);
        const int minute = (int)next_number(&seed, 1440);
        const int ms = (int)next_number(&seed, 60000);
        const instant_t at = offset_instant(day, minute, offset) + ms;
        assert_true(at == (day * 1440LL + minute - offset) * 60000 + ms);
        assert_int_equal(offset_day(at, offset), day);
        assert_int_equal(offset_minute(at, offset), minute);
    }
    assert_int_equal(offset_day(CIVIL_MIN_DAY * DAY_MS, 0), CIVIL_MIN_DAY);
    assert_int_equal(offset_day(CIVIL_MIN_DAY * DAY_MS - 1, 0), DAY_NONE);
    assert_int_equal(offset_day((CIVIL_MAX_DAY + 1) * DAY_MS - 1, 0), CIVIL_MAX_DAY);
    assert_int_equal(offset_day((CIVIL_MAX_DAY + 1) * DAY_MS, 0), DAY_NONE);
    assert_true(offset_instant(0, 1440, 0) == DAY_MS);
    assert_true(offset_instant(-1, 0, VIET_NAM) == -DAY_MS - 25200000);
    assert_true(offset_instant(DAY_NONE, 0, 0) == INSTANT_NONE);
    assert_true(offset_instant(CIVIL_MAX_DAY + 1, 0, 0) == INSTANT_NONE);
}

static void texts_of_instants(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        int err;
        instant_t at;
    } cases[] = {
        {"2022-03-01T00:30:00Z", 0, 1646094600000},
        {"2022-03-01t00:30:00z", 0, 1646094600000},
        {"2022-03-01T07:30:00+07:00", 0, 1646094600000},
        {"2022-02-28T15:00:00-09:30", 0, 1646094600000},
        {"2022-03-01T00:30:00-00:00", 0, 1646094600000},
        {"2022-03-01T00:30:00.5Z", 0, 1646094600500},
        {"2022-03-01T00:30:00.123456789123Z", 0, 1646094600123},
        {"2022-03-01T00:30:00.050Z", 0, 1646094600050},
        {"2022-03-01T00:30:00.909Z", 0, 1646094600909},
        {"2022-03-01T00:29:60Z", 0, 1646094600000},
        {"1969-12-31T23:59:59.999Z", 0, -1},
        {"2022-03-01T00:30:00", ERR_FORMAT, 0},
        {"2022-03-01T00:30Z", ERR_FORMAT, 0},
        {"2022-03-01 00:30:00Z", ERR_FORMAT, 0},
        {"2022-03-01", ERR_FORMAT, 0},
        {"2022-03-0", ERR_FORMAT, 0},
        {"", ERR_FORMAT, 0},
        {"2022-03-01T", ERR_FORMAT, 0},
        {"2022-03-01T00:30:00.Z", ERR_FORMAT, 0},
        {"2022-03-01T00:30:00,5Z", ERR_FORMAT, 0},
        {"2022-03-01T00:30:00+0700", ERR_FORMAT, 0},
        {"2022-03-01T00:30:00+07", ERR_FORMAT, 0},
        {"2022-03-01T00:30:00Z ", ERR_FORMAT, 0},
        {"2022-03-01T00:30:00+07:00Z", ERR_FORMAT, 0},
        {"2022-3-01T00:30:00Z", ERR_FORMAT, 0},
        {"2022-03-01T0:30:00Z", ERR_FORMAT, 0},
        {"2022-02-29T00:30:00Z", ERR_RANGE, 0},
        {"2022-03-01T24:00:00Z", ERR_RANGE, 0},
        {"2022-03-01T00:60:00Z", ERR_RANGE, 0},
        {"2022-03-01T00:00:61Z", ERR_RANGE, 0},
        {"2022-03-01T00:00:00+14:01", ERR_RANGE, 0},
        {"2022-03-01T00:00:00+07:60", ERR_RANGE, 0},
        {"1899-12-31T23:59:59Z", ERR_RANGE, 0},
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        instant_t found = 42;
        const int err = offset_parse_instant(cases[i].text, &found);
        if (err != cases[i].err || found != (err ? 42 : cases[i].at)) {
            fail_msg("\"%s\": %d, %lld", cases[i].text, err, (long long)found);
        }
    }
}

static void texts_of_offsets(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        int err;
        offset_t offset;
    } cases[] = {
        {"+07:00", 0, 420},         {"-09:30", 0, -570},
        {"+00:00", 0, 0},           {"-00:00", 0, 0},
        {"+14:00", 0, 840},         {"-14:00", 0, -840},
        {"+05:59", 0, 359},         {"+14:01", ERR_RANGE, 0},
        {"+15:00", ERR_RANGE, 0},   {"+99:99", ERR_RANGE, 0},
        {"+07:60", ERR_RANGE, 0},   {"07:00", ERR_FORMAT, 0},
        {"+7:00", ERR_FORMAT, 0},   {"+07:0", ERR_FORMAT, 0},
        {"+0700", ERR_FORMAT, 0},   {"+07:000", ERR_FORMAT, 0},
        {"", ERR_FORMAT, 0},        {"+", ERR_FORMAT, 0},
        {"Z", ERR_FORMAT, 0},       {"+07:00 ", ERR_FORMAT, 0},
        {" +07:00", ERR_FORMAT, 0}, {"Asia/Saigon", ERR_FORMAT, 0},
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        offset_t found = 42;
        const int err = offset_parse(cases[i].text, &found);
        if (err != cases[i].err || found != (err ? 42 : cases[i].offset)) {
            fail_msg("\"%s\": %d, %d", cases[i].text, err, found);
        }
    }
}

int test_offset(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(instants_and_their_texts),
        cmocka_unit_test(local_parts_make_the_instant_again),
        cmocka_unit_test(texts_of_instants),
        cmocka_unit_test(texts_of_offsets),
    };
    return cmocka_run_group_tests_name("offset", tests, NULL, NULL);
}
