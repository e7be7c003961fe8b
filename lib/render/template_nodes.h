/* A compiled template, as template.c makes it and template_render.c reads it. */
#ifndef LIB_RENDER_TEMPLATE_NODES_H
#define LIB_RENDER_TEMPLATE_NODES_H

#include <stdint.h>

#include "render/template.h"

enum node_kind {
    NODE_TEXT,     /* text[at … at + len) */
    NODE_INDENT,   /* here begins a line: the indentation of the partial goes here */
    NODE_VALUE,    /* {{name}} */
    NODE_RAW,      /* {{{name}}} {{&name}} */
    NODE_SECTION,  /* {{#name}}: its content is the nodes up to `end` */
    NODE_INVERTED, /* {{^name}} */
    NODE_PARTIAL,  /* {{>name}} */
};

struct node {
    enum node_kind kind;
    bool standalone; /* PARTIAL: alone on its line, lines of the partial are indented */
    uint32_t at, len;
    uint32_t end;                /* SECTION, INVERTED: index of the first node behind it */
    uint32_t indent, indent_len; /* PARTIAL: the white space before it */
};

struct template
{
    char *text; /* the whole source; nodes point into it */
    enum template_escape escape;
    struct node *items;
    size_t count, capacity;
};

#endif
