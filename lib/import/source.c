#include "lib/import/source.h"

#include <errno.h>
#include <sys/stat.h>

#include "base/err.h"
#include "base/file.h"
#include "base/utf8.h"
#include "import/csv.h"

/* Fills raw up as far as it goes. */
static void read_raw(struct source *source)
{
    size_t room = SOURCE_RAW - source->raw_len;
    size_t n = room;
    if (source->file) {
        n = fread(source->raw + source->raw_len, 1, room, source->file);
        if (ferror(source->file)) {
            source->err = ERR_IO;
        }
    } else {
        n = room < source->left ? room : source->left;
        if (n > 0) {
            memcpy(source->raw + source->raw_len, source->data, n);
            source->data += n;
            source->left -= n;
        }
    }
    source->raw_len += n;
    source->total += n;
    source->ended = n < room;
    if (source->total > CSV_MAX_FILE) {
        source->err = ERR_LIMIT;
    }
}

static uint32_t unit_at(const struct source *source, size_t at)
{
    unsigned char a = source->raw[at];
    unsigned char b = source->raw[at + 1];
    return source->encoding == SOURCE_UTF16LE ? (uint32_t)(a | b << 8) : (uint32_t)(a << 8 | b);
}

/* Decodes one character of UTF-16 at `at`. Returns the bytes used, 0 when more are needed. */
static size_t decode_unit(struct source *source, size_t at)
{
    size_t left = source->raw_len - at;
    char text[UTF8_CHAR_SIZE];
    if (left < 2) {
        return 0;
    }
    uint32_t code = unit_at(source, at);
    size_t used = 2;
    if (code >= 0xD800 && code < 0xDC00) {
        if (left < 4) {
            return 0;
        }
        uint32_t low = unit_at(source, at + 2);
        code = low >= 0xDC00 && low < 0xE000 ? 0x10000 + ((code - 0xD800) << 10) + (low - 0xDC00)
                                             : 0xD800;
        used = 4;
    }
    int len = code == 0 ? 0 : utf8_encode(code, text);
    if (len <= 0) {
        source->err = ERR_FORMAT;
        return 0;
    }
    memcpy(source->out + source->len, text, (size_t)len);
    source->len += (size_t)len;
    return used;
}

static void decode_utf16(struct source *source)
{
    size_t at = 0;
    for (;;) {
        size_t used = decode_unit(source, at);
        if (used == 0) {
            break;
        }
        at += used;
    }
    source->raw_len -= at;
    memmove(source->raw, source->raw + at, source->raw_len);
    if (source->ended && source->raw_len > 0) {
        source->err = ERR_FORMAT; /* half a character at the end */
    }
}

bool source_more(struct source *source)
{
    if (source->err || (source->ended && source->raw_len == 0)) {
        return false;
    }
    source->at = 0;
    source->len = 0;
    if (!source->ended) {
        read_raw(source);
        if (source->err) {
            return false;
        }
    }
    if (source->encoding == SOURCE_UTF8) {
        memcpy(source->out, source->raw, source->raw_len);
        source->len = source->raw_len;
        source->raw_len = 0;
    } else {
        decode_utf16(source);
    }
    return source->len > 0;
}

const char *source_ahead(struct source *source, size_t *len)
{
    (void)source_peek(source);
    *len = source->len - source->at;
    return source->out + source->at;
}

/* Tells the encoding by its byte order mark, which is taken out. */
static int begin(struct source *source)
{
    source->out = malloc(SOURCE_OUT);
    if (!source->out) {
        return ERR_NOMEM;
    }
    read_raw(source);
    const unsigned char *raw = source->raw;
    size_t bom = 0;
    if (source->raw_len >= 3 && memcmp(raw, "\xEF\xBB\xBF", 3) == 0) {
        bom = 3;
    } else if (source->raw_len >= 2 && memcmp(raw, "\xFF\xFE", 2) == 0) {
        source->encoding = SOURCE_UTF16LE;
        bom = 2;
    } else if (source->raw_len >= 2 && memcmp(raw, "\xFE\xFF", 2) == 0) {
        source->encoding = SOURCE_UTF16BE;
        bom = 2;
    }
    source->raw_len -= bom;
    memmove(source->raw, source->raw + bom, source->raw_len);
    return 0;
}

int source_open_file(struct source *source, const char *path)
{
    struct stat status;
    source->file = fopen(path, "re");
    if (!source->file || fstat(fileno(source->file), &status) != 0) {
        return file_error(errno);
    }
    if (S_ISDIR(status.st_mode)) {
        return ERR_INVALID;
    }
    return begin(source);
}

int source_open_memory(struct source *source, const void *data, size_t len)
{
    source->data = data;
    source->left = len;
    return begin(source);
}

void source_close(struct source *source)
{
    if (source->file) {
        (void)fclose(source->file);
    }
    free(source->out);
    source->file = NULL;
    source->out = NULL;
}
