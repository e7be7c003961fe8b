/* Under which heading the rows stand, and what that makes of their numbers. */
#ifndef IMPORT_GROUPS_H
#define IMPORT_GROUPS_H

#include <stdbool.h>

#include "base/vec.h"
#include "lib/import/ordinal.h"

#define GROUPS_MAX 5000
#define STT_SIZE 160 /* while it is put together; what is longer than 64 bytes is refused */

struct group {
    char *text;                /* as written, with its number */
    char prefix[ORDINAL_SIZE]; /* "III", "TC", "2023-2025" */
};

struct groups {
    char part[ORDINAL_SIZE]; /* "A"; "" none */
    char *part_text;         /* NULL: none */
    char prefix[ORDINAL_SIZE];
    char *text;             /* of the group, without its number; NULL: none */
    char sub[ORDINAL_SIZE]; /* "1" of a heading inside the group; "" none */
    char *sub_text;
    bool sub_letters; /* only letters stand under it */
    struct {
        VEC_MEMBERS(struct group);
    } known; /* of the column of groups, and for their count */
};

/* Accepts NULL and zeroed. */
void groups_clear(struct groups *groups);

/* A heading begins. ordinal is its number (ORDINAL_NONE: none; then a year, "TC" for "Tổ chức thực
 * hiện", or the next Roman number is given); letters: only letters stand under it (of a decimal
 * heading). Returns 0, ERR_NOMEM, ERR_LIMIT. */
int groups_enter(struct groups *groups, const struct ordinal *ordinal, const char *text,
                 bool letters);
/* The same for a cell of the column of groups; one that stood before keeps its prefix. */
int groups_enter_cell(struct groups *groups, const char *cell);

/* The stt of a row with that number under the headings; last is that of the row above ("" none), on
 * which a letter builds. Ends a heading that the number shows to be over. */
void groups_stt(struct groups *groups, const struct ordinal *ordinal, const char *last,
                char out[static STT_SIZE]);

/* The nhom of a row: "Part – Group – Heading"; NULL: no memory. free() it. */
char *groups_text(const struct groups *groups);

#endif
