/* What a fuzzed .docx is made of: the document, its numbering and its styles come from the input. */
#ifndef TESTS_FUZZ_PARTS_DOCX_H
#define TESTS_FUZZ_PARTS_DOCX_H

#define FUZZ_PARTS                                                                                 \
    {"word/document.xml", NULL}, {"word/numbering.xml", NULL}, {"word/styles.xml", NULL},          \
    {                                                                                              \
        "word/_rels/document.xml.rels",                                                            \
            "<Relationships>"                                                                      \
            "<Relationship Id='a' Type='x/numbering' Target='numbering.xml'/>"                     \
            "<Relationship Id='b' Type='x/styles' Target='styles.xml'/></Relationships>"           \
    }

#endif
