#include "base/form.h"

#include <string.h>

#include "base/cleanup.h"
#include "base/err.h"
#include "base/text.h"
#include "base/utf8.h"

static int digit(char c)
{
    if (c >= '0' && c <= '9') {
        return c - '0';
    }
    if (c >= 'A' && c <= 'F') {
        return c - 'A' + 10;
    }
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

static int decode(struct text_span text, struct buf *out)
{
    for (size_t i = 0; i < text.len; i++) {
        char c = text.data[i];
        if (c == '+') {
            c = ' ';
        } else if (c == '%') {
            int high = i + 2 < text.len ? digit(text.data[i + 1]) : -1;
            int low = i + 2 < text.len ? digit(text.data[i + 2]) : -1;
            if (high < 0 || low < 0) {
                return ERR_FORMAT;
            }
            c = (char)(unsigned char)(high << 4 | low);
            i += 2;
        }
        int err = buf_putc(out, c);
        if (err < 0) {
            return err;
        }
    }
    return 0;
}

/* Line ends and tabs are spaces of a text area; other control characters are nobody's typing. */
static bool has_control(const struct buf *text)
{
    for (size_t i = 0; i < text->len; i++) {
        unsigned char c = (unsigned char)text->data[i];
        if ((c < 0x20 && c != '\n' && c != '\r' && c != '\t') || c == 0x7f) {
            return true;
        }
    }
    return false;
}

static struct text_span cut(const char *text, const char *end, char separator)
{
    const char *at = memchr(text, separator, (size_t)(end - text));
    return (struct text_span){text, (size_t)((at ? at : end) - text)};
}

/* *value: where the field's value stands; its data NULL: nowhere. */
static int find(const char *body, size_t len, const char *name, struct text_span *value)
{
    const char *end = body + len;
    *value = (struct text_span){NULL, 0};
    for (const char *at = body; at < end;) {
        struct text_span pair = cut(at, end, '&');
        struct text_span key = cut(pair.data, pair.data + pair.len, '=');
        at += pair.len + 1;
        if (!text_span_equal(key, name)) {
            continue;
        }
        if (value->data) {
            return ERR_FORMAT;
        }
        size_t skip = key.len < pair.len ? key.len + 1 : key.len;
        *value = (struct text_span){pair.data + skip, pair.len - skip};
    }
    return 0;
}

int form_field(const char *body, size_t len, const char *name, struct buf *out)
{
    struct text_span value;
    _cleanup_buf_ struct buf raw = {0};
    buf_init(&raw, len);
    int err = find(body, len, name, &value);
    if (err < 0 || !value.data) {
        return err;
    }
    err = decode(value, &raw);
    if (err == 0 && has_control(&raw)) {
        err = ERR_FORMAT;
    }
    return err < 0 ? err : utf8_tidy(buf_str(&raw), raw.len, out);
}
