#include "phrase/phrase.h"

#include <stdlib.h>

#include "base/err.h"
#include "lib/phrase/build.h"

/* Phrases of so many tokens are read without a heap for the work (nearly all are). */
#define SMALL 256
#define ROOM 16 /* items and points beyond the number of tokens */

/* Arrays for the work on one phrase. */
struct workspace {
    struct token tokens[SMALL];
    struct point points[SMALL + ROOM];
    struct item items[SMALL + ROOM];
};

static bool holds_time(const struct token *token)
{
    return token->kind == TOKEN_NUMBER || token->kind == TOKEN_BAD ||
           (token->kind == TOKEN_WORD && words_tell_time((enum word)token->word));
}

/* Runs of tokens that were not consumed and hold a digit or a word of time. */
static int find_unread(const struct lexed *lexed, struct reading *out)
{
    size_t runs = 0;
    for (int pass = 0; pass < 2; pass++) {
        size_t found = 0;
        for (size_t i = 0; i < lexed->count; i++) {
            if (lexed->tokens[i].used)
                continue;
            size_t begin = i;
            bool time = false;
            for (; i < lexed->count && !lexed->tokens[i].used; i++)
                time = time || holds_time(&lexed->tokens[i]);
            if (!time || found == READING_MAX_UNREAD)
                continue;
            if (pass == 1)
                out->unread[found] =
                    (struct span){lexed->tokens[begin].begin, lexed->tokens[i - 1].end};
            found++;
        }
        if (pass == 1 || found == 0)
            break;
        runs = found;
        out->unread = malloc(runs * sizeof *out->unread);
        if (out->unread == NULL)
            return ERR_NOMEM;
    }
    out->unread_count = runs;
    return 0;
}

static void need(struct reading *out, enum reading_reason reason, struct span span)
{
    if (out->status != READING_UNDERSTOOD)
        return;
    out->status = READING_NEEDS_A_PERSON;
    out->reason = reason;
    out->offending = span;
}

static int finish(const struct lexed *lexed, struct reading *out)
{
    if (find_unread(lexed, out) < 0)
        return ERR_NOMEM;
    if (out->unread_count > 0)
        need(out, READING_REASON_UNREAD, out->unread[0]);
    if (out->count == 0)
        need(out, lexed->count == 0 ? READING_REASON_EMPTY : READING_REASON_NO_TIME,
             (struct span){0, 0});
    return 0;
}

static int read_with(const char *text, size_t len, const struct phrase_options *options,
                     struct token *tokens, struct parse *parse, struct reading *out)
{
    struct lexed lexed;
    lex_run(text, len, tokens, &lexed);
    parse->lexed = &lexed;
    parse->tokens = tokens;
    parse->count = lexed.count;
    parse->options = options;
    scan_items(parse, tokens);
    struct build build = {.parse = parse, .tokens = tokens, .out = out, .segment = UINT32_MAX};
    assemble_items(&build);
    if (build.failed)
        return ERR_NOMEM;
    return finish(&lexed, out);
}

static int read_small(const char *text, size_t len, const struct phrase_options *options,
                      struct reading *out)
{
    struct workspace work;
    struct parse parse = {.points = work.points,
                          .point_max = SMALL + ROOM,
                          .items = work.items,
                          .item_max = SMALL + ROOM};
    return read_with(text, len, options, work.tokens, &parse, out);
}

static int read_large(const char *text, size_t len, const struct phrase_options *options,
                      struct reading *out)
{
    size_t count = lex_max_tokens(len);
    struct token *tokens = malloc(count * sizeof *tokens);
    struct parse parse = {.point_max = count + ROOM, .item_max = count + ROOM};
    parse.points = malloc(parse.point_max * sizeof *parse.points);
    parse.items = malloc(parse.item_max * sizeof *parse.items);
    int result = ERR_NOMEM;
    if (tokens != NULL && parse.points != NULL && parse.items != NULL)
        result = read_with(text, len, options, tokens, &parse, out);
    free(tokens);
    free(parse.points);
    free(parse.items);
    return result;
}

int phrase_read(const char *text, size_t len, const struct phrase_options *options,
                struct reading *out)
{
    struct reading reading;
    reading_init(&reading);
    int result;
    if (len > PHRASE_MAX_BYTES) {
        need(&reading, READING_REASON_TOO_LONG, (struct span){0, 0});
        *out = reading;
        return 0;
    }
    if (lex_max_tokens(len) <= SMALL)
        result = read_small(text, len, options, &reading);
    else
        result = read_large(text, len, options, &reading);
    if (result < 0) {
        reading_clear(&reading);
        return result;
    }
    *out = reading;
    return 0;
}
