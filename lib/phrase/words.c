#include "lib/phrase/words.h"

#include <string.h>

/* How the marks of a written word must agree with those of an entry. */
enum agreement {
    EXACT,     /* the same marks */
    PLAIN_TOO, /* the same, or none at all (text whose diacritics were lost) */
    ANY_MARKS, /* any: no other word in use has these letters, so it is a slip or a scan's error */
};

struct entry {
    const char *letters;
    uint8_t len;
    uint8_t marks;
    uint8_t word; /* enum word */
    uint8_t agreement;
};

/* Sorted by letters; among equal letters the first PLAIN_TOO entry is what the plain word means.
 * Letter groups no Vietnamese syllable has are what scans make of a word ("nim": năm). */
static const struct entry table[] = {
    {"al", 2, 0, W_AL, PLAIN_TOO},
    {"am", 2, MARK_CIRCUMFLEX, W_AM, PLAIN_TOO},
    {"an", 2, TONE_ACUTE, W_DOC, PLAIN_TOO},
    {"ap", 2, TONE_ACUTE, W_AP, PLAIN_TOO},
    {"ba", 2, 0, W_THREE, PLAIN_TOO},
    {"ban", 3, 0, W_VERB, PLAIN_TOO},
    {"bao", 3, TONE_ACUTE, W_BAO, PLAIN_TOO},
    {"bat", 3, TONE_ACUTE | MARK_BREVE, W_BAT, PLAIN_TOO},
    {"bay", 3, TONE_HOOK, W_SEVEN, PLAIN_TOO},
    {"bay", 3, TONE_HOOK | MARK_CIRCUMFLEX, W_SEVEN, EXACT},
    {"bc", 2, 0, W_BC, PLAIN_TOO},
    {"bieu", 4, TONE_HOOK | MARK_CIRCUMFLEX, W_NUMBERED, PLAIN_TOO},
    {"bo", 2, TONE_ACUTE | MARK_CIRCUMFLEX, W_VERB, EXACT},
    {"bon", 3, TONE_ACUTE | MARK_CIRCUMFLEX, W_FOUR, PLAIN_TOO},
    {"buoc", 4, TONE_ACUTE | MARK_HORN, W_NUMBERED, PLAIN_TOO},
    {"ca", 2, TONE_HOOK, W_CA, PLAIN_TOO},
    {"cac", 3, TONE_ACUTE, W_CAC, PLAIN_TOO},
    {"can", 3, TONE_GRAVE | MARK_CIRCUMFLEX, W_CAN, PLAIN_TOO},
    {"can", 3, MARK_BREVE, W_CANCU, EXACT},
    {"cao", 3, TONE_ACUTE, W_CAO, PLAIN_TOO},
    {"cap", 3, TONE_ACUTE | MARK_CIRCUMFLEX, W_NUMBERED, PLAIN_TOO},
    {"cau", 3, TONE_GRAVE | MARK_CIRCUMFLEX, W_CAU, PLAIN_TOO},
    {"cham", 4, TONE_DOT | MARK_CIRCUMFLEX, W_CHAM, PLAIN_TOO},
    {"chap", 4, TONE_DOT, W_CHAP, PLAIN_TOO},
    {"che", 3, TONE_ACUTE | MARK_CIRCUMFLEX, W_QUYX, PLAIN_TOO},
    {"chieu", 5, TONE_GRAVE | MARK_CIRCUMFLEX, W_CHIEU, PLAIN_TOO},
    {"chin", 4, TONE_ACUTE, W_NINE, PLAIN_TOO},
    {"cho", 3, 0, W_CHO, PLAIN_TOO},
    {"chot", 4, TONE_ACUTE, W_CHOT, ANY_MARKS},
    {"chu", 3, TONE_HOOK, W_CHU, PLAIN_TOO},
    {"chuc", 4, TONE_ACUTE | MARK_HORN, W_VERB, PLAIN_TOO},
    {"chuong", 6, MARK_HORN, W_NUMBERED, PLAIN_TOO},
    {"chuyen", 6, MARK_CIRCUMFLEX, W_CHUYEN, PLAIN_TOO},
    {"co", 2, TONE_ACUTE, W_CO, PLAIN_TOO},
    {"cot", 3, TONE_DOT | MARK_CIRCUMFLEX, W_NUMBERED, PLAIN_TOO},
    {"cua", 3, TONE_HOOK, W_CUA, PLAIN_TOO},
    {"cudi", 4, 0, W_CUOI, ANY_MARKS},
    {"cuei", 4, 0, W_CUOI, ANY_MARKS},
    {"cung", 4, TONE_GRAVE, W_CUNG, PLAIN_TOO},
    {"cuoi", 4, TONE_ACUTE | MARK_CIRCUMFLEX, W_CUOI, ANY_MARKS},
    {"da", 2, MARK_STROKE, W_DA, PLAIN_TOO},
    {"dai", 3, TONE_GRAVE, W_DAI, PLAIN_TOO},
    {"dau", 3, TONE_GRAVE | MARK_CIRCUMFLEX | MARK_STROKE, W_DAU, PLAIN_TOO},
    {"de", 2, TONE_GRAVE | MARK_CIRCUMFLEX | MARK_STROKE, W_DE, PLAIN_TOO},
    {"den", 3, TONE_ACUTE | MARK_CIRCUMFLEX | MARK_STROKE, W_DEN, PLAIN_TOO},
    {"dgt", 3, 0, W_DOT, ANY_MARKS},
    {"di", 2, MARK_STROKE, W_DI, PLAIN_TOO},
    {"diem", 4, TONE_HOOK | MARK_CIRCUMFLEX | MARK_STROKE, W_DIEM, PLAIN_TOO},
    {"dien", 4, TONE_DOT | MARK_CIRCUMFLEX | MARK_STROKE, W_DOC, PLAIN_TOO},
    {"dieu", 4, TONE_GRAVE | MARK_CIRCUMFLEX | MARK_STROKE, W_NUMBERED, PLAIN_TOO},
    {"dinh", 4, TONE_DOT | MARK_STROKE, W_DINH, PLAIN_TOO},
    {"dip", 3, TONE_DOT, W_DIP, ANY_MARKS},
    {"do", 2, TONE_DOT | MARK_CIRCUMFLEX | MARK_STROKE, W_NUMBERED, EXACT},
    {"do", 2, TONE_ACUTE | MARK_STROKE, W_DO, PLAIN_TOO},
    {"doan", 4, TONE_DOT | MARK_STROKE, W_DOAN, PLAIN_TOO},
    {"doi", 3, TONE_ACUTE | MARK_CIRCUMFLEX | MARK_STROKE, W_DOI, PLAIN_TOO},
    {"dong", 4, TONE_DOT | MARK_CIRCUMFLEX | MARK_STROKE, W_NOUN, EXACT},
    {"dot", 3, TONE_DOT | MARK_CIRCUMFLEX | MARK_STROKE, W_DOT, PLAIN_TOO},
    {"dot", 3, TONE_DOT | MARK_HORN | MARK_STROKE, W_DOT, EXACT},
    {"du", 2, TONE_DOT | MARK_HORN, W_DU, PLAIN_TOO},
    {"dung", 4, TONE_ACUTE | MARK_STROKE, W_DUNG, PLAIN_TOO},
    {"dung", 4, TONE_DOT | MARK_HORN, W_VERB, EXACT},
    {"dung", 4, TONE_DOT, W_APDUNG, PLAIN_TOO},
    {"duong", 5, MARK_HORN, W_DUONG, PLAIN_TOO},
    {"gan", 3, TONE_GRAVE | MARK_CIRCUMFLEX, W_GAN, PLAIN_TOO},
    {"gia", 3, TONE_ACUTE, W_NOUN, PLAIN_TOO},
    {"giai", 4, 0, W_GIAI, PLAIN_TOO},
    {"gian", 4, 0, W_GIAN, PLAIN_TOO},
    {"gieng", 5, MARK_CIRCUMFLEX, W_GIENG, PLAIN_TOO},
    {"gio", 3, TONE_GRAVE | MARK_HORN, W_GIO, PLAIN_TOO},
    {"gio", 3, TONE_TILDE | MARK_CIRCUMFLEX, W_GIOTO, EXACT},
    {"giua", 4, TONE_TILDE | MARK_HORN, W_GIUA, PLAIN_TOO},
    {"gui", 3, TONE_HOOK | MARK_HORN, W_VERB, PLAIN_TOO},
    {"h", 1, 0, W_H, PLAIN_TOO},
    {"hai", 3, 0, W_TWO, PLAIN_TOO},
    {"han", 3, TONE_DOT, W_HAN, PLAIN_TOO},
    {"hang", 4, TONE_GRAVE, W_HANG, PLAIN_TOO},
    {"hang", 4, TONE_GRAVE | MARK_BREVE, W_HANG, EXACT},
    {"hang", 4, TONE_DOT, W_NUMBERED, EXACT},
    {"hanh", 4, TONE_GRAVE, W_VERB, PLAIN_TOO},
    {"hay", 3, 0, W_HAY, PLAIN_TOO},
    {"hdng", 4, 0, W_HANG, ANY_MARKS},
    {"he", 2, TONE_GRAVE, W_HE, PLAIN_TOO},
    {"het", 3, TONE_ACUTE | MARK_CIRCUMFLEX, W_HET, PLAIN_TOO},
    {"hien", 4, TONE_DOT | MARK_CIRCUMFLEX, W_VERB, PLAIN_TOO},
    {"hing", 4, 0, W_HANG, ANY_MARKS},
    {"hoac", 4, TONE_DOT | MARK_BREVE, W_HOAC, ANY_MARKS},
    {"hoach", 5, TONE_DOT, W_DOC, ANY_MARKS},
    {"hoan", 4, TONE_GRAVE, W_HOAN, PLAIN_TOO},
    {"hoc", 3, TONE_DOT, W_HOC, PLAIN_TOO},
    {"hodc", 4, 0, W_HOAC, ANY_MARKS},
    {"hodn", 4, 0, W_HOAN, ANY_MARKS},
    {"hogc", 4, 0, W_HOAC, ANY_MARKS},
    {"hon", 3, MARK_HORN, W_HON, PLAIN_TOO},
    {"hop", 3, TONE_DOT | MARK_HORN, W_HOP, PLAIN_TOO},
    {"huong", 5, TONE_ACUTE | MARK_HORN, W_HUONG, PLAIN_TOO},
    {"iso", 3, 0, W_NUMBERED, PLAIN_TOO},
    {"it", 2, TONE_ACUTE, W_IT, ANY_MARKS},
    {"ke", 2, TONE_HOOK | MARK_CIRCUMFLEX, W_KE, ANY_MARKS},
    {"ke", 2, TONE_ACUTE | MARK_CIRCUMFLEX, W_KE, EXACT},
    {"ket", 3, TONE_ACUTE | MARK_CIRCUMFLEX, W_KET, PLAIN_TOO},
    {"khac", 4, TONE_ACUTE, W_KHAC, PLAIN_TOO},
    {"khai", 4, 0, W_VERB, PLAIN_TOO},
    {"khi", 3, 0, W_KHI, PLAIN_TOO},
    {"khoa", 4, TONE_ACUTE, W_NUMBERED, PLAIN_TOO},
    {"khoan", 5, TONE_HOOK, W_NUMBERED, ANY_MARKS},
    {"khong", 5, MARK_CIRCUMFLEX, W_KHONG, ANY_MARKS},
    {"ki", 2, TONE_GRAVE, W_KY, PLAIN_TOO},
    {"ki", 2, TONE_HOOK, W_KYNIEM, EXACT},
    {"kien", 4, TONE_ACUTE | MARK_CIRCUMFLEX, W_KIEN, PLAIN_TOO},
    {"kip", 3, TONE_DOT, W_KIP, ANY_MARKS},
    {"ky", 2, TONE_GRAVE, W_KY, PLAIN_TOO},
    {"ky", 2, TONE_HOOK, W_KYNIEM, EXACT},
    {"la", 2, TONE_GRAVE, W_LA, PLAIN_TOO},
    {"lam", 3, TONE_GRAVE, W_LAM, PLAIN_TOO},
    {"lam", 3, MARK_BREVE, W_LAM5, EXACT},
    {"lan", 3, TONE_GRAVE | MARK_CIRCUMFLEX, W_LAN, PLAIN_TOO},
    {"lau", 3, MARK_CIRCUMFLEX, W_LAU, PLAIN_TOO},
    {"len", 3, MARK_CIRCUMFLEX, W_LEN, PLAIN_TOO},
    {"lich", 4, TONE_DOT, W_LICH, PLAIN_TOO},
    {"lien", 4, MARK_CIRCUMFLEX, W_LIEN, PLAIN_TOO},
    {"lien", 4, TONE_GRAVE | MARK_CIRCUMFLEX, W_LIEN, EXACT},
    {"lieu", 4, TONE_DOT | MARK_CIRCUMFLEX, W_NOUN, PLAIN_TOO},
    {"lo", 2, TONE_DOT | MARK_CIRCUMFLEX, W_LO, PLAIN_TOO},
    {"loai", 4, TONE_DOT, W_NUMBERED, PLAIN_TOO},
    {"luan", 4, TONE_DOT | MARK_CIRCUMFLEX, W_DOC, PLAIN_TOO},
    {"luat", 4, TONE_DOT | MARK_CIRCUMFLEX, W_DOC, PLAIN_TOO},
    {"luc", 3, TONE_DOT, W_NUMBERED, PLAIN_TOO},
    {"lui", 3, TONE_GRAVE, W_LUI, PLAIN_TOO},
    {"mat", 3, TONE_ACUTE | MARK_BREVE, W_MAT, PLAIN_TOO},
    {"mau", 3, TONE_TILDE | MARK_CIRCUMFLEX, W_NUMBERED, PLAIN_TOO},
    {"mo", 2, MARK_CIRCUMFLEX, W_QUYX, PLAIN_TOO},
    {"moi", 3, TONE_TILDE | MARK_CIRCUMFLEX, W_MOI, PLAIN_TOO},
    {"mong", 4, TONE_GRAVE | MARK_CIRCUMFLEX, W_MUNG, PLAIN_TOO},
    {"mot", 3, TONE_DOT | MARK_CIRCUMFLEX, W_ONE, PLAIN_TOO},
    {"mot", 3, TONE_ACUTE | MARK_CIRCUMFLEX, W_ONE, EXACT},
    {"mua", 3, TONE_GRAVE, W_MUA, PLAIN_TOO},
    {"muc", 3, TONE_DOT, W_NUMBERED, PLAIN_TOO},
    {"muc", 3, TONE_ACUTE | MARK_HORN, W_NUMBERED, PLAIN_TOO},
    {"mung", 4, TONE_GRAVE, W_MUNG, PLAIN_TOO},
    {"muoi", 4, TONE_GRAVE | MARK_HORN, W_TEN, PLAIN_TOO},
    {"muoi", 4, MARK_HORN, W_TENS, EXACT},
    {"muon", 4, TONE_DOT | MARK_CIRCUMFLEX, W_MUON, ANY_MARKS},
    {"nam", 3, MARK_BREVE, W_NAM, PLAIN_TOO},
    {"nay", 3, TONE_GRAVE, W_NAY, PLAIN_TOO},
    {"nay", 3, 0, W_NAY, EXACT},
    {"neu", 3, TONE_ACUTE | MARK_CIRCUMFLEX, W_NEU, ANY_MARKS},
    {"ngaiy", 5, 0, W_NGAY, ANY_MARKS},
    {"ngay", 4, TONE_GRAVE, W_NGAY, PLAIN_TOO},
    {"ngay", 4, 0, W_NGAYNOW, EXACT},
    {"ngdy", 4, 0, W_NGAY, ANY_MARKS},
    {"nghi", 4, TONE_DOT, W_NGHI, PLAIN_TOO},
    {"ngiy", 4, 0, W_NGAY, ANY_MARKS},
    {"ngoai", 5, TONE_GRAVE, W_NGOAI, PLAIN_TOO},
    {"ngung", 5, TONE_GRAVE | MARK_HORN, W_NGUNG, PLAIN_TOO},
    {"nham", 4, MARK_BREVE, W_LAM5, PLAIN_TOO},
    {"nhan", 4, TONE_DOT | MARK_CIRCUMFLEX, W_NHAN, PLAIN_TOO},
    {"nhat", 4, TONE_ACUTE | MARK_CIRCUMFLEX, W_NHAT, ANY_MARKS},
    {"nhat", 4, TONE_DOT | MARK_CIRCUMFLEX, W_NHAT, EXACT},
    {"nhin", 4, TONE_GRAVE, W_NHIN, ANY_MARKS},
    {"nhom", 4, TONE_ACUTE, W_NUMBERED, PLAIN_TOO},
    {"nhu", 3, MARK_HORN, W_NHU, PLAIN_TOO},
    {"nhu", 3, 0, W_NHUCAU, EXACT},
    {"nhung", 5, TONE_TILDE | MARK_HORN, W_NHUNG, ANY_MARKS},
    {"niam", 4, 0, W_NAM, ANY_MARKS},
    {"nien", 4, MARK_CIRCUMFLEX, W_NIEN, ANY_MARKS},
    {"nim", 3, 0, W_NAM, ANY_MARKS},
    {"nop", 3, TONE_DOT | MARK_CIRCUMFLEX, W_VERB, PLAIN_TOO},
    {"nt", 2, 0, W_NT, PLAIN_TOO},
    {"nua", 3, TONE_HOOK | MARK_HORN, W_NUA, PLAIN_TOO},
    {"phai", 4, TONE_HOOK, W_PHAI, PLAIN_TOO},
    {"pham", 4, TONE_DOT, W_QUYX, PLAIN_TOO},
    {"phan", 4, TONE_GRAVE | MARK_CIRCUMFLEX, W_NUMBERED, PLAIN_TOO},
    {"phat", 4, TONE_ACUTE, W_PHAT, PLAIN_TOO},
    {"phut", 4, TONE_ACUTE, W_PHUT, ANY_MARKS},
    {"q", 1, 0, W_Q, PLAIN_TOO},
    {"qua", 3, TONE_ACUTE, W_QUA, PLAIN_TOO},
    {"qua", 3, TONE_HOOK, W_NOUN, EXACT},
    {"quanh", 5, 0, W_QUANH, PLAIN_TOO},
    {"quf", 3, 0, W_QUY, ANY_MARKS},
    {"qui", 3, TONE_ACUTE, W_QUY, PLAIN_TOO},
    {"quy", 3, TONE_ACUTE, W_QUY, EXACT},
    {"quy", 3, 0, W_QUYDINH, PLAIN_TOO},
    {"quyet", 5, TONE_ACUTE | MARK_CIRCUMFLEX, W_DOC, PLAIN_TOO},
    {"ram", 3, TONE_GRAVE | MARK_BREVE, W_RAM, PLAIN_TOO},
    {"sach", 4, TONE_ACUTE, W_NOUN, PLAIN_TOO},
    {"sang", 4, TONE_ACUTE, W_SANG, EXACT},
    {"sau", 3, 0, W_SAU, PLAIN_TOO},
    {"sau", 3, TONE_ACUTE, W_SIX, EXACT},
    {"sdu", 3, 0, W_SIX, ANY_MARKS},
    {"sinh", 4, 0, W_SINH, PLAIN_TOO},
    {"so", 2, TONE_ACUTE | MARK_CIRCUMFLEX, W_SO, PLAIN_TOO},
    {"so", 2, MARK_HORN, W_SOKET, EXACT},
    {"su", 2, TONE_DOT | MARK_HORN, W_SU, PLAIN_TOO},
    {"suot", 4, TONE_ACUTE | MARK_CIRCUMFLEX, W_SUOT, PLAIN_TOO},
    {"t", 1, 0, W_T, PLAIN_TOO},
    {"tac", 3, TONE_ACUTE | MARK_BREVE, W_QUYX, PLAIN_TOO},
    {"tac", 3, TONE_ACUTE, W_NOUN, EXACT},
    {"tai", 3, TONE_DOT, W_TAI, PLAIN_TOO},
    {"tam", 3, TONE_GRAVE | MARK_CIRCUMFLEX, W_TAM, EXACT},
    {"tam", 3, TONE_ACUTE, W_EIGHT, PLAIN_TOO},
    {"tet", 3, TONE_ACUTE | MARK_CIRCUMFLEX, W_TET, ANY_MARKS},
    {"thang", 5, TONE_ACUTE, W_THANG, PLAIN_TOO},
    {"thanh", 5, TONE_GRAVE, W_THANH, PLAIN_TOO},
    {"thau", 4, TONE_GRAVE | MARK_CIRCUMFLEX, W_NOUN, PLAIN_TOO},
    {"thdng", 5, 0, W_THANG, ANY_MARKS},
    {"theng", 5, 0, W_THANG, ANY_MARKS},
    {"theo", 4, 0, W_THEO, PLAIN_TOO},
    {"thi", 3, TONE_DOT, W_DOC, PLAIN_TOO},
    {"thieu", 5, TONE_HOOK | MARK_CIRCUMFLEX, W_THIEU, PLAIN_TOO},
    {"thoi", 4, TONE_GRAVE | MARK_HORN, W_THOI, PLAIN_TOO},
    {"thu", 3, TONE_ACUTE | MARK_HORN, W_THU, PLAIN_TOO},
    {"thuc", 4, TONE_DOT | MARK_HORN, W_VERB, PLAIN_TOO},
    {"thudng", 6, 0, W_THUONG, ANY_MARKS},
    {"thueng", 6, 0, W_THUONG, ANY_MARKS},
    {"thuong", 6, TONE_GRAVE | MARK_HORN, W_THUONG, ANY_MARKS},
    {"thurong", 7, 0, W_THUONG, ANY_MARKS},
    {"thwong", 6, 0, W_THUONG, ANY_MARKS},
    {"tien", 4, MARK_CIRCUMFLEX, W_TIEN, ANY_MARKS},
    {"tien", 4, TONE_ACUTE | MARK_CIRCUMFLEX, W_TIENDO, EXACT},
    {"tiep", 4, TONE_ACUTE | MARK_CIRCUMFLEX, W_TIEP, ANY_MARKS},
    {"tieu", 4, MARK_CIRCUMFLEX, W_NOUN, PLAIN_TOO},
    {"tir", 3, 0, W_TU, ANY_MARKS},
    {"to", 2, TONE_HOOK | MARK_CIRCUMFLEX, W_VERB, PLAIN_TOO},
    {"toan", 4, TONE_ACUTE, W_NOUN, PLAIN_TOO},
    {"toi", 3, TONE_ACUTE | MARK_HORN, W_TOI, PLAIN_TOO},
    {"toi", 3, TONE_ACUTE | MARK_CIRCUMFLEX, W_TOIDA, EXACT},
    {"tong", 4, TONE_HOOK | MARK_CIRCUMFLEX, W_TONG, PLAIN_TOO},
    {"tre", 3, TONE_TILDE | MARK_CIRCUMFLEX, W_TRE, PLAIN_TOO},
    {"tren", 4, MARK_CIRCUMFLEX, W_TREN, ANY_MARKS},
    {"trien", 5, TONE_HOOK | MARK_CIRCUMFLEX, W_VERB, PLAIN_TOO},
    {"trinh", 5, TONE_GRAVE, W_TRINH, PLAIN_TOO},
    {"tro", 3, TONE_HOOK | MARK_HORN, W_TRO, PLAIN_TOO},
    {"trong", 5, 0, W_TRONG, PLAIN_TOO},
    {"truac", 5, 0, W_TRUOC, ANY_MARKS},
    {"truc", 4, TONE_DOT | MARK_HORN, W_TRUC, PLAIN_TOO},
    {"trudc", 5, 0, W_TRUOC, ANY_MARKS},
    {"trude", 5, 0, W_TRUOC, ANY_MARKS},
    {"trudsc", 6, 0, W_TRUOC, ANY_MARKS},
    {"truec", 5, 0, W_TRUOC, ANY_MARKS},
    {"truoc", 5, TONE_ACUTE | MARK_HORN, W_TRUOC, ANY_MARKS},
    {"truoe", 5, 0, W_TRUOC, ANY_MARKS},
    {"truong", 6, TONE_GRAVE | MARK_HORN, W_TRUONGHOP, PLAIN_TOO},
    {"truwdc", 6, 0, W_TRUOC, ANY_MARKS},
    {"trwec", 5, 0, W_TRUOC, ANY_MARKS},
    {"trwoc", 5, 0, W_TRUOC, ANY_MARKS},
    {"tu", 2, TONE_GRAVE | MARK_HORN, W_TU, PLAIN_TOO},
    {"tu", 2, MARK_HORN, W_FOUR, EXACT},
    {"tuan", 4, TONE_GRAVE | MARK_CIRCUMFLEX, W_TUAN, PLAIN_TOO},
    {"tuc", 3, TONE_DOT, W_TUC, PLAIN_TOO},
    {"tung", 4, TONE_GRAVE | MARK_HORN, W_TUNG, PLAIN_TOO},
    {"tuy", 3, TONE_GRAVE, W_TUY, PLAIN_TOO},
    {"tx", 2, 0, W_TX, PLAIN_TOO},
    {"uoc", 3, TONE_ACUTE | MARK_HORN, W_QUYX, PLAIN_TOO},
    {"va", 2, TONE_GRAVE, W_VA, PLAIN_TOO},
    {"van", 3, MARK_BREVE, W_DOC, PLAIN_TOO},
    {"vao", 3, TONE_GRAVE, W_VAO, PLAIN_TOO},
    {"vbqppl", 6, 0, W_NUMBERED, PLAIN_TOO},
    {"viec", 4, TONE_DOT | MARK_CIRCUMFLEX, W_VIEC, ANY_MARKS},
    {"viet", 4, TONE_DOT | MARK_CIRCUMFLEX, W_VIET, PLAIN_TOO},
    {"voi", 3, TONE_ACUTE | MARK_HORN, W_VOI, PLAIN_TOO},
    {"vong", 4, TONE_GRAVE, W_VONG, ANY_MARKS},
    {"vu", 2, TONE_DOT, W_VU, PLAIN_TOO},
    {"xay", 3, MARK_CIRCUMFLEX, W_VERB, PLAIN_TOO},
    {"xong", 4, 0, W_XONG, PLAIN_TOO},
    {"xuat", 4, TONE_ACUTE | MARK_CIRCUMFLEX, W_XUAT, ANY_MARKS},
    {"xudt", 4, 0, W_XUAT, ANY_MARKS},
    {"xuyen", 5, MARK_CIRCUMFLEX, W_XUYEN, ANY_MARKS},
    {"yeu", 3, MARK_CIRCUMFLEX, W_YEU, ANY_MARKS},
};

#define TABLE_COUNT (sizeof table / sizeof table[0])

static int compare(const char *letters, size_t len, const struct entry *entry)
{
    size_t least = len < entry->len ? len : entry->len;
    int order = memcmp(letters, entry->letters, least);
    if (order != 0)
        return order;
    return (len > entry->len) - (len < entry->len);
}

/* The first entry with these letters, or TABLE_COUNT. */
static size_t first_entry(const char *letters, size_t len)
{
    size_t low = 0, high = TABLE_COUNT;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (compare(letters, len, &table[middle]) > 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low < TABLE_COUNT && compare(letters, len, &table[low]) == 0 ? low : TABLE_COUNT;
}

enum word words_find(const char *letters, size_t len, unsigned marks)
{
    enum word found = W_NONE;
    for (size_t i = first_entry(letters, len); i < TABLE_COUNT; i++) {
        const struct entry *entry = &table[i];
        if (compare(letters, len, entry) != 0)
            break;
        if (marks == entry->marks)
            return (enum word)entry->word;
        if (entry->agreement == ANY_MARKS || (entry->agreement == PLAIN_TOO && marks == 0))
            found = found == W_NONE ? (enum word)entry->word : found;
    }
    return found;
}

bool words_tell_time(enum word word)
{
    switch ((int)word) {
    case W_NGAY:
    case W_TUAN:
    case W_THANG:
    case W_QUY:
    case W_NAM:
    case W_TET:
    case W_HE:
    case W_MUA:
        return true;
    default:
        return false;
    }
}

int words_value(enum word word)
{
    if (word == W_NAM)
        return 5;
    if (word == W_SAU)
        return 6;
    if (word >= W_ONE && word <= W_TEN)
        return (int)(word - W_ONE) + 1;
    return 0;
}
