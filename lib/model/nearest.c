/* Whom an unknown wording may mean: a slip of the keyboard, or an abbreviation ("P. KHTC"). Only ever
 * shown to a person to choose from. */
#include "base/cleanup.h"
#include "base/err.h"
#include "base/utf8.h"
#include "model/roster.h"

#define NEAREST_MAX 16
#define WORDS_MAX 48
#define KEY_MAX ((size_t)64 << 10)

struct nearest {
    const struct party *party;
    int distance;
};

/* --- abbreviations ------------------------------------------------------------------------------ */

struct word {
    const char *text;
    size_t len;
};

static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
}

/* The words of a text without diacritics. */
static size_t split_words(const char *text, struct word words[WORDS_MAX])
{
    size_t count = 0;
    while (count < WORDS_MAX) {
        while (*text && !is_letter(*text)) {
            text++;
        }
        size_t len = 0;
        while (is_letter(text[len])) {
            len++;
        }
        if (len == 0) {
            break;
        }
        words[count++] = (struct word){text, len};
        text += len;
    }
    return count;
}

/* How many words of the name one word stands for: one when it is that word, n when it is the first
 * letters of n of them ("cntt"), 0 when neither. */
static size_t stands_for(struct word word, const struct word *name, size_t left)
{
    if (left > 0 && word.len == name[0].len && memcmp(word.text, name[0].text, word.len) == 0) {
        return 1;
    }
    for (size_t i = 0; i < word.len; i++) {
        if (i >= left || name[i].text[0] != word.text[i]) {
            return 0;
        }
    }
    return word.len;
}

/* Whether the words stand for the last words of the name. Leading words of a name are often left out
 * ("CNTT" for "Trung tâm Công nghệ thông tin"), but two of them must remain. */
static bool abbreviates(const struct word *words, size_t count, const struct word *name,
                        size_t length)
{
    for (size_t start = 0; start + 2 <= length; start++) {
        size_t at = start;
        size_t i = 0;
        for (; i < count; i++) {
            size_t taken = stands_for(words[i], name + at, length - at);
            if (taken == 0) {
                break;
            }
            at += taken;
        }
        if (i == count && at == length) {
            return true;
        }
    }
    return false;
}

/* words are those of the unknown wording. */
static bool name_is_abbreviated(const char *name, const struct word *words, size_t count)
{
    _cleanup_buf_ struct buf plain = {0};
    buf_init(&plain, KEY_MAX);
    struct word parts[WORDS_MAX];
    if (count == 0 || utf8_fold_plain(name, strlen(name), &plain)) {
        return false;
    }
    return abbreviates(words, count, parts, split_words(buf_str(&plain), parts));
}

/* --- distances ------------------------------------------------------------------------------------ */

struct wording {
    const char *key;
    int limit;
    struct word words[WORDS_MAX];
    size_t count;
};

/* The distance of a wording to a party: that of its nearest name. */
static int party_distance(const struct party *party, const struct wording *wording)
{
    int best = wording->limit + 1;
    for (size_t i = 0; i < party->keys.count; i++) {
        int distance = utf8_distance(wording->key, party->keys.items[i], wording->limit);
        if (distance > 1 &&
            name_is_abbreviated(party->names.items[i], wording->words, wording->count)) {
            distance = 1; /* as good as one slip */
        }
        best = distance < best ? distance : best;
    }
    return best;
}

static size_t insert(struct nearest *best, size_t count, size_t max, struct nearest one)
{
    size_t at = count;
    while (at > 0 && best[at - 1].distance > one.distance) {
        at--;
    }
    if (at == max) {
        return count;
    }
    count = count < max ? count + 1 : max;
    memmove(&best[at + 1], &best[at], (count - at - 1) * sizeof(best[0]));
    best[at] = one;
    return count;
}

size_t department_nearest(const struct department *department, const char *name, const char **out,
                          size_t max)
{
    struct nearest best[NEAREST_MAX];
    size_t count = 0;
    _cleanup_buf_ struct buf key = {0};
    _cleanup_buf_ struct buf plain = {0};
    buf_init(&key, KEY_MAX);
    buf_init(&plain, KEY_MAX);
    if (max == 0 || roster_name_key(name, &key) || utf8_fold_plain(name, strlen(name), &plain)) {
        return 0;
    }
    /* More than half of it changed is another name, not a slip. */
    size_t length = utf8_count(buf_str(&key), key.len);
    struct wording wording = {.key = buf_str(&key),
                              .limit = length > 200 ? 100 : (int)length / 2 + 1};
    wording.count = split_words(buf_str(&plain), wording.words);
    max = max < NEAREST_MAX ? max : NEAREST_MAX;
    for (size_t i = 0; i < department->count; i++) {
        const struct party *party = &department->parties[i];
        int distance = party->names.count > 0 ? party_distance(party, &wording) : wording.limit + 1;
        if (distance <= wording.limit) {
            count = insert(best, count, max, (struct nearest){party, distance});
        }
    }
    for (size_t i = 0; i < count; i++) {
        out[i] = best[i].party->names.items[0];
    }
    return count;
}
