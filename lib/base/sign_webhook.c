/* Signatures of Standard Webhooks 1.0.0: HMAC-SHA256 ("v1") and Ed25519 ("v1a"). */
#include <sodium.h>

#include "base/cleanup.h"
#include "base/err.h"
#include "base/sign.h"
#include "base/text.h"

#define SYMMETRIC_PREFIX "whsec_"
#define SECRET_KEY_PREFIX "whsk_"
#define PUBLIC_KEY_PREFIX "whpk_"
#define SECRET_MIN 24
#define SECRET_MAX 64
#define MADE_SECRET_BYTES 32
#define SIGNATURES_MAX                                                                             \
    4 /* of the key's kind; more are not looked at: each of v1a costs a whole check */
#define PIECES_MAX 64 /* of the header, of whatever kind */

/* A key buffer takes no more than a key; it is wiped before it is freed. */
static void key_clear(struct buf *key)
{
    if (key->data) {
        sodium_memzero(key->data, key->len);
    }
    buf_clear(key);
}

/* Decodes what follows the prefix; the length must lie between min and max. */
static int read_key(const char *text, const char *prefix, size_t min, size_t max, struct buf *out)
{
    buf_init(out, SECRET_MAX);
    int err = sign_base64_read(text + strlen(prefix), out);
    if (err == ERR_NOMEM) {
        return err;
    }
    return err || out->len < min || out->len > max ? ERR_FORMAT : 0;
}

static int read_symmetric(const char *secret, struct buf *out)
{
    return read_key(secret, SYMMETRIC_PREFIX, SECRET_MIN, SECRET_MAX, out);
}

/* Fills both halves of the key pair from 32 bytes of seed, or from 64 of libsodium's form. */
static int read_key_pair(const char *secret, unsigned char public_key[crypto_sign_PUBLICKEYBYTES],
                         unsigned char secret_key[crypto_sign_SECRETKEYBYTES])
{
    _cleanup_(key_clear) struct buf key = {0};
    int err = read_key(secret, SECRET_KEY_PREFIX, crypto_sign_SEEDBYTES, crypto_sign_SECRETKEYBYTES,
                       &key);
    if (err) {
        return err;
    }
    if (key.len != crypto_sign_SEEDBYTES && key.len != crypto_sign_SECRETKEYBYTES) {
        return ERR_FORMAT;
    }
    crypto_sign_seed_keypair(public_key, secret_key, (const unsigned char *)key.data);
    bool fits = key.len == crypto_sign_SEEDBYTES ||
                sign_equal(secret_key, key.data, crypto_sign_SECRETKEYBYTES);
    return fits ? 0 : ERR_FORMAT;
}

int sign_webhook_check_secret(const char *secret)
{
    struct sign_webhook_key key;
    int err = sign_webhook_key_read(secret, &key);
    sign_webhook_key_forget(&key);
    return err;
}

/* What is signed: `<id>.<timestamp>.<body>`. */
static int make_content(const char *id, int64_t timestamp, const void *body, size_t body_len,
                        struct buf *out)
{
    buf_init(out, SIZE_MAX - 1);
    int err = buf_puts(out, id);
    err = err ? err : buf_putc(out, '.');
    err = err ? err : buf_int(out, timestamp);
    err = err ? err : buf_putc(out, '.');
    return err ? err : buf_append(out, body, body_len);
}

#define ENCODED_BYTES_MAX 64 /* a signature of Ed25519, and the longest key */
#define ENCODED_PREFIX_MAX 8

static int put_encoded(const char *prefix, const unsigned char *data, size_t len, struct buf *out)
{
    char text[ENCODED_PREFIX_MAX +
              sodium_base64_ENCODED_LEN(ENCODED_BYTES_MAX, sodium_base64_VARIANT_ORIGINAL)];
    size_t prefix_len = strlen(prefix);
    if (prefix_len > ENCODED_PREFIX_MAX || len > ENCODED_BYTES_MAX) {
        return ERR_LIMIT;
    }
    memcpy(text, prefix, prefix_len);
    sodium_bin2base64(text + prefix_len, sizeof(text) - prefix_len, data, len,
                      sodium_base64_VARIANT_ORIGINAL);
    return buf_puts(out, text);
}

/* --- signing --------------------------------------------------------------------------------- */

static crypto_auth_hmacsha256_state *hmac_of(struct sign_webhook_key *key)
{
    _Static_assert(sizeof(crypto_auth_hmacsha256_state) <= sizeof(key->state),
                   "room for the state");
    return (crypto_auth_hmacsha256_state *)(void *)key->state;
}

int sign_webhook_key_read(const char *secret, struct sign_webhook_key *out)
{
    struct sign_webhook_key made = {.symmetric = text_starts_with(secret, SYMMETRIC_PREFIX)};
    int err = ERR_FORMAT;
    if (made.symmetric) {
        _cleanup_(key_clear) struct buf key = {0};
        err = read_symmetric(secret, &key);
        if (err == 0) {
            crypto_auth_hmacsha256_init(hmac_of(&made), (const unsigned char *)key.data, key.len);
        }
    } else if (text_starts_with(secret, SECRET_KEY_PREFIX)) {
        unsigned char public_key[crypto_sign_PUBLICKEYBYTES];
        _Static_assert(crypto_sign_SECRETKEYBYTES <= sizeof(made.state), "room for the key");
        err = read_key_pair(secret, public_key, made.state);
    }
    if (err == 0) {
        *out = made;
    }
    sign_webhook_key_forget(&made);
    return err;
}

void sign_webhook_key_forget(struct sign_webhook_key *key)
{
    sodium_memzero(key, sizeof(*key));
}

static int sign_symmetric(const struct sign_webhook_key *key, const struct buf *head,
                          const void *body, size_t body_len, struct buf *out)
{
    struct sign_webhook_key running = *key;
    unsigned char hash[SIGN_HASH_BYTES];
    crypto_auth_hmacsha256_update(hmac_of(&running), (const unsigned char *)head->data, head->len);
    crypto_auth_hmacsha256_update(hmac_of(&running), body, body_len);
    crypto_auth_hmacsha256_final(hmac_of(&running), hash);
    sign_webhook_key_forget(&running);
    return put_encoded("v1,", hash, sizeof(hash), out);
}

static int sign_key_pair(const struct sign_webhook_key *key, struct buf *content, const void *body,
                         size_t body_len, struct buf *out)
{
    unsigned char signature[crypto_sign_BYTES];
    int err = buf_append(content, body, body_len);
    if (err) {
        return err;
    }
    crypto_sign_detached(signature, NULL, (const unsigned char *)content->data, content->len,
                         key->state);
    return put_encoded("v1a,", signature, sizeof(signature), out);
}

int sign_webhook_with(const struct sign_webhook_key *key, const char *id, int64_t timestamp,
                      const void *body, size_t body_len, struct buf *out)
{
    _cleanup_buf_ struct buf content = {0};
    int err = make_content(id, timestamp, NULL, 0, &content);
    if (err) {
        return err;
    }
    return key->symmetric ? sign_symmetric(key, &content, body, body_len, out)
                          : sign_key_pair(key, &content, body, body_len, out);
}

int sign_webhook(const char *secret, const char *id, int64_t timestamp, const void *body,
                 size_t body_len, struct buf *out)
{
    struct sign_webhook_key key;
    int err = sign_webhook_key_read(secret, &key);
    if (err) {
        return err;
    }
    err = sign_webhook_with(&key, id, timestamp, body, body_len, out);
    sign_webhook_key_forget(&key);
    return err;
}

/* --- verifying ------------------------------------------------------------------------------- */

struct verifier {
    bool symmetric;
    struct buf key;
    struct buf content;
    bool hashed;                   /* the hash is made once, however many signatures there are */
    uint8_t hash[SIGN_HASH_BYTES]; /* what v1 is for the content */
};

static void verifier_clear(struct verifier *self)
{
    key_clear(&self->key);
    sodium_memzero(self->hash, sizeof(self->hash));
    buf_clear(&self->content);
}

static int verifier_set_key(struct verifier *self, const char *key)
{
    self->symmetric = text_starts_with(key, SYMMETRIC_PREFIX);
    if (self->symmetric) {
        return read_symmetric(key, &self->key);
    }
    if (!text_starts_with(key, PUBLIC_KEY_PREFIX)) {
        return ERR_FORMAT;
    }
    return read_key(key, PUBLIC_KEY_PREFIX, crypto_sign_PUBLICKEYBYTES, crypto_sign_PUBLICKEYBYTES,
                    &self->key);
}

/* Whether the decoded signature is right for the content. */
static bool fits(struct verifier *self, const struct buf *signature)
{
    if (self->symmetric) {
        if (!self->hashed) {
            sign_hmac(self->key.data, self->key.len, self->content.data, self->content.len,
                      self->hash);
            self->hashed = true;
        }
        return signature->len == sizeof(self->hash) &&
               sign_equal(signature->data, self->hash, sizeof(self->hash));
    }
    return signature->len == crypto_sign_BYTES &&
           crypto_sign_verify_detached((const unsigned char *)signature->data,
                                       (const unsigned char *)self->content.data, self->content.len,
                                       (const unsigned char *)self->key.data) == 0;
}

/* Looks at one "version,base64"; *tried counts those of the key's kind. Returns 0, ERR_REFUSED or
 * ERR_NOMEM. */
static int try_signature(struct verifier *self, struct text_span span, int *tried)
{
    const char *version = self->symmetric ? "v1," : "v1a,";
    _cleanup_free_ char *text = text_span_dup(span);
    if (!text) {
        return ERR_NOMEM;
    }
    if (!text_starts_with(text, version)) {
        return ERR_REFUSED;
    }
    ++*tried;
    _cleanup_buf_ struct buf signature = {.max = crypto_sign_BYTES};
    int err = sign_base64_read(text + strlen(version), &signature);
    if (err == ERR_NOMEM) {
        return err;
    }
    return !err && fits(self, &signature) ? 0 : ERR_REFUSED;
}

int sign_webhook_verify(const char *key, const char *id, int64_t timestamp, const void *body,
                        size_t body_len, const char *signatures)
{
    _cleanup_(verifier_clear) struct verifier verifier = {0};
    int err = verifier_set_key(&verifier, key);
    err = err ? err : make_content(id, timestamp, body, body_len, &verifier.content);
    if (err) {
        return err;
    }
    err = ERR_REFUSED;
    const char *rest = signatures;
    struct text_span piece;
    int tried = 0;
    for (int i = 0; i < PIECES_MAX && tried < SIGNATURES_MAX && err == ERR_REFUSED &&
                    text_split(&rest, ' ', &piece);
         i++) {
        err = try_signature(&verifier, piece, &tried);
    }
    return err;
}

/* --- making keys ----------------------------------------------------------------------------- */

int sign_webhook_make_secret(struct buf *out)
{
    if (sodium_init() < 0) {
        return ERR_IO;
    }
    unsigned char key[MADE_SECRET_BYTES];
    randombytes_buf(key, sizeof(key));
    int err = put_encoded(SYMMETRIC_PREFIX, key, sizeof(key), out);
    sodium_memzero(key, sizeof(key));
    return err;
}

int sign_webhook_public_key(const char *secret, struct buf *out)
{
    if (!text_starts_with(secret, SECRET_KEY_PREFIX)) {
        return ERR_FORMAT;
    }
    unsigned char public_key[crypto_sign_PUBLICKEYBYTES];
    unsigned char secret_key[crypto_sign_SECRETKEYBYTES];
    int err = read_key_pair(secret, public_key, secret_key);
    sodium_memzero(secret_key, sizeof(secret_key));
    return err ? err : put_encoded(PUBLIC_KEY_PREFIX, public_key, sizeof(public_key), out);
}
