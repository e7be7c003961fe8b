# Turns named statements and migrations into C.
#
#   awk -v what=header -f generate.awk sql/*.sql sql/migrations/*.sql > statements.h
#   awk -v what=source -f generate.awk sql/*.sql sql/migrations/*.sql > statements.c
#
# A statement begins with a line "-- name: occurrence_get" and ends before the next such line. A
# file in migrations/ is one text; their order is that of the command line. Comments are left out.

function fail(message)
{
    print FILENAME ":" FNR ": " message > "/dev/stderr"
    failed = 1
    exit 1
}

function quote(line)
{
    gsub(/\\/, "\\\\", line)
    gsub(/"/, "\\\"", line)
    return "    \"" line "\\n\"\n"
}

FNR == 1 {
    current = ""
    migration = FILENAME ~ /migrations\//
    if (migration) {
        migrations++
        if (FILENAME !~ sprintf("/%04d\\.sql$", migrations))
            fail("expected " sprintf("%04d.sql", migrations))
    }
}

/^-- name: / {
    current = $3
    if (migration || current !~ /^[a-z][a-z0-9_]*$/ || current in text)
        fail("bad or repeated name: " current)
    names[++count] = current
    text[current] = ""
    next
}

{
    sub(/[ \t]*--.*$/, "")
    sub(/[ \t]+$/, "")
}

$0 == "" { next }

migration { upgrades[migrations] = upgrades[migrations] quote($0); next }

{
    if (current == "")
        fail("SQL before the first name")
    text[current] = text[current] quote($0)
}

END {
    if (failed)
        exit 1
    print "/* Made by lib/store/sql/generate.awk. */"
    if (what == "header") {
        print "#ifndef LIB_STORE_STATEMENTS_H\n#define LIB_STORE_STATEMENTS_H\n"
        print "enum statement {"
        for (i = 1; i <= count; i++)
            print "    STMT_" toupper(names[i]) ","
        print "    STMT_COUNT\n};\n"
        print "extern const char *const statement_names[STMT_COUNT];"
        print "extern const char *const statement_texts[STMT_COUNT];\n"
        print "#define MIGRATION_COUNT " migrations
        print "extern const char *const migration_texts[MIGRATION_COUNT];\n\n#endif"
        exit 0
    }
    print "#include \"lib/store/statements.h\"\n"
    print "const char *const statement_names[STMT_COUNT] = {"
    for (i = 1; i <= count; i++)
        print "    \"" names[i] "\","
    print "};\n\nconst char *const statement_texts[STMT_COUNT] = {"
    for (i = 1; i <= count; i++)
        printf "%s    ,\n", text[names[i]]
    print "};\n\nconst char *const migration_texts[MIGRATION_COUNT] = {"
    for (i = 1; i <= migrations; i++)
        printf "%s    ,\n", upgrades[i]
    print "};"
}
