/* Unicode text: validity, normal forms, the folds names are compared by, and display width.
 *
 * Text is UTF-8. Vietnamese reaches us composed (NFC), decomposed (NFD, from macOS) and mixed, with
 * both ways of placing the tone ("hoà", "hòa"), and with no-break spaces from Word. */
#ifndef BASE_UTF8_H
#define BASE_UTF8_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"

/* The longest input, in bytes, that the functions below normalise or fold; longer: ERR_LIMIT. */
#define UTF8_MAX_INPUT ((size_t)8 << 20)

/* --- characters ------------------------------------------------------------------------------ */

/* How many leading bytes are valid UTF-8 (no overlong forms, no surrogates, nothing above
 * U+10FFFF). NUL bytes are valid characters. Equal to len when all is well. */
size_t utf8_valid_length(const char *text, size_t len);
bool utf8_is_valid(const char *text, size_t len);

/* Reads one character. Returns its length in bytes (1 … 4), or 0 at the end (len 0), or -1 when the
 * bytes are not UTF-8. */
int utf8_decode(const char *text, size_t len, uint32_t *out);

#define UTF8_CHAR_SIZE 5
/* Writes one character and a NUL. Returns its length, or 0 when code is not a character. */
int utf8_encode(uint32_t code, char out[static UTF8_CHAR_SIZE]);

/* Number of characters (code points). Every byte that is not UTF-8 counts as one. */
size_t utf8_count(const char *text, size_t len);

/* The most bytes, at most max, that the text can be cut to without splitting a character or
 * tearing a combining mark from its letter. */
size_t utf8_cut(const char *text, size_t len, size_t max);

bool utf8_is_letter(uint32_t code);
bool utf8_is_upper(uint32_t code);
/* Spaces of every kind (no-break, thin, ideographic …), tab and line ends. */
bool utf8_is_space(uint32_t code);
/* Whether a text holds what nobody types and a reader does not see: a control character (C0, DEL, C1) but
 * tab and line ends, or a format character (Unicode category Cf: marks of direction such as U+202E, which show
 * a text other than it is, zero-width ones, the byte order mark). utf8_tidy drops the zero-width ones:
 * whoever takes them tidies first. Bytes that are not UTF-8 are none. */
bool utf8_has_control(const char *text, size_t len);

/* --- normal forms and folds: each appends to out ------------------------------------------------
 *
 * Each returns 0, ERR_FORMAT (not UTF-8), ERR_LIMIT (input above UTF8_MAX_INPUT, or the ceiling of
 * out) or ERR_NOMEM; out is unchanged then. A text may be any length of bytes, NULs included. */

/* NFC, nothing else changed. */
int utf8_nfc(const char *text, size_t len, struct buf *out);

/* NFC in lower case. */
int utf8_lower(const char *text, size_t len, struct buf *out);

/* Lower case without diacritics: "Đôn đốc" → "don doc". What has no plain letter stays. */
int utf8_fold_plain(const char *text, size_t len, struct buf *out);

/* The key names are compared by: equal for two names that differ only in case, Unicode form,
 * spacing (also no-break and zero-width; around a sign such as "-" or "&" none counts), kind of
 * dash or quote, or in where the tone stands
 * ("hoà" = "hòa"). Not for display. Two names that differ in a tone have different keys. */
int utf8_fold_name(const char *text, size_t len, struct buf *out);

/* Trims, makes every run of spaces (of any kind, line ends too) one plain space, and drops
 * zero-width characters, soft hyphens and byte order marks; NFC. */
int utf8_tidy(const char *text, size_t len, struct buf *out);

/* How many characters must be added, taken out or changed to make b of a (Levenshtein), for "did
 * you mean"; at most limit + 1 is returned. Texts are compared as they are: fold them before. Only
 * the first 256 characters of each count. */
int utf8_distance(const char *a, const char *b, int limit);

/* --- columns of a terminal ------------------------------------------------------------------- */

/* Columns the text takes; combining marks take none, wide characters two. */
size_t utf8_width(const char *text, size_t len);

enum utf8_align { UTF8_LEFT, UTF8_RIGHT };

/* Appends text in exactly `columns` columns: padded with spaces, or cut with "…" at its end. Line
 * ends and control characters become spaces. Same errors as above; bytes that are not UTF-8 are
 * shown as "?". */
int utf8_pad(const char *text, size_t columns, enum utf8_align align, struct buf *out);

#endif
