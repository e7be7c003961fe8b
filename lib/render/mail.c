/* Builds a mail. GMime does what is hard, encoding and folding; what is plain is written as it stands,
 * for that is most of a mail, and a tick may have many to write. What GMime would take but others would
 * not is refused before. */
#include "render/mail.h"

#include <gmime/gmime.h>

#include "base/err.h"
#include "base/sign.h"
#include "lib/render/mail_check.h"
#include "lib/render/mail_parts.h"

void mail_init(void)
{
    g_mime_init();
}

void mail_shutdown(void)
{
    g_mime_shutdown();
}

const char *mail_class_name(enum mail_class class)
{
    switch (class) {
    case MAIL_CLASS_DAILY:
        return "daily";
    case MAIL_CLASS_IMMEDIATE:
        return "immediate";
    }
    return "";
}

int mail_class_parse(const char *text, enum mail_class *out)
{
    for (int class = MAIL_CLASS_DAILY; class <= MAIL_CLASS_IMMEDIATE; class ++) {
        if (strcmp(text, mail_class_name((enum mail_class) class)) == 0) {
            *out = (enum mail_class) class;
            return 0;
        }
    }
    return ERR_FORMAT;
}

/* "=_" occurs neither in base64 nor in quoted-printable. */
static void name_boundary(const struct mail *mail, char out[static BOUNDARY_SIZE])
{
    char hash[SIGN_HEX_SIZE];

    sign_sha256_hex(mail->message_id, strlen(mail->message_id), hash);
    (void)snprintf(out, BOUNDARY_SIZE, "=_dondoc_%.24s", hash);
}

/* The plain part first: readers show the last one that they can (RFC 2046 §5.1.4). */
static int put_both(const struct mail *mail, struct buf *out)
{
    char boundary[BOUNDARY_SIZE];

    name_boundary(mail, boundary);
    int err = buf_printf(out,
                         "MIME-Version: 1.0\r\nContent-Type: multipart/alternative;\r\n"
                         "\tboundary=\"%s\"\r\n\r\n--%s\r\n",
                         boundary, boundary);
    err = err ? err : mail_put_text("plain", mail->text, out);
    err = err ? err : buf_printf(out, "\r\n--%s\r\n", boundary);
    err = err ? err : mail_put_text("html", mail->html, out);
    return err ? err : buf_printf(out, "\r\n--%s--\r\n", boundary);
}

static int put_body(const struct mail *mail, struct buf *out)
{
    if (mail->html) {
        return put_both(mail, out);
    }
    int err = buf_puts(out, "MIME-Version: 1.0\r\n");

    return err ? err : mail_put_text("plain", mail->text, out);
}

int mail_build(const struct mail *mail, struct buf *out)
{
    size_t before = out->len;
    int err = mail_check(mail);

    err = err ? err : mail_put_head(mail, out);
    err = err ? err : put_body(mail, out);
    if (err == 0 && out->data[out->len - 1] != '\n') {
        err = buf_puts(out, "\r\n");
    }
    if (err != 0 && out->len > before) {
        out->len = before;
        out->data[before] = '\0';
    }
    return err;
}
