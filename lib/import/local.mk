# lib/import, level 4. List every source of the folder here.
noinst_LIBRARIES += lib/libddimport.a
lib_libddimport_a_CPPFLAGS = $(AM_CPPFLAGS) $(XML_CFLAGS) $(ZIP_CFLAGS)
lib_libddimport_a_SOURCES = lib/import/csv.c lib/import/source.c lib/import/source.h \
	lib/import/header.c lib/import/header.h lib/import/known.c lib/import/known.h \
	lib/import/measures.c lib/import/plan.c lib/import/results.c lib/import/targets.c \
	lib/import/archive.c lib/import/archive.h lib/import/columns.c lib/import/columns.h \
	lib/import/csv_grid.c lib/import/document.c lib/import/docx.c \
	lib/import/edxml.c lib/import/edxml_fields.c lib/import/edxml_fields.h lib/import/formats.h \
	lib/import/grid.c lib/import/grid.h lib/import/groups.c lib/import/groups.h \
	lib/import/guard.c lib/import/guard.h lib/import/number.c lib/import/number.h \
	lib/import/numbering.c lib/import/numbering.h lib/import/ods.c lib/import/ordinal.c \
	lib/import/ordinal.h lib/import/parts.c lib/import/parts.h lib/import/rows.c \
	lib/import/rows.h lib/import/table.c lib/import/table.h lib/import/units.c lib/import/units.h lib/import/xlsx.c \
	lib/import/xml.c lib/import/xml.h
