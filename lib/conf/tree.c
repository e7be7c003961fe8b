#include "lib/conf/tree.h"

#include <limits.h>
#include <stdarg.h>

#include "base/cleanup.h"
#include "base/err.h"
#include "base/file.h"
#include "base/i18n.h"
#include "base/text.h"
#include "lib/conf/options.h"
#include "lib/conf/report.h"
#include "lib/conf/scan.h"

#define PATH_LIMIT ((size_t)PATH_MAX)

/* --- what libconfuse calls back -------------------------------------------------------------------- */

static int keep_value(cfg_t *section, cfg_opt_t *option, const char *text, void *result)
{
    struct conf_tree *tree = conf_option_context(option);
    struct conf_value *value = calloc(1, sizeof(*value));
    if (value) {
        value->text = strdup(text);
    }
    if (!value || !value->text) {
        free(value);
        tree->err = ERR_NOMEM;
        *(void **)result = NULL; /* failing here would make libconfuse abort for a place */
        return 0;
    }
    value->file = tree->reading;
    value->line = section->line > 0 ? section->line : 1;
    value->is_place = strcmp(option->name, CONF_PLACE) == 0;
    *(void **)result = value;
    return 0;
}

/* While a file is read, a value goes only when its key is given once more. */
static void drop_value(void *pointer)
{
    struct conf_value *value = pointer;
    if (value->file->tree->reading && !value->is_place) {
        conf_complain(value, _("Chỉ giữ một dòng; nhiều giá trị thì viết {\"a\", \"b\"}."),
                      _("khóa này được ghi thêm một lần nữa ở phía dưới"));
    }
    free(value->text);
    free(value);
}

static void hear_error(cfg_t *section, const char *format, va_list args)
{
    struct conf_tree *tree = conf_option_context(cfg_getopt(section, CONF_PLACE));
    conf_report(tree, section, format, args);
}

/* --- reading ------------------------------------------------------------------------------------------ */

static void file_free(struct conf_file *file)
{
    if (!file) {
        return;
    }
    if (file->root) {
        (void)cfg_free(file->root);
    }
    free(file->path);
    free(file->folder);
    free(file->real);
    free(file);
}

void conf_tree_clear(struct conf_tree *tree)
{
    tree->reading = NULL;
    for (size_t i = 0; i < tree->count; i++) {
        file_free(tree->files[i]);
    }
    conf_options_free(tree->options);
    *tree = (struct conf_tree){0};
}

static struct conf_file *file_new(struct conf_tree *tree, const char *path)
{
    struct conf_file *file = calloc(1, sizeof(*file));
    const char *slash = strrchr(path, '/');
    if (!file) {
        return NULL;
    }
    file->tree = tree;
    file->path = strdup(path);
    file->folder =
        slash ? strndup(path, (size_t)(slash - path) + (slash == path ? 1 : 0)) : strdup("");
    file->real = realpath(path, NULL);
    tree->reading = file;
    file->root = cfg_init(tree->options, CFGF_KEYSTRVAL);
    tree->reading = NULL;
    if (!file->path || !file->folder || !file->root) {
        file_free(file);
        return NULL;
    }
    (void)cfg_set_error_function(file->root, hear_error);
    return file;
}

/* Gives the text to libconfuse. Its findings are in diag. */
static int parse(struct conf_tree *tree, struct conf_file *file, struct buf *text)
{
    size_t bom = text_starts_with(buf_str(text), "\xEF\xBB\xBF") ? 3 : 0;
    int err = conf_scan(file->path, text->data + bom, text->len - bom, tree->diag);
    if (err || text->len == bom) {
        return err;
    }
    _cleanup_fclose_ FILE *stream = fmemopen(text->data + bom, text->len - bom, "r");
    file->root->filename = strdup(file->path);
    if (!stream || !file->root->filename) {
        return ERR_NOMEM;
    }
    size_t before = tree->diag->errors;
    tree->reading = file;
    int result = cfg_parse_fp(file->root, stream);
    int line = file->root->line;
    tree->reading = NULL;
    if (result != CFG_SUCCESS && tree->diag->errors == before && !tree->err) {
        diag_add(tree->diag, DIAG_ERROR, file->path, line, 0, _("sai cú pháp"), NULL);
    }
    return result == CFG_SUCCESS ? tree->err : ERR_FORMAT;
}

static int read_file(struct conf_tree *tree, const char *path, struct buf *text)
{
    _cleanup_buf_ struct buf data = {0};
    buf_init(&data, (size_t)CONF_MAX_BYTES + 1);
    int err = text ? 0 : file_read(path, CONF_MAX_BYTES, tree->diag, &data);
    if (err) {
        return err;
    }
    struct conf_file *file = file_new(tree, path);
    if (!file) {
        return ERR_NOMEM;
    }
    tree->files[tree->count++] = file;
    struct buf *content = text ? text : &data;
    if (!content->data) {
        return 0;
    }
    return parse(tree, file, content);
}

static bool was_read(const struct conf_tree *tree, const char *path)
{
    _cleanup_free_ char *real = realpath(path, NULL);
    for (size_t i = 0; real && i < tree->count; i++) {
        if (tree->files[i]->real && strcmp(tree->files[i]->real, real) == 0) {
            return true;
        }
    }
    return false;
}

static int include(struct conf_tree *tree, const struct conf_value *value)
{
    _cleanup_buf_ struct buf path = {0};
    buf_init(&path, PATH_LIMIT);
    int err = file_resolve(value->file->folder, value->text, &path);
    if (err) {
        conf_complain(value, NULL, _("đường dẫn quá dài"));
        return ERR_FORMAT;
    }
    if (was_read(tree, buf_str(&path))) {
        conf_complain(value, _("Mỗi tệp chỉ được include một lần, và không tự include chính nó."),
                      _("tệp \"%s\" đã được đọc"), value->text);
        return ERR_FORMAT;
    }
    if (tree->count == CONF_MAX_FILES) {
        conf_complain(value, NULL, _("quá nhiều tệp cấu hình (nhiều nhất %d)"), CONF_MAX_FILES);
        return ERR_FORMAT;
    }
    size_t before = tree->count;
    err = read_file(tree, buf_str(&path), NULL);
    if (err && tree->count == before && err != ERR_NOMEM) {
        conf_complain(value, _("Sửa đường dẫn (tính từ thư mục của tệp cấu hình này)."),
                      _("không đọc được tệp include \"%s\""), value->text);
    }
    return err && err != ERR_NOMEM ? ERR_FORMAT : err;
}

/* A key with an empty name is passed over by libconfuse without a word. */
static void check_empty_keys(cfg_t *section)
{
    for (cfg_opt_t *option = section->opts; option->name; option++) {
        if (option->name[0] == '\0') {
            conf_complain(conf_section_place(section), NULL, _("có một khóa không có tên"));
        }
        for (unsigned i = 0; option->type == CFGT_SEC && i < cfg_opt_size(option); i++) {
            check_empty_keys(cfg_opt_getnsec(option, i));
        }
    }
}

int conf_tree_read(struct conf_tree *tree, const char *path, const char *text, size_t len,
                   struct diag *diag)
{
    *tree = (struct conf_tree){.diag = diag};
    tree->options = conf_options_make(&CONF_ROOT, keep_value, drop_value, tree);
    if (!tree->options) {
        return ERR_NOMEM;
    }
    _cleanup_buf_ struct buf copy = {0};
    buf_init(&copy, (size_t)CONF_MAX_BYTES + 1);
    int err = text ? buf_append(&copy, text, len) : 0;
    if (!err) {
        err = read_file(tree, path, text ? &copy : NULL);
    }
    for (size_t i = 0; !tree->err && i < tree->count; i++) {
        cfg_t *root = tree->files[i]->root;
        size_t count = conf_value_count(root, "include");
        for (size_t j = 0; j < count; j++) {
            int later = include(tree, conf_value_at(root, "include", j));
            err = err ? err : later;
        }
        check_empty_keys(root);
    }
    return err ? err : tree->err;
}

/* --- looking -------------------------------------------------------------------------------------------- */

size_t conf_section_count(cfg_t *section, const char *kind)
{
    return cfg_size(section, kind);
}

cfg_t *conf_section_at(cfg_t *section, const char *kind, size_t i)
{
    return cfg_getnsec(section, kind, (unsigned)i);
}

size_t conf_value_count(cfg_t *section, const char *key)
{
    return section ? cfg_size(section, key) : 0;
}

bool conf_value_is_emptied(cfg_t *section, const char *key)
{
    const cfg_opt_t *option = section ? cfg_getopt(section, key) : NULL;
    return option && option->nvalues == 0 && (option->flags & CFGF_MODIFIED);
}

const struct conf_value *conf_value_at(cfg_t *section, const char *key, size_t i)
{
    return cfg_getnptr(section, key, (unsigned)i);
}

const struct conf_value *conf_section_place(cfg_t *section)
{
    return cfg_getnptr(section, CONF_PLACE, 0);
}
