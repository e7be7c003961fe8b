/* A term from the end of a period: "10 ngày sau khi kết thúc quý". The calendar knows that day, no
 * paper tells it, so such a term is a cycle, or one date where the period is named by its number. */
#include "lib/phrase/build.h"

/* "[ngay] sau khi kết thúc [mỗi]", "ngày kết thúc", "khi hết": the token of the period after it, 0
 * when the words do not begin so. bare: "sau quý báo cáo", which does not say "kết thúc". */
static uint32_t closed_at(const struct parse *parse, const struct item *item, bool *bare)
{
    uint32_t i = item->text_begin;
    while (i < item->text_end &&
           (is(parse, i, W_NGAYNOW) || is(parse, i, W_SAU) || is(parse, i, W_KE) ||
            is(parse, i, W_TU) || is(parse, i, W_KHI) || is(parse, i, W_NGAY) ||
            is(parse, i, W_THOI) ||
            (i > 0 && is(parse, i - 1, W_THOI) && parse->tokens[i].kind == TOKEN_WORD)))
        i++;
    *bare = false;
    if (is(parse, i, W_KET) && is(parse, i + 1, W_THUC))
        i += 2;
    else if (is(parse, i, W_HET))
        i++;
    else if (i > item->text_begin && is(parse, i - 1, W_SAU))
        *bare = true;
    else
        return 0;
    if (is(parse, i, W_MOI) || is(parse, i, W_HANG) || is(parse, i, W_TUNG) || is(parse, i, W_CAC))
        i++;
    return i < item->text_end ? i : 0;
}

/* The last day of "quý II/2024", when the words end with it; *time holds its point, until the next
 * time is looked for. */
static day_t dated_end(struct build *build, const struct item *item, uint32_t i, struct item *time)
{
    struct parse *parse = build->parse;
    size_t points = parse->point_count;
    size_t taken = time_at(parse, i, time);
    parse->point_count = points;
    if (taken == 0 || i + taken != item->text_end || time->points != 1 || time->range ||
        time->shift != 0 || time->mark > MARK_IN)
        return DAY_NONE;
    const struct point *point = first_point(build, time);
    if (point->grain != GRAIN_SPAN || point->edge != EDGE_NONE || !point_is_absolute(point) ||
        point->reason != READING_REASON_NONE)
        return DAY_NONE;
    resolve_years(parse, time);
    time->begin = i;
    time->end = item->text_end;
    return resolve_days(parse, point).last;
}

/* Day n after the period, where it is the same day of the same month after every one of them (30/4
 * and 30/7 after a quarter, no 29/2 and 29/3 after a month). */
static bool day_after(enum period_kind every, int n, struct anchor *out)
{
    static const int8_t safe[] = {[PERIOD_MONTH] = 28,
                                  [PERIOD_QUARTER] = 30,
                                  [PERIOD_HALF] = 31,
                                  [PERIOD_NINE_MONTHS] = 31,
                                  [PERIOD_YEAR] = 31 + 28};
    if (every == PERIOD_NONE || every == PERIOD_WEEK || n < 1 || n > safe[every])
        return false;
    bool second = n > 31;
    *out = (struct anchor){.kind = ANCHOR_MONTH_DAY,
                           .month = (int8_t)(period_months(every) + (second ? 1 : 0)),
                           .day = (int8_t)(second ? n - 31 : n)};
    return true;
}

/* "năm tài chính", "tháng hành động": a time of its own, which no calendar ends. */
static bool is_named(const struct parse *parse, uint32_t i, enum period_kind every)
{
    return (every == PERIOD_YEAR || every == PERIOD_MONTH) && i < parse->count &&
           parse->tokens[i].kind == TOKEN_WORD && !is(parse, i, W_VA) && !is(parse, i, W_HOAC) &&
           !is(parse, i, W_THU) && parse->tokens[i].value == 0;
}

enum closing closing_rule(struct build *build, const struct item *item, struct rule *out)
{
    const struct parse *parse = build->parse;
    bool bare = false;
    uint32_t i = closed_at(parse, item, &bare);
    if (i == 0 || item->term.unit == TERM_NONE)
        return CLOSING_NONE;
    struct item time = {0};
    day_t end = dated_end(build, item, i, &time);
    if (end != DAY_NONE && !first_point(build, &time)->year_said && many_years(build))
        return CLOSING_UNREAD;
    if (end != DAY_NONE) {
        rule_init(out, RULE_ONCE);
        out->once.within = item->term;
        out->once.since = end;
        return refuse_far(build, &time, (struct days){end, end}) ? CLOSING_REFUSED : CLOSING_READ;
    }
    enum period_kind every = PERIOD_NONE;
    bool exact = true;
    size_t noun = period_noun_at(parse, i, &every, &exact);
    if (noun == 0)
        return CLOSING_NONE;
    i += (uint32_t)noun;
    if (is(parse, i, W_BAO) && is(parse, i + 1, W_CAO))
        i += 2; /* "quý báo cáo" */
    else if (bare || (i < item->text_end && is_named(parse, i, every)))
        return CLOSING_NONE;
    struct anchor anchor;
    if (i != item->text_end || !exact || item->term.unit != TERM_DAY ||
        !day_after(every, item->term.n, &anchor))
        return CLOSING_UNREAD;
    rule_init(out, RULE_CYCLE);
    out->cycle.every = every;
    out->cycle.anchors[0] = anchor;
    out->cycle.anchor_count = 1;
    return CLOSING_READ;
}
