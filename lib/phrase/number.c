#include "lib/phrase/parse.h"

static enum word word_at(const struct parse *parse, size_t i)
{
    return i < parse->count ? (enum word)parse->tokens[i].word : W_NONE;
}

/* 1 … 9 in words. */
static int unit_at(const struct parse *parse, size_t i, bool five_too)
{
    enum word word = word_at(parse, i);
    if (word == W_LAM5)
        return 5;
    if (word == W_NAM || word == W_SAU)
        return five_too ? words_value(word) : 0;
    int value = words_value(word);
    return value < 10 ? value : 0;
}

/* A number of words 1 … 99. */
static size_t words_at(const struct parse *parse, size_t i, bool five_too, int *value)
{
    int unit = unit_at(parse, i, five_too), after;
    if (is(parse, i, W_TEN)) {
        after = unit_at(parse, i + 1, false);
        if (after == 0 && five_too)
            after = is(parse, i + 1, W_LAM) ? 5 : unit_at(parse, i + 1, true);
        *value = 10 + after;
        return after > 0 ? 2 : 1;
    }
    if (unit == 0)
        return 0;
    if (is(parse, i + 1, W_TENS) || is(parse, i + 1, W_TEN)) {
        after = unit_at(parse, i + 2, false);
        *value = unit * 10 + after;
        return after > 0 ? 3 : 2;
    }
    *value = unit;
    return 1;
}

size_t number_at(const struct parse *parse, size_t i, bool five_too, int *value)
{
    if (!is_number(parse, i))
        return words_at(parse, i, five_too, value);
    if (parse->tokens[i].digits > 4)
        return 0;
    *value = parse->tokens[i].value;
    if (is_punct(parse, i + 1, '(')) {
        int repeated;
        size_t taken = words_at(parse, i + 2, true, &repeated);
        if (taken > 0 && is_punct(parse, i + 2 + taken, ')') && repeated == *value)
            return taken + 3;
    }
    return 1;
}

bool year_number_at(const struct parse *parse, size_t i)
{
    return is_number(parse, i) && parse->tokens[i].digits == 4 &&
           parse->tokens[i].value >= CIVIL_MIN_YEAR && parse->tokens[i].value <= CIVIL_MAX_YEAR;
}

bool year_like_at(const struct parse *parse, size_t i)
{
    return is_number(parse, i) && parse->tokens[i].digits == 4 && parse->tokens[i].value >= 1000;
}

size_t next_words_at(const struct parse *parse, size_t i)
{
    size_t j = i;
    while (j < parse->count && j < i + 4) {
        enum word word = word_at(parse, j);
        bool follows = word == W_THEO && j > i && is(parse, j - 1, W_TIEP);
        if (word == W_KE && is(parse, j + 1, W_DOC)) /* kế hoạch */
            break;
        if (word == W_KE && (is(parse, j + 1, W_TU)))
            break;
        if (word == W_SAU && is(parse, j + 1, W_KHI))
            break;
        if (word != W_SAU && word != W_LIEN && word != W_KE && word != W_TIEP && word != W_TOI &&
            !follows)
            break;
        j++;
    }
    return j - i;
}

size_t quarter_number_at(const struct parse *parse, size_t i, int *value)
{
    if (i >= parse->count)
        return 0;
    const struct token *token = &parse->tokens[i];
    if (token->kind == TOKEN_WORD && token->value > 0) {
        if (i + 1 < parse->count && token[1].kind == TOKEN_NUMBER && is_glued(parse, i + 1))
            return 0; /* "quý l2": a slip, of which nothing is made */
        *value = token->value;
        return 1;
    }
    if (token->kind == TOKEN_NUMBER && token->digits <= 2) {
        *value = token->value;
        return 1;
    }
    enum word word = word_at(parse, i);
    if (word == W_NHAT) {
        *value = 1;
        return 1;
    }
    if (word >= W_ONE && word <= W_FOUR) {
        *value = words_value(word);
        return 1;
    }
    return 0;
}

size_t weekday_at(const struct parse *parse, size_t i, int *weekday)
{
    if (is(parse, i, W_CHU) && is(parse, i + 1, W_NHAT)) {
        *weekday = SUNDAY;
        return 2;
    }
    if (!is(parse, i, W_THU))
        return 0;
    int value = is_number(parse, i + 1) && parse->tokens[i + 1].digits <= 2
                    ? parse->tokens[i + 1].value
                    : words_value(word_at(parse, i + 1));
    if (value < 2 || value > 7)
        return 0;
    *weekday = value - 1;
    return 2;
}

static size_t part_of_day_at(const struct parse *parse, size_t i)
{
    size_t j = i;
    while (is(parse, j, W_SANG) || is(parse, j, W_CHIEU) || is(parse, j, W_TOIDA))
        j++;
    return j - i;
}

size_t clock_at(const struct parse *parse, size_t i)
{
    size_t j = i + part_of_day_at(parse, i);
    if (is(parse, j, W_LAM) && is(parse, j + 1, W_VIEC)) /* giờ làm việc */
        return 0;
    if (!is_number(parse, j) || parse->tokens[j].digits > 2 || parse->tokens[j].value > 24)
        return j > i && (is(parse, j, W_NGAY) || is(parse, j, W_THU)) ? j - i : 0;
    size_t k = j + 1;
    if (is_punct(parse, k, ':') && is_number(parse, k + 1) && is_glued(parse, k) &&
        parse->tokens[k + 1].digits == 2 && is_glued(parse, k + 1)) {
        k += 2;
    } else if (is(parse, k, W_H) || is(parse, k, W_GIO)) {
        k++;
        if (is(parse, k, W_LAM))
            return 0;
        if (is_number(parse, k) && parse->tokens[k].digits == 2 && parse->tokens[k].value < 60 &&
            !is_punct(parse, k + 1, '/')) {
            k++;
            k += is(parse, k, W_PHUT) || is_punct(parse, k, '\'') ? 1 : 0;
        }
    } else {
        return 0;
    }
    k += part_of_day_at(parse, k);
    return k - i;
}
