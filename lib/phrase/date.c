/* Days: "30/6/2022", "30-6-2022", "ngày 30 tháng 6 năm 2022", "mùng 10/3 âm lịch", "ngày 15". */
#include "lib/phrase/parse.h"

static bool short_number(const struct parse *parse, size_t i)
{
    return is_number(parse, i) && parse->tokens[i].digits <= 2;
}

static int8_t small(int32_t value)
{
    return (int8_t)(value >= DAY_LAST ? DAY_LAST - 1 : value);
}

static bool separator(const struct parse *parse, size_t i, char punct)
{
    if (!is_punct(parse, i, punct))
        return false;
    return punct == '/' || (is_glued(parse, i) && is_glued(parse, i + 1));
}

static void set_date(struct point *out, int32_t day, int32_t month)
{
    out->grain = GRAIN_DAY;
    out->day = day == DAY_LAST ? DAY_LAST : small(day);
    out->first = small(month);
    out->last = out->first;
    out->month_said = true;
    if (day == 0 || month == 0 || month > 12)
        out->reason = READING_REASON_NO_SUCH_DATE;
}

/* "30/6/2022", "30.6.22", "30-6-2022", "2022-06-30" */
static size_t three_at(const struct parse *parse, size_t i, struct point *out)
{
    static const char punctuation[] = "/-.";
    for (const char *p = punctuation; *p != '\0'; p++) {
        if (!separator(parse, i + 1, *p) || !separator(parse, i + 3, *p))
            continue;
        if (!is_number(parse, i) || !short_number(parse, i + 2) || !is_number(parse, i + 4))
            continue;
        const struct token *a = &parse->tokens[i], *b = a + 2, *c = a + 4;
        if (year_number_at(parse, i) && c->digits <= 2) {
            set_date(out, c->value, b->value);
            out->year = (int16_t)a->value;
            out->year_said = true;
            return 5;
        }
        if (a->digits > 2 || (c->digits != 4 && c->digits != 2))
            continue;
        if (c->digits == 2 && c->value < 10)
            continue;
        set_date(out, a->value, b->value);
        out->year = (int16_t)(c->digits == 2 ? 2000 + c->value : c->value);
        out->year_said = true;
        return 5;
    }
    return 0;
}

/* A bare "30/6" without a word before it says a date only where nothing else can be meant. */
static bool ends_here(const struct parse *parse, size_t i)
{
    if (i >= parse->count)
        return true;
    const struct token *token = &parse->tokens[i];
    if (token->kind == TOKEN_PUNCT)
        return token->punct != '%' && token->punct != '/';
    switch ((int)token->word) {
    case W_VA:
    case W_HOAC:
    case W_DEN:
    case W_TOI:
    case W_NAM:
    case W_HANG:
    case W_MOI:
    case W_CUA:
    case W_AM:
    case W_AL:
    case W_DOI:
    case W_THEO:
        return true;
    default:
        return token->line;
    }
}

/* "30/6", "30-6" (after a word that says a date), "30/6" [năm 2022] */
static size_t two_at(const struct parse *parse, size_t i, bool marked, struct point *out)
{
    bool slash = is_punct(parse, i + 1, '/');
    bool dash = marked && (separator(parse, i + 1, '-') || separator(parse, i + 1, '.'));
    if (!slash && !dash)
        return 0;
    if (!short_number(parse, i) || !short_number(parse, i + 2))
        return 0;
    const struct token *a = &parse->tokens[i], *b = a + 2;
    if (!marked && (a->value > 31 || b->value > 12 || !ends_here(parse, i + 3)))
        return 0;
    bool weak = i > 0 && (is(parse, i - 1, W_THANH) || is(parse, i - 1, W_XONG) ||
                          is(parse, i - 1, W_KIEN) || is(parse, i - 1, W_LA));
    if (weak && !ends_here(parse, i + 3))
        return 0; /* "hoàn thành 12/12 nhiệm vụ" */
    struct point year = {0};
    if (!marked && i > 0 && is_other_word(parse, i - 1) && year_after_at(parse, i + 3, &year) == 0)
        return 0; /* "đường 30/4" */
    if (is_punct(parse, i + 3, '%') || (dash && (b->value > 12 || !ends_here(parse, i + 3))))
        return 0;
    if (is_punct(parse, i + 3, '/')) /* 20-25/11 is a range; 15/6/20245 no date */
        return 0;
    set_date(out, a->value, b->value);
    return 3;
}

/* "(âm lịch)", "âm lịch", "ÂL" [năm 2025] */
static size_t lunar_at(const struct parse *parse, size_t i)
{
    size_t j = i + (is_punct(parse, i, '(') ? 1 : 0);
    if (is(parse, j, W_AM) && is(parse, j + 1, W_LICH))
        j += 2;
    else if (is(parse, j, W_AL))
        j += 1;
    else
        return 0;
    if (is_punct(parse, i, '(') && !is_punct(parse, j, ')'))
        return 0;
    return j - i + (is_punct(parse, i, '(') ? 1 : 0);
}

static size_t solar_at(const struct parse *parse, size_t i)
{
    return is(parse, i, W_DUONG) && is(parse, i + 1, W_LICH) ? 2 : 0;
}

/* What may follow day and month: the calendar, the year, in any order. */
static size_t rest_at(const struct parse *parse, size_t i, struct point *out)
{
    size_t j = i;
    if (!out->year_said)
        j += year_after_at(parse, j, out);
    size_t lunar = lunar_at(parse, j);
    if (lunar > 0) {
        out->lunar = true;
        j += lunar;
        if (!out->year_said)
            j += year_after_at(parse, j, out);
    } else {
        j += solar_at(parse, j);
    }
    return j - i;
}

/* The month of a day in words: "tháng 6", "tháng mười hai"; or a recurring one. */
static size_t month_at(const struct parse *parse, size_t i, struct point *out)
{
    int month;
    size_t j = i + (is_punct(parse, i, ',') ? 1 : 0);
    j += is(parse, j, W_CUA) || is(parse, j, W_VAO) ? 1 : 0;
    j += is(parse, j, W_CAC) && is(parse, j + 1, W_THANG) ? 1 : 0;
    if (is(parse, j, W_T) && short_number(parse, j + 1) && is_glued(parse, j + 1)) {
        set_date(out, out->day, parse->tokens[j + 1].value);
        return j + 2 - i;
    }
    if (!is(parse, j, W_THANG))
        return 0;
    size_t taken = number_at(parse, j + 1, false, &month);
    if (is(parse, j + 1, W_GIENG) || is(parse, j + 1, W_CHAP)) {
        month = is(parse, j + 1, W_GIENG) ? 1 : 12;
        out->lunar = true;
        taken = 1;
    }
    if (taken == 0)
        return 0;
    set_date(out, out->day, month);
    out->worded = true;
    return j + 1 + taken - i;
}

static size_t day_number_at(const struct parse *parse, size_t i, int *day)
{
    if (is_number(parse, i) && parse->tokens[i].digits > 2)
        return 0;
    return number_at(parse, i, false, day);
}

/* After "ngày 15": its month, or what makes it recur, or nothing. */
static size_t after_day_at(const struct parse *parse, size_t i, struct point *out)
{
    size_t taken = month_at(parse, i, out);
    if (taken > 0)
        return taken;
    taken = relative_month_at(parse, i, out);
    if (taken > 0 && (is(parse, i, W_HANG) || is(parse, i, W_MOI)))
        taken = 0;
    return taken;
}

/* "ngày cuối cùng của tháng", "ngày cuối tháng", "ngày đầu tiên của quý" */
static size_t edge_day_at(const struct parse *parse, size_t i, struct point *out)
{
    bool last = is(parse, i, W_CUOI);
    if (!last && !is(parse, i, W_DAU))
        return 0;
    size_t j = i + 1;
    if (is(parse, j, last ? W_CUNG : W_TIEN))
        j++;
    out->grain = GRAIN_DAY;
    out->day = last ? DAY_LAST : 1;
    size_t taken = month_at(parse, j, out);
    if (taken > 0)
        return j + taken - i;
    taken = relative_month_at(parse, j, out);
    if (taken > 0) {
        struct point of = *out; /* "ngày cuối tháng của tháng cuối quý" */
        size_t more = relative_month_at(parse, j + taken, &of);
        if (more > 0 && of.relation == RELATION_MONTH_OF) {
            *out = of;
            taken += more;
        }
        return j + taken - i;
    }
    size_t k = j + (is(parse, j, W_CUA) ? 1 : 0);
    k += is(parse, k, W_MOI) || is(parse, k, W_HANG) ? 1 : 0;
    int quarter;
    if (is(parse, k, W_QUY) && quarter_number_at(parse, k + 1, &quarter) == 1 && quarter >= 1 &&
        quarter <= 4) {
        set_date(out, out->day, last ? quarter * 3 : quarter * 3 - 2);
        return k + 2 - i;
    }
    if (is(parse, k, W_NAM)) {
        set_date(out, out->day, last ? 12 : 1);
        size_t year = year_after_at(parse, k, out);
        if (year > 0)
            return k + year - i;
        return is_number(parse, k + 1) ? 0 : k + 1 - i;
    }
    taken = relative_period_at(parse, k, out);
    return taken > 0 ? k + taken - i : 0;
}

/* "[ngày] làm việc cuối cùng của tháng": of a month that recurs; which day that is the calendar says. */
static size_t workday_at(const struct parse *parse, size_t i, struct point *out)
{
    if (!is(parse, i, W_LAM) || !is(parse, i + 1, W_VIEC) || !is(parse, i + 2, W_CUOI))
        return 0;
    size_t taken = edge_day_at(parse, i + 2, out);
    if (taken == 0 || out->relation == RELATION_NONE ||
        (out->relation == RELATION_PERIOD && out->of == PERIOD_WEEK))
        return 0;
    out->workday = true;
    return taken + 2;
}

/* A word that the name of a day can hold: none that says how a date is meant. */
static bool may_name(const struct parse *parse, size_t i)
{
    if (parse->tokens[i].kind != TOKEN_WORD || parse->tokens[i].value > 0)
        return false;
    switch ((int)parse->tokens[i].word) {
    case W_NGAY:
    case W_THANG:
    case W_QUY:
    case W_NAM:
    case W_TUAN:
    case W_TRUOC:
    case W_SAU:
    case W_TU:
    case W_DEN:
    case W_TOI:
    case W_HET:
    case W_TRONG:
    case W_CHAM:
    case W_KHI:
    case W_THEO:
        return false;
    default:
        return true;
    }
}

/* "Quốc khánh 02/9": the words of a named day before its date. */
static size_t name_before_date(const struct parse *parse, size_t i)
{
    size_t j = i;
    if (j >= parse->count || parse->tokens[j].kind != TOKEN_WORD)
        return 0;
    bool plain =
        !parse->lexed->marked && i > 0 && (is(parse, i - 1, W_NGAY) || is(parse, i - 1, W_DIP));
    plain = plain || (i > 0 && is(parse, i - 1, W_NGAY) && parse->tokens[i - 1].capital);
    plain = plain || (is_other_word(parse, j) && short_number(parse, j + 1) &&
                      is_punct(parse, j + 2, '/')); /* "trước lễ 30/4" */
    if (!parse->tokens[j].capital && !plain && !is(parse, j, W_GIOTO) && !is(parse, j, W_TET) &&
        !is(parse, j, W_KYNIEM))
        return 0;
    while (j < parse->count && j < i + 10 && may_name(parse, j))
        j++;
    size_t paren = is_punct(parse, j, '(') || is_punct(parse, j, ',') ? 1 : 0;
    if (is(parse, j + paren, W_NGAY))
        paren++;
    if (j > i && short_number(parse, j + paren) && is_punct(parse, j + paren + 1, '/') &&
        short_number(parse, j + paren + 2))
        return j + paren - i;
    return 0;
}

size_t day_point_at(const struct parse *parse, size_t i, const struct point *before, bool marked,
                    struct point *out);

static size_t numbered_day_at(const struct parse *parse, size_t i, bool said, struct point *out)
{
    if (i > 0 && is(parse, i + 1, W_THANG) &&
        (is(parse, i - 1, W_TRONG) || is_other_word(parse, i - 1)))
        return 0; /* "trong 02 tháng 6 và 7", "lớp 1 tháng 5" */
    size_t taken = three_at(parse, i, out);
    if (taken == 0)
        taken = two_at(parse, i, said, out);
    if (taken > 0)
        return taken + rest_at(parse, i + taken, out);
    int day;
    taken = day_number_at(parse, i, &day);
    if (taken == 0)
        return 0;
    out->grain = GRAIN_DAY;
    out->day = small(day);
    size_t more = after_day_at(parse, i + taken, out);
    if (more > 0 && !said && out->relation != RELATION_NONE)
        return 0; /* "6 tháng cuối năm" */
    if (more > 0) {
        if (out->first > 0)
            more += rest_at(parse, i + taken + more, out);
        if (day > 31 || day == 0)
            out->reason = READING_REASON_NO_SUCH_DATE;
        return taken + more;
    }
    if (!said)
        return 0;
    if (day > 31 || day == 0)
        out->reason = READING_REASON_NO_SUCH_DATE;
    return taken;
}

/* "rằm tháng 7", "mùng 10/3" */
static size_t lunar_day_at(const struct parse *parse, size_t i, struct point *out)
{
    if (is(parse, i, W_RAM)) {
        out->grain = GRAIN_DAY;
        out->day = 15;
        size_t taken = month_at(parse, i + 1, out);
        out->lunar = true;
        return taken > 0 ? 1 + taken + rest_at(parse, i + 1 + taken, out) : 0;
    }
    if (!is(parse, i, W_MUNG))
        return 0;
    size_t taken = numbered_day_at(parse, i + 1, true, out);
    return taken > 0 ? taken + 1 : 0;
}

/* A bare number that continues "ngày 10, 20" or begins "20-25/11/2023", "20 đến 25/11". */
static size_t bare_day_at(const struct parse *parse, size_t i, const struct point *before,
                          struct point *out)
{
    if (!short_number(parse, i) || parse->tokens[i].value < 1 || parse->tokens[i].value > 31)
        return 0;
    out->grain = GRAIN_DAY;
    out->day = small(parse->tokens[i].value);
    if (before != NULL && before->grain == GRAIN_DAY && ends_here(parse, i + 1))
        return 1;
    if ((is(parse, i + 1, W_HANG) || is(parse, i + 1, W_MOI)) && is(parse, i + 2, W_THANG))
        return 1; /* "trước 25 hằng tháng" */
    size_t j = i + 1;
    bool range = is_punct(parse, j, '-') || is(parse, j, W_DEN);
    if (!range)
        return 0;
    j++;
    j += is(parse, j, W_NGAY) ? 1 : 0;
    if (short_number(parse, j) && is_punct(parse, j + 1, '/') && short_number(parse, j + 2) &&
        parse->tokens[j].value <= 31 && parse->tokens[j].value >= parse->tokens[i].value &&
        parse->tokens[j + 2].value <= 12)
        return 1;
    return 0;
}

/* "ngày 15 tháng 3, 6, 9 và tháng 12": the day goes on with other months. */
static size_t worded_month_at(const struct parse *parse, size_t i, const struct point *before,
                              struct point *out)
{
    if (before == NULL || !before->worded || before->year_said)
        return 0;
    size_t j = i + (is(parse, i, W_THANG) ? 1 : 0);
    bool year = is_punct(parse, j + 1, '/') && year_number_at(parse, j + 2);
    if (!short_number(parse, j) || is(parse, j + 1, W_THANG) ||
        (is_punct(parse, j + 1, '/') && !year) || parse->tokens[j].value < 1 ||
        parse->tokens[j].value > 12)
        return 0;
    set_date(out, before->day, parse->tokens[j].value);
    out->worded = true;
    return j + 1 + rest_at(parse, j + 1, out) - i;
}

/* Days of every kind. */
size_t day_point_at(const struct parse *parse, size_t i, const struct point *before, bool marked,
                    struct point *out)
{
    size_t j = i;
    size_t again = worded_month_at(parse, i, before, out);
    if (again > 0)
        return again;
    *out = (struct point){0};
    if (is(parse, j, W_NGAY) && is(parse, j + 1, W_NHAT)) /* chủ nhật is elsewhere */
        return 0;
    bool said = is(parse, j, W_NGAY);
    if (said)
        j++;
    size_t taken = said && (i == 0 || !is_number(parse, i - 1)) ? workday_at(parse, j, out) : 0;
    if (taken > 0)
        return j + taken - i;
    *out = (struct point){0};
    taken = edge_day_at(parse, j, out);
    if (said && taken > 0)
        return j + taken + rest_at(parse, j + taken, out) - i;
    *out = (struct point){0};
    taken = lunar_day_at(parse, j, out);
    if (taken > 0)
        return j + taken - i;
    *out = (struct point){0};
    size_t name = said || marked ? name_before_date(parse, j) : 0;
    taken = numbered_day_at(parse, j + name, said || marked || name > 0, out);
    if (taken > 0 && (said || name > 0 || out->month_said || out->relation != RELATION_NONE)) {
        j += name + taken;
        if (name > 0 && is_punct(parse, j, ')') && is_punct(parse, j - taken - 1, '('))
            j++;
        return j + rest_at(parse, j, out) - i;
    }
    *out = (struct point){0};
    return said ? 0 : bare_day_at(parse, i, before, out);
}
