# Unit tests of lib/import: one program.
check_PROGRAMS += tests/unit/import/test_import
TESTS += tests/unit/import/test_import
tests_unit_import_test_import_CPPFLAGS = $(DD_TEST_CPPFLAGS) $(XML_CFLAGS) $(ZIP_CFLAGS) \
	-DEDXML_SAMPLES='"$(abs_top_srcdir)/tests/corpus/edxml"'
tests_unit_import_test_import_LDADD = lib/libddimport.a $(XML_LIBS) $(ZIP_LIBS) $(DD_LIBS_LEVEL3) $(CMOCKA_LIBS)
tests_unit_import_test_import_SOURCES = \
	tests/unit/import/test_csv.c \
	tests/unit/import/test_document.c \
	tests/unit/import/test_edxml.c \
	tests/unit/import/test_import.c \
	tests/unit/import/test_plan.c \
	tests/unit/import/test_results.c \
	tests/unit/import/test_targets.c \
	tests/unit/import/tests.h
