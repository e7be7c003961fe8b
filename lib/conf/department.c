/* `department "<id>" { … }`: a department and whoever its plans can name. */
#include "base/cleanup.h"
#include "base/err.h"
#include "base/i18n.h"
#include "lib/conf/build.h"
#include "lib/conf/fill.h"

static const struct {
    const struct conf_kind *kind;
    enum party_kind party;
} PARTIES[] = {
    {&CONF_SECTION_UNIT, PARTY_UNIT},
    {&CONF_SECTION_GROUP, PARTY_GROUP},
    {&CONF_SECTION_POST, PARTY_POST},
    {&CONF_SECTION_EXTERNAL, PARTY_EXTERNAL},
};

/* Told already, or not told at all: only ERR_NOMEM goes on. */
static int only_nomem(int err)
{
    return err == ERR_NOMEM ? err : 0;
}

static int add_name(struct department *department, struct party *party,
                    const struct conf_value *value)
{
    const struct party *other = NULL;
    int err = department_add_name(department, party, value->text, &other);
    if (err == ERR_EXISTS) {
        char remedy[300];
        (void)snprintf(remedy, sizeof(remedy),
                       _("Đặt tên khác; chữ hoa, dấu cách và cách gõ dấu không làm tên khác nhau. "
                         "\"%s\" được khai báo ở dòng %d."),
                       other->id, other->line);
        conf_complain(value, remedy, _("tên \"%s\" đã là của \"%s\""), value->text, other->id);
    } else if (err == ERR_LIMIT) {
        conf_complain(value, NULL, _("\"%s\" có quá nhiều tên (nhiều nhất %d)"), party->id,
                      PARTY_MAX_NAMES);
    } else if (err == ERR_INVALID) {
        conf_complain(value, NULL, _("tên của \"%s\" để trống"), party->id);
    }
    return only_nomem(err);
}

static int add_names(struct department *department, struct party *party, cfg_t *section)
{
    int err = 0;
    size_t count = conf_value_count(section, "names");
    for (size_t i = 0; !err && i < count; i++) {
        err = add_name(department, party, conf_value_at(section, "names", i));
    }
    return err;
}

/* An id that cannot be added: told at the section. */
static int refuse_id(int err, cfg_t *section, int first_line)
{
    const struct conf_value *place = conf_section_place(section);
    if (err == ERR_EXISTS) {
        conf_complain(place, _("Mỗi mã chỉ dùng một lần trong một cơ quan."),
                      _("mã \"%s\" đã có ở dòng %d"), cfg_title(section), first_line);
    } else if (err == ERR_INVALID) {
        conf_complain(place, _("Mã gồm a-z, 0-9 và dấu gạch nối, ví dụ \"phong-khtc\"."),
                      _("\"%s\" không phải là mã hợp lệ"), cfg_title(section));
    } else if (err == ERR_LIMIT) {
        conf_complain(place, NULL, _("quá nhiều mục %s"), cfg_name(section));
    }
    return only_nomem(err);
}

static void check_endpoints(const struct settings *settings, cfg_t *section)
{
    for (size_t i = 0; i < conf_value_count(section, "endpoints"); i++) {
        const struct conf_value *value = conf_value_at(section, "endpoints", i);
        if (!settings_endpoint(settings, value->text)) {
            conf_complain(value, _("Khai báo mục endpoint \"…\" có tên này."),
                          _("không có endpoint \"%s\""), value->text);
        }
    }
}

static int add_party(const struct settings *settings, struct department *department, cfg_t *section,
                     const struct conf_kind *kind, enum party_kind party_kind)
{
    const char *id = cfg_title(section);
    struct party *party;
    int err = department_add_party(department, id, party_kind, &party);
    if (err) {
        const struct party *first = department_party(department, id);
        return refuse_id(err, section, first ? first->line : 0);
    }
    const struct conf_value *place = conf_section_place(section);
    party->line = place->line;
    party->file = strdup(place->file->path);
    err = party->file ? conf_fill(section, kind, place, true, party) : ERR_NOMEM;
    if (!err) {
        err = add_names(department, party, section);
    }
    if (!err && (party_kind == PARTY_UNIT || party_kind == PARTY_POST)) {
        check_endpoints(settings, section);
    }
    return err;
}

/* Two departments of one name cannot be told apart by people. */
static int check_name(struct settings *settings, struct department *department, cfg_t *section)
{
    _cleanup_buf_ struct buf key = {0};
    buf_init(&key, (size_t)1 << 16);
    int err = department->name ? roster_name_key(department->name, &key) : 0;
    if (err) {
        return only_nomem(err);
    }
    department->key = strdup(buf_str(&key));
    if (!department->key) {
        return ERR_NOMEM;
    }
    for (size_t i = 0; department->name && i < settings->roster.count; i++) {
        const struct department *other = &settings->roster.departments[i];
        if (other != department && other->key && strcmp(other->key, department->key) == 0) {
            conf_complain(conf_place_of(section, "name"),
                          _("Đặt tên khác cho một trong hai cơ quan."),
                          _("tên \"%s\" đã là của cơ quan \"%s\" (dòng %d)"), department->name,
                          other->id, other->line);
        }
    }
    return 0;
}

static void check_policy(const struct settings *settings, const char *name, const char *key,
                         cfg_t *section)
{
    if (name && !settings_policy_named(settings, name)) {
        conf_complain(conf_place_of(section, key), _("Khai báo mục policy \"…\" có tên này."),
                      _("không có cách nhắc \"%s\""), name);
    }
}

static void check_references(const struct settings *settings, const struct department *department,
                             cfg_t *section)
{
    if (department->regime && !settings_regime_named(settings, department->regime)) {
        conf_complain(conf_place_of(section, "regime"),
                      _("Khai báo mục reporting \"…\" có tên này."),
                      _("không có chế độ báo cáo \"%s\""), department->regime);
    }
    check_policy(settings, department->policy, "policy", section);
    check_policy(settings, department->assigned_policy, "assigned_policy", section);
}

int conf_build_department(cfg_t *section, struct settings *out)
{
    const char *id = cfg_title(section);
    struct department *department;
    int err = roster_add_department(&out->roster, id, &department);
    if (err) {
        const struct department *first = roster_department(&out->roster, id);
        return refuse_id(err, section, first ? first->line : 0);
    }
    const struct conf_value *place = conf_section_place(section);
    department->line = place->line;
    department->file = strdup(place->file->path);
    err = department->file ? conf_fill(section, &CONF_SECTION_DEPARTMENT, place, true, department)
                           : ERR_NOMEM;
    err = err ? err : check_name(out, department, section);
    for (size_t i = 0; !err && i < sizeof(PARTIES) / sizeof(PARTIES[0]); i++) {
        size_t count = conf_section_count(section, PARTIES[i].kind->name);
        for (size_t j = 0; !err && j < count; j++) {
            err = add_party(out, department, conf_section_at(section, PARTIES[i].kind->name, j),
                            PARTIES[i].kind, PARTIES[i].party);
        }
    }
    check_references(out, department, section);
    return err;
}

/* Whether something in the section was told already: what follows from it need not be told too. */
static bool has_errors(cfg_t *section)
{
    const struct conf_value *place = conf_section_place(section);
    const struct diag *diag = place->file->tree->diag;
    for (size_t i = 0; i < diag->count; i++) {
        const struct diag_item *item = &diag->items[i];
        if (item->severity == DIAG_ERROR && item->line >= place->line &&
            item->line <= section->line && item->file &&
            strcmp(item->file, place->file->path) == 0) {
            return true;
        }
    }
    return false;
}

int conf_check_department(cfg_t *section, struct settings *out)
{
    const struct department *department = roster_department(&out->roster, cfg_title(section));
    if (!department) {
        return 0;
    }
    if (!department->from_mail && out->mail.from && out->mail.from[0] == '\0') {
        conf_complain(conf_section_place(section),
                      _("Thêm mail_from = \"…\" ở đây, hoặc from = \"…\" trong mục mail."),
                      _("cơ quan \"%s\" chưa có địa chỉ gửi thư"), department->id);
    }
    if (!has_errors(section)) {
        (void)department_validate(&out->roster, department, department->file,
                                  conf_section_place(section)->file->tree->diag);
    }
    return 0;
}
