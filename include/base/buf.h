/* A growing byte buffer with a ceiling; always ends in a NUL that is not counted. */
#ifndef BASE_BUF_H
#define BASE_BUF_H

#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

struct buf {
    char *data; /* never NULL after the first append; NUL-terminated */
    size_t len;
    size_t capacity;
    size_t max; /* len never exceeds this */
};

/* An empty buffer that may grow to max bytes; takes no memory yet. */
void buf_init(struct buf *buf, size_t max);
/* Frees the memory and leaves an empty buffer with the same ceiling; accepts NULL, zeroed. */
void buf_clear(struct buf *buf);
/* Forgets the content and keeps the memory. */
void buf_reset(struct buf *buf);

/* Each appends and returns 0, ERR_NOMEM, or ERR_LIMIT (ceiling); the buffer is unchanged then. */
int buf_append(struct buf *buf, const void *data, size_t len);
int buf_puts(struct buf *buf, const char *text);
int buf_putc(struct buf *buf, char c);
int buf_int(struct buf *buf, int64_t number); /* in decimal */
int buf_printf(struct buf *buf, const char *format, ...) __attribute__((format(printf, 2, 3)));
int buf_vprintf(struct buf *buf, const char *format, va_list args)
    __attribute__((format(printf, 2, 0)));

/* The text, "" when empty; valid until the next append. Never NULL. */
const char *buf_str(const struct buf *buf);
/* Hands the memory to the caller (free() it) and leaves the buffer empty. NULL only when memory
 * for an empty string could not be had. */
char *buf_steal(struct buf *buf);

#endif
