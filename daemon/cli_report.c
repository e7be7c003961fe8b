/* `dondoc report`: the figures of a span, as text, for a spreadsheet, or as a page. */
#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "base/i18n.h"
#include "daemon/csv_out.h"
#include "daemon/labels.h"
#include "daemon/remote.h"

static const char *const figures[] = {"total",        "done_on_time", "done_late", "open_in_time",
                                      "open_overdue", "returned",     "extended",  "exempt"};
#define FIGURES (sizeof(figures) / sizeof(figures[0]))

struct page {
    struct cli *cli;
    json_t *lines, *extensions;
    const json_t *targets; /* how they stand; NULL: there are none */
};

/* Below a line, when it has any: what of it arrived during the year. */
static int keep_assigned(struct page *page, const json_t *item)
{
    const json_t *assigned = json_object_get(item, "assigned");
    json_t *line = assigned != NULL ? json_deep_copy(item) : NULL;
    if (assigned == NULL) {
        return 0;
    }
    if (line != NULL) {
        json_object_set_new(line, "is_assigned", json_true());
    }
    return line != NULL && json_object_update(line, (json_t *)(uintptr_t)assigned) == 0 &&
                   json_array_append_new(page->lines, line) == 0
               ? 0
               : ERR_NOMEM;
}

/* Of a line that keep_assigned added. */
static bool is_assigned(const json_t *line)
{
    return json_is_true(json_object_get(line, "is_assigned"));
}

static int keep(const json_t *item, void *arg)
{
    struct page *page = arg;
    json_t *list = json_object_get(item, "extension") != NULL ? page->extensions : page->lines;
    int err = json_array_append_new(list, json_deep_copy(item)) == 0 ? 0 : ERR_NOMEM;
    return err == 0 && list == page->lines ? keep_assigned(page, item) : err;
}

static json_int_t figure(const json_t *line, size_t i)
{
    return json_integer_value(json_object_get(line, figures[i]));
}

static const char *unit_of(const json_t *line)
{
    if (is_assigned(line)) {
        return _("– trong đó nhiệm vụ phát sinh");
    }
    if (json_is_null(json_object_get(line, "unit"))) {
        return _("Cộng");
    }
    const char *name = remote_text(line, "unit_name");
    return *name != '\0' ? name : _("(nhiều đơn vị làm chung)");
}

/* "01/01/2022 – 31/03/2022" */
static void span_of(const json_t *line, char out[static 2 * CIVIL_TEXT_SIZE + 8])
{
    char from[CIVIL_TEXT_SIZE];
    char to[CIVIL_TEXT_SIZE];
    snprintf(out, 2 * CIVIL_TEXT_SIZE + 8, "%s – %s", remote_day(line, "from", from),
             remote_day(line, "to", to));
}

/* "p/1/once: 18/03/2022 → 25/03/2022 (15/STNMT-VP)" */
static void extension_words(const json_t *one, struct buf *out)
{
    char old_due[CIVIL_TEXT_SIZE];
    char due[CIVIL_TEXT_SIZE];
    (void)buf_printf(out, "%s: %s → %s (%s)", remote_text(one, "extension"),
                     remote_day(one, "old_due", old_due), remote_day(one, "due", due),
                     remote_text(one, "document"));
}

/* The extensions of a line's unit in its span. */
static void extensions_of(const struct page *page, const json_t *line, struct buf *out)
{
    size_t i;
    const json_t *one;
    json_array_foreach(page->extensions, i, one)
    {
        if (strcmp(remote_text(one, "unit"), remote_text(line, "unit")) == 0 &&
            !json_is_null(json_object_get(line, "unit")) && !is_assigned(line) &&
            strcmp(remote_text(one, "from"), remote_text(line, "from")) == 0) {
            (void)buf_puts(out, out->len > 0 ? "; " : "");
            extension_words(one, out);
        }
    }
}

/* "Chỉ tiêu đến ngày 31/12/2022: đúng tiến độ 3, đạt 1"; false: there are none. */
static bool targets_words(const struct page *page, struct buf *out)
{
    char day[CIVIL_TEXT_SIZE];
    if (page->targets == NULL) {
        return false;
    }
    return buf_printf(out, _("Chỉ tiêu đến ngày %s: "), remote_day(page->targets, "day", day)) ==
               0 &&
           label_targets(json_object_get(page->targets, "states"), out) == 0;
}

/* --- text ------------------------------------------------------------------------------------------- */

static void print_targets(const struct page *page)
{
    struct buf words;
    buf_init(&words, 4096);
    if (targets_words(page, &words)) {
        fprintf(page->cli->out, "\n%s.\n", buf_str(&words));
    }
    buf_clear(&words);
}

static int print_text(const struct page *page)
{
    const struct table_column columns[] = {{_("Kỳ"), 23},
                                           {_("Đơn vị"), 0},
                                           {_("Tổng số"), 7},
                                           {_("Xong đúng hạn"), 8},
                                           {_("Xong quá hạn"), 8},
                                           {_("Đang làm, trong hạn"), 9},
                                           {_("Đang làm, quá hạn"), 9},
                                           {_("Bị trả lại"), 6},
                                           {_("Lùi hạn"), 6},
                                           {_("Được miễn"), 6}};
    struct table *table = NULL;
    size_t i;
    const json_t *line;
    if (json_array_size(page->lines) == 0) {
        fprintf(page->cli->out, "%s\n", _("Không có việc nào có hạn trong khoảng này."));
        print_targets(page);
        return CLI_DONE;
    }
    int err = table_new(columns, FIGURES + 2, &table);
    json_array_foreach(page->lines, i, line)
    {
        char span[2 * CIVIL_TEXT_SIZE + 8];
        char numbers[FIGURES][24];
        const char *cells[FIGURES + 2] = {span, unit_of(line)};
        span_of(line, span);
        for (size_t k = 0; k < FIGURES; k++) {
            snprintf(numbers[k], sizeof(numbers[k]), "%" JSON_INTEGER_FORMAT, figure(line, k));
            cells[k + 2] = numbers[k];
        }
        err = err == 0 ? table_add(table, cells) : err;
    }
    int result =
        err == 0 ? cli_print_table(page->cli, table) : cli_fail(page->cli, "%s", err_text(err));
    if (json_array_size(page->extensions) > 0) {
        fputs(_("\nLùi hạn theo văn bản:\n"), page->cli->out);
    }
    json_array_foreach(page->extensions, i, line)
    {
        struct buf words;
        buf_init(&words, 4096);
        extension_words(line, &words);
        fprintf(page->cli->out, "  %s\n", buf_str(&words));
        buf_clear(&words);
    }
    print_targets(page);
    return result;
}

/* --- CSV -------------------------------------------------------------------------------------------- */

static int print_csv(const struct page *page)
{
    FILE *out = page->cli->out;
    size_t i;
    const json_t *line;
    csv_begin(out, "from,to,department,department_name,unit,unit_name,total,done_on_time,done_late,"
                   "open_in_time,open_overdue,returned,extended,exempt,extensions");
    json_array_foreach(page->lines, i, line)
    {
        struct buf words;
        buf_init(&words, (size_t)1 << 20);
        extensions_of(page, line, &words);
        csv_field(out, remote_text(line, "from"), ",");
        csv_field(out, remote_text(line, "to"), ",");
        csv_field(out, remote_text(line, "department"), ",");
        csv_field(out, remote_text(line, "department_name"), ",");
        csv_field(out, remote_text(line, "unit"), ",");
        csv_field(out, unit_of(line), ",");
        for (size_t k = 0; k < FIGURES; k++) {
            fprintf(out, "%" JSON_INTEGER_FORMAT ",", figure(line, k));
        }
        csv_field(out, buf_str(&words), "\r\n");
        buf_clear(&words);
    }
    return CLI_DONE;
}

/* --- a page ----------------------------------------------------------------------------------------- */

static void put_escaped(FILE *out, const char *text)
{
    for (; *text != '\0'; text++) {
        switch (*text) {
        case '&':
            fputs("&amp;", out);
            break;
        case '<':
            fputs("&lt;", out);
            break;
        case '>':
            fputs("&gt;", out);
            break;
        case '"':
            fputs("&quot;", out);
            break;
        default:
            fputc(*text, out);
        }
    }
}

static void put_cell(FILE *out, const char *tag, const char *text)
{
    fprintf(out, "<%s>", tag);
    put_escaped(out, text);
    fprintf(out, "</%s>", tag);
}

static void print_html_line(const struct page *page, const json_t *line)
{
    FILE *out = page->cli->out;
    char span[2 * CIVIL_TEXT_SIZE + 8];
    struct buf words;
    buf_init(&words, (size_t)1 << 20);
    span_of(line, span);
    extensions_of(page, line, &words);
    fputs(json_is_null(json_object_get(line, "unit")) ? "<tr class=\"sum\">" : "<tr>", out);
    put_cell(out, "td", span);
    put_cell(out, "td", remote_text(line, "department_name"));
    put_cell(out, "td", unit_of(line));
    for (size_t k = 0; k < FIGURES; k++) {
        fprintf(out, "<td class=\"n\">%" JSON_INTEGER_FORMAT "</td>", figure(line, k));
    }
    put_cell(out, "td", buf_str(&words));
    fputs("</tr>\n", out);
    buf_clear(&words);
}

static int print_html(const struct page *page)
{
    FILE *out = page->cli->out;
    size_t i;
    const json_t *line;
    const char *heads[] = {_("Kỳ"),
                           _("Cơ quan"),
                           _("Đơn vị"),
                           _("Tổng số"),
                           _("Hoàn thành đúng hạn"),
                           _("Hoàn thành quá hạn"),
                           _("Đang thực hiện, trong hạn"),
                           _("Đang thực hiện, quá hạn"),
                           _("Bị trả lại"),
                           _("Lùi hạn"),
                           _("Được miễn"),
                           _("Lùi hạn theo văn bản")};
    fprintf(out, "<!DOCTYPE html>\n<html lang=\"%s\">\n<head>\n<meta charset=\"utf-8\">\n<title>",
            i18n_language());
    put_escaped(out, _("Kết quả thực hiện nhiệm vụ"));
    fputs("</title>\n<style>body{font-family:sans-serif}table{border-collapse:collapse}"
          "td,th{border:1px solid #777;padding:.3em .5em;text-align:left;vertical-align:top}"
          ".n{text-align:right}.sum{font-weight:bold}</style>\n</head>\n<body>\n",
          out);
    put_cell(out, "h1", _("Kết quả thực hiện nhiệm vụ"));
    fputs("\n<table>\n<thead><tr>", out);
    for (i = 0; i < sizeof(heads) / sizeof(heads[0]); i++) {
        put_cell(out, "th", heads[i]);
    }
    fputs("</tr></thead>\n<tbody>\n", out);
    json_array_foreach(page->lines, i, line)
    {
        print_html_line(page, line);
    }
    fputs("</tbody>\n</table>\n", out);
    struct buf words;
    buf_init(&words, 4096);
    if (targets_words(page, &words)) {
        put_cell(out, "p", buf_str(&words));
    }
    buf_clear(&words);
    fputs("</body>\n</html>\n", out);
    return CLI_DONE;
}

/* --- the command ------------------------------------------------------------------------------------ */

static int print(const struct page *page, const char *format)
{
    if (strcmp(format, "csv") == 0) {
        return print_csv(page);
    }
    return strcmp(format, "html") == 0 ? print_html(page) : print_text(page);
}

int cli_report(struct cli *cli, int argc, char **argv)
{
    day_t from = DAY_NONE;
    day_t to = DAY_NONE;
    const char *department = NULL;
    const char *unit = NULL;
    const char *by = NULL;
    const char *format = "text";
    size_t rest_count;
    const struct arg table[] = {{"from", ARG_DATE, &from, true},
                                {"to", ARG_DATE, &to, true},
                                {"department", ARG_TEXT, &department, false},
                                {"unit", ARG_TEXT, &unit, false},
                                {"by", ARG_TEXT, &by, false},
                                {"format", ARG_TEXT, &format, false}};
    int result = cli_args(cli, argc, argv, table, 6, NULL, 0, 0, &rest_count);
    if (result != CLI_DONE) {
        return result;
    }
    if (strcmp(format, "text") != 0 && strcmp(format, "csv") != 0 && strcmp(format, "html") != 0) {
        cli_fail(cli, _("không có dạng “%s”; có text, csv, html"), format);
        return CLI_USAGE;
    }
    struct page page = {.cli = cli, .lines = json_array(), .extensions = json_array()};
    json_t *args = json_object();
    remote_set_day(args, "from", from);
    remote_set_day(args, "to", to);
    remote_set_text(args, "department", department);
    remote_set_text(args, "unit", unit);
    remote_set_text(args, "by", by);
    struct remote remote = {.cli = cli, .cmd = "report", .args = args, .each = keep, .arg = &page};
    result = remote_ask(&remote);
    page.targets = json_object_get(remote.result, "targets");
    if (result == CLI_DONE && !cli->json) {
        result = print(&page, format);
    }
    if (result == CLI_DONE && (fflush(cli->out) != 0 || ferror(cli->out))) {
        result = cli_fail(cli, _("không ghi được kết quả ra: %m"));
    }
    json_decref(remote.result);
    json_decref(args);
    json_decref(page.lines);
    json_decref(page.extensions);
    return result;
}
