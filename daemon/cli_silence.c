/* dondoc ack, dondoc silence: what keeps dondoc quiet. */
#include <string.h>

#include "base/i18n.h"
#include "base/parse.h"
#include "daemon/remote.h"

static const char *state_label(const char *state)
{
    if (strcmp(state, "live") == 0) {
        return _("đang tạm dừng");
    }
    return strcmp(state, "ended") == 0 ? _("đã dừng sớm") : _("đã hết hạn");
}

/* What it is about, as a person would say it. */
static void write_scope(const json_t *item, struct buf *out)
{
    const char *plan = remote_text(item, "plan");
    const char *unit = remote_text(item, "unit_name");
    (void)buf_puts(out, remote_text(item, "in"));
    if (*unit != '\0') {
        (void)buf_printf(out, "; %s", unit);
    }
    if (*plan != '\0') {
        const char *stt = remote_text(item, "stt");
        (void)buf_printf(out, "; %s%s%s", plan, *stt != '\0' ? "/" : "", stt);
    }
}

static int add_silence(const json_t *item, void *arg)
{
    struct table *table = arg;
    char id[24];
    char until[CIVIL_TEXT_SIZE];
    struct buf scope;
    buf_init(&scope, 4096);
    snprintf(id, sizeof(id), "%" JSON_INTEGER_FORMAT,
             json_integer_value(json_object_get(item, "silence")));
    write_scope(item, &scope);
    const char *cells[] = {id,
                           buf_str(&scope),
                           remote_day(item, "until", until),
                           state_label(remote_text(item, "state")),
                           remote_text(item, "author"),
                           remote_text(item, "reason")};
    int err = table_add(table, cells);
    buf_clear(&scope);
    return err;
}

static int list(struct cli *cli, bool all)
{
    const struct table_column columns[] = {{_("Số"), 5},        {_("Việc gì"), 0},
                                           {_("Đến hết"), 10},  {_("Trạng thái"), 14},
                                           {_("Người ghi"), 0}, {_("Lý do"), 0}};
    json_t *args = json_pack("{s:b}", "all", all);
    struct remote remote = {.cli = cli, .cmd = "silence", .args = args, .each = add_silence};
    int result = remote_table(&remote, columns, 6, _("Không có việc nào đang tạm dừng nhắc."));
    json_decref(remote.result);
    json_decref(args);
    return result;
}

static int ask(struct cli *cli, const char *cmd, json_t *args, const char *done)
{
    struct remote remote = {.cli = cli, .cmd = cmd, .args = args};
    int result = remote_ask(&remote);
    if (result == CLI_DONE && !cli->json) {
        json_int_t id = json_integer_value(json_object_get(remote.result, "silence"));
        fprintf(cli->out, done, (int)id);
    }
    json_decref(remote.result);
    json_decref(args);
    return result;
}

static int end(struct cli *cli, const char *number, const char *by)
{
    int64_t id;
    if (parse_int64(number, 1, INT64_MAX, &id) < 0) {
        cli_fail(cli, _("“%s” không phải là số của một lần tạm dừng; xem: dondoc silence list"),
                 number);
        return CLI_USAGE;
    }
    json_t *args = json_pack("{s:I}", "id", (json_int_t)id);
    remote_set_text(args, "by", by);
    return ask(cli, "silence-end", args, _("Đã nhắc trở lại.\n"));
}

struct scope {
    const char *department, *unit, *row, *reason, *by;
    day_t until;
    bool all;
};

static int add(struct cli *cli, const struct scope *scope)
{
    if (scope->reason == NULL || scope->until == DAY_NONE) {
        cli_fail(cli, _("cần --until NGÀY và --reason LÝ-DO"));
        return CLI_USAGE;
    }
    json_t *args = json_object();
    remote_set_text(args, "department", scope->department);
    remote_set_text(args, "unit", scope->unit);
    remote_set_text(args, "row", scope->row);
    remote_set_text(args, "reason", scope->reason);
    remote_set_text(args, "by", scope->by);
    remote_set_day(args, "until", scope->until);
    return ask(cli, "silence-add", args, _("Đã tạm dừng nhắc (số %d).\n"));
}

int cli_silence(struct cli *cli, int argc, char **argv)
{
    struct scope scope = {.until = DAY_NONE};
    const char *rest[2];
    size_t count;
    const struct arg table[] = {{"department", ARG_TEXT, &scope.department, false},
                                {"unit", ARG_TEXT, &scope.unit, false},
                                {"row", ARG_TEXT, &scope.row, false},
                                {"plan", ARG_TEXT, &scope.row, false},
                                {"until", ARG_DATE, &scope.until, false},
                                {"reason", ARG_TEXT, &scope.reason, false},
                                {"all", ARG_FLAG, &scope.all, false},
                                {"by", ARG_TEXT, &scope.by, false}};
    int result = cli_args(cli, argc, argv, table, 8, rest, 0, 2, &count);
    if (result != CLI_DONE) {
        return result;
    }
    if (count == 0 || (count == 1 && strcmp(rest[0], "list") == 0)) {
        return list(cli, scope.all);
    }
    if (count == 1 && strcmp(rest[0], "add") == 0) {
        return add(cli, &scope);
    }
    if (count == 2 && strcmp(rest[0], "end") == 0) {
        return end(cli, rest[1], scope.by);
    }
    cli_fail(cli, _("dondoc silence có ba việc: list, add, end SỐ"));
    return CLI_USAGE;
}
