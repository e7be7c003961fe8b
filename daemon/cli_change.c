/* The subcommands that change an occurrence. */
#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "base/file.h"
#include "base/i18n.h"
#include "ctl/wire.h"
#include "daemon/remote.h"

struct change {
    const char *cmd;
    const char *document, *note, *by, *file;
    day_t on, due;
    bool dry_run, again;
};

static const struct change nothing = {.on = DAY_NONE, .due = DAY_NONE};

static json_t *change_args(const struct change *change, const char *key)
{
    json_t *args = json_object();
    remote_set_text(args, "key", key);
    remote_set_text(args, "document", change->document);
    remote_set_text(args, "note", change->note);
    remote_set_text(args, "by", change->by);
    remote_set_day(args, "on", change->on);
    remote_set_day(args, "due", change->due);
    if (change->again) {
        json_object_set_new(args, "again", json_true());
    }
    return args;
}

static void tell(const struct remote *remote)
{
    char due[CIVIL_TEXT_SIZE];
    const json_t *result = remote->result;
    const char *day = remote_day(result, "due", due);
    struct cli *cli = remote->cli;
    fprintf(cli->out, "%s: %s", remote_text(result, "occurrence"),
            remote_text(result, "state_label"));
    if (*day != '\0') {
        fprintf(cli->out, _("; hạn %s"), day);
    }
    json_int_t affected = json_integer_value(json_object_get(result, "affected"));
    /* The whole that the shares belong to is one of them. */
    if (affected > 2) {
        fprintf(cli->out, _("; %d phần việc"), (int)affected - 1);
    }
    if (json_is_true(json_object_get(result, "parent_done"))) {
        fprintf(cli->out, _("; cả kỳ đã hoàn thành"));
    }
    fprintf(cli->out, "\n");
}

static int send_change(struct cli *cli, const struct change *change, const char *key)
{
    json_t *args = change_args(change, key);
    struct remote remote = {.cli = cli, .cmd = change->cmd, .args = args};
    int result = remote_ask(&remote);
    if (result == CLI_DONE && !cli->json) {
        tell(&remote);
    }
    json_decref(remote.result);
    json_decref(args);
    return result;
}

/* Reads one key and the options of the table, and sends the change. */
static int run(struct cli *cli, int argc, char **argv, const struct change *change,
               const struct arg *table, size_t count)
{
    const char *key = NULL;
    size_t rest_count;
    int result = cli_args(cli, argc, argv, table, count, &key, 1, 1, &rest_count);
    return result == CLI_DONE ? send_change(cli, change, key) : result;
}

/* The officer's file is read here: the daemon's account may not be allowed to. */
static int send_file(struct cli *cli, const struct change *change)
{
    struct buf data;
    struct diag diag = {0};
    buf_init(&data, WIRE_MAX_REQUEST / 2);
    int result = CLI_REFUSED;
    if (file_read(change->file, WIRE_MAX_REQUEST / 2, &diag, &data) < 0) {
        cli_print_diag(cli, &diag);
    } else {
        json_t *args = json_object();
        json_t *bytes = json_stringn(buf_str(&data), data.len);
        if (bytes == NULL) {
            cli_fail(cli, _("%s: không phải là văn bản UTF-8; hãy lưu lại dưới dạng “CSV UTF-8”"),
                     change->file);
        } else {
            struct remote remote = {.cli = cli, .cmd = "done-many", .args = args};
            remote_set_text(args, "file", change->file);
            remote_set_text(args, "by", change->by);
            json_object_set_new(args, "data", bytes);
            json_object_set_new(args, "dry_run", json_boolean(change->dry_run));
            result = remote_ask(&remote);
            if (result == CLI_DONE && !cli->json) {
                fprintf(cli->out,
                        change->dry_run ? _("Sẽ ghi nhận hoàn thành %d việc.\n")
                                        : _("Đã ghi nhận hoàn thành %d việc.\n"),
                        (int)json_integer_value(json_object_get(remote.result, "done")));
            }
            json_decref(remote.result);
        }
        json_decref(args);
    }
    buf_clear(&data);
    diag_clear(&diag);
    return result;
}

int cli_done(struct cli *cli, int argc, char **argv)
{
    struct change change = nothing;
    const char *key = NULL;
    size_t rest_count;
    change.cmd = "done";
    const struct arg table[] = {{"document", ARG_TEXT, &change.document, false},
                                {"on", ARG_DATE, &change.on, false},
                                {"note", ARG_TEXT, &change.note, false},
                                {"by", ARG_TEXT, &change.by, false},
                                {"file", ARG_TEXT, &change.file, false},
                                {"dry-run", ARG_FLAG, &change.dry_run, false}};
    int result = cli_args(cli, argc, argv, table, 6, &key, 0, 1, &rest_count);
    if (result != CLI_DONE) {
        return result;
    }
    if ((change.file != NULL) == (rest_count == 1)) {
        cli_fail(cli, _("nêu một việc (mã trong thư), hoặc --file KQ.csv"));
        return CLI_USAGE;
    }
    if (change.file != NULL) {
        if (change.document != NULL || change.on != DAY_NONE || change.note != NULL) {
            cli_fail(cli, _("--file không dùng cùng --document, --on, --note: mỗi dòng của tệp tự "
                            "nêu văn bản, ngày và ghi chú"));
            return CLI_USAGE;
        }
        return send_file(cli, &change);
    }
    if (change.dry_run) {
        cli_fail(cli, _("--dry-run chỉ dùng cùng --file"));
        return CLI_USAGE;
    }
    if (change.document == NULL) {
        cli_fail(cli, _("thiếu --document: số, ký hiệu văn bản kết quả, ví dụ \"12/BC-STNMT\""));
        return CLI_USAGE;
    }
    return send_change(cli, &change, key);
}

int cli_ack(struct cli *cli, int argc, char **argv)
{
    struct change change = nothing;
    change.cmd = "ack";
    const struct arg table[] = {{"note", ARG_TEXT, &change.note, true},
                                {"by", ARG_TEXT, &change.by, false}};
    return run(cli, argc, argv, &change, table, 2);
}

int cli_reopen(struct cli *cli, int argc, char **argv)
{
    struct change change = nothing;
    change.cmd = "reopen";
    const struct arg table[] = {{"note", ARG_TEXT, &change.note, false},
                                {"by", ARG_TEXT, &change.by, false}};
    return run(cli, argc, argv, &change, table, 2);
}

int cli_returned(struct cli *cli, int argc, char **argv)
{
    struct change change = nothing;
    change.cmd = "returned";
    const struct arg table[] = {{"document", ARG_TEXT, &change.document, true},
                                {"on", ARG_DATE, &change.on, true},
                                {"by", ARG_TEXT, &change.by, false}};
    return run(cli, argc, argv, &change, table, 3);
}

int cli_extend(struct cli *cli, int argc, char **argv)
{
    struct change change = nothing;
    change.cmd = "extend";
    const struct arg table[] = {{"to", ARG_DATE, &change.due, true},
                                {"document", ARG_TEXT, &change.document, true},
                                {"by", ARG_TEXT, &change.by, false}};
    return run(cli, argc, argv, &change, table, 3);
}

int cli_exempt(struct cli *cli, int argc, char **argv)
{
    struct change change = nothing;
    change.cmd = "exempt";
    const struct arg table[] = {{"reason", ARG_TEXT, &change.note, true},
                                {"by", ARG_TEXT, &change.by, false}};
    return run(cli, argc, argv, &change, table, 2);
}

int cli_trigger(struct cli *cli, int argc, char **argv)
{
    struct change change = nothing;
    change.cmd = "trigger";
    const struct arg table[] = {{"on", ARG_DATE, &change.on, true},
                                {"document", ARG_TEXT, &change.document, true},
                                {"due", ARG_DATE, &change.due, false},
                                {"again", ARG_FLAG, &change.again, false},
                                {"by", ARG_TEXT, &change.by, false}};
    return run(cli, argc, argv, &change, table, 5);
}

int cli_date(struct cli *cli, int argc, char **argv)
{
    struct change change = nothing;
    change.cmd = "date";
    const struct arg table[] = {{"due", ARG_DATE, &change.due, true},
                                {"document", ARG_TEXT, &change.document, true},
                                {"by", ARG_TEXT, &change.by, false}};
    return run(cli, argc, argv, &change, table, 3);
}

int cli_assign(struct cli *cli, int argc, char **argv)
{
    struct assign {
        const char *unit, *coordinating, *department, *content, *product, *document, *sender, *note,
            *by;
        day_t due, on;
        bool joint, again;
    } a = {.due = DAY_NONE, .on = DAY_NONE};
    size_t rest_count;
    const struct arg table[] = {{"unit", ARG_TEXT, &a.unit, true},
                                {"due", ARG_DATE, &a.due, true},
                                {"document", ARG_TEXT, &a.document, true},
                                {"content", ARG_TEXT, &a.content, true},
                                {"on", ARG_DATE, &a.on, false},
                                {"from", ARG_TEXT, &a.sender, false},
                                {"product", ARG_TEXT, &a.product, false},
                                {"coordinating", ARG_TEXT, &a.coordinating, false},
                                {"joint", ARG_FLAG, &a.joint, false},
                                {"department", ARG_TEXT, &a.department, false},
                                {"note", ARG_TEXT, &a.note, false},
                                {"again", ARG_FLAG, &a.again, false},
                                {"by", ARG_TEXT, &a.by, false}};
    int result = cli_args(cli, argc, argv, table, 13, NULL, 0, 0, &rest_count);
    if (result != CLI_DONE) {
        return result;
    }
    json_t *args = json_object();
    remote_set_text(args, "unit", a.unit);
    remote_set_text(args, "coordinating", a.coordinating);
    remote_set_text(args, "department", a.department);
    remote_set_text(args, "content", a.content);
    remote_set_text(args, "product", a.product);
    remote_set_text(args, "document", a.document);
    remote_set_text(args, "sender", a.sender);
    remote_set_text(args, "note", a.note);
    remote_set_text(args, "by", a.by);
    remote_set_day(args, "due", a.due);
    remote_set_day(args, "on", a.on);
    json_object_set_new(args, "joint", json_boolean(a.joint));
    json_object_set_new(args, "again", json_boolean(a.again));
    struct remote remote = {.cli = cli, .cmd = "assign", .args = args};
    result = remote_ask(&remote);
    if (result == CLI_DONE && !cli->json) {
        tell(&remote);
    }
    json_decref(remote.result);
    json_decref(args);
    return result;
}
