/* Bytes of a file or of memory as UTF-8, whatever of UTF-8 and UTF-16 they came in. */
#ifndef IMPORT_SOURCE_H
#define IMPORT_SOURCE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

enum source_encoding { SOURCE_UTF8, SOURCE_UTF16LE, SOURCE_UTF16BE };

#define SOURCE_RAW 65536
#define SOURCE_OUT ((size_t)SOURCE_RAW * 2) /* two bytes of UTF-16 are at most three of UTF-8 */

struct source {
    FILE *file;                /* NULL: memory */
    const unsigned char *data; /* of memory: what is not read yet */
    size_t left;
    size_t total; /* bytes read so far */
    enum source_encoding encoding;
    unsigned char raw[SOURCE_RAW];
    size_t raw_len; /* bytes in raw that are not decoded yet */
    char *out;      /* decoded */
    size_t at, len;
    bool ended; /* nothing more comes into raw */
    int err;    /* ERR_IO, ERR_LIMIT, ERR_FORMAT (broken UTF-16), ERR_NOMEM */
};

/* Returns 0, ERR_NOT_FOUND, ERR_REFUSED, ERR_INVALID (a folder), ERR_IO, ERR_NOMEM. */
int source_open_file(struct source *source, const char *path);
int source_open_memory(struct source *source, const void *data, size_t len);
/* Accepts a zeroed struct. */
void source_close(struct source *source);

/* Decodes more; whether there is any. */
bool source_more(struct source *source);
/* What is decoded and not read yet, at least the first SOURCE_RAW / 2 bytes of a longer file. */
const char *source_ahead(struct source *source, size_t *len);

/* The next byte, or -1 at the end or after an error (see err). */
static inline int source_peek(struct source *source)
{
    return source->at < source->len || source_more(source) ? (unsigned char)source->out[source->at]
                                                           : -1;
}

static inline int source_get(struct source *source)
{
    int c = source_peek(source);
    source->at += c >= 0;
    return c;
}

#endif
