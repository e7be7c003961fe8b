/* The same words in other clothes mean the same: every phrase of the corpus is decomposed, put in
 * capitals, stripped of its diacritics, spaced otherwise … and read again. */
#include "tests/unit/phrase/tests.h"

#include <ctype.h>

#include "base/utf8.h"
#include "lib/phrase/letters.h"
#include "lib/phrase/words.h"
#include "phrase/phrase.h"
#include "tests/corpus/golden.h"

#define TEXT_MAX (4 * GOLDEN_MAX_TEXT)

/* Writes the changed text to out; returns its length, or 0 when there is nothing to change. */
typedef size_t change_fn(const struct golden *golden, char out[static TEXT_MAX]);

struct run {
    change_fn *change;
    int checked, different;
    char first[GOLDEN_MAX_TEXT]; /* the first phrase that came out otherwise */
};

static size_t put(uint32_t code, char *out)
{
    char bytes[UTF8_CHAR_SIZE];
    int len = utf8_encode(code, bytes);
    memcpy(out, bytes, (size_t)len);
    return (size_t)len;
}

/* A letter's marks as combining characters. */
static size_t put_marks(unsigned marks, char *out)
{
    static const uint32_t tones[] = {0, 0x301, 0x300, 0x309, 0x303, 0x323};
    size_t len = 0;
    if ((marks & MARK_CIRCUMFLEX) != 0)
        len += put(0x302, out + len);
    if ((marks & MARK_BREVE) != 0)
        len += put(0x306, out + len);
    if ((marks & MARK_HORN) != 0)
        len += put(0x31b, out + len);
    if ((marks & TONE_MASK) != 0)
        len += put(tones[marks & TONE_MASK], out + len);
    return len;
}

static size_t decompose(const struct golden *golden, char out[static TEXT_MAX])
{
    size_t len = 0;
    for (size_t i = 0; i < golden->len;) {
        struct letter letter = letter_at(golden->text + i, golden->len - i);
        bool composed = letter.class == LETTER_LETTER && letter.marks != 0 &&
                        (letter.marks & (MARK_STROKE | MARK_FOREIGN)) == 0;
        if (composed) {
            out[len++] = (char)(letter.capital ? letter.plain - 32 : letter.plain);
            len += put_marks(letter.marks, out + len);
        } else {
            memcpy(out + len, golden->text + i, letter.bytes);
            len += letter.bytes;
        }
        i += letter.bytes;
    }
    return len;
}

static uint32_t upper(uint32_t code)
{
    if (code < 0x80)
        return (uint32_t)toupper((int)code);
    if (code >= 0xe0 && code <= 0xfe && code != 0xf7)
        return code - 0x20;
    if (code == 0x1a1 || code == 0x1b0)
        return code - 1;
    if ((code >= 0x100 && code < 0x180) || (code >= 0x1ea0 && code < 0x1efa))
        return code & ~1u;
    return code;
}

static size_t capitals(const struct golden *golden, char out[static TEXT_MAX])
{
    size_t len = 0;
    for (size_t i = 0; i < golden->len;) {
        uint32_t code;
        int taken = utf8_decode(golden->text + i, golden->len - i, &code);
        if (taken <= 0)
            return 0;
        i += (size_t)taken;
        len += put(upper(code), out + len);
    }
    return len;
}

static size_t without_marks(const struct golden *golden, char out[static TEXT_MAX])
{
    struct buf plain;
    buf_init(&plain, TEXT_MAX);
    size_t len = 0;
    if (utf8_fold_plain(golden->text, golden->len, &plain) == 0) {
        len = plain.len;
        memcpy(out, buf_str(&plain), len);
    }
    buf_clear(&plain);
    return len;
}

static size_t replace(const struct golden *golden, const char *from, const char *to,
                      char out[static TEXT_MAX])
{
    size_t len = 0, from_len = strlen(from), to_len = strlen(to);
    bool any = false;
    for (size_t i = 0; i < golden->len;) {
        if (i + from_len <= golden->len && memcmp(golden->text + i, from, from_len) == 0) {
            memcpy(out + len, to, to_len);
            len += to_len;
            i += from_len;
            any = true;
        } else {
            out[len++] = golden->text[i++];
        }
    }
    return any ? len : 0;
}

static size_t no_break(const struct golden *golden, char out[static TEXT_MAX])
{
    return replace(golden, " ", "\xc2\xa0", out);
}

static size_t two_spaces(const struct golden *golden, char out[static TEXT_MAX])
{
    return replace(golden, " ", "  ", out);
}

static size_t hang(const struct golden *golden, char out[static TEXT_MAX])
{
    return replace(golden, "hằng ", "hàng ", out);
}

static size_t qui(const struct golden *golden, char out[static TEXT_MAX])
{
    return replace(golden, "quý", "quí", out);
}

static size_t around(const struct golden *golden, const char *before, const char *after,
                     char out[static TEXT_MAX])
{
    size_t head = strlen(before), tail = strlen(after);
    memcpy(out, before, head);
    memcpy(out + head, golden->text, golden->len);
    memcpy(out + head + golden->len, after, tail);
    return head + golden->len + tail;
}

static size_t full_stop(const struct golden *golden, char out[static TEXT_MAX])
{
    return around(golden, "", ".", out);
}

static size_t bullet(const struct golden *golden, char out[static TEXT_MAX])
{
    return around(golden, "- ", "", out);
}

static size_t parentheses(const struct golden *golden, char out[static TEXT_MAX])
{
    for (size_t i = 0; i < golden->len; i++)
        if (strchr("();.\n", golden->text[i]) != NULL)
            return 0;
    return around(golden, "(", ")", out);
}

static void read_as(const char *text, size_t len, const struct golden *golden, struct buf *out)
{
    struct phrase_options options = {golden->from_year, golden->to_year, false};
    struct reading reading;
    reading_init(&reading);
    assert_int_equal(phrase_read(text, len, &options, &reading), 0);
    golden_print(&reading, golden->from_year, golden->to_year, out);
    reading_clear(&reading);
}

static void compare(const struct golden *golden, void *context)
{
    static char changed[TEXT_MAX];
    struct run *run = context;
    size_t len = run->change(golden, changed);
    if (len == 0)
        return;
    struct buf before, after;
    buf_init(&before, 1 << 20);
    buf_init(&after, 1 << 20);
    read_as(golden->text, golden->len, golden, &before);
    read_as(changed, len, golden, &after);
    run->checked++;
    if (strcmp(buf_str(&before), buf_str(&after)) != 0) {
        if (run->different == 0)
            snprintf(run->first, sizeof run->first, "%s", golden->text);
        run->different++;
    }
    buf_clear(&before);
    buf_clear(&after);
}

/* At most one in a hundred may differ where information is lost, none otherwise. */
static void check_change(change_fn *change, int in_hundred)
{
    static const char *const files[] = {"plans",    "public",  "ngay",           "ky",
                                        "chu-ky",   "su-kien", "nhieu-nghia-vu", "cach-ghi-khac",
                                        "ngoai-mau"};
    struct run run = {.change = change};
    for (size_t i = 0; i < sizeof files / sizeof files[0]; i++) {
        char path[4096];
        snprintf(path, sizeof path, "%s/tests/corpus/phrase/%s.txt", DD_SRCDIR, files[i]);
        assert_true(golden_read(path, compare, &run) > 0);
    }
    assert_true(run.checked > 50);
    if (run.different * 100 > run.checked * in_hundred)
        fail_msg("%d of %d differ, first \"%s\"", run.different, run.checked, run.first);
}

void test_forms(void **unused)
{
    (void)unused;
    check_change(decompose, 0);
    check_change(capitals, 0);
}

void test_spacing(void **unused)
{
    (void)unused;
    check_change(no_break, 0);
    check_change(two_spaces, 0);
}

void test_spelling(void **unused)
{
    (void)unused;
    check_change(hang, 0);
    check_change(qui, 0);
}

void test_surroundings(void **unused)
{
    (void)unused;
    check_change(full_stop, 0);
    check_change(bullet, 0);
    check_change(parentheses, 0);
}

void test_lost_diacritics(void **unused)
{
    (void)unused;
    check_change(without_marks, 1);
}
