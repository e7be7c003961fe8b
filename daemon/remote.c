#include "daemon/remote.h"

#include "base/err.h"
#include "base/i18n.h"
#include "ctl/client.h"

#define REMOTE_TIMEOUT_MS 60000

struct relay {
    struct remote *remote;
    size_t items;
};

static int on_item(const json_t *item, void *arg)
{
    struct relay *relay = arg;
    struct remote *remote = relay->remote;
    relay->items++;
    if (remote->cli->json) {
        return cli_print_json(remote->cli, json_deep_copy(item)) == CLI_DONE ? 0 : ERR_IO;
    }
    return remote->each != NULL ? remote->each(item, remote->arg) : 0;
}

static int ask(struct remote *remote, const char *control, struct diag *diag)
{
    struct ctl_client *client = NULL;
    struct relay relay = {.remote = remote};
    int err = ctl_connect(control, diag, &client);
    if (err == 0) {
        err = ctl_call(client, remote->cmd, remote->args, REMOTE_TIMEOUT_MS, on_item, &relay,
                       &remote->result, diag);
    }
    ctl_close(client);
    if (err == 0 && remote->cli->json && relay.items == 0 && json_is_object(remote->result)) {
        err = cli_print_json(remote->cli, json_deep_copy(remote->result)) == CLI_DONE ? 0 : ERR_IO;
    }
    return err;
}

int remote_ask(struct remote *remote)
{
    struct settings settings = {0};
    struct diag diag = {0};
    int result = cli_settings_quiet(remote->cli, &settings);
    if (result != CLI_DONE) {
        return result;
    }
    int err = ask(remote, settings.control, &diag);
    cli_print_diag(remote->cli, &diag);
    if (err < 0 && !diag_has_errors(&diag)) {
        cli_fail(remote->cli, "%s", err_text(err));
    }
    diag_clear(&diag);
    settings_clear(&settings);
    return err < 0 ? CLI_REFUSED : CLI_DONE;
}

int remote_table(struct remote *remote, const struct table_column *columns, size_t count,
                 const char *empty)
{
    struct table *table = NULL;
    if (table_new(columns, count, &table) < 0) {
        return cli_fail(remote->cli, "%s", err_text(ERR_NOMEM));
    }
    remote->arg = table;
    int result = remote_ask(remote);
    if (result != CLI_DONE || remote->cli->json) {
        table_free(table);
        return result;
    }
    if (table_rows(table) == 0) {
        table_free(table);
        fprintf(remote->cli->out, "%s\n", empty);
        return CLI_DONE;
    }
    return cli_print_table(remote->cli, table);
}

const char *remote_text(const json_t *object, const char *name)
{
    const char *text = json_string_value(json_object_get(object, name));
    return text != NULL ? text : "";
}

const char *remote_day(const json_t *object, const char *name, char out[static CIVIL_TEXT_SIZE])
{
    day_t day;
    const char *text = remote_text(object, name);
    return civil_parse_iso(text, &day) == 0 ? civil_format_vn(day, out) : text;
}

void remote_set_text(json_t *args, const char *name, const char *text)
{
    if (text != NULL) {
        json_object_set_new(args, name, json_string(text));
    }
}

void remote_set_day(json_t *args, const char *name, day_t day)
{
    char text[CIVIL_TEXT_SIZE];
    if (day != DAY_NONE) {
        json_object_set_new(args, name, json_string(civil_format_iso(day, text)));
    }
}
