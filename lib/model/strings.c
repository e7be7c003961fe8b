#include "base/cleanup.h"
#include "base/err.h"
#include "base/text.h"
#include "base/utf8.h"
#include "base/vec.h"
#include "model/roster.h"

#define STRINGS_MAX 10000

static void string_clear(char **item)
{
    free(*item);
}

void strings_clear(struct strings *list)
{
    if (list) {
        vec_clear(list, string_clear);
    }
}

/* Takes over text, also when it fails. */
static int strings_take(struct strings *list, char *text)
{
    if (!text) {
        return ERR_NOMEM;
    }
    int err = vec_push(list, STRINGS_MAX, text);
    if (err) {
        free(text);
    }
    return err;
}

int strings_add(struct strings *list, const char *text)
{
    return strings_take(list, strdup(text));
}

int strings_add_tidy(struct strings *list, const char *text, size_t len)
{
    _cleanup_buf_ struct buf tidy = {0};
    buf_init(&tidy, UTF8_MAX_INPUT * 4);
    int err = utf8_tidy(text, len, &tidy);
    if (err) {
        return err;
    }
    return strings_take(list, buf_steal(&tidy));
}

int strings_split(struct strings *list, const char *text, char separator)
{
    struct text_span piece;
    while (text_split(&text, separator, &piece)) {
        size_t before = list->count;
        int err = piece.len > 0 ? strings_add_tidy(list, piece.data, piece.len) : 0;
        if (err) {
            return err;
        }
        if (list->count > before && list->items[before][0] == '\0') { /* no-break spaces only */
            free(list->items[before]);
            list->count = before;
        }
    }
    return 0;
}

int strings_find(const struct strings *list, const char *text)
{
    for (size_t i = 0; i < list->count; i++) {
        if (strcmp(list->items[i], text) == 0) {
            return (int)i;
        }
    }
    return -1;
}

int strings_copy(const struct strings *from, struct strings *to)
{
    for (size_t i = 0; i < from->count; i++) {
        int err = strings_add(to, from->items[i]);
        if (err) {
            strings_clear(to);
            return err;
        }
    }
    return 0;
}
