/* What a fuzzed .ods is made of: the content comes from the input. */
#ifndef TESTS_FUZZ_PARTS_ODS_H
#define TESTS_FUZZ_PARTS_ODS_H

#define FUZZ_PARTS                                                                                 \
    {"mimetype", "application/vnd.oasis.opendocument.spreadsheet"},                                \
    {                                                                                              \
        "content.xml", NULL                                                                        \
    }

#endif
