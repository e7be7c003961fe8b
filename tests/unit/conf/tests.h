/* The groups of tests of lib/conf; each returns how many of its cases failed. */
#ifndef TESTS_UNIT_CONF_TESTS_H
#define TESTS_UNIT_CONF_TESTS_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "conf/conf.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

/* A whole config of eleven lines with nothing wrong in it. */
#define SOUND                                                                                      \
    "department \"so-a\" {\n"                                                                      \
    "    name = \"Sở A\"\n"                                                                      \
    "    office = \"van-phong\" mail_from = \"so-a@example.org\"\n"                                \
    "    unit \"van-phong\" {\n"                                                                   \
    "        names = {\"Văn phòng\", \"Văn phòng Sở\"}\n"                                    \
    "        mail = \"vp@example.org\"\n"                                                          \
    "        head_mail = \"chanh.vp@example.org\" }\n"                                             \
    "    unit \"phong-b\" {\n"                                                                     \
    "        names = \"Phòng B\"\n"                                                               \
    "        mail = \"b@example.org\" }\n"                                                         \
    "}\n"
#define SOUND_LINES 11

int test_files(void);
int test_findings(void);
int test_sample(void);
int test_values(void);

/* conf_load_text as the file "t.conf". */
int load(const char *text, struct settings *out, struct diag *diag);

/* Loads what must be sound, without any finding. */
void load_sound(const char *text, struct settings *out);

/* Loads a text in which exactly one thing is wrong: its line, and a word of the message. */
void finds(const char *text, int line, const char *word);

#endif
