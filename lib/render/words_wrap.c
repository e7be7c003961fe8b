/* Folds text at spaces by the columns it takes on a terminal. */
#include <string.h>

#include "base/utf8.h"
#include "render/words.h"

struct line {
    const char *text;
    size_t len;
};

static struct line next_line(const char **rest)
{
    struct line line = {.text = *rest, .len = strcspn(*rest, "\n")};

    *rest += line.len + ((*rest)[line.len] == '\n' ? 1 : 0);
    while (line.len > 0 && (line.text[line.len - 1] == ' ' || line.text[line.len - 1] == '\r')) {
        line.len--;
    }
    return line;
}

static size_t leading_spaces(const struct line *line)
{
    size_t n = 0;

    while (n < line->len && line->text[n] == ' ') {
        n++;
    }
    return n;
}

/* How much of the text goes on a line of `room` columns: up to a space, at least one word. */
static size_t fitting(const char *text, size_t len, size_t room)
{
    size_t fits = 0;
    size_t at = 0;
    size_t width = 0;

    while (at < len) {
        size_t end = at;

        while (end < len && text[end] == ' ') {
            end++;
        }
        while (end < len && text[end] != ' ') {
            end++;
        }
        width += utf8_width(text + at, end - at);
        if (fits > 0 && width > room) {
            break;
        }
        fits = end;
        at = end;
    }
    return fits;
}

/* The length of "- " or "12. " at its start, else 0. */
static size_t list_mark(const char *text, size_t len)
{
    size_t digits = 0;

    if (len >= 2 && text[0] == '-' && text[1] == ' ') {
        return 2;
    }
    while (digits < len && text[digits] >= '0' && text[digits] <= '9') {
        digits++;
    }
    return digits > 0 && digits <= 4 && len >= digits + 2 && text[digits] == '.' &&
                   text[digits + 1] == ' '
               ? digits + 2
               : 0;
}

static int put_spaces(size_t n, struct buf *out)
{
    int err = 0;

    while (n-- > 0 && err == 0) {
        err = buf_putc(out, ' ');
    }
    return err;
}

static int put_folded(const struct line *line, size_t columns, struct buf *out)
{
    size_t indent = leading_spaces(line);
    const char *text = line->text + indent;
    size_t len = line->len - indent;
    size_t hanging = indent;
    int err = put_spaces(indent, out);

    hanging += list_mark(text, len);
    for (size_t room = columns - indent; len > 0 && err == 0; room = columns - hanging) {
        size_t fits = fitting(text, len, room);

        err = buf_append(out, text, fits);
        text += fits;
        len -= fits;
        while (len > 0 && text[0] == ' ') {
            text++;
            len--;
        }
        if (len > 0 && err == 0) {
            err = buf_putc(out, '\n');
            err = err ? err : put_spaces(hanging, out);
        }
    }
    return err;
}

int words_wrap(const char *text, size_t columns, struct buf *out)
{
    bool was_empty = true;
    size_t before = out->len;
    int err = 0;

    while (*text && err == 0) {
        struct line line = next_line(&text);

        if (line.len == 0 && was_empty) {
            continue;
        }
        was_empty = line.len == 0;
        /* Lines indented too far to be folded sensibly stay as they are. */
        if (leading_spaces(&line) * 2 > columns || utf8_width(line.text, line.len) <= columns) {
            err = buf_append(out, line.text, line.len);
        } else {
            err = put_folded(&line, columns, out);
        }
        err = err ? err : buf_putc(out, '\n');
    }
    if (err != 0 && out->len > before) {
        out->len = before;
        out->data[before] = '\0';
    }
    return err;
}
