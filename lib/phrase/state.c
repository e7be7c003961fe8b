/* What goes on: "thường xuyên", "kịp thời", "trong quá trình …", "và các năm tiếp theo". */
#include "lib/phrase/parse.h"

/* "trong [suốt] quá trình …": to the end of its clause. */
static size_t process_at(const struct parse *parse, size_t i)
{
    size_t j = i;
    if (is(parse, j, W_TRONG))
        j++;
    if (is(parse, j, W_SUOT))
        j++;
    bool process = is(parse, j, W_QUA) && is(parse, j + 1, W_TRINH);
    bool while_ =
        j > i && is(parse, j - 1, W_SUOT) && is(parse, j, W_THOI) && is(parse, j + 1, W_GIAN);
    if (!process && !while_)
        return 0;
    j += 2;
    while (j < parse->count && !hard_break_at(parse, j) && !is_punct(parse, j, '(') &&
           !is_punct(parse, j, ')'))
        j++;
    return j - i;
}

static size_t all_year_at(const struct parse *parse, size_t i)
{
    size_t j = i + (is(parse, i, W_TRONG) ? 1 : 0);
    if (!is(parse, j, W_SUOT) && !is(parse, j, W_QUANH))
        return 0;
    j++;
    j += is(parse, j, W_CA) ? 1 : 0;
    if (!is(parse, j, W_NAM))
        return 0;
    j++;
    return j + (year_number_at(parse, j) ? 1 : 0) - i;
}

/* "24/7", "24/24", "24/24h" */
static size_t round_the_clock_at(const struct parse *parse, size_t i)
{
    if (!is_number(parse, i) || !is_punct(parse, i + 1, '/') || !is_number(parse, i + 2) ||
        parse->tokens[i].value != 24)
        return 0;
    int value = parse->tokens[i + 2].value;
    if ((value != 7 && value != 24) || is_punct(parse, i + 3, '/'))
        return 0;
    if (i > 0 && (is(parse, i - 1, W_NGAY) || is(parse, i - 1, W_TRUOC)))
        return 0;
    return is(parse, i + 3, W_H) || is(parse, i + 3, W_GIO) ? 4 : 3;
}

static bool pair(const struct parse *parse, size_t i, enum word a, enum word b)
{
    return is(parse, i, a) && is(parse, i + 1, b);
}

static size_t state_at(const struct parse *parse, size_t i, bool *weak)
{
    if (pair(parse, i, W_THUONG, W_XUYEN) || pair(parse, i, W_LIEN, W_TUC) ||
        pair(parse, i, W_XUYEN, W_SUOT) || pair(parse, i, W_LAU, W_DAI) ||
        pair(parse, i, W_THUONG, W_TRUC) ||
        ((is(parse, i, W_HANG) || is(parse, i, W_MOI)) && is(parse, i + 1, W_NGAY)))
        return i > 0 && is(parse, i - 1, W_KHONG) ? 0 : 2;
    if (pair(parse, i, W_HANG, W_GIO) && !is_number(parse, i + 2))
        return 2;
    if (pair(parse, i, W_KIP, W_THOI)) {
        *weak = true;
        return 2;
    }
    if (pair(parse, i, W_KHONG, W_NGUNG)) {
        *weak = true;
        return 2;
    }
    if (is(parse, i, W_TX) && (parse->tokens[i].upper || parse->at_start))
        return 1;
    size_t taken = process_at(parse, i);
    if (taken == 0)
        taken = all_year_at(parse, i);
    return taken > 0 ? taken : round_the_clock_at(parse, i);
}

size_t continuous_at(const struct parse *parse, size_t i, struct item *out)
{
    bool weak = false;
    size_t taken = state_at(parse, i, &weak);
    if (taken == 0)
        return 0;
    *out = (struct item){.kind = ITEM_CONTINUOUS,
                         .weak = weak,
                         .begin = (uint32_t)i,
                         .end = (uint32_t)(i + taken),
                         .start_point = -1};
    return taken;
}

/* "các năm tiếp theo", "những năm sau", "các năm tiếp sau đó" */
size_t onward_at(const struct parse *parse, size_t i, struct item *out)
{
    size_t j = i;
    if (!is(parse, j, W_CAC) && !is(parse, j, W_NHUNG))
        return 0;
    j++;
    if (!is(parse, j, W_NAM) && !is(parse, j, W_QUY) && !is(parse, j, W_THANG))
        return 0;
    bool years = is(parse, j, W_NAM);
    size_t next = next_words_at(parse, j + 1);
    if (next == 0 || !years)
        return 0;
    j += 1 + next;
    j += is(parse, j, W_DO) ? 1 : 0;
    *out = (struct item){.kind = ITEM_ONWARD,
                         .begin = (uint32_t)i,
                         .end = (uint32_t)j,
                         .start_point = -1};
    return j - i;
}
