/* What starts an obligation, or what other paper sets its time: "khi có …", "trong 05 ngày làm
 * việc kể từ ngày nhận …", "đột xuất", "theo kế hoạch …", "như trên". */
#include "lib/phrase/parse.h"

#define CLAUSE_MAX 400 /* tokens of one event's words */

static struct item blank(enum item_kind kind, size_t i)
{
    return (struct item){.kind = (uint8_t)kind, .begin = (uint32_t)i, .start_point = -1};
}

/* --- terms ----------------------------------------------------------------------------------------- */

/* "05 ngày làm việc", "24 giờ", "02 tuần", "01 tháng": not "6 tháng đầu năm", "15 ngày 6". */
static size_t amount_at(const struct parse *parse, size_t i, struct term *term, bool *exact)
{
    int n;
    *exact = true;
    size_t taken = number_at(parse, i, true, &n);
    size_t j = i + taken;
    if (taken == 0 || n < 1 || n > 3660)
        return 0;
    bool working = is(parse, j + 1, W_LAM) && is(parse, j + 2, W_VIEC);
    size_t end = j + 1 + (working ? 2 : 0);
    enum term_unit unit = working ? TERM_WORKING_DAY : TERM_DAY;
    if (is(parse, j, W_NGAY)) {
        if (is_number(parse, j + 1))
            return 0;
    } else if (is(parse, j, W_TUAN)) {
        n *= working ? 5 : 7;
    } else if (is(parse, j, W_GIO) || is(parse, j, W_H)) {
        if (is_number(parse, j + 1) || is(parse, j + 1, W_NGAY) || is(parse, j + 1, W_THU) ||
            is(parse, j + 1, W_CHU) || is(parse, j + 1, W_SANG) || is(parse, j + 1, W_CHIEU))
            return 0; /* a time of the day */
        int hours = working ? 8 : 24;
        *exact = n % hours == 0;
        n = (n + hours - 1) / hours;
    } else if (is(parse, j, W_THANG) || is(parse, j, W_NAM) || is(parse, j, W_QUY)) {
        int quarter;
        if (is(parse, j, W_QUY) && quarter_number_at(parse, j + 1, &quarter) > 0)
            return 0;
        if (is(parse, j + 1, W_DAU) || is(parse, j + 1, W_CUOI) || is_number(parse, j + 1) ||
            is_punct(parse, j + 1, '/') || is(parse, j + 1, W_NAM) || is(parse, j + 1, W_LAN))
            return 0;
        n *= is(parse, j, W_NAM) ? 12 : is(parse, j, W_QUY) ? 3 : 1;
        unit = TERM_MONTH;
    } else {
        return 0;
    }
    if (is(parse, end, W_DAU) || is(parse, end, W_CUOI)) /* "10 ngày đầu tháng" */
        return 0;
    *term = (struct term){.unit = unit, .n = n};
    return end - i;
}

/* "trong vòng", "trong thời hạn", "không quá", "chậm nhất", "sau": before an amount. */
static size_t before_amount_at(const struct parse *parse, size_t i, bool *after, bool *bounded)
{
    size_t j = i;
    while (j < parse->count && j < i + 10) {
        const int word = parse->tokens[j].kind == TOKEN_WORD ? parse->tokens[j].word : W_NONE;
        if (word == W_TRONG || word == W_CHAM || word == W_MUON || word == W_QUA || word == W_TOIDA)
            *bounded = true;
        if (word == W_SAU)
            *after = true;
        bool belongs = word == W_TRONG || word == W_VONG || word == W_THOI || word == W_HAN ||
                       word == W_GIAN || word == W_KHONG || word == W_QUA || word == W_CHAM ||
                       word == W_MUON || word == W_NHAT || word == W_LA || word == W_TOIDA ||
                       word == W_DA || word == W_SAU || (word == W_HON && j > i) || word == W_TRE ||
                       (word == W_NGAYNOW && j == i);
        if (!belongs)
            break;
        j++;
    }
    return j - i;
}

/* "kể từ", "từ", "sau", "tính từ": what joins a term and its event. */
static size_t since_at(const struct parse *parse, size_t i)
{
    size_t j = i + (is_punct(parse, i, ',') ? 1 : 0);
    if (is_other_word(parse, j) && is(parse, j + 1, W_TU)) /* tính từ */
        return j + 2 - i;
    if (is(parse, j, W_KE) && is(parse, j + 1, W_TU))
        return j + 2 - i;
    if (is(parse, j, W_KE) && (is(parse, j + 1, W_KHI) || is(parse, j + 1, W_NGAY)))
        return j + 1 - i;
    if (is(parse, j, W_TU))
        return j + 1 - i;
    return 0;
}

/* --- the words of an event --------------------------------------------------------------------- */

/* Whether what follows a joining word begins another obligation. marked_only: only a time with a
 * word such as "trước" counts, a bare one belongs to the words (a document's date). */
static bool other_begins(struct parse *parse, size_t i, bool marked_only)
{
    struct item item[2];
    size_t written;
    bool start = parse->at_start;
    parse->at_start = false;
    size_t points = parse->point_count;
    bool found = false;
    if (is(parse, i, W_DINH) || is(parse, i, W_HANG) || is(parse, i, W_MOI))
        found = every_at(parse, i, item, 2, &written) > 0;
    if (!found && continuous_at(parse, i, item) > 0)
        found = !item->weak;
    if (!found && document_at(parse, i) == 0 && time_at(parse, i, item) > 0)
        found = item->mark == MARK_BEFORE || item->mark == MARK_BY || item->range ||
                (!marked_only && item->mark == MARK_IN);
    parse->point_count = points;
    parse->at_start = start;
    return found;
}

/* "Sau khi ban hành Kế hoạch (dự kiến quý I/2023)": not a document's date, which is a day. */
static bool period_in_parentheses(struct parse *parse, size_t i)
{
    struct item item;
    size_t points = parse->point_count;
    size_t taken = time_at(parse, i, &item);
    bool found = taken > 0 && parse->points[item.point].grain == GRAIN_SPAN &&
                 is_punct(parse, i + taken, ')');
    parse->point_count = points;
    return found;
}

/* ", thực hiện trong năm 2024" */
static bool period_begins(struct parse *parse, size_t i)
{
    struct item item;
    size_t points = parse->point_count;
    bool found = time_at(parse, i, &item) > 0 && parse->points[item.point].grain == GRAIN_SPAN &&
                 parse->points[item.point].year_said;
    parse->point_count = points;
    return found;
}

/* A dated mark inside the words: "…, gửi báo cáo trước ngày 30/11/2024". */
static bool deadline_begins(struct parse *parse, size_t i)
{
    if (!is(parse, i, W_TRUOC) && !is(parse, i, W_CHAM) && !is(parse, i, W_MUON) &&
        !is(parse, i, W_KHONG) && !is(parse, i, W_HOAN) && !is(parse, i, W_XONG) &&
        !(is(parse, i, W_DEN) && (is(parse, i + 1, W_HET) || is(parse, i + 1, W_NGAY))))
        return false;
    struct item item;
    size_t points = parse->point_count;
    bool found = time_at(parse, i, &item) > 0 &&
                 (item.mark == MARK_BEFORE || item.mark == MARK_BY || item.mark == MARK_IN);
    parse->point_count = points;
    return found;
}

/* "…, trong thời hạn 05 ngày làm việc" */
static bool term_begins(const struct parse *parse, size_t i)
{
    bool after = false, bounded = false, exact;
    struct term term;
    size_t before = before_amount_at(parse, i, &after, &bounded);
    return before > 0 && amount_at(parse, i + before, &term, &exact) > 0;
}

/* The end of an event's or reference's words from i on. */
static size_t words_end(struct parse *parse, size_t i, bool reference)
{
    size_t j = i, comma = 0, limit = i + CLAUSE_MAX;
    int depth = 0;
    if (i > parse->count)
        return parse->count;
    while (j < parse->count && j < limit) {
        if (hard_break_at(parse, j) || (is_punct(parse, j, ')') && depth == 0))
            break;
        size_t document = document_at(parse, j);
        if (document > 0) {
            j += document;
            continue;
        }
        if (is_punct(parse, j, '('))
            depth++;
        else if (is_punct(parse, j, ')'))
            depth--;
        bool joint = is_punct(parse, j, ',') || is(parse, j, W_VA) || is(parse, j, W_HOAC) ||
                     is_punct(parse, j, '(');
        if (joint) {
            size_t next = j + 1;
            while (is(parse, next, W_VA) || is(parse, next, W_HOAC))
                next++;
            if (other_begins(parse, next, true))
                return j;
            if (is_punct(parse, j, '(') && period_in_parentheses(parse, next))
                return j;
            if (reference && (is(parse, next, W_KHI) || is(parse, next, W_DOT) ||
                              (is(parse, next, W_SAU) && is(parse, next + 1, W_KHI))))
                return j;
            if ((is_punct(parse, j, ',') || is_punct(parse, j, '(')) && term_begins(parse, next))
                return j;
            comma = is_punct(parse, j, ',') ? j : comma;
        } else if (j > i && (deadline_begins(parse, j) ||
                             (comma > 0 && is(parse, j, W_TRONG) && period_begins(parse, j)))) {
            return comma > 0 ? comma : j;
        }
        j++;
    }
    return j;
}

/* "sau khi họp 03 ngày làm việc": a term at the end of the words. */
static void term_inside(const struct parse *parse, struct item *out)
{
    for (size_t j = out->text_begin + 1; j < out->text_end; j++) {
        bool exact;
        struct term term;
        if (!is_number(parse, j) || out->term.unit != TERM_NONE)
            continue;
        if (j > 0 && is(parse, j - 1, W_NGAY))
            continue;
        size_t taken = amount_at(parse, j, &term, &exact);
        if (taken > 0 && (j + taken == out->text_end || is_punct(parse, j + taken, ','))) {
            bool before = is(parse, out->text_begin, W_TRUOC); /* no term counts backwards */
            out->term = term;
            out->inexact = !exact || before;
        }
    }
}

static void set_words(struct item *out, size_t begin, size_t end)
{
    out->text_begin = (uint32_t)begin;
    out->text_end = (uint32_t)end;
    out->end = (uint32_t)end;
}

size_t term_at(struct parse *parse, size_t i, struct item *out)
{
    bool after = false, bounded = false, exact;
    struct term term;
    size_t j = i + before_amount_at(parse, i, &after, &bounded);
    size_t amount = amount_at(parse, j, &term, &exact);
    if (amount == 0)
        return 0;
    size_t k = j + amount;
    size_t since = since_at(parse, k);
    size_t comma = is_punct(parse, k, ',') ? 1 : 0;
    bool sau = since == 0 && is(parse, k + comma, W_SAU);
    if ((is(parse, k, W_SAU) || is(parse, k, W_TRUOC)) && day_follows(parse, k + 1))
        return 0;                                      /* "05 ngày sau ngày 15/6": a date */
    if (since == 0 && !sau && is(parse, k, W_TRUOC)) { /* "03 ngày trước khi họp" */
        *out = blank(ITEM_EVENT, i);
        out->inexact = true;
        set_words(out, k, words_end(parse, k + 1, false));
        return out->end - i;
    }
    bool alone = parse->at_start && term.unit == TERM_WORKING_DAY &&
                 (k == parse->count || hard_break_at(parse, k) ||
                  (is_punct(parse, k, ')') && k + 1 == parse->count));
    if (since == 0 && !sau && j == i && !alone)
        return 0; /* "05 ngày" within a sentence, without a word before: an amount of work */
    *out = blank(ITEM_EVENT, i);
    out->term = term;
    out->inexact = !exact;
    out->earliest = after && !bounded && (since > 0 || sau);
    if (since == 0 && !sau && after && !bounded) { /* "sau 15 ngày": after what? */
        set_words(out, k, words_end(parse, k, false));
        out->earliest = true;
        return out->end - i;
    }
    if (since == 0 && !sau) {
        set_words(out, k, k);
        return k - i;
    }
    size_t words = sau ? k + comma : k + since;
    set_words(out, words, words_end(parse, words + 1, false));
    return out->end - i;
}

/* --- events ----------------------------------------------------------------------------------------- */

static size_t finish(struct parse *parse, size_t i, size_t words, struct item *out)
{
    *out = blank(ITEM_EVENT, i);
    set_words(out, i, words_end(parse, words, false));
    term_inside(parse, out);
    return out->end - i;
}

/* "khi …", "ngay sau khi …", "trước khi …", "kể từ khi …" */
static size_t when_at(const struct parse *parse, size_t i)
{
    size_t j = i;
    while (j < i + 6 && (is(parse, j, W_NGAYNOW) || is(parse, j, W_SAU) || is(parse, j, W_TRUOC) ||
                         is(parse, j, W_TU) || (is(parse, j, W_KE) && is(parse, j + 1, W_TU)) ||
                         is(parse, j, W_DEN) || is(parse, j, W_CHO)))
        j++;
    if (is(parse, j, W_KHI))
        return j + 1 - i;
    /* "kể từ ngày nhận được …": an event's day; "sau hội nghị", "trước kỳ họp" */
    bool named = j + 1 < parse->count && parse->tokens[j + 1].kind == TOKEN_WORD &&
                 !is(parse, j + 1, W_CUOI) && !is(parse, j + 1, W_DAU) &&
                 !is(parse, j + 1, W_MUNG) && !is(parse, j + 1, W_LAM) &&
                 !is(parse, j + 1, W_RAM) && !(j + 2 < parse->count && parse->tokens[j + 2].stuck);
    if (j > i && is(parse, j, W_NGAY) && named)
        return j + 1 - i;
    bool relative = j > i && (is(parse, j - 1, W_SAU) || is(parse, j - 1, W_TRUOC)) &&
                    !(is_number(parse, j + 1) && is_punct(parse, j + 2, '/'));
    if (relative && (is_other_word(parse, j) || is(parse, j, W_DOT) || is(parse, j, W_MOI) ||
                     is(parse, j, W_KET) || is(parse, j, W_KY) || is(parse, j, W_CAC)))
        return j + 1 - i;
    return 0;
}

/* "đột xuất", "phát sinh", "nếu có yêu cầu", "không định kỳ", "bất thường", "trường hợp …" */
static size_t sudden_at(const struct parse *parse, size_t i)
{
    if (is(parse, i, W_DOT) && is(parse, i + 1, W_XUAT))
        return 2;
    if (is(parse, i, W_PHAT) && is(parse, i + 1, W_SINH))
        return 2;
    if (is(parse, i, W_NEU) && is(parse, i + 1, W_CO) &&
        (is(parse, i + 2, W_YEU) || is(parse, i + 2, W_PHAT)))
        return 3;
    if (is(parse, i, W_KHONG) && is(parse, i + 1, W_DINH) && is(parse, i + 2, W_KY))
        return 3;
    if (is(parse, i, W_BAT) && is(parse, i + 1, W_THUONG))
        return 2;
    if (is(parse, i, W_TRONG) && is(parse, i + 1, W_TRUONGHOP) && is(parse, i + 2, W_HOP))
        return 3;
    if (parse->at_start && is(parse, i, W_CO) && is(parse, i + 1, W_YEU))
        return 2;
    return 0;
}

static bool request(const struct parse *parse, size_t i)
{
    return (is(parse, i, W_YEU) && is(parse, i + 1, W_CAU)) ||
           (is(parse, i, W_DE) && is(parse, i + 1, W_NGHI)) ||
           (is(parse, i, W_NHUCAU) && is(parse, i + 1, W_CAU)) ||
           (is(parse, i, W_PHAT) && is(parse, i + 1, W_SINH)) ||
           (is(parse, i, W_SU) && is(parse, i + 1, W_VU)) ||
           (is(parse, i, W_VU) && is(parse, i + 1, W_VIEC)) ||
           (is(parse, i, W_TUNG) && is(parse, i + 1, W_VU)) ||
           (is(parse, i, W_DOT) && is(parse, i + 1, W_XUAT));
}

size_t event_at(struct parse *parse, size_t i, struct item *out)
{
    size_t words = sudden_at(parse, i);
    if (words > 0) {
        *out = blank(ITEM_EVENT, i);
        set_words(out, i, words_end(parse, i + words, false));
        return out->end - i;
    }
    if (is(parse, i, W_THEO)) { /* "theo yêu cầu": an event; "theo kế hoạch": a reference */
        if (!request(parse, i + 1))
            return 0;
        return finish(parse, i, i + 3, out);
    }
    if (is(parse, i, W_YEU) && parse->at_start && is(parse, i + 1, W_CAU))
        return finish(parse, i, i + 2, out);
    words = when_at(parse, i);
    if (words == 0)
        return 0;
    return finish(parse, i, i + words, out);
}

/* --- references ------------------------------------------------------------------------------------- */

static bool ditto_at(const struct parse *parse, size_t i, size_t *taken)
{
    *taken = 0;
    if (is(parse, i, W_NT))
        *taken = 1;
    else if ((is(parse, i, W_NHU) || is(parse, i, W_NHUCAU)) && is(parse, i + 1, W_TREN))
        *taken = 2;
    else if (is_punct(parse, i, '"') && parse->at_start && parse->count <= 3)
        *taken = 1;
    else if ((is(parse, i, W_NHU) || (is(parse, i, W_NHUCAU) && !is(parse, i + 1, W_CAU))) &&
             parse->at_start)
        *taken = 1;
    return *taken > 0;
}

/* "theo", "căn cứ", "tùy theo", "đúng thời hạn", "năm học …" */
static size_t reference_words_at(const struct parse *parse, size_t i)
{
    if (is(parse, i, W_TUY))
        return is(parse, i + 1, W_THEO) ? 2 : 1;
    if (is(parse, i, W_THEO))
        return 1;
    if (is(parse, i, W_CANCU))
        return 1;
    if (is(parse, i, W_DUNG) &&
        (is(parse, i + 1, W_THOI) || is(parse, i + 1, W_TIEN) || is(parse, i + 1, W_HAN) ||
         is(parse, i + 1, W_QUYDINH) || is(parse, i + 1, W_LO) || is(parse, i + 1, W_TIENDO)))
        return 2;
    if (is(parse, i, W_NAM) && is(parse, i + 1, W_HOC))
        return 2;
    bool kept = i > 0 && (is(parse, i - 1, W_DAM) || is(parse, i - 1, W_BAODAM));
    if (kept && (is(parse, i, W_TIENDO) || is(parse, i, W_THOI)))
        return 2; /* "đảm bảo tiến độ" */
    return 0;
}

size_t reference_at(struct parse *parse, size_t i, struct item *out)
{
    size_t words;
    if (ditto_at(parse, i, &words)) {
        *out = blank(ITEM_REFERENCE, i);
        set_words(out, i, i + words);
        if (!is(parse, i, W_NT) && words == 1)
            set_words(out, i, words_end(parse, i + 1, true));
        return out->end - i;
    }
    words = reference_words_at(parse, i);
    if (words == 0)
        return 0;
    *out = blank(ITEM_REFERENCE, i);
    set_words(out, i, words_end(parse, i + words, true));
    return out->end - i;
}
