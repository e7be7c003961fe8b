/* What the files of `dondoc target` share. */
#ifndef DAEMON_CLI_TARGET_H
#define DAEMON_CLI_TARGET_H

#include "daemon/remote.h"
#include "model/amount.h"

/* A member that is a number as an amount; AMOUNT_NONE when it is absent or null. */
amount_t target_amount(const json_t *object, const char *name);
/* Appends "12,5 %", or "–" for none. */
void target_value(const json_t *object, const char *name, const char *unit, struct buf *out);
/* Appends "12,5 % (14/03/2022)" of a { day, value }, or "–". */
void target_point(const json_t *point, const char *unit, struct buf *out);
/* The state in the language of this program. */
const char *target_state(const json_t *item);

/* Prints all of one target; arg is the struct cli. */
int target_show(const json_t *item, void *arg);

#endif
