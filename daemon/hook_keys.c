#include "daemon/hook_keys.h"

#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "base/i18n.h"
#include "base/parse.h"
#include "base/sign.h"
#include "daemon/secret.h"
#include "model/incoming.h"

#define KEYS_MAX 8 /* of a list of one section; the schema's ceiling too */

struct source_keys {
    const char *name; /* the settings' */
    char *live[KEYS_MAX], *retired[KEYS_MAX];
    size_t live_count, retired_count;
};

struct hook_keys {
    struct source_keys *items;
    size_t count;
};

static int read_list(const struct strings *files, char **keys, size_t *count, struct diag *diag)
{
    for (size_t i = 0; i < files->count && i < KEYS_MAX; i++) {
        const char *path = files->items[i];
        int err = secret_read(path, diag, &keys[i]);
        if (err < 0) {
            return err;
        }
        *count = i + 1;
        if (sign_webhook_verify(keys[i], "", 0, "", 0, "") == ERR_FORMAT) {
            diag_add(
                diag, DIAG_ERROR, path, 1, 0, _("khóa không đúng dạng"),
                _("viết “whsec_” rồi base64 của 24 đến 64 byte, hoặc “whpk_” rồi khóa công khai "
                  "Ed25519"));
            return ERR_INVALID;
        }
    }
    return 0;
}

int hook_keys_read(const struct settings *settings, struct diag *diag, struct hook_keys **out)
{
    struct hook_keys *keys = calloc(1, sizeof(*keys));
    int err = keys != NULL ? 0 : ERR_NOMEM;
    if (err == 0) {
        keys->items = calloc(settings->incoming_count + 1, sizeof(*keys->items));
        err = keys->items != NULL ? 0 : ERR_NOMEM;
    }
    for (size_t i = 0; i < settings->incoming_count && err == 0; i++) {
        const struct incoming_source *source = &settings->incoming[i];
        struct source_keys *item = &keys->items[keys->count++];
        item->name = source->name;
        if (source->enabled) {
            err = read_list(&source->secret_files, item->live, &item->live_count, diag);
        }
        if (err == 0 && source->enabled) {
            err = read_list(&source->retired, item->retired, &item->retired_count, diag);
        }
    }
    if (err < 0) {
        hook_keys_free(keys);
        return err;
    }
    *out = keys;
    return 0;
}

void hook_keys_free(struct hook_keys *keys)
{
    if (keys == NULL) {
        return;
    }
    for (size_t i = 0; i < keys->count; i++) {
        for (size_t k = 0; k < KEYS_MAX; k++) {
            secret_forget(keys->items[i].live[k]);
            secret_forget(keys->items[i].retired[k]);
        }
    }
    free(keys->items);
    free(keys);
}

/* Ids are one word of ASCII that can be seen: they stand in logs and in what is signed. */
static bool is_id(const char *id)
{
    size_t len = strlen(id);
    for (size_t i = 0; i < len; i++) {
        if (id[i] < 0x21 || id[i] > 0x7e) {
            return false;
        }
    }
    return len > 0 && len <= INCOMING_MAX_ID;
}

/* Every key is tried, so that the time does not tell which one fits. */
static bool fits(char *const *keys, size_t count, const struct hook_message *message, int64_t at)
{
    bool found = false;
    for (size_t i = 0; i < count; i++) {
        int err = sign_webhook_verify(keys[i], message->id, at, message->body, message->body_len,
                                      message->signatures);
        found = found || err == 0;
    }
    return found;
}

static const struct source_keys *find(const struct hook_keys *keys, const char *name)
{
    for (size_t i = 0; i < keys->count; i++) {
        if (strcmp(keys->items[i].name, name) == 0) {
            return &keys->items[i];
        }
    }
    return NULL;
}

enum hook_verdict hook_keys_judge(const struct hook_keys *keys, const char *name,
                                  const struct hook_message *message, instant_t now)
{
    const struct source_keys *source = find(keys, name);
    const int64_t seconds = now / 1000;
    int64_t at;
    if (message->id == NULL || message->timestamp == NULL || message->signatures == NULL) {
        return HOOK_MISSING;
    }
    if (source == NULL || !is_id(message->id) ||
        parse_int64(message->timestamp, 0, INT64_MAX / 1000, &at) < 0) {
        return HOOK_WRONG;
    }
    if (at < seconds - HOOK_TOLERANCE_SECONDS) {
        return HOOK_TOO_OLD;
    }
    if (at > seconds + HOOK_TOLERANCE_SECONDS) {
        return HOOK_TOO_EARLY;
    }
    if (fits(source->live, source->live_count, message, at)) {
        return HOOK_GOOD;
    }
    return fits(source->retired, source->retired_count, message, at) ? HOOK_RETIRED : HOOK_WRONG;
}
