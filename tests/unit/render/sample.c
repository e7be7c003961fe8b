#include "tests/unit/render/sample.h"

#include "tests/unit/render/test_render.h"

#include "base/cleanup.h"
#include "base/file.h"

#define STNMT "Sở Tài nguyên và Môi trường tỉnh Sóc Trăng"
#define PLAN "Kế hoạch thực hiện công tác kiểm soát thủ tục hành chính năm 2022 của " STNMT
#define PLAN_ONE_STOP "Kế hoạch số 20/KH-STNMT ngày 22/04/2022"
#define TODAY 19069 /* thứ Sáu, 18/03/2022 */

void sample_templates(const char *language, struct daily_templates *out)
{
    const char *name;

    *out = (struct daily_templates){{NULL}};
    for (size_t i = 0; (name = daily_template_name(i)) != NULL; i++) {
        _cleanup_buf_ struct buf path = {0};
        _cleanup_buf_ struct buf text = {0};
        _cleanup_diag_ struct diag diag = {0};

        buf_init(&path, 4096);
        buf_init(&text, 100000);
        assert_int_equal(buf_printf(&path, DD_SRCDIR "/conf/templates/%s/%s.mustache", language,
                                    name),
                         0);
        assert_int_equal(file_read(buf_str(&path), 100000, &diag, &text), 0);
        assert_int_equal(daily_templates_add(out, name, buf_str(&text), buf_str(&path), &diag), 0);
    }
}

static const struct daily_row collect_rows[] = {
    {"III.2b", "Thực hiện công khai TTHC",
     "100% thủ tục hành chính thuộc thẩm quyền giải quyết của Sở được niêm yết, công khai tại "
     "Trung "
     "tâm Phục vụ hành chính công"},
    {"VIII.1", "Thông tin, tuyên truyền về công tác kiểm soát TTHC",
     "Đăng tải trên Trang thông tin điện tử của Sở"},
};

static const struct daily_item unit_items[] = {
    {.section = DAILY_COMING,
     .role = ROLE_COORDINATING,
     .occurrence = "motcua-2022/2023-2025.1/once",
     .unit = "Văn phòng Sở",
     .plan = PLAN_ONE_STOP,
     .stt = "2023-2025.1",
     .group = "Năm 2023-2025",
     .content = "Tăng tỷ lệ số hóa, ký số và lưu trữ điện tử đối với hồ sơ, giấy tờ, kết quả giải "
                "quyết TTHC",
     .lead = "Trung tâm Công nghệ thông tin",
     .coordinating = "Các phòng, đơn vị có liên quan",
     .time = "Đến hết ngày 27/3/2022",
     .start = DAY_NONE,
     .due = TODAY + 9,
     .act_by = TODAY + 7,
     .days_left = 5},
    {.section = DAILY_OVERDUE,
     .role = ROLE_LEAD,
     .occurrence = "kstthc-2022/I.1/once",
     .unit = "Văn phòng Sở",
     .plan = PLAN,
     .stt = "I.1",
     .group = "Công tác chỉ đạo điều hành",
     .content = "Xây dựng, ban hành và tổ chức thực hiện các văn bản triển khai thực hiện nhiệm vụ "
                "kiểm soát TTHC, đổi với cơ chế một cửa, một cửa liên thông và thực hiện TTHC trên "
                "môi trường điện tử năm 2022",
     .product = "- Kế hoạch kiểm soát TTHC;\n- Các văn bản triển khai công tác kiểm soát TTHC, cải "
                "cách TTHC.",
     .label = "Kế hoạch ban hành",
     .lead = "Văn phòng Sở",
     .coordinating = "Các phòng, đơn vị",
     .time =
         "- Kế hoạch ban hành trước 31/01/2022 và triển khai thực hiện kế hoạch.\n- Thực hiện khi "
         "có văn bản chỉ đạo.",
     .start = DAY_NONE,
     .due = TODAY - 47,
     .act_by = TODAY - 49,
     .days_left = -29,
     .remark = "Kết quả đã gửi bị trả lại theo Văn bản số 45/STNMT-VP ngày 10/3/2022."},
    {.section = DAILY_DUE_TODAY,
     .role = ROLE_LEAD,
     .occurrence = "kstthc-2022/IX.1/quarter/2022-Q1",
     .unit = "Văn phòng Sở",
     .plan = PLAN,
     .stt = "IX.1",
     .group = "Công tác báo cáo",
     .content = "Báo cáo định kỳ tình hình, kết quả thực hiện công tác kiểm soát TTHC",
     .product = "Báo cáo định kỳ hàng quý và năm (bao gồm báo cáo bằng văn bản và báo cáo trên Hệ "
                "thống)",
     .lead = "Văn phòng Sở",
     .coordinating = "Các phòng, đơn vị",
     .time = "- Định kỳ hàng quý và năm (trước ngày 19 của tháng cuối quý và trước ngày 19/12)",
     .period = {.kind = PERIOD_QUARTER, .year = 2022, .index = 1},
     .start = DAY_NONE,
     .due = TODAY,
     .act_by = TODAY,
     .days_left = 0},
    {.section = DAILY_COLLECT,
     .role = ROLE_LEAD,
     .occurrence = "kstthc-2022/IX.1/quarter/2022-Q1/collect@van-phong-so",
     .unit = "Văn phòng Sở",
     .plan = PLAN,
     .stt = "IX.1",
     .content = "Báo cáo định kỳ tình hình, kết quả thực hiện công tác kiểm soát TTHC",
     .lead = "Văn phòng Sở",
     .period = {.kind = PERIOD_QUARTER, .year = 2022, .index = 1},
     .start = DAY_NONE,
     .due = TODAY + 4,
     .act_by = TODAY + 4,
     .days_left = 2,
     .due_from = DUE_FROM_REPORTING,
     .collect = true,
     .report_due = TODAY + 6,
     .rows = collect_rows,
     .row_count = 2},
};

struct daily sample_unit(void)
{
    return (struct daily){.class = MAIL_CLASS_DAILY,
                          .department = STNMT,
                          .recipient = "Văn phòng Sở",
                          .day = TODAY,
                          .office = "Văn phòng Sở",
                          .office_mail = "vanphong@stnmt.example.org",
                          .items = unit_items,
                          .count = sizeof(unit_items) / sizeof(unit_items[0])};
}

#define OFFICE_ROW(kind, row, text)                                                                \
    .section = (kind), .role = ROLE_OFFICE, .occurrence = "kstthc-2022/" row "/once",              \
    .plan = PLAN, .stt = (row), .content = (text), .start = DAY_NONE, .due = DAY_NONE,             \
    .act_by = DAY_NONE

static const struct daily_item office_items[] = {
    {.section = DAILY_ESCALATED,
     .role = ROLE_OFFICE,
     .occurrence = "kstthc-2022/VI.2a/once@chi-cuc-qldd",
     .unit = "Chi cục Quản lý đất đai",
     .plan = PLAN,
     .stt = "VI.2a",
     .content = "Kết nối Hệ thống thông tin đất đai với Cổng dịch vụ công của tỉnh",
     .lead = "Chi cục Quản lý đất đai; Văn phòng Đăng ký đất đai",
     .time = "Trước ngày 15/3/2022",
     .start = DAY_NONE,
     .due = TODAY - 4,
     .act_by = TODAY - 4,
     .days_left = -4},
    {OFFICE_ROW(DAILY_NEEDS_PERSON, "TC.1", "Tổng hợp, báo cáo kết quả thực hiện Kế hoạch"),
     .time = "định kỳ", .remark = "Không rõ kỳ báo cáo: tuần, tháng, quý hay năm."},
    {.section = DAILY_PAST_DUE,
     .role = ROLE_OFFICE,
     .occurrence = "kstthc-2022/I.1/once",
     .plan = PLAN,
     .stt = "I.1",
     .content = "Xây dựng, ban hành các văn bản triển khai nhiệm vụ kiểm soát TTHC",
     .lead = "Văn phòng Sở",
     .start = DAY_NONE,
     .due = TODAY - 47,
     .act_by = TODAY - 49,
     .days_left = -29},
    {.section = DAILY_PAST_DUE,
     .role = ROLE_OFFICE,
     .occurrence = "motcua-2022/2022.1/once",
     .plan = PLAN_ONE_STOP,
     .stt = "2022.1",
     .content = "Tối thiểu 30% tổ chức, cá nhân không phải cung cấp lại giấy tờ",
     .lead = "Văn phòng Sở",
     .start = DAY_NONE,
     .due = TODAY - 10,
     .act_by = TODAY - 10,
     .days_left = -8},
    {OFFICE_ROW(DAILY_UNDATED, "VI.2a", "Kết nối, tích hợp dữ liệu với các Hệ thống quốc gia"),
     .lead = "Chi cục Quản lý đất đai; Văn phòng Đăng ký đất đai",
     .time = "Theo lộ trình và hướng dẫn của Văn phòng Chính phủ."},
    {OFFICE_ROW(DAILY_WAITING, "2022.2", "Giảm thời gian chờ đợi của tổ chức, cá nhân"),
     .time = "Khi có hướng dẫn triển khai thực hiện"},
    {OFFICE_ROW(DAILY_UNDELIVERED, "IX.1", "Thư ngày 14/03/2022 gửi Chi cục Quản lý đất đai"),
     .remark = "ccqldd@stnmt.example.org: 550 mailbox unavailable <khong co hop thu>"},
};

struct daily sample_office(void)
{
    return (struct daily){.class = MAIL_CLASS_DAILY,
                          .department = STNMT,
                          .recipient =
                              "Văn phòng Sở; Công chức đầu mối thực hiện nhiệm vụ kiểm soát "
                              "thủ tục hành chính, cơ chế một cửa, một cửa liên thông",
                          .day = TODAY,
                          .office = "Văn phòng Sở",
                          .office_mail = "vanphong@stnmt.example.org",
                          .items = office_items,
                          .count = sizeof(office_items) / sizeof(office_items[0])};
}

static const struct daily_item new_item = {
    .section = DAILY_NEW,
    .role = ROLE_LEAD,
    .occurrence = "stnmt/giao/2022-3",
    .unit = "Thanh tra Sở",
    .content = "Báo cáo việc xử lý phản ánh của Ông <Nguyễn Văn A> & các hộ dân",
    .lead = "Thanh tra Sở",
    .time = "Trước 17h00 ngày 19/3/2022",
    .start = DAY_NONE,
    .due = TODAY + 1,
    .act_by = TODAY,
    .days_left = 0,
    .due_from = DUE_FROM_PERSON,
};

struct daily sample_immediate(void)
{
    return (struct daily){.class = MAIL_CLASS_IMMEDIATE,
                          .department = STNMT,
                          .recipient = "Thanh tra Sở",
                          .day = TODAY,
                          .office = "Văn phòng Sở",
                          .message = "Giám đốc Sở giao tại cuộc họp sáng nay.",
                          .items = &new_item,
                          .count = 1};
}
