#include "lib/import/guard.h"

#include <string.h>

#include "base/err.h"

static void enter(struct guard *guard, enum guard_state state)
{
    guard->state = state;
    guard->last[0] = guard->last[1] = '\0';
    guard->tag = guard->attributes = guard->bang = 0;
}

static int in_open(struct guard *guard, char c)
{
    enter(guard, c == '!' ? GUARD_BANG : c == '?' ? GUARD_PI : GUARD_TAG);
    guard->closes = c == '/';
    guard->last[1] = c;
    return 0;
}

/* Only "<!--" and "<![CDATA[" may stand there. */
static int in_bang(struct guard *guard, char c)
{
    static const char CDATA[] = "[CDATA[";
    const char *wanted = guard->first == '-' ? "--" : CDATA;
    if (guard->bang == 0) {
        guard->first = c;
        wanted = c == '-' ? "--" : CDATA;
    }
    if (wanted[guard->bang] != c) {
        return ERR_FORMAT;
    }
    guard->bang++;
    if (wanted[guard->bang] == '\0') {
        enter(guard, guard->first == '-' ? GUARD_COMMENT : GUARD_CDATA);
    }
    return 0;
}

static int in_tag(struct guard *guard, char c)
{
    if (++guard->tag > GUARD_MAX_TAG) {
        return ERR_LIMIT;
    }
    if (guard->state == GUARD_QUOTE) {
        if (c == guard->quote) {
            guard->state = GUARD_TAG;
        }
    } else if (c == '"' || c == '\'') {
        guard->quote = c;
        guard->state = GUARD_QUOTE;
        if (++guard->attributes > GUARD_MAX_ATTRIBUTES) {
            return ERR_LIMIT;
        }
    } else if (c == '>') {
        bool empty = guard->last[1] == '/' && !guard->closes;
        guard->depth += guard->closes ? -1 : empty ? 0 : 1;
        enter(guard, GUARD_TEXT);
        return guard->depth > GUARD_MAX_DEPTH ? ERR_LIMIT : 0;
    }
    guard->last[1] = c;
    return 0;
}

/* Comments, CDATA sections and processing instructions, up to the three or two bytes that end one. */
static int in_until(struct guard *guard, char c)
{
    char before = guard->state == GUARD_COMMENT ? '-' : guard->state == GUARD_CDATA ? ']' : '?';
    bool ends = c == '>' && guard->last[1] == before &&
                (guard->state == GUARD_PI || guard->last[0] == before);
    if (ends) {
        enter(guard, GUARD_TEXT);
        return 0;
    }
    guard->last[0] = guard->last[1];
    guard->last[1] = c;
    return 0;
}

static int check_byte(struct guard *guard, char c)
{
    switch (guard->state) {
    case GUARD_TEXT:
        guard->state = c == '<' ? GUARD_OPEN : GUARD_TEXT;
        return 0;
    case GUARD_OPEN:
        return in_open(guard, c);
    case GUARD_TAG:
    case GUARD_QUOTE:
        return in_tag(guard, c);
    case GUARD_BANG:
        return in_bang(guard, c);
    case GUARD_COMMENT:
    case GUARD_CDATA:
    case GUARD_PI:
        return in_until(guard, c);
    }
    return ERR_INTERNAL;
}

int guard_check(struct guard *guard, const char *data, size_t len)
{
    size_t i = 0;
    while (i < len) {
        if (guard->state == GUARD_TEXT) {
            const char *open = memchr(data + i, '<', len - i);
            if (!open) {
                return 0;
            }
            i = (size_t)(open - data);
        }
        int err = check_byte(guard, data[i++]);
        if (err) {
            return err;
        }
    }
    return 0;
}
