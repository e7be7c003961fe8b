#include "lib/render/escape.h"

#include <string.h>

/* The entity of a character, or NULL: it stands as it is. "" takes it away. */
static const char *entity(char c, bool xml)
{
    switch (c) {
    case '&':
        return "&amp;";
    case '<':
        return "&lt;";
    case '>':
        return "&gt;";
    case '"':
        return "&quot;";
    case '\'':
        return xml ? "&#39;" : NULL;
    default:
        /* No XML 1.0 document can hold other control characters, in whatever form. */
        return xml && (unsigned char)c < 0x20 && c != '\t' && c != '\n' && c != '\r' ? "" : NULL;
    }
}

static int put_entities(const char *text, size_t len, bool xml, struct buf *out)
{
    size_t begin = 0;
    int err = 0;

    for (size_t i = 0; i < len && err == 0; i++) {
        const char *instead = entity(text[i], xml);

        if (instead) {
            err = buf_append(out, text + begin, i - begin);
            err = err ? err : buf_puts(out, instead);
            begin = i + 1;
        }
    }
    return err ? err : buf_append(out, text + begin, len - begin);
}

/* RFC 8259 §7. */
static int put_json(const char *text, size_t len, struct buf *out)
{
    static const char short_forms[] = "\"\\\b\f\n\r\t";
    static const char letters[] = "\"\\bfnrt";
    int err = 0;

    for (size_t i = 0; i < len && err == 0; i++) {
        const char *found = text[i] != '\0' ? strchr(short_forms, text[i]) : NULL;

        if (found) {
            err = buf_printf(out, "\\%c", letters[found - short_forms]);
        } else if ((unsigned char)text[i] < 0x20) {
            err = buf_printf(out, "\\u%04x", (unsigned)(unsigned char)text[i]);
        } else {
            err = buf_putc(out, text[i]);
        }
    }
    return err;
}

static bool is_alnum(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

/* RFC 3986 §2.3, or application/x-www-form-urlencoded of the URL standard. */
static int put_percent(const char *text, size_t len, bool form, struct buf *out)
{
    const char *kept = form ? "*-._" : "-._~";
    int err = 0;

    for (size_t i = 0; i < len && err == 0; i++) {
        if (is_alnum(text[i]) || (text[i] != '\0' && strchr(kept, text[i]))) {
            err = buf_putc(out, text[i]);
        } else if (form && text[i] == ' ') {
            err = buf_putc(out, '+');
        } else {
            err = buf_printf(out, "%%%02X", (unsigned)(unsigned char)text[i]);
        }
    }
    return err;
}

int escape_put(enum template_escape escape, const char *text, size_t len, struct buf *out)
{
    switch (escape) {
    case TEMPLATE_HTML:
        return put_entities(text, len, false, out);
    case TEMPLATE_XML:
        return put_entities(text, len, true, out);
    case TEMPLATE_JSON:
        return put_json(text, len, out);
    case TEMPLATE_URL:
        return put_percent(text, len, false, out);
    case TEMPLATE_FORM:
        return put_percent(text, len, true, out);
    case TEMPLATE_NONE:
        break;
    }
    return buf_append(out, text, len);
}
