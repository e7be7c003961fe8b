/* Origins: the paper that assigned a task or started a term. */
#ifndef STORE_ORIGINS_H
#define STORE_ORIGINS_H

#include "cal/civil.h"
#include "store/store.h"

struct origin_row {
    const char *occurrence; /* unique; never a share: those have their whole's */
    const char *department;
    const char *document; /* number and notation as given */
    const char *key;      /* the same, folded: what papers are compared by */
    day_t issued;         /* the paper's day, or that of the event; DAY_NONE not said */
    const char *sender;   /* who sent it; NULL not said */
    const char *ident;    /* its id in the e-office (edXML DocumentId); NULL none */
    void *owned;
};

struct origin_rows {
    struct origin_row *items;
    size_t count, capacity;
};

void store_origin_init(struct origin_row *row);
void store_origin_clear(struct origin_row *row);
void store_origin_rows_clear(struct origin_rows *rows);

/* ERR_EXISTS: the occurrence has one. */
int store_origin_add(struct store *store, const struct origin_row *row);
/* ERR_NOT_FOUND. Clear *out. */
int store_origin_get(struct store *store, const char *occurrence, struct origin_row *out);
/* Those of a paper in a department, by its folded number; by its id in the e-office. By occurrence;
 * the list is replaced; at most 10,000. */
int store_origins_by_document(struct store *store, const char *department, const char *key,
                              struct origin_rows *out);
int store_origins_by_ident(struct store *store, const char *department, const char *ident,
                           struct origin_rows *out);

#endif
