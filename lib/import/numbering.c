#include "lib/import/numbering.h"

#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/err.h"
#include "base/vec.h"
#include "lib/import/xml.h"

#define NUMBER_MAX 30000
#define STYLE_DEPTH 16

struct level {
    char format[24];
    char text[64]; /* "%1.%2)" */
    int start;
    int restart; /* lvlRestart: 0 never; else after that level; -1: any higher one */
};

struct definition {
    int id;
    struct level levels[NUMBERING_LEVELS];
    int counters[NUMBERING_LEVELS]; /* the last number given; 0 with `begun` false: none */
    bool begun[NUMBERING_LEVELS];
};

struct instance {
    int id, definition;          /* numId, abstractNumId */
    int start[NUMBERING_LEVELS]; /* startOverride; -1 none */
    bool used[NUMBERING_LEVELS];
};

struct style {
    char *id, *parent;
    int list, level; /* -1: not said */
};

struct numbering {
    struct {
        VEC_MEMBERS(struct definition *);
    } definitions;
    struct {
        VEC_MEMBERS(struct instance);
    } instances;
    struct {
        VEC_MEMBERS(struct style);
    } styles;
};

static void free_definition(struct definition **definition)
{
    free(*definition);
}

static void style_clear(struct style *style)
{
    free(style->id);
    free(style->parent);
}

void numbering_free(struct numbering *numbering)
{
    if (numbering) {
        vec_clear(&numbering->definitions, free_definition);
        vec_free(&numbering->instances);
        vec_clear(&numbering->styles, style_clear);
        free(numbering);
    }
}

static void copy_text(char *to, size_t size, const char *text)
{
    (void)snprintf(to, size, "%s", text ? text : "");
}

/* --- reading numbering.xml ------------------------------------------------------------------------ */

static struct definition *last_definition(const struct numbering *numbering)
{
    size_t count = numbering->definitions.count;
    return count > 0 ? numbering->definitions.items[count - 1] : NULL;
}

static int add_definition(struct numbering *numbering, struct xml *xml)
{
    struct definition *definition = calloc(1, sizeof(*definition));
    if (!definition) {
        return ERR_NOMEM;
    }
    definition->id = xml_number(xml, "abstractNumId", 0, INT32_MAX, -1);
    for (int i = 0; i < NUMBERING_LEVELS; i++) {
        definition->levels[i].start = 1;
        definition->levels[i].restart = -1;
        copy_text(definition->levels[i].format, sizeof(definition->levels[i].format), "decimal");
    }
    int err = vec_push(&numbering->definitions, NUMBERING_MAX, definition);
    if (err) {
        free(definition);
    }
    return err;
}

static int add_instance(struct numbering *numbering, struct xml *xml)
{
    struct instance instance = {.definition = -1};
    instance.id = xml_number(xml, "numId", 0, INT32_MAX, -1);
    for (int i = 0; i < NUMBERING_LEVELS; i++) {
        instance.start[i] = -1;
    }
    return vec_push(&numbering->instances, NUMBERING_MAX, instance);
}

static void read_level(struct level *level, struct xml *xml)
{
    if (xml_is(xml, "start")) {
        level->start = xml_number(xml, "val", 0, NUMBER_MAX, 1);
    } else if (xml_is(xml, "numFmt")) {
        copy_text(level->format, sizeof(level->format), xml_attribute(xml, "val"));
    } else if (xml_is(xml, "lvlText")) {
        copy_text(level->text, sizeof(level->text), xml_attribute(xml, "val"));
    } else if (xml_is(xml, "lvlRestart")) {
        level->restart = xml_number(xml, "val", 0, NUMBERING_LEVELS, -1);
    }
}

/* One element of numbering.xml; *level is the one that is open, in a definition or an override. */
static int read_element(struct numbering *numbering, struct xml *xml, int *level, bool *in_instance)
{
    struct definition *definition = last_definition(numbering);
    size_t count = numbering->instances.count;
    if (xml_is(xml, "abstractNum")) {
        *in_instance = false;
        *level = -1;
        return add_definition(numbering, xml);
    }
    if (xml_is(xml, "num")) {
        *in_instance = true;
        *level = -1;
        return add_instance(numbering, xml);
    }
    if (xml_is(xml, "lvl") || xml_is(xml, "lvlOverride")) {
        *level = xml_number(xml, "ilvl", 0, NUMBERING_LEVELS - 1, 0);
    } else if (*in_instance && count > 0) {
        struct instance *instance = &numbering->instances.items[count - 1];
        if (xml_is(xml, "abstractNumId")) {
            instance->definition = xml_number(xml, "val", 0, INT32_MAX, -1);
        } else if (xml_is(xml, "startOverride") && *level >= 0) {
            instance->start[*level] = xml_number(xml, "val", 0, NUMBER_MAX, -1);
        }
    } else if (definition && *level >= 0) {
        read_level(&definition->levels[*level], xml);
    }
    return 0;
}

static int read_numbering(struct numbering *numbering, struct archive *archive, const char *part)
{
    struct xml *xml = NULL;
    int level = -1;
    bool in_instance = false;
    enum xml_node node = XML_START;
    int err = xml_open(archive, part, &xml);
    while (!err && (err = xml_next(xml, &node)) == 0 && node != XML_END_OF_PART) {
        if (node == XML_START) {
            err = read_element(numbering, xml, &level, &in_instance);
        }
    }
    xml_close(xml);
    return err == ERR_NOT_FOUND ? 0 : err;
}

/* --- reading styles.xml ----------------------------------------------------------------------------- */

static int read_style(struct numbering *numbering, struct xml *xml)
{
    size_t count = numbering->styles.count;
    struct style *last = count > 0 ? &numbering->styles.items[count - 1] : NULL;
    if (xml_is(xml, "style")) {
        struct style style = {.list = -1, .level = -1};
        const char *id = xml_attribute(xml, "styleId");
        style.id = strdup(id ? id : "");
        int err = style.id ? vec_push(&numbering->styles, NUMBERING_MAX, style) : ERR_NOMEM;
        if (err) {
            style_clear(&style);
        }
        return err;
    }
    if (last && xml_is(xml, "basedOn") && !last->parent) {
        const char *parent = xml_attribute(xml, "val");
        last->parent = strdup(parent ? parent : "");
        return last->parent ? 0 : ERR_NOMEM;
    }
    if (last && xml_is(xml, "numId")) {
        last->list = xml_number(xml, "val", 0, INT32_MAX, -1);
    } else if (last && xml_is(xml, "ilvl")) {
        last->level = xml_number(xml, "val", 0, NUMBERING_LEVELS - 1, 0);
    }
    return 0;
}

static int read_styles(struct numbering *numbering, struct archive *archive, const char *part)
{
    struct xml *xml = NULL;
    enum xml_node node = XML_START;
    int err = xml_open(archive, part, &xml);
    while (!err && (err = xml_next(xml, &node)) == 0 && node != XML_END_OF_PART) {
        if (node == XML_START) {
            err = read_style(numbering, xml);
        }
    }
    xml_close(xml);
    return err == ERR_NOT_FOUND ? 0 : err;
}

int numbering_read(struct archive *archive, const char *numbering_part, const char *styles_part,
                   struct numbering **out)
{
    struct numbering *numbering = calloc(1, sizeof(*numbering));
    if (!numbering) {
        return ERR_NOMEM;
    }
    int err = numbering_part ? read_numbering(numbering, archive, numbering_part) : 0;
    err = err || !styles_part ? err : read_styles(numbering, archive, styles_part);
    if (err) {
        numbering_free(numbering);
        return err;
    }
    *out = numbering;
    return 0;
}

/* --- counting --------------------------------------------------------------------------------------- */

static int format_roman(int number, bool upper, struct buf *out)
{
    static const struct {
        int value;
        const char *upper, *lower;
    } DIGITS[] = {{1000, "M", "m"}, {900, "CM", "cm"}, {500, "D", "d"}, {400, "CD", "cd"},
                  {100, "C", "c"},  {90, "XC", "xc"},  {50, "L", "l"},  {40, "XL", "xl"},
                  {10, "X", "x"},   {9, "IX", "ix"},   {5, "V", "v"},   {4, "IV", "iv"},
                  {1, "I", "i"}};
    int err = 0;
    for (size_t i = 0; i < sizeof(DIGITS) / sizeof(DIGITS[0]); i++) {
        while (!err && number >= DIGITS[i].value) {
            err = buf_puts(out, upper ? DIGITS[i].upper : DIGITS[i].lower);
            number -= DIGITS[i].value;
        }
    }
    return err;
}

/* a … z, then aa … zz, as Word does. */
static int format_letter(int number, char first, struct buf *out)
{
    int err = 0;
    for (int i = 0; !err && i <= (number - 1) / 26; i++) {
        err = buf_putc(out, (char)(first + (number - 1) % 26));
    }
    return err;
}

int numbering_format(const char *format, int number, struct buf *out)
{
    bool small = number >= 1 && number < 4000;
    if (small && strcmp(format, "upperRoman") == 0) {
        return format_roman(number, true, out);
    }
    if (small && strcmp(format, "lowerRoman") == 0) {
        return format_roman(number, false, out);
    }
    if (small && strcmp(format, "upperLetter") == 0) {
        return format_letter(number, 'A', out);
    }
    if (small && strcmp(format, "lowerLetter") == 0) {
        return format_letter(number, 'a', out);
    }
    return buf_printf(out, strcmp(format, "decimalZero") == 0 ? "%02d" : "%d", number);
}

/* What the style says of numbering, through those it is based on. */
static void from_style(const struct numbering *numbering, const char *id, int *list, int *level)
{
    for (int depth = 0; depth < STYLE_DEPTH && id && id[0]; depth++) {
        const struct style *style = NULL;
        for (size_t i = 0; i < numbering->styles.count && !style; i++) {
            if (strcmp(numbering->styles.items[i].id, id) == 0) {
                style = &numbering->styles.items[i];
            }
        }
        if (!style) {
            return;
        }
        *list = *list < 0 ? style->list : *list;
        *level = *level < 0 ? style->level : *level;
        id = style->parent;
    }
}

static struct instance *find_instance(const struct numbering *numbering, int id)
{
    for (size_t i = 0; i < numbering->instances.count; i++) {
        if (numbering->instances.items[i].id == id) {
            return &numbering->instances.items[i];
        }
    }
    return NULL;
}

static struct definition *find_definition(const struct numbering *numbering, int id)
{
    for (size_t i = 0; i < numbering->definitions.count; i++) {
        if (numbering->definitions.items[i]->id == id) {
            return numbering->definitions.items[i];
        }
    }
    return NULL;
}

static void count(struct definition *definition, struct instance *instance, int level)
{
    const struct level *levels = definition->levels;
    if (instance->start[level] >= 0 && !instance->used[level]) {
        definition->begun[level] = true;
        definition->counters[level] = instance->start[level];
    } else if (!definition->begun[level]) {
        definition->begun[level] = true;
        definition->counters[level] = levels[level].start;
    } else if (definition->counters[level] < NUMBER_MAX) {
        definition->counters[level]++;
    }
    instance->used[level] = true;
    for (int i = 0; i < level; i++) { /* a deeper level may come first */
        if (!definition->begun[i]) {
            definition->begun[i] = true;
            definition->counters[i] = levels[i].start;
        }
    }
    for (int i = level + 1; i < NUMBERING_LEVELS; i++) {
        if (levels[i].restart < 0 || (levels[i].restart > 0 && level < levels[i].restart)) {
            definition->begun[i] = false;
        }
    }
}

static int write_label(const struct definition *definition, int level, struct buf *out)
{
    const struct level *own = &definition->levels[level];
    int err = 0;
    for (const char *at = own->text; !err && *at; at++) {
        if (at[0] == '%' && at[1] >= '1' && at[1] <= '9') {
            int other = at[1] - '1';
            err = numbering_format(definition->levels[other].format, definition->counters[other],
                                   out);
            at++;
        } else {
            err = buf_putc(out, *at);
        }
    }
    return err;
}

int numbering_label(struct numbering *numbering, const struct numbered *paragraph, struct buf *out)
{
    int list = paragraph->list;
    int level = paragraph->level;
    if (list < 0) {
        from_style(numbering, paragraph->style, &list, &level);
    }
    struct instance *instance = list > 0 ? find_instance(numbering, list) : NULL;
    struct definition *definition =
        instance ? find_definition(numbering, instance->definition) : NULL;
    if (!definition) {
        return 0;
    }
    level = level < 0 ? 0 : level >= NUMBERING_LEVELS ? NUMBERING_LEVELS - 1 : level;
    const struct level *own = &definition->levels[level];
    if (strcmp(own->format, "bullet") == 0) {
        bool plain = own->text[0] && strchr("-+*", own->text[0]) && own->text[1] == '\0';
        return buf_puts(out, plain ? own->text : "-");
    }
    if (strcmp(own->format, "none") == 0) {
        return 0;
    }
    count(definition, instance, level);
    return write_label(definition, level, out);
}
