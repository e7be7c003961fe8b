/* Items that are no obligations of their own: labels, headings, backing papers; and what items of
 * one list share. */
#include "lib/phrase/build.h"

struct item *next_in(const struct build *build, const struct item *item)
{
    const struct item *end = build->parse->items + build->parse->item_count;
    for (const struct item *next = item + 1; next < end && next->segment == item->segment; next++)
        if (!next->used_up)
            return &build->parse->items[next - build->parse->items];
    return NULL;
}

struct item *before_in(const struct build *build, const struct item *item)
{
    for (const struct item *before = item; before-- > build->parse->items;) {
        if (before->segment != item->segment)
            return NULL;
        if (!before->used_up)
            return &build->parse->items[before - build->parse->items];
    }
    return NULL;
}

const struct point *first_point(const struct build *build, const struct item *item)
{
    return &build->parse->points[item->point];
}

static bool lacks_year(const struct point *point)
{
    return point_is_yearless(point) && point->year_shift == 0;
}

/* "15/3 (quý I)": the period in parentheses is what the date before is for. */
static bool names_date(const struct build *build, const struct item *item)
{
    const struct item *before = item - 1;
    if (item->kind != ITEM_TIME || item->begin == 0)
        return false;
    const int word = build->tokens[item->begin - 1].word;
    bool year = first_point(build, item)->whole_year || /* "(riêng năm 2024)" */
                word == W_CAO || word == W_BC;          /* "(báo cáo quý I)" */
    if (!item->opens || (item->gap && !year) || before < build->parse->items ||
        before->segment != item->segment || before->kind != ITEM_TIME || before->paren)
        return false;
    if (!is_punct(build->parse, item->end, ')') || (before->end + 1 != item->begin && !year))
        return false;
    return first_point(build, before)->grain == GRAIN_DAY &&
           first_point(build, item)->grain == GRAIN_SPAN;
}

/* "Tháng 01/2025 (báo cáo năm 2024)": a bare period straight behind the name of a paper says which
 * paper, not when. Without parentheses only a year is taken so: "tháng 6 sơ kết tháng 12 tổng kết". */
static bool names_paper(const struct build *build, const struct item *item)
{
    const struct item *before = before_in(build, item);
    if (item->kind != ITEM_TIME || item->begin == 0 || before == NULL ||
        before->kind != ITEM_TIME || before->paren || next_in(build, item) != NULL)
        return false;
    const int word = build->tokens[item->begin - 1].word;
    const struct point *own = first_point(build, item);
    if (own->grain != GRAIN_SPAN || own->edge != EDGE_NONE)
        return false;
    bool paper = word == W_CAO || word == W_BC || word == W_DOC;
    if (item->paren)
        return (paper || word == W_NOUN || word == W_KET) && is_punct(build->parse, item->end, ')');
    return paper && item->joint == JOINT_NONE && own->whole_year;
}

/* "Kế hoạch năm 2025: trước ngày …": the period names the thing that is due. */
static bool is_label(const struct build *build, const struct item *item)
{
    if (item->kind != ITEM_TIME || item->mark != MARK_NONE || item->joint == JOINT_FOR)
        return false;
    if (names_date(build, item) || names_paper(build, item))
        return true;
    const struct item *next = next_in(build, item);
    if (next == NULL || next->kind != ITEM_TIME || (item->paren && !next->paren))
        return false;
    const struct point *points = build->parse->points;
    for (uint32_t p = item->point; p < item->point + item->points; p++)
        if (points[p].grain != GRAIN_SPAN)
            return false;
    bool close =
        next->joint == JOINT_COLON || next->opens || (next->joint == JOINT_NONE && !next->gap);
    const struct point *own = &points[item->point], *date = first_point(build, next);
    bool quarters = date->relation != RELATION_NONE && date->of == PERIOD_QUARTER &&
                    own->last - own->first == 2 && !item->range;
    if (close && (next->mark == MARK_BEFORE || next->mark == MARK_BY) && date->grain == GRAIN_DAY &&
        (date->first > 0 || quarters))
        return true; /* "quý II: trước ngày 15/6" */
    bool heading = own->whole_year && !item->range && item->points == 1;
    if (heading && next->joint == JOINT_COLON && !item->gap)
        return true;
    if (heading && !next->gap && (next->opens || next->joint == JOINT_COMMA) && own->year_said &&
        date->grain == GRAIN_SPAN && lacks_year(date) && !date->whole_year)
        return true; /* "Năm 2023 (quý I)" */
    const struct token *before = &build->tokens[item->begin > 0 ? item->begin - 1 : 0];
    if (!item->gap || item->begin == 0 || before->kind != TOKEN_WORD || before->word == W_VA)
        return false;
    bool dated = next->mark != MARK_NONE || next->joint == JOINT_COLON || next->opens ||
                 first_point(build, next)->grain == GRAIN_DAY;
    if (!dated)
        return false;
    if (next->joint != JOINT_COMMA && next->joint != JOINT_AND && next->joint != JOINT_OR)
        return true;
    bool verb = before->word == W_VERB || before->word == W_THANH || before->word == W_TRINH;
    return !verb && points[item->point].whole_year;
}

/* Another cycle in the segment, or an event or reference that "định kỳ" leans on. */
static bool bare_is_idle(const struct build *build, const struct item *item)
{
    const struct item *next = next_in(build, item);
    const struct item *before = before_in(build, item);
    if (before != NULL && before->kind == ITEM_EVERY && before->every != PERIOD_NONE)
        return true;
    if (next == NULL)
        return false;
    bool close = !next->gap && (next->joint == JOINT_NONE || next->joint == JOINT_COMMA);
    if (next->kind == ITEM_REFERENCE && next->joint != JOINT_OR && next->joint != JOINT_AND)
        return true;
    if (next->kind == ITEM_EVENT)
        return close && next->joint == JOINT_NONE;
    for (; next != NULL; next = next_in(build, next)) {
        if (next->kind == ITEM_EVERY && next->every != PERIOD_NONE)
            return true;
        if (next->kind == ITEM_TIME)
            return !next->validity;
        if (next->joint == JOINT_OR || next->joint == JOINT_AND)
            return false;
    }
    return false;
}

/* "thường xuyên trong năm 2024": the period says nothing more. */
static bool adds_nothing(const struct build *build, const struct item *item)
{
    const struct item *before = before_in(build, item);
    if (before == NULL || before->kind != ITEM_CONTINUOUS || item->gap || before->weak)
        return false;
    if (item->joint != JOINT_NONE && item->joint != JOINT_COMMA)
        return false;
    const struct point *point = first_point(build, item);
    return item->kind == ITEM_TIME && item->points == 1 && point->whole_year &&
           point->edge == EDGE_NONE && (item->mark == MARK_NONE || item->mark == MARK_IN);
}

/* "Định kỳ quý, năm theo Quyết định …": the paper that asks for it, not a second obligation. */
static bool is_backing(const struct build *build, const struct item *item)
{
    const struct item *before = before_in(build, item);
    if (before == NULL || before->kind == ITEM_REFERENCE)
        return before != NULL && item->joint != JOINT_OR;
    if (before->kind == ITEM_EVERY && before->every == PERIOD_NONE)
        return false;
    return item->joint == JOINT_NONE || item->joint == JOINT_COMMA;
}

/* "Gửi theo mẫu số 02 trước ngày …", "Căn cứ Quyết định …, thực hiện trong năm 2024": the paper is not
 * what sets the time. */
static bool leads_to_time(const struct build *build, const struct item *item)
{
    const struct item *next = next_in(build, item);
    if (next == NULL || next->kind != ITEM_TIME || next->paren)
        return false;
    return next->joint == JOINT_NONE || is(build->parse, item->begin, W_CANCU);
}

/* "trước ngày 15/3 (quý I), 15/6 (quý II)": the mark of the first date is that of the next too. */
static void spread_mark(const struct build *build, struct item *item)
{
    const struct item *before = before_in(build, item);
    while (before != NULL && before->kind == ITEM_EVERY && before->paren)
        before = before_in(build, before);
    if (before == NULL || before->kind != ITEM_TIME || item->kind != ITEM_TIME || item->gap ||
        item->mark != MARK_NONE || (item->joint != JOINT_COMMA && item->joint != JOINT_AND))
        return;
    if ((before->mark == MARK_BEFORE || before->mark == MARK_BY) && !item->range &&
        first_point(build, before)->grain == GRAIN_DAY &&
        first_point(build, item)->grain == GRAIN_DAY)
        item->mark = before->mark;
}

/* "trước ngày 15/6 và trước ngày 15/12/2025": the year of the last serves all, when that keeps
 * them in order. */
static void share_year(const struct build *build, const struct item *item)
{
    const struct item *next = next_in(build, item);
    if (item->kind != ITEM_TIME || next == NULL || next->kind != ITEM_TIME || next->gap ||
        next->validity || next->range || next->paren != item->paren || next->mark != item->mark ||
        (next->joint != JOINT_AND && next->joint != JOINT_COMMA))
        return;
    struct point *last = &build->parse->points[item->point + item->points - 1];
    const struct point *other = first_point(build, next);
    if (!other->year_said || !lacks_year(last) || last->grain != other->grain ||
        last->first > other->first)
        return;
    last->year = other->year;
    last->year_said = true;
    point_check(last);
}

/* "Năm 2025: quý I …, quý II …": the heading's year is that of what follows it. */
static void share_heading(const struct build *build, const struct item *item)
{
    const struct parse *parse = build->parse;
    const struct point *own = first_point(build, item);
    const struct item *end = parse->items + parse->item_count;
    if (!own->whole_year || !own->year_said || item->gap)
        return;
    for (const struct item *next = item + 1; next < end; next++) {
        if (next->kind != ITEM_TIME)
            continue;
        for (uint32_t p = next->point; p < next->point + next->points; p++) {
            struct point *point = &parse->points[p];
            if (point->year_said)
                return;
            if (lacks_year(point)) {
                point->year = own->year;
                point->year_said = true;
                point_check(point);
            }
        }
    }
}

/* "quý I, II, III: trước ngày 20 tháng cuối quý": which quarters it is of. */
static void share_quarters(const struct build *build, const struct item *item, bool before)
{
    struct item *next =
        before ? build->parse->items + (item - build->parse->items) - 1 : next_in(build, item);
    const struct point *points = build->parse->points;
    if (next == NULL || next->kind != ITEM_TIME || first_point(build, next)->of != PERIOD_QUARTER ||
        points[item->point].last - points[item->point].first != 2)
        return;
    for (uint32_t p = item->point; p < item->point + item->points; p++)
        next->mask |= (uint16_t)(1u << (points[p].last / 3));
}

/* "ngày … tháng … năm 2024": a form that nobody filled in; its year alone is no time. */
static bool is_blank_form(struct build *build, const struct item *item)
{
    uint32_t i = item->begin;
    while (i > 0 && build->tokens[i - 1].kind == TOKEN_PUNCT && build->tokens[i - 1].punct == '.')
        i--;
    if (item->kind != ITEM_TIME || i == 0 || build->tokens[i - 1].used ||
        !words_tell_time((enum word)build->tokens[i - 1].word))
        return false;
    mark_unread(build, item->begin, item->end);
    return true;
}

void set_aside(struct build *build)
{
    struct parse *parse = build->parse;
    for (size_t i = parse->item_count; i-- > 0;) {
        struct item *item = &parse->items[i];
        bool idle = is_label(build, item) || is_blank_form(build, item);
        if (item->kind == ITEM_EVERY && item->every == PERIOD_NONE && !item->inexact)
            idle = bare_is_idle(build, item);
        if (item->kind == ITEM_TIME && !idle)
            idle = adds_nothing(build, item);
        item->used_up = idle;
        struct item *next = idle ? next_in(build, item) : NULL;
        if (next != NULL && item->label < item->begin && !item->paren)
            next->label = item->label; /* "BC định kỳ", "Kế hoạch năm 2025" */
        if (idle && item->kind == ITEM_TIME) {
            share_quarters(build, item, names_date(build, item));
            share_heading(build, item);
        }
    }
    for (size_t i = 0; i < parse->item_count; i++)
        spread_mark(build, &parse->items[i]);
    for (size_t i = parse->item_count; i-- > 0;)
        share_year(build, &parse->items[i]);
    for (size_t i = 0; i < parse->item_count; i++) {
        struct item *item = &parse->items[i];
        if (item->kind == ITEM_REFERENCE)
            item->used_up = is_backing(build, item) || leads_to_time(build, item);
        if (item->kind == ITEM_CONTINUOUS && item->weak)
            item->used_up = before_in(build, item) != NULL || next_in(build, item) != NULL;
    }
}
