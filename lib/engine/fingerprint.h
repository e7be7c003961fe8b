/* Whether a plan has to be loaded again: a hash of all that its load depends on.
 *
 * A load compares every row and occurrence with the store, which takes long for a million. Nothing
 * comes of it when nothing has changed. A skip that is wrong is worse than a load that is slow, so
 * the hash takes in
 *  - every member of `struct settings` and of what it holds, but those that a put_… function of
 *    fingerprint.c names as left out (tests/lint/fingerprint holds it to that);
 *  - the bytes of the plan's files, and the rows of other plans that amend it (sources.c);
 *  - the program itself: all sources under lib and include (program.c, made by the build);
 *  - of the day, who holds each unit's duties.
 * And the store forgets the hash of a plan (a trigger, migrations) when somebody makes an occurrence of
 * it open again that was done, exempt or withdrawn: a load does not compare those.
 *
 * A NEW INPUT OF A LOAD is added here:
 *  - from the config: a member of the settings; put it in put_<struct>, or name it there as left
 *    out: the lint fails until it is, and so does tests/unit/engine/test_again.c, which wants to see
 *    that a change of each key loads the plan again;
 *  - from a file: hash it in hash_files of sources.c;
 *  - from the store (a table that officers or other systems write): clear `plan.fingerprint` of the
 *    plan by a trigger where that table changes, or put its rows into the hash;
 *  - from the day: put what follows from the day, never the day itself. */
#ifndef ENGINE_FINGERPRINT_H
#define ENGINE_FINGERPRINT_H

#include "base/sign.h"
#include "model/settings.h"

/* What all plans hang on. */
void fingerprint_settings(const struct settings *settings, char out[static SIGN_HEX_SIZE]);
/* What the plans of a department hang on, on that day. */
void fingerprint_department(const struct department *department, day_t today,
                            char out[static SIGN_HEX_SIZE]);
/* A plan: the two above, its section and the hash of its file. */
void fingerprint_plan(const char *settings, const char *department, const struct plan *section,
                      const char *file, char out[static SIGN_HEX_SIZE]);

#endif
