#include "lib/import/number.h"

#include <errno.h>
#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "cal/civil.h"

#define SERIAL_MAX 2958465 /* 31/12/9999 */
#define MINUTES_A_DAY 1440

struct shows {
    bool day, month, year, hour, percent;
};

/* Steps over what is in quotes, brackets or behind a backslash. Returns the next place to look. */
static const char *skip_literal(const char *at, bool *is_literal, bool *is_hour)
{
    const char *end = NULL;
    *is_literal = true;
    if (*at == '"') {
        end = strchr(at + 1, '"');
    } else if (*at == '[') {
        *is_hour = at[1] == 'h' || at[1] == 'H'; /* [h]:mm is a duration */
        end = strchr(at + 1, ']');
    } else if (*at == '\\' || *at == '_' || *at == '*') {
        return at[1] ? at + 2 : at + 1;
    } else {
        *is_literal = false;
        return at;
    }
    return end ? end + 1 : at + strlen(at);
}

/* "m" is minutes behind hours or before seconds, else the month. */
static void note_letter(char c, const char *rest, char *before, struct shows *shows)
{
    switch (c) {
    case 'd':
        shows->day = true;
        break;
    case 'y':
    case 'e':
        shows->year = true;
        break;
    case 'h':
        shows->hour = true;
        break;
    case '%':
        shows->percent = true;
        return;
    case 'm':
        rest += strspn(rest, "mM");
        rest += strspn(rest, ": ");
        if (*before != 'h' && *rest != 's' && *rest != 'S') {
            shows->month = true;
        }
        break;
    case 's':
        break;
    default:
        return;
    }
    *before = c;
}

enum number_kind number_kind_of(const char *code)
{
    struct shows shows = {0};
    char before = '\0';
    const char *at = code;
    if (strncmp(code, "General", 7) == 0) {
        return NUMBER_GENERAL;
    }
    while (*at && *at != ';') { /* the first section is that of positive numbers */
        bool is_literal;
        bool is_hour = false;
        const char *next = skip_literal(at, &is_literal, &is_hour);
        if (is_hour) {
            shows.hour = true;
            before = 'h';
        }
        if (is_literal) {
            at = next;
            continue;
        }
        char c = *at >= 'A' && *at <= 'Z' ? (char)(*at - 'A' + 'a') : *at;
        note_letter(c, at + 1, &before, &shows);
        for (char first = *at; *at == first;) { /* "mm" is one thing */
            at++;
        }
    }
    if (shows.day) {
        return shows.hour ? NUMBER_DATE_TIME : NUMBER_DATE;
    }
    return shows.month && shows.year ? NUMBER_MONTH
           : shows.month             ? NUMBER_DATE
           : shows.year              ? NUMBER_YEAR
           : shows.hour              ? NUMBER_TIME
           : shows.percent           ? NUMBER_PERCENT
                                     : NUMBER_GENERAL;
}

enum number_kind number_kind_built_in(int id)
{
    switch (id) {
    case 9:
    case 10:
        return NUMBER_PERCENT;
    case 14:
    case 15:
    case 16:
        return NUMBER_DATE;
    case 17:
    case 55:
        return NUMBER_MONTH;
    case 18:
    case 19:
    case 20:
    case 21:
    case 32:
    case 33:
    case 34:
    case 35:
    case 45:
    case 46:
    case 47:
        return NUMBER_TIME;
    case 22:
        return NUMBER_DATE_TIME;
    default:
        return (id >= 27 && id <= 31) || id == 36 || (id >= 50 && id <= 58) ? NUMBER_DATE
                                                                            : NUMBER_GENERAL;
    }
}

/* The day of a serial; false when there is no such day. */
static bool to_day(double serial, bool from_1904, day_t *out)
{
    if (!(serial >= (from_1904 ? 0 : 1)) || !(serial < SERIAL_MAX + 1)) {
        return false;
    }
    int32_t days = (int32_t)floor(serial);
    day_t day;
    if (from_1904) {
        day = civil_to_day(1904, 1, 1) + days;
    } else if (days == 60) {
        return false; /* 29/02/1900, a mistake that Excel kept from Lotus 1-2-3 */
    } else {
        day = civil_to_day(1900, 1, 1) - 1 + days - (days > 60 ? 1 : 0);
    }
    if (!civil_has_day(day)) {
        return false;
    }
    *out = day;
    return true;
}

static int print_day(double serial, enum number_kind kind, day_t day, struct buf *out)
{
    struct civil date = civil_from_day(day);
    int minutes = (int)((serial - floor(serial)) * MINUTES_A_DAY + 0.5);
    if (kind == NUMBER_MONTH) {
        return buf_printf(out, "Tháng %02d/%04d", date.month, date.year);
    }
    if (kind == NUMBER_YEAR) {
        return buf_printf(out, "Năm %04d", date.year);
    }
    if (kind == NUMBER_DATE_TIME && minutes > 0 && minutes < MINUTES_A_DAY) {
        int err = buf_printf(out, "%02dh%02d ngày ", minutes / 60, minutes % 60);
        if (err) {
            return err;
        }
    }
    return buf_printf(out, "%02d/%02d/%04d", date.day, date.month, date.year);
}

int number_print(const char *text, enum number_kind kind, bool from_1904, bool *doubtful,
                 struct buf *out)
{
    char *end;
    day_t day;
    errno = 0;
    double value = strtod(text, &end);
    if (end == text || *end != '\0' || !isfinite(value)) {
        return ERR_FORMAT;
    }
    switch (kind) {
    case NUMBER_GENERAL:
        break;
    case NUMBER_PERCENT:
        return buf_printf(out, "%.10g%%", value * 100);
    case NUMBER_TIME:
        if (value >= 0 && value < 1) {
            int minutes = (int)(value * MINUTES_A_DAY + 0.5);
            return buf_printf(out, "%02dh%02d", minutes / 60, minutes % 60);
        }
        break;
    case NUMBER_DATE:
    case NUMBER_DATE_TIME:
    case NUMBER_MONTH:
    case NUMBER_YEAR:
        if (to_day(value, from_1904, &day)) {
            return print_day(value, kind, day, out);
        }
        *doubtful = true;
        break;
    }
    return buf_printf(out, "%.15g", value);
}
