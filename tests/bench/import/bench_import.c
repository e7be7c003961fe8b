/* How fast 100,000 rows of a plan are read: rows like those of the sample plans, 40 MB. */
#include "base/cleanup.h"
#include "base/clock.h"
#include "import/plan.h"

#define ROWS 100000

static int make_rows(struct buf *out)
{
    int err = buf_puts(out, "stt,nhom,noi_dung,san_pham,chu_tri,phoi_hop,thoi_gian\r\n");
    for (int i = 0; !err && i < ROWS; i++) {
        err = buf_printf(
            out,
            "R%d,\"Công bố, công khai, xây dựng quy trình nội bộ giải quyết TTHC\",\"Kết nối, chia "
            "sẻ "
            "dữ liệu từ Cơ sở dữ liệu quốc gia về đất đai với Hệ thống thông tin giải quyết thủ "
            "tục "
            "hành chính của tỉnh; hỗ trợ xác thực thông tin người dân, doanh nghiệp\",\"- Kế hoạch "
            "kiểm soát TTHC;\n- Các văn bản triển khai công tác kiểm soát TTHC.\",\"Các phòng, đơn "
            "vị "
            "tham mưu giải quyết TTHC; Thanh tra Sở\",Văn phòng Sở,\"- Định kỳ hàng quý và năm "
            "(trước "
            "ngày 19 của tháng cuối quý và trước ngày 19/12/2022).\n- Đột xuất theo yêu cầu.\"\r\n",
            i);
    }
    return err;
}

int main(void)
{
    _cleanup_buf_ struct buf rows = {0};
    _cleanup_(plan_clear) struct plan section = {0};
    _cleanup_(plan_clear) struct plan plan = {0};
    buf_init(&rows, (size_t)256 << 20);
    plan_init(&section);
    plan_init(&plan);
    section.file = strdup("bench.csv");
    if (!section.file || make_rows(&rows)) {
        return 1;
    }
    int64_t start = clock_monotonic();
    int err = import_plan_text(&section, rows.data, rows.len, &plan, NULL);
    int64_t took = clock_monotonic() - start;
    if (err || plan.count != ROWS) {
        return 1;
    }
    (void)printf("import: %d rows, %zu MB, in %lld ms\n", ROWS, rows.len >> 20, (long long)took);
    return 0;
}
