/* Points to days, and points to anchors of a cycle. */
#include "lib/phrase/build.h"

#include "cal/lunar.h"

static bool needs_year(const struct point *point)
{
    return point->grain != GRAIN_WEEKDAY && point->relation == RELATION_NONE && !point->year_said &&
           point->year_shift == 0;
}

/* "từ 20 đến 25/11": a bare day takes the month of the next one. */
static void inherit_month(struct point *point, const struct point *next)
{
    if (point->grain == GRAIN_DAY && point->first == 0 && point->relation == RELATION_NONE &&
        next->grain == GRAIN_DAY && next->first > 0) {
        point->first = next->first;
        point->last = next->last;
        point_check(point);
    }
    if (point->grain == GRAIN_DAY && point->first == 0 && point->relation == RELATION_NONE &&
        next->grain == GRAIN_DAY && next->relation != RELATION_NONE &&
        !(next->relation == RELATION_NEXT_MONTH && point->day > next->day)) {
        point->relation = next->relation;
        point->of = next->of;
        point->position = next->position;
        point->next = next->next;
    }
}

static void give_year(struct point *point, int year)
{
    point->year = (int16_t)year;
    point->year_said = true;
    point_check(point);
}

static day_t end_of(const struct parse *parse, const struct point *point)
{
    return resolve_days(parse, point).last;
}

/* The end of a range without a year: that of its start, or the plan's when that comes later. */
static void year_of_end(const struct parse *parse, const struct point *start, struct point *end)
{
    if (!start->year_said || !needs_year(end) || end->grain == GRAIN_WEEKDAY)
        return;
    struct point same = *end;
    give_year(&same, start->year);
    if (end_of(parse, &same) >= resolve_days(parse, start).first ||
        parse->options->from_year <= start->year) {
        *end = same;
        return;
    }
    give_year(end, parse->options->from_year);
}

/* "từ tháng 10 đến tháng 3/2025" in a plan of 2024: a start that would come after the end in the
 * end's year is of the plan's year, when that is the year before. */
static bool start_is_of_plan(const struct parse *parse, const struct point *start,
                             const struct point *end)
{
    if (!end->year_said || !needs_year(start) || end->lunar || start->lunar ||
        end->year != parse->options->from_year + 1)
        return false;
    struct point same = *start;
    give_year(&same, end->year);
    return resolve_days(parse, &same).first > end_of(parse, end);
}

void resolve_years(const struct parse *parse, const struct item *item)
{
    struct point *points = parse->points + item->point;
    for (size_t i = item->points; i-- > 1;) {
        inherit_month(&points[i - 1], &points[i]);
        if (points[i].year_said && needs_year(&points[i - 1])) {
            bool over = item->range && start_is_of_plan(parse, &points[i - 1], &points[i]);
            give_year(&points[i - 1], over ? parse->options->from_year : points[i].year);
        }
        if (points[i].year_shift != 0 && !item->range && needs_year(&points[i - 1]))
            continue;
    }
    if (item->range) {
        year_of_end(parse, &points[0], &points[1]);
        return;
    }
    for (size_t i = 1; i < item->points; i++)
        if (points[i - 1].year_said && needs_year(&points[i]))
            give_year(&points[i], points[i - 1].year);
}

bool point_is_absolute(const struct point *point)
{
    return point->grain != GRAIN_WEEKDAY && point->relation == RELATION_NONE && point->first > 0 &&
           !point->yearly;
}

bool point_is_yearless(const struct point *point)
{
    return point->grain != GRAIN_WEEKDAY && point->relation == RELATION_NONE && point->first > 0 &&
           !point->year_said && !(point->whole_year && point->edge == EDGE_NONE);
}

static day_t edge_day(enum edge edge, int year, const struct point *point)
{
    int months = point->last - point->first + 1;
    if (edge == EDGE_BEGIN)
        return civil_to_day(year, point->first, 1);
    if (edge == EDGE_END)
        return civil_to_day(year, point->last, civil_month_length(year, point->last));
    if (months == 1) /* Civil Code 2015 Art. 146: giữa tháng is the 15th, giữa năm 30/6 */
        return civil_to_day(year, point->first, 15);
    if (months == 12)
        return civil_to_day(year, 6, 30);
    if (months == 3)
        return civil_to_day(year, point->first + 1, 15);
    return DAY_NONE;
}

struct days resolve_days(const struct parse *parse, const struct point *point)
{
    int year = point->year_said ? point->year : parse->options->from_year + point->year_shift;
    struct days days = {DAY_NONE, DAY_NONE};
    if (point->lunar) {
        days.first = lunar_to_day(year, point->first, point->day, false);
        days.last = days.first;
        return days;
    }
    if (point->grain == GRAIN_DAY) {
        int length = civil_month_length(year, point->first);
        days.first = civil_to_day(year, point->first, point->day == DAY_LAST ? length : point->day);
        days.last = days.first;
        return days;
    }
    if (point->edge != EDGE_NONE) {
        days.first = edge_day((enum edge)point->edge, year, point);
        days.last = days.first;
        return days;
    }
    days.first = civil_to_day(year, point->first, 1);
    days.last = civil_to_day(year, point->last, civil_month_length(year, point->last));
    return days;
}

/* --- anchors ---------------------------------------------------------------------------------------- */

/* Months after the period's first, for a point relative to its period. */
static bool relative_month(const struct point *point, enum period_kind every, int *month)
{
    int months = period_months(every);
    if (every == PERIOD_WEEK || months == 0)
        return false;
    switch ((enum relation)point->relation) {
    case RELATION_MONTH_OF:
        *month = point->position < 0 ? months - 1 : point->position - 1;
        if (*month >= months)
            return false;
        break;
    case RELATION_NEXT_MONTH:
        *month = months;
        return true;
    case RELATION_REPORT_MONTH:
        *month = months - 1;
        return true;
    case RELATION_PERIOD:
        *month = point->day == DAY_LAST || point->edge == EDGE_END ? months - 1 : 0;
        if (point->edge == EDGE_MIDDLE && months > 1)
            *month = (months - 1) / 2;
        break;
    case RELATION_NONE:
        return false;
    }
    *month += point->next ? months : 0;
    return true;
}

/* The months of a year-round date, in a period that is a part of the year: sets `only`. */
static bool absolute_month(const struct point *point, enum period_kind every, int month,
                           struct anchor *out)
{
    int length = period_months(every);
    int at = month - 1 + 12 * point->year_shift;
    if (length == 0)
        return false;
    if (every == PERIOD_YEAR || every == PERIOD_NINE_MONTHS) {
        out->month = (int8_t)at;
        return at >= 0 && at < 24;
    }
    if (every == PERIOD_MONTH) {
        out->only = (int8_t)(at + 1);
        return at < 12 || at == 12;
    }
    int index = at / length; /* the period in which the date lies */
    int last = 12 / length - 1;
    if (index > last)
        index = last;
    if (every == PERIOD_HALF && at == length) /* July reports on the first half */
        index = 0;
    out->only = (int8_t)(index + 1);
    out->month = (int8_t)(at - index * length);
    return out->month >= 0 && out->month < 2 * length;
}

static bool edge_anchor(const struct point *point, struct anchor *out)
{
    if (point->edge == EDGE_BEGIN)
        out->day = 1;
    else if (point->edge == EDGE_END)
        out->day = 0;
    else
        out->day = 15;
    return true;
}

static bool relative_anchor(const struct point *point, enum period_kind every, struct anchor *out)
{
    int month = 0;
    if (!relative_month(point, every, &month))
        return false;
    out->month = (int8_t)month;
    if (point->grain == GRAIN_WEEKDAY) {
        out->kind = ANCHOR_MONTH_WEEKDAY;
        out->weekday = point->weekday;
        out->nth = point->nth;
        return point->nth != 0;
    }
    out->kind = point->workday ? ANCHOR_LAST_WORKDAY : ANCHOR_MONTH_DAY;
    if (point->workday)
        return true;
    if (point->grain == GRAIN_DAY) {
        out->day = point->day == DAY_LAST ? 0 : point->day;
        return point->day > 0;
    }
    if (point->edge != EDGE_NONE)
        return edge_anchor(point, out);
    out->day = 0;
    return true;
}

static bool absolute_anchor(const struct point *point, enum period_kind every, struct anchor *out)
{
    if (point->lunar) {
        out->kind = ANCHOR_LUNAR;
        out->month = point->first;
        out->day = point->day;
        return every == PERIOD_YEAR;
    }
    out->kind = ANCHOR_MONTH_DAY;
    int month = point->grain == GRAIN_DAY ? point->first : point->last;
    if (point->grain == GRAIN_SPAN && point->edge == EDGE_BEGIN)
        month = point->first;
    if (point->grain == GRAIN_SPAN && point->edge == EDGE_MIDDLE)
        month = (point->first + point->last) / 2;
    if (!absolute_month(point, every, month, out))
        return false;
    if (point->grain == GRAIN_DAY) {
        out->day = point->day == DAY_LAST ? 0 : point->day;
        return true;
    }
    if (point->edge == EDGE_MIDDLE && point->whole_year) {
        out->day = 0; /* giữa năm: 30/6 */
        return true;
    }
    if (point->edge != EDGE_NONE)
        return edge_anchor(point, out);
    out->day = 0;
    return true;
}

/* "… đối với quý I": the date is of that period, wherever it lies. */
static bool anchor_only(enum period_kind every, int only, struct anchor *anchor)
{
    int months = period_months(every);
    int at = anchor->month + (anchor->only - 1) * months - (only - 1) * months;
    anchor->only = (int8_t)only;
    anchor->month = (int8_t)at;
    return at >= 0;
}

bool point_anchor(const struct parse *parse, const struct item *item, const struct point *point,
                  enum period_kind every, uint8_t mark, struct anchor *out)
{
    struct anchor anchor = {.kind = ANCHOR_MONTH_DAY};
    bool made;
    bool span = point->grain == GRAIN_SPAN && point->edge == EDGE_NONE;
    bool before = mark == MARK_BEFORE && (!parse->options->inclusive_before || span);
    if (point->grain == GRAIN_WEEKDAY && every == PERIOD_WEEK) {
        anchor.kind = ANCHOR_WEEK_DAY;
        anchor.weekday = point->weekday;
        anchor.shift = (int8_t)((point->next ? 7 : 0) - (before ? 1 : 0) + item->shift);
        *out = anchor;
        return true;
    }
    if (span && before) { /* "trước tháng 12 hằng năm": the day before its first */
        made = point_start(point, every, &anchor);
    } else if (point->relation != RELATION_NONE) {
        made = relative_anchor(point, every, &anchor);
    } else if (point->first == 0) { /* a bare day: of the month that is the period */
        anchor.day = point->day == DAY_LAST ? 0 : point->day;
        made = every == PERIOD_MONTH && point->day > 0;
    } else {
        made = absolute_anchor(point, every, &anchor);
    }
    if (made && item->only_for > 0 && anchor.only > 0)
        made = anchor_only(every, item->only_for, &anchor);
    if (!made)
        return false;
    anchor.shift = (int8_t)(item->shift - (before ? 1 : 0));
    *out = anchor;
    return true;
}

bool point_start(const struct point *point, enum period_kind every, struct anchor *out)
{
    struct point start = *point;
    struct anchor anchor = {.kind = ANCHOR_MONTH_DAY};
    bool made;
    if (start.grain == GRAIN_SPAN && start.edge == EDGE_NONE) {
        start.edge = EDGE_BEGIN;
        if (start.relation == RELATION_PERIOD)
            start.position = 1;
    }
    if (start.grain == GRAIN_WEEKDAY && every == PERIOD_WEEK) {
        *out = (struct anchor){.kind = ANCHOR_WEEK_DAY, .weekday = start.weekday};
        return true;
    }
    if (start.relation != RELATION_NONE)
        made = relative_anchor(&start, every, &anchor);
    else if (start.first == 0 && every == PERIOD_MONTH) {
        anchor.day = start.day == DAY_LAST ? 0 : start.day;
        made = start.day > 0;
    } else
        made = start.first > 0 && absolute_anchor(&start, every, &anchor);
    if (made)
        *out = anchor;
    return made;
}
