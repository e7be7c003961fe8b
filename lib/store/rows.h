/* Inside of lib/store: how the fields of a row struct stand for columns and parameters. */
#ifndef LIB_STORE_ROWS_H
#define LIB_STORE_ROWS_H

#include <stddef.h>
#include <stdint.h>

enum field_type {
    FIELD_TEXT,    /* const char *, NULL is NULL */
    FIELD_BLOB,    /* const void *, with a size_t at `length` */
    FIELD_INT,     /* int */
    FIELD_INT64,   /* int64_t; NULL reads as 0 */
    FIELD_BOOL,    /* bool */
    FIELD_DAY,     /* day_t, DAY_NONE is NULL */
    FIELD_INSTANT, /* instant_t, INSTANT_NONE is NULL */
    FIELD_ENUM,    /* an enum, stored as a word; a NULL word is NULL */
    FIELD_STAGE,   /* struct stage, stored as its name */
};

struct words {
    const char *const *items; /* the word of each value of an enum, in its order */
    int count;
};

struct field {
    const char *name; /* of the column, and of the parameter behind its ':' */
    enum field_type type;
    size_t offset;
    size_t length;             /* BLOB */
    const struct words *words; /* ENUM */
};

struct row_type {
    const struct field *fields;
    int count;
    size_t size;  /* of the struct */
    size_t owned; /* offset of `void *owned` */
};

#define FIELD(struct_name, kind, column, member)                                                   \
    {                                                                                              \
        .name = (column), .type = (kind), .offset = offsetof(struct struct_name, member)           \
    }
#define FIELD_WORDS(struct_name, column, member, list)                                             \
    {                                                                                              \
        .name = (column), .type = FIELD_ENUM, .offset = offsetof(struct struct_name, member),      \
        .words = (list)                                                                            \
    }
#define ROW_TYPE(struct_name, list)                                                                \
    {                                                                                              \
        .fields = (list), .count = (int)(sizeof(list) / sizeof((list)[0])),                        \
        .size = sizeof(struct struct_name), .owned = offsetof(struct struct_name, owned)           \
    }
#define WORDS(list)                                                                                \
    {                                                                                              \
        .items = (list), .count = (int)(sizeof(list) / sizeof((list)[0]))                          \
    }

/* What every list of rows looks like. */
struct __attribute__((may_alias)) any_rows {
    void *items;
    size_t count, capacity;
};

extern const struct words role_words;

/* Texts and days to none, the rest to zero. */
void row_init(const struct row_type *type, void *row);
/* Gives a row that borrows its texts copies of its own. Returns 0 or ERR_NOMEM. */
int row_own(const struct row_type *type, void *row);
/* Frees what the row owns and leaves it empty. Accepts NULL. */
void row_clear(const struct row_type *type, void *row);
/* Frees a list { items, count, capacity } of such rows. Accepts NULL. */
void rows_clear(const struct row_type *type, void *list);
/* -1: no such word. */
int stored_words_find(const struct words *words, const char *word);

#endif
