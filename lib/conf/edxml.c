/* `edxml { folder … organ "<OrganId>" { department … unit … route "<name>" { … } } }` */
#include <string.h>

#include "base/err.h"
#include "base/i18n.h"
#include "base/text.h"
#include "lib/conf/build.h"
#include "lib/conf/fill.h"

#define ORGANS_MAX 1000
#define ROUTES_MAX 1000
#define ORGAN_ID_MAX 60

static bool is_organ_id(const char *id)
{
    const size_t len = strlen(id);
    return len > 0 && len <= ORGAN_ID_MAX &&
           strspn(id, "0123456789.ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-_") == len;
}

static void complain_organ_id(const struct conf_value *at, const char *id)
{
    conf_complain(at, _("Mã định danh trên trục liên thông, ví dụ \"000.00.12.H51\"."),
                  _("\"%s\" không phải là mã định danh"), id);
}

static void check_unit(const struct settings *out, const struct organ *organ, const char *unit,
                       const struct conf_value *at)
{
    const struct department *department =
        organ->department ? roster_department(&out->roster, organ->department) : NULL;
    const struct party *party = department && unit ? department_party(department, unit) : NULL;
    if (!department || !unit || unit[0] == '\0') {
        return;
    }
    if (!party || (party->kind != PARTY_UNIT && party->kind != PARTY_POST)) {
        conf_complain(at, _("Viết mã của một đơn vị hoặc vị trí thuộc cơ quan ấy."),
                      _("cơ quan \"%s\" không có đơn vị \"%s\""), organ->department, unit);
    }
}

/* Either a unit, or a row that waits for such a paper. */
static void check_route(cfg_t *section, const struct organ_route *route)
{
    bool unit = route->unit && route->unit[0] != '\0';
    bool task = route->task && route->task[0] != '\0';
    const char *slash = task ? strchr(route->task, '/') : NULL;
    if (unit == task) {
        conf_complain(conf_section_place(section),
                      _("Ghi unit (giao đơn vị) hoặc task (dòng của kế hoạch), một trong hai."),
                      unit ? _("route \"%s\" có cả unit và task")
                           : _("route \"%s\" không có unit, cũng không có task"),
                      route->name);
    } else if (task &&
               (!slash || slash == route->task || slash[1] == '\0' || strchr(slash + 1, '/'))) {
        conf_complain(conf_place_of(section, "task"),
                      _("Viết mã kế hoạch, dấu / và stt, ví dụ \"kstthc-2022/V.1\"."),
                      _("\"%s\" không phải là một dòng của kế hoạch"), route->task);
    }
}

static int build_route(cfg_t *section, const struct settings *out, struct organ *organ)
{
    const struct conf_value *place = conf_section_place(section);
    struct organ_route *route = &organ->routes[organ->route_count];
    *route = (struct organ_route){.name = strdup(cfg_title(section)), .line = place->line};
    if (!route->name) {
        return ERR_NOMEM;
    }
    organ->route_count++;
    int err = conf_fill(section, &CONF_SECTION_ROUTE, place, true, route);
    if (err) {
        return err;
    }
    check_unit(out, organ, route->unit, conf_place_of(section, "unit"));
    check_route(section, route);
    for (size_t i = 0; i < conf_value_count(section, "from"); i++) {
        const struct conf_value *value = conf_value_at(section, "from", i);
        if (!is_organ_id(value->text)) {
            complain_organ_id(value, value->text);
        }
    }
    if (route->from.count == 0 && route->notation.count == 0 && route->subject.count == 0) {
        conf_complain(place, _("Thêm from, notation hoặc subject; mọi văn bản còn lại đã có unit."),
                      _("route \"%s\" không nói văn bản nào"), route->name);
    }
    return 0;
}

static int build_routes(cfg_t *section, const struct settings *out, struct organ *organ)
{
    const size_t count = conf_section_count(section, CONF_SECTION_ROUTE.name);
    if (count > ROUTES_MAX) {
        conf_complain(conf_section_place(section), NULL, _("quá nhiều mục %s (nhiều nhất %d)"),
                      CONF_SECTION_ROUTE.name, ROUTES_MAX);
        return 0;
    }
    organ->routes = calloc(count + 1, sizeof(*organ->routes));
    int err = organ->routes ? 0 : ERR_NOMEM;
    for (size_t i = 0; !err && i < count; i++) {
        err = build_route(conf_section_at(section, CONF_SECTION_ROUTE.name, i), out, organ);
    }
    return err;
}

static int build_organ(cfg_t *section, struct settings *out)
{
    const char *id = cfg_title(section);
    const struct conf_value *place = conf_section_place(section);
    const struct organ *first = organ_find(&out->edxml, id);
    if (first) {
        conf_complain(place, _("Mỗi mã định danh chỉ ghi một lần."),
                      _("mục %s \"%s\" đã có ở dòng %d"), cfg_name(section), id, first->line);
        return 0;
    }
    if (!is_organ_id(id)) {
        complain_organ_id(place, id);
    }
    struct organ *organ = &out->edxml.organs[out->edxml.organ_count++];
    *organ =
        (struct organ){.id = strdup(id), .config = strdup(place->file->path), .line = place->line};
    int err = organ->id && organ->config ? 0 : ERR_NOMEM;
    err = err ? err : conf_fill(section, &CONF_SECTION_ORGAN, place, true, organ);
    if (!err && organ->department && !roster_department(&out->roster, organ->department)) {
        conf_complain(conf_place_of(section, "department"), _("Viết mã của một mục department."),
                      _("không có cơ quan \"%s\""), organ->department);
    }
    if (!err) {
        check_unit(out, organ, organ->unit, conf_place_of(section, "unit"));
    }
    return err ? err : build_routes(section, out, organ);
}

int conf_build_edxml(cfg_t *section, const struct conf_value *place, struct settings *out)
{
    const size_t count = section ? conf_section_count(section, CONF_SECTION_ORGAN.name) : 0;
    int err = conf_fill(section, &CONF_SECTION_EDXML, place, true, &out->edxml);
    if (err || !section) {
        return err;
    }
    if (count > ORGANS_MAX) {
        conf_complain(place, NULL, _("quá nhiều mục %s (nhiều nhất %d)"), CONF_SECTION_ORGAN.name,
                      ORGANS_MAX);
        return 0;
    }
    if (count == 0) {
        conf_complain(place, _("Thêm organ \"000.00.12.H51\" { department = \"…\" }."),
                      _("mục edxml không nói mã định danh nào là của cơ quan mình"));
    }
    out->edxml.organs = calloc(count + 1, sizeof(*out->edxml.organs));
    err = out->edxml.organs ? 0 : ERR_NOMEM;
    for (size_t i = 0; !err && i < count; i++) {
        err = build_organ(conf_section_at(section, CONF_SECTION_ORGAN.name, i), out);
    }
    return err;
}
