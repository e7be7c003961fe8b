/* What a fuzzed .xlsx is made of: sheet, shared strings, styles and workbook come from the input. */
#ifndef TESTS_FUZZ_PARTS_XLSX_H
#define TESTS_FUZZ_PARTS_XLSX_H

#define FUZZ_PARTS                                                                                 \
    {"xl/worksheets/sheet1.xml", NULL}, {"xl/sharedStrings.xml", NULL}, {"xl/styles.xml", NULL},   \
        {"xl/workbook.xml", NULL},                                                                 \
    {                                                                                              \
        "xl/_rels/workbook.xml.rels",                                                              \
            "<Relationships>"                                                                      \
            "<Relationship Id='a' Type='x/worksheet' Target='worksheets/sheet1.xml'/>"             \
            "<Relationship Id='b' Type='x/sharedStrings' Target='sharedStrings.xml'/>"             \
            "<Relationship Id='c' Type='x/styles' Target='/xl/styles.xml'/></Relationships>"       \
    }

#endif
