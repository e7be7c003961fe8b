/* What a failure of the database means to the person who must mend it. */
#include "lib/store/db.h"

#include <stdarg.h>

#include "base/i18n.h"

struct explanation {
    int err;
    const char *message;
    const char *remedy;
};

static const struct explanation explanations[] = {
    {ERR_BUSY, N_("cơ sở dữ liệu đang bị một chương trình khác khoá"),
     N_("Hãy đợi chương trình đó (một dondocd khác, sqlite3, phần mềm sao lưu) xong việc rồi thử "
        "lại")},
    {ERR_READ_ONLY, N_("không ghi được vào cơ sở dữ liệu"),
     N_("Hãy cấp quyền ghi tệp này và thư mục chứa nó cho tài khoản chạy dondocd")},
    {ERR_CORRUPT, N_("cơ sở dữ liệu bị hỏng"),
     N_("Hãy dừng dondocd, cất riêng tệp này cùng các tệp -wal và -shm đi kèm, rồi chép bản sao "
        "lưu "
        "gần nhất (dondoc backup) vào chỗ cũ")},
    {ERR_NEWER, N_("cơ sở dữ liệu do một phiên bản dondoc mới hơn ghi"),
     N_("Hãy cài lại phiên bản dondoc mới, hoặc khôi phục bản sao lưu có trước khi nâng cấp")},
    {ERR_NO_SPACE, N_("ổ đĩa đã đầy, không ghi thêm được vào cơ sở dữ liệu"),
     N_("Hãy giải phóng dung lượng ổ đĩa rồi thử lại; dữ liệu đã ghi vẫn còn nguyên")},
    {ERR_NOT_FOUND, N_("không có thư mục để chứa cơ sở dữ liệu"),
     N_("Hãy tạo thư mục đó và cấp quyền ghi cho tài khoản chạy dondocd")},
    {ERR_INVALID, N_("cơ sở dữ liệu phải là một tệp thường"),
     N_("Hãy sửa đường dẫn cơ sở dữ liệu trong tệp cấu hình")},
    {ERR_IO, N_("không đọc hoặc ghi được cơ sở dữ liệu"),
     N_("Hãy kiểm tra ổ đĩa và nhật ký hệ thống, rồi thử lại")},
    {ERR_EXISTS, N_("đã có bản ghi như vậy trong cơ sở dữ liệu"), NULL},
    {ERR_NOMEM, N_("không đủ bộ nhớ để dùng cơ sở dữ liệu"),
     N_("Hãy đóng bớt chương trình khác rồi thử lại")},
};

static const struct explanation *find(int err)
{
    for (size_t i = 0; i < sizeof(explanations) / sizeof(explanations[0]); i++) {
        if (explanations[i].err == err) {
            return &explanations[i];
        }
    }
    return NULL;
}

void store_explain_file(const char *path, int err, const char *detail, struct diag *diag)
{
    const struct explanation *found = find(err);
    const char *message = found ? _(found->message) : err_text(err);
    const char *remedy = found && found->remedy ? _(found->remedy) : NULL;
    if (detail && detail[0]) {
        diag_addf(diag, DIAG_ERROR, path, 0, 0, remedy, "%s (%s)", message, detail);
    } else {
        diag_add(diag, DIAG_ERROR, path, 0, 0, message, remedy);
    }
}

void store_explain(const struct store *store, int err, struct diag *diag)
{
    bool ours = store_error(store->last_rc, store->last_errno) == err;
    store_explain_file(store->path, err, ours ? store->last_text : NULL, diag);
}
