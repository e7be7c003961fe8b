/* The folder that the e-office puts its files into, and where they go: done/, refused/. */
#ifndef DAEMON_EDXML_FOLDER_H
#define DAEMON_EDXML_FOLDER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"

#define EDXML_FOLDER_FILES 10000 /* looked at in one go; then it is looked again */

/* A file as it was when the folder was looked at. */
struct edxml_file {
    char *name;
    int64_t size;
    int64_t changed; /* ns */
    uint64_t inode;
};
struct edxml_files {
    struct edxml_file *items;
    size_t count, capacity;
};
void edxml_files_clear(struct edxml_files *files);

/* Makes the folder and the two in it where they are missing. Returns 0, or an error of
 * file_make_folder. */
int edxml_folder_make(const char *folder);
/* What lies in it, the oldest first: files and symbolic links, but not hidden ones, nor what copying
 * programs call a file that is not complete. *more: there is more than EDXML_FOLDER_FILES. The list is
 * replaced. Returns 0, ERR_NOT_FOUND, ERR_REFUSED, ERR_IO, ERR_NOMEM. */
int edxml_folder_list(const char *folder, struct edxml_files *out, bool *more);
/* Opens a file of it for reading. Returns the descriptor, ERR_NOT_FOUND (it has gone), ERR_REFUSED (no
 * permission), ERR_INVALID (a symbolic link, or no plain file), ERR_IO. */
int edxml_folder_open(const char *folder, const char *name);

enum edxml_writers { EDXML_WRITERS_NONE, EDXML_WRITERS_SOME, EDXML_WRITERS_UNKNOWN };
/* Whether somebody has the file open to write into it. Unknown: it is another user's. */
enum edxml_writers edxml_file_writers(int fd);

/* Moves a file away; nothing that lies there already is overwritten. refusal: NULL for done/, else why
 * it goes to refused/, for a file beside it. stamp makes a name its own when it is taken. Returns 0 (also
 * when the file has gone), or an error of rename or file_write: the file lies where it lay. */
int edxml_folder_move(const char *folder, const char *name, const char *refusal, int64_t stamp);

#endif
