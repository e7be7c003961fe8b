/* The set of templates of one language. */
#include "lib/render/daily_parts.h"

#include "base/cleanup.h"
#include "base/err.h"
#include "base/i18n.h"
#include "base/text.h"

static const char *const names[DAILY_TEMPLATES] = {
    [PART_DAILY_SUBJECT] = "daily.subject",
    [PART_DAILY_TEXT] = "daily.txt",
    [PART_DAILY_HTML] = "daily.html",
    [PART_IMMEDIATE_SUBJECT] = "immediate.subject",
    [PART_IMMEDIATE_TEXT] = "immediate.txt",
    [PART_IMMEDIATE_HTML] = "immediate.html",
    [PART_STYLE_HTML] = "style.html",
    [PART_ITEM_TEXT] = "item.txt",
    [PART_ITEM_HTML] = "item.html",
    [PART_ROW_TEXT] = "row.txt",
    [PART_ROW_HTML] = "row.html",
    [PART_FOOT_TEXT] = "foot.txt",
    [PART_FOOT_HTML] = "foot.html",
};

const char *daily_template_name(size_t index)
{
    return index < DAILY_TEMPLATES ? names[index] : NULL;
}

static size_t index_of(const char *name)
{
    size_t i = 0;

    while (i < DAILY_TEMPLATES && strcmp(names[i], name) != 0) {
        i++;
    }
    return i;
}

int daily_templates_add(struct daily_templates *templates, const char *name, const char *text,
                        const char *file, struct diag *diag)
{
    size_t i = index_of(name);
    struct template *tpl = NULL;

    if (i == DAILY_TEMPLATES) {
        return ERR_NOT_FOUND;
    }
    int err = template_compile(text, text_ends_with(name, ".html") ? TEMPLATE_HTML : TEMPLATE_NONE,
                               file, diag, &tpl);
    if (err != 0) {
        return err;
    }
    template_free(templates->items[i]);
    templates->items[i] = tpl;
    return 0;
}

const struct template *daily_partial(const void *context, const char *name)
{
    const struct daily_templates *templates = context;
    size_t i = index_of(name);

    return i < DAILY_TEMPLATES ? templates->items[i] : NULL;
}

void daily_templates_clear(struct daily_templates *templates)
{
    for (size_t i = 0; templates && i < DAILY_TEMPLATES; i++) {
        template_free(templates->items[i]);
        templates->items[i] = NULL;
    }
}

/* --- checking
 * ------------------------------------------------------------------------------------- */

struct checker {
    const char *folder;
    const char *name; /* of the template looked at */
    struct diag *diag;
    bool ok;
};

static void complain(struct checker *checker, const char *name, const char *message,
                     const char *remedy)
{
    _cleanup_buf_ struct buf path = {0};

    buf_init(&path, 4096);
    (void)buf_printf(&path, "%s/%s.mustache", checker->folder, name);
    diag_add(checker->diag, DIAG_ERROR, buf_str(&path), 0, 0, message, remedy);
    checker->ok = false;
}

static void check_partial(void *context, const char *name)
{
    struct checker *checker = context;
    _cleanup_buf_ struct buf message = {0};

    buf_init(&message, 1000);
    if (index_of(name) == DAILY_TEMPLATES) {
        (void)buf_printf(&message, _("Mẫu con \"%s\" không có"), name);
        complain(checker, checker->name, buf_str(&message),
                 _("Dùng một trong các mẫu con item, row, foot, style (kèm .txt hoặc .html)"));
    }
}

static void check_parts(const struct daily_templates *templates, struct checker *checker)
{
    for (size_t i = 0; i < DAILY_TEMPLATES; i++) {
        checker->name = names[i];
        if (templates->items[i]) {
            template_partials(templates->items[i], check_partial, checker);
        } else {
            complain(checker, names[i], _("Thiếu mẫu thư này"),
                     _("Chép mẫu cùng tên từ bộ mẫu đi kèm dondoc"));
        }
    }
}

/* A mail with one item of every section must come out, with a subject. */
static void check_sample(const struct daily_templates *templates, enum mail_class class,
                         struct checker *checker)
{
    struct daily_item items[DAILY_SECTIONS];
    struct daily daily = {.class = class,
                          .department = "Sở A",
                          .recipient = "Phòng B",
                          .day = 0,
                          .office = "Văn phòng",
                          .items = items,
                          .count = DAILY_SECTIONS};
    struct daily_letter letter = {.subject = NULL};
    const char *subject_name =
        class == MAIL_CLASS_DAILY ? names[PART_DAILY_SUBJECT] : names[PART_IMMEDIATE_SUBJECT];

    for (size_t i = 0; i < DAILY_SECTIONS; i++) {
        items[i] = (struct daily_item){.section = (enum daily_section)i,
                                       .occurrence = "a/1/once",
                                       .start = DAY_NONE,
                                       .due = 1,
                                       .act_by = 1,
                                       .days_left = 1};
    }
    int err = daily_render(templates, &daily, &letter);
    if (err != 0) {
        complain(checker, class == MAIL_CLASS_DAILY ? "daily" : "immediate",
                 _("Không lập được thư từ các mẫu này"),
                 _("Kiểm tra mẫu con gọi lẫn nhau không dứt, hoặc khối lặp quá nhiều"));
    } else if (text_is_blank(letter.subject)) {
        complain(checker, subject_name, _("Tiêu đề thư bị trống"),
                 _("Mẫu tiêu đề phải cho ra một dòng chữ"));
    }
    daily_letter_clear(&letter);
}

int daily_templates_check(const struct daily_templates *templates, const char *folder,
                          struct diag *diag)
{
    struct checker checker = {.folder = folder, .diag = diag, .ok = true};

    check_parts(templates, &checker);
    if (checker.ok) {
        check_sample(templates, MAIL_CLASS_DAILY, &checker);
        check_sample(templates, MAIL_CLASS_IMMEDIATE, &checker);
    }
    return checker.ok ? 0 : ERR_INVALID;
}
