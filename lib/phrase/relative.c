/* Points told by their place in a period: "tháng cuối quý", "tháng sau", "kỳ báo cáo". */
#include "lib/phrase/parse.h"

static size_t each_at(const struct parse *parse, size_t i)
{
    size_t j = i;
    if (is(parse, j, W_CUA) || is(parse, j, W_TRONG))
        j++;
    if (is(parse, j, W_MOI) || is(parse, j, W_HANG) || is(parse, j, W_CAC) || is(parse, j, W_TUNG))
        j++;
    return j - i;
}

static size_t report_at(const struct parse *parse, size_t i)
{
    return is(parse, i, W_BAO) && is(parse, i + 1, W_CAO) ? 2 : 0;
}

/* "quý", "kỳ", "6 tháng", "năm" without a number after. */
static size_t bare_period_at(const struct parse *parse, size_t i, enum period_kind *of)
{
    int value;
    if (is(parse, i, W_QUY) && quarter_number_at(parse, i + 1, &value) == 0) {
        *of = PERIOD_QUARTER;
        return 1;
    }
    if (is(parse, i, W_KY)) {
        size_t number = number_at(parse, i + 1, false, &value);
        if (number > 0 && is(parse, i + 1 + number, W_THANG) && (value == 6 || value == 9)) {
            *of = value == 6 ? PERIOD_HALF : PERIOD_NINE_MONTHS;
            return number + 2;
        }
        *of = PERIOD_NONE;
        return 1;
    }
    if (is(parse, i, W_NAM) && !is_number(parse, i + 1)) {
        *of = PERIOD_YEAR;
        return 1;
    }
    if (is(parse, i, W_TUAN)) {
        *of = PERIOD_WEEK;
        return 1;
    }
    if (is(parse, i, W_THANG) && number_at(parse, i + 1, false, &value) == 0) {
        *of = PERIOD_MONTH;
        return 1;
    }
    size_t taken = number_at(parse, i, false, &value);
    if (taken > 0 && is(parse, i + taken, W_THANG) && (value == 6 || value == 9 || value == 3)) {
        *of = value == 6 ? PERIOD_HALF : value == 9 ? PERIOD_NINE_MONTHS : PERIOD_QUARTER;
        return taken + 1;
    }
    return 0;
}

size_t relative_period_at(const struct parse *parse, size_t i, struct point *out)
{
    enum period_kind of;
    size_t taken = bare_period_at(parse, i, &of);
    if (taken == 0)
        return 0;
    size_t j = i + taken;
    j += report_at(parse, j);
    size_t next = next_words_at(parse, j);
    if (next > 0) {
        j += next;
        size_t again = 0; /* "quý sau liền kề quý báo cáo" */
        enum period_kind same;
        again = bare_period_at(parse, j, &same);
        if (again > 0 && report_at(parse, j + again) > 0)
            j += again + 2;
    }
    out->relation = RELATION_PERIOD;
    out->of = (uint8_t)of;
    out->next = next > 0;
    return j - i;
}

/* "đầu", "đầu tiên", "cuối", "cuối cùng", "thứ hai", "giữa": which month of its period. */
static size_t position_at(const struct parse *parse, size_t i, int8_t *position)
{
    if (is(parse, i, W_DAU)) {
        *position = 1;
        return is(parse, i + 1, W_TIEN) ? 2 : 1;
    }
    if (is(parse, i, W_CUOI)) {
        *position = -1;
        return is(parse, i + 1, W_CUNG) ? 2 : 1;
    }
    if (is(parse, i, W_GIUA)) {
        *position = 2;
        return 1;
    }
    if (!is(parse, i, W_THU))
        return 0;
    int value = 0;
    size_t taken = is(parse, i + 1, W_NHAT) ? 1 : number_at(parse, i + 1, true, &value);
    if (is(parse, i + 1, W_NHAT))
        value = 1;
    if (taken == 0 || value < 1 || value > 6)
        return 0;
    *position = (int8_t)value;
    return taken + 1;
}

/* "tháng đầu [của] [mỗi] quý [sau]" */
static size_t month_of_at(const struct parse *parse, size_t i, struct point *out)
{
    int8_t position;
    size_t taken = position_at(parse, i, &position);
    if (taken == 0)
        return 0;
    struct point period = {0};
    size_t j = i + taken;
    size_t each = each_at(parse, j);
    size_t of = relative_period_at(parse, j + each, &period);
    if (of > 0 && period.of == PERIOD_MONTH)
        of = 0;
    out->relation = RELATION_MONTH_OF;
    out->position = position;
    out->of = of > 0 ? period.of : PERIOD_NONE;
    out->next = period.next;
    if (of == 0)
        return taken;
    j += each + of;
    if (is(parse, j, W_DAU) && is(parse, j + 1, W_NAM) && out->of == PERIOD_HALF)
        j += 2; /* "tháng cuối của 6 tháng đầu năm" */
    return j - i;
}

size_t relative_month_at(const struct parse *parse, size_t i, struct point *out)
{
    int value;
    size_t j = i;
    if (is(parse, j, W_CUA) || is(parse, j, W_TRONG))
        j++;
    if (is(parse, j, W_CAC) || is(parse, j, W_MOI))
        j++;
    if (!is(parse, j, W_THANG))
        return 0;
    j++;
    size_t taken = month_of_at(parse, j, out);
    if (taken > 0)
        return j + taken - i;
    if (report_at(parse, j) > 0) {
        out->relation = RELATION_REPORT_MONTH;
        return j + 2 - i;
    }
    taken = next_words_at(parse, j);
    if (taken > 0) {
        out->relation = RELATION_NEXT_MONTH;
        out->of = PERIOD_NONE;
        j += taken;
        struct point period = {0};
        size_t each = each_at(parse, j);
        if (is(parse, j, W_SAU) && is(parse, j + 1, W_KHI) && is(parse, j + 2, W_KET))
            each = is(parse, j + 3, W_THUC) ? 4 : 0; /* "sau khi kết thúc quý" */
        size_t of = relative_period_at(parse, j + each, &period);
        if (of > 0) { /* "tháng sau quý báo cáo", "tháng tiếp theo của quý" */
            out->of = period.of;
            j += each + of;
        }
        return j - i;
    }
    if (number_at(parse, j, false, &value) > 0)
        return 0;
    out->relation = RELATION_PERIOD;
    out->of = PERIOD_MONTH;
    return j - i;
}
