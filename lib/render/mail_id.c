/* Ids of mails: always the same for the same values. */
#include <string.h>

#include "base/cleanup.h"
#include "base/err.h"
#include "base/sign.h"
#include "model/address.h"
#include "render/mail.h"

#define ID_HASH_DIGITS 24
#define ID_MAX_INPUT ((size_t)64 << 20)

static int compare_texts(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* Appends every text and a line end, in their alphabetical order. */
static int append_sorted(const char *const *texts, size_t count, struct buf *out)
{
    if (count == 0) {
        return 0;
    }
    _cleanup_free_ const char **sorted = calloc(count, sizeof(*sorted));
    int err = 0;

    if (!sorted) {
        return ERR_NOMEM;
    }
    memcpy(sorted, texts, count * sizeof(*sorted));
    qsort(sorted, count, sizeof(*sorted), compare_texts);
    for (size_t i = 0; i < count && err == 0; i++) {
        err = buf_printf(out, "%s\n", sorted[i]);
    }
    return err;
}

/* "<prefix>.<hash of head and texts>@<domain of the sender>" */
static int make_id(const char *sender, const char *prefix, const char *recipient,
                   const char *const *texts, size_t count, char out[static MAIL_ID_SIZE])
{
    char hash[SIGN_HEX_SIZE];
    _cleanup_buf_ struct buf input = {0};

    buf_init(&input, ID_MAX_INPUT);
    if (!address_is_valid(sender)) {
        return ERR_INVALID;
    }
    int err = buf_printf(&input, "%s\n%s\n", prefix, recipient);
    err = err ? err : append_sorted(texts, count, &input);
    if (err != 0) {
        return err;
    }
    sign_sha256_hex(buf_str(&input), input.len, hash);
    (void)snprintf(out, MAIL_ID_SIZE, "%s.%.*s@%s", prefix, ID_HASH_DIGITS, hash,
                   mail_address_domain(sender));
    return 0;
}

int mail_message_id(const char *sender, const char *recipient, day_t day, enum mail_class class,
                    const char *const *things, size_t count, char out[static MAIL_ID_SIZE])
{
    char date[CIVIL_TEXT_SIZE];
    char prefix[32];

    (void)snprintf(prefix, sizeof(prefix), "%s.%s", mail_class_name(class),
                   civil_format_iso(day, date));
    return make_id(sender, prefix, recipient, things, count, out);
}

int mail_thread_id(const char *sender, const char *recipient, const char *const *occurrences,
                   size_t count, char out[static MAIL_ID_SIZE])
{
    return make_id(sender, "thread", recipient, occurrences, count, out);
}
