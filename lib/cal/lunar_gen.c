/* Writes lunar_table.h:
 *     make lib/cal/lunar_gen && lib/cal/lunar_gen > lib/cal/lunar_table.h */
#include <stdbool.h>
#include <stdio.h>

#include "lib/cal/lunar_astro.h"
#include "lib/cal/lunar_year.h"

#define PER_LINE 8

int main(void)
{
    puts("/* Made by lunar_gen.c; the test of lunar recomputes it. One word (lunar_year.h) a year. "
         "*/\n"
         "#ifndef LIB_CAL_LUNAR_TABLE_H\n"
         "#define LIB_CAL_LUNAR_TABLE_H\n\n"
         "#include <stdint.h>\n\n"
         "#include \"lib/cal/lunar_year.h\"\n\n"
         "/* clang-format off */\n"
         "static const uint32_t lunar_years[LUNAR_LAST_YEAR - LUNAR_FIRST_YEAR + 1] = {");
    for (int year = LUNAR_FIRST_YEAR; year <= LUNAR_LAST_YEAR; year++) {
        const int place = (year - LUNAR_FIRST_YEAR) % PER_LINE;
        const bool last = place == PER_LINE - 1 || year == LUNAR_LAST_YEAR;
        printf("%s0x%06x,%s", place == 0 ? "    " : " ", (unsigned)lunar_astro_year(year),
               last ? "\n" : "");
    }
    puts("};\n/* clang-format on */\n\n#endif");
    return 0;
}
