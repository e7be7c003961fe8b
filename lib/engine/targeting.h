/* What the files on targets share. */
#ifndef ENGINE_TARGETING_H
#define ENGINE_TARGETING_H

#include "engine/targets.h"
#include "lib/engine/acting.h"
#include "schedule/rhythm.h"

/* The target of a row; its texts are the row's. */
struct target targeting_model(const struct target_row *row);
/* By id, code, "plan/stt", or the id or code of what asks for its values. What is wrong is told. Clear *out. */
int targeting_find(struct engine *engine, const char *key, struct diag *diag,
                   struct target_row *out);
/* The same with all that hangs on it. */
int targeting_look(struct engine *engine, const char *key, day_t day, struct diag *diag,
                   struct target_view *out);

/* --- what asks for values (follow.c) -------------------------------------------------------------- */

/* Ids: "<target>/quarter/2022-Q1" asks for a period's value, "<target>/once/2022" for the goal of that
 * year. ERR_LIMIT. */
int targeting_ask_id(const char *target, struct period period, char out[static OCCURRENCE_ID_MAX]);
int targeting_deadline_id(const char *target, int year, char out[static OCCURRENCE_ID_MAX]);
/* Whether it asks for a period's value, which no paper alone can answer; then its target. */
bool targeting_asks(const struct occurrence_row *row, char target[static TARGET_ID_MAX]);

/* A person opens it again: the values that are known now do not close it. Nothing when it is not of a
 * target. */
int targeting_hold(struct engine *engine, struct occurrence_row *row);
/* After any change of a target, its values or what asks for them: discharges the asks that have their
 * value, and the deadlines that are reached (opens those that are no more), and tells a change of state:
 * behind and at risk to the office, each to endpoints. */
int targeting_follow(struct acting *acting, const char *target);
/* The same of a plan's live targets; of those of all plans of a department, which the turn of a year can
 * change without any new value. */
int targeting_follow_plan(struct acting *acting, const char *plan);
int targeting_follow_department(struct engine *engine, const char *department, instant_t now);

/* Appends how it stands: "giá trị gần nhất 25 % (14/06/2022), theo tiến độ phải là 27 %; …". */
int targeting_write_pace(const struct target_view *view, struct buf *out);
/* The same for an occurrence that asks for a value or a goal; nothing for any other. */
int targeting_write(struct engine *engine, const struct occurrence_row *row, day_t today,
                    struct buf *out);

#endif
