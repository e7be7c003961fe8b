#include "base/i18n.h"

#include <locale.h>

#include "base/err.h"
#include "base/text.h"

#define DOMAIN "dondoc"

/* gettext's manual: a program that changes LANGUAGE while it runs counts this up, so that what was
 * looked up before is looked up again. */
extern int _nl_msg_cat_cntr;

static const char *const languages[] = {"vi", "en"};

/* The entry of languages that a locale's name begins with ("en", "en_US.UTF-8"), or NULL. */
static const char *find_language(const char *name)
{
    for (size_t i = 0; i < sizeof(languages) / sizeof(languages[0]); i++) {
        size_t len = strlen(languages[i]);
        if (strncmp(name, languages[i], len) == 0 && strchr("_.@-", name[len])) {
            return languages[i];
        }
    }
    return NULL;
}

bool i18n_is_known(const char *language)
{
    return find_language(language) != NULL;
}

/* gettext looks at LANGUAGE only when the locale is not "C"; C.UTF-8 is built into the C library.
 */
static void set_locale(void)
{
    if (!setlocale(LC_CTYPE, "C.UTF-8")) {
        (void)setlocale(LC_CTYPE, "");
    }
    if (!setlocale(LC_MESSAGES, "C.UTF-8")) {
        (void)setlocale(LC_MESSAGES, "");
    }
}

int i18n_init(const char *language, const char *localedir)
{
    const char *known = find_language(language ? language : I18N_DEFAULT);
    if (!known) {
        return ERR_INVALID;
    }
    if (!localedir) {
        localedir = getenv("DONDOC_LOCALEDIR");
    }
    if (!localedir || localedir[0] == '\0') {
        localedir = LOCALEDIR;
    }
    if (setenv("LANGUAGE", known, 1) != 0 || !bindtextdomain(DOMAIN, localedir) ||
        !bind_textdomain_codeset(DOMAIN, "UTF-8") || !textdomain(DOMAIN)) {
        return ERR_NOMEM;
    }
    set_locale();
    _nl_msg_cat_cntr++;
    return 0;
}

const char *i18n_language(void)
{
    const char *language = getenv("LANGUAGE");
    const char *known = language ? find_language(language) : NULL;
    return known ? known : I18N_DEFAULT;
}

const char *i18n_use(const char *language)
{
    const char *before = i18n_language();
    const char *known = language ? find_language(language) : NULL;
    if (known && known != before && setenv("LANGUAGE", known, 1) == 0) {
        _nl_msg_cat_cntr++;
    }
    return before;
}

void i18n_restore(const char **before)
{
    (void)i18n_use(*before);
}
