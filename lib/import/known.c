#include "lib/import/known.h"

#include <stdint.h>

#include "base/err.h"

#define FIRST_CAPACITY 64

/* FNV-1a. The number of texts is bounded by who reads them, so a flood of equal hashes costs time only. */
static uint64_t hash(const char *text)
{
    uint64_t h = 14695981039346656037u;
    for (; *text; text++) {
        h = (h ^ (unsigned char)*text) * 1099511628211u;
    }
    return h ^ h >> 32;
}

/* The slot of the text, or the free one where it belongs. */
static struct known_entry *slot_of(struct known_entry *slots, size_t capacity, const char *text)
{
    size_t at = (size_t)hash(text) & (capacity - 1);
    while (slots[at].text && strcmp(slots[at].text, text) != 0) {
        at = (at + 1) & (capacity - 1);
    }
    return &slots[at];
}

static int make_room(struct known *known)
{
    if (known->count * 2 < known->capacity) {
        return 0;
    }
    size_t capacity = known->capacity ? known->capacity * 2 : FIRST_CAPACITY;
    struct known_entry *slots = calloc(capacity, sizeof(*slots));
    if (!slots) {
        return ERR_NOMEM;
    }
    for (size_t i = 0; i < known->capacity; i++) {
        if (known->slots[i].text) {
            *slot_of(slots, capacity, known->slots[i].text) = known->slots[i];
        }
    }
    free(known->slots);
    known->slots = slots;
    known->capacity = capacity;
    return 0;
}

int known_add(struct known *known, const char *text, int line, int *first)
{
    int err = make_room(known);
    if (err) {
        return err;
    }
    struct known_entry *slot = slot_of(known->slots, known->capacity, text);
    if (slot->text) {
        *first = slot->line;
        return ERR_EXISTS;
    }
    slot->text = strdup(text);
    if (!slot->text) {
        return ERR_NOMEM;
    }
    slot->line = line;
    known->count++;
    return 0;
}

bool known_find(const struct known *known, const char *text, int *line)
{
    if (known->capacity == 0) {
        return false;
    }
    const struct known_entry *slot = slot_of(known->slots, known->capacity, text);
    if (slot->text) {
        *line = slot->line;
    }
    return slot->text != NULL;
}

void known_clear(struct known *known)
{
    for (size_t i = 0; i < known->capacity; i++) {
        free(known->slots[i].text);
    }
    free(known->slots);
    *known = (struct known){0};
}
