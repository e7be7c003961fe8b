/* Reporting periods: weeks (ISO 8601), months, quarters, halves, nine months, years. */
#ifndef CAL_PERIOD_H
#define CAL_PERIOD_H

#include "cal/civil.h"

enum period_kind {
    PERIOD_NONE, /* a cycle whose text names no period */
    PERIOD_WEEK,
    PERIOD_MONTH,
    PERIOD_QUARTER,
    PERIOD_HALF,
    PERIOD_NINE_MONTHS,
    PERIOD_YEAR,
};

struct period {
    enum period_kind kind;
    int year;  /* the ISO week-year for weeks */
    int index; /* from 1: week 1 … 53, month 1 … 12, quarter 1 … 4, half 1 … 2, else 1 */
};

/* How many periods of that kind belong to the year (52 or 53 weeks); 0 for PERIOD_NONE. */
int period_count(enum period_kind kind, int year);
/* Whether kind, year and index name a period. */
bool period_is_valid(struct period period);
/* Its first and last day. DAY_NONE when it is not valid. */
day_t period_first(struct period period);
day_t period_last(struct period period);
/* The period of that kind in which the day lies; for nine months: that of its year. All zero for
 * PERIOD_NONE, and when the day or its ISO week-year is out of range. */
struct period period_of(enum period_kind kind, day_t day);
/* How many months it has; 0 for weeks and PERIOD_NONE. */
int period_months(enum period_kind kind);
/* "week", "month", "quarter", "half", "nine_months", "year"; NULL for PERIOD_NONE. */
const char *period_kind_name(enum period_kind kind);
/* The reverse; PERIOD_NONE when unknown. */
enum period_kind period_kind_from_name(const char *name);

#define PERIOD_TEXT_SIZE 32
/* The text of design.md §5: 2022-W05, 2022-03, 2022-Q1, 2022-H1, 2022-9M, 2022; "" when it is
 * not valid. Returns out. */
char *period_format(struct period period, char out[static PERIOD_TEXT_SIZE]);
/* Reads what period_format writes. Returns 0 or ERR_FORMAT. */
int period_parse(const char *text, struct period *out);

#endif
