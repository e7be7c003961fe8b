/* From the text of a template to its nodes. */
#include "lib/render/template_nodes.h"

#include "base/cleanup.h"
#include "base/err.h"
#include "base/i18n.h"
#include "base/utf8.h"
#include "base/vec.h"

#define DELIMITER_MAX 15

struct open_section {
    uint32_t node;
    size_t at; /* of its tag */
};

struct delimiter {
    char text[DELIMITER_MAX + 1];
    size_t len;
};

struct compiler {
    const char *text;
    size_t len;
    const char *file;
    struct diag *diag;
    struct template *tpl;
    struct delimiter open, close;
    struct open_section sections[TEMPLATE_MAX_DEPTH];
    size_t depth;
    bool line_start; /* what comes next begins a line of the output */
};

/* One tag, found but not yet understood. */
struct tag {
    size_t begin, end;     /* with its delimiters */
    char sigil;            /* 0: a plain name */
    size_t name, name_len; /* trimmed */
};

/* What stands alone on its line takes the line with it. */
struct line {
    bool standalone;
    size_t begin, end; /* from the start of the line to behind its line end */
};

static int fail(const struct compiler *c, size_t at, int err, const char *message,
                const char *remedy)
{
    int line = 1;
    size_t start = 0;

    for (size_t i = 0; i < at; i++) {
        if (c->text[i] == '\n') {
            line++;
            start = i + 1;
        }
    }
    diag_add(c->diag, DIAG_ERROR, c->file, line, (int)utf8_count(c->text + start, at - start) + 1,
             message, remedy);
    return err;
}

static bool is_blank(char c)
{
    return c == ' ' || c == '\t';
}

static bool is_space(char c)
{
    return is_blank(c) || c == '\n' || c == '\r' || c == '\v' || c == '\f';
}

static bool has(const struct compiler *c, size_t at, const char *what, size_t len)
{
    return len <= c->len - at && memcmp(c->text + at, what, len) == 0;
}

/* The first place at or behind `at` where the text stands, or c->len. */
static size_t find(const struct compiler *c, size_t at, const char *what, size_t len)
{
    const char *hit = memmem(c->text + at, c->len - at, what, len);

    return hit ? (size_t)(hit - c->text) : c->len;
}

static int add_node(struct compiler *c, struct node node)
{
    /* Each node stands for at least one byte of text, or for the indentation before it. */
    return vec_push(c->tpl, 2 * TEMPLATE_MAX_BYTES + 2, node);
}

static int add_indent(struct compiler *c)
{
    if (!c->line_start) {
        return 0;
    }
    c->line_start = false;
    return add_node(c, (struct node){.kind = NODE_INDENT});
}

static int add_text(struct compiler *c, size_t begin, size_t end)
{
    while (begin < end) {
        const char *newline = memchr(c->text + begin, '\n', end - begin);
        size_t stop = newline ? (size_t)(newline - c->text) + 1 : end;
        int err = add_indent(c);

        if (err == 0) {
            err = add_node(c, (struct node){.kind = NODE_TEXT,
                                            .at = (uint32_t)begin,
                                            .len = (uint32_t)(stop - begin)});
        }
        if (err != 0) {
            return err;
        }
        c->line_start = newline != NULL;
        begin = stop;
    }
    return 0;
}

static struct line line_of(const struct compiler *c, const struct tag *tag)
{
    struct line line = {.begin = tag->begin, .end = tag->end};

    while (line.begin > 0 && is_blank(c->text[line.begin - 1])) {
        line.begin--;
    }
    while (line.end < c->len && is_blank(c->text[line.end])) {
        line.end++;
    }
    if (has(c, line.end, "\r\n", 2)) {
        line.end += 2;
    } else if (has(c, line.end, "\n", 1)) {
        line.end++;
    } else if (line.end < c->len) {
        return line;
    }
    line.standalone = line.begin == 0 || c->text[line.begin - 1] == '\n';
    return line;
}

static int read_name(const struct compiler *c, struct tag *tag)
{
    const char *name = c->text + tag->name;
    bool inner_dot = true;

    if (tag->name_len == 0) {
        return fail(c, tag->begin, ERR_FORMAT, _("Thẻ không có tên"),
                    _("Viết tên trường giữa hai dấu của thẻ, ví dụ {{ten}}"));
    }
    for (size_t i = 0; i < tag->name_len; i++) {
        if (is_space(name[i]) || name[i] == '*') {
            return fail(c, tag->name + i, ERR_FORMAT,
                        _("Tên trong thẻ có khoảng trắng hoặc dấu không được dùng"),
                        _("Tên chỉ gồm chữ, số, dấu gạch và dấu chấm, ví dụ {{muc.ten}}"));
        }
        if (name[i] == '.' && tag->name_len > 1) {
            if (inner_dot || i + 1 == tag->name_len) {
                return fail(c, tag->name + i, ERR_FORMAT, _("Dấu chấm thừa trong tên của thẻ"),
                            _("Dấu chấm chỉ đứng giữa hai tên, ví dụ {{muc.ten}}"));
            }
            inner_dot = true;
        } else {
            inner_dot = false;
        }
    }
    return 0;
}

static void trim(const struct compiler *c, size_t begin, size_t end, struct tag *tag)
{
    while (begin < end && is_space(c->text[begin])) {
        begin++;
    }
    while (end > begin && is_space(c->text[end - 1])) {
        end--;
    }
    tag->name = begin;
    tag->name_len = end - begin;
}

/* Finds the end of the tag that begins at tag->begin and what kind it is. */
static int read_tag(const struct compiler *c, struct tag *tag)
{
    size_t at = tag->begin + c->open.len;
    char close[DELIMITER_MAX + 2];
    size_t close_len = 0;
    size_t stop;

    tag->sigil = 0;
    while (at < c->len && is_space(c->text[at])) {
        at++;
    }
    if (at < c->len && c->text[at] != '\0' && strchr("#^/>!=&{<$", c->text[at])) {
        tag->sigil = c->text[at];
        at++;
    }
    if (tag->sigil == '{') {
        close[close_len++] = '}';
    } else if (tag->sigil == '=') {
        close[close_len++] = '=';
    }
    memcpy(close + close_len, c->close.text, c->close.len);
    close_len += c->close.len;
    stop = find(c, at, close, close_len);
    if (stop == c->len) {
        return fail(c, tag->begin, ERR_FORMAT, _("Thẻ mở ra ở đây không được đóng lại"),
                    _("Thêm dấu đóng thẻ, ví dụ }}; sau {{{ phải là }}}"));
    }
    tag->end = stop + close_len;
    trim(c, at, stop, tag);
    return 0;
}

static bool read_delimiter(const char *text, size_t len, struct delimiter *out)
{
    if (len == 0 || len > DELIMITER_MAX || memchr(text, '=', len)) {
        return false;
    }
    memcpy(out->text, text, len);
    out->text[len] = '\0';
    out->len = len;
    return true;
}

static int set_delimiters(struct compiler *c, const struct tag *tag)
{
    const char *text = c->text + tag->name;
    size_t first = 0;
    size_t second;

    while (first < tag->name_len && !is_space(text[first])) {
        first++;
    }
    second = first;
    while (second < tag->name_len && is_space(text[second])) {
        second++;
    }
    for (size_t i = second; i < tag->name_len; i++) {
        if (is_space(text[i])) {
            second = tag->name_len;
        }
    }
    struct delimiter open = {.len = 0};
    struct delimiter close = {.len = 0};
    if (!read_delimiter(text, first, &open) ||
        !read_delimiter(text + second, tag->name_len - second, &close)) {
        return fail(c, tag->begin, ERR_FORMAT, _("Thẻ đổi dấu không đúng dạng"),
                    _("Viết hai dấu mới cách nhau bằng khoảng trắng, không chứa dấu \"=\", ví dụ "
                      "{{=<% %>=}}"));
    }
    c->open = open;
    c->close = close;
    return 0;
}

static int open_section(struct compiler *c, const struct tag *tag)
{
    if (c->depth == TEMPLATE_MAX_DEPTH) {
        return fail(c, tag->begin, ERR_LIMIT, _("Các khối lồng nhau quá sâu"),
                    _("Tách bớt ra một mẫu con"));
    }
    c->sections[c->depth] =
        (struct open_section){.node = (uint32_t)c->tpl->count, .at = tag->begin};
    c->depth++;
    return add_node(c, (struct node){.kind = tag->sigil == '#' ? NODE_SECTION : NODE_INVERTED,
                                     .at = (uint32_t)tag->name,
                                     .len = (uint32_t)tag->name_len});
}

static int close_section(struct compiler *c, const struct tag *tag)
{
    if (c->depth == 0) {
        return fail(c, tag->begin, ERR_FORMAT, _("Thẻ đóng khối mà không có khối nào đang mở"),
                    _("Bỏ thẻ này, hoặc thêm thẻ mở {{#…}} trước nó"));
    }

    const struct open_section *open = &c->sections[c->depth - 1];
    struct node *node = &c->tpl->items[open->node];

    if (node->len != tag->name_len ||
        memcmp(c->text + node->at, c->text + tag->name, node->len) != 0) {
        (void)fail(c, open->at, ERR_FORMAT, _("Khối mở ở đây bị đóng bằng một tên khác"), NULL);
        return fail(c, tag->begin, ERR_FORMAT, _("Tên của thẻ đóng khác tên của khối đang mở"),
                    _("Đóng các khối theo thứ tự ngược với khi mở, bằng đúng tên đã mở"));
    }
    c->depth--;
    node->end = (uint32_t)c->tpl->count;
    return 0;
}

static int add_tag(struct compiler *c, const struct tag *tag, const struct line *line)
{
    struct node node = {.at = (uint32_t)tag->name, .len = (uint32_t)tag->name_len};

    switch (tag->sigil) {
    case '#':
    case '^':
        return open_section(c, tag);
    case '/':
        return close_section(c, tag);
    case '>':
        node.kind = NODE_PARTIAL;
        node.standalone = line->standalone;
        if (line->standalone) {
            node.indent = (uint32_t)line->begin;
            node.indent_len = (uint32_t)(tag->begin - line->begin);
        }
        return add_node(c, node);
    case '&':
    case '{':
        node.kind = NODE_RAW;
        return add_node(c, node);
    case 0:
        node.kind = NODE_VALUE;
        return add_node(c, node);
    default:
        return fail(c, tag->begin, ERR_FORMAT, _("Loại thẻ này không được hỗ trợ"),
                    _("Dùng {{ten}}, {{{ten}}}, {{#khoi}}, {{^khoi}}, {{/khoi}}, {{>mau_con}}, "
                      "{{!chú thích}} hoặc {{=dấu mới=}}"));
    }
}

static bool can_stand_alone(char sigil)
{
    return sigil != 0 && sigil != '{' && sigil != '&';
}

/* Takes the text from *at up to the tag, and the tag; *at is behind it then. */
static int compile_tag(struct compiler *c, struct tag *tag, size_t *at)
{
    struct line line = {.standalone = false};
    int err = read_tag(c, tag);

    if (err == 0 && tag->sigil != '!' && tag->sigil != '=') {
        err = read_name(c, tag);
    }
    if (err != 0) {
        return err;
    }
    if (can_stand_alone(tag->sigil)) {
        line = line_of(c, tag);
    }
    err = add_text(c, *at, line.standalone ? line.begin : tag->begin);
    if (err == 0 && !line.standalone) {
        err = add_indent(c);
    }
    if (err != 0) {
        return err;
    }
    *at = line.standalone ? line.end : tag->end;
    c->line_start = line.standalone;
    if (tag->sigil == '!') {
        return 0;
    }
    return tag->sigil == '=' ? set_delimiters(c, tag) : add_tag(c, tag, &line);
}

static int compile(struct compiler *c)
{
    size_t at = 0;

    while (at < c->len) {
        struct tag tag = {.begin = find(c, at, c->open.text, c->open.len)};

        if (tag.begin == c->len) {
            break;
        }
        int err = compile_tag(c, &tag, &at);
        if (err != 0) {
            return err;
        }
    }
    if (c->depth > 0) {
        return fail(c, c->sections[c->depth - 1].at, ERR_FORMAT,
                    _("Khối mở ở đây không được đóng lại"), _("Thêm thẻ đóng {{/…}} cùng tên"));
    }
    return add_text(c, at, c->len);
}

static void template_cleanup(struct template **tpl)
{
    template_free(*tpl);
}

int template_compile(const char *text, enum template_escape escape, const char *file,
                     struct diag *diag, struct template **out)
{
    size_t len = strlen(text);
    struct compiler c = {.text = text,
                         .len = len,
                         .file = file,
                         .diag = diag,
                         .open = {.text = "{{", .len = 2},
                         .close = {.text = "}}", .len = 2},
                         .line_start = true};

    if (len > TEMPLATE_MAX_BYTES) {
        diag_add(diag, DIAG_ERROR, file, 0, 0, _("Mẫu quá dài"), _("Một mẫu dài tối đa 1 MiB"));
        return ERR_LIMIT;
    }
    size_t valid = utf8_valid_length(text, len);
    if (valid < len) {
        return fail(&c, valid, ERR_FORMAT, _("Mẫu không phải văn bản UTF-8"),
                    _("Lưu lại tệp với bảng mã UTF-8"));
    }
    _cleanup_(template_cleanup) struct template *tpl = calloc(1, sizeof(*tpl));
    if (!tpl) {
        return ERR_NOMEM;
    }
    tpl->escape = escape;
    tpl->text = strdup(text);
    if (!tpl->text) {
        return ERR_NOMEM;
    }
    c.tpl = tpl;
    int err = compile(&c);
    if (err == 0) {
        *out = TAKE_PTR(tpl);
    }
    return err;
}

void template_free(struct template *tpl)
{
    if (tpl) {
        free(tpl->text);
        vec_free(tpl);
        free(tpl);
    }
}
