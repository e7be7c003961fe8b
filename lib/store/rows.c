#include "lib/store/rows.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/err.h"
#include "cal/civil.h"
#include "model/stage.h"

static const char *const role_list[] = {"lead", "coordinating", "office",
                                        "head", "deputy",       "director"};
const struct words role_words = WORDS(role_list);

static void *at(void *row, size_t offset)
{
    return (char *)row + offset;
}

void row_init(const struct row_type *type, void *row)
{
    memset(row, 0, type->size);
    for (int i = 0; i < type->count; i++) {
        const struct field *field = &type->fields[i];
        if (field->type == FIELD_DAY) {
            *(day_t *)at(row, field->offset) = DAY_NONE;
        } else if (field->type == FIELD_INSTANT) {
            *(instant_t *)at(row, field->offset) = INSTANT_NONE;
        }
    }
}

/* Bytes a field needs in a copy; 0 for what is no text. */
static size_t field_bytes(const struct field *field, void *row)
{
    if (field->type == FIELD_TEXT) {
        const char *text = *(const char **)at(row, field->offset);
        return text ? strlen(text) + 1 : 0;
    }
    if (field->type == FIELD_BLOB) {
        const void *data = *(const void **)at(row, field->offset);
        return data ? *(size_t *)at(row, field->length) + 1 : 0;
    }
    return 0;
}

int row_own(const struct row_type *type, void *row)
{
    size_t total = 1;
    for (int i = 0; i < type->count; i++) {
        total += field_bytes(&type->fields[i], row);
    }
    char *memory = malloc(total);
    if (!memory) {
        return ERR_NOMEM;
    }
    char *next = memory;
    for (int i = 0; i < type->count; i++) {
        const struct field *field = &type->fields[i];
        size_t size = field_bytes(field, row);
        if (size == 0) {
            continue;
        }
        const void *from = NULL;
        memcpy(&from, at(row, field->offset), sizeof(from));
        memcpy(next, from, size - 1);
        next[size - 1] = '\0';
        memcpy(at(row, field->offset), &next, sizeof(next));
        next += size;
    }
    *(void **)at(row, type->owned) = memory;
    return 0;
}

void row_clear(const struct row_type *type, void *row)
{
    if (!row) {
        return;
    }
    free(*(void **)at(row, type->owned));
    row_init(type, row);
}

void rows_clear(const struct row_type *type, void *list)
{
    struct any_rows *rows = list;
    if (!rows) {
        return;
    }
    for (size_t i = 0; i < rows->count; i++) {
        free(*(void **)at(at(rows->items, i * type->size), type->owned));
    }
    free(rows->items);
    *rows = (struct any_rows){0};
}

int stored_words_find(const struct words *words, const char *word)
{
    for (int i = 0; i < words->count; i++) {
        const char *item = words->items[i];
        if (item ? (word && strcmp(item, word) == 0) : !word) {
            return i;
        }
    }
    return -1;
}
