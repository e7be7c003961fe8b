/* What is wrong with dondoc itself: kept as rows while it lasts, shown by `dondoc status`, told to the
 * administrator (`admin_mail`) in one mail a day at most, and by the endpoints when mail is what
 * fails. Kinds: "disk", "clock", "endpoint" (subject: its name), "undelivered" and "plan_year"
 * (subject: the department), "ledger", "edxml" and "edxml_refused"
 * (subject: the folder), "damage". */
#ifndef ENGINE_CONDITIONS_H
#define ENGINE_CONDITIONS_H

#include "engine/engine.h"
#include "store/conditions.h"

/* At start and after a reload, before the plans are loaded: whether the clock can be right (against the
 * last change that was recorded), whether what was added to the ledger is whole; and plans the
 * administrator's mail. Returns 0 or an error of the store. */
int conditions_start(struct engine *engine, instant_t now);

/* Room on the disk that holds the state. Nearly full is: less than 256 MiB, or than 2 % and 2 GiB. It is
 * over when there is a quarter more than that. Writes only when that changes. Returns 0 or an error of
 * the store. */
int conditions_disk(struct engine *engine, instant_t now, int64_t available, int64_t total);

/* The whole database was looked through: text, whole sentences, says what is damaged. NULL: nothing is, and
 * what was is over. Returns 0 or an error of the store. */
int conditions_damage(struct engine *engine, instant_t now, const char *text);
/* When that was last; *out stays when it never was. */
int conditions_damage_seen(struct engine *engine, instant_t *out);

/* The folder of the e-office's files cannot be watched, or a file in it not be taken: text, a whole
 * sentence, says what. NULL: it is over. Returns 0 or an error of the store. */
int conditions_folder(struct engine *engine, instant_t now, const char *folder, const char *text);
/* A file of the folder was refused: it may have been work with a day. Shown for three days after the last
 * one; text as above, of the last one. Same returns. */
int conditions_refused(struct engine *engine, instant_t now, const char *folder, const char *text);

/* The wall clock was set while we ran, by so many ms (suspend does not count). Less than 5 minutes is
 * nothing. Returns 0 or an error of the store. */
int conditions_clock(struct engine *engine, instant_t now, int64_t jump_ms);

#endif
