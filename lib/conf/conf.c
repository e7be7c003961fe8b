#include "conf/conf.h"

#include <limits.h>

#include "base/cleanup.h"
#include "base/err.h"
#include "base/file.h"
#include "base/i18n.h"
#include "lib/conf/build.h"

/* Years whose days off are computed where no notice is in the table. */
#define COMPUTED_FROM 2000
#define COMPUTED_TO 2099

static int note_files(const struct conf_tree *tree, struct settings *out)
{
    out->file = strdup(tree->files[0]->path);
    out->folder = strdup(tree->files[0]->folder);
    if (!out->file || !out->folder) {
        return ERR_NOMEM;
    }
    int err = 0;
    for (size_t i = 0; !err && i < tree->count; i++) {
        err = strings_add(&out->files, tree->files[i]->path);
    }
    return err;
}

static int compute_holidays(struct settings *out)
{
    return holidays_compute(&out->holidays, COMPUTED_FROM, COMPUTED_TO);
}

/* A config without a department has nobody to speak to. */
static void check_whole(const struct conf_tree *tree)
{
    size_t departments = 0;
    for (size_t i = 0; i < tree->count; i++) {
        departments += conf_section_count(tree->files[i]->root, "department");
    }
    if (departments == 0) {
        conf_complain(conf_section_place(tree->files[0]->root),
                      _("Thêm mục department \"mã\" { name = … office = … unit \"…\" { … } }."),
                      _("cấu hình không có cơ quan nào"));
    }
}

static int load(struct conf_tree *tree, bool whole, const char *path, const char *text, size_t len,
                struct settings *out, struct diag *diag)
{
    int err = conf_tree_read(tree, path, text, len, diag);
    if (err || tree->count == 0) {
        return err;
    }
    err = note_files(tree, out);
    err = err ? err : conf_build(tree, out);
    if (err) {
        return err;
    }
    if (whole) {
        check_whole(tree);
    }
    return compute_holidays(out);
}

static int load_checked(bool whole, const char *path, const char *text, size_t len,
                        struct settings *out, struct diag *diag)
{
    _cleanup_diag_ struct diag own = {0};
    struct diag *findings = diag ? diag : &own;
    size_t before = findings->errors;
    struct settings settings;
    settings_init(&settings);
    struct conf_tree tree;
    int err = load(&tree, whole, path, text, len, &settings, findings);
    conf_tree_clear(&tree);
    if (!err && findings->errors > before) {
        err = ERR_FORMAT;
    }
    if (err && findings->errors == before) {
        diag_add(findings, DIAG_ERROR, path, 0, 0, err_text(err), NULL);
    }
    if (err) {
        settings_clear(&settings);
        return err;
    }
    *out = settings;
    return 0;
}

int conf_language(const char *path, char **out)
{
    _cleanup_diag_ struct diag diag = {0};
    struct conf_tree tree;
    char *found = NULL;
    int err = conf_tree_read(&tree, path, NULL, 0, &diag);
    for (size_t i = 0; err != ERR_NOMEM && i < tree.count && !found; i++) {
        const struct conf_value *value = conf_value_at(tree.files[i]->root, "language", 0);
        found = value ? strdup(value->text) : NULL;
        err = value && !found ? ERR_NOMEM : err;
    }
    conf_tree_clear(&tree);
    if (err == ERR_NOMEM) {
        return err;
    }
    *out = found;
    return 0;
}

int conf_control(const char *path, char **out)
{
    _cleanup_diag_ struct diag diag = {0};
    _cleanup_buf_ struct buf found = {0};
    struct conf_tree tree;
    buf_init(&found, PATH_MAX);
    int err = conf_tree_read(&tree, path, NULL, 0, &diag);
    const struct conf_value *value = NULL;
    for (size_t i = 0; err != ERR_NOMEM && i < tree.count && !value; i++) {
        value = conf_value_at(tree.files[i]->root, "control", 0);
    }
    if (err != ERR_NOMEM) {
        err = value && value->text[0] ? file_resolve(value->file->folder, value->text, &found)
                                      : ERR_NOT_FOUND;
    }
    conf_tree_clear(&tree);
    char *text = err ? NULL : buf_steal(&found);
    if (!text) {
        return err ? err : ERR_NOMEM;
    }
    *out = text;
    return 0;
}

int conf_load_text(const char *path, const char *text, size_t len, struct settings *out,
                   struct diag *diag)
{
    return load_checked(true, path, text, len, out, diag);
}

int conf_load(const char *path, struct settings *out, struct diag *diag)
{
    return load_checked(true, path, NULL, 0, out, diag);
}

int conf_load_calendar(const char *path, struct settings *out, struct diag *diag)
{
    return load_checked(false, path, NULL, 0, out, diag);
}
