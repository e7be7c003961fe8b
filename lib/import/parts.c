#include "lib/import/parts.h"

#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/err.h"
#include "base/text.h"
#include "base/vec.h"
#include "lib/import/xml.h"

static void part_clear(struct part *part)
{
    free(part->id);
    free(part->type);
    free(part->path);
}

void parts_clear(struct parts *parts)
{
    if (parts) {
        vec_clear(parts, part_clear);
    }
}

/* Appends a step of a path: ".." takes one off. */
static int add_step(struct text_span step, struct buf *path)
{
    if (step.len == 0 || text_span_equal(step, ".")) {
        return 0;
    }
    if (text_span_equal(step, "..")) {
        while (path->len > 0 && path->data[path->len - 1] != '/') {
            path->data[--path->len] = '\0';
        }
        if (path->len > 0) {
            path->data[--path->len] = '\0';
        }
        return 0;
    }
    int err = path->len > 0 ? buf_putc(path, '/') : 0;
    return err ? err : buf_append(path, step.data, step.len);
}

/* The path a target means, seen from the folder of the part `of`. */
static int resolve(const char *of, const char *target, struct buf *path)
{
    const char *slash = strrchr(of, '/');
    _cleanup_buf_ struct buf whole = {0};
    buf_init(&whole, PARTS_MAX_PATH);
    int err = 0;
    if (target[0] != '/' && slash) {
        err = buf_append(&whole, of, (size_t)(slash - of) + 1);
    }
    err = err ? err : buf_puts(&whole, target);
    const char *rest = buf_str(&whole);
    struct text_span step;
    while (!err && text_split(&rest, '/', &step)) {
        err = add_step(step, path);
    }
    return err;
}

static int add_part(struct xml *xml, const char *of, struct parts *out)
{
    struct part part = {0};
    _cleanup_buf_ struct buf path = {0};
    buf_init(&path, PARTS_MAX_PATH);
    const char *text = xml_attribute(xml, "TargetMode");
    if (text && strcmp(text, "External") == 0) {
        return 0;
    }
    text = xml_attribute(xml, "Target");
    if (!text || strlen(text) >= PARTS_MAX_PATH / 2 || resolve(of, text, &path)) {
        return 0;
    }
    part.path = buf_steal(&path);
    text = xml_attribute(xml, "Id");
    part.id = strdup(text ? text : "");
    text = xml_attribute(xml, "Type");
    const char *last = text ? strrchr(text, '/') : NULL;
    part.type = strdup(last ? last + 1 : "");
    int err = part.path && part.id && part.type ? vec_push(out, PARTS_MAX, part) : ERR_NOMEM;
    if (err) {
        part_clear(&part);
    }
    return err;
}

int parts_read(struct archive *archive, const char *of, struct parts *out)
{
    struct xml *xml = NULL;
    struct parts parts = {0};
    char path[PARTS_MAX_PATH + 16];
    const char *slash = strrchr(of, '/');
    int folder = slash ? (int)(slash - of) + 1 : 0;
    (void)snprintf(path, sizeof(path), "%.*s_rels/%s.rels", folder, of, of + folder);
    int err = xml_open(archive, path, &xml);
    if (err == ERR_NOT_FOUND) {
        return 0;
    }
    enum xml_node node = XML_START;
    while (!err && (err = xml_next(xml, &node)) == 0 && node != XML_END_OF_PART) {
        if (node == XML_START && xml_is(xml, "Relationship")) {
            err = add_part(xml, of, &parts);
        }
    }
    xml_close(xml);
    if (err) {
        parts_clear(&parts);
        return err;
    }
    *out = parts;
    return 0;
}

const char *parts_by_id(const struct parts *parts, const char *id)
{
    for (size_t i = 0; i < parts->count; i++) {
        if (strcmp(parts->items[i].id, id) == 0) {
            return parts->items[i].path;
        }
    }
    return NULL;
}

const char *parts_by_type(const struct parts *parts, const char *type)
{
    for (size_t i = 0; i < parts->count; i++) {
        if (strcmp(parts->items[i].type, type) == 0) {
            return parts->items[i].path;
        }
    }
    return NULL;
}
