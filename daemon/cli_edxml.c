/* dondoc import-edxml: papers of the e-office by hand, or only what they would do. */
#include <string.h>

#include "base/cleanup.h"
#include "base/err.h"
#include "base/i18n.h"
#include "daemon/edxml_json.h"
#include "daemon/remote.h"

#define PRINT_MAX ((size_t)4 << 20)

struct importing {
    struct cli *cli;
    struct settings settings;
    const char *by;
    bool dry_run;
};

/* --- what is shown ---------------------------------------------------------------------------------- */

static json_t *findings_json(const struct diag *diag)
{
    json_t *list = json_array();
    for (size_t i = 0; i < diag->count; i++) {
        const struct diag_item *item = &diag->items[i];
        json_array_append_new(list, json_pack("{s:i, s:s, s:s?}", "line", item->line, "message",
                                              item->message, "remedy", item->remedy));
    }
    return list;
}

static void print_message(const struct cli *cli, const char *file, const struct edxml *message)
{
    char due[CIVIL_TEXT_SIZE];
    char day[CIVIL_TEXT_SIZE];
    FILE *out = cli->out;
    fprintf(out, "%s\n", file);
    if (message->kind == EDXML_STATUS) {
        const char *text = edxml_status_text(message->status);
        fprintf(out, _("  trạng thái %s (%s) của văn bản %s, do %s gửi\n"), message->status,
                text != NULL ? text : _("không có trong tiêu chuẩn"), message->responses[0].code,
                message->from.id);
    } else {
        fprintf(out, _("  văn bản %s ngày %s của %s\n"), message->code,
                civil_format_vn(message->promulgated, day),
                message->from.name[0] != '\0' ? message->from.name : message->from.id);
        fprintf(out, "  %s\n", message->subject);
        if (message->due != DAY_NONE) {
            fprintf(out, _("  hạn xử lý: %s\n"), civil_format_vn(message->due, due));
        }
    }
    fputs(message->has_signature ? _("  có chữ ký số (dondoc không kiểm tra)\n")
                                 : _("  không có chữ ký số\n"),
          out);
}

/* --- one file --------------------------------------------------------------------------------------- */

static int print_refused(const struct importing *this, const char *file, const struct diag *diag)
{
    if (this->cli->json) {
        json_t *value = json_pack("{s:s, s:s, s:b, s:o}", "file", file, "outcome", "refused",
                                  "dry_run", this->dry_run, "findings", findings_json(diag));
        (void)cli_print_json(this->cli, value);
    } else {
        cli_print_diag(this->cli, diag);
    }
    return CLI_REFUSED;
}

/* The ledger hears of what could not be read, too. */
static int tell_unread(const struct importing *this, const char *file, const struct diag *diag)
{
    json_t *args = json_pack("{s:s, s:o}", "file", file, "findings", findings_json(diag));
    struct cli quiet = *this->cli;
    quiet.json = false; /* the answer is ours to print */
    struct remote remote = {.cli = &quiet, .cmd = "import-edxml", .args = args};
    remote_set_text(args, "by", this->by);
    int result = remote_ask(&remote);
    json_decref(remote.result);
    json_decref(args);
    return result;
}

static int show_only(struct importing *this, const char *file, const struct edxml *message)
{
    _cleanup_(edxml_steps_clear) struct edxml_steps steps = {0};
    _cleanup_diag_ struct diag diag = {0};
    _cleanup_buf_ struct buf text = {0};
    int err = edxml_understand(&this->settings, message, file, &steps, &diag);
    if (err < 0) {
        return err == ERR_REFUSED ? print_refused(this, file, &diag)
                                  : cli_fail(this->cli, "%s", err_text(err));
    }
    if (this->cli->json) {
        return cli_print_json(this->cli, json_pack("{s:s, s:b, s:o, s:o}", "file", file, "dry_run",
                                                   true, "message", edxml_json(message), "steps",
                                                   edxml_steps_json(&steps)));
    }
    print_message(this->cli, file, message);
    buf_init(&text, PRINT_MAX);
    err = edxml_steps_print(&steps, &text);
    fprintf(this->cli->out, _("Sẽ: %s\n"), buf_str(&text));
    return err < 0 ? cli_fail(this->cli, "%s", err_text(err)) : CLI_DONE;
}

static int act(struct importing *this, const char *file, const struct edxml *message)
{
    json_t *args = json_pack("{s:s, s:o}", "file", file, "message", edxml_json(message));
    struct remote remote = {.cli = this->cli, .cmd = "import-edxml", .args = args};
    remote_set_text(args, "by", this->by);
    int result = remote_ask(&remote);
    if (result == CLI_DONE && !this->cli->json) {
        print_message(this->cli, file, message);
        fprintf(this->cli->out, "%s\n", remote_text(remote.result, "text"));
    }
    const char *outcome = remote_text(remote.result, "outcome");
    if (strcmp(outcome, "refused") == 0 || strcmp(outcome, "pending") == 0) {
        result = CLI_REFUSED;
    }
    json_decref(remote.result);
    json_decref(args);
    return result;
}

static int import_file(struct importing *this, const char *file)
{
    _cleanup_(edxml_clear) struct edxml message = {0};
    _cleanup_diag_ struct diag diag = {0};
    int err = edxml_read_file(file, &message, &diag);
    if (err == ERR_NOMEM) {
        return cli_fail(this->cli, "%s", err_text(err));
    }
    if (err < 0) {
        (void)print_refused(this, file, &diag);
        /* A file that is not there, or not ours to read, is no paper. */
        const bool is_paper = err == ERR_FORMAT || err == ERR_INVALID || err == ERR_LIMIT;
        if (is_paper && !this->dry_run) {
            (void)tell_unread(this, file, &diag);
        }
        return CLI_REFUSED;
    }
    return this->dry_run ? show_only(this, file, &message) : act(this, file, &message);
}

int cli_import_edxml(struct cli *cli, int argc, char **argv)
{
    _cleanup_free_ const char **files = calloc((size_t)argc + 1, sizeof(*files));
    struct importing this = {.cli = cli};
    size_t count = 0;
    const struct arg table[] = {{"dry-run", ARG_FLAG, &this.dry_run, false},
                                {"by", ARG_TEXT, &this.by, false}};
    if (files == NULL) {
        return cli_fail(cli, "%s", err_text(ERR_NOMEM));
    }
    int result = cli_args(cli, argc, argv, table, sizeof(table) / sizeof(table[0]), files, 1,
                          (size_t)argc, &count);
    if (result != CLI_DONE) {
        return result;
    }
    result = this.dry_run ? cli_settings(cli, &this.settings) : CLI_DONE;
    bool failed = result != CLI_DONE;
    for (size_t i = 0; i < count && result == CLI_DONE; i++) {
        failed = import_file(&this, files[i]) != CLI_DONE || failed;
    }
    if (this.dry_run) {
        settings_clear(&this.settings);
    }
    return failed ? CLI_REFUSED : CLI_DONE;
}
