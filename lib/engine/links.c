/* The links by which a mail's recipient answers. */
#include <string.h>

#include "base/cleanup.h"
#include "base/err.h"
#include "engine/answer.h"
#include "lib/engine/internal.h"

#define URL_MAX 1000

bool link_may(enum role role, enum answer_act act)
{
    switch (role) {
    case ROLE_LEAD:
    case ROLE_HEAD:
        return true;
    case ROLE_OFFICE:
        return act == ANSWER_DONE;
    case ROLE_COORDINATING:
    case ROLE_DEPUTY:
    case ROLE_DIRECTOR:
        break;
    }
    return false;
}

day_t link_until(const struct engine *engine, day_t today)
{
    return today + engine->settings->link_days;
}

/* The token rarely cannot be made (no code): then there is no link. */
static bool make_token(const struct engine *engine, const struct occurrence_row *row,
                       const struct notice_row *notice, enum answer_act act, day_t today,
                       char out[static ANSWER_TOKEN_SIZE])
{
    struct answer_link link = {.act = act, .until = link_until(engine, today)};
    if (engine->link_keys.count == 0 || !row->code || id_code_read(row->code, link.code) < 0 ||
        !strchr(notice->recipient, '@')) {
        return false;
    }
    return answer_token_make(&engine->link_keys, &link, notice->recipient, out) == 0;
}

int link_write(const struct engine *engine, const struct occurrence_row *row,
               const struct notice_row *notice, enum answer_act act, day_t today, char **out)
{
    const char *base = engine->settings->public_url;
    char token[ANSWER_TOKEN_SIZE];
    size_t len = base ? strlen(base) : 0;
    while (len > 0 && base[len - 1] == '/') {
        len--;
    }
    if (len == 0 || !link_may(notice->role, act) ||
        !make_token(engine, row, notice, act, today, token)) {
        return 0;
    }
    _cleanup_buf_ struct buf url = {0};
    buf_init(&url, URL_MAX);
    int err = buf_printf(&url, "%.*s" ANSWER_PATH "%s", (int)len, base, token);
    if (err == 0) {
        *out = buf_steal(&url);
        err = *out ? 0 : ERR_NOMEM;
    }
    return err == ERR_LIMIT ? 0 : err;
}
