/* The subcommands that show what the daemon holds. */
#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/err.h"
#include "base/i18n.h"
#include "base/parse.h"
#include "daemon/labels.h"
#include "daemon/remote.h"

#define CELL_MAX ((size_t)1 << 20)

/* --- list ------------------------------------------------------------------------------------------ */

/* What stands in plans, and what arrived during the year. */
struct lists {
    struct table *planned, *assigned;
};

static int add_occurrence(const json_t *item, void *arg)
{
    const struct lists *lists = arg;
    struct table *table =
        json_is_true(json_object_get(item, "assigned")) ? lists->assigned : lists->planned;
    char due[CIVIL_TEXT_SIZE];
    const char *day = remote_day(item, "due", due);
    const char *format = json_object_get(item, "acked") ? _("%s, đã phản hồi") : "%s";
    char state[200];
    snprintf(state, sizeof(state), format, remote_text(item, "state_label"));
    const char *cells[] = {remote_text(item, "code"),      remote_text(item, "occurrence"),
                           *day != '\0' ? day : "–",       state,
                           remote_text(item, "unit_name"), remote_text(item, "content")};
    return table_add(table, cells);
}

static int print_lists(struct cli *cli, struct lists *lists)
{
    bool planned = table_rows(lists->planned) > 0;
    bool assigned = table_rows(lists->assigned) > 0;
    int result = CLI_DONE;
    if (!planned && !assigned) {
        fprintf(cli->out, "%s\n", _("Không có việc nào như vậy."));
    }
    if (planned) {
        result = cli_print_table(cli, lists->planned);
        lists->planned = NULL;
    }
    if (assigned) {
        fprintf(cli->out, "%s%s:\n\n", planned ? "\n" : "", _("Nhiệm vụ phát sinh"));
        result = cli_print_table(cli, lists->assigned);
        lists->assigned = NULL;
    }
    return result;
}

static int ask_lists(struct remote *remote)
{
    const struct table_column columns[] = {{_("Mã"), 9},     {_("Kỳ"), 0},
                                           {_("Hạn"), 10},   {_("Trạng thái"), 20},
                                           {_("Đơn vị"), 0}, {_("Nội dung"), 0}};
    struct lists lists = {0};
    int result = CLI_REFUSED;
    remote->arg = &lists;
    if (table_new(columns, 6, &lists.planned) < 0 || table_new(columns, 6, &lists.assigned) < 0) {
        cli_fail(remote->cli, "%s", err_text(ERR_NOMEM));
    } else {
        result = remote_ask(remote);
    }
    if (result == CLI_DONE && !remote->cli->json) {
        result = print_lists(remote->cli, &lists);
    }
    table_free(lists.planned);
    table_free(lists.assigned);
    return result;
}

int cli_list(struct cli *cli, int argc, char **argv)
{
    const char *state = NULL;
    const char *department = NULL;
    const char *unit = NULL;
    const char *plan = NULL;
    day_t from = DAY_NONE;
    bool assigned = false;
    day_t to = DAY_NONE;
    size_t rest_count;
    const struct arg table[] = {{"state", ARG_TEXT, &state, false},
                                {"department", ARG_TEXT, &department, false},
                                {"unit", ARG_TEXT, &unit, false},
                                {"plan", ARG_TEXT, &plan, false},
                                {"assigned", ARG_FLAG, &assigned, false},
                                {"from", ARG_DATE, &from, false},
                                {"to", ARG_DATE, &to, false}};
    int result = cli_args(cli, argc, argv, table, 7, NULL, 0, 0, &rest_count);
    if (result != CLI_DONE) {
        return result;
    }
    json_t *args = json_object();
    remote_set_text(args, "state", state);
    remote_set_text(args, "department", department);
    remote_set_text(args, "unit", unit);
    remote_set_text(args, "plan", plan);
    json_object_set_new(args, "assigned", json_boolean(assigned));
    remote_set_day(args, "from", from);
    remote_set_day(args, "to", to);
    struct remote remote = {.cli = cli, .cmd = "list", .args = args, .each = add_occurrence};
    result = ask_lists(&remote);
    json_decref(remote.result);
    json_decref(args);
    return result;
}

/* --- show ------------------------------------------------------------------------------------------ */

static void line(struct cli *cli, const char *label, const char *text)
{
    if (*text != '\0') {
        fprintf(cli->out, "%s: %s\n", label, text);
    }
}

static void author_line(struct cli *cli, const char *label, const char *author)
{
    struct buf text;
    buf_init(&text, CELL_MAX);
    (void)label_author(author, &text);
    line(cli, label, buf_str(&text));
    buf_clear(&text);
}

static void show_days(struct cli *cli, const json_t *item)
{
    char text[CIVIL_TEXT_SIZE];
    line(cli, _("Mở từ"), remote_day(item, "start", text));
    line(cli, _("Hạn"), remote_day(item, "due", text));
    line(cli, _("Nên xong trước khi hết"), remote_day(item, "act_by", text));
    if (strcmp(remote_text(item, "first_due"), remote_text(item, "due")) != 0) {
        line(cli, _("Hạn ban đầu"), remote_day(item, "first_due", text));
    }
    line(cli, _("Hoàn thành ngày"), remote_day(item, "done_on", text));
    line(cli, _("Văn bản"), remote_text(item, "document"));
    author_line(cli, _("Người ghi"), remote_text(item, "done_by"));
    line(cli, _("Ghi chú"), remote_text(item, "note"));
    line(cli, _("Chưa có hạn vì"), remote_text(item, "reason"));
    line(cli, _("Đơn vị đã phản hồi"), remote_text(json_object_get(item, "acked"), "note"));
    author_line(cli, _("Người ghi phản hồi"), remote_text(json_object_get(item, "acked"), "by"));
    author_line(cli, _("Đã nhận việc, người ghi"), remote_text(item, "received_by"));
}

static int show_shares(struct cli *cli, const json_t *shares)
{
    const struct table_column columns[] = {{_("Mã"), 9},     {_("Phần việc"), 0},
                                           {_("Hạn"), 10},   {_("Trạng thái"), 20},
                                           {_("Đơn vị"), 0}, {"", 1}};
    struct table *table = NULL;
    size_t i;
    json_t *share;
    if (json_array_size(shares) == 0 || table_new(columns, 6, &table) < 0) {
        return 0;
    }
    json_array_foreach(shares, i, share)
    {
        char due[CIVIL_TEXT_SIZE];
        const char *cells[] = {remote_text(share, "code"),      remote_text(share, "occurrence"),
                               remote_day(share, "due", due),   remote_text(share, "state_label"),
                               remote_text(share, "unit_name"), ""};
        if (table_add(table, cells) < 0) {
            break;
        }
    }
    fprintf(cli->out, "\n");
    return cli_print_table(cli, table);
}

static void show_notices(struct cli *cli, const json_t *notices)
{
    size_t i;
    json_t *notice;
    if (json_array_size(notices) > 0) {
        fprintf(cli->out, _("\nĐã thông báo:\n"));
    }
    json_array_foreach(notices, i, notice)
    {
        char day[CIVIL_TEXT_SIZE];
        struct buf stage;
        buf_init(&stage, CELL_MAX);
        (void)label_stage(remote_text(notice, "stage"), &stage);
        fprintf(cli->out, "  %s  %s: %s\n", remote_day(notice, "day", day),
                remote_text(notice, "recipient"), buf_str(&stage));
        buf_clear(&stage);
    }
}

static void show_origin(struct cli *cli, const json_t *item)
{
    char day[CIVIL_TEXT_SIZE];
    const json_t *origin = json_object_get(item, "origin");
    bool assigned = json_is_true(json_object_get(item, "assigned"));
    if (assigned) {
        fprintf(cli->out, "%s\n", _("Nhiệm vụ phát sinh, không có trong kế hoạch"));
    }
    line(cli, assigned ? _("Văn bản giao") : _("Văn bản phát sinh"),
         remote_text(origin, "document"));
    line(cli, assigned ? _("Ngày văn bản") : _("Ngày phát sinh"), remote_day(origin, "day", day));
    line(cli, _("Nơi gửi"), remote_text(origin, "sender"));
}

/* Of what asks for a value or a goal: where its numbers are. */
static void show_target(struct cli *cli, const char *target)
{
    const char *code = strrchr(target, '/');
    if (code != NULL) {
        fprintf(cli->out, _("Số liệu của chỉ tiêu: dondoc target show %s\n"), code + 1);
    }
}

static int show_occurrence(const json_t *item, void *arg)
{
    struct cli *cli = arg;
    fprintf(cli->out, "%s  [%s]\n", remote_text(item, "occurrence"), remote_text(item, "code"));
    line(cli, _("Trạng thái"), remote_text(item, "state_label"));
    if (json_is_true(json_object_get(item, "returned"))) {
        fprintf(cli->out, _("Kết quả đã bị trả lại\n"));
    }
    show_origin(cli, item);
    line(cli, _("Nhóm"), remote_text(item, "group"));
    line(cli, _("Nội dung"), remote_text(item, "content"));
    line(cli, _("Sản phẩm"), remote_text(item, "product"));
    line(cli, _("Thời gian (nguyên văn)"), remote_text(item, "time"));
    line(cli, _("Việc cụ thể"), remote_text(item, "label"));
    line(cli, _("Đơn vị thực hiện"), remote_text(item, "unit_name"));
    line(cli, _("Chủ trì (nguyên văn)"), remote_text(item, "lead"));
    line(cli, _("Phối hợp (nguyên văn)"), remote_text(item, "coordinating"));
    show_days(cli, item);
    show_target(cli, remote_text(item, "target"));
    show_shares(cli, json_object_get(item, "shares"));
    show_notices(cli, json_object_get(item, "notices"));
    return 0;
}

int cli_show(struct cli *cli, int argc, char **argv)
{
    const char *key = NULL;
    size_t rest_count;
    int result = cli_args(cli, argc, argv, NULL, 0, &key, 1, 1, &rest_count);
    if (result != CLI_DONE) {
        return result;
    }
    json_t *args = json_pack("{s:s}", "key", key);
    struct remote remote = {
        .cli = cli, .cmd = "show", .args = args, .each = show_occurrence, .arg = cli};
    result = remote_ask(&remote);
    json_decref(remote.result);
    json_decref(args);
    return result;
}

/* --- status ---------------------------------------------------------------------------------------- */

static json_int_t number(const json_t *object, const char *name)
{
    return json_integer_value(json_object_get(object, name));
}

/* Nothing when the department has no targets. */
static void show_target_counts(struct cli *cli, const json_t *counts)
{
    struct buf text;
    buf_init(&text, CELL_MAX);
    if (label_targets(counts, &text) == 0 && text.len > 0) {
        fprintf(cli->out, _("  chỉ tiêu: %s\n"), buf_str(&text));
    }
    buf_clear(&text);
}

static int show_department(const json_t *item, void *arg)
{
    struct cli *cli = arg;
    fprintf(cli->out,
            _("%s\n  %d kế hoạch, %d dòng (%d dòng cần người xem)\n"
              "  quá hạn %d, sắp đến hạn %d, còn lại %d, chưa có hạn %d\n"),
            remote_text(item, "name"), (int)number(item, "plans"), (int)number(item, "rows"),
            (int)number(item, "needs_person"), (int)number(item, "overdue"),
            (int)number(item, "due_soon"), (int)number(item, "later"),
            (int)number(item, "undated"));
    show_target_counts(cli, json_object_get(item, "targets"));
    return 0;
}

/* What is silent just now, one line for all; `dondoc silence` says more. */
static void show_silences(struct cli *cli, const json_t *silences)
{
    const int count = (int)json_array_size(silences);
    if (count > 0) {
        fprintf(cli->out, _("Đang tạm dừng nhắc: %d (xem: dondoc silence)\n"), count);
    }
}

static void show_conditions(struct cli *cli, const json_t *conditions)
{
    size_t i;
    json_t *condition;
    if (json_array_size(conditions) > 0) {
        fputs(_("\nCần người quản trị xem:\n"), cli->out);
    }
    json_array_foreach(conditions, i, condition)
    {
        struct buf since;
        buf_init(&since, CELL_MAX);
        (void)label_instant(remote_text(condition, "since"), &since);
        fprintf(cli->out, _("  - %s (từ %s)\n"), remote_text(condition, "text"), buf_str(&since));
        buf_clear(&since);
    }
}

int cli_status(struct cli *cli, int argc, char **argv)
{
    size_t rest_count;
    int result = cli_args(cli, argc, argv, NULL, 0, NULL, 0, 0, &rest_count);
    if (result != CLI_DONE) {
        return result;
    }
    bool json = cli->json;
    struct remote remote = {.cli = cli, .cmd = "status", .each = show_department, .arg = cli};
    result = remote_ask(&remote);
    if (result == CLI_DONE && json) {
        result = cli_print_json(cli, json_incref(remote.result));
    } else if (result == CLI_DONE) {
        char today[CIVIL_TEXT_SIZE];
        const json_t *outbox = json_object_get(remote.result, "outbox");
        fprintf(cli->out,
                _("\nHôm nay %s. Thư: %d chờ gửi, %d đang gửi, %d đã gửi, %d không gửi được.\n"),
                remote_day(remote.result, "today", today), (int)number(outbox, "queued"),
                (int)number(outbox, "sending"), (int)number(outbox, "delivered"),
                (int)number(outbox, "failed"));
        struct buf next;
        buf_init(&next, CELL_MAX);
        (void)label_instant(remote_text(remote.result, "next"), &next);
        line(cli, _("Lần xử lý kế tiếp"), buf_str(&next));
        buf_clear(&next);
        if (number(remote.result, "incoming") > 0) {
            fprintf(cli->out, _("%d tin từ hệ thống khác chờ quyết định: dondoc incoming\n"),
                    (int)number(remote.result, "incoming"));
        }
        show_silences(cli, json_object_get(remote.result, "silences"));
        line(cli, _("Dữ liệu"), remote_text(remote.result, "state"));
        const json_t *http = json_object_get(remote.result, "http");
        line(cli, _("Nhận HTTP tại"), remote_text(http, "listen"));
        line(cli, _("Liên kết trong thư dẫn đến"), remote_text(http, "public_url"));
        show_conditions(cli, json_object_get(remote.result, "conditions"));
    }
    json_decref(remote.result);
    return result;
}

/* --- outbox ---------------------------------------------------------------------------------------- */

static int add_message(const json_t *item, void *arg)
{
    struct table *table = arg;
    char id[24];
    char day[CIVIL_TEXT_SIZE];
    snprintf(id, sizeof(id), "%" JSON_INTEGER_FORMAT, number(item, "id"));
    const char *cells[] = {id,
                           remote_day(item, "day", day),
                           label_message_state(remote_text(item, "state")),
                           remote_text(item, "recipient"),
                           remote_text(item, "subject"),
                           remote_text(item, "reply")};
    return table_add(table, cells);
}

static int outbox_change(struct cli *cli, const char *cmd, const char *id_text, const char *told)
{
    int64_t id;
    if (parse_int64(id_text, 1, INT64_MAX, &id) < 0) {
        cli_fail(cli, _("“%s” không phải là số của một thư; xem: dondoc outbox"), id_text);
        return CLI_USAGE;
    }
    json_t *args = json_pack("{s:I}", "id", (json_int_t)id);
    struct remote remote = {.cli = cli, .cmd = cmd, .args = args};
    int result = remote_ask(&remote);
    if (result == CLI_DONE && !cli->json) {
        fprintf(cli->out, told, id_text);
    }
    json_decref(remote.result);
    json_decref(args);
    return result;
}

int cli_outbox(struct cli *cli, int argc, char **argv)
{
    const char *rest[2];
    const char *state = NULL;
    size_t rest_count;
    const struct arg table[] = {{"state", ARG_TEXT, &state, false}};
    int result = cli_args(cli, argc, argv, table, 1, rest, 0, 2, &rest_count);
    if (result != CLI_DONE) {
        return result;
    }
    if (rest_count == 2 && strcmp(rest[0], "retry") == 0) {
        return outbox_change(cli, "outbox-retry", rest[1], _("Thư %s được gửi lại ngay.\n"));
    }
    if (rest_count == 2 && strcmp(rest[0], "drop") == 0) {
        return outbox_change(cli, "outbox-drop", rest[1], _("Thư %s sẽ không được gửi.\n"));
    }
    if (rest_count > 1 || (rest_count == 1 && strcmp(rest[0], "list") != 0)) {
        cli_fail(cli, _("dondoc outbox có ba việc: list, retry SỐ, drop SỐ"));
        return CLI_USAGE;
    }
    const struct table_column columns[] = {{_("Số"), 8},           {_("Ngày"), 10},
                                           {_("Trạng thái"), 14},  {_("Nơi nhận"), 0},
                                           {_("Nội dung thư"), 0}, {_("Trả lời"), 0}};
    json_t *args = json_object();
    remote_set_text(args, "state", state);
    struct remote remote = {.cli = cli, .cmd = "outbox", .args = args, .each = add_message};
    _cleanup_buf_ struct buf none = {0};
    buf_init(&none, 256);
    if (state == NULL || buf_printf(&none, _("Không có thư nào ở trạng thái “%s”."),
                                    label_message_state(state)) < 0) {
        buf_reset(&none);
        (void)buf_puts(&none, _("Hàng chờ trống."));
    }
    result = remote_table(&remote, columns, 6, buf_str(&none));
    json_decref(remote.result);
    json_decref(args);
    return result;
}
