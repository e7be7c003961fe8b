#include "daemon/link_keys.h"

#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "base/err.h"
#include "base/file.h"
#include "base/i18n.h"
#include "base/id.h"
#include "base/text.h"

#define SECRET_MAX_BYTES 4096
#define PATH_MAX_BYTES 4096

static int read_key(const char *path, struct diag *diag, struct answer_keys *keys)
{
    _cleanup_buf_ struct buf text = {0};
    buf_init(&text, SECRET_MAX_BYTES);
    int err = file_read(path, SECRET_MAX_BYTES, diag, &text);
    if (err < 0) {
        return err;
    }
    struct text_span secret = text_trim(text_span(buf_str(&text)));
    err = answer_keys_add(keys, secret.data, secret.len);
    if (text.data) {
        explicit_bzero(text.data, text.len);
    }
    if (err == ERR_INVALID) {
        diag_addf(diag, DIAG_ERROR, path, 0, 0,
                  _("Tạo khóa mới, ví dụ bằng: openssl rand -base64 32"),
                  _("khóa ký liên kết ngắn hơn %d ký tự"), ANSWER_SECRET_MIN);
    }
    return err;
}

static int make_secret(const char *path, struct diag *diag)
{
    char text[2 * ID_LENGTH + 2];
    char half[ID_SIZE];
    int err = id_make(half);
    if (err == 0) {
        memcpy(text, half, ID_LENGTH);
        err = id_make(half);
    }
    if (err == 0) {
        memcpy(text + ID_LENGTH, half, ID_LENGTH);
        text[sizeof(text) - 2] = '\n';
        text[sizeof(text) - 1] = '\0';
        err = file_write(path, text, sizeof(text) - 1, S_IRUSR | S_IWUSR);
    }
    explicit_bzero(text, sizeof text);
    explicit_bzero(half, sizeof half);
    if (err < 0) {
        diag_add(diag, DIAG_ERROR, path, 0, 0, _("không tạo được khóa ký liên kết"), err_text(err));
    }
    return err;
}

static int name_own(const char *state, struct buf *out)
{
    buf_init(out, PATH_MAX_BYTES);
    const char *slash = strrchr(state, '/');
    return buf_printf(out, "%.*s%s", slash ? (int)(slash + 1 - state) : 0, state, LINK_KEYS_FILE);
}

static int read_own(const char *state, struct diag *diag, struct answer_keys *keys)
{
    struct stat status;
    _cleanup_buf_ struct buf path = {0};
    int err = name_own(state, &path);
    if (err == 0 && lstat(buf_str(&path), &status) != 0) {
        err = make_secret(buf_str(&path), diag);
    }
    return err < 0 ? err : read_key(buf_str(&path), diag, keys);
}

int link_keys_load(const struct settings *settings, struct diag *diag, struct answer_keys *out)
{
    struct answer_keys keys = {.count = 0};
    int err = 0;
    if (text_is_blank(settings->public_url)) {
        *out = keys;
        return 0;
    }
    for (size_t i = 0; i < settings->link_secrets.count && err == 0; i++) {
        err = read_key(settings->link_secrets.items[i], diag, &keys);
    }
    if (settings->link_secrets.count == 0) {
        err = read_own(settings->state, diag, &keys);
    }
    if (err == 0) {
        *out = keys;
    }
    answer_keys_clear(&keys);
    return err;
}

static int write_copy(const char *file, const struct buf *text, struct diag *diag)
{
    if (access(file, F_OK) == 0) {
        diag_add(diag, DIAG_ERROR, file, 0, 0, _("đã có tệp này, bản sao lưu không ghi đè lên"),
                 _("Hãy chọn tên tệp khác"));
        return ERR_EXISTS;
    }
    int err = file_write(file, buf_str(text), text->len, S_IRUSR | S_IWUSR);
    if (err < 0) {
        diag_add(diag, DIAG_ERROR, file, 0, 0, _("không sao lưu được khóa ký liên kết"),
                 err_text(err));
    }
    return err;
}

int link_keys_backup(const char *state, const char *file, struct diag *diag, bool *out)
{
    struct stat status;
    _cleanup_buf_ struct buf own = {0};
    _cleanup_buf_ struct buf text = {0};
    buf_init(&text, SECRET_MAX_BYTES);
    int err = name_own(state, &own);
    if (err < 0) {
        return err;
    }
    if (lstat(buf_str(&own), &status) != 0) {
        *out = false;
        return 0;
    }
    err = file_read(buf_str(&own), SECRET_MAX_BYTES, diag, &text);
    if (err == 0) {
        err = write_copy(file, &text, diag);
    }
    if (text.data) {
        explicit_bzero(text.data, text.len);
    }
    if (err == 0) {
        *out = true;
    }
    return err;
}
