#include "lib/phrase/letters.h"

#include "base/utf8.h"
#include "lib/phrase/words.h"

/* A composed letter taken apart: plain letter (0: none), marks, whether it is a capital. */
struct piece {
    char plain;
    uint8_t marks;
    uint8_t capital;
};

/* U+00C0 … U+01B0 */
static const struct piece latin[] = {
    {'a', 2, 1},   {'a', 1, 1},   {'a', 16, 1},  {'a', 4, 1},   {'a', 128, 1}, {'a', 128, 1},
    {0, 0, 0},     {'c', 128, 1}, {'e', 2, 1},   {'e', 1, 1},   {'e', 16, 1},  {'e', 128, 1},
    {'i', 2, 1},   {'i', 1, 1},   {'i', 16, 1},  {'i', 128, 1}, {0, 0, 0},     {'n', 4, 1},
    {'o', 2, 1},   {'o', 1, 1},   {'o', 16, 1},  {'o', 4, 1},   {'o', 128, 1}, {0, 0, 0},
    {0, 0, 0},     {'u', 2, 1},   {'u', 1, 1},   {'u', 16, 1},  {'u', 128, 1}, {'y', 1, 1},
    {0, 0, 0},     {0, 0, 0},     {'a', 2, 0},   {'a', 1, 0},   {'a', 16, 0},  {'a', 4, 0},
    {'a', 128, 0}, {'a', 128, 0}, {0, 0, 0},     {'c', 128, 0}, {'e', 2, 0},   {'e', 1, 0},
    {'e', 16, 0},  {'e', 128, 0}, {'i', 2, 0},   {'i', 1, 0},   {'i', 16, 0},  {'i', 128, 0},
    {0, 0, 0},     {'n', 4, 0},   {'o', 2, 0},   {'o', 1, 0},   {'o', 16, 0},  {'o', 4, 0},
    {'o', 128, 0}, {0, 0, 0},     {0, 0, 0},     {'u', 2, 0},   {'u', 1, 0},   {'u', 16, 0},
    {'u', 128, 0}, {'y', 1, 0},   {0, 0, 0},     {'y', 128, 0}, {'a', 128, 1}, {'a', 128, 0},
    {'a', 8, 1},   {'a', 8, 0},   {'a', 128, 1}, {'a', 128, 0}, {'c', 1, 1},   {'c', 1, 0},
    {'c', 16, 1},  {'c', 16, 0},  {'c', 128, 1}, {'c', 128, 0}, {'c', 128, 1}, {'c', 128, 0},
    {'d', 128, 1}, {'d', 128, 0}, {'d', 64, 1},  {'d', 64, 0},  {'e', 128, 1}, {'e', 128, 0},
    {'e', 8, 1},   {'e', 8, 0},   {'e', 128, 1}, {'e', 128, 0}, {'e', 128, 1}, {'e', 128, 0},
    {'e', 128, 1}, {'e', 128, 0}, {'g', 16, 1},  {'g', 16, 0},  {'g', 8, 1},   {'g', 8, 0},
    {'g', 128, 1}, {'g', 128, 0}, {'g', 128, 1}, {'g', 128, 0}, {'h', 16, 1},  {'h', 16, 0},
    {0, 0, 0},     {0, 0, 0},     {'i', 4, 1},   {'i', 4, 0},   {'i', 128, 1}, {'i', 128, 0},
    {'i', 8, 1},   {'i', 8, 0},   {'i', 128, 1}, {'i', 128, 0}, {'i', 128, 1}, {0, 0, 0},
    {0, 0, 0},     {0, 0, 0},     {'j', 16, 1},  {'j', 16, 0},  {'k', 128, 1}, {'k', 128, 0},
    {0, 0, 0},     {'l', 1, 1},   {'l', 1, 0},   {'l', 128, 1}, {'l', 128, 0}, {'l', 128, 1},
    {'l', 128, 0}, {0, 0, 0},     {0, 0, 0},     {0, 0, 0},     {0, 0, 0},     {'n', 1, 1},
    {'n', 1, 0},   {'n', 128, 1}, {'n', 128, 0}, {'n', 128, 1}, {'n', 128, 0}, {0, 0, 0},
    {0, 0, 0},     {0, 0, 0},     {'o', 128, 1}, {'o', 128, 0}, {'o', 8, 1},   {'o', 8, 0},
    {'o', 128, 1}, {'o', 128, 0}, {0, 0, 0},     {0, 0, 0},     {'r', 1, 1},   {'r', 1, 0},
    {'r', 128, 1}, {'r', 128, 0}, {'r', 128, 1}, {'r', 128, 0}, {'s', 1, 1},   {'s', 1, 0},
    {'s', 16, 1},  {'s', 16, 0},  {'s', 128, 1}, {'s', 128, 0}, {'s', 128, 1}, {'s', 128, 0},
    {'t', 128, 1}, {'t', 128, 0}, {'t', 128, 1}, {'t', 128, 0}, {0, 0, 0},     {0, 0, 0},
    {'u', 4, 1},   {'u', 4, 0},   {'u', 128, 1}, {'u', 128, 0}, {'u', 8, 1},   {'u', 8, 0},
    {'u', 128, 1}, {'u', 128, 0}, {'u', 128, 1}, {'u', 128, 0}, {'u', 128, 1}, {'u', 128, 0},
    {'w', 16, 1},  {'w', 16, 0},  {'y', 16, 1},  {'y', 16, 0},  {'y', 128, 1}, {'z', 1, 1},
    {'z', 1, 0},   {'z', 128, 1}, {'z', 128, 0}, {'z', 128, 1}, {'z', 128, 0}, {0, 0, 0},
    {0, 0, 0},     {0, 0, 0},     {0, 0, 0},     {0, 0, 0},     {0, 0, 0},     {0, 0, 0},
    {0, 0, 0},     {0, 0, 0},     {0, 0, 0},     {0, 0, 0},     {0, 0, 0},     {0, 0, 0},
    {0, 0, 0},     {0, 0, 0},     {0, 0, 0},     {0, 0, 0},     {0, 0, 0},     {0, 0, 0},
    {0, 0, 0},     {0, 0, 0},     {0, 0, 0},     {0, 0, 0},     {0, 0, 0},     {0, 0, 0},
    {0, 0, 0},     {0, 0, 0},     {0, 0, 0},     {0, 0, 0},     {0, 0, 0},     {0, 0, 0},
    {0, 0, 0},     {0, 0, 0},     {'o', 32, 1},  {'o', 32, 0},  {0, 0, 0},     {0, 0, 0},
    {0, 0, 0},     {0, 0, 0},     {0, 0, 0},     {0, 0, 0},     {0, 0, 0},     {0, 0, 0},
    {0, 0, 0},     {0, 0, 0},     {0, 0, 0},     {0, 0, 0},     {0, 0, 0},     {'u', 32, 1},
    {'u', 32, 0},
};

/* U+1EA0 … U+1EF9 */
static const struct piece vietnamese[] = {
    {'a', 5, 1},  {'a', 5, 0},  {'a', 3, 1},  {'a', 3, 0},  {'a', 17, 1}, {'a', 17, 0},
    {'a', 18, 1}, {'a', 18, 0}, {'a', 19, 1}, {'a', 19, 0}, {'a', 20, 1}, {'a', 20, 0},
    {'a', 21, 1}, {'a', 21, 0}, {'a', 9, 1},  {'a', 9, 0},  {'a', 10, 1}, {'a', 10, 0},
    {'a', 11, 1}, {'a', 11, 0}, {'a', 12, 1}, {'a', 12, 0}, {'a', 13, 1}, {'a', 13, 0},
    {'e', 5, 1},  {'e', 5, 0},  {'e', 3, 1},  {'e', 3, 0},  {'e', 4, 1},  {'e', 4, 0},
    {'e', 17, 1}, {'e', 17, 0}, {'e', 18, 1}, {'e', 18, 0}, {'e', 19, 1}, {'e', 19, 0},
    {'e', 20, 1}, {'e', 20, 0}, {'e', 21, 1}, {'e', 21, 0}, {'i', 3, 1},  {'i', 3, 0},
    {'i', 5, 1},  {'i', 5, 0},  {'o', 5, 1},  {'o', 5, 0},  {'o', 3, 1},  {'o', 3, 0},
    {'o', 17, 1}, {'o', 17, 0}, {'o', 18, 1}, {'o', 18, 0}, {'o', 19, 1}, {'o', 19, 0},
    {'o', 20, 1}, {'o', 20, 0}, {'o', 21, 1}, {'o', 21, 0}, {'o', 33, 1}, {'o', 33, 0},
    {'o', 34, 1}, {'o', 34, 0}, {'o', 35, 1}, {'o', 35, 0}, {'o', 36, 1}, {'o', 36, 0},
    {'o', 37, 1}, {'o', 37, 0}, {'u', 5, 1},  {'u', 5, 0},  {'u', 3, 1},  {'u', 3, 0},
    {'u', 33, 1}, {'u', 33, 0}, {'u', 34, 1}, {'u', 34, 0}, {'u', 35, 1}, {'u', 35, 0},
    {'u', 36, 1}, {'u', 36, 0}, {'u', 37, 1}, {'u', 37, 0}, {'y', 2, 1},  {'y', 2, 0},
    {'y', 5, 1},  {'y', 5, 0},  {'y', 3, 1},  {'y', 3, 0},  {'y', 4, 1},  {'y', 4, 0},
};

static uint8_t combining(uint32_t code)
{
    switch (code) {
    case 0x300:
    case 0x340:
        return TONE_GRAVE;
    case 0x301:
    case 0x341:
        return TONE_ACUTE;
    case 0x303:
        return TONE_TILDE;
    case 0x309:
        return TONE_HOOK;
    case 0x323:
        return TONE_DOT;
    case 0x302:
        return MARK_CIRCUMFLEX;
    case 0x306:
        return MARK_BREVE;
    case 0x31b:
        return MARK_HORN;
    default:
        return MARK_FOREIGN;
    }
}

static struct letter sign(char plain)
{
    return (struct letter){.class = LETTER_PUNCT, .plain = plain};
}

static struct letter piece_letter(const struct piece *piece)
{
    if (piece->plain == 0)
        return (struct letter){.class = LETTER_LETTER, .plain = '?', .marks = MARK_FOREIGN};
    return (struct letter){.class = LETTER_LETTER,
                           .plain = piece->plain,
                           .marks = piece->marks,
                           .capital = piece->capital};
}

/* Signs above ASCII that office documents hold. */
static struct letter other(uint32_t code)
{
    if (code == 0xa0 || (code >= 0x2000 && code <= 0x200a) || code == 0x202f || code == 0x205f ||
        code == 0x3000)
        return (struct letter){.class = LETTER_SPACE, .plain = ' '};
    if (code == 0x85 || code == 0x2028 || code == 0x2029)
        return (struct letter){.class = LETTER_SPACE, .plain = '\n'};
    if ((code >= 0x200b && code <= 0x200f) || code == 0xfeff || code == 0xad || code == 0x2060)
        return (struct letter){.class = LETTER_SKIP};
    if ((code >= 0x2010 && code <= 0x2015) || code == 0x2212 || code == 0xff0d)
        return sign('-');
    if (code >= 0xff10 && code <= 0xff19)
        return (struct letter){.class = LETTER_DIGIT, .plain = (char)('0' + (code - 0xff10))};
    if (code == 0x2022 || code == 0x25cf || code == 0xb7 || code == 0xf0b7 || code == 0x25aa)
        return sign('*');
    if (code == 0x2044 || code == 0x2215 || code == 0xff0f)
        return sign('/');
    if (code == 0x2026)
        return sign('.');
    if (code == 0x2192)
        return sign('-');
    if (code == 0x2264)
        return sign('<');
    if (code == 0x2265)
        return sign('>');
    if (code >= 0x2018 && code <= 0x201f)
        return sign('"');
    if (utf8_is_letter(code))
        return (struct letter){.class = LETTER_LETTER, .plain = '?', .marks = MARK_FOREIGN};
    return sign('?');
}

static struct letter ascii(unsigned char c)
{
    if (c >= 'a' && c <= 'z')
        return (struct letter){.class = LETTER_LETTER, .plain = (char)c};
    if (c >= 'A' && c <= 'Z')
        return (struct letter){.class = LETTER_LETTER, .plain = (char)(c + 32), .capital = 1};
    if (c >= '0' && c <= '9')
        return (struct letter){.class = LETTER_DIGIT, .plain = (char)c};
    if (c == '\n' || c == '\r' || c == '\v' || c == '\f')
        return (struct letter){.class = LETTER_SPACE, .plain = '\n'};
    if (c <= ' ' || c == 0x7f)
        return (struct letter){.class = LETTER_SPACE, .plain = ' '};
    return sign((char)c);
}

static struct letter wide(uint32_t code)
{
    if (code >= 0xc0 && code < 0x1b1 && code != 0xd7 && code != 0xf7)
        return piece_letter(&latin[code - 0xc0]);
    if (code >= 0x1ea0 && code < 0x1efa)
        return piece_letter(&vietnamese[code - 0x1ea0]);
    if (code >= 0x300 && code <= 0x36f)
        return (struct letter){.class = LETTER_MARK, .marks = combining(code)};
    return other(code);
}

struct letter letter_at(const char *text, size_t len)
{
    struct letter letter;
    if ((unsigned char)text[0] < 0x80) {
        letter = ascii((unsigned char)text[0]);
        letter.bytes = 1;
        return letter;
    }
    uint32_t code;
    int bytes = utf8_decode(text, len, &code);
    if (bytes <= 0)
        return (struct letter){.class = LETTER_BAD, .bytes = 1};
    letter = wide(code);
    letter.bytes = (uint8_t)bytes;
    return letter;
}
