/* The rule of an obligation: when a thing a plan asks for is due. */
#ifndef MODEL_RULE_H
#define MODEL_RULE_H

#include <stdbool.h>
#include <stdint.h>

#include "cal/period.h"

enum rule_kind {
    RULE_ONCE,       /* one date */
    RULE_WINDOW,     /* from – to; due at its end */
    RULE_CYCLE,      /* every week, month, quarter, half, nine months, year */
    RULE_CONTINUOUS, /* Thường xuyên */
    RULE_ON_EVENT,   /* khi có …, sau khi …, đột xuất */
    RULE_BY_REFERENCE, /* theo kế hoạch / quy định / lộ trình …: another paper sets the date */
};

enum anchor_kind {
    ANCHOR_MONTH_DAY,     /* a day of a month counted from the period's first month */
    ANCHOR_MONTH_WEEKDAY, /* the nth weekday of such a month */
    ANCHOR_WEEK_DAY,      /* a weekday of the period, which is a week */
    ANCHOR_LAST_WORKDAY,  /* the last working day of such a month */
    ANCHOR_LUNAR,         /* a lunar date of the lunar year that begins in the period's year */
};

/* One day relative to a period ("ngày 19 của tháng cuối quý"; "trước" is shift -1). */
struct anchor {
    enum anchor_kind kind;
    int8_t only; /* 0: of every period; n: only of the period with that index in its year */
    int8_t
        month; /* MONTH_*, LAST_WORKDAY: months after the period's first, 0 … 23 (12 in a year cycle is
                       January of the next year); LUNAR: lunar month 1 … 12 */
    int8_t day;     /* MONTH_DAY: 1 … 31, in a shorter month its last day; 0: the last day.
                       LUNAR: 1 … 30 */
    int8_t weekday; /* WEEKDAY kinds: 1 Monday … 7 Sunday */
    int8_t nth;     /* MONTH_WEEKDAY: 1 … 5, -1 the last */
    int8_t shift;   /* days added at the end, -31 … 31; "trước ngày D" is -1 */
};

#define RULE_MAX_ANCHORS 12

struct cycle {
    enum period_kind every; /* PERIOD_NONE: the text names no period */
    uint8_t anchor_count;   /* 0: the text names no day, the reporting regime gives it */
    bool has_start;         /* each instance is a window that opens at `start` */
    struct anchor anchors[RULE_MAX_ANCHORS];
    struct anchor start;
    day_t from;  /* first day on which periods count, or DAY_NONE */
    day_t until; /* last day, or DAY_NONE */
};

enum term_unit { TERM_NONE, TERM_WORKING_DAY, TERM_DAY, TERM_MONTH };

/* "trong 05 ngày làm việc kể từ ngày nhận": n units after the event; 24 hours are one day. */
struct term {
    enum term_unit unit; /* TERM_NONE: the text gives no term */
    int n;               /* 1 … 3,660 */
};

struct rule {
    enum rule_kind kind;
    union {
        struct {
            day_t due; /* DAY_NONE: the end of a term */
            struct term
                within;  /* "trong 30 ngày kể từ ngày 01/7/2024": the law ends it, with the */
            day_t since; /* days off that count (expand_rule) */
        } once;
        struct {
            day_t start, end;
        } window; /* start <= end */
        struct cycle cycle;
        struct {
            day_t start;
        } continuous; /* DAY_NONE: no start named */
        struct {
            struct term within;
            day_t start;
        } event; /* start: "từ tháng 11 đến khi …" */
    };
};

/* Sets every field to its empty value for that kind (DAY_NONE, TERM_NONE, no anchors). */
void rule_init(struct rule *rule, enum rule_kind kind);
/* Whether every field lies in its range, window.start <= window.end, from <= until, and a cycle is
 * one that has a Vietnamese wording:
 *   - without a period (PERIOD_NONE): no anchor, no start;
 *   - a week: WEEK_DAY anchors only; MONTH_WEEKDAY in a month and a quarter, LAST_WORKDAY in those and
 *     in a half, both without `only`; LUNAR in a year;
 *   - months after the period's first: 0 … 1 in a month, 0 … 5 in a quarter, 0 … 11 in a half,
 *     0 … 23 in nine months and a year ("tháng sau", "quý sau", "kỳ sau", "năm sau");
 *   - `only` in a month, a quarter or a half, at most the number of them in a year;
 *   - where the month is known by its number (nine months, year, `only`) its day exists in it
 *     (29/02 does);
 *   - with has_start exactly one anchor, both MONTH_DAY (WEEK_DAY in a week), neither with `only`
 *     nor a shift, and the start is not after the anchor;
 *   - no two anchors are the same;
 *   - once has a day, or a term and the day from which that counts;
 *   - an event has a start ("từ tháng 11 đến khi …") or a term, not both. */
bool rule_is_valid(const struct rule *rule);
/* Same meaning, field by field (unused fields are not compared). */
bool rule_equal(const struct rule *a, const struct rule *b);
/* "once" "window" "cycle" "continuous" "on_event" "by_reference". */
const char *rule_kind_name(enum rule_kind kind);
/* The <rule> part of an occurrence id (design.md §5): "once", "window", "week" … "year", "event",
 * "reference", "continuous"; "cycle" for a cycle without a period. */
const char *rule_id_name(const struct rule *rule);
/* "working_day" "day" "month"; NULL for TERM_NONE. */
const char *term_unit_name(enum term_unit unit);

/* The day of an anchor in a period, of LAST_WORKDAY that of a month whose last day is worked (expand_rule
 * knows the days off); DAY_NONE when the period is not valid, when the anchor is not of this period (`only`), does
 * not exist (a fifth Friday) or is out of range. */
day_t anchor_day(const struct anchor *anchor, struct period period);
/* Whether its own fields lie in their ranges, whatever the period. */
bool anchor_is_valid(const struct anchor *anchor);
/* Same meaning: fields that its kind does not use are not compared. */
bool anchor_equal(const struct anchor *a, const struct anchor *b);

#endif
