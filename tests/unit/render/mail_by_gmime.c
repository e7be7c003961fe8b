/* The same mail as mail_build's, built by GMime alone: what it says is right. */
#include "tests/unit/render/mail_by_gmime.h"

#include <string.h>

#include <gmime/gmime.h>

#include "base/err.h"
#include "base/sign.h"

#define BASE64_LINE 76

static void add_person(InternetAddressList *list, const struct mail_person *person)
{
    const char *name = person->name && person->name[0] ? person->name : NULL;
    InternetAddress *address = internet_address_mailbox_new(name, person->address);

    internet_address_set_charset(address, "utf-8");
    internet_address_list_add(list, address);
    g_object_unref(address);
}

static void set_header(GMimeMessage *message, const char *name, const char *value)
{
    g_mime_object_set_header(GMIME_OBJECT(message), name, value, "utf-8");
}

static void set_id_header(GMimeMessage *message, const char *name, const char *id)
{
    char *value = g_strdup_printf("<%s>", id);

    set_header(message, name, value);
    g_free(value);
}

static void set_list_id(GMimeMessage *message, const struct mail *mail)
{
    if (!mail->list_name || !mail->list_name[0]) {
        set_id_header(message, "List-Id", mail->list_id);
        return;
    }
    char *name = g_mime_utils_header_encode_phrase(NULL, mail->list_name, "utf-8");
    char *value = g_strdup_printf("%s <%s>", name, mail->list_id);

    set_header(message, "List-Id", value);
    g_free(value);
    g_free(name);
}

static int set_date(GMimeMessage *message, const struct mail *mail)
{
    /* The remainder of a negative division would round towards 1970. */
    int64_t seconds = (mail->date - (mail->date % 1000 + 1000) % 1000) / 1000;
    GDateTime *utc = g_date_time_new_from_unix_utc(seconds);

    if (!utc) {
        return ERR_INVALID;
    }
    GTimeZone *zone = g_time_zone_new_offset(mail->offset * 60);
    GDateTime *local = g_date_time_to_timezone(utc, zone);

    g_mime_message_set_date(message, local);
    g_date_time_unref(local);
    g_time_zone_unref(zone);
    g_date_time_unref(utc);
    return 0;
}

static int set_headers(GMimeMessage *message, const struct mail *mail)
{
    add_person(g_mime_message_get_from(message), &mail->from);
    for (size_t i = 0; i < mail->to_count; i++) {
        add_person(g_mime_message_get_to(message), &mail->to[i]);
    }
    if (mail->reply_to.address) {
        add_person(g_mime_message_get_reply_to(message), &mail->reply_to);
    }
    g_mime_message_set_subject(message, mail->subject, "utf-8");
    int err = set_date(message, mail);
    if (err != 0) {
        return err;
    }
    g_mime_message_set_message_id(message, mail->message_id);
    if (mail->thread_id && strcmp(mail->thread_id, mail->message_id) != 0) {
        set_id_header(message, "In-Reply-To", mail->thread_id);
        set_id_header(message, "References", mail->thread_id);
    }
    if (mail->list_id) {
        set_list_id(message, mail);
    }
    set_header(message, "Auto-Submitted", "auto-generated");
    set_header(message, "X-Auto-Response-Suppress", "OOF, AutoReply");
    set_header(message, "X-Dondoc-Class", mail_class_name(mail->class));
    if (mail->language) {
        set_header(message, "Content-Language", mail->language);
    }
    return 0;
}

/* --- bodies -------------------------------------------------------------------------------------
 */

/* Whether base64 is shorter than quoted-printable for it. */
static bool prefers_base64(const char *text, size_t len)
{
    size_t quoted = 0;
    size_t encoded = (len + 2) / 3 * 4;

    for (size_t i = 0; i < len; i++) {
        unsigned char c = (unsigned char)text[i];

        quoted += c > 126 || (c < 32 && c != '\n') || c == '=' ? 3 : 1;
    }
    return encoded + encoded / BASE64_LINE * 2 < quoted + quoted / BASE64_LINE * 3;
}

/* RFC 2046 §4.1.1: text in base64 has CRLF line ends. */
static GString *with_crlf(const char *text)
{
    GString *out = g_string_new(NULL);

    for (const char *c = text; *c; c++) {
        if (*c == '\n' && (c == text || c[-1] != '\r')) {
            g_string_append_c(out, '\r');
        }
        g_string_append_c(out, *c);
    }
    return out;
}

static GString *without_cr(const char *text)
{
    GString *out = g_string_new(NULL);

    for (const char *c = text; *c; c++) {
        if (*c != '\r' || c[1] != '\n') {
            g_string_append_c(out, *c);
        }
    }
    return out;
}

static GMimeObject *text_part(const char *subtype, const char *text)
{
    bool base64 = prefers_base64(text, strlen(text));
    GMimeTextPart *part = g_mime_text_part_new_with_subtype(subtype);
    GString *canonical = base64 ? with_crlf(text) : without_cr(text);
    GMimeStream *stream = g_mime_stream_mem_new_with_buffer(canonical->str, canonical->len);
    GMimeDataWrapper *content =
        g_mime_data_wrapper_new_with_stream(stream, GMIME_CONTENT_ENCODING_DEFAULT);

    g_mime_text_part_set_charset(part, "utf-8");
    g_mime_part_set_content(GMIME_PART(part), content);
    g_mime_part_set_content_encoding(GMIME_PART(part),
                                     base64 ? GMIME_CONTENT_ENCODING_BASE64
                                            : GMIME_CONTENT_ENCODING_QUOTEDPRINTABLE);
    g_object_unref(content);
    g_object_unref(stream);
    g_string_free(canonical, TRUE);
    return GMIME_OBJECT(part);
}

/* The plain part first: readers show the last one that they can (RFC 2046 §5.1.4). */
static GMimeObject *body(const struct mail *mail)
{
    if (!mail->html) {
        return text_part("plain", mail->text);
    }

    GMimeMultipart *both = g_mime_multipart_new_with_subtype("alternative");
    GMimeObject *plain = text_part("plain", mail->text);
    GMimeObject *html = text_part("html", mail->html);
    char hash[SIGN_HEX_SIZE];
    char boundary[64];

    /* "=_" occurs neither in base64 nor in quoted-printable. */
    sign_sha256_hex(mail->message_id, strlen(mail->message_id), hash);
    (void)snprintf(boundary, sizeof(boundary), "=_dondoc_%.24s", hash);
    g_mime_multipart_set_boundary(both, boundary);
    g_mime_multipart_add(both, plain);
    g_mime_multipart_add(both, html);
    g_object_unref(plain);
    g_object_unref(html);
    return GMIME_OBJECT(both);
}

static int write_message(GMimeMessage *message, struct buf *out)
{
    GMimeFormatOptions *options = g_mime_format_options_new();
    GMimeStream *stream = g_mime_stream_mem_new();
    int err = ERR_NOMEM;

    g_mime_format_options_set_newline_format(options, GMIME_NEWLINE_FORMAT_DOS);
    if (g_mime_object_write_to_stream(GMIME_OBJECT(message), options, stream) >= 0) {
        GByteArray *bytes = g_mime_stream_mem_get_byte_array(GMIME_STREAM_MEM(stream));

        err = buf_append(out, bytes->data, bytes->len);
    }
    g_object_unref(stream);
    g_mime_format_options_free(options);
    return err;
}

int mail_by_gmime(const struct mail *mail, struct buf *out)
{
    GMimeMessage *message = g_mime_message_new(FALSE);
    int err = set_headers(message, mail);
    if (err == 0) {
        GMimeObject *content = body(mail);

        g_mime_message_set_mime_part(message, content);
        g_object_unref(content);
        err = write_message(message, out);
    }
    g_object_unref(message);
    return err;
}
