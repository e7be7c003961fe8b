/* What may go into a mail: nothing that could end a header and begin another. */
#include "lib/render/mail_check.h"

#include "base/err.h"
#include "base/i18n.h"
#include "base/text.h"
#include "base/utf8.h"
#include "model/address.h"

/* NULL is fine: the value is left out. */
static int check_value(const char *text)
{
    size_t len = text ? strlen(text) : 0;

    if (len > MAIL_MAX_HEADER) {
        return ERR_LIMIT;
    }
    for (size_t i = 0; i < len; i++) {
        if ((unsigned char)text[i] < 0x20 || text[i] == 0x7f) {
            return ERR_INVALID;
        }
    }
    return utf8_is_valid(text ? text : "", len) ? 0 : ERR_INVALID;
}

static int check_person(const struct mail_person *person)
{
    return address_is_valid(person->address) ? check_value(person->name) : ERR_INVALID;
}

/* Printable ASCII that can stand between angle brackets; one "@" if `at`, else none. */
static bool is_id(const char *text, bool at)
{
    size_t len = text ? strlen(text) : 0;
    size_t ats = 0;

    if (len == 0 || len >= MAIL_ID_SIZE) {
        return false;
    }
    for (size_t i = 0; i < len; i++) {
        if (text[i] <= ' ' || text[i] > '~' || text[i] == '<' || text[i] == '>') {
            return false;
        }
        ats += text[i] == '@' ? 1 : 0;
    }
    return ats == (at ? 1 : 0) && text[0] != '@' && text[len - 1] != '@';
}

static int check_body(const char *text)
{
    size_t len = strlen(text);

    if (len > MAIL_MAX_BODY) {
        return ERR_LIMIT;
    }
    return utf8_is_valid(text, len) ? 0 : ERR_INVALID;
}

static int check_people(const struct mail *mail)
{
    if (!mail->to || mail->to_count == 0) {
        return ERR_INVALID;
    }
    if (mail->to_count > MAIL_MAX_PEOPLE) {
        return ERR_LIMIT;
    }
    int err = check_person(&mail->from);
    for (size_t i = 0; i < mail->to_count && err == 0; i++) {
        err = check_person(&mail->to[i]);
    }
    if (err == 0 && mail->reply_to.address) {
        err = check_person(&mail->reply_to);
    }
    return err;
}

int mail_check(const struct mail *mail)
{
    if (!mail->subject || !mail->text || !is_id(mail->message_id, true) ||
        (mail->thread_id && !is_id(mail->thread_id, true)) ||
        (mail->list_id && !is_id(mail->list_id, false)) || mail->offset < -14 * 60 ||
        mail->offset > 14 * 60) {
        return ERR_INVALID;
    }
    int err = check_people(mail);
    const char *const values[] = {mail->subject, mail->list_name, mail->language};

    for (size_t i = 0; i < sizeof(values) / sizeof(values[0]) && err == 0; i++) {
        err = check_value(values[i]);
    }
    if (err == 0) {
        err = check_body(mail->text);
    }
    if (err == 0 && mail->html) {
        err = check_body(mail->html);
    }
    return err;
}

/* --- addresses
 * ------------------------------------------------------------------------------------ */

const char *mail_address_domain(const char *address)
{
    return address_is_valid(address) ? strchr(address, '@') + 1 : "";
}

static bool has_non_ascii(const char *text)
{
    for (; *text; text++) {
        if ((unsigned char)*text > 127) {
            return true;
        }
    }
    return false;
}

static const char *at_problem(const char *address)
{
    const char *at = strchr(address, '@');

    if (!at) {
        return _("Địa chỉ thiếu dấu \"@\"; địa chỉ đúng có dạng vanphong@so.gov.vn");
    }
    if (strchr(at + 1, '@')) {
        return _("Địa chỉ có hơn một dấu \"@\"; mỗi ô chỉ ghi một địa chỉ");
    }
    if (at == address) {
        return _("Địa chỉ thiếu phần tên trước dấu \"@\"");
    }
    if (at[1] == '\0') {
        return _("Địa chỉ thiếu tên miền sau dấu \"@\"");
    }
    if (has_non_ascii(at)) {
        return _("Tên miền có chữ ngoài bảng ASCII; ghi tên miền ở dạng \"xn--…\"");
    }
    return NULL;
}

const char *mail_address_problem(const char *address)
{
    const char *problem = NULL;

    if (address_is_valid(address)) {
        return NULL;
    }
    if (text_is_blank(address)) {
        return _("Địa chỉ thư để trống; ghi một địa chỉ có dạng vanphong@so.gov.vn");
    }
    if (strchr(address, '<') || strchr(address, '>')) {
        return _("Chỉ ghi địa chỉ, không ghi kèm tên hiển thị và dấu \"<\", \">\"");
    }
    if (strpbrk(address, ",;")) {
        return _("Mỗi chỗ chỉ ghi một địa chỉ; nhiều địa chỉ thì ghi thành danh sách");
    }
    if (strpbrk(address, " \t\r\n")) {
        return _("Địa chỉ có khoảng trắng; viết liền không dấu cách");
    }
    problem = at_problem(address);
    if (problem) {
        return problem;
    }
    if (has_non_ascii(address)) {
        return _("Phần tên trước dấu \"@\" có chữ có dấu; địa chỉ thư chỉ gồm chữ không dấu");
    }
    if (strlen(address) > ADDRESS_MAX || strchr(address, '@') - address > 64) {
        return _("Địa chỉ quá dài: tối đa 254 ký tự, phần trước dấu \"@\" tối đa 64 ký tự");
    }
    return _("Địa chỉ có dấu đặt sai chỗ; địa chỉ đúng có dạng vanphong@so.gov.vn");
}
