#include "lib/conf/schema.h"

#include "base/i18n.h"
#include "cal/civil.h"
#include "model/answer.h"
#include "model/settings.h"

#define KEY(type_, struct_, member, name_, ...)                                                    \
    {                                                                                              \
        .name = (name_), .type = (type_), .offset = offsetof(struct struct_, member), __VA_ARGS__  \
    }
#define LOOSE(type_, name_, ...)                                                                   \
    {                                                                                              \
        .name = (name_), .type = (type_), .offset = CONF_NOT_STORED, __VA_ARGS__                   \
    }
#define RANGE(low, high) .min = (low), .max = (high)
#define DEFAULT(text) .fallback = (text)
#define END                                                                                        \
    {                                                                                              \
        .name = NULL                                                                               \
    }

static const char *const LANGUAGES[] = {"vi", "en", NULL};
static const char *const BEFORE[] = {"exclusive", "inclusive", NULL};
static const char *const METHODS[] = {"maildir", "smtp", NULL};
static const char *const SECURITIES[] = {"plain", "starttls", "tls", NULL};
static const char *const TARGET_PERIODS[] = {"month", "quarter",     "half",
                                             "year",  "nine_months", NULL};
static const char *const ROLLS[] = {"none", "next", NULL};
static const char *const HTTP_METHODS[] = {"POST", "PUT", "PATCH", NULL};
static const char *const CATCH_UPS[] = {"latest", "all", "none", NULL};

/* --- mail ---------------------------------------------------------------------------------------- */

static const struct conf_key MAIL_KEYS[] = {
    KEY(CONF_CHOICE, mail_settings, method, "method", .choices = METHODS, DEFAULT("maildir"),
        .help = N_("cách gửi thư: vào thư mục Maildir hoặc qua máy chủ SMTP")),
    KEY(CONF_PATH, mail_settings, maildir, "maildir", DEFAULT("/var/lib/dondoc/outbox"),
        .help = N_("thư mục Maildir, khi method = \"maildir\"")),
    KEY(CONF_HOST, mail_settings, host, "host", DEFAULT(""),
        .help = N_("máy chủ SMTP, khi method = \"smtp\"")),
    KEY(CONF_NUMBER, mail_settings, port, "port", RANGE(0, 65535), DEFAULT("0"),
        .help = N_("cổng; 0: theo security (25, 587 hoặc 465)")),
    KEY(CONF_CHOICE, mail_settings, security, "security", .choices = SECURITIES,
        DEFAULT("starttls"), .help = N_("mã hóa đường truyền")),
    KEY(CONF_TEXT, mail_settings, user, "user", DEFAULT(""),
        .help = N_("tên đăng nhập SMTP; để trống: không đăng nhập")),
    KEY(CONF_PATH, mail_settings, password_file, "password_file", DEFAULT(""),
        .help = N_("tệp chứa mật khẩu SMTP (mật khẩu không viết trong cấu hình)")),
    KEY(CONF_PATH, mail_settings, ca_file, "ca_file", DEFAULT(""),
        .help = N_("tệp chứng thư gốc; để trống: của hệ thống")),
    KEY(CONF_MAIL, mail_settings, from, "from", DEFAULT(""),
        .help = N_("địa chỉ gửi, khi cơ quan không có mail_from riêng")),
    KEY(CONF_HOST, mail_settings, helo, "helo", DEFAULT(""),
        .help = N_("tên máy dùng khi chào máy chủ SMTP; để trống: tên máy")),
    KEY(CONF_NUMBER, mail_settings, concurrency, "concurrency", RANGE(1, 64), DEFAULT("4"),
        .help = N_("số thư gửi cùng lúc")),
    END,
};

const struct conf_kind CONF_SECTION_MAIL = {.name = "mail",
                                            .keys = MAIL_KEYS,
                                            .help = N_("đường đi của thư")};

/* --- department and whoever its plans can name ---------------------------------------------------- */

#define SPAN_KEYS(struct_)                                                                         \
    KEY(CONF_DATE, struct_, from, "from", .help = N_("ngày đầu tiên có hiệu lực")),                \
        KEY(CONF_DATE, struct_, until, "until", .help = N_("ngày cuối cùng có hiệu lực")),         \
        KEY(CONF_ID, struct_, successor, "successor", .help = N_("mã của nơi tiếp nhận nhiệm vụ"))
#define NAMES_KEY                                                                                  \
    LOOSE(CONF_TEXTS, "names", .required = true, .help = N_("tên chính thức, rồi các tên gọi khác"))
#define MAIL_ADDRESSES_KEY                                                                         \
    KEY(CONF_MAILS, party, mail, "mail", RANGE(0, PARTY_MAX_ADDRESSES), .help = N_("địa chỉ thư"))
#define ENDPOINTS_KEY                                                                              \
    KEY(CONF_TEXTS, party, endpoints, "endpoints", .help = N_("tên các endpoint cùng nhận tin"))

static const struct conf_key UNIT_KEYS[] = {
    NAMES_KEY,
    MAIL_ADDRESSES_KEY,
    ENDPOINTS_KEY,
    KEY(CONF_TEXT, party, head_name, "head", .help = N_("họ tên thủ trưởng")),
    KEY(CONF_MAIL, party, head_mail, "head_mail", .help = N_("địa chỉ thư của thủ trưởng")),
    KEY(CONF_TEXTS, party, deputy, "deputy", RANGE(0, PARTY_MAX_ADDRESSES),
        .help = N_("phó giám đốc phụ trách đơn vị: địa chỉ thư hoặc mã của post")),
    SPAN_KEYS(party),
    END,
};
static const struct conf_key GROUP_KEYS[] = {
    NAMES_KEY,
    KEY(CONF_IDS, party, members, "members", .required = true, RANGE(0, PARTY_MAX_MEMBERS),
        .help = N_("mã các đơn vị, vị trí, nhóm thành viên")),
    KEY(CONF_SWITCH, party, heads, "heads",
        .help = N_("true: nhóm gồm thủ trưởng của các đơn vị ấy")),
    KEY(CONF_TEXTS, party, deputy, "deputy", RANGE(0, PARTY_MAX_ADDRESSES),
        .help = N_("phó giám đốc phụ trách các đơn vị của nhóm: địa chỉ thư hoặc mã của post")),
    SPAN_KEYS(party),
    END,
};
static const struct conf_key POST_KEYS[] = {
    NAMES_KEY, MAIL_ADDRESSES_KEY, ENDPOINTS_KEY, SPAN_KEYS(party), END,
};
static const struct conf_key EXTERNAL_KEYS[] = {NAMES_KEY, END};

const struct conf_kind CONF_SECTION_UNIT = {.name = "unit",
                                            .titled = true,
                                            .keys = UNIT_KEYS,
                                            .help = N_("phòng, trung tâm, chi cục …")};
const struct conf_kind CONF_SECTION_GROUP = {.name = "group",
                                             .titled = true,
                                             .keys = GROUP_KEYS,
                                             .help = N_("tên gọi chung nhiều đơn vị")};
const struct conf_kind CONF_SECTION_POST = {.name = "post",
                                            .titled = true,
                                            .keys = POST_KEYS,
                                            .help = N_("vị trí công tác")};
const struct conf_kind CONF_SECTION_EXTERNAL = {.name = "external",
                                                .titled = true,
                                                .keys = EXTERNAL_KEYS,
                                                .help = N_("bên ngoài cơ quan: không gửi thư")};

static const struct conf_key DEPARTMENT_KEYS[] = {
    KEY(CONF_TEXT, department, name, "name", .required = true, .help = N_("tên cơ quan")),
    KEY(CONF_ID, department, office, "office", .required = true,
        .help = N_("mã đơn vị theo dõi, đôn đốc (Văn phòng)")),
    KEY(CONF_TEXTS, department, deputy, "deputy", RANGE(0, PARTY_MAX_ADDRESSES),
        .help = N_("phó giám đốc phụ trách những đơn vị không ghi deputy: địa chỉ thư hoặc mã của "
                   "post")),
    KEY(CONF_TEXTS, department, director, "director", RANGE(0, PARTY_MAX_ADDRESSES),
        .help = N_("giám đốc: địa chỉ thư hoặc mã của post")),
    KEY(CONF_MAIL, department, from_mail, "mail_from", .help = N_("địa chỉ gửi thư của cơ quan")),
    KEY(CONF_MAIL, department, reply_to, "reply_to", .help = N_("địa chỉ nhận thư trả lời")),
    KEY(CONF_TEXT, department, regime, "regime", .help = N_("chế độ báo cáo (reporting) mặc định")),
    KEY(CONF_TEXT, department, policy, "policy", .help = N_("cách nhắc (policy) mặc định")),
    KEY(CONF_TEXT, department, assigned_policy, "assigned_policy",
        .help = N_("cách nhắc (policy) của nhiệm vụ phát sinh; không ghi thì như policy")),
    SPAN_KEYS(department),
    END,
};
static const struct conf_kind *const DEPARTMENT_SECTIONS[] = {&CONF_SECTION_UNIT,
                                                              &CONF_SECTION_GROUP,
                                                              &CONF_SECTION_POST,
                                                              &CONF_SECTION_EXTERNAL, NULL};
const struct conf_kind CONF_SECTION_DEPARTMENT = {.name = "department",
                                                  .titled = true,
                                                  .keys = DEPARTMENT_KEYS,
                                                  .sections = DEPARTMENT_SECTIONS,
                                                  .help = N_("cơ quan (Sở)")};

/* --- policy, reporting ----------------------------------------------------------------------------- */

static const struct conf_key POLICY_KEYS[] = {
    KEY(CONF_STEPS, policy, week, "week", DEFAULT("1 0"),
        .help = N_("việc hằng tuần: nhắc trước hạn mấy ngày làm việc")),
    KEY(CONF_STEPS, policy, month, "month", DEFAULT("5 1 0"), .help = N_("việc hằng tháng")),
    KEY(CONF_STEPS, policy, other, "other", DEFAULT("15 7 3 1 0"), .help = N_("mọi việc khác")),
    KEY(CONF_STEPS, policy, coordinating, "coordinating", DEFAULT("7 0"),
        .help = N_("đơn vị phối hợp")),
    KEY(CONF_NUMBER, policy, overdue_days, "overdue_days", RANGE(0, 30), DEFAULT("5"),
        .help = N_("quá hạn: nhắc mỗi ngày làm việc, trong mấy ngày")),
    KEY(CONF_NUMBER, policy, overdue_weeks, "overdue_weeks", RANGE(0, 52), DEFAULT("8"),
        .help = N_("sau đó nhắc mỗi tuần, trong mấy tuần")),
    KEY(CONF_NUMBER, policy, half_way_over, "half_way_over", RANGE(1, 3660), DEFAULT("60"),
        .help = N_("khoảng thời gian dài hơn số ngày này được nhắc lúc đi được nửa chừng")),
    KEY(CONF_NUMBER, policy, due_soon, "due_soon", RANGE(1, 60), DEFAULT("5"),
        .help = N_("\"sắp đến hạn\" là còn mấy ngày làm việc")),
    KEY(CONF_NUMBER, policy, collect_before, "collect_before", RANGE(1, 60), DEFAULT("5"),
        .help = N_("thu báo cáo của đơn vị: hỏi trước hạn mấy ngày làm việc")),
    KEY(CONF_NUMBER, policy, collect_due, "collect_due", RANGE(0, 59), DEFAULT("2"),
        .help = N_("thu báo cáo của đơn vị: đơn vị nộp trước hạn mấy ngày làm việc")),
    KEY(CONF_NUMBER, policy, immediate_within, "immediate_within", RANGE(0, 30), DEFAULT("3"),
        .help = N_("việc mới đến hạn trong mấy ngày làm việc thì báo ngay")),
    KEY(CONF_NUMBER, policy, escalate_head, "escalate_head", RANGE(0, 250), DEFAULT("2"),
        .help = N_("quá hạn mấy ngày làm việc thì báo thủ trưởng đơn vị chủ trì; 0: không báo")),
    KEY(CONF_NUMBER, policy, escalate_office, "escalate_office", RANGE(0, 250), DEFAULT("5"),
        .help = N_("quá hạn mấy ngày làm việc thì báo đơn vị theo dõi, đôn đốc; 0: không báo")),
    KEY(CONF_NUMBER, policy, escalate_deputy, "escalate_deputy", RANGE(0, 250), DEFAULT("10"),
        .help = N_("quá hạn mấy ngày làm việc thì báo phó giám đốc phụ trách; 0: không báo")),
    KEY(CONF_NUMBER, policy, escalate_director, "escalate_director", RANGE(0, 250), DEFAULT("15"),
        .help = N_("quá hạn mấy ngày làm việc thì báo giám đốc; 0: không báo")),
    KEY(CONF_HOUR, policy, send_minute, "send_at", DEFAULT("07:30"),
        .help = N_("giờ gửi thư hằng ngày")),
    KEY(CONF_HOUR, policy, send_until, "send_until", DEFAULT("17:00"),
        .help = N_("từ giờ này thư đợi đến ngày làm việc sau; \"00:00\": gửi đến nửa đêm")),
    KEY(CONF_SWITCH, policy, digest_office, "digest_office", DEFAULT("false"),
        .help = N_("đầu tuần gửi số liệu từng đơn vị cho đơn vị theo dõi, đôn đốc")),
    KEY(CONF_SWITCH, policy, digest_director, "digest_director", DEFAULT("false"),
        .help = N_("đầu tuần gửi số liệu từng đơn vị cho giám đốc")),
    KEY(CONF_CHOICE, policy, roll, "roll", .choices = ROLLS, DEFAULT("none"),
        .help = N_("hạn rơi vào ngày nghỉ: quá hạn tính từ hôm sau (none) hay sau ngày làm việc "
                   "tiếp theo (next)")),
    KEY(CONF_CHOICE, policy, catch_up, "catch_up", .choices = CATCH_UPS, DEFAULT("latest"),
        .help = N_("sau khi máy ngừng: gửi bù lần nhắc mới nhất, tất cả, hay không gửi bù")),
    END,
};
const struct conf_kind CONF_SECTION_POLICY = {.name = "policy",
                                              .titled = true,
                                              .keys = POLICY_KEYS,
                                              .help = N_("cách nhắc")};

static const struct conf_key REPORTING_KEYS[] = {
    KEY(CONF_CYCLE, regime, week, "week", .min = PERIOD_WEEK, .help = N_("hạn báo cáo tuần")),
    KEY(CONF_CYCLE, regime, month, "month", .min = PERIOD_MONTH, .help = N_("hạn báo cáo tháng")),
    KEY(CONF_CYCLE, regime, quarter, "quarter", .min = PERIOD_QUARTER,
        .help = N_("hạn báo cáo quý, ví dụ \"trước ngày 19 của tháng cuối quý\"")),
    KEY(CONF_CYCLE, regime, half, "half", .min = PERIOD_HALF, .help = N_("hạn báo cáo 6 tháng")),
    KEY(CONF_CYCLE, regime, nine_months, "nine_months", .min = PERIOD_NINE_MONTHS,
        .help = N_("hạn báo cáo 9 tháng")),
    KEY(CONF_CYCLE, regime, year, "year", .min = PERIOD_YEAR, .help = N_("hạn báo cáo năm")),
    KEY(CONF_TEXT, regime, targets, "targets", .choices = TARGET_PERIODS,
        .help = N_(
            "chỉ tiêu được đo theo kỳ nào; không ghi thì theo quý nếu chế độ có hạn báo cáo quý")),
    KEY(CONF_NUMBER, regime, cut_off, "cut_off", RANGE(0, 28), DEFAULT("14"),
        .help = N_("ngày chốt số liệu trong tháng cuối kỳ; 0: ngày cuối kỳ")),
    END,
};
const struct conf_kind CONF_SECTION_REPORTING = {.name = "reporting",
                                                 .titled = true,
                                                 .keys = REPORTING_KEYS,
                                                 .help = N_("chế độ báo cáo")};

/* --- plan, endpoint, year --------------------------------------------------------------------------- */

static const struct conf_key PLAN_KEYS[] = {
    KEY(CONF_PATH, plan, file, "file", .required = true, .help = N_("tệp CSV của kế hoạch")),
    KEY(CONF_PATH, plan, targets, "targets", DEFAULT(""),
        .help = N_("tệp CSV các chỉ tiêu của kế hoạch; để trống: không có")),
    KEY(CONF_TEXT, plan, number, "number", DEFAULT(""), .help = N_("số, ký hiệu văn bản")),
    KEY(CONF_DATE, plan, issued, "issued", .help = N_("ngày ban hành")),
    KEY(CONF_ID, plan, department, "department", .required = true, .help = N_("mã cơ quan")),
    KEY(CONF_TEXT, plan, title, "title", .required = true, .help = N_("trích yếu")),
    KEY(CONF_NUMBER, plan, from_year, "from_year", RANGE(CIVIL_MIN_YEAR, CIVIL_MAX_YEAR),
        .required = true, .help = N_("năm đầu của kế hoạch")),
    KEY(CONF_NUMBER, plan, to_year, "to_year", RANGE(CIVIL_MIN_YEAR, CIVIL_MAX_YEAR),
        .help = N_("năm cuối; không ghi: như from_year")),
    KEY(CONF_TEXT, plan, amends, "amends", DEFAULT(""),
        .help = N_("mã hoặc số của kế hoạch được sửa đổi")),
    KEY(CONF_TEXTS, plan, reports, "reports", .help = N_("stt của các dòng báo cáo")),
    KEY(CONF_TEXTS, plan, joint, "joint",
        .help = N_("stt của các dòng mà nhiều đơn vị chủ trì cùng làm một việc")),
    KEY(CONF_TEXT, plan, regime, "regime", DEFAULT(""), .help = N_("chế độ báo cáo")),
    KEY(CONF_TEXT, plan, policy, "policy", DEFAULT(""), .help = N_("cách nhắc")),
    KEY(CONF_DATE, plan, closed, "closed", .help = N_("từ ngày này không nhắc nữa")),
    END,
};
const struct conf_kind CONF_SECTION_PLAN = {.name = "plan",
                                            .titled = true,
                                            .keys = PLAN_KEYS,
                                            .help = N_("một kế hoạch")};

static const struct conf_key ENDPOINT_KEYS[] = {
    KEY(CONF_URL, endpoint, url, "url", .required = true, .help = N_("địa chỉ nhận webhook")),
    KEY(CONF_PATHS, endpoint, secret_files, "secret_files", RANGE(0, 8),
        .help = N_("tệp chứa khóa ký (whsec_… hoặc whsk_…); chỉ có thể bỏ khi có template")),
    KEY(CONF_CHOICE, endpoint, method, "method", .choices = HTTP_METHODS, DEFAULT("POST"),
        .help = N_("phương thức HTTP")),
    KEY(CONF_TEXT, endpoint, path, "path", DEFAULT(""),
        .help = N_("phần ghi tiếp sau url, là mẫu Mustache, ví dụ \"/tasks/{{data.occurrence}}\"")),
    KEY(CONF_PATH, endpoint, template, "template", DEFAULT(""),
        .help = N_("tệp mẫu Mustache của nội dung; để trống: tin CloudEvents")),
    KEY(CONF_TEXT, endpoint, content_type, "content_type", DEFAULT(""),
        .help = N_("kiểu nội dung, cũng quyết định cách mã hóa giá trị; để trống: application/json "
                   "khi có template")),
    KEY(CONF_TEXTS, endpoint, headers, "headers", RANGE(0, ENDPOINT_MAX_HEADERS),
        .help = N_("các tiêu đề HTTP ghi thêm, mỗi mục \"Tên: giá trị\" (không ghi bí mật ở đây)")),
    LOOSE(CONF_TEXTS, "header_files", RANGE(0, ENDPOINT_MAX_HEADERS),
          .help = N_("như headers, nhưng giá trị bí mật nằm trong tệp: \"Tên: đường dẫn\"")),
    KEY(CONF_PATH, endpoint, authorization_file, "authorization_file", DEFAULT(""),
        .help = N_("tệp chứa giá trị của tiêu đề Authorization, ví dụ Bearer …")),
    KEY(CONF_TEXT, endpoint, department, "department", DEFAULT(""),
        .help = N_("mã cơ quan; không ghi: mọi cơ quan")),
    KEY(CONF_SWITCH, endpoint, enabled, "enabled", DEFAULT("true"), .help = N_("có gửi hay không")),
    KEY(CONF_NUMBER, endpoint, concurrency, "concurrency", RANGE(1, 64), DEFAULT("2"),
        .help = N_("số tin gửi cùng lúc")),
    LOOSE(CONF_TEXTS, "events", .choices = event_type_words, RANGE(0, EVENT_TYPES),
          .help = N_("các loại tin nhận; không ghi: mọi loại mà danh sách công việc bên kia cần để "
                     "luôn đúng")),
    KEY(CONF_PATH, endpoint, ca_file, "ca_file", DEFAULT(""),
        .help = N_("tệp chứng thư gốc; để trống: của hệ thống")),
    END,
};
const struct conf_kind CONF_SECTION_ENDPOINT = {.name = "endpoint",
                                                .titled = true,
                                                .keys = ENDPOINT_KEYS,
                                                .help = N_("nơi nhận webhook")};

/* --- the document axis ------------------------------------------------------------------------------- */

static const struct conf_key ROUTE_KEYS[] = {
    KEY(CONF_ID, organ_route, unit, "unit", .help = N_("mã đơn vị hoặc vị trí được giao")),
    KEY(CONF_TEXT, organ_route, task, "task",
        .help = N_("thay cho unit: việc “khi có văn bản” của kế hoạch mà văn bản ấy làm bắt đầu, "
                   "ví dụ \"kstthc-2022/V.1\"")),
    KEY(CONF_TEXTS, organ_route, from, "from", .help = N_("mã định danh nơi gửi")),
    KEY(CONF_TEXTS, organ_route, notation, "notation",
        .help = N_("ký hiệu văn bản, hoặc một phần của nó: \"UBND-KT\", \"KT\"")),
    KEY(CONF_TEXTS, organ_route, subject, "subject", .help = N_("chữ có trong trích yếu")),
    END,
};
const struct conf_kind CONF_SECTION_ROUTE = {
    .name = "route",
    .titled = true,
    .keys = ROUTE_KEYS,
    .help = N_("văn bản nào giao đơn vị nào; mục đầu tiên khớp được dùng")};

static const struct conf_key ORGAN_KEYS[] = {
    KEY(CONF_ID, organ, department, "department", .required = true,
        .help = N_("mã cơ quan mang mã định danh này")),
    KEY(CONF_ID, organ, unit, "unit",
        .help = N_("đơn vị được giao văn bản đến không khớp route nào; để trống: đơn vị theo dõi, "
                   "đôn đốc")),
    END,
};
static const struct conf_kind *const ORGAN_SECTIONS[] = {&CONF_SECTION_ROUTE, NULL};
const struct conf_kind CONF_SECTION_ORGAN = {
    .name = "organ",
    .titled = true,
    .keys = ORGAN_KEYS,
    .sections = ORGAN_SECTIONS,
    .help = N_("mã định danh của mình trên trục liên thông văn bản")};

static const struct conf_key EDXML_KEYS[] = {
    KEY(CONF_PATH, edxml_settings, folder, "folder", DEFAULT(""),
        .help = N_("thư mục nhận tệp edXML; để trống: không theo dõi thư mục nào")),
    END,
};
static const struct conf_kind *const EDXML_SECTIONS[] = {&CONF_SECTION_ORGAN, NULL};
const struct conf_kind CONF_SECTION_EDXML = {.name = "edxml",
                                             .keys = EDXML_KEYS,
                                             .sections = EDXML_SECTIONS,
                                             .help = N_("văn bản điện tử (QCVN 102:2016/BTTTT)")};

static const struct conf_key INCOMING_KEYS[] = {
    KEY(CONF_PATHS, incoming_source, secret_files, "secret_files", .required = true, RANGE(0, 8),
        .help = N_("tệp chứa khóa kiểm tra chữ ký (whsec_… hoặc khóa công khai whpk_…)")),
    KEY(CONF_PATHS, incoming_source, retired, "retired", RANGE(0, 8),
        .help = N_("tệp chứa khóa đã thôi dùng: tin ký bằng khóa ấy bị từ chối và nói rõ")),
    KEY(CONF_IDS, incoming_source, departments, "departments", .required = true, RANGE(0, 200),
        .help = N_("mã các cơ quan mà nơi này được báo tin về")),
    KEY(CONF_SWITCH, incoming_source, enabled, "enabled", DEFAULT("true"),
        .help = N_("có nhận hay không")),
    END,
};
const struct conf_kind CONF_SECTION_INCOMING = {.name = "incoming",
                                                .titled = true,
                                                .keys = INCOMING_KEYS,
                                                .help =
                                                    N_("nơi gửi webhook đến (POST /hooks/<tên>)")};

static const struct conf_key YEAR_KEYS[] = {
    LOOSE(CONF_TEXTS, "notices", .help = N_("các văn bản ấn định ngày nghỉ của năm")),
    LOOSE(CONF_TEXTS, "off", .help = N_("ngày nghỉ, mỗi mục \"YYYY-MM-DD lý do\"")),
    LOOSE(CONF_TEXTS, "in_lieu", .help = N_("ngày nghỉ bù")),
    LOOSE(CONF_TEXTS, "swapped_off", .help = N_("ngày nghỉ hoán đổi")),
    LOOSE(CONF_TEXTS, "worked", .help = N_("thứ Bảy, Chủ nhật đi làm")),
    END,
};
const struct conf_kind CONF_SECTION_YEAR = {.name = "year",
                                            .titled = true,
                                            .keys = YEAR_KEYS,
                                            .help = N_("ngày nghỉ của một năm")};

/* --- the top ----------------------------------------------------------------------------------------- */

static const struct conf_key ROOT_KEYS[] = {
    LOOSE(CONF_TEXTS, "include", .help = N_("các tệp cấu hình đọc thêm")),
    KEY(CONF_TEXT, settings, language, "language", .choices = LANGUAGES, DEFAULT("vi"),
        .help = N_("ngôn ngữ của thư và thông báo")),
    KEY(CONF_OFFSET, settings, utc_offset, "utc_offset", DEFAULT("+07:00"),
        .help = N_("giờ của cơ quan so với UTC")),
    KEY(CONF_FLAG, settings, inclusive_before, "truoc_ngay", .choices = BEFORE,
        DEFAULT("exclusive"),
        .help = N_("\"trước ngày D\": hạn là D-1 (exclusive) hay D (inclusive)")),
    KEY(CONF_PATH, settings, state, "state", DEFAULT("/var/lib/dondoc/dondoc.db"),
        .help = N_("tệp cơ sở dữ liệu")),
    KEY(CONF_PATH, settings, control, "control", DEFAULT("/run/dondoc/control"),
        .help = N_("socket điều khiển")),
    KEY(CONF_PATH, settings, templates, "templates", DEFAULT(""),
        .help = N_("thư mục mẫu thư; để trống: mẫu đi kèm")),
    KEY(CONF_URL, settings, public_url, "public_url", DEFAULT(""),
        .help = N_("địa chỉ trang của dondoc, viết trong thư")),
    KEY(CONF_PATHS, settings, link_secrets, "link_secret_files", RANGE(0, ANSWER_MAX_KEYS),
        .help = N_("tệp chứa khóa ký liên kết trong thư; tệp đầu để ký, các tệp sau vẫn được chấp "
                   "nhận; không ghi: khóa tự tạo cạnh tệp state")),
    KEY(CONF_NUMBER, settings, link_days, "link_days", RANGE(1, 366), DEFAULT("45"),
        .help = N_("liên kết trong thư dùng được mấy ngày kể từ ngày gửi thư")),
    KEY(CONF_MAIL, settings, admin_mail, "admin_mail", DEFAULT(""),
        .help = N_("địa chỉ người quản trị")),
    KEY(CONF_LISTEN, settings, http_listen, "http_listen", DEFAULT(""),
        .help =
            N_("nơi nhận HTTP: \"127.0.0.1:8080\" hoặc \"unix:/run/dondoc/http.sock\"; để trống: "
               "không nhận")),
    KEY(CONF_SWITCH, settings, http_remote, "http_remote", DEFAULT("false"),
        .help = N_("true: cho phép http_listen là địa chỉ mà máy khác vào được")),
    KEY(CONF_NUMBER, settings, http_connections, "http_connections", RANGE(1, 4096), DEFAULT("64"),
        .help = N_("số kết nối HTTP cùng lúc")),
    KEY(CONF_NUMBER, settings, http_seconds, "http_seconds", RANGE(1, 300), DEFAULT("20"),
        .help = N_("một yêu cầu HTTP phải đến trọn vẹn trong mấy giây")),
    END,
};
static const struct conf_kind *const ROOT_SECTIONS[] = {
    &CONF_SECTION_MAIL,     &CONF_SECTION_DEPARTMENT,
    &CONF_SECTION_POLICY,   &CONF_SECTION_REPORTING,
    &CONF_SECTION_PLAN,     &CONF_SECTION_ENDPOINT,
    &CONF_SECTION_INCOMING, &CONF_SECTION_EDXML,
    &CONF_SECTION_YEAR,     NULL,
};
const struct conf_kind CONF_ROOT = {.name = "", .keys = ROOT_KEYS, .sections = ROOT_SECTIONS};

bool conf_type_is_list(enum conf_type type)
{
    switch (type) {
    case CONF_TEXTS:
    case CONF_IDS:
    case CONF_MAILS:
    case CONF_PATHS:
    case CONF_STEPS:
        return true;
    case CONF_TEXT:
    case CONF_ID:
    case CONF_MAIL:
    case CONF_PATH:
    case CONF_URL:
    case CONF_LISTEN:
    case CONF_HOST:
    case CONF_NUMBER:
    case CONF_SWITCH:
    case CONF_CHOICE:
    case CONF_FLAG:
    case CONF_DATE:
    case CONF_HOUR:
    case CONF_OFFSET:
    case CONF_CYCLE:
        break;
    }
    return false;
}

const struct conf_key *conf_kind_key(const struct conf_kind *kind, const char *name)
{
    for (const struct conf_key *key = kind->keys; key->name; key++) {
        if (strcmp(key->name, name) == 0) {
            return key;
        }
    }
    return NULL;
}
