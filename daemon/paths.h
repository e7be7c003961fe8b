/* Where installed files are: the config, the templates, the holidays, also in a build tree. */
#ifndef DAEMON_PATHS_H
#define DAEMON_PATHS_H

#include "base/buf.h"

/* The config that is read when none is named: $DONDOC_CONFIG, else SYSCONFDIR/dondoc/dondoc.conf
 * when it is there. "" when there is none. Returns 0, ERR_NOMEM, ERR_LIMIT. */
int paths_config(struct buf *out);

/* A data file such as "holidays.conf": in $DONDOC_DATADIR; else, when the program runs from its
 * build tree, in conf/ beside it; else in PKGDATADIR. Returns 0, ERR_NOT_FOUND (out then holds the
 * place where it was expected last), ERR_NOMEM, ERR_LIMIT. */
int paths_data(const char *name, struct buf *out);

/* The folder of the message catalogues; NULL: the installed one. Static or in buf. */
const char *paths_locale(struct buf *buf);

#endif
