#include "import/targets.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/err.h"
#include "base/i18n.h"
#include "base/parse.h"
#include "base/text.h"
#include "base/utf8.h"
#include "base/vec.h"
#include "lib/import/known.h"
#include "lib/import/table.h"

enum column { FILE_NAME, STT, INDICATOR, COMPARATOR, VALUE, UNIT, PER, FROM, TO, VERBATIM, CODE };

static const char *const FILE_OTHER[] = {"tep", NULL};
static const char *const STT_OTHER[] = {"tt", "sott", NULL};
static const char *const INDICATOR_OTHER[] = {"chitieu", "chiso", NULL};
static const char *const COMPARATOR_OTHER[] = {"sosanh", NULL};
static const char *const VALUE_OTHER[] = {"giatri", NULL};
static const char *const UNIT_OTHER[] = {"donvitinh", NULL};
static const char *const PER_OTHER[] = {"trenmoi", NULL};
static const char *const FROM_OTHER[] = {"tunam", NULL};
static const char *const TO_OTHER[] = {"dennam", NULL};
static const char *const VERBATIM_OTHER[] = {"nguyenvan", NULL};
static const char *const CODE_OTHER[] = {"code", NULL};

static const struct header_column COLUMNS[] = {
    [FILE_NAME] = {"file", FILE_OTHER, false},
    [STT] = {"stt", STT_OTHER, true},
    [INDICATOR] = {"indicator", INDICATOR_OTHER, true},
    [COMPARATOR] = {"comparator", COMPARATOR_OTHER, true},
    [VALUE] = {"value", VALUE_OTHER, true},
    [UNIT] = {"unit", UNIT_OTHER, true},
    [PER] = {"per", PER_OTHER, true},
    [FROM] = {"from_year", FROM_OTHER, true},
    [TO] = {"to_year", TO_OTHER, true},
    [VERBATIM] = {"verbatim", VERBATIM_OTHER, true},
    [CODE] = {"ma", CODE_OTHER, false},
    {0},
};

struct reader {
    struct table table;
    const struct plan *plan;
    struct targets targets;
    struct known rows;  /* stt of the plan */
    struct known codes; /* code → line */
};

/* A row under way. */
struct row {
    struct reader *reader;
    const struct csv_cell *cells;
    bool faulty;
};

static void complain(struct row *row, enum column column, const char *remedy, const char *format,
                     ...) __attribute__((format(printf, 4, 5)));

static void complain(struct row *row, enum column column, const char *remedy, const char *format,
                     ...)
{
    _cleanup_buf_ struct buf text = {0};
    struct csv_cell cell = table_cell(&row->reader->table, column, row->cells);
    buf_init(&text, 4096);
    va_list args;
    va_start(args, format);
    (void)buf_vprintf(&text, format, args);
    va_end(args);
    diag_add(row->reader->table.diag, DIAG_ERROR, csv_name(row->reader->table.csv),
             cell.line > 0 ? cell.line : row->cells[0].line, cell.column, buf_str(&text), remedy);
    row->faulty = true;
}

static char *text_of(const struct row *row, enum column column)
{
    return table_text(&row->reader->table, column, row->cells, true);
}

/* The most of a cell that a finding quotes. */
static int shown(const char *text)
{
    return (int)utf8_cut(text, strlen(text), 80);
}

static int fill_texts(const struct row *row, struct target *target)
{
    target->line = row->cells[0].line;
    target->plan = strdup(row->reader->plan->id);
    target->stt = text_of(row, STT);
    target->indicator = text_of(row, INDICATOR);
    target->unit = text_of(row, UNIT);
    target->per = text_of(row, PER);
    target->verbatim = text_of(row, VERBATIM);
    target->code = text_of(row, CODE);
    return target->plan && target->stt && target->indicator && target->unit && target->per &&
                   target->verbatim && target->code
               ? 0
               : ERR_NOMEM;
}

static int fill_comparator(struct row *row, struct target *target)
{
    _cleanup_free_ char *text = text_of(row, COMPARATOR);
    if (!text) {
        return ERR_NOMEM;
    }
    const char *name = strcmp(text, "≥") == 0 ? ">=" : strcmp(text, "≤") == 0 ? "<=" : text;
    if (comparator_parse(name, &target->comparator)) {
        complain(row, COMPARATOR, _("Ghi một trong năm dấu: > >= <= = +."),
                 _("không rõ phép so sánh \"%.*s\""), shown(text), text);
    }
    return 0;
}

static void complain_value(struct row *row, const char *text, int err)
{
    switch (err) {
    case ERR_INVALID:
        complain(row, VALUE, _("Ghi 1600 hoặc 1,6: không dùng dấu ngăn hàng nghìn."),
                 _("\"%.*s\" có thể hiểu theo hai cách"), shown(text), text);
        break;
    case ERR_LIMIT:
        complain(row, VALUE, _("Ghi nhiều nhất bốn chữ số thập phân."),
                 _("\"%.*s\" có quá nhiều chữ số thập phân"), shown(text), text);
        break;
    case ERR_RANGE:
        complain(row, VALUE, NULL, _("\"%.*s\" quá lớn"), shown(text), text);
        break;
    default:
        complain(row, VALUE, _("Ghi một số, ví dụ 80 hoặc 12,5."),
                 _("giá trị \"%.*s\" không phải là số"), shown(text), text);
        break;
    }
}

static int fill_value(struct row *row, struct target *target)
{
    _cleanup_free_ char *text = text_of(row, VALUE);
    if (!text) {
        return ERR_NOMEM;
    }
    int err = amount_parse(text, &target->value);
    if (err) {
        complain_value(row, text, err);
    } else if (target->value < 0) {
        complain(row, VALUE, _("Ghi một số không âm."), _("giá trị %s nhỏ hơn 0"), text);
    } else if (target_check_value(target, target->value)) {
        complain(row, VALUE, _("Tỷ lệ phần trăm không quá 100, trừ mức tăng (dấu +)."),
                 _("giá trị %s %% lớn hơn 100 %%"), text);
    } else if (target->comparator == TARGET_GROWTH && target->value == 0) {
        complain(row, VALUE, _("Ghi phần tăng thêm, lớn hơn 0."), _("mức tăng là 0"));
    }
    return 0;
}

static int fill_year(struct row *row, enum column column, int otherwise, int *out)
{
    _cleanup_free_ char *text = text_of(row, column);
    if (!text) {
        return ERR_NOMEM;
    }
    *out = otherwise;
    if (otherwise != 0 && text[0] == '\0') {
        return 0;
    }
    if (parse_int(text, CIVIL_MIN_YEAR, CIVIL_MAX_YEAR, out)) {
        complain(row, column, _("Ghi năm bằng bốn chữ số, ví dụ 2025."),
                 _("\"%.*s\" không phải là năm"), shown(text), text);
    }
    return 0;
}

static int fill_years(struct row *row, struct target *target)
{
    const struct plan *plan = row->reader->plan;
    bool before = row->faulty;
    row->faulty = false;
    int err = fill_year(row, FROM, 0, &target->from_year);
    err = err ? err : fill_year(row, TO, target->from_year, &target->to_year);
    if (!err && !row->faulty) {
        if (target->to_year < target->from_year) {
            complain(row, TO, _("Năm cuối không trước năm đầu."), _("các năm bị ngược: %d đến %d"),
                     target->from_year, target->to_year);
        } else if (target->from_year < plan->from_year || target->to_year > plan->to_year) {
            complain(row, FROM, _("Sửa năm của chỉ tiêu, hoặc from_year, to_year của kế hoạch."),
                     _("các năm %d–%d nằm ngoài kế hoạch (%d–%d)"), target->from_year,
                     target->to_year, plan->from_year, plan->to_year);
        }
    }
    row->faulty = row->faulty || before;
    return err;
}

static void check_texts(struct row *row, const struct target *target)
{
    int line;
    if (target->stt[0] == '\0') {
        complain(row, STT, _("Ghi stt của dòng kế hoạch có chỉ tiêu này."), _("thiếu stt"));
    } else if (!known_find(&row->reader->rows, target->stt, &line)) {
        complain(row, STT, _("Ghi stt như trong tệp kế hoạch."),
                 _("kế hoạch \"%s\" không có dòng \"%.*s\""), row->reader->plan->id,
                 shown(target->stt), target->stt);
    }
    if (target->indicator[0] == '\0') {
        complain(row, INDICATOR, _("Ghi chỉ tiêu đo cái gì."), _("thiếu tên chỉ tiêu"));
    }
    if (strlen(target->indicator) > TARGET_MAX_TEXT || strlen(target->verbatim) > TARGET_MAX_TEXT) {
        complain(row, INDICATOR, NULL, _("tên chỉ tiêu hoặc nguyên văn dài quá %d byte"),
                 TARGET_MAX_TEXT);
    }
    if (strlen(target->unit) > TARGET_MAX_UNIT || strlen(target->per) > TARGET_MAX_UNIT) {
        complain(row, UNIT, NULL, _("đơn vị tính dài quá %d byte"), TARGET_MAX_UNIT);
    }
    if (target->code[0] != '\0' && !target_code_is_valid(target->code)) {
        complain(row, CODE, _("Mã gồm chữ cái không dấu, chữ số và dấu gạch nối."),
                 _("\"%.*s\" không phải là mã hợp lệ"), shown(target->code), target->code);
    }
}

/* Gives it a code, and sees that it stood nowhere before. */
static int settle_code(struct row *row, struct target *target)
{
    if (target->code[0] == '\0') {
        char code[TARGET_CODE_MAX];
        int err = target_make_code(target, code);
        char *copy = err ? NULL : strdup(code);
        if (!copy) {
            return err ? err : ERR_NOMEM;
        }
        free(target->code);
        target->code = copy;
    }
    _cleanup_buf_ struct buf key = {0};
    buf_init(&key, 1000);
    int first;
    int err = buf_printf(&key, "%s/%s", target->stt, target->code);
    err = err ? err : known_add(&row->reader->codes, buf_str(&key), target->line, &first);
    if (err == ERR_EXISTS) {
        complain(row, INDICATOR, _("Bỏ một dòng, hoặc ghi mã riêng ở cột ma."),
                 _("chỉ tiêu này của dòng \"%s\" đã có ở dòng %d"), target->stt, first);
        return 0;
    }
    return err;
}

static int fill_target(struct row *row, struct target *target)
{
    int err = fill_texts(row, target);
    if (!err) {
        check_texts(row, target);
    }
    err = err ? err : fill_comparator(row, target);
    err = err ? err : fill_value(row, target);
    err = err ? err : fill_years(row, target);
    if (!err && !row->faulty) {
        err = settle_code(row, target);
    }
    if (!err && !row->faulty && target_validate(target)) {
        complain(row, STT, NULL, _("chỉ tiêu không hợp lệ"));
    }
    return err;
}

static const char *base_name(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash ? slash + 1 : path;
}

/* Whether the row is of this plan: it names its file, or none. */
static int is_ours(const struct row *row, bool *out)
{
    _cleanup_free_ char *name = text_of(row, FILE_NAME);
    if (!name) {
        return ERR_NOMEM;
    }
    const char *file = row->reader->plan->file;
    *out = name[0] == '\0' || (file && strcmp(base_name(name), base_name(file)) == 0);
    return 0;
}

static int read_row(void *arg, const struct csv_cell *cells, size_t count)
{
    struct reader *reader = arg;
    (void)count;
    struct row row = {.reader = reader, .cells = cells};
    bool ours;
    int err = is_ours(&row, &ours);
    if (err || !ours) {
        return err;
    }
    struct target target;
    target_init(&target);
    err = fill_target(&row, &target);
    if (!err && !row.faulty) {
        err = vec_push(&reader->targets, TARGETS_MAX, target);
        if (!err) {
            return 0;
        }
    }
    target_clear(&target);
    reader->table.faulty = reader->table.faulty || row.faulty;
    return err;
}

static int know_rows(struct reader *reader)
{
    int err = 0;
    for (size_t i = 0; !err && i < reader->plan->count; i++) {
        int first;
        err = known_add(&reader->rows, reader->plan->tasks[i].stt, reader->plan->tasks[i].line,
                        &first);
        err = err == ERR_EXISTS ? 0 : err;
    }
    return err;
}

static int read_all(struct reader *reader)
{
    int err = know_rows(reader);
    err = err ? err : table_read(&reader->table, COLUMNS, read_row, reader);
    if (err) {
        return err;
    }
    if (reader->targets.count == 0) {
        diag_addf(reader->table.diag, DIAG_ERROR, csv_name(reader->table.csv), 2, 1,
                  _("Thêm các chỉ tiêu ở dưới dòng tiêu đề, hoặc bỏ khóa targets."),
                  _("tệp không có chỉ tiêu nào của kế hoạch \"%s\""), reader->plan->id);
        return ERR_FORMAT;
    }
    targets_link(&reader->targets);
    return 0;
}

/* Closes csv. */
static int read_targets(struct csv *csv, const struct plan *plan, struct targets *out,
                        struct diag *diag)
{
    struct reader reader = {.plan = plan};
    table_begin(&reader.table, csv, diag);
    int err = read_all(&reader);
    known_clear(&reader.rows);
    known_clear(&reader.codes);
    err = table_end(&reader.table, err);
    if (err) {
        targets_clear(&reader.targets);
        return err;
    }
    *out = reader.targets;
    return 0;
}

int import_targets(const struct plan *plan, struct targets *out, struct diag *diag)
{
    struct csv *csv;
    int err = csv_open(plan->targets, diag, &csv);
    return err ? err : read_targets(csv, plan, out, diag);
}

int import_targets_text(const struct plan *plan, const void *data, size_t len, struct targets *out,
                        struct diag *diag)
{
    struct csv *csv;
    int err = csv_open_text(plan->targets ? plan->targets : "", data, len, &csv);
    return err ? err : read_targets(csv, plan, out, diag);
}
