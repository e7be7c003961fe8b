/* Years, as they follow a month, a quarter or a date; and whether a date exists. */
#include "lib/phrase/parse.h"

static void say_year(struct point *out, int year)
{
    out->year = (int16_t)(year < 100 ? 2000 + year : year);
    out->year_said = true;
}

/* "năm sau", "năm liền kề năm báo cáo", "năm báo cáo", "năm nay" after the word năm. */
static size_t relative_year_at(const struct parse *parse, size_t i, struct point *out)
{
    size_t taken = next_words_at(parse, i);
    size_t j = i + taken;
    if (taken > 0) {
        out->year_shift = 1;
        if (is(parse, j, W_NAM) && is(parse, j + 1, W_BAO) && is(parse, j + 2, W_CAO)) {
            out->yearly = true;
            j += 3;
        }
        return j - i;
    }
    if (is(parse, i, W_BAO) && is(parse, i + 1, W_CAO)) {
        out->yearly = true;
        return 2;
    }
    if (is(parse, i, W_NAY))
        return 1;
    bool date = is_number(parse, i + 1) || is(parse, i + 1, W_NGAY) || is(parse, i + 1, W_THANG) ||
                is(parse, i + 1, W_QUY) || is(parse, i + 1, W_NAM) || is(parse, i + 1, W_KHI) ||
                is(parse, i + 1, W_THOI) || is(parse, i + 1, W_HAN) || is(parse, i + 1, W_MUNG);
    if (is(parse, i, W_TRUOC) && !date) { /* not the "trước" of "năm, trước ngày 15/12" */
        out->year_shift = -1;
        return 1;
    }
    return 0;
}

size_t year_after_at(const struct parse *parse, size_t i, struct point *out)
{
    size_t j = i;
    bool two_digits = is_punct(parse, j, '/') && is_number(parse, j + 1) &&
                      parse->tokens[j + 1].digits == 2 && parse->tokens[j + 1].value >= 15;
    if (is_punct(parse, j, '/') && is(parse, j + 1, W_NAM) && year_number_at(parse, j + 2))
        j++;
    if (two_digits ||
        ((is_punct(parse, j, '/') || is_punct(parse, j, '.')) && year_like_at(parse, j + 1))) {
        say_year(out, parse->tokens[j + 1].value);
        return 2;
    }
    if (is_punct(parse, j, '-') && year_number_at(parse, j + 1) && !is_punct(parse, j + 2, '-')) {
        say_year(out, parse->tokens[j + 1].value);
        return 2;
    }
    if (is_punct(parse, j, ',') && is(parse, j + 1, W_NAM) && year_number_at(parse, j + 2))
        j++;
    if (is_punct(parse, j, '(') && year_number_at(parse, j + 1) && is_punct(parse, j + 2, ')')) {
        say_year(out, parse->tokens[j + 1].value);
        return 3;
    }
    if (is_punct(parse, j, '(') && is(parse, j + 1, W_NAM) && year_number_at(parse, j + 2) &&
        is_punct(parse, j + 3, ')')) {
        say_year(out, parse->tokens[j + 2].value);
        return 4;
    }
    if (is(parse, j, W_CUA) || (is(parse, j, W_TRONG) && is(parse, j + 1, W_NAM)))
        j++;
    if (is(parse, j, W_NAM)) {
        j++;
        if (is(parse, j, W_HANG) || is(parse, j, W_MOI)) /* "tháng 3 năm hằng năm" */
            return is(parse, j + 1, W_NAM) ? j - i : 0;
        if (year_like_at(parse, j)) {
            say_year(out, parse->tokens[j].value);
            return j + 1 - i;
        }
        if (is_number(parse, j) && parse->tokens[j].digits == 2 && parse->tokens[j].value >= 15) {
            say_year(out, parse->tokens[j].value);
            return j + 1 - i;
        }
        size_t taken = relative_year_at(parse, j, out);
        return taken > 0 ? j + taken - i : 0;
    }
    if (j == i && year_number_at(parse, j) && !is_punct(parse, j + 1, '-') &&
        !is_punct(parse, j + 1, '/')) {
        say_year(out, parse->tokens[j].value);
        return 1;
    }
    return 0;
}

void point_check(struct point *point)
{
    static const int longest[] = {31, 31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    if (point->reason != READING_REASON_NONE || point->grain == GRAIN_WEEKDAY)
        return;
    bool bad = point->first < 0 || point->first > 12 || point->last > 12;
    if (!bad && point->grain == GRAIN_DAY && point->day != DAY_LAST) {
        int length = point->lunar ? 30 : longest[(int)point->first];
        if (!point->lunar && point->first == 2 && point->year_said)
            length = civil_month_length(point->year, 2);
        bad = point->day < 1 || point->day > length;
    }
    if (point->year_said && (point->year < CIVIL_MIN_YEAR || point->year > CIVIL_MAX_YEAR))
        point->reason = READING_REASON_FAR_YEAR;
    if (bad)
        point->reason = READING_REASON_NO_SUCH_DATE;
}
