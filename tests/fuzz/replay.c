/* Gives a fuzz target its corpus, and a fixed series of mutants of each file: what `make check` runs.
 * The same targets link with libFuzzer (clang -fsanitize=fuzzer), which brings a main of its own.
 *
 *   fuzz_csv [FILE|FOLDER …]     DD_FUZZ_ROUNDS: mutants of each file (300) */
#include <dirent.h>
#include <stdint.h>

#include "base/cleanup.h"
#include "base/file.h"
#include "base/parse.h"
#include "fuzz.h"

#define INPUT_MAX ((size_t)1 << 20)
#define ROUNDS 300

/* SplitMix64: the same series everywhere. */
static uint64_t next(uint64_t *state)
{
    uint64_t z = (*state += 0x9E3779B97F4A7C15u);
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
    return z ^ (z >> 31);
}

static void run(const char *data, size_t len)
{
    /* A copy of its own size, so that a sanitizer sees one byte too many. */
    uint8_t *copy = malloc(len > 0 ? len : 1);
    if (!copy) {
        abort();
    }
    if (len > 0) {
        memcpy(copy, data, len);
    }
    (void)LLVMFuzzerTestOneInput(copy, len);
    free(copy);
}

/* Changes, takes out, doubles or cuts a few bytes of the text. */
static void mutate(struct buf *text, uint64_t *state)
{
    static const char SPECIAL[] = "\"'{}=,;\t\r\n\\$#/*\xFF\xFE\xC3\x80\x01";
    for (uint64_t n = next(state) % 4; text->len > 0 && n < 4; n++) {
        size_t at = (size_t)(next(state) % text->len);
        size_t span = (size_t)(next(state) % 16) + 1;
        span = span < text->len - at ? span : text->len - at;
        switch (next(state) % 5) {
        case 0:
            text->data[at] = (char)next(state);
            break;
        case 1:
            text->data[at] = SPECIAL[next(state) % sizeof(SPECIAL)];
            break;
        case 2:
            memmove(text->data + at, text->data + at + span, text->len - at - span);
            text->len -= span;
            break;
        case 3: {
            char copy[16];
            memcpy(copy, text->data + at, span);
            (void)buf_append(text, copy, span);
            break;
        }
        default:
            text->len = at;
            break;
        }
    }
}

static int replay_file(const char *path, int rounds)
{
    _cleanup_buf_ struct buf text = {0};
    _cleanup_buf_ struct buf mutant = {0};
    buf_init(&text, INPUT_MAX);
    buf_init(&mutant, INPUT_MAX * 2);
    int err = file_read(path, INPUT_MAX, NULL, &text);
    if (err) {
        (void)fprintf(stderr, "%s: cannot be read\n", path);
        return err;
    }
    run(buf_str(&text), text.len);
    uint64_t state = text.len;
    for (int i = 0; i < rounds; i++) {
        buf_reset(&mutant);
        err = buf_append(&mutant, buf_str(&text), text.len);
        if (err) {
            return err;
        }
        mutate(&mutant, &state);
        run(buf_str(&mutant), mutant.len);
    }
    return 0;
}

/* How many files were replayed, those of folders in the folder too; -1 on failure. */
static int replay(const char *path, int rounds)
{
    DIR *folder = opendir(path);
    if (!folder) {
        return replay_file(path, rounds) ? -1 : 1;
    }
    int files = 0;
    const struct dirent *entry;
    while (files >= 0 && (entry = readdir(folder))) {
        char file[4096];
        if (entry->d_name[0] == '.') {
            continue;
        }
        (void)snprintf(file, sizeof(file), "%s/%s", path, entry->d_name);
        int more = replay(file, rounds);
        files = more < 0 ? -1 : files + more;
    }
    (void)closedir(folder);
    return files;
}

int main(int argc, char **argv)
{
    const char *wanted = getenv("DD_FUZZ_ROUNDS");
    int rounds = ROUNDS;
    if (wanted && parse_int(wanted, 0, 100000000, &rounds)) {
        (void)fprintf(stderr, "DD_FUZZ_ROUNDS is no number\n");
        return 2;
    }
    int files = 0;
    for (int i = 1; i < argc || i == 1; i++) {
        int replayed = replay(argc > 1 ? argv[i] : CORPUS, rounds);
        if (replayed < 1) {
            return 1;
        }
        files += replayed;
    }
    (void)printf("%d files, %d mutants of each\n", files, rounds);
    return 0;
}
