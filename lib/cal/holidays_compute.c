/* The days off of a year that no notice covers yet. */
#include <stdio.h>

#include "base/err.h"
#include "base/i18n.h"
#include "cal/lunar.h"
#include "cal/workday.h"
#include "lib/cal/holidays_table.h"

#define FIRST_YEAR_OF_CULTURE_DAY 2026

/* A day by law, before it is looked at whether it falls on a weekend. */
struct legal_day {
    day_t day;
    const char *reason;
    const char *in_lieu; /* the reason of the day that makes up for it; NULL: none does */
};

#define TET_DAYS 5
#define LEGAL_DAYS (1 + TET_DAYS + 1 + 2 + 2 + 1)

static const struct legal_day new_year = {DAY_NONE, N_("Tết Dương lịch"),
                                          N_("Nghỉ bù Tết Dương lịch")};
static const struct legal_day tet = {DAY_NONE, N_("Tết Nguyên đán"), N_("Nghỉ bù Tết Nguyên đán")};
static const struct legal_day ancestors_day = {DAY_NONE, N_("Giỗ Tổ Hùng Vương"),
                                               N_("Nghỉ bù Giỗ Tổ Hùng Vương")};
static const struct legal_day victory_day = {DAY_NONE, N_("Ngày Chiến thắng"),
                                             N_("Nghỉ bù Ngày Chiến thắng")};
static const struct legal_day labour_day = {DAY_NONE, N_("Ngày Quốc tế lao động"),
                                            N_("Nghỉ bù Ngày Quốc tế lao động")};
static const struct legal_day national_day = {DAY_NONE, N_("Quốc khánh"), N_("Nghỉ bù Quốc khánh")};
static const struct legal_day culture_day = {DAY_NONE, N_("Ngày Văn hóa Việt Nam"), NULL};

static struct legal_day on(const struct legal_day *what, day_t day)
{
    struct legal_day result = *what;
    result.day = day;
    return result;
}

/* The day beside 02/9 that makes the longer break; of two equal ones that which is not itself on a
 * weekend, else the earlier. */
static day_t beside_national_day(day_t day)
{
    const enum weekday weekday = civil_weekday(day);
    const bool after = weekday == THURSDAY || weekday == SUNDAY || weekday == MONDAY;
    return after ? day + 1 : day - 1;
}

/* Writes the days of Art. 112 in the order in which they are made up for; returns how many. */
static size_t legal_days(int year, struct legal_day out[static LEGAL_DAYS])
{
    size_t count = 0;
    const day_t first_of_tet = lunar_new_year(year);
    const day_t tet_from = first_of_tet - (civil_weekday(first_of_tet) == TUESDAY ? 1 : 2);
    const day_t september_second = civil_to_day(year, 9, 2);
    const day_t beside = beside_national_day(september_second);
    out[count++] = on(&new_year, civil_to_day(year, 1, 1));
    for (int i = 0; i < TET_DAYS; i++) {
        out[count++] = on(&tet, tet_from + i);
    }
    out[count++] = on(&ancestors_day, lunar_to_day(year, 3, 10, false));
    out[count++] = on(&victory_day, civil_to_day(year, 4, 30));
    out[count++] = on(&labour_day, civil_to_day(year, 5, 1));
    out[count++] = on(&national_day, beside < september_second ? beside : september_second);
    out[count++] = on(&national_day, beside < september_second ? september_second : beside);
    if (year >= FIRST_YEAR_OF_CULTURE_DAY) {
        out[count++] = on(&culture_day, civil_to_day(year, 11, 24));
    }
    return count;
}

/* Inserts a computed day; one that has a mark already keeps it. */
static int insert_unless_marked(struct holidays *table, day_t day, enum day_mark mark,
                                const char *reason)
{
    const int err = holidays_insert(table, day, mark, reason, true);
    return err == ERR_EXISTS ? 0 : err;
}

static int compute_year(struct holidays *table, int year)
{
    struct legal_day days[LEGAL_DAYS];
    const size_t count = legal_days(year, days);
    for (size_t i = 0; i < count; i++) {
        const int err = insert_unless_marked(table, days[i].day, DAY_MARK_OFF, days[i].reason);
        if (err) {
            return err;
        }
    }
    for (size_t i = 0; i < count; i++) {
        if (civil_weekday(days[i].day) < SATURDAY || !days[i].in_lieu) {
            continue;
        }
        day_t made_up = days[i].day + 1;
        while (!workday_is(table, made_up) || civil_weekday(made_up) >= SATURDAY) {
            made_up++;
        }
        const int err = insert_unless_marked(table, made_up, DAY_MARK_IN_LIEU, days[i].in_lieu);
        if (err) {
            return err;
        }
    }
    return 0;
}

int holidays_compute(struct holidays *table, int from_year, int to_year)
{
    if (from_year < CIVIL_MIN_YEAR || to_year > CIVIL_MAX_YEAR || from_year > to_year) {
        return ERR_RANGE;
    }
    for (int year = from_year; year <= to_year; year++) {
        if (holidays_year(table, year) != HOLIDAY_YEAR_UNKNOWN) {
            continue;
        }
        const int err = compute_year(table, year);
        if (err) {
            return err;
        }
        table->years[year - CIVIL_MIN_YEAR] = HOLIDAY_YEAR_PROVISIONAL;
    }
    return 0;
}
