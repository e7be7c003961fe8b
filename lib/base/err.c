#include "base/err.h"

#include "base/i18n.h"

const char *err_text(int err)
{
    switch ((enum err)err) {
    case ERR_OK:
        return _("không có lỗi");
    case ERR_NOMEM:
        return _("hết bộ nhớ");
    case ERR_INVALID:
        return _("giá trị không hợp lệ");
    case ERR_RANGE:
        return _("ngoài phạm vi cho phép");
    case ERR_LIMIT:
        return _("vượt quá giới hạn");
    case ERR_NOT_FOUND:
        return _("không tìm thấy");
    case ERR_EXISTS:
        return _("đã có rồi");
    case ERR_FORMAT:
        return _("sai định dạng");
    case ERR_IO:
        return _("lỗi đọc hoặc ghi");
    case ERR_BUSY:
        return _("đang được chương trình khác dùng");
    case ERR_READ_ONLY:
        return _("chỉ đọc được, không ghi được");
    case ERR_NO_SPACE:
        return _("đĩa đã đầy");
    case ERR_CORRUPT:
        return _("dữ liệu đã lưu bị hỏng");
    case ERR_NEWER:
        return _("dữ liệu do phiên bản dondoc mới hơn tạo ra");
    case ERR_REFUSED:
        return _("không được phép trong tình trạng hiện tại");
    case ERR_INTERNAL:
        return _("lỗi bên trong chương trình");
    }
    return _("lỗi không rõ");
}
