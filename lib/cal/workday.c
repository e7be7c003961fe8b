#include "cal/workday.h"

#include <stdlib.h>

#include "base/i18n.h"
#include "lib/cal/holidays_table.h"

#define SEARCH_DAYS 60
#define SHIFT_MAX 10000

static bool is_weekend(day_t day)
{
    return civil_weekday(day) >= SATURDAY;
}

static bool is_worked(const struct holiday_entry *entry)
{
    switch (entry->mark) {
    case DAY_MARK_OFF:
    case DAY_MARK_IN_LIEU:
    case DAY_MARK_SWAPPED_OFF:
        return false;
    case DAY_MARK_WORKED:
        return true;
    case DAY_MARK_NONE:
        break;
    }
    return !is_weekend(entry->day);
}

bool workday_is(const struct holidays *table, day_t day)
{
    const struct holiday_entry *entry = holidays_find(table, day);
    return entry ? is_worked(entry) : !is_weekend(day);
}

const char *workday_reason(const struct holidays *table, day_t day)
{
    const struct holiday_entry *entry = holidays_find(table, day);
    if (entry && entry->reason && entry->reason[0] != '\0') {
        return gettext(entry->reason);
    }
    switch (civil_weekday(day)) {
    case SATURDAY:
        return _("Thứ Bảy");
    case SUNDAY:
        return _("Chủ nhật");
    case MONDAY:
    case TUESDAY:
    case WEDNESDAY:
    case THURSDAY:
    case FRIDAY:
        break;
    }
    return NULL;
}

static day_t search(const struct holidays *table, day_t day, int step)
{
    if (!civil_has_day(day)) {
        return DAY_NONE;
    }
    for (int i = 0; i <= SEARCH_DAYS && civil_has_day(day); i++, day += step) {
        if (workday_is(table, day)) {
            return day;
        }
    }
    return DAY_NONE;
}

day_t workday_on_or_before(const struct holidays *table, day_t day)
{
    return search(table, day, -1);
}

day_t workday_on_or_after(const struct holidays *table, day_t day)
{
    return search(table, day, 1);
}

/* Mondays to Fridays from the supported years' first day, a Monday, to the day before. */
static int weekdays_before(day_t day)
{
    const int since = day - CIVIL_MIN_DAY;
    const int rest = since % 7;
    return since / 7 * 5 + (rest < 5 ? rest : 5);
}

/* Working days from … to, both included; from <= to + 1. */
static int count_between(const struct holidays *table, day_t from, day_t to)
{
    int count = weekdays_before(to + 1) - weekdays_before(from);
    if (!table) {
        return count;
    }
    for (size_t i = holidays_lower_bound(table, from);
         i < table->count && table->entries[i].day <= to; i++) {
        const struct holiday_entry *entry = &table->entries[i];
        count += (int)is_worked(entry) - (int)!is_weekend(entry->day);
    }
    return count;
}

int workday_count(const struct holidays *table, day_t from, day_t to)
{
    if (!civil_has_day(from) || !civil_has_day(to)) {
        return 0;
    }
    return from <= to ? count_between(table, from + 1, to) : -count_between(table, to + 1, from);
}

/* Each leap is as long as the number of working days still missing, so it never goes too far, and
 * about two sevenths of it are left for the next one. */
day_t workday_shift(const struct holidays *table, day_t day, int n)
{
    if (!civil_has_day(day) || n > SHIFT_MAX || n < -SHIFT_MAX) {
        return DAY_NONE;
    }
    int left = abs(n);
    while (left > 0) {
        const day_t next = n > 0 ? day + left : day - left;
        if (!civil_has_day(next)) {
            return DAY_NONE;
        }
        left -= n > 0 ? count_between(table, day + 1, next) : count_between(table, next, day - 1);
        day = next;
    }
    return day;
}
