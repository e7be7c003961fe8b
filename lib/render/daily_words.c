#include "lib/render/daily_words.h"

#include "base/i18n.h"

const char *section_id(enum daily_section section)
{
    switch (section) {
    case DAILY_ESCALATED:
        return "escalated";
    case DAILY_OVERDUE:
        return "overdue";
    case DAILY_DUE_TODAY:
        return "due_today";
    case DAILY_NEW:
        return "new";
    case DAILY_ASSIGNED:
        return "assigned_new";
    case DAILY_COMING:
        return "coming";
    case DAILY_COLLECT:
        return "collect";
    case DAILY_OPENING:
        return "opening";
    case DAILY_HALF:
        return "half";
    case DAILY_TARGET:
        return "target";
    case DAILY_INCOMING:
        return "incoming";
    case DAILY_NEEDS_PERSON:
        return "needs_person";
    case DAILY_PAST_DUE:
        return "past_due";
    case DAILY_LONG_OVERDUE:
        return "long_overdue";
    case DAILY_UNDATED:
        return "undated";
    case DAILY_WAITING:
        return "waiting";
    case DAILY_DIGEST:
        return "digest";
    case DAILY_UNDELIVERED:
        return "undelivered";
    }
    return "";
}

const char *section_title(enum daily_section section, bool all_today)
{
    switch (section) {
    case DAILY_ESCALATED:
        return _("Việc quá hạn cần chỉ đạo");
    case DAILY_OVERDUE:
        return _("Việc quá hạn");
    case DAILY_DUE_TODAY:
        return all_today ? _("Việc đến hạn hôm nay") : _("Việc đến hạn");
    case DAILY_NEW:
        return _("Việc mới, thời hạn gấp");
    case DAILY_ASSIGNED:
        return _("Nhiệm vụ phát sinh mới được giao");
    case DAILY_COMING:
        return _("Việc sắp đến hạn");
    case DAILY_COLLECT:
        return _("Đề nghị gửi số liệu, kết quả thực hiện");
    case DAILY_OPENING:
        return _("Việc bắt đầu thời gian thực hiện");
    case DAILY_HALF:
        return _("Việc đã qua nửa thời gian thực hiện");
    case DAILY_TARGET:
        return _("Chỉ tiêu chậm tiến độ, có nguy cơ không đạt");
    case DAILY_INCOMING:
        return _("Tin từ hệ thống khác cần quyết định");
    case DAILY_NEEDS_PERSON:
        return _("Dòng kế hoạch cần người xem");
    case DAILY_PAST_DUE:
        return _("Kế hoạch vừa nạp: các việc đã quá hạn");
    case DAILY_LONG_OVERDUE:
        return _("Việc quá hạn kéo dài");
    case DAILY_UNDATED:
        return _("Việc chưa có ngày hạn");
    case DAILY_WAITING:
        return _("Việc chờ văn bản, sự kiện phát sinh");
    case DAILY_DIGEST:
        return _("Tổng hợp trong tuần");
    case DAILY_UNDELIVERED:
        return _("Thông báo không gửi được");
    }
    return "";
}

const char *section_intro(enum daily_section section)
{
    switch (section) {
    case DAILY_ESCALATED:
        return _("Các việc sau đã quá hạn, đã đôn đốc nhưng chưa có kết quả. Kính đề nghị quan "
                 "tâm chỉ đạo.");
    case DAILY_OVERDUE:
        return _("Đề nghị khẩn trương hoàn thành và báo kết quả; nếu có khó khăn, vướng mắc, đề "
                 "nghị nêu rõ nguyên nhân và thời gian hoàn thành.");
    case DAILY_DUE_TODAY:
        return _("Đề nghị hoàn thành, hoặc phối hợp để hoàn thành, và báo kết quả trong hôm nay.");
    case DAILY_NEW:
        return _("Các việc sau vừa được giao hoặc vừa phát sinh và sắp đến hạn.");
    case DAILY_ASSIGNED:
        return _(
            "Các nhiệm vụ sau không có trong kế hoạch, vừa được giao theo văn bản nêu ở căn cứ.");
    case DAILY_COMING:
        return _("Đề nghị chủ động thực hiện, hoặc phối hợp thực hiện, để hoàn thành đúng hạn.");
    case DAILY_COLLECT:
        return _("Để kịp tổng hợp báo cáo, đề nghị gửi số liệu, kết quả thực hiện các nhiệm vụ "
                 "của đơn vị nêu dưới đây.");
    case DAILY_OPENING:
        return _("Đã đến thời gian bắt đầu thực hiện các việc sau.");
    case DAILY_HALF:
        return _("Đã qua một nửa thời gian thực hiện các việc sau; đề nghị rà soát tiến độ.");
    case DAILY_TARGET:
        return _(
            "Số liệu mới cho thấy các chỉ tiêu sau chậm tiến độ hoặc có nguy cơ không đạt. Đề nghị "
            "đôn đốc đơn vị chủ trì.");
    case DAILY_INCOMING:
        return _(
            "Các tin sau chưa chắc về việc nào nên chưa được ghi nhận. Đề nghị quyết định bằng "
            "lệnh: dondoc incoming accept <số> --occurrence <việc>, hoặc dondoc incoming reject "
            "<số> --reason <lý do>.");
    case DAILY_NEEDS_PERSON:
        return _("Các dòng sau chưa đọc được đầy đủ nên cần người xem. Đề nghị ghi rõ lại thời "
                 "gian ở cột thoi_gian_sua, hoặc sửa tên đơn vị, rồi nạp lại kế hoạch. Phần đã "
                 "đọc được vẫn được theo dõi.");
    case DAILY_PAST_DUE:
        return _("Khi kế hoạch được nạp lần đầu, các việc sau đã qua hạn nên không được nhắc. Đề "
                 "nghị xác định từng việc: đã hoàn thành (số, ngày văn bản), được miễn, hay còn "
                 "phải thực hiện.");
    case DAILY_LONG_OVERDUE:
        return _("Các việc sau quá hạn đã lâu, không còn được nhắc hằng tuần.");
    case DAILY_UNDATED:
        return _("Các việc sau chưa có ngày hạn: do văn bản khác ấn định, hoặc đã phát sinh mà "
                 "kế hoạch không nêu thời hạn. Khi xác định được ngày hạn, đề nghị cập nhật bằng "
                 "lệnh: dondoc date <việc> --due <ngày> --document <số văn bản>.");
    case DAILY_WAITING:
        return _("Các việc sau chỉ thực hiện khi có văn bản hoặc sự kiện phát sinh. Khi phát sinh, "
                 "đề nghị cập nhật bằng lệnh: dondoc trigger <việc> --on <ngày> --document <số "
                 "văn bản>.");
    case DAILY_DIGEST:
        return _("Tình hình thực hiện của từng đơn vị đến hôm nay.");
    case DAILY_UNDELIVERED:
        return _("Các thông báo sau chưa đến nơi nhận. Đề nghị thông báo bằng cách khác và kiểm "
                 "tra lại địa chỉ.");
    }
    return "";
}

const char *section_count(enum daily_section section, bool all_today, size_t n)
{
    switch (section) {
    case DAILY_ESCALATED:
        return ngettext("%s việc quá hạn cần chỉ đạo", "%s việc quá hạn cần chỉ đạo", n);
    case DAILY_OVERDUE:
        return ngettext("%s việc quá hạn", "%s việc quá hạn", n);
    case DAILY_DUE_TODAY:
        return all_today ? ngettext("%s việc đến hạn hôm nay", "%s việc đến hạn hôm nay", n)
                         : ngettext("%s việc đến hạn", "%s việc đến hạn", n);
    case DAILY_NEW:
        return ngettext("%s việc mới, thời hạn gấp", "%s việc mới, thời hạn gấp", n);
    case DAILY_ASSIGNED:
        return ngettext("%s nhiệm vụ phát sinh mới", "%s nhiệm vụ phát sinh mới", n);
    case DAILY_COMING:
        return ngettext("%s việc sắp đến hạn", "%s việc sắp đến hạn", n);
    case DAILY_COLLECT:
        return ngettext("%s đề nghị gửi kết quả", "%s đề nghị gửi kết quả", n);
    case DAILY_OPENING:
        return ngettext("%s việc bắt đầu thực hiện", "%s việc bắt đầu thực hiện", n);
    case DAILY_HALF:
        return ngettext("%s việc qua nửa thời gian", "%s việc qua nửa thời gian", n);
    case DAILY_TARGET:
        return ngettext("%s chỉ tiêu chậm hoặc có nguy cơ", "%s chỉ tiêu chậm hoặc có nguy cơ", n);
    case DAILY_INCOMING:
        return ngettext("%s tin cần quyết định", "%s tin cần quyết định", n);
    case DAILY_NEEDS_PERSON:
        return ngettext("%s dòng cần người xem", "%s dòng cần người xem", n);
    case DAILY_PAST_DUE:
        return ngettext("%s việc đã quá hạn khi nạp kế hoạch",
                        "%s việc đã quá hạn khi nạp kế hoạch", n);
    case DAILY_LONG_OVERDUE:
        return ngettext("%s việc quá hạn kéo dài", "%s việc quá hạn kéo dài", n);
    case DAILY_UNDATED:
        return ngettext("%s việc chưa có ngày hạn", "%s việc chưa có ngày hạn", n);
    case DAILY_WAITING:
        return ngettext("%s việc chờ phát sinh", "%s việc chờ phát sinh", n);
    case DAILY_DIGEST:
        return ngettext("tổng hợp tuần của %s đơn vị", "tổng hợp tuần của %s đơn vị", n);
    case DAILY_UNDELIVERED:
        return ngettext("%s thông báo không gửi được", "%s thông báo không gửi được", n);
    }
    return "%s";
}

bool section_is_list(enum daily_section section)
{
    return section >= DAILY_TARGET;
}
