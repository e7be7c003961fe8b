#include "lib/phrase/words.h"

#include <string.h>

/* How the marks of a written word must agree with those of an entry. */
enum agreement {
    EXACT,     /* the same marks */
    PLAIN_TOO, /* the same, or none at all (text whose diacritics were lost) */
    FEWER_TOO, /* the same, or only some of them ("dén", "nhât") */
    ANY_MARKS, /* any: no other word in use has these letters, so it is a slip or a scan's error */
};

struct entry {
    const char *letters;
    uint8_t len;
    uint8_t marks;
    uint8_t word; /* enum word */
    uint8_t agreement;
};

/* Sorted by letters; among equal letters the first that agrees is what the word means.
 * Letter groups no Vietnamese syllable has are what scans make of a word ("nim": năm). */
static const struct entry table[] = {
    {"al", 2, 0, W_AL, FEWER_TOO},
    {"am", 2, MARK_CIRCUMFLEX, W_AM, FEWER_TOO},
    {"an", 2, TONE_ACUTE, W_DOC, FEWER_TOO},
    {"ap", 2, TONE_ACUTE, W_AP, FEWER_TOO},
    {"ba", 2, 0, W_THREE, FEWER_TOO},
    {"ban", 3, 0, W_VERB, FEWER_TOO},
    {"bang", 4, TONE_GRAVE | MARK_BREVE, W_BANG, FEWER_TOO},
    {"bao", 3, TONE_ACUTE, W_BAO, FEWER_TOO},
    {"bao", 3, TONE_HOOK, W_BAODAM, EXACT},
    {"bat", 3, TONE_ACUTE | MARK_BREVE, W_BAT, FEWER_TOO},
    {"bat", 3, TONE_ACUTE | MARK_CIRCUMFLEX, W_BAT, EXACT},
    {"bay", 3, TONE_HOOK, W_SEVEN, FEWER_TOO},
    {"bay", 3, TONE_HOOK | MARK_CIRCUMFLEX, W_SEVEN, EXACT},
    {"bc", 2, 0, W_BC, FEWER_TOO},
    {"bieu", 4, TONE_HOOK | MARK_CIRCUMFLEX, W_NUMBERED, FEWER_TOO},
    {"bo", 2, TONE_ACUTE | MARK_CIRCUMFLEX, W_VERB, EXACT},
    {"bon", 3, TONE_ACUTE | MARK_CIRCUMFLEX, W_FOUR, FEWER_TOO},
    {"buoc", 4, TONE_ACUTE | MARK_HORN, W_NUMBERED, FEWER_TOO},
    {"ca", 2, TONE_HOOK, W_CA, FEWER_TOO},
    {"cac", 3, TONE_ACUTE, W_CAC, FEWER_TOO},
    {"can", 3, MARK_BREVE, W_CANCU, EXACT},
    {"cao", 3, TONE_ACUTE, W_CAO, FEWER_TOO},
    {"cap", 3, TONE_ACUTE | MARK_CIRCUMFLEX, W_NUMBERED, FEWER_TOO},
    {"cau", 3, TONE_GRAVE | MARK_CIRCUMFLEX, W_CAU, FEWER_TOO},
    {"cham", 4, TONE_DOT | MARK_CIRCUMFLEX, W_CHAM, FEWER_TOO},
    {"chap", 4, TONE_DOT, W_CHAP, FEWER_TOO},
    {"che", 3, TONE_ACUTE | MARK_CIRCUMFLEX, W_QUYX, FEWER_TOO},
    {"chieu", 5, TONE_GRAVE | MARK_CIRCUMFLEX, W_CHIEU, FEWER_TOO},
    {"chin", 4, TONE_ACUTE, W_NINE, FEWER_TOO},
    {"cho", 3, 0, W_CHO, FEWER_TOO},
    {"chot", 4, TONE_ACUTE, W_CHOT, ANY_MARKS},
    {"chu", 3, TONE_HOOK, W_CHU, FEWER_TOO},
    {"chuc", 4, TONE_ACUTE | MARK_HORN, W_VERB, FEWER_TOO},
    {"chuong", 6, MARK_HORN, W_NUMBERED, FEWER_TOO},
    {"chuyen", 6, MARK_CIRCUMFLEX, W_CHUYEN, FEWER_TOO},
    {"co", 2, TONE_ACUTE, W_CO, FEWER_TOO},
    {"cot", 3, TONE_DOT | MARK_CIRCUMFLEX, W_NUMBERED, FEWER_TOO},
    {"cua", 3, TONE_HOOK, W_CUA, FEWER_TOO},
    {"cudi", 4, 0, W_CUOI, ANY_MARKS},
    {"cuei", 4, 0, W_CUOI, ANY_MARKS},
    {"cung", 4, TONE_GRAVE, W_CUNG, FEWER_TOO},
    {"cuoi", 4, TONE_ACUTE | MARK_CIRCUMFLEX, W_CUOI, ANY_MARKS},
    {"da", 2, MARK_STROKE, W_DA, FEWER_TOO},
    {"dai", 3, TONE_GRAVE, W_DAI, FEWER_TOO},
    {"dam", 3, TONE_HOOK | MARK_STROKE, W_DAM, FEWER_TOO},
    {"dau", 3, TONE_GRAVE | MARK_CIRCUMFLEX | MARK_STROKE, W_DAU, FEWER_TOO},
    {"de", 2, TONE_GRAVE | MARK_CIRCUMFLEX | MARK_STROKE, W_DE, FEWER_TOO},
    {"den", 3, TONE_ACUTE | MARK_CIRCUMFLEX | MARK_STROKE, W_DEN, FEWER_TOO},
    {"dgt", 3, 0, W_DOT, ANY_MARKS},
    {"di", 2, MARK_STROKE, W_DI, FEWER_TOO},
    {"diem", 4, TONE_HOOK | MARK_CIRCUMFLEX | MARK_STROKE, W_DIEM, FEWER_TOO},
    {"dien", 4, TONE_DOT | MARK_CIRCUMFLEX | MARK_STROKE, W_DOC, FEWER_TOO},
    {"dieu", 4, TONE_GRAVE | MARK_CIRCUMFLEX | MARK_STROKE, W_NUMBERED, FEWER_TOO},
    {"dinh", 4, TONE_DOT | MARK_STROKE, W_DINH, FEWER_TOO},
    {"dip", 3, TONE_DOT, W_DIP, ANY_MARKS},
    {"do", 2, TONE_DOT | MARK_CIRCUMFLEX | MARK_STROKE, W_NUMBERED, EXACT},
    {"do", 2, TONE_ACUTE | MARK_STROKE, W_DO, FEWER_TOO},
    {"doan", 4, TONE_DOT | MARK_STROKE, W_DOAN, FEWER_TOO},
    {"doi", 3, TONE_ACUTE | MARK_CIRCUMFLEX | MARK_STROKE, W_DOI, FEWER_TOO},
    {"dong", 4, TONE_DOT | MARK_CIRCUMFLEX | MARK_STROKE, W_NOUN, EXACT},
    {"dot", 3, TONE_DOT | MARK_CIRCUMFLEX | MARK_STROKE, W_DOT, FEWER_TOO},
    {"dot", 3, TONE_DOT | MARK_HORN | MARK_STROKE, W_DOT, EXACT},
    {"du", 2, TONE_DOT | MARK_HORN, W_DU, FEWER_TOO},
    {"dung", 4, TONE_ACUTE | MARK_STROKE, W_DUNG, FEWER_TOO},
    {"dung", 4, TONE_DOT | MARK_HORN, W_VERB, EXACT},
    {"dung", 4, TONE_DOT, W_APDUNG, FEWER_TOO},
    {"duong", 5, MARK_HORN, W_DUONG, FEWER_TOO},
    {"ghep", 4, TONE_ACUTE | MARK_CIRCUMFLEX, W_GHEP, FEWER_TOO},
    {"gia", 3, TONE_ACUTE, W_NOUN, FEWER_TOO},
    {"giai", 4, 0, W_GIAI, FEWER_TOO},
    {"gian", 4, 0, W_GIAN, FEWER_TOO},
    {"gieng", 5, MARK_CIRCUMFLEX, W_GIENG, FEWER_TOO},
    {"gio", 3, TONE_GRAVE | MARK_HORN, W_GIO, FEWER_TOO},
    {"gio", 3, TONE_TILDE | MARK_CIRCUMFLEX, W_GIOTO, EXACT},
    {"giua", 4, TONE_TILDE | MARK_HORN, W_GIUA, FEWER_TOO},
    {"gui", 3, TONE_HOOK | MARK_HORN, W_VERB, FEWER_TOO},
    {"h", 1, 0, W_H, FEWER_TOO},
    {"hai", 3, 0, W_TWO, FEWER_TOO},
    {"han", 3, TONE_DOT, W_HAN, FEWER_TOO},
    {"hang", 4, TONE_GRAVE, W_HANG, FEWER_TOO},
    {"hang", 4, TONE_GRAVE | MARK_BREVE, W_HANG, FEWER_TOO},
    {"hang", 4, TONE_DOT, W_NUMBERED, EXACT},
    {"hanh", 4, TONE_GRAVE, W_VERB, FEWER_TOO},
    {"hay", 3, 0, W_HAY, FEWER_TOO},
    {"hdng", 4, 0, W_HANG, ANY_MARKS},
    {"he", 2, TONE_GRAVE, W_HE, FEWER_TOO},
    {"het", 3, TONE_ACUTE | MARK_CIRCUMFLEX, W_HET, FEWER_TOO},
    {"hien", 4, TONE_DOT | MARK_CIRCUMFLEX, W_VERB, FEWER_TOO},
    {"hing", 4, 0, W_HANG, ANY_MARKS},
    {"hoac", 4, TONE_DOT | MARK_BREVE, W_HOAC, ANY_MARKS},
    {"hoach", 5, TONE_DOT, W_DOC, ANY_MARKS},
    {"hoan", 4, TONE_GRAVE, W_HOAN, FEWER_TOO},
    {"hoc", 3, TONE_DOT, W_HOC, FEWER_TOO},
    {"hodc", 4, 0, W_HOAC, ANY_MARKS},
    {"hodn", 4, 0, W_HOAN, ANY_MARKS},
    {"hogc", 4, 0, W_HOAC, ANY_MARKS},
    {"hon", 3, MARK_HORN, W_HON, FEWER_TOO},
    {"hop", 3, TONE_DOT | MARK_HORN, W_HOP, FEWER_TOO},
    {"huong", 5, TONE_ACUTE | MARK_HORN, W_HUONG, FEWER_TOO},
    {"iso", 3, 0, W_NUMBERED, FEWER_TOO},
    {"it", 2, TONE_ACUTE, W_IT, ANY_MARKS},
    {"ke", 2, TONE_HOOK | MARK_CIRCUMFLEX, W_KE, ANY_MARKS},
    {"ke", 2, TONE_ACUTE | MARK_CIRCUMFLEX, W_KE, EXACT},
    {"ket", 3, TONE_ACUTE | MARK_CIRCUMFLEX, W_KET, FEWER_TOO},
    {"khai", 4, 0, W_VERB, FEWER_TOO},
    {"khi", 3, 0, W_KHI, FEWER_TOO},
    {"khoa", 4, TONE_ACUTE, W_NUMBERED, FEWER_TOO},
    {"khoan", 5, TONE_HOOK, W_NUMBERED, ANY_MARKS},
    {"khong", 5, MARK_CIRCUMFLEX, W_KHONG, ANY_MARKS},
    {"ki", 2, TONE_GRAVE, W_KY, FEWER_TOO},
    {"ki", 2, TONE_HOOK, W_KYNIEM, EXACT},
    {"kien", 4, TONE_ACUTE | MARK_CIRCUMFLEX, W_KIEN, FEWER_TOO},
    {"kip", 3, TONE_DOT, W_KIP, ANY_MARKS},
    {"ky", 2, TONE_GRAVE, W_KY, FEWER_TOO},
    {"ky", 2, TONE_HOOK, W_KYNIEM, EXACT},
    {"la", 2, TONE_GRAVE, W_LA, FEWER_TOO},
    {"lam", 3, TONE_GRAVE, W_LAM, FEWER_TOO},
    {"lam", 3, MARK_BREVE, W_LAM5, EXACT},
    {"lan", 3, TONE_GRAVE | MARK_CIRCUMFLEX, W_LAN, FEWER_TOO},
    {"lau", 3, MARK_CIRCUMFLEX, W_LAU, FEWER_TOO},
    {"len", 3, MARK_CIRCUMFLEX, W_LEN, FEWER_TOO},
    {"lich", 4, TONE_DOT, W_LICH, FEWER_TOO},
    {"lien", 4, MARK_CIRCUMFLEX, W_LIEN, FEWER_TOO},
    {"lien", 4, TONE_GRAVE | MARK_CIRCUMFLEX, W_LIEN, EXACT},
    {"lieu", 4, TONE_DOT | MARK_CIRCUMFLEX, W_NOUN, FEWER_TOO},
    {"lo", 2, TONE_DOT | MARK_CIRCUMFLEX, W_LO, FEWER_TOO},
    {"loai", 4, TONE_DOT, W_NUMBERED, FEWER_TOO},
    {"luan", 4, TONE_DOT | MARK_CIRCUMFLEX, W_DOC, FEWER_TOO},
    {"luat", 4, TONE_DOT | MARK_CIRCUMFLEX, W_DOC, FEWER_TOO},
    {"luc", 3, TONE_DOT, W_NUMBERED, FEWER_TOO},
    {"mat", 3, TONE_ACUTE | MARK_BREVE, W_MAT, FEWER_TOO},
    {"mau", 3, TONE_TILDE | MARK_CIRCUMFLEX, W_NUMBERED, FEWER_TOO},
    {"mo", 2, MARK_CIRCUMFLEX, W_QUYX, FEWER_TOO},
    {"moi", 3, TONE_TILDE | MARK_CIRCUMFLEX, W_MOI, FEWER_TOO},
    {"mong", 4, TONE_GRAVE | MARK_CIRCUMFLEX, W_MUNG, FEWER_TOO},
    {"mot", 3, TONE_DOT | MARK_CIRCUMFLEX, W_ONE, FEWER_TOO},
    {"mot", 3, TONE_ACUTE | MARK_CIRCUMFLEX, W_ONE, EXACT},
    {"mua", 3, TONE_GRAVE, W_MUA, FEWER_TOO},
    {"muc", 3, TONE_DOT, W_NUMBERED, FEWER_TOO},
    {"muc", 3, TONE_ACUTE | MARK_HORN, W_NUMBERED, FEWER_TOO},
    {"mung", 4, TONE_GRAVE, W_MUNG, FEWER_TOO},
    {"muoi", 4, TONE_GRAVE | MARK_HORN, W_TEN, FEWER_TOO},
    {"muoi", 4, MARK_HORN, W_TENS, EXACT},
    {"muon", 4, TONE_DOT | MARK_CIRCUMFLEX, W_MUON, ANY_MARKS},
    {"nam", 3, MARK_BREVE, W_NAM, FEWER_TOO},
    {"nay", 3, TONE_GRAVE, W_NAY, FEWER_TOO},
    {"nay", 3, 0, W_NAY, EXACT},
    {"neu", 3, TONE_ACUTE | MARK_CIRCUMFLEX, W_NEU, ANY_MARKS},
    {"ngaiy", 5, 0, W_NGAY, ANY_MARKS},
    {"ngay", 4, TONE_GRAVE, W_NGAY, FEWER_TOO},
    {"ngay", 4, 0, W_NGAYNOW, EXACT},
    {"ngdy", 4, 0, W_NGAY, ANY_MARKS},
    {"nghi", 4, TONE_DOT, W_NGHI, FEWER_TOO},
    {"nghi", 4, TONE_HOOK, W_REST, EXACT},
    {"ngiy", 4, 0, W_NGAY, ANY_MARKS},
    {"ngoai", 5, TONE_GRAVE, W_NGOAI, FEWER_TOO},
    {"ngung", 5, TONE_GRAVE | MARK_HORN, W_NGUNG, FEWER_TOO},
    {"nham", 4, MARK_BREVE, W_LAM5, FEWER_TOO},
    {"nhat", 4, TONE_ACUTE | MARK_CIRCUMFLEX, W_NHAT, ANY_MARKS},
    {"nhat", 4, TONE_DOT | MARK_CIRCUMFLEX, W_NHAT, EXACT},
    {"nhin", 4, TONE_GRAVE, W_NHIN, ANY_MARKS},
    {"nhom", 4, TONE_ACUTE, W_NUMBERED, FEWER_TOO},
    {"nhu", 3, MARK_HORN, W_NHU, FEWER_TOO},
    {"nhu", 3, 0, W_NHUCAU, EXACT},
    {"nhung", 5, TONE_TILDE | MARK_HORN, W_NHUNG, ANY_MARKS},
    {"niam", 4, 0, W_NAM, ANY_MARKS},
    {"nien", 4, MARK_CIRCUMFLEX, W_NIEN, ANY_MARKS},
    {"nim", 3, 0, W_NAM, ANY_MARKS},
    {"nop", 3, TONE_DOT | MARK_CIRCUMFLEX, W_VERB, FEWER_TOO},
    {"nt", 2, 0, W_NT, FEWER_TOO},
    {"nua", 3, TONE_HOOK | MARK_HORN, W_NUA, FEWER_TOO},
    {"pham", 4, TONE_DOT, W_QUYX, FEWER_TOO},
    {"phan", 4, TONE_GRAVE | MARK_CIRCUMFLEX, W_NUMBERED, FEWER_TOO},
    {"phat", 4, TONE_ACUTE, W_PHAT, FEWER_TOO},
    {"phut", 4, TONE_ACUTE, W_PHUT, ANY_MARKS},
    {"q", 1, 0, W_Q, FEWER_TOO},
    {"qua", 3, TONE_ACUTE, W_QUA, FEWER_TOO},
    {"qua", 3, TONE_HOOK, W_NOUN, EXACT},
    {"quanh", 5, 0, W_QUANH, FEWER_TOO},
    {"quf", 3, 0, W_QUY, ANY_MARKS},
    {"qui", 3, TONE_ACUTE, W_QUY, EXACT},
    {"qui", 3, 0, W_QUYDINH, FEWER_TOO},
    {"quy", 3, TONE_ACUTE, W_QUY, EXACT},
    {"quy", 3, 0, W_QUYDINH, FEWER_TOO},
    {"quyet", 5, TONE_ACUTE | MARK_CIRCUMFLEX, W_DOC, FEWER_TOO},
    {"ram", 3, TONE_GRAVE | MARK_BREVE, W_RAM, FEWER_TOO},
    {"rieng", 5, MARK_CIRCUMFLEX, W_RIENG, FEWER_TOO},
    {"sach", 4, TONE_ACUTE, W_NOUN, FEWER_TOO},
    {"sang", 4, TONE_ACUTE, W_SANG, EXACT},
    {"sau", 3, 0, W_SAU, FEWER_TOO},
    {"sau", 3, TONE_ACUTE, W_SIX, EXACT},
    {"sdu", 3, 0, W_SIX, ANY_MARKS},
    {"sinh", 4, 0, W_SINH, FEWER_TOO},
    {"so", 2, TONE_ACUTE | MARK_CIRCUMFLEX, W_SO, FEWER_TOO},
    {"so", 2, MARK_HORN, W_SOKET, EXACT},
    {"som", 3, TONE_ACUTE | MARK_HORN, W_SOM, FEWER_TOO},
    {"su", 2, TONE_DOT | MARK_HORN, W_SU, FEWER_TOO},
    {"suot", 4, TONE_ACUTE | MARK_CIRCUMFLEX, W_SUOT, FEWER_TOO},
    {"t", 1, 0, W_T, FEWER_TOO},
    {"tac", 3, TONE_ACUTE | MARK_BREVE, W_QUYX, FEWER_TOO},
    {"tac", 3, TONE_ACUTE, W_NOUN, EXACT},
    {"tam", 3, TONE_GRAVE | MARK_CIRCUMFLEX, W_TAM, EXACT},
    {"tam", 3, TONE_ACUTE, W_EIGHT, FEWER_TOO},
    {"tet", 3, TONE_ACUTE | MARK_CIRCUMFLEX, W_TET, ANY_MARKS},
    {"thang", 5, TONE_ACUTE, W_THANG, FEWER_TOO},
    {"thanh", 5, TONE_GRAVE, W_THANH, FEWER_TOO},
    {"thau", 4, TONE_GRAVE | MARK_CIRCUMFLEX, W_NOUN, FEWER_TOO},
    {"thay", 4, 0, W_THAY, FEWER_TOO},
    {"thdng", 5, 0, W_THANG, ANY_MARKS},
    {"theng", 5, 0, W_THANG, ANY_MARKS},
    {"theo", 4, 0, W_THEO, FEWER_TOO},
    {"thi", 3, TONE_DOT, W_DOC, FEWER_TOO},
    {"thieu", 5, TONE_HOOK | MARK_CIRCUMFLEX, W_THIEU, FEWER_TOO},
    {"thoi", 4, TONE_GRAVE | MARK_HORN, W_THOI, FEWER_TOO},
    {"thu", 3, TONE_ACUTE | MARK_HORN, W_THU, FEWER_TOO},
    {"thuc", 4, TONE_ACUTE, W_THUC, FEWER_TOO},
    {"thuc", 4, TONE_DOT | MARK_HORN, W_VERB, FEWER_TOO},
    {"thudng", 6, 0, W_THUONG, ANY_MARKS},
    {"thueng", 6, 0, W_THUONG, ANY_MARKS},
    {"thuong", 6, TONE_GRAVE | MARK_HORN, W_THUONG, ANY_MARKS},
    {"thurong", 7, 0, W_THUONG, ANY_MARKS},
    {"thwong", 6, 0, W_THUONG, ANY_MARKS},
    {"tien", 4, MARK_CIRCUMFLEX, W_TIEN, ANY_MARKS},
    {"tien", 4, TONE_ACUTE | MARK_CIRCUMFLEX, W_TIENDO, EXACT},
    {"tiep", 4, TONE_ACUTE | MARK_CIRCUMFLEX, W_TIEP, ANY_MARKS},
    {"tieu", 4, MARK_CIRCUMFLEX, W_NOUN, FEWER_TOO},
    {"tir", 3, 0, W_TU, ANY_MARKS},
    {"to", 2, TONE_HOOK | MARK_CIRCUMFLEX, W_VERB, FEWER_TOO},
    {"toan", 4, TONE_ACUTE, W_NOUN, FEWER_TOO},
    {"toi", 3, TONE_ACUTE | MARK_HORN, W_TOI, FEWER_TOO},
    {"toi", 3, TONE_ACUTE | MARK_CIRCUMFLEX, W_TOIDA, EXACT},
    {"tong", 4, TONE_HOOK | MARK_CIRCUMFLEX, W_TONG, FEWER_TOO},
    {"tre", 3, TONE_TILDE | MARK_CIRCUMFLEX, W_TRE, FEWER_TOO},
    {"tren", 4, MARK_CIRCUMFLEX, W_TREN, ANY_MARKS},
    {"trien", 5, TONE_HOOK | MARK_CIRCUMFLEX, W_VERB, FEWER_TOO},
    {"trinh", 5, TONE_GRAVE, W_TRINH, FEWER_TOO},
    {"tro", 3, TONE_HOOK | MARK_HORN, W_TRO, FEWER_TOO},
    {"trong", 5, 0, W_TRONG, FEWER_TOO},
    {"tru", 3, TONE_GRAVE | MARK_HORN, W_EXCEPT, FEWER_TOO},
    {"truac", 5, 0, W_TRUOC, ANY_MARKS},
    {"truc", 4, TONE_DOT | MARK_HORN, W_TRUC, FEWER_TOO},
    {"trudc", 5, 0, W_TRUOC, ANY_MARKS},
    {"trude", 5, 0, W_TRUOC, ANY_MARKS},
    {"trudsc", 6, 0, W_TRUOC, ANY_MARKS},
    {"truec", 5, 0, W_TRUOC, ANY_MARKS},
    {"truoc", 5, TONE_ACUTE | MARK_HORN, W_TRUOC, ANY_MARKS},
    {"truoe", 5, 0, W_TRUOC, ANY_MARKS},
    {"truong", 6, TONE_GRAVE | MARK_HORN, W_TRUONGHOP, FEWER_TOO},
    {"truwdc", 6, 0, W_TRUOC, ANY_MARKS},
    {"trwec", 5, 0, W_TRUOC, ANY_MARKS},
    {"trwoc", 5, 0, W_TRUOC, ANY_MARKS},
    {"tu", 2, TONE_GRAVE | MARK_HORN, W_TU, FEWER_TOO},
    {"tu", 2, MARK_HORN, W_FOUR, EXACT},
    {"tuan", 4, TONE_GRAVE | MARK_CIRCUMFLEX, W_TUAN, PLAIN_TOO},
    {"tuc", 3, TONE_DOT, W_TUC, FEWER_TOO},
    {"tung", 4, TONE_GRAVE | MARK_HORN, W_TUNG, FEWER_TOO},
    {"tuy", 3, TONE_GRAVE, W_TUY, FEWER_TOO},
    {"tx", 2, 0, W_TX, FEWER_TOO},
    {"uoc", 3, TONE_ACUTE | MARK_HORN, W_QUYX, FEWER_TOO},
    {"va", 2, TONE_GRAVE, W_VA, FEWER_TOO},
    {"van", 3, MARK_BREVE, W_DOC, FEWER_TOO},
    {"vao", 3, TONE_GRAVE, W_VAO, FEWER_TOO},
    {"vbqppl", 6, 0, W_NUMBERED, FEWER_TOO},
    {"vi", 2, TONE_GRAVE, W_VI, EXACT},
    {"viec", 4, TONE_DOT | MARK_CIRCUMFLEX, W_VIEC, ANY_MARKS},
    {"viet", 4, TONE_DOT | MARK_CIRCUMFLEX, W_VIET, FEWER_TOO},
    {"voi", 3, TONE_ACUTE | MARK_HORN, W_VOI, FEWER_TOO},
    {"vong", 4, TONE_GRAVE, W_VONG, ANY_MARKS},
    {"vu", 2, TONE_DOT, W_VU, FEWER_TOO},
    {"xay", 3, MARK_CIRCUMFLEX, W_VERB, FEWER_TOO},
    {"xong", 4, 0, W_XONG, FEWER_TOO},
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
    unsigned tone = marks & TONE_MASK, quality = marks & ~(unsigned)TONE_MASK;
    for (size_t i = first_entry(letters, len); i < TABLE_COUNT; i++) {
        const struct entry *entry = &table[i];
        if (compare(letters, len, entry) != 0)
            break;
        if (marks == entry->marks)
            return (enum word)entry->word;
        bool fewer = (tone == 0 || tone == (entry->marks & TONE_MASK)) &&
                     (quality & ~(unsigned)entry->marks) == 0;
        if (entry->agreement == ANY_MARKS || (entry->agreement == PLAIN_TOO && marks == 0) ||
            (entry->agreement == FEWER_TOO && fewer))
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
