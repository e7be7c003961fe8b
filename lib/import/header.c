#include "lib/import/header.h"

#include "base/cleanup.h"
#include "base/err.h"
#include "base/i18n.h"
#include "base/text.h"
#include "base/utf8.h"

#define NAME_MAX_SHOWN 40
#define KEY_LIMIT ((size_t)CSV_MAX_CELL * 4)

/* "Thời gian" and "THOI_GIAN" are both "thoigian". */
static int fold(const char *text, struct buf *out)
{
    _cleanup_buf_ struct buf plain = {0};
    buf_init(&plain, KEY_LIMIT);
    int err = utf8_fold_plain(text, strlen(text), &plain);
    for (size_t i = 0; !err && i < plain.len; i++) {
        char c = plain.data[i];
        if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')) {
            err = buf_putc(out, c);
        }
    }
    return err;
}

static bool is_column(const struct header_column *column, const char *key)
{
    _cleanup_buf_ struct buf name = {0};
    buf_init(&name, KEY_LIMIT);
    if (fold(column->name, &name) == 0 && strcmp(buf_str(&name), key) == 0) {
        return true;
    }
    for (const char *const *other = column->other; other && *other; other++) {
        if (strcmp(*other, key) == 0) {
            return true;
        }
    }
    return false;
}

/* Which column a header cell names: its index, -1 for none, or -2 when memory is short. */
static int find_column(const struct header_column *columns, const struct csv_cell *cell)
{
    _cleanup_buf_ struct buf key = {0};
    buf_init(&key, KEY_LIMIT);
    if (fold(cell->text, &key)) {
        return -2;
    }
    for (int i = 0; columns[i].name; i++) {
        if (is_column(&columns[i], buf_str(&key))) {
            return i;
        }
    }
    return -1;
}

static int put_name(struct buf *out, const char *text, bool first)
{
    size_t cut = utf8_cut(text, strlen(text), NAME_MAX_SHOWN);
    int err = first ? 0 : buf_putc(out, ',');
    return err ? err : buf_append(out, text, cut);
}

/* Says what the header should be and what it is. */
static int complain(const struct csv *csv, const struct header_column *columns,
                    const struct csv_cell *cells, size_t count, const char *missing,
                    struct diag *diag)
{
    _cleanup_buf_ struct buf found = {0};
    _cleanup_buf_ struct buf remedy = {0};
    buf_init(&found, 2000);
    buf_init(&remedy, 2000);
    for (size_t i = 0; i < count; i++) {
        if (put_name(&found, cells[i].text, i == 0)) {
            break;
        }
    }
    (void)buf_puts(&remedy, _("Dòng đầu phải là: "));
    for (size_t i = 0; columns[i].name; i++) {
        if (columns[i].required) {
            (void)put_name(&remedy, columns[i].name, i == 0);
        }
    }
    (void)buf_putc(&remedy, '.');
    diag_addf(diag, DIAG_ERROR, csv_name(csv), csv_line(csv), 1, buf_str(&remedy),
              _("dòng tiêu đề thiếu cột %s; đọc được: %s"), missing, buf_str(&found));
    return ERR_FORMAT;
}

static int take_cell(const struct csv *csv, const struct header_column *columns,
                     const struct csv_cell *cell, int index, struct diag *diag,
                     struct header *header)
{
    int column = text_is_blank(cell->text) ? -1 : find_column(columns, cell);
    if (column < 0) {
        return column == -2 ? ERR_NOMEM : 0;
    }
    if (header->at[column] >= 0) {
        diag_addf(diag, DIAG_ERROR, csv_name(csv), cell->line, cell->column,
                  _("Xóa hoặc đổi tên một trong hai cột."), _("cột %s có hai lần"),
                  columns[column].name);
        return ERR_FORMAT;
    }
    header->at[column] = index;
    return 0;
}

/* Says which columns nobody reads. */
static void warn_unused(const struct csv *csv, const struct header *header,
                        const struct csv_cell *cells, struct diag *diag)
{
    for (size_t i = 0; i < header->fields; i++) {
        bool used = text_is_blank(cells[i].text);
        for (size_t j = 0; j < HEADER_MAX_COLUMNS; j++) {
            used = used || header->at[j] == (int)i;
        }
        if (!used) {
            diag_addf(diag, DIAG_WARNING, csv_name(csv), cells[i].line, cells[i].column, NULL,
                      _("cột \"%.*s\" không được dùng"),
                      (int)utf8_cut(cells[i].text, cells[i].len, NAME_MAX_SHOWN), cells[i].text);
        }
    }
}

int header_read(struct csv *csv, const struct header_column *columns, struct diag *diag,
                struct header *out)
{
    const struct csv_cell *cells;
    size_t count;
    int err = csv_next(csv, diag, &cells, &count);
    if (err < 0) {
        return err;
    }
    if (err == 0) {
        diag_add(diag, DIAG_ERROR, csv_name(csv), 1, 1, _("tệp trống"),
                 _("Dòng đầu là tên các cột, mỗi dòng sau là một nhiệm vụ."));
        return ERR_FORMAT;
    }
    struct header header = {.fields = count};
    for (size_t i = 0; i < HEADER_MAX_COLUMNS; i++) {
        header.at[i] = -1;
    }
    for (size_t i = 0; i < count; i++) {
        err = take_cell(csv, columns, &cells[i], (int)i, diag, &header);
        if (err) {
            return err;
        }
    }
    for (size_t i = 0; columns[i].name; i++) {
        if (columns[i].required && header.at[i] < 0) {
            return complain(csv, columns, cells, count, columns[i].name, diag);
        }
    }
    warn_unused(csv, &header, cells, diag);
    *out = header;
    return 0;
}

bool header_fits(const struct header *header, const struct csv *csv, const struct csv_cell *cells,
                 size_t count, struct diag *diag)
{
    size_t used = count;
    while (used > header->fields && text_is_blank(cells[used - 1].text)) {
        used--;
    }
    if (count >= header->fields && used <= header->fields) {
        return true;
    }
    int column = used > header->fields ? cells[header->fields].column : 1;
    int line = used > header->fields ? cells[header->fields].line : csv_line(csv);
    diag_addf(diag, DIAG_ERROR, csv_name(csv), line, column,
              _("Ô có dấu phân cách hoặc xuống dòng phải đặt trong dấu nháy kép."),
              _("dòng này có %zu cột, dòng tiêu đề có %zu"), used, header->fields);
    return false;
}

struct csv_cell header_cell(const struct header *header, size_t column,
                            const struct csv_cell *cells)
{
    return header->at[column] >= 0 ? cells[header->at[column]] : (struct csv_cell){.text = ""};
}

/* Takes spaces of every kind off both ends. */
static void trim(const char **text, size_t *len)
{
    uint32_t code;
    int step;
    while (*len > 0 && (step = utf8_decode(*text, *len, &code)) > 0 && utf8_is_space(code)) {
        *text += step;
        *len -= (size_t)step;
    }
    while (*len > 0) {
        size_t back = 1;
        while (back < *len && ((unsigned char)(*text)[*len - back] & 0xC0) == 0x80) {
            back++;
        }
        if (utf8_decode(*text + *len - back, back, &code) <= 0 || !utf8_is_space(code)) {
            return;
        }
        *len -= back;
    }
}

char *header_text(const struct csv_cell *cell, bool tidy)
{
    const char *text = cell->text;
    size_t len = cell->len;
    _cleanup_buf_ struct buf out = {0};
    buf_init(&out, KEY_LIMIT);
    trim(&text, &len);
    int err = tidy ? utf8_tidy(text, len, &out) : utf8_nfc(text, len, &out);
    return err ? NULL : buf_steal(&out);
}
