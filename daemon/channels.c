#include "daemon/channels.h"

#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>

#include "base/err.h"
#include "base/http.h"
#include "base/i18n.h"
#include "base/sign.h"
#include "base/text.h"
#include "daemon/secret.h"
#include "send/maildir.h"
#include "send/smtp.h"
#include "send/transfer.h"
#include "send/webhook.h"

#define ENDPOINT_MAX_SECRETS 8
/* Connections at once: the ceiling, and the descriptors left for everything else. */
#define CONNECTIONS_MAX 512
#define DESCRIPTORS_KEPT 128
#define CONNECTIONS_MIN 8

struct webhook {
    const struct endpoint *endpoint;
    struct channel *channel;
    char *secrets[ENDPOINT_MAX_SECRETS];
    size_t secret_count;
    struct send_header headers[WEBHOOK_HEADERS_MAX]; /* names and values are ours */
    size_t header_count;
};

struct channels {
    const struct settings *settings;
    struct transfer *transfer;
    struct channel *mail;
    struct webhook *webhooks; /* by name, once all are open */
    size_t webhook_count;
};

static enum smtp_security security(enum mail_security security)
{
    switch (security) {
    case MAIL_PLAIN:
        return SMTP_PLAIN;
    case MAIL_STARTTLS:
        return SMTP_STARTTLS;
    case MAIL_TLS:
        return SMTP_TLS;
    }
    return SMTP_STARTTLS;
}

static const char *or_null(const char *text)
{
    return text_is_blank(text) ? NULL : text;
}

static int read_password(const struct mail_settings *mail, struct diag *diag, char **out)
{
    return text_is_blank(mail->user) ? 0 : secret_read(mail->password_file, diag, out);
}

static int open_smtp(struct channels *channels, struct diag *diag)
{
    const struct mail_settings *mail = &channels->settings->mail;
    struct smtp_options options;
    char *password = NULL;
    smtp_options_init(&options);
    int err = read_password(mail, diag, &password);
    if (err == 0) {
        options.host = mail->host;
        options.port = (unsigned)mail->port;
        options.security = security(mail->security);
        options.ehlo = or_null(mail->helo);
        options.user = or_null(mail->user);
        options.password = password;
        options.ca_file = or_null(mail->ca_file);
        options.max_sessions = (size_t)mail->concurrency;
        err = smtp_channel_new(channels->transfer, &options, &channels->mail);
    }
    secret_forget(password);
    return err;
}

/* --- headers of an endpoint ------------------------------------------------------------------------- */

#define HEADER_NAME_SIZE 128

static void forget_header(struct send_header *header)
{
    if (header->value != NULL) {
        explicit_bzero((char *)(uintptr_t)header->value, strlen(header->value));
    }
    free((char *)(uintptr_t)header->name);
    free((char *)(uintptr_t)header->value);
    *header = (struct send_header){0};
}

/* Takes value. */
static int add_header(struct webhook *webhook, const char *name, char *value, bool secret)
{
    if (webhook->header_count == WEBHOOK_HEADERS_MAX) {
        secret_forget(value);
        return ERR_LIMIT;
    }
    struct send_header *header = &webhook->headers[webhook->header_count++];
    *header = (struct send_header){.name = strdup(name), .value = value, .secret = secret};
    if (header->name == NULL || value == NULL) {
        return ERR_NOMEM;
    }
    return webhook_check_header(header->name, header->value);
}

static int add_secret_header(struct webhook *webhook, const char *name, const char *path,
                             struct diag *diag)
{
    char *value = NULL;
    int err = secret_read(path, diag, &value);
    if (err == 0) {
        err = add_header(webhook, name, value, true);
    }
    if (err == ERR_INVALID && value != NULL) {
        diag_add(diag, DIAG_ERROR, path, 1, 0, _("giá trị này không dùng được trong tiêu đề HTTP"),
                 _("ghi giá trị trên một dòng, không có ký tự điều khiển"));
    }
    return err;
}

static int open_headers(struct webhook *webhook, struct diag *diag)
{
    const struct endpoint *endpoint = webhook->endpoint;
    char name[HEADER_NAME_SIZE];
    const char *value;
    int err = 0;
    for (size_t i = 0; i < endpoint->headers.count && err == 0; i++) {
        err = http_split_header(endpoint->headers.items[i], name, sizeof(name), &value);
        if (err == 0) {
            err = add_header(webhook, name, strdup(value), false);
        }
    }
    for (size_t i = 0; i < endpoint->header_files.count && err == 0; i++) {
        err = http_split_header(endpoint->header_files.items[i], name, sizeof(name), &value);
        if (err == 0) {
            err = add_secret_header(webhook, name, value, diag);
        }
    }
    if (err == 0 && !text_is_blank(endpoint->authorization_file)) {
        err = add_secret_header(webhook, "Authorization", endpoint->authorization_file, diag);
    }
    return err;
}

static int read_secrets(struct webhook *webhook, const char *file, struct diag *diag)
{
    const struct endpoint *endpoint = webhook->endpoint;
    for (size_t i = 0; i < endpoint->secret_files.count; i++) {
        const char *path = endpoint->secret_files.items[i];
        if (i == ENDPOINT_MAX_SECRETS) {
            diag_addf(diag, DIAG_ERROR, file, endpoint->line, 0, NULL,
                      _("nơi nhận “%s” có quá nhiều tệp bí mật (tối đa %d)"), endpoint->name,
                      ENDPOINT_MAX_SECRETS);
            return ERR_INVALID;
        }
        int err = secret_read(path, diag, &webhook->secrets[i]);
        if (err < 0) {
            return err;
        }
        webhook->secret_count = i + 1;
        if (sign_webhook_check_secret(webhook->secrets[i]) < 0) {
            diag_add(
                diag, DIAG_ERROR, path, 1, 0, _("bí mật không đúng dạng"),
                _("viết “whsec_” rồi base64 của 24 đến 64 byte, hoặc “whsk_” rồi khóa Ed25519"));
            return ERR_INVALID;
        }
    }
    return open_headers(webhook, diag);
}

static int open_webhook(struct channels *channels, const struct endpoint *endpoint,
                        const struct clock *clock, struct diag *diag)
{
    struct webhook *webhook = &channels->webhooks[channels->webhook_count++];
    webhook->endpoint = endpoint;
    int err = read_secrets(webhook, channels->settings->file, diag);
    struct webhook_options options = {.clock = clock, .ca_file = or_null(endpoint->ca_file)};
    return err < 0 ? err : webhook_channel_new(channels->transfer, &options, &webhook->channel);
}

static void close_webhook(struct webhook *webhook)
{
    channel_free(webhook->channel);
    for (size_t i = 0; i < ENDPOINT_MAX_SECRETS; i++) {
        secret_forget(webhook->secrets[i]);
    }
    for (size_t i = 0; i < webhook->header_count; i++) {
        forget_header(&webhook->headers[i]);
    }
}

static int compare_name(const void *name, const void *webhook)
{
    return strcmp(name, ((const struct webhook *)webhook)->endpoint->name);
}

static int compare(const void *a, const void *b)
{
    return compare_name(((const struct webhook *)a)->endpoint->name, b);
}

/* As many connections as there are descriptors for: half of them, as idle ones are kept too. */
static void size_transfer(size_t listening, struct transfer_options *options)
{
    struct rlimit limit = {.rlim_cur = 1024};
    (void)getrlimit(RLIMIT_NOFILE, &limit);
    size_t files = limit.rlim_cur < 65536 ? (size_t)limit.rlim_cur : 65536;
    size_t kept = DESCRIPTORS_KEPT + listening;
    size_t half = files > kept ? (files - kept) / 2 : 0;
    transfer_options_init(options);
    options->max_total = half < CONNECTIONS_MIN   ? CONNECTIONS_MIN
                         : half > CONNECTIONS_MAX ? CONNECTIONS_MAX
                                                  : half;
    options->max_unproven = options->max_total / 4;
    /* Each endpoint has its own ceiling; this is for those that share a host. */
    options->max_per_destination = options->max_total / 4 < 64 ? options->max_total / 4 : 64;
}

static int open_all(struct channels *channels, struct event_base *base, const struct clock *clock,
                    struct diag *diag)
{
    const struct settings *settings = channels->settings;
    struct transfer_options options;
    size_transfer(!text_is_blank(settings->http_listen) ? (size_t)settings->http_connections : 0,
                  &options);
    int err = transfer_new(base, &options, &channels->transfer);
    if (err == 0) {
        err = settings->mail.method == MAIL_MAILDIR
                  ? maildir_channel_new(base, settings->mail.maildir, &channels->mail)
                  : open_smtp(channels, diag);
    }
    for (size_t i = 0; i < settings->endpoint_count && err == 0; i++) {
        if (settings->endpoints[i].enabled) {
            err = open_webhook(channels, &settings->endpoints[i], clock, diag);
        }
    }
    qsort(channels->webhooks, channels->webhook_count, sizeof(channels->webhooks[0]), compare);
    return err;
}

int channels_new(struct event_base *base, const struct settings *settings,
                 const struct clock *clock, struct diag *diag, struct channels **out)
{
    struct channels *channels = calloc(1, sizeof(*channels));
    int err = ERR_NOMEM;
    if (channels == NULL) {
        return ERR_NOMEM;
    }
    channels->settings = settings;
    channels->webhooks = calloc(settings->endpoint_count + 1, sizeof(*channels->webhooks));
    if (channels->webhooks != NULL) {
        err = open_all(channels, base, clock, diag);
    }
    if (err < 0) {
        channels_free(channels);
        return err;
    }
    *out = channels;
    return 0;
}

int channels_check(const struct settings *settings, struct diag *diag)
{
    char *password = NULL;
    int err =
        settings->mail.method == MAIL_SMTP ? read_password(&settings->mail, diag, &password) : 0;
    secret_forget(password);
    for (size_t i = 0; i < settings->endpoint_count; i++) {
        struct webhook webhook = {.endpoint = &settings->endpoints[i]};
        int found = webhook.endpoint->enabled ? read_secrets(&webhook, settings->file, diag) : 0;
        close_webhook(&webhook);
        err = err < 0 ? err : found;
    }
    return err;
}

/* The department's own sender, else the one of the settings. */
static const char *envelope_sender(const struct channels *channels, const char *department)
{
    const struct department *found = roster_department(&channels->settings->roster, department);
    return found != NULL && found->from_mail != NULL ? found->from_mail
                                                     : channels->settings->mail.from;
}

static int webhook_request(const struct channels *channels, const struct message_row *row,
                           struct send_request *request, struct channel **channel)
{
    const char *colon = strchr(row->recipient, ':');
    const struct webhook *webhook =
        colon != NULL ? bsearch(colon + 1, channels->webhooks, channels->webhook_count,
                                sizeof(channels->webhooks[0]), compare_name)
                      : NULL;
    if (webhook == NULL) {
        return ERR_NOT_FOUND;
    }
    *channel = webhook->channel;
    *request = (struct send_request){
        .kind = SEND_WEBHOOK,
        .id = row->ident,
        .webhook = {.url = webhook->endpoint->url,
                    .path = row->path,
                    .method = row->method != NULL ? row->method : "POST",
                    .content_type = row->content_type,
                    .headers = webhook->headers,
                    .header_count = webhook->header_count,
                    .body = row->body,
                    .len = row->body_len,
                    .secrets = (const char *const *)webhook->secrets,
                    .secret_count = webhook->secret_count},
    };
    return 0;
}

int channels_request(const struct channels *channels, const struct message_row *row,
                     struct send_request *request, struct channel **channel)
{
    if (row->channel == CHANNEL_WEBHOOK) {
        return webhook_request(channels, row, request, channel);
    }
    *channel = channels->mail;
    *request = (struct send_request){
        .kind = SEND_MAIL,
        .id = row->ident,
        .mail = {.sender = envelope_sender(channels, row->department),
                 .recipient = row->recipient,
                 .data = row->body,
                 .len = row->body_len},
    };
    return 0;
}

void channels_free(struct channels *channels)
{
    if (channels == NULL) {
        return;
    }
    channel_free(channels->mail);
    for (size_t i = 0; i < channels->webhook_count; i++) {
        close_webhook(&channels->webhooks[i]);
    }
    free(channels->webhooks);
    transfer_free(channels->transfer);
    free(channels);
}
