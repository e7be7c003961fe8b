/* dondoc incoming: what other systems told and nobody has decided yet; new secrets for them. */
#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "base/i18n.h"
#include "base/parse.h"
#include "base/sign.h"
#include "daemon/remote.h"

#define CELL_MAX 4096

static void write_document(const json_t *document, struct buf *out)
{
    char day[CIVIL_TEXT_SIZE];
    (void)buf_puts(out, remote_text(document, "number"));
    if (*remote_day(document, "date", day) != '\0') {
        (void)buf_printf(out, _(" ngày %s"), day);
    }
    if (*remote_text(document, "organ") != '\0') {
        (void)buf_printf(out, _(" của %s"), remote_text(document, "organ"));
    }
}

static const char *state_label(const json_t *item)
{
    const char *settled = remote_text(item, "settled");
    if (strcmp(settled, "accepted") == 0) {
        return _("đã nhận");
    }
    if (strcmp(settled, "rejected") == 0) {
        return _("đã bỏ");
    }
    return strcmp(remote_text(item, "outcome"), "pending") == 0 ? _("chờ quyết định")
                                                                : _("đã ghi nhận");
}

static int add_row(const json_t *item, void *arg)
{
    struct table *table = arg;
    char number[32];
    struct buf what;
    struct buf why;
    buf_init(&what, CELL_MAX);
    buf_init(&why, CELL_MAX);
    snprintf(number, sizeof(number), "%lld",
             (long long)json_integer_value(json_object_get(item, "number")));
    (void)buf_printf(&what, "%s ", remote_text(item, "type_label"));
    write_document(json_object_get(item, "document"), &what);
    if (*remote_text(item, "subject") != '\0') {
        (void)buf_printf(&what, ": %s", remote_text(item, "subject"));
    }
    const char *reason = remote_text(item, "reason");
    const char *occurrence = remote_text(item, "settled_occurrence");
    occurrence = *occurrence != '\0' ? occurrence : remote_text(item, "occurrence");
    (void)buf_printf(&why, "%s%s%s", state_label(item),
                     *reason != '\0' || *occurrence != '\0' ? ": " : "",
                     *occurrence != '\0' ? occurrence : reason);
    const char *cells[] = {number, remote_text(item, "source"), buf_str(&what), buf_str(&why)};
    int err = table_add(table, cells);
    buf_clear(&what);
    buf_clear(&why);
    return err;
}

static int list(struct cli *cli, bool all)
{
    const struct table_column columns[] = {{_("Số"), 0},
                                           {_("Từ"), 16},
                                           {_("Tin"), 0},
                                           {_("Tình trạng"), 0}};
    json_t *args = json_object();
    if (all) {
        json_object_set_new(args, "all", json_true());
    }
    struct remote remote = {.cli = cli, .cmd = "incoming", .args = args, .each = add_row};
    int result = remote_table(&remote, columns, 4, _("Không có tin nào chờ quyết định."));
    json_decref(remote.result);
    json_decref(args);
    return result;
}

static void line(struct cli *cli, const char *label, const char *text)
{
    if (*text != '\0') {
        fprintf(cli->out, "%s: %s\n", label, text);
    }
}

static int print_row(const json_t *item, void *arg)
{
    struct cli *cli = arg;
    char day[CIVIL_TEXT_SIZE];
    struct buf text;
    buf_init(&text, CELL_MAX);
    write_document(json_object_get(item, "document"), &text);
    fprintf(cli->out, _("Tin số %lld từ %s, %s (%s)\n"),
            (long long)json_integer_value(json_object_get(item, "number")),
            remote_text(item, "source"), remote_text(item, "type_label"), remote_text(item, "id"));
    line(cli, _("Nhận lúc"), remote_text(item, "at"));
    line(cli, _("Văn bản"), buf_str(&text));
    line(cli, _("Trích yếu"), remote_text(item, "subject"));
    buf_reset(&text);
    write_document(json_object_get(item, "response_for"), &text);
    line(cli, _("Trả lời văn bản"), buf_str(&text));
    line(cli, _("Đơn vị"), remote_text(item, "unit"));
    line(cli, _("Hạn"), remote_day(item, "due", day));
    line(cli, _("Việc"), remote_text(item, "task"));
    line(cli, _("Kế hoạch"), remote_text(item, "plan"));
    line(cli, _("Dòng"), remote_text(item, "stt"));
    line(cli, _("Kỳ"), remote_text(item, "period"));
    line(cli, _("Tình trạng"), state_label(item));
    line(cli, _("Vì sao"), remote_text(item, "reason"));
    line(cli, _("Gợi ý"), remote_text(item, "remedy"));
    line(cli, _("Ghi nhận cho"), remote_text(item, "occurrence"));
    line(cli, _("Quyết định của"), remote_text(item, "settled_by"));
    line(cli, _("Đã ghi nhận cho"), remote_text(item, "settled_occurrence"));
    line(cli, _("Lý do"), remote_text(item, "settled_note"));
    buf_clear(&text);
    return 0;
}

/* The options that decide. */
struct choice {
    const char *occurrence, *unit, *reason, *by;
    day_t due;
    bool all;
};

static int ask(struct cli *cli, const char *cmd, const char *number_text,
               const struct choice *choice)
{
    int64_t number;
    if (parse_int64(number_text, 1, INT64_MAX, &number) < 0) {
        cli_fail(cli, _("“%s” không phải là số của một tin; xem: dondoc incoming"), number_text);
        return CLI_USAGE;
    }
    json_t *args = json_object();
    json_object_set_new(args, "number", json_integer((json_int_t)number));
    remote_set_text(args, "occurrence", choice->occurrence);
    remote_set_text(args, "unit", choice->unit);
    remote_set_text(args, "reason", choice->reason);
    remote_set_text(args, "by", choice->by);
    remote_set_day(args, "due", choice->due);
    struct remote remote = {.cli = cli, .cmd = cmd, .args = args, .each = print_row, .arg = cli};
    int result = remote_ask(&remote);
    if (result == CLI_DONE && !cli->json && remote.result != NULL) {
        char due[CIVIL_TEXT_SIZE];
        const char *day = remote_day(remote.result, "due", due);
        fprintf(cli->out, "%s: %s", remote_text(remote.result, "occurrence"),
                remote_text(remote.result, "state_label"));
        if (*day != '\0') {
            fprintf(cli->out, _("; hạn %s"), day);
        }
        fprintf(cli->out, "\n");
    } else if (result == CLI_DONE && !cli->json && choice->reason != NULL) {
        fprintf(cli->out, "%lld: %s\n", (long long)number, _("đã bỏ"));
    }
    json_decref(remote.result);
    json_decref(args);
    return result;
}

static int make_secret(struct cli *cli)
{
    struct buf text;
    buf_init(&text, 256);
    int err = sign_webhook_make_secret(&text);
    err = err == 0 ? buf_putc(&text, '\n') : err;
    int result = err == 0 ? cli_print(cli, &text) : cli_fail(cli, "%s", err_text(err));
    buf_clear(&text);
    return result;
}

int cli_incoming(struct cli *cli, int argc, char **argv)
{
    const char *rest[2];
    struct choice choice = {.due = DAY_NONE};
    size_t count;
    const struct arg table[] = {
        {"occurrence", ARG_TEXT, &choice.occurrence, false},
        {"unit", ARG_TEXT, &choice.unit, false},
        {"due", ARG_DATE, &choice.due, false},
        {"reason", ARG_TEXT, &choice.reason, false},
        {"by", ARG_TEXT, &choice.by, false},
        {"all", ARG_FLAG, &choice.all, false},
    };
    int result =
        cli_args(cli, argc, argv, table, sizeof(table) / sizeof(table[0]), rest, 0, 2, &count);
    if (result != CLI_DONE) {
        return result;
    }
    if (count == 0 || (count == 1 && strcmp(rest[0], "list") == 0)) {
        return list(cli, choice.all);
    }
    if (count == 1 && strcmp(rest[0], "secret") == 0) {
        return make_secret(cli);
    }
    if (count == 2 && strcmp(rest[0], "show") == 0) {
        return ask(cli, "incoming-show", rest[1], &choice);
    }
    if (count == 2 && strcmp(rest[0], "accept") == 0) {
        return ask(cli, "incoming-accept", rest[1], &choice);
    }
    if (count == 2 && strcmp(rest[0], "reject") == 0 && choice.reason != NULL) {
        return ask(cli, "incoming-reject", rest[1], &choice);
    }
    cli_fail(cli, _("dondoc incoming có: list, show SỐ, accept SỐ [--occurrence VIỆC], reject SỐ "
                    "--reason LÝ-DO, secret"));
    return CLI_USAGE;
}
