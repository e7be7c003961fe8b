#include "lib/import/xml.h"

#include <libxml/xmlreader.h>
#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "base/i18n.h"
#include "base/parse.h"
#include "lib/import/guard.h"

struct xml {
    struct archive *archive;
    struct archive_entry *entry;
    xmlTextReaderPtr reader;
    struct guard guard;
    int err;        /* what reading the entry returned */
    bool told;      /* of that error there is a finding already */
    bool stop_due;  /* an empty element was given, its XML_STOP is next */
    bool attribute; /* the reader stands on an attribute */
    char *value;    /* the last attribute */
    enum xml_node at;
};

static int read_entry(void *context, char *buffer, int size)
{
    struct xml *xml = context;
    int got = size > 0 ? archive_entry_read(xml->entry, buffer, (size_t)size) : 0;
    if (got < 0) {
        xml->err = got;
        xml->told = true;
        return -1;
    }
    int err = guard_check(&xml->guard, buffer, (size_t)got);
    if (err) {
        xml->err = err;
        return -1;
    }
    return got;
}

static int close_entry(void *context)
{
    struct xml *xml = context;
    archive_entry_close(xml->entry);
    xml->entry = NULL;
    return 0;
}

int xml_open(struct archive *archive, const char *part, struct xml **out)
{
    struct xml *xml = calloc(1, sizeof(*xml));
    if (!xml) {
        return ERR_NOMEM;
    }
    xml->archive = archive;
    int err = archive_entry_open(archive, part, &xml->entry);
    if (err) {
        free(xml);
        return err;
    }
    /* The encoding is ours to say: what the part declares would be a way around the guard. */
    xml->reader = xmlReaderForIO(read_entry, close_entry, xml, NULL, "UTF-8",
                                 XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING |
                                     XML_PARSE_COMPACT | XML_PARSE_NOCDATA);
    if (!xml->reader) {
        err = xml->err ? xml->err : ERR_NOMEM;
        xml_close(xml);
        return err;
    }
    *out = xml;
    return 0;
}

void xml_close(struct xml *xml)
{
    if (xml) {
        if (xml->reader) {
            xmlFreeTextReader(xml->reader);
        }
        archive_entry_close(xml->entry);
        free(xml->value);
        free(xml);
    }
}

/* Tells why it cannot be read, once. */
static int fail(struct xml *xml)
{
    const char *name = archive_name(xml->archive);
    struct diag *diag = archive_diag(xml->archive);
    int err = xml->err ? xml->err : ERR_FORMAT;
    if (!xml->told) {
        xml->told = true;
        if (err == ERR_LIMIT) {
            diag_add(diag, DIAG_ERROR, name, 0, 0,
                     _("cấu trúc bên trong tệp lồng quá sâu hoặc quá lớn; không đọc tiếp"),
                     _("Chép riêng bảng kế hoạch sang một tệp mới rồi thử lại."));
        } else {
            diag_add(diag, DIAG_ERROR, name, 0, 0,
                     _("nội dung bên trong tệp không đúng định dạng (XML)"),
                     _("Mở tệp bằng Word, Excel hoặc LibreOffice, lưu lại rồi thử lại."));
        }
    }
    xml->err = err;
    return err;
}

static int step(struct xml *xml, int *type)
{
    if (xml->err) {
        return fail(xml);
    }
    xml->attribute = false;
    int got = xmlTextReaderRead(xml->reader);
    if (got == 0 && !xml->err) {
        *type = XML_READER_TYPE_NONE;
        return 0;
    }
    if (got < 0 || xml->err) {
        return fail(xml);
    }
    *type = xmlTextReaderNodeType(xml->reader);
    if (xmlTextReaderDepth(xml->reader) > XML_MAX_DEPTH) {
        xml->err = ERR_LIMIT;
        return fail(xml);
    }
    return 0;
}

/* What a node type means here; false: of no interest. */
static bool translate(struct xml *xml, int type)
{
    switch (type) {
    case XML_READER_TYPE_NONE:
        xml->at = XML_END_OF_PART;
        return true;
    case XML_READER_TYPE_ELEMENT:
        xml->at = XML_START;
        xml->stop_due = xmlTextReaderIsEmptyElement(xml->reader) == 1;
        return true;
    case XML_READER_TYPE_END_ELEMENT:
        xml->at = XML_STOP;
        return true;
    case XML_READER_TYPE_TEXT:
    case XML_READER_TYPE_CDATA:
    case XML_READER_TYPE_SIGNIFICANT_WHITESPACE:
        xml->at = XML_TEXT;
        return true;
    default:
        return false;
    }
}

int xml_next(struct xml *xml, enum xml_node *out)
{
    if (xml->attribute) {
        (void)xmlTextReaderMoveToElement(xml->reader);
        xml->attribute = false;
    }
    if (xml->stop_due) {
        xml->stop_due = false;
        xml->at = *out = XML_STOP;
        return 0;
    }
    for (;;) {
        int type = XML_READER_TYPE_NONE;
        int err = step(xml, &type);
        if (err) {
            return err;
        }
        if (type == XML_READER_TYPE_DOCUMENT_TYPE || type == XML_READER_TYPE_ENTITY_REFERENCE) {
            xml->err = ERR_FORMAT;
            return fail(xml);
        }
        if (translate(xml, type)) {
            *out = xml->at;
            return 0;
        }
    }
}

const char *xml_name(const struct xml *xml)
{
    const xmlChar *name = xmlTextReaderConstLocalName(xml->reader);
    return name ? (const char *)name : "";
}

bool xml_is(const struct xml *xml, const char *name)
{
    return strcmp(xml_name(xml), name) == 0;
}

bool xml_in(const struct xml *xml, const char *part_of_namespace)
{
    const xmlChar *uri = xmlTextReaderConstNamespaceUri(xml->reader);
    return uri && strstr((const char *)uri, part_of_namespace) != NULL;
}

const char *xml_attribute(struct xml *xml, const char *name)
{
    (void)xmlTextReaderMoveToElement(xml->reader);
    while (xmlTextReaderMoveToNextAttribute(xml->reader) == 1) {
        const xmlChar *local = xmlTextReaderConstLocalName(xml->reader);
        if (local && strcmp((const char *)local, name) == 0 &&
            xmlTextReaderIsNamespaceDecl(xml->reader) != 1) {
            const xmlChar *value = xmlTextReaderConstValue(xml->reader);
            free(xml->value);
            xml->value = strdup(value ? (const char *)value : "");
            (void)xmlTextReaderMoveToElement(xml->reader);
            return xml->value;
        }
    }
    (void)xmlTextReaderMoveToElement(xml->reader);
    return NULL;
}

int xml_number(struct xml *xml, const char *name, int min, int max, int fallback)
{
    const char *text = xml_attribute(xml, name);
    int value = fallback;
    if (!text) {
        return fallback;
    }
    int err = parse_int(text, min, max, &value);
    if (err == ERR_RANGE) {
        return text[0] == '-' ? min : max;
    }
    return err ? fallback : value;
}

const char *xml_text(const struct xml *xml)
{
    const xmlChar *text = xmlTextReaderConstValue(xml->reader);
    return text ? (const char *)text : "";
}

int xml_depth(const struct xml *xml)
{
    return xmlTextReaderDepth(xml->reader) + 1;
}

int xml_skip(struct xml *xml)
{
    int depth = xml_depth(xml);
    enum xml_node node;
    for (;;) {
        int err = xml_next(xml, &node);
        if (err) {
            return err;
        }
        if (node == XML_END_OF_PART || (node == XML_STOP && xml_depth(xml) == depth)) {
            return 0;
        }
    }
}
