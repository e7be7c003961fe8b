#include "tests.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/err.h"
#include "import/edxml.h"

#ifndef EDXML_SAMPLES /* the build says where; a reader of the source alone need not know */
#define EDXML_SAMPLES "tests/corpus/edxml"
#endif

static int read_sample(const char *name, struct edxml *out, struct diag *diag)
{
    char path[4096];
    (void)snprintf(path, sizeof(path), "%s/%s.edxml", EDXML_SAMPLES, name);
    *out = (struct edxml){0};
    return edxml_read_file(path, out, diag);
}

static void read_good(const char *name, struct edxml *out)
{
    struct diag diag = {0};
    int err = read_sample(name, out, &diag);
    if (err != 0 || diag.count > 0) {
        fail_msg("%s: %d %s", name, err, diag.count > 0 ? diag.items[0].message : "");
    }
}

static void test_received(void **state)
{
    (void)state;
    struct edxml doc;
    read_good("good/received", &doc);
    assert_int_equal(doc.kind, EDXML_DOCUMENT);
    assert_false(doc.wrapped);
    assert_true(doc.has_signature);
    assert_int_equal(doc.attachments, 1);
    assert_string_equal(doc.from.id, "000.00.00.H51");
    assert_string_equal(doc.from.name, "Ủy ban nhân dân tỉnh Sóc Trăng");
    assert_int_equal(doc.to_count, 2);
    assert_string_equal(doc.to[0].id, "000.00.12.H51");
    assert_string_equal(doc.to[1].id, "000.00.07.H51");
    assert_string_equal(doc.code, "125/UBND-TH");
    assert_int_equal(doc.promulgated, civil_to_day(2024, 5, 6));
    assert_string_equal(doc.type_name, "Công văn");
    assert_string_equal(doc.subject, "V/v rà soát, báo cáo kết quả thực hiện Đề án 06");
    assert_int_equal(doc.due, civil_to_day(2024, 5, 31));
    assert_int_equal(doc.due_line, 55);
    assert_int_equal(doc.response_count, 0);
    assert_string_equal(doc.document_id, "000.00.00.H51,2024/05/06,125/UBND-TH");
    assert_int_equal(doc.business, EDXML_NEW);
    assert_string_equal(doc.status, "");
    edxml_clear(&doc);
    edxml_clear(&doc);
    edxml_clear(NULL);
}

static void test_other_forms(void **state)
{
    (void)state;
    struct edxml doc;
    /* Another prefix, decomposed letters, CDATA, character references, a time behind the day, and an
     * identity that has to be made. */
    read_good("good/received-other-prefix", &doc);
    assert_string_equal(doc.subject, "Phê duyệt kế hoạch <kiểm kê> & số hóa");
    assert_string_equal(doc.from.name, "Ủy ban nhân dân tỉnh Sóc Trăng");
    assert_string_equal(doc.code, "07/QĐ-UBND");
    assert_string_equal(doc.document_id, "000.00.00.H51,2024/05/08,07/QĐ-UBND");
    assert_int_equal(doc.due, civil_to_day(2024, 6, 28));
    edxml_clear(&doc);
    read_good("good/received-bom", &doc);
    assert_string_equal(doc.code, "126/UBND-TH");
    edxml_clear(&doc);
    read_good("good/soap", &doc);
    assert_true(doc.wrapped);
    assert_false(doc.has_signature);
    assert_int_equal(doc.attachments, 2);
    assert_string_equal(doc.to[0].id, "000.00.12.H51");
    assert_string_equal(doc.to[0].name, "");
    assert_int_equal(doc.due, civil_to_day(2024, 5, 24));
    edxml_clear(&doc);
}

static void test_no_due(void **state)
{
    (void)state;
    struct edxml doc;
    read_good("good/received-no-due", &doc);
    assert_int_equal(doc.due, DAY_NONE);
    assert_int_equal(doc.due_line, 0);
    edxml_clear(&doc);
    read_good("good/received-empty-due", &doc);
    assert_int_equal(doc.due, DAY_NONE);
    assert_int_equal(doc.due_line, 0);
    assert_false(doc.has_signature);
    edxml_clear(&doc);
}

static void test_answers(void **state)
{
    (void)state;
    struct edxml doc;
    read_good("good/issued", &doc);
    assert_int_equal(doc.response_count, 2);
    assert_string_equal(doc.responses[0].organ_id, "000.00.00.H51");
    assert_string_equal(doc.responses[0].code, "125/UBND-TH");
    assert_string_equal(doc.responses[1].document_id, "000.00.00.H51,2024/05/06,126/UBND-TH");
    assert_int_equal(doc.responses[1].promulgated, civil_to_day(2024, 5, 6));
    edxml_clear(&doc);
    read_good("good/revoke", &doc);
    assert_int_equal(doc.business, EDXML_REVOKE);
    assert_string_equal(doc.business_document, "000.00.00.H51,2024/05/06,125/UBND-TH");
    assert_string_equal(doc.business_reason, "Ban hành nhầm");
    edxml_clear(&doc);
}

static void test_status(void **state)
{
    (void)state;
    struct edxml doc;
    read_good("good/status-06", &doc);
    assert_int_equal(doc.kind, EDXML_STATUS);
    assert_string_equal(doc.status, "06");
    assert_string_equal(doc.from.id, "000.00.12.H51");
    assert_int_equal(doc.response_count, 1);
    assert_string_equal(doc.responses[0].code, "125/UBND-TH");
    assert_int_equal(doc.status_on, civil_to_day(2024, 5, 30));
    assert_string_equal(doc.staff, "Lê Thị C");
    assert_string_equal(edxml_status_text(doc.status), "đã hoàn thành");
    assert_null(edxml_status_text("77"));
    edxml_clear(&doc);
}

static void test_refuses(void **state)
{
    (void)state;
    static const struct {
        const char *name;
        int err, line, column;
        const char *word;
    } CASES[] = {
        {"billion-laughs", ERR_FORMAT, 2, 0, "DOCTYPE"},
        {"external-entity", ERR_FORMAT, 2, 0, "DOCTYPE"},
        {"external-subset", ERR_FORMAT, 2, 0, "DOCTYPE"},
        {"parameter-entity", ERR_FORMAT, 2, 0, "DOCTYPE"},
        {"undeclared-entity", ERR_FORMAT, 48, -1, "XML"},
        {"wrong-namespace", ERR_FORMAT, 2, 0, "QCVN_102_2015\", không phải \"http://www.mic"},
        {"no-namespace", ERR_FORMAT, 2, 0, "không gian tên \"\""},
        {"due-in-no-namespace", ERR_FORMAT, 55, 0, "<DueDate> nằm trong không gian tên"},
        {"due-31-02", ERR_INVALID, 55, 0, "<DueDate>: không có ngày 2024/02/31"},
        {"due-text", ERR_INVALID, 55, 0, "\"cuối tháng 5\" không phải là ngày"},
        {"due-day-first", ERR_INVALID, 55, 0, "\"31/05/2024\" không phải là ngày"},
        {"due-before-date", ERR_INVALID, 55, 0, "trước ngày ban hành"},
        {"due-twice", ERR_FORMAT, 55, 0, "có hai phần tử <DueDate>"},
        {"due-with-element", ERR_FORMAT, 55, 0, "chỉ được có chữ"},
        {"two-headers", ERR_FORMAT, 67, 0, "có hai phần tử <MessageHeader>"},
        {"business-9", ERR_INVALID, 74, 0, "\"9\" không phải là nghiệp vụ"},
        {"no-from", ERR_FORMAT, 5, 0, "nơi gửi"},
        {"no-to", ERR_FORMAT, 5, 0, "nơi nhận"},
        {"no-identity", ERR_FORMAT, 5, 0, "<DocumentId>"},
        {"no-header", ERR_FORMAT, 0, 0, "<MessageHeader>"},
        {"status-no-code", ERR_FORMAT, 5, 0, "<StatusCode>"},
        {"status-6", ERR_INVALID, 5, 0, "\"6\" không phải là mã"},
        {"status-no-response", ERR_FORMAT, 5, 0, "<ResponseFor>"},
        {"status-in-soap-namespace", ERR_FORMAT, 2, 0, "<Status> nằm trong không gian tên"},
        {"truncated", ERR_FORMAT, 55, -1, "giữa chừng"},
        {"unclosed", ERR_FORMAT, 67, -1, "XML"},
        {"html", ERR_FORMAT, 1, 0, "phần tử gốc là <html>"},
        {"not-xml", ERR_FORMAT, 1, 0, "không phải XML"},
        {"empty", ERR_FORMAT, 0, 0, "rỗng"},
        {"blank", ERR_FORMAT, 1, 0, "không phải XML"},
        {"utf-16", ERR_FORMAT, 1, 0, "UTF-8"},
        {"latin-1", ERR_FORMAT, -1, -1, "UTF-8"},
        {"deep", ERR_LIMIT, 1, 0, "lồng nhau quá 40"},
    };
    for (size_t i = 0; i < COUNT(CASES); i++) {
        char name[64];
        struct diag diag = {0};
        struct edxml doc;
        (void)snprintf(name, sizeof(name), "bad/%s", CASES[i].name);
        int err = read_sample(name, &doc, &diag);
        if (err != CASES[i].err || diag.count != 1) {
            fail_msg("%s: %d, %zu findings, %s", name, err, diag.count,
                     diag.count > 0 ? diag.items[0].message : "");
        }
        const struct diag_item *item = &diag.items[0];
        finds(&diag, CASES[i].line < 0 ? item->line : CASES[i].line,
              CASES[i].column < 0 ? item->column : CASES[i].column, CASES[i].word);
        assert_null(doc.document_id); /* untouched */
        diag_clear(&diag);
    }
}

/* --- what is too large ---------------------------------------------------------------------------- */

static const char HEAD[] =
    "<edXML xmlns='" EDXML_NAMESPACE "'><edXMLEnvelope><edXMLHeader><MessageHeader>"
    "<From><OrganId>A</OrganId></From><To><OrganId>B</OrganId></To>"
    "<DocumentId>A,1</DocumentId>";
static const char TAIL[] = "</MessageHeader></edXMLHeader></edXMLEnvelope>";
static const char END[] = "</edXML>";

static int read_made(const char *in_header, const char *behind, struct edxml *out,
                     struct diag *diag)
{
    struct buf text;
    buf_init(&text, (size_t)200 << 20);
    assert_int_equal(buf_printf(&text, "%s%s%s%s%s", HEAD, in_header, TAIL, behind, END), 0);
    *out = (struct edxml){0};
    int err = edxml_read_text(buf_str(&text), text.len, "made", out, diag);
    buf_clear(&text);
    return err;
}

static char *repeat(const char *before, const char *what, size_t times, const char *after)
{
    struct buf text;
    buf_init(&text, (size_t)200 << 20);
    assert_int_equal(buf_puts(&text, before), 0);
    for (size_t i = 0; i < times; i++) {
        assert_int_equal(buf_puts(&text, what), 0);
    }
    assert_int_equal(buf_puts(&text, after), 0);
    return buf_steal(&text);
}

static void refuses_made(const char *in_header, const char *behind, int wanted, const char *word)
{
    struct edxml doc;
    struct diag diag = {0};
    assert_int_equal(read_made(in_header, behind, &doc, &diag), wanted);
    finds(&diag, 1, 0, word);
    diag_clear(&diag);
}

static void test_ceilings(void **state)
{
    (void)state;
    char *many = repeat("", "<To><OrganId>C</OrganId></To>", EDXML_MAX_ORGANS, "");
    char *answers = repeat("", "<ResponseFor/>", EDXML_MAX_RESPONSES + 1, "");
    char *subject = repeat("<Subject>", "ấ", EDXML_MAX_TEXT / 3 + 1, "</Subject>");
    char *attributes = repeat("<Subject ", "a='' ", 400, "/>");
    refuses_made(many, "", ERR_LIMIT, "quá nhiều phần tử <To>");
    refuses_made(answers, "", ERR_LIMIT, "quá nhiều phần tử <ResponseFor>");
    refuses_made(subject, "", ERR_LIMIT, "dài quá 32768");
    refuses_made(attributes, "", ERR_LIMIT, "thẻ XML quá dài");
    free(many);
    free(answers);
    free(subject);
    free(attributes);
}

/* An attachment is longer than libxml2 lets one text be. */
static void test_large_attachment(void **state)
{
    (void)state;
    char *line = repeat("", "QUJD", 4096, "\n");
    char *attachment = repeat("<AttachmentEncoded><Attachment><ContentTransferEncoded>", line, 1000,
                              "</ContentTransferEncoded></Attachment></AttachmentEncoded>");
    struct edxml doc;
    struct diag diag = {0};
    assert_int_equal(read_made("<Subject>x</Subject>", attachment, &doc, &diag), 0);
    assert_int_equal(diag.count, 0);
    assert_string_equal(doc.subject, "x");
    edxml_clear(&doc);
    free(line);
    free(attachment);
}

static void test_huge_file(void **state)
{
    (void)state;
    char path[] = "/tmp/dondoc-edxml-XXXXXX";
    int fd = mkstemp(path);
    struct edxml doc;
    struct diag diag = {0};
    assert_true(fd >= 0);
    assert_int_equal(ftruncate(fd, (off_t)EDXML_MAX_BYTES + 1), 0);
    assert_int_equal(edxml_read(fd, "huge", &doc, &diag), ERR_LIMIT);
    finds(&diag, 0, 0, "tệp lớn quá 100 MB");
    diag_clear(&diag);
    (void)close(fd);
    (void)unlink(path);
    assert_int_equal(edxml_read_file(path, &doc, &diag), ERR_NOT_FOUND);
    diag_clear(&diag);
    assert_int_equal(edxml_read_file("/tmp", &doc, &diag), ERR_INVALID);
    finds(&diag, 0, 0, "tệp thường");
    diag_clear(&diag);
}

int test_edxml(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_received),  cmocka_unit_test(test_other_forms),
        cmocka_unit_test(test_no_due),    cmocka_unit_test(test_answers),
        cmocka_unit_test(test_status),    cmocka_unit_test(test_refuses),
        cmocka_unit_test(test_ceilings),  cmocka_unit_test(test_large_attachment),
        cmocka_unit_test(test_huge_file),
    };
    return cmocka_run_group_tests_name("edxml", tests, NULL, NULL);
}
