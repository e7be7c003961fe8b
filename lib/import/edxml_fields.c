#include "lib/import/edxml_fields.h"

#include <string.h>

#include "base/err.h"
#include "base/i18n.h"
#include "base/parse.h"
#include "base/text.h"
#include "base/utf8.h"

#define NS_SOAP_11 "http://schemas.xmlsoap.org/soap/envelope/"
#define NS_SOAP_12 "http://www.w3.org/2003/05/soap-envelope"

enum space { SPACE_EDXML, SPACE_SOAP };

/* What is told once in a message: a second one is a contradiction. */
enum once { MANY, ONCE_FROM, ONCE_CODE, ONCE_PROMULGATION, ONCE_TYPE, ONCE_BUSINESS, ONCE_STAFF };

static const struct {
    enum edxml_place in;
    const char *local;
    enum space space;
    enum edxml_place place;
    enum once once;
} PARTS[] = {
    {PLACE_ROOT, "edXML", SPACE_EDXML, PLACE_EDXML, MANY},
    {PLACE_ROOT, "edXMLEnvelope", SPACE_EDXML, PLACE_ENVELOPE, MANY},
    {PLACE_ROOT, "Envelope", SPACE_SOAP, PLACE_SOAP, MANY},
    {PLACE_EDXML, "edXMLEnvelope", SPACE_EDXML, PLACE_ENVELOPE, MANY},
    {PLACE_EDXML, "edXMLHeader", SPACE_EDXML, PLACE_HEADER, MANY},
    {PLACE_ENVELOPE, "edXMLHeader", SPACE_EDXML, PLACE_HEADER, MANY},
    {PLACE_ENVELOPE, "edXMLBody", SPACE_EDXML, PLACE_BODY, MANY},
    {PLACE_SOAP, "Header", SPACE_SOAP, PLACE_HEADER, MANY},
    {PLACE_SOAP, "Body", SPACE_SOAP, PLACE_SOAP_BODY, MANY},
    {PLACE_SOAP_BODY, "edXML", SPACE_EDXML, PLACE_EDXML, MANY},
    {PLACE_SOAP_BODY, "edXMLEnvelope", SPACE_EDXML, PLACE_ENVELOPE, MANY},
    {PLACE_SOAP_BODY, "edXMLBody", SPACE_EDXML, PLACE_BODY, MANY},
    {PLACE_SOAP_BODY, "edXMLManifest", SPACE_EDXML, PLACE_MANIFEST, MANY},
    {PLACE_SOAP_BODY, "Manifest", SPACE_EDXML, PLACE_MANIFEST, MANY},
    {PLACE_HEADER, "edXMLHeader", SPACE_EDXML, PLACE_HEADER, MANY},
    {PLACE_HEADER, "MessageHeader", SPACE_EDXML, PLACE_MESSAGE, MANY},
    {PLACE_HEADER, "Status", SPACE_EDXML, PLACE_STATUS, MANY},
    {PLACE_HEADER, "TraceHeaderList", SPACE_EDXML, PLACE_TRACES, MANY},
    {PLACE_HEADER, "DigitalSignature", SPACE_EDXML, PLACE_SIGNATURE, MANY},
    {PLACE_MESSAGE, "From", SPACE_EDXML, PLACE_FROM, ONCE_FROM},
    {PLACE_STATUS, "From", SPACE_EDXML, PLACE_FROM, ONCE_FROM},
    {PLACE_MESSAGE, "To", SPACE_EDXML, PLACE_TO, MANY},
    {PLACE_MESSAGE, "Code", SPACE_EDXML, PLACE_CODE, ONCE_CODE},
    {PLACE_MESSAGE, "PromulgationInfo", SPACE_EDXML, PLACE_PROMULGATION, ONCE_PROMULGATION},
    {PLACE_MESSAGE, "DocumentType", SPACE_EDXML, PLACE_TYPE, ONCE_TYPE},
    {PLACE_MESSAGE, "ResponseFor", SPACE_EDXML, PLACE_RESPONSE, MANY},
    {PLACE_STATUS, "ResponseFor", SPACE_EDXML, PLACE_RESPONSE, MANY},
    {PLACE_STATUS, "StaffInfo", SPACE_EDXML, PLACE_STAFF, ONCE_STAFF},
    /* The standard's own spelling. */
    {PLACE_TRACES, "Bussiness", SPACE_EDXML, PLACE_BUSINESS, ONCE_BUSINESS},
    {PLACE_TRACES, "Business", SPACE_EDXML, PLACE_BUSINESS, ONCE_BUSINESS},
    {PLACE_BODY, "edXMLManifest", SPACE_EDXML, PLACE_MANIFEST, MANY},
    {PLACE_BODY, "Manifest", SPACE_EDXML, PLACE_MANIFEST, MANY},
};

enum leaf_kind { LEAF_TEXT, LEAF_DAY, LEAF_BUSINESS, LEAF_DUE, LEAF_PROMULGATED };

struct edxml_leaf {
    enum edxml_place in;
    const char *local;
    enum leaf_kind kind;
    size_t offset; /* of a text: in the struct that belongs to the place */
    size_t max;
};

#define MESSAGE_TEXT(in_, local_, member, max_)                                                    \
    {                                                                                              \
        (in_), (local_), LEAF_TEXT, offsetof(struct edxml, member), (max_)                         \
    }
#define ORGAN_TEXT(in_, local_, member, max_)                                                      \
    {                                                                                              \
        (in_), (local_), LEAF_TEXT, offsetof(struct edxml_organ, member), (max_)                   \
    }
#define RESPONSE_TEXT(local_, member)                                                              \
    {                                                                                              \
        PLACE_RESPONSE, (local_), LEAF_TEXT, offsetof(struct edxml_response, member), EDXML_MAX_ID \
    }

static const struct edxml_leaf LEAVES[] = {
    ORGAN_TEXT(PLACE_FROM, "OrganId", id, EDXML_MAX_ID),
    ORGAN_TEXT(PLACE_FROM, "OrganName", name, EDXML_MAX_TEXT),
    ORGAN_TEXT(PLACE_TO, "OrganId", id, EDXML_MAX_ID),
    ORGAN_TEXT(PLACE_TO, "OrganName", name, EDXML_MAX_TEXT),
    MESSAGE_TEXT(PLACE_CODE, "CodeNumber", code_number, EDXML_MAX_ID),
    MESSAGE_TEXT(PLACE_CODE, "CodeNotation", code_notation, EDXML_MAX_ID),
    {PLACE_PROMULGATION, "PromulgationDate", LEAF_PROMULGATED, 0, EDXML_MAX_ID},
    MESSAGE_TEXT(PLACE_TYPE, "TypeName", type_name, EDXML_MAX_TEXT),
    MESSAGE_TEXT(PLACE_MESSAGE, "Subject", subject, EDXML_MAX_TEXT),
    MESSAGE_TEXT(PLACE_MESSAGE, "Content", content, EDXML_MAX_TEXT),
    {PLACE_MESSAGE, "DueDate", LEAF_DUE, 0, EDXML_MAX_ID},
    MESSAGE_TEXT(PLACE_MESSAGE, "DocumentId", document_id, EDXML_MAX_ID),
    RESPONSE_TEXT("OrganId", organ_id),
    RESPONSE_TEXT("Code", code),
    RESPONSE_TEXT("DocumentId", document_id),
    {PLACE_RESPONSE, "PromulgationDate", LEAF_DAY, offsetof(struct edxml_response, promulgated),
     EDXML_MAX_ID},
    {PLACE_BUSINESS, "BussinessDocType", LEAF_BUSINESS, 0, EDXML_MAX_ID},
    {PLACE_BUSINESS, "BusinessDocType", LEAF_BUSINESS, 0, EDXML_MAX_ID},
    MESSAGE_TEXT(PLACE_BUSINESS, "BussinessDocReason", business_reason, EDXML_MAX_TEXT),
    MESSAGE_TEXT(PLACE_BUSINESS, "BusinessDocReason", business_reason, EDXML_MAX_TEXT),
    MESSAGE_TEXT(PLACE_BUSINESS, "DocumentId", business_document, EDXML_MAX_ID),
    MESSAGE_TEXT(PLACE_STATUS, "StatusCode", status, EDXML_MAX_ID),
    MESSAGE_TEXT(PLACE_STATUS, "Description", description, EDXML_MAX_TEXT),
    {PLACE_STATUS, "Timestamp", LEAF_DAY, offsetof(struct edxml, status_on), EDXML_MAX_ID},
    MESSAGE_TEXT(PLACE_STAFF, "Staff", staff, EDXML_MAX_TEXT),
};

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

/* --- findings ----------------------------------------------------------------------------------- */

static int wrong_space(const struct edxml_fields *fields, const char *local, const char *uri,
                       enum space wanted, int line)
{
    diag_addf(fields->diag, DIAG_ERROR, fields->name, line, 0,
              _("Tệp phải theo QCVN 102:2016/BTTTT; đề nghị nơi gửi xuất lại."),
              _("phần tử <%s> nằm trong không gian tên \"%.200s\", không phải \"%s\""), local,
              uri != NULL ? uri : "", wanted == SPACE_EDXML ? EDXML_NAMESPACE : NS_SOAP_11);
    return ERR_FORMAT;
}

static int twice(const struct edxml_fields *fields, const char *local, int line)
{
    diag_addf(fields->diag, DIAG_ERROR, fields->name, line, 0,
              _("Mỗi tệp là một văn bản, mỗi mục chỉ ghi một lần."), _("có hai phần tử <%s>"),
              local);
    return ERR_FORMAT;
}

static int too_many(const struct edxml_fields *fields, const char *local, int max, int line)
{
    diag_addf(fields->diag, DIAG_ERROR, fields->name, line, 0, NULL,
              _("quá nhiều phần tử <%s> (nhiều nhất %d)"), local, max);
    return ERR_LIMIT;
}

static int missing(const struct edxml_fields *fields, const char *what)
{
    diag_addf(fields->diag, DIAG_ERROR, fields->name, fields->message_line, 0,
              _("Đề nghị nơi gửi xuất lại tệp đủ thông tin."), _("thiếu %s"), what);
    return ERR_FORMAT;
}

/* --- going in ------------------------------------------------------------------------------------- */

static bool in_space(enum space space, const char *uri)
{
    return space == SPACE_EDXML ? text_equal(uri, EDXML_NAMESPACE)
                                : text_equal(uri, NS_SOAP_11) || text_equal(uri, NS_SOAP_12);
}

static enum edxml_place here(const struct edxml_fields *fields)
{
    return fields->depth == 0 ? PLACE_ROOT : fields->stack[fields->depth];
}

static int add_to(struct edxml_fields *fields, int line)
{
    struct edxml *out = fields->out;
    if (out->to_count >= EDXML_MAX_ORGANS) {
        return too_many(fields, "To", EDXML_MAX_ORGANS, line);
    }
    struct edxml_organ *more = realloc(out->to, (out->to_count + 1) * sizeof(*more));
    if (more == NULL) {
        return ERR_NOMEM;
    }
    out->to = more;
    out->to[out->to_count++] = (struct edxml_organ){0};
    return 0;
}

static int add_response(struct edxml_fields *fields, int line)
{
    struct edxml *out = fields->out;
    if (out->response_count >= EDXML_MAX_RESPONSES) {
        return too_many(fields, "ResponseFor", EDXML_MAX_RESPONSES, line);
    }
    struct edxml_response *more =
        realloc(out->responses, (out->response_count + 1) * sizeof(*more));
    if (more == NULL) {
        return ERR_NOMEM;
    }
    out->responses = more;
    out->responses[out->response_count++] =
        (struct edxml_response){.promulgated = DAY_NONE, .line = line};
    return 0;
}

static int enter_part(struct edxml_fields *fields, size_t part, int line)
{
    const enum once once = PARTS[part].once;
    if (once != MANY && (fields->seen_once & (1U << once)) != 0) {
        return twice(fields, PARTS[part].local, line);
    }
    fields->seen_once |= 1U << once;
    switch (PARTS[part].place) {
    case PLACE_MESSAGE:
    case PLACE_STATUS:
        if (fields->has_message) {
            return twice(fields, PARTS[part].local, line);
        }
        fields->has_message = true;
        fields->message_line = line;
        fields->out->kind = PARTS[part].place == PLACE_STATUS ? EDXML_STATUS : EDXML_DOCUMENT;
        return 0;
    case PLACE_SOAP:
        fields->out->wrapped = true;
        return 0;
    case PLACE_TO:
        return add_to(fields, line);
    case PLACE_RESPONSE:
        return add_response(fields, line);
    case PLACE_ROOT:
    case PLACE_IGNORED:
    case PLACE_EDXML:
    case PLACE_ENVELOPE:
    case PLACE_SOAP_BODY:
    case PLACE_HEADER:
    case PLACE_FROM:
    case PLACE_CODE:
    case PLACE_PROMULGATION:
    case PLACE_TYPE:
    case PLACE_STAFF:
    case PLACE_TRACES:
    case PLACE_BUSINESS:
    case PLACE_BODY:
    case PLACE_MANIFEST:
    case PLACE_SIGNATURE:
    case PLACE_LEAF:
        break;
    }
    return 0;
}

/* A part or a leaf of that name that belongs there, in whatever namespace. */
static size_t find_part(enum edxml_place in, const char *local)
{
    size_t i = 0;
    while (i < COUNT(PARTS) && (PARTS[i].in != in || strcmp(PARTS[i].local, local) != 0)) {
        i++;
    }
    return i;
}

static const struct edxml_leaf *find_leaf(enum edxml_place in, const char *local)
{
    for (size_t i = 0; i < COUNT(LEAVES); i++) {
        if (LEAVES[i].in == in && strcmp(LEAVES[i].local, local) == 0) {
            return &LEAVES[i];
        }
    }
    return NULL;
}

static int open_leaf(struct edxml_fields *fields, const struct edxml_leaf *leaf, int line)
{
    fields->leaf = leaf;
    fields->leaf_line = line;
    buf_clear(&fields->text);
    buf_init(&fields->text, leaf->max);
    return 0;
}

static int not_edxml(const struct edxml_fields *fields, const char *local, int line)
{
    diag_addf(fields->diag, DIAG_ERROR, fields->name, line, 0,
              _("Tệp phải là một thông điệp edXML (QCVN 102:2016/BTTTT)."),
              _("không phải edXML: phần tử gốc là <%.100s>"), local);
    return ERR_FORMAT;
}

/* Puts the place of a new element on the stack. */
static int classify(struct edxml_fields *fields, const char *local, const char *uri, int line,
                    enum edxml_place *place)
{
    const enum edxml_place in = here(fields);
    const size_t part = find_part(in, local);
    const struct edxml_leaf *leaf = find_leaf(in, local);
    *place = PLACE_IGNORED;
    if (in == PLACE_SIGNATURE || (in != PLACE_ROOT && in != PLACE_IGNORED && in != PLACE_LEAF &&
                                  strcmp(local, "Signature") == 0)) {
        *place = PLACE_SIGNATURE;
        return 0;
    }
    if (in == PLACE_LEAF) {
        diag_addf(fields->diag, DIAG_ERROR, fields->name, line, 0, NULL,
                  _("trong <%s> có phần tử <%.100s>: chỉ được có chữ"), fields->leaf->local, local);
        return ERR_FORMAT;
    }
    if (part < COUNT(PARTS)) {
        if (!in_space(PARTS[part].space, uri)) {
            return wrong_space(fields, local, uri, PARTS[part].space, line);
        }
        *place = PARTS[part].place;
        return enter_part(fields, part, line);
    }
    if (leaf != NULL) {
        if (!in_space(SPACE_EDXML, uri)) {
            return wrong_space(fields, local, uri, SPACE_EDXML, line);
        }
        *place = PLACE_LEAF;
        return open_leaf(fields, leaf, line);
    }
    if (in == PLACE_MANIFEST && strcmp(local, "Reference") == 0) {
        fields->out->attachments++;
    }
    return in == PLACE_ROOT ? not_edxml(fields, local, line) : 0;
}

int edxml_fields_start(struct edxml_fields *fields, const char *local, const char *uri, int line)
{
    enum edxml_place place;
    if (fields->depth >= EDXML_MAX_DEPTH) {
        diag_addf(fields->diag, DIAG_ERROR, fields->name, line, 0, NULL,
                  _("các phần tử lồng nhau quá %d lớp"), EDXML_MAX_DEPTH);
        return ERR_LIMIT;
    }
    int err = classify(fields, local, uri, line, &place);
    if (err == 0) {
        fields->stack[++fields->depth] = place;
    }
    return err;
}

int edxml_fields_text(struct edxml_fields *fields, const char *text, size_t len, int line)
{
    const enum edxml_place in = here(fields);
    if (in == PLACE_SIGNATURE && !fields->out->has_signature) {
        const struct text_span rest = text_trim((struct text_span){text, len});
        fields->out->has_signature = rest.len > 0;
    }
    if (in != PLACE_LEAF) {
        return 0;
    }
    int err = buf_append(&fields->text, text, len);
    if (err == ERR_LIMIT) {
        diag_addf(fields->diag, DIAG_ERROR, fields->name, line, 0, NULL,
                  _("nội dung của <%s> dài quá %zu byte"), fields->leaf->local, fields->leaf->max);
    }
    return err;
}

/* --- values --------------------------------------------------------------------------------------- */

/* "YYYY/MM/DD", whatever time stands behind it. Returns 0, ERR_FORMAT, ERR_RANGE (no such day). */
static int read_day(const char *text, day_t *out)
{
    const char *month = strchr(text, '/');
    const char *day = month != NULL ? strchr(month + 1, '/') : NULL;
    int y, m, d;
    if (day == NULL || month - text != 4) {
        return ERR_FORMAT;
    }
    const size_t day_len = strcspn(day + 1, " T");
    const size_t month_len = (size_t)(day - month - 1);
    if (month_len == 0 || month_len > 2 || day_len == 0 || day_len > 2 ||
        strspn(month + 1, "0123456789") != month_len || strspn(day + 1, "0123456789") < day_len ||
        parse_int_span(text, 4, 0, 9999, &y) != 0 ||
        parse_int_span(month + 1, month_len, 0, 99, &m) != 0 ||
        parse_int_span(day + 1, day_len, 0, 99, &d) != 0) {
        return ERR_FORMAT;
    }
    const day_t found = civil_to_day(y, m, d);
    if (found == DAY_NONE) {
        return ERR_RANGE;
    }
    *out = found;
    return 0;
}

/* The struct that the texts of a place belong to. */
static char *base_of(const struct edxml_fields *fields)
{
    struct edxml *out = fields->out;
    switch (fields->leaf->in) {
    case PLACE_FROM:
        return (char *)&out->from;
    case PLACE_TO:
        return (char *)&out->to[out->to_count - 1];
    case PLACE_RESPONSE:
        return (char *)&out->responses[out->response_count - 1];
    case PLACE_ROOT:
    case PLACE_IGNORED:
    case PLACE_EDXML:
    case PLACE_ENVELOPE:
    case PLACE_SOAP:
    case PLACE_SOAP_BODY:
    case PLACE_HEADER:
    case PLACE_MESSAGE:
    case PLACE_STATUS:
    case PLACE_CODE:
    case PLACE_PROMULGATION:
    case PLACE_TYPE:
    case PLACE_STAFF:
    case PLACE_TRACES:
    case PLACE_BUSINESS:
    case PLACE_BODY:
    case PLACE_MANIFEST:
    case PLACE_SIGNATURE:
    case PLACE_LEAF:
        break;
    }
    return (char *)out;
}

static int keep_text(const struct edxml_fields *fields, char **field, const char *text)
{
    if (*field != NULL) {
        return twice(fields, fields->leaf->local, fields->leaf_line);
    }
    *field = strdup(text);
    return *field != NULL ? 0 : ERR_NOMEM;
}

static int keep_business(const struct edxml_fields *fields, const char *text)
{
    int value;
    if (text[0] == '\0') {
        return 0;
    }
    if (parse_int(text, EDXML_NEW, EDXML_REPLACE, &value) != 0) {
        diag_addf(fields->diag, DIAG_ERROR, fields->name, fields->leaf_line, 0,
                  _("0: văn bản mới, 1: thu hồi, 2: cập nhật, 3: thay thế."),
                  _("<%s>: \"%.40s\" không phải là nghiệp vụ của tiêu chuẩn"), fields->leaf->local,
                  text);
        return ERR_INVALID;
    }
    fields->out->business = (enum edxml_business)value;
    return 0;
}

static int keep_value(struct edxml_fields *fields, const char *text)
{
    const struct edxml_leaf *leaf = fields->leaf;
    switch (leaf->kind) {
    case LEAF_TEXT:
        return keep_text(fields, (char **)(void *)(base_of(fields) + leaf->offset), text);
    case LEAF_DAY:
        /* For information: what is no date is as good as missing. */
        (void)read_day(text, (day_t *)(void *)(base_of(fields) + leaf->offset));
        return 0;
    case LEAF_BUSINESS:
        return keep_business(fields, text);
    case LEAF_DUE:
        fields->out->due_line = fields->leaf_line;
        return keep_text(fields, &fields->due, text);
    case LEAF_PROMULGATED:
        fields->promulgated_line = fields->leaf_line;
        return keep_text(fields, &fields->promulgated, text);
    }
    return ERR_INTERNAL;
}

int edxml_fields_stop(struct edxml_fields *fields)
{
    const enum edxml_place left = here(fields);
    fields->depth--;
    if (left != PLACE_LEAF) {
        return 0;
    }
    struct buf tidy;
    buf_init(&tidy, 4 * fields->leaf->max); /* a composed letter may be the longer form */
    int err = utf8_tidy(buf_str(&fields->text), fields->text.len, &tidy);
    err = err ? err : keep_value(fields, buf_str(&tidy));
    buf_clear(&tidy);
    fields->leaf = NULL;
    return err;
}

/* --- the whole ------------------------------------------------------------------------------------ */

static int read_header_day(const struct edxml_fields *fields, const char *local, const char *text,
                           int line, day_t *out)
{
    if (text == NULL || text[0] == '\0') {
        return 0;
    }
    int err = read_day(text, out);
    if (err != 0) {
        diag_addf(fields->diag, DIAG_ERROR, fields->name, line, 0,
                  _("Ngày ghi theo dạng NĂM/THÁNG/NGÀY, ví dụ 2024/05/31."),
                  err == ERR_RANGE ? _("<%s>: không có ngày %.40s")
                                   : _("<%s>: \"%.40s\" không phải là ngày"),
                  local, text);
        return ERR_INVALID;
    }
    return 0;
}

static int read_days(struct edxml_fields *fields)
{
    struct edxml *out = fields->out;
    int err = read_header_day(fields, "DueDate", fields->due, out->due_line, &out->due);
    err = err ? err
              : read_header_day(fields, "PromulgationDate", fields->promulgated,
                                fields->promulgated_line, &out->promulgated);
    if (err == 0 && out->due == DAY_NONE) {
        out->due_line = 0;
    }
    if (err == 0 && out->due != DAY_NONE && out->promulgated != DAY_NONE &&
        out->due < out->promulgated) {
        diag_addf(fields->diag, DIAG_ERROR, fields->name, out->due_line, 0,
                  _("Hỏi lại nơi gửi hạn đúng."),
                  _("hạn xử lý <DueDate> %s trước ngày ban hành <PromulgationDate> %s"),
                  fields->due, fields->promulgated);
        err = ERR_INVALID;
    }
    return err;
}

static int fill_blank(char **text)
{
    if (*text == NULL) {
        *text = strdup("");
    }
    return *text != NULL ? 0 : ERR_NOMEM;
}

static int fill_blanks(struct edxml *out)
{
    char **const texts[] = {
        &out->from.id,     &out->from.name,       &out->code_number,       &out->code_notation,
        &out->code,        &out->type_name,       &out->subject,           &out->content,
        &out->document_id, &out->business_reason, &out->business_document, &out->status,
        &out->description, &out->staff,
    };
    int err = 0;
    for (size_t i = 0; i < COUNT(texts) && err == 0; i++) {
        err = fill_blank(texts[i]);
    }
    for (size_t i = 0; i < out->to_count && err == 0; i++) {
        err = fill_blank(&out->to[i].id);
        err = err ? err : fill_blank(&out->to[i].name);
    }
    for (size_t i = 0; i < out->response_count && err == 0; i++) {
        err = fill_blank(&out->responses[i].organ_id);
        err = err ? err : fill_blank(&out->responses[i].code);
        err = err ? err : fill_blank(&out->responses[i].document_id);
    }
    return err;
}

/* "125" and "UBND-TH" are "125/UBND-TH"; some write all of it into one of the two. */
static int make_code(struct edxml *out)
{
    struct buf code;
    const char *number = out->code_number != NULL ? out->code_number : "";
    const char *notation = out->code_notation != NULL ? out->code_notation : "";
    const bool both = number[0] != '\0' && notation[0] != '\0';
    buf_init(&code, (size_t)4 * EDXML_MAX_ID * 2);
    int err =
        buf_printf(&code, "%s%s%s", number,
                   both && notation[0] != '/' && !text_ends_with(number, "/") ? "/" : "", notation);
    if (err == 0) {
        out->code = buf_steal(&code);
        err = out->code != NULL ? 0 : ERR_NOMEM;
    }
    buf_clear(&code);
    return err;
}

/* As QCVN 102 makes it: organ, date, code. False: there is not enough to make it of. */
static int make_document_id(struct edxml *out, bool *made)
{
    struct buf id;
    const struct civil date = civil_from_day(out->promulgated);
    *made = out->from.id[0] != '\0' && date.year != 0 && out->code[0] != '\0';
    if (!*made) {
        return 0;
    }
    buf_init(&id, (size_t)16 * EDXML_MAX_ID);
    int err = buf_printf(&id, "%s,%04d/%02d/%02d,%s", out->from.id, date.year, date.month, date.day,
                         out->code);
    if (err == 0) {
        free(out->document_id);
        out->document_id = buf_steal(&id);
        err = out->document_id != NULL ? 0 : ERR_NOMEM;
    }
    buf_clear(&id);
    return err;
}

static int check_document(struct edxml_fields *fields)
{
    struct edxml *out = fields->out;
    bool made = true;
    int err = out->document_id[0] == '\0' ? make_document_id(out, &made) : 0;
    if (err == 0 && !made) {
        err = missing(fields, _("mã văn bản <DocumentId> (hoặc số, ký hiệu và ngày ban hành)"));
    }
    if (err == 0 && out->to_count == 0) {
        err = missing(fields, _("nơi nhận <To>"));
    }
    return err;
}

static int check_status(const struct edxml_fields *fields)
{
    struct edxml *out = fields->out;
    if (out->status[0] == '\0') {
        return missing(fields, _("mã trạng thái <StatusCode>"));
    }
    int value;
    if (parse_int(out->status, 0, 99, &value) != 0 || strlen(out->status) != 2) {
        diag_addf(fields->diag, DIAG_ERROR, fields->name, fields->message_line, 0,
                  _("Mã trạng thái có hai chữ số, ví dụ 06."),
                  _("<StatusCode>: \"%.40s\" không phải là mã trạng thái"), out->status);
        return ERR_INVALID;
    }
    if (out->response_count == 0) {
        return missing(fields, _("<ResponseFor>: trạng thái này của văn bản nào"));
    }
    return 0;
}

int edxml_fields_finish(struct edxml_fields *fields)
{
    struct edxml *out = fields->out;
    if (!fields->has_message) {
        return missing(fields, _("phần đầu <MessageHeader> hoặc <Status>"));
    }
    int err = make_code(out);
    err = err ? err : fill_blanks(out);
    if (err == 0 && out->from.id[0] == '\0') {
        err = missing(fields, _("mã định danh nơi gửi <From>/<OrganId>"));
    }
    err = err ? err : read_days(fields);
    if (err == 0) {
        err = out->kind == EDXML_DOCUMENT ? check_document(fields) : check_status(fields);
    }
    return err;
}

void edxml_fields_clear(struct edxml_fields *fields)
{
    buf_clear(&fields->text);
    free(fields->due);
    free(fields->promulgated);
    fields->due = NULL;
    fields->promulgated = NULL;
}
