#include "daemon/labels.h"

#include <string.h>

#include "base/err.h"
#include "base/i18n.h"
#include "base/text.h"
#include "cal/civil.h"
#include "model/stage.h"
#include "render/words.h"
#include "schedule/pace.h"

struct label {
    const char *word, *text;
};

static const char *find(const struct label *table, size_t count, const char *word)
{
    for (size_t i = 0; i < count; i++) {
        if (strcmp(table[i].word, word) == 0) {
            return _(table[i].text);
        }
    }
    return word;
}

#define FIND(table, word) find(table, sizeof(table) / sizeof((table)[0]), word)

int label_stage(const char *name, struct buf *out)
{
    struct stage stage;
    if (stage_parse(name, &stage) < 0) {
        return buf_puts(out, name);
    }
    switch (stage.kind) {
    case STAGE_OPENING:
        return buf_puts(out, _("bắt đầu thời gian thực hiện"));
    case STAGE_HALF:
        return buf_puts(out, _("đã qua nửa thời gian"));
    case STAGE_BEFORE:
        return buf_printf(out, _("trước hạn %d ngày làm việc"), stage.n);
    case STAGE_DUE:
        return buf_puts(out, _("đến hạn"));
    case STAGE_OVERDUE:
        return buf_printf(out, _("quá hạn, ngày làm việc thứ %d"), stage.n);
    case STAGE_OVERDUE_WEEK:
        return buf_printf(out, _("quá hạn, nhắc hằng tuần lần %d"), stage.n);
    case STAGE_ESCALATION:
        return buf_printf(out, _("báo cáo cấp trên lần %d"), stage.n);
    case STAGE_COLLECT:
        return buf_puts(out, _("đề nghị gửi kết quả"));
    case STAGE_MONTHLY:
        return buf_puts(out, _("danh sách hằng tháng"));
    case STAGE_PAST_DUE:
        return buf_puts(out, _("đã quá hạn khi nạp kế hoạch"));
    case STAGE_DIGEST:
        return buf_puts(out, _("tổng hợp tuần"));
    case STAGE_NEEDS_PERSON:
        return buf_puts(out, _("cần người xem"));
    case STAGE_TARGET:
        return buf_puts(out, _("chỉ tiêu chậm hoặc có nguy cơ không đạt"));
    case STAGE_INCOMING:
        return buf_puts(out, _("tin cần quyết định"));
    }
    return buf_puts(out, name);
}

const char *label_entry(const char *kind)
{
    static const struct label table[] = {
        {"notice", N_("thông báo")},
        {"skipped", N_("bỏ qua mốc")},
        {"message", N_("lập thư")},
        {"attempt", N_("gửi")},
        {"incoming", N_("tin từ hệ thống khác")},
        {"incoming_pending", N_("tin chờ quyết định")},
        {"incoming_refused", N_("từ chối tin")},
        {"incoming_refused_more", N_("từ chối thêm nhiều tin")},
        {"incoming_accepted", N_("nhận tin chờ quyết định")},
        {"incoming_rejected", N_("bỏ tin chờ quyết định")},
        {"superseded", N_("thay bằng thư sau")},
        {"cancelled", N_("hủy thư")},
        {"unwritten", N_("không lập được thư")},
        {"undelivered", N_("báo thư không đến")},
        {"bounced", N_("thư bị trả về")},
        {"bounce_delayed", N_("báo giao chậm")},
        {"bounce_delivered", N_("báo đã giao")},
        {"bounce_refused", N_("thư trả về không khớp")},
        {"condition", N_("sự cố")},
        {"condition_over", N_("hết sự cố")},
        {"retried", N_("gửi lại")},
        {"dropped", N_("bỏ thư")},
        {"test_notify", N_("gửi thử")},
        {"done", N_("hoàn thành")},
        {"returned", N_("bị trả lại")},
        {"reopened", N_("mở lại")},
        {"acknowledged", N_("đơn vị phản hồi")},
        {"silenced", N_("tạm dừng nhắc")},
        {"silence_ended", N_("nhắc trở lại")},
        {"received", N_("đơn vị đã nhận việc")},
        {"answer_refused", N_("từ chối trả lời qua liên kết")},
        {"extended", N_("lùi hạn")},
        {"dated", N_("ấn định hạn")},
        {"exempt", N_("miễn")},
        {"triggered", N_("phát sinh")},
        {"assigned", N_("giao nhiệm vụ")},
        {"withdrawn", N_("rút")},
        {"replanned", N_("đổi hạn")},
        {"target_added", N_("chỉ tiêu mới")},
        {"target_changed", N_("đổi chỉ tiêu")},
        {"target_withdrawn", N_("rút chỉ tiêu")},
        {"target_measured", N_("ghi số đo")},
        {"target_corrected", N_("đính chính số đo")},
        {"target_baseline", N_("ghi mốc")},
        {"target_state", N_("chỉ tiêu đổi trạng thái")},
        {"target_refused", N_("không nhận số liệu")},
        {"load", N_("nạp kế hoạch")},
        {"edxml", N_("văn bản điện tử")},
        {"clock_set_back", N_("đồng hồ bị lùi")},
    };
    return FIND(table, kind);
}

const char *label_message_state(const char *state)
{
    static const struct label table[] = {
        {"queued", N_("chờ gửi")},         {"sending", N_("đang gửi")},
        {"delivered", N_("đã gửi")},       {"failed", N_("không gửi được")},
        {"superseded", N_("đã thay thế")}, {"cancelled", N_("đã hủy")},
    };
    return FIND(table, state);
}

int label_author(const char *author, struct buf *out)
{
    static const char link[] = "link:";
    return text_starts_with(author, link)
               ? buf_printf(out, _("%s (liên kết trong thư)"), author + sizeof(link) - 1)
               : buf_puts(out, author);
}

const char *label_channel(const char *channel)
{
    static const struct label table[] = {{"email", N_("thư điện tử")}, {"webhook", N_("webhook")}};
    return FIND(table, channel);
}

static const char *key_label(const char *key)
{
    static const struct label table[] = {
        {"stage", N_("mốc")},
        {"stages", N_("các mốc")},
        {"role", N_("vai trò")},
        {"reason", N_("lý do")},
        {"unit", N_("đơn vị")},
        {"due", N_("hạn")},
        {"list", N_("danh sách ngày")},
        {"old_due", N_("hạn cũ")},
        {"document", N_("văn bản")},
        {"on", N_("ngày")},
        {"note", N_("ghi chú")},
        {"discharged_by", N_("văn bản đã ghi")},
        {"discharged_on", N_("ngày đã ghi")},
        {"outcome", N_("kết quả")},
        {"attempt", N_("lần")},
        {"code", N_("mã trả lời")},
        {"reply", N_("trả lời")},
        {"class", N_("loại thư")},
        {"ident", N_("mã thư")},
        {"subject", N_("tiêu đề")},
        {"notices", N_("số thông báo")},
        {"items", N_("số thông báo")},
        {"by", N_("bằng thư số")},
        {"rows_added", N_("dòng mới")},
        {"rows_changed", N_("dòng đổi")},
        {"rows_withdrawn", N_("dòng rút")},
        {"faulty", N_("kế hoạch có lỗi")},
        {"action", N_("báo")},
        {"status", N_("mã trạng thái")},
        {"about", N_("về địa chỉ")},
        {"final", N_("địa chỉ cuối")},
        {"server", N_("máy chủ")},
        {"reporter", N_("nơi báo")},
        {"from", N_("từ")},
        {"to", N_("đến")},
        {"silence", N_("lần tạm dừng số")},
        {"until", N_("đến hết ngày")},
        {"measurement", N_("số liệu số")},
        {"measured_in", N_("đơn vị tính")},
        {"value", N_("giá trị")},
        {"corrects", N_("thay số liệu số")},
        {"old_value", N_("giá trị cũ")},
        {"old_on", N_("ngày cũ")},
        {"old_document", N_("văn bản cũ")},
        {"target", N_("chỉ tiêu")},
        {"old", N_("trước đây")},
        {"state", N_("trạng thái")},
        {"required", N_("theo tiến độ")},
        {"projection", N_("dự kiến")},
        {"gap", N_("còn thiếu")},
        {"weekly", N_("mỗi tuần cần")},
        {"file", N_("tệp")},
        {"errors", N_("số lỗi")},
        {"department", N_("cơ quan")},
        {"act", N_("trả lời")},
        {"sent_on", N_("ngày đã gửi")},
        {"left_out", N_("số lần không ghi")},
        {"plan", N_("kế hoạch")},
        {"stt", N_("dòng")},
        {"sender", N_("nơi gửi")},
        {"document_id", N_("mã định danh văn bản")},
        {"lead", N_("giao cho")},
        {"content", N_("nội dung")},
        {"response_for", N_("về văn bản")},
        {"signature", N_("chữ ký số")},
        {"text", N_("nội dung")},
    };
    return FIND(table, key);
}

/* The codes among the values. */
static const char *value_label(const char *key, const char *value)
{
    static const struct label reasons[] = {
        {"before_created", N_("mốc đã qua trước khi nạp")},
        {"catch_up", N_("đã có mốc mới hơn")},
        {"replanned", N_("hạn đã đổi")},
        {"settled", N_("không còn gì phải báo")},
        {"no_recipient", N_("không có nơi nhận")},
        {"hears_as_lead", N_("đã được báo với tư cách đơn vị chủ trì")},
        {"acknowledged", N_("đơn vị đã phản hồi")},
        {"silence", N_("đang tạm dừng nhắc")},
        {"was_closed", N_("khi đó việc đã được ghi là xong")},
        {"no_department", N_("cơ quan không còn trong cấu hình")},
        {"report_done", N_("báo cáo chung đã hoàn thành")},
        {"report_reopened", N_("báo cáo chung được mở lại")},
        {"target_undone", N_("số liệu mới không còn đạt chỉ tiêu")},
        {"unknown", N_("liên kết không đúng")},
        {"expired", N_("liên kết đã hết hạn")},
        {"foreign", N_("nơi nhận không còn thuộc đơn vị")},
        {"withdrawn", N_("việc đã rút khỏi kế hoạch")},
        {"already_done", N_("đã hoàn thành bằng văn bản khác")},
        {"not_open", N_("việc không còn phải thực hiện")},
        {"malformed", N_("nội dung không đọc được")},
        {"document_missing", N_("thiếu số văn bản")},
        {"document_long", N_("số văn bản quá dài")},
        {"date_missing", N_("thiếu ngày văn bản")},
        {"date_unreadable", N_("ngày không đọc được")},
        {"date_in_future", N_("ngày ở phía trước")},
        {"date_too_old", N_("ngày quá xa")},
        {"note_missing", N_("thiếu nội dung phản hồi")},
        {"note_long", N_("ghi chú quá dài")},
        {"too_many", N_("trả lời quá nhiều lần")},
    };
    static const struct label outcomes[] = {{"delivered", N_("đã gửi")},
                                            {"retry", N_("sẽ gửi lại")},
                                            {"failed", N_("không gửi được")},
                                            {"applied", N_("đã thực hiện")},
                                            {"noted", N_("chỉ ghi sổ")},
                                            {"pending", N_("chờ Văn phòng quyết định")},
                                            {"refused", N_("từ chối")}};
    static const struct label signatures[] = {{"unverified", N_("có, không kiểm tra")},
                                              {"none", N_("không có")}};
    static const struct label classes[] = {{"daily", N_("hằng ngày")},
                                           {"immediate", N_("gấp")},
                                           {"event", N_("webhook")}};
    if (strcmp(key, "reason") == 0) {
        return FIND(reasons, value);
    }
    static const struct label actions[] = {{"failed", N_("không giao được")},
                                           {"delayed", N_("giao chậm, vẫn thử")},
                                           {"delivered", N_("đã giao")},
                                           {"relayed", N_("đã chuyển tiếp")},
                                           {"expanded", N_("đã chuyển cho danh sách")}};
    if (strcmp(key, "action") == 0) {
        return FIND(actions, value);
    }
    static const struct label acts[] = {{"done", N_("đã hoàn thành")}, {"ack", N_("đã nhận việc")}};
    if (strcmp(key, "act") == 0) {
        return FIND(acts, value);
    }
    if (strcmp(key, "signature") == 0) {
        return FIND(signatures, value);
    }
    if (strcmp(key, "outcome") == 0) {
        return FIND(outcomes, value);
    }
    enum pace_state state;
    if ((strcmp(key, "state") == 0 || strcmp(key, "old") == 0) &&
        pace_state_parse(value, &state) == 0) {
        return pace_state_label(state);
    }
    return strcmp(key, "class") == 0 ? FIND(classes, value) : value;
}

static int put_text(const char *key, const char *value, struct buf *out)
{
    char day_text[CIVIL_TEXT_SIZE];
    enum role role;
    day_t day;
    if (strcmp(key, "stage") == 0 || strcmp(key, "stages") == 0) {
        return label_stage(value, out);
    }
    if (strcmp(key, "role") == 0 && role_parse(value, &role) == 0) {
        return buf_puts(out, words_role(role));
    }
    if (civil_parse_iso(value, &day) == 0) {
        return buf_puts(out, civil_format_vn(day, day_text));
    }
    return buf_puts(out, value_label(key, value));
}

/* With a decimal comma; no value of ours has more digits. */
static int put_real(double value, struct buf *out)
{
    char text[40];
    (void)snprintf(text, sizeof(text), "%.15g", value);
    char *point = strchr(text, '.');
    if (point != NULL) {
        *point = ',';
    }
    return buf_puts(out, text);
}

static int put_value(const char *key, const json_t *value, struct buf *out)
{
    size_t i;
    const json_t *item;
    int err = 0;
    if (json_is_string(value)) {
        return put_text(key, json_string_value(value), out);
    }
    if (json_is_real(value)) {
        return put_real(json_real_value(value), out);
    }
    if (json_is_integer(value)) {
        return buf_printf(out, "%" JSON_INTEGER_FORMAT, json_integer_value(value));
    }
    json_array_foreach(value, i, item)
    {
        if (err == 0 && i > 0) {
            err = buf_puts(out, ", ");
        }
        if (err == 0 && json_is_string(item)) {
            err = put_text(key, json_string_value(item), out);
        }
    }
    return err;
}

/* "code 0" says that there was none; a hash is for machines. */
static bool says_nothing(const char *key, const json_t *value)
{
    return json_is_null(value) || strcmp(key, "sha256") == 0 ||
           (json_is_string(value) && json_string_length(value) == 0) ||
           (strcmp(key, "code") == 0 && json_integer_value(value) == 0);
}

int label_targets(const json_t *counts, struct buf *out)
{
    int err = 0;
    size_t begun = 0;
    for (int i = 0; i < PACE_STATES && err == 0; i++) {
        enum pace_state state = (enum pace_state)i;
        json_int_t count = json_integer_value(json_object_get(counts, pace_state_name(state)));
        if (count > 0) {
            err = buf_printf(out, "%s%s %" JSON_INTEGER_FORMAT, begun++ > 0 ? ", " : "",
                             pace_state_label(state), count);
        }
    }
    return err;
}

int label_detail(const json_t *detail, struct buf *out)
{
    const char *key;
    const json_t *value;
    int err = 0;
    if (json_is_string(detail)) {
        return buf_puts(out, json_string_value(detail));
    }
    void *at = json_object_iter((json_t *)(uintptr_t)detail);
    for (; at != NULL && err == 0; at = json_object_iter_next((json_t *)(uintptr_t)detail, at)) {
        key = json_object_iter_key(at);
        value = json_object_iter_value(at);
        if (says_nothing(key, value)) {
            continue;
        }
        err = buf_printf(out, "%s%s: ", out->len > 0 ? "; " : "", key_label(key));
        if (err == 0) {
            err = put_value(key, value, out);
        }
    }
    return err;
}

int label_instant(const char *text, struct buf *out)
{
    char date[CIVIL_TEXT_SIZE];
    char day_text[sizeof "2022-03-16"];
    day_t day;
    if (strlen(text) < sizeof "2022-03-16T07:30:00" - 1 || text[10] != 'T') {
        return buf_puts(out, text);
    }
    memcpy(day_text, text, sizeof(day_text) - 1);
    day_text[sizeof(day_text) - 1] = '\0';
    if (civil_parse_iso(day_text, &day) < 0) {
        return buf_puts(out, text);
    }
    return buf_printf(out, "%s %.8s", civil_format_vn(day, date), text + 11);
}
