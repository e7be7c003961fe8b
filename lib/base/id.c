#include "base/id.h"

#include <ctype.h>
#include <sodium.h>

#include "base/err.h"

static const char id_alphabet[] = "abcdefghijklmnopqrstuvwxyz234567";
static const char code_alphabet[] = "BCDFGHJKLMNPQRSTVWXYZ23456789";
#define CODE_LETTERS 21u
#define CODE_SYMBOLS 29u

_Static_assert(sizeof(id_alphabet) == 32 + 1, "five bits a character");
_Static_assert(sizeof(code_alphabet) == CODE_SYMBOLS + 1, "the letters first, then the digits");

int id_make(char out[static ID_SIZE])
{
    if (sodium_init() < 0) {
        return ERR_IO;
    }
    unsigned char bytes[ID_LENGTH];
    randombytes_buf(bytes, sizeof(bytes));
    for (size_t i = 0; i < ID_LENGTH; i++) {
        out[i] = id_alphabet[bytes[i] & 31];
    }
    out[ID_LENGTH] = '\0';
    return 0;
}

void id_code(const char *text, char out[static ID_CODE_SIZE])
{
    unsigned char hash[crypto_hash_sha256_BYTES];
    crypto_hash_sha256(hash, (const unsigned char *)text, strlen(text));
    uint64_t number = 0;
    for (size_t i = 0; i < sizeof(number); i++) {
        number = number << 8 | hash[i];
    }
    out[0] = code_alphabet[number % CODE_LETTERS];
    number /= CODE_LETTERS;
    for (size_t i = 1; i < ID_CODE_LENGTH; i++) {
        out[i] = code_alphabet[number % CODE_SYMBOLS];
        number /= CODE_SYMBOLS;
    }
    out[ID_CODE_LENGTH] = '\0';
}

int id_code_read(const char *text, char out[static ID_CODE_SIZE])
{
    char code[ID_CODE_SIZE] = "";
    size_t len = 0;
    for (; *text != '\0'; text++) {
        if (*text == ' ' || *text == '-') {
            continue;
        }
        char c = (char)toupper((unsigned char)*text);
        if (len == ID_CODE_LENGTH || !strchr(code_alphabet, c)) {
            return ERR_FORMAT;
        }
        code[len++] = c;
    }
    if (len != ID_CODE_LENGTH || !memchr(code_alphabet, code[0], CODE_LETTERS)) {
        return ERR_FORMAT;
    }
    memcpy(out, code, ID_CODE_SIZE);
    return 0;
}
