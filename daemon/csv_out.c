#include "daemon/csv_out.h"

#include <string.h>

void csv_begin(FILE *out, const char *heading)
{
    fprintf(out, "\xEF\xBB\xBF%s\r\n", heading);
}

void csv_field(FILE *out, const char *text, const char *end)
{
    fputc('"', out);
    if (*text != '\0' && strchr("=+-@\t\r", *text) != NULL) {
        fputc('\'', out);
    }
    for (; *text != '\0'; text++) {
        if (*text == '"') {
            fputc('"', out);
        }
        fputc(*text, out);
    }
    fprintf(out, "\"%s", end);
}
