/* The command line of dondocd. */
#ifndef DAEMON_OPTIONS_H
#define DAEMON_OPTIONS_H

#include "daemon/app.h"

enum options_result { OPTIONS_RUN, OPTIONS_HELPED, OPTIONS_WRONG };

/* Reads it; help, version and mistakes are printed. Texts of *out point into argv or are static. */
enum options_result options_read(int argc, char **argv, struct app_options *out);

#endif
