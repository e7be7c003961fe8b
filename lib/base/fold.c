/* Normal forms and folds of base/utf8.h. */
#include <utf8proc.h>

#include "base/cleanup.h"
#include "base/err.h"
#include "base/utf8.h"

static int utf8proc_error(utf8proc_ssize_t code)
{
    if (code == UTF8PROC_ERROR_NOMEM) {
        return ERR_NOMEM;
    }
    return code == UTF8PROC_ERROR_OVERFLOW ? ERR_LIMIT : ERR_FORMAT;
}

/* One pass of utf8proc; the caller frees *out, which ends in a NUL. */
static int map(const char *text, size_t len, utf8proc_option_t options, utf8proc_custom_func each,
               char **out, size_t *out_len)
{
    if (len > UTF8_MAX_INPUT) {
        return ERR_LIMIT;
    }
    utf8proc_uint8_t *result = NULL;
    utf8proc_ssize_t n = utf8proc_map_custom((const utf8proc_uint8_t *)text, (utf8proc_ssize_t)len,
                                             &result, options | UTF8PROC_STABLE, each, NULL);
    if (n < 0) {
        return utf8proc_error(n);
    }
    *out = (char *)result;
    *out_len = (size_t)n;
    return 0;
}

static int map_into(const char *text, size_t len, utf8proc_option_t options,
                    utf8proc_custom_func each, struct buf *out)
{
    _cleanup_free_ char *result = NULL;
    size_t result_len = 0;
    int err = map(text, len, options, each, &result, &result_len);
    return err ? err : buf_append(out, result, result_len);
}

static utf8proc_int32_t lower_char(utf8proc_int32_t code, void *context)
{
    (void)context;
    return utf8proc_tolower(code);
}

/* đ is a letter of its own in Unicode, without a decomposition. */
static utf8proc_int32_t plain_char(utf8proc_int32_t code, void *context)
{
    code = lower_char(code, context);
    return code == 0x111 ? 'd' : code;
}

static bool is_continuation(const char *text, size_t len, size_t at)
{
    return at < len && ((unsigned char)text[at] & 0xC0) == 0x80;
}

/* Whether the text is well-formed and NFC for certain, as nearly all composed Vietnamese is: only
 * U+0000-U+02FF, U+1E80-U+1EFF and U+2010-U+2027. None of these decomposes, combines with what
 * stands before it or moves (NFC_Quick_Check=Yes, ccc=0). */
static bool is_surely_nfc(const char *text, size_t len)
{
    size_t at = 0;
    while (at < len) {
        unsigned char c = (unsigned char)text[at];
        unsigned char next = at + 1 < len ? (unsigned char)text[at + 1] : 0;
        unsigned char third = at + 2 < len ? (unsigned char)text[at + 2] : 0;
        bool vietnamese = c == 0xE1 && (next == 0xBA || next == 0xBB);
        bool dash_or_quote = c == 0xE2 && next == 0x80 && third >= 0x90 && third <= 0xA7;
        if (c < 0x80) {
            at++;
        } else if (c >= 0xC2 && c <= 0xCB && is_continuation(text, len, at + 1)) {
            at += 2;
        } else if ((vietnamese || dash_or_quote) && is_continuation(text, len, at + 2)) {
            at += 3;
        } else {
            return false;
        }
    }
    return len <= UTF8_MAX_INPUT;
}

int utf8_nfc(const char *text, size_t len, struct buf *out)
{
    if (is_surely_nfc(text, len)) {
        return buf_append(out, text, len);
    }
    return map_into(text, len, UTF8PROC_COMPOSE, NULL, out);
}

int utf8_lower(const char *text, size_t len, struct buf *out)
{
    return map_into(text, len, UTF8PROC_COMPOSE, lower_char, out);
}

int utf8_fold_plain(const char *text, size_t len, struct buf *out)
{
    return map_into(text, len, UTF8PROC_DECOMPOSE | UTF8PROC_STRIPMARK, plain_char, out);
}

/* Zero-width spaces and joiners, byte order mark, soft hyphen. */
static bool is_invisible(uint32_t code)
{
    return (code >= 0x200B && code <= 0x200F) || code == 0x2060 || code == 0xFEFF || code == 0xAD;
}

/* --- tidy ------------------------------------------------------------------------------------ */

static int put_tidied(const char *text, size_t len, struct buf *out)
{
    size_t start = out->len;
    bool space = false;
    for (size_t at = 0; at < len;) {
        uint32_t code = 0;
        int used = utf8_decode(text + at, len - at, &code);
        const char *bytes = text + at;
        at += (size_t)used;
        if (utf8_is_space(code)) {
            space = out->len > start;
            continue;
        }
        if (is_invisible(code)) {
            continue;
        }
        int err = space ? buf_putc(out, ' ') : 0;
        err = err ? err : buf_append(out, bytes, (size_t)used);
        if (err) {
            return err;
        }
        space = false;
    }
    return 0;
}

/* Cuts out back to what it was before a failure. */
static int undo(struct buf *out, size_t start, int err)
{
    if (err && out->data) {
        out->len = start;
        out->data[start] = '\0';
    }
    return err;
}

int utf8_tidy(const char *text, size_t len, struct buf *out)
{
    size_t start = out->len;
    if (is_surely_nfc(text, len)) {
        return undo(out, start, put_tidied(text, len, out));
    }
    _cleanup_free_ char *composed = NULL;
    size_t composed_len = 0;
    int err = map(text, len, UTF8PROC_COMPOSE, NULL, &composed, &composed_len);
    if (err) {
        return err;
    }
    return undo(out, start, put_tidied(composed, composed_len, out));
}

/* --- names ----------------------------------------------------------------------------------- */

/* The five tones of Vietnamese as combining marks; the marks of â, ă, ơ … are not among them. */
static bool is_tone(uint32_t code)
{
    return code == 0x300 || code == 0x301 || code == 0x303 || code == 0x309 || code == 0x323;
}

/* The dashes and quotes that Word puts in by itself, as they stand on a keyboard. */
static uint32_t keyboard_char(uint32_t code)
{
    if ((code >= 0x2010 && code <= 0x2015) || code == 0x2212) {
        return '-';
    }
    if (code >= 0x2018 && code <= 0x201B) {
        return '\'';
    }
    if (code >= 0x201C && code <= 0x201F) {
        return '"';
    }
    return code;
}

#define TONES_MAX 8

/* The key as it grows: the tones of a word wait for its end, a space for the next word. */
struct key {
    struct buf *out;
    uint32_t tones[TONES_MAX];
    size_t tone_count;
    bool in_word; /* a letter or digit came last, spaces apart */
    bool space;
};

static int put_code(struct buf *out, uint32_t code)
{
    char bytes[UTF8_CHAR_SIZE];
    return buf_append(out, bytes, (size_t)utf8_encode(code, bytes));
}

static int end_word(struct key *key)
{
    int err = 0;
    for (size_t i = 0; i < key->tone_count && !err; i++) {
        err = put_code(key->out, key->tones[i]);
    }
    key->tone_count = 0;
    return err;
}

static bool is_word_char(uint32_t code)
{
    utf8proc_category_t category = utf8proc_category((utf8proc_int32_t)code);
    return category >= UTF8PROC_CATEGORY_LU && category <= UTF8PROC_CATEGORY_NO;
}

static int put_key_char(struct key *key, uint32_t code)
{
    if (is_tone(code) && key->in_word && !key->space && key->tone_count < TONES_MAX) {
        key->tones[key->tone_count++] = code;
        return 0;
    }
    bool word = is_word_char(code);
    int err = 0;
    if (key->space || !word) {
        err = end_word(key);
    }
    if (!err && key->space && key->in_word && word) {
        err = buf_putc(key->out, ' ');
    }
    key->space = false;
    key->in_word = word;
    return err ? err : put_code(key->out, code);
}

static int put_key(const char *text, size_t len, struct buf *out)
{
    struct key key = {.out = out};
    for (size_t at = 0; at < len;) {
        uint32_t code = 0;
        at += (size_t)utf8_decode(text + at, len - at, &code);
        if (utf8_is_space(code)) {
            key.space = true;
            continue;
        }
        if (is_invisible(code)) {
            continue;
        }
        int err = put_key_char(&key, keyboard_char(code));
        if (err) {
            return err;
        }
    }
    return end_word(&key);
}

int utf8_fold_name(const char *text, size_t len, struct buf *out)
{
    _cleanup_free_ char *parts = NULL;
    size_t parts_len = 0;
    int err = map(text, len, UTF8PROC_DECOMPOSE, lower_char, &parts, &parts_len);
    if (err) {
        return err;
    }
    size_t start = out->len;
    return undo(out, start, put_key(parts, parts_len, out));
}
