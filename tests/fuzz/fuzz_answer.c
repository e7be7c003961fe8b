/* What comes with an answer by a link: the token, in the first line, and the form behind it. */
#include <string.h>

#include "base/cleanup.h"
#include "base/form.h"
#include "base/sign.h"
#include "base/utf8.h"
#include "fuzz.h"
#include "model/answer.h"

#define MUST(what)                                                                                 \
    do {                                                                                           \
        if (!(what)) {                                                                             \
            abort();                                                                               \
        }                                                                                          \
    } while (0)

/* One token has one spelling, and nobody signed this one. */
static void check_token(const char *text)
{
    static const char secret[] = "0123456789abcdef0123456789abcdef";
    struct answer_keys keys = {.count = 0};
    struct answer_token token;
    _cleanup_buf_ struct buf again = {0};
    buf_init(&again, ANSWER_TOKEN_LENGTH);
    if (answer_token_read(text, &token) < 0) {
        return;
    }
    MUST(sign_base64url(token.bytes, sizeof token.bytes, &again) == 0);
    MUST(strcmp(buf_str(&again), text) == 0);
    MUST(token.link.until >= 0 && strlen(token.link.code) == ID_CODE_LENGTH);
    MUST(answer_keys_add(&keys, secret, strlen(secret)) == 0);
    MUST(!answer_token_fits(&token, &keys, "phong-a@example.org"));
}

/* One line of NFC text. */
static void check_field(const char *body, size_t len, const char *name)
{
    _cleanup_buf_ struct buf out = {0};
    _cleanup_buf_ struct buf again = {0};
    buf_init(&out, 200);
    buf_init(&again, 400);
    if (form_field(body, len, name, &out) < 0) {
        MUST(out.len == 0);
        return;
    }
    for (size_t i = 0; i < out.len; i++) {
        MUST((unsigned char)out.data[i] >= 0x20 && out.data[i] != 0x7f);
    }
    MUST(utf8_tidy(buf_str(&out), out.len, &again) == 0);
    MUST(strcmp(buf_str(&out), buf_str(&again)) == 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const char *text = (const char *)data;
    const char *end = size > 0 ? memchr(text, '\n', size) : NULL;
    size_t len = end ? (size_t)(end - text) : size;
    _cleanup_free_ char *token = strndup(size > 0 ? text : "", len);
    MUST(token);
    check_token(token);
    const char *body = end ? end + 1 : text;
    size_t rest = end ? size - len - 1 : size;
    check_field(body, rest, "document");
    check_field(body, rest, "on");
    check_field(body, rest, "note");
    return 0;
}
