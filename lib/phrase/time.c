/* Times: a list or a range of points with the words that say how they are meant. */
#include "lib/phrase/parse.h"

#define LIST_MAX 40

static bool add_point(struct parse *parse, struct item *out, const struct point *point)
{
    if (parse->point_count == parse->point_max)
        return false;
    parse->points[parse->point_count++] = *point;
    out->points++;
    return true;
}

static struct point *last_point(struct parse *parse)
{
    return &parse->points[parse->point_count - 1];
}

/* "-", "đến", "đến hết", "cho đến trước": joins the ends of a range. */
static size_t range_joint_at(const struct parse *parse, size_t i, const struct item *item,
                             uint8_t *end_mark)
{
    size_t j = i;
    if (is_punct(parse, j, ',') && item->mark == MARK_FROM)
        j++;
    if (is_punct(parse, j, '-') || is_punct(parse, j, '~')) {
        while (is_punct(parse, j, '-') || is_punct(parse, j, '>'))
            j++;
        return j - i;
    }
    if (is(parse, j, W_CHO))
        j++;
    if (!is(parse, j, W_DEN) && !is(parse, j, W_TOI))
        return 0;
    struct item end = {0};
    bool clock;
    size_t taken = marks_at(parse, j, &end, &clock);
    *end_mark = end.mark == MARK_BEFORE ? MARK_BEFORE : MARK_BY;
    return j + taken - i;
}

static size_t range_at(struct parse *parse, size_t i, struct item *out)
{
    uint8_t end_mark = MARK_BY;
    size_t joint = range_joint_at(parse, i, out, &end_mark);
    if (joint == 0)
        return 0;
    bool dash = is_punct(parse, i, '-');
    if (dash && (out->mark == MARK_BY || out->mark == MARK_BEFORE || out->mark == MARK_AFTER))
        return 0;
    if (!dash && (out->mark == MARK_BEFORE || out->mark == MARK_AFTER))
        return 0;
    const struct point *first = last_point(parse);
    struct point end;
    bool marked = !dash || first->grain != GRAIN_SPAN;
    size_t taken = point_at(parse, i + joint, first, marked, &end);
    if (taken == 0)
        return 0;
    if (dash && first->grain == GRAIN_SPAN && end.grain != GRAIN_SPAN)
        return 0;
    if (!add_point(parse, out, &end))
        return 0;
    out->range = true;
    out->end_mark = end_mark;
    return joint + taken;
}

/* What joins the members of a list. */
static size_t list_joint_at(const struct parse *parse, size_t i, bool *or_list)
{
    size_t j = i;
    while (j < i + 3) {
        if (is(parse, j, W_HOAC) || is(parse, j, W_HAY))
            *or_list = true;
        else if (!is_punct(parse, j, ',') && !is(parse, j, W_VA) && !is_punct(parse, j, '&') &&
                 !is_punct(parse, j, '+') && !(is_punct(parse, j, '/') && j == i) &&
                 !(is(parse, j, W_CAC) && j > i && !is(parse, j + 1, W_NAM)) &&
                 !(is(parse, j, W_VAO) && j > i))
            break;
        j++;
    }
    return j - i;
}

/* "quý II" of "trước ngày 20/3, quý II trước ngày 20/6": it has a day of its own. */
static bool has_own_day(const struct parse *parse, size_t i)
{
    struct item own = {0};
    bool clock;
    size_t j = i + (is_punct(parse, i, ':') || is_punct(parse, i, '(') ? 1 : 0);
    return day_follows(parse, j + marks_at(parse, j, &own, &clock));
}

static size_t list_at(struct parse *parse, size_t i, struct item *out)
{
    size_t j = i;
    for (int n = 0; n < LIST_MAX; n++) {
        bool or_list = false;
        size_t joint = list_joint_at(parse, j, &or_list);
        if (joint == 0)
            break;
        struct point before = *last_point(parse), next;
        size_t taken = point_at(parse, j + joint, &before, false, &next);
        if (taken == 0 || (is_punct(parse, j, '/') && next.grain != GRAIN_SPAN))
            break;
        bool both_ranges =
            is_punct(parse, j + joint + taken, '-') || is(parse, j + joint + taken, W_DEN);
        if (before.grain == GRAIN_DAY && next.whole_year && !next.year_said)
            break; /* "trước 15/6, cả năm trước 15/12" */
        if (before.grain == GRAIN_DAY && next.grain == GRAIN_SPAN && next.edge == EDGE_NONE &&
            has_own_day(parse, j + joint + taken))
            break;
        bool narrower = before.whole_year && before.edge == EDGE_NONE && !next.whole_year;
        if (narrower) /* "năm 2023, quý I" */
            break;
        bool both_recur = (before.relation == RELATION_NONE) == (next.relation == RELATION_NONE);
        if (!both_recur && (before.first > 0 || next.first > 0))
            break;                                  /* "ngày 18 tháng cuối quý và 18/12" */
        if (both_ranges && next.grain == GRAIN_DAY) /* "15/3, 20/6 - 30/6": the range is another */
            break;
        if (!add_point(parse, out, &next))
            break;
        out->or_list = out->or_list || or_list;
        j += joint + taken;
    }
    return j - i;
}

static size_t onward_words_at(const struct parse *parse, size_t i)
{
    size_t j = i + (is_punct(parse, i, ',') ? 1 : 0);
    if (!is(parse, j, W_TRO))
        return 0;
    j++;
    if (is(parse, j, W_DI))
        return j + 1 - i;
    if (is(parse, j, W_LEN))
        return j + 1 - i;
    if (is_other_word(parse, j) && is(parse, j + 1, W_SAU)) /* trở về sau */
        return j + 2 - i;
    return 0;
}

/* "các tháng 3, 6, 9", "các ngày 15", "giai đoạn": words before a point that add nothing. */
static size_t filler_at(const struct parse *parse, size_t i)
{
    size_t j = i;
    if (is(parse, j, W_CAC) && (is(parse, j + 1, W_THANG) || is(parse, j + 1, W_NGAY) ||
                                is(parse, j + 1, W_QUY) || is(parse, j + 1, W_NAM)))
        j++;
    return j - i;
}

/* A weekday said with its date: "thứ Sáu, ngày 15/3/2024". */
static size_t weekday_before_date(const struct parse *parse, size_t i, int *weekday)
{
    size_t said = is(parse, i, W_NGAY) ? 1 : 0;
    size_t taken = weekday_at(parse, i + said, weekday);
    if (taken == 0)
        return 0;
    size_t j = i + said + taken;
    j += is_punct(parse, j, ',') || is_punct(parse, j, '(') ? 1 : 0;
    if (!is(parse, j, W_NGAY) && !(is_number(parse, j) && is_punct(parse, j + 1, '/')))
        return 0;
    return j - i;
}

/* "05 ngày sau", "10 ngày trước" before a day: days to add. */
static size_t shift_at(const struct parse *parse, size_t i, int8_t *shift)
{
    int n;
    size_t taken = number_at(parse, i, false, &n);
    size_t j = i + taken;
    if (taken == 0 || n < 1 || n > 31 || !is(parse, j, W_NGAY))
        return 0;
    bool before = is(parse, j + 1, W_TRUOC);
    if (!before && !is(parse, j + 1, W_SAU))
        return 0;
    if (!day_follows(parse, j + 2))
        return 0;
    *shift = (int8_t)(before ? -n : n);
    return j + 2 - i;
}

static void check_weekday(const struct parse *parse, struct point *point, int weekday)
{
    if (point->grain != GRAIN_DAY || point->first == 0 || point->lunar ||
        point->relation != RELATION_NONE)
        return;
    int year = point->year_said ? point->year : parse->options->from_year;
    day_t day = civil_to_day(year, point->first, point->day);
    if (day != DAY_NONE && (int)civil_weekday(day) != weekday)
        point->reason = READING_REASON_NO_SUCH_DATE;
}

bool day_follows(const struct parse *parse, size_t i)
{
    int weekday;
    if (weekday_at(parse, i, &weekday) > 0)
        return true;
    if (is(parse, i, W_NGAY))
        return is_number(parse, i + 1) || is(parse, i + 1, W_CUOI) || is(parse, i + 1, W_DAU) ||
               (is(parse, i + 1, W_LAM) && is(parse, i + 2, W_VIEC) && is(parse, i + 3, W_CUOI));
    return is_number(parse, i) && is_punct(parse, i + 1, '/') && is_number(parse, i + 2);
}

size_t time_at(struct parse *parse, size_t i, struct item *out)
{
    *out = (struct item){.kind = ITEM_TIME, .begin = (uint32_t)i, .start_point = -1};
    bool clock, dated;
    int weekday = 0;
    size_t saved = parse->point_count;
    size_t j = i + marks_at(parse, i, out, &clock);
    j += shift_at(parse, j, &out->shift);
    j += filler_at(parse, j);
    if (j > i && hazy_at(parse, j) > 0)
        return 0;
    size_t named = weekday_before_date(parse, j, &weekday);
    dated = j > i || named > 0;
    out->point = (uint32_t)saved;
    struct point first;
    size_t taken = point_at(parse, j + named, NULL, dated, &first);
    if (taken == 0 && named > 0) {
        named = 0;
        taken = point_at(parse, j, NULL, dated, &first);
    }
    if (taken == 0 || !add_point(parse, out, &first)) {
        parse->point_count = saved;
        return 0;
    }
    if (named > 0)
        check_weekday(parse, last_point(parse), weekday);
    j += named + taken;
    if (is_punct(parse, j, ')') && named > 0 && is_punct(parse, j - taken - 1, '('))
        j++;
    size_t more = range_at(parse, j, out);
    if (more == 0 && out->mark != MARK_FROM)
        more = list_at(parse, j, out);
    j += more;
    size_t onward = onward_words_at(parse, j);
    out->onward = onward > 0;
    j += onward;
    out->end = (uint32_t)j;
    return j - i;
}
