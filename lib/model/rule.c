#include "model/rule.h"

#include <stddef.h>

#define TERM_MAX 3660
#define SHIFT_MAX 31

static bool day_in_range(day_t day)
{
    return civil_from_day(day).year != 0;
}

static bool day_or_none(day_t day)
{
    return day == DAY_NONE || day_in_range(day);
}

void rule_init(struct rule *rule, enum rule_kind kind)
{
    *rule = (struct rule){.kind = kind};
    switch (kind) {
    case RULE_ONCE:
        rule->once.due = DAY_NONE;
        rule->once.since = DAY_NONE;
        break;
    case RULE_WINDOW:
        rule->window.start = DAY_NONE;
        rule->window.end = DAY_NONE;
        break;
    case RULE_CYCLE:
        rule->cycle.from = DAY_NONE;
        rule->cycle.until = DAY_NONE;
        break;
    case RULE_CONTINUOUS:
        rule->continuous.start = DAY_NONE;
        break;
    case RULE_ON_EVENT:
        rule->event.start = DAY_NONE;
        break;
    case RULE_BY_REFERENCE:
        break;
    }
}

static bool in(int value, int low, int high)
{
    return value >= low && value <= high;
}

bool anchor_is_valid(const struct anchor *anchor)
{
    if (!in(anchor->shift, -SHIFT_MAX, SHIFT_MAX) || !in(anchor->only, 0, 12))
        return false;
    switch (anchor->kind) {
    case ANCHOR_MONTH_DAY:
        return in(anchor->month, 0, 23) && in(anchor->day, 0, 31);
    case ANCHOR_MONTH_WEEKDAY:
        return in(anchor->month, 0, 23) && in(anchor->weekday, MONDAY, SUNDAY) &&
               (in(anchor->nth, 1, 5) || anchor->nth == -1);
    case ANCHOR_WEEK_DAY:
        return in(anchor->weekday, MONDAY, SUNDAY);
    case ANCHOR_LAST_WORKDAY:
        return in(anchor->month, 0, 23);
    case ANCHOR_LUNAR:
        return in(anchor->month, 1, 12) && in(anchor->day, 1, 30);
    }
    return false;
}

bool anchor_equal(const struct anchor *a, const struct anchor *b)
{
    if (a->kind != b->kind || a->only != b->only || a->shift != b->shift)
        return false;
    switch (a->kind) {
    case ANCHOR_MONTH_DAY:
    case ANCHOR_LUNAR:
        return a->month == b->month && a->day == b->day;
    case ANCHOR_MONTH_WEEKDAY:
        return a->month == b->month && a->weekday == b->weekday && a->nth == b->nth;
    case ANCHOR_WEEK_DAY:
        return a->weekday == b->weekday;
    case ANCHOR_LAST_WORKDAY:
        return a->month == b->month;
    }
    return false;
}

/* The last month that an anchor of such a period may name, counted from the period's first. */
static int last_month(enum period_kind every)
{
    switch (every) {
    case PERIOD_MONTH:
        return 1;
    case PERIOD_QUARTER:
        return 5;
    case PERIOD_HALF:
        return 11;
    case PERIOD_NINE_MONTHS:
    case PERIOD_YEAR:
        return 23;
    case PERIOD_NONE:
    case PERIOD_WEEK:
        break;
    }
    return -1;
}

static int last_only(enum period_kind every)
{
    switch (every) {
    case PERIOD_MONTH:
        return 12;
    case PERIOD_QUARTER:
        return 4;
    case PERIOD_HALF:
        return 2;
    case PERIOD_NINE_MONTHS:
    case PERIOD_YEAR:
    case PERIOD_NONE:
    case PERIOD_WEEK:
        break;
    }
    return 0;
}

/* The number 1 … 12 of the month that the anchor names, or 0 when it changes with the period. */
static int known_month(const struct anchor *anchor, enum period_kind every)
{
    if (every == PERIOD_YEAR || every == PERIOD_NINE_MONTHS)
        return anchor->month % 12 + 1;
    if (anchor->only == 0)
        return 0;
    return ((anchor->only - 1) * period_months(every) + anchor->month) % 12 + 1;
}

static bool anchor_fits(const struct anchor *anchor, enum period_kind every)
{
    static const int longest[] = {31, 31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    if (!anchor_is_valid(anchor) || anchor->only > last_only(every))
        return false;
    switch (anchor->kind) {
    case ANCHOR_MONTH_DAY:
        return anchor->month <= last_month(every) &&
               anchor->day <= longest[known_month(anchor, every)];
    case ANCHOR_MONTH_WEEKDAY:
        return anchor->only == 0 && (every == PERIOD_MONTH || every == PERIOD_QUARTER) &&
               anchor->month <= last_month(every);
    case ANCHOR_WEEK_DAY:
        return every == PERIOD_WEEK;
    case ANCHOR_LAST_WORKDAY:
        return anchor->only == 0 &&
               (every == PERIOD_MONTH || every == PERIOD_QUARTER || every == PERIOD_HALF) &&
               anchor->month <= last_month(every);
    case ANCHOR_LUNAR:
        return every == PERIOD_YEAR;
    }
    return false;
}

/* Where in its period an anchor without a shift lies, for comparing two of one kind. */
static int anchor_order(const struct anchor *anchor)
{
    if (anchor->kind == ANCHOR_WEEK_DAY)
        return anchor->weekday;
    return anchor->month * 40 + (anchor->day == 0 ? 32 : anchor->day);
}

static bool start_fits(const struct cycle *cycle)
{
    const struct anchor *start = &cycle->start, *end = &cycle->anchors[0];
    enum anchor_kind kind = cycle->every == PERIOD_WEEK ? ANCHOR_WEEK_DAY : ANCHOR_MONTH_DAY;
    if (cycle->anchor_count != 1 || start->kind != kind || end->kind != kind)
        return false;
    if (start->only != 0 || end->only != 0 || start->shift != 0 || end->shift != 0)
        return false;
    return anchor_fits(start, cycle->every) && anchor_order(start) <= anchor_order(end);
}

static bool cycle_is_valid(const struct cycle *cycle)
{
    if ((int)cycle->every < PERIOD_NONE || cycle->every > PERIOD_YEAR)
        return false;
    if (!day_or_none(cycle->from) || !day_or_none(cycle->until))
        return false;
    if (cycle->from != DAY_NONE && cycle->until != DAY_NONE && cycle->from > cycle->until)
        return false;
    if (cycle->anchor_count > RULE_MAX_ANCHORS)
        return false;
    for (size_t i = 0; i < cycle->anchor_count; i++) {
        if (!anchor_fits(&cycle->anchors[i], cycle->every))
            return false;
        for (size_t j = 0; j < i; j++)
            if (anchor_equal(&cycle->anchors[i], &cycle->anchors[j]))
                return false;
    }
    return !cycle->has_start || start_fits(cycle);
}

static bool term_is_valid(const struct term *term)
{
    switch (term->unit) {
    case TERM_NONE:
        return true;
    case TERM_WORKING_DAY:
    case TERM_DAY:
    case TERM_MONTH:
        return in(term->n, 1, TERM_MAX);
    }
    return false;
}

bool rule_is_valid(const struct rule *rule)
{
    switch (rule->kind) {
    case RULE_ONCE:
        if (rule->once.within.unit == TERM_NONE)
            return day_in_range(rule->once.due);
        return rule->once.due == DAY_NONE && term_is_valid(&rule->once.within) &&
               day_in_range(rule->once.since);
    case RULE_WINDOW:
        return day_in_range(rule->window.start) && day_in_range(rule->window.end) &&
               rule->window.start <= rule->window.end;
    case RULE_CYCLE:
        return cycle_is_valid(&rule->cycle);
    case RULE_CONTINUOUS:
        return day_or_none(rule->continuous.start);
    case RULE_ON_EVENT:
        return day_or_none(rule->event.start) && term_is_valid(&rule->event.within) &&
               (rule->event.start == DAY_NONE || rule->event.within.unit == TERM_NONE);
    case RULE_BY_REFERENCE:
        return true;
    }
    return false;
}

static bool cycle_equal(const struct cycle *a, const struct cycle *b)
{
    if (a->every != b->every || a->anchor_count != b->anchor_count || a->from != b->from ||
        a->until != b->until || a->has_start != b->has_start)
        return false;
    for (size_t i = 0; i < a->anchor_count; i++)
        if (!anchor_equal(&a->anchors[i], &b->anchors[i]))
            return false;
    return !a->has_start || anchor_equal(&a->start, &b->start);
}

static bool term_equal(const struct term *a, const struct term *b)
{
    return a->unit == b->unit && (a->unit == TERM_NONE || a->n == b->n);
}

bool rule_equal(const struct rule *a, const struct rule *b)
{
    if (a->kind != b->kind)
        return false;
    switch (a->kind) {
    case RULE_ONCE:
        return a->once.due == b->once.due && term_equal(&a->once.within, &b->once.within) &&
               (a->once.within.unit == TERM_NONE || a->once.since == b->once.since);
    case RULE_WINDOW:
        return a->window.start == b->window.start && a->window.end == b->window.end;
    case RULE_CYCLE:
        return cycle_equal(&a->cycle, &b->cycle);
    case RULE_CONTINUOUS:
        return a->continuous.start == b->continuous.start;
    case RULE_ON_EVENT:
        return a->event.start == b->event.start && term_equal(&a->event.within, &b->event.within);
    case RULE_BY_REFERENCE:
        return true;
    }
    return false;
}

const char *rule_kind_name(enum rule_kind kind)
{
    switch (kind) {
    case RULE_ONCE:
        return "once";
    case RULE_WINDOW:
        return "window";
    case RULE_CYCLE:
        return "cycle";
    case RULE_CONTINUOUS:
        return "continuous";
    case RULE_ON_EVENT:
        return "on_event";
    case RULE_BY_REFERENCE:
        return "by_reference";
    }
    return "";
}

const char *rule_id_name(const struct rule *rule)
{
    const char *period;
    switch (rule->kind) {
    case RULE_CYCLE:
        period = period_kind_name(rule->cycle.every);
        return period != NULL ? period : "cycle";
    case RULE_ON_EVENT:
        return "event";
    case RULE_BY_REFERENCE:
        return "reference";
    case RULE_ONCE:
    case RULE_WINDOW:
    case RULE_CONTINUOUS:
        break;
    }
    return rule_kind_name(rule->kind);
}

const char *term_unit_name(enum term_unit unit)
{
    switch (unit) {
    case TERM_NONE:
        break;
    case TERM_WORKING_DAY:
        return "working_day";
    case TERM_DAY:
        return "day";
    case TERM_MONTH:
        return "month";
    }
    return NULL;
}
