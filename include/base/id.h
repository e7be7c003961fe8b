/* Random ids, and the short codes that people type. */
#ifndef BASE_ID_H
#define BASE_ID_H

#include <stdbool.h>
#include <stddef.h>

#define ID_LENGTH 20
#define ID_SIZE (ID_LENGTH + 1)
/* A random id of 20 characters a-z2-7 (100 bits), e.g. for messages. Returns 0, or ERR_IO when the
 * system gives no randomness. */
int id_make(char out[static ID_SIZE]);

#define ID_CODE_LENGTH 8
#define ID_CODE_SIZE (ID_CODE_LENGTH + 1)
/* The short code of an occurrence (or anything with a text id): 8 characters, the first a letter,
 * always the same for the same text. No vowels, 0 or 1: it makes no words, is not taken for another
 * letter, and a spreadsheet does not turn it into a number or a date. 3.6e11 codes: two texts
 * may share one, so whoever looks up by code must be ready for several answers. */
void id_code(const char *text, char out[static ID_CODE_SIZE]);

/* Reads a code as a person types it: any case, spaces and dashes left out. Returns 0 or ERR_FORMAT.
 */
int id_code_read(const char *text, char out[static ID_CODE_SIZE]);

#endif
