/* Loading the plans again, and copying the database. */
#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/err.h"
#include "base/i18n.h"
#include "daemon/remote.h"

static json_int_t count(const json_t *object, const char *group, const char *name)
{
    return json_integer_value(json_object_get(json_object_get(object, group), name));
}

static void show_plan(struct cli *cli, const json_t *item)
{
    if (json_is_true(json_object_get(item, "same"))) {
        fprintf(cli->out, _("Kế hoạch %s: không đổi (%d dòng; %d dòng cần người xem)\n"),
                remote_text(item, "plan"), (int)count(item, "rows", "unchanged"),
                (int)json_integer_value(json_object_get(item, "needs_person")));
        return;
    }
    fprintf(cli->out,
            _("Kế hoạch %s: %d dòng mới, %d đổi, %d rút, %d giữ nguyên; %d dòng cần người xem\n"),
            remote_text(item, "plan"), (int)count(item, "rows", "added"),
            (int)count(item, "rows", "changed"), (int)count(item, "rows", "withdrawn"),
            (int)count(item, "rows", "unchanged"),
            (int)json_integer_value(json_object_get(item, "needs_person")));
    if (json_is_true(json_object_get(item, "faulty"))) {
        fprintf(cli->out, _("  tệp có lỗi: giữ nguyên như lần nạp trước\n"));
    }
    if (count(item, "targets", "added") + count(item, "targets", "changed") +
            count(item, "targets", "withdrawn") >
        0) {
        fprintf(cli->out, _("  chỉ tiêu: %d mới, %d đổi, %d rút\n"),
                (int)count(item, "targets", "added"), (int)count(item, "targets", "changed"),
                (int)count(item, "targets", "withdrawn"));
    }
    if (json_is_true(json_object_get(item, "targets_faulty"))) {
        fprintf(cli->out, _("  tệp chỉ tiêu có lỗi: giữ nguyên các chỉ tiêu như lần nạp trước\n"));
    }
    if (json_is_true(json_object_get(item, "gone"))) {
        fprintf(cli->out, _("  không còn trong cấu hình: rút\n"));
    }
}

static int show_difference(const json_t *item, void *arg)
{
    struct cli *cli = arg;
    char old_due[CIVIL_TEXT_SIZE];
    char new_due[CIVIL_TEXT_SIZE];
    const char *change = remote_text(item, "change");
    if (*change == '\0') {
        show_plan(cli, item);
        return 0;
    }
    const char *mark = *change == 'a' ? "+" : *change == 'w' ? "-" : "~";
    const char *occurrence = remote_text(item, "occurrence");
    if (*occurrence == '\0') {
        fprintf(cli->out, "  %s %s/%s  %s\n", mark, remote_text(item, "in"),
                remote_text(item, "stt"), remote_text(item, "content"));
    } else {
        const char *before = remote_day(item, "old_due", old_due);
        const char *after = remote_day(item, "new_due", new_due);
        fprintf(cli->out, "      %s %s  %s%s%s\n", mark, occurrence, before,
                *before != '\0' && *after != '\0' ? " → " : "", after);
    }
    return 0;
}

int cli_load(struct cli *cli, int argc, char **argv)
{
    bool dry_run = false;
    size_t rest_count;
    const struct arg table[] = {{"dry-run", ARG_FLAG, &dry_run, false}};
    int result = cli_args(cli, argc, argv, table, 1, NULL, 0, 0, &rest_count);
    if (result != CLI_DONE) {
        return result;
    }
    json_t *args = json_pack("{s:b}", "dry_run", dry_run);
    struct remote remote = {
        .cli = cli, .cmd = "load", .args = args, .each = show_difference, .arg = cli};
    result = remote_ask(&remote);
    if (result == CLI_DONE && !cli->json) {
        fputs(dry_run ? _("Chạy thử: chưa thay đổi gì.\n") : _("Đã nạp.\n"), cli->out);
    }
    if (result == CLI_DONE && json_integer_value(json_object_get(remote.result, "faulty")) > 0) {
        result = CLI_REFUSED;
    }
    json_decref(remote.result);
    json_decref(args);
    return result;
}

/* Under systemd the daemon sees folders of its own: what it wrote to /tmp is not in ours. */
static int tell_backup(struct cli *cli, const json_t *result, const char *path)
{
    if (access(path, F_OK) != 0 && errno == ENOENT) {
        fprintf(
            cli->err,
            _("dondocd đã sao lưu vào %s, nhưng ở đây không thấy tệp đó: dondocd chạy trong vùng "
              "riêng. Hãy sao lưu vào thư mục chứa dữ liệu của dondocd\n"),
            path);
        return CLI_REFUSED;
    }
    if (!cli->json) {
        fprintf(cli->out, _("Đã sao lưu vào %s\n"), path);
        const char *secret = json_string_value(json_object_get(result, "link_secret"));
        if (secret != NULL) {
            fprintf(cli->out, _("và khóa ký liên kết vào %s; hãy giữ kín cả hai\n"), secret);
        }
    }
    return CLI_DONE;
}

int cli_backup(struct cli *cli, int argc, char **argv)
{
    const char *file = NULL;
    size_t rest_count;
    int result = cli_args(cli, argc, argv, NULL, 0, &file, 1, 1, &rest_count);
    if (result != CLI_DONE) {
        return result;
    }
    char *folder = *file != '/' ? realpath(".", NULL) : NULL;
    struct buf path;
    buf_init(&path, 8192);
    buf_printf(&path, "%s%s%s", folder != NULL ? folder : "", folder != NULL ? "/" : "", file);
    json_t *args = json_pack("{s:s}", "file", buf_str(&path));
    struct remote remote = {.cli = cli, .cmd = "backup", .args = args};
    result = remote_ask(&remote);
    if (result == CLI_DONE) {
        result = tell_backup(cli, remote.result, buf_str(&path));
    }
    json_decref(remote.result);
    json_decref(args);
    buf_clear(&path);
    free(folder);
    return result;
}
