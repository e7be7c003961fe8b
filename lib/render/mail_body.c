/* The texts of a mail, 7-bit clean. */
#include <stdlib.h>

#include <gmime/gmime.h>

#include "base/cleanup.h"
#include "base/err.h"
#include "lib/render/mail_parts.h"

#define BASE64_LINE 76

/* Whether base64 is shorter than quoted-printable for it. */
static bool prefers_base64(const char *text, size_t len)
{
    size_t special = 0; /* what takes three bytes */
    size_t encoded = (len + 2) / 3 * 4;

    for (size_t i = 0; i < len; i++) {
        unsigned char c = (unsigned char)text[i];

        special += (c - 32U > 94U && c != '\n') || c == '=';
    }
    size_t quoted = len + 2 * special;
    return encoded + encoded / BASE64_LINE * 2 < quoted + quoted / BASE64_LINE * 3;
}

/* Copies a text whose lines end in LF or CRLF; they end in `eol` then. out holds twice its length.
 * Returns the length. */
static size_t copy_lines(const char *text, size_t len, const char *eol, char *out)
{
    size_t eol_len = strlen(eol);
    char *to = out;

    while (len > 0) {
        const char *newline = memchr(text, '\n', len);
        size_t line = newline ? (size_t)(newline - text) : len;
        size_t kept = newline && line > 0 && text[line - 1] == '\r' ? line - 1 : line;

        memcpy(to, text, kept);
        to += kept;
        if (!newline) {
            break;
        }
        memcpy(to, eol, eol_len);
        to += eol_len;
        text += line + 1;
        len -= line + 1;
    }
    return (size_t)(to - out);
}

/* Encodes `len` bytes; lines end in LF. NULL: no memory; free() it. */
static char *encode(GMimeContentEncoding encoding, const char *text, size_t len, size_t *out_len)
{
    GMimeEncoding state;

    g_mime_encoding_init_encode(&state, encoding);
    char *out = malloc(g_mime_encoding_outlen(&state, len) + 16);
    if (out) {
        *out_len = g_mime_encoding_flush(&state, text, len, out);
    }
    return out;
}

static int put_encoded(GMimeContentEncoding encoding, const char *eol, const char *text,
                       struct buf *out)
{
    size_t len = strlen(text);
    size_t encoded_len = 0;
    _cleanup_free_ char *lines = malloc(2 * len + 1);
    _cleanup_free_ char *encoded = NULL;
    _cleanup_free_ char *whole = NULL;

    if (!lines) {
        return ERR_NOMEM;
    }
    encoded = encode(encoding, lines, copy_lines(text, len, eol, lines), &encoded_len);
    whole = encoded ? malloc(2 * encoded_len + 1) : NULL;
    return whole ? buf_append(out, whole, copy_lines(encoded, encoded_len, "\r\n", whole))
                 : ERR_NOMEM;
}

int mail_put_text(const char *subtype, const char *text, struct buf *out)
{
    bool base64 = prefers_base64(text, strlen(text));
    int err = buf_printf(out,
                         "Content-Type: text/%s; charset=utf-8\r\n"
                         "Content-Transfer-Encoding: %s\r\n\r\n",
                         subtype, base64 ? "base64" : "quoted-printable");

    if (err != 0) {
        return err;
    }
    /* RFC 2046 §4.1.1: text in base64 has CRLF line ends. */
    return base64 ? put_encoded(GMIME_CONTENT_ENCODING_BASE64, "\r\n", text, out)
                  : put_encoded(GMIME_CONTENT_ENCODING_QUOTEDPRINTABLE, "\n", text, out);
}
