/* Words that say how a point is meant: "trước", "chậm nhất", "từ", "trong", "đến hết", "sau". */
#include "lib/phrase/parse.h"

struct marks {
    bool before, by, in, from, after, clock, now, validity;
};

/* "chậm nhất", "muộn nhất", "không quá", "hạn chót": how many tokens. */
static size_t latest_at(const struct parse *parse, size_t i)
{
    if ((is(parse, i, W_CHAM) || is(parse, i, W_MUON) || is(parse, i, W_TRE)) &&
        is(parse, i + 1, W_NHAT))
        return 2;
    if (is(parse, i, W_KHONG)) {
        if (is(parse, i + 1, W_QUA))
            return 2;
        if ((is(parse, i + 1, W_CHAM) || is(parse, i + 1, W_MUON) || is(parse, i + 1, W_TRE)) &&
            is(parse, i + 2, W_HON))
            return 3;
        if (is(parse, i + 1, W_SAU))
            return 2;
    }
    size_t j = i + (is(parse, i, W_THOI) && is(parse, i + 1, W_HAN) ? 1 : 0);
    if (is(parse, j, W_HAN) && (is(parse, j + 1, W_CHOT) || is(parse, j + 1, W_CUOI)))
        return j + 2 + (is(parse, j + 2, W_CUNG) ? 1 : 0) - i;
    if (j > i || (is(parse, i, W_HAN) && (is_punct(parse, i + 1, ':') || is(parse, i + 1, W_NGAY) ||
                                          is(parse, i + 1, W_TRUOC))))
        return j + 1 - i;
    return 0;
}

/* "trước", "trước hoặc trong", "từ trước": sets before, or by. */
static size_t before_at(const struct parse *parse, size_t i, struct marks *marks)
{
    size_t hours = i + (is(parse, i, W_TRUOC) && is(parse, i + 1, W_KHI) ? 2 : 0);
    if (is(parse, hours, W_HET) && is(parse, hours + 1, W_GIO)) { /* "hết giờ hành chính ngày" */
        size_t day = hours + 2;
        while (day < hours + 5 && day < parse->count && !day_follows(parse, day) &&
               parse->tokens[day].kind == TOKEN_WORD)
            day++;
        if (day_follows(parse, day)) {
            marks->by = true;
            return day - i;
        }
    }
    if (!is(parse, i, W_TRUOC))
        return 0;
    if ((is(parse, i + 1, W_HOAC) || is(parse, i + 1, W_VA)) && is(parse, i + 2, W_TRONG)) {
        marks->by = true;
        return 3;
    }
    if (is(parse, i + 1, W_KHI) || is(parse, i + 1, W_DO) || is(parse, i + 1, W_MAT))
        return 0;
    if (is(parse, i + 1, W_HAN) && !is(parse, i + 2, W_NGAY) && !is_number(parse, i + 2))
        return 0; /* "giải quyết trước hạn trong năm 2024" */
    marks->before = true;
    if (is(parse, i + 1, W_THOI) && is(parse, i + 2, W_DIEM))
        return 3;
    if (is(parse, i + 1, W_HAN))
        return 2;
    return 1;
}

/* "từ", "kể từ", "bắt đầu từ", "từ nay", "sau" */
static size_t from_at(const struct parse *parse, size_t i, struct marks *marks)
{
    size_t j = i;
    if (is(parse, j, W_BAT) && is(parse, j + 1, W_DAU))
        j += 2;
    if (is(parse, j, W_KE) && is(parse, j + 1, W_TU))
        j++;
    if (is(parse, j, W_TU)) {
        marks->from = true;
        j++;
        if (is(parse, j, W_NAY)) {
            marks->now = true;
            j++;
        } else if (is(parse, j, W_SAU)) {
            marks->after = true;
            j++;
        }
        return j - i;
    }
    if (j > i && j - i == 2) { /* "bắt đầu ngày 01/3" */
        marks->from = true;
        return 2;
    }
    if (is(parse, i, W_SAU) && !is(parse, i + 1, W_KHI) && !is(parse, i + 1, W_DO)) {
        marks->after = true;
        return 1;
    }
    return 0;
}

/* "đến", "cho đến hết", "hết", "vào", "trong", "dự kiến" … */
static size_t plain_at(const struct parse *parse, size_t i, struct marks *marks)
{
    if (is(parse, i, W_CHO) && (is(parse, i + 1, W_DEN) || is(parse, i + 1, W_TOI)))
        i++;
    switch (i < parse->count ? (int)parse->tokens[i].word : W_NONE) {
    case W_DEN:
    case W_TOI:
    case W_HET:
        marks->by = true;
        return 1;
    case W_TRONG:
    case W_VAO:
        marks->in = true;
        return 1;
    case W_DIP:
    case W_LA:
        return 1;
    case W_KET:
        if (!is(parse, i + 1, W_THUC))
            return 0;
        marks->by = true;
        return 2;
    case W_DU:
        return is(parse, i + 1, W_KIEN) ? 2 : 0;
    case W_XONG:
        return 1;
    case W_HOAN:
        return is(parse, i + 1, W_THANH) ? 2 : 0;
    case W_TOIDA:
        if (is(parse, i + 1, W_DA)) {
            marks->by = true;
            return 2;
        }
        return 0;
    case W_AP:
        if (!is(parse, i + 1, W_APDUNG))
            return 0;
        marks->validity = true;
        return 2;
    case W_THOI:
        return is(parse, i + 1, W_GIAN) && !is(parse, i + 2, W_BAO) ? 2 : 0;
    default:
        return 0;
    }
}

/* Marks of a clock time only where a day follows: "17h00 ngày 15/8", "16 giờ thứ Sáu". */
static size_t clock_before_day(const struct parse *parse, size_t i)
{
    size_t clock = clock_at(parse, i);
    if (clock == 0)
        return 0;
    size_t j = i + clock;
    if (is_punct(parse, j, ',') || is(parse, j, W_VAO) || is(parse, j, W_CUA))
        j++;
    bool day =
        is(parse, j, W_NGAY) || is(parse, j, W_THU) || is(parse, j, W_CHU) ||
        (is_number(parse, j) && (is_punct(parse, j + 1, '/') || is_punct(parse, j + 1, '-')));
    return day ? j - i : 0;
}

/* "8h00 đến 17h00": the hours of one day. */
static size_t hours_at(const struct parse *parse, size_t i)
{
    size_t first = clock_at(parse, i);
    size_t j = i + first;
    if (first == 0 || !(is_punct(parse, j, '-') || is(parse, j, W_DEN)))
        return 0;
    size_t second = clock_before_day(parse, j + 1);
    return second > 0 ? j + 1 + second - i : 0;
}

static size_t mark_at(const struct parse *parse, size_t i, struct marks *marks)
{
    size_t taken = latest_at(parse, i);
    if (taken > 0) { /* "thời hạn:" alone says nothing of before or by */
        marks->by = marks->by || (!is(parse, i + taken - 1, W_HAN));
        return taken + (is_punct(parse, i + taken, ':') ? 1 : 0);
    }
    taken = before_at(parse, i, marks);
    if (taken > 0)
        return taken;
    taken = hours_at(parse, i);
    if (taken > 0) {
        marks->from = false;
        return taken;
    }
    taken = clock_before_day(parse, i);
    if (taken > 0) {
        size_t hour = i; /* before midnight of a day is the day before */
        while (hour < i + taken && !is_number(parse, hour))
            hour++;
        marks->clock = !(marks->before && is_number(parse, hour) && parse->tokens[hour].value == 0);
        return taken;
    }
    taken = from_at(parse, i, marks);
    if (taken > 0)
        return taken;
    return plain_at(parse, i, marks);
}

size_t marks_at(const struct parse *parse, size_t i, struct item *out, bool *clock)
{
    struct marks marks = {0};
    size_t j = i;
    while (j < parse->count && j < i + 16) {
        if (marks.from && (is(parse, j, W_DEN) || is(parse, j, W_TOI)) && !marks.now)
            break;
        if (is_punct(parse, j, ',') && marks.now)
            j++;
        size_t taken = mark_at(parse, j, &marks);
        if (taken == 0)
            break;
        j += taken;
    }
    *clock = marks.clock;
    out->validity = marks.validity;
    out->double_marker = marks.before && marks.by && !marks.clock;
    out->mark = MARK_NONE;
    if (marks.before && !marks.clock)
        out->mark = MARK_BEFORE;
    else if (marks.by || marks.before)
        out->mark = MARK_BY;
    else if (marks.after)
        out->mark = MARK_AFTER;
    else if (marks.from)
        out->mark = MARK_FROM;
    else if (marks.in)
        out->mark = MARK_IN;
    return j - i;
}
