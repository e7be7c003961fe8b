/* The plans of the config for a load: which of them have to be compared with the store, and their
 * rows. */
#ifndef ENGINE_SOURCES_H
#define ENGINE_SOURCES_H

#include "base/sign.h"
#include "lib/engine/internal.h"

struct source {
    const struct plan *section;
    struct plan plan; /* its rows, while `read` */
    bool read;
    bool faulty;                    /* its file cannot be read: it stays as it is stored */
    bool changed;                   /* not as it was when it was loaded */
    char file[SIGN_HEX_SIZE];       /* hash of its files; "": cannot be read */
    char own[SIGN_HEX_SIZE];        /* its fingerprint */
    char amendments[SIGN_HEX_SIZE]; /* hash of what other plans amend in it; "": none, or unknown */
    int live_rows, unsettled_rows, occurrences; /* as the last load counted them */
};

struct sources {
    struct source *items;
    size_t count;
    struct amendments amendments;
    bool amendments_known; /* false: an amending plan is faulty */
    size_t rows_kept;
};

void sources_clear(struct sources *sources);
/* Compares what each plan hangs on with what it hung on at its last load. all: every one counts as
 * changed. When any has changed, or gone (a plan has left the config), reads all for what they amend;
 * a plan with changed amendments has changed too. diag hears of faulty files. *out must be zeroed. */
int sources_examine(struct engine *engine, day_t today, bool all, bool gone, struct diag *diag,
                    struct sources *out);
/* Its rows; ERR_FORMAT …: it is faulty now. */
int source_read(struct source *source, struct diag *diag);
void source_forget(struct source *source);
/* Whether the file is still what was hashed, after its rows were read. */
bool source_is_still(const struct source *source);

#endif
