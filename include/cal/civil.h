/* Civil dates of the Gregorian calendar as day numbers, and their texts. No time zones. */
#ifndef CAL_CIVIL_H
#define CAL_CIVIL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Days since 1970-01-01, which is 0. */
typedef int32_t day_t;
#define DAY_NONE INT32_MIN

/* Years that are supported everywhere, and their first and last day. */
#define CIVIL_MIN_YEAR 1900
#define CIVIL_MAX_YEAR 2199
#define CIVIL_MIN_DAY (-25567)
#define CIVIL_MAX_DAY 84005

struct civil {
    int year;  /* CIVIL_MIN_YEAR … CIVIL_MAX_YEAR */
    int month; /* 1 … 12 */
    int day;   /* 1 … 31 */
};

enum weekday { MONDAY = 1, TUESDAY, WEDNESDAY, THURSDAY, FRIDAY, SATURDAY, SUNDAY };

bool civil_is_leap_year(int year);
/* 28 … 31; 0 when month is not 1 … 12. */
int civil_month_length(int year, int month);
/* Whether the date exists and its year is supported. */
bool civil_is_valid(int year, int month, int day);

/* Whether the day lies in the supported years; false for DAY_NONE. */
bool civil_has_day(day_t day);
/* The day number; DAY_NONE when the date does not exist or its year is not supported. */
day_t civil_to_day(int year, int month, int day);
/* The date of a day number; all zero when it is DAY_NONE or out of the supported years. */
struct civil civil_from_day(day_t day);
/* The weekday of any number, also out of the supported years. */
enum weekday civil_weekday(day_t day);
/* Adds n months (n may be negative); a month without that day ends on its last (Civil Code 2015
 * Art. 148). DAY_NONE when the result is out of range. */
day_t civil_add_months(day_t day, int n);

#define CIVIL_TEXT_SIZE 16
/* "2022-03-18", "18/03/2022"; "" for DAY_NONE and days out of range. out holds CIVIL_TEXT_SIZE
 * bytes; returns out. */
char *civil_format_iso(day_t day, char out[static CIVIL_TEXT_SIZE]);
char *civil_format_vn(day_t day, char out[static CIVIL_TEXT_SIZE]);
/* Reads exactly "YYYY-MM-DD". Returns 0, ERR_FORMAT, or ERR_RANGE (no such day). */
int civil_parse_iso(const char *text, day_t *out);
/* Reads what a person types: "18/3/2022", "18-3-2022", "18.3.2022" or ISO; blanks before and after
 * do no harm. Same errors. */
int civil_parse_any(const char *text, day_t *out);

#endif
