/* The zip archive that an office document is: opened from memory, read within ceilings. */
#ifndef IMPORT_ARCHIVE_H
#define IMPORT_ARCHIVE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/diag.h"

#define ARCHIVE_MAX_ENTRIES 10000
#define ARCHIVE_MAX_ENTRY ((uint64_t)64 << 20)  /* bytes of one entry, unpacked */
#define ARCHIVE_MAX_TOTAL ((uint64_t)192 << 20) /* bytes unpacked in all */
#define ARCHIVE_MAX_RATIO 200 /* unpacked to packed, of an entry above ARCHIVE_RATIO_FROM */
#define ARCHIVE_RATIO_FROM ((uint64_t)8 << 20)

struct archive;
struct archive_entry;

/* data must outlive the archive; name and diag are for findings. Returns 0, or with a finding
 * ERR_FORMAT (damaged), ERR_LIMIT (too many entries), ERR_NOMEM. */
int archive_open(const char *name, const void *data, size_t len, struct diag *diag,
                 struct archive **out);
/* Accepts NULL. */
void archive_close(struct archive *archive);

bool archive_has(struct archive *archive, const char *path);
const char *archive_name(const struct archive *archive);
struct diag *archive_diag(const struct archive *archive);

/* Opens an entry for reading from its beginning. Returns 0, ERR_NOT_FOUND (no finding: it may be
 * optional), or with a finding ERR_LIMIT (it would unpack to too much), ERR_REFUSED (encrypted),
 * ERR_FORMAT, ERR_NOMEM. */
int archive_entry_open(struct archive *archive, const char *path, struct archive_entry **out);
/* Reads up to size bytes. Returns how many, 0 at the end, or, with one finding, ERR_LIMIT (more than
 * a ceiling allows, whatever the archive said before) or ERR_FORMAT (damaged). */
int archive_entry_read(struct archive_entry *entry, void *data, size_t size);
/* Accepts NULL. */
void archive_entry_close(struct archive_entry *entry);

#endif
