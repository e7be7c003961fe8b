/* The templates of endpoints, compiled when the engine opens. */
#include <stdlib.h>

#include "base/cleanup.h"
#include "base/err.h"
#include "base/file.h"
#include "base/i18n.h"
#include "base/text.h"
#include "lib/engine/internal.h"
#include "render/shape.h"

static bool is_shaped(const struct endpoint *endpoint)
{
    return !text_is_blank(endpoint->path) || !text_is_blank(endpoint->template) ||
           !text_is_blank(endpoint->content_type);
}

static int read_shape(const struct endpoint *endpoint, struct diag *diag, struct shape **out)
{
    _cleanup_buf_ struct buf text = {0};
    int err = 0;
    buf_init(&text, TEMPLATE_MAX_BYTES);
    if (!text_is_blank(endpoint->template)) {
        err = file_read(endpoint->template, TEMPLATE_MAX_BYTES, diag, &text);
    }
    const struct shape_source source = {
        .body = buf_str(&text),
        .body_file = endpoint->template,
        .path = endpoint->path,
        .content_type = endpoint->content_type,
        .config = endpoint->config,
        .line = endpoint->line,
        .events = endpoint->events,
    };
    if (err == 0 && !text_is_blank(endpoint->template) && text_is_blank(buf_str(&text))) {
        diag_add(diag, DIAG_ERROR, endpoint->template, 0, 0, _("mẫu này trống"),
                 _("Xem mẫu đi kèm dondoc, endpoints/eoffice.json.mustache."));
        err = ERR_FORMAT;
    }
    return err < 0 ? err : shape_compile(&source, diag, out);
}

void shapes_free(const struct settings *settings, struct shape **shapes)
{
    for (size_t i = 0; shapes && i < settings->endpoint_count; i++) {
        shape_free(shapes[i]);
    }
    free(shapes);
}

int shapes_read(const struct settings *settings, struct diag *diag, struct shape ***out)
{
    struct shape **shapes = calloc(settings->endpoint_count + 1, sizeof *shapes);
    int err = shapes ? 0 : ERR_NOMEM;
    for (size_t i = 0; i < settings->endpoint_count && err != ERR_NOMEM; i++) {
        int own = is_shaped(&settings->endpoints[i])
                      ? read_shape(&settings->endpoints[i], diag, &shapes[i])
                      : 0;
        err = own < 0 ? own : err;
    }
    if (err < 0) {
        shapes_free(settings, shapes);
        return err;
    }
    *out = shapes;
    return 0;
}
