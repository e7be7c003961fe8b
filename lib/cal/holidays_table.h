/* The table behind cal/holidays.h, for this folder. */
#ifndef LIB_CAL_HOLIDAYS_TABLE_H
#define LIB_CAL_HOLIDAYS_TABLE_H

#include "cal/holidays.h"

/* The index of the first entry on or after the day; table->count when there is none. */
size_t holidays_lower_bound(const struct holidays *table, day_t day);

/* As holidays_add, for announced and for computed days. */
int holidays_insert(struct holidays *table, day_t day, enum day_mark mark, const char *reason,
                    bool provisional);

#endif
