/* What a reading says beside its rules: labels, the words of events and references, spans,
 * reasons; and the options. */
#include "tests/unit/phrase/tests.h"

#include "lib/phrase/words.h"
#include "phrase/phrase.h"

static struct reading read_text(const char *text, int year, bool inclusive)
{
    struct phrase_options options = {year, year, inclusive};
    struct reading reading;
    reading_init(&reading);
    assert_int_equal(phrase_read(text, strlen(text), &options, &reading), 0);
    return reading;
}

static void expect_span(const char *text, struct span span, const char *words)
{
    assert_true(span.begin <= span.end && span.end <= strlen(text));
    assert_int_equal(span.end - span.begin, strlen(words));
    assert_memory_equal(text + span.begin, words, strlen(words));
}

void test_labels(void **unused)
{
    (void)unused;
    static const struct {
        const char *text, *first, *second;
    } cases[] = {
        {"Sơ kết: tháng 6/2024; tổng kết: tháng 12/2024", "Sơ kết", "tổng kết"},
        {"- Tháng 01/2024 (ban hành KH).\n- Định kỳ hàng quý và năm 2024.", "ban hành KH", NULL},
        {"Tháng 01/2024 (KH). BC định kỳ theo quy định.", "KH", "BC định kỳ"},
        {"Thường xuyên; báo cáo kết quả trước ngày 10/12/2024", NULL, "báo cáo kết quả"},
        {"Ban hành Kế hoạch năm 2025 trước ngày 30/11/2024, rà soát trước ngày 15/12/2024",
         "Ban hành Kế hoạch năm 2025", "rà soát"},
        {"Quý I/2024 (xây dựng kế hoạch); thường xuyên (tổ chức thực hiện)", "xây dựng kế hoạch",
         "tổ chức thực hiện"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct reading reading = read_text(cases[i].text, 2024, false);
        assert_true(reading.count >= 2);
        const char *first = reading.obligations[0].label, *second = reading.obligations[1].label;
        if (cases[i].first == NULL ? first != NULL
                                   : first == NULL || strcmp(first, cases[i].first) != 0)
            fail_msg("%s: first label %s", cases[i].text, first != NULL ? first : "none");
        if (cases[i].second == NULL ? second != NULL
                                    : second == NULL || strcmp(second, cases[i].second) != 0)
            fail_msg("%s: second label %s", cases[i].text, second != NULL ? second : "none");
        reading_clear(&reading);
    }
}

void test_event_words(void **unused)
{
    (void)unused;
    static const struct {
        const char *text, *event, *reference;
    } cases[] = {
        {"Khi có văn bản  chỉ đạo.", "Khi có văn bản chỉ đạo", NULL},
        {"Đột xuất theo yêu cầu của UBND\ntỉnh", "Đột xuất theo yêu cầu của UBND tỉnh", NULL},
        {"Trong 05 ngày làm việc kể từ ngày nhận được hồ sơ", "ngày nhận được hồ sơ", NULL},
        {"Khi có yêu cầu, trong thời hạn 03 ngày", "Khi có yêu cầu", NULL},
        {"Sau khi có hướng dẫn, chậm nhất ngày 30/11/2024", "Sau khi có hướng dẫn", NULL},
        {"Theo Kế hoạch số 05/KH-UBND ngày 14/01/2022", NULL,
         "Theo Kế hoạch số 05/KH-UBND ngày 14/01/2022"},
        {"Như trên", NULL, "Như trên"},
        /* decomposed text comes out composed */
        {"Khi co\xcc\x81 ye\xcc\x82u ca\xcc\x82\xcc\x80u", "Khi có yêu cầu", NULL},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct reading reading = read_text(cases[i].text, 2024, false);
        assert_true(reading.count >= 1);
        const struct obligation *first = &reading.obligations[0];
        if (cases[i].event != NULL)
            assert_string_equal(first->event, cases[i].event);
        else
            assert_null(first->event);
        if (cases[i].reference != NULL)
            assert_string_equal(first->reference, cases[i].reference);
        else
            assert_null(first->reference);
        reading_clear(&reading);
    }
}

void test_reasons(void **unused)
{
    (void)unused;
    static const struct {
        const char *text;
        enum reading_status status;
        enum reading_reason reason;
        const char *offending; /* NULL: not looked at */
    } cases[] = {
        {"", READING_NEEDS_A_PERSON, READING_REASON_EMPTY, NULL},
        {" \n ", READING_NEEDS_A_PERSON, READING_REASON_EMPTY, NULL},
        {"Văn phòng Sở", READING_NEEDS_A_PERSON, READING_REASON_NO_TIME, NULL},
        {"định kỳ", READING_NEEDS_A_PERSON, READING_REASON_NO_PERIOD, "định kỳ"},
        {"Trước ngày 31/6/2024", READING_CONTRADICTORY, READING_REASON_NO_SUCH_DATE,
         "ngày 31/6/2024"},
        {"Quý I, V/2024", READING_CONTRADICTORY, READING_REASON_NO_SUCH_DATE, "V/2024"},
        {"Từ 30/6/2024 đến 15/3/2024", READING_CONTRADICTORY, READING_REASON_ENDS_BEFORE_START,
         "Từ 30/6/2024 đến 15/3/2024"},
        {"Trước ngày 30/6/2204", READING_CONTRADICTORY, READING_REASON_FAR_YEAR, NULL},
        {"Hằng quý hoặc 6 tháng", READING_NEEDS_A_PERSON, READING_REASON_ALTERNATIVE, NULL},
        {"sau 15 ngày kể từ ngày ký", READING_NEEDS_A_PERSON, READING_REASON_TERM_OR_EARLIEST,
         NULL},
        {"ngày 25 của tháng cuối kỳ báo cáo", READING_NEEDS_A_PERSON,
         READING_REASON_PERIOD_ELSEWHERE, NULL},
        {"Trước ngày 15", READING_NEEDS_A_PERSON, READING_REASON_UNREAD, NULL},
        {"chậm nhất trước ngày 15/6/2024", READING_UNDERSTOOD, READING_REASON_DOUBLE_MARKER, NULL},
        {"Trước 17h00 ngày 15/6/2024", READING_UNDERSTOOD, READING_REASON_NONE, NULL},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct reading reading = read_text(cases[i].text, 2024, false);
        if (reading.status != cases[i].status || reading.reason != cases[i].reason)
            fail_msg("\"%s\": %s, reason %d", cases[i].text, reading_status_name(reading.status),
                     (int)reading.reason);
        if (cases[i].offending != NULL)
            expect_span(cases[i].text, reading.offending, cases[i].offending);
        if (reading.status == READING_CONTRADICTORY)
            assert_int_equal(reading.count, 0);
        reading_clear(&reading);
    }
}

void test_unread_spans(void **unused)
{
    (void)unused;
    static const char text[] = "Trong năm 2024; hoàn thành tuần 2 tháng 6";
    struct reading reading = read_text(text, 2024, false);
    assert_int_equal(reading.count, 1);
    assert_int_equal(reading.unread_count, 1);
    expect_span(text, reading.unread[0], "tuần 2 tháng 6");
    expect_span(text, reading.offending, "tuần 2 tháng 6");
    expect_span(text, reading.obligations[0].span, "Trong năm 2024");
    reading_clear(&reading);

    static const char bad[] = "Quý I/2024 \xff\xfe";
    reading = read_text(bad, 2024, false);
    assert_int_equal(reading.unread_count, 1);
    assert_int_equal(reading.unread[0].begin, 12);
    reading_clear(&reading);
}

void test_options(void **unused)
{
    (void)unused;
    struct reading reading = read_text("Trước ngày 15/6", 2023, true);
    assert_int_equal(reading.obligations[0].rule.once.due, civil_to_day(2023, 6, 15));
    reading_clear(&reading);
    reading = read_text("trước tháng 6", 2023, true); /* a period is never included */
    assert_int_equal(reading.obligations[0].rule.once.due, civil_to_day(2023, 5, 31));
    reading_clear(&reading);
    reading = read_text("Trước ngày 15 hằng tháng", 2023, true);
    assert_int_equal(reading.obligations[0].rule.cycle.anchors[0].shift, 0);
    reading_clear(&reading);
    reading = read_text("Trước ngày 30/6/1987", 0, false); /* no plan: no year is far */
    assert_int_equal(reading.status, READING_UNDERSTOOD);
    reading_clear(&reading);
}

void test_too_long(void **unused)
{
    (void)unused;
    size_t len = PHRASE_MAX_BYTES + 1;
    char *text = malloc(len);
    assert_non_null(text);
    memset(text, '1', len);
    struct phrase_options options = {2024, 2024, false};
    struct reading reading;
    reading_init(&reading);
    assert_int_equal(phrase_read(text, len, &options, &reading), 0);
    assert_int_equal(reading.status, READING_NEEDS_A_PERSON);
    assert_int_equal(reading.reason, READING_REASON_TOO_LONG);
    reading_clear(&reading);
    assert_int_equal(phrase_read(text, PHRASE_MAX_BYTES, &options, &reading), 0);
    assert_int_equal(reading.unread_count, 1);
    reading_clear(&reading);
    free(text);
}

void test_word_classes(void **unused)
{
    (void)unused;
    /* one letter group, told apart by its marks */
    assert_int_equal(words_find("ngay", 4, TONE_GRAVE), W_NGAY);
    assert_int_equal(words_find("ngay", 4, 0), W_NGAYNOW);
    assert_int_equal(words_find("nam", 3, MARK_BREVE), W_NAM);
    assert_int_equal(words_find("sau", 3, TONE_ACUTE), W_SIX);
    assert_int_equal(words_find("sau", 3, 0), W_SAU);
    assert_int_equal(words_find("moi", 3, TONE_ACUTE | MARK_HORN), W_NONE); /* mới */
    assert_int_equal(words_find("moi", 3, TONE_TILDE | MARK_CIRCUMFLEX), W_MOI);
    assert_int_equal(words_find("tuan", 4, MARK_CIRCUMFLEX), W_NONE); /* tuân */
    assert_int_equal(words_find("tuan", 4, TONE_GRAVE | MARK_CIRCUMFLEX), W_TUAN);
    assert_int_equal(words_find("truoc", 5, TONE_ACUTE), W_TRUOC); /* a slip */
    assert_int_equal(words_find("xyz", 3, 0), W_NONE);
    assert_int_equal(words_find("", 0, 0), W_NONE);
}
