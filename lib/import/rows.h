/* The rows of a table become tasks. */
#ifndef IMPORT_ROWS_H
#define IMPORT_ROWS_H

#include "lib/import/columns.h"
#include "lib/import/groups.h"
#include "lib/import/known.h"
#include "model/plan.h"

/* A row that was taken in. */
struct entry {
    struct task task;
    char stt[STT_SIZE]; /* before letters are given to rows that share it */
    size_t item;        /* rows of one number have the same */
    bool shares;        /* it may share its number with others of the item */
    int column;         /* of the number in the source, from 1 */
};

/* Rows of one or several tables; a zeroed struct with grids, plan's department set is ready. */
struct rows {
    const struct grids *grids; /* for findings */
    const struct department *department;
    struct groups groups;
    struct {
        VEC_MEMBERS(struct entry);
    } entries;
    /* the table at hand */
    const struct grid *grid;
    const struct layout *layout;
    bool numbered_content; /* no column STT: the numbers begin the contents */
    /* where reading is */
    size_t items;        /* numbers given */
    char last[STT_SIZE]; /* the last number that was written in the table */
    int unnumbered;      /* rows of the group that have no number, or letters behind `last` */
    bool told_numbering;
    int heading_row;   /* of a heading without rows yet, from 1; 0 none */
    int heading_level; /* 0 a part, 1 a group, 2 inside a group */
    char *heading;
    const char
        *group_cell; /* the last cell of the column of groups; NULL none, or a heading came */
};

/* Accepts NULL and zeroed. */
void plan_rows_clear(struct rows *rows);
/* Takes in the rows of a table; the next one goes on where it ended. Returns 0, ERR_NOMEM, or with a
 * finding ERR_LIMIT. */
int plan_rows_read(struct rows *rows, const struct grid *grid, const struct layout *layout);
/* Gives the letters and moves the rows into the plan. Same errors. */
int plan_rows_finish(struct rows *rows, struct plan *plan);

#endif
