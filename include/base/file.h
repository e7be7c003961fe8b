/* Whole files: read with a ceiling, written so that a crash leaves the old or the new one. */
#ifndef BASE_FILE_H
#define BASE_FILE_H

#include <stddef.h>
#include <sys/types.h>

#include "base/buf.h"
#include "base/diag.h"
#include "base/sign.h"

/* Appends the whole file to out, up to max bytes. "-" is not special. What is wrong goes to diag
 * (may be NULL), in the user's language, with the path as it was given. Returns 0, ERR_NOT_FOUND,
 * ERR_REFUSED (no permission), ERR_INVALID (a folder, a device or the like), ERR_LIMIT (longer than
 * max or than out may hold), ERR_IO, ERR_NOMEM; out is unchanged then. */
int file_read(const char *path, size_t max, struct diag *diag, struct buf *out);

/* The same bytes, hashed piece by piece (sign_hash) instead of kept. Same errors. */
int file_hash(const char *path, size_t max, struct diag *diag, char out[static SIGN_HEX_SIZE]);

/* Puts the data under the path as one step: a temporary file beside it, fsync, rename, fsync of the
 * folder. mode is that of a new file (before umask). Returns 0, ERR_NOT_FOUND (no such folder),
 * ERR_REFUSED, ERR_READ_ONLY, ERR_NO_SPACE, ERR_IO, ERR_NOMEM; the old file is untouched then and
 * nothing is left behind. */
int file_write(const char *path, const void *data, size_t len, mode_t mode);

/* Makes the folder and those above it that are missing. Returns 0 (also when it is there),
 * ERR_EXISTS (something else has that name), ERR_REFUSED, ERR_READ_ONLY, ERR_NO_SPACE, ERR_IO. */
int file_make_folder(const char *path, mode_t mode);

/* Appends folder + "/" + name, or name alone when it is absolute or folder is NULL or "".
 * Returns 0, ERR_LIMIT, ERR_NOMEM. */
int file_join(const char *folder, const char *name, struct buf *out);

/* The same for a relative name of a config: "conf" and "../state/x" give "state/x", so that people see
 * a path they would type. A ".." takes away a component only where that is a real folder, not a
 * symbolic link. Returns 0, ERR_LIMIT, ERR_NOMEM. */
int file_resolve(const char *folder, const char *name, struct buf *out);

/* The enum err of an errno of open, write, rename and the like; never 0. */
int file_error(int error_number);

#endif
