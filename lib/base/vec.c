#include "base/vec.h"

#include <stdint.h>

#include "base/err.h"

#define VEC_FIRST_CAPACITY 8

int vec_grow(void *items_pointer, size_t item_size, size_t count, size_t more, size_t max,
             size_t *capacity)
{
    if (count > max || more > max - count) {
        return ERR_LIMIT;
    }
    if (count + more <= *capacity) {
        return 0;
    }
    size_t wanted = *capacity > max / 2 ? max : *capacity * 2;
    if (wanted < VEC_FIRST_CAPACITY) {
        wanted = max < VEC_FIRST_CAPACITY ? max : VEC_FIRST_CAPACITY;
    }
    if (wanted < count + more) {
        wanted = count + more;
    }
    /* The pointer's type is not known here; its bytes are the same for every object pointer. */
    void *items = NULL;
    memcpy(&items, items_pointer, sizeof(items));
    items = reallocarray(items, wanted, item_size);
    if (!items) {
        return ERR_NOMEM;
    }
    memcpy(items_pointer, &items, sizeof(items));
    *capacity = wanted;
    return 0;
}

void vec_close_gap(void *items, size_t item_size, size_t *count, size_t index)
{
    char *at = (char *)items + index * item_size;
    memmove(at, at + item_size, (*count - index - 1) * item_size);
    (*count)--;
}
