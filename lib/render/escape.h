/* What a template does to the values that it writes, by what it makes. */
#ifndef LIB_RENDER_ESCAPE_H
#define LIB_RENDER_ESCAPE_H

#include "render/template.h"

/* Appends text as it has to stand in what is made. Returns 0, ERR_NOMEM, ERR_LIMIT. */
int escape_put(enum template_escape escape, const char *text, size_t len, struct buf *out);

#endif
