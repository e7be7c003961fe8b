/* Cycles: which time belongs to which period. */
#include "lib/phrase/build.h"

#include <string.h>

#define SPECS_MAX 48
#define MEMBERS_MAX 8

struct cycles {
    struct build *build;
    struct item **members;
    struct rule rules[MEMBERS_MAX];
    size_t count;
    struct spec specs[SPECS_MAX];
    size_t spec_count;
    bool postfix;
    struct item **times;
    size_t time_count;
    size_t order[MEMBERS_MAX][RULE_MAX_ANCHORS]; /* the place in the text of each anchor's time */
};

/* put, and remembers where in the text the time stands. */
static bool give(struct cycles *cycles, struct rule *rule, const struct spec *spec)
{
    size_t count = rule->cycle.anchor_count, m = (size_t)(rule - cycles->rules);
    struct item item = *spec->item; /* "báo cáo quý I, 6 tháng, quý III": of those quarters only */
    struct spec own = {.item = &item, .point = spec->point, .end = spec->end};
    item.mask |= cycles->members[m]->mask;
    if (!put_time(cycles->build, &rule->cycle, &own))
        return false;
    for (; count < rule->cycle.anchor_count; count++)
        cycles->order[m][count] = (size_t)(spec - cycles->specs);
    return true;
}

/* Anchors in the order of the text, whatever order they were given in. */
static void sort_anchors(struct cycles *cycles)
{
    for (size_t m = 0; m < cycles->count; m++) {
        struct cycle *cycle = &cycles->rules[m].cycle;
        size_t *order = cycles->order[m];
        for (size_t i = 1; i < cycle->anchor_count; i++)
            for (size_t j = i; j > 0 && order[j] < order[j - 1]; j--) {
                struct anchor anchor = cycle->anchors[j];
                size_t place = order[j];
                cycle->anchors[j] = cycle->anchors[j - 1];
                order[j] = order[j - 1];
                cycle->anchors[j - 1] = anchor;
                order[j - 1] = place;
            }
    }
}

static void collect(struct cycles *cycles)
{
    const struct parse *parse = cycles->build->parse;
    for (size_t t = 0; t < cycles->time_count; t++) {
        struct item *item = cycles->times[t];
        resolve_years(parse, item);
        struct point *points = parse->points + item->point;
        if (item->range && cycles->spec_count < SPECS_MAX) {
            cycles->specs[cycles->spec_count++] =
                (struct spec){.item = item, .point = &points[0], .end = &points[1]};
            continue;
        }
        for (uint32_t p = 0; p < item->points && cycles->spec_count < SPECS_MAX; p++)
            cycles->specs[cycles->spec_count++] = (struct spec){.item = item, .point = &points[p]};
    }
}

static struct rule *member(struct cycles *cycles, enum period_kind every)
{
    for (size_t m = 0; m < cycles->count; m++)
        if (cycles->rules[m].cycle.every == every)
            return &cycles->rules[m];
    return NULL;
}

/* Times that say their own period ("tháng cuối quý") or that of any ("tháng cuối kỳ"). */
static void give_relative(struct cycles *cycles)
{
    for (size_t s = 0; s < cycles->spec_count; s++) {
        struct spec *spec = &cycles->specs[s];
        const struct point *point = spec->point;
        if (spec->end != NULL && spec->end->relation != RELATION_NONE)
            point = spec->end;
        if (spec->taken || point->relation == RELATION_NONE)
            continue;
        if (point->of != PERIOD_NONE) {
            struct rule *rule = member(cycles, (enum period_kind)point->of);
            spec->taken = rule != NULL && give(cycles, rule, spec);
            continue;
        }
        struct rule *month =
            point->relation == RELATION_REPORT_MONTH ? member(cycles, PERIOD_MONTH) : NULL;
        for (size_t m = 0; m < cycles->count; m++)
            if (month == NULL || month == &cycles->rules[m])
                spec->taken = give(cycles, &cycles->rules[m], spec) || spec->taken;
    }
}

/* Bare days go to the month, weekdays to the week. */
static void give_days(struct cycles *cycles)
{
    for (size_t s = 0; s < cycles->spec_count; s++) {
        struct spec *spec = &cycles->specs[s];
        if (spec->taken || spec->point->relation != RELATION_NONE)
            continue;
        struct rule *rule = NULL;
        if (spec->point->grain == GRAIN_WEEKDAY)
            rule = member(cycles, PERIOD_WEEK);
        else if (spec->point->grain == GRAIN_DAY && spec->point->first == 0)
            rule = member(cycles, PERIOD_MONTH);
        if (rule != NULL)
            spec->taken = give(cycles, rule, spec);
        if (spec->taken && cycles->postfix && cycles->count > 1) /* "ngày 20 hằng tháng, quý" */
            need_person(cycles->build, READING_REASON_UNREAD, spec->item->begin,
                        cycles->members[cycles->count - 1]->end);
    }
}

/* A date that a yearly period may take: without a year, or with the plan's own. */
static bool yearly(const struct cycles *cycles, const struct spec *spec)
{
    const struct point *point = spec->end != NULL ? spec->end : spec->point;
    if (!point_is_absolute(point) && !point->yearly)
        return false;
    if (point->whole_year && point->edge == EDGE_NONE)
        return false;
    if (!point->year_said)
        return true;
    return cycles->members[0]->flavour == EVERY_EACH && point->grain == GRAIN_DAY &&
           point->year == cycles->build->parse->options->from_year;
}

/* Whether dates given to "hằng năm" come back in equal steps, so that they are of a shorter period:
 * two that are one of each half (for whole periods: half a year apart), four of each quarter. */
static enum period_kind stepped(const struct spec *specs[], size_t count, bool postfix)
{
    int step = count == 2 ? 6 : count == 4 ? 3 : 0;
    if (step == 0)
        return PERIOD_YEAR;
    for (size_t i = 0; i < count; i++) {
        const struct point *point = specs[i]->point, *first = specs[0]->point;
        bool day = point->grain == GRAIN_DAY;
        if (specs[i]->end != NULL || point->lunar || point->grain != first->grain ||
            point->year_shift != 0 || (specs[i]->item->paren && day && !postfix))
            return PERIOD_YEAR;
        if (day ? (point->last - 1) / step != (int)i : point->last - first->last != (int)i * step)
            return PERIOD_YEAR;
    }
    return step == 6 ? PERIOD_HALF : PERIOD_QUARTER;
}

/* When every period of the cycle has the same day, one anchor says it (unless the text said of which
 * period each is). */
static void fold_only(struct cycle *cycle, bool said)
{
    int parts = cycle->every == PERIOD_HALF ? 2 : cycle->every == PERIOD_QUARTER ? 4 : 0;
    if (parts == 0 || cycle->anchor_count != parts || said)
        return;
    for (int i = 0; i < parts; i++) {
        struct anchor same = cycle->anchors[i];
        if (same.only != i + 1)
            return;
        same.only = cycle->anchors[0].only;
        if (!anchor_equal(&same, &cycle->anchors[0]))
            return;
    }
    cycle->anchor_count = 1;
    cycle->anchors[0].only = 0;
}

static void give_dates_to_one(struct cycles *cycles, struct rule *rule)
{
    const struct spec *dates[SPECS_MAX];
    size_t count = 0;
    for (size_t s = 0; s < cycles->spec_count; s++)
        if (!cycles->specs[s].taken && yearly(cycles, &cycles->specs[s]))
            dates[count++] = &cycles->specs[s];
    if (rule->cycle.every == PERIOD_YEAR && cycles->count == 1)
        rule->cycle.every = stepped(dates, count, cycles->postfix);
    for (size_t s = 0; s < cycles->spec_count; s++) {
        struct spec *spec = &cycles->specs[s];
        if (!spec->taken && yearly(cycles, spec))
            spec->taken = give(cycles, rule, spec);
    }
    bool said = false;
    for (size_t s = 0; s < cycles->spec_count; s++)
        said = said || cycles->specs[s].item->only_for > 0;
    fold_only(&rule->cycle, said);
}

/* Dates of the year among several periods: in order when they are as many, else the year's. */
static void give_dates(struct cycles *cycles)
{
    size_t open[MEMBERS_MAX], open_count = 0, dates = 0;
    for (size_t m = 0; m < cycles->count; m++)
        if (cycles->rules[m].cycle.anchor_count == 0 && cycles->rules[m].cycle.every != PERIOD_WEEK)
            open[open_count++] = m;
    for (size_t s = 0; s < cycles->spec_count; s++)
        dates += !cycles->specs[s].taken && yearly(cycles, &cycles->specs[s]) ? 1 : 0;
    if (dates == 0)
        return;
    if (cycles->count == 1) {
        give_dates_to_one(cycles, &cycles->rules[0]);
        return;
    }
    if (open_count == dates) {
        size_t next = 0;
        for (size_t s = 0; s < cycles->spec_count; s++) {
            struct spec *spec = &cycles->specs[s];
            if (!spec->taken && yearly(cycles, spec))
                spec->taken = give(cycles, &cycles->rules[open[next++]], spec);
        }
        return;
    }
    struct rule *year = member(cycles, PERIOD_YEAR);
    if (dates == 1 && year != NULL && year->cycle.anchor_count == 0)
        give_dates_to_one(cycles, year);
}

/* "hằng quý, từ năm 2024 đến năm 2025", "từ quý II/2024": on which periods count. */
static void give_validity(struct cycles *cycles)
{
    const struct parse *parse = cycles->build->parse;
    for (size_t s = 0; s < cycles->spec_count; s++) {
        struct spec *spec = &cycles->specs[s];
        const struct point *last = spec->end != NULL ? spec->end : spec->point;
        bool span = (last->whole_year && last->edge == EDGE_NONE && last->year_said) ||
                    spec->item->validity;
        bool from =
            spec->item->mark == MARK_FROM && spec->end == NULL && point_is_absolute(spec->point);
        bool range = spec->end != NULL && point_is_absolute(last) && last->year_said;
        if (spec->taken || (!span && !from && !range) || spec->item->points > 2)
            continue;
        if (cycles->members[0]->flavour == EVERY_REPORT && !from && !range)
            continue;
        struct days first = resolve_days(parse, spec->point);
        struct days end = from ? (struct days){DAY_NONE, DAY_NONE} : resolve_days(parse, last);
        if (first.first == DAY_NONE || (end.last != DAY_NONE && first.first > end.last))
            continue;
        if (spec->item->mark == MARK_BY || spec->item->mark == MARK_BEFORE) {
            if (spec->end == NULL)
                first.first = DAY_NONE;
            end.last = spec->item->mark == MARK_BEFORE ? end.first - 1 : end.last;
        }
        if (spec->item->mark == MARK_AFTER)
            continue;
        for (size_t m = 0; m < cycles->count; m++) {
            cycles->rules[m].cycle.from = first.first;
            cycles->rules[m].cycle.until = end.last;
        }
        spec->taken = true;
    }
}

static bool has_taken(const struct cycles *cycles, size_t from)
{
    for (size_t s = 0; s < cycles->spec_count; s++)
        for (size_t t = from; t < cycles->time_count; t++)
            if (cycles->specs[s].item == cycles->times[t] && cycles->specs[s].taken)
                return true;
    return false;
}

/* What no member took: a period of its own, a date of its own, or unread. In the order of the text:
 * what stands before the members' times comes first. */
static void emit_rest(struct cycles *cycles, bool before)
{
    for (size_t t = 0; t < cycles->time_count; t++) {
        struct item *item = cycles->times[t];
        bool all = true, any = false;
        bool precedes = item->begin < cycles->members[0]->begin && has_taken(cycles, t);
        if (precedes != before)
            continue;
        for (size_t s = 0; s < cycles->spec_count; s++) {
            if (cycles->specs[s].item != item)
                continue;
            any = any || cycles->specs[s].taken;
            all = all && cycles->specs[s].taken;
        }
        if (all)
            continue;
        if (any)
            mark_unread(cycles->build, item->begin, item->end);
        else
            emit_time(cycles->build, item);
    }
}

/* "báo cáo năm 2024: trước ngày 15/12/2024": the report's period is only the name of what is due. */
static bool named_by_dates(const struct cycles *cycles)
{
    if (cycles->members[0]->flavour != EVERY_REPORT)
        return false;
    bool dated = false;
    for (size_t s = 0; s < cycles->spec_count; s++) {
        if (cycles->specs[s].taken)
            return false;
        dated = dated || cycles->specs[s].point->year_said;
    }
    return dated && cycles->count == 1;
}

/* A yearly period whose times all say a shorter one: "trước ngày 10 của tháng đầu quý sau hằng năm". */
static bool replaced(const struct cycles *cycles)
{
    if (cycles->count != 1 || cycles->spec_count == 0 || cycles->rules[0].cycle.anchor_count > 0)
        return false;
    for (size_t s = 0; s < cycles->spec_count; s++)
        if (cycles->specs[s].taken || cycles->specs[s].point->relation == RELATION_NONE ||
            cycles->specs[s].point->of == PERIOD_NONE)
            return false;
    return cycles->members[0]->every == PERIOD_YEAR || cycles->members[0]->every == PERIOD_NONE;
}

static bool refuse_any(struct cycles *cycles)
{
    bool bad = false;
    for (size_t t = 0; t < cycles->time_count; t++)
        bad = refuse_bad(cycles->build, cycles->times[t]) || bad;
    return bad;
}

static void start_members(struct cycles *cycles)
{
    for (size_t m = 0; m < cycles->count; m++) {
        const struct item *item = cycles->members[m];
        rule_init(&cycles->rules[m], RULE_CYCLE);
        cycles->rules[m].cycle.every = (enum period_kind)item->every;
        if (item->inexact)
            mark_unread(cycles->build, item->begin, item->end);
        if (item->joint == JOINT_OR && m > 0)
            need_person(cycles->build, READING_REASON_ALTERNATIVE, cycles->members[m - 1]->begin,
                        item->end);
    }
}

/* "báo cáo 6 tháng đầu năm": its date is of that half only, also when it lies in the next. */
static void keep_only(struct cycles *cycles)
{
    for (size_t m = 0; m < cycles->count; m++) {
        struct cycle *cycle = &cycles->rules[m].cycle;
        uint8_t only = cycles->members[m]->only;
        if (only == 0 || cycle->every != PERIOD_HALF)
            continue;
        for (size_t i = 0; i < cycle->anchor_count; i++) {
            struct anchor *anchor = &cycle->anchors[i];
            int month = anchor->month + (anchor->only > 0 ? (anchor->only - 1) * 6 : 0);
            if (anchor->only == 0 || month < (only - 1) * 6)
                continue;
            anchor->only = (int8_t)only;
            anchor->month = (int8_t)(month - (only - 1) * 6);
        }
        cycle->has_start = false;
    }
}

void emit_cycles(struct build *build, struct item **members, size_t count, struct item **times,
                 size_t time_count, bool postfix)
{
    struct cycles cycles = {.build = build,
                            .members = members,
                            .count = count < MEMBERS_MAX ? count : MEMBERS_MAX,
                            .times = times,
                            .time_count = time_count,
                            .postfix = postfix};
    if (refuse_any(&cycles))
        return;
    collect(&cycles);
    start_members(&cycles);
    give_relative(&cycles);
    give_days(&cycles);
    give_dates(&cycles);
    give_validity(&cycles);
    keep_only(&cycles);
    sort_anchors(&cycles);
    emit_rest(&cycles, true);
    if (!named_by_dates(&cycles) && !replaced(&cycles))
        for (size_t m = 0; m < cycles.count; m++) {
            struct item item = *members[m];
            if (postfix && time_count > 0) {
                item.begin = times[0]->begin;
                item.label = times[0]->label;
            }
            if (item.mask != 0 && cycles.rules[m].cycle.anchor_count == 0)
                need_person(build, READING_REASON_UNREAD, item.begin, item.end);
            if (item.every == PERIOD_NONE)
                need_person(build, READING_REASON_NO_PERIOD, item.begin, item.end);
            emit_obligation(build, &cycles.rules[m], &item);
        }
    emit_rest(&cycles, false);
}
