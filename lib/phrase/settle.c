#include "lib/phrase/settle.h"

static enum word word_at(const struct lexed *lexed, size_t i)
{
    return i < lexed->count ? (enum word)lexed->tokens[i].word : W_NONE;
}

static bool number_at(const struct lexed *lexed, size_t i)
{
    return i < lexed->count && lexed->tokens[i].kind == TOKEN_NUMBER;
}

/* "ngay": at once, or "ngày" that lost its tone. */
static void settle_now(struct lexed *lexed, size_t i)
{
    enum word next = word_at(lexed, i + 1);
    enum word before = i > 0 ? word_at(lexed, i - 1) : W_NONE;
    bool counted = i > 0 && lexed->tokens[i - 1].kind == TOKEN_NUMBER;
    if (number_at(lexed, i + 1) || counted || before == W_HANG || before == W_MOI) {
        lexed->tokens[i].word = W_NGAY;
        return;
    }
    if (lexed->marked)
        return;
    if (next != W_SAU && next != W_KHI && next != W_TRONG && next != W_TU && i + 1 < lexed->count)
        lexed->tokens[i].word = W_NGAY;
}

/* "quy": of quy định, quy chế …, or "quý" that lost its tone. */
static void settle_quarter(struct lexed *lexed, size_t i)
{
    enum word next = word_at(lexed, i + 1), before = i > 0 ? word_at(lexed, i - 1) : W_NONE;
    bool rule = next == W_DINH || next == W_QUYX || next == W_DOC || next == W_TRINH;
    bool numbered =
        number_at(lexed, i + 1) || (i + 1 < lexed->count && lexed->tokens[i + 1].value > 0);
    if (numbered ||
        (!rule && (!lexed->marked || before == W_HANG || before == W_MOI || before == W_KY)))
        lexed->tokens[i].word = W_QUY;
}

/* "nam": năm that lost its mark, or the south and names. */
static void settle_year(struct lexed *lexed, size_t i)
{
    struct token *token = &lexed->tokens[i];
    enum word before = i > 0 ? word_at(lexed, i - 1) : W_NONE;
    if (number_at(lexed, i + 1) && lexed->tokens[i + 1].digits == 4)
        return;
    if (before == W_HANG || before == W_MOI || before == W_CUOI || before == W_DAU)
        return;
    if (lexed->marked || before == W_VIET || (token->capital && !token->upper && i > 0))
        token->word = W_NONE;
}

/* "sau" without its tone may be six; "tu" may be four or from. */
static void settle_numbers(struct lexed *lexed, size_t i)
{
    struct token *token = &lexed->tokens[i];
    enum word before = i > 0 ? word_at(lexed, i - 1) : W_NONE;
    enum word next = word_at(lexed, i + 1);
    if (token->word == W_SAU && before == W_THU && !lexed->marked)
        token->word = W_SIX;
    if (token->word == W_SAU && next == W_THANG && !lexed->marked &&
        (word_at(lexed, i + 2) == W_DAU || word_at(lexed, i + 2) == W_CUOI || before == W_KY))
        token->word = W_SIX;
    if (token->word == W_TU && (before == W_THU || before == W_THANG || before == W_QUY) &&
        !lexed->marked && !number_at(lexed, i + 1) && next != W_NGAY && next != W_THANG)
        token->word = W_FOUR;
}

/* A number with letters stuck to it ("l2", "3l", "O5") is no number to go by. */
static void settle_stuck(struct lexed *lexed, size_t i)
{
    struct token *token = &lexed->tokens[i];
    const struct token *before = i > 0 ? token - 1 : NULL;
    const struct token *after = i + 1 < lexed->count ? token + 1 : NULL;
    token->stuck =
        (before != NULL && !token->space && before->kind == TOKEN_WORD && before->word == W_NONE) ||
        (after != NULL && !after->space && after->kind == TOKEN_WORD && after->word == W_NONE);
}

void settle_words(struct lexed *lexed)
{
    for (size_t i = 0; i < lexed->count; i++) {
        struct token *token = &lexed->tokens[i];
        if (token->kind == TOKEN_NUMBER)
            settle_stuck(lexed, i);
        if (token->kind != TOKEN_WORD || !token->bare)
            continue;
        switch ((int)token->word) {
        case W_NGAYNOW:
            settle_now(lexed, i);
            break;
        case W_QUYDINH:
            settle_quarter(lexed, i);
            break;
        case W_NAM:
            settle_year(lexed, i);
            break;
        case W_SAU:
        case W_TU:
            settle_numbers(lexed, i);
            break;
        default:
            break;
        }
    }
}
