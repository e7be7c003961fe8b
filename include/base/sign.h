/* Hashes, signatures and their texts: Standard Webhooks, links in mails, message ids. */
#ifndef BASE_SIGN_H
#define BASE_SIGN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"

#define SIGN_HASH_BYTES 32
#define SIGN_HEX_SIZE (2 * SIGN_HASH_BYTES + 1)

void sign_sha256(const void *data, size_t len, uint8_t out[static SIGN_HASH_BYTES]);
/* SHA-256 as 64 hexadecimal digits. */
void sign_sha256_hex(const void *data, size_t len, char out[static SIGN_HEX_SIZE]);
/* A hash (BLAKE2b, 32 bytes) over parts that come one after another. */
struct sign_hash {
    _Alignas(64) unsigned char state[384];
};
void sign_hash_begin(struct sign_hash *hash);
void sign_hash_add(struct sign_hash *hash, const void *data, size_t len);
void sign_hash_end_hex(struct sign_hash *hash, char out[static SIGN_HEX_SIZE]);
/* HMAC-SHA256 (RFC 2104) with a key of any length. */
void sign_hmac(const void *key, size_t key_len, const void *data, size_t len,
               uint8_t out[static SIGN_HASH_BYTES]);
void sign_hmac_hex(const void *key, size_t key_len, const void *data, size_t len,
                   char out[static SIGN_HEX_SIZE]);

/* Whether len bytes are equal, in a time that does not tell where they differ. */
bool sign_equal(const void *a, const void *b, size_t len);
/* The same for texts; the lengths may show. */
bool sign_equal_text(const char *a, const char *b);

/* Base64 (RFC 4648 §4, padded) and its URL form (§5, unpadded). Each appends to out and returns 0,
 * ERR_LIMIT or ERR_NOMEM; reading also ERR_FORMAT. out is unchanged then. Reading takes padding or
 * none, and nothing else that is not of the alphabet. */
int sign_base64(const void *data, size_t len, struct buf *out);
int sign_base64url(const void *data, size_t len, struct buf *out);
int sign_base64_read(const char *text, struct buf *out);
int sign_base64url_read(const char *text, struct buf *out);

/* --- Standard Webhooks 1.0.0 (https://www.standardwebhooks.com) ------------------------------ */

/* A secret is "whsec_" + base64 of 24 … 64 bytes (HMAC-SHA256), or "whsk_" + base64 of an Ed25519
 * secret key (32 bytes of seed, or 64 of seed and public key). Returns 0 or ERR_FORMAT. */
int sign_webhook_check_secret(const char *secret);

/* Appends the signature of `<id>.<timestamp>.<body>`: "v1,…" for whsec_, "v1a,…" for whsk_.
 * timestamp is in seconds since the epoch. Returns 0, ERR_FORMAT (the secret), ERR_LIMIT,
 * ERR_NOMEM. */
int sign_webhook(const char *secret, const char *id, int64_t timestamp, const void *body,
                 size_t body_len, struct buf *out);

/* A secret made ready for many signatures. It holds the key: forget it. */
struct sign_webhook_key {
    bool symmetric;
    _Alignas(16) unsigned char state[256];
};
/* Returns 0 or ERR_FORMAT; *out is untouched then. */
int sign_webhook_key_read(const char *secret, struct sign_webhook_key *out);
/* As sign_webhook, without ERR_FORMAT. */
int sign_webhook_with(const struct sign_webhook_key *key, const char *id, int64_t timestamp,
                      const void *body, size_t body_len, struct buf *out);
/* Wipes it. */
void sign_webhook_key_forget(struct sign_webhook_key *key);

/* Whether one of the space-separated signatures is right: of the key's kind the first four are looked
 * at, among the first 64 of any. key: whsec_…, or whpk_… (public key).
 * Says nothing about the age of the timestamp. Returns 0, ERR_FORMAT (the key), ERR_REFUSED (no
 * signature fits) or ERR_NOMEM. */
int sign_webhook_verify(const char *key, const char *id, int64_t timestamp, const void *body,
                        size_t body_len, const char *signatures);

/* Appends a fresh secret of the kind "whsec_". Returns 0, ERR_IO (no randomness), ERR_LIMIT,
 * ERR_NOMEM. */
int sign_webhook_make_secret(struct buf *out);

/* The public key, "whpk_…", of a "whsk_…" secret. Returns 0, ERR_FORMAT, ERR_LIMIT, ERR_NOMEM. */
int sign_webhook_public_key(const char *secret, struct buf *out);

#endif
