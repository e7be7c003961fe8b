#include "daemon/table.h"

#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "base/utf8.h"
#include "base/vec.h"

#define TABLE_MAX_CELLS 2000000
#define TABLE_GAP 2
#define TABLE_NARROWEST 12

struct cells {
    VEC_MEMBERS(char *);
};

struct table {
    struct table_column columns[TABLE_MAX_COLUMNS];
    size_t count;
    struct cells cells; /* titles first, then row by row */
};

static int add_cell(struct table *table, const char *text)
{
    char *copy = strdup(text != NULL ? text : "");
    if (copy == NULL) {
        return ERR_NOMEM;
    }
    int err = vec_push(&table->cells, TABLE_MAX_CELLS, copy);
    if (err < 0) {
        free(copy);
    }
    return err;
}

int table_new(const struct table_column *columns, size_t count, struct table **out)
{
    if (count < 1 || count > TABLE_MAX_COLUMNS) {
        return ERR_INVALID;
    }
    struct table *table = calloc(1, sizeof(*table));
    if (table == NULL) {
        return ERR_NOMEM;
    }
    memcpy(table->columns, columns, count * sizeof(*columns));
    table->count = count;
    for (size_t i = 0; i < count; i++) {
        if (add_cell(table, columns[i].title) < 0) {
            table_free(table);
            return ERR_NOMEM;
        }
    }
    *out = table;
    return 0;
}

int table_add(struct table *table, const char *const *cells)
{
    size_t before = table->cells.count;
    for (size_t i = 0; i < table->count; i++) {
        int err = add_cell(table, cells[i]);
        if (err < 0) {
            while (table->cells.count > before) {
                free(table->cells.items[--table->cells.count]);
            }
            return err;
        }
    }
    return 0;
}

size_t table_rows(const struct table *table)
{
    return table->cells.count / table->count - 1;
}

/* The widest line of a cell. */
static size_t cell_width(const char *text)
{
    size_t widest = 0;
    for (;;) {
        size_t len = strcspn(text, "\n");
        size_t width = utf8_width(text, len);
        widest = width > widest ? width : widest;
        if (text[len] == '\0') {
            return widest;
        }
        text += len + 1;
    }
}

/* The widest word: what take_line would cut. */
static size_t word_width(const char *text)
{
    size_t widest = 0;
    while (*text != '\0') {
        size_t len = strcspn(text, " \n");
        size_t width = utf8_width(text, len);
        widest = width > widest ? width : widest;
        text += len + (text[len] != '\0');
    }
    return widest;
}

static size_t sum(const size_t *widths, size_t count)
{
    size_t total = 0;
    for (size_t i = 0; i < count; i++) {
        total += widths[i];
    }
    return total;
}

/* Natural widths first; then the elastic columns (max 0), and in need all, give way, widest first. */
static void lay_out(const struct table *table, size_t width, size_t *widths)
{
    memset(widths, 0, table->count * sizeof(*widths));
    for (size_t i = 0; i < table->cells.count; i++) {
        size_t column = i % table->count;
        size_t natural = cell_width(table->cells.items[i]);
        size_t max = table->columns[column].max;
        size_t word = word_width(table->cells.items[column]);
        max = max > 0 && word > max ? word : max;
        natural = max > 0 && natural > max ? max : natural;
        widths[column] = natural > widths[column] ? natural : widths[column];
    }
    size_t gaps = TABLE_GAP * (table->count - 1);
    size_t room = width > gaps ? width - gaps : 1;
    for (int pass = 0; pass < 2; pass++) {
        while (sum(widths, table->count) > room) {
            size_t widest = table->count;
            for (size_t i = 0; i < table->count; i++) {
                bool may = (pass == 1 || table->columns[i].max == 0) && widths[i] > TABLE_NARROWEST;
                if (may && (widest == table->count || widths[i] > widths[widest])) {
                    widest = i;
                }
            }
            if (widest == table->count) {
                break;
            }
            widths[widest]--;
        }
    }
}

/* Takes the next line of at most `width` columns from *text: ends at a line end, else at the last
 * space that fits, else in mid-word. Returns its length and moves *text behind it. */
static size_t take_line(const char **text, size_t width)
{
    const char *start = *text;
    size_t end = strcspn(start, "\n");
    if (utf8_width(start, end) <= width) {
        *text = start + end + (start[end] == '\n');
        return end;
    }
    size_t fits = 0;
    size_t at_space = 0;
    for (size_t next = 0; next < end;) {
        uint32_t code;
        int len = utf8_decode(start + next, end - next, &code);
        next += len > 0 ? (size_t)len : 1;
        if (fits > 0 && utf8_width(start, next) > width) {
            break;
        }
        fits = next;
        if (next < end && start[next] == ' ') {
            at_space = next;
        }
    }
    size_t cut = at_space > 0 ? at_space : fits;
    *text = start + cut;
    while (**text == ' ') {
        (*text)++;
    }
    return cut;
}

static bool any_left(const char *const *rest, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (*rest[i] != '\0') {
            return true;
        }
    }
    return false;
}

static int print_row(const struct table *table, const size_t *widths, size_t first, struct buf *out)
{
    const char *rest[TABLE_MAX_COLUMNS];
    struct buf line;
    int err = 0;
    buf_init(&line, 65536);
    for (size_t i = 0; i < table->count; i++) {
        rest[i] = table->cells.items[first + i];
    }
    do {
        buf_reset(&line);
        for (size_t i = 0; i < table->count && err == 0; i++) {
            const char *start = rest[i];
            size_t len = take_line(&rest[i], widths[i]);
            char *piece = strndup(start, len);
            err = piece == NULL
                      ? ERR_NOMEM
                      : utf8_pad(piece, widths[i] + (i + 1 < table->count ? TABLE_GAP : 0),
                                 UTF8_LEFT, &line);
            free(piece);
        }
        while (line.len > 0 && line.data[line.len - 1] == ' ') {
            line.data[--line.len] = '\0';
        }
        if (err == 0) {
            err = buf_printf(out, "%s\n", buf_str(&line));
        }
    } while (err == 0 && any_left(rest, table->count));
    buf_clear(&line);
    return err;
}

static int print_rule(const struct table *table, const size_t *widths, struct buf *out)
{
    int err = 0;
    for (size_t i = 0; i < table->count && err == 0; i++) {
        for (size_t k = 0; k < widths[i] && err == 0; k++) {
            err = buf_puts(out, "─");
        }
        if (err == 0) {
            err = buf_puts(out, i + 1 < table->count ? "  " : "\n");
        }
    }
    return err;
}

int table_print(const struct table *table, size_t width, struct buf *out)
{
    size_t widths[TABLE_MAX_COLUMNS];
    lay_out(table, width, widths);
    int err = print_row(table, widths, 0, out);
    if (err == 0) {
        err = print_rule(table, widths, out);
    }
    for (size_t i = table->count; i < table->cells.count && err == 0; i += table->count) {
        err = print_row(table, widths, i, out);
    }
    return err;
}

void table_free(struct table *table)
{
    if (table == NULL) {
        return;
    }
    for (size_t i = 0; i < table->cells.count; i++) {
        free(table->cells.items[i]);
    }
    vec_free(&table->cells);
    free(table);
}
