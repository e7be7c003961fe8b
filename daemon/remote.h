/* Subcommands that ask the running daemon: connecting, asking, showing what it found. */
#ifndef DAEMON_REMOTE_H
#define DAEMON_REMOTE_H

#include <jansson.h>

#include "daemon/cli.h"

struct remote {
    struct cli *cli;
    const char *cmd;
    const json_t *args;
    int (*each)(const json_t *item, void *arg); /* with --json items are printed instead */
    void *arg;
    json_t *result; /* of the end; NULL none. The caller's to release */
};

/* Reads the config for the control socket, connects, asks, and waits. With --json every item, or
 * the result when there are no items, is printed as a line. Findings are printed.
 * Returns CLI_DONE or CLI_REFUSED. */
int remote_ask(struct remote *remote);

/* Asks, and prints the table that `each` filled (remote->arg is set to it), or `empty` when nothing
 * came. Returns as remote_ask. */
int remote_table(struct remote *remote, const struct table_column *columns, size_t count,
                 const char *empty);

/* A member as text, "" when it is absent or null; as dd/mm/yyyy ("" none) in `out`. */
const char *remote_text(const json_t *object, const char *name);
const char *remote_day(const json_t *object, const char *name, char out[static CIVIL_TEXT_SIZE]);
/* Sets a member unless text is NULL; a day unless it is DAY_NONE. */
void remote_set_text(json_t *args, const char *name, const char *text);
void remote_set_day(json_t *args, const char *name, day_t day);

int cli_list(struct cli *cli, int argc, char **argv);
int cli_show(struct cli *cli, int argc, char **argv);
int cli_status(struct cli *cli, int argc, char **argv);
int cli_ledger(struct cli *cli, int argc, char **argv);
int cli_report(struct cli *cli, int argc, char **argv);
int cli_bounce(struct cli *cli, int argc, char **argv);
int cli_outbox(struct cli *cli, int argc, char **argv);
int cli_endpoint(struct cli *cli, int argc, char **argv);
int cli_incoming(struct cli *cli, int argc, char **argv);
int cli_load(struct cli *cli, int argc, char **argv);
int cli_test_notify(struct cli *cli, int argc, char **argv);
int cli_backup(struct cli *cli, int argc, char **argv);
int cli_silence(struct cli *cli, int argc, char **argv);
int cli_ack(struct cli *cli, int argc, char **argv);
int cli_done(struct cli *cli, int argc, char **argv);
int cli_reopen(struct cli *cli, int argc, char **argv);
int cli_returned(struct cli *cli, int argc, char **argv);
int cli_extend(struct cli *cli, int argc, char **argv);
int cli_exempt(struct cli *cli, int argc, char **argv);
int cli_trigger(struct cli *cli, int argc, char **argv);
int cli_assign(struct cli *cli, int argc, char **argv);
int cli_target(struct cli *cli, int argc, char **argv);
int cli_import_edxml(struct cli *cli, int argc, char **argv);
int cli_date(struct cli *cli, int argc, char **argv);

#endif
