/* The language people are spoken to in. Msgids are Vietnamese; English is a catalogue (po/en.po).
 *
 * Everything goes through gettext: `_("Đã tải %zu kế hoạch")`, `ngettext(one, many, n)`, and
 * `N_("…")` marks a text in a table that `_()` translates where it is shown. */
#ifndef BASE_I18N_H
#define BASE_I18N_H

#include <libintl.h>
#include <stdbool.h>

#define _(text) gettext(text)
#define N_(text) text

/* Languages there are: "vi" (default), "en". */
#define I18N_DEFAULT "vi"

/* Sets the language of the process, from "vi", "en" or a locale's name ("en_US.UTF-8"); NULL: the
 * default. Works where only C.UTF-8 is installed, and may be called again to change the language.
 * localedir holds en/LC_MESSAGES/dondoc.mo; NULL: where it was installed, or what the environment's
 * DONDOC_LOCALEDIR says. Not for use with several threads running. Returns 0, ERR_INVALID (no
 * such language; nothing changed) or ERR_NOMEM. */
int i18n_init(const char *language, const char *localedir);

/* "vi" or "en": what is spoken now; static. */
const char *i18n_language(void);

/* Speaks another language from now on: "vi", "en" or a locale's name; NULL or one that there is not:
 * stays as it is. Cheap, and after i18n_init only. Returns what was spoken before; static. */
const char *i18n_use(const char *language);
/* For I18N_SPEAK. */
void i18n_restore(const char **before);
/* Speaks that language to the end of the block, whichever way it is left: what is written for the
 * office's record or its mails while somebody of another language is being answered, and that answer
 * itself. Once in a function; those it calls may speak another. Not across a return to the event loop. */
#define I18N_SPEAK(language)                                                                       \
    __attribute__((cleanup(i18n_restore), unused)) const char *i18n_before_ = i18n_use(language)

/* Whether i18n_init would accept it. */
bool i18n_is_known(const char *language);

#endif
