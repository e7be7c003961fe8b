/* The words that time phrases are made of. Several spellings of one word share a class. */
#ifndef LIB_PHRASE_WORDS_H
#define LIB_PHRASE_WORDS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum word {
    W_NONE,
    /* units of time */
    W_NGAY, W_TUAN, W_THANG, W_QUY, W_NAM, W_GIO, W_PHUT, W_KY, W_NIEN, W_NUA,
    W_Q, W_T, W_H,
    /* where and when */
    W_TRUOC, W_SAU, W_TU, W_DEN, W_TOI, W_TRONG, W_HET, W_DAU, W_GIUA, W_CUOI, W_CUNG, W_TIEN,
    W_TIEP, W_KE, W_LIEN, W_VAO, W_CHAM, W_MUON, W_NHAT, W_QUA, W_KHONG, W_HON, W_XONG, W_HOAN,
    W_THANH, W_HAN, W_THOI, W_DIEM, W_VONG, W_NAY, W_TRO, W_DI, W_LEN, W_LUI, W_BAT, W_SUOT, W_QUANH,
    W_DIP, W_TOIDA, W_DA, W_THIEU, W_IT, W_TRE, W_CHOT, W_DU, W_KIEN,
    /* again and again */
    W_HANG, W_MOI, W_TUNG, W_CAC, W_NHUNG, W_CA, W_LAN, W_DINH, W_THUONG, W_XUYEN, W_TUC, W_KIP,
    W_TX, W_QUATRINH, W_TRUC, W_LAU, W_DAI,
    /* what starts it */
    W_KHI, W_NGAYNOW, W_DOT, W_XUAT, W_YEU, W_CAU, W_NEU, W_CO, W_PHAT, W_SINH, W_CAN, W_NHU,
    W_TREN, W_NT, W_THEO, W_TUY, W_DUNG, W_NHUCAU, W_DE, W_NGHI, W_CANCU, W_VU,
    /* reports and documents */
    W_BAO, W_CAO, W_BC, W_SO, W_SOKET, W_TONG, W_KET, W_HOC, W_GIAI, W_DOAN, W_DOI, W_VOI,
    W_NGHIQ, W_DOC, W_NUMBERED, W_NOUN, W_VERB, W_HUONG, W_TAM, W_NHIN,
    /* joining words */
    W_VA, W_HOAC, W_HAY, W_CUA, W_LA, W_CHO, W_TAI, W_SANG, W_CHIEU, W_THU, W_CHU, W_VIEC, W_LAM,
    W_LAMVIEC, W_GIOTO, W_TET, W_AM, W_AL, W_LICH, W_MUNG, W_RAM, W_DUONG, W_QUYDINH, W_QUYX,
    W_CHUYEN, W_GIAN, W_GIENG, W_CHAP, W_HE, W_MUA, W_TIENDO, W_LO, W_TRINH, W_TRUONGHOP, W_HOP,
    W_NGOAI, W_KYNIEM, W_SU, W_DO, W_MAT, W_NGUNG,
    W_AP, W_APDUNG, W_DAM, W_BAODAM, W_THUC, W_GAN, W_VIET, W_PHAI, W_NHAN, W_KHAC,
    /* numbers in words */
    W_ONE, W_TWO, W_THREE, W_FOUR, W_FIVE, W_SIX, W_SEVEN, W_EIGHT, W_NINE, W_TEN, W_TENS,
    W_LAM5,
    W_COUNT
};

/* Marks of a letter or word: the tone, and the qualities that its vowels and đ carry. */
enum {
    TONE_NONE, TONE_ACUTE, TONE_GRAVE, TONE_HOOK, TONE_TILDE, TONE_DOT,
    TONE_MASK = 7,
    MARK_BREVE = 8, MARK_CIRCUMFLEX = 16, MARK_HORN = 32, MARK_STROKE = 64,
    MARK_FOREIGN = 128, /* a mark no Vietnamese letter has */
};

#define WORD_MAX_LETTERS 24

/* The class of a word given by its plain letters a … z and its marks (all of its letters' or-ed,
 * one tone); W_NONE when it is none. A word without any mark is taken for the class that the plain
 * letters usually stand for: the lexer settles that by its neighbours. */
enum word words_find(const char *letters, size_t len, unsigned marks);
/* Whether the class is a word of time, that must not stay unread. */
bool words_tell_time(enum word word);
/* The value of a number word 1 … 10, or 0. */
int words_value(enum word word);

#endif
