/* What the files on targets share. */
#ifndef ENGINE_TARGETING_H
#define ENGINE_TARGETING_H

#include "engine/targets.h"
#include "lib/engine/acting.h"

/* The target of a row; its texts are the row's. */
struct target targeting_model(const struct target_row *row);
/* By id, code or "plan/stt". What is wrong is told. Clear *out. */
int targeting_find(struct engine *engine, const char *key, struct diag *diag,
                   struct target_row *out);
/* The same with all that hangs on it. */
int targeting_look(struct engine *engine, const char *key, day_t day, struct diag *diag,
                   struct target_view *out);

#endif
