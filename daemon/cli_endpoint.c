/* dondoc endpoint: how each receiver of webhooks stands, switching it off and on again. */
#include <string.h>

#include "base/err.h"
#include "base/i18n.h"
#include "daemon/cli_preview.h"
#include "daemon/remote.h"

static const char *state_label(const char *state)
{
    if (strcmp(state, "enabled") == 0) {
        return _("đang gửi");
    }
    if (strcmp(state, "disabled") == 0) {
        return _("đã ngừng");
    }
    return strcmp(state, "paused") == 0 ? _("tạm ngừng") : _("tắt trong cấu hình");
}

static int add_endpoint(const json_t *item, void *arg)
{
    struct table *table = arg;
    const char *until = remote_text(item, "paused_until");
    const char *cells[] = {remote_text(item, "name"), state_label(remote_text(item, "state")),
                           remote_text(item, "url"),
                           *until != '\0' ? until : remote_text(item, "reason")};
    return table_add(table, cells);
}

static int list(struct cli *cli)
{
    const struct table_column columns[] = {{_("Tên"), 0},
                                           {_("Trạng thái"), 18},
                                           {_("Địa chỉ"), 0},
                                           {_("Lý do, hoặc gửi lại lúc"), 0}};
    struct remote remote = {.cli = cli, .cmd = "endpoint", .each = add_endpoint};
    int result = remote_table(&remote, columns, 4, _("Cấu hình không có endpoint nào."));
    json_decref(remote.result);
    return result;
}

static int switch_it(struct cli *cli, const char *cmd, const char *name, const char *reason,
                     const char *by, const char *told)
{
    json_t *args = json_object();
    remote_set_text(args, "name", name);
    remote_set_text(args, "reason", reason);
    remote_set_text(args, "by", by);
    struct remote remote = {.cli = cli, .cmd = cmd, .args = args};
    int result = remote_ask(&remote);
    if (result == CLI_DONE && !cli->json) {
        fprintf(cli->out, told, name);
    }
    json_decref(remote.result);
    json_decref(args);
    return result;
}

int cli_endpoint(struct cli *cli, int argc, char **argv)
{
    const char *rest[2];
    const char *reason = NULL;
    const char *by = NULL;
    const char *type = NULL;
    bool least = false;
    size_t count;
    const struct arg table[] = {{"reason", ARG_TEXT, &reason, false},
                                {"by", ARG_TEXT, &by, false},
                                {"type", ARG_TEXT, &type, false},
                                {"least", ARG_FLAG, &least, false}};
    int result = cli_args(cli, argc, argv, table, 4, rest, 0, 2, &count);
    if (result != CLI_DONE) {
        return result;
    }
    if (count == 0 || (count == 1 && strcmp(rest[0], "list") == 0)) {
        return list(cli);
    }
    if (count == 2 && strcmp(rest[0], "enable") == 0) {
        return switch_it(cli, "endpoint-enable", rest[1], NULL, by,
                         _("Đã cho gửi lại tới endpoint %s.\n"));
    }
    if (count == 2 && strcmp(rest[0], "disable") == 0) {
        return switch_it(cli, "endpoint-disable", rest[1], reason, by,
                         _("Đã ngừng gửi tới endpoint %s.\n"));
    }
    if (count == 2 && strcmp(rest[0], "preview") == 0) {
        return cli_preview(cli, rest[1], type, least);
    }
    cli_fail(cli, _("dondoc endpoint có bốn việc: list, enable TÊN, disable TÊN, preview TÊN"));
    return CLI_USAGE;
}
