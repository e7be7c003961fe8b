#include "model/answer.h"

#include <string.h>

#include "base/buf.h"
#include "base/cleanup.h"
#include "base/err.h"
#include "base/sign.h"

#define TOKEN_VERSION 1
#define DAY_AT 1
#define CODE_AT 4
#define MAC_AT 12
#define MAC_BYTES (ANSWER_TOKEN_BYTES - MAC_AT)
#define DAY_LIMIT ((day_t)1 << 24)
#define RECIPIENT_MAX 320

static const char purpose[] = "dondoc answer link 1";

const char *answer_act_name(enum answer_act act)
{
    switch (act) {
    case ANSWER_DONE:
        return "done";
    case ANSWER_ACK:
        return "ack";
    }
    return "";
}

int answer_keys_add(struct answer_keys *keys, const void *secret, size_t len)
{
    if (len < ANSWER_SECRET_MIN) {
        return ERR_INVALID;
    }
    if (keys->count == ANSWER_MAX_KEYS) {
        return ERR_LIMIT;
    }
    sign_hmac(secret, len, purpose, sizeof(purpose) - 1, keys->keys[keys->count++]);
    return 0;
}

void answer_keys_clear(struct answer_keys *keys)
{
    if (keys) {
        explicit_bzero(keys, sizeof(*keys));
    }
}

/* The part in front of the signature has one length, so nothing can be moved from it to the recipient. */
static int sign(const uint8_t key[static ANSWER_KEY_BYTES], const uint8_t *head,
                const char *recipient, uint8_t out[static SIGN_HASH_BYTES])
{
    uint8_t text[MAC_AT + RECIPIENT_MAX];
    size_t len = strlen(recipient);
    if (len == 0 || len > RECIPIENT_MAX) {
        return ERR_INVALID;
    }
    memcpy(text, head, MAC_AT);
    memcpy(text + MAC_AT, recipient, len);
    sign_hmac(key, ANSWER_KEY_BYTES, text, MAC_AT + len, out);
    return 0;
}

static bool code_is_good(const char *code)
{
    char again[ID_CODE_SIZE];
    return id_code_read(code, again) == 0 && strcmp(code, again) == 0;
}

int answer_token_make(const struct answer_keys *keys, const struct answer_link *link,
                      const char *recipient, char out[static ANSWER_TOKEN_SIZE])
{
    uint8_t bytes[ANSWER_TOKEN_BYTES];
    uint8_t mac[SIGN_HASH_BYTES];
    if (keys->count == 0 || link->until < 0 || link->until >= DAY_LIMIT ||
        !code_is_good(link->code)) {
        return ERR_INVALID;
    }
    bytes[0] = (uint8_t)(TOKEN_VERSION << 4 | (unsigned)link->act);
    for (int i = 0; i < 3; i++) {
        bytes[DAY_AT + i] = (uint8_t)((uint32_t)link->until >> (16 - 8 * i));
    }
    memcpy(bytes + CODE_AT, link->code, ID_CODE_LENGTH);
    int err = sign(keys->keys[0], bytes, recipient, mac);
    if (err < 0) {
        return err;
    }
    memcpy(bytes + MAC_AT, mac, MAC_BYTES);
    _cleanup_buf_ struct buf text = {0};
    buf_init(&text, ANSWER_TOKEN_LENGTH);
    err = sign_base64url(bytes, sizeof bytes, &text);
    if (err == 0) {
        memcpy(out, buf_str(&text), ANSWER_TOKEN_SIZE);
    }
    return err;
}

static int read_bytes(const char *text, uint8_t out[static ANSWER_TOKEN_BYTES])
{
    _cleanup_buf_ struct buf bytes = {0};
    buf_init(&bytes, ANSWER_TOKEN_BYTES);
    /* The length leaves no room for padding. */
    if (strnlen(text, ANSWER_TOKEN_SIZE) != ANSWER_TOKEN_LENGTH || strchr(text, '=')) {
        return ERR_FORMAT;
    }
    int err = sign_base64url_read(text, &bytes);
    if (err == 0) {
        memcpy(out, bytes.data, ANSWER_TOKEN_BYTES);
    }
    return err;
}

int answer_token_read(const char *text, struct answer_token *out)
{
    struct answer_token token = {.link = {.until = 0}};
    int err = read_bytes(text, token.bytes);
    if (err < 0) {
        return err;
    }
    unsigned act = token.bytes[0] & 0x0f;
    if (token.bytes[0] >> 4 != TOKEN_VERSION || act > ANSWER_ACK) {
        return ERR_FORMAT;
    }
    token.link.act = (enum answer_act)act;
    for (int i = 0; i < 3; i++) {
        token.link.until = token.link.until << 8 | token.bytes[DAY_AT + i];
    }
    memcpy(token.link.code, token.bytes + CODE_AT, ID_CODE_LENGTH);
    if (!code_is_good(token.link.code)) {
        return ERR_FORMAT;
    }
    *out = token;
    return 0;
}

bool answer_token_fits(const struct answer_token *token, const struct answer_keys *keys,
                       const char *recipient)
{
    bool fits = false;
    for (size_t i = 0; i < keys->count; i++) {
        uint8_t mac[SIGN_HASH_BYTES];
        if (sign(keys->keys[i], token->bytes, recipient, mac) < 0) {
            return false;
        }
        fits |= sign_equal(mac, token->bytes + MAC_AT, MAC_BYTES);
    }
    return fits;
}
