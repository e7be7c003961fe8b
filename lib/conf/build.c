#include "lib/conf/build.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>

#include "base/err.h"
#include "base/file.h"
#include "base/i18n.h"
#include "base/text.h"
#include "base/vec.h"
#include "lib/conf/fill.h"
#include "model/listen.h"

#define SECTIONS_MAX 10000 /* of one kind */
#define PUBLIC_URL_MAX 200 /* links in mails stay short enough for any reader */

const struct conf_value *conf_place_of(cfg_t *section, const char *key)
{
    return conf_value_count(section, key) > 0 ? conf_value_at(section, key, 0)
                                              : conf_section_place(section);
}

void conf_check_file(const struct conf_value *at, const char *path, bool secret)
{
    struct stat status;
    if (stat(path, &status) != 0) {
        /* Who checks the config may be another than who runs the daemon. */
        if (file_error(errno) == ERR_REFUSED) {
            conf_warn(at, NULL, _("không có quyền xem tệp \"%s\""), path);
        } else {
            conf_complain(at, _("Sửa đường dẫn, hoặc tạo tệp ấy."), _("không có tệp \"%s\""), path);
        }
    } else if (!S_ISREG(status.st_mode)) {
        conf_complain(at, _("Viết đường dẫn của một tệp."), _("\"%s\" không phải là tệp"), path);
    } else if (secret && (status.st_mode & (S_IRWXO))) {
        conf_warn(at, _("Đặt quyền 0640 hoặc 0600 cho tệp này."),
                  _("mọi người trên máy đều đọc được tệp bí mật \"%s\""), path);
    }
}

static cfg_t *root_of(const struct conf_tree *tree, size_t file)
{
    return tree->files[file]->root;
}

static const struct conf_value *top_place(const struct conf_tree *tree)
{
    return conf_section_place(root_of(tree, 0));
}

/* Calls the builder for every section of that kind in every file. */
static int each(struct conf_tree *tree, const struct conf_kind *kind, struct settings *out,
                int (*build)(cfg_t *section, struct settings *out))
{
    int err = 0;
    size_t done = 0;
    for (size_t i = 0; i < tree->count; i++) {
        size_t count = conf_section_count(root_of(tree, i), kind->name);
        for (size_t j = 0; !err && j < count && done <= SECTIONS_MAX; j++) {
            cfg_t *section = conf_section_at(root_of(tree, i), kind->name, j);
            if (done == SECTIONS_MAX) {
                conf_complain(conf_section_place(section), NULL,
                              _("quá nhiều mục %s (nhiều nhất %d)"), kind->name, SECTIONS_MAX);
            } else {
                err = build(section, out);
            }
            done++;
        }
    }
    return err;
}

int conf_grow(void *items, size_t size, size_t count)
{
    size_t capacity = count;
    int err = vec_grow(items, size, count, 1, SECTIONS_MAX + 1, &capacity);
    return err ? ERR_NOMEM : 0;
}

bool conf_complain_twice(cfg_t *section, int first_line)
{
    conf_complain(conf_section_place(section), _("Gộp hai mục thành một, hoặc đặt tên khác."),
                  _("mục %s \"%s\" đã có ở dòng %d"), cfg_name(section), cfg_title(section),
                  first_line);
    return true;
}

/* --- the top, mail ------------------------------------------------------------------------------------ */

static int build_top(struct conf_tree *tree, struct settings *out)
{
    for (size_t i = 0; i < tree->count; i++) {
        cfg_t *root = root_of(tree, i);
        for (const struct conf_key *key = CONF_ROOT.keys; key->name; key++) {
            for (size_t j = 0; key->offset != CONF_NOT_STORED && j < i; j++) {
                if (conf_value_count(root, key->name) &&
                    conf_value_count(root_of(tree, j), key->name)) {
                    conf_complain(conf_value_at(root, key->name, 0), _("Chỉ giữ một chỗ."),
                                  _("%s đã được ghi trong tệp \"%s\""), key->name,
                                  tree->files[j]->path);
                }
            }
        }
        int err = conf_fill(root, &CONF_ROOT, conf_section_place(root), i == 0, out);
        if (err) {
            return err;
        }
    }
    return 0;
}

/* Where a key of the top stands: the file that has it, else the first. */
static cfg_t *root_with(const struct conf_tree *tree, const char *key)
{
    for (size_t i = 0; i < tree->count; i++) {
        if (conf_value_count(root_of(tree, i), key)) {
            return root_of(tree, i);
        }
    }
    return root_of(tree, 0);
}

static void check_links(const struct conf_tree *tree, const struct settings *settings)
{
    const char *url = settings->public_url ? settings->public_url : "";
    if (strpbrk(url, "?#") || strlen(url) > PUBLIC_URL_MAX) {
        conf_complain(conf_place_of(root_with(tree, "public_url"), "public_url"),
                      _("Viết ngắn gọn, ví dụ \"https://dondoc.example.org\" hoặc "
                        "\"https://example.org/dondoc\"."),
                      _("public_url dài quá %d ký tự, hoặc có dấu \"?\", \"#\""), PUBLIC_URL_MAX);
    } else if (text_starts_with(url, "http://")) {
        conf_warn(conf_place_of(root_with(tree, "public_url"), "public_url"),
                  _("Dùng https, ví dụ qua nginx (xem README)."),
                  _("liên kết trong thư sẽ đi trên đường truyền không mã hóa"));
    }
    if (*url != '\0' && (!settings->http_listen || *settings->http_listen == '\0')) {
        conf_warn(conf_place_of(root_with(tree, "public_url"), "public_url"),
                  _("Thêm http_listen, ví dụ \"127.0.0.1:8080\", sau một máy chủ web có TLS."),
                  _("liên kết trong thư không mở được: chưa có http_listen"));
    }
    const struct conf_value *place =
        conf_place_of(root_with(tree, "link_secret_files"), "link_secret_files");
    for (size_t i = 0; i < settings->link_secrets.count; i++) {
        conf_check_file(place, settings->link_secrets.items[i], true);
    }
}

static void check_mail(const struct mail_settings *mail, cfg_t *section,
                       const struct conf_value *place)
{
    if (mail->method == MAIL_SMTP && mail->host && mail->host[0] == '\0') {
        conf_complain(place, _("Thêm host = \"mail.example.org\"."),
                      _("gửi qua SMTP nhưng chưa có máy chủ"));
    }
    if (mail->method != MAIL_SMTP || !mail->user || !mail->password_file) {
        return;
    }
    if (mail->user[0] != '\0' && mail->password_file[0] == '\0') {
        conf_complain(place, _("Thêm password_file = \"…\"; mật khẩu chỉ nằm trong tệp ấy."),
                      _("có tên đăng nhập SMTP nhưng không có tệp mật khẩu"));
    } else if (mail->user[0] != '\0') {
        conf_check_file(conf_place_of(section, "password_file"), mail->password_file, true);
        if (mail->security == MAIL_PLAIN) {
            conf_warn(place, _("Dùng security = \"starttls\" hoặc \"tls\"."),
                      _("mật khẩu SMTP sẽ đi trên đường truyền không mã hóa"));
        }
    }
    if (mail->ca_file && mail->ca_file[0] != '\0') {
        conf_check_file(conf_place_of(section, "ca_file"), mail->ca_file, false);
    }
}

/* A section that stands once, in whichever file; NULL: in none. */
static cfg_t *only_section(const struct conf_tree *tree, const char *name)
{
    cfg_t *section = NULL;
    for (size_t i = 0; i < tree->count; i++) {
        cfg_t *found =
            cfg_size(root_of(tree, i), name) ? cfg_getnsec(root_of(tree, i), name, 0) : NULL;
        if (found && section) {
            conf_complain(conf_section_place(found), _("Gộp hai mục thành một."),
                          _("mục %s đã có ở dòng %d"), name, conf_section_place(section)->line);
        }
        section = section ? section : found;
    }
    return section;
}

static int build_mail(struct conf_tree *tree, struct settings *out)
{
    static const int PORTS[] = {[MAIL_PLAIN] = 25, [MAIL_STARTTLS] = 587, [MAIL_TLS] = 465};
    cfg_t *section = only_section(tree, "mail");
    const struct conf_value *place = section ? conf_section_place(section) : top_place(tree);
    int err = conf_fill(section, &CONF_SECTION_MAIL, place, true, &out->mail);
    if (!err) {
        check_mail(&out->mail, section, place);
        out->mail.port = out->mail.port ? out->mail.port : PORTS[out->mail.security];
    }
    return err;
}

static int build_edxml(struct conf_tree *tree, struct settings *out)
{
    cfg_t *section = only_section(tree, "edxml");
    return conf_build_edxml(section, section ? conf_section_place(section) : top_place(tree), out);
}

/* --- policies, regimes ---------------------------------------------------------------------------------- */

static int add_policy(const char *name, struct settings *out, struct policy **policy)
{
    int err = conf_grow(&out->policies, sizeof(*out->policies), out->policy_count);
    if (!err) {
        err = policy_init(&out->policies[out->policy_count], name);
    }
    if (!err) {
        *policy = &out->policies[out->policy_count++];
    }
    return err;
}

static int build_policy(cfg_t *section, struct settings *out)
{
    const struct conf_value *place = conf_section_place(section);
    const struct policy *first = settings_policy_named(out, cfg_title(section));
    if (first && first->line > 0 && conf_complain_twice(section, first->line)) {
        return 0;
    }
    struct policy *policy = &out->policies[0];
    int err = first ? 0 : add_policy(cfg_title(section), out, &policy);
    if (err) {
        return err;
    }
    policy->line = place->line;
    err = conf_fill(section, &CONF_SECTION_POLICY, place, true, policy);
    if (!err && policy->send_until > 0 && policy->send_until <= policy->send_minute) {
        conf_complain(place, _("Ghi send_until sau send_at, hoặc \"00:00\" (đến nửa đêm)."),
                      _("giờ ngừng gửi thư (send_until) không sau giờ gửi thư (send_at)"));
    }
    if (!err && policy->collect_due >= policy->collect_before) {
        conf_complain(
            conf_place_of(section, "collect_due"), _("collect_due phải nhỏ hơn collect_before."),
            _("đơn vị phải nộp (collect_due = %d) trước khi được hỏi (collect_before = %d)"),
            policy->collect_due, policy->collect_before);
    }
    return err;
}

static int build_policies(struct conf_tree *tree, struct settings *out)
{
    struct policy *fallback;
    int err = add_policy("default", out, &fallback);
    return err ? err : each(tree, &CONF_SECTION_POLICY, out, build_policy);
}

static int build_regime(cfg_t *section, struct settings *out)
{
    const struct regime *first = settings_regime_named(out, cfg_title(section));
    if (first && conf_complain_twice(section, first->line)) {
        return 0;
    }
    int err = conf_grow(&out->regimes, sizeof(*out->regimes), out->regime_count);
    if (err) {
        return err;
    }
    struct regime *regime = &out->regimes[out->regime_count];
    *regime = (struct regime){.name = strdup(cfg_title(section)),
                              .line = conf_section_place(section)->line};
    if (!regime->name) {
        return ERR_NOMEM;
    }
    out->regime_count++;
    return conf_fill(section, &CONF_SECTION_REPORTING, conf_section_place(section), true, regime);
}

/* --- who may tell us things ---------------------------------------------------------------------------- */

static int build_incoming(cfg_t *section, struct settings *out)
{
    const char *name = cfg_title(section);
    const struct conf_value *place = conf_section_place(section);
    const struct incoming_source *first = settings_incoming(out, name);
    if (first && conf_complain_twice(section, first->line)) {
        return 0;
    }
    if (!roster_id_is_valid(name)) {
        conf_complain(place, _("Mã gồm a-z, 0-9 và dấu gạch nối, ví dụ \"eoffice\"."),
                      _("\"%s\" không phải là mã hợp lệ"), name);
    }
    int err = conf_grow(&out->incoming, sizeof(*out->incoming), out->incoming_count);
    if (err) {
        return err;
    }
    struct incoming_source *source = &out->incoming[out->incoming_count];
    *source = (struct incoming_source){.name = strdup(name),
                                       .config = strdup(place->file->path),
                                       .line = place->line};
    if (!source->name || !source->config) {
        incoming_source_clear(source);
        return ERR_NOMEM;
    }
    out->incoming_count++;
    err = conf_fill(section, &CONF_SECTION_INCOMING, place, true, source);
    for (size_t i = 0; !err && i < source->secret_files.count; i++) {
        conf_check_file(conf_place_of(section, "secret_files"), source->secret_files.items[i],
                        true);
    }
    for (size_t i = 0; !err && i < source->retired.count; i++) {
        conf_check_file(conf_place_of(section, "retired"), source->retired.items[i], true);
    }
    return err;
}

static int check_incoming(cfg_t *section, struct settings *out)
{
    const struct incoming_source *source = settings_incoming(out, cfg_title(section));
    for (size_t i = 0; source && i < source->departments.count; i++) {
        if (!roster_department(&out->roster, source->departments.items[i])) {
            conf_complain(conf_place_of(section, "departments"),
                          _("Viết mã của một mục department."), _("không có cơ quan \"%s\""),
                          source->departments.items[i]);
        }
    }
    if (source && source->enabled && out->http_listen && out->http_listen[0] == '\0') {
        conf_warn(conf_section_place(section), _("Thêm http_listen = \"127.0.0.1:8080\"."),
                  _("incoming \"%s\" không nhận được gì: chưa có http_listen"), source->name);
    }
    return 0;
}

/* What listens beyond this machine must be meant to. */
static void check_listen(struct conf_tree *tree, const struct settings *out)
{
    struct listen_address address;
    if (!out->http_listen || out->http_listen[0] == '\0' ||
        listen_parse(out->http_listen, &address) || address.loopback) {
        return;
    }
    cfg_t *root = root_of(tree, 0);
    for (size_t i = 0; i < tree->count; i++) {
        root = conf_value_count(root_of(tree, i), "http_listen") ? root_of(tree, i) : root;
    }
    const struct conf_value *place = conf_place_of(root, "http_listen");
    if (out->http_remote) {
        conf_warn(place, _("Nên để \"127.0.0.1:…\" sau một máy chủ web có TLS."),
                  _("máy khác vào được \"%s\", trên đường truyền không mã hóa"), out->http_listen);
    } else {
        conf_complain(place,
                      _("Viết \"127.0.0.1:…\" hoặc \"unix:…\"; nếu thật muốn vậy, thêm "
                        "http_remote = true."),
                      _("máy khác vào được \"%s\""), out->http_listen);
    }
}

/* --- plans --------------------------------------------------------------------------------------------------- */

static void check_plan_names(const struct settings *settings, const struct plan *plan,
                             cfg_t *section)
{
    if (plan->department && !roster_department(&settings->roster, plan->department)) {
        conf_complain(conf_place_of(section, "department"), _("Viết mã của một mục department."),
                      _("không có cơ quan \"%s\""), plan->department);
    }
    if (plan->regime && plan->regime[0] != '\0' && !settings_regime_named(settings, plan->regime)) {
        conf_complain(conf_place_of(section, "regime"),
                      _("Khai báo mục reporting \"…\" có tên này."),
                      _("không có chế độ báo cáo \"%s\""), plan->regime);
    }
    if (plan->policy && plan->policy[0] != '\0' && !settings_policy_named(settings, plan->policy)) {
        conf_complain(conf_place_of(section, "policy"), _("Khai báo mục policy \"…\" có tên này."),
                      _("không có cách nhắc \"%s\""), plan->policy);
    }
    if (plan->amends && strcmp(plan->amends, plan->id) == 0) {
        conf_complain(conf_place_of(section, "amends"), _("Viết mã hoặc số của kế hoạch khác."),
                      _("kế hoạch \"%s\" sửa đổi chính nó"), plan->id);
    }
}

static void check_plan(const struct settings *settings, struct plan *plan, cfg_t *section)
{
    struct stat status;
    check_plan_names(settings, plan, section);
    if (plan->to_year == 0) {
        plan->to_year = plan->from_year;
    }
    if (plan->to_year < plan->from_year || plan->to_year > plan->from_year + PLAN_MAX_YEARS - 1) {
        char remedy[120];
        (void)snprintf(remedy, sizeof(remedy), _("Một kế hoạch kéo dài từ 1 đến %d năm."),
                       PLAN_MAX_YEARS);
        conf_complain(conf_place_of(section, "to_year"), remedy,
                      _("các năm của kế hoạch \"%s\" không hợp lý: %d–%d"), plan->id,
                      plan->from_year, plan->to_year);
    }
    /* Only a warning: one plan's missing file must not stop the others. Loading refuses it. */
    for (const struct plan *other = settings->plans; plan->file && other < plan; other++) {
        if (other->file && strcmp(other->file, plan->file) == 0) {
            conf_complain(conf_place_of(section, "file"), _("Mỗi kế hoạch có một tệp riêng."),
                          _("tệp \"%s\" đã là của kế hoạch \"%s\""), plan->file, other->id);
        }
    }
    if (plan->file && stat(plan->file, &status) != 0) {
        conf_warn(conf_place_of(section, "file"), _("Sửa đường dẫn, hoặc chép tệp vào đó."),
                  _("không đọc được tệp \"%s\" của kế hoạch \"%s\""), plan->file, plan->id);
    }
    if (plan->targets && plan->targets[0] != '\0' && stat(plan->targets, &status) != 0) {
        conf_warn(conf_place_of(section, "targets"), _("Sửa đường dẫn, hoặc chép tệp vào đó."),
                  _("không đọc được tệp chỉ tiêu \"%s\" của kế hoạch \"%s\""), plan->targets,
                  plan->id);
    }
}

static int build_plan(cfg_t *section, struct settings *out)
{
    const char *id = cfg_title(section);
    const struct conf_value *place = conf_section_place(section);
    const struct plan *first = settings_plan(out, id);
    if (first && conf_complain_twice(section, first->line)) {
        return 0;
    }
    if (!roster_id_is_valid(id)) {
        conf_complain(place, _("Mã gồm a-z, 0-9 và dấu gạch nối, ví dụ \"cchc-2024\"."),
                      _("\"%s\" không phải là mã hợp lệ"), id);
    }
    int err = conf_grow(&out->plans, sizeof(*out->plans), out->plan_count);
    if (err) {
        return err;
    }
    struct plan *plan = &out->plans[out->plan_count];
    plan_init(plan);
    plan->id = strdup(id);
    plan->config = strdup(place->file->path);
    plan->line = place->line;
    if (!plan->id || !plan->config) {
        plan_clear(plan);
        return ERR_NOMEM;
    }
    out->plan_count++;
    err = conf_fill(section, &CONF_SECTION_PLAN, place, true, plan);
    if (!err) {
        check_plan(out, plan, section);
    }
    return err;
}

/* --- all of it ------------------------------------------------------------------------------------------------ */

int conf_build(struct conf_tree *tree, struct settings *out)
{
    int err = build_top(tree, out);
    check_listen(tree, out);
    if (!err) {
        check_links(tree, out);
    }
    err = err ? err : build_mail(tree, out);
    err = err ? err : each(tree, &CONF_SECTION_YEAR, out, conf_build_year);
    err = err ? err : build_policies(tree, out);
    err = err ? err : each(tree, &CONF_SECTION_REPORTING, out, build_regime);
    err = err ? err : each(tree, &CONF_SECTION_ENDPOINT, out, conf_build_endpoint);
    err = err ? err : each(tree, &CONF_SECTION_INCOMING, out, build_incoming);
    err = err ? err : each(tree, &CONF_SECTION_DEPARTMENT, out, conf_build_department);
    err = err ? err : each(tree, &CONF_SECTION_DEPARTMENT, out, conf_check_department);
    err = err ? err : each(tree, &CONF_SECTION_ENDPOINT, out, conf_check_endpoint);
    err = err ? err : each(tree, &CONF_SECTION_INCOMING, out, check_incoming);
    err = err ? err : each(tree, &CONF_SECTION_PLAN, out, build_plan);
    err = err ? err : build_edxml(tree, out);
    return err;
}
