/* dondoc test-notify: does a unit's way work? */
#include <string.h>

#include "base/i18n.h"
#include "daemon/remote.h"

static void print_list(struct cli *cli, const char *format, const json_t *list)
{
    size_t i;
    json_t *item;
    json_array_foreach(list, i, item)
    {
        /* NOLINTNEXTLINE(clang-diagnostic-format-nonliteral): the two formats below */
        fprintf(cli->out, format, json_string_value(item));
    }
}

int cli_test_notify(struct cli *cli, int argc, char **argv)
{
    const char *unit = NULL;
    const char *department = NULL;
    const char *by = NULL;
    size_t count;
    const struct arg table[] = {{"department", ARG_TEXT, &department, false},
                                {"by", ARG_TEXT, &by, false}};
    int result = cli_args(cli, argc, argv, table, 2, &unit, 1, 1, &count);
    if (result != CLI_DONE) {
        return result;
    }
    json_t *args = json_object();
    remote_set_text(args, "unit", unit);
    remote_set_text(args, "department", department);
    remote_set_text(args, "by", by);
    struct remote remote = {.cli = cli, .cmd = "test-notify", .args = args};
    result = remote_ask(&remote);
    if (result == CLI_DONE && !cli->json) {
        print_list(cli, _("Đang gửi thử đến %s\n"), json_object_get(remote.result, "sent"));
        print_list(cli, _("%s không nhận loại tin test\n"),
                   json_object_get(remote.result, "unsent"));
        fprintf(cli->out, _("Đã đến hay chưa: dondoc outbox\n"));
    }
    json_decref(remote.result);
    json_decref(args);
    return result;
}
