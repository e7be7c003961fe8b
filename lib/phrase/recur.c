/* Times in a cycle: as an anchor or a window, and cycles that a time makes by itself. */
#include "lib/phrase/build.h"

static void add_anchor(struct cycle *cycle, const struct anchor *anchor)
{
    for (size_t i = 0; i < cycle->anchor_count; i++)
        if (anchor_equal(&cycle->anchors[i], anchor))
            return;
    if (cycle->anchor_count < RULE_MAX_ANCHORS)
        cycle->anchors[cycle->anchor_count++] = *anchor;
}

/* Puts a time into a cycle: an anchor, or a window with its start. */
static bool put_one(const struct build *build, struct cycle *cycle, const struct spec *spec)
{
    struct anchor anchor, start;
    const struct item *item = spec->item;
    const struct point *last = spec->end != NULL ? spec->end : spec->point;
    uint8_t mark = spec->end != NULL ? item->end_mark : item->mark;
    bool plain = item->mark == MARK_NONE || item->mark == MARK_IN;
    bool whole = spec->point->grain == GRAIN_SPAN && spec->point->edge == EDGE_NONE && plain;
    if (item->validity || !point_anchor(build->parse, item, last, cycle->every, mark, &anchor))
        return false;
    if (item->mark == MARK_AFTER || (item->mark == MARK_FROM && spec->end == NULL))
        return false;
    bool opens = (spec->end != NULL || whole) && cycle->anchor_count == 0 && anchor.shift == 0 &&
                 point_start(spec->point, cycle->every, &start);
    if (opens && anchor.only != start.only)
        opens = false;
    add_anchor(cycle, &anchor);
    if (opens && anchor.only == 0) {
        cycle->has_start = true;
        cycle->start = start;
    } else {
        cycle->has_start = false;
    }
    return true;
}

/* Where the text names the periods, once for each of them. */
bool put_time(const struct build *build, struct cycle *cycle, const struct spec *spec)
{
    size_t count = cycle->anchor_count;
    if (!put_one(build, cycle, spec))
        return false;
    if (spec->item->mask == 0 || cycle->anchor_count != count + 1 ||
        cycle->anchors[count].only != 0)
        return true;
    struct anchor anchor = cycle->anchors[count];
    cycle->anchor_count = (uint8_t)count;
    cycle->has_start = false;
    for (int index = 1; index <= 12; index++) {
        if ((spec->item->mask & (1u << index)) == 0)
            continue;
        anchor.only = (int8_t)index;
        add_anchor(cycle, &anchor);
    }
    return true;
}

static enum period_kind own_period(const struct point *point)
{
    if (point->yearly)
        return PERIOD_YEAR;
    switch ((enum relation)point->relation) {
    case RELATION_NEXT_MONTH:
    case RELATION_REPORT_MONTH:
        return point->of == PERIOD_NONE ? PERIOD_MONTH : (enum period_kind)point->of;
    case RELATION_MONTH_OF:
    case RELATION_PERIOD:
        return (enum period_kind)point->of;
    case RELATION_NONE:
        break;
    }
    return PERIOD_NONE;
}

/* One cycle of all points of the item that say this period. */
static void emit_own_cycle(struct build *build, struct item *item, enum period_kind every)
{
    const struct point *points = build->parse->points + item->point;
    struct rule rule;
    rule_init(&rule, RULE_CYCLE);
    rule.cycle.every = every;
    bool all = true;
    for (uint32_t p = 0; p < item->points && !item->range; p++) {
        struct spec spec = {.item = item, .point = &points[p]};
        if (own_period(&points[p]) == every)
            all = put_time(build, &rule.cycle, &spec) && all;
    }
    if (item->range) {
        struct spec spec = {.item = item, .point = &points[0], .end = &points[1]};
        all = put_time(build, &rule.cycle, &spec);
    }
    if (!all)
        mark_unread(build, item->begin, item->end);
    emit_obligation(build, &rule, item);
}

static bool said_before(const struct point *points, uint32_t p)
{
    for (uint32_t q = 0; q < p; q++)
        if (own_period(&points[q]) == own_period(&points[p]))
            return true;
    return false;
}

void emit_recurring(struct build *build, struct item *item)
{
    const struct point *points = build->parse->points + item->point;
    for (uint32_t p = item->range ? 1 : 0; p < item->points; p++) {
        enum period_kind every = own_period(&points[p]);
        if (!item->range && said_before(points, p))
            continue;
        if (every != PERIOD_NONE) {
            emit_own_cycle(build, item, every);
            continue;
        }
        if (points[p].relation == RELATION_NONE) { /* a bare day, of no month */
            mark_unread(build, item->begin, item->end);
            continue;
        }
        struct rule rule;
        rule_init(&rule, RULE_CYCLE);
        need_person(build, READING_REASON_PERIOD_ELSEWHERE, item->begin, item->end);
        emit_obligation(build, &rule, item);
    }
}
