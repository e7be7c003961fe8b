/* The state of dondoc in one SQLite database: opening, transactions, errors, backup.
 *
 * All SQL of the project lives in lib/store. One connection, one thread. Nothing here waits for a
 * lock: ERR_BUSY comes back at once and the caller tries later.
 *
 * Rows. Each table has a struct whose `const char *` fields are either the caller's (writing), or
 * belong to the row (a `get`, a list: `owned` then holds them, the matching _clear frees it), or
 * are borrowed for the length of a callback (an `each`). NULL is "no value". Days that are
 * DAY_NONE and instants that are INSTANT_NONE are stored as no value. Texts are UTF-8, NFC.
 *
 * Every function returns 0 or an enum err; store_explain says the rest. Common to all of them, and
 * not repeated at each: ERR_NOMEM, ERR_IO, ERR_BUSY, ERR_NO_SPACE, ERR_READ_ONLY, ERR_CORRUPT
 * (damage, or a stored value that this version does not know), ERR_REFUSED (a write outside a
 * transaction; the same query used inside its own callback; any use of a transaction that failed
 * and was rolled back), ERR_INVALID (a value the table does not allow).
 *
 * May be used by: engine, daemon. */
#ifndef STORE_STORE_H
#define STORE_STORE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/clock.h"
#include "base/diag.h"
#include "base/err.h"

struct store;

/* Opens the database at `path`, upgrades it when an older dondoc made it, and makes it (mode 0600)
 * when there is none. ":memory:" is one that lives until it is closed. `now` dates an upgrade.
 * Damage that a quick look can find is found here; a database of up to 32 MiB is looked through
 * wholly, a larger one by store_check. A file that cannot be used is left as it is. Its parent
 * folder must exist.
 * Returns 0, ERR_BUSY (another process is upgrading it), ERR_READ_ONLY (file or folder),
 * ERR_CORRUPT (also: an empty file, another program's file), ERR_NEWER, ERR_NO_SPACE,
 * ERR_NOT_FOUND (the folder), ERR_IO, ERR_NOMEM; diag (may be NULL) then names the file and the
 * mend. The caller closes *out. */
int store_open(const char *path, instant_t now, struct diag *diag, struct store **out);

/* Opens it to be read only, whatever version of dondoc made it, and leaves it as it is: no upgrade,
 * nothing made, not a byte written to the file. Writes fail with ERR_READ_ONLY or ERR_REFUSED. Errors
 * as above; ERR_NOT_FOUND: no such file. */
int store_open_reading(const char *path, struct diag *diag, struct store **out);

/* A copy of it in memory, of the newest version, to be written at will; the file, which a daemon may have
 * open, stays as it is. Errors as of store_open_reading, and ERR_BUSY. */
int store_open_copy(const char *path, instant_t now, struct diag *diag, struct store **out);

/* Rolls an open transaction back, closes, frees. Accepts NULL. */
void store_close(struct store *store);

/* The path as given to store_open. */
const char *store_path(const struct store *store);

/* Adds what the last failed call was about to diag: the file, what is wrong in the user's
 * language with SQLite's own words, and the mend. `err` is what that call returned. */
void store_explain(const struct store *store, int err, struct diag *diag);

/* --- transactions ----------------------------------------------------------------------------- */

/* Starts a transaction that may write. ERR_REFUSED inside another one; ERR_BUSY when another
 * connection writes. */
int store_txn_begin(struct store *store);
/* Ends it for good: what it wrote has reached the disk when 0 is returned. When COMMIT itself
 * fails, or the transaction had been rolled back by a failure before, nothing of it is kept, it is
 * over, and the error is returned. */
int store_txn_commit(struct store *store);
/* Forgets all of it. Does nothing outside a transaction. Accepts NULL. */
void store_txn_rollback(struct store *store);
/* Whether one is open. */
bool store_in_txn(const struct store *store);
/* begin, body, and commit when body returned 0, else rollback. Returns body's error or its own. */
int store_run(struct store *store, int (*body)(struct store *store, void *arg), void *arg);

/* A part of the open transaction that can be forgotten by itself; parts may hold parts. Ended by one of
 * the two others; forgetting cannot fail. */
int store_part_begin(struct store *store);
int store_part_keep(struct store *store);
void store_part_forget(struct store *store);

/* --- what waits ------------------------------------------------------------------------------- */

/* The earliest instants at which something is to be done; INSTANT_NONE where nothing waits. */
struct store_waiting {
    instant_t occurrence; /* a stage */
    instant_t job;
    instant_t notice;  /* to be put into a message */
    instant_t message; /* to be sent */
};
int store_waiting(struct store *store, struct store_waiting *out);

/* --- small values ----------------------------------------------------------------------------- */

struct buf;
/* Replaces out's content with the value of a key. ERR_NOT_FOUND, ERR_LIMIT (out's ceiling). */
int store_meta_get(struct store *store, const char *key, struct buf *out);
/* A number kept under a key; ERR_NOT_FOUND, ERR_CORRUPT (not a number). */
int store_meta_get_int(struct store *store, const char *key, int64_t *out);
int store_meta_put(struct store *store, const char *key, const char *value);
int store_meta_put_int(struct store *store, const char *key, int64_t value);

/* --- upkeep ----------------------------------------------------------------------------------- */

/* Whether all of it was looked through when it was opened, as a small one is. */
bool store_looked_through(const struct store *store);
/* Looks through the whole database (seconds for a large one); findings go to diag.
 * Returns 0 or ERR_CORRUPT. */
int store_check(struct store *store, struct diag *diag);
/* Writes a consistent copy to a new file (mode 0600) while others go on; it appears under its name
 * only when it is whole. ERR_EXISTS when there is such a file, ERR_NOT_FOUND (no such folder). Not
 * inside a transaction. */
int store_backup(struct store *store, const char *file, struct diag *diag);

/* The same by and by, while the store is written on: what is written meanwhile is in the copy. One at a
 * time (ERR_BUSY). */
struct store_copy;
int store_copy_begin(struct store *store, const char *file, struct diag *diag,
                     struct store_copy **out);
/* Copies so many pages more (-1: all) and waits for the disk to have them. Not inside a transaction.
 * Returns 1 (there is more), 0 (the file has its name), or an error: nothing but store_copy_end then. */
int store_copy_step(struct store_copy *copy, int pages, struct diag *diag);
/* Of what is not whole nothing stays. Before store_close. Accepts NULL. */
void store_copy_end(struct store_copy *copy);
/* Moves what has gathered in the -wal file into the database. ERR_BUSY is no harm. */
int store_checkpoint(struct store *store);

#endif
