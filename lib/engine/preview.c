#include "engine/preview.h"

#include <string.h>

#include "base/err.h"
#include "base/text.h"
#include "render/event.h"
#include "render/shape.h"

#define PREVIEW_MAX ((size_t)1 << 20)
#define CLOUDEVENT "application/cloudevents+json; charset=utf-8"

static int write_url(const struct endpoint *endpoint, const struct buf *path, struct buf *out)
{
    size_t len = strlen(endpoint->url);
    len -= path->len > 0 && path->data[0] == '/' && len > 0 && endpoint->url[len - 1] == '/';
    int err = buf_append(out, endpoint->url, len);
    return err == 0 && path->len > 0 ? buf_puts(out, buf_str(path)) : err;
}

int engine_preview(const struct engine *engine, const struct endpoint *endpoint,
                   enum event_type type, bool full, struct preview *out)
{
    const struct shape *shape = engine->shapes[endpoint - engine->settings->endpoints];
    const char *content_type = shape ? shape_content_type(shape) : NULL;
    struct event event;
    struct buf path;
    json_t *json = NULL;
    *out = (struct preview){.method = endpoint_method_name(endpoint->method),
                            .content_type = content_type ? content_type : CLOUDEVENT};
    buf_init(&out->url, PREVIEW_MAX);
    buf_init(&out->body, PREVIEW_MAX);
    buf_init(&path, PREVIEW_MAX);
    event_sample(type, full, &event);
    int err = event_build(&event, &json);
    if (err == 0) {
        err = shape ? shape_render(shape, json, &out->body, &path) : event_write(json, &out->body);
    }
    if (err == 0) {
        err = write_url(endpoint, &path, &out->url);
    }
    buf_clear(&path);
    json_decref(json);
    return err;
}

void preview_clear(struct preview *preview)
{
    buf_clear(&preview->url);
    buf_clear(&preview->body);
}
