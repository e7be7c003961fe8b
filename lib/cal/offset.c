#include "cal/offset.h"

#include <stdbool.h>
#include <stdio.h>

#include "base/err.h"
#include "lib/cal/digits.h"

#define MS_PER_MINUTE 60000
#define MS_PER_DAY 86400000

/* Whole local days since 1970-01-01, rounded down, and the rest in *ms_of_day. */
static int64_t split(instant_t at, offset_t offset, int64_t *ms_of_day)
{
    int64_t days = at / MS_PER_DAY;
    int64_t rest = at % MS_PER_DAY + (int64_t)offset * MS_PER_MINUTE;
    days += rest / MS_PER_DAY;
    rest %= MS_PER_DAY;
    if (rest < 0) {
        rest += MS_PER_DAY;
        days--;
    }
    *ms_of_day = rest;
    return days;
}

day_t offset_day(instant_t at, offset_t offset)
{
    int64_t rest = 0;
    const int64_t days = split(at, offset, &rest);
    if (days < CIVIL_MIN_DAY || days > CIVIL_MAX_DAY) {
        return DAY_NONE;
    }
    return (day_t)days;
}

int offset_minute(instant_t at, offset_t offset)
{
    int64_t rest = 0;
    (void)split(at, offset, &rest);
    return (int)(rest / MS_PER_MINUTE);
}

instant_t offset_instant(day_t day, int minute, offset_t offset)
{
    if (!civil_has_day(day)) {
        return INSTANT_NONE;
    }
    return (instant_t)day * MS_PER_DAY + ((int64_t)minute - offset) * MS_PER_MINUTE;
}

char *offset_format(instant_t at, offset_t offset, char out[static OFFSET_TEXT_SIZE])
{
    int64_t rest = 0;
    const int64_t days = split(at, offset, &rest);
    out[0] = '\0';
    if (days < CIVIL_MIN_DAY || days > CIVIL_MAX_DAY) {
        return out;
    }
    const struct civil date = civil_from_day((day_t)days);
    const int seconds = (int)(rest / 1000);
    const int distance = offset < 0 ? -offset : offset;
    (void)snprintf(out, OFFSET_TEXT_SIZE, "%04d-%02d-%02dT%02d:%02d:%02d%c%02d:%02d", date.year,
                   date.month, date.day, seconds / 3600, seconds / 60 % 60, seconds % 60,
                   offset < 0 ? '-' : '+', distance / 60 % 100, distance % 60);
    return out;
}

/* Moves *at over "+07:00". */
static int read_offset(const char **at, offset_t *out)
{
    const bool west = **at == '-';
    int hours = 0;
    int minutes = 0;
    if ((!west && **at != '+') || !digits_skip(at, **at) || !digits_read(at, 2, 2, &hours) ||
        !digits_skip(at, ':') || !digits_read(at, 2, 2, &minutes)) {
        return ERR_FORMAT;
    }
    const int distance = hours * 60 + minutes;
    if (minutes > 59 || distance > OFFSET_MAX) {
        return ERR_RANGE;
    }
    *out = west ? -distance : distance;
    return 0;
}

int offset_parse(const char *text, offset_t *out)
{
    offset_t found = 0;
    const int err = read_offset(&text, &found);
    if (err) {
        return err;
    }
    if (*text != '\0') {
        return ERR_FORMAT;
    }
    *out = found;
    return 0;
}

/* Moves *at over an optional ".123456"; what is finer than a millisecond is cut off. */
static bool read_fraction(const char **at, int *milliseconds)
{
    if (!digits_skip(at, '.')) {
        return true;
    }
    int unit = 100;
    if (**at < '0' || **at > '9') {
        return false;
    }
    for (; **at >= '0' && **at <= '9'; (*at)++) {
        *milliseconds += (**at - '0') * unit;
        unit /= 10;
    }
    return true;
}

/* The clock part, "07:30:00.000"; *out in milliseconds of the day. */
static int read_time(const char **at, int64_t *out)
{
    int hour = 0;
    int minute = 0;
    int second = 0;
    int milliseconds = 0;
    if (!digits_read(at, 2, 2, &hour) || !digits_skip(at, ':') || !digits_read(at, 2, 2, &minute) ||
        !digits_skip(at, ':') || !digits_read(at, 2, 2, &second) ||
        !read_fraction(at, &milliseconds)) {
        return ERR_FORMAT;
    }
    /* 60 is a leap second: POSIX time has none, so it is the next minute's first. */
    if (hour > 23 || minute > 59 || second > 60) {
        return ERR_RANGE;
    }
    *out = ((int64_t)hour * 3600 + (int64_t)minute * 60 + second) * 1000 + milliseconds;
    return 0;
}

static int read_zone(const char **at, offset_t *out)
{
    if (digits_skip(at, 'Z') || digits_skip(at, 'z')) {
        *out = 0;
        return 0;
    }
    return read_offset(at, out);
}

int offset_parse_instant(const char *text, instant_t *out)
{
    char date[] = "YYYY-MM-DD";
    day_t day = DAY_NONE;
    int64_t ms_of_day = 0;
    offset_t offset = 0;
    for (size_t i = 0; i < sizeof(date) - 1; i++) {
        if (*text == '\0') {
            return ERR_FORMAT;
        }
        date[i] = *text++;
    }
    const int date_err = civil_parse_iso(date, &day);
    if (date_err == ERR_FORMAT || (!digits_skip(&text, 'T') && !digits_skip(&text, 't'))) {
        return ERR_FORMAT;
    }
    const int time_err = read_time(&text, &ms_of_day);
    if (time_err == ERR_FORMAT) {
        return ERR_FORMAT;
    }
    const int zone_err = read_zone(&text, &offset);
    if (zone_err == ERR_FORMAT || *text != '\0') {
        return ERR_FORMAT;
    }
    if (date_err || time_err || zone_err) {
        return ERR_RANGE;
    }
    *out = offset_instant(day, 0, offset) + ms_of_day;
    return 0;
}
