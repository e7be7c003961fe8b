/* Releases what a variable holds when it leaves its block, whatever the way out. */
#ifndef BASE_CLEANUP_H
#define BASE_CLEANUP_H

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/diag.h"

/* `_cleanup_(plan_clear) struct plan plan = {0};` calls plan_clear(&plan) at the end of the block.
 * The variable must be initialised where it is declared. */
#define _cleanup_(function) __attribute__((cleanup(function)))

static inline void cleanup_free(void *pointer_to_pointer)
{
    free(*(void **)pointer_to_pointer);
}

static inline void cleanup_fclose(FILE **file)
{
    if (*file) {
        (void)fclose(*file);
    }
}

static inline void cleanup_close(const int *fd)
{
    if (*fd >= 0) {
        (void)close(*fd);
    }
}

/* For a pointer from malloc; NULL is fine. */
#define _cleanup_free_ _cleanup_(cleanup_free)
/* For a FILE *; NULL is fine. A file that was written wants its fclose checked: do that first. */
#define _cleanup_fclose_ _cleanup_(cleanup_fclose)
/* For a file descriptor; -1 is fine. */
#define _cleanup_close_ _cleanup_(cleanup_close)
/* For a struct buf, a struct diag. */
#define _cleanup_buf_ _cleanup_(buf_clear)
#define _cleanup_diag_ _cleanup_(diag_clear)

/* Gives the pointer away: its value now, and NULL (or -1) stays behind for the clean-up. */
#define TAKE_PTR(pointer)                                                                          \
    __extension__({                                                                                \
        __typeof__(pointer) taken_ = (pointer);                                                    \
        (pointer) = NULL;                                                                          \
        taken_;                                                                                    \
    })
#define TAKE_FD(fd)                                                                                \
    __extension__({                                                                                \
        int taken_ = (fd);                                                                         \
        (fd) = -1;                                                                                 \
        taken_;                                                                                    \
    })

#endif
