#include "lib/import/grid.h"

#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/err.h"
#include "base/i18n.h"
#include "base/utf8.h"
#include "base/vec.h"

#define BLOCK_SIZE 65536

struct text_block {
    struct text_block *next;
    size_t used, size;
    char data[];
};

static const struct grid_cell EMPTY = {.text = ""};

void grids_init(struct grids *grids, const char *file, struct diag *diag)
{
    *grids = (struct grids){.file = file, .diag = diag};
}

static void free_row(struct grid_row *row)
{
    vec_free(row);
}

static void free_grid(struct grid **slot)
{
    struct grid *grid = *slot;
    if (grid) {
        vec_clear(grid, free_row);
        free(grid->name);
        free(grid->heading);
        free(grid);
    }
}

void grids_clear(struct grids *grids)
{
    if (!grids) {
        return;
    }
    vec_clear(grids, free_grid);
    while (grids->texts) {
        struct text_block *next = grids->texts->next;
        free(grids->texts);
        grids->texts = next;
    }
    grids->text_len = grids->cells = 0;
}

int grids_add(struct grids *grids, const char *name, const char *heading, struct grid **out)
{
    struct grid *grid = calloc(1, sizeof(*grid));
    int err = ERR_NOMEM;
    if (grid) {
        grid->name = strdup(name ? name : "");
        grid->heading = strdup(heading ? heading : "");
        err = grid->name && grid->heading ? vec_push(grids, GRID_MAX_TABLES, grid) : ERR_NOMEM;
    }
    if (err) {
        free_grid(&grid);
        if (err == ERR_LIMIT) {
            diag_add(grids->diag, DIAG_ERROR, grids->file, 0, 0, _("tệp có quá nhiều bảng"), NULL);
        }
        return err;
    }
    *out = grid;
    return 0;
}

/* --- texts -------------------------------------------------------------------------------------- */

static int store(struct grids *grids, const char *text, size_t len, const char **out)
{
    struct text_block *block = grids->texts;
    if (len == 0) {
        *out = "";
        return 0;
    }
    if (len > GRID_MAX_TEXT - grids->text_len) {
        return ERR_LIMIT;
    }
    if (!block || block->size - block->used < len + 1) {
        size_t size = len + 1 > BLOCK_SIZE ? len + 1 : BLOCK_SIZE;
        block = malloc(sizeof(*block) + size);
        if (!block) {
            return ERR_NOMEM;
        }
        *block = (struct text_block){.next = grids->texts, .size = size};
        grids->texts = block;
    }
    char *copy = block->data + block->used;
    memcpy(copy, text, len);
    copy[len] = '\0';
    block->used += len + 1;
    grids->text_len += len;
    *out = copy;
    return 0;
}

/* What a character becomes: itself, a space, a line end, or 0 for nothing. */
static uint32_t clean(uint32_t code, uint32_t before)
{
    switch (code) {
    case 0x0D:
    case 0x2028:
    case 0x2029:
    case 0x0B:
        return '\n';
    case '\n':
        return before == 0x0D ? 0 : '\n';
    case '\t':
    case 0xA0:
    case 0x202F:
        return ' ';
    case 0xAD:
    case 0x200B:
    case 0x2060:
    case 0xFEFF:
        return 0;
    case 0x2011:
        return '-';
    default:
        return code < 0x20 || code == 0x7F ? 0 : code;
    }
}

static int clean_all(const char *text, size_t len, struct buf *out)
{
    uint32_t before = 0;
    while (len > 0) {
        uint32_t code;
        char bytes[UTF8_CHAR_SIZE];
        int used = utf8_decode(text, len, &code);
        if (used <= 0) {
            return ERR_FORMAT;
        }
        uint32_t cleaned = clean(code, before);
        int size = cleaned ? utf8_encode(cleaned, bytes) : 0;
        int err = buf_append(out, bytes, (size_t)size);
        if (err) {
            return err;
        }
        before = code;
        text += used;
        len -= (size_t)used;
    }
    return 0;
}

/* Takes spaces off both ends of every line, and blank lines out. */
static int trim_lines(const char *text, struct buf *out)
{
    int err = 0;
    while (!err && *text) {
        size_t len = strcspn(text, "\n");
        const char *next = text[len] ? text + len + 1 : text + len;
        while (len > 0 && text[len - 1] == ' ') {
            len--;
        }
        while (len > 0 && *text == ' ') {
            text++;
            len--;
        }
        if (len > 0) {
            err = out->len > 0 ? buf_putc(out, '\n') : 0;
            err = err ? err : buf_append(out, text, len);
        }
        text = next;
    }
    return err;
}

int grids_keep(struct grids *grids, const char *text, size_t len, const char **out)
{
    _cleanup_buf_ struct buf cleaned = {0};
    _cleanup_buf_ struct buf composed = {0};
    _cleanup_buf_ struct buf trimmed = {0};
    buf_init(&cleaned, GRID_MAX_CELL);
    buf_init(&composed, GRID_MAX_CELL * 2);
    buf_init(&trimmed, GRID_MAX_CELL * 2);
    if (len > GRID_MAX_CELL) {
        return ERR_LIMIT;
    }
    int err = clean_all(text, len, &cleaned);
    err = err ? err : utf8_nfc(buf_str(&cleaned), cleaned.len, &composed);
    err = err ? err : trim_lines(buf_str(&composed), &trimmed);
    return err ? err : store(grids, buf_str(&trimmed), trimmed.len, out);
}

/* --- cells -------------------------------------------------------------------------------------- */

int grid_too_big(const struct grids *grids, size_t row, size_t column, const char *what)
{
    diag_add(grids->diag, DIAG_ERROR, grids->file, (int)row + 1, (int)column + 1, what,
             _("Chép riêng bảng kế hoạch sang một tệp mới rồi thử lại."));
    return ERR_LIMIT;
}

static int reach_row(struct grids *grids, struct grid *grid, size_t row)
{
    if (row >= GRID_MAX_ROWS) {
        return grid_too_big(grids, row, 0, _("bảng có quá nhiều dòng"));
    }
    while (grid->count <= row) {
        int err = vec_push(grid, GRID_MAX_ROWS, (struct grid_row){0});
        if (err) {
            return err;
        }
    }
    return 0;
}

/* Makes room for the cell and gives it. */
static int reach(struct grids *grids, struct grid *grid, size_t row, size_t column,
                 struct grid_cell **out)
{
    if (column >= GRID_MAX_COLUMNS) {
        return grid_too_big(grids, row, column, _("bảng có quá nhiều cột"));
    }
    int err = reach_row(grids, grid, row);
    if (err) {
        return err;
    }
    struct grid_row *cells = &grid->items[row];
    while (cells->count <= column) {
        if (grids->cells >= GRID_MAX_CELLS) {
            return grid_too_big(grids, row, column, _("bảng có quá nhiều ô"));
        }
        err = vec_push(cells, GRID_MAX_COLUMNS, EMPTY);
        if (err) {
            return err;
        }
        grids->cells++;
    }
    if (cells->count > grid->columns) {
        grid->columns = cells->count;
    }
    *out = &cells->items[column];
    return 0;
}

static int cover(struct grids *grids, struct grid *grid, size_t row, size_t column,
                 const char *text, size_t last_row, size_t last_column)
{
    for (size_t r = row; r <= last_row; r++) {
        for (size_t c = column; c <= last_column; c++) {
            struct grid_cell *cell = NULL;
            int err = reach(grids, grid, r, c, &cell);
            if (err) {
                return err;
            }
            *cell = (struct grid_cell){.text = text, .down = r > row, .across = c > column};
        }
    }
    return 0;
}

int grid_put(struct grids *grids, struct grid *grid, size_t row, size_t column, const char *text,
             size_t row_span, size_t column_span)
{
    if (column >= GRID_MAX_COLUMNS) {
        return grid_too_big(grids, row, column, _("bảng có quá nhiều cột"));
    }
    if (column_span > GRID_MAX_COLUMNS - column) {
        column_span = GRID_MAX_COLUMNS - column;
    }
    if (row < GRID_MAX_ROWS && row_span > GRID_MAX_ROWS - row) {
        row_span = GRID_MAX_ROWS - row;
    }
    return cover(grids, grid, row, column, text, row + (row_span ? row_span : 1) - 1,
                 column + (column_span ? column_span : 1) - 1);
}

int grid_merge(struct grids *grids, struct grid *grid, size_t row, size_t column, size_t last_row,
               size_t last_column)
{
    if (row >= grid->count || column >= grid->columns) {
        return 0;
    }
    if (last_row >= grid->count) {
        last_row = grid->count - 1;
    }
    if (last_column >= grid->columns) {
        last_column = grid->columns - 1;
    }
    return cover(grids, grid, row, column, grid_at(grid, row, column)->text, last_row, last_column);
}

int grid_continue(struct grids *grids, struct grid *grid, size_t row, size_t column,
                  size_t column_span)
{
    const char *text = row > 0 ? grid_at(grid, row - 1, column)->text : "";
    int err = grid_put(grids, grid, row, column, text, 1, column_span);
    if (err || row == 0) {
        return err;
    }
    struct grid_row *cells = &grid->items[row];
    for (size_t c = column; c < cells->count && c < column + column_span; c++) {
        cells->items[c].down = true;
    }
    return 0;
}

const struct grid_cell *grid_at(const struct grid *grid, size_t row, size_t column)
{
    return row < grid->count && column < grid->items[row].count ? &grid->items[row].items[column]
                                                                : &EMPTY;
}

bool grid_row_is_blank(const struct grid *grid, size_t row)
{
    for (size_t c = 0; row < grid->count && c < grid->items[row].count; c++) {
        if (grid->items[row].items[c].text[0] != '\0') {
            return false;
        }
    }
    return true;
}

void grid_trim(struct grid *grid)
{
    while (grid->count > 0 && grid_row_is_blank(grid, grid->count - 1)) {
        grid->count--;
        free_row(&grid->items[grid->count]);
    }
}

bool grid_same_name(const char *a, const char *b)
{
    _cleanup_buf_ struct buf left = {0};
    _cleanup_buf_ struct buf right = {0};
    buf_init(&left, 4096);
    buf_init(&right, 4096);
    return strcmp(a, b) == 0 ||
           (utf8_fold_name(a, strlen(a), &left) == 0 && utf8_fold_name(b, strlen(b), &right) == 0 &&
            left.len > 0 && strcmp(buf_str(&left), buf_str(&right)) == 0);
}
