/* The shape in which an endpoint's events leave: a Mustache template for the body, one for the path.
 *
 * How {{name}} writes a value follows from the content type, so that no value can break out of its place:
 *
 *     application/json, …+json             as inside a string of JSON ("{{data.task.content}}");
 *                                          a list or an object as JSON, without quotes around it
 *     application/xml, text/xml, …+xml     entities
 *     text/html                            entities
 *     application/x-www-form-urlencoded    percent-encoded
 *     anything else                        as it is
 *     the path                             percent-encoded, "/" too
 *
 * The data is the event as it would leave without a template (conf/schemas). */
#ifndef RENDER_SHAPE_H
#define RENDER_SHAPE_H

#include <jansson.h>

#include "base/buf.h"
#include "base/diag.h"
#include "model/event_type.h"
#include "render/template.h"

/* Where an endpoint says how. */
struct shape_source {
    const char *body;         /* text of the template; NULL or "": the event itself */
    const char *body_file;    /* what diag calls it */
    const char *path;         /* template of what follows the endpoint's address; "" nothing */
    const char *content_type; /* "": SHAPE_JSON with a body, else the event's own */
    const char *config;       /* file and line of the endpoint, for the path */
    int line;
    uint32_t events; /* the types that it will be used for, EVENT_BIT */
};

#define SHAPE_JSON "application/json; charset=utf-8"
/* How values are written for a content type. */
enum template_escape shape_escape(const char *content_type);
/* Whether it is said to be JSON. */
bool shape_is_json(const char *content_type);

struct shape;
/* Compiles it and tries it with an invented event of each type, once with all that such an event can
 * hold and once with what it always has. Findings go to diag with file and line: mistakes of the
 * template; names that no event has; what does not come out as JSON when it should; a path that lacks
 * a value. Returns 0, ERR_FORMAT, ERR_LIMIT, ERR_NOMEM. */
int shape_compile(const struct shape_source *source, struct diag *diag, struct shape **out);
/* Accepts NULL. */
void shape_free(struct shape *shape);

/* NULL: the event's own. */
const char *shape_content_type(const struct shape *shape);
/* Appends body and path (nothing when there is none). Returns 0, ERR_LIMIT, ERR_NOMEM. */
int shape_render(const struct shape *shape, const json_t *event, struct buf *body,
                 struct buf *path);

#endif
