#include "base/utf8.h"

#include <string.h>

#include <utf8proc.h>

#include "base/err.h"

#define DISTANCE_MAX 256
#define ELLIPSIS 0x2026u

/* --- characters ------------------------------------------------------------------------------ */

int utf8_decode(const char *text, size_t len, uint32_t *out)
{
    if (len == 0) {
        return 0;
    }
    utf8proc_int32_t code = -1;
    utf8proc_ssize_t used = utf8proc_iterate((const utf8proc_uint8_t *)text,
                                             (utf8proc_ssize_t)(len < 4 ? len : 4), &code);
    if (used < 1 || code < 0) {
        return -1;
    }
    *out = (uint32_t)code;
    return (int)used;
}

int utf8_encode(uint32_t code, char out[static UTF8_CHAR_SIZE])
{
    if (code > 0x10FFFF || (code >= 0xD800 && code <= 0xDFFF)) {
        return 0;
    }
    utf8proc_ssize_t len = utf8proc_encode_char((utf8proc_int32_t)code, (utf8proc_uint8_t *)out);
    out[len] = '\0';
    return (int)len;
}

/* The bytes of ASCII at its start, rounded down to words: most of what is looked at is nothing else. */
static size_t ascii_words(const char *text, size_t len)
{
    uint64_t word;
    size_t at = 0;
    for (; len - at >= sizeof word; at += sizeof word) {
        memcpy(&word, text + at, sizeof word);
        if (word & UINT64_C(0x8080808080808080)) {
            break;
        }
    }
    return at;
}

size_t utf8_valid_length(const char *text, size_t len)
{
    size_t at = 0;
    while (at < len) {
        at += ascii_words(text + at, len - at);
        if (at == len) {
            break;
        }
        uint32_t code = 0;
        int used = (unsigned char)text[at] < 0x80 ? 1 : utf8_decode(text + at, len - at, &code);
        if (used < 1) {
            break;
        }
        at += (size_t)used;
    }
    return at;
}

bool utf8_is_valid(const char *text, size_t len)
{
    return utf8_valid_length(text, len) == len;
}

/* As utf8_decode, but a byte that is not UTF-8 is read as one "?". len is not 0. */
static size_t decode_lossy(const char *text, size_t len, uint32_t *out)
{
    int used = utf8_decode(text, len, out);
    if (used < 1) {
        *out = '?';
        return 1;
    }
    return (size_t)used;
}

size_t utf8_count(const char *text, size_t len)
{
    size_t count = 0;
    for (size_t at = 0; at < len; count++) {
        uint32_t code = 0;
        at += decode_lossy(text + at, len - at, &code);
    }
    return count;
}

/* Whether the character belongs to the one before it. */
static bool is_attached(uint32_t code)
{
    switch (utf8proc_category((utf8proc_int32_t)code)) {
    case UTF8PROC_CATEGORY_MN:
    case UTF8PROC_CATEGORY_MC:
    case UTF8PROC_CATEGORY_ME:
        return true;
    default: /* the library's enum has thirty more */
        return false;
    }
}

size_t utf8_cut(const char *text, size_t len, size_t max)
{
    if (len <= max) {
        return len;
    }
    size_t cut = 0;
    for (size_t at = 0; at <= max;) {
        uint32_t code = 0;
        size_t used = decode_lossy(text + at, len - at, &code);
        if (!is_attached(code)) {
            cut = at;
        }
        at += used;
    }
    return cut;
}

bool utf8_is_letter(uint32_t code)
{
    utf8proc_category_t category = utf8proc_category((utf8proc_int32_t)code);
    return category >= UTF8PROC_CATEGORY_LU && category <= UTF8PROC_CATEGORY_LO;
}

bool utf8_is_upper(uint32_t code)
{
    utf8proc_category_t category = utf8proc_category((utf8proc_int32_t)code);
    return category == UTF8PROC_CATEGORY_LU || category == UTF8PROC_CATEGORY_LT;
}

bool utf8_is_space(uint32_t code)
{
    utf8proc_category_t category = utf8proc_category((utf8proc_int32_t)code);
    return (code >= '\t' && code <= '\r') || code == 0x85 ||
           (category >= UTF8PROC_CATEGORY_ZS && category <= UTF8PROC_CATEGORY_ZP);
}

bool utf8_has_control(const char *text, size_t len)
{
    for (size_t at = 0; at < len;) {
        uint32_t code = 0;
        at += decode_lossy(text + at, len - at, &code);
        utf8proc_category_t category = utf8proc_category((utf8proc_int32_t)code);
        bool breaks = code == '\t' || code == '\n' || code == '\r';
        if (category == UTF8PROC_CATEGORY_CF || (category == UTF8PROC_CATEGORY_CC && !breaks)) {
            return true;
        }
    }
    return false;
}

/* --- likeness -------------------------------------------------------------------------------- */

static size_t read_codes(const char *text, uint32_t out[static DISTANCE_MAX])
{
    size_t len = strlen(text);
    size_t count = 0;
    for (size_t at = 0; at < len && count < DISTANCE_MAX; count++) {
        at += decode_lossy(text + at, len - at, &out[count]);
    }
    return count;
}

static int min_of_three(int a, int b, int c)
{
    int least = a < b ? a : b;
    return least < c ? least : c;
}

int utf8_distance(const char *a, const char *b, int limit)
{
    uint32_t codes_a[DISTANCE_MAX];
    uint32_t codes_b[DISTANCE_MAX];
    size_t count_a = read_codes(a, codes_a);
    size_t count_b = read_codes(b, codes_b);
    int row[DISTANCE_MAX + 1];
    for (size_t j = 0; j <= count_b; j++) {
        row[j] = (int)j;
    }
    for (size_t i = 1; i <= count_a; i++) {
        int diagonal = row[0];
        int least = row[0] = (int)i;
        for (size_t j = 1; j <= count_b; j++) {
            int changed = diagonal + (codes_a[i - 1] != codes_b[j - 1]);
            diagonal = row[j];
            row[j] = min_of_three(changed, row[j] + 1, row[j - 1] + 1);
            least = row[j] < least ? row[j] : least;
        }
        if (least > limit) {
            return limit + 1;
        }
    }
    return row[count_b] > limit ? limit + 1 : row[count_b];
}

/* --- columns --------------------------------------------------------------------------------- */

static size_t columns_of(uint32_t code)
{
    /* The Latin letters of Vietnamese, without a look into the tables; 0xAD is the soft hyphen. */
    if ((code >= 0xAE && code < 0x300) || (code >= 0x1E00 && code < 0x1F00)) {
        return 1;
    }
    int width = utf8proc_charwidth((utf8proc_int32_t)code);
    return width > 0 ? (size_t)width : 0;
}

/* Characters that would break a line of a table, or change the direction of what follows. */
static bool is_unprintable(uint32_t code)
{
    return code < 0x20 || (code >= 0x7F && code < 0xA0) || code == 0x2028 || code == 0x2029 ||
           (code >= 0x202A && code <= 0x202E) || (code >= 0x2066 && code <= 0x2069);
}

static size_t decode_shown(const char *text, size_t len, uint32_t *out)
{
    size_t used = decode_lossy(text, len, out);
    if (is_unprintable(*out)) {
        *out = ' ';
    }
    return used;
}

size_t utf8_width(const char *text, size_t len)
{
    size_t columns = 0;
    for (size_t at = 0; at < len;) {
        uint32_t code = 0;
        if (text[at] >= ' ' && text[at] <= '~') {
            at++;
            columns++;
            continue;
        }
        at += decode_shown(text + at, len - at, &code);
        columns += columns_of(code);
    }
    return columns;
}

static int put_spaces(size_t count, struct buf *out)
{
    int err = 0;
    for (size_t i = 0; i < count && !err; i++) {
        err = buf_putc(out, ' ');
    }
    return err;
}

static int put_code(uint32_t code, struct buf *out)
{
    char bytes[UTF8_CHAR_SIZE];
    return buf_append(out, bytes, (size_t)utf8_encode(code, bytes));
}

/* Puts what fits into the columns; *left says how many stay free. */
static int put_columns(const char *text, size_t columns, struct buf *out, size_t *left)
{
    size_t len = strlen(text);
    int err = 0;
    for (size_t at = 0; at < len && !err;) {
        uint32_t code = 0;
        at += decode_shown(text + at, len - at, &code);
        size_t width = columns_of(code);
        if (width > columns) {
            break;
        }
        columns -= width;
        err = put_code(code, out);
    }
    *left = columns;
    return err;
}

int utf8_pad(const char *text, size_t columns, enum utf8_align align, struct buf *out)
{
    size_t start = out->len;
    size_t width = utf8_width(text, strlen(text));
    size_t left = 0;
    int err = 0;
    if (width > columns) {
        if (columns > 0) {
            err = put_columns(text, columns - 1, out, &left);
            err = err ? err : put_code(ELLIPSIS, out);
        }
        err = err ? err : put_spaces(left, out);
    } else {
        err = align == UTF8_RIGHT ? put_spaces(columns - width, out) : 0;
        err = err ? err : put_columns(text, width, out, &left);
        err = err || align == UTF8_RIGHT ? err : put_spaces(columns - width, out);
    }
    if (err && out->data) {
        out->len = start;
        out->data[start] = '\0';
    }
    return err;
}
