#include "import/plan.h"

#include "base/cleanup.h"
#include "base/err.h"
#include "base/i18n.h"
#include "base/text.h"
#include "base/vec.h"
#include "lib/import/known.h"
#include "lib/import/table.h"

#define STT_MAX 64 /* bytes: it stands in occurrence ids */

enum column { STT, GROUP, CONTENT, PRODUCT, LEAD, COORDINATING, TIME, TIME_FIX, AMENDS };

static const char *const STT_OTHER[] = {"tt", "sott", "sothutu", NULL};
static const char *const GROUP_OTHER[] = {"nhomnhiemvu", NULL};
static const char *const CONTENT_OTHER[] = {"nhiemvu", "noidungnhiemvu", "noidungcongviec", NULL};
static const char *const PRODUCT_OTHER[] = {"sanphamdaura", "ketqua", "ketquasanpham", NULL};
static const char *const LEAD_OTHER[] = {"donvichutri", "coquanchutri", NULL};
static const char *const COORDINATING_OTHER[] = {"donviphoihop", "coquanphoihop", NULL};
static const char *const TIME_OTHER[] = {"thoigianthuchien", "thoigianhoanthanh", NULL};

static const struct header_column COLUMNS[] = {
    [STT] = {"stt", STT_OTHER, true},
    [GROUP] = {"nhom", GROUP_OTHER, true},
    [CONTENT] = {"noi_dung", CONTENT_OTHER, true},
    [PRODUCT] = {"san_pham", PRODUCT_OTHER, true},
    [LEAD] = {"chu_tri", LEAD_OTHER, true},
    [COORDINATING] = {"phoi_hop", COORDINATING_OTHER, true},
    [TIME] = {"thoi_gian", TIME_OTHER, true},
    [TIME_FIX] = {"thoi_gian_sua", NULL, false},
    [AMENDS] = {"sua_doi", NULL, false},
    {0},
};

struct reader {
    struct table table;
    struct plan *plan;
    struct known known; /* stt → line */
};

static int fill_units(const struct reader *reader, enum column column, const struct csv_cell *cells,
                      struct strings *out)
{
    return strings_split(out, table_cell(&reader->table, column, cells).text, ';');
}

static int fill_task(const struct reader *reader, const struct csv_cell *cells, struct task *task)
{
    task->line = cells[0].line;
    task->stt = table_text(&reader->table, STT, cells, true);
    task->group = table_text(&reader->table, GROUP, cells, true);
    task->content = table_text(&reader->table, CONTENT, cells, false);
    task->product = table_text(&reader->table, PRODUCT, cells, false);
    task->time = table_text(&reader->table, TIME, cells, false);
    task->time_fix = table_text(&reader->table, TIME_FIX, cells, false);
    task->amends = table_text(&reader->table, AMENDS, cells, true);
    if (!task->stt || !task->group || !task->content || !task->product || !task->time ||
        !task->time_fix || !task->amends) {
        return ERR_NOMEM;
    }
    task->joint = strings_find(&reader->plan->joint, task->stt) >= 0;
    int err = fill_units(reader, LEAD, cells, &task->lead);
    return err ? err : fill_units(reader, COORDINATING, cells, &task->coordinating);
}

/* Whether the stt is there, can stand in an id and stood nowhere before. */
static int check_stt(struct reader *reader, const struct csv_cell *cells, const struct task *task)
{
    struct csv_cell cell = table_cell(&reader->table, STT, cells);
    if (task->stt[0] == '\0') {
        table_complain(
            &reader->table, &cell, _("dòng không có stt"),
            _("Mỗi dòng có một stt riêng, ví dụ \"IX.1\"; stt giữ nguyên ở các bản sau."));
        return ERR_FORMAT;
    }
    if (strlen(task->stt) > STT_MAX || strpbrk(task->stt, "/@ ")) {
        table_complain(&reader->table, &cell, _("stt có dấu cách, \"/\" hoặc \"@\", hoặc quá dài"),
                       _("Viết ngắn gọn, ví dụ \"IX.1\" hoặc \"V.1a\"."));
        return ERR_FORMAT;
    }
    int first;
    int err = known_add(&reader->known, task->stt, task->line, &first);
    if (err == ERR_EXISTS) {
        char message[200];
        (void)snprintf(message, sizeof(message), _("stt \"%s\" đã có ở dòng %d"), task->stt, first);
        table_complain(&reader->table, &cell, message, _("Đặt stt khác cho một trong hai dòng."));
    }
    return err;
}

static int add_task(struct reader *reader, const struct csv_cell *cells, struct task *task)
{
    struct plan *plan = reader->plan;
    int err = check_stt(reader, cells, task);
    if (err) {
        return err;
    }
    if (text_is_blank(task->content)) {
        struct csv_cell cell = table_cell(&reader->table, CONTENT, cells);
        diag_addf(reader->table.diag, DIAG_WARNING, csv_name(reader->table.csv), cell.line,
                  cell.column, NULL, _("dòng \"%s\" không có nội dung"), task->stt);
    }
    err = vec_grow(&plan->tasks, sizeof(*plan->tasks), plan->count, 1, PLAN_MAX_TASKS,
                   &plan->capacity);
    if (err == ERR_LIMIT) {
        table_complain(&reader->table, &cells[0], _("kế hoạch có quá nhiều dòng"),
                       _("Chia thành nhiều kế hoạch."));
    }
    if (!err) {
        plan->tasks[plan->count++] = *task;
    }
    return err;
}

static int read_row(void *arg, const struct csv_cell *cells, size_t count)
{
    struct reader *reader = arg;
    struct task task = {0};
    (void)count;
    int err = fill_task(reader, cells, &task);
    err = err ? err : add_task(reader, cells, &task);
    if (err) {
        task_clear(&task);
    }
    return err == ERR_NOMEM || err == ERR_LIMIT ? err : 0;
}

/* Rows that the config names must be there: told at the config's line, as a warning. */
static void check_named(const struct reader *reader, const struct strings *names, const char *key)
{
    for (size_t i = 0; i < names->count; i++) {
        int line;
        if (!known_find(&reader->known, names->items[i], &line)) {
            diag_addf(reader->table.diag, DIAG_WARNING, reader->plan->config, reader->plan->line, 0,
                      _("Sửa stt ấy trong mục plan."),
                      _("%s nêu dòng \"%s\" không có trong \"%s\""), key, names->items[i],
                      csv_name(reader->table.csv));
        }
    }
}

static int read_all(struct reader *reader)
{
    int err = table_read(&reader->table, COLUMNS, read_row, reader);
    if (err) {
        return err;
    }
    if (reader->plan->count == 0) {
        /* A file cut short must not withdraw the whole plan. */
        diag_add(reader->table.diag, DIAG_ERROR, csv_name(reader->table.csv), 2, 1,
                 _("kế hoạch không có dòng nào"), _("Thêm các nhiệm vụ ở dưới dòng tiêu đề."));
        return ERR_FORMAT;
    }
    check_named(reader, &reader->plan->reports, "reports");
    check_named(reader, &reader->plan->joint, "joint");
    return 0;
}

/* Closes csv. */
static int read_plan(struct csv *csv, const struct plan *section, struct plan *out,
                     struct diag *diag)
{
    struct plan plan;
    struct reader reader = {.plan = &plan};
    table_begin(&reader.table, csv, diag);
    int err = plan_copy_section(section, &plan);
    err = err ? err : read_all(&reader);
    known_clear(&reader.known);
    err = table_end(&reader.table, err);
    if (err) {
        plan_clear(&plan);
        return err;
    }
    *out = plan;
    return 0;
}

int import_plan(const struct plan *section, struct plan *out, struct diag *diag)
{
    struct csv *csv;
    int err = csv_open(section->file, diag, &csv);
    return err ? err : read_plan(csv, section, out, diag);
}

int import_plan_text(const struct plan *section, const void *data, size_t len, struct plan *out,
                     struct diag *diag)
{
    struct csv *csv;
    int err = csv_open_text(section->file ? section->file : "", data, len, &csv);
    return err ? err : read_plan(csv, section, out, diag);
}

/* --- writing ------------------------------------------------------------------------------------------------ */

static int write_units(const struct strings *units, struct buf *out)
{
    _cleanup_buf_ struct buf cell = {0};
    buf_init(&cell, out->max);
    int err = 0;
    for (size_t i = 0; !err && i < units->count; i++) {
        err = buf_printf(&cell, "%s%s", i > 0 ? "; " : "", units->items[i]);
    }
    return err ? err : csv_write_field(buf_str(&cell), ',', out);
}

static int write_task(const struct task *task, bool fix, bool amends, struct buf *out)
{
    const char *first[] = {task->stt, task->group, task->content, task->product};
    int err = 0;
    for (size_t i = 0; !err && i < sizeof(first) / sizeof(first[0]); i++) {
        err = csv_write_field(first[i], ',', out);
        err = err ? err : buf_putc(out, ',');
    }
    err = err ? err : write_units(&task->lead, out);
    err = err ? err : buf_putc(out, ',');
    err = err ? err : write_units(&task->coordinating, out);
    err = err ? err : buf_putc(out, ',');
    err = err ? err : csv_write_field(task->time, ',', out);
    if (!err && fix) {
        err = buf_putc(out, ',');
        err = err ? err : csv_write_field(task->time_fix, ',', out);
    }
    if (!err && amends) {
        err = buf_putc(out, ',');
        err = err ? err : csv_write_field(task->amends, ',', out);
    }
    return err ? err : buf_puts(out, "\r\n");
}

int import_plan_write(const struct plan *plan, struct buf *out)
{
    bool fix = false;
    bool amends = false;
    for (size_t i = 0; i < plan->count; i++) {
        fix = fix || plan->tasks[i].time_fix[0] != '\0';
        amends = amends || plan->tasks[i].amends[0] != '\0';
    }
    int err = buf_printf(out, "stt,nhom,noi_dung,san_pham,chu_tri,phoi_hop,thoi_gian%s%s\r\n",
                         fix ? ",thoi_gian_sua" : "", amends ? ",sua_doi" : "");
    for (size_t i = 0; !err && i < plan->count; i++) {
        err = write_task(&plan->tasks[i], fix, amends, out);
    }
    return err;
}
