/* The headers of a mail. */
#include <gmime/gmime.h>

#include "base/err.h"
#include "cal/offset.h"
#include "lib/render/mail_parts.h"

/* A line that is no longer is not folded. */
#define LINE_PLAIN 70

/* Written by GMime it would stand as it is: no blank that folding could take, nothing to encode, nothing
 * that looks encoded. */
static bool is_plain(const char *name, const char *value)
{
    size_t len = 0;

    for (; value[len] != '\0'; len++) {
        bool blank = value[len] == ' ';
        if (value[len] < ' ' || value[len] > '~' || value[len] == '=' ||
            (blank && (len == 0 || value[len - 1] == ' '))) {
            return false;
        }
    }
    return len > 0 && value[len - 1] != ' ' && strlen(name) + 2 + len <= LINE_PLAIN;
}

static int put_line(const char *name, const char *value, struct buf *out)
{
    int err = buf_puts(out, name);

    err = err ? err : buf_puts(out, ": ");
    err = err ? err : buf_puts(out, value);
    return err ? err : buf_puts(out, "\r\n");
}

/* With the line ends of mails. */
static int put_lines(const char *text, size_t len, struct buf *out)
{
    int err = 0;

    for (size_t i = 0; i < len && err == 0; i++) {
        err = text[i] == '\n' ? buf_puts(out, "\r\n") : buf_putc(out, text[i]);
    }
    return err;
}

/* Encoded and folded. */
static int put_folded(const char *name, const char *value, struct buf *out)
{
    char *encoded = g_mime_utils_header_encode_text(NULL, value, "utf-8");
    char *header = g_strdup_printf("%s: %s", name, encoded);
    char *folded = g_mime_utils_unstructured_header_fold(NULL, NULL, header);
    int err = put_lines(folded, strlen(folded), out);

    g_free(folded);
    g_free(header);
    g_free(encoded);
    return err;
}

static int put_header(const char *name, const char *value, struct buf *out)
{
    return is_plain(name, value) ? put_line(name, value, out) : put_folded(name, value, out);
}

/* An id has no place at which it could be folded. */
static int put_id(const char *name, const char *id, struct buf *out)
{
    return buf_printf(out, "%s: <%s>\r\n", name, id);
}

/* --- people ------------------------------------------------------------------------------------- */

/* Whether an address stands as it is: GMime puts the name of a host into its normal form. */
static bool is_plain_address(const char *address)
{
    return strspn(address, "abcdefghijklmnopqrstuvwxyz0123456789.-_@") == strlen(address) &&
           !strstr(address, "--");
}

static int put_people(const char *name, const struct mail_person *people, size_t count,
                      struct buf *out)
{
    if (count == 1 && !(people[0].name && people[0].name[0]) && is_plain(name, people[0].address) &&
        is_plain_address(people[0].address)) {
        return put_line(name, people[0].address, out);
    }
    InternetAddressList *list = internet_address_list_new();
    GString *text = g_string_new(name);

    g_string_append(text, ": ");
    for (size_t i = 0; i < count; i++) {
        const char *shown = people[i].name && people[i].name[0] ? people[i].name : NULL;
        InternetAddress *address = internet_address_mailbox_new(shown, people[i].address);
        internet_address_set_charset(address, "utf-8");
        internet_address_list_add(list, address);
        g_object_unref(address);
    }
    internet_address_list_encode(list, NULL, text);
    int err = put_lines(text->str, text->len, out);
    g_string_free(text, TRUE);
    g_object_unref(list);
    return err;
}

/* --- what every mail has ------------------------------------------------------------------------- */

/* RFC 5322 §3.3. */
static int put_date(const struct mail *mail, struct buf *out)
{
    static const char days[][4] = {"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"};
    static const char months[][4] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                     "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    day_t day = offset_day(mail->date, mail->offset);
    struct civil date = civil_from_day(day);
    int minute = offset_minute(mail->date, mail->offset);
    int second = (int)((mail->date / 1000 - (mail->date % 1000 < 0 ? 1 : 0)) % 60);
    int east = mail->offset < 0 ? -mail->offset : mail->offset;

    if (day == DAY_NONE) {
        return ERR_INVALID;
    }
    return buf_printf(out, "Date: %s, %02d %s %04d %02d:%02d:%02d %c%02d%02d\r\n",
                      days[civil_weekday(day) - MONDAY], date.day, months[date.month - 1],
                      date.year, minute / 60, minute % 60, second < 0 ? second + 60 : second,
                      mail->offset < 0 ? '-' : '+', east / 60, east % 60);
}

static int put_list_id(const struct mail *mail, struct buf *out)
{
    if (!mail->list_name || !mail->list_name[0]) {
        char value[MAIL_ID_SIZE + 2];
        (void)snprintf(value, sizeof value, "<%s>", mail->list_id);
        return put_header("List-Id", value, out);
    }
    char *name = g_mime_utils_header_encode_phrase(NULL, mail->list_name, "utf-8");
    char *value = g_strdup_printf("%s <%s>", name, mail->list_id);
    int err = put_header("List-Id", value, out);

    g_free(value);
    g_free(name);
    return err;
}

static int put_ids(const struct mail *mail, struct buf *out)
{
    int err = put_id("Message-Id", mail->message_id, out);

    if (err == 0 && mail->thread_id && strcmp(mail->thread_id, mail->message_id) != 0) {
        err = put_id("In-Reply-To", mail->thread_id, out);
        err = err ? err : put_id("References", mail->thread_id, out);
    }
    return err == 0 && mail->list_id ? put_list_id(mail, out) : err;
}

int mail_put_head(const struct mail *mail, struct buf *out)
{
    int err = put_people("From", &mail->from, 1, out);

    err = err ? err : put_people("To", mail->to, mail->to_count, out);
    if (err == 0 && mail->reply_to.address) {
        err = put_people("Reply-To", &mail->reply_to, 1, out);
    }
    err = err ? err : put_header("Subject", mail->subject, out);
    err = err ? err : put_date(mail, out);
    err = err ? err : put_ids(mail, out);
    err = err ? err
              : buf_puts(out, "Auto-Submitted: auto-generated\r\n"
                              "X-Auto-Response-Suppress: OOF, AutoReply\r\n");
    err = err ? err : put_line("X-Dondoc-Class", mail_class_name(mail->class), out);
    return err == 0 && mail->language ? put_header("Content-Language", mail->language, out) : err;
}
