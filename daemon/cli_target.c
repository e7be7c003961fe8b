/* dondoc target: the measured targets of the plans. */
#include "daemon/cli_target.h"

#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/i18n.h"
#include "ctl/wire.h"
#include "schedule/pace.h"

#define CELL_MAX 8192

amount_t target_amount(const json_t *object, const char *name)
{
    const json_t *member = json_object_get(object, name);
    if (!json_is_number(member)) {
        return AMOUNT_NONE;
    }
    const double value = json_number_value(member) * (double)AMOUNT_ONE;
    return (amount_t)(value < 0 ? value - 0.5 : value + 0.5);
}

void target_value(const json_t *object, const char *name, const char *unit, struct buf *out)
{
    amount_t amount = target_amount(object, name);
    if (amount == AMOUNT_NONE) {
        (void)buf_puts(out, "–");
    } else {
        (void)amount_print(amount, unit, out);
    }
}

void target_point(const json_t *point, const char *unit, struct buf *out)
{
    char day[CIVIL_TEXT_SIZE];
    target_value(point, "value", unit, out);
    if (json_is_object(point)) {
        (void)buf_printf(out, " (%s)", remote_day(point, "day", day));
    }
}

const char *target_state(const json_t *item)
{
    enum pace_state state;
    const char *lacks = remote_text(item, "lacks");
    if (pace_state_parse(remote_text(item, "state"), &state) < 0) {
        return remote_text(item, "state_label");
    }
    return strcmp(lacks, "baseline") == 0 ? _("chưa có số liệu (thiếu mốc)")
                                          : pace_state_label(state);
}

/* --- list ------------------------------------------------------------------------------------- */

static int add_target(const json_t *item, void *arg)
{
    struct table *table = arg;
    const char *unit = remote_text(item, "unit");
    struct buf cells[5];
    for (size_t i = 0; i < 5; i++) {
        buf_init(&cells[i], CELL_MAX);
    }
    (void)buf_printf(&cells[0], "%s/%s", remote_text(item, "plan"), remote_text(item, "stt"));
    (void)buf_printf(&cells[1], "%s (%d)", remote_text(item, "asks"),
                     (int)json_integer_value(
                         json_object_get(json_object_get(item, "step"), "year")));
    target_point(json_object_get(item, "latest"), unit, &cells[2]);
    target_value(item, "required", unit, &cells[3]);
    target_value(item, "projection", unit, &cells[4]);
    const char *row[] = {
        remote_text(item, "code"), buf_str(&cells[0]), remote_text(item, "indicator"),
        buf_str(&cells[1]),        buf_str(&cells[2]), buf_str(&cells[3]),
        buf_str(&cells[4]),        target_state(item)};
    int err = table_add(table, row);
    for (size_t i = 0; i < 5; i++) {
        buf_clear(&cells[i]);
    }
    return err;
}

struct ask {
    const char *department, *plan, *unit, *state; /* list */
    const char *value, *on, *was, *document, *by; /* record, baseline */
    bool correct, dry_run, withdrawn;
};

/* A day to look at is read here; one that something was measured on the daemon reads, and remembers
 * what it refuses. */
static int set_day(struct cli *cli, json_t *args, const char *text)
{
    day_t day;
    if (text == NULL) {
        return CLI_DONE;
    }
    if (civil_parse_any(text, &day) < 0) {
        cli_fail(cli, _("“%s” không phải là ngày; viết như 18/03/2022 hoặc 2022-03-18"), text);
        return CLI_USAGE;
    }
    remote_set_day(args, "on", day);
    return CLI_DONE;
}

static int list(struct cli *cli, const struct ask *ask)
{
    const struct table_column columns[] = {{_("Mã"), 8},           {_("Dòng kế hoạch"), 23},
                                           {_("Chỉ tiêu"), 0},     {_("Phải đạt"), 16},
                                           {_("Đo gần nhất"), 13}, {_("Đến nay cần"), 10},
                                           {_("Dự kiến"), 10},     {_("Trạng thái"), 14}};
    json_t *args = json_object();
    remote_set_text(args, "department", ask->department);
    remote_set_text(args, "plan", ask->plan);
    remote_set_text(args, "unit", ask->unit);
    remote_set_text(args, "state", ask->state);
    json_object_set_new(args, "withdrawn", json_boolean(ask->withdrawn));
    int result = set_day(cli, args, ask->on);
    if (result == CLI_DONE) {
        struct remote remote = {.cli = cli, .cmd = "target", .args = args, .each = add_target};
        result = remote_table(&remote, columns, 8, _("Không có chỉ tiêu nào."));
        json_decref(remote.result);
    }
    json_decref(args);
    return result;
}

static int show(struct cli *cli, const struct ask *ask, const char *key)
{
    json_t *args = json_pack("{s:s}", "target", key);
    int result = set_day(cli, args, ask->on);
    if (result == CLI_DONE) {
        struct remote remote = {
            .cli = cli, .cmd = "target-show", .args = args, .each = target_show, .arg = cli};
        result = remote_ask(&remote);
        json_decref(remote.result);
    }
    json_decref(args);
    return result;
}

/* --- record ----------------------------------------------------------------------------------- */

static void tell_recorded(struct cli *cli, const json_t *result)
{
    char day[CIVIL_TEXT_SIZE];
    struct buf text;
    buf_init(&text, CELL_MAX);
    target_value(result, "value", remote_text(result, "unit"), &text);
    fprintf(cli->out, _("Đã ghi %s ngày %s. Trạng thái: %s.\n"), buf_str(&text),
            remote_day(result, "day", day), target_state(result));
    if (target_amount(result, "old") != AMOUNT_NONE) {
        buf_reset(&text);
        target_value(result, "old", remote_text(result, "unit"), &text);
        fprintf(cli->out, _("Số cũ %s vẫn được giữ lại.\n"), buf_str(&text));
    }
    buf_clear(&text);
}

static int record(struct cli *cli, const char *cmd, const struct ask *ask, const char *key)
{
    json_t *args = json_pack("{s:s, s:b}", "target", key, "correct", ask->correct);
    if (args == NULL) {
        return cli_fail(cli, _("“%s” không phải là mã chỉ tiêu"), key);
    }
    remote_set_text(args, "value", ask->value);
    remote_set_text(args, "on", ask->on);
    remote_set_text(args, "was", ask->was);
    remote_set_text(args, "document", ask->document);
    remote_set_text(args, "by", ask->by);
    struct remote remote = {.cli = cli, .cmd = cmd, .args = args};
    int result = remote_ask(&remote);
    if (result == CLI_DONE && !cli->json) {
        tell_recorded(cli, remote.result);
    }
    json_decref(remote.result);
    json_decref(args);
    return result;
}

static void tell_imported(struct cli *cli, const json_t *result, bool dry_run)
{
    const int done = (int)json_integer_value(json_object_get(result, "done"));
    const int same = (int)json_integer_value(json_object_get(result, "same"));
    fprintf(cli->out, dry_run ? _("Sẽ ghi %d số liệu.\n") : _("Đã ghi %d số liệu.\n"), done);
    if (same > 0) {
        fprintf(cli->out, _("%d số liệu đã có từ trước.\n"), same);
    }
}

/* The officer's file is read here: the daemon's account may not be allowed to. */
static int import(struct cli *cli, const struct ask *ask, const char *file)
{
    struct buf data;
    struct diag diag = {0};
    buf_init(&data, WIRE_MAX_REQUEST / 2);
    int result = CLI_REFUSED;
    json_t *bytes = NULL;
    if (file_read(file, WIRE_MAX_REQUEST / 2, &diag, &data) < 0) {
        cli_print_diag(cli, &diag);
    } else if ((bytes = json_stringn(buf_str(&data), data.len)) == NULL) {
        cli_fail(cli, _("%s: không phải là văn bản UTF-8; hãy lưu lại dưới dạng “CSV UTF-8”"),
                 file);
    } else {
        json_t *args = json_pack("{s:o, s:b, s:b}", "data", bytes, "dry_run", ask->dry_run,
                                 "correct", ask->correct);
        struct remote remote = {.cli = cli, .cmd = "target-import", .args = args};
        remote_set_text(args, "file", file);
        remote_set_text(args, "by", ask->by);
        result = remote_ask(&remote);
        if (result == CLI_DONE && !cli->json) {
            tell_imported(cli, remote.result, ask->dry_run);
        }
        json_decref(remote.result);
        json_decref(args);
    }
    buf_clear(&data);
    diag_clear(&diag);
    return result;
}

int cli_target(struct cli *cli, int argc, char **argv)
{
    struct ask ask = {0};
    const char *rest[2] = {NULL, NULL};
    size_t count;
    const struct arg table[] = {{"department", ARG_TEXT, &ask.department, false},
                                {"plan", ARG_TEXT, &ask.plan, false},
                                {"unit", ARG_TEXT, &ask.unit, false},
                                {"state", ARG_TEXT, &ask.state, false},
                                {"withdrawn", ARG_FLAG, &ask.withdrawn, false},
                                {"value", ARG_TEXT, &ask.value, false},
                                {"on", ARG_TEXT, &ask.on, false},
                                {"was", ARG_TEXT, &ask.was, false},
                                {"document", ARG_TEXT, &ask.document, false},
                                {"correct", ARG_FLAG, &ask.correct, false},
                                {"dry-run", ARG_FLAG, &ask.dry_run, false},
                                {"by", ARG_TEXT, &ask.by, false}};
    int result =
        cli_args(cli, argc, argv, table, sizeof(table) / sizeof(table[0]), rest, 0, 2, &count);
    if (result != CLI_DONE) {
        return result;
    }
    if (count == 0 || (count == 1 && strcmp(rest[0], "list") == 0)) {
        return list(cli, &ask);
    }
    if (count == 2 && strcmp(rest[0], "show") == 0) {
        return show(cli, &ask, rest[1]);
    }
    if (count == 2 && strcmp(rest[0], "record") == 0) {
        return record(cli, "target-record", &ask, rest[1]);
    }
    if (count == 2 && strcmp(rest[0], "baseline") == 0) {
        return record(cli, "target-baseline", &ask, rest[1]);
    }
    if (count == 2 && strcmp(rest[0], "import") == 0) {
        return import(cli, &ask, rest[1]);
    }
    cli_fail(cli,
             _("dondoc target có năm việc: list, show MÃ, record MÃ, baseline MÃ, import TỆP"));
    return CLI_USAGE;
}
