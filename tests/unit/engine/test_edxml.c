/* Messages of the e-office: what follows from them, whom it concerns, and acting on them twice. */
#include "tests/unit/engine/tests.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/err.h"
#include "base/file.h"
#include "engine/edxml.h"
#include "store/ledger.h"

#define SPACE "http://www.mic.gov.vn/TBT/QCVN_102_2016"
#define HEAD "<edXML xmlns='" SPACE "'><edXMLEnvelope><edXMLHeader>"
#define TAIL "</edXMLHeader></edXMLEnvelope></edXML>"
#define PAPER(from, to, number, more)                                                              \
    HEAD "<MessageHeader><From><OrganId>" from "</OrganId></From><To><OrganId>" to                 \
         "</OrganId></To><Code><CodeNumber>" number                                                \
         "</CodeNumber><CodeNotation>UBND-TH</CodeNotation></Code><PromulgationInfo>"              \
         "<PromulgationDate>2022/03/10</PromulgationDate></PromulgationInfo>"                      \
         "<Subject>V/v kinh phí</Subject>" more "</MessageHeader>"
#define ANSWERS(ident)                                                                             \
    "<ResponseFor><OrganId>UB</OrganId><Code>125/UBND-TH</Code><DocumentId>" ident                 \
    "</DocumentId></ResponseFor>"
#define STATUS(from, code)                                                                         \
    HEAD "<Status>" ANSWERS("UB,2022/03/10,125/UBND-TH") "<From><OrganId>" from                    \
                                                         "</OrganId></From><StatusCode>" code      \
                                                         "</StatusCode></Status>" TAIL
#define BUSINESS(type, about)                                                                      \
    "<TraceHeaderList><Bussiness><BussinessDocType>" type "</BussinessDocType><DocumentId>" about  \
    "</DocumentId></Bussiness></TraceHeaderList>"

static const char RECEIVED[] = PAPER("UB", "SO", "125", "<DueDate>2022/03/31</DueDate>") TAIL;
static const char FIRST[] = "so/giao/2022-1";

static void configure(struct office *office)
{
    char path[256];
    struct buf text;
    buf_init(&text, 1 << 20);
    snprintf(path, sizeof path, "%s/dondoc.conf", office->folder);
    assert_int_equal(0, file_read(path, 1 << 20, NULL, &text));
    assert_int_equal(0, buf_puts(&text, "edxml {\n organ SO { department = so\n"
                                        "  route tien { unit = tc subject = {\"Kinh phí\"} } }\n"
                                        " organ CHI { department = so unit = tt } }\n"));
    office_write(office, "dondoc.conf", buf_str(&text));
    buf_clear(&text);
    office_configure(office);
    office_load(office);
}

static struct edxml read_message(const char *text)
{
    struct edxml message = {0};
    struct diag diag = {0};
    int err = edxml_read_text(text, strlen(text), "m", &message, &diag);
    if (err) {
        fail_msg("%d: %s", err, diag.count > 0 ? diag.items[0].message : "");
    }
    return message;
}

/* What it is to be, the first step's unit, and what became of it. */
static void expect(struct office *office, const char *text, enum edxml_what what, const char *unit,
                   enum edxml_outcome outcome)
{
    const struct action action = {.now = office->now, .author = "edxml"};
    struct edxml message = read_message(text);
    struct edxml_steps steps = {0};
    struct buf said;
    buf_init(&said, 1 << 20);
    assert_int_equal(0,
                     edxml_apply(&office->engine, &message, "m", &action, &steps, &office->diag));
    assert_int_equal(1, steps.count);
    assert_int_equal(0, edxml_steps_print(&steps, &said));
    const struct edxml_step *step = &steps.items[0];
    if (step->what != what || edxml_outcome(&steps) != outcome) {
        fail_msg("%s, %s: %s", edxml_what_name(step->what),
                 edxml_outcome_name(edxml_outcome(&steps)), buf_str(&said));
    }
    if (unit) {
        assert_string_equal(unit, step->event.unit);
    }
    buf_clear(&said);
    edxml_steps_clear(&steps);
    edxml_steps_clear(&steps);
    edxml_clear(&message);
}

static struct occurrence_row find(struct office *office, const char *id)
{
    struct occurrence_row row;
    store_occurrence_init(&row);
    assert_int_equal(0, store_occurrence_get(office->store, id, &row));
    return row;
}

static void check(struct office *office, const char *id, enum outcome outcome, const char *due)
{
    struct occurrence_row row = find(office, id);
    assert_int_equal(outcome, row.dates.outcome);
    assert_int_equal(on(due), row.dates.due);
    store_occurrence_clear(&row);
}

static int count_entry(const struct ledger_row *row, void *arg)
{
    int *count = arg;
    *count += strcmp(row->kind, "edxml") == 0;
    return 0;
}

static int entries(struct office *office)
{
    int count = 0;
    struct ledger_filter filter;
    ledger_filter_init(&filter);
    assert_int_equal(0, store_ledger_each(office->store, &filter, count_entry, &count));
    return count;
}

static void test_life(void **state)
{
    struct office *office = *state;
    configure(office);
    expect(office, RECEIVED, EDXML_TASK, "tc", EDXML_OUT_APPLIED);
    check(office, FIRST, OUTCOME_OPEN, "2022-03-31");
    expect(office, RECEIVED, EDXML_TASK, "tc", EDXML_OUT_APPLIED);
    assert_int_equal(1, entries(office)); /* the second time nothing is said */
    expect(office,
           PAPER("UB", "SO", "130", "<DueDate>2022/04/15</DueDate>")
               BUSINESS("2", "UB,2022/03/10,125/UBND-TH") TAIL,
           EDXML_CHANGE, NULL, EDXML_OUT_APPLIED);
    check(office, FIRST, OUTCOME_OPEN, "2022-04-15");
    expect(office, PAPER("SO", "UB", "9", ANSWERS("UB,2022/03/10,125/UBND-TH")) TAIL,
           EDXML_DISCHARGE, NULL, EDXML_OUT_APPLIED);
    check(office, FIRST, OUTCOME_DONE, "2022-04-15");
    struct occurrence_row row = find(office, FIRST);
    assert_string_equal("9/UBND-TH", row.document);
    store_occurrence_clear(&row);
}

static void test_statuses(void **state)
{
    struct office *office = *state;
    configure(office);
    /* Before there is anything: only noted. */
    expect(office, STATUS("SO", "06"), EDXML_NOTED, NULL, EDXML_OUT_NOTED);
    expect(office, RECEIVED, EDXML_TASK, "tc", EDXML_OUT_APPLIED);
    expect(office, STATUS("SO", "05"), EDXML_NOTED, NULL, EDXML_OUT_NOTED);
    expect(office, STATUS("SO", "99"), EDXML_NOTED, NULL, EDXML_OUT_NOTED);
    expect(office, STATUS("SO", "13"), EDXML_NOTED, NULL, EDXML_OUT_NOTED);
    check(office, FIRST, OUTCOME_OPEN, "2022-03-31");
    expect(office, STATUS("SO", "06"), EDXML_FINISH, NULL, EDXML_OUT_APPLIED);
    check(office, FIRST, OUTCOME_DONE, "2022-03-31");
}

static void test_taken_back(void **state)
{
    struct office *office = *state;
    configure(office);
    expect(office, RECEIVED, EDXML_TASK, "tc", EDXML_OUT_APPLIED);
    expect(office, PAPER("UB", "SO", "131", "") BUSINESS("1", "UB,2022/03/10,125/UBND-TH") TAIL,
           EDXML_CANCEL, NULL, EDXML_OUT_APPLIED);
    check(office, FIRST, OUTCOME_EXEMPT, "2022-03-31");
    /* Of what is exempt nothing can be discharged. */
    expect(office, PAPER("SO", "UB", "9", ANSWERS("")) TAIL, EDXML_DISCHARGE, NULL,
           EDXML_OUT_REFUSED);
}

static void test_whose(void **state)
{
    struct office *office = *state;
    configure(office);
    /* A branch with a code of its own gets and answers its own. */
    expect(office, RECEIVED, EDXML_TASK, "tc", EDXML_OUT_APPLIED);
    expect(office, PAPER("UB", "chi", "125", "<DueDate>2022/03/31</DueDate>") TAIL, EDXML_TASK,
           "tt", EDXML_OUT_APPLIED);
    expect(office, PAPER("CHI", "UB", "3", ANSWERS("UB,2022/03/10,125/UBND-TH")) TAIL,
           EDXML_DISCHARGE, "tt", EDXML_OUT_APPLIED);
    check(office, FIRST, OUTCOME_OPEN, "2022-03-31");
    check(office, "so/giao/2022-2", OUTCOME_DONE, "2022-03-31");
    /* The same number of another office is another paper. */
    expect(office, PAPER("SO", "XA", "4", ANSWERS("XA,2022/03/10,125/UBND-TH")) TAIL, EDXML_NOTED,
           NULL, EDXML_OUT_NOTED);
    check(office, FIRST, OUTCOME_OPEN, "2022-03-31");
}

static void test_not_ours(void **state)
{
    struct office *office = *state;
    const struct action action = {.now = office->now, .author = "edxml"};
    static const char *const TEXTS[] = {PAPER("UB", "XA", "1", "") TAIL, STATUS("UB", "06"),
                                        STATUS("XA", "13")};
    configure(office);
    for (size_t i = 0; i < COUNT(TEXTS); i++) {
        struct edxml message = read_message(TEXTS[i]);
        struct edxml_steps steps = {0};
        struct diag diag = {0};
        assert_int_equal(ERR_REFUSED,
                         edxml_apply(&office->engine, &message, "m", &action, &steps, &diag));
        assert_int_equal(0, steps.count);
        assert_int_equal(1, diag.count);
        assert_int_equal(i + 1, entries(office));
        diag_clear(&diag);
        edxml_clear(&message);
    }
}

static void test_unread(void **state)
{
    struct office *office = *state;
    const struct action action = {.now = office->now, .author = "edxml"};
    struct diag diag = {0};
    configure(office);
    diag_add(&diag, DIAG_ERROR, "t\xEA\x01.xml", 3, 0, "hỏng", "Sửa.");
    assert_int_equal(0, edxml_note_unread(&office->engine, "t\xEA\x01.xml", &action, &diag));
    diag_clear(&diag);
    assert_int_equal(1, entries(office));
}

/* Ids and texts that are longer than an event takes. */
static void test_long(void **state)
{
    struct office *office = *state;
    configure(office);
    struct buf text;
    buf_init(&text, 1 << 20);
    assert_int_equal(0, buf_puts(&text, HEAD "<MessageHeader><From><OrganId>UB</OrganId></From><To>"
                                             "<OrganId>SO</OrganId></To><Code><CodeNumber>1"
                                             "</CodeNumber></Code><DueDate>2022/03/31</DueDate>"
                                             "<DocumentId>"));
    for (int i = 0; i < 70; i++) {
        assert_int_equal(0, buf_puts(&text, "ếế,"));
    }
    assert_int_equal(0, buf_puts(&text, "</DocumentId><Subject>"));
    for (int i = 0; i < 3000; i++) {
        assert_int_equal(0, buf_puts(&text, "ế"));
    }
    assert_int_equal(0, buf_puts(&text, "</Subject></MessageHeader>" TAIL));
    struct edxml message = {0};
    struct diag diag = {0};
    /* An id is no novel. */
    assert_int_equal(ERR_LIMIT, edxml_read_text(buf_str(&text), text.len, "m", &message, &diag));
    diag_clear(&diag);
    char *cut = strstr(text.data, "ếế,ếế,ếế,ếế,");
    memset(cut, 'x', strlen("ếế,") * 40);
    memmove(cut, cut + strlen("ếế,") * 30, strlen(cut + strlen("ếế,") * 30) + 1);
    expect(office, text.data, EDXML_TASK, "vp", EDXML_OUT_APPLIED);
    expect(office, text.data, EDXML_TASK, "vp", EDXML_OUT_APPLIED);
    assert_int_equal(1, entries(office));
    buf_clear(&text);
}

int test_edxml(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_life, office_open, office_close),
        cmocka_unit_test_setup_teardown(test_statuses, office_open, office_close),
        cmocka_unit_test_setup_teardown(test_taken_back, office_open, office_close),
        cmocka_unit_test_setup_teardown(test_whose, office_open, office_close),
        cmocka_unit_test_setup_teardown(test_not_ours, office_open, office_close),
        cmocka_unit_test_setup_teardown(test_unread, office_open, office_close),
        cmocka_unit_test_setup_teardown(test_long, office_open, office_close),
    };
    return cmocka_run_group_tests_name("edxml", tests, NULL, NULL);
}
