#include "daemon/cli.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "base/i18n.h"
#include "conf/conf.h"
#include "daemon/config.h"
#include "daemon/paths.h"

#define CLI_MAX_TEXT ((size_t)64 << 20)

int cli_args(struct cli *cli, int argc, char **argv, const struct arg *table, size_t count,
             const char **rest, size_t min_rest, size_t max_rest, size_t *rest_count)
{
    struct arg all[ARGS_MAX];
    struct buf complaint;
    buf_init(&complaint, 4096);
    if (count + 2 > ARGS_MAX) {
        return CLI_USAGE;
    }
    if (count > 0) { /* table may be NULL then */
        memcpy(all, table, count * sizeof(*table));
    }
    all[count] = (struct arg){.name = "json", .kind = ARG_FLAG, .value = &cli->json};
    all[count + 1] = (struct arg){.name = "config", .kind = ARG_TEXT, .value = &cli->config};
    int err =
        args_read(argc, argv, all, count + 2, rest, min_rest, max_rest, rest_count, &complaint);
    if (err < 0) {
        fprintf(cli->err, "dondoc %s: %s\n", cli->command->name, buf_str(&complaint));
        fprintf(cli->err, _("Cách dùng: dondoc %s %s\n"), cli->command->name,
                _(cli->command->words));
        fprintf(cli->err, _("Xem thêm: dondoc help %s\n"), cli->command->name);
    }
    buf_clear(&complaint);
    return err < 0 ? CLI_USAGE : CLI_DONE;
}

int cli_fail(struct cli *cli, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    fprintf(cli->err, "dondoc: ");
    vfprintf(cli->err, format, args);
    fprintf(cli->err, "\n");
    va_end(args);
    return CLI_REFUSED;
}

void cli_print_diag(struct cli *cli, const struct diag *diag)
{
    struct buf text;
    buf_init(&text, CLI_MAX_TEXT);
    if (diag_print(diag, &text) == 0) {
        fputs(buf_str(&text), cli->err);
    }
    buf_clear(&text);
}

/* A running daemon can be asked though the config beside it has become faulty: says so in a line. */
static bool go_on(struct cli *cli, const char *path, const struct diag *diag, struct settings *out)
{
    char *control = NULL;
    struct buf line;
    const struct diag_item *item = diag->count > 0 ? &diag->items[0] : NULL;
    for (size_t i = 0; i < diag->count && item->severity != DIAG_ERROR; i++) {
        item = &diag->items[i];
    }
    if (item == NULL || conf_control(path, &control) < 0) {
        return false;
    }
    buf_init(&line, CLI_MAX_TEXT);
    if (diag_print_bare(item, &line) == 0) {
        fprintf(cli->err, "dondoc: %s (dondoc config check)\n", buf_str(&line));
    }
    buf_clear(&line);
    out->control = control;
    return true;
}

/* Reads the config and tells what is wrong with it. */
static int load(struct cli *cli, const char *path, bool quiet, struct settings *out)
{
    struct diag diag = {0};
    settings_init(out);
    /* Who only asks the daemon needs no templates. */
    int err = quiet ? conf_load(path, out, &diag) : config_load(path, out, &diag);
    if (err < 0 && quiet && go_on(cli, path, &diag, out)) {
        diag_clear(&diag);
        return CLI_DONE;
    }
    if (err < 0 || !quiet) {
        cli_print_diag(cli, &diag);
    }
    if (err < 0 && !diag_has_errors(&diag)) {
        cli_fail(cli, "%s: %s", path, err_text(err));
    }
    diag_clear(&diag);
    return err < 0 ? CLI_REFUSED : CLI_DONE;
}

/* The path of the config, "" for none, in buf. */
static const char *config_path(struct cli *cli, struct buf *buf)
{
    if (cli->config != NULL) {
        return cli->config;
    }
    return paths_config(buf) == 0 ? buf_str(buf) : "";
}

static int settings(struct cli *cli, bool quiet, struct settings *out)
{
    struct buf buf;
    buf_init(&buf, 8192);
    const char *path = config_path(cli, &buf);
    int result =
        *path == '\0'
            ? cli_fail(cli, _("chưa có tệp cấu hình; hãy nêu --config TỆP hoặc đặt tại %s"),
                       SYSCONFDIR "/dondoc/dondoc.conf")
            : load(cli, path, quiet, out);
    buf_clear(&buf);
    return result;
}

int cli_settings(struct cli *cli, struct settings *out)
{
    return settings(cli, false, out);
}

int cli_settings_quiet(struct cli *cli, struct settings *out)
{
    return settings(cli, true, out);
}

/* The settings of an office that has no config yet: Viet Nam's clock and the announced days off. */
static int built_in(struct cli *cli, struct settings *out)
{
    struct buf path;
    struct diag diag = {0};
    buf_init(&path, 8192);
    settings_init(out);
    int err = paths_data("holidays.conf", &path);
    if (err == 0) {
        err = conf_load_calendar(buf_str(&path), out, &diag);
    }
    if (err < 0) {
        cli_print_diag(cli, &diag);
        cli_fail(cli, _("không đọc được bảng ngày nghỉ %s: %s"), buf_str(&path), err_text(err));
        settings_clear(out);
    }
    diag_clear(&diag);
    buf_clear(&path);
    return err < 0 ? CLI_REFUSED : CLI_DONE;
}

int cli_settings_optional(struct cli *cli, struct settings *out)
{
    struct buf buf;
    buf_init(&buf, 8192);
    const char *path = config_path(cli, &buf);
    int result = *path == '\0' ? built_in(cli, out) : load(cli, path, false, out);
    buf_clear(&buf);
    return result;
}

int cli_print(struct cli *cli, const struct buf *text)
{
    if (fwrite(buf_str(text), 1, text->len, cli->out) != text->len || fflush(cli->out) != 0) {
        return cli_fail(cli, _("không ghi được kết quả ra: %m"));
    }
    return CLI_DONE;
}

int cli_print_json(struct cli *cli, json_t *value)
{
    int failed = value == NULL ||
                 json_dumpf(value, cli->out, JSON_COMPACT | JSON_REAL_PRECISION(15)) < 0 ||
                 fputc('\n', cli->out) == EOF;
    json_decref(value);
    return failed ? cli_fail(cli, _("không ghi được kết quả ra: %m")) : CLI_DONE;
}

int cli_print_table(struct cli *cli, struct table *table)
{
    struct buf text;
    buf_init(&text, CLI_MAX_TEXT);
    int err = table_print(table, cli->width, &text);
    int result = err < 0 ? cli_fail(cli, "%s", err_text(err)) : cli_print(cli, &text);
    buf_clear(&text);
    table_free(table);
    return result;
}

day_t cli_today(const struct cli *cli, offset_t offset)
{
    return offset_day(clock_now(&cli->clock), offset);
}

const char *weekday_label(enum weekday weekday)
{
    static const char *const labels[] = {N_("Thứ Hai"), N_("Thứ Ba"),  N_("Thứ Tư"),  N_("Thứ Năm"),
                                         N_("Thứ Sáu"), N_("Thứ Bảy"), N_("Chủ nhật")};
    return _(labels[weekday - MONDAY]);
}
