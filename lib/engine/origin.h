/* Inside of engine: the papers that started something. */
#ifndef ENGINE_ORIGIN_H
#define ENGINE_ORIGIN_H

#include "base/i18n.h"
#include "engine/assign.h"
#include "lib/engine/internal.h"

/* The plan of assigned tasks is "<department>/giao"; no id of a config holds a "/". */
#define ORIGIN_PLAN_END "/giao"
#define ORIGIN_TITLE N_("Nhiệm vụ phát sinh")

bool origin_is_plan(const char *plan);
/* The department of such a plan's id; NULL when it is none. */
const struct department *origin_department(const struct settings *settings, const char *plan);

/* What origin_put writes; the key is made from the document. */
struct origin_new {
    const char *occurrence, *department, *document;
    day_t issued;
    const char *sender, *ident;
};
/* Writes nothing when there is no document. */
int origin_put(struct engine *engine, const struct origin_new *origin);

/* The origin of an occurrence, or of the whole of a share. *found false: none is known. Clear *out. */
int origin_of(struct engine *engine, const struct occurrence_row *row, struct origin_row *out,
              bool *found);

/* "Văn bản số 125/UBND-VX ngày 01/03/2022 của UBND tỉnh". Appends. */
int origin_cite(const struct origin_row *origin, struct buf *out);

#endif
