/* From a template's nodes and JSON values to text. */
#include "lib/render/template_nodes.h"

#include "base/cleanup.h"
#include "base/err.h"
#include "base/utf8.h"
#include "lib/render/escape.h"

/* The context stack of the specification; each level lives in the C frame that pushed it. */
struct context {
    const json_t *value;
    const struct context *up;
};

/* Indentation of the partials we are in; the outermost is written first. */
struct indent {
    const char *text;
    size_t len;
    const struct indent *up;
};

struct renderer {
    template_lookup *lookup;
    const void *lookup_context;
    struct buf *out;
    unsigned char *marks; /* of a trial, by node; NULL */
    size_t partials;      /* that we are in */
    size_t steps;
};

static int render_nodes(struct renderer *r, const struct template *tpl, size_t begin, size_t end,
                        const struct context *context, const struct indent *indent);

static const json_t *step_down(const json_t *value, const char *name, size_t len)
{
    return json_is_object(value) ? json_object_getn(value, name, len) : NULL;
}

/* The first name is looked for in the whole stack, the others only inside what it named. */
static const json_t *resolve(const struct context *context, const char *name, size_t len)
{
    if (len == 1 && name[0] == '.') {
        return context->value;
    }

    const char *dot = memchr(name, '.', len);
    size_t first = dot ? (size_t)(dot - name) : len;
    const json_t *value = NULL;

    for (const struct context *level = context; level && !value; level = level->up) {
        value = step_down(level->value, name, first);
    }
    while (value && dot) {
        const char *rest = dot + 1;
        size_t rest_len = len - (size_t)(rest - name);

        dot = memchr(rest, '.', rest_len);
        value = step_down(value, rest, dot ? (size_t)(dot - rest) : rest_len);
    }
    return value;
}

static bool is_false(const json_t *value)
{
    return !value || json_is_null(value) || json_is_false(value) ||
           (json_is_array(value) && json_array_size(value) == 0) ||
           (json_is_string(value) && json_string_length(value) == 0);
}

static int put_number(struct buf *out, const json_t *value)
{
    char text[64];
    size_t len = json_dumpb(value, text, sizeof(text), JSON_ENCODE_ANY | JSON_REAL_PRECISION(15));

    return len <= sizeof(text) ? buf_append(out, text, len) : ERR_INTERNAL;
}

static int append_json(const char *text, size_t len, void *out)
{
    return buf_append(out, text, len);
}

/* A list or an object has a place of its own in JSON only. */
static int put_whole(struct buf *out, const json_t *value, bool json)
{
    return json && json_dump_callback(value, append_json, out,
                                      JSON_COMPACT | JSON_REAL_PRECISION(15)) != 0
               ? ERR_LIMIT
               : 0;
}

static int put_value(struct buf *out, const json_t *value, enum template_escape escape, bool json)
{
    if (!value) {
        return 0;
    }
    switch (json_typeof(value)) {
    case JSON_STRING:
        return escape_put(escape, json_string_value(value), json_string_length(value), out);
    case JSON_INTEGER:
    case JSON_REAL:
        return put_number(out, value);
    case JSON_TRUE:
        return buf_puts(out, "true");
    case JSON_FALSE:
        return buf_puts(out, "false");
    case JSON_ARRAY:
    case JSON_OBJECT:
        return put_whole(out, value, json);
    case JSON_NULL:
        return 0;
    }
    return 0;
}

static int put_indent(struct buf *out, const struct indent *indent)
{
    if (!indent) {
        return 0;
    }
    int err = put_indent(out, indent->up);
    return err ? err : buf_append(out, indent->text, indent->len);
}

static int render_section(struct renderer *r, const struct template *tpl, size_t at,
                          const json_t *value, const struct context *context,
                          const struct indent *indent)
{
    const struct node *node = &tpl->items[at];
    struct context inner = {.value = value, .up = context};
    int err = 0;

    if (node->kind == NODE_INVERTED) {
        return is_false(value) ? render_nodes(r, tpl, at + 1, node->end, context, indent) : 0;
    }
    if (is_false(value)) {
        return 0;
    }
    if (!json_is_array(value)) {
        return render_nodes(r, tpl, at + 1, node->end, &inner, indent);
    }
    for (size_t i = 0; i < json_array_size(value) && err == 0; i++) {
        inner.value = json_array_get(value, i);
        err = ++r->steps > TEMPLATE_MAX_STEPS
                  ? ERR_LIMIT
                  : render_nodes(r, tpl, at + 1, node->end, &inner, indent);
    }
    return err;
}

static int render_partial(struct renderer *r, const struct template *tpl, const struct node *node,
                          const struct context *context, const struct indent *indent)
{
    const struct indent own = {.text = tpl->text + node->indent,
                               .len = node->indent_len,
                               .up = indent};
    const struct template *partial = NULL;

    if (r->partials == TEMPLATE_MAX_PARTIALS) {
        return ERR_LIMIT;
    }
    if (r->lookup) {
        _cleanup_free_ char *name = strndup(tpl->text + node->at, node->len);

        if (!name) {
            return ERR_NOMEM;
        }
        partial = r->lookup(r->lookup_context, name);
    }
    if (!partial) {
        return 0;
    }
    r->partials++;
    int err = render_nodes(r, partial, 0, partial->count, context, node->standalone ? &own : NULL);
    r->partials--;
    return err;
}

/* Resolves a tag, and notes for a trial how that went. */
static const json_t *look_up(struct renderer *r, size_t at, const struct context *context,
                             const char *name, size_t len)
{
    const json_t *value = resolve(context, name, len);

    if (r->marks) {
        r->marks[at] |= value ? TEMPLATE_FOUND : TEMPLATE_MISSED;
    }
    return value;
}

static int render_node(struct renderer *r, const struct template *tpl, size_t at,
                       const struct context *context, const struct indent *indent)
{
    const struct node *node = &tpl->items[at];
    const char *text = tpl->text + node->at;

    switch (node->kind) {
    case NODE_TEXT:
        return buf_append(r->out, text, node->len);
    case NODE_INDENT:
        return put_indent(r->out, indent);
    case NODE_VALUE:
    case NODE_RAW:
        return put_value(r->out, look_up(r, at, context, text, node->len),
                         node->kind == NODE_VALUE ? tpl->escape : TEMPLATE_NONE,
                         tpl->escape == TEMPLATE_JSON);
    case NODE_SECTION:
    case NODE_INVERTED:
        return render_section(r, tpl, at, look_up(r, at, context, text, node->len), context,
                              indent);
    case NODE_PARTIAL:
        return render_partial(r, tpl, node, context, indent);
    }
    return ERR_INTERNAL;
}

static int render_nodes(struct renderer *r, const struct template *tpl, size_t begin, size_t end,
                        const struct context *context, const struct indent *indent)
{
    size_t at = begin;

    while (at < end) {
        const struct node *node = &tpl->items[at];
        int err =
            ++r->steps > TEMPLATE_MAX_STEPS ? ERR_LIMIT : render_node(r, tpl, at, context, indent);

        if (err != 0) {
            return err;
        }
        at = node->kind == NODE_SECTION || node->kind == NODE_INVERTED ? node->end : at + 1;
    }
    return 0;
}

static int render_all(struct renderer *r, const struct template *tpl, const json_t *data)
{
    struct context top = {.value = data, .up = NULL};
    struct buf *out = r->out;
    size_t before = out->len;
    int err = render_nodes(r, tpl, 0, tpl->count, &top, NULL);

    if (err != 0 && out->len > before) {
        out->len = before;
        out->data[before] = '\0';
    }
    return err;
}

int template_render(const struct template *tpl, const json_t *data, template_lookup *lookup,
                    const void *context, struct buf *out)
{
    struct renderer r = {.lookup = lookup, .lookup_context = context, .out = out};

    return render_all(&r, tpl, data);
}

size_t template_marks(const struct template *tpl)
{
    return tpl->count;
}

int template_try(const struct template *tpl, const json_t *data, unsigned char *marks,
                 struct buf *out)
{
    struct renderer r = {.marks = marks, .out = out};

    return render_all(&r, tpl, data);
}

/* Line and column of a place in the text, from 1. */
static void find_place(const struct template *tpl, size_t at, struct template_tag *out)
{
    size_t start = 0;

    out->line = 1;
    for (size_t i = 0; i < at; i++) {
        if (tpl->text[i] == '\n') {
            out->line++;
            start = i + 1;
        }
    }
    out->column = (int)utf8_count(tpl->text + start, at - start) + 1;
}

void template_each_tag(const struct template *tpl,
                       void (*visit)(void *context, const struct template_tag *tag), void *context)
{
    for (size_t i = 0; i < tpl->count; i++) {
        const struct node *node = &tpl->items[i];

        if (node->kind != NODE_TEXT && node->kind != NODE_INDENT) {
            struct template_tag tag = {.mark = i,
                                       .name = tpl->text + node->at,
                                       .len = node->len,
                                       .raw = node->kind == NODE_RAW,
                                       .section = node->kind == NODE_SECTION ||
                                                  node->kind == NODE_INVERTED,
                                       .partial = node->kind == NODE_PARTIAL};
            find_place(tpl, node->at, &tag);
            visit(context, &tag);
        }
    }
}

void template_partials(const struct template *tpl, void (*visit)(void *context, const char *name),
                       void *context)
{
    for (size_t i = 0; i < tpl->count; i++) {
        const struct node *node = &tpl->items[i];

        if (node->kind == NODE_PARTIAL) {
            _cleanup_free_ char *name = strndup(tpl->text + node->at, node->len);

            if (name) {
                visit(context, name);
            }
        }
    }
}
