/* dondoc endpoint preview. */
#ifndef DAEMON_CLI_PREVIEW_H
#define DAEMON_CLI_PREVIEW_H

#include "daemon/cli.h"

/* Prints what the endpoint of that name would get: of one type (a word of the config), or with NULL of
 * each that it hears; with all that such an event can hold, or with `least` what each has. */
int cli_preview(struct cli *cli, const char *name, const char *type, bool least);

#endif
