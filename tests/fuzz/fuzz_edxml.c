/* Any bytes as an edXML message: read whole, or refused with a finding and nothing kept. */
#include "base/cleanup.h"
#include "base/utf8.h"
#include "fuzz.h"
#include "import/edxml.h"

#define CHECK(condition)                                                                           \
    do {                                                                                           \
        if (!(condition)) {                                                                        \
            (void)fprintf(stderr, "%s:%d: %s\n", __FILE__, __LINE__, #condition);                  \
            abort();                                                                               \
        }                                                                                          \
    } while (0)

static void check_text(const char *text)
{
    CHECK(text != NULL && utf8_is_valid(text, strlen(text)));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    _cleanup_(edxml_clear) struct edxml message = {0};
    _cleanup_diag_ struct diag diag = {0};
    int err = edxml_read_text((const char *)data, size, "fuzz", &message, &diag);
    CHECK(err ? diag_has_errors(&diag) && message.from.id == NULL : diag.count == 0);
    if (err) {
        return 0;
    }
    CHECK(message.from.id[0] != '\0');
    CHECK(message.kind == EDXML_STATUS ? message.response_count > 0
                                       : message.document_id[0] != '\0' && message.to_count > 0);
    CHECK(message.due == DAY_NONE || (civil_has_day(message.due) && message.due_line > 0));
    check_text(message.from.name);
    check_text(message.code);
    check_text(message.subject);
    check_text(message.content);
    check_text(message.description);
    for (size_t i = 0; i < message.to_count; i++) {
        check_text(message.to[i].id);
    }
    for (size_t i = 0; i < message.response_count; i++) {
        check_text(message.responses[i].document_id);
    }
    return 0;
}
