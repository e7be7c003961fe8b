#include "lib/send/smtp_text.h"

#include <stdint.h>
#include <string.h>
#include <strings.h>

#include "base/err.h"

/* RFC 5321 §4.5.3.1 */
#define ADDRESS_MAX 254
#define LOCAL_MAX 64

enum send_outcome smtp_judge(enum smtp_stage stage, int code)
{
    if (stage == SMTP_END && code >= 200 && code < 300) {
        return SEND_DELIVERED;
    }
    bool about_login = code == 530 || code == 534 || code == 535 || code == 538;
    if (stage != SMTP_SESSION && code >= 500 && code < 600 && !about_login) {
        return SEND_FINAL;
    }
    return SEND_RETRY;
}

/* The unquoted form only: no mail provider gives out quoted local parts. */
static bool local_valid(const char *text, size_t len)
{
    static const char allowed[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
                                  "!#$%&'*+-/=?^_`{|}~.";
    if (len == 0 || len > LOCAL_MAX || text[0] == '.' || text[len - 1] == '.') {
        return false;
    }
    return strspn(text, allowed) >= len;
}

static bool domain_valid(const char *text)
{
    static const char allowed[] =
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-.";
    size_t len = strlen(text);
    if (len > 2 && text[0] == '[') {
        /* An address literal: [192.0.2.1], [IPv6:2001:db8::1]. */
        return strspn(text + 1, "0123456789abcdefABCDEFIPv6:.") == len - 2 && text[len - 1] == ']';
    }
    return len > 0 && strspn(text, allowed) == len && text[0] != '.' && text[0] != '-' &&
           text[len - 1] != '.' && text[len - 1] != '-' && !strstr(text, "..");
}

int smtp_check_address(const char *text)
{
    if (!text || strlen(text) > ADDRESS_MAX) {
        return ERR_INVALID;
    }
    const char *at = strrchr(text, '@');
    if (!at || !local_valid(text, (size_t)(at - text)) || !domain_valid(at + 1)) {
        return ERR_INVALID;
    }
    return 0;
}

int smtp_check_data(const char *data, size_t len)
{
    for (size_t i = 0; i < len; i++) {
        unsigned char c = (unsigned char)data[i];
        if (c == 0 || c > 127 || (c == '\r' && (i + 1 == len || data[i + 1] != '\n'))) {
            return ERR_INVALID;
        }
    }
    return 0;
}

int smtp_payload(const char *data, size_t len, struct buf *out)
{
    int err = 0;
    for (size_t i = 0; err == 0 && i < len;) {
        const char *end = memchr(data + i, '\n', len - i);
        size_t line = end ? (size_t)(end - (data + i)) : len - i;
        size_t next = i + line + (end ? 1 : 0);
        if (line > 0 && data[i + line - 1] == '\r') {
            line--;
        }
        if (line > 0 && data[i] == '.') {
            err = buf_putc(out, '.');
        }
        if (err == 0) {
            err = buf_append(out, data + i, line);
        }
        if (err == 0) {
            err = buf_append(out, "\r\n", 2);
        }
        i = next;
    }
    return err == 0 ? buf_append(out, ".\r\n", 3) : err;
}

/* --- replies
 * ---------------------------------------------------------------------------------------- */

void smtp_reply_reset(struct smtp_reply *reply)
{
    reply->code = 0;
    reply->lines = 0;
    reply->line_len = 0;
    reply->text_len = 0;
    reply->text[0] = '\0';
}

static void keep_text(struct smtp_reply *reply, const char *text, size_t len)
{
    size_t gap = reply->text_len > 0 ? 1 : 0;
    size_t room = sizeof(reply->text) - 1 - reply->text_len;
    if (len == 0 || room <= gap) {
        return;
    }
    if (gap) {
        reply->text[reply->text_len++] = ' ';
    }
    size_t keep = len < room - gap ? len : room - gap;
    memcpy(reply->text + reply->text_len, text, keep);
    reply->text_len += keep;
    reply->text[reply->text_len] = '\0';
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* Returns 1 at the last line of the reply, 0 at another, or an error. */
static int take_line(struct smtp_reply *reply)
{
    const char *line = reply->line;
    size_t len = reply->line_len;
    reply->line_len = 0;
    if (len > 0 && line[len - 1] == '\r') {
        len--;
    }
    if (len < 3 || line[0] < '2' || line[0] > '5' || !is_digit(line[1]) || !is_digit(line[2]) ||
        (len > 3 && line[3] != ' ' && line[3] != '-') || memchr(line, '\0', len)) {
        return ERR_FORMAT;
    }
    int code = (line[0] - '0') * 100 + (line[1] - '0') * 10 + (line[2] - '0');
    if (reply->lines > 0 && code != reply->code) {
        return ERR_FORMAT;
    }
    if (++reply->lines > SMTP_LINES_MAX) {
        return ERR_LIMIT;
    }
    reply->code = code;
    if (len > 4) {
        keep_text(reply, line + 4, len - 4);
    }
    return len == 3 || line[3] == ' ';
}

int smtp_reply_feed(struct smtp_reply *reply, const char *data, size_t len, size_t *used)
{
    for (size_t i = 0; i < len;) {
        const char *end = memchr(data + i, '\n', len - i);
        size_t piece = end ? (size_t)(end - (data + i)) : len - i;
        if (piece > sizeof(reply->line) - reply->line_len) {
            return ERR_LIMIT;
        }
        memcpy(reply->line + reply->line_len, data + i, piece);
        reply->line_len += piece;
        i += piece + (end ? 1 : 0);
        if (!end) {
            break;
        }
        int err = take_line(reply);
        if (err != 0) {
            *used = i;
            return err;
        }
    }
    *used = len;
    return 0;
}

/* --- what EHLO offers
 * --------------------------------------------------------------------------------- */

static bool names(const char *line, size_t len, const char *keyword)
{
    size_t size = strlen(keyword);
    return len >= 4 + size && strncasecmp(line + 4, keyword, size) == 0 &&
           (len == 4 + size || strchr(" \r\n", line[4 + size]));
}

void smtp_offer_line(struct smtp_offer *offer, const char *line, size_t len)
{
    if (len >= 3 && memcmp(line, "220", 3) == 0) {
        *offer = (struct smtp_offer){.pipelining = false};
    } else if (len > 4 && memcmp(line, "250", 3) == 0) {
        offer->pipelining = offer->pipelining || names(line, len, "PIPELINING");
        offer->size = offer->size || names(line, len, "SIZE");
    }
}
