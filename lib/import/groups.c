#include "lib/import/groups.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/err.h"
#include "base/utf8.h"
#include "lib/import/columns.h"

static void group_clear(struct group *group)
{
    free(group->text);
}

void groups_clear(struct groups *groups)
{
    if (groups) {
        free(groups->part_text);
        free(groups->text);
        free(groups->sub_text);
        groups->part_text = groups->text = groups->sub_text = NULL;
        vec_clear(&groups->known, group_clear);
    }
}

/* Takes a copy in one line. */
static int set_text(char **slot, const char *text)
{
    _cleanup_buf_ struct buf tidy = {0};
    buf_init(&tidy, GRID_MAX_CELL * 2);
    int err = text ? utf8_tidy(text, strlen(text), &tidy) : 0;
    char *copy = err || !text ? NULL : buf_steal(&tidy);
    if (text && !copy) {
        return err ? err : ERR_NOMEM;
    }
    free(*slot);
    *slot = copy;
    return 0;
}

static void copy(char to[static ORDINAL_SIZE], const char *from)
{
    (void)snprintf(to, ORDINAL_SIZE, "%s", from);
}

static void leave_sub(struct groups *groups)
{
    groups->sub[0] = '\0';
    free(groups->sub_text);
    groups->sub_text = NULL;
}

/* "Năm 2023-2025" → "2023-2025"; "Tổ chức thực hiện" → "TC"; else "". */
static void prefix_of_text(const char *text, char out[static ORDINAL_SIZE])
{
    _cleanup_buf_ struct buf key = {0};
    buf_init(&key, 1000);
    out[0] = '\0';
    if (strlen(text) > 200 || column_key(text, &key)) {
        return;
    }
    const char *word = buf_str(&key);
    if (strncmp(word, "tochucthuchien", 14) == 0) {
        copy(out, "TC");
        return;
    }
    if (strncmp(word, "giaidoan", 8) == 0) {
        word += 8;
    } else if (strncmp(word, "nam", 3) == 0 || strncmp(word, "tronnam", 7) == 0) {
        word += 3;
    } else {
        return;
    }
    size_t digits = strspn(word, "0123456789");
    if (word[digits] != '\0') {
        return;
    }
    if (digits == 4) {
        copy(out, word);
    } else if (digits == 8) {
        (void)snprintf(out, ORDINAL_SIZE, "%.4s-%.4s", word, word + 4);
    }
}

static int remember(struct groups *groups, const char *text)
{
    struct group group = {.text = strdup(text)};
    copy(group.prefix, groups->prefix);
    int err = group.text ? vec_push(&groups->known, GROUPS_MAX, group) : ERR_NOMEM;
    if (err) {
        free(group.text);
    }
    return err;
}

static int enter_group(struct groups *groups, const struct ordinal *ordinal, const char *text)
{
    char prefix[ORDINAL_SIZE];
    copy(prefix, ordinal->text);
    if (ordinal->kind == ORDINAL_NONE || ordinal->kind == ORDINAL_BULLET) {
        prefix_of_text(text, prefix);
    }
    if (prefix[0] == '\0') {
        ordinal_roman((int)groups->known.count + 1, prefix);
    }
    copy(groups->prefix, prefix);
    leave_sub(groups);
    int err = set_text(&groups->text, text);
    return err ? err : remember(groups, text);
}

int groups_enter(struct groups *groups, const struct ordinal *ordinal, const char *text,
                 bool letters)
{
    if (ordinal->kind == ORDINAL_PART) {
        copy(groups->part, ordinal->text);
        groups->prefix[0] = '\0';
        leave_sub(groups);
        int err = set_text(&groups->text, NULL);
        return err ? err : set_text(&groups->part_text, text);
    }
    if (ordinal->kind == ORDINAL_DECIMAL || ordinal->kind == ORDINAL_LETTER) {
        copy(groups->sub, ordinal->text);
        groups->sub_letters = letters;
        return set_text(&groups->sub_text, text);
    }
    return enter_group(groups, ordinal, text);
}

int groups_enter_cell(struct groups *groups, const char *cell)
{
    for (size_t i = 0; i < groups->known.count; i++) {
        if (strcmp(groups->known.items[i].text, cell) == 0) {
            const char *rest;
            (void)ordinal_in(cell, &rest);
            copy(groups->prefix, groups->known.items[i].prefix);
            leave_sub(groups);
            return set_text(&groups->text, rest);
        }
    }
    const char *rest;
    struct ordinal ordinal = ordinal_in(cell, &rest);
    int err = enter_group(groups, &ordinal, rest);
    if (!err && rest != cell) {
        free(groups->known.items[groups->known.count - 1].text);
        groups->known.items[groups->known.count - 1].text = strdup(cell);
        err = groups->known.items[groups->known.count - 1].text ? 0 : ERR_NOMEM;
    }
    return err;
}

/* --- numbers ------------------------------------------------------------------------------------- */

static bool begins_with(const char *text, const char *start)
{
    size_t len = strlen(start);
    return strncmp(text, start, len) == 0 && text[len] == '.';
}

/* The number of the row above up to its letter: "I.1a" → "I.1". */
static size_t without_letter(const char *stt)
{
    size_t len = strlen(stt);
    while (len > 1 && !isdigit((unsigned char)stt[len - 1])) {
        len--;
    }
    return len;
}

static void join(const struct groups *groups, const char *sub, const char *number,
                 char out[static STT_SIZE])
{
    const char *pieces[] = {groups->part, groups->prefix, sub, number};
    size_t used = 0;
    out[0] = '\0';
    for (size_t i = 0; i < sizeof(pieces) / sizeof(pieces[0]) && used < STT_SIZE - 1; i++) {
        if (pieces[i][0]) {
            int n = snprintf(out + used, STT_SIZE - used, "%s%s", used > 0 ? "." : "", pieces[i]);
            used += n > 0 ? (size_t)n : 0;
        }
    }
}

void groups_stt(struct groups *groups, const struct ordinal *ordinal, const char *last,
                char out[static STT_SIZE])
{
    const char *number = ordinal->text;
    bool decimal = ordinal->kind == ORDINAL_DECIMAL;
    if (ordinal->kind == ORDINAL_WHOLE ||
        (decimal && groups->prefix[0] && begins_with(number, groups->prefix))) {
        (void)snprintf(out, STT_SIZE, "%s", number);
        return;
    }
    if (ordinal->kind == ORDINAL_LETTER) {
        if (groups->sub[0] && groups->sub_letters) {
            join(groups, groups->sub, "", out);
        } else {
            (void)snprintf(out, STT_SIZE, "%.*s", (int)without_letter(last), last);
        }
        size_t len = strlen(out);
        bool dot = len == 0 || !isdigit((unsigned char)out[len - 1]);
        (void)snprintf(out + len, STT_SIZE - len, "%s%s", dot && len > 0 ? "." : "", number);
        if (len == 0) {
            join(groups, "", number, out);
        }
        return;
    }
    if (decimal && groups->sub[0] && (groups->sub_letters || begins_with(number, groups->sub))) {
        if (!begins_with(number, groups->sub)) {
            leave_sub(groups);
        }
        join(groups, "", number, out);
        return;
    }
    join(groups, groups->sub, number, out);
}

char *groups_text(const struct groups *groups)
{
    const char *texts[] = {groups->part_text, groups->text, groups->sub_text};
    struct buf out;
    buf_init(&out, GRID_MAX_CELL * 8);
    int err = buf_puts(&out, "");
    for (size_t i = 0; !err && i < sizeof(texts) / sizeof(texts[0]); i++) {
        if (texts[i] && texts[i][0]) {
            err = buf_printf(&out, "%s%s", out.len > 0 ? " – " : "", texts[i]);
        }
    }
    char *text = err ? NULL : buf_steal(&out);
    buf_clear(&out);
    return text;
}
