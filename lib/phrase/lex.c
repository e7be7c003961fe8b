#include "lib/phrase/lex.h"

#include <string.h>

#include "lib/phrase/letters.h"
#include "lib/phrase/settle.h"

#define NUMBER_CEILING 99999999

/* The word being read: its letters, and where each begins. */
struct spelling {
    char letters[WORD_MAX_LETTERS];
    uint8_t marks[WORD_MAX_LETTERS];
    uint8_t capital[WORD_MAX_LETTERS];
    uint32_t at[WORD_MAX_LETTERS + 1];
    size_t count;
    bool whole; /* fits */
    bool upper;
};

struct lexer {
    const char *text;
    size_t len, pos;
    struct lexed *out;
    bool space, line;
};

size_t lex_max_tokens(size_t len)
{
    return len + 1;
}

static struct token *emit_obligation(struct lexer *lexer, enum token_kind kind, size_t begin,
                                     size_t end)
{
    struct token *token = &lexer->out->tokens[lexer->out->count++];
    *token = (struct token){.kind = (uint8_t)kind,
                            .begin = (uint32_t)begin,
                            .end = (uint32_t)end,
                            .space = lexer->space,
                            .line = lexer->line};
    lexer->space = false;
    lexer->line = false;
    return token;
}

/* The marks of letters [from, to): qualities or-ed, the last tone. */
static unsigned marks_of(const struct spelling *word, size_t from, size_t to)
{
    unsigned marks = 0;
    for (size_t i = from; i < to; i++) {
        if ((word->marks[i] & TONE_MASK) != 0)
            marks &= ~(unsigned)TONE_MASK;
        marks |= word->marks[i];
    }
    return marks;
}

static int roman_value(const char *letters, size_t len)
{
    static const char *const numerals[] = {"i",  "ii", "iii", "iv",  "v",    "vi",  "vii", "viii",
                                           "ix", "x",  "xi",  "xii", "xiii", "xiv", "xv",  "xvi"};
    for (size_t i = 0; i < sizeof numerals / sizeof numerals[0]; i++)
        if (strlen(numerals[i]) == len && memcmp(numerals[i], letters, len) == 0)
            return (int)i + 1;
    return 0;
}

static int roman_of(const struct spelling *word, size_t from, size_t to)
{
    if (from == to || to - from > 4)
        return 0;
    for (size_t i = from; i < to; i++)
        if (word->marks[i] != 0 || memchr("ivxl", word->letters[i], 4) == NULL)
            return 0;
    char letters[4];
    for (size_t i = from; i < to; i++) /* a scan reads I as l */
        letters[i - from] = word->letters[i] == 'l' ? 'i' : word->letters[i];
    return roman_value(letters, to - from);
}

static void emit_word(struct lexer *lexer, const struct spelling *word, size_t from, size_t to,
                      enum word class)
{
    struct token *token = emit_obligation(lexer, TOKEN_WORD, word->at[from], word->at[to]);
    unsigned marks = marks_of(word, from, to);
    token->word = (uint8_t) class;
    token->bare = marks == 0;
    token->capital = word->capital[from] != 0;
    token->upper = word->upper;
    token->value = roman_of(word, from, to);
    if (marks != 0)
        lexer->out->marked = true;
}

static enum word find(const struct spelling *word, size_t from, size_t to)
{
    return words_find(word->letters + from, to - from, marks_of(word, from, to));
}

static bool is_vowel(char c)
{
    return memchr("aeiouy", c, 6) != NULL;
}

/* Whether the letters are more than one syllable: a vowel, consonants, a vowel. */
static bool is_glued(const struct spelling *word)
{
    int groups = 0;
    for (size_t i = 0; i < word->count; i++)
        if (is_vowel(word->letters[i]) && (i == 0 || !is_vowel(word->letters[i - 1])))
            groups++;
    return word->count >= 5 && groups >= 2;
}

/* "quýII": the word, then its numeral. */
static bool is_quarter(const struct spelling *word)
{
    return word->count > 3 && find(word, 0, 3) == W_QUY && word->capital[3] &&
           roman_of(word, 3, word->count) > 0;
}

/* Tries to cut a run of letters into words of time: "Trướcngày", "hangquy", "quýII". */
static bool split(struct lexer *lexer, const struct spelling *word, size_t from, int depth)
{
    size_t left = word->count - from;
    if (depth > 0 && find(word, from, word->count) != W_NONE && left > 1) {
        emit_word(lexer, word, from, word->count, find(word, from, word->count));
        return true;
    }
    if (depth > 0 && left <= 3 && word->capital[from] && roman_of(word, from, word->count) > 0) {
        emit_word(lexer, word, from, word->count, W_NONE);
        return true;
    }
    if (depth >= 5)
        return false;
    size_t most = left > 6 ? 6 : left - 1;
    for (size_t len = most; len >= 2; len--) {
        enum word class = find(word, from, from + len);
        if (class == W_NONE)
            continue;
        size_t count = lexer->out->count;
        bool space = lexer->space, line = lexer->line;
        emit_word(lexer, word, from, from + len, class);
        if (split(lexer, word, from + len, depth + 1))
            return true;
        lexer->out->count = count;
        lexer->space = space;
        lexer->line = line;
    }
    return false;
}

static void finish_word(struct lexer *lexer, struct spelling *word, size_t begin)
{
    if (!word->whole) {
        struct token *token = emit_obligation(lexer, TOKEN_WORD, begin, lexer->pos);
        token->upper = word->upper;
        return;
    }
    word->at[word->count] = (uint32_t)lexer->pos;
    enum word class = find(word, 0, word->count);
    bool may_split = word->count >= 3 && class == W_NONE;
    if (may_split && word->letters[0] == 'q' && roman_of(word, 1, word->count) > 0) {
        emit_word(lexer, word, 0, 1, W_Q); /* "QIII" */
        emit_word(lexer, word, 1, word->count, W_NONE);
        return;
    }
    if (class == W_NONE && word->count == 2 && word->upper && word->letters[0] == 'q' &&
        roman_of(word, 1, 2) > 0) {
        emit_word(lexer, word, 0, 1, W_Q);
        emit_word(lexer, word, 1, 2, W_NONE);
        return;
    }
    if (may_split && is_quarter(word)) {
        emit_word(lexer, word, 0, 3, W_QUY);
        emit_word(lexer, word, 3, word->count, W_NONE);
        return;
    }
    if (may_split && is_glued(word) && split(lexer, word, 0, 0))
        return;
    emit_word(lexer, word, 0, word->count, class);
}

static void add_letter(struct lexer *lexer, struct spelling *word, const struct letter *letter)
{
    if (word->count == WORD_MAX_LETTERS) {
        word->whole = false;
        return;
    }
    word->letters[word->count] = letter->plain;
    word->marks[word->count] = letter->marks;
    word->capital[word->count] = letter->capital;
    word->at[word->count] = (uint32_t)lexer->pos;
    word->upper = word->upper && letter->capital;
    word->count++;
}

/* A digit within letters that a scan made of o ("c6", "d6t"): the letter it stands for, or 0.
 * Never after a word of time ("tháng6", "T6", "Q4"), nor before more digits. */
static char scan_error(const struct lexer *lexer, const struct spelling *word, char digit)
{
    if (digit != '6' || word->count == 0 || word->count > 3 || !word->whole)
        return 0;
    if (find(word, 0, word->count) != W_NONE)
        return 0;
    size_t next = lexer->pos + 1;
    if (next < lexer->len && lexer->text[next] >= '0' && lexer->text[next] <= '9')
        return 0;
    return 'o';
}

static void read_word(struct lexer *lexer)
{
    struct spelling word = {.whole = true, .upper = true};
    size_t begin = lexer->pos;
    word.count = 0;
    while (lexer->pos < lexer->len) {
        struct letter letter = letter_at(lexer->text + lexer->pos, lexer->len - lexer->pos);
        if (letter.class == LETTER_MARK) {
            if (word.count > 0 && word.whole) {
                uint8_t *marks = &word.marks[word.count - 1];
                if ((letter.marks & TONE_MASK) != 0)
                    *marks &= (uint8_t)~TONE_MASK;
                *marks |= letter.marks;
            }
        } else if (letter.class == LETTER_LETTER) {
            add_letter(lexer, &word, &letter);
        } else if (letter.class == LETTER_DIGIT) {
            char plain = scan_error(lexer, &word, letter.plain);
            if (plain == 0)
                break;
            struct letter fixed = {.plain = plain, .marks = MARK_FOREIGN};
            add_letter(lexer, &word, &fixed);
        } else if (letter.class != LETTER_SKIP) {
            break;
        }
        lexer->pos += letter.bytes;
    }
    finish_word(lexer, &word, begin);
}

static void read_number(struct lexer *lexer)
{
    size_t begin = lexer->pos;
    int32_t value = 0;
    int digits = 0;
    while (lexer->pos < lexer->len) {
        struct letter letter = letter_at(lexer->text + lexer->pos, lexer->len - lexer->pos);
        if (letter.class != LETTER_DIGIT && letter.class != LETTER_SKIP)
            break;
        if (letter.class == LETTER_DIGIT) {
            value =
                value > NUMBER_CEILING / 10 ? NUMBER_CEILING : value * 10 + (letter.plain - '0');
            digits = digits < 200 ? digits + 1 : digits;
        }
        lexer->pos += letter.bytes;
    }
    struct token *token = emit_obligation(lexer, TOKEN_NUMBER, begin, lexer->pos);
    token->value = value;
    token->digits = (uint8_t)digits;
}

static void read_bad(struct lexer *lexer)
{
    size_t begin = lexer->pos;
    while (lexer->pos < lexer->len &&
           letter_at(lexer->text + lexer->pos, lexer->len - lexer->pos).class == LETTER_BAD)
        lexer->pos++;
    emit_obligation(lexer, TOKEN_BAD, begin, lexer->pos);
}

void lex_run(const char *text, size_t len, struct token *tokens, struct lexed *out)
{
    *out = (struct lexed){.text = text, .tokens = tokens};
    struct lexer lexer = {.text = text, .len = len, .out = out};
    while (lexer.pos < len) {
        struct letter letter = letter_at(text + lexer.pos, len - lexer.pos);
        switch ((enum letter_class)letter.class) {
        case LETTER_LETTER:
            read_word(&lexer);
            continue;
        case LETTER_DIGIT:
            read_number(&lexer);
            continue;
        case LETTER_BAD:
            read_bad(&lexer);
            continue;
        case LETTER_SPACE:
            lexer.space = true;
            lexer.line = lexer.line || letter.plain == '\n';
            break;
        case LETTER_PUNCT:
            emit_obligation(&lexer, TOKEN_PUNCT, lexer.pos, lexer.pos + letter.bytes)->punct =
                letter.plain;
            break;
        case LETTER_MARK:
        case LETTER_SKIP:
            break;
        }
        lexer.pos += letter.bytes;
    }
    settle_words(out);
}
