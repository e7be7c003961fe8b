#include "import/edxml.h"

#include <errno.h>
#include <fcntl.h>
#include <libxml/parser.h>
#include <libxml/parserInternals.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "base/err.h"
#include "base/file.h"
#include "base/i18n.h"
#include "lib/import/edxml_fields.h"
#include "lib/import/guard.h"

#define CHUNK ((size_t)64 << 10)

/* One message on its way through the parser. */
struct edxml_reader {
    struct edxml_fields fields;
    struct edxml message;
    xmlParserCtxtPtr parser;
    struct guard guard;
    int lines; /* line ends before the chunk at hand */
    int err;   /* what a callback found, told already */
    bool begun;
};

/* --- what libxml2 calls --------------------------------------------------------------------------- */

static int line_of(const struct edxml_reader *reader)
{
    return reader->parser->input != NULL ? reader->parser->input->line : 0;
}

static void stop(struct edxml_reader *reader, int err)
{
    if (err != 0 && reader->err == 0) {
        reader->err = err;
        xmlStopParser(reader->parser);
    }
}

static void on_start(void *context, const xmlChar *local, const xmlChar *prefix, const xmlChar *uri,
                     int namespace_count, const xmlChar **namespaces, int attribute_count,
                     int default_count, const xmlChar **attributes)
{
    struct edxml_reader *reader = context;
    (void)prefix;
    (void)namespace_count;
    (void)namespaces;
    (void)attribute_count;
    (void)default_count;
    (void)attributes;
    if (reader->err == 0) {
        stop(reader, edxml_fields_start(&reader->fields, (const char *)local, (const char *)uri,
                                        line_of(reader)));
    }
}

static void on_stop(void *context, const xmlChar *local, const xmlChar *prefix, const xmlChar *uri)
{
    struct edxml_reader *reader = context;
    (void)local;
    (void)prefix;
    (void)uri;
    if (reader->err == 0) {
        stop(reader, edxml_fields_stop(&reader->fields));
    }
}

static void on_text(void *context, const xmlChar *text, int len)
{
    struct edxml_reader *reader = context;
    if (reader->err == 0) {
        stop(reader,
             edxml_fields_text(&reader->fields, (const char *)text, (size_t)len, line_of(reader)));
    }
}

static int refuse_declaration(const struct edxml_reader *reader, int line)
{
    diag_add(reader->fields.diag, DIAG_ERROR, reader->fields.name, line, 0,
             _("tệp có khai báo kiểu tài liệu (DOCTYPE) hoặc thực thể: không đọc"),
             _("edXML không dùng DOCTYPE; tệp này có thể nhằm phá hoại, đề nghị hỏi nơi gửi."));
    return ERR_FORMAT;
}

/* The guard sees it first; this is the second lock. */
static void on_declaration(void *context, const xmlChar *name, const xmlChar *external,
                           const xmlChar *system)
{
    struct edxml_reader *reader = context;
    (void)name;
    (void)external;
    (void)system;
    stop(reader, refuse_declaration(reader, line_of(reader)));
}

static xmlEntityPtr on_entity(void *context, const xmlChar *name)
{
    (void)context;
    return xmlGetPredefinedEntity(name);
}

/* --- feeding -------------------------------------------------------------------------------------- */

static int add_lines(const char *data, size_t len)
{
    int lines = 0;
    for (const char *at = data; (at = memchr(at, '\n', len - (size_t)(at - data))) != NULL; at++) {
        lines++;
    }
    return lines;
}

/* The line that the guard stumbles over. */
static int guard_line(const struct edxml_reader *reader, const struct guard *before,
                      const char *data, size_t len)
{
    struct guard guard = *before;
    size_t i = 0;
    while (i < len && guard_check(&guard, data + i, 1) == 0) {
        i++;
    }
    return 1 + reader->lines + add_lines(data, i);
}

static int check_bytes(struct edxml_reader *reader, const char *data, size_t len)
{
    const struct guard before = reader->guard;
    int err = guard_check(&reader->guard, data, len);
    if (err == 0) {
        return 0;
    }
    const int line = guard_line(reader, &before, data, len);
    if (err == ERR_FORMAT) {
        return refuse_declaration(reader, line);
    }
    diag_add(reader->fields.diag, DIAG_ERROR, reader->fields.name, line, 0,
             _("một thẻ XML quá dài, có quá nhiều thuộc tính, hoặc các thẻ lồng nhau quá sâu"),
             NULL);
    return err;
}

/* Other encodings, which would pass the guard unseen, begin with other bytes. */
static int check_begin(const struct edxml_reader *reader, const char *data, size_t len)
{
    const bool marked = len >= 3 && memcmp(data, "\xEF\xBB\xBF", 3) == 0;
    const char *text = data + (marked ? 3 : 0);
    const size_t rest = len - (marked ? 3 : 0);
    if (len == 0) {
        diag_add(reader->fields.diag, DIAG_ERROR, reader->fields.name, 0, 0, _("tệp rỗng"), NULL);
        return ERR_FORMAT;
    }
    if (rest >= 4 && text[0] == '<' && memchr(text, '\0', 4) == NULL) {
        return 0;
    }
    diag_add(reader->fields.diag, DIAG_ERROR, reader->fields.name, 1, 0,
             _("không phải XML viết bằng UTF-8"), _("Tệp edXML bắt đầu bằng dấu \"<\"."));
    return ERR_FORMAT;
}

static int tell_malformed(const struct edxml_reader *reader, bool ended)
{
    const xmlError *error = xmlCtxtGetLastError(reader->parser);
    if (error != NULL && error->code == XML_ERR_NO_MEMORY) {
        return ERR_NOMEM;
    }
    if (ended) {
        diag_add(reader->fields.diag, DIAG_ERROR, reader->fields.name,
                 error != NULL ? error->line : 0, 0,
                 _("XML không trọn vẹn: tệp kết thúc giữa chừng"),
                 _("Chép lại tệp; nếu vẫn vậy, đề nghị nơi gửi xuất lại."));
    } else {
        diag_add(reader->fields.diag, DIAG_ERROR, reader->fields.name,
                 error != NULL ? error->line : 0,
                 error != NULL && error->int2 > 0 ? error->int2 : 0,
                 _("nội dung không đúng định dạng XML, hoặc không phải UTF-8"),
                 _("Đề nghị nơi gửi xuất lại tệp."));
    }
    return ERR_FORMAT;
}

static int feed(struct edxml_reader *reader, const char *data, size_t len, bool last)
{
    int err = 0;
    if (!reader->begun) {
        reader->begun = true;
        err = check_begin(reader, data, len);
    }
    err = err ? err : check_bytes(reader, data, len);
    if (err != 0) {
        return err;
    }
    const int code = xmlParseChunk(reader->parser, data, (int)len, last ? 1 : 0);
    reader->lines += add_lines(data, len);
    if (reader->err != 0) {
        return reader->err;
    }
    if (code != XML_ERR_OK &&
        (reader->parser->wellFormed == 0 || reader->parser->disableSAX != 0)) {
        return tell_malformed(reader, last && len == 0);
    }
    return 0;
}

/* --- whole ---------------------------------------------------------------------------------------- */

static int open_reader(struct edxml_reader *reader, const char *name, struct diag *diag)
{
    xmlSAXHandler calls = {.initialized = XML_SAX2_MAGIC,
                           .startElementNs = on_start,
                           .endElementNs = on_stop,
                           .characters = on_text,
                           .cdataBlock = on_text,
                           .ignorableWhitespace = on_text,
                           .internalSubset = on_declaration,
                           .getEntity = on_entity};
    *reader = (struct edxml_reader){
        .message = {.due = DAY_NONE, .promulgated = DAY_NONE, .status_on = DAY_NONE}};
    reader->fields = (struct edxml_fields){.out = &reader->message, .name = name, .diag = diag};
    buf_init(&reader->fields.text, EDXML_MAX_TEXT);
    reader->parser = xmlCreatePushParserCtxt(&calls, reader, NULL, 0, NULL);
    if (reader->parser == NULL) {
        return ERR_NOMEM;
    }
    /* The encoding is ours to say: what the file declares would be a way around the guard. */
    (void)xmlCtxtUseOptions(reader->parser, XML_PARSE_NONET | XML_PARSE_NOERROR |
                                                XML_PARSE_NOWARNING | XML_PARSE_IGNORE_ENC);
    return 0;
}

static void close_reader(struct edxml_reader *reader)
{
    if (reader->parser != NULL) {
        xmlFreeParserCtxt(reader->parser);
    }
    edxml_fields_clear(&reader->fields);
    edxml_clear(&reader->message);
}

static int finish(struct edxml_reader *reader, struct edxml *out)
{
    int err = feed(reader, "", 0, true);
    err = err ? err : edxml_fields_finish(&reader->fields);
    if (err == 0) {
        *out = reader->message;
        reader->message = (struct edxml){0};
    }
    return err;
}

static int refuse_size(const char *name, struct diag *diag)
{
    diag_addf(diag, DIAG_ERROR, name, 0, 0, NULL, _("tệp lớn quá %zu MB: không đọc"),
              EDXML_MAX_BYTES >> 20);
    return ERR_LIMIT;
}

int edxml_read_text(const char *text, size_t len, const char *name, struct edxml *out,
                    struct diag *diag)
{
    struct edxml_reader reader;
    if (len > EDXML_MAX_BYTES) {
        return refuse_size(name, diag);
    }
    int err = open_reader(&reader, name, diag);
    size_t at = 0;
    do {
        const size_t take = len - at < CHUNK ? len - at : CHUNK;
        err = err ? err : feed(&reader, text + at, take, false);
        at += take;
    } while (err == 0 && at < len);
    err = err ? err : finish(&reader, out);
    close_reader(&reader);
    return err;
}

/* Fills the chunk unless the file ends. Returns how many bytes, or -1. */
static ssize_t read_chunk(int fd, char *data)
{
    size_t got = 0;
    while (got < CHUNK) {
        const ssize_t n = read(fd, data + got, CHUNK - got);
        if (n < 0 && errno == EINTR) {
            continue;
        }
        if (n <= 0) {
            return n < 0 ? -1 : (ssize_t)got;
        }
        got += (size_t)n;
    }
    return (ssize_t)got;
}

static int read_all(struct edxml_reader *reader, int fd)
{
    _cleanup_free_ char *data = malloc(CHUNK);
    size_t total = 0;
    ssize_t got = 0;
    int err = data != NULL ? 0 : ERR_NOMEM;
    while (err == 0 && (got = read_chunk(fd, data)) > 0) {
        total += (size_t)got;
        err = total > EDXML_MAX_BYTES ? refuse_size(reader->fields.name, reader->fields.diag)
                                      : feed(reader, data, (size_t)got, false);
    }
    if (err == 0 && got < 0) {
        diag_addf(reader->fields.diag, DIAG_ERROR, reader->fields.name, 0, 0, NULL,
                  _("không đọc được tệp: %s"), strerror(errno));
        err = ERR_IO;
    }
    return err == 0 && total == 0 ? feed(reader, "", 0, false) : err;
}

int edxml_read(int fd, const char *name, struct edxml *out, struct diag *diag)
{
    struct edxml_reader reader;
    struct stat status;
    if (fstat(fd, &status) == 0 && S_ISREG(status.st_mode) &&
        status.st_size > (off_t)EDXML_MAX_BYTES) {
        return refuse_size(name, diag);
    }
    int err = open_reader(&reader, name, diag);
    err = err ? err : read_all(&reader, fd);
    err = err ? err : finish(&reader, out);
    close_reader(&reader);
    return err;
}

int edxml_read_file(const char *path, struct edxml *out, struct diag *diag)
{
    _cleanup_close_ int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
    struct stat status;
    if (fd < 0 || fstat(fd, &status) != 0) {
        diag_addf(diag, DIAG_ERROR, path, 0, 0, NULL, _("không mở được tệp: %s"), strerror(errno));
        return file_error(errno);
    }
    if (!S_ISREG(status.st_mode)) {
        diag_add(diag, DIAG_ERROR, path, 0, 0, _("không phải là tệp thường"), NULL);
        return ERR_INVALID;
    }
    return edxml_read(fd, path, out, diag);
}

static void clear_organ(struct edxml_organ *organ)
{
    free(organ->id);
    free(organ->name);
}

void edxml_clear(struct edxml *edxml)
{
    if (edxml == NULL) {
        return;
    }
    clear_organ(&edxml->from);
    for (size_t i = 0; i < edxml->to_count; i++) {
        clear_organ(&edxml->to[i]);
    }
    for (size_t i = 0; i < edxml->response_count; i++) {
        free(edxml->responses[i].organ_id);
        free(edxml->responses[i].code);
        free(edxml->responses[i].document_id);
    }
    free(edxml->to);
    free(edxml->responses);
    free(edxml->code_number);
    free(edxml->code_notation);
    free(edxml->code);
    free(edxml->type_name);
    free(edxml->subject);
    free(edxml->content);
    free(edxml->document_id);
    free(edxml->business_reason);
    free(edxml->business_document);
    free(edxml->status);
    free(edxml->description);
    free(edxml->staff);
    *edxml = (struct edxml){0};
}

const char *edxml_status_text(const char *code)
{
    static const struct {
        const char *code, *text;
    } NAMES[] = {
        {"01", N_("đã đến")},       {"02", N_("bị từ chối")},      {"03", N_("đã tiếp nhận")},
        {"04", N_("đã phân công")}, {"05", N_("đang xử lý")},      {"06", N_("đã hoàn thành")},
        {"13", N_("đã lấy lại")},   {"15", N_("đồng ý thay đổi")}, {"16", N_("từ chối thay đổi")},
    };
    for (size_t i = 0; i < sizeof(NAMES) / sizeof(NAMES[0]); i++) {
        if (strcmp(NAMES[i].code, code) == 0) {
            return _(NAMES[i].text);
        }
    }
    return NULL;
}
