/* The tokens of the links in mails by which a recipient answers: "it is done", "I have got it".
 *
 * A token is 40 characters of the URL alphabet of base64 (RFC 4648 §5): 30 bytes, so that no spare bit
 * is left over and one token has one spelling.
 *
 *     byte 0      version 1 in the high half, what is answered in the low one
 *     bytes 1-3   the last day on which it may be used, big-endian
 *     bytes 4-11  the short code of the occurrence or share
 *     bytes 12-29 the first 144 bits of HMAC-SHA256 over bytes 0-11 and the recipient, by a key that
 *                 is the HMAC-SHA256 of the purpose by the secret
 *
 * The recipient's address is signed, but not written: logs of a proxy learn no addresses, and who holds
 * a token learns nothing from it. Whoever checks one knows the addresses that may answer. */
#ifndef MODEL_ANSWER_H
#define MODEL_ANSWER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/id.h"
#include "cal/civil.h"

enum answer_act {
    ANSWER_DONE, /* đã hoàn thành */
    ANSWER_ACK,  /* đã nhận việc; of what is overdue: phản hồi */
};
/* "done" "ack". */
const char *answer_act_name(enum answer_act act);

/* --- keys ---------------------------------------------------------------------------------------- */

#define ANSWER_KEY_BYTES 32
#define ANSWER_MAX_KEYS 8
/* Of a secret's text; shorter ones can be guessed. */
#define ANSWER_SECRET_MIN 32

/* What secrets give; zeroed is none. The first signs, all are accepted. */
struct answer_keys {
    uint8_t keys[ANSWER_MAX_KEYS][ANSWER_KEY_BYTES];
    size_t count;
};

/* Adds the key of a secret (any bytes). The same secret used for anything else gives other keys.
 * Returns 0, ERR_INVALID (shorter than ANSWER_SECRET_MIN) or ERR_LIMIT. */
int answer_keys_add(struct answer_keys *keys, const void *secret, size_t len);
/* Wipes them; accepts NULL. */
void answer_keys_clear(struct answer_keys *keys);

/* --- tokens -------------------------------------------------------------------------------------- */

struct answer_link {
    enum answer_act act;
    char code[ID_CODE_SIZE]; /* of the occurrence or share */
    day_t until;             /* the last day in time */
};

#define ANSWER_TOKEN_LENGTH 40
#define ANSWER_TOKEN_SIZE (ANSWER_TOKEN_LENGTH + 1)
#define ANSWER_TOKEN_BYTES 30

/* A token as read: what it says is not to be believed before answer_token_fits. */
struct answer_token {
    struct answer_link link;
    uint8_t bytes[ANSWER_TOKEN_BYTES];
};

/* Signs with the first key; the same values give the same token. recipient: the address in lower case.
 * Returns 0, or ERR_INVALID (no key, a code that id_code_read does not take as it is, a day before
 * 1970, an empty recipient). */
int answer_token_make(const struct answer_keys *keys, const struct answer_link *link,
                      const char *recipient, char out[static ANSWER_TOKEN_SIZE]);
/* Takes it apart. Returns 0 or ERR_FORMAT: no token of ours looks like that. */
int answer_token_read(const char *text, struct answer_token *out);
/* Whether one of the keys signed it for that recipient; takes as long whichever it is. */
bool answer_token_fits(const struct answer_token *token, const struct answer_keys *keys,
                       const char *recipient);

#endif
