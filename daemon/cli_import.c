/* `dondoc import`: the department's own document becomes a plan CSV. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "base/err.h"
#include "base/file.h"
#include "base/i18n.h"
#include "base/parse.h"
#include "base/utf8.h"
#include "daemon/cli.h"
#include "import/document.h"
#include "import/plan.h"

#define IMPORT_MAX_CSV ((size_t)256 << 20)
#define IMPORT_MAX_TABLE 100000
#define IMPORT_CONTENT_BYTES 160

struct importing {
    struct cli *cli;
    const char *file, *output, *department_id;
    struct document_options options;
    struct plan plan;
    struct document_info info;
    struct diag diag;
};

/* --- JSON --------------------------------------------------------------------------------------- */

static json_t *strings_json(const struct strings *list)
{
    json_t *array = json_array();
    for (size_t i = 0; i < list->count; i++) {
        json_array_append_new(array, json_string(list->items[i]));
    }
    return array;
}

static json_t *rows_json(const struct plan *plan)
{
    json_t *rows = json_array();
    for (size_t i = 0; i < plan->count; i++) {
        const struct task *task = &plan->tasks[i];
        json_t *row =
            json_pack("{s:s, s:s, s:s, s:s, s:o, s:o, s:s, s:i}", "stt", task->stt, "nhom",
                      task->group, "noi_dung", task->content, "san_pham", task->product, "chu_tri",
                      strings_json(&task->lead), "phoi_hop", strings_json(&task->coordinating),
                      "thoi_gian", task->time, "row", task->line);
        if (task->time_fix[0] != '\0') {
            json_object_set_new(row, "thoi_gian_sua", json_string(task->time_fix));
        }
        if (task->amends[0] != '\0') {
            json_object_set_new(row, "sua_doi", json_string(task->amends));
        }
        json_array_append_new(rows, row);
    }
    return rows;
}

static json_t *findings_json(const struct diag *diag)
{
    static const char *const NAMES[] = {"note", "warning", "error"};
    json_t *list = json_array();
    for (size_t i = 0; i < diag->count; i++) {
        const struct diag_item *item = &diag->items[i];
        json_t *value =
            json_pack("{s:s, s:s?, s:i, s:i, s:s, s:s?}", "severity", NAMES[item->severity], "file",
                      item->file, "row", item->line, "column", item->column, "message",
                      item->message, "remedy", item->remedy);
        json_array_append_new(list, value);
    }
    return list;
}

static int print_json(const struct importing *this)
{
    const struct document_info *info = &this->info;
    json_t *value =
        json_pack("{s:s, s:s, s:s, s:i, s:i, s:i, s:s, s:o, s:o, s:I}", "file", this->file,
                  "format", info->format, "table", info->table, "index", info->index, "tables",
                  info->tables, "header_row", info->header_row, "columns", info->columns, "rows",
                  rows_json(&this->plan), "findings", findings_json(&this->diag), "left_out",
                  (json_int_t)this->diag.left_out);
    return cli_print_json(this->cli, value);
}

/* --- the review ----------------------------------------------------------------------------------- */

static int join(const struct strings *list, struct buf *out)
{
    int err = buf_puts(out, "");
    for (size_t i = 0; i < list->count && err == 0; i++) {
        err = buf_printf(out, "%s%s", i > 0 ? "\n" : "", list->items[i]);
    }
    return err;
}

static int add_row(struct table *table, const struct task *task)
{
    _cleanup_buf_ struct buf line = {0};
    _cleanup_buf_ struct buf content = {0};
    _cleanup_buf_ struct buf lead = {0};
    _cleanup_buf_ struct buf coordinating = {0};
    buf_init(&line, 64);
    buf_init(&content, IMPORT_CONTENT_BYTES + 8);
    buf_init(&lead, 1 << 20);
    buf_init(&coordinating, 1 << 20);
    size_t cut = utf8_cut(task->content, strlen(task->content), IMPORT_CONTENT_BYTES);
    int err = buf_printf(&line, "%d", task->line);
    err = err ? err
              : buf_printf(&content, "%.*s%s", (int)cut, task->content,
                           task->content[cut] != '\0' ? "…" : "");
    err = err ? err : join(&task->lead, &lead);
    err = err ? err : join(&task->coordinating, &coordinating);
    const char *cells[] = {buf_str(&line),         task->stt, buf_str(&content), buf_str(&lead),
                           buf_str(&coordinating), task->time};
    return err ? err : table_add(table, cells);
}

/* The heading of a group stands in a row of its own. */
static int add_group(struct table *table, const char *text)
{
    _cleanup_buf_ struct buf heading = {0};
    buf_init(&heading, (size_t)1 << 20);
    const char *cells[] = {"", "", "", "", "", ""};
    int err = buf_printf(&heading, "▸ %s", text);
    cells[2] = buf_str(&heading);
    return err ? err : table_add(table, cells);
}

static int print_rows(const struct importing *this)
{
    const struct table_column columns[] = {
        {_("Dòng"), 6},    {_("STT"), 13},     {_("Nội dung"), 0},
        {_("Chủ trì"), 0}, {_("Phối hợp"), 0}, {_("Thời gian (nguyên văn)"), 0},
    };
    const struct plan *plan = &this->plan;
    struct table *table = NULL;
    const char *group = "";
    int err = table_new(columns, sizeof(columns) / sizeof(columns[0]), &table);
    for (size_t i = 0; i < plan->count && err == 0; i++) {
        const struct task *task = &plan->tasks[i];
        if (strcmp(group, task->group) != 0) {
            group = task->group;
            err = add_group(table, group);
        }
        err = err ? err : add_row(table, task);
    }
    if (err < 0) {
        table_free(table);
        return cli_fail(this->cli, "%s", err_text(err));
    }
    fputs("\n", this->cli->out);
    return cli_print_table(this->cli, table);
}

static int print_review(const struct importing *this)
{
    FILE *out = this->cli->out;
    const struct document_info *info = &this->info;
    _cleanup_buf_ struct buf findings = {0};
    buf_init(&findings, (size_t)16 << 20);
    fprintf(out, _("Tệp %s (%s), %s, tiêu đề ở dòng %d\n"), this->file, info->format, info->table,
            info->header_row);
    fprintf(out, _("Các cột: %s\n"), info->columns);
    fprintf(out, ngettext("Đọc được %zu nhiệm vụ\n", "Đọc được %zu nhiệm vụ\n", this->plan.count),
            this->plan.count);
    int result = print_rows(this);
    if (diag_print(&this->diag, &findings) == 0 && findings.len > 0) {
        fprintf(out, _("\nCần xem lại (tệp:dòng:cột trong bảng):\n%s"), buf_str(&findings));
    }
    return result;
}

/* --- the plan -------------------------------------------------------------------------------------- */

/* What the officer wrote into the file that stands there is not lost. */
static int refuse_old(struct importing *this)
{
    struct stat standing;
    if (this->output == NULL || lstat(this->output, &standing) != 0) {
        return CLI_DONE;
    }
    diag_add(&this->diag, DIAG_ERROR, this->output, 0, 0,
             _("đã có tệp này, kế hoạch đọc được không ghi đè lên"), _("Hãy chọn tên tệp khác"));
    cli_print_diag(this->cli, &this->diag);
    return CLI_REFUSED;
}

static int write_plan(struct importing *this)
{
    _cleanup_buf_ struct buf text = {0};
    buf_init(&text, IMPORT_MAX_CSV);
    int err = import_plan_write(&this->plan, &text);
    if (err == 0 && this->output == NULL) {
        return cli_print(this->cli, &text);
    }
    err = err ? err : file_write(this->output, text.data, text.len, 0644);
    if (err < 0) {
        return cli_fail(this->cli, _("không ghi được %s: %s"), this->output ? this->output : "",
                        err_text(err));
    }
    return CLI_DONE;
}

static void tell_next(const struct importing *this)
{
    fprintf(this->cli->out,
            _("\nĐã ghi %s. Tiếp theo: nêu tệp ấy trong cấu hình (mục plan), rồi dondoc check\n"),
            this->output);
}

/* Without --output the plan goes down a pipe and the review to standard error; a terminal shows the
 * review alone. */
static int finish(struct importing *this)
{
    struct cli *cli = this->cli;
    FILE *out = cli->out;
    bool piped = this->output == NULL && !isatty(fileno(out));
    int result = CLI_DONE;
    if (cli->json) {
        result = this->output != NULL ? write_plan(this) : CLI_DONE;
        return result == CLI_DONE ? print_json(this) : result;
    }
    cli->out = piped ? cli->err : out;
    result = print_review(this);
    if (!piped && this->output == NULL) {
        fputs(_("\nĐể ghi tệp kế hoạch, thêm --output KẾ-HOẠCH.csv\n"), out);
        return result;
    }
    cli->out = out;
    result = result == CLI_DONE ? write_plan(this) : result;
    if (result == CLI_DONE && this->output != NULL) {
        tell_next(this);
    }
    return result;
}

/* --- whose names ------------------------------------------------------------------------------------- */

static int find_department(struct importing *this, const struct settings *settings)
{
    const struct roster *roster = &settings->roster;
    if (this->department_id != NULL) {
        this->options.department = roster_department(roster, this->department_id);
        return this->options.department != NULL
                   ? CLI_DONE
                   : cli_fail(this->cli, _("cấu hình không có cơ quan \"%s\""),
                              this->department_id);
    }
    if (roster->count == 1) {
        this->options.department = &roster->departments[0];
    } else {
        diag_add(&this->diag, DIAG_NOTE, NULL, 0, 0,
                 _("chưa nêu --department nên tên đơn vị không được đối chiếu với cấu hình"), NULL);
    }
    return CLI_DONE;
}

static int run(struct importing *this)
{
    int err = document_read(this->file, &this->options, &this->plan, &this->info, &this->diag);
    if (err < 0) {
        cli_print_diag(this->cli, &this->diag);
        return diag_has_errors(&this->diag)
                   ? CLI_REFUSED
                   : cli_fail(this->cli, "%s: %s", this->file, err_text(err));
    }
    return finish(this);
}

int cli_import(struct cli *cli, int argc, char **argv)
{
    struct importing this = {.cli = cli};
    struct settings settings = {0};
    const char *table_text = NULL;
    size_t rest_count;
    const struct arg table[] = {{"sheet", ARG_TEXT, &this.options.sheet, false},
                                {"table", ARG_TEXT, &table_text, false},
                                {"output", ARG_TEXT, &this.output, false},
                                {"department", ARG_TEXT, &this.department_id, false}};
    int result = cli_args(cli, argc, argv, table, sizeof(table) / sizeof(table[0]), &this.file, 1,
                          1, &rest_count);
    if (result != CLI_DONE) {
        return result;
    }
    if (table_text != NULL &&
        parse_int(table_text, 1, IMPORT_MAX_TABLE, &this.options.table) != 0) {
        cli_fail(cli, _("--table là số thứ tự của bảng, từ 1: %s"), table_text);
        return CLI_USAGE;
    }
    result = refuse_old(&this);
    if (result != CLI_DONE) {
        diag_clear(&this.diag);
        return result;
    }
    bool wants_names = cli->config != NULL || this.department_id != NULL;
    result = wants_names ? cli_settings(cli, &settings) : CLI_DONE;
    result = result == CLI_DONE && wants_names ? find_department(&this, &settings) : result;
    if (result == CLI_DONE) {
        result = run(&this);
    }
    plan_clear_tasks(&this.plan);
    document_info_clear(&this.info);
    diag_clear(&this.diag);
    if (wants_names) {
        settings_clear(&settings);
    }
    return result;
}
