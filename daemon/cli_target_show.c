/* dondoc target show: one target, with all that its numbers follow from. */
#include <string.h>

#include "base/i18n.h"
#include "daemon/cli_target.h"

#define CELL_MAX 8192

static void line(struct cli *cli, const char *name, const char *text)
{
    if (*text != '\0') {
        fprintf(cli->out, "%s: %s\n", name, text);
    }
}

static void show_value(struct cli *cli, const char *name, const json_t *item, const char *member)
{
    struct buf text;
    buf_init(&text, CELL_MAX);
    if (target_amount(item, member) != AMOUNT_NONE) {
        target_value(item, member, remote_text(item, "unit"), &text);
        line(cli, name, buf_str(&text));
    }
    buf_clear(&text);
}

static void show_units(struct cli *cli, const json_t *names)
{
    struct buf text;
    size_t i;
    json_t *name;
    buf_init(&text, CELL_MAX);
    json_array_foreach(names, i, name)
    {
        (void)buf_printf(&text, "%s%s", i > 0 ? "; " : "", json_string_value(name));
    }
    line(cli, _("Chủ trì"), buf_str(&text));
    buf_clear(&text);
}

static void show_asks(struct cli *cli, const json_t *item)
{
    const int from = (int)json_integer_value(json_object_get(item, "from_year"));
    const int to = (int)json_integer_value(json_object_get(item, "to_year"));
    if (from == to) {
        fprintf(cli->out, _("Phải đạt: %s, năm %d\n"), remote_text(item, "asks"), to);
    } else {
        fprintf(cli->out, _("Phải đạt: %s, các năm %d–%d\n"), remote_text(item, "asks"), from, to);
    }
}

static void show_line(struct cli *cli, const json_t *item)
{
    const json_t *way = json_object_get(item, "line");
    const char *unit = remote_text(item, "unit");
    struct buf from;
    struct buf to;
    if (!json_is_object(way)) {
        return;
    }
    buf_init(&from, CELL_MAX);
    buf_init(&to, CELL_MAX);
    target_point(json_object_get(way, "from"), unit, &from);
    target_point(json_object_get(way, "to"), unit, &to);
    fprintf(cli->out, _("Đường phải theo: từ %s đến %s%s\n"), buf_str(&from), buf_str(&to),
            strcmp(remote_text(way, "begins"), "baseline") == 0
                ? ""
                : _("; chưa có mốc nên tính từ số đo đầu tiên"));
    buf_clear(&from);
    buf_clear(&to);
}

static void show_latest(struct cli *cli, const json_t *item)
{
    const json_t *latest = json_object_get(item, "latest");
    const char *unit = remote_text(item, "unit");
    struct buf now;
    struct buf needed;
    if (!json_is_object(latest)) {
        return;
    }
    buf_init(&now, CELL_MAX);
    buf_init(&needed, CELL_MAX);
    target_point(latest, unit, &now);
    target_value(item, "required_then", unit, &needed);
    fprintf(cli->out, _("Số đo gần nhất: %s; ngày đó cần %s\n"), buf_str(&now), buf_str(&needed));
    buf_clear(&now);
    buf_clear(&needed);
}

static void show_gap(struct cli *cli, const json_t *item)
{
    const char *unit = remote_text(item, "unit");
    struct buf gap;
    struct buf weekly;
    struct buf weeks;
    if (target_amount(item, "weekly") == AMOUNT_NONE) {
        show_value(cli, _("Còn thiếu"), item, "gap");
        return;
    }
    buf_init(&gap, CELL_MAX);
    buf_init(&weekly, CELL_MAX);
    buf_init(&weeks, CELL_MAX);
    target_value(item, "gap", unit, &gap);
    target_value(item, "weekly", unit, &weekly);
    target_value(item, "weeks_left", NULL, &weeks);
    fprintf(cli->out, _("Còn thiếu: %s; còn %d ngày (%s tuần), mỗi tuần cần %s\n"), buf_str(&gap),
            (int)json_integer_value(json_object_get(item, "days_left")), buf_str(&weeks),
            buf_str(&weekly));
    buf_clear(&gap);
    buf_clear(&weekly);
    buf_clear(&weeks);
}

static void show_trend(struct cli *cli, const json_t *item)
{
    const json_t *trend = json_object_get(item, "trend");
    const char *unit = remote_text(item, "unit");
    struct buf texts[4];
    char due[CIVIL_TEXT_SIZE];
    if (!json_is_object(trend)) {
        return;
    }
    for (size_t i = 0; i < 4; i++) {
        buf_init(&texts[i], CELL_MAX);
    }
    target_value(item, "projection", unit, &texts[0]);
    target_point(json_object_get(trend, "through"), unit, &texts[1]);
    target_point(json_object_get(trend, "from"), unit, &texts[2]);
    target_point(json_object_get(trend, "to"), unit, &texts[3]);
    fprintf(cli->out, _("Dự kiến: %s ngày %s, đi qua %s, song song với đường từ %s đến %s\n"),
            buf_str(&texts[0]), remote_day(json_object_get(item, "step"), "due", due),
            buf_str(&texts[1]), buf_str(&texts[2]), buf_str(&texts[3]));
    for (size_t i = 0; i < 4; i++) {
        buf_clear(&texts[i]);
    }
}

static void show_steps(struct cli *cli, const json_t *item)
{
    const json_t *steps = json_object_get(item, "steps");
    size_t i;
    json_t *step;
    struct buf text;
    if (json_array_size(steps) < 2) {
        return;
    }
    buf_init(&text, CELL_MAX);
    json_array_foreach(steps, i, step)
    {
        (void)buf_printf(&text, "%s%d: ", i > 0 ? "; " : "",
                         (int)json_integer_value(json_object_get(step, "year")));
        target_value(step, "goal", remote_text(item, "unit"), &text);
    }
    line(cli, _("Từng năm"), buf_str(&text));
    buf_clear(&text);
}

static void add_measurement(struct table *table, const json_t *row, const char *unit)
{
    char day[CIVIL_TEXT_SIZE];
    struct buf value;
    buf_init(&value, CELL_MAX);
    target_value(row, "value", unit, &value);
    const char *note =
        json_is_integer(json_object_get(row, "corrected_by")) ? _("đã thay bằng số khác") : "";
    const char *kind =
        json_is_true(json_object_get(row, "baseline")) ? _("mốc ban đầu") : _("số đo");
    const char *cells[] = {
        remote_day(row, "day", day), kind, buf_str(&value), remote_text(row, "document"),
        remote_text(row, "author"),  note};
    (void)table_add(table, cells);
    buf_clear(&value);
}

static int show_measurements(struct cli *cli, const json_t *item)
{
    const struct table_column columns[] = {{_("Ngày"), 10},     {_("Loại"), 12},
                                           {_("Giá trị"), 16},  {_("Văn bản"), 0},
                                           {_("Người ghi"), 0}, {_("Ghi chú"), 22}};
    const json_t *rows = json_object_get(item, "measurements");
    struct table *table = NULL;
    size_t i;
    json_t *row;
    if (json_array_size(rows) == 0 || table_new(columns, 6, &table) < 0) {
        return CLI_DONE;
    }
    json_array_foreach(rows, i, row)
    {
        add_measurement(table, row, remote_text(item, "unit"));
    }
    fputs("\n", cli->out);
    return cli_print_table(cli, table);
}

int target_show(const json_t *item, void *arg)
{
    struct cli *cli = arg;
    char day[CIVIL_TEXT_SIZE];
    fprintf(cli->out, "%s  [%s]\n", remote_text(item, "target"), remote_text(item, "code"));
    line(cli, _("Chỉ tiêu"), remote_text(item, "indicator"));
    line(cli, _("Nguyên văn"), remote_text(item, "verbatim"));
    show_asks(cli, item);
    show_units(cli, json_object_get(item, "unit_names"));
    if (json_is_true(json_object_get(item, "withdrawn"))) {
        fputs(_("Không còn trong kế hoạch\n"), cli->out);
    }
    fprintf(cli->out, _("Trạng thái ngày %s: %s\n"), remote_day(item, "day", day),
            target_state(item));
    show_steps(cli, item);
    show_line(cli, item);
    show_value(cli, _("Đến nay cần"), item, "required");
    show_latest(cli, item);
    show_gap(cli, item);
    show_trend(cli, item);
    return show_measurements(cli, item) == CLI_DONE ? 0 : -1;
}
