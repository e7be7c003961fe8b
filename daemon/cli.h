/* What every subcommand of `dondoc` shares: the terminal, the config, how it fails. */
#ifndef DAEMON_CLI_H
#define DAEMON_CLI_H

#include <jansson.h>
#include <stdbool.h>
#include <stdio.h>

#include "base/clock.h"
#include "base/diag.h"
#include "daemon/args.h"
#include "daemon/table.h"
#include "model/settings.h"

/* Exit codes (design.md §5). */
enum { CLI_DONE = 0, CLI_REFUSED = 1, CLI_USAGE = 2 };

struct subcommand;

struct cli {
    const struct subcommand *command;
    FILE *out, *err;
    size_t width;  /* of the terminal; a large number in a pipe */
    bool color;    /* only on a terminal, and not with NO_COLOR */
    bool progress; /* standard error is a terminal */
    struct clock clock;
    const char *config; /* --config, else $DONDOC_CONFIG, else NULL: where configs usually are */
    bool json;
};

/* One subcommand: a row of the table in dondoc.c. Texts are msgids. */
struct subcommand {
    const char *name;
    const char *words;   /* what follows the name, for the usage line */
    const char *summary; /* one line */
    const char *details; /* paragraphs of `dondoc help NAME`; NULL: none */
    int (*run)(struct cli *cli, int argc, char **argv);
};

int cli_explain(struct cli *cli, int argc, char **argv);
int cli_calendar(struct cli *cli, int argc, char **argv);
int cli_check(struct cli *cli, int argc, char **argv);
int cli_forecast(struct cli *cli, int argc, char **argv);
int cli_import(struct cli *cli, int argc, char **argv);
int cli_config(struct cli *cli, int argc, char **argv);

/* Reads the words of a subcommand with args_read; a mistake is told with the usage line. --json
 * and --config are known to every subcommand. Returns CLI_DONE or CLI_USAGE. */
int cli_args(struct cli *cli, int argc, char **argv, const struct arg *table, size_t count,
             const char **rest, size_t min_rest, size_t max_rest, size_t *rest_count);

/* Loads and checks the config. What is wrong is printed. Returns CLI_DONE or CLI_REFUSED. */
int cli_settings(struct cli *cli, struct settings *out);
/* As cli_settings, but warnings are kept to itself, and of a faulty config that names its control only
 * that is given and one mistake told: for commands that only ask the daemon. */
int cli_settings_quiet(struct cli *cli, struct settings *out);
/* As cli_settings, but without a config gives the built-in defaults and the installed holidays. */
int cli_settings_optional(struct cli *cli, struct settings *out);

/* Prints a failure, "dondoc: …". Returns CLI_REFUSED. */
int cli_fail(struct cli *cli, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* Prints what a diag holds to standard error. */
void cli_print_diag(struct cli *cli, const struct diag *diag);
/* Prints text, and one JSON value as one line (takes the reference). Returns CLI_DONE, or
 * CLI_REFUSED with a message when it cannot be written (a full disk, a closed pipe). */
int cli_print(struct cli *cli, const struct buf *text);
int cli_print_json(struct cli *cli, json_t *value);
/* Prints a table in the terminal's width and frees it. */
int cli_print_table(struct cli *cli, struct table *table);

/* Today by that offset. */
day_t cli_today(const struct cli *cli, offset_t offset);

/* "Thứ Hai" … "Chủ nhật". */
const char *weekday_label(enum weekday weekday);

#endif
