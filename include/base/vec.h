/* Growing arrays of any type, with a ceiling.
 *
 * They work on every struct that has the members `items` (a pointer from malloc or NULL), `count`
 * and `capacity` (size_t); a zeroed one is an empty vector:
 *
 *     struct names { char **items; size_t count; size_t capacity; };
 *     err = vec_push(&names, NAMES_MAX, name);
 */
#ifndef BASE_VEC_H
#define BASE_VEC_H

#include <stddef.h>
#include <stdlib.h>

/* Declares the members in one line: `struct days { VEC_MEMBERS(day_t); };`. */
#define VEC_MEMBERS(type)                                                                          \
    type *items;                                                                                   \
    size_t count;                                                                                  \
    size_t capacity

/* Appends a copy of value. Returns 0, ERR_LIMIT (it has max items already) or ERR_NOMEM; the vector
 * is unchanged then, and what value owns stays the caller's. value is evaluated once, and only
 * when there is room; vec is evaluated several times. */
#define vec_push(vec, max, value)                                                                  \
    __extension__({                                                                                \
        int vec_err_ = vec_reserve((vec), (max), 1);                                               \
        if (vec_err_ == 0) {                                                                       \
            (vec)->items[(vec)->count] = (value);                                                  \
            (vec)->count++;                                                                        \
        } else if (vec_err_ > 0) {                                                                 \
            __builtin_unreachable(); /* so that `if (err < 0)` and `if (err)` are one */           \
        }                                                                                          \
        vec_err_;                                                                                  \
    })

/* Makes room for n more items behind count. Same errors. */
#define vec_reserve(vec, max, n)                                                                   \
    vec_grow(&(vec)->items, sizeof((vec)->items[0]), (vec)->count, (n), (max), &(vec)->capacity)

/* Takes out item i and closes the gap; i < count. What the item owns is not freed. */
#define vec_remove(vec, i) vec_close_gap((vec)->items, sizeof((vec)->items[0]), &(vec)->count, (i))

/* Frees the array alone and leaves an empty vector. What its items own must be freed before. */
#define vec_free(vec)                                                                              \
    do {                                                                                           \
        free((vec)->items);                                                                        \
        (vec)->items = NULL;                                                                       \
        (vec)->count = 0;                                                                          \
        (vec)->capacity = 0;                                                                       \
    } while (0)

/* Frees every item with `void clear(type *)`, then the array. */
#define vec_clear(vec, clear)                                                                      \
    do {                                                                                           \
        for (size_t vec_i_ = 0; vec_i_ < (vec)->count; vec_i_++) {                                 \
            clear(&(vec)->items[vec_i_]);                                                          \
        }                                                                                          \
        vec_free(vec);                                                                             \
    } while (0)

/* What the macros call. items_pointer is the address of the pointer to the items. Doubles the
 * memory, never beyond max items. Returns 0, ERR_LIMIT or ERR_NOMEM. */
int vec_grow(void *items_pointer, size_t item_size, size_t count, size_t more, size_t max,
             size_t *capacity);
void vec_close_gap(void *items, size_t item_size, size_t *count, size_t index);

#endif
