/* A set of texts with the line of each: to tell what stands twice. */
#ifndef IMPORT_KNOWN_H
#define IMPORT_KNOWN_H

#include <stdbool.h>
#include <stddef.h>

struct known_entry {
    char *text; /* NULL: free */
    int line;
};

/* A zeroed struct is an empty set. */
struct known {
    struct known_entry *slots;
    size_t count, capacity; /* capacity: a power of two, or 0 */
};

/* Adds a copy. Returns 0, ERR_NOMEM, or ERR_EXISTS, and then *first is its line. */
int known_add(struct known *known, const char *text, int line, int *first);
bool known_find(const struct known *known, const char *text, int *line);
void known_clear(struct known *known);

#endif
