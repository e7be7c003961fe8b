/* Hashes, base64 and comparing; Standard Webhooks are in sign_webhook.c. */
#include "base/sign.h"

#include <sodium.h>

#include "base/cleanup.h"
#include "base/err.h"

void sign_sha256(const void *data, size_t len, uint8_t out[static SIGN_HASH_BYTES])
{
    crypto_hash_sha256(out, data, len);
}

void sign_sha256_hex(const void *data, size_t len, char out[static SIGN_HEX_SIZE])
{
    uint8_t hash[SIGN_HASH_BYTES];
    sign_sha256(data, len, hash);
    sodium_bin2hex(out, SIGN_HEX_SIZE, hash, sizeof(hash));
}

static crypto_generichash_state *state_of(struct sign_hash *hash)
{
    _Static_assert(sizeof(crypto_generichash_state) <= sizeof(hash->state), "room for the state");
    return (crypto_generichash_state *)(void *)hash->state;
}

void sign_hash_begin(struct sign_hash *hash)
{
    /* Finds the quickest implementation for this machine; without, a plain one does it. */
    int unused = sodium_init();
    (void)unused;
    (void)crypto_generichash_init(state_of(hash), NULL, 0, SIGN_HASH_BYTES);
}

void sign_hash_add(struct sign_hash *hash, const void *data, size_t len)
{
    (void)crypto_generichash_update(state_of(hash), data, len);
}

void sign_hash_end_hex(struct sign_hash *hash, char out[static SIGN_HEX_SIZE])
{
    unsigned char made[SIGN_HASH_BYTES];
    (void)crypto_generichash_final(state_of(hash), made, sizeof(made));
    sodium_bin2hex(out, SIGN_HEX_SIZE, made, sizeof(made));
}

void sign_hmac(const void *key, size_t key_len, const void *data, size_t len,
               uint8_t out[static SIGN_HASH_BYTES])
{
    crypto_auth_hmacsha256_state state;
    crypto_auth_hmacsha256_init(&state, key, key_len);
    crypto_auth_hmacsha256_update(&state, data, len);
    crypto_auth_hmacsha256_final(&state, out);
    sodium_memzero(&state, sizeof(state));
}

void sign_hmac_hex(const void *key, size_t key_len, const void *data, size_t len,
                   char out[static SIGN_HEX_SIZE])
{
    uint8_t hash[SIGN_HASH_BYTES];
    sign_hmac(key, key_len, data, len, hash);
    sodium_bin2hex(out, SIGN_HEX_SIZE, hash, sizeof(hash));
}

bool sign_equal(const void *a, const void *b, size_t len)
{
    return sodium_memcmp(a, b, len) == 0;
}

bool sign_equal_text(const char *a, const char *b)
{
    size_t len = strlen(a);
    return len == strlen(b) && sign_equal(a, b, len);
}

/* --- base64 ---------------------------------------------------------------------------------- */

#define ENCODE_MAX ((size_t)1 << 30)

static int encode(const void *data, size_t len, int variant, struct buf *out)
{
    if (len > ENCODE_MAX) {
        return ERR_LIMIT;
    }
    size_t size = sodium_base64_encoded_len(len, variant);
    _cleanup_free_ char *text = malloc(size);
    if (!text) {
        return ERR_NOMEM;
    }
    sodium_bin2base64(text, size, data, len, variant);
    return buf_puts(out, text);
}

int sign_base64(const void *data, size_t len, struct buf *out)
{
    return encode(data, len, sodium_base64_VARIANT_ORIGINAL, out);
}

int sign_base64url(const void *data, size_t len, struct buf *out)
{
    return encode(data, len, sodium_base64_VARIANT_URLSAFE_NO_PADDING, out);
}

/* The length without its padding, or 0 bytes too few or too many of it: SIZE_MAX. */
static size_t unpadded_length(const char *text)
{
    size_t len = strlen(text);
    size_t padding = 0;
    while (padding < len && padding < 2 && text[len - padding - 1] == '=') {
        padding++;
    }
    return padding > 0 && len % 4 != 0 ? SIZE_MAX : len - padding;
}

/* libsodium 1.0.18 takes bytes above 0x7f for digits. */
static bool has_stray_byte(const char *text, size_t len)
{
    for (size_t i = 0; i < len; i++) {
        if ((unsigned char)text[i] > 0x7f) {
            return true;
        }
    }
    return false;
}

/* variant is one without padding. */
static int decode(const char *text, int variant, struct buf *out)
{
    size_t len = unpadded_length(text);
    if (len == SIZE_MAX || has_stray_byte(text, len)) {
        return ERR_FORMAT;
    }
    size_t size = len / 4 * 3 + 3;
    _cleanup_free_ unsigned char *data = malloc(size);
    if (!data) {
        return ERR_NOMEM;
    }
    size_t data_len = 0;
    const char *end = NULL;
    if (sodium_base642bin(data, size, text, len, NULL, &data_len, &end, variant) != 0 ||
        end != text + len) {
        return ERR_FORMAT;
    }
    return buf_append(out, data, data_len);
}

int sign_base64_read(const char *text, struct buf *out)
{
    return decode(text, sodium_base64_VARIANT_ORIGINAL_NO_PADDING, out);
}

int sign_base64url_read(const char *text, struct buf *out)
{
    return decode(text, sodium_base64_VARIANT_URLSAFE_NO_PADDING, out);
}
