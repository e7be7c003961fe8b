#include "import/document.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/cleanup.h"
#include "base/err.h"
#include "base/file.h"
#include "base/i18n.h"
#include "base/text.h"
#include "base/utf8.h"
#include "lib/import/formats.h"
#include "lib/import/parts.h"
#include "lib/import/rows.h"

#define SHEETS_SHOWN 10
#define CONTINUED_COLUMNS 4 /* a table without a header that goes on has at least so many */
#define MIMETYPE_MAX 128

enum format { FORMAT_UNKNOWN, FORMAT_DOCX, FORMAT_XLSX, FORMAT_ODS, FORMAT_ODT, FORMAT_CSV };

struct document {
    const char *name;
    const unsigned char *data;
    size_t len;
    const struct document_options *options;
    struct diag *diag;
    enum format format;
    struct grids grids;
    struct layout *layouts; /* of each table; score 0: no plan */
    size_t chosen;
    int used; /* tables that were read */
};

static const char *format_name(enum format format)
{
    static const char *const NAMES[] = {"", "docx", "xlsx", "ods", "odt", "csv"};
    return NAMES[format];
}

void document_info_clear(struct document_info *info)
{
    if (info) {
        free(info->table);
        free(info->columns);
        info->table = info->columns = NULL;
    }
}

static int refuse(const struct document *this, int err, const char *message, const char *remedy)
{
    diag_add(this->diag, DIAG_ERROR, this->name, 0, 0, message, remedy);
    return err;
}

/* --- what kind of file it is ----------------------------------------------------------------------- */

static bool starts(const struct document *this, const char *bytes, size_t len)
{
    return this->len >= len && memcmp(this->data, bytes, len) == 0;
}

static bool has_extension(const struct document *this, const char *extension)
{
    size_t len = strlen(this->name);
    size_t size = strlen(extension);
    return len > size && strcasecmp(this->name + len - size, extension) == 0;
}

/* Whether the name of a stream, in UTF-16, stands in an old compound file. */
static bool holds_stream(const struct document *this, const char *name)
{
    char wide[64];
    size_t len = 0;
    for (; name[len / 2] && len + 2 <= sizeof(wide); len += 2) {
        wide[len] = name[len / 2];
        wide[len + 1] = '\0';
    }
    return memmem(this->data, this->len, wide, len) != NULL;
}

/* The binary formats before 2007, and what Office encrypts. */
static int refuse_compound(const struct document *this)
{
    if (holds_stream(this, "EncryptedPackage") || holds_stream(this, "EncryptionInfo")) {
        return refuse(this, ERR_REFUSED, _("tệp được bảo vệ bằng mật khẩu"),
                      _("Bỏ mật khẩu, lưu lại rồi thử lại."));
    }
    if (holds_stream(this, "WordDocument") || has_extension(this, ".doc")) {
        return refuse(this, ERR_FORMAT, _("đây là tệp Word kiểu cũ (.doc)"),
                      _("Mở bằng Word hoặc LibreOffice, lưu lại dưới dạng .docx rồi thử lại."));
    }
    return refuse(this, ERR_FORMAT, _("đây là tệp Excel kiểu cũ (.xls)"),
                  _("Mở bằng Excel hoặc LibreOffice, lưu lại dưới dạng .xlsx rồi thử lại."));
}

static int refuse_other(const struct document *this)
{
    static const char *const OFFICE[] = {".docx", ".xlsx", ".ods", ".odt", ".doc", ".xls"};
    if (starts(this, "%PDF", 4)) {
        return refuse(this, ERR_FORMAT, _("đây là tệp PDF"),
                      _("Dùng tệp Word hoặc Excel gốc của kế hoạch."));
    }
    if (starts(this, "{\\rtf", 5)) {
        return refuse(this, ERR_FORMAT, _("đây là tệp RTF"),
                      _("Mở bằng Word hoặc LibreOffice, lưu lại dưới dạng .docx rồi thử lại."));
    }
    if (starts(this, "<", 1)) {
        return refuse(
            this, ERR_FORMAT, _("đây là tệp HTML hoặc XML"),
            _("Mở bằng Word hoặc Excel, lưu lại dưới dạng .docx hoặc .xlsx rồi thử lại."));
    }
    for (size_t i = 0; i < sizeof(OFFICE) / sizeof(OFFICE[0]); i++) {
        if (has_extension(this, OFFICE[i])) {
            return refuse(this, ERR_FORMAT,
                          _("tệp bị hỏng, hoặc không phải loại như tên tệp cho biết"),
                          _("Mở tệp bằng Word, Excel hoặc LibreOffice, lưu lại rồi thử lại."));
        }
    }
    return 0;
}

static bool is_text(const struct document *this)
{
    bool wide = starts(this, "\xFF\xFE", 2) || starts(this, "\xFE\xFF", 2);
    return wide || (!memchr(this->data, '\0', this->len) &&
                    utf8_is_valid((const char *)this->data, this->len));
}

static enum format kind_of_archive(struct archive *archive)
{
    struct archive_entry *entry = NULL;
    char type[MIMETYPE_MAX] = "";
    if (archive_has(archive, "word/document.xml")) {
        return FORMAT_DOCX;
    }
    if (archive_has(archive, "xl/workbook.xml")) {
        return FORMAT_XLSX;
    }
    if (archive_has(archive, "mimetype") && archive_entry_open(archive, "mimetype", &entry) == 0) {
        int got = archive_entry_read(entry, type, sizeof(type) - 1);
        type[got > 0 ? got : 0] = '\0';
        archive_entry_close(entry);
        if (text_starts_with(type, "application/vnd.oasis.opendocument.spreadsheet")) {
            return FORMAT_ODS;
        }
        if (text_starts_with(type, "application/vnd.oasis.opendocument.text")) {
            return FORMAT_ODT;
        }
    }
    return FORMAT_UNKNOWN;
}

/* By the package's own relations, for main parts of other names ("word/document2.xml"). */
static enum format kind_of_part(const char *part)
{
    return !part                             ? FORMAT_UNKNOWN
           : text_starts_with(part, "word/") ? FORMAT_DOCX
           : text_starts_with(part, "xl/")   ? FORMAT_XLSX
                                             : FORMAT_UNKNOWN;
}

static int read_package(struct document *this, struct archive *archive)
{
    struct parts parts = {0};
    int err = parts_read(archive, "", &parts);
    const char *part = err ? NULL : parts_by_type(&parts, "officeDocument");
    this->format = err ? FORMAT_UNKNOWN : kind_of_archive(archive);
    this->format = this->format ? this->format : kind_of_part(part);
    if (part && !archive_has(archive, part)) {
        part = NULL;
    }
    switch (this->format) {
    case FORMAT_DOCX:
        err = docx_read(archive, part ? part : "word/document.xml", &this->grids);
        break;
    case FORMAT_XLSX:
        err =
            xlsx_read(archive, part ? part : "xl/workbook.xml", this->options->sheet, &this->grids);
        break;
    case FORMAT_ODS:
    case FORMAT_ODT:
        err = ods_read(archive, &this->grids);
        break;
    case FORMAT_UNKNOWN:
    case FORMAT_CSV:
        if (!err) {
            err = refuse(this, ERR_FORMAT,
                         _("tệp nén này không phải tệp Word, Excel hay OpenDocument"),
                         _("Cần tệp .docx, .xlsx, .ods hoặc .csv."));
        }
        break;
    }
    parts_clear(&parts);
    return err;
}

static int read_grids(struct document *this)
{
    struct archive *archive = NULL;
    if (starts(this, "PK\3\4", 4) || starts(this, "PK\5\6", 4)) {
        int err = archive_open(this->name, this->data, this->len, this->diag, &archive);
        err = err ? err : read_package(this, archive);
        archive_close(archive);
        return err;
    }
    if (starts(this, "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", 8)) {
        return refuse_compound(this);
    }
    int err = refuse_other(this);
    if (err) {
        return err;
    }
    if (!is_text(this)) {
        return refuse(this, ERR_FORMAT, _("không nhận ra loại tệp này"),
                      _("Cần tệp .docx, .xlsx, .ods hoặc .csv (UTF-8)."));
    }
    this->format = FORMAT_CSV;
    return csv_read_grid(this->name, this->data, this->len, &this->grids);
}

/* --- which table ------------------------------------------------------------------------------------ */

static bool is_sheets(const struct document *this)
{
    return this->format == FORMAT_XLSX || this->format == FORMAT_ODS;
}

/* "trang tính "Phụ lục"", "bảng 2". */
static int table_label(const struct document *this, size_t index, struct buf *out)
{
    const struct grid *grid = this->grids.items[index];
    return is_sheets(this) ? buf_printf(out, _("trang tính \"%s\""), grid->name)
                           : buf_printf(out, _("bảng %zu"), index + 1);
}

/* The names of what there is, for who asked for something else. */
static int no_such_table(const struct document *this)
{
    _cleanup_buf_ struct buf names = {0};
    buf_init(&names, 4000);
    for (size_t i = 0; i < this->grids.count && i < SHEETS_SHOWN; i++) {
        (void)buf_puts(&names, i > 0 ? ", " : "");
        (void)table_label(this, i, &names);
    }
    if (this->options->sheet) {
        diag_addf(this->diag, DIAG_ERROR, this->name, 0, 0, NULL,
                  _("tệp không có trang tính \"%s\"; có: %s"), this->options->sheet,
                  buf_str(&names));
    } else {
        diag_addf(this->diag, DIAG_ERROR, this->name, 0, 0, NULL,
                  _("tệp không có bảng thứ %d; có: %s"), this->options->table, buf_str(&names));
    }
    return ERR_NOT_FOUND;
}

static bool is_wanted(const struct document *this, size_t index)
{
    const struct document_options *options = this->options;
    return (!options->sheet || grid_same_name(options->sheet, this->grids.items[index]->name)) &&
           (options->table == 0 || (size_t)options->table == index + 1);
}

static int no_plan(const struct document *this)
{
    _cleanup_buf_ struct buf first = {0};
    buf_init(&first, 600);
    for (size_t i = 0; i < this->grids.count && first.len == 0; i++) {
        const struct grid *grid = this->grids.items[i];
        for (size_t c = 0; is_wanted(this, i) && c < grid->columns && first.len < 300; c++) {
            const char *text = grid_at(grid, 0, c)->text;
            (void)buf_printf(&first, "%s%.*s", c > 0 ? ", " : "",
                             (int)utf8_cut(text, strlen(text), 40), text);
        }
    }
    for (char *at = first.data; at && *at; at++) {
        *at = *at == '\n' ? ' ' : *at;
    }
    diag_addf(this->diag, DIAG_ERROR, this->name, 0, 0,
              _("Bảng phải có dòng tiêu đề với cột nội dung (Nội dung, Nhiệm vụ …) và cột đơn vị "
                "(Chủ trì, Phân công …) hoặc thời gian (Thời gian, Thời hạn …)."),
              first.len > 0 ? _("không tìm thấy bảng kế hoạch; dòng đầu của bảng: %s")
                            : _("không tìm thấy bảng kế hoạch trong tệp%s"),
              buf_str(&first));
    return ERR_FORMAT;
}

/* The table most like a plan; of several alike the longest, and then the first of those that have the
 * same columns, for a plan may be cut into several. */
static int choose(struct document *this)
{
    bool any = false;
    const struct layout *best = NULL;
    this->layouts = calloc(this->grids.count + 1, sizeof(*this->layouts));
    if (!this->layouts) {
        return ERR_NOMEM;
    }
    for (size_t i = 0; i < this->grids.count; i++) {
        struct grid *grid = this->grids.items[i];
        struct layout *layout = &this->layouts[i];
        grid_trim(grid);
        if (!is_wanted(this, i)) {
            continue;
        }
        any = true;
        if (layout_find(grid, layout) &&
            (!best || layout->score > best->score ||
             (layout->score == best->score &&
              grid->count > this->grids.items[best - this->layouts]->count))) {
            best = layout;
        }
    }
    if (!any && this->grids.count > 0) {
        return no_such_table(this);
    }
    if (!best) {
        return no_plan(this);
    }
    this->chosen = (size_t)(best - this->layouts);
    for (size_t i = 0; !is_sheets(this) && i < this->chosen; i++) {
        if (this->layouts[i].score > 0 && layout_equal(&this->layouts[i], best)) {
            this->chosen = i;
        }
    }
    return 0;
}

/* --- reading it -------------------------------------------------------------------------------------- */

/* Whether a table goes on where the one before ended: the same columns, or none that are named. */
static bool goes_on(const struct document *this, size_t index, size_t last, struct layout *layout)
{
    const struct layout *first = &this->layouts[this->chosen];
    const struct grid *grid = this->grids.items[index];
    if (is_sheets(this) || this->options->table > 0 || grid->count == 0 ||
        grid->depth != this->grids.items[this->chosen]->depth) {
        return false;
    }
    *layout = this->layouts[index];
    if (layout->score > 0) {
        return layout_equal(layout, first);
    }
    *layout = *first;
    layout->header = layout->body = 0;
    return index == last + 1 && grid->columns == this->grids.items[this->chosen]->columns &&
           grid->columns >= CONTINUED_COLUMNS;
}

/* Reads one table; findings name it when there are others. */
static int read_table(struct document *this, size_t index, const struct layout *layout,
                      struct rows *rows)
{
    _cleanup_buf_ struct buf place = {0};
    buf_init(&place, 8192);
    int err = buf_puts(&place, this->name);
    if (!err && this->grids.count > 1) {
        err = buf_puts(&place, ", ");
        err = err ? err : table_label(this, index, &place);
    }
    if (err) {
        return err;
    }
    this->grids.file = buf_str(&place);
    this->used++;
    err = plan_rows_read(rows, this->grids.items[index], layout);
    this->grids.file = this->name;
    return err;
}

static void tell_table(const struct document *this, size_t index, enum diag_severity severity,
                       const char *format, const char *remedy)
{
    _cleanup_buf_ struct buf label = {0};
    buf_init(&label, 1000);
    (void)table_label(this, index, &label);
    diag_addf(this->diag, severity, this->name, 0, 0, remedy, format, buf_str(&label));
}

static int read_rows(struct document *this, struct rows *rows)
{
    size_t last = this->chosen;
    if (this->grids.count > 1) {
        tell_table(this, this->chosen, DIAG_NOTE, _("đã chọn %s"), NULL);
    }
    int err = read_table(this, this->chosen, &this->layouts[this->chosen], rows);
    for (size_t i = this->chosen + 1; !err && i < this->grids.count; i++) {
        struct layout layout;
        if (goes_on(this, i, last, &layout)) {
            tell_table(this, i, DIAG_NOTE, _("đã đọc tiếp %s (cùng các cột)"), NULL);
            err = read_table(this, i, &layout, rows);
            last = i;
        } else if (this->layouts[i].score > 0) {
            tell_table(this, i, DIAG_WARNING, _("%s cũng giống bảng kế hoạch nhưng không đọc"),
                       _("Đọc riêng bảng ấy bằng --sheet hoặc --table."));
        }
    }
    for (size_t i = 0; !err && i < this->chosen; i++) {
        if (this->layouts[i].score > 0) {
            tell_table(this, i, DIAG_WARNING, _("%s cũng giống bảng kế hoạch nhưng không đọc"),
                       _("Đọc riêng bảng ấy bằng --sheet hoặc --table."));
        }
    }
    return err;
}

static int fill_info(const struct document *this, struct document_info *info)
{
    const struct grid *grid = this->grids.items[this->chosen];
    const struct layout *layout = &this->layouts[this->chosen];
    _cleanup_buf_ struct buf columns = {0};
    _cleanup_buf_ struct buf label = {0};
    buf_init(&columns, 65536);
    buf_init(&label, 4096);
    int err = layout_print(grid, layout, &columns);
    err = err               ? err
          : is_sheets(this) ? buf_puts(&label, grid->name)
                            : buf_printf(&label, _("Bảng %zu"), this->chosen + 1);
    if (err) {
        return err;
    }
    *info = (struct document_info){.format = format_name(this->format),
                                   .table = buf_steal(&label),
                                   .columns = buf_steal(&columns),
                                   .index = (int)this->chosen + 1,
                                   .tables = (int)this->grids.count,
                                   .header_row = (int)layout->header + 1};
    if (!info->table || !info->columns) {
        document_info_clear(info);
        return ERR_NOMEM;
    }
    return 0;
}

static int read_plan(struct document *this, struct plan *plan, struct document_info *info)
{
    struct rows rows = {.grids = &this->grids, .department = this->options->department};
    struct plan read = {0};
    struct document_info found = {0};
    int err = choose(this);
    err = err ? err : read_rows(this, &rows);
    err = err ? err : plan_rows_finish(&rows, &read);
    if (!err && read.count == 0) {
        err = refuse(this, ERR_FORMAT, _("bảng kế hoạch không có nhiệm vụ nào"), NULL);
    }
    err = err ? err : fill_info(this, &found);
    if (!err && (this->format == FORMAT_DOCX || this->format == FORMAT_ODT)) {
        diag_add(
            this->diag, DIAG_NOTE, this->name, 0, 0,
            _("chỉ đọc bảng; nhiệm vụ viết ở phần lời (như “Tổ chức thực hiện”) phải thêm tay"),
            NULL);
    }
    plan_rows_clear(&rows);
    if (err) {
        plan_clear_tasks(&read);
        document_info_clear(&found);
        return err;
    }
    plan->tasks = read.tasks;
    plan->count = read.count;
    plan->capacity = read.capacity;
    *info = found;
    return 0;
}

int document_read_memory(const char *name, const void *data, size_t len,
                         const struct document_options *options, struct plan *plan,
                         struct document_info *info, struct diag *diag)
{
    static const struct document_options NONE = {0};
    struct diag own = {0};
    struct document this = {.name = name,
                            .data = data,
                            .len = len,
                            .options = options ? options : &NONE,
                            .diag = diag ? diag : &own};
    grids_init(&this.grids, name, this.diag);
    int err = len == 0 ? refuse(&this, ERR_FORMAT, _("tệp trống"), NULL)
              : len > DOCUMENT_MAX_FILE
                  ? refuse(&this, ERR_LIMIT, _("tệp lớn hơn 32 MiB"),
                           _("Chép riêng bảng kế hoạch sang một tệp mới rồi thử lại."))
                  : read_grids(&this);
    err = err ? err : read_plan(&this, plan, info);
    if (err && !diag_has_errors(this.diag)) {
        (void)refuse(&this, err, err_text(err), NULL);
    }
    grids_clear(&this.grids);
    free(this.layouts);
    diag_clear(&own);
    return err;
}

int document_read(const char *path, const struct document_options *options, struct plan *plan,
                  struct document_info *info, struct diag *diag)
{
    _cleanup_buf_ struct buf data = {0};
    buf_init(&data, DOCUMENT_MAX_FILE);
    int err = file_read(path, DOCUMENT_MAX_FILE, diag, &data);
    return err ? err
               : document_read_memory(path, buf_str(&data), data.len, options, plan, info, diag);
}
