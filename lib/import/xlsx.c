#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/err.h"
#include "base/i18n.h"
#include "base/parse.h"
#include "base/text.h"
#include "base/utf8.h"
#include "base/vec.h"
#include "cal/civil.h"
#include "lib/import/formats.h"
#include "lib/import/number.h"
#include "lib/import/parts.h"
#include "lib/import/xml.h"

#define SHEETS_MAX 1000
#define STRINGS_MAX 1000000
#define FORMATS_MAX 20000
#define MERGES_MAX 100000
#define ROWS_OF_EXCEL 1048576
#define COLUMNS_OF_EXCEL 16384
#define BUILT_IN_MAX 163

struct sheet {
    char *name, *path;
    bool hidden;
};

struct format { /* a custom number format */
    int id;
    enum number_kind kind;
};

struct merge {
    size_t row, column, last_row, last_column;
};

struct xlsx {
    struct archive *archive;
    struct grids *grids;
    bool from_1904;
    struct {
        VEC_MEMBERS(struct sheet);
    } sheets;
    struct {
        VEC_MEMBERS(const char *);
    } strings;
    struct {
        VEC_MEMBERS(struct format);
    } formats;
    struct {
        VEC_MEMBERS(enum number_kind);
    } styles;        /* by the s of a cell */
    struct buf text; /* at hand */
};

static void sheet_clear(struct sheet *sheet)
{
    free(sheet->name);
    free(sheet->path);
}

/* --- texts -------------------------------------------------------------------------------------- */

static int hex_value(char c)
{
    return c >= '0' && c <= '9'   ? c - '0'
           : c >= 'A' && c <= 'F' ? c - 'A' + 10
           : c >= 'a' && c <= 'f' ? c - 'a' + 10
                                  : -1;
}

/* "_x000D_" stands for a character that XML cannot hold. Returns it, or 0 when it is none. */
static uint32_t escaped(const char *at)
{
    uint32_t code = 0;
    if (at[0] != '_' || at[1] != 'x') {
        return 0;
    }
    for (int i = 2; i < 6; i++) {
        int digit = hex_value(at[i]);
        if (digit < 0) {
            return 0;
        }
        code = code * 16 + (uint32_t)digit;
    }
    return at[6] == '_' ? code : 0;
}

static int put_escaped(struct buf *out, const char *text)
{
    int err = 0;
    while (!err && *text) {
        char bytes[UTF8_CHAR_SIZE];
        const char *next = strchr(text + 1, '_');
        uint32_t code = escaped(text);
        int size = code ? utf8_encode(code, bytes) : 0;
        if (size > 0) {
            err = buf_append(out, bytes, (size_t)size);
            text += 7;
        } else {
            size_t len = next ? (size_t)(next - text) : strlen(text);
            err = buf_append(out, text, len);
            text += len;
        }
    }
    return err;
}

/* Reads a text with its runs (si, is) up to its end; phonetic runs are left out. */
static int read_runs(struct xlsx *xlsx, struct xml *xml)
{
    int depth = xml_depth(xml);
    bool in_text = false;
    enum xml_node node;
    buf_reset(&xlsx->text);
    for (;;) {
        int err = xml_next(xml, &node);
        if (!err && node == XML_START && (xml_is(xml, "rPh") || xml_is(xml, "phoneticPr"))) {
            err = xml_skip(xml);
        } else if (!err && node == XML_TEXT && in_text) {
            err = put_escaped(&xlsx->text, xml_text(xml));
        } else if (!err && node != XML_TEXT) {
            in_text = node == XML_START && xml_is(xml, "t");
        }
        if (err || node == XML_END_OF_PART || (node == XML_STOP && xml_depth(xml) == depth)) {
            return err;
        }
    }
}

static int too_long(const struct xlsx *xlsx, size_t row, size_t column)
{
    return grid_too_big(xlsx->grids, row, column, _("ô này có quá nhiều chữ (hơn 128 KiB)"));
}

static int read_shared(struct xlsx *xlsx, const char *path)
{
    struct xml *xml = NULL;
    enum xml_node node = XML_START;
    int err = xml_open(xlsx->archive, path, &xml);
    while (!err && (err = xml_next(xml, &node)) == 0 && node != XML_END_OF_PART) {
        if (node == XML_START && xml_is(xml, "si")) {
            const char *kept = "";
            err = read_runs(xlsx, xml);
            err = err ? err : grids_keep(xlsx->grids, buf_str(&xlsx->text), xlsx->text.len, &kept);
            err = err ? err : vec_push(&xlsx->strings, STRINGS_MAX, kept);
            if (err == ERR_LIMIT && !diag_has_errors(xlsx->grids->diag)) {
                diag_add(xlsx->grids->diag, DIAG_ERROR, xlsx->grids->file, 0, 0,
                         _("tệp có ô quá nhiều chữ (hơn 128 KiB) hoặc quá nhiều ô"),
                         _("Chép riêng bảng kế hoạch sang một tệp mới rồi thử lại."));
            }
        }
    }
    xml_close(xml);
    return err == ERR_NOT_FOUND ? 0 : err;
}

/* --- styles ---------------------------------------------------------------------------------------- */

static enum number_kind kind_of_id(const struct xlsx *xlsx, int id)
{
    for (size_t i = 0; i < xlsx->formats.count; i++) {
        if (xlsx->formats.items[i].id == id) {
            return xlsx->formats.items[i].kind;
        }
    }
    return id <= BUILT_IN_MAX ? number_kind_built_in(id) : NUMBER_GENERAL;
}

static int read_style(struct xlsx *xlsx, struct xml *xml, bool *in_cells)
{
    if (xml_is(xml, "cellXfs")) {
        *in_cells = true;
    } else if (xml_is(xml, "cellStyles") || xml_is(xml, "dxfs")) {
        *in_cells = false;
    } else if (xml_is(xml, "numFmt") && !*in_cells) {
        struct format format = {.id = xml_number(xml, "numFmtId", 0, INT32_MAX, 0)};
        const char *code = xml_attribute(xml, "formatCode");
        format.kind = number_kind_of(code ? code : "");
        return vec_push(&xlsx->formats, FORMATS_MAX, format);
    } else if (xml_is(xml, "xf") && *in_cells) {
        int id = xml_number(xml, "numFmtId", 0, INT32_MAX, 0);
        return vec_push(&xlsx->styles, FORMATS_MAX, kind_of_id(xlsx, id));
    }
    return 0;
}

static int read_styles(struct xlsx *xlsx, const char *path)
{
    struct xml *xml = NULL;
    bool in_cells = false;
    enum xml_node node = XML_START;
    int err = xml_open(xlsx->archive, path, &xml);
    while (!err && (err = xml_next(xml, &node)) == 0 && node != XML_END_OF_PART) {
        if (node == XML_START) {
            err = read_style(xlsx, xml, &in_cells);
        } else if (node == XML_STOP && xml_is(xml, "cellXfs")) {
            in_cells = false;
        }
        if (err == ERR_LIMIT) {
            err = 0; /* more formats than Excel itself allows: cells that use them stay numbers */
        }
    }
    xml_close(xml);
    return err == ERR_NOT_FOUND ? 0 : err;
}

/* --- the workbook ------------------------------------------------------------------------------------ */

static int add_sheet(struct xlsx *xlsx, struct xml *xml, const struct parts *parts)
{
    const char *id = xml_attribute(xml, "id");
    const char *path = id ? parts_by_id(parts, id) : NULL;
    if (!path) {
        return 0; /* a sheet of a diagram, or one without a part */
    }
    struct sheet sheet = {.path = strdup(path)};
    const char *text = xml_attribute(xml, "name");
    sheet.name = strdup(text ? text : "");
    text = xml_attribute(xml, "state");
    sheet.hidden = text && strcmp(text, "visible") != 0;
    int err = sheet.name && sheet.path ? vec_push(&xlsx->sheets, SHEETS_MAX, sheet) : ERR_NOMEM;
    if (err) {
        sheet_clear(&sheet);
    }
    return err;
}

static int read_workbook(struct xlsx *xlsx, const char *path, const struct parts *parts)
{
    struct xml *xml = NULL;
    enum xml_node node = XML_START;
    int err = xml_open(xlsx->archive, path, &xml);
    while (!err && (err = xml_next(xml, &node)) == 0 && node != XML_END_OF_PART) {
        if (node == XML_START && xml_is(xml, "workbookPr")) {
            const char *value = xml_attribute(xml, "date1904");
            bool from_1904 = false;
            xlsx->from_1904 = value && parse_bool(value, &from_1904) == 0 && from_1904;
        } else if (node == XML_START && xml_is(xml, "sheet")) {
            err = add_sheet(xlsx, xml, parts);
        }
    }
    xml_close(xml);
    return err;
}

/* --- a sheet ------------------------------------------------------------------------------------------ */

struct reading_sheet {
    struct xlsx *xlsx;
    struct xml *xml;
    struct grid *grid;
    size_t row, column; /* of the next cell, from 0 */
    struct {
        VEC_MEMBERS(struct merge);
    } merges;
};

/* Reads "BC12" from *at; false when it is none. Counted from 0. */
static bool read_reference(const char **at, size_t *row, size_t *column)
{
    size_t c = 0;
    size_t r = 0;
    const char *p = *at;
    while (*p == '$') {
        p++;
    }
    while (*p >= 'A' && *p <= 'Z' && c <= COLUMNS_OF_EXCEL) {
        c = c * 26 + (size_t)(*p++ - 'A' + 1);
    }
    while (*p == '$') {
        p++;
    }
    while (*p >= '0' && *p <= '9' && r <= ROWS_OF_EXCEL) {
        r = r * 10 + (size_t)(*p++ - '0');
    }
    if (c == 0 || r == 0 || c > COLUMNS_OF_EXCEL || r > ROWS_OF_EXCEL) {
        return false;
    }
    *row = r - 1;
    *column = c - 1;
    *at = p;
    return true;
}

static int add_merge(struct reading_sheet *this)
{
    struct merge merge;
    const char *text = xml_attribute(this->xml, "ref");
    if (!text || !read_reference(&text, &merge.row, &merge.column) || *text++ != ':' ||
        !read_reference(&text, &merge.last_row, &merge.last_column) || merge.last_row < merge.row ||
        merge.last_column < merge.column) {
        return 0;
    }
    return vec_push(&this->merges, MERGES_MAX, merge);
}

enum cell_type {
    CELL_NUMBER,
    CELL_SHARED,
    CELL_INLINE,
    CELL_TEXT,
    CELL_BOOL,
    CELL_ERROR,
    CELL_DATE
};

static enum cell_type type_of(const char *t)
{
    static const struct {
        const char *name;
        enum cell_type type;
    } TYPES[] = {{"s", CELL_SHARED}, {"inlineStr", CELL_INLINE}, {"str", CELL_TEXT},
                 {"b", CELL_BOOL},   {"e", CELL_ERROR},          {"d", CELL_DATE}};
    for (size_t i = 0; t && i < sizeof(TYPES) / sizeof(TYPES[0]); i++) {
        if (strcmp(TYPES[i].name, t) == 0) {
            return TYPES[i].type;
        }
    }
    return CELL_NUMBER;
}

static void warn(const struct reading_sheet *this, const char *message, const char *remedy)
{
    diag_add(this->xlsx->grids->diag, DIAG_WARNING, this->xlsx->grids->file, (int)this->row + 1,
             (int)this->column + 1, message, remedy);
}

/* An ISO date of a strict workbook, "2022-01-31T00:00:00". */
static int put_iso(const char *text, struct buf *out)
{
    struct civil date;
    if (strlen(text) >= 10 && text[4] == '-' && text[7] == '-' &&
        parse_int_span(text, 4, 1, 9999, &date.year) == 0 &&
        parse_int_span(text + 5, 2, 1, 12, &date.month) == 0 &&
        parse_int_span(text + 8, 2, 1, 31, &date.day) == 0) {
        return buf_printf(out, "%02d/%02d/%04d", date.day, date.month, date.year);
    }
    return buf_puts(out, text);
}

static int put_number(struct reading_sheet *this, const char *text, int style, struct buf *out)
{
    const struct xlsx *xlsx = this->xlsx;
    bool doubtful = false;
    enum number_kind kind = style >= 0 && (size_t)style < xlsx->styles.count
                                ? xlsx->styles.items[style]
                                : NUMBER_GENERAL;
    int err = number_print(text, kind, xlsx->from_1904, &doubtful, out);
    if (err == ERR_FORMAT) {
        return buf_puts(out, text);
    }
    if (doubtful) {
        warn(this, _("ô định dạng ngày nhưng không phải một ngày có thật"),
             _("Sửa lại ngày trong tệp gốc."));
    }
    return err;
}

/* Turns what stood in v into the text of the cell; shared ones are given without a copy. */
static int value_of(struct reading_sheet *this, enum cell_type type, int style, const char *raw,
                    const char **shared, struct buf *out)
{
    struct xlsx *xlsx = this->xlsx;
    int index;
    switch (type) {
    case CELL_SHARED:
        if (parse_int(raw, 0, STRINGS_MAX, &index) == 0 && (size_t)index < xlsx->strings.count) {
            *shared = xlsx->strings.items[index];
            return 0;
        }
        warn(this, _("ô này trỏ tới một chuỗi không có trong tệp; để trống"), NULL);
        return 0;
    case CELL_INLINE:
    case CELL_TEXT:
        return put_escaped(out, raw);
    case CELL_BOOL:
        return buf_puts(out, strcmp(raw, "1") == 0 ? "TRUE" : "FALSE");
    case CELL_ERROR:
        warn(this, _("ô này là lỗi của công thức"), _("Sửa công thức trong tệp gốc."));
        return buf_puts(out, raw);
    case CELL_DATE:
        return put_iso(raw, out);
    case CELL_NUMBER:
        return raw[0] ? put_number(this, raw, style, out) : 0;
    }
    return 0;
}

static int put_cell(struct reading_sheet *this, enum cell_type type, int style, const char *raw)
{
    struct grids *grids = this->xlsx->grids;
    const char *text = NULL;
    _cleanup_buf_ struct buf out = {0};
    buf_init(&out, GRID_MAX_CELL);
    int err = value_of(this, type, style, raw, &text, &out);
    err = err || text ? err : grids_keep(grids, buf_str(&out), out.len, &text);
    if (err == ERR_LIMIT) {
        return too_long(this->xlsx, this->row, this->column);
    }
    return err || text[0] == '\0'
               ? err
               : grid_put(grids, this->grid, this->row, this->column, text, 1, 1);
}

/* Reads a cell (c) up to its end. */
static int read_cell(struct reading_sheet *this)
{
    struct xml *xml = this->xml;
    struct xlsx *xlsx = this->xlsx;
    int depth = xml_depth(xml);
    const char *reference = xml_attribute(xml, "r");
    if (reference) {
        (void)read_reference(&reference, &this->row, &this->column);
    }
    enum cell_type type = type_of(xml_attribute(xml, "t"));
    int style = xml_number(xml, "s", 0, INT32_MAX, -1);
    bool in_value = false;
    bool any = false;
    enum xml_node node = XML_START;
    int err = 0;
    buf_reset(&xlsx->text);
    for (;;) {
        err = xml_next(xml, &node);
        if (!err && node == XML_START && xml_is(xml, "is")) {
            err = read_runs(xlsx, xml);
            any = true;
        } else if (!err && node == XML_START) {
            in_value = xml_is(xml, "v");
            any = any || in_value;
        } else if (!err && node == XML_TEXT && in_value) {
            err = buf_puts(&xlsx->text, xml_text(xml));
        } else if (node == XML_STOP) {
            in_value = false;
        }
        if (err || node == XML_END_OF_PART || (node == XML_STOP && xml_depth(xml) == depth)) {
            break;
        }
    }
    if (err == ERR_LIMIT && !diag_has_errors(xlsx->grids->diag)) {
        return too_long(xlsx, this->row, this->column);
    }
    _cleanup_free_ char *raw = any && !err ? strdup(buf_str(&xlsx->text)) : NULL;
    err = !err && any && !raw ? ERR_NOMEM : err;
    err = err || !raw ? err : put_cell(this, type, style, raw);
    this->column++;
    return err;
}

static int sheet_element(struct reading_sheet *this, size_t *next_row)
{
    struct xml *xml = this->xml;
    if (xml_is(xml, "row")) {
        int row = xml_number(xml, "r", 1, ROWS_OF_EXCEL, 0);
        this->row = row > 0 ? (size_t)row - 1 : *next_row;
        this->column = 0;
        *next_row = this->row + 1;
        return 0;
    }
    if (xml_is(xml, "c")) {
        return read_cell(this);
    }
    return xml_is(xml, "mergeCell") ? add_merge(this) : 0;
}

static int apply_merges(struct reading_sheet *this)
{
    int err = 0;
    for (size_t i = 0; !err && i < this->merges.count; i++) {
        const struct merge *merge = &this->merges.items[i];
        err = grid_merge(this->xlsx->grids, this->grid, merge->row, merge->column, merge->last_row,
                         merge->last_column);
    }
    return err;
}

static int read_sheet(struct xlsx *xlsx, const struct sheet *sheet, struct grid *grid)
{
    struct reading_sheet this = {.xlsx = xlsx, .grid = grid};
    enum xml_node node = XML_START;
    size_t next_row = 0;
    int err = xml_open(xlsx->archive, sheet->path, &this.xml);
    while (!err && (err = xml_next(this.xml, &node)) == 0 && node != XML_END_OF_PART) {
        if (node == XML_START) {
            err = sheet_element(&this, &next_row);
        }
    }
    err = err ? err : apply_merges(&this);
    xml_close(this.xml);
    vec_free(&this.merges);
    return err == ERR_NOT_FOUND ? 0 : err;
}

static int read_sheets(struct xlsx *xlsx, const char *only)
{
    int err = 0;
    for (size_t i = 0; !err && i < xlsx->sheets.count; i++) {
        const struct sheet *sheet = &xlsx->sheets.items[i];
        struct grid *grid = NULL;
        err = grids_add(xlsx->grids, sheet->name, NULL, &grid);
        if (!err && (!only || grid_same_name(only, sheet->name))) {
            err = read_sheet(xlsx, sheet, grid);
        }
        if (!err && sheet->hidden && grid->count > 0) {
            diag_addf(xlsx->grids->diag, DIAG_NOTE, xlsx->grids->file, 0, 0, NULL,
                      _("trang tính \"%s\" đang ẩn; vẫn được xét"), sheet->name);
        }
    }
    return err;
}

static void xlsx_clear(struct xlsx *xlsx)
{
    vec_clear(&xlsx->sheets, sheet_clear);
    vec_free(&xlsx->strings);
    vec_free(&xlsx->formats);
    vec_free(&xlsx->styles);
    buf_clear(&xlsx->text);
}

int xlsx_read(struct archive *archive, const char *part, const char *only, struct grids *grids)
{
    struct xlsx xlsx = {.archive = archive, .grids = grids};
    struct parts parts = {0};
    buf_init(&xlsx.text, GRID_MAX_CELL);
    int err = parts_read(archive, part, &parts);
    const char *shared = parts_by_type(&parts, "sharedStrings");
    const char *styles = parts_by_type(&parts, "styles");
    err = err ? err : read_workbook(&xlsx, part, &parts);
    err = err || !styles ? err : read_styles(&xlsx, styles);
    err = err || !shared ? err : read_shared(&xlsx, shared);
    err = err ? err : read_sheets(&xlsx, only);
    parts_clear(&parts);
    xlsx_clear(&xlsx);
    return err;
}
