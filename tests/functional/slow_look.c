/* Preloaded into dondocd: the process that looks through the database (a second argument --look-through)
 * sleeps for a minute before it begins. */
#include <string.h>
#include <unistd.h>

__attribute__((constructor)) static void sleep_first(int argc, char **argv)
{
    if (argc > 1 && strcmp(argv[1], "--look-through") == 0) {
        sleep(60);
    }
}
