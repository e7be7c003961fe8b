#include <string.h>

#include "base/err.h"
#include "base/i18n.h"
#include "conf/conf.h"
#include "ctl/client.h"
#include "daemon/channels.h"
#include "daemon/cli.h"
#include "daemon/hook_keys.h"
#include "daemon/link_keys.h"
#include "engine/engine.h"
#include "import/plan.h"
#include "import/targets.h"

#define CONFIG_MAX_TEXT ((size_t)1 << 20)

static int describe(struct cli *cli)
{
    struct buf text;
    buf_init(&text, CONFIG_MAX_TEXT);
    int err = conf_describe(&text);
    int result = err < 0 ? cli_fail(cli, "%s", err_text(err)) : cli_print(cli, &text);
    buf_clear(&text);
    return result;
}

/* Opens all that the config names but the database: what the daemon would do at its start. */
static int check_templates(struct cli *cli, const struct settings *settings)
{
    struct engine engine = {0};
    struct store *store = NULL;
    struct diag diag = {0};
    int err = store_open(":memory:", 0, &diag, &store);
    if (err == 0) {
        err = engine_open(settings, store, &diag, &engine);
    }
    cli_print_diag(cli, &diag);
    if (err < 0 && !diag_has_errors(&diag)) {
        cli_fail(cli, "%s", err_text(err));
    }
    diag_clear(&diag);
    engine_close(&engine);
    store_close(store);
    return err < 0 ? CLI_REFUSED : CLI_DONE;
}

/* What the daemon reads beside the config, and would not start without: no finding hides another. */
static int check_secrets(struct cli *cli, const struct settings *settings)
{
    struct diag diag = {0};
    struct answer_keys links = {.count = 0};
    struct hook_keys *hooks = NULL;
    int control = ctl_check_path(settings->control, &diag);
    /* With none named the daemon makes its own: that is not ours to do. */
    int link = settings->link_secrets.count > 0 ? link_keys_load(settings, &diag, &links) : 0;
    int hook = hook_keys_read(settings, &diag, &hooks);
    int channel = channels_check(settings, &diag);
    int err = control < 0 ? control : link < 0 ? link : hook < 0 ? hook : channel;
    answer_keys_clear(&links);
    hook_keys_free(hooks);
    cli_print_diag(cli, &diag);
    if (err < 0 && !diag_has_errors(&diag)) {
        cli_fail(cli, "%s", err_text(err));
    }
    diag_clear(&diag);
    return err < 0 ? CLI_REFUSED : CLI_DONE;
}

/* A plan's rows and targets. A faulty plan is told alone: its targets hang on its rows. */
static int check_plan(const struct plan *section, struct diag *diag)
{
    struct plan plan;
    struct targets targets = {0};
    plan_init(&plan);
    int err = import_plan(section, &plan, diag);
    if (err == 0 && section->targets != NULL && *section->targets != '\0') {
        err = import_targets(&plan, &targets, diag);
    }
    targets_clear(&targets);
    plan_clear(&plan);
    return err;
}

/* What the daemon would pass over at its start: `dondoc check` shows the rows themselves. */
static int check_plans(struct cli *cli, const struct settings *settings)
{
    struct diag diag = {0};
    int result = CLI_DONE;
    for (size_t i = 0; i < settings->plan_count; i++) {
        size_t before = diag.errors;
        int err = check_plan(&settings->plans[i], &diag);
        if (err < 0 && diag.errors == before) {
            cli_fail(cli, "%s: %s", settings->plans[i].file, err_text(err));
        }
        result = err < 0 ? CLI_REFUSED : result;
    }
    cli_print_diag(cli, &diag);
    diag_clear(&diag);
    return result;
}

int cli_config(struct cli *cli, int argc, char **argv)
{
    struct settings settings = {0};
    const char *rest[1];
    size_t rest_count;
    int result = cli_args(cli, argc, argv, NULL, 0, rest, 1, 1, &rest_count);
    if (result != CLI_DONE) {
        return result;
    }
    if (strcmp(rest[0], "describe") == 0) {
        return describe(cli);
    }
    if (strcmp(rest[0], "check") != 0) {
        cli_fail(cli, _("dondoc config có hai việc: check và describe"));
        return CLI_USAGE;
    }
    result = cli_settings(cli, &settings);
    if (result == CLI_DONE) {
        int plans = check_plans(cli, &settings);
        int secrets = check_secrets(cli, &settings);
        result = check_templates(cli, &settings);
        result = result == CLI_DONE ? secrets : result;
        result = result == CLI_DONE ? plans : result;
    }
    if (result == CLI_DONE) {
        fprintf(cli->out, _("Cấu hình %s đúng: %zu cơ quan, %zu kế hoạch, %zu nơi nhận webhook.\n"),
                settings.file, settings.roster.count, settings.plan_count, settings.endpoint_count);
    }
    settings_clear(&settings);
    return result;
}
