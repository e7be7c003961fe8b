/* Points: days, months, quarters, halves, years, and where in them. */
#include "lib/phrase/parse.h"

size_t day_point_at(const struct parse *parse, size_t i, const struct point *before, bool marked,
                    struct point *out);

static void set_months(struct point *out, int first, int last)
{
    out->grain = GRAIN_SPAN;
    out->first = (int8_t)first;
    out->last = (int8_t)last;
}

/* Words that may stand between an edge and its period: "cuối [các] [mỗi] quý". */
static size_t each_at(const struct parse *parse, size_t i)
{
    return is(parse, i, W_MOI) || is(parse, i, W_HANG) || is(parse, i, W_CAC) ||
                   is(parse, i, W_TUNG)
               ? 1
               : 0;
}

static size_t edge_at(const struct parse *parse, size_t i, uint8_t *edge)
{
    size_t j = i + 1;
    if (is(parse, i, W_DAU))
        *edge = EDGE_BEGIN;
    else if (is(parse, i, W_GIUA))
        *edge = EDGE_MIDDLE;
    else if (is(parse, i, W_CUOI))
        *edge = EDGE_END;
    else
        return 0;
    size_t k = j + each_at(parse, j);
    if (is(parse, k, W_THANG) || is(parse, k, W_QUY) || is(parse, k, W_NAM) || is(parse, k, W_Q) ||
        is(parse, k, W_T) || is(parse, k, W_KY))
        return 1;
    return 0;
}

/* A number that continues a list of months or quarters: nothing after it makes it another thing. */
static bool continues(const struct parse *parse, size_t i)
{
    if (i >= parse->count)
        return true;
    const struct token *token = &parse->tokens[i];
    if (token->kind == TOKEN_PUNCT)
        return token->punct != '%';
    switch ((int)token->word) {
    case W_VA:
    case W_HOAC:
    case W_NAM:
    case W_HANG:
    case W_MOI:
    case W_CUA:
    case W_DEN:
    case W_TOI:
    case W_TRONG:
    case W_TRO:
        return true;
    default:
        return token->line;
    }
}

static size_t month_point_at(const struct parse *parse, size_t i, const struct point *before,
                             struct point *out)
{
    int month = 0;
    size_t taken = 0;
    bool said = is(parse, i, W_THANG);
    if (said) {
        taken = number_at(parse, i + 1, false, &month);
        if (taken > 0 && is_number(parse, i + 1) && parse->tokens[i + 1].digits > 2)
            return 0;
        taken += taken > 0 ? 1 : 0;
    } else if (is(parse, i, W_T) && is_punct(parse, i + 1, '.') && is_number(parse, i + 2) &&
               parse->tokens[i + 2].digits <= 2) {
        month = parse->tokens[i + 2].value;
        taken = 3;
    } else if (is(parse, i, W_T) && is_number(parse, i + 1) && is_glued(parse, i + 1) &&
               parse->tokens[i + 1].digits <= 2) {
        month = parse->tokens[i + 1].value;
        taken = 2;
    } else if (before != NULL && before->grain == GRAIN_SPAN && before->first == before->last &&
               is_number(parse, i) && parse->tokens[i].digits <= 2 && continues(parse, i + 1)) {
        month = parse->tokens[i].value;
        taken = 1;
        if (is_punct(parse, i + 1, '/') && !year_number_at(parse, i + 2))
            return 0;
    }
    if (taken == 0)
        return 0;
    set_months(out, month, month);
    out->month_said = said;
    if (month < 1 || month > 12) {
        set_months(out, 1, 1);
        out->reason = READING_REASON_NO_SUCH_DATE;
    }
    return taken + year_after_at(parse, i + taken, out);
}

static size_t quarter_point_at(const struct parse *parse, size_t i, const struct point *before,
                               struct point *out)
{
    int quarter = 0;
    size_t taken = 0, j = i;
    bool said = is(parse, i, W_QUY) || is(parse, i, W_Q);
    if (said) {
        j += is(parse, i, W_Q) && is_punct(parse, i + 1, '.') ? 2 : 1;
        taken = quarter_number_at(parse, j, &quarter);
        if (taken == 0 && (is(parse, j, W_DAU) || is(parse, j, W_CUOI))) { /* "quý đầu năm" */
            bool head = is(parse, j, W_DAU);
            size_t year = j + 1 + (is(parse, j + 1, W_CUA) ? 1 : 0);
            if (!is(parse, year, W_NAM))
                return 0;
            set_months(out, head ? 1 : 10, head ? 3 : 12);
            size_t after = year_after_at(parse, year, out);
            return year + (after > 0 ? after : 1) - i;
        }
        if (is(parse, i, W_QUY) && taken > 0 && is(parse, j + 1, W_LAN)) /* "quý 01 lần" */
            return 0;
        if (is(parse, i, W_QUY) && taken > 0 && is(parse, j, W_NHAT))
            return 0;
        taken += taken > 0 ? j - i : 0;
    } else if (before != NULL && before->grain == GRAIN_SPAN && before->last == before->first + 2 &&
               i < parse->count) {
        bool roman = parse->tokens[i].kind == TOKEN_WORD && parse->tokens[i].value > 0;
        bool number =
            is_number(parse, i) && parse->tokens[i].digits <= 2 && continues(parse, i + 1);
        if (roman || number)
            taken = quarter_number_at(parse, i, &quarter);
        if (number && is_punct(parse, i + 1, '/') && !year_number_at(parse, i + 2))
            taken = 0;
    }
    if (taken == 0)
        return 0;
    bool bad = quarter < 1 || quarter > 4;
    set_months(out, bad ? 1 : quarter * 3 - 2, bad ? 3 : quarter * 3);
    if (bad)
        out->reason = READING_REASON_NO_SUCH_DATE;
    return taken + year_after_at(parse, i + taken, out);
}

/* "6 tháng đầu năm", "9 tháng đầu năm 2024", "03 tháng cuối năm", "nửa đầu năm" */
static size_t months_point_at(const struct parse *parse, size_t i, const struct point *before,
                              struct point *out)
{
    int months = 0;
    size_t j;
    if (is(parse, i, W_NUA)) {
        months = 6;
        j = i + 1;
    } else {
        size_t taken = number_at(parse, i, false, &months);
        if (taken == 0 && is(parse, i, W_SIX)) {
            taken = 1;
            months = 6;
        }
        if (taken == 0 || !is(parse, i + taken, W_THANG))
            taken = 0;
        j = i + taken + (taken > 0 ? 1 : 0);
        if (taken == 0) {
            if (before == NULL || before->grain != GRAIN_SPAN || before->first == before->last)
                return 0;
            months = before->last - before->first + 1; /* "6 tháng đầu năm và cuối năm" */
        }
    }
    bool head = is(parse, j, W_DAU), tail = is(parse, j, W_CUOI);
    if ((!head && !tail) || months < 1 || months > 11)
        return 0;
    j++;
    j += is(parse, j, W_CUA) ? 1 : 0;
    size_t year = year_after_at(parse, j, out);
    if (year == 0 && is(parse, j, W_NAM) && !is_number(parse, j + 1))
        year = 1;
    if (year == 0)
        return 0;
    set_months(out, head ? 1 : 13 - months, head ? months : 12);
    return j + year - i;
}

/* "năm 2024", "2024", "năm nay"; "năm" alone after an edge or where a year is expected. */
static size_t year_point_at(const struct parse *parse, size_t i, const struct point *before,
                            bool marked, struct point *out)
{
    size_t j = i;
    if (is(parse, j, W_GIAI) && is(parse, j + 1, W_DOAN))
        j += 2;
    if (is(parse, j, W_CA) && is(parse, j + 1, W_NAM))
        j++;
    if (is(parse, j, W_KY) && year_number_at(parse, j + 1)) /* nhiệm kỳ 2025-2030 */
        j++;
    set_months(out, 1, 12);
    out->whole_year = true;
    bool bare = year_number_at(parse, j);
    if (bare && j == i && before == NULL && i > 0 &&
        (is_punct(parse, i - 1, '/') ||
         (i > 1 && is_punct(parse, i - 1, '-') && year_number_at(parse, i - 2))))
        return 0;
    if (bare && (is_punct(parse, j + 1, '/') || is_punct(parse, j + 1, '%')))
        return 0;
    if (bare && j == i && before == NULL && !marked && !continues(parse, j + 1))
        return 0;
    if (bare && j == i && before == NULL && !marked && i > 0 &&
        parse->tokens[i - 1].kind == TOKEN_WORD && !is(parse, i - 1, W_VA) &&
        !is(parse, i - 1, W_HOAC))
        return 0; /* "Tết Giáp Thìn 2024", "Kế hoạch 2025" */
    if (bare && is_punct(parse, j + 1, '-') && is_number(parse, j + 2) &&
        parse->tokens[j + 2].digits == 2 && is_glued(parse, j + 2))
        return 0;
    if (bare || is(parse, j, W_NAM)) {
        size_t year = year_after_at(parse, j, out);
        if (bare && year == 0) { /* 2021-2025: the dash is not the year's */
            out->year = (int16_t)parse->tokens[j].value;
            out->year_said = true;
            year = 1;
        }
        if (year > 0)
            return j + year - i;
    }
    if (!is(parse, j, W_NAM) || is_number(parse, j + 1) || is(parse, j + 1, W_HOC))
        return 0;
    return marked || j > i ? j + 1 - i : 0;
}

/* Words after which a month may stand without its own. */
static bool may_precede(const struct parse *parse, size_t i)
{
    switch ((int)parse->tokens[i].word) {
    case W_TRUOC:
    case W_TRONG:
    case W_TU:
    case W_DEN:
    case W_TOI:
    case W_HET:
    case W_VA:
    case W_HOAC:
    case W_NHAT:
    case W_LA:
    case W_QUA:
    case W_VAO:
    case W_SAU:
    case W_XONG:
    case W_THANH:
    case W_KIEN:
    case W_DAU:
    case W_CUOI:
    case W_GIUA:
        return true;
    default:
        return false;
    }
}

/* "01/2022": a month without its word. */
static size_t month_year_at(const struct parse *parse, size_t i, struct point *out)
{
    if (!is_number(parse, i) || parse->tokens[i].digits > 2 || !is_punct(parse, i + 1, '/') ||
        !year_number_at(parse, i + 2) || is_punct(parse, i + 3, '/'))
        return 0;
    int month = parse->tokens[i].value;
    if (i > 0 && parse->tokens[i - 1].kind == TOKEN_WORD && !may_precede(parse, i - 1))
        return 0; /* "Đợt 2/2024", "TT 01/2020" */
    bool part = i > 1 && is_punct(parse, i - 1, '-') && is_glued(parse, i) &&
                is_number(parse, i - 2) && !year_number_at(parse, i - 2); /* "6-9/2023" */
    if (month < 1 || month > 12 || part || (i > 0 && is_punct(parse, i - 1, '/')))
        return 0;
    set_months(out, month, month);
    out->year = (int16_t)parse->tokens[i + 2].value;
    out->year_said = true;
    return 3;
}

/* "thứ Sáu", "thứ Hai đầu tiên của tháng", "thứ Hai tuần đầu tiên của tháng" */
static size_t weekday_point_at(const struct parse *parse, size_t i, struct point *out)
{
    int weekday;
    size_t said = is(parse, i, W_NGAY) ? 1 : 0; /* "ngày thứ Sáu" */
    size_t taken = weekday_at(parse, i + said, &weekday);
    if (taken == 0)
        return 0;
    taken += said;
    *out = (struct point){.grain = GRAIN_WEEKDAY, .weekday = (int8_t)weekday};
    size_t j = i + taken, k = j + (is(parse, j, W_CUA) ? 1 : 0);
    bool week = is(parse, k, W_TUAN);
    if (week) {
        k++;
        size_t next = next_words_at(parse, k);
        if (next > 0) { /* "thứ Hai tuần sau" */
            out->next = true;
            return k + next - i;
        }
    }
    int nth = 0;
    size_t position = 0;
    if (is(parse, k, W_DAU) || is(parse, k, W_CUOI)) {
        nth = is(parse, k, W_DAU) ? 1 : -1;
        position = is(parse, k + 1, W_TIEN) || is(parse, k + 1, W_CUNG) ? 2 : 1;
    } else if (is(parse, k, W_THU)) {
        position = is(parse, k + 1, W_NHAT) ? 1 : number_at(parse, k + 1, true, &nth);
        nth = is(parse, k + 1, W_NHAT) ? 1 : nth;
        position += position > 0 ? 1 : 0;
    } else if (week) {
        position = number_at(parse, k, false, &nth);
    }
    if (position == 0 || nth > 5)
        return week && k == j + 1 ? 0 : taken;
    k += position;
    if (is(parse, k, W_TUAN) && !week) { /* "thứ Hai đầu tuần" */
        out->relation = RELATION_PERIOD;
        out->of = PERIOD_WEEK;
        return k + 1 - i;
    }
    struct point of = {0};
    size_t each = is(parse, k, W_CUA) ? 1 : 0;
    each += each_at(parse, k + each);
    size_t month = relative_month_at(parse, k + each, &of);
    if (month == 0)
        return taken;
    out->nth = (int8_t)nth;
    out->relation = of.relation;
    out->of = of.of;
    out->position = of.position;
    out->next = of.next;
    return k + each + month - i;
}

static size_t span_point_at(const struct parse *parse, size_t i, const struct point *before,
                            bool marked, struct point *out)
{
    static size_t (*const readers[])(const struct parse *, size_t, const struct point *,
                                     struct point *) = {months_point_at, quarter_point_at,
                                                        month_point_at};
    for (size_t r = 0; r < sizeof readers / sizeof readers[0]; r++) {
        *out = (struct point){0};
        size_t taken = readers[r](parse, i, before, out);
        if (taken > 0)
            return taken;
    }
    *out = (struct point){0};
    size_t taken = month_year_at(parse, i, out);
    if (taken > 0)
        return taken;
    *out = (struct point){0};
    return year_point_at(parse, i, before, marked, out);
}

/* "cuối quý", "tháng cuối quý", "tháng đầu của quý": whole months that recur. */
static size_t recurring_span_at(const struct parse *parse, size_t i, uint8_t edge,
                                struct point *out)
{
    *out = (struct point){.grain = GRAIN_SPAN, .edge = edge};
    size_t j = i + each_at(parse, i);
    if (edge != EDGE_NONE) {
        if (is(parse, j, W_NAM) && j == i)
            return 0;
        size_t taken = relative_period_at(parse, j, out);
        return taken > 0 ? j + taken - i : 0;
    }
    size_t taken = relative_month_at(parse, i, out);
    return out->relation == RELATION_MONTH_OF && out->of != PERIOD_NONE ? taken : 0;
}

size_t point_at(const struct parse *parse, size_t i, const struct point *before, bool marked,
                struct point *out)
{
    if (i >= parse->count)
        return 0;
    *out = (struct point){0};
    uint8_t edge = EDGE_NONE;
    size_t skip = edge_at(parse, i, &edge);
    size_t taken = 0;
    if (skip == 0) {
        taken = weekday_point_at(parse, i, out);
        struct point months = {0}; /* "6 tháng cuối năm" is no sixth of a month */
        if (taken == 0 && (is(parse, i, W_NGAY) || months_point_at(parse, i, NULL, &months) == 0))
            taken = day_point_at(parse, i, before, marked, out);
    }
    if (taken == 0) {
        taken = span_point_at(parse, i + skip, before, marked || skip > 0, out);
        if (taken == 0)
            taken = recurring_span_at(parse, i + skip, edge, out);
        out->edge = edge;
    }
    if (taken == 0)
        return 0;
    out->begin = (uint32_t)i;
    out->end = (uint32_t)(i + skip + taken);
    point_check(out);
    return skip + taken;
}
