/* What a roster must hold to be of use; each finding names the line in the config. */
#include <string.h>

#include "base/diag.h"
#include "base/err.h"
#include "base/i18n.h"
#include "model/address.h"
#include "model/roster.h"

struct check {
    const struct roster *roster;
    const struct department *department;
    const char *file;
    struct diag *diag;
    size_t errors;
};

#define COMPLAIN(check, where, remedy, ...)                                                        \
    do {                                                                                           \
        (check)->errors++;                                                                         \
        diag_addf((check)->diag, DIAG_ERROR, (where)->file ? (where)->file : (check)->file,        \
                  (where)->line, 0, (remedy), __VA_ARGS__);                                        \
    } while (0)

/* Whether walking the members of `party` comes back to `target`. */
static bool holds(const struct department *department, const struct party *party,
                  const struct party *target, int depth)
{
    for (size_t i = 0; depth < 16 && i < party->members.count; i++) {
        const struct party *member = department_party(department, party->members.items[i]);
        if (member && (member == target || (member->kind == PARTY_GROUP &&
                                            holds(department, member, target, depth + 1)))) {
            return true;
        }
    }
    return false;
}

static void check_members(struct check *check, const struct party *group)
{
    if (group->members.count == 0) {
        COMPLAIN(check, group, _("Liệt kê mã các đơn vị thành viên trong members."),
                 _("nhóm \"%s\" không có thành viên"), group->id);
    }
    for (size_t i = 0; i < group->members.count; i++) {
        const char *id = group->members.items[i];
        const struct party *member = department_party(check->department, id);
        if (!member) {
            COMPLAIN(check, group,
                     _("Viết mã của một đơn vị, vị trí hoặc nhóm trong cùng cơ quan."),
                     _("nhóm \"%s\" có thành viên không tồn tại: \"%s\""), group->id, id);
        } else if (member->kind == PARTY_EXTERNAL) {
            COMPLAIN(check, group, _("Bỏ đối tượng bên ngoài khỏi nhóm."),
                     _("nhóm \"%s\" có thành viên là đối tượng bên ngoài cơ quan: \"%s\""),
                     group->id, id);
        }
    }
    if (holds(check->department, group, group, 0)) {
        COMPLAIN(check, group, _("Bỏ vòng lặp trong members."), _("nhóm \"%s\" chứa chính nó"),
                 group->id);
    }
}

static void check_span(struct check *check, const struct party *party)
{
    if (party->from != DAY_NONE && party->until != DAY_NONE && party->until < party->from) {
        COMPLAIN(check, party, NULL, _("\"%s\" hết hiệu lực (until) trước khi bắt đầu (from)"),
                 party->id);
    }
    if (!party->successor) {
        return;
    }
    const struct party *next = department_party(check->department, party->successor);
    if (!next || next == party) {
        COMPLAIN(check, party, _("Viết mã của đơn vị tiếp nhận nhiệm vụ trong cùng cơ quan."),
                 _("đơn vị kế thừa của \"%s\" không tồn tại: \"%s\""), party->id, party->successor);
    } else if (party->until == DAY_NONE) {
        COMPLAIN(check, party, _("Thêm ngày cuối cùng có hiệu lực: until = \"YYYY-MM-DD\"."),
                 _("\"%s\" có đơn vị kế thừa nhưng không có ngày hết hiệu lực"), party->id);
    }
}

/* Deputies and directors: addresses, or parties that have one. */
static void check_leaders(struct check *check, const struct party *party, const char *key,
                          const struct strings *list)
{
    const struct department *department = check->department;
    int line = party ? party->line : department->line;
    const char *file = party ? party->file : department->file;
    for (size_t i = 0; i < list->count; i++) {
        const char *text = list->items[i];
        const struct party *named = strchr(text, '@') ? NULL : department_party(department, text);
        bool good = strchr(text, '@') ? address_is_valid(text) : named && named->mail.count > 0;
        if (!good) {
            check->errors++;
            diag_addf(check->diag, DIAG_ERROR, file ? file : check->file, line, 0,
                      _("Viết một địa chỉ thư, hoặc mã của một post hay unit trong cùng cơ quan."),
                      _("%s của \"%s\" không phải là địa chỉ hay mã có địa chỉ: \"%s\""), key,
                      party ? party->id : department->id, text);
        }
    }
}

static void check_party(struct check *check, const struct party *party)
{
    if (party->names.count == 0) {
        COMPLAIN(check, party, _("Thêm names = {\"Tên chính thức\", \"tên gọi khác\"}."),
                 _("\"%s\" chưa có tên"), party->id);
    }
    bool addressed = party->kind == PARTY_UNIT || party->kind == PARTY_POST;
    if (addressed && party->mail.count == 0) {
        COMPLAIN(check, party, _("Thêm mail = \"địa chỉ@cơ-quan.vn\"."),
                 _("\"%s\" chưa có địa chỉ thư"), party->id);
    }
    if (party->kind == PARTY_GROUP) {
        check_members(check, party);
    }
    check_leaders(check, party, "deputy", &party->deputy);
    check_span(check, party);
}

static void check_office(struct check *check)
{
    const struct department *department = check->department;
    const struct party *office = department_office(department);
    if (!department->office) {
        COMPLAIN(check, department, _("Thêm office = \"mã đơn vị\" (thường là Văn phòng)."),
                 _("cơ quan \"%s\" chưa có đơn vị theo dõi, đôn đốc (office)"), department->id);
    } else if (!office || office->kind != PARTY_UNIT) {
        COMPLAIN(check, department, _("Viết mã của một unit trong cùng cơ quan."),
                 _("đơn vị theo dõi (office) của cơ quan \"%s\" không tồn tại: \"%s\""),
                 department->id, department->office);
    }
}

static void check_department(struct check *check)
{
    const struct department *department = check->department;
    if (!department->name) {
        COMPLAIN(check, department, _("Thêm name = \"Sở …\"."), _("cơ quan \"%s\" chưa có tên"),
                 department->id);
    }
    check_office(check);
    check_leaders(check, NULL, "deputy", &department->deputy);
    check_leaders(check, NULL, "director", &department->director);
    if (department->successor && (!roster_department(check->roster, department->successor) ||
                                  strcmp(department->successor, department->id) == 0)) {
        COMPLAIN(check, department, _("Viết mã của một cơ quan có trong cấu hình."),
                 _("cơ quan kế thừa của \"%s\" không tồn tại: \"%s\""), department->id,
                 department->successor);
    }
    for (size_t i = 0; i < department->count; i++) {
        check_party(check, &department->parties[i]);
    }
}

int department_validate(const struct roster *roster, const struct department *department,
                        const char *file, struct diag *diag)
{
    struct check check = {.roster = roster, .department = department, .file = file, .diag = diag};
    check_department(&check);
    return check.errors > 0 ? ERR_INVALID : 0;
}

int roster_validate(const struct roster *roster, const char *file, struct diag *diag)
{
    int err = 0;
    for (size_t i = 0; i < roster->count; i++) {
        int found = department_validate(roster, &roster->departments[i], file, diag);
        err = err ? err : found;
    }
    return err;
}
