/* Preloaded into dondocd: the process that looks through the database (a second argument --look-through)
 * sleeps for a minute before it begins, or ends by the signal LOOK_SIGNAL. */
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

__attribute__((constructor)) static void sleep_first(int argc, char **argv)
{
    if (argc > 1 && strcmp(argv[1], "--look-through") == 0) {
        const char *number = getenv("LOOK_SIGNAL");
        if (number) {
            (void)signal((int)strtol(number, NULL, 10), SIG_DFL);
            (void)raise((int)strtol(number, NULL, 10));
        }
        sleep(60);
    }
}
