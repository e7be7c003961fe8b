#include "render/dsn.h"

#include <gmime/gmime.h>

#include "base/buf.h"
#include "base/cleanup.h"
#include "base/err.h"
#include "base/text.h"
#include "base/utf8.h"
#include "base/vec.h"
#include "model/address.h"

#define DSN_MAX_PART ((size_t)1 << 20) /* of a part that is looked into */
#define DSN_MAX_DEPTH 16
#define DSN_MAX_PARTS 200

static const char *const action_names[] = {"failed", "delayed", "delivered", "relayed", "expanded"};

const char *dsn_action_name(enum dsn_action action)
{
    return action_names[action];
}

int dsn_action_parse(const char *text, enum dsn_action *out)
{
    for (size_t i = 0; i < sizeof action_names / sizeof action_names[0]; i++) {
        if (text_equal_nocase(text, action_names[i])) {
            *out = (enum dsn_action)i;
            return 0;
        }
    }
    return ERR_FORMAT;
}

void dsn_item_clear(struct dsn_item *item)
{
    free(item->original);
    free(item->final);
    free(item->status);
    free(item->diagnostic);
    free(item->remote);
    *item = (struct dsn_item){0};
}

void dsn_clear(struct dsn *dsn)
{
    if (dsn) {
        free(dsn->ident);
        free(dsn->reporter);
        vec_clear(dsn, dsn_item_clear);
        *dsn = (struct dsn){0};
    }
}

/* --- texts from outside ---------------------------------------------------------------------------- */

/* A copy on one line, its bytes that are no text left out, cut. NULL: nothing is left, or memory. */
static char *tidy(const char *text, size_t len)
{
    _cleanup_buf_ struct buf clean = {0};
    _cleanup_buf_ struct buf out = {0};
    buf_init(&clean, len + 1);
    buf_init(&out, len + 1);
    for (size_t i = 0; i < len;) {
        uint32_t code;
        int used = utf8_decode(text + i, len - i, &code);
        bool keep = used > 0 && code >= 0x20 && code != 0x7f;
        if (buf_append(&clean, keep ? text + i : " ", keep ? (size_t)used : 1) < 0) {
            return NULL;
        }
        i += used > 0 ? (size_t)used : 1;
    }
    size_t cut = utf8_cut(buf_str(&clean), clean.len, DSN_MAX_TEXT);
    return utf8_tidy(buf_str(&clean), cut, &out) == 0 && out.len > 0 ? buf_steal(&out) : NULL;
}

/* The value behind "rfc822;", "dns;", "smtp;". */
static struct text_span behind_type(struct text_span value)
{
    const char *semicolon = memchr(value.data, ';', value.len);
    if (!semicolon) {
        return value;
    }
    size_t skip = (size_t)(semicolon - value.data) + 1;
    return text_trim((struct text_span){value.data + skip, value.len - skip});
}

static char *read_address(struct text_span value)
{
    struct text_span span = behind_type(value);
    if (span.len >= 2 && span.data[0] == '<' && span.data[span.len - 1] == '>') {
        span = (struct text_span){span.data + 1, span.len - 2};
    }
    char *address = span.len <= ADDRESS_MAX ? text_span_dup(span) : NULL;
    if (!address || !address_is_valid(address)) {
        free(address);
        return NULL;
    }
    for (char *p = address; *p != '\0'; p++) {
        *p = *p >= 'A' && *p <= 'Z' ? (char)(*p - 'A' + 'a') : *p;
    }
    return address;
}

/* The first "<…>" of a header, without the brackets, if it can be an id of ours. */
static char *read_ident(const char *text, size_t len)
{
    const char *open = memchr(text, '<', len);
    if (!open) {
        return NULL;
    }
    size_t rest = len - (size_t)(open + 1 - text);
    const char *close = memchr(open + 1, '>', rest);
    size_t size = close ? (size_t)(close - open - 1) : 0;
    if (size == 0 || size > DSN_MAX_TEXT || !utf8_is_valid(open + 1, size) ||
        memchr(open + 1, ' ', size)) {
        return NULL;
    }
    return strndup(open + 1, size);
}

static void take_ident(struct dsn *dsn, const char *text, size_t len)
{
    if (!dsn->ident && text) {
        dsn->ident = read_ident(text, len);
    }
}

static void keep(char **slot, char *value)
{
    if (*slot) {
        free(value);
    } else {
        *slot = value;
    }
}

/* --- fields ----------------------------------------------------------------------------------------- */

/* Takes the next field, unfolded into `line`, from *rest. An empty line ends a group: the name is
 * empty then. Returns false at the end. */
static bool next_field(struct text_span *rest, struct buf *line)
{
    if (rest->len == 0) {
        return false;
    }
    buf_reset(line);
    bool more = true;
    while (more) {
        const char *end = memchr(rest->data, '\n', rest->len);
        size_t len = end ? (size_t)(end - rest->data) : rest->len;
        size_t shown = len > 0 && rest->data[len - 1] == '\r' ? len - 1 : len;
        (void)buf_append(line, rest->data, shown);
        size_t used = end ? len + 1 : len;
        *rest = (struct text_span){rest->data + used, rest->len - used};
        more = shown > 0 && rest->len > 0 && (rest->data[0] == ' ' || rest->data[0] == '\t');
    }
    return true;
}

/* Splits "Name: value". False: it is no field. */
static bool split_field(const struct buf *line, struct text_span *name, struct text_span *value)
{
    const char *text = buf_str(line);
    const char *colon = memchr(text, ':', line->len);
    if (!colon || colon == text) {
        return false;
    }
    *name = text_trim((struct text_span){text, (size_t)(colon - text)});
    *value = text_trim((struct text_span){colon + 1, line->len - (size_t)(colon + 1 - text)});
    return true;
}

static bool is_named(struct text_span name, const char *wanted)
{
    return name.len == strlen(wanted) && g_ascii_strncasecmp(name.data, wanted, name.len) == 0;
}

/* A group of fields about one recipient; whole when it names an action. */
struct group {
    struct dsn_item item;
    bool has_action;
};

static void read_field(struct dsn *dsn, struct group *group, struct text_span name,
                       struct text_span value)
{
    struct text_span bare = behind_type(value);
    if (is_named(name, "Reporting-MTA")) {
        keep(&dsn->reporter, tidy(bare.data, bare.len));
    } else if (is_named(name, "X-Original-Message-ID")) {
        take_ident(dsn, value.data, value.len);
    } else if (is_named(name, "Original-Recipient")) {
        keep(&group->item.original, read_address(value));
    } else if (is_named(name, "Final-Recipient")) {
        keep(&group->item.final, read_address(value));
    } else if (is_named(name, "Status")) {
        /* "5.1.1 (unknown user)" has a comment behind it. */
        keep(&group->item.status, tidy(value.data, strcspn(value.data, " (;\r\n\t")));
    } else if (is_named(name, "Diagnostic-Code")) {
        keep(&group->item.diagnostic, tidy(bare.data, bare.len));
    } else if (is_named(name, "Remote-MTA")) {
        keep(&group->item.remote, tidy(bare.data, bare.len));
    } else if (is_named(name, "Action")) {
        _cleanup_free_ char *word = text_span_dup(value);
        group->has_action = word && dsn_action_parse(word, &group->item.action) == 0;
    }
}

static int end_group(struct dsn *dsn, struct group *group)
{
    int err = 0;
    if (group->has_action && (group->item.original || group->item.final) &&
        dsn->count < DSN_MAX_ITEMS) {
        err = vec_push(dsn, DSN_MAX_ITEMS, group->item);
        if (err == 0) {
            group->item = (struct dsn_item){0};
        }
    }
    dsn_item_clear(&group->item);
    *group = (struct group){0};
    return err;
}

static int read_status(struct dsn *dsn, const struct buf *text)
{
    struct group group = {0};
    struct text_span rest = {buf_str(text), text->len};
    _cleanup_buf_ struct buf line = {0};
    int err = 0;
    buf_init(&line, DSN_MAX_PART);
    while (err == 0 && next_field(&rest, &line)) {
        struct text_span name;
        struct text_span value;
        if (line.len == 0) {
            err = end_group(dsn, &group);
        } else if (split_field(&line, &name, &value)) {
            read_field(dsn, &group, name, value);
        }
    }
    int last = end_group(dsn, &group);
    return err == 0 ? last : err;
}

/* A Message-ID among lines of headers; in a text, behind whatever else it says. */
static void find_ident(struct dsn *dsn, const struct buf *text)
{
    struct text_span rest = {buf_str(text), text->len};
    _cleanup_buf_ struct buf line = {0};
    buf_init(&line, DSN_MAX_PART);
    while (!dsn->ident && next_field(&rest, &line)) {
        struct text_span name;
        struct text_span value;
        if (split_field(&line, &name, &value) && is_named(name, "Message-ID")) {
            take_ident(dsn, value.data, value.len);
        }
    }
}

/* --- parts ------------------------------------------------------------------------------------------ */

/* The content of a part, its transfer encoding undone, up to DSN_MAX_PART. */
static int read_content(GMimePart *part, struct buf *out)
{
    GMimeDataWrapper *content = g_mime_part_get_content(part);
    if (!content) {
        return 0;
    }
    GMimeStream *stream = g_mime_stream_mem_new();
    int err = g_mime_data_wrapper_write_to_stream(content, stream) < 0 ? ERR_FORMAT : 0;
    const GByteArray *bytes = g_mime_stream_mem_get_byte_array(GMIME_STREAM_MEM(stream));
    if (err == 0 && bytes) {
        size_t len = bytes->len < DSN_MAX_PART ? bytes->len : DSN_MAX_PART;
        err = buf_append(out, bytes->data, len);
    }
    g_object_unref(stream);
    return err == ERR_FORMAT ? 0 : err;
}

static bool is_type(GMimeObject *object, const char *type, const char *subtype)
{
    return g_mime_content_type_is_type(g_mime_object_get_content_type(object), type, subtype);
}

struct walk {
    struct dsn *dsn;
    bool failed_header; /* X-Failed-Recipients: a text may hold the returned headers */
    int parts;
};

static int read_part(struct walk *walk, GMimePart *part)
{
    GMimeObject *object = GMIME_OBJECT(part);
    bool status = is_type(object, "message", "delivery-status") ||
                  is_type(object, "message", "global-delivery-status");
    bool headers = is_type(object, "text", "rfc822-headers") ||
                   is_type(object, "message", "global-headers") ||
                   is_type(object, "message", "rfc822") || is_type(object, "message", "global");
    bool text = walk->failed_header && is_type(object, "text", "plain");
    if (!status && !headers && !text) {
        return 0;
    }
    _cleanup_buf_ struct buf content = {0};
    buf_init(&content, DSN_MAX_PART);
    int err = read_content(part, &content);
    if (err == 0 && status) {
        return read_status(walk->dsn, &content);
    }
    if (err == 0) {
        find_ident(walk->dsn, &content);
    }
    return err;
}

static int read_object(struct walk *walk, GMimeObject *object, int depth)
{
    if (!object || depth > DSN_MAX_DEPTH || walk->parts++ > DSN_MAX_PARTS) {
        return 0;
    }
    if (GMIME_IS_MULTIPART(object)) {
        GMimeMultipart *multipart = GMIME_MULTIPART(object);
        int count = g_mime_multipart_get_count(multipart);
        int err = 0;
        for (int i = 0; i < count && err == 0; i++) {
            err = read_object(walk, g_mime_multipart_get_part(multipart, i), depth + 1);
        }
        return err;
    }
    if (GMIME_IS_MESSAGE_PART(object)) {
        GMimeMessage *inner = g_mime_message_part_get_message(GMIME_MESSAGE_PART(object));
        const char *ident =
            inner ? g_mime_object_get_header(GMIME_OBJECT(inner), "Message-ID") : NULL;
        take_ident(walk->dsn, ident, ident ? strlen(ident) : 0);
        return 0;
    }
    return GMIME_IS_PART(object) ? read_part(walk, GMIME_PART(object)) : 0;
}

/* --- the mail --------------------------------------------------------------------------------------- */

static int read_failed_header(struct dsn *dsn, const char *header)
{
    const char *rest = header;
    struct text_span piece;
    while (text_split(&rest, ',', &piece) && dsn->count < DSN_MAX_ITEMS) {
        struct dsn_item item = {.action = DSN_FAILED, .final = read_address(piece)};
        if (!item.final) {
            continue;
        }
        int err = vec_push(dsn, DSN_MAX_ITEMS, item);
        if (err < 0) {
            dsn_item_clear(&item);
            return err;
        }
    }
    return 0;
}

static int read_message(GMimeMessage *message, struct dsn *dsn)
{
    GMimeObject *object = GMIME_OBJECT(message);
    const char *failed = g_mime_object_get_header(object, "X-Failed-Recipients");
    struct walk walk = {.dsn = dsn, .failed_header = failed != NULL};
    int err = read_object(&walk, g_mime_message_get_mime_part(message), 0);
    if (err == 0 && dsn->count == 0 && failed) {
        err = read_failed_header(dsn, failed);
    }
    static const char *const replies[] = {"In-Reply-To", "References"};
    for (size_t i = 0; i < sizeof replies / sizeof replies[0]; i++) {
        const char *value = g_mime_object_get_header(object, replies[i]);
        take_ident(dsn, value, value ? strlen(value) : 0);
    }
    return err == 0 && dsn->count == 0 ? ERR_FORMAT : err;
}

int dsn_read(const void *data, size_t len, struct dsn *out)
{
    struct dsn dsn = {0};
    int err = ERR_FORMAT;
    GMimeStream *stream = g_mime_stream_mem_new_with_buffer(data, len);
    GMimeParser *parser = g_mime_parser_new_with_stream(stream);
    GMimeMessage *message = g_mime_parser_construct_message(parser, NULL);
    if (message) {
        err = read_message(message, &dsn);
        g_object_unref(message);
    }
    g_object_unref(parser);
    g_object_unref(stream);
    if (err < 0) {
        dsn_clear(&dsn);
        return err;
    }
    *out = dsn;
    return 0;
}

int dsn_code(const struct dsn_item *item)
{
    const char *text = item->diagnostic ? item->diagnostic : "";
    if (text[0] >= '2' && text[0] <= '5' && text[1] >= '0' && text[1] <= '9' && text[2] >= '0' &&
        text[2] <= '9' && (text[3] == '\0' || text[3] == ' ' || text[3] == '-')) {
        return (text[0] - '0') * 100 + (text[1] - '0') * 10 + (text[2] - '0');
    }
    const char *status = item->status ? item->status : "";
    return status[0] >= '2' && status[0] <= '5' && status[1] == '.' ? (status[0] - '0') * 100 : 0;
}
