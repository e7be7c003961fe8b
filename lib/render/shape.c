#include "render/shape.h"

#include <string.h>

#include "base/cleanup.h"
#include "base/err.h"
#include "base/i18n.h"
#include "base/text.h"
#include "render/event.h"

#define MEDIA_MAX 200
#define SAMPLE_MAX ((size_t)4 << 20)

struct shape {
    struct template *body; /* NULL: the event itself */
    struct template *path; /* NULL: none */
    char *content_type;    /* NULL: the event's own */
};

/* --- content types -------------------------------------------------------------------------------- */

/* "application/json" of "Application/JSON; charset=utf-8". */
static void media_type(const char *content_type, char out[static MEDIA_MAX])
{
    size_t len = strcspn(content_type, ";");
    struct text_span span = text_trim((struct text_span){content_type, len});

    len = span.len < MEDIA_MAX - 1 ? span.len : MEDIA_MAX - 1;
    for (size_t i = 0; i < len; i++) {
        char c = span.data[i];
        out[i] = (char)(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
    }
    out[len] = '\0';
}

bool shape_is_json(const char *content_type)
{
    return shape_escape(content_type) == TEMPLATE_JSON;
}

enum template_escape shape_escape(const char *content_type)
{
    char media[MEDIA_MAX];

    media_type(content_type, media);
    if (text_ends_with(media, "/json") || text_ends_with(media, "+json")) {
        return TEMPLATE_JSON;
    }
    if (strcmp(media, "text/html") == 0) {
        return TEMPLATE_HTML;
    }
    if (text_ends_with(media, "/xml") || text_ends_with(media, "+xml")) {
        return TEMPLATE_XML;
    }
    return strcmp(media, "application/x-www-form-urlencoded") == 0 ? TEMPLATE_FORM : TEMPLATE_NONE;
}

/* --- checking ------------------------------------------------------------------------------------- */

/* A template under trial. */
struct trial {
    const struct template *tpl;
    const char *file;
    int line; /* of the config, for what stands there; 0: the template has lines of its own */
    struct diag *diag;
    unsigned char *marks;
    size_t found; /* findings */
};

__attribute__((format(printf, 5, 6))) static void
complain(struct trial *trial, int line, int column, const char *remedy, const char *format, ...)
{
    _cleanup_buf_ struct buf text = {0};
    va_list args;

    buf_init(&text, 4096);
    va_start(args, format);
    (void)buf_vprintf(&text, format, args);
    va_end(args);
    diag_add(trial->diag, DIAG_ERROR, trial->file, trial->line > 0 ? trial->line : line,
             trial->line > 0 ? 0 : column, buf_str(&text), remedy);
    trial->found++;
}

static void check_tag(void *context, const struct template_tag *tag)
{
    struct trial *trial = context;

    if (tag->partial) {
        complain(trial, tag->line, tag->column, _("Viết thẳng nội dung ấy vào đây."),
                 _("mẫu của endpoint không dùng mẫu con được: {{>%.*s}}"), (int)tag->len,
                 tag->name);
    } else if (trial->line > 0 && tag->raw) {
        complain(trial, 0, 0, _("Dùng hai dấu ngoặc: {{ten}}."),
                 _("path không được chứa giá trị không mã hóa: {{{%.*s}}}"), (int)tag->len,
                 tag->name);
    }
}

static void check_known(void *context, const struct template_tag *tag)
{
    struct trial *trial = context;

    if (trial->marks[tag->mark] == TEMPLATE_MISSED) {
        complain(trial, tag->line, tag->column,
                 _("Xem các trường của từng loại tin trong thư mục schemas, hoặc bằng “dondoc "
                   "endpoint preview”."),
                 _("không loại tin nào có trường “%.*s”"), (int)tag->len, tag->name);
    }
}

/* A value that is missing would make an address of something else. */
static void check_whole(void *context, const struct template_tag *tag)
{
    struct trial *trial = context;

    if (!tag->section && (trial->marks[tag->mark] & TEMPLATE_MISSED) != 0) {
        complain(trial, 0, 0,
                 _("Đặt phần ấy trong khối {{#ten}}…{{/ten}}, hoặc bớt loại tin trong events."),
                 _("path thiếu giá trị của “%.*s” khi tin không có trường ấy"), (int)tag->len,
                 tag->name);
    }
}

static int make_sample(int type, bool full, json_t **out)
{
    struct event event;

    event_sample((enum event_type)type, full, &event);
    return event_build(&event, out);
}

/* JSON that one mistake spoils in events of several types: at the same line of what comes out. */
struct spoilt {
    uint32_t types;
    enum event_type first; /* of them */
    int line, column;      /* with that one */
};

struct spoilts {
    struct spoilt items[EVENT_TYPES];
    size_t count;
};

static void note_spoilt(struct spoilts *list, int type, const json_error_t *fault)
{
    size_t i = 0;

    while (i < list->count && list->items[i].line != fault->line) {
        i++;
    }
    if (i == list->count) {
        list->items[list->count++] = (struct spoilt){.first = (enum event_type)type,
                                                     .line = fault->line,
                                                     .column = fault->column};
    }
    list->items[i].types |= EVENT_BIT(type);
}

static int name_types(uint32_t types, struct buf *out)
{
    int err = 0;

    for (int type = 0; type < EVENT_TYPES && err == 0; type++) {
        if ((types & EVENT_BIT(type)) != 0) {
            err = buf_printf(out, "%s%s", out->len > 0 ? ", " : "",
                             event_type_word((enum event_type)type));
        }
    }
    return err;
}

static int complain_spoilt(struct trial *trial, const struct spoilt *spoilt, bool full)
{
    _cleanup_buf_ struct buf types = {0};

    buf_init(&types, 4096);
    int err = name_types(spoilt->types, &types);
    const char *remedy =
        full ? _("Xem kết quả bằng “dondoc endpoint preview”; chữ phải nằm trong dấu nháy, danh "
                 "sách thì không.")
             : _("Trường không có giá trị thì không được ghi: dùng {{#ten}}…{{/ten}} và "
                 "{{^ten}}…{{/ten}}; xem bằng “dondoc endpoint preview --least”.");
    if (err != 0) {
        return err;
    }
    if (spoilt->types == EVENT_BIT(spoilt->first)) {
        complain(trial, 0, 0, remedy, _("với tin loại %s, mẫu cho ra JSON hỏng ở dòng %d, cột %d"),
                 buf_str(&types), spoilt->line, spoilt->column);
    } else {
        complain(trial, 0, 0, remedy,
                 _("với tin các loại %s, mẫu cho ra JSON hỏng (loại %s: ở dòng %d, cột %d)"),
                 buf_str(&types), event_type_word(spoilt->first), spoilt->line, spoilt->column);
    }
    return 0;
}

/* Tries it with one event. spoilts: what comes out has to be good JSON; NULL: anything. */
static int try_one(const struct trial *trial, int type, bool full, struct spoilts *spoilts)
{
    _cleanup_buf_ struct buf text = {0};
    json_error_t fault;
    json_t *event = NULL;
    int err = make_sample(type, full, &event);

    buf_init(&text, SAMPLE_MAX);
    if (err == 0) {
        err = template_try(trial->tpl, event, trial->marks, &text);
    }
    json_decref(event);
    if (err != 0 || !spoilts) {
        return err;
    }
    json_t *made =
        json_loadb(buf_str(&text), text.len, JSON_DECODE_ANY | JSON_REJECT_DUPLICATES, &fault);
    if (!made) {
        note_spoilt(spoilts, type, &fault);
    }
    json_decref(made);
    return 0;
}

static int try_each(struct trial *trial, uint32_t events, uint32_t wanted, bool json, bool full)
{
    struct spoilts spoilts = {.count = 0};
    int err = 0;

    for (int type = 0; type < EVENT_TYPES && err == 0; type++) {
        bool good = json && (wanted & EVENT_BIT(type)) != 0;
        if ((events & EVENT_BIT(type)) != 0) {
            err = try_one(trial, type, full, good ? &spoilts : NULL);
        }
    }
    for (size_t i = 0; i < spoilts.count && err == 0; i++) {
        err = complain_spoilt(trial, &spoilts.items[i], full);
    }
    return err;
}

static int try_all(struct trial *trial, uint32_t events, uint32_t wanted, bool json)
{
    int err = try_each(trial, events, wanted, json, true);

    /* One finding is enough: what is amiss in the fuller one is so in the other. */
    return err == 0 && trial->found == 0 ? try_each(trial, events, wanted, json, false) : err;
}

static int check(const struct shape *shape, const struct shape_source *source, struct diag *diag)
{
    const uint32_t all = EVENT_BIT(EVENT_TYPES) - 1;
    struct trial body = {.tpl = shape->body, .file = source->body_file, .diag = diag};
    struct trial path = {.tpl = shape->path,
                         .file = source->config,
                         .line = source->line,
                         .diag = diag};
    int err = 0;

    for (int i = 0; i < 2 && err == 0; i++) {
        struct trial *trial = i == 0 ? &body : &path;
        if (!trial->tpl) {
            continue;
        }
        template_each_tag(trial->tpl, check_tag, trial);
        trial->marks = calloc(template_marks(trial->tpl) + 1, 1);
        err = trial->marks ? 0 : ERR_NOMEM;
        if (err == 0 && trial->found == 0) {
            err = try_all(trial, all, trial == &body ? source->events : 0,
                          trial == &body && shape_is_json(shape->content_type));
        }
        if (err == 0 && trial->marks) {
            template_each_tag(trial->tpl, check_known, trial);
        }
    }
    if (err == 0 && path.tpl && path.found == 0) {
        memset(path.marks, 0, template_marks(path.tpl));
        err = try_all(&path, source->events, 0, false);
        template_each_tag(path.tpl, check_whole, &path);
    }
    free(body.marks);
    free(path.marks);
    return err == 0 && body.found + path.found > 0 ? ERR_FORMAT : err;
}

/* --- compiling ------------------------------------------------------------------------------------ */

static int check_path_text(const struct shape_source *source, struct diag *diag)
{
    const char *path = source->path;
    bool good = path[0] == '/' || path[0] == '?';
    size_t depth = 0;

    /* Between tags: nothing that an address cannot hold. */
    for (const char *p = path; *p != '\0' && good; p++) {
        depth += p[0] == '{' && p[1] == '{';
        depth -= depth > 0 && p[0] == '}' && p[1] == '}';
        good = depth > 0 || p[0] == '{' || p[0] == '}' ||
               (*p > ' ' && *p < 0x7f && !strchr("\"<>\\^`|#", *p));
    }
    if (!good) {
        diag_addf(diag, DIAG_ERROR, source->config, source->line, 0,
                  _("Viết dạng \"/tasks/{{data.occurrence}}\", không có khoảng trắng, chữ có dấu "
                    "hay #."),
                  _("path \"%s\" không dùng được trong một địa chỉ"), path);
    }
    return good ? 0 : ERR_FORMAT;
}

/* What is wrong in it is told at its section: the path has no lines of its own. */
static int compile_path(const struct shape_source *source, struct diag *diag, struct shape *shape)
{
    _cleanup_diag_ struct diag own = {0};
    int err = check_path_text(source, diag);

    if (err != 0) {
        return err;
    }
    diag_init(&own);
    err = template_compile(source->path, TEMPLATE_URL, source->config, &own, &shape->path);
    for (size_t i = 0; i < own.count; i++) {
        diag_add(diag, own.items[i].severity, source->config, source->line, 0, own.items[i].message,
                 own.items[i].remedy);
    }
    return err;
}

static int compile(const struct shape_source *source, struct diag *diag, struct shape *shape)
{
    bool has_body = !text_is_blank(source->body);
    const char *type = !text_is_blank(source->content_type) ? source->content_type
                       : has_body                           ? SHAPE_JSON
                                                            : NULL;
    int err = 0;

    if (type) {
        shape->content_type = strdup(type);
        err = shape->content_type ? 0 : ERR_NOMEM;
    }
    if (err == 0 && has_body) {
        err = template_compile(source->body, shape_escape(type), source->body_file, diag,
                               &shape->body);
    }
    if (err != ERR_NOMEM && !text_is_blank(source->path)) {
        int other = compile_path(source, diag, shape);
        err = err ? err : other;
    }
    return err;
}

int shape_compile(const struct shape_source *source, struct diag *diag, struct shape **out)
{
    struct shape *shape = calloc(1, sizeof(*shape));
    int err = shape ? compile(source, diag, shape) : ERR_NOMEM;

    if (err != ERR_NOMEM) {
        /* Of a body or a path that is wrong in itself the other is still looked at. */
        int other = check(shape, source, diag);
        err = err ? err : other;
    }
    if (err != 0) {
        shape_free(shape);
        return err;
    }
    *out = shape;
    return 0;
}

void shape_free(struct shape *shape)
{
    if (shape) {
        template_free(shape->body);
        template_free(shape->path);
        free(shape->content_type);
        free(shape);
    }
}

const char *shape_content_type(const struct shape *shape)
{
    return shape->content_type;
}

int shape_render(const struct shape *shape, const json_t *event, struct buf *body, struct buf *path)
{
    int err = shape->body ? template_render(shape->body, event, NULL, NULL, body)
                          : event_write(event, body);

    if (err == 0 && shape->path) {
        err = template_render(shape->path, event, NULL, NULL, path);
    }
    return err;
}
