/* Days off and worked Saturdays. The table is data (conf/holidays.conf); what no notice covers is
 * computed from the Labour Code 2019 Art. 111(3), 112 and marked provisional. */
#ifndef CAL_HOLIDAYS_H
#define CAL_HOLIDAYS_H

#include "cal/civil.h"

enum day_mark {
    DAY_MARK_NONE,
    DAY_MARK_OFF,         /* a day off by law or notice */
    DAY_MARK_IN_LIEU,     /* made up for a day off that fell on a weekend */
    DAY_MARK_SWAPPED_OFF, /* off against a worked Saturday (hoán đổi) */
    DAY_MARK_WORKED,      /* a Saturday or Sunday that is worked */
};

struct holiday_entry {
    day_t day;
    enum day_mark mark;
    bool provisional; /* computed, not announced */
    char *reason;     /* Vietnamese, e.g. "Tết Nguyên đán"; owned by the table; may be NULL */
};

/* What the table knows of a year. */
enum holiday_year {
    HOLIDAY_YEAR_UNKNOWN,     /* at most some days were added: weekends and those are off */
    HOLIDAY_YEAR_PROVISIONAL, /* computed: a notice may still change it */
    HOLIDAY_YEAR_ANNOUNCED,   /* its notice is in the table */
};

struct holidays {
    struct holiday_entry *entries; /* sorted by day, each day once */
    size_t count, capacity;
    unsigned char years[CIVIL_MAX_YEAR - CIVIL_MIN_YEAR + 1]; /* enum holiday_year of each */
};

#define HOLIDAYS_MAX_DAYS 10000
#define HOLIDAYS_MAX_REASON 256 /* bytes, with the NUL */

void holidays_init(struct holidays *table);
/* Accepts NULL and a zeroed struct; the table is empty afterwards and may be used again. */
void holidays_clear(struct holidays *table);
/* Marks one day, in any order of days. reason is copied, may be NULL. Returns 0, ERR_NOMEM,
 * ERR_INVALID (a DAY_MARK_WORKED day that is no Saturday or Sunday, a DAY_MARK_IN_LIEU or
 * DAY_MARK_SWAPPED_OFF day that is one, DAY_MARK_NONE), ERR_RANGE (the day), ERR_EXISTS (the day
 * has a mark), ERR_LIMIT (HOLIDAYS_MAX_DAYS, HOLIDAYS_MAX_REASON). */
int holidays_add(struct holidays *table, day_t day, enum day_mark mark, const char *reason);
/* Says that the year's notice is in the table: nothing is computed for it. To be said before
 * holidays_compute. Returns 0, ERR_RANGE (the year), ERR_REFUSED (the year is computed already). */
int holidays_announce(struct holidays *table, int year);
bool holidays_is_announced(const struct holidays *table, int year);
/* HOLIDAY_YEAR_UNKNOWN for a NULL table and years out of range. */
enum holiday_year holidays_year(const struct holidays *table, int year);
/* Adds the computed days of every year from … to that is neither announced nor computed yet, so
 * calling it again adds nothing twice. Days that have a mark keep it. The law of 2026 is used for
 * every year:
 *
 * - 01/01, 30/4, 01/5, and 10/3 of the lunar calendar (Giỗ Tổ, the regular month's);
 * - Tết, five days: the last two of the old lunar year and the first three of the new; when Tết is
 *   a Tuesday, the last one and the first four. The Prime Minister fixes them each year; these are
 *   the weekdays that the notices of 2021-2026 gave;
 * - 02/9 and one day beside it, the one that makes the longer break with the weekend, as it was in
 *   2021-2026: 03/9 when 02/9 is a Thursday, Sunday or Monday, else 01/9;
 * - from 2026 24/11 (Resolution 28/2026/QH16);
 * - for each of these but 24/11 that falls on a weekend the next working day (Art. 111(3)).
 *
 * Returns 0, ERR_NOMEM, ERR_LIMIT, ERR_RANGE (from > to, or a year out of range). After an error
 * the years before the failing one are complete; the failing one may hold some of its days. */
int holidays_compute(struct holidays *table, int from_year, int to_year);
/* The entry of a day, or NULL; valid until the table changes. */
const struct holiday_entry *holidays_find(const struct holidays *table, day_t day);

#endif
