/* Functions that may not be used anywhere; forced on every file after config.h.
 *
 * The headers that declare them come first, so that only our own calls are hit. */
#ifndef BASE_BANNED_H
#define BASE_BANNED_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>
#include <sys/time.h>

#define BANNED(name, instead) dondoc_banned_##name##_use_##instead

/* No ceiling. */
#undef strcpy
#undef strcat
#undef strncpy
#undef strncat
#undef stpcpy
#undef sprintf
#undef vsprintf
#undef gets
#undef alloca
#define strcpy(...) BANNED(strcpy, buf)
#define strcat(...) BANNED(strcat, buf)
#define strncpy(...) BANNED(strncpy, buf)
#define strncat(...) BANNED(strncat, buf)
#define stpcpy(...) BANNED(stpcpy, buf)
#define sprintf(...) BANNED(sprintf, snprintf)
#define vsprintf(...) BANNED(vsprintf, vsnprintf)
#define gets(...) BANNED(gets, getline)
#define alloca(...) BANNED(alloca, malloc)

/* No errors, or hidden state. */
#undef strtok
#undef atoi
#undef atol
#undef atoll
#undef atof
#undef rand
#undef srand
#undef random
#undef srandom
#undef tmpnam
#undef mktemp
#define strtok(...) BANNED(strtok, text_split)
#define atoi(...) BANNED(atoi, parse_int)
#define atol(...) BANNED(atol, parse_int)
#define atoll(...) BANNED(atoll, parse_int)
#define atof(...) BANNED(atof, strtod)
#define rand(...) BANNED(rand, base_id)
#define srand(...) BANNED(srand, base_id)
#define random(...) BANNED(random, base_id)
#define srandom(...) BANNED(srandom, base_id)
#define tmpnam(...) BANNED(tmpnam, mkstemp)
#define mktemp(...) BANNED(mktemp, mkstemp)

/* A shell in between. */
#undef system
#undef popen
#define system(...) BANNED(system, posix_spawn)
#define popen(...) BANNED(popen, posix_spawn)

/* The time zone of the process; cal has its own arithmetic. */
#undef localtime
#undef localtime_r
#undef gmtime
#undef mktime
#undef ctime
#undef ctime_r
#undef asctime
#undef asctime_r
#undef tzset
#define localtime(...) BANNED(localtime, cal)
#define localtime_r(...) BANNED(localtime_r, cal)
#define gmtime(...) BANNED(gmtime, cal)
#define mktime(...) BANNED(mktime, cal)
#define ctime(...) BANNED(ctime, cal)
#define ctime_r(...) BANNED(ctime_r, cal)
#define asctime(...) BANNED(asctime, cal)
#define asctime_r(...) BANNED(asctime_r, cal)
#define tzset(...) BANNED(tzset, cal)

/* The system's clocks: only base/clock.c reads them, and undefines this. */
#undef time
#undef clock_gettime
#undef gettimeofday
#define time(...) BANNED(time, clock_now)
#define clock_gettime(...) BANNED(clock_gettime, clock_now)
#define gettimeofday(...) BANNED(gettimeofday, clock_now)

#endif
