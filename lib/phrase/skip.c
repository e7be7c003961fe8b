/* What holds digits or words of time and is not time: numbers and dates of documents, amounts,
 * articles, counts of things. */
#include "lib/phrase/parse.h"

/* "ngày 14/01/2022", "14-01-2022", "ngày 14 tháng 01 năm 2022": a date with its year. */
size_t full_date_at(const struct parse *parse, size_t i)
{
    struct point point;
    if (!is(parse, i, W_NGAY) && !is_number(parse, i))
        return 0;
    size_t taken = point_at(parse, i, NULL, true, &point);
    return taken > 0 && point.grain == GRAIN_DAY && point.year_said ? taken : 0;
}

static bool capitals(const struct parse *parse, size_t i)
{
    return i < parse->count && parse->tokens[i].kind == TOKEN_WORD &&
           (parse->tokens[i].upper || !parse->lexed->marked) && !is(parse, i, W_LAN) &&
           !is(parse, i, W_THANG) && !is(parse, i, W_QUY) && !is(parse, i, W_NAM) &&
           !is(parse, i, W_TUAN) && !is(parse, i, W_NGAY) && !is(parse, i, W_NUA);
}

/* "TTg" in "QĐ-TTg" */
static bool begins_with_capital(const struct parse *parse, size_t i)
{
    return i < parse->count && parse->tokens[i].kind == TOKEN_WORD && parse->tokens[i].capital &&
           is_glued(parse, i) && parse->tokens[i].word == W_NONE;
}

/* "-CP", "-UBND-NC" after the first letters of a document number. */
static size_t letters_at(const struct parse *parse, size_t i)
{
    size_t j = i;
    if (!capitals(parse, j))
        return 0;
    j++;
    while ((is_punct(parse, j, '-') || is_punct(parse, j, '/')) &&
           (capitals(parse, j + 1) || begins_with_capital(parse, j + 1) ||
            (is_number(parse, j + 1) && is_glued(parse, j + 1) && is_glued(parse, j) &&
             !year_number_at(parse, j + 1))))
        j += 2;
    while (j < parse->count && is_glued(parse, j) && parse->tokens[j].kind != TOKEN_PUNCT)
        j++; /* "QĐ-TTg": the last letters are small */
    return j - i;
}

/* "63/2010/NĐ-CP", "05/KH-UBND", "07-NQ/TU", "20 /KH-STNMT", "145-KL/TW" */
static size_t number_of_document_at(const struct parse *parse, size_t i)
{
    if (!is_number(parse, i))
        return 0;
    size_t j = i + 1;
    if (is_punct(parse, j, '/') && year_number_at(parse, j + 1) && is_punct(parse, j + 2, '/'))
        j += 2;
    if (!is_punct(parse, j, '/') && !(is_punct(parse, j, '-') && is_glued(parse, j)))
        return 0;
    bool dash = is_punct(parse, j, '-');
    size_t letters = letters_at(parse, j + 1);
    if (letters == 0 || (dash && !is_punct(parse, j + 2, '/')))
        return 0;
    return j + 1 + letters - i;
}

/* The date of a document after its number: "ngày 14/01/2022", ", ngày …", "(ngày …)", "ký ngày …" */
static size_t date_of_document_at(const struct parse *parse, size_t i)
{
    size_t j = i + (is_punct(parse, i, ',') || is_punct(parse, i, '(') ? 1 : 0);
    if (is_other_word(parse, j) && is(parse, j + 1, W_NGAY)) /* ký ngày */
        j++;
    size_t date = is(parse, j, W_NGAY) ? full_date_at(parse, j) : 0;
    if (date == 0)
        return 0;
    j += date;
    j += is_punct(parse, i, '(') && is_punct(parse, j, ')') ? 1 : 0;
    return j - i;
}

/* A document named by number or by date: "số 05/KH-UBND ngày 14/01/2022", "Công văn ngày … của". */
size_t document_at(const struct parse *parse, size_t i)
{
    size_t j = i;
    if (is(parse, j, W_SO)) {
        j++;
        j += is_punct(parse, j, ':') ? 1 : 0;
    }
    size_t number = number_of_document_at(parse, j);
    if (number == 0 && j > i && is_number(parse, j))
        number = 1;
    if (number > 0) {
        j += number;
        return j + date_of_document_at(parse, j) - i;
    }
    bool kind =
        is(parse, i, W_DOC) || is(parse, i, W_DINH) || is(parse, i, W_FOUR) || is(parse, i, W_NGHI);
    if (!kind)
        return 0;
    if (is(parse, i + 1, W_NGAY)) {
        size_t date = full_date_at(parse, i + 1);
        return date > 0 && (is(parse, i + 1 + date, W_CUA)) ? 1 + date : 0;
    }
    if (is_number(parse, i + 1) && !year_number_at(parse, i + 1) && !is_punct(parse, i + 2, '/') &&
        !is(parse, i + 2, W_THANG) && !is(parse, i + 2, W_NGAY) && !is_punct(parse, i + 2, '-'))
        return 2; /* "Đề án 06", "Nghị quyết 18" */
    return 0;
}

static bool is_unit_of_time(const struct parse *parse, size_t i)
{
    return is(parse, i, W_NGAY) || is(parse, i, W_THANG) || is(parse, i, W_QUY) ||
           is(parse, i, W_NAM) || is(parse, i, W_TUAN) || is(parse, i, W_GIO) ||
           is(parse, i, W_H) || is(parse, i, W_KY) || is(parse, i, W_NUA);
}

/* "100%", "99,5 %", "trên 99 %" */
static size_t percent_at(const struct parse *parse, size_t i)
{
    if (!is_number(parse, i))
        return 0;
    size_t j = i + 1;
    if ((is_punct(parse, j, ',') || is_punct(parse, j, '.') || is_punct(parse, j, '-')) &&
        is_number(parse, j + 1))
        j += 2;
    return is_punct(parse, j, '%') ? j + 1 - i : 0;
}

/* "30 phút/01 lần", "15 phút" */
static size_t minutes_at(const struct parse *parse, size_t i)
{
    if (!is_number(parse, i) || !is(parse, i + 1, W_PHUT))
        return 0;
    size_t j = i + 2;
    if (is_punct(parse, j, '/')) {
        int times;
        size_t number = number_at(parse, j + 1, false, &times);
        if (is(parse, j + 1 + number, W_LAN))
            j += number + 2;
    }
    return j - i;
}

/* More numbers of one list: ", 4", " và 5", "-6". */
static size_t more_numbers_at(const struct parse *parse, size_t i)
{
    size_t j = i;
    while ((is_punct(parse, j, ',') || is(parse, j, W_VA) || is_punct(parse, j, '-') ||
            is_punct(parse, j, '.')) &&
           is_number(parse, j + 1) && parse->tokens[j + 1].digits <= 2 &&
           !is_punct(parse, j + 2, '/') && !is_unit_of_time(parse, j + 2))
        j += 2;
    return j - i;
}

/* "Điều 5", "khoản 2", "mức độ 3, 4", "đợt 1", "giai đoạn 2", "lần thứ 2", "ISO 9001:2015" */
static size_t numbered_thing_at(const struct parse *parse, size_t i)
{
    size_t j = i + 1;
    bool degree = is(parse, i, W_DO) && i > 0 && is(parse, i - 1, W_NUMBERED); /* "muc do 3" */
    bool phase = is(parse, i, W_GIAI) && is(parse, i + 1, W_DOAN);
    if (phase)
        j++;
    else if (!degree && !is(parse, i, W_NUMBERED) && !is(parse, i, W_DOT) && !is(parse, i, W_LAN) &&
             !is(parse, i, W_VONG))
        return 0;
    j += is(parse, j, W_THU) ? 1 : 0;
    if (j < parse->count && parse->tokens[j].kind == TOKEN_WORD && parse->tokens[j].value > 0)
        return j + 1 - i;
    if (!is_number(parse, j) || is_punct(parse, j + 1, '/') || is_unit_of_time(parse, j + 1))
        return 0;
    if (year_number_at(parse, j) && !is(parse, i, W_NUMBERED))
        return 0;
    if (is_number(parse, j) && parse->tokens[j].digits > 2 && phase)
        return 0;
    j++;
    if (is_punct(parse, j, ':') && is_glued(parse, j) && year_number_at(parse, j + 1))
        return j + 2 - i;
    return j + more_numbers_at(parse, j) - i;
}

/* "02 lớp", "15 hội nghị": a number and what it counts. */
static size_t count_at(const struct parse *parse, size_t i)
{
    if (!is_number(parse, i))
        return 0;
    size_t j = i + 1;
    if (is_punct(parse, j, '/') && is_number(parse, j + 1) && parse->tokens[j + 1].digits == 2 &&
        parse->tokens[j + 1].value > 31 && i > 0 && is_glued(parse, j) && is_glued(parse, j + 1) &&
        parse->tokens[i - 1].kind == TOKEN_WORD && !is_punct(parse, j + 2, '/'))
        return 3; /* "xếp hạng 10/63" */
    if (is_punct(parse, j, '-') && is_number(parse, j + 1))
        j += 2;
    if (is_punct(parse, j, '/') && is_number(parse, j + 1) && is_other_word(parse, j + 2))
        j += 2; /* "1/3 số phiếu", "12/12 xã" */
    if (j >= parse->count || parse->tokens[j].kind != TOKEN_WORD || parse->tokens[j].line)
        return 0;
    int word = parse->tokens[j].word;
    if (word == W_LAN || word == W_KHI || word == W_VA || word == W_DEN ||
        is_unit_of_time(parse, j))
        return 0;
    bool thing = word == W_NONE || word == W_DOT || word == W_VONG || word == W_NUMBERED ||
                 word == W_VERB || word == W_NOUN || word == W_DOC || word == W_BAO ||
                 word == W_CHUYEN || word == W_CHU || word == W_DOI || word == W_SO;
    return thing ? j - i : 0;
}

/* "Kế hoạch 2025": the year is part of the name. */
static size_t named_year_at(const struct parse *parse, size_t i)
{
    if (!year_number_at(parse, i) || i == 0)
        return 0;
    int before = parse->tokens[i - 1].word;
    return before == W_DOC || before == W_NOUN || before == W_KET || before == W_CAO ? 1 : 0;
}

/* "trước đó", "trước mắt", "như sau", "hai lần", "ngày nghỉ": words of time that tell none. */
static size_t idiom_at(const struct parse *parse, size_t i)
{
    bool compared = (is(parse, i, W_SO) && is(parse, i + 1, W_VOI)) ||
                    (is(parse, i, W_CUNG) && is(parse, i + 1, W_KY));
    if (compared) { /* "so với [cùng kỳ] năm 2023" */
        size_t j = i + 2 + (is(parse, i + 2, W_CUNG) && is(parse, i + 3, W_KY) ? 2 : 0);
        j += is(parse, j, W_NAM) ? 1 : 0;
        return year_number_at(parse, j) ? j + 1 - i : j - i;
    }
    if (is_number(parse, i) && is(parse, i + 1, W_NAM) && year_number_at(parse, i + 2))
        return 1; /* "kế hoạch 3 năm 2025-2027" */
    if (is_number(parse, i) && is(parse, i + 1, W_NAM) && is_punct(parse, i + 2, '(') &&
        year_number_at(parse, i + 3))
        return 2; /* "05 năm (2026-2030)" */
    if (is_number(parse, i) && is(parse, i + 1, W_LAN) && parse->tokens[i].value == 1 &&
        !is_punct(parse, i + 2, '/'))
        return 2; /* "01 lần trong năm 2024", "hằng năm (ít nhất 01 lần)" */
    if (is(parse, i, W_KY) && is_number(parse, i + 1) && parse->tokens[i + 1].digits == 1 &&
        is_punct(parse, i + 2, ':'))
        return 2;                                     /* "Kỳ 1: …" */
    size_t clock = clock_at(parse, i);                /* "17h00 hằng ngày" */
    if (clock > 0 && is_punct(parse, i + clock, ')')) /* "(trước 10h00)" */
        return clock;
    if (clock > 0 && (is(parse, i + clock, W_HANG) || is(parse, i + clock, W_MOI)) &&
        is(parse, i + clock + 1, W_NGAY))
        return clock;
    if (is(parse, i, W_NGAY) && is(parse, i + 1, W_REST))
        return 2; /* "trừ ngày nghỉ, lễ" */
    if (is(parse, i, W_TRUOC) && (is(parse, i + 1, W_DO) || is(parse, i + 1, W_MAT) ||
                                  is(parse, i + 1, W_HET) || is(parse, i + 1, W_HAN)))
        return 2;
    if ((is(parse, i, W_HUONG) || is(parse, i, W_NHIN)) && i > 0 &&
        (is(parse, i - 1, W_DINH) || is(parse, i - 1, W_TAM))) {
        struct point point;
        size_t j = i + 1; /* "định hướng đến năm 2030", "tầm nhìn 2045": no obligation */
        while (is(parse, j, W_DEN) || is(parse, j, W_TOI) || is(parse, j, W_HET))
            j++;
        size_t taken = point_at(parse, j, NULL, true, &point);
        return taken > 0 && point.whole_year ? j + taken - i : 0;
    }
    return 0;
}

/* "kỳ họp giữa năm", "kỳ họp HĐND tỉnh cuối năm 2026": its day is set by who calls it. */
static size_t session_at(const struct parse *parse, size_t i)
{
    if (!is(parse, i, W_KY) || !is(parse, i + 1, W_HOP))
        return 0;
    size_t j = i + 2, limit = i + 10;
    while (j < limit && is_other_word(parse, j))
        j++;
    if (!is(parse, j, W_DAU) && !is(parse, j, W_GIUA) && !is(parse, j, W_CUOI))
        return 0;
    if (!is(parse, j + 1, W_NAM))
        return 0;
    return j + 2 + (year_number_at(parse, j + 2) ? 1 : 0) - i;
}

size_t skip_at(const struct parse *parse, size_t i)
{
    static size_t (*const readers[])(const struct parse *,
                                     size_t) = {document_at,       percent_at, minutes_at,
                                                numbered_thing_at, idiom_at,   named_year_at,
                                                session_at,        count_at};
    for (size_t r = 0; r < sizeof readers / sizeof readers[0]; r++) {
        size_t taken = readers[r](parse, i);
        if (taken > 0)
            return taken;
    }
    return 0;
}
