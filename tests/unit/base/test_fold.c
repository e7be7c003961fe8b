#include <sodium.h>

#include "base/cleanup.h"
#include "base/err.h"
#include "base/utf8.h"
#include "tests.h"

typedef int fold(const char *text, size_t len, struct buf *out);

struct fold_case {
    const char *text;
    const char *wanted;
};

static void check_folds(fold *function, const struct fold_case *cases, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        _cleanup_buf_ struct buf out = {.max = 1000};
        assert_int_equal(function(cases[i].text, strlen(cases[i].text), &out), 0);
        assert_string_equal(buf_str(&out), cases[i].wanted);
    }
}

static void composes(void **state)
{
    (void)state;
    static const struct fold_case cases[] = {
        {"", ""},
        {"abc", "abc"},
        /* Lines of Unicode's NormalizationTest.txt: c2 of each. */
        {"\u1E0A", "\u1E0A"},
        {"D\u0307", "\u1E0A"},
        {"\u1E0C\u0307", "\u1E0C\u0307"},
        {"D\u0307\u0323", "\u1E0C\u0307"},
        {"\u212B", "\u00C5"},
        {"\u0340", "\u0300"},
        {"\uFB01", "\uFB01"},
        /* "Tiếng Việt" decomposed, with the marks in both orders. */
        {"Tie\u0302\u0301ng Vie\u0323\u0302t", "Tiếng Việt"},
        {"Vie\u0302\u0323t", "Việt"},
        {"u\u031B\u01A0", "ưƠ"},
    };
    check_folds(utf8_nfc, cases, COUNT(cases));
}

static void lowers(void **state)
{
    (void)state;
    static const struct fold_case cases[] = {
        {"TRUNG TÂM CNTT", "trung tâm cntt"},
        {"ĐƠN VỊ", "đơn vị"},
        {"E\u0302\u0301", "ế"},
        {"Ừ Ỹ Ẵ Ợ", "ừ ỹ ẵ ợ"},
        {"đã thấp 15%", "đã thấp 15%"},
    };
    check_folds(utf8_lower, cases, COUNT(cases));
}

static void drops_diacritics(void **state)
{
    (void)state;
    static const struct fold_case cases[] = {
        {"Đôn đốc", "don doc"},           {"Đo\u0302n do\u0302\u0301c", "don doc"},
        {"Thường xuyên", "thuong xuyen"}, {"NGHIỄU ƯỚC Ỵ ẩ", "nghieu uoc y a"},
        {"12/BC-STNMT", "12/bc-stnmt"},   {"ß 漢", "ß 漢"},
    };
    check_folds(utf8_fold_plain, cases, COUNT(cases));
}

/* Every letter with marks that Vietnamese has, against its plain letter. */
static void drops_the_diacritics_of_every_letter(void **state)
{
    (void)state;
    static const struct fold_case cases[] = {
        {"àáảãạăằắẳẵặâầấẩẫậ", "aaaaaaaaaaaaaaaaa"},
        {"èéẻẽẹêềếểễệ", "eeeeeeeeeee"},
        {"ìíỉĩị", "iiiii"},
        {"òóỏõọôồốổỗộơờớởỡợ", "ooooooooooooooooo"},
        {"ùúủũụưừứửữự", "uuuuuuuuuuu"},
        {"ỳýỷỹỵ", "yyyyy"},
        {"đĐ", "dd"},
    };
    check_folds(utf8_fold_plain, cases, COUNT(cases));
}

static void tidies_spaces(void **state)
{
    (void)state;
    static const struct fold_case cases[] = {
        {"  a \t\r\n b  ", "a b"}, {"\u00A0quý\u2003I\u3000", "quý I"},
        {"\uFEFFa\u200Bb", "ab"},  {" \n ", ""},
        {"e\u0302", "ê"},
    };
    check_folds(utf8_tidy, cases, COUNT(cases));
}

static bool same_name(const char *a, const char *b)
{
    _cleanup_buf_ struct buf key_a = {.max = 1000};
    _cleanup_buf_ struct buf key_b = {.max = 1000};
    assert_int_equal(utf8_fold_name(a, strlen(a), &key_a), 0);
    assert_int_equal(utf8_fold_name(b, strlen(b), &key_b), 0);
    assert_true(key_a.len > 0);
    return key_a.len == key_b.len && memcmp(key_a.data, key_b.data, key_a.len) == 0;
}

static void names_are_the_same(void **state)
{
    (void)state;
    static const struct fold_case cases[] = {
        {"Trung tâm CNTT", "TRUNG TÂM cntt"},
        {"Trung tâm CNTT", "  Trung\u00A0tâm   CNTT\n"},
        {"Văn phòng", "Va\u0306n pho\u0300ng"},
        {"Phòng Tài chính, Hòa Bình", "Phòng Tài chính, Hoà Bình"},
        {"thủy lợi", "thuỷ lợi"},
        {"khoẻ", "khỏe"},
        {"HOÀ", "hòa"},
        {"Kế hoạch - Tài chính", "Kế hoạch – Tài chính"},
        {"Kế hoạch - Tài chính", "Kế hoạch-Tài chính"},
        {"TN & MT", "TN&MT"},
        {"“Một cửa”", "\"Một cửa\""},
        {"Chi cục\u200B Biển", "Chi cục Biển"},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        assert_true(same_name(cases[i].text, cases[i].wanted));
    }
}

static void names_are_not_the_same(void **state)
{
    (void)state;
    static const struct fold_case cases[] = {
        {"Phòng Đất", "Phòng Đát"}, {"Phòng Đất", "Phòng Dất"}, {"hòa", "hóa"},
        {"cơ quan", "cô quan"},     {"Phòng 1", "Phòng 11"},    {"Văn phòng", "Vănphòng"},
        {"hoa hòa", "hòa hoa"},     {"ban an", "bàn an"},       {"Phòng A-B", "Phòng A B"},
        {"quản lý", "quản lí"},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        assert_false(same_name(cases[i].text, cases[i].wanted));
    }
}

static void folding_a_fold_changes_nothing(void **state)
{
    (void)state;
    static const char *const texts[] = {"Trung tâm “CNTT” – Hoà Bình", "e\u0301\u0302 \u0300a 漢",
                                        "12/BC-STNMT  ngày 18/3", "toán Toản"};
    static fold *const folds[] = {utf8_nfc, utf8_lower, utf8_fold_plain, utf8_fold_name, utf8_tidy};
    for (size_t i = 0; i < COUNT(texts); i++) {
        for (size_t j = 0; j < COUNT(folds); j++) {
            _cleanup_buf_ struct buf once = {.max = 1000};
            _cleanup_buf_ struct buf twice = {.max = 1000};
            assert_int_equal(folds[j](texts[i], strlen(texts[i]), &once), 0);
            assert_int_equal(folds[j](once.data, once.len, &twice), 0);
            assert_string_equal(buf_str(&once), buf_str(&twice));
        }
    }
}

static void failures_leave_the_output(void **state)
{
    (void)state;
    static fold *const folds[] = {utf8_nfc, utf8_lower, utf8_fold_plain, utf8_fold_name, utf8_tidy};
    _cleanup_free_ char *big = calloc(1, UTF8_MAX_INPUT + 1);
    assert_non_null(big);
    for (size_t j = 0; j < COUNT(folds); j++) {
        _cleanup_buf_ struct buf out = {.max = 8};
        assert_int_equal(buf_puts(&out, "abc"), 0);
        assert_int_equal(folds[j]("a\xFF", 2, &out), ERR_FORMAT);
        assert_int_equal(folds[j]("\xC3", 1, &out), ERR_FORMAT);
        assert_int_equal(folds[j]("quá dài rồi", strlen("quá dài rồi"), &out), ERR_LIMIT);
        assert_int_equal(folds[j](big, UTF8_MAX_INPUT + 1, &out), ERR_LIMIT);
        assert_string_equal(buf_str(&out), "abc");
        assert_int_equal(folds[j](NULL, 0, &out), 0);
        assert_int_equal(folds[j]("a\0b", 3, &out), 0);
        assert_memory_equal(buf_str(&out), "abca\0b", 7);
    }
}

/* Any bytes: either refused, or folded to valid text. */
static void any_bytes_are_survived(void **state)
{
    (void)state;
    static fold *const folds[] = {utf8_nfc, utf8_lower, utf8_fold_plain, utf8_fold_name, utf8_tidy};
    unsigned char seed[randombytes_SEEDBYTES] = {1};
    for (int round = 0; round < 3000; round++) {
        unsigned char bytes[48];
        memcpy(seed, &round, sizeof(round));
        randombytes_buf_deterministic(bytes, sizeof(bytes), seed);
        /* Half of the rounds are made of characters, so that they get past the first byte. */
        _cleanup_buf_ struct buf text = {.max = 200};
        for (size_t i = 0; i + 1 < sizeof(bytes); i += 2) {
            char encoded[UTF8_CHAR_SIZE];
            uint32_t code = (uint32_t)(bytes[i] << 8 | bytes[i + 1]) % 0x2200;
            int used = utf8_encode(code, encoded);
            assert_int_equal(buf_append(&text, encoded, (size_t)used), 0);
        }
        for (size_t j = 0; j < COUNT(folds); j++) {
            _cleanup_buf_ struct buf out = {.max = 10000};
            int err = folds[j]((const char *)bytes, sizeof(bytes), &out);
            assert_true(err == 0 || err == ERR_FORMAT);
            assert_int_equal(err == 0, utf8_is_valid((const char *)bytes, sizeof(bytes)));
            buf_reset(&out);
            assert_int_equal(folds[j](text.data, text.len, &out), 0);
            assert_true(utf8_is_valid(buf_str(&out), out.len));
        }
    }
}

/* Text that is NFC for certain is not given to utf8proc; with a character behind it that makes it
 * doubtful (U+4E00, which changes nothing) it is. Both ways must agree, for each pair. */
static void both_ways_to_nfc_agree(void **state)
{
    (void)state;
    static const uint32_t before[] = {'a', 'A', 0x1A1, 0x1EB9, ' '};
    for (size_t i = 0; i < sizeof(before) / sizeof(before[0]); i++) {
        for (uint32_t code = 1; code < 0x3000; code++) {
            char first[UTF8_CHAR_SIZE], second[UTF8_CHAR_SIZE], text[16];
            utf8_encode(before[i], first);
            utf8_encode(code, second);
            _cleanup_buf_ struct buf quick = {.max = 100};
            _cleanup_buf_ struct buf slow = {.max = 100};
            (void)snprintf(text, sizeof(text), "%s%s", first, second);
            assert_int_equal(utf8_nfc(text, strlen(text), &quick), 0);
            assert_int_equal(buf_puts(&quick, "\u4E00"), 0);
            (void)snprintf(text, sizeof(text), "%s%s\u4E00", first, second);
            assert_int_equal(utf8_nfc(text, strlen(text), &slow), 0);
            assert_string_equal(buf_str(&quick), buf_str(&slow));
        }
    }
}

int test_fold(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(composes),
        cmocka_unit_test(both_ways_to_nfc_agree),
        cmocka_unit_test(lowers),
        cmocka_unit_test(drops_diacritics),
        cmocka_unit_test(drops_the_diacritics_of_every_letter),
        cmocka_unit_test(tidies_spaces),
        cmocka_unit_test(names_are_the_same),
        cmocka_unit_test(names_are_not_the_same),
        cmocka_unit_test(folding_a_fold_changes_nothing),
        cmocka_unit_test(failures_leave_the_output),
        cmocka_unit_test(any_bytes_are_survived),
    };
    return cmocka_run_group_tests_name("fold", tests, NULL, NULL);
}
