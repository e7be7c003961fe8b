/* Dates as people and files write them. */
#include <stdio.h>

#include "base/err.h"
#include "cal/civil.h"
#include "lib/cal/digits.h"

char *civil_format_iso(day_t day, char out[static CIVIL_TEXT_SIZE])
{
    const struct civil date = civil_from_day(day);
    out[0] = '\0';
    if (date.year != 0) {
        (void)snprintf(out, CIVIL_TEXT_SIZE, "%04d-%02d-%02d", date.year, date.month, date.day);
    }
    return out;
}

char *civil_format_vn(day_t day, char out[static CIVIL_TEXT_SIZE])
{
    const struct civil date = civil_from_day(day);
    out[0] = '\0';
    if (date.year != 0) {
        (void)snprintf(out, CIVIL_TEXT_SIZE, "%02d/%02d/%04d", date.day, date.month, date.year);
    }
    return out;
}

static int accept(int year, int month, int day, day_t *out)
{
    const day_t found = civil_to_day(year, month, day);
    if (found == DAY_NONE) {
        return ERR_RANGE;
    }
    *out = found;
    return 0;
}

/* Moves at over YYYY-MM-DD. */
static bool read_year_first(const char **at, int *year, int *month, int *day)
{
    return digits_read(at, 4, 4, year) && digits_skip(at, '-') && digits_read(at, 2, 2, month) &&
           digits_skip(at, '-') && digits_read(at, 2, 2, day);
}

/* Moves at over D/M/YYYY, D-M-YYYY or D.M.YYYY. */
static bool read_day_first(const char **at, int *year, int *month, int *day)
{
    if (!digits_read(at, 1, 2, day)) {
        return false;
    }
    const char separator = **at;
    return (separator == '/' || separator == '-' || separator == '.') &&
           digits_skip(at, separator) && digits_read(at, 1, 2, month) &&
           digits_skip(at, separator) && digits_read(at, 4, 4, year);
}

int civil_parse_iso(const char *text, day_t *out)
{
    int year = 0;
    int month = 0;
    int day = 0;
    if (!read_year_first(&text, &year, &month, &day) || *text != '\0') {
        return ERR_FORMAT;
    }
    return accept(year, month, day, out);
}

static const char *skip_blanks(const char *at)
{
    while (*at == ' ' || *at == '\t') {
        at++;
    }
    return at;
}

int civil_parse_any(const char *text, day_t *out)
{
    int year = 0;
    int month = 0;
    int day = 0;
    const char *const start = skip_blanks(text);
    const char *at = start;
    if (!read_day_first(&at, &year, &month, &day)) {
        at = start;
        if (!read_year_first(&at, &year, &month, &day)) {
            return ERR_FORMAT;
        }
    }
    if (*skip_blanks(at) != '\0') {
        return ERR_FORMAT;
    }
    return accept(year, month, day, out);
}
