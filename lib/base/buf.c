#include "base/buf.h"

#include "base/err.h"

#define BUF_FIRST_CAPACITY 64

void buf_init(struct buf *buf, size_t max)
{
    /* One byte is kept for the NUL, so that len + 1 cannot wrap. */
    *buf = (struct buf){.max = max < SIZE_MAX ? max : SIZE_MAX - 1};
}

void buf_clear(struct buf *buf)
{
    if (buf) {
        free(buf->data);
        buf_init(buf, buf->max);
    }
}

void buf_reset(struct buf *buf)
{
    buf->len = 0;
    if (buf->data) {
        buf->data[0] = '\0';
    }
}

/* Makes room for `more` bytes and the NUL behind them. */
static int reserve(struct buf *buf, size_t more)
{
    if (more > buf->max - buf->len) {
        return ERR_LIMIT;
    }
    size_t needed = buf->len + more + 1;
    if (needed <= buf->capacity) {
        return 0;
    }
    size_t capacity = buf->capacity ? buf->capacity : BUF_FIRST_CAPACITY;
    while (capacity < needed) {
        capacity = capacity > SIZE_MAX / 2 ? needed : capacity * 2;
    }
    if (capacity > buf->max + 1) {
        capacity = buf->max + 1;
    }
    char *data = realloc(buf->data, capacity);
    if (!data) {
        return ERR_NOMEM;
    }
    data[buf->len] = '\0';
    buf->data = data;
    buf->capacity = capacity;
    return 0;
}

int buf_append(struct buf *buf, const void *data, size_t len)
{
    int err = reserve(buf, len);
    if (err) {
        return err;
    }
    if (len > 0) {
        memcpy(buf->data + buf->len, data, len);
    }
    buf->len += len;
    buf->data[buf->len] = '\0';
    return 0;
}

int buf_puts(struct buf *buf, const char *text)
{
    return buf_append(buf, text, strlen(text));
}

int buf_putc(struct buf *buf, char c)
{
    return buf_append(buf, &c, 1);
}

int buf_int(struct buf *buf, int64_t number)
{
    char text[24];
    char *start = text + sizeof(text);
    uint64_t rest = number < 0 ? -(uint64_t)number : (uint64_t)number;
    do {
        *--start = (char)('0' + rest % 10);
        rest /= 10;
    } while (rest > 0);
    if (number < 0) {
        *--start = '-';
    }
    return buf_append(buf, start, (size_t)(text + sizeof(text) - start));
}

int buf_vprintf(struct buf *buf, const char *format, va_list args)
{
    /* Most of what is written fits into the room there is: formatted once, not twice. */
    if (!buf->data) {
        (void)reserve(buf, buf->max > 0);
    }
    size_t room = buf->data ? buf->capacity - buf->len : 0;
    va_list copy;
    va_copy(copy, args);
    int len = vsnprintf(buf->data ? buf->data + buf->len : NULL, room, format, copy);
    va_end(copy);
    if (len >= 0 && (size_t)len < room) {
        buf->len += (size_t)len;
        return 0;
    }
    if (buf->data) {
        buf->data[buf->len] = '\0';
    }
    int err = len < 0 ? ERR_LIMIT : reserve(buf, (size_t)len);
    if (err) {
        return err;
    }
    (void)vsnprintf(buf->data + buf->len, (size_t)len + 1, format, args);
    buf->len += (size_t)len;
    return 0;
}

int buf_printf(struct buf *buf, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    int err = buf_vprintf(buf, format, args);
    va_end(args);
    return err;
}

const char *buf_str(const struct buf *buf)
{
    return buf->data ? buf->data : "";
}

char *buf_steal(struct buf *buf)
{
    char *data = buf->data ? buf->data : calloc(1, 1);
    if (data) {
        buf_init(buf, buf->max);
    }
    return data;
}
