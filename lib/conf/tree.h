/* The config's files as libconfuse trees, each value with its file and line. */
#ifndef CONF_TREE_H
#define CONF_TREE_H

#include <confuse.h>
#include <stdbool.h>
#include <stddef.h>

#include "base/diag.h"
#include "conf/conf.h"
#include "lib/conf/schema.h"

struct conf_tree;

struct conf_file {
    struct conf_tree *tree;
    char *path;   /* as findings name it */
    char *folder; /* "" the current one */
    char *real;   /* canonical, to know a file again; NULL for text in memory */
    cfg_t *root;
};

/* One value as written. */
struct conf_value {
    const struct conf_file *file;
    int line;
    bool is_place; /* it only says where a section begins */
    char *text;
};

struct conf_tree {
    struct conf_file *files[CONF_MAX_FILES]; /* the config, then what it includes, in order */
    size_t count;
    struct conf_file *reading; /* while libconfuse is at work */
    int unknown_line;          /* where it last told us of a key it does not know */
    struct diag *diag;
    cfg_opt_t *options; /* libconfuse's form of the schema */
    int err;            /* ERR_NOMEM met in a callback */
};

/* Reads the file (or text, when not NULL, in its place) and all that is included. Keys that are not
 * known are told and passed over; a file with a mistake in its syntax is told and left.
 * Returns 0 or an error after which the tree is of no use; findings are errors in diag in any case. */
int conf_tree_read(struct conf_tree *tree, const char *path, const char *text, size_t len,
                   struct diag *diag);
void conf_tree_clear(struct conf_tree *tree);

/* The sections of that kind within one (or at a file's top), and the values of a key. */
size_t conf_section_count(cfg_t *section, const char *kind);
cfg_t *conf_section_at(cfg_t *section, const char *kind, size_t i);
size_t conf_value_count(cfg_t *section, const char *key);
/* Whether the key is written with an empty list: key = {}. */
bool conf_value_is_emptied(cfg_t *section, const char *key);
const struct conf_value *conf_value_at(cfg_t *section, const char *key, size_t i);
/* Where the section begins. Never NULL for a section of a tree. */
const struct conf_value *conf_section_place(cfg_t *section);

/* A finding at a value. */
void conf_complain(const struct conf_value *at, const char *remedy, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
void conf_warn(const struct conf_value *at, const char *remedy, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

#endif
