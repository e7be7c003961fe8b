#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/err.h"
#include "base/i18n.h"
#include "base/parse.h"
#include "base/text.h"
#include "base/utf8.h"
#include "lib/import/formats.h"
#include "lib/import/xml.h"

#define ROWS_MAX 1048576
#define COLUMNS_MAX 16384
#define SPACES_MAX 1000
#define HEADING_MAX 200

struct ods {
    struct xml *xml;
    struct grids *grids;
    struct grid *grid; /* of the table that is open; NULL: none */
    int nested;        /* tables in its cells */
    size_t row, column;
    size_t row_repeat;
    bool in_row;
    /* the cell at hand */
    bool in_cell, covered;
    size_t column_repeat, column_span, row_span;
    char date[24]; /* office:date-value, "" none */
    int paragraph; /* open text:p and text:h */
    struct buf text;
    struct buf outside; /* the last paragraph outside tables */
};

static int put(struct ods *ods, const char *text, size_t len)
{
    if (!ods->grid) {
        size_t room = ods->outside.max - ods->outside.len;
        return buf_append(&ods->outside, text, utf8_cut(text, len, room));
    }
    int err = ods->in_cell ? buf_append(&ods->text, text, len) : 0;
    return err == ERR_LIMIT ? grid_too_big(ods->grids, ods->row, ods->column,
                                           _("ô này có quá nhiều chữ (hơn 128 KiB)"))
                            : err;
}

static int put_spaces(struct ods *ods, int count)
{
    int err = 0;
    for (int i = 0; !err && i < count; i++) {
        err = put(ods, " ", 1);
    }
    return err;
}

/* --- tables ------------------------------------------------------------------------------------- */

static int begin_table(struct ods *ods)
{
    if (ods->grid) {
        if (++ods->nested > DOCX_MAX_NESTED) {
            return grid_too_big(ods->grids, ods->row, ods->column,
                                _("bảng lồng trong bảng quá nhiều lớp"));
        }
        return 0;
    }
    const char *name = xml_attribute(ods->xml, "name");
    int err = grids_add(ods->grids, name, buf_str(&ods->outside), &ods->grid);
    ods->row = 0;
    return err;
}

static size_t repeat_of(struct ods *ods, const char *name, int max)
{
    return (size_t)xml_number(ods->xml, name, 1, max, 1);
}

static void begin_row(struct ods *ods)
{
    ods->row_repeat = repeat_of(ods, "number-rows-repeated", ROWS_MAX);
    ods->column = 0;
    ods->in_row = true;
}

/* A row that says it stands several times is copied only while it holds something. */
static int end_row(struct ods *ods)
{
    struct grid *grid = ods->grid;
    size_t first = ods->row;
    ods->in_row = false;
    if (ods->row_repeat > 1 && first < grid->count && !grid_row_is_blank(grid, first)) {
        for (size_t r = 1; r < ods->row_repeat; r++) {
            for (size_t c = 0; c < grid->items[first].count; c++) {
                int err =
                    grid_put(ods->grids, grid, first + r, c, grid_at(grid, first, c)->text, 1, 1);
                if (err) {
                    return err;
                }
            }
        }
    }
    ods->row = ods->row > ROWS_MAX ? ods->row : ods->row + ods->row_repeat;
    return 0;
}

static void begin_cell(struct ods *ods, bool covered)
{
    const char *date = xml_attribute(ods->xml, "date-value");
    (void)snprintf(ods->date, sizeof(ods->date), "%s", date ? date : "");
    ods->column_repeat = repeat_of(ods, "number-columns-repeated", COLUMNS_MAX);
    ods->column_span = repeat_of(ods, "number-columns-spanned", COLUMNS_MAX);
    ods->row_span = repeat_of(ods, "number-rows-spanned", ROWS_MAX);
    ods->in_cell = true;
    ods->covered = covered;
    buf_reset(&ods->text);
}

/* How many groups of digits the text shows: a date has three, a month and its year two. */
static int digit_groups(const char *text)
{
    int groups = 0;
    bool in_group = false;
    for (; *text; text++) {
        bool digit = *text >= '0' && *text <= '9';
        groups += digit && !in_group;
        in_group = digit;
    }
    return groups;
}

/* "2022", "01/2022", "Tháng 01 năm 2022". */
static bool shows_no_day(const char *text)
{
    int groups = digit_groups(text);
    const char *month = strstr(text, "háng ");
    bool named = month && month[6] >= '0' && month[6] <= '9';
    return groups == 1 || (groups == 2 && (named || strpbrk(text, "/-.")));
}

/* A date cell becomes dd/mm/yyyy, unless it shows less than a day. */
static int apply_date(struct ods *ods)
{
    int year;
    int month;
    int day;
    const char *date = ods->date;
    if (strlen(date) < 10 || date[4] != '-' || date[7] != '-' ||
        parse_int_span(date, 4, 1, 9999, &year) || parse_int_span(date + 5, 2, 1, 12, &month) ||
        parse_int_span(date + 8, 2, 1, 31, &day)) {
        return 0;
    }
    if (shows_no_day(buf_str(&ods->text))) {
        return 0;
    }
    buf_reset(&ods->text);
    if (strlen(date) >= 16 && strncmp(date + 10, "T00:00", 6) != 0) {
        int err = buf_printf(&ods->text, "%.2sh%.2s ngày ", date + 11, date + 14);
        if (err) {
            return err;
        }
    }
    return buf_printf(&ods->text, "%02d/%02d/%04d", day, month, year);
}

static int keep_cell(struct ods *ods)
{
    const char *text;
    int err = ods->date[0] ? apply_date(ods) : 0;
    err = err ? err : grids_keep(ods->grids, buf_str(&ods->text), ods->text.len, &text);
    if (err || text[0] == '\0') {
        return err;
    }
    for (size_t i = 0; !err && i < ods->column_repeat; i++) {
        err = grid_put(ods->grids, ods->grid, ods->row, ods->column + i, text, ods->row_span,
                       ods->column_span);
    }
    return err;
}

static int end_cell(struct ods *ods)
{
    int err = ods->covered ? 0 : keep_cell(ods);
    ods->in_cell = false;
    ods->column = ods->column > COLUMNS_MAX ? ods->column : ods->column + ods->column_repeat;
    return err;
}

/* --- the stream --------------------------------------------------------------------------------- */

static int start_text(struct ods *ods)
{
    struct xml *xml = ods->xml;
    if (xml_is(xml, "p") || xml_is(xml, "h")) {
        ods->paragraph++;
        if (!ods->grid) {
            buf_reset(&ods->outside);
            return 0;
        }
        return ods->text.len > 0 ? put(ods, "\n", 1) : 0;
    }
    if (ods->paragraph == 0) {
        return 0;
    }
    if (xml_is(xml, "s")) {
        return put_spaces(ods, xml_number(xml, "c", 1, SPACES_MAX, 1));
    }
    if (xml_is(xml, "tab")) {
        return put(ods, " ", 1);
    }
    return xml_is(xml, "line-break") ? put(ods, "\n", 1) : 0;
}

static bool is_hidden(const struct xml *xml)
{
    return xml_is(xml, "annotation") || xml_is(xml, "tracked-changes") || xml_is(xml, "note") ||
           xml_is(xml, "ruby-text") || xml_is(xml, "forms") || xml_is(xml, "shapes");
}

static int start_element(struct ods *ods)
{
    struct xml *xml = ods->xml;
    if (is_hidden(xml)) {
        return xml_skip(xml);
    }
    if (xml_in(xml, ":text:")) {
        return start_text(ods);
    }
    if (!xml_in(xml, ":table:")) {
        return 0;
    }
    if (xml_is(xml, "table") || xml_is(xml, "sub-table")) {
        return begin_table(ods);
    }
    if (!ods->grid || ods->nested > 0) {
        return 0;
    }
    if (xml_is(xml, "table-row")) {
        begin_row(ods);
    } else if (ods->in_row && xml_is(xml, "table-cell")) {
        begin_cell(ods, false);
    } else if (ods->in_row && xml_is(xml, "covered-table-cell")) {
        begin_cell(ods, true);
    }
    return 0;
}

static int stop_table(struct ods *ods)
{
    struct xml *xml = ods->xml;
    if (xml_is(xml, "table") || xml_is(xml, "sub-table")) {
        if (ods->nested > 0) {
            ods->nested--;
        } else {
            ods->grid = NULL;
            buf_reset(&ods->outside);
        }
        return 0;
    }
    if (!ods->grid || ods->nested > 0) {
        return 0;
    }
    if (ods->in_row && xml_is(xml, "table-row")) {
        return end_row(ods);
    }
    bool is_cell = xml_is(xml, "table-cell") || xml_is(xml, "covered-table-cell");
    return ods->in_cell && is_cell ? end_cell(ods) : 0;
}

static int read_content(struct ods *ods)
{
    enum xml_node node = XML_START;
    int err = 0;
    while (!err && (err = xml_next(ods->xml, &node)) == 0 && node != XML_END_OF_PART) {
        if (node == XML_START) {
            err = start_element(ods);
        } else if (node == XML_TEXT) {
            const char *text = xml_text(ods->xml);
            err = ods->paragraph > 0 ? put(ods, text, strlen(text)) : 0;
        } else if (xml_in(ods->xml, ":text:")) {
            bool ends = xml_is(ods->xml, "p") || xml_is(ods->xml, "h");
            ods->paragraph -= ends && ods->paragraph > 0;
        } else if (xml_in(ods->xml, ":table:")) {
            err = stop_table(ods);
        }
    }
    return err;
}

/* Encrypted documents say so in their manifest; their parts are noise. */
static int check_manifest(struct archive *archive, struct grids *grids)
{
    struct xml *xml = NULL;
    enum xml_node node = XML_START;
    int err = xml_open(archive, "META-INF/manifest.xml", &xml);
    while (!err && (err = xml_next(xml, &node)) == 0 && node != XML_END_OF_PART) {
        if (node == XML_START && xml_is(xml, "encryption-data")) {
            diag_add(grids->diag, DIAG_ERROR, grids->file, 0, 0, _("tệp được bảo vệ bằng mật khẩu"),
                     _("Bỏ mật khẩu, lưu lại rồi thử lại."));
            err = ERR_REFUSED;
        }
    }
    xml_close(xml);
    return err == ERR_NOT_FOUND ? 0 : err;
}

int ods_read(struct archive *archive, struct grids *grids)
{
    struct ods ods = {.grids = grids};
    buf_init(&ods.text, GRID_MAX_CELL);
    buf_init(&ods.outside, HEADING_MAX);
    int err = check_manifest(archive, grids);
    err = err ? err : xml_open(archive, "content.xml", &ods.xml);
    err = err ? err : read_content(&ods);
    if (err == ERR_NOT_FOUND) {
        diag_add(grids->diag, DIAG_ERROR, grids->file, 0, 0, _("tệp thiếu phần nội dung"), NULL);
        err = ERR_FORMAT;
    }
    xml_close(ods.xml);
    buf_clear(&ods.text);
    buf_clear(&ods.outside);
    return err;
}
