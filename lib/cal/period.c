#include "cal/period.h"

#include <stdio.h>
#include <string.h>

#include "base/err.h"
#include "lib/cal/digits.h"

/* How many months a kind has, and its name; weeks are not made of months. */
static const struct {
    const char *name;
    int months;
} kinds[] = {
    [PERIOD_NONE] = {NULL, 0},     [PERIOD_WEEK] = {"week", 0},
    [PERIOD_MONTH] = {"month", 1}, [PERIOD_QUARTER] = {"quarter", 3},
    [PERIOD_HALF] = {"half", 6},   [PERIOD_NINE_MONTHS] = {"nine_months", 9},
    [PERIOD_YEAR] = {"year", 12},
};
#define KIND_COUNT ((int)(sizeof(kinds) / sizeof(kinds[0])))

static bool is_kind(enum period_kind kind)
{
    return (int)kind > PERIOD_NONE && (int)kind < KIND_COUNT;
}

static bool is_supported(int year)
{
    return year >= CIVIL_MIN_YEAR && year <= CIVIL_MAX_YEAR;
}

/* ISO 8601: week 1 is the one with the year's first Thursday, that is, with 4 January. */
static day_t first_week_start(int year)
{
    const day_t fourth = civil_to_day(year, 1, 4);
    return fourth - ((int)civil_weekday(fourth) - MONDAY);
}

/* A year has 53 weeks when it begins on a Thursday, or on a Wednesday and is a leap year. */
static int week_count(int year)
{
    const enum weekday first = civil_weekday(civil_to_day(year, 1, 1));
    return first == THURSDAY || (first == WEDNESDAY && civil_is_leap_year(year)) ? 53 : 52;
}

int period_count(enum period_kind kind, int year)
{
    if (!is_kind(kind) || !is_supported(year)) {
        return 0;
    }
    if (kind == PERIOD_WEEK) {
        return week_count(year);
    }
    return 12 / kinds[kind].months;
}

bool period_is_valid(struct period period)
{
    return period.index >= 1 && period.index <= period_count(period.kind, period.year);
}

day_t period_first(struct period period)
{
    if (!period_is_valid(period)) {
        return DAY_NONE;
    }
    if (period.kind == PERIOD_WEEK) {
        return first_week_start(period.year) + 7 * (period.index - 1);
    }
    return civil_to_day(period.year, (period.index - 1) * kinds[period.kind].months + 1, 1);
}

day_t period_last(struct period period)
{
    if (!period_is_valid(period)) {
        return DAY_NONE;
    }
    if (period.kind == PERIOD_WEEK) {
        return period_first(period) + 6;
    }
    const int month = period.index * kinds[period.kind].months;
    return civil_to_day(period.year, month, civil_month_length(period.year, month));
}

static struct period week_of(day_t day)
{
    const day_t thursday = day - (int)civil_weekday(day) + THURSDAY;
    const int year = civil_from_day(thursday).year;
    if (year == 0) {
        return (struct period){0};
    }
    const int index = (thursday - civil_to_day(year, 1, 1)) / 7 + 1;
    return (struct period){.kind = PERIOD_WEEK, .year = year, .index = index};
}

struct period period_of(enum period_kind kind, day_t day)
{
    const struct civil date = civil_from_day(day);
    if (!is_kind(kind) || date.year == 0) {
        return (struct period){0};
    }
    if (kind == PERIOD_WEEK) {
        return week_of(day);
    }
    const int index = (date.month - 1) / kinds[kind].months + 1;
    return (struct period){.kind = kind,
                           .year = date.year,
                           .index = kind == PERIOD_NINE_MONTHS ? 1 : index};
}

int period_months(enum period_kind kind)
{
    return is_kind(kind) ? kinds[kind].months : 0;
}

const char *period_kind_name(enum period_kind kind)
{
    return is_kind(kind) ? kinds[kind].name : NULL;
}

enum period_kind period_kind_from_name(const char *name)
{
    for (int i = PERIOD_WEEK; i < KIND_COUNT; i++) {
        if (strcmp(kinds[i].name, name) == 0) {
            return (enum period_kind)i;
        }
    }
    return PERIOD_NONE;
}

char *period_format(struct period period, char out[static PERIOD_TEXT_SIZE])
{
    const int year = period.year;
    const int index = period.index;
    out[0] = '\0';
    if (!period_is_valid(period)) {
        return out;
    }
    switch (period.kind) {
    case PERIOD_NONE:
        break;
    case PERIOD_WEEK:
        (void)snprintf(out, PERIOD_TEXT_SIZE, "%04d-W%02d", year, index);
        break;
    case PERIOD_MONTH:
        (void)snprintf(out, PERIOD_TEXT_SIZE, "%04d-%02d", year, index);
        break;
    case PERIOD_QUARTER:
        (void)snprintf(out, PERIOD_TEXT_SIZE, "%04d-Q%d", year, index);
        break;
    case PERIOD_HALF:
        (void)snprintf(out, PERIOD_TEXT_SIZE, "%04d-H%d", year, index);
        break;
    case PERIOD_NINE_MONTHS:
        (void)snprintf(out, PERIOD_TEXT_SIZE, "%04d-9M", year);
        break;
    case PERIOD_YEAR:
        (void)snprintf(out, PERIOD_TEXT_SIZE, "%04d", year);
        break;
    }
    return out;
}

/* What stands behind "YYYY-"; returns whether it is a kind and index. */
static bool read_tail(const char *at, struct period *out)
{
    if (strcmp(at, "9M") == 0) {
        out->kind = PERIOD_NINE_MONTHS;
        out->index = 1;
        return true;
    }
    int digits = 1;
    if (digits_skip(&at, 'W')) {
        out->kind = PERIOD_WEEK;
        digits = 2;
    } else if (digits_skip(&at, 'Q')) {
        out->kind = PERIOD_QUARTER;
    } else if (digits_skip(&at, 'H')) {
        out->kind = PERIOD_HALF;
    } else {
        out->kind = PERIOD_MONTH;
        digits = 2;
    }
    return digits_read(&at, digits, digits, &out->index) && *at == '\0';
}

int period_parse(const char *text, struct period *out)
{
    struct period found = {.kind = PERIOD_YEAR, .year = 0, .index = 1};
    if (!digits_read(&text, 4, 4, &found.year)) {
        return ERR_FORMAT;
    }
    if (*text != '\0' && (!digits_skip(&text, '-') || !read_tail(text, &found))) {
        return ERR_FORMAT;
    }
    if (!period_is_valid(found)) {
        return ERR_FORMAT;
    }
    *out = found;
    return 0;
}
