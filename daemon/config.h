/* The config as both programs read it: what it leaves out that depends on where dondoc is installed
 * is filled in. */
#ifndef DAEMON_CONFIG_H
#define DAEMON_CONFIG_H

#include "base/diag.h"
#include "model/settings.h"

/* conf_load, with `templates` set to the installed ones when the config names none. out must be
 * empty. Returns what conf_load returns, or ERR_NOT_FOUND with a finding when there are none. */
int config_load(const char *path, struct settings *out, struct diag *diag);

#endif
