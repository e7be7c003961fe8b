/* The config: libconfuse's syntax, our schema, checked as a whole. */
#ifndef CONF_CONF_H
#define CONF_CONF_H

#include "base/buf.h"
#include "base/diag.h"
#include "model/settings.h"

#define CONF_MAX_BYTES (4 << 20) /* of one file */
#define CONF_MAX_FILES 32        /* the config and what it includes */

/* Reads the config file and all it includes into `out`, which must be empty (settings_init) and is
 * untouched on failure. Every finding goes to diag (may be NULL) with file and line, what is wrong
 * and what would be right: all of them at once, but for a file that cannot be read to its end.
 * Paths in a file are relative to that file's folder. Holidays are computed up to ten years beyond
 * the last announced one. Plan files are named, not read, but must be there (a warning only:
 * a plan that is missing must not keep the daemon from starting).
 * Returns 0, ERR_NOT_FOUND, ERR_IO, ERR_FORMAT (diag says what), ERR_NOMEM. */
int conf_load(const char *path, struct settings *out, struct diag *diag);

/* As conf_load, from text in memory that stands in for the file `path` (for tests; its includes are
 * read from the disk). */
int conf_load_text(const char *path, const char *text, size_t len, struct settings *out,
                   struct diag *diag);

/* As conf_load, for a file that need not name a department: the days off alone, with the defaults
 * for all else. */
int conf_load_calendar(const char *path, struct settings *out, struct diag *diag);

/* The `language` that the config file (or what it includes) names, before it is read for good: *out is
 * the caller's to free, NULL when none is named before what cannot be read (nobody is told: who needs
 * it reads it again). Not checked. Returns 0 or ERR_NOMEM. */
int conf_language(const char *path, char **out);

/* The `control` that a config names, whatever else is wrong with it; never the default, for who meant
 * another may have misspelt it. *out is the caller's to free. Returns 0, ERR_NOT_FOUND (none is named
 * before what cannot be read), ERR_LIMIT, ERR_NOMEM. */
int conf_control(const char *path, char **out);

/* Appends the schema as text for people: every section and key with its type, range and default.
 * Returns 0, ERR_NOMEM, ERR_LIMIT. */
int conf_describe(struct buf *out);

#endif
