/* Days off and worked Saturdays. The table is data; what no notice covers is computed from the
 * Labour Code 2019 Art. 111(3), 112 and marked provisional. */
#ifndef CAL_HOLIDAYS_H
#define CAL_HOLIDAYS_H

#include "cal/civil.h"

enum day_mark {
    DAY_MARK_NONE,
    DAY_MARK_OFF,        /* a day off by law or notice */
    DAY_MARK_IN_LIEU,    /* made up for a day off that fell on a weekend */
    DAY_MARK_SWAPPED_OFF, /* off against a worked Saturday (hoán đổi) */
    DAY_MARK_WORKED,     /* a Saturday or Sunday that is worked */
};

struct holiday_entry {
    day_t day;
    enum day_mark mark;
    char *reason; /* e.g. "Tết Nguyên đán"; owned by the table */
};

struct holidays {
    struct holiday_entry *entries; /* sorted by day, each day once */
    size_t count, capacity;
    int *announced; /* sorted years whose notice is in the table */
    size_t announced_count, announced_capacity;
};

void holidays_init(struct holidays *table);
/* Accepts NULL and a zeroed struct. */
void holidays_clear(struct holidays *table);
/* Marks one day; a second mark for the same day returns ERR_EXISTS. reason is copied, may be NULL.
 * Returns 0, ERR_NOMEM, ERR_RANGE, ERR_EXISTS, ERR_LIMIT (10,000 days). */
int holidays_add(struct holidays *table, day_t day, enum day_mark mark, const char *reason);
/* Says that the year's notice is in the table: nothing is computed for it. */
int holidays_announce(struct holidays *table, int year);
bool holidays_is_announced(const struct holidays *table, int year);
/* Adds the computed days of every year from … to that is not announced (fixed and lunar days of
 * Art. 112, in lieu by Art. 111(3); 24/11 from 2026). Calling it again adds nothing twice. */
int holidays_compute(struct holidays *table, int from_year, int to_year);
/* The entry of a day, or NULL. */
const struct holiday_entry *holidays_find(const struct holidays *table, day_t day);

#endif
