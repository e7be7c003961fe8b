/* Words that turn the sense of the time beside them: "trừ quý I", "không trước ngày 30/6", "riêng
 * tháng 12 …", "quý IV lồng ghép báo cáo năm". What stands there is no deadline, or not that one:
 * the clause stays unread, so that a person looks at it. */
#include "lib/phrase/parse.h"

static bool ends_clause(const struct parse *parse, size_t i)
{
    return is_punct(parse, i, ',') || is_punct(parse, i, '(') || is_punct(parse, i, ')') ||
           hard_break_at(parse, i);
}

static size_t clause_end(const struct parse *parse, size_t i)
{
    size_t j = i + 1;
    while (j < parse->count && !ends_clause(parse, j))
        j++;
    return j;
}

/* What an exception or an order not to act may name: a period, or a day that is not "ngày nghỉ". */
static bool time_begins(const struct parse *parse, size_t i)
{
    size_t j = i + (is(parse, i, W_CAC) || is(parse, i, W_NHUNG) || is(parse, i, W_BAO) ? 1 : 0);
    j += is(parse, j, W_CAO) ? 1 : 0;
    struct point point;
    if (is(parse, j, W_NGAY))
        return is_number(parse, j + 1);
    return is(parse, j, W_THANG) || is(parse, j, W_QUY) || is(parse, j, W_NAM) ||
           is(parse, j, W_TUAN) || is(parse, j, W_KY) ||
           (is_number(parse, j) && point_at(parse, j, NULL, true, &point) > 0);
}

static bool tells_time(const struct parse *parse, size_t begin, size_t end)
{
    for (size_t i = begin; i < end; i++) {
        const struct token *token = &parse->tokens[i];
        if (token->kind == TOKEN_NUMBER ||
            (token->kind == TOKEN_WORD && words_tell_time((enum word)token->word)))
            return true;
    }
    return false;
}

/* "không trước ngày 30/6", "không sớm hơn …", "sớm nhất …": from when, not until when. */
static bool earliest_at(const struct parse *parse, size_t i)
{
    if (is(parse, i, W_SOM))
        return is(parse, i + 1, W_NHAT);
    return is(parse, i, W_KHONG) &&
           (is(parse, i + 1, W_TRUOC) || (is(parse, i + 1, W_SOM) && is(parse, i + 2, W_HON)));
}

/* "không thực hiện trong quý I" */
static bool forbids_at(const struct parse *parse, size_t i)
{
    return is(parse, i, W_KHONG) && (is(parse, i + 1, W_VERB) || is(parse, i + 1, W_BAO) ||
                                     is(parse, i + 1, W_LAM) || is(parse, i + 1, W_APDUNG));
}

/* "riêng năm 2026 thực hiện tháng 10"; "(riêng năm 2026)" restricts nothing more. */
static bool sets_apart_at(const struct parse *parse, size_t i)
{
    struct point point;
    if (!is(parse, i, W_RIENG) || !time_begins(parse, i + 1) || is(parse, i + 1, W_BAO))
        return false;
    size_t taken = point_at(parse, i + 1, NULL, true, &point);
    return taken == 0 || !(i + 1 + taken >= parse->count || is_punct(parse, i + 1 + taken, ')'));
}

/* "thay cho thời hạn 30/6", "tháng 6 và 12 thay bằng …"; "thay đổi", "thay thế" turn nothing. */
static bool instead_at(const struct parse *parse, size_t i)
{
    return is(parse, i, W_THAY) &&
           (is(parse, i + 1, W_CHO) || is(parse, i + 1, W_BANG) || is(parse, i + 1, W_VI));
}

/* How many months the numbered period at i has: "quý IV", "tháng 12"; 0: none is there. */
static int numbered_months(const struct parse *parse, size_t i)
{
    struct point point;
    if ((!is(parse, i, W_THANG) && !is(parse, i, W_QUY) && !is_number(parse, i)) ||
        point_at(parse, i, NULL, true, &point) == 0 || point.grain != GRAIN_SPAN ||
        point.relation != RELATION_NONE || point.first <= 0 || point.whole_year)
        return 0;
    return point.last - point.first + 1;
}

/* How many months the period named in [begin, end) of a report has: "báo cáo tổng kết năm". */
static int report_months(const struct parse *parse, size_t begin, size_t end)
{
    bool report = false;
    for (size_t i = begin; i < end; i++) {
        enum period_kind kind = PERIOD_NONE;
        bool exact = true;
        report = report || is(parse, i, W_BC) || (is(parse, i, W_BAO) && is(parse, i + 1, W_CAO));
        int months = report ? numbered_months(parse, i) : 0;
        if (months == 0 && report && period_noun_at(parse, i, &kind, &exact) > 0)
            months = period_months(kind);
        if (months > 0)
            return months;
    }
    return 0;
}

/* "quý IV lồng ghép báo cáo năm": the report of that period goes into another one's. */
static bool merges(const struct parse *parse, size_t begin, size_t ghep, size_t end)
{
    int into = report_months(parse, ghep + 1, end);
    for (size_t i = begin; i < ghep && into > 0; i++) {
        int own = numbered_months(parse, i);
        if (own > 0)
            return own != into;
    }
    return false;
}

/* The clause speaks of a time that is left out, or that another takes the place of. */
static bool replaces(const struct parse *parse, size_t begin, size_t end)
{
    for (size_t i = begin; i < end; i++) {
        if (is(parse, i, W_KHI) || is(parse, i, W_SAU) || is(parse, i, W_KE))
            return false;
        if (instead_at(parse, i) && tells_time(parse, begin, end))
            return true;
        if (is(parse, i, W_GHEP) && merges(parse, begin, i, end))
            return true;
    }
    return false;
}

size_t turned_at(const struct parse *parse, size_t i)
{
    if (i >= parse->count)
        return 0;
    bool starts = i == 0 || ends_clause(parse, i - 1) || hard_break_at(parse, i);
    if (starts && !ends_clause(parse, i) && replaces(parse, i, clause_end(parse, i)))
        return clause_end(parse, i) - i;
    bool except = (is(parse, i, W_EXCEPT) || is(parse, i, W_NGOAI)) && time_begins(parse, i + 1);
    if (!except && !earliest_at(parse, i) && !forbids_at(parse, i) && !sets_apart_at(parse, i))
        return 0;
    size_t end = clause_end(parse, i);
    return tells_time(parse, i, end) ? end - i : 0;
}
