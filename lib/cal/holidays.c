#include "cal/holidays.h"

#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "lib/cal/holidays_table.h"

void holidays_init(struct holidays *table)
{
    *table = (struct holidays){0};
}

void holidays_clear(struct holidays *table)
{
    if (!table) {
        return;
    }
    for (size_t i = 0; i < table->count; i++) {
        free(table->entries[i].reason);
    }
    free(table->entries);
    holidays_init(table);
}

size_t holidays_lower_bound(const struct holidays *table, day_t day)
{
    size_t low = 0;
    size_t high = table->count;
    while (low < high) {
        const size_t middle = low + (high - low) / 2;
        if (table->entries[middle].day < day) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}

const struct holiday_entry *holidays_find(const struct holidays *table, day_t day)
{
    if (!table) {
        return NULL;
    }
    const size_t at = holidays_lower_bound(table, day);
    return at < table->count && table->entries[at].day == day ? &table->entries[at] : NULL;
}

static int reserve(struct holidays *table)
{
    if (table->count >= HOLIDAYS_MAX_DAYS) {
        return ERR_LIMIT;
    }
    if (table->count < table->capacity) {
        return 0;
    }
    const size_t capacity = table->capacity ? table->capacity * 2 : 64;
    struct holiday_entry *entries = realloc(table->entries, capacity * sizeof(*entries));
    if (!entries) {
        return ERR_NOMEM;
    }
    table->entries = entries;
    table->capacity = capacity;
    return 0;
}

static int check(day_t day, enum day_mark mark, const char *reason)
{
    if (!civil_has_day(day)) {
        return ERR_RANGE;
    }
    if (reason && strlen(reason) >= HOLIDAYS_MAX_REASON) {
        return ERR_LIMIT;
    }
    const bool weekend = civil_weekday(day) >= SATURDAY;
    switch (mark) {
    case DAY_MARK_OFF:
        return 0;
    case DAY_MARK_IN_LIEU:
    case DAY_MARK_SWAPPED_OFF:
        return weekend ? ERR_INVALID : 0;
    case DAY_MARK_WORKED:
        return weekend ? 0 : ERR_INVALID;
    case DAY_MARK_NONE:
        break;
    }
    return ERR_INVALID;
}

int holidays_insert(struct holidays *table, day_t day, enum day_mark mark, const char *reason,
                    bool provisional)
{
    int err = check(day, mark, reason);
    if (err) {
        return err;
    }
    const size_t at = holidays_lower_bound(table, day);
    if (at < table->count && table->entries[at].day == day) {
        return ERR_EXISTS;
    }
    err = reserve(table);
    if (err) {
        return err;
    }
    char *copy = reason ? strdup(reason) : NULL;
    if (reason && !copy) {
        return ERR_NOMEM;
    }
    memmove(&table->entries[at + 1], &table->entries[at],
            (table->count - at) * sizeof(table->entries[0]));
    table->entries[at] = (struct holiday_entry){.day = day,
                                                .mark = mark,
                                                .provisional = provisional,
                                                .reason = copy};
    table->count++;
    return 0;
}

int holidays_add(struct holidays *table, day_t day, enum day_mark mark, const char *reason)
{
    return holidays_insert(table, day, mark, reason, false);
}

static bool is_supported(int year)
{
    return year >= CIVIL_MIN_YEAR && year <= CIVIL_MAX_YEAR;
}

enum holiday_year holidays_year(const struct holidays *table, int year)
{
    if (!table || !is_supported(year)) {
        return HOLIDAY_YEAR_UNKNOWN;
    }
    return (enum holiday_year)table->years[year - CIVIL_MIN_YEAR];
}

bool holidays_is_announced(const struct holidays *table, int year)
{
    return holidays_year(table, year) == HOLIDAY_YEAR_ANNOUNCED;
}

int holidays_announce(struct holidays *table, int year)
{
    if (!is_supported(year)) {
        return ERR_RANGE;
    }
    if (holidays_year(table, year) == HOLIDAY_YEAR_PROVISIONAL) {
        return ERR_REFUSED;
    }
    table->years[year - CIVIL_MIN_YEAR] = HOLIDAY_YEAR_ANNOUNCED;
    return 0;
}
