#include <string.h>

#include "base/err.h"
#include "base/i18n.h"
#include "base/text.h"
#include "base/utf8.h"
#include "daemon/cli.h"
#include "daemon/reading_json.h"
#include "engine/review.h"
#include "import/plan.h"
#include "import/targets.h"
#include "phrase/phrase.h"

#define CHECK_MAX_FILES 64
#define CHECK_MAX_CELL 4096
#define CHECK_CONTENT_CHARS 90

struct check {
    struct cli *cli;
    const struct settings *settings;
    const struct plan *plan; /* whose rows the table holds */
    struct table *table;
    size_t rows, understood, needs_person, contradictory, targets;
    int result;
};

/* --- JSON --------------------------------------------------------------------------------------- */

static json_t *day_or_null(day_t day)
{
    char iso[CIVIL_TEXT_SIZE];
    return day == DAY_NONE ? json_null() : json_string(civil_format_iso(day, iso));
}

/* "text", or "reporting:<regime>". */
static json_t *due_from_json(const struct review_occurrence *item, const struct regime *regime)
{
    const char *source = due_source_name(item->instance.source);
    if (item->instance.due == DAY_NONE) {
        return json_null();
    }
    return item->instance.source == DUE_FROM_REPORTING && regime != NULL
               ? json_sprintf("%s:%s", source, regime->name)
               : json_string(source);
}

static json_t *occurrences_json(const struct review_occurrences *occurrences,
                                const struct regime *regime)
{
    json_t *list = json_array();
    for (size_t i = 0; i < occurrences->count; i++) {
        const struct review_occurrence *item = &occurrences->items[i];
        json_t *value =
            json_pack("{s:s, s:o, s:o}", "id", item->id, "due", day_or_null(item->instance.due),
                      "act_by", day_or_null(item->act_by));
        json_object_set_new(value, "due_from", due_from_json(item, regime));
        json_array_append_new(list, value);
    }
    return list;
}

static json_t *units_json(const struct review_units *units)
{
    json_t *list = json_array();
    for (size_t i = 0; i < units->count; i++) {
        json_array_append_new(list, json_string(units->items[i]->id));
    }
    return list;
}

static json_t *row_json(const struct settings *settings, const struct row_review *review)
{
    const struct plan *plan = review->plan;
    const struct regime *regime = settings_regime(settings, plan);
    return json_pack("{s:s, s:s, s:s, s:s, s:s?, s:o, s:o, s:o, s:o, s:o}", "plan", plan->id, "stt",
                     review->task->stt, "text", review->text, "status",
                     reading_status_name(review->status), "reason",
                     review->reason[0] != '\0' ? review->reason : NULL, "obligations",
                     reading_obligations_json(&review->reading, plan->from_year, plan->to_year,
                                              &settings->holidays),
                     "occurrences", occurrences_json(&review->occurrences, regime), "lead",
                     units_json(&review->lead_units), "coordinating",
                     units_json(&review->coordinating_units), "unread",
                     reading_unread_json(&review->reading, review->text));
}

/* --- text --------------------------------------------------------------------------------------- */

static int join_units(const struct review_units *units, struct buf *out)
{
    int err = 0;
    for (size_t i = 0; i < units->count && err == 0; i++) {
        err = buf_printf(out, "%s%s", i > 0 ? "; " : "", units->items[i]->names.items[0]);
    }
    return err;
}

/* The canonical wording of each obligation, one a line. */
static int write_meaning(const struct reading *reading, struct buf *out)
{
    int err = 0;
    for (size_t i = 0; i < reading->count && err == 0; i++) {
        err = i > 0 ? buf_putc(out, '\n') : 0;
        if (err == 0) {
            err = phrase_print(&reading->obligations[i], out);
        }
        if (err == 0 && reading->obligations[i].label != NULL) {
            err = buf_printf(out, " (%s)", reading->obligations[i].label);
        }
    }
    return err;
}

/* The due days, shortened to the first and the last when there are many. */
static int write_days(const struct review_occurrences *occurrences, struct buf *out)
{
    char text[CIVIL_TEXT_SIZE];
    size_t shown = 0;
    int err = 0;
    for (size_t i = 0; i < occurrences->count && err == 0; i++) {
        day_t due = occurrences->items[i].instance.due;
        if (due == DAY_NONE) {
            continue;
        }
        if (shown == 5 && i + 1 < occurrences->count) {
            err = buf_puts(out, "\n…");
        } else if (shown < 5 || i + 1 == occurrences->count) {
            err = buf_printf(out, "%s%s", shown > 0 ? "\n" : "", civil_format_vn(due, text));
        }
        shown++;
    }
    return err;
}

static int add_row(struct check *check, const struct row_review *review)
{
    struct buf cells[4];
    int err = 0;
    for (size_t i = 0; i < 4; i++) {
        buf_init(&cells[i], 65536);
    }
    const char *content = review->task->content;
    size_t cut = utf8_cut(content, strlen(content), CHECK_CONTENT_CHARS);
    err = buf_printf(&cells[0], "%.*s%s", (int)cut, content, content[cut] != '\0' ? "…" : "");
    if (err == 0) {
        err = write_meaning(&review->reading, &cells[1]);
    }
    if (err == 0) {
        err = write_days(&review->occurrences, &cells[2]);
    }
    if (err == 0) {
        err = join_units(&review->lead_units, &cells[3]);
    }
    if (err == 0) {
        const char *row[] = {review->task->stt,
                             buf_str(&cells[0]),
                             review->text,
                             buf_str(&cells[1]),
                             buf_str(&cells[2]),
                             buf_str(&cells[3]),
                             review->status == READING_UNDERSTOOD ? "" : review->reason};
        err = table_add(check->table, row);
    }
    for (size_t i = 0; i < 4; i++) {
        buf_clear(&cells[i]);
    }
    return err;
}

static int flush(struct check *check)
{
    if (check->table == NULL) {
        return 0;
    }
    struct buf title;
    buf_init(&title, 65536);
    int err = plan_citation(check->plan, &title);
    if (err == 0) {
        fprintf(check->cli->out, "\n%s [%s]\n\n", buf_str(&title), check->plan->id);
        check->result |= cli_print_table(check->cli, check->table);
        check->table = NULL;
    }
    buf_clear(&title);
    return err;
}

static int new_table(struct check *check, const struct plan *plan)
{
    const struct table_column columns[] = {
        {_("STT"), 13},          {_("Nội dung"), 0}, {_("Thời gian (nguyên văn)"), 0},
        {_("Được hiểu là"), 0},  {_("Hạn"), 10},     {_("Đơn vị thực hiện"), 0},
        {_("Cần người xem"), 0},
    };
    int err = flush(check);
    check->plan = settings_plan(check->settings, plan->id); /* the review's own goes before us */
    return err < 0 ? err : table_new(columns, 7, &check->table);
}

/* --- both --------------------------------------------------------------------------------------- */

static int on_row(const struct row_review *review, void *arg)
{
    struct check *check = arg;
    check->rows++;
    check->understood += review->status == READING_UNDERSTOOD;
    check->needs_person += review->status == READING_NEEDS_A_PERSON;
    check->contradictory += review->status == READING_CONTRADICTORY;
    if (check->cli->json) {
        return cli_print_json(check->cli, row_json(check->settings, review)) == CLI_DONE ? 0
                                                                                         : ERR_IO;
    }
    int err = check->plan == NULL || strcmp(check->plan->id, review->plan->id) != 0
                  ? new_table(check, review->plan)
                  : 0;
    return err < 0 ? err : add_row(check, review);
}

static int run_one(struct check *check, const struct settings *settings, const char *only,
                   size_t *faulty, struct diag *diag)
{
    int err = review_all(settings, only, diag, on_row, check, faulty);
    if (err == ERR_NOT_FOUND && only != NULL) {
        diag_addf(diag, DIAG_ERROR, only, 0, 0,
                  _("thêm một mục plan \"…\" { file = \"…\" … } cho tệp này vào tệp cấu hình"),
                  _("tệp này không thuộc kế hoạch nào trong cấu hình %s"), settings->file);
        return 0;
    }
    return err;
}

/* --- targets ------------------------------------------------------------------------------------ */

static int add_target(struct table *table, const struct target *target)
{
    struct buf asks;
    char years[32];
    buf_init(&asks, 1000);
    int err = target_print(target, &asks);
    if (target->from_year == target->to_year) {
        (void)snprintf(years, sizeof(years), "%d", target->to_year);
    } else {
        (void)snprintf(years, sizeof(years), "%d–%d", target->from_year, target->to_year);
    }
    const char *cells[] = {target->stt, target->indicator, buf_str(&asks), years, target->verbatim};
    err = err == 0 ? table_add(table, cells) : err;
    buf_clear(&asks);
    return err;
}

static int print_targets(struct check *check, const struct plan *plan,
                         const struct targets *targets)
{
    const struct table_column columns[] = {{_("STT"), 13},
                                           {_("Chỉ tiêu"), 0},
                                           {_("Phải đạt"), 34},
                                           {_("Năm"), 9},
                                           {_("Nguyên văn"), 0}};
    struct table *table = NULL;
    int err = table_new(columns, sizeof(columns) / sizeof(columns[0]), &table);
    for (size_t i = 0; i < targets->count && err == 0; i++) {
        err = add_target(table, &targets->items[i]);
    }
    if (err < 0) {
        table_free(table);
        return err;
    }
    fprintf(check->cli->out, _("\nCác chỉ tiêu [%s]\n\n"), plan->id);
    check->result |= cli_print_table(check->cli, table);
    return 0;
}

/* A faulty plan file was told before. */
static int check_targets(struct check *check, const struct plan *section, size_t *faulty,
                         struct diag *diag)
{
    struct plan plan;
    struct targets targets = {0};
    plan_init(&plan);
    int err = import_plan(section, &plan, NULL);
    if (err == 0) {
        err = import_targets(&plan, &targets, diag);
        *faulty += err != 0;
        check->targets += targets.count;
        if (err == 0 && !check->cli->json) {
            err = print_targets(check, section, &targets);
        }
    }
    targets_clear(&targets);
    plan_clear(&plan);
    return err == ERR_NOMEM ? err : 0;
}

static const char *base_name(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash != NULL ? slash + 1 : path;
}

/* As review_all does. */
static bool is_named(const struct plan *section, const char *only)
{
    return only == NULL || text_equal(section->id, only) ||
           text_equal(base_name(section->file), base_name(only));
}

static int run_targets(struct check *check, const struct settings *settings, const char *only,
                       size_t *faulty, struct diag *diag)
{
    int err = 0;
    for (size_t i = 0; i < settings->plan_count && err == 0; i++) {
        const struct plan *plan = &settings->plans[i];
        if (is_named(plan, only) && plan->targets != NULL && *plan->targets != '\0') {
            err = check_targets(check, plan, faulty, diag);
        }
    }
    return err;
}

static void print_summary(const struct check *check)
{
    fprintf(check->cli->out, _("\n%zu dòng: %zu đã hiểu, %zu cần người xem, %zu mâu thuẫn.\n"),
            check->rows, check->understood, check->needs_person, check->contradictory);
    if (check->targets > 0) {
        fprintf(check->cli->out, _("%zu chỉ tiêu.\n"), check->targets);
    }
}

int cli_check(struct cli *cli, int argc, char **argv)
{
    const char *files[CHECK_MAX_FILES];
    size_t count;
    size_t faulty = 0;
    struct settings settings = {0};
    struct diag diag = {0};
    struct check check = {.cli = cli, .settings = &settings};
    int result = cli_args(cli, argc, argv, NULL, 0, files, 0, CHECK_MAX_FILES, &count);
    if (result != CLI_DONE) {
        return result;
    }
    result = cli_settings(cli, &settings);
    if (result != CLI_DONE) {
        return result;
    }
    int err = count == 0 ? run_one(&check, &settings, NULL, &faulty, &diag) : 0;
    for (size_t i = 0; i < count && err == 0; i++) {
        err = run_one(&check, &settings, files[i], &faulty, &diag);
    }
    if (err == 0) {
        err = flush(&check);
    }
    if (err == 0 && count == 0) {
        err = run_targets(&check, &settings, NULL, &faulty, &diag);
    }
    for (size_t i = 0; i < count && err == 0; i++) {
        err = run_targets(&check, &settings, files[i], &faulty, &diag);
    }
    table_free(check.table);
    if (err == 0 && !cli->json) {
        print_summary(&check);
    }
    cli_print_diag(cli, &diag);
    if (err < 0) {
        cli_fail(cli, "%s", err_text(err));
    }
    bool clean = err == 0 && check.understood == check.rows && !diag_has_errors(&diag);
    diag_clear(&diag);
    settings_clear(&settings);
    return clean && check.result == 0 && faulty == 0 ? CLI_DONE : CLI_REFUSED;
}
