/* Where the parts of an Office Open XML package lie: its relationships. */
#ifndef IMPORT_PARTS_H
#define IMPORT_PARTS_H

#include "lib/import/archive.h"

#define PARTS_MAX 4096
#define PARTS_MAX_PATH 512

struct part {
    char *id;   /* "rId3" */
    char *type; /* last piece of its type: "worksheet", "styles" … */
    char *path; /* in the archive, without a leading "/" */
};

struct parts {
    struct part *items;
    size_t count, capacity;
};

/* Reads the relationships of a part ("" of the package itself). Those to places outside are left out.
 * None at all is fine. Returns 0 or what xml_next returns. out must be empty. */
int parts_read(struct archive *archive, const char *of, struct parts *out);
/* Accepts NULL and zeroed. */
void parts_clear(struct parts *parts);

/* By id, or the first of that type; NULL when there is none. */
const char *parts_by_id(const struct parts *parts, const char *id);
const char *parts_by_type(const struct parts *parts, const char *type);

#endif
