#include "lib/send/webhook_http.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/err.h"
#include "base/http.h"
#include "base/i18n.h"
#include "base/parse.h"
#include "base/sign.h"
#include "base/text.h"

#define RETRY_AFTER_MAX_SECONDS (INT64_C(366) * 86400)
#define ID_MAX 1000

enum send_outcome webhook_judge(int status)
{
    if (status >= 200 && status < 300) {
        return SEND_DELIVERED;
    }
    return status == 410 ? SEND_GONE : SEND_RETRY;
}

int webhook_retry_after(const char *value, instant_t now, int64_t *ms)
{
    struct text_span trimmed = text_trim(text_span(value));
    char text[64];
    if (trimmed.len == 0 || trimmed.len >= sizeof(text)) {
        return ERR_FORMAT;
    }
    memcpy(text, trimmed.data, trimmed.len);
    text[trimmed.len] = '\0';

    int64_t wait;
    if (strspn(text, "0123456789") == trimmed.len) {
        int err = parse_int64(text, 0, RETRY_AFTER_MAX_SECONDS, &wait);
        wait = (err == ERR_RANGE ? RETRY_AFTER_MAX_SECONDS : wait) * 1000;
    } else {
        /* HTTP-dates begin with the day's name; curl would take far looser things. */
        time_t at = strchr("MTWFS", text[0]) ? curl_getdate(text, NULL) : -1;
        if (at < 0) {
            return ERR_FORMAT;
        }
        wait = (int64_t)at * 1000 - now;
    }
    wait = wait < 0 ? 0 : wait;
    *ms = wait > RETRY_AFTER_MAX_SECONDS * 1000 ? RETRY_AFTER_MAX_SECONDS * 1000 : wait;
    return 0;
}

static bool has_control(const char *text)
{
    for (; *text; text++) {
        unsigned char c = (unsigned char)*text;
        if ((c < 0x20 && c != '\t') || c == 0x7f) {
            return true;
        }
    }
    return false;
}

int webhook_check_header(const char *name, const char *value)
{
    return http_check_header(name, value);
}

static int check_url(const char *url)
{
    if (!url || has_control(url) || strchr(url, ' ') ||
        (strncasecmp(url, "http://", 7) != 0 && strncasecmp(url, "https://", 8) != 0)) {
        return ERR_INVALID;
    }
    size_t len;
    (void)webhook_authority(url, &len);
    if (len == 0) {
        return ERR_INVALID;
    }
    CURLU *parsed = curl_url();
    CURLUcode code = parsed ? curl_url_set(parsed, CURLUPART_URL, url, 0) : CURLUE_OUT_OF_MEMORY;
    curl_url_cleanup(parsed);
    if (code == CURLUE_OUT_OF_MEMORY) {
        return ERR_NOMEM;
    }
    return code == CURLUE_OK ? 0 : ERR_INVALID;
}

/* Appends the address of a request: url and path. */
static int put_url(const struct send_webhook *webhook, struct buf *out)
{
    const char *path = webhook->path ? webhook->path : "";
    size_t len = strlen(webhook->url);
    /* "https://host/" and "/tasks" make "https://host/tasks". */
    len -= len > 0 && *path == '/' && webhook->url[len - 1] == '/';
    int err = buf_append(out, webhook->url, len);
    return err == 0 ? buf_puts(out, path) : err;
}

static int know_url(struct webhook_known *known, const struct send_webhook *webhook)
{
    struct buf url;
    buf_init(&url, WEBHOOK_URL_MAX);
    int err = webhook->url ? put_url(webhook, &url) : ERR_INVALID;
    if (err == 0 && (!known->url.data || strcmp(known->url.data, buf_str(&url)) != 0)) {
        err = check_url(buf_str(&url));
        if (err == 0) {
            struct buf old = known->url;
            known->url = url;
            url = old;
        }
    }
    buf_clear(&url);
    return err == ERR_LIMIT ? ERR_INVALID : err;
}

static bool id_is_valid(const char *id)
{
    /* The signed text is "id.timestamp.body". */
    return id && *id && strlen(id) <= ID_MAX && !has_control(id);
}

/* --- keys ---------------------------------------------------------------------------------------- */

static void keys_free(struct webhook_key *keys, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (keys[i].secret) {
            explicit_bzero(keys[i].secret, strlen(keys[i].secret));
            free(keys[i].secret);
        }
        sign_webhook_key_forget(&keys[i].key);
    }
    free(keys);
}

void webhook_known_clear(struct webhook_known *known)
{
    buf_clear(&known->url);
    keys_free(known->keys, known->key_count);
    *known = (struct webhook_known){0};
}

static bool keys_are_of(const struct webhook_known *known, const struct send_webhook *webhook)
{
    bool same = known->key_count == webhook->secret_count;
    for (size_t i = 0; i < known->key_count && same; i++) {
        same = strcmp(known->keys[i].secret, webhook->secrets[i]) == 0;
    }
    return same;
}

static int know_keys(struct webhook_known *known, const struct send_webhook *webhook)
{
    if (keys_are_of(known, webhook)) {
        return 0;
    }
    size_t count = webhook->secret_count;
    struct webhook_key *keys = calloc(count + 1, sizeof(*keys));
    int err = keys ? 0 : ERR_NOMEM;
    for (size_t i = 0; i < count && err == 0; i++) {
        keys[i].secret = strdup(webhook->secrets[i]);
        err = keys[i].secret ? sign_webhook_key_read(webhook->secrets[i], &keys[i].key) : ERR_NOMEM;
    }
    if (err != 0) {
        keys_free(keys, keys ? count : 0);
        return err == ERR_NOMEM ? err : ERR_INVALID;
    }
    keys_free(known->keys, known->key_count);
    known->keys = keys;
    known->key_count = count;
    return 0;
}

/* --- the whole request ----------------------------------------------------------------------------- */

static const char *headers_fault(const struct send_webhook *webhook)
{
    if (webhook->header_count > WEBHOOK_HEADERS_MAX) {
        return _("nơi nhận có quá nhiều dòng tiêu đề HTTP (tối đa 32)");
    }
    for (size_t i = 0; i < webhook->header_count; i++) {
        if (webhook_check_header(webhook->headers[i].name, webhook->headers[i].value) != 0) {
            return _("dòng tiêu đề HTTP của nơi nhận không hợp lệ hoặc trùng với tiêu đề dành "
                     "riêng");
        }
    }
    if (webhook->content_type && has_control(webhook->content_type)) {
        return _("kiểu nội dung (Content-Type) không hợp lệ");
    }
    if (webhook->method && !http_is_token(webhook->method)) {
        return _("phương thức HTTP không hợp lệ");
    }
    return NULL;
}

int webhook_check(struct webhook_known *known, const struct send_request *request,
                  const char **fault)
{
    const struct send_webhook *webhook = &request->webhook;
    const char *found = headers_fault(webhook);
    if (!id_is_valid(request->id)) {
        found = _("mã thông báo (webhook-id) trống, quá dài hoặc có ký tự điều khiển");
    }
    if (webhook->secret_count > WEBHOOK_SECRETS_MAX) {
        found = _("nơi nhận có quá nhiều khoá ký (tối đa 8)");
    }
    int err = found ? ERR_INVALID : know_url(known, webhook);
    if (!found && err == ERR_INVALID) {
        found = _("địa chỉ nơi nhận không hợp lệ; cần dạng http://… hoặc https://…");
    }
    if (err == 0) {
        err = know_keys(known, webhook);
    }
    if (!found && err == ERR_INVALID) {
        found = _("khoá ký không hợp lệ; cần dạng whsec_… hoặc whsk_…");
    }
    if (err == ERR_INVALID) {
        *fault = found;
    }
    return err;
}

const char *webhook_authority(const char *url, size_t *len)
{
    const char *start = strstr(url, "://");
    start = start ? start + 3 : url;
    size_t all = strcspn(start, "/?#");
    const char *at = memchr(start, '@', all);
    if (at) {
        all -= (size_t)(at + 1 - start);
        start = at + 1;
    }
    *len = all;
    return start;
}

/* --- header lines
 * --------------------------------------------------------------------------------- */

static int line_begin(struct webhook_lines *lines)
{
    if (lines->count >= WEBHOOK_LINES_MAX) {
        return ERR_LIMIT;
    }
    lines->starts[lines->count++] = lines->text.len;
    return 0;
}

/* Lines are parted by the NUL that curl wants behind each. */
static int line_add(struct webhook_lines *lines, const char *name, const char *value)
{
    int err = line_begin(lines);
    if (err == 0) {
        /* curl drops "Name:" and sends "Name;" as a header without a value. */
        err = buf_puts(&lines->text, name);
    }
    if (err == 0) {
        err = buf_puts(&lines->text, *value ? ": " : ";");
    }
    if (err == 0) {
        err = buf_puts(&lines->text, value);
    }
    return err == 0 ? buf_append(&lines->text, "", 1) : err;
}

static int line_add_signature(struct webhook_lines *lines, const struct send_request *request,
                              const struct webhook_known *known, int64_t timestamp)
{
    const struct send_webhook *webhook = &request->webhook;
    int err = line_begin(lines);
    if (err == 0) {
        err = buf_puts(&lines->text, "webhook-signature:");
    }
    for (size_t i = 0; err == 0 && i < known->key_count; i++) {
        err = buf_putc(&lines->text, ' ');
        if (err == 0) {
            err = sign_webhook_with(&known->keys[i].key, request->id, timestamp, webhook->body,
                                    webhook->len, &lines->text);
        }
    }
    return err == 0 ? buf_append(&lines->text, "", 1) : err;
}

/* Once no line can move any more. */
static void lines_link(struct webhook_lines *lines)
{
    for (size_t i = 0; i < lines->count; i++) {
        lines->nodes[i].data = lines->text.data + lines->starts[i];
        lines->nodes[i].next = i + 1 < lines->count ? &lines->nodes[i + 1] : NULL;
    }
}

int webhook_lines_make(struct webhook_lines *lines, const struct send_request *request,
                       const struct webhook_known *known, instant_t now)
{
    const struct send_webhook *webhook = &request->webhook;
    int64_t timestamp = now / 1000;
    char seconds[24];
    (void)snprintf(seconds, sizeof(seconds), "%lld", (long long)timestamp);

    buf_reset(&lines->text);
    lines->count = 0;
    int err = line_add(lines, "webhook-id", request->id);
    if (err == 0) {
        err = line_add(lines, "webhook-timestamp", seconds);
    }
    if (err == 0 && known->key_count > 0) {
        err = line_add_signature(lines, request, known, timestamp);
    }
    if (err == 0) {
        err = line_add(lines, "content-type",
                       webhook->content_type ? webhook->content_type : WEBHOOK_CONTENT_TYPE);
    }
    for (size_t i = 0; err == 0 && i < webhook->header_count; i++) {
        err = line_add(lines, webhook->headers[i].name, webhook->headers[i].value);
    }
    if (err == 0) {
        err = line_begin(lines);
    }
    if (err == 0) {
        err = buf_append(&lines->text, "Expect:", sizeof("Expect:"));
    }
    if (err == 0) {
        lines_link(lines);
    }
    return err;
}
